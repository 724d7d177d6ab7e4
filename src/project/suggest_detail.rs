//! What the log keeps of reading documents and suggesting candidates.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::{AsideKind, RunId, SegmentId};

use super::view::{DocumentView, RunCounts, RunParameters};

/// The detail of an operation that read documents and suggested candidates.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct SuggestDetail {
    /// The program's version.
    pub(super) version: String,
    pub(super) parameters: RunParameters,
    /// The documents that were read.
    pub(super) documents: Vec<ReadDocument>,
    /// How many groups of segments were suggested.
    pub(super) n_themes: usize,
    /// What was read; `None` in logs of older programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) counts: Option<RunCounts>,
    /// How many turns of each kind were set aside.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) set_aside: BTreeMap<AsideKind, usize>,
    /// The run to which interviews were added; `None` where the operation made a run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) added_to: Option<RunId>,
    /// The first and the last of the segments that were added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) segments: Option<(SegmentId, SegmentId)>,
    /// The participants whose attributes changed; empty in logs of older programs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) participants: Vec<String>,
}

/// A document that was read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ReadDocument {
    pub(super) name: String,
    pub(super) sha256: String,
}

impl SuggestDetail {
    /// Returns the detail of reading some documents.
    pub(super) fn of(
        parameters: &RunParameters,
        documents: &[DocumentView],
        counts: &RunCounts,
        n_themes: usize,
    ) -> Self {
        let mut set_aside: BTreeMap<AsideKind, usize> = BTreeMap::new();
        for (kind, n) in documents.iter().flat_map(|document| &document.set_aside) {
            *set_aside.entry(*kind).or_default() += n;
        }
        let read = |of: &DocumentView| ReadDocument { name: of.name.clone(), sha256: of.sha256.clone() };
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            parameters: parameters.clone(),
            documents: documents.iter().map(read).collect(),
            n_themes,
            counts: Some(*counts),
            set_aside,
            added_to: None,
            segments: None,
            participants: Vec::new(),
        }
    }

    /// Tells whether the detail of an operation is that of interviews that were added to a run.
    pub(super) fn is_addition(detail: &serde_json::Value) -> bool {
        detail.get("added_to").is_some()
    }
}
