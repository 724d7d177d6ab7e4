//! What is told of a copy that was made without something.

use serde::Serialize;

use super::successor_detail::LogEnd;
use crate::domain::{CandidateId, CoderId, RunId};

/// What a copy was made without.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LeftOutOfCopy {
    /// The end of the log of the project from which it was made: the history before is there only.
    pub predecessor: LogEnd,
    /// How many documents were left out. Their names are not in the copy.
    pub n_documents: usize,
    /// How many segments of the runs these had.
    pub n_segments: usize,
    /// How many participants spoke in them alone.
    pub n_participants: usize,
    /// How many examples of codes were quotations of them, and are empty now.
    pub n_examples: usize,
    /// Candidates that got another label or other key terms, because words of theirs were in the erased documents only.
    pub relabelled: Vec<NewLabel>,
    /// What coders wrote that holds words of the erased documents only: it stays as they wrote it.
    pub left_words: Vec<LeftWords>,
}

/// A candidate that was named anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NewLabel {
    /// Its run.
    pub run: RunId,
    /// Its letters or its number.
    pub candidate: CandidateId,
    /// Its label now.
    pub label: String,
    /// Whether the label was made from its segments. Otherwise it is what the old label and the key terms left, and should be looked at.
    pub described: bool,
}

/// What a coder wrote that holds words of the erased documents only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LeftWords {
    /// The coder.
    pub coder: CoderId,
    /// Where the words are: the keys of codes, codings, memos and others. Empty where coders work blind to each other.
    pub places: Vec<String>,
    /// The words. Empty where coders work blind to each other.
    pub words: Vec<String>,
}
