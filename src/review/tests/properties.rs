//! Properties of any sequence of decisions by two coders.

use proptest::prelude::*;

use super::fixture::{ReviewFixture, ann, ben};
use super::generate;
use crate::domain::{CoderId, OperationKind, RecordKey, ReviewDetail};
use crate::review::{State, codebook};

/// Generates what two coders do: mostly decisions, sometimes undo or redo.
fn acts() -> impl Strategy<Value = Vec<(bool, [u32; 4])>> {
    prop::collection::vec((any::<bool>(), prop::array::uniform4(0..10_000_u32)), 1..24)
}

fn play(fixture: &mut ReviewFixture, acts: &[(bool, [u32; 4])]) {
    for &(is_ann, numbers) in acts {
        let coder = if is_ann { ann() } else { ben() };
        // A refused decision changes nothing: see `a_refusal_changes_nothing`.
        let _ = match numbers[3] % 8 {
            0 => fixture.undo(&coder),
            1 => fixture.redo(&coder),
            _ => {
                let decision = generate::decision(numbers, &fixture.base, fixture.view(&coder));
                fixture.decide(&coder, &decision).map(|_| ())
            }
        };
    }
}

fn replayed(log: &[String]) -> State {
    let mut state = State::default();
    for line in log {
        let detail: ReviewDetail = serde_json::from_str(line).unwrap();
        assert!(state.contradiction(&detail.changes).is_none());
        detail.changes.iter().for_each(|change| state.apply(change));
    }
    state
}

fn written(fixture: &ReviewFixture) -> Vec<String> {
    fixture.log.iter().map(|(_, detail)| serde_json::to_string(detail).unwrap()).collect()
}

fn codebooks(state: &State) -> String {
    [ann(), ben()].iter().map(|coder| codebook(state.view(coder)).canonical()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]

    /// Checks that after any sequence of decisions by two coders, undoing all gives the first state while the log only grows; redoing gives
    /// the last state; replaying gives the same bytes.
    #[test]
    fn undo_of_all_gives_the_first_state_and_redo_the_last(acts in acts()) {
        let mut fixture = ReviewFixture::empty();
        for coder in [ann(), ben()] {
            let add = crate::domain::Decision::AddCoder { name: coder.to_string() };
            fixture.decide(&coder, &add).unwrap();
        }
        play(&mut fixture, &acts);
        let (last, books) = (fixture.state.canonical(), codebooks(&fixture.state));
        let log = written(&fixture);
        let replay = replayed(&log);
        prop_assert_eq!(replay.canonical(), last.clone());
        prop_assert_eq!(codebooks(&replay), books.clone());
        prop_assert_eq!(&replay, &fixture.state, "the state's own indexes too");
        prop_assert_eq!(&State::of_records(fixture.state.records()), &fixture.state);

        let mut order: Vec<CoderId> = Vec::new();
        while let Some(&id) = fixture.in_effect.last() {
            let coder = fixture.log[id.0 as usize - 1].1.coder.clone();
            prop_assert_eq!(fixture.history.to_undo(&coder), Some(id));
            fixture.undo(&coder).unwrap();
            order.push(coder);
        }
        prop_assert_eq!(&fixture.state, &State::default());
        prop_assert_eq!(fixture.state.canonical(), "");
        let grown = written(&fixture);
        prop_assert_eq!(grown.len(), log.len() + order.len());
        prop_assert_eq!(&grown[..log.len()], &log[..]);

        for coder in order.iter().rev() {
            fixture.redo(coder).unwrap();
        }
        prop_assert_eq!(fixture.state.canonical(), last.clone());
        prop_assert_eq!(codebooks(&fixture.state), books);
        let grown_again = written(&fixture);
        prop_assert_eq!(&grown_again[..grown.len()], &grown[..]);
        prop_assert_eq!(replayed(&grown_again).canonical(), last);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    /// Checks that each coder's decisions change only that coder's records, or the project's own.
    #[test]
    fn coders_never_touch_each_others_records(acts in acts()) {
        let mut fixture = ReviewFixture::new();
        play(&mut fixture, &acts);
        for (_, detail) in &fixture.log {
            for change in &detail.changes {
                prop_assert!(change.key.owner().is_none_or(|owner| *owner == detail.coder), "{:?}", change.key);
            }
        }
    }

    /// Checks that a theme that a decision does not name keeps its record, its segments and its place.
    #[test]
    fn other_themes_stay_as_they_were(acts in acts(), numbers in prop::array::uniform4(0..10_000_u32)) {
        let mut fixture = ReviewFixture::new();
        play(&mut fixture, &acts);
        let before = fixture.clone();
        let decision = generate::decision(numbers, &fixture.base, fixture.view(&ann()));
        if fixture.decide(&ann(), &decision).is_err() {
            prop_assert_eq!(before.state.canonical(), fixture.state.canonical());
            prop_assert_eq!(before.log.len(), fixture.log.len(), "a refusal changes nothing");
            return Ok(());
        }
        let changes = &fixture.log.last().unwrap().1.changes;
        let touched: Vec<u32> = changes
            .iter()
            .filter_map(|change| match &change.key {
                RecordKey::Theme(_, _, theme) => Some(theme.0),
                _ => None,
            })
            .collect();
        for id in crate::review::candidate_ids(&before.base, before.view(&ann())) {
            if !touched.contains(&id.0) {
                prop_assert_eq!(before.theme(&ann(), id.0), fixture.theme(&ann(), id.0));
                let negative_only = matches!(decision, crate::domain::Decision::Negative { .. });
                prop_assert!(negative_only || before.members(&ann(), id.0) == fixture.members(&ann(), id.0));
            }
        }
        prop_assert_eq!(fixture.log.last().unwrap().0.kind, OperationKind::Decide);
        prop_assert!(!fixture.said().is_empty());
    }

    /// Checks that segments are never lost: each is in one theme or in none.
    #[test]
    fn each_segment_is_in_one_theme_or_in_none(acts in acts()) {
        let mut fixture = ReviewFixture::new();
        play(&mut fixture, &acts);
        let mut seen = std::collections::BTreeMap::new();
        for id in crate::review::candidate_ids(&fixture.base, fixture.view(&ann())) {
            for segment in fixture.members(&ann(), id.0) {
                prop_assert!(seen.insert(segment, id).is_none());
                let place = crate::review::place(&fixture.base, fixture.view(&ann()), crate::domain::SegmentId(segment));
                prop_assert_eq!(place.theme, Some(id));
            }
        }
        for segment in fixture.base.segment_ids().filter(|segment| !seen.contains_key(&segment.0)) {
            prop_assert_eq!(crate::review::place(&fixture.base, fixture.view(&ann()), segment).theme, None);
        }
    }
}
