//! Notices about the data that a comparison rests on.

use std::collections::BTreeMap;

use super::compared_units::Verdicts;
use super::frame::Frame;
use super::independence::Dependent;
use crate::domain::{ComparisonNotice, Said};

pub(super) fn notices(
    frame: &Frame<'_>,
    verdicts: &Verdicts<'_>,
    dependent: &BTreeMap<[usize; 2], Dependent<'_>>,
) -> Vec<Said<ComparisonNotice>> {
    let mut notices = Vec::new();
    if !frame.sides.matched.is_empty() {
        let codes = frame.sides.matched.iter().map(|matched| matched.label.clone()).collect();
        notices.push(ComparisonNotice::MatchedByHand { codes });
    }
    for ([first, second], found) in dependent {
        let coder = |at: &usize| frame.sides.coders[*at].name.clone();
        notices.push(ComparisonNotice::AcceptedByBoth {
            first: coder(first),
            second: coder(second),
            n: found.n_passages(),
            n_candidates: found.n_candidates(),
        });
    }
    for (side, readings) in frame.sides.coders.iter().zip(&frame.readings) {
        let coder = || side.name.clone();
        let n_codings = side.n_codings;
        if !readings.untouched.is_empty() {
            let documents =
                readings.untouched.iter().map(|&at| frame.units.documents[at].name.clone()).collect();
            notices.push(ComparisonNotice::NotWorkedOn { coder: coder(), documents });
        }
        if readings.n_unplaced > 0 {
            let n = readings.n_unplaced;
            notices.push(ComparisonNotice::OutsideUnits { coder: coder(), n, n_codings });
        }
        if side.n_below > 0 {
            notices.push(ComparisonNotice::NoCodeOfLevel { coder: coder(), n: side.n_below });
        }
        if let Some(run) = &frame.run
            && let Some(&n) = side.n_accepted.get(&run.id.0)
        {
            notices.push(ComparisonNotice::AcceptedFromRun { coder: coder(), n, n_codings, run: run.id });
        }
    }
    let n = verdicts.values().filter(|given| given.len() > 1).count();
    if n > 0 {
        notices.push(ComparisonNotice::SeveralVerdicts { n });
    }
    notices.into_iter().map(Said).collect()
}
