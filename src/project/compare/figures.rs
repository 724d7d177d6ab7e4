//! The figures of two coders, and of all.

use std::collections::BTreeMap;

use crate::compare::coefficients::{
    Coefficient, Level, Ratings, SetDistance, consensus, diagnostics, measure, pairwise, per_code,
};
use crate::compare::partition::{CodedSegment, PartitionComparison, PartitionParams, compare};
use crate::domain::Agreement;

use super::IntervalParams;
use super::frame::{Frame, RunSide};
use super::view::{OverallView, PerCodeView};

const MASI: Coefficient = Coefficient::KrippendorffAlpha(Level::Set(SetDistance::Masi));

/// Coefficients of two coders. Each unit's set of codes is one category where a coefficient knows no sets; Gwet's AC1 rests on the list
/// of all categories, which sets have not, and is given for each code.
const OF_TWO: [Coefficient; 7] = [
    Coefficient::Percent,
    Coefficient::Holsti,
    Coefficient::CohenKappa,
    Coefficient::ScottPi,
    Coefficient::KrippendorffAlpha(Level::Nominal),
    MASI,
    Coefficient::KrippendorffAlpha(Level::Set(SetDistance::Jaccard)),
];

/// Coefficients of three coders and more.
const OF_ALL: [Coefficient; 6] = [
    Coefficient::Percent,
    Coefficient::Holsti,
    Coefficient::FleissKappa,
    Coefficient::KrippendorffAlpha(Level::Nominal),
    MASI,
    Coefficient::KrippendorffAlpha(Level::Set(SetDistance::Jaccard)),
];

/// The published name, with the distance where α has several here.
fn key(coefficient: Coefficient) -> String {
    match coefficient {
        Coefficient::KrippendorffAlpha(Level::Set(SetDistance::Masi)) => "krippendorff_alpha_masi".to_owned(),
        Coefficient::KrippendorffAlpha(Level::Nominal) => "krippendorff_alpha_nominal".to_owned(),
        other => other.key().to_owned(),
    }
}

fn keyed(figures: Vec<(Coefficient, Agreement)>) -> BTreeMap<String, Agreement> {
    figures.into_iter().map(|(coefficient, agreement)| (key(coefficient), agreement)).collect()
}

/// Coefficients, each code by itself, and why the figures are what they are.
pub(super) fn of_two(
    ratings: &Ratings,
    pair: [usize; 2],
    intervals: &IntervalParams,
) -> (BTreeMap<String, Agreement>, Vec<PerCodeView>, Vec<String>) {
    let two = ratings.of_coders(&pair);
    let figures = keyed(measure(&two, &OF_TWO, intervals));
    let per_code = per_code(&two, intervals)
        .into_iter()
        .filter(|code| code.prevalence.n_all + code.prevalence.n_some > 0)
        .map(|code| PerCodeView {
            figures: code.figures.into_iter().map(|(of, agreement)| (of.key(), agreement)).collect(),
            both: code.prevalence.n_all,
            first_only: code.prevalence.n_alone.first().copied().unwrap_or(0),
            second_only: code.prevalence.n_alone.get(1).copied().unwrap_or(0),
            neither: code.prevalence.n_none,
            code: code.code,
        })
        .collect();
    (figures, per_code, messages(&two))
}

fn messages(ratings: &Ratings) -> Vec<String> {
    diagnostics(ratings).into_iter().map(|diagnostic| diagnostic.message).collect()
}

/// All coders at once.
pub(super) fn overall(frame: &Frame<'_>, ratings: &Ratings, intervals: &IntervalParams) -> OverallView {
    let ids: Vec<String> = frame.sides.coders.iter().map(|side| side.id.to_string()).collect();
    let found = pairwise(ratings, MASI);
    let mut values = vec![vec![None; ids.len()]; ids.len()];
    for pair in &found.pairs {
        values[pair.first][pair.second] = Some(pair.agreement.clone());
        values[pair.second][pair.first] = Some(pair.agreement.clone());
    }
    let consensus = consensus(ratings);
    OverallView {
        coefficients: keyed(measure(ratings, &OF_ALL, intervals)),
        coefficient: key(MASI),
        differs_most: found.differs_most.map(|coder| ids[coder].clone()),
        sides: ids,
        values,
        n_consensus: consensus.n_decided,
        n_no_consensus: consensus.n_undecided,
        words: messages(ratings),
    }
}

/// A coder's codes and the run's themes.
pub(super) fn beside_run(
    frame: &Frame<'_>,
    coder: usize,
    run: &RunSide,
    intervals: &IntervalParams,
) -> PartitionComparison {
    let rows: Vec<CodedSegment> = frame
        .units
        .all
        .iter()
        .enumerate()
        .filter_map(|(at, unit)| {
            Some(CodedSegment {
                codes: frame.reading(coder, at)?.labels.clone(),
                cluster: run.themes[at].map(|theme| theme as u32),
                group: unit.document as u32,
            })
        })
        .collect();
    let params = PartitionParams { interval: *intervals, ..PartitionParams::default() };
    compare(&rows, &frame.sides.labels.names(), &run.names(), &params)
}
