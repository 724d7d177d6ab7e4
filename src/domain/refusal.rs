//! Why a decision was refused, as data: [`crate::words`] puts it into a sentence.

use serde::Serialize;

use super::candidate::CandidateStatus;
use super::candidate_id::CandidateId;
use super::code::CodeLevel;
use super::coder::CoderId;
use super::ids::CodeId;
use super::ids::{RunId, SegmentId};
use super::remedy::{Action, Remedy};

/// Why a decision was refused; nothing was changed. `to_string()` gives the sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", content = "facts", rename_all = "kebab-case", rename_all_fields = "snake_case")]
pub enum Refusal {
    /// No coder of the project has this id.
    NoSuchCoder {
        /// The coder named.
        coder: String,
        /// The coders of the project.
        known: Vec<String>,
    },
    /// The coder already exists.
    CoderKnown(CoderId),
    /// The name has no letter.
    NoName,
    /// The run has no such candidate for this coder.
    NoSuchCandidate {
        /// The candidate named.
        candidate: CandidateId,
        /// The run under review.
        run: RunId,
        /// The candidates that there are: candidate themes first, then candidate codes.
        known: Vec<CandidateId>,
    },
    /// Candidates of both levels are named where one level is wanted.
    TwoLevels {
        /// The first candidate named.
        first: CandidateId,
        /// One of the other level.
        other: CandidateId,
    },
    /// The decision is for candidates of the other level.
    WrongLevel {
        /// The candidate named.
        candidate: CandidateId,
        /// What the decision needs instead.
        needs: NeedsLevel,
    },
    /// Nothing in a candidate theme can be decided so: no candidate code of it is open.
    NothingOpen(CandidateId),
    /// A label is given for more than one candidate.
    OneLabel {
        /// How many candidates.
        n_candidates: usize,
    },
    /// The run has no such segment.
    NoSuchSegment {
        /// The segment named.
        segment: SegmentId,
        /// The run under review.
        run: RunId,
        /// How many segments there are.
        n_segments: usize,
    },
    /// A memo names another run than the run under review.
    OtherRun {
        /// The run named.
        asked: RunId,
        /// The run under review.
        run: RunId,
    },
    /// The candidate's verdict does not allow the decision.
    Settled {
        /// The candidate.
        candidate: CandidateId,
        /// Its verdict.
        verdict: CandidateStatus,
        /// The code that it was accepted as.
        code: Option<CodeId>,
        /// The candidate that it was merged into.
        merged_into: Option<CandidateId>,
    },
    /// The candidate has no segment.
    Empty(CandidateId),
    /// Nothing was named to decide on.
    Nothing(&'static str),
    /// Something is named twice.
    Twice {
        /// What.
        what: &'static str,
        /// Which.
        name: String,
    },
    /// A candidate or code cannot go into itself.
    Itself {
        /// What.
        what: &'static str,
        /// Which.
        name: String,
    },
    /// A segment is not in the candidate that the decision names.
    Elsewhere {
        /// The segment.
        segment: SegmentId,
        /// The candidate that was named.
        candidate: CandidateId,
        /// Where it is; null if it is in no candidate.
        found: Option<CandidateId>,
    },
    /// A candidate code is not in the candidate theme that the decision names.
    CodeElsewhere {
        /// The candidate code.
        code: CandidateId,
        /// The candidate theme that was named.
        theme: CandidateId,
        /// Where it is; null if it is in no candidate theme.
        found: Option<CandidateId>,
    },
    /// A segment to be added is already in a candidate.
    InCandidate {
        /// The segment.
        segment: SegmentId,
        /// Where it is.
        candidate: CandidateId,
    },
    /// A segment to be a negative case is in no candidate.
    InNoCandidate(SegmentId),
    /// No code, coding or memo has this name.
    NoSuch {
        /// What.
        what: &'static str,
        /// The name given.
        name: String,
        /// Names that are like it, the most similar first.
        similar: Vec<String>,
    },
    /// A code to be split does not have this coding.
    NotOfCode {
        /// The coding, as the coder named it.
        coding: String,
        /// The code's label.
        label: String,
    },
    /// An imported coding names a code that the import does not list.
    NotImported {
        /// The index of the code, from 0.
        code: usize,
        /// How many codes the import lists.
        n_codes: usize,
    },
    /// An import lists a code before the code above it.
    NothingAbove {
        /// The labels of the codes above it, the highest first.
        path: Vec<String>,
    },
    /// Several have this name.
    Ambiguous {
        /// What.
        what: &'static str,
        /// The name given.
        name: String,
        /// The ids, and for codes the labels.
        candidates: Vec<String>,
    },
    /// A label or memo is empty.
    NoText(&'static str),
    /// A code would be nested under a code that is not of a higher level.
    Level {
        /// The level of the code below.
        level: CodeLevel,
        /// The level of the code above.
        under: CodeLevel,
        /// The label of the code above.
        label: String,
    },
    /// A code would be nested under itself.
    Cycle(String),
    /// The document was taken out of the study.
    RemovedDocument {
        /// Its name.
        name: String,
    },
    /// A document to be put back is replaced by another version of it.
    ReplacedDocument {
        /// Its name.
        name: String,
        /// The version that is in the study.
        by: String,
    },
    /// The document was erased: the file was made without its words.
    ErasedDocument {
        /// The name of its empty place.
        name: String,
    },
    /// The segment was of a document that was erased.
    ErasedSegment {
        /// The segment.
        segment: SegmentId,
    },
    /// A document to be put back was not taken out.
    NotRemoved {
        /// The name given.
        name: String,
        /// Those that were taken out.
        removed: Vec<String>,
    },
    /// The run has no such document.
    NoSuchDocument {
        /// The name given.
        name: String,
        /// Names that are like it, the most similar first.
        similar: Vec<String>,
    },
    /// The document has no such turn.
    NoSuchTurn {
        /// The document.
        document: String,
        /// The turn named, from 1.
        turn: usize,
        /// How many turns it has.
        n_turns: usize,
    },
    /// Nothing that was typed can be looked for: it has no letter and no digit.
    NothingToFind {
        /// What was typed.
        typed: String,
    },
    /// There is no such participant.
    NoSuchParticipant {
        /// The name given.
        name: String,
        /// Names that are like it, the most similar first.
        similar: Vec<String>,
    },
    /// A new code would have the label of another.
    LabelTaken {
        /// The label.
        label: String,
        /// The code that has it.
        code: CodeId,
    },
    /// The document has no such span.
    NoSuchSpan {
        /// The document.
        document: String,
        /// The first code point.
        start: usize,
        /// One past the last.
        end: usize,
        /// The document's length.
        length: usize,
    },
    /// The span is already coded with this code.
    Coded {
        /// Where.
        place: String,
        /// The code's label.
        label: String,
    },
    /// No segment of the run has this code, so there is nothing to compare with.
    NothingCoded(String),
    /// Nothing would change.
    NoChange,
    /// There is nothing to undo.
    NothingToUndo(CoderId),
    /// There is nothing to redo.
    NothingToRedo(CoderId),
    /// A later operation changed the same record.
    ChangedSince {
        /// The operation.
        operation: u32,
        /// The record.
        key: String,
    },
}

/// The level of candidates that a decision needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum NeedsLevel {
    /// A candidate code, or a candidate theme that holds segments itself: for segments.
    Segments,
    /// A candidate theme that holds candidate codes.
    ThemeOfCodes,
    /// A candidate code.
    Code,
}

impl std::error::Error for Refusal {}

impl Refusal {
    /// Returns what a user can do about it; empty if the sentence says everything.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        let take = |action| vec![Remedy::take(action)];
        match self {
            Self::NoSuchCoder { known, .. } if known.is_empty() => take(Action::AddCoder),
            Self::NoName => vec![Remedy::give("coder")],
            Self::NoSuchCandidate { .. } => take(Action::ListCandidates),
            Self::NoSuchDocument { .. } | Self::NotRemoved { .. } => take(Action::ListDocuments),
            Self::RemovedDocument { name } => vec![Remedy::take_on(Action::RestoreDocument, name)],
            Self::OtherRun { asked, .. } => vec![Remedy::give_value("run", asked.to_string())],
            Self::NoSuch { what, .. } => match *what {
                "candidate" => take(Action::ListCandidates),
                "code" => take(Action::ListCodes),
                "coding" => take(Action::ListCodes),
                "memo" => take(Action::ListMemos),
                "disagreement" => take(Action::ListDisagreements),
                _ => Vec::new(),
            },
            Self::Ambiguous { what: "document", .. } => take(Action::ListDocuments),
            Self::Settled { candidate, verdict, code, merged_into } => match (verdict, code, merged_into) {
                (CandidateStatus::Rejected | CandidateStatus::Deferred, ..) => {
                    vec![Remedy::take_on(Action::ReopenCandidate, candidate)]
                }
                (CandidateStatus::Accepted, Some(code), _) => vec![Remedy::take_on(Action::ShowCode, code)],
                (_, _, Some(into)) => vec![Remedy::take_on(Action::ShowCandidate, into)],
                _ => Vec::new(),
            },
            Self::NothingOpen(candidate) => vec![Remedy::take_on(Action::ReopenCandidate, candidate)],
            Self::InCandidate { candidate, .. } => vec![Remedy::take_on(Action::ShowCandidate, candidate)],
            Self::LabelTaken { code, .. } => vec![Remedy::take_on(Action::ShowCode, code)],
            Self::NothingCoded(_) => take(Action::ApplyCode),
            _ => Vec::new(),
        }
    }
}
