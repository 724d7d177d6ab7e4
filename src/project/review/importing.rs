//! Codings of other programs become decisions: one operation for each coder and file, all in one transaction.

use std::collections::BTreeMap;

use crate::domain::{CoderId, Decision, Import, Timestamp};
use crate::exchange::AnchorDocument;
use crate::review::{Refusal, resolve_coder};

use super::commit::{Act, Commit, new_coder};
use super::{Decided, Reviewer};
use crate::project::ProjectError;

/// What came of an import.
#[derive(Debug)]
pub(in crate::project) struct Imported {
    pub(in crate::project) coder: CoderId,
    /// Whether the coder was made known by it.
    pub(in crate::project) is_new: bool,
    /// The operation; none where all of it was there already.
    pub(in crate::project) decided: Option<Decided>,
}

impl Reviewer {
    /// The documents of the run, as codings are looked for in them, by name.
    pub(in crate::project) fn anchor_documents(&self) -> Vec<AnchorDocument<'_>> {
        let mut people: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
        for segment in &self.loaded.run.segments {
            let name = segment.participant.and_then(|id| self.loaded.participants.get(&id.0));
            let of_document = people.entry(segment.document.0).or_default();
            of_document.extend(name.map(String::as_str).filter(|name| !of_document.contains(name)));
        }
        let mut documents: Vec<AnchorDocument<'_>> = self
            .loaded
            .documents
            .iter()
            .map(|(id, stored)| AnchorDocument {
                name: &stored.document.name,
                text: &stored.document.text,
                turns: &stored.document.turns,
                speakers: stored.document.speakers.iter().map(|speaker| speaker.label.as_str()).collect(),
                participants: people.remove(id).unwrap_or_default(),
            })
            .collect();
        documents.sort_by_key(|document| document.name);
        documents
    }

    /// Keeps imports, each for the coder of a name, who becomes known where nobody has it.
    pub(in crate::project) fn keep_imports(
        &mut self,
        imports: Vec<(String, Import)>,
        reason: Option<&str>,
        at: &Timestamp,
        dry_run: bool,
    ) -> Result<Vec<Imported>, ProjectError> {
        self.transact(at, false, |session| {
            let mut all = Vec::new();
            for (name, import) in imports {
                let known = resolve_coder(session.state, &name);
                let is_new = matches!(known, Err(Refusal::NoSuchCoder { .. }));
                let coder = if is_new {
                    let id = new_coder(session.state, &name)?;
                    session.act(&id, Act::Decide(&Decision::AddCoder { name }), reason, at)?;
                    id
                } else {
                    known?
                };
                let decided = match session.act(&coder, Act::Decide(&Decision::Import(import)), reason, at) {
                    Ok(decided) => Some(decided),
                    Err(ProjectError::Refused(Refusal::NoChange)) => None,
                    Err(error) => return Err(error),
                };
                all.push(Imported { coder, is_new, decided });
            }
            Ok(Commit::unless_trial(all, dry_run))
        })
    }
}
