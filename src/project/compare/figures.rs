//! The figures of two coders, and of all.

use std::collections::BTreeMap;

use crate::compare::coefficients::{
    Coefficient, Level, Ratings, SetDistance, consensus, diagnostics, measure, pairwise, per_code,
};
use crate::compare::partition::{CodedSegment, PartitionComparison, PartitionParams, compare};
use crate::domain::{Agreement, Cancelled, Progress};

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
    progress: &dyn Progress,
) -> Result<(BTreeMap<String, Agreement>, Vec<PerCodeView>, Vec<String>), Cancelled> {
    let two = ratings.of_coders(&pair).paired();
    let figures = keyed(measure(&two, &OF_TWO, intervals, progress)?);
    progress.advance(1);
    let per_code: Vec<PerCodeView> = per_code(&two, intervals, progress)?
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
    let words = messages(&two).into_iter().chain(low_codes(&per_code)).collect();
    Ok((figures, per_code, words))
}

/// So many codes with a low κ are explained.
const MOST_LOW: usize = 5;
/// Below this a code's κ is explained: less than half of what chance leaves open is agreed on.
const LOW: f64 = 0.5;

/// Why the κ of a code is low although its coders mostly agree: it is rare, and where it stands they do not.
fn low_codes(codes: &[PerCodeView]) -> Vec<String> {
    let value = |code: &PerCodeView, key: &str| code.figures.get(key).and_then(|figure| figure.value().ok());
    let mut low: Vec<(f64, &PerCodeView)> = codes
        .iter()
        .filter_map(|code| Some((value(code, "cohen_kappa")?, code)))
        .filter(|(kappa, _)| *kappa < LOW)
        .collect();
    low.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.code.cmp(&b.1.code)));
    let n_more = low.len().saturating_sub(MOST_LOW);
    let mut words: Vec<String> = low
        .into_iter()
        .take(MOST_LOW)
        .map(|(kappa, code)| {
            let any = code.both + code.first_only + code.second_only;
            let all = any + code.neither;
            let share = |n: u64| (100.0 * n as f64 / all.max(1) as f64).round();
            format!(
                "κ of `{}` is {kappa:.2} although the coders agree on {} % of the units: {} % carry it for neither, and of the {any} \
                 that carry it for one at least, {} carry it for both",
                code.code,
                share(code.both + code.neither),
                share(code.neither),
                code.both
            )
        })
        .collect();
    if n_more > 0 {
        words.push(format!("κ of {n_more} more codes is below {LOW}"));
    }
    words
}

fn messages(ratings: &Ratings) -> Vec<String> {
    diagnostics(ratings).into_iter().map(|diagnostic| diagnostic.message).collect()
}

/// All coders at once.
pub(super) fn overall(
    frame: &Frame<'_>,
    ratings: &Ratings,
    intervals: &IntervalParams,
    progress: &dyn Progress,
) -> Result<OverallView, Cancelled> {
    let ratings = &ratings.paired();
    let ids: Vec<String> = frame.sides.coders.iter().map(|side| side.id.to_string()).collect();
    let found = pairwise(ratings, MASI);
    let mut values = vec![vec![None; ids.len()]; ids.len()];
    for pair in &found.pairs {
        values[pair.first][pair.second] = Some(pair.agreement.clone());
        values[pair.second][pair.first] = Some(pair.agreement.clone());
    }
    let consensus = consensus(ratings);
    let coefficients = keyed(measure(ratings, &OF_ALL, intervals, progress)?);
    progress.advance(1);
    Ok(OverallView {
        coefficients,
        coefficient: key(MASI),
        differs_most: found.differs_most.map(|coder| ids[coder].clone()),
        sides: ids,
        values,
        n_consensus: consensus.n_decided,
        n_no_consensus: consensus.n_undecided,
        words: messages(ratings),
    })
}

/// A coder's codes and the run's themes: the matching, and only `with_figures` what costs most of the time, intervals and
/// permutations.
pub(super) fn beside_run(
    frame: &Frame<'_>,
    coder: usize,
    run: &RunSide,
    intervals: &IntervalParams,
    with_figures: bool,
    progress: &dyn Progress,
) -> Result<PartitionComparison, Cancelled> {
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
    let params = match with_figures {
        true => params,
        false => PartitionParams { with_intervals: false, n_permutations: 0, ..params },
    };
    let found = compare(&rows, &frame.sides.labels.names(), &run.names(), &params, progress)?;
    progress.advance(1);
    Ok(found)
}
