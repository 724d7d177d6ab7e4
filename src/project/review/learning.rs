//! What the machine learns from a coder's codings, where the coder asks: themes suggested again, and segments for a code.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::cluster::{ClusterParams, LikenessScore, likeness};
use crate::domain::{
    CandidateStatus, CodeId, CoderId, Decision, Embeddings, Named, NoProgress, Progress, ProposalId, Record,
    RecordKey, SegmentId, SegmentRef, StabilityLevel, Timestamp,
};
use crate::review::{self, CoderState};

use super::commit::detail_of;
use super::{Decided, Preview, Reviewer};
use crate::project::ProjectError;
use crate::project::recluster::{MetricLearning, ReclusterInput, Regrouped, regroup};

/// What clustering again gave, before anything is decided.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Reclustering {
    /// What was learned from the codings first.
    pub learned: MetricLearning,
    /// How many segments were grouped: those in no theme, and those of open themes.
    pub n_grouped: usize,
    /// The new candidate themes.
    pub themes: Vec<NewTheme>,
    /// Groups that are a rejected theme once more; they are not proposed, and their segments stay where they are.
    pub rejected_again: Vec<RejectedAgain>,
    /// Open themes that were found just as they stand.
    pub unchanged: Vec<ProposalId>,
}

/// A new candidate theme.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NewTheme {
    /// Its segments.
    pub segments: Vec<SegmentId>,
    /// How far it can be relied on; null where nothing could be compared.
    pub stability: Option<StabilityLevel>,
}

/// A group that a coder rejected before.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RejectedAgain {
    /// The rejected theme that it is.
    pub theme: ProposalId,
    /// Its segments now.
    pub segments: Vec<SegmentId>,
}

impl Reclustering {
    /// The decision that makes the groups themes; `None` where there is nothing new.
    #[must_use]
    pub fn decision(&self) -> Option<Decision> {
        let themes: Vec<_> = self.themes.iter().map(|theme| theme.segments.clone()).collect();
        (!themes.is_empty()).then_some(Decision::SuggestAgain { themes })
    }
}

/// Themes suggested again: what was found, and the decision that keeps it, or what it would do.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReclusterRequest {
    /// What was found.
    #[serde(flatten)]
    pub found: Reclustering,
    /// The entry in the log; null where nothing new was found, and for a trial.
    pub decided: Option<Decided>,
    /// What it would do; null but for a trial.
    pub preview: Option<Preview>,
}

/// Segments that look like those of a code.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CodeSuggestions {
    /// The code.
    pub code: CodeId,
    /// Its label.
    pub label: String,
    /// How likeness is scored: `ridge`, a classifier over the coder's codes, or where there is one code alone `nearest`, the mean
    /// cosine to its five nearest segments.
    pub score: &'static str,
    /// How many segments of the run have the code.
    pub n_coded: usize,
    /// How many segments could be offered.
    pub n_open: usize,
    /// The most alike first.
    pub segments: Vec<SuggestedSegment>,
}

/// A segment offered for a code.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SuggestedSegment {
    /// The segment.
    pub segment: SegmentId,
    /// How much it looks like the code's segments.
    pub score: f64,
    /// The other code that it looks most like; null where there is no other.
    pub rival: Option<CodeId>,
    /// That code's label.
    pub rival_label: Option<String>,
    /// How much it looks like those.
    pub rival_score: Option<f64>,
}

impl Reviewer {
    /// Groups what is unthemed or open for a coder by what their codings teach. Accepted, deferred and rejected themes stay as they are;
    /// coded segments are learned from and are not grouped. Nothing is written.
    ///
    /// # Errors
    /// [`ProjectError`] where the run's vectors are not in the project, or a parameter does not fit.
    pub(in crate::project) fn suggest_again(
        &mut self,
        coder: &CoderId,
        params: &ClusterParams,
        progress: &dyn Progress,
    ) -> Result<Reclustering, ProjectError> {
        self.refresh()?;
        let embeddings = self.all_vectors()?;
        let view = self.state.view(coder);
        let (codes, coded) = self.coded(view);
        let open: Vec<usize> = self
            .base
            .segment_ids()
            .filter(|&segment| self.is_open(view, segment))
            .map(|segment| segment.0 as usize - 1)
            .collect();
        let rejected: Vec<(ProposalId, BTreeSet<usize>)> = self.rejected(coder)?.into_iter().collect();
        let sets: Vec<BTreeSet<usize>> = rejected.iter().map(|(_, rows)| rows.clone()).collect();
        debug_assert!(coded.iter().all(|&(_, code)| code < codes.len()));
        let remaining =
            ReclusterInput { embeddings: &embeddings, coded: &coded, open: &open, rejected: &sets };
        let Regrouped { themes, rejected_again, learned } = regroup(&remaining, params, progress)?;

        let ids = |rows: Vec<usize>| -> Vec<SegmentId> {
            rows.into_iter().map(|row| SegmentId(row as u32 + 1)).collect()
        };
        let mut found = Reclustering {
            learned,
            n_grouped: open.len(),
            themes: Vec::new(),
            rejected_again: rejected_again
                .into_iter()
                .map(|(at, rows)| RejectedAgain { theme: rejected[at].0, segments: ids(rows) })
                .collect(),
            unchanged: Vec::new(),
        };
        for (rows, stability) in themes {
            let segments = ids(rows);
            let theme = segments.first().and_then(|&first| review::place(&self.base, view, first).theme);
            let same =
                theme.filter(|&theme| review::members(&self.base, view, theme).iter().eq(segments.iter()));
            match same {
                Some(theme) => found.unchanged.push(theme),
                None => found.themes.push(NewTheme { segments, stability }),
            }
        }
        found.unchanged.sort_unstable();
        Ok(found)
    }

    /// Keeps what [`Reviewer::suggest_again`] found, as one decision of the coder; for a trial says what it would do.
    ///
    /// # Errors
    /// As for [`Reviewer::decide`].
    pub(in crate::project) fn apply_reclustering(
        &mut self,
        coder: &CoderId,
        found: Reclustering,
        reason: Option<&str>,
        at: &Timestamp,
        dry_run: bool,
    ) -> Result<ReclusterRequest, ProjectError> {
        let mut again = ReclusterRequest { decided: None, preview: None, found };
        if let Some(decision) = again.found.decision() {
            if dry_run {
                again.preview = Some(self.preview(coder, &decision, at)?);
            } else {
                again.decided = Some(self.decide(coder, &decision, reason, at)?);
            }
        }
        Ok(again)
    }

    /// The segments that the coder has not coded and that look like those of a code, the most alike first; those that the coder
    /// said do not belong to it are left out.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where there is no such code, or no segment of the run has it;
    /// [`ProjectError`] where the run's vectors are not in the project.
    pub(in crate::project) fn suggest_for(
        &mut self,
        coder: &CoderId,
        code: CodeId,
        limit: usize,
    ) -> Result<CodeSuggestions, ProjectError> {
        self.refresh()?;
        let view = self.state.view(coder);
        review::resolve_code(view, &Named::id(code))?;
        let (codes, coded) = self.coded(view);
        let own = codes.iter().position(|known| *known == code);
        let label = |code: CodeId| view.codes.get(&code).map(|code| code.label.clone()).unwrap_or_default();
        let own = own.ok_or_else(|| review::Refusal::NothingCoded(label(code)))?;
        let refused: BTreeSet<SegmentId> = view.not_of(code, self.base.run).collect();
        let open: Vec<SegmentId> = self
            .base
            .segment_ids()
            .filter(|&id| !view.is_coded(SegmentRef { run: self.base.run, id }) && !refused.contains(&id))
            .collect();
        let (score, name) = match codes.len() {
            1 => (LikenessScore::Nearest, "nearest"),
            _ => (LikenessScore::Ridge, "ridge"),
        };
        let embeddings = self.all_vectors()?;
        let rows: Vec<usize> = open.iter().map(|segment| segment.0 as usize - 1).collect();
        let scores = likeness(&embeddings, &rows, &coded, codes.len(), score, &NoProgress)?;
        let mut ranked: Vec<SuggestedSegment> = open
            .iter()
            .zip(&scores)
            .map(|(&segment, scores)| {
                let others = scores.iter().copied().enumerate().filter(|&(at, _)| at != own);
                let rival = others.reduce(|a, b| if b.1 > a.1 { b } else { a });
                SuggestedSegment {
                    segment,
                    score: scores[own],
                    rival: rival.map(|(at, _)| codes[at]),
                    rival_label: rival.map(|(at, _)| label(codes[at])),
                    rival_score: rival.map(|(_, score)| score),
                }
            })
            .collect();
        ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.segment.cmp(&b.segment)));
        ranked.truncate(limit);
        Ok(CodeSuggestions {
            code,
            label: label(code),
            score: name,
            n_coded: coded.iter().filter(|&&(_, at)| at == own).count(),
            n_open: open.len(),
            segments: ranked,
        })
    }

    /// Whether a segment may be grouped again: it is not coded, and in no theme or in an open one.
    fn is_open(&self, view: &CoderState, segment: SegmentId) -> bool {
        if view.is_coded(SegmentRef { run: self.base.run, id: segment }) {
            return false;
        }
        match review::place(&self.base, view, segment).theme {
            None => true,
            Some(theme) => {
                let verdict = view.themes.get(&(self.base.run, theme)).map(|theme| theme.verdict);
                verdict.is_none_or(|verdict| verdict == CandidateStatus::Open)
            }
        }
    }

    /// The codes that segments of the run have, and the pairs of a segment's row and its code's place among them.
    fn coded(&self, view: &CoderState) -> (Vec<CodeId>, Vec<(usize, usize)>) {
        let run = self.base.run;
        let pairs: BTreeSet<(CodeId, SegmentId)> = view
            .codings
            .values()
            .filter(|coding| !coding.negative)
            .filter_map(|coding| Some((coding.code, coding.segment.filter(|of| of.run == run)?.id)))
            .filter(|(_, segment)| self.base.segment(*segment).is_some())
            .collect();
        let mut codes: Vec<CodeId> = pairs.iter().map(|(code, _)| *code).collect();
        codes.dedup();
        let at: BTreeMap<CodeId, usize> = codes.iter().copied().zip(0..).collect();
        let coded = pairs.into_iter().map(|(code, segment)| (segment.0 as usize - 1, at[&code])).collect();
        (codes, coded)
    }

    /// The rows that each rejected theme had when it was rejected, as the log has them: its segments may be elsewhere since.
    fn rejected(&self, coder: &CoderId) -> Result<BTreeMap<ProposalId, BTreeSet<usize>>, ProjectError> {
        let view = self.state.view(coder);
        let is_rejected = |theme: ProposalId| {
            view.themes
                .get(&(self.base.run, theme))
                .is_some_and(|theme| theme.verdict == CandidateStatus::Rejected)
        };
        let mut found = BTreeMap::new();
        for operation in self.project.store.operations()? {
            let Some(detail) = detail_of(&operation, self.path())? else { continue };
            let Some(Decision::Reject { theme }) = detail.decision else { continue };
            if detail.coder != *coder || detail.run != Some(self.base.run) || !is_rejected(theme) {
                continue;
            }
            let rows = detail.changes.iter().filter_map(|change| match (&change.key, &change.after) {
                (RecordKey::Place(_, _, segment), Some(Record::Place(place)))
                    if place.rejected_with == Some(theme) =>
                {
                    Some(segment.0 as usize - 1)
                }
                _ => None,
            });
            found.insert(theme, rows.collect());
        }
        Ok(found)
    }

    /// The vectors of all segments of the run.
    pub(in crate::project) fn all_vectors(&self) -> Result<Embeddings, ProjectError> {
        let describing = self.describing()?;
        let store = &self.project.store;
        let segments: Vec<SegmentId> = self.base.segment_ids().collect();
        describing.vectors(self.path(), &segments, &|model, texts| store.embeddings(model, texts))
    }
}
