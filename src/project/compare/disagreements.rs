//! Finds where two sides read a unit differently.

use std::collections::BTreeSet;

use crate::compare::partition::Matching;
use crate::domain::{Disagreement, DisagreementKind, Reading, Side};

use super::frame::{Frame, RunSide};
use super::readings::UnitReading;

/// Two sides of a comparison.
#[derive(Clone, Copy)]
pub(super) enum Pair<'a> {
    /// Two coders.
    Coders([usize; 2]),
    /// A coder and the run, with the code that each candidate was matched to. They disagree where the candidate's code is not one of
    /// the coder's.
    Run { coder: usize, run: &'a RunSide, code_of: &'a [Option<u32>] },
}

/// Returns each two coders, then each coder with the run.
pub(super) fn pairs<'a>(frame: &'a Frame<'_>, codes_of: &'a [Vec<Option<u32>>]) -> Vec<Pair<'a>> {
    let mut pairs: Vec<Pair<'_>> = frame.coder_pairs().map(Pair::Coders).collect();
    if let Some(run) = &frame.run {
        pairs.extend(codes_of.iter().enumerate().map(|(coder, code_of)| Pair::Run { coder, run, code_of }));
    }
    pairs
}

/// Returns the code that each candidate is matched to.
pub(super) fn code_of(matching: &Matching, n_themes: usize) -> Vec<Option<u32>> {
    let mut code_of = vec![None; n_themes];
    for pair in &matching.pairs {
        code_of[pair.cluster] = Some(pair.code as u32);
    }
    code_of
}

/// Returns how the two sides differ on a unit; `None` where they agree, or where one did not work on it.
pub(super) fn kind(frame: &Frame<'_>, pair: Pair<'_>, unit: usize) -> Option<DisagreementKind> {
    use DisagreementKind::{Different, OnlyFirst, OnlySecond, Partial};
    match pair {
        Pair::Coders([a, b]) => {
            let (a, b) = (&frame.reading(a, unit)?.labels, &frame.reading(b, unit)?.labels);
            match (a.is_empty(), b.is_empty()) {
                _ if a == b => None,
                (true, _) => Some(OnlySecond),
                (_, true) => Some(OnlyFirst),
                _ if a.iter().any(|label| b.contains(label)) => Some(Partial),
                _ => Some(Different),
            }
        }
        Pair::Run { coder, run, code_of } => {
            let labels = &frame.reading(coder, unit)?.labels;
            match (run.themes[unit].map(|theme| code_of[theme]), labels.is_empty()) {
                (None | Some(None), true) => None,
                (None, false) => Some(OnlyFirst),
                (Some(Some(_)), true) => Some(OnlySecond),
                (Some(Some(code)), false) if labels.contains(&code) => None,
                (Some(_), false) => Some(Different),
            }
        }
    }
}

/// Returns the disagreement in the form that is kept with a verdict, with the present readings of both sides. A coder's reading has the
/// labels that the coder gave, so that a verdict holds whether codes are matched by hand or not.
pub(super) fn disagreement(frame: &Frame<'_>, pair: Pair<'_>, unit: usize) -> Disagreement {
    let coder = |coder: usize| Reading {
        side: frame.sides.coders[coder].side(),
        labels: frame.reading(coder, unit).map(|reading| frame.own_labels(reading)).unwrap_or_default(),
    };
    let (first, second) = match pair {
        Pair::Coders([a, b]) => (coder(a), coder(b)),
        Pair::Run { coder: of, run, .. } => {
            let theme = run.themes[unit];
            let labels = theme.map(|theme| run.name(theme));
            (coder(of), Reading { side: Side::Run(run.id), labels: labels.into_iter().collect() })
        }
    };
    let unit = &frame.units.all[unit];
    Disagreement {
        document: frame.units.documents[unit.document].name.clone(),
        span: unit.span,
        first,
        second,
    }
}

impl Frame<'_> {
    /// Returns the labels of a reading as its coder gave them.
    fn own_labels(&self, reading: &UnitReading<'_>) -> Vec<String> {
        let own: BTreeSet<u32> = reading.marked.iter().map(|marked| marked.own).collect();
        own.iter().map(|&label| self.sides.labels.own[label as usize].clone()).collect()
    }

    /// Returns the number shown for a unit: the segment's where units are segments.
    pub(super) fn unit_id(&self, unit: usize) -> u32 {
        self.units.all[unit].segment.unwrap_or(unit) as u32 + 1
    }
}
