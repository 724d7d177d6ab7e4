//! A study as one coder sees it: the coder is bound once, and they see and decide everything through their session.
//!
//! While coders are blind to each other, nothing that a session returns depends on another coder's decisions. The one
//! exception is explicit: `Decision::CopyCodes` copies labels and definitions of another coder's codes, never a coding or a
//! verdict.

use std::path::Path;

use crate::domain::Refusal;
use crate::domain::{
    AdjudicationVerdict, CandidateId, CodeId, CoderId, CodingId, Decision, MemoId, Named, OperationId,
    Progress, SegmentId, Timestamp,
};
use crate::project::compare::{CompareRequest, ComparisonView, DisagreementList};
use crate::project::saturation::{SaturationRequest, SaturationView};
use crate::project::study_export::{CodingFilter, CodingList, StudyExport, StudyExportRequest};
use crate::project::{CandidateView, ClusterParams, ProjectError, QueueOrder};
use crate::review::State;

use super::listing::{
    CandidateDetail, CandidateList, CodeDetail, CodebookView, MemoList, ProgressView, QueueView, SplitView,
    UndoPreview,
};
use super::{
    CandidateThemeView, CodeSuggestions, Decided, DifferenceList, LogFilter, LogPosition, LogView, Preview,
    ReclusterRequest, Reclustering, ReviewSegment, Reviewer, SplitAlternative, SuggestForRequest,
};

/// A study as one coder sees it, and the decisions that they make.
///
/// Created by [`Reviewer::as_coder`]; it borrows the study, so that one coder acts at a time.
///
/// ```
/// use themata::domain::{CandidateId, Decision, Timestamp};
/// use themata::project::{ProjectError, Reviewer};
///
/// # fn main() -> Result<(), ProjectError> {
/// // A trial changes nothing in the file; `Reviewer::open` keeps the decisions.
/// let mut study = Reviewer::open_trial("tests/fixtures/version-2.themata".as_ref(), None)?;
/// // The named coder, otherwise the default coder, otherwise the only one.
/// let ann = study.acting_coder(Some("Ann Lee"))?;
/// let mut session = study.as_coder(&ann)?;
/// let five: CandidateId = "5".parse().expect("a candidate code");
/// let decision = Decision::Reject { candidate: five.into() };
/// let at = Timestamp("2026-11-27T09:00:00Z".to_owned());
/// println!("{}", session.preview(&decision, &at)?.words);
/// let decided = session.decide(&decision, Some("small talk"), &at)?;
/// assert!(decided.touched.candidates.contains(&five));
/// let undone = session.undo(None, &at)?;
/// assert_eq!(undone.of, Some(decided.operation));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct CoderSession<'a> {
    pub(super) reviewer: &'a mut Reviewer,
    pub(super) coder: CoderId,
}

impl Reviewer {
    /// Returns the session of a coder, through which they see and decide.
    ///
    /// A coder who undid joining the project has a session too, in which they can redo that.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where the project has no such coder.
    pub fn as_coder(&mut self, coder: &CoderId) -> Result<CoderSession<'_>, ProjectError> {
        if !self.state.coders().contains_key(coder) && self.history.to_redo(coder).is_none() {
            let known = self.state.coders().values().map(|coder| coder.name.clone()).collect();
            return Err(Refusal::NoSuchCoder { coder: coder.to_string(), known }.into());
        }
        Ok(CoderSession { reviewer: self, coder: coder.clone() })
    }

    /// Returns a session in which nothing was decided, for a project without coders; a decision in it is refused.
    ///
    /// # Errors
    /// [`ProjectError::NobodyNamed`] where the project has coders.
    pub fn as_nobody(&mut self) -> Result<CoderSession<'_>, ProjectError> {
        if !self.state.coders().is_empty() {
            return Err(nobody_named(self.path(), &self.state));
        }
        Ok(CoderSession { reviewer: self, coder: CoderId::of_name("nobody") })
    }

    /// Returns the coder who acts: the named one, by id or name; otherwise the project's default coder; otherwise the only
    /// one.
    ///
    /// # Errors
    /// [`ProjectError::NobodyNamed`] where no coder is named and there are several or none; [`ProjectError::Refused`] where
    /// the name fits no coder.
    pub fn acting_coder(&self, named: Option<&str>) -> Result<CoderId, ProjectError> {
        match named {
            Some(named) => self.coder(named),
            None => self.sole_coder().ok_or_else(|| nobody_named(self.path(), &self.state)),
        }
    }

    /// Returns whose view of the candidates is shown: that of the coder who acts, or `None` where the project has no coders, so that only
    /// the machine's proposals can be shown.
    ///
    /// # Errors
    /// As for [`Reviewer::acting_coder`].
    pub fn looking_coder(&self, named: Option<&str>) -> Result<Option<CoderId>, ProjectError> {
        if named.is_none() && self.state.coders().is_empty() {
            return Ok(None);
        }
        self.acting_coder(named).map(Some)
    }

    /// Returns the coder who redoes what they undid: as [`Reviewer::acting_coder`], but also one who undid joining the project.
    ///
    /// # Errors
    /// As for [`Reviewer::acting_coder`].
    pub fn redoing_coder(&self, named: Option<&str>) -> Result<CoderId, ProjectError> {
        self.acting_coder(named).or_else(|error| {
            let mut absent = self.history.who_can_redo().filter(|id| !self.state.coders().contains_key(*id));
            let found = match named {
                Some(named) => {
                    absent.find(|id| id.as_str() == named.trim() || **id == CoderId::of_name(named))
                }
                None => absent.next().filter(|_| absent.next().is_none()),
            };
            found.cloned().ok_or(error)
        })
    }

    /// Returns the coder who acts if none is named: the project's default coder, otherwise the only one.
    pub(in crate::project) fn sole_coder(&self) -> Option<CoderId> {
        self.state.default_coder().cloned().or_else(|| {
            let mut coders = self.state.coders().keys();
            coders.next().filter(|_| coders.next().is_none()).cloned()
        })
    }

    /// Returns the coder for whom a comparison is made: the named one; otherwise the coder who acts if none is named;
    /// otherwise the only coder compared; otherwise, once the project is open for comparison, any coder.
    ///
    /// # Errors
    /// [`ProjectError::Blind`] where no coder is named and coders are blind to each other; otherwise as for
    /// [`Reviewer::acting_coder`].
    pub fn comparison_viewer(
        &self,
        named: Option<&str>,
        compared: &[CoderId],
    ) -> Result<CoderId, ProjectError> {
        if let Some(named) = named {
            return self.coder(named);
        }
        if let Some(coder) = self.sole_coder() {
            return Ok(coder);
        }
        if let [only] = compared {
            return Ok(only.clone());
        }
        match self.state.coders().keys().next() {
            Some(anybody) if self.state.is_open() => Ok(anybody.clone()),
            Some(first) => Err(self.is_blind(first)),
            None => Err(nobody_named(self.path(), &self.state)),
        }
    }
}

/// Returns the error that no coder is named, with the coders that the project knows.
pub(super) fn nobody_named(path: &Path, state: &State) -> ProjectError {
    let known = state.coders().values().map(|coder| coder.name.clone()).collect();
    ProjectError::NobodyNamed { path: path.to_owned(), known }
}

/// Methods that show.
impl CoderSession<'_> {
    /// Returns the path of the project file.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.reviewer.path()
    }

    /// Returns the coder whose session it is.
    #[must_use]
    pub fn coder(&self) -> &CoderId {
        &self.coder
    }

    /// Returns the coder's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.reviewer.name_of(&self.coder)
    }

    /// Returns the candidates as a coder sees them: the session's coder, or another who is named. With a moment, as they
    /// were then.
    ///
    /// # Errors
    /// [`ProjectError::Blind`]; [`ProjectError::NoSuchOperation`] or [`ProjectError::BeforeTheFirst`] for the moment.
    pub fn candidates(
        &self,
        of: Option<&CoderId>,
        at: Option<&LogPosition>,
    ) -> Result<CandidateList, ProjectError> {
        self.reviewer.candidate_list(&self.coder, of.unwrap_or(&self.coder), at)
    }

    /// Returns for each candidate the segments that are nearest to its centre, at most `n`, with what the session's coder, or another who is
    /// named, decided on them.
    ///
    /// # Errors
    /// [`ProjectError::Blind`]; [`ProjectError::Damaged`].
    pub fn nearest_quotes(
        &self,
        of: Option<&CoderId>,
        candidates: &[&CandidateView],
        n: usize,
    ) -> Result<Vec<Vec<ReviewSegment>>, ProjectError> {
        let view = self.reviewer.view_of(&self.coder, of.unwrap_or(&self.coder))?;
        self.reviewer.nearest_quotes(view, candidates, n)
    }

    /// Returns one candidate, with its candidate codes if it holds some.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where there is no such candidate.
    pub fn candidate(&self, id: CandidateId) -> Result<CandidateThemeView, ProjectError> {
        self.reviewer.candidate(self.reviewer.state.view(&self.coder), id)
    }

    /// Returns one candidate with its segments, nearest to its centre first.
    ///
    /// # Errors
    /// As for [`CoderSession::candidate`]; [`ProjectError::Damaged`].
    pub fn candidate_detail(&self, id: CandidateId) -> Result<CandidateDetail, ProjectError> {
        self.reviewer.candidate_detail(&self.coder, id)
    }

    /// Returns segments with their words and the coder's codings, in the order given; skips numbers that the run lacks.
    ///
    /// # Errors
    /// [`ProjectError::Damaged`].
    pub fn segments(&self, segments: &[SegmentId]) -> Result<Vec<ReviewSegment>, ProjectError> {
        self.reviewer.segments(self.reviewer.state.view(&self.coder), segments)
    }

    /// Returns in order what the coder has still to decide on, with the words of segments; at most `limit` items.
    ///
    /// A blind queue holds no score of the machine: no reason, margin, similarity or count.
    ///
    /// # Errors
    /// [`ProjectError::NoVectors`] where the run's vectors are not in the project.
    pub fn queue(&mut self, order: QueueOrder, limit: usize) -> Result<QueueView, ProjectError> {
        self.reviewer.queue_view(&self.coder, order, limit)
    }

    /// Returns the progress of the coder's review.
    #[must_use]
    pub fn progress(&self) -> ProgressView {
        self.reviewer.progress_view(&self.coder)
    }

    /// Returns a coder's codebook: the session's coder's, or another's who is named. With a moment, as it was then.
    ///
    /// # Errors
    /// [`ProjectError::Blind`]; [`ProjectError::NoSuchOperation`] or [`ProjectError::BeforeTheFirst`] for the moment.
    pub fn codebook(
        &self,
        of: Option<&CoderId>,
        at: Option<&LogPosition>,
    ) -> Result<CodebookView, ProjectError> {
        self.reviewer.codebook_view(&self.coder, of.unwrap_or(&self.coder), at)
    }

    /// Returns one of the coder's codes with its codings, their words, and its memos.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where the name fits no code, or more than one.
    pub fn code_detail(&self, code: &Named) -> Result<CodeDetail, ProjectError> {
        self.reviewer.code_detail(&self.coder, code)
    }

    /// Returns a coder's memos: the session's coder's, or another's who is named.
    ///
    /// # Errors
    /// [`ProjectError::Blind`].
    pub fn memos(&self, of: Option<&CoderId>) -> Result<MemoList, ProjectError> {
        self.reviewer.memo_list(&self.coder, of.unwrap_or(&self.coder))
    }

    /// Returns the coder's code that an id, the beginning of an id, or a label means.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where it fits no code, or more than one.
    pub fn code(&self, named: &Named) -> Result<CodeId, ProjectError> {
        self.reviewer.code(&self.coder, named)
    }

    /// Returns the candidate that is named by its letters, its number or its label.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where it fits no candidate, or more than one.
    pub fn candidate_named(&self, typed: &str) -> Result<CandidateId, ProjectError> {
        self.reviewer.candidate_named(&self.coder, typed)
    }

    /// Returns the coder's coding that an id or the beginning of an id means.
    ///
    /// # Errors
    /// As for [`CoderSession::code`].
    pub fn coding(&self, named: &Named) -> Result<CodingId, ProjectError> {
        self.reviewer.coding(&self.coder, named)
    }

    /// Returns the coder's memo that an id or the beginning of an id means.
    ///
    /// # Errors
    /// As for [`CoderSession::code`].
    pub fn memo(&self, named: &Named) -> Result<MemoId, ProjectError> {
        self.reviewer.memo(&self.coder, named)
    }

    /// Returns the log, oldest operation first. While coders are blind to each other, consecutive operations of others are
    /// combined into one that only counts them; a filter by coder, candidate or kind leaves them out.
    ///
    /// # Errors
    /// [`ProjectError::Store`] where the file cannot be read, or an operation was altered (with its number);
    /// [`ProjectError::Damaged`] where an operation cannot be understood.
    pub fn log(&self, filter: &LogFilter) -> Result<LogView, ProjectError> {
        self.reviewer.log_of(Some(&self.coder), filter)
    }

    /// Returns the differences between two moments.
    ///
    /// # Errors
    /// [`ProjectError::NoSuchOperation`], [`ProjectError::BeforeTheFirst`].
    pub fn diff(&self, before: &LogPosition, after: &LogPosition) -> Result<DifferenceList, ProjectError> {
        self.reviewer.diff_of(Some(&self.coder), before, after)
    }

    /// Returns the differences to another copy of the project, as it is now.
    ///
    /// # Errors
    /// [`ProjectError::Store`] or [`ProjectError::Damaged`] where the other file cannot be read.
    pub fn diff_with(&self, other: &Path) -> Result<DifferenceList, ProjectError> {
        self.reviewer.diff_of_copy(Some(&self.coder), other)
    }

    /// Compares codings: the coder's own with a run, or all once the project is open for comparison.
    ///
    /// ```
    /// use themata::domain::NoProgress;
    /// use themata::project::{CompareRequest, ProjectError, Reviewer};
    ///
    /// # fn main() -> Result<(), ProjectError> {
    /// let mut study = Reviewer::open_trial("tests/fixtures/version-2.themata".as_ref(), None)?;
    /// let ann = study.acting_coder(Some("Ann Lee"))?;
    /// // Ann is blind to Ben, so her codes are compared with the candidate themes.
    /// let request = CompareRequest { coders: vec![ann.clone()], ..CompareRequest::default() };
    /// let view = study.as_coder(&ann)?.compare(&request, &NoProgress)?;
    /// let pair = &view.pairs[0];
    /// assert_eq!((pair.first.as_str(), pair.second.as_str()), ("ann-lee", "run-1"));
    /// println!("{} disagreements", pair.disagreements.values().sum::<usize>());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`ProjectError::Blind`] where the coder may not see the codings; [`ProjectError::Compare`] where there is nothing to
    /// compare, with a remedy; [`ProjectError::Damaged`]; [`ProjectError::Cancelled`].
    pub fn compare(
        &self,
        request: &CompareRequest,
        progress: &dyn Progress,
    ) -> Result<ComparisonView, ProjectError> {
        self.reviewer.compare(&self.coder, request, progress)
    }

    /// Returns where the sides of a comparison read a unit differently, in the order of the documents; at most `limit` units.
    ///
    /// # Errors
    /// As for [`CoderSession::compare`].
    pub fn disagreements(
        &self,
        request: &CompareRequest,
        limit: usize,
        progress: &dyn Progress,
    ) -> Result<DisagreementList, ProjectError> {
        self.reviewer.disagreement_list(&self.coder, request, limit, progress)
    }

    /// Returns the decision that gives a verdict on a disagreement of a comparison, or that withdraws one. `typed` is the
    /// disagreement's id or the beginning of it.
    ///
    /// # Errors
    /// As for [`CoderSession::compare`]; [`ProjectError::Refused`] where no disagreement's id begins so, or several do.
    pub fn adjudication(
        &self,
        request: &CompareRequest,
        typed: &str,
        verdict: Option<AdjudicationVerdict>,
    ) -> Result<Decision, ProjectError> {
        self.reviewer.adjudication(&self.coder, request, typed, verdict)
    }

    /// Takes the study, or a part of it, out for other programs and for readers: the work of all coders whom the session's coder may see,
    /// or of one who is named. In a session of nobody, what belongs to nobody: segments, candidates as the run proposed them, transcripts,
    /// and the operations of the whole project.
    ///
    /// # Errors
    /// [`ProjectError::Blind`]; [`ProjectError::StudyExport`] where the part cannot be taken out as asked; [`ProjectError::Damaged`].
    pub fn export_study(&self, request: &StudyExportRequest) -> Result<StudyExport, ProjectError> {
        self.reviewer.study_export(&self.coder, request)
    }

    /// Returns the codings that a filter lets through, with their words.
    ///
    /// # Errors
    /// [`ProjectError::Blind`]; [`ProjectError::Refused`] where a name fits no code, no document or no participant;
    /// [`ProjectError::StudyExport`] where no participant has such an attribute or value.
    pub fn codings(&self, filter: &CodingFilter) -> Result<CodingList, ProjectError> {
        self.reviewer.coding_list(&self.coder, filter)
    }

    /// Returns how many new codes each further interview brought: of the session's coder, or another who is named.
    ///
    /// # Errors
    /// [`ProjectError::Blind`]; [`ProjectError::Parameter`]; [`ProjectError::InterviewOrder`].
    pub fn saturation(&self, request: &SaturationRequest) -> Result<SaturationView, ProjectError> {
        self.reviewer.saturation(&self.coder, request)
    }

    /// Returns two to four ways to split a candidate that holds segments: into 2, 3 and 4 parts, or, if a number is given, into that number
    /// and one fewer and one more. K-means clusters its segments alone, from a fixed seed; numbers for which the
    /// segments do not differ enough are left out.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where there is no such candidate, or it is decided on.
    pub fn split_alternatives(
        &mut self,
        candidate: CandidateId,
        n_parts: Option<usize>,
    ) -> Result<Vec<SplitAlternative>, ProjectError> {
        self.reviewer.split_alternatives(&self.coder, candidate, n_parts)
    }

    /// Returns the decision that splits a candidate into a number of parts.
    ///
    /// # Errors
    /// As for [`CoderSession::split_alternatives`]; [`ProjectError::NoSplit`] where its segments do not differ enough for this
    /// number.
    pub fn split(&mut self, candidate: CandidateId, n_parts: usize) -> Result<Decision, ProjectError> {
        let ways = self.split_alternatives(candidate, Some(n_parts))?;
        chosen(candidate, n_parts, &ways).map(|way| way.decision.clone())
    }

    /// Returns the ways to split a candidate, and the effects of a split into `n_parts`.
    ///
    /// # Errors
    /// As for [`CoderSession::split`].
    pub fn split_preview(
        &mut self,
        candidate: CandidateId,
        n_parts: Option<usize>,
        at: &Timestamp,
    ) -> Result<SplitView, ProjectError> {
        let alternatives = self.split_alternatives(candidate, n_parts)?;
        let preview = match n_parts {
            Some(n_parts) => Some(self.preview(&chosen(candidate, n_parts, &alternatives)?.decision, at)?),
            None => None,
        };
        Ok(SplitView { alternatives, preview })
    }

    /// Regroups segments that are in no candidate or in an open one, guided by the coder's codings. Accepted, deferred and rejected
    /// candidates stay as they are; coded segments are learned from and are not grouped. Nothing is written.
    ///
    /// # Errors
    /// [`ProjectError::NoVectors`]; [`ProjectError::Parameter`].
    pub fn suggest_again(
        &mut self,
        params: &ClusterParams,
        progress: &dyn Progress,
    ) -> Result<Reclustering, ProjectError> {
        self.reviewer.suggest_again(&self.coder, params, progress)
    }

    /// Returns the segments that may have a code and that the coder has not coded, most similar first: those above a floor. Leaves out
    /// segments that the coder refused for the code.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where there is no such code, or no segment of the run has it and its name cannot be looked for either;
    /// [`ProjectError::NoVectors`]; [`ProjectError::Embed`] where the model cannot be used.
    pub fn suggest_for(&mut self, request: &SuggestForRequest) -> Result<CodeSuggestions, ProjectError> {
        self.reviewer.suggest_for(&self.coder, request)
    }
}

/// Methods that decide.
impl CoderSession<'_> {
    /// Returns the effects that a decision would have now; nothing is written.
    ///
    /// # Errors
    /// As for [`CoderSession::decide`].
    pub fn preview(&mut self, decision: &Decision, at: &Timestamp) -> Result<Preview, ProjectError> {
        self.reviewer.preview(&self.coder, decision, at)
    }

    /// Makes a decision: one operation in the log.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where it cannot be made, with a remedy; [`ProjectError::Overtaken`] where another process has
    /// meanwhile changed the state that it rests on. Nothing is changed then.
    pub fn decide(
        &mut self,
        decision: &Decision,
        reason: Option<&str>,
        at: &Timestamp,
    ) -> Result<Decided, ProjectError> {
        self.reviewer.decide(&self.coder, decision, reason, at)
    }

    /// Keeps the result of [`CoderSession::suggest_again`] as one decision; with `dry_run` returns its effects.
    ///
    /// # Errors
    /// As for [`CoderSession::decide`].
    pub fn apply_reclustering(
        &mut self,
        found: Reclustering,
        reason: Option<&str>,
        at: &Timestamp,
        dry_run: bool,
    ) -> Result<ReclusterRequest, ProjectError> {
        self.reviewer.apply_reclustering(&self.coder, found, reason, at, dry_run)
    }

    /// Undoes the coder's last decision that is in effect, by a new operation.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where there is none, or another coder has since changed the same records;
    /// [`ProjectError::Overtaken`] where the coder has meanwhile decided something in another process.
    pub fn undo(&mut self, reason: Option<&str>, at: &Timestamp) -> Result<Decided, ProjectError> {
        self.reviewer.undo(&self.coder, reason, at)
    }

    /// Makes the coder's last undone decision again, if they have made no new decision since.
    ///
    /// # Errors
    /// As for [`CoderSession::undo`].
    pub fn redo(&mut self, reason: Option<&str>, at: &Timestamp) -> Result<Decided, ProjectError> {
        self.reviewer.redo(&self.coder, reason, at)
    }

    /// Returns the operation that an undo would undo now, and what it did.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where there is none.
    pub fn undo_preview(&mut self) -> Result<UndoPreview, ProjectError> {
        let of = self.reviewer.undo_target(&self.coder)?;
        self.operation_in_words(of)
    }

    /// Returns the operation that a redo would redo now, and what it did.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where there is none.
    pub fn redo_preview(&mut self) -> Result<UndoPreview, ProjectError> {
        let of = self.reviewer.redo_target(&self.coder)?;
        self.operation_in_words(of)
    }

    fn operation_in_words(&self, of: OperationId) -> Result<UndoPreview, ProjectError> {
        Ok(UndoPreview { of, words: self.reviewer.operation_words(of)? })
    }
}

/// Returns the split into a number of parts.
fn chosen(
    candidate: CandidateId,
    n_parts: usize,
    ways: &[SplitAlternative],
) -> Result<&SplitAlternative, ProjectError> {
    ways.iter().find(|way| way.n_parts == n_parts).ok_or_else(|| {
        let possible = ways.iter().map(|way| way.n_parts).collect();
        ProjectError::NoSplit { candidate, n_parts, possible }
    })
}
