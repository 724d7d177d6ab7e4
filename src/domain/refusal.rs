//! Why a decision cannot be made, as data: [`crate::words`] says it in a sentence.

use serde::Serialize;

use super::candidate::{CandidateStatus, CandidateTheme};
use super::code::CodeLevel;
use super::coder::CoderId;
use super::ids::CodeId;
use super::ids::{ProposalId, RunId, SegmentId};
use super::remedy::{Action, Remedy};

/// Why a decision was refused; nothing was changed. `to_string()` gives the sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", content = "facts", rename_all = "kebab-case", rename_all_fields = "snake_case")]
pub enum Refusal {
    /// Nobody of this id codes in the project.
    NoSuchCoder {
        /// Who was named.
        coder: String,
        /// Who there is.
        known: Vec<String>,
    },
    /// The coder is known already.
    CoderKnown(CoderId),
    /// A name without a letter.
    NoName,
    /// The run has no such candidate theme for this coder.
    NoSuchTheme {
        /// The theme asked for.
        theme: ProposalId,
        /// The run under review.
        run: RunId,
    },
    /// The run has no such segment.
    NoSuchSegment {
        /// The segment asked for.
        segment: SegmentId,
        /// The run under review.
        run: RunId,
        /// How many there are.
        n_segments: usize,
    },
    /// A memo names another run than the one under review.
    OtherRun {
        /// The run asked for.
        asked: RunId,
        /// The run under review.
        run: RunId,
    },
    /// The theme's verdict does not allow it.
    Settled {
        /// The theme.
        theme: ProposalId,
        /// Its verdict.
        verdict: CandidateStatus,
        /// The code that it was accepted as.
        code: Option<CodeId>,
        /// The theme that it was merged into.
        merged_into: Option<ProposalId>,
    },
    /// The theme has no segment.
    Empty(ProposalId),
    /// Nothing is named to decide on.
    Nothing(&'static str),
    /// Something is named twice.
    Twice {
        /// What.
        what: &'static str,
        /// Which.
        name: String,
    },
    /// A theme or code cannot go into itself.
    Itself {
        /// What.
        what: &'static str,
        /// Which.
        name: String,
    },
    /// A segment is not where the decision takes it from.
    Elsewhere {
        /// The segment.
        segment: SegmentId,
        /// The theme that was named.
        theme: ProposalId,
        /// Where it is.
        found: Option<ProposalId>,
    },
    /// A segment that was to be added is in a theme already.
    InTheme {
        /// The segment.
        segment: SegmentId,
        /// Where it is.
        theme: ProposalId,
    },
    /// A segment that was to be a negative case is in no theme.
    InNoTheme(SegmentId),
    /// No code, coding or memo is called so.
    NoSuch {
        /// What.
        what: &'static str,
        /// As it was named.
        name: String,
    },
    /// A code that is to be split has no such coding.
    NotOfCode {
        /// The coding, as it was named.
        coding: String,
        /// The code's label.
        label: String,
    },
    /// An imported coding names a code that the import does not list.
    NotImported {
        /// The place of the code, from 0.
        code: usize,
        /// How many codes the import lists.
        n_codes: usize,
    },
    /// An import lists a code before the one above it.
    NothingAbove {
        /// The labels of the codes above it, the uppermost first.
        path: Vec<String>,
    },
    /// Several are called so.
    Ambiguous {
        /// What.
        what: &'static str,
        /// As it was named.
        name: String,
        /// The ids, and for codes the labels.
        candidates: Vec<String>,
    },
    /// A label or memo is empty.
    NoText(&'static str),
    /// A code would stand under one that is not above it.
    Level {
        /// The level of the code below.
        level: CodeLevel,
        /// The level of the code above.
        under: CodeLevel,
        /// The label of the code above.
        label: String,
    },
    /// A code would stand under itself.
    Cycle(String),
    /// There is no such document.
    NoSuchDocument(String),
    /// There is no such participant.
    NoSuchParticipant(String),
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
    /// The span is coded so already.
    Coded {
        /// Where.
        place: String,
        /// The code's label.
        label: String,
    },
    /// No segment of the run has a code, so that there is nothing to be like.
    NothingCoded(String),
    /// It is so already.
    NoChange,
    /// There is nothing to undo.
    NothingToUndo(CoderId),
    /// There is nothing to redo.
    NothingToRedo(CoderId),
    /// A later operation changed what it changed.
    ChangedSince {
        /// The operation.
        operation: u32,
        /// The record.
        key: String,
    },
}

impl std::error::Error for Refusal {}

impl Refusal {
    /// Returns the refusal of a decision on a theme whose verdict does not allow it.
    #[must_use]
    pub fn settled(theme: ProposalId, found: &CandidateTheme) -> Self {
        Self::Settled { theme, verdict: found.verdict, code: found.code, merged_into: found.merged_into }
    }

    /// Returns what a user can do about it; empty where the sentence says it all.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        let take = |action| vec![Remedy::take(action)];
        match self {
            Self::NoSuchCoder { known, .. } if known.is_empty() => take(Action::AddCoder),
            Self::NoName => vec![Remedy::give("coder")],
            Self::NoSuchTheme { .. } | Self::NoSuchDocument(_) => take(Action::ListThemes),
            Self::OtherRun { asked, .. } => vec![Remedy::give_value("run", asked.to_string())],
            Self::NoSuch { what, .. } => match *what {
                "code" => take(Action::ListCodes),
                "coding" => take(Action::ShowCode),
                "memo" => take(Action::ListMemos),
                "disagreement" => take(Action::ListDisagreements),
                _ => Vec::new(),
            },
            Self::NothingCoded(_) => take(Action::ApplyCode),
            _ => Vec::new(),
        }
    }
}
