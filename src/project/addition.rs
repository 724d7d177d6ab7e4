//! What is told of interviews that are added to a study.

use serde::Serialize;

use crate::domain::{CandidateId, SegmentId};

/// What was added to a study: interviews, or attributes of participants.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AdditionView {
    /// The documents, by name.
    pub documents: Vec<String>,
    /// The first and the last of the new segments.
    pub segments: Option<(SegmentId, SegmentId)>,
    /// The new candidates.
    pub candidates: Vec<CandidateId>,
    /// How many new segments are in no candidate, because nothing else that is new is like them.
    pub n_in_none: usize,
    /// The participants whose attributes changed, by name.
    pub participants: Vec<String>,
    /// The documents that were corrected.
    pub corrections: Vec<CorrectionView>,
}

/// What became of a document that was corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CorrectionView {
    /// The document with the words as they were, which is out of the study now.
    pub document: String,
    /// The document with the corrected words.
    pub now: String,
    /// How many codings of the project's coder moved with their words.
    pub n_moved: usize,
    /// How many codings of the project's coder have no place in the corrected words. They stay with the words as they were.
    pub n_unplaced: usize,
}

/// What will be done to a study with decisions, told before it is done. Everything that it holds stays.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AdditionPlan {
    /// The documents that are added; empty where the study holds all of them.
    pub added: Vec<String>,
    /// The documents that are read with corrected words.
    pub corrected: Vec<String>,
    /// How many documents the study holds, all of which stay.
    pub n_documents: usize,
    /// Whether all candidates are proposed anew, in a run of their own. Otherwise the candidates stay too, with their segments, names and
    /// verdicts.
    pub is_anew: bool,
}
