//! What came out of a comparison, in one sentence.

use crate::domain::{ComparisonSummary, Said};

use super::disagreements::Pair;
use super::frame::Frame;
use super::view::{PairSummary, PairView};

/// Counts what two coders coded and how far they read it alike.
pub(super) fn of_two(frame: &Frame<'_>, [first, second]: [usize; 2]) -> PairSummary {
    let mut found = PairSummary::default();
    for (at, unit) in frame.units.all.iter().enumerate() {
        // Where one of them did not work on the document, there is nothing to compare.
        let (Some(one), Some(other)) = (frame.reading(first, at), frame.reading(second, at)) else {
            continue;
        };
        let n = frame.units.weight(unit);
        match (one.labels.is_empty(), other.labels.is_empty()) {
            (true, true) => found.n_neither += n,
            (false, true) => found.n_first_only += n,
            (true, false) => found.n_second_only += n,
            (false, false) => {
                found.n_both += n;
                if one.labels == other.labels {
                    found.n_same += n;
                } else if one.labels.iter().any(|label| other.labels.contains(label)) {
                    found.n_partly += n;
                }
            }
        }
    }
    found
}

/// Returns the sentence on a whole comparison.
pub(super) fn of_all(
    frame: &Frame<'_>,
    pairs: &[Pair<'_>],
    views: &[PairView],
    show_coefficients: bool,
) -> Said<ComparisonSummary> {
    let unit = frame.units.kind;
    let name = |coder: usize| frame.sides.coders[coder].name.clone();
    let coders: Vec<(&[usize; 2], &PairView)> = pairs
        .iter()
        .zip(views)
        .filter_map(|(pair, view)| match pair {
            Pair::Coders(two) => Some((two, view)),
            Pair::Run { .. } => None,
        })
        .collect();
    let summary = match (coders.as_slice(), pairs, views) {
        ([(two, view)], ..) => {
            let [first, second] = **two;
            let counts = view.summary.unwrap_or_default();
            ComparisonSummary::TwoCoders {
                first: name(first),
                second: name(second),
                unit,
                n_any: counts.n_any(),
                n_both: counts.n_both,
                n_same: counts.n_same,
                n_partly: counts.n_partly,
                share_labels: !view.share_no_label,
                n_matched: frame.sides.matched.len(),
                with_shares: show_coefficients,
            }
        }
        ([], [Pair::Run { coder, run, .. }, ..], [view, ..]) => {
            let accuracy = view.partition.as_ref().map(|partition| &partition.matching.accuracy);
            ComparisonSummary::CoderAndRun {
                coder: name(*coder),
                run: run.id,
                matched: accuracy.and_then(|figure| figure.agreement.value().ok()),
                by_chance: accuracy.and_then(|figure| Some(figure.by_chance.as_ref()?.mean)),
                n_coded: (0..frame.units.all.len()).filter(|&at| frame.has_coded(*coder, at)).count(),
            }
        }
        _ => {
            let shares = || coders.iter().filter_map(|(_, view)| view.summary?.share_same());
            let n_coders = frame.sides.coders.len();
            let n_coded = |at: usize| (0..n_coders).filter(|&coder| frame.has_coded(coder, at)).count();
            let weight = |at: usize| frame.units.weight(&frame.units.all[at]);
            let of = |least: usize| -> u64 {
                (0..frame.units.all.len()).filter(|&at| n_coded(at) >= least).map(weight).sum()
            };
            ComparisonSummary::SeveralCoders {
                n_coders,
                unit,
                n_any: of(1),
                n_all: of(n_coders),
                least: shares().min_by(f64::total_cmp).filter(|_| show_coefficients),
                most: shares().max_by(f64::total_cmp).filter(|_| show_coefficients),
            }
        }
    };
    Said(summary)
}
