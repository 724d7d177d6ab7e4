//! Compares codings: coder with coder, and coders with the candidate themes of a run.

mod compared_units;
mod disagreements;
mod figures;
mod frame;
mod grid;
mod independence;
mod matched_codes;
mod notices;
mod own_labels;
mod readings;
mod request;
mod segmentation;
mod sides;
mod summary;
#[cfg(test)]
mod tests;
mod units;
mod verdict;
mod view;

pub use crate::compare::IntervalParams;
pub use crate::domain::ComparisonUnit;
pub use request::{CandidateLevel, CodeMatch, CompareRequest, ComparisonFilter, VerdictCommand};
pub use view::{
    CodeReadingView, ComparedUnit, ComparisonView, DependentView, DisagreementEntry, DisagreementList,
    DisagreementView, GridCellView, GridLineView, GridView, MatchedCodesView, OverallView, PairSummary,
    PairView, PerCodeView, ReadingView, SegmentationView, SideView, UnitView, VerdictView,
};

use std::collections::BTreeMap;

use serde::Serialize;

use crate::compare::coefficients::Ratings;
use crate::compare::partition::{PartitionComparison, RunMembership, Runs, runs};
use crate::domain::{Approach, Cancelled, CoderId, Finding, NameKey, Progress, RunId, Said, Stage};
use crate::report;
use crate::words;

use self::compared_units::{Shown, verdicts};
use self::disagreements::{Pair, pairs};
use self::figures::matched;
use self::frame::{Frame, Sides, documents_of};
use self::independence::{Dependent, dependent};
use super::{Incomparable, ProjectError, Reviewer};

/// The approach that a study takes.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ApproachView {
    /// The approach; null where none was said.
    pub approach: Option<Approach>,
}

/// What a comparison asks of each pair.
struct AskedOfPair<'a> {
    request: &'a CompareRequest,
    /// Whether coefficients are computed.
    with_figures: bool,
    dependent: &'a BTreeMap<[usize; 2], Dependent<'a>>,
    ratings: &'a Ratings,
    /// For each unit, whether it is listed.
    listed: &'a [bool],
}

impl Reviewer {
    /// Compares codings, for a coder who may see them: their own with a run, or all coders' once the project is open for
    /// comparison.
    ///
    /// # Errors
    /// [`ProjectError::Blind`] where the coder may not see the codings; [`ProjectError::Compare`] where there is nothing to
    /// compare, with a remedy; [`ProjectError::Damaged`]; [`ProjectError::Cancelled`].
    pub(in crate::project) fn compare(
        &self,
        viewer: &CoderId,
        request: &CompareRequest,
        progress: &dyn Progress,
    ) -> Result<ComparisonView, ProjectError> {
        let coders = self.compared_coders(viewer, request)?;
        let with_run = request.beside_run.unwrap_or(coders.len() == 1);
        if with_run && request.unit != ComparisonUnit::Segment {
            return Err(self.incomparable(Incomparable::ThemesByOther(request.unit)));
        }
        if request.include_interviewer && request.unit == ComparisonUnit::Segment {
            return Err(self.incomparable(Incomparable::InterviewersInSegments));
        }
        if request.runs.len() == 1 {
            return Err(self.incomparable(Incomparable::OneRun));
        }
        if coders.len() < 2 && !with_run {
            return Err(self.incomparable(Incomparable::OneCoder));
        }
        let sides = self.sides(&coders, request)?;
        let frame = Frame::new(&self.loaded, &sides, request, with_run);
        let show_coefficients =
            request.coefficients.unwrap_or(self.state.approach() != Some(Approach::Reflexive));
        let dependent = dependent(&frame);
        progress.start(Stage::Comparing, Some(n_steps(&frame, show_coefficients, &dependent)));
        let (partitions, codes_of) = matched(&frame, request, show_coefficients, progress)?;
        let pairs = pairs(&frame, &codes_of);
        let given_by: Vec<CoderId> = self.state.coders().keys().cloned().collect();
        let given_by: Vec<CoderId> =
            given_by.into_iter().filter(|coder| self.check_sight(viewer, coder).is_ok()).collect();
        let verdicts = verdicts(&self.state, &given_by);
        let path = self.path();
        let shown = Shown::new(&frame, &pairs, &verdicts, (&self.state, path));
        let ratings = frame.ratings(request.only_coded);
        let listed = self.listed(&shown, request)?;
        let several = (show_coefficients && coders.len() > 2)
            .then(|| figures::overall(&frame, &ratings, &request.intervals, progress))
            .transpose()?;
        let mut partitions = partitions.into_iter();
        let views: Vec<PairView> = pairs
            .iter()
            .map(|&pair| {
                let partition = matches!(pair, Pair::Run { .. }).then(|| partitions.next()).flatten();
                let asked = AskedOfPair {
                    request,
                    with_figures: show_coefficients,
                    dependent: &dependent,
                    ratings: &ratings,
                    listed: &listed,
                };
                self.pair_view(&shown, pair, partition, &asked, progress)
            })
            .collect::<Result<_, Cancelled>>()?;
        progress.finish();
        progress.check_cancelled()?;
        Ok(ComparisonView {
            title: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            approach: self.state.approach(),
            show_coefficients,
            summary: summary::of_all(&frame, &pairs, &views, show_coefficients),
            unit: unit_view(&frame, request, self.base.run),
            level: request.level,
            matched: sides.matched.clone(),
            sides: side_views(&frame),
            pairs: views,
            overall: several,
            runs: if request.runs.is_empty() { None } else { Some(self.several_runs(&request.runs)?) },
            units: shown.units(&listed)?,
            measures: if show_coefficients { figures::names() } else { Vec::new() },
            notices: notices::notices(&frame, &verdicts, &dependent),
        })
    }

    /// Returns where the sides of a comparison read a unit differently, in the order of the documents, at most `limit` units.
    pub(in crate::project) fn disagreement_list(
        &self,
        viewer: &CoderId,
        request: &CompareRequest,
        limit: usize,
        progress: &dyn Progress,
    ) -> Result<DisagreementList, ProjectError> {
        // A list of units needs no figures.
        let request = CompareRequest { coefficients: Some(false), ..request.clone() };
        let view = self.compare(viewer, &request, progress)?;
        let filter = &request.filter;
        let is_wanted = |found: &DisagreementView| {
            filter.kind.is_none_or(|kind| kind == found.kind) && !(filter.undecided && found.is_decided())
        };
        let (mut n_disagreements, mut n_decided) = (0, 0);
        let mut disagreements = Vec::new();
        for unit in &view.units {
            for disagreement in unit.disagreements.iter().filter(|found| is_wanted(found)) {
                n_disagreements += 1;
                n_decided += usize::from(disagreement.is_decided());
                if disagreements.len() < limit {
                    let (disagreement, unit) = (disagreement.clone(), unit.clone());
                    disagreements.push(DisagreementEntry { disagreement, unit });
                }
            }
        }
        Ok(DisagreementList { n_disagreements, n_decided, sides: view.sides, disagreements })
    }

    /// Returns a comparison as one self-contained page, whose cells open the segments.
    ///
    /// With `verdict_command` the page offers, for each disagreement, the command that gives the verdict chosen there.
    ///
    /// # Errors
    /// [`ProjectError::Damaged`] where a text of the comparison cannot be written as JSON.
    pub fn comparison_page(
        &self,
        view: &ComparisonView,
        verdict_command: Option<&VerdictCommand>,
    ) -> Result<String, ProjectError> {
        #[derive(Serialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        struct Page<'a> {
            #[serde(flatten)]
            view: &'a ComparisonView,
            verdict_command: Option<&'a VerdictCommand>,
        }
        let page = Page { view, verdict_command };
        let json = serde_json::to_string(&page).map_err(|error| self.project.damaged(&error))?;
        Ok(report::comparison::comparison_page(&view.title, &json))
    }

    /// Returns the study's understanding of coding, where it has been stated.
    #[must_use]
    pub fn approach(&self) -> Option<Approach> {
        self.state.approach()
    }

    /// Returns the coders who are compared, by id.
    fn compared_coders(
        &self,
        viewer: &CoderId,
        request: &CompareRequest,
    ) -> Result<Vec<CoderId>, ProjectError> {
        let mut coders = request.coders.clone();
        if let Some(twice) = coders.iter().find(|one| coders.iter().filter(|other| other == one).count() > 1)
        {
            return Err(super::Refusal::Twice { what: "coder", name: twice.to_string() }.into());
        }
        if coders.is_empty() {
            // A blind coder must not learn whether others have coded anything: they may compare only themselves.
            if let Some(other) = self.state.coders().keys().find(|id| *id != viewer)
                && !self.state.is_open()
            {
                return Err(self.is_blind(other));
            }
            let all = self.state.coders().keys().filter(|id| !self.state.view(id).codings.is_empty());
            coders = all.cloned().collect();
        }
        coders.sort_unstable();
        coders.dedup();
        for coder in &coders {
            self.check_sight(viewer, coder)?;
            if self.state.view(coder).codings.is_empty() {
                let name = self.state.coders().get(coder).map_or(coder.as_str(), |coder| &coder.name);
                return Err(self.incomparable(Incomparable::HasCodedNothing(name.to_owned())));
            }
        }
        if coders.is_empty() {
            return Err(self.incomparable(Incomparable::NothingCoded));
        }
        Ok(coders)
    }

    /// Returns what coders marked, with the codes that were matched by hand counted as one.
    fn sides(&self, coders: &[CoderId], request: &CompareRequest) -> Result<Sides, ProjectError> {
        Sides::new(&self.state, coders, request)
            .map_err(|problem| self.incomparable(Incomparable::Matches(Box::new(problem))))
    }

    fn incomparable(&self, problem: Incomparable) -> ProjectError {
        ProjectError::Compare { path: self.path().to_owned(), problem }
    }

    /// Returns which units are listed: those that somebody coded, and, beside a single coder, those in candidates; the filter can
    /// narrow both.
    fn listed(&self, shown: &Shown<'_>, request: &CompareRequest) -> Result<Vec<bool>, ProjectError> {
        let (frame, filter) = (shown.frame, &request.filter);
        let code = match &filter.code {
            None => None,
            Some(label) => Some(frame.sides.labels.find(label).ok_or_else(|| {
                let known = frame.sides.labels.names();
                self.incomparable(Incomparable::NoSuchCode { label: label.clone(), known })
            })?),
        };
        let participant =
            filter.participant.as_deref().map(|name| self.base.participant(name)).transpose()?;
        let is_called = |name: &str| participant.as_ref().is_none_or(|wanted| NameKey::of(name) == *wanted);
        let is_listed = |at: usize| {
            let unit = &frame.units.all[at];
            let n_coders = frame.sides.coders.len();
            let carries = |code: u32| {
                (0..n_coders).any(|coder| {
                    frame.reading(coder, at).is_some_and(|reading| reading.labels.contains(&code))
                })
            };
            let in_theme =
                frame.run.is_some() && (0..n_coders).any(|coder| frame.reading(coder, at).is_some());
            (frame.is_coded(at) || in_theme)
                && code.is_none_or(carries)
                && (participant.is_none() || frame.units.participant(unit).is_some_and(is_called))
                && ((filter.kind.is_none() && !filter.undecided)
                    || shown.disagreements(at).iter().any(|found| {
                        filter.kind.is_none_or(|kind| found.kind == kind)
                            && (!filter.undecided || !found.is_decided())
                    }))
        };
        Ok((0..frame.units.all.len()).map(is_listed).collect())
    }

    /// Returns what is shown of a pair.
    fn pair_view(
        &self,
        shown: &Shown<'_>,
        pair: Pair<'_>,
        partition: Option<PartitionComparison>,
        asked: &AskedOfPair<'_>,
        progress: &dyn Progress,
    ) -> Result<PairView, Cancelled> {
        let &AskedOfPair { request, with_figures, dependent, ratings, listed } = asked;
        let frame = shown.frame;
        // Units that neither coded are only counted in the grid, unless a filter is set.
        let is_filtered = request.filter != ComparisonFilter::default();
        let counted: Vec<bool> = listed
            .iter()
            .enumerate()
            .map(|(at, &listed)| listed || (!is_filtered && !frame.is_coded(at)))
            .collect();
        let grid = match pair {
            Pair::Coders(two) => grid::of_coders(frame, two, &counted),
            Pair::Run { coder, run, .. } => grid::of_run(frame, coder, run, listed),
        };
        let (first, second) = shown.ids(pair);
        let (mut disagreements, mut n_decided) = (BTreeMap::new(), 0);
        for at in (0..frame.units.all.len()).filter(|&at| listed[at]) {
            let of_pair = shown.disagreements(at);
            for found in of_pair.iter().filter(|found| (&found.first, &found.second) == (&first, &second)) {
                *disagreements.entry(found.kind).or_insert(0) += 1;
                n_decided += usize::from(found.is_decided());
            }
        }
        let mut view = PairView {
            first,
            second,
            summary: None,
            share_no_label: false,
            not_independent: None,
            coefficients: None,
            per_code: None,
            partition: None,
            segmentation: None,
            median_code_alpha: None,
            findings: Vec::new(),
            grid,
            disagreements,
            n_decided,
        };
        if let Pair::Coders(two) = pair {
            view.summary = Some(summary::of_two(frame, two));
            view.share_no_label = own_labels::share_no_label(frame, two);
            if let Some(found) = dependent.get(&two) {
                view.not_independent = Some(found.view(frame, two, request, with_figures, progress)?);
            }
        }
        match (pair, partition) {
            (Pair::Coders(two), _) if with_figures => {
                if view.share_no_label {
                    view.partition = Some(own_labels::groupings(frame, two, request, progress)?);
                }
                let found = figures::of_two(ratings, two, &request.intervals, progress)?;
                view.findings = found.findings;
                view.coefficients = Some(found.coefficients);
                view.median_code_alpha = found.median_code_alpha;
                view.per_code = Some(found.per_code);
                let found = segmentation::segmentation(&self.loaded, frame.sides, two, request, progress)?;
                view.segmentation = Some(found);
            }
            (Pair::Run { .. }, Some(partition)) => {
                // Splits and merges are about readings, so they are reported even without figures.
                let findings = partition.findings.iter();
                view.findings = findings.map(|found| Said(Finding::Partition(found.0.clone()))).collect();
                view.partition = Some(partition).filter(|_| with_figures);
            }
            _ => {}
        }
        Ok(view)
    }

    /// Compares several runs, over the segments of the first that all others contain too.
    fn several_runs(&self, asked: &[RunId]) -> Result<Runs, ProjectError> {
        let mut place: BTreeMap<(u32, crate::domain::Span), usize> = BTreeMap::new();
        let mut groupings: Vec<Vec<RunMembership>> = Vec::new();
        for &run in asked {
            let stored = self.project.stored_run(Some(run))?;
            let theme_of: BTreeMap<_, _> =
                stored.members.iter().map(|member| (member.segment, member.proposal)).collect();
            let mut grouping = vec![RunMembership::Absent; place.len()];
            for segment in &stored.segments {
                let next = place.len();
                let at = *place.entry((segment.document.0, segment.span)).or_insert(next);
                if at >= grouping.len() {
                    grouping.push(RunMembership::Absent);
                }
                grouping[at] = theme_of
                    .get(&segment.id)
                    .map_or(RunMembership::Noise, |theme| RunMembership::In(theme.0));
            }
            groupings.push(grouping);
        }
        let names: Vec<String> = asked.iter().map(|run| format!("run {run}")).collect();
        Ok(runs(&names, &groupings))
    }
}

/// Counts the steps of a comparison: each coder with the run; for each two coders their coefficients, each code, four
/// figures of the passages they marked, the last of them document by document, and how they group where they share no label.
fn n_steps(frame: &Frame<'_>, with_figures: bool, dependent: &BTreeMap<[usize; 2], Dependent<'_>>) -> u64 {
    let n_coders = frame.sides.coders.len() as u64;
    let beside_run = if frame.run.is_some() { n_coders } else { 0 };
    let of_two = 4 + frame.sides.labels.all.len() as u64 + frame.units.documents.len() as u64;
    let n_pairs = frame.coder_pairs().count() as u64;
    let n_apart = frame.coder_pairs().filter(|pair| own_labels::share_no_label(frame, *pair)).count() as u64;
    let figures = n_pairs * of_two + n_apart + u64::from(n_coders > 2) + dependent.len() as u64;
    beside_run + if with_figures { figures } else { 0 }
}

fn unit_view(frame: &Frame<'_>, request: &CompareRequest, run: RunId) -> UnitView {
    let kind = request.unit;
    let weight = |at: usize| frame.units.weight(&frame.units.all[at]);
    UnitView {
        kind,
        words: words::units(kind, run),
        rule_kind: kind.rule(),
        rule: kind.rule().to_string(),
        n_units: (0..frame.units.all.len()).map(weight).sum(),
        only_coded: request.only_coded,
        n_uncoded: (0..frame.units.all.len()).filter(|&at| !frame.is_coded(at)).map(weight).sum(),
    }
}

fn side_views(frame: &Frame<'_>) -> Vec<SideView> {
    let coders = frame.sides.coders.iter().enumerate().map(|(coder, side)| {
        let coded = (0..frame.units.all.len()).filter(|&at| frame.has_coded(coder, at));
        SideView {
            id: side.id.to_string(),
            name: side.name.clone(),
            kind: "coder",
            n_codings: Some(side.n_codings),
            n_units: coded.map(|at| frame.units.weight(&frame.units.all[at])).sum(),
            n_documents: documents_of(frame, coder).len(),
        }
    });
    let run = frame.run.iter().map(|run| SideView {
        id: format!("run-{}", run.id),
        name: format!("candidates of run {}", run.id),
        kind: "run",
        n_codings: None,
        n_units: run.themes.iter().flatten().count() as u64,
        n_documents: frame.units.documents.len() - frame.units.absent.len(),
    });
    coders.chain(run).collect()
}
