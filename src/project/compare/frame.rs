//! The basis of a comparison: units, and how each side reads them.

use std::collections::{BTreeMap, BTreeSet};

use crate::compare::coefficients::{Categories, Ratings};
use crate::domain::{CandidateId, CandidateThemeId, CoderId, ProposalId, RunId, SegmentId};
use crate::project::MatchProblem;
use crate::project::load_view::LoadedRun;
use crate::review::State;
use crate::words;

use super::ComparisonUnit;
use super::matched_codes::match_codes;
use super::readings::{CoderReadings, UnitReading, readings};
use super::request::{CandidateLevel, CompareRequest};
use super::sides::{CoderSide, Labels, bounds, coders};
use super::units::Units;
use super::view::MatchedCodesView;

/// The candidates of the run under review, at one level, as a side.
pub(super) struct RunSide {
    pub(super) id: RunId,
    /// The ids of the candidates.
    pub(super) ids: Vec<CandidateId>,
    /// Their labels.
    pub(super) labels: Vec<String>,
    /// The candidate of each unit, as an index into the labels; `None` for noise.
    pub(super) themes: Vec<Option<usize>>,
}

impl RunSide {
    /// Returns the name of a candidate as readers see it.
    pub(super) fn name(&self, at: usize) -> String {
        format!("{}: {}", words::candidate(self.ids[at]), self.labels[at])
    }

    /// Returns the names of the candidates as readers see them.
    pub(super) fn names(&self) -> Vec<String> {
        (0..self.ids.len()).map(|at| self.name(at)).collect()
    }
}

/// The sides of a comparison, without their readings.
pub(super) struct Sides {
    pub(super) coders: Vec<CoderSide>,
    pub(super) labels: Labels,
    /// The codes that were matched by hand.
    pub(super) matched: Vec<MatchedCodesView>,
}

impl Sides {
    /// # Errors
    /// [`MatchProblem`] where codes cannot be matched as asked.
    pub(super) fn new(
        state: &State,
        ids: &[CoderId],
        request: &CompareRequest,
    ) -> Result<Self, MatchProblem> {
        let (mut coders, mut labels) = coders(state, ids, request.level);
        let matched = match_codes(state, &mut coders, &mut labels, request)?;
        Ok(Self { coders, labels, matched })
    }
}

/// Units and readings.
pub(super) struct Frame<'a> {
    pub(super) units: Units<'a>,
    pub(super) sides: &'a Sides,
    /// By coder.
    pub(super) readings: Vec<CoderReadings<'a>>,
    pub(super) run: Option<RunSide>,
}

impl<'a> Frame<'a> {
    pub(super) fn new(
        loaded: &'a LoadedRun,
        sides: &'a Sides,
        request: &CompareRequest,
        with_run: bool,
    ) -> Self {
        let units = Units::new(loaded, request, &bounds(&sides.coders));
        let readings = sides.coders.iter().map(|side| readings(&units, side)).collect();
        let run = (with_run && request.unit == ComparisonUnit::Segment)
            .then(|| run_side(loaded, &units, request.candidate_level));
        Self { units, sides, readings, run }
    }

    /// Returns each two coders, by their places among the sides.
    pub(super) fn coder_pairs(&self) -> impl Iterator<Item = [usize; 2]> + use<> {
        let n_coders = self.sides.coders.len();
        (0..n_coders).flat_map(move |first| (first + 1..n_coders).map(move |second| [first, second]))
    }

    /// Returns how a coder reads a unit; `None` where they did not work on its document.
    pub(super) fn reading(&self, coder: usize, unit: usize) -> Option<&UnitReading<'a>> {
        self.readings[coder].units[unit].as_ref()
    }

    /// Tells whether a coder gave a unit a code.
    pub(super) fn has_coded(&self, coder: usize, unit: usize) -> bool {
        self.reading(coder, unit).is_some_and(|reading| !reading.labels.is_empty())
    }

    /// Tells whether any coder gave the unit a code.
    pub(super) fn is_coded(&self, unit: usize) -> bool {
        (0..self.sides.coders.len()).any(|coder| self.has_coded(coder, unit))
    }

    /// Returns units × coders, without units that no coder coded if only coded ones count.
    pub(super) fn ratings(&self, only_coded: bool) -> Ratings {
        self.ratings_of(|unit| !only_coded || self.is_coded(unit))
    }

    /// Returns units × coders of the units that count: the category is the set of codes that each coder gave, the group is the document.
    pub(super) fn ratings_of(&self, counts: impl Fn(usize) -> bool) -> Ratings {
        let n_coders = self.sides.coders.len();
        let of_unit = |unit: usize| (0..n_coders).map(move |coder| self.reading(coder, unit));
        let mut sets: BTreeMap<&[u32], u32> = BTreeMap::new();
        for unit in 0..self.units.all.len() {
            for reading in of_unit(unit).flatten() {
                sets.insert(&reading.labels, 0);
            }
        }
        sets.values_mut().zip(0..).for_each(|(place, at)| *place = at);
        let members = sets.keys().map(|set| set.to_vec()).collect();
        let names = self.sides.coders.iter().map(|side| side.name.clone()).collect();
        let mut ratings = Ratings::new(names, Categories::sets(self.sides.labels.names(), members));
        for (at, unit) in self.units.all.iter().enumerate() {
            if !counts(at) {
                continue;
            }
            let values: Vec<Option<u32>> = of_unit(at)
                .map(|reading| reading.and_then(|reading| sets.get(reading.labels.as_slice()).copied()))
                .collect();
            // Cannot fail: there is one value for each coder, from the categories above.
            let _ = ratings.push(&values, self.units.weight(unit).max(1), unit.document as u32);
        }
        ratings
    }
}

fn run_side(loaded: &LoadedRun, units: &Units<'_>, level: CandidateLevel) -> RunSide {
    let is_of_themes = level == CandidateLevel::Theme && loaded.has_two_levels();
    let (ids, labels) = if is_of_themes {
        let ids = (1..=loaded.themes.len() as u32).map(|id| CandidateId::Theme(CandidateThemeId(id)));
        (ids.collect(), loaded.themes.iter().map(|theme| theme.label.clone()).collect())
    } else {
        let proposals = &loaded.run.proposals;
        let ids = proposals.iter().map(|proposal| loaded.name(proposal.id)).collect();
        (ids, proposals.iter().map(|proposal| proposal.label.clone()).collect())
    };
    // The numbers of candidates that were added later do not follow on the first.
    let place: BTreeMap<ProposalId, usize> =
        loaded.run.proposals.iter().map(|proposal| proposal.id).zip(0..).collect();
    let place_of = |code: &ProposalId| match is_of_themes {
        true => (loaded.theme_of.get(code)?.0 as usize).checked_sub(1),
        false => place.get(code).copied(),
    };
    let themes = units
        .all
        .iter()
        .map(|unit| {
            let code = loaded.code_of.get(&SegmentId(unit.segment? as u32 + 1))?;
            place_of(code)
        })
        .collect();
    RunSide { id: loaded.run.id, ids, labels, themes }
}

/// Returns the documents that a coder worked on.
pub(super) fn documents_of(frame: &Frame<'_>, coder: usize) -> BTreeSet<usize> {
    let untouched = &frame.readings[coder].untouched;
    let absent = &frame.units.absent;
    (0..frame.units.documents.len()).filter(|at| !untouched.contains(at) && !absent.contains(at)).collect()
}
