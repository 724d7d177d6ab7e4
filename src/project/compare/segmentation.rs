//! Measures whether two coders mark the same passages, regardless of the codes.

use std::collections::BTreeSet;

use crate::compare::coefficients::{Categories, Coefficient, Level, Ratings, SetDistance, measure};
use crate::compare::gamma::{GammaParams, gamma};
use crate::compare::resample;
use crate::compare::unitizing::{Continuum, Mark, u_alpha};
use crate::domain::{Agreement, AgreementFinding, Cancelled, Progress, Said, Undefined};
use crate::project::load_view::LoadedRun;

use super::ComparisonUnit;
use super::IntervalParams;
use super::frame::{Frame, Sides, documents_of};
use super::request::CompareRequest;
use super::sides::CoderSide;
use super::units::Units;
use super::view::SegmentationView;

/// Computes the agreement on where to mark, in the documents that both coders worked on.
pub(super) fn segmentation(
    loaded: &LoadedRun,
    sides: &Sides,
    pair: [usize; 2],
    request: &CompareRequest,
    progress: &dyn Progress,
) -> Result<SegmentationView, Cancelled> {
    let of_characters = CompareRequest { unit: ComparisonUnit::Character, ..request.clone() };
    let frame = Frame::new(loaded, sides, &of_characters, false);
    let both: BTreeSet<usize> =
        documents_of(&frame, pair[0]).intersection(&documents_of(&frame, pair[1])).copied().collect();
    let coders = pair.map(|coder| &sides.coders[coder]);
    let documents: Vec<Continuum> = both.iter().map(|&at| continuum(&frame.units, at, coders)).collect();

    let mut relevance = Ratings::new(
        coders.map(|coder| coder.name.clone()).to_vec(),
        Categories::named(vec!["no code".to_owned(), "a code".to_owned()]),
    );
    let mut n_characters = 0;
    for (at, unit) in frame.units.all.iter().enumerate().filter(|(_, unit)| both.contains(&unit.document)) {
        let values =
            pair.map(|coder| frame.reading(coder, at).map(|reading| u32::from(!reading.labels.is_empty())));
        n_characters += frame.units.weight(unit);
        // Cannot fail: two values of two categories.
        let _ = relevance.push(&values, frame.units.weight(unit).max(1), unit.document as u32);
    }
    let coding = where_both_coded(&frame, pair);
    let alpha = |ratings: &Ratings, level: Level| -> Result<Agreement, Cancelled> {
        let of = [Coefficient::KrippendorffAlpha(level)];
        let found = measure(ratings, &of, &request.intervals, progress)?.pop();
        progress.advance(1);
        Ok(found.map_or_else(|| Agreement::new(Err(Undefined::Nothing)), |(_, agreement)| agreement))
    };
    Ok(SegmentationView {
        n_characters,
        relevance_alpha: alpha(&relevance, Level::Nominal)?,
        coding_alpha: alpha(&coding, Level::Set(SetDistance::Masi))?,
        u_alpha: unitizing_alpha(&documents, &request.intervals, progress)?,
        gamma: gamma_of(&documents, request.intervals.seed(), progress)?,
        findings: vec![Said(AgreementFinding::SegmentationBasis { n_documents: both.len() })],
    })
}

/// Returns the characters that both coded, with the set of codes of each coder.
fn where_both_coded(frame: &Frame<'_>, pair: [usize; 2]) -> Ratings {
    let mut sets: BTreeSet<&[u32]> = BTreeSet::new();
    let mut rows = Vec::new();
    for (at, unit) in frame.units.all.iter().enumerate() {
        let [Some(a), Some(b)] = pair.map(|coder| frame.reading(coder, at)) else { continue };
        if a.labels.is_empty() || b.labels.is_empty() {
            continue;
        }
        sets.extend([a.labels.as_slice(), b.labels.as_slice()]);
        rows.push((unit, [a.labels.as_slice(), b.labels.as_slice()]));
    }
    let members: Vec<Vec<u32>> = sets.iter().map(|set| set.to_vec()).collect();
    let names = pair.map(|coder| frame.sides.coders[coder].name.clone()).to_vec();
    let mut ratings = Ratings::new(names, Categories::sets(frame.sides.labels.names(), members.clone()));
    for (unit, values) in rows {
        let values = values
            .map(|set| members.binary_search_by(|other| other.as_slice().cmp(set)).ok().map(|at| at as u32));
        // Cannot fail, as above.
        let _ = ratings.push(&values, frame.units.weight(unit).max(1), unit.document as u32);
    }
    ratings
}

fn continuum(units: &Units<'_>, at: usize, coders: [&CoderSide; 2]) -> Continuum {
    let document = &units.documents[at];
    let marks = |side: &CoderSide| {
        let marked = side.marked.get(&document.name).map_or(&[][..], Vec::as_slice);
        marked
            .iter()
            .map(|marked| Mark {
                start: marked.span.start.0 as u64,
                end: marked.span.end.0 as u64,
                category: marked.label,
            })
            .collect()
    };
    Continuum { length: units.texts.index(at).n_code_points() as u64, coders: coders.map(marks).to_vec() }
}

/// Computes Krippendorff's unitizing α with its interval over documents: the documents of a draw are joined into one text.
fn unitizing_alpha(
    documents: &[Continuum],
    intervals: &IntervalParams,
    progress: &dyn Progress,
) -> Result<Agreement, Cancelled> {
    let interval = resample::interval(documents.len(), intervals, progress, |weights| {
        let drawn: Vec<Continuum> = documents
            .iter()
            .zip(weights)
            .flat_map(|(document, &n)| std::iter::repeat_n(document, n as usize))
            .cloned()
            .collect();
        u_alpha(&drawn).overall.value().ok()
    })?;
    progress.advance(1);
    Ok(u_alpha(documents).overall.with_interval(interval))
}

fn gamma_of(documents: &[Continuum], seed: u64, progress: &dyn Progress) -> Result<Agreement, Cancelled> {
    match GammaParams::new(seed).check() {
        Ok(params) => Ok(gamma(documents, &params, progress)?.gamma),
        // The custom values are within bounds.
        Err(_) => Ok(Agreement::new(Err(Undefined::Nothing))),
    }
}
