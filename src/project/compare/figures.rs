//! Computes the figures of two coders, and of all coders.

use std::collections::BTreeMap;

use crate::compare::coefficients::{
    CodeAgreement, Coefficient, Level, Ratings, SetDistance, consensus, diagnostics, measure, median_alpha,
    pairwise, per_code,
};
use crate::compare::partition::{CodedSegment, PartitionComparison, PartitionParams, compare};
use crate::compare::{MeasureName, coefficient_names, partition_names, segmentation_names};
use crate::domain::{Agreement, AgreementFinding, Cancelled, Finding, Progress, Said};

use super::IntervalParams;
use super::disagreements::code_of;
use super::frame::{Frame, RunSide};
use super::request::CompareRequest;
use super::view::{OverallView, PerCodeView};

const MASI: Coefficient = Coefficient::KrippendorffAlpha(Level::Set(SetDistance::Masi));

/// Returns figures by the keys of their coefficients.
fn keyed(figures: Vec<(Coefficient, Agreement)>) -> BTreeMap<String, Agreement> {
    figures.into_iter().map(|(coefficient, agreement)| (coefficient.key().to_owned(), agreement)).collect()
}

/// Returns the names of the measures of a comparison, by their keys, in the order in which they are shown.
pub(super) fn names() -> Vec<MeasureName> {
    [coefficient_names(), segmentation_names(), partition_names()].concat()
}

/// The results for two coders.
pub(super) struct OfTwo {
    pub(super) coefficients: BTreeMap<String, Agreement>,
    /// Each code by itself.
    pub(super) per_code: Vec<PerCodeView>,
    pub(super) median_code_alpha: Option<f64>,
    /// Findings that explain the figures.
    pub(super) findings: Vec<Said<Finding>>,
}

/// Computes the coefficients of two coders, the figures of each code, and the findings that explain them.
pub(super) fn of_two(
    ratings: &Ratings,
    pair: [usize; 2],
    intervals: &IntervalParams,
    progress: &dyn Progress,
) -> Result<OfTwo, Cancelled> {
    let two = ratings.of_coders(&pair).paired();
    let coefficients = coefficients(ratings, pair, intervals, progress)?;
    let codes: Vec<CodeAgreement> = per_code(&two, intervals, progress)?
        .into_iter()
        .filter(|code| code.prevalence.n_all + code.prevalence.n_some > 0)
        .collect();
    let median_code_alpha = median_alpha(&codes);
    let per_code: Vec<PerCodeView> = codes
        .into_iter()
        .map(|code| PerCodeView {
            figures: code.figures.into_iter().map(|(of, agreement)| (of.key(), agreement)).collect(),
            both: code.prevalence.n_all,
            first_only: code.prevalence.n_alone.first().copied().unwrap_or(0),
            second_only: code.prevalence.n_alone.get(1).copied().unwrap_or(0),
            neither: code.prevalence.n_none,
            code: code.code,
        })
        .collect();
    let findings = diagnostics(&two).into_iter().chain(low_codes(&per_code));
    let findings = findings.map(|finding| Said(Finding::Agreement(finding))).collect();
    Ok(OfTwo { coefficients, per_code, median_code_alpha, findings })
}

/// Computes the coefficients of two coders.
pub(super) fn coefficients(
    ratings: &Ratings,
    pair: [usize; 2],
    intervals: &IntervalParams,
    progress: &dyn Progress,
) -> Result<BTreeMap<String, Agreement>, Cancelled> {
    let two = ratings.of_coders(&pair).paired();
    let found = keyed(measure(&two, &Coefficient::of_two_coders(), intervals, progress)?);
    progress.advance(1);
    Ok(found)
}

/// How many codes with a low κ are explained.
const MOST_LOW: usize = 5;
/// A code's κ below this is explained: the coders agree on less than half of what chance leaves open.
const LOW: f64 = 0.5;

/// Explains codes with a low κ although the coders mostly agree: the code is rare, and its units are where they differ.
fn low_codes(codes: &[PerCodeView]) -> Vec<AgreementFinding> {
    let value = |code: &PerCodeView, key: &str| code.figures.get(key).and_then(|figure| figure.value().ok());
    let mut low: Vec<(f64, &PerCodeView)> = codes
        .iter()
        .filter_map(|code| Some((value(code, "cohen_kappa")?, code)))
        .filter(|(kappa, _)| *kappa < LOW)
        .collect();
    low.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.code.cmp(&b.1.code)));
    let n_more = low.len().saturating_sub(MOST_LOW);
    let mut found: Vec<AgreementFinding> = low
        .into_iter()
        .take(MOST_LOW)
        .map(|(kappa, code)| {
            let any = code.both + code.first_only + code.second_only;
            AgreementFinding::LowCode {
                code: code.code.clone(),
                kappa,
                n_both: code.both,
                n_any: any,
                n_units: any + code.neither,
            }
        })
        .collect();
    if n_more > 0 {
        found.push(AgreementFinding::MoreLowCodes { n: n_more, below: LOW });
    }
    found
}

/// Computes the figures of all coders at once.
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
    let coefficients = keyed(measure(ratings, &Coefficient::of_all_coders(), intervals, progress)?);
    progress.advance(1);
    Ok(OverallView {
        coefficients,
        coefficient: MASI.key().to_owned(),
        differs_most: found.differs_most.map(|coder| ids[coder].clone()),
        sides: ids,
        values,
        n_consensus: consensus.n_decided,
        n_no_consensus: consensus.n_undecided,
        findings: diagnostics(ratings).into_iter().map(Said).collect(),
    })
}

/// The comparison of each coder with the run, and for each coder the code that each candidate is matched to.
pub(super) type Matched = (Vec<PartitionComparison>, Vec<Vec<Option<u32>>>);

/// Matches each coder's codes with the run's candidates, and returns the code of each candidate. Without `with_figures` no intervals
/// and no permutations are computed, since the matching does not need them.
pub(super) fn matched(
    frame: &Frame<'_>,
    request: &CompareRequest,
    with_figures: bool,
    progress: &dyn Progress,
) -> Result<Matched, Cancelled> {
    let Some(run) = &frame.run else { return Ok(Default::default()) };
    let beside = |coder| beside_run(frame, coder, run, &request.intervals, with_figures, progress);
    let partitions: Vec<PartitionComparison> =
        (0..frame.sides.coders.len()).map(beside).collect::<Result<_, _>>()?;
    let codes_of =
        partitions.iter().map(|partition| code_of(&partition.matching, run.labels.len())).collect();
    Ok((partitions, codes_of))
}

/// Matches a coder's codes with the run's candidates. Intervals and permutations, which take most of the time, are computed only
/// `with_figures`.
fn beside_run(
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
