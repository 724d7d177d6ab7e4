//! Turns codings of other programs into decisions: one operation for each coder and file, all in one transaction.

use std::collections::BTreeMap;

use crate::domain::{CoderId, Decision, Import, Progress, Timestamp};
use crate::exchange::AnchorDocument;
use crate::review::{Refusal, resolve_coder};

use super::commit::{Act, Commit, new_coder};
use super::{Decided, Reviewer};
use crate::project::ProjectError;

/// The result of an import.
#[derive(Debug)]
pub(in crate::project) struct Imported {
    pub(in crate::project) coder: CoderId,
    /// Whether the import added the coder to the project.
    pub(in crate::project) is_new: bool,
    /// The operation; `None` where all codings existed already.
    pub(in crate::project) decided: Option<Decided>,
}

impl Reviewer {
    /// Returns the documents of the run by name, prepared for finding quotations.
    pub(in crate::project) fn anchor_documents(&self) -> Vec<AnchorDocument<'_>> {
        let texts = &self.loaded.texts;
        let mut people: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for row in texts.rows() {
            let of_document = people.entry(row.document).or_default();
            of_document.extend(row.participant.as_deref().filter(|name| !of_document.contains(name)));
        }
        let documents = texts.documents().iter().enumerate();
        documents
            .filter(|(at, _)| self.loaded.is_present(*at))
            .map(|(at, document)| AnchorDocument {
                name: &document.name,
                text: &document.text,
                turns: &document.turns,
                speakers: document.speakers.iter().map(|speaker| speaker.label.as_str()).collect(),
                participants: people.remove(&at).unwrap_or_default(),
            })
            .collect()
    }

    /// Keeps imports, each under its coder's name; adds coders whom the project does not know.
    pub(in crate::project) fn keep_imports(
        &mut self,
        imports: Vec<(String, Import)>,
        reason: Option<&str>,
        at: &Timestamp,
        dry_run: bool,
        progress: &dyn Progress,
    ) -> Result<Vec<Imported>, ProjectError> {
        self.transact(at, false, |session| {
            let mut all = Vec::new();
            for (name, import) in imports {
                progress.check_cancelled()?;
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
            progress.check_cancelled()?;
            Ok(Commit::unless_trial(all, dry_run))
        })
    }
}
