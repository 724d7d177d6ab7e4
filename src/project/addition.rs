//! What is told of interviews that are added to a study.

use serde::Serialize;

use crate::domain::{CandidateId, SegmentId};

/// The interviews that were added to a study.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
}

/// What will be done to a study with decisions, told before it is done.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AdditionPlan {
    /// The documents that are added; empty where the study holds all of them.
    pub added: Vec<String>,
    /// How many documents the study holds, all of which stay.
    pub n_documents: usize,
    /// How many candidates were suggested before, all of which stay with their segments, names and verdicts.
    pub n_candidates: usize,
}
