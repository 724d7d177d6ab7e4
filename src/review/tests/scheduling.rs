//! The queue and the progress.

use super::fixture::{ReviewFixture, ann, read};
use crate::domain::*;
use crate::review::{Margin, QueueOrder, QueueReason, progress, queue};

fn items(fixture: &ReviewFixture, margins: &[Margin], order: QueueOrder) -> Vec<(Option<u32>, Option<u32>)> {
    queue(&fixture.base, fixture.view(&ann()), margins, order)
        .into_iter()
        .map(|item| {
            (
                item.candidate.map(|id| match id {
                    CandidateId::Code(id) => id.0,
                    CandidateId::Theme(id) => id.0,
                }),
                item.segment.map(|segment| segment.0),
            )
        })
        .collect()
}

fn margins() -> Vec<Margin> {
    let margin = |segment, margin| Margin { segment: SegmentId(segment), margin, other: ProposalId(1) };
    vec![margin(1, 0.3), margin(7, 0.02), margin(9, -0.1), margin(10, 0.06)]
}

#[test]
fn what_tells_most_comes_first() {
    let fixture = ReviewFixture::new();
    let found = queue(&fixture.base, fixture.view(&ann()), &margins(), QueueOrder::Telling);
    let reasons: Vec<_> = found.iter().map(|item| item.reason.unwrap()).collect();
    use QueueReason as R;
    assert_eq!(
        reasons,
        [R::Unstable, R::Unstable, R::NearMiss, R::Borderline, R::Borderline, R::Candidate, R::Ungrouped]
    );
    assert_eq!(
        items(&fixture, &margins(), QueueOrder::Telling),
        [
            (Some(2), None),    // do not rely on it
            (Some(3), None),    // wavers
            (Some(2), Some(6)), // a near miss of theme 1
            (Some(3), Some(9)), // margin −0.1
            (Some(2), Some(7)), // margin 0.02
            (Some(1), None),    // holds
            (None, Some(12)),   // in no theme
        ]
    );
}

#[test]
fn what_is_decided_is_not_in_the_queue() {
    let mut fixture = ReviewFixture::new();
    fixture.decide(&ann(), &read(r#"{"do":"accept","candidate":2}"#)).unwrap();
    fixture.decide(&ann(), &read(r#"{"do":"defer","candidate":3}"#)).unwrap();
    fixture.decide(&ann(), &read(r#"{"do":"move","segments":[12],"to":"none"}"#)).unwrap();
    assert_eq!(items(&fixture, &margins(), QueueOrder::Telling), [(Some(1), None)]);
    let found = progress(&fixture.base, fixture.view(&ann()));
    assert_eq!((found.n_segments, found.n_decided, found.n_in_deferred, found.n_coded), (12, 5, 3, 4));
    assert_eq!((found.n_candidates, found.n_open, found.n_accepted, found.n_deferred), (3, 1, 1, 1));
    fixture.decide(&ann(), &read(r#"{"do":"reject","candidate":1}"#)).unwrap();
    assert_eq!(items(&fixture, &margins(), QueueOrder::Telling), []);
    let found = progress(&fixture.base, fixture.view(&ann()));
    assert_eq!((found.n_decided, found.n_in_deferred), (9, 3));
}

#[test]
fn a_blind_queue_is_shuffled_by_its_seed_and_says_nothing() {
    let fixture = ReviewFixture::new();
    let blind = |seed| queue(&fixture.base, fixture.view(&ann()), &margins(), QueueOrder::Blind { seed });
    for item in blind(1) {
        assert_eq!((item.reason, item.stability, item.margin, item.other), (None, None, None, None));
    }
    assert_eq!(blind(1), blind(1));
    let orders: Vec<_> =
        (0..20).map(|seed| items(&fixture, &margins(), QueueOrder::Blind { seed })).collect();
    let mut different = orders.clone();
    different.sort();
    different.dedup();
    assert!(different.len() > 15, "{} orders of 20 seeds", different.len());
    let sorted = |mut items: Vec<(Option<u32>, Option<u32>)>| {
        items.sort_unstable();
        items
    };
    assert_eq!(sorted(orders[0].clone()), sorted(items(&fixture, &margins(), QueueOrder::Telling)));
}
