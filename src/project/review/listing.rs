//! The lists of a coder's session: candidates, codebook, queue, memos, progress, each as one result that a front end can
//! show.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::{
    CandidateId, Code, CodeId, Codebook, CodebookCoding, CodebookEntry, CodebookMemo, Coder, CoderId,
    MemoTarget, Named, OperationId, RunId, SegmentId, SegmentRef,
};
use crate::project::ProjectError;
use crate::review::{self, CoderState, QueueItem, QueueOrder, ReviewProgress, State};

use super::historical_state::{LogPosition, state_at};
use super::{CandidateThemeView, CandidateView, Preview, ReviewSegment, Reviewer, SplitAlternative};
use crate::project::load_view::Quotes;
use crate::project::view::{ProposedView, RunView};

/// The candidates of a run as they are now: with a coder's decisions, or as the run proposed them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CandidateList {
    /// The run under review.
    pub run: RunId,
    /// The coder whose review it is; null where nobody decides yet, and the candidates are as the run proposed them.
    pub coder: Option<CoderId>,
    /// The last operation included.
    pub operation: OperationId,
    /// The candidate themes, each with its candidate codes.
    pub themes: Vec<CandidateThemeView>,
    /// The candidate codes that are in no candidate theme.
    pub codes: Vec<CandidateView>,
    /// How many segments are in no candidate: those that the run left out, and those that the coder took out or rejected.
    pub n_segments_in_none: usize,
    /// The progress of the review.
    pub progress: ReviewProgress,
}

/// A candidate with the words of its segments, and the evidence of the run.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CandidateDetail {
    /// The candidate, and its candidate codes if it holds some.
    #[serde(flatten)]
    pub candidate: CandidateThemeView,
    /// The candidate theme that it is in; null for a candidate theme, and for a candidate code that is in none.
    pub theme: Option<CandidateId>,
    /// Its segments, nearest to the centre first; those with an unknown distance last.
    pub quotes: Vec<ReviewSegment>,
    /// The evidence of the run: key terms with weights, near misses, the most similar candidate, all figures of stability. Null where no
    /// run proposed it.
    pub proposed: Option<ProposedView>,
    /// Whether its segments are those that the run proposed, so that this evidence is about them.
    pub is_as_proposed: bool,
}

/// A coder's codebook.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CodebookView {
    /// Whose codebook it is.
    pub coder: CoderId,
    /// The last operation included.
    pub operation: OperationId,
    /// The top-level codes: siblings by position, then label, then id.
    pub codes: Vec<CodeView>,
    /// All codings, by document, position, code and id.
    pub codings: Vec<CodebookCoding>,
    /// All memos, by id.
    pub memos: Vec<CodebookMemo>,
}

/// A code in the tree of a codebook.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CodeView {
    /// Its id.
    pub id: CodeId,
    /// Label, level, definition.
    #[serde(flatten)]
    pub code: Code,
    /// How many codings it has itself.
    pub n_codings: usize,
    /// How many codings it and all codes nested under it have.
    pub n_codings_nested: usize,
    /// The codes nested under it.
    pub codes: Vec<Self>,
}

/// A code with its codings and memos.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CodeDetail {
    /// The code.
    #[serde(flatten)]
    pub entry: CodeView,
    /// The labels of its ancestors, the highest first.
    pub path: Vec<String>,
    /// Its own codings, by document and position.
    pub codings: Vec<CodingView>,
    /// The memos on it.
    pub memos: Vec<CodebookMemo>,
}

/// A coding with its words and their source.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CodingView {
    /// The coding.
    #[serde(flatten)]
    pub coding: CodebookCoding,
    /// The participant who says it; null where unknown.
    pub participant: Option<String>,
    /// The turn in which it begins, from 1; null where its document is not in the run.
    pub turn: Option<usize>,
    /// When it is said, in milliseconds from the start of the recording; null where the document has no times.
    pub time_ms: Option<u64>,
    /// Whether it is a segment that was noise and is in its candidate only because noise was assigned.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub was_noise: bool,
    /// The words; empty where its document is not in the run.
    pub text: String,
}

/// The items on which the coder has still to decide.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QueueView {
    /// How many items there are in all.
    pub n_items: usize,
    /// The first of them.
    pub items: Vec<QueueEntry>,
}

/// An item of the queue with its words.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QueueEntry {
    /// The item.
    #[serde(flatten)]
    pub item: QueueItem,
    /// The label of the candidate; null for a segment.
    pub label: Option<String>,
    /// How many segments the candidate has; null for a segment and in a blind queue.
    pub n_segments: Option<usize>,
    /// How many participants its segments are from; null for a segment and in a blind queue.
    pub n_participants: Option<usize>,
    /// The segment with its words; null for a candidate.
    pub quote: Option<ReviewSegment>,
}

/// The progress of a coder's review of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ProgressView {
    /// The run under review.
    pub run: RunId,
    /// The coder whose review it is.
    pub coder: CoderId,
    /// The counts.
    #[serde(flatten)]
    pub progress: ReviewProgress,
}

/// A coder's memos.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MemoList {
    /// The coder whose memos they are.
    pub coder: CoderId,
    /// The memos, by id.
    pub memos: Vec<MemoView>,
}

/// A memo.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MemoView {
    /// Its target and its text.
    #[serde(flatten)]
    pub memo: CodebookMemo,
    /// The label of the code that it is on; null where it is on something else, or the code was deleted.
    pub code_label: Option<String>,
}

/// The coders of a project.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CoderList {
    /// The coders, by id.
    pub coders: Vec<CoderView>,
    /// Whether coders see each other's decisions.
    pub open_for_comparison: bool,
}

/// A coder of a project.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CoderView {
    /// The id.
    pub id: CoderId,
    /// The name, and the time when they were added to the project.
    #[serde(flatten)]
    pub coder: Coder,
    /// Whether this is the default coder, who decides if no coder is named.
    pub default: bool,
}

/// Ways to split a candidate.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SplitView {
    /// The alternatives.
    pub alternatives: Vec<SplitAlternative>,
    /// The effects of the split asked for; null where none was asked for.
    pub preview: Option<Preview>,
}

/// The operation that an undo or a redo would act on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UndoPreview {
    /// The operation that would be undone or redone.
    pub of: OperationId,
    /// What it did.
    pub words: String,
}

impl Reviewer {
    /// Returns the coders of the project, and whether they see each other's decisions.
    #[must_use]
    pub fn coder_list(&self) -> CoderList {
        let default = self.default_coder();
        let coders = self.state.coders().iter().map(|(id, coder)| CoderView {
            id: id.clone(),
            coder: coder.clone(),
            default: default == Some(id),
        });
        CoderList { coders: coders.collect(), open_for_comparison: self.state.is_open() }
    }

    /// Returns a coder's name; their id where the project does not know them.
    #[must_use]
    pub fn name_of<'a>(&'a self, coder: &'a CoderId) -> &'a str {
        self.state.coders().get(coder).map_or(coder.as_str(), |coder| coder.name.as_str())
    }

    /// Returns the state at a moment, and the last operation that it includes. Only past moments are replayed from the log.
    fn state_of(&self, at: Option<&LogPosition>) -> Result<(Cow<'_, State>, OperationId), ProjectError> {
        match at {
            None | Some(LogPosition::Now) => Ok((Cow::Borrowed(&self.state), self.seen)),
            Some(moment) => {
                let (state, operation) = state_at(&self.project.store, moment)?;
                Ok((Cow::Owned(state), operation))
            }
        }
    }

    pub(super) fn candidate_list(
        &self,
        viewer: &CoderId,
        of: &CoderId,
        at: Option<&LogPosition>,
    ) -> Result<CandidateList, ProjectError> {
        self.check_sight(viewer, of)?;
        let (state, operation) = self.state_of(at)?;
        Ok(self.list_of(state.view(of), Some(of.clone()), operation))
    }

    /// Returns the candidates as the run proposed them, for somebody who is no coder of the project.
    #[must_use]
    pub fn proposed_candidates(&self) -> CandidateList {
        self.list_of(CoderState::of_nobody(), None, self.seen)
    }

    fn list_of(&self, view: &CoderState, coder: Option<CoderId>, operation: OperationId) -> CandidateList {
        let (themes, codes) = self.candidates_in(view);
        let is_in_none = |&segment: &SegmentId| review::place(&self.base, view, segment).candidate.is_none();
        CandidateList {
            run: self.base.run,
            coder,
            operation,
            themes,
            codes,
            n_segments_in_none: self.base.present().filter(is_in_none).count(),
            progress: review::progress(&self.base, view),
        }
    }

    /// Returns for each candidate the segments that are nearest to its centre, at most `n`, as the run has them.
    ///
    /// # Errors
    /// [`ProjectError::Damaged`].
    pub fn proposed_quotes(
        &self,
        candidates: &[&CandidateView],
        n: usize,
    ) -> Result<Vec<Vec<ReviewSegment>>, ProjectError> {
        self.nearest_quotes(CoderState::of_nobody(), candidates, n)
    }

    pub(super) fn nearest_quotes(
        &self,
        view: &CoderState,
        candidates: &[&CandidateView],
        n: usize,
    ) -> Result<Vec<Vec<ReviewSegment>>, ProjectError> {
        let similarity: BTreeMap<SegmentId, f64> =
            self.loaded.run.members.iter().map(|member| (member.segment, member.similarity)).collect();
        let near = |segment: &SegmentId| similarity.get(segment).copied().unwrap_or(f64::NEG_INFINITY);
        let nearest = |candidate: &&CandidateView| {
            let mut ids = candidate.segments.clone();
            ids.sort_by(|a, b| near(b).total_cmp(&near(a)).then(a.cmp(b)));
            ids.truncate(n);
            ids
        };
        let ids: Vec<Vec<SegmentId>> = candidates.iter().map(nearest).collect();
        let mut quotes = self.segments(view, &ids.concat())?.into_iter();
        Ok(ids.iter().map(|ids| quotes.by_ref().take(ids.len()).collect()).collect())
    }

    /// Returns how the run was made.
    ///
    /// # Errors
    /// [`ProjectError::Damaged`].
    pub fn run_view(&self) -> Result<RunView, ProjectError> {
        self.project.run_view(&self.loaded)
    }

    /// Returns the candidate that is named by its letters, its number or its label, as the run proposed it.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where it fits no candidate, or more than one.
    pub fn proposed_named(&self, typed: &str) -> Result<CandidateId, ProjectError> {
        Ok(review::resolve_candidate(&self.base, CoderState::of_nobody(), typed)?)
    }

    /// Returns one candidate with its segments, as the run proposed it, for somebody who is no coder of the project.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where there is no such candidate; [`ProjectError::Damaged`].
    pub fn proposed_candidate(&self, id: CandidateId) -> Result<CandidateDetail, ProjectError> {
        self.detail_of(CoderState::of_nobody(), id)
    }

    pub(super) fn candidate_detail(
        &self,
        coder: &CoderId,
        id: CandidateId,
    ) -> Result<CandidateDetail, ProjectError> {
        self.detail_of(self.state.view(coder), id)
    }

    fn detail_of(&self, view: &CoderState, id: CandidateId) -> Result<CandidateDetail, ProjectError> {
        let candidate = self.candidate(view, id)?;
        let mut quotes = self.segments(view, &candidate.theme.segments)?;
        let nearness = |quote: &ReviewSegment| quote.quote.similarity.unwrap_or(f64::NEG_INFINITY);
        quotes.sort_by(|a, b| nearness(b).total_cmp(&nearness(a)).then(a.id.cmp(&b.id)));
        let texts = Quotes::new(&self.project, &self.loaded);
        let (theme, proposed) = match self.base.meant(id) {
            review::Candidate::OfSegments(code) => {
                let proposal = self.loaded.proposals().find(|(proposal, _)| proposal.id == code);
                let view_of =
                    |(proposal, detail)| self.project.code_view(&self.loaded, &texts, proposal, detail);
                (review::theme_of(&self.base, view, code), proposal.map(view_of).transpose()?)
            }
            review::Candidate::OfCodes(theme) => {
                let is_of_run = self.base.theme(theme).is_some();
                let view_of = |()| self.project.theme_view(&self.loaded, &texts, theme);
                (None, is_of_run.then_some(()).map(view_of).transpose()?)
            }
        };
        Ok(CandidateDetail {
            is_as_proposed: self.is_as_proposed(&candidate.theme),
            theme: theme.map(CandidateId::Theme),
            candidate,
            quotes,
            proposed,
        })
    }

    pub(super) fn codebook_view(
        &self,
        viewer: &CoderId,
        of: &CoderId,
        at: Option<&LogPosition>,
    ) -> Result<CodebookView, ProjectError> {
        self.check_sight(viewer, of)?;
        let (state, operation) = self.state_of(at)?;
        let Codebook { codes, codings, memos } = review::codebook(state.view(of));
        let codes = codes.into_iter().map(code_view).collect();
        Ok(CodebookView { coder: of.clone(), operation, codes, codings, memos })
    }

    pub(super) fn code_detail(&self, coder: &CoderId, code: &Named) -> Result<CodeDetail, ProjectError> {
        let id = self.code(coder, code)?;
        let book = self.codebook_view(coder, coder, None)?;
        let entry = find(&book.codes, id).ok_or(ProjectError::NestedNowhere { code: id })?.clone();
        let mut path = self.state.view(coder).path_of(id);
        path.pop();
        let codings: Vec<CodebookCoding> =
            book.codings.into_iter().filter(|coding| coding.coding.code == id).collect();
        let memos = book.memos.into_iter().filter(|memo| memo.memo.on == MemoTarget::Code(id)).collect();
        Ok(CodeDetail { entry, path, codings: self.coding_views(coder, codings)?, memos })
    }

    /// Adds to codings their words and source: from their segment, or from their turn where they are not a segment.
    fn coding_views(
        &self,
        coder: &CoderId,
        codings: Vec<CodebookCoding>,
    ) -> Result<Vec<CodingView>, ProjectError> {
        let run = self.base.run;
        let of_run = |segment: Option<SegmentRef>| segment.filter(|at| at.run == run).map(|at| at.id);
        let ids: Vec<SegmentId> = codings.iter().filter_map(|c| of_run(c.coding.segment)).collect();
        let segments: BTreeMap<SegmentId, ReviewSegment> = self
            .segments(self.state.view(coder), &ids)?
            .into_iter()
            .map(|segment| (segment.id, segment))
            .collect();
        let view = |coding: CodebookCoding| {
            let at = &coding.coding;
            let quote = match of_run(at.segment).and_then(|id| segments.get(&id)) {
                Some(segment) => Some(segment.quote.clone()),
                None => self.quote_at(&at.document, at.span()),
            };
            CodingView {
                text: self.words_at(&at.document, at.span()).unwrap_or_default().to_owned(),
                turn: quote.as_ref().map(|quote| quote.turn),
                time_ms: quote.as_ref().and_then(|quote| quote.time_ms),
                was_noise: quote.as_ref().is_some_and(|quote| quote.was_noise),
                participant: quote.and_then(|quote| quote.participant),
                coding,
            }
        };
        Ok(codings.into_iter().map(view).collect())
    }

    pub(super) fn queue_view(
        &mut self,
        coder: &CoderId,
        order: QueueOrder,
        limit: usize,
    ) -> Result<QueueView, ProjectError> {
        let mut items = self.queue(coder, order)?;
        let n_items = items.len();
        items.truncate(limit);
        let is_blind = matches!(order, QueueOrder::Blind { .. });
        let ids: Vec<SegmentId> = items.iter().filter_map(|item| item.segment).collect();
        let mut quotes: BTreeMap<SegmentId, ReviewSegment> = self
            .segments(self.state.view(coder), &ids)?
            .into_iter()
            .map(|segment| (segment.id, segment))
            .collect();
        let entry = |item: QueueItem| {
            let (segment, candidate) = (item.segment, item.candidate);
            let mut entry =
                QueueEntry { item, label: None, n_segments: None, n_participants: None, quote: None };
            match (segment, candidate) {
                (Some(segment), _) => {
                    entry.quote = quotes.remove(&segment);
                    if let Some(quote) = entry.quote.as_mut().filter(|_| is_blind) {
                        quote.quote.similarity = None;
                    }
                }
                (None, Some(id)) => {
                    let found = self.candidate(self.state.view(coder), id)?.theme;
                    entry.label = Some(found.label);
                    // The number of segments is a score too.
                    entry.n_segments = Some(found.n_segments).filter(|_| !is_blind);
                    entry.n_participants = Some(found.n_participants).filter(|_| !is_blind);
                }
                (None, None) => {}
            }
            Ok(entry)
        };
        let items = items.into_iter().map(entry).collect::<Result<_, ProjectError>>()?;
        Ok(QueueView { n_items, items })
    }

    pub(super) fn progress_view(&self, coder: &CoderId) -> ProgressView {
        ProgressView { run: self.base.run, coder: coder.clone(), progress: self.progress(coder) }
    }

    pub(super) fn memo_list(&self, viewer: &CoderId, of: &CoderId) -> Result<MemoList, ProjectError> {
        let view = self.view_of(viewer, of)?;
        let memos = view.memos.iter().filter(|(_, memo)| review::is_on_something(&self.base, view, &memo.on));
        let memos = memos.map(|(id, memo)| MemoView {
            code_label: match &memo.on {
                MemoTarget::Code(code) => view.codes.get(code).map(|code| code.label.clone()),
                _ => None,
            },
            memo: CodebookMemo { id: *id, memo: memo.clone() },
        });
        Ok(MemoList { coder: of.clone(), memos: memos.collect() })
    }

    /// Returns the span of some words in a document, ignoring differences in white space.
    ///
    /// # Errors
    /// [`ProjectError::NotOnce`] where they occur more than once or not at all; [`ProjectError::Refused`] where the run has no
    /// such document.
    pub fn span_of(&self, document: &str, words: &str) -> Result<crate::domain::Span, ProjectError> {
        let places = self.places_of(document, words)?;
        match places[..] {
            [span] => Ok(span),
            _ => Err(ProjectError::NotOnce { document: document.to_owned(), n_places: places.len() }),
        }
    }
}

fn code_view(entry: CodebookEntry) -> CodeView {
    let codes: Vec<CodeView> = entry.codes.into_iter().map(code_view).collect();
    CodeView {
        id: entry.id,
        code: entry.code,
        n_codings: entry.n_codings,
        n_codings_nested: entry.n_codings + codes.iter().map(|code| code.n_codings_nested).sum::<usize>(),
        codes,
    }
}

/// Returns a code in the tree.
fn find(entries: &[CodeView], id: CodeId) -> Option<&CodeView> {
    entries.iter().find_map(|entry| if entry.id == id { Some(entry) } else { find(&entry.codes, id) })
}

impl CodebookView {
    /// Returns all codes, parents before children.
    #[must_use]
    pub fn all_codes(&self) -> Vec<&CodeView> {
        fn collect<'a>(codes: &'a [CodeView], all: &mut Vec<&'a CodeView>) {
            for code in codes {
                all.push(code);
                collect(&code.codes, all);
            }
        }
        let mut all = Vec::new();
        collect(&self.codes, &mut all);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_in_the_tree() {
        let code = |id: &str, label: &str, n_codings, codes| CodebookEntry {
            id: id.parse().unwrap(),
            code: Code { label: label.to_owned(), ..Code::default() },
            n_codings,
            codes,
        };
        let nights = code("00000002", "Nights", 2, Vec::new());
        let tree = [code_view(code("00000001", "Work", 1, vec![nights]))];
        assert_eq!((tree[0].n_codings, tree[0].n_codings_nested), (1, 3));
        let found = find(&tree, "00000002".parse().unwrap()).unwrap();
        assert_eq!(found.code.label, "Nights");
        // A code nested under a code that does not exist is an error, not an empty result.
        let id = "00000003".parse().unwrap();
        assert!(find(&tree, id).is_none());
        let error = ProjectError::NestedNowhere { code: id };
        assert_eq!(error.kind(), crate::project::ErrorKind::Project);
        assert!(error.to_string().contains("00000003"), "{error}");
    }
}
