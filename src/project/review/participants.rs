//! The participants of the study.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::domain::{CoderId, RunId};
use crate::project::interviews::by_name;
use crate::review;

use super::Reviewer;

/// The participants of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ParticipantList {
    /// The run.
    pub run: RunId,
    /// The participants, in the order in which people count: `P2` before `P10`.
    pub participants: Vec<ParticipantEntry>,
    /// How many segments nobody is known to have said.
    pub n_of_nobody: usize,
}

/// A participant of the study.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ParticipantEntry {
    /// Their name.
    pub name: String,
    /// What the table of participants says of them.
    pub attributes: BTreeMap<String, String>,
    /// The documents that hold their words, by name.
    pub documents: BTreeSet<String>,
    /// How many segments are theirs.
    pub n_segments: usize,
    /// How many of these are coded, as the progress of the review counts them.
    pub n_coded: usize,
}

impl Reviewer {
    /// Lists the participants with words in the documents that are in the study.
    pub(super) fn participants(&self, coder: &CoderId) -> ParticipantList {
        let view = self.state.view(coder);
        let mut found: BTreeMap<&str, ParticipantEntry> = BTreeMap::new();
        let mut n_of_nobody = 0;
        for (id, segment) in self.base.present().filter_map(|id| Some((id, self.base.segment(id)?))) {
            let Some(name) = segment.participant.as_deref() else {
                n_of_nobody += 1;
                continue;
            };
            let entry = found.entry(name).or_default();
            entry.n_segments += 1;
            entry.n_coded += usize::from(review::is_coded(&self.base, view, id));
            if !entry.documents.contains(segment.document.as_ref()) {
                entry.documents.insert(segment.document.as_ref().to_owned());
            }
        }
        let mut participants: Vec<ParticipantEntry> = found
            .into_iter()
            .map(|(name, entry)| ParticipantEntry {
                name: name.to_owned(),
                attributes: self.loaded.attributes.get(name).cloned().unwrap_or_default(),
                ..entry
            })
            .collect();
        participants.sort_by(|a, b| by_name(&a.name, &b.name));
        ParticipantList { run: self.base.run, participants, n_of_nobody }
    }
}
