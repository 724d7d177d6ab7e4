//! Properties of any sequence of decisions by two coders.

use proptest::prelude::*;

use super::fixture::{ReviewFixture, ann, base, ben, one_level_base};
use super::generate;
use crate::domain::{CoderId, Decision, OperationKind, RecordKey, ReviewDetail};
use crate::review::{
    RunSnapshot, State, candidate, candidate_ids, candidate_theme, candidate_theme_ids, codebook, codes_of,
    members, place, theme_members, theme_of,
};

/// Generates what two coders do: mostly decisions, sometimes undo or redo.
fn acts() -> impl Strategy<Value = Vec<(bool, [u32; 4])>> {
    prop::collection::vec((any::<bool>(), prop::array::uniform4(0..10_000_u32)), 1..24)
}

/// Returns a run with two levels of candidates, or with one.
fn run_with(two_levels: bool) -> RunSnapshot {
    if two_levels { base() } else { one_level_base() }
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
    fn undo_of_all_gives_the_first_state_and_redo_the_last(two_levels in any::<bool>(), acts in acts()) {
        let mut fixture = ReviewFixture::empty(run_with(two_levels));
        for coder in [ann(), ben()] {
            let add = Decision::AddCoder { name: coder.to_string() };
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
    fn coders_never_touch_each_others_records(two_levels in any::<bool>(), acts in acts()) {
        let mut fixture = ReviewFixture::of(run_with(two_levels));
        play(&mut fixture, &acts);
        for (_, detail) in &fixture.log {
            for change in &detail.changes {
                prop_assert!(change.key.owner().is_none_or(|owner| *owner == detail.coder), "{:?}", change.key);
            }
        }
    }

    /// Checks that a candidate of which a decision changes no record keeps its segments and its place, at both levels.
    #[test]
    fn other_candidates_stay_as_they_were(
        two_levels in any::<bool>(),
        acts in acts(),
        numbers in prop::array::uniform4(0..10_000_u32),
    ) {
        let mut fixture = ReviewFixture::of(run_with(two_levels));
        play(&mut fixture, &acts);
        let before = fixture.clone();
        let decision = generate::decision(numbers, &fixture.base, fixture.view(&ann()));
        if fixture.decide(&ann(), &decision).is_err() {
            prop_assert_eq!(before.state.canonical(), fixture.state.canonical());
            prop_assert_eq!(before.log.len(), fixture.log.len(), "a refusal changes nothing");
            return Ok(());
        }
        let changes = &fixture.log.last().unwrap().1.changes;
        let is_touched = |is: &dyn Fn(&RecordKey) -> bool| changes.iter().any(|change| is(&change.key));
        let (base, old, new) = (&before.base, before.view(&ann()), fixture.view(&ann()));
        let negative_only = matches!(decision, Decision::Negative { .. });
        for id in candidate_ids(base, old) {
            if !is_touched(&|key| matches!(key, RecordKey::CandidateCode(_, _, of) if *of == id)) {
                prop_assert_eq!(candidate(base, old, id), candidate(base, new, id));
                prop_assert!(negative_only || members(base, old, id) == members(base, new, id));
            }
            if !is_touched(&|key| matches!(key, RecordKey::Grouping(_, _, of) if *of == id)) {
                prop_assert_eq!(theme_of(base, old, id), theme_of(base, new, id));
            }
        }
        for id in candidate_theme_ids(base, old) {
            if !is_touched(&|key| matches!(key, RecordKey::CandidateTheme(_, _, of) if *of == id)) {
                prop_assert_eq!(candidate_theme(base, old, id), candidate_theme(base, new, id));
                prop_assert!(negative_only || theme_members(base, old, id) == theme_members(base, new, id));
            }
        }
        prop_assert_eq!(fixture.log.last().unwrap().0.kind, OperationKind::Decide);
        prop_assert!(!fixture.said().is_empty());
    }

    /// Checks that segments are never lost: each is in one candidate or in none, and each candidate code in one theme or in none.
    #[test]
    fn each_segment_is_in_one_candidate_or_in_none(two_levels in any::<bool>(), acts in acts()) {
        let mut fixture = ReviewFixture::of(run_with(two_levels));
        play(&mut fixture, &acts);
        let (base, view) = (&fixture.base, fixture.view(&ann()));
        let mut seen = std::collections::BTreeMap::new();
        for id in candidate_ids(base, view) {
            for segment in members(base, view, id) {
                prop_assert!(seen.insert(segment, id).is_none());
                prop_assert_eq!(place(base, view, segment).candidate, Some(id));
            }
        }
        for segment in base.segment_ids().filter(|segment| !seen.contains_key(segment)) {
            prop_assert_eq!(place(base, view, segment).candidate, None);
        }
        let mut in_themes = std::collections::BTreeSet::new();
        for theme in candidate_theme_ids(base, view) {
            let found = candidate_theme(base, view, theme).unwrap();
            prop_assert!(found.merged_into.is_none() || codes_of(base, view, theme).is_empty(), "a merged theme holds nothing");
            for code in codes_of(base, view, theme) {
                prop_assert!(in_themes.insert(code), "a code is in one theme");
            }
            let segments = theme_members(base, view, theme);
            prop_assert_eq!(found.evidence.cohesion.is_none(), segments.is_empty(), "evidence follows the segments");
        }
        prop_assert_eq!(two_levels, !candidate_theme_ids(base, view).is_empty());
    }
}
