//! Reads the files that a user names, in an order that does not depend on the order of naming.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::domain::{AsideReason, Cancelled, Document, Notice, NoticeFact, Stage};
use crate::ingest::{self, FoundFile, IngestError, ParticipantTable};

use super::{Listener, ProjectError, SuggestRequest, duplicates};

/// The content of the files.
pub(super) struct Sources {
    /// The documents, by name; names are unique.
    pub(super) documents: Vec<Document>,
    /// The table of participants, with its file's name.
    pub(super) participants: Option<(String, ParticipantTable)>,
    /// Notices about how they were read.
    pub(super) notices: Vec<Notice>,
}

/// Reads files and folders. The error names all files that cannot be read.
pub(super) fn read(request: &SuggestRequest, listener: &dyn Listener) -> Result<Sources, ProjectError> {
    let mut files: BTreeMap<PathBuf, FoundFile> = BTreeMap::new();
    let mut tables: BTreeMap<PathBuf, FoundFile> = BTreeMap::new();
    let mut notices = Vec::new();
    for path in &request.paths {
        listener.check_cancelled()?;
        let collected = ingest::collect(path)?;
        notices.extend(collected.left_aside);
        for (found, into) in collected
            .files
            .into_iter()
            .map(|file| (file, false))
            .chain(collected.participants.map(|file| (file, true)))
        {
            let key = found.path.canonicalize().unwrap_or_else(|_| found.path.clone());
            if into { &mut tables } else { &mut files }.insert(key, found);
        }
    }
    let participants = participant_table(request, &tables, &mut notices)?;

    let files: Vec<&FoundFile> = files.values().collect();
    listener.start(Stage::Reading, Some(files.len() as u64));
    let read: Vec<(&FoundFile, Result<Vec<Document>, IngestError>)> = files
        .par_iter()
        .map(|&file| {
            listener.check_cancelled()?;
            let documents = ingest::read_file(file, &request.ingest);
            listener.advance(1);
            Ok((file, documents))
        })
        .collect::<Result<_, Cancelled>>()?;
    listener.finish();

    let mut documents = Vec::new();
    let mut refused = Vec::new();
    for (file, result) in read {
        match result {
            Ok(found) => documents.extend(found.into_iter().map(|document| (file, document))),
            Err(error) => refused.push(error),
        }
    }
    if !refused.is_empty() {
        return Err(ProjectError::files(refused));
    }
    let documents = duplicates::leave_out(documents, &mut notices);
    let documents = uniquely_named(documents, &mut notices);
    for document in &documents {
        notices.extend(document.notices.iter().cloned());
    }
    notices.sort();
    notices.dedup();
    Ok(Sources { documents, participants, notices })
}

fn participant_table(
    request: &SuggestRequest,
    found: &BTreeMap<PathBuf, FoundFile>,
    notices: &mut Vec<Notice>,
) -> Result<Option<(String, ParticipantTable)>, ProjectError> {
    let (name, path) = match (&request.participants, found.len()) {
        (Some(path), _) => (path.display().to_string(), path.as_path()),
        (None, 0) => return Ok(None),
        (None, 1) => {
            let Some(file) = found.values().next() else { return Ok(None) };
            (file.name.clone(), file.path.as_path())
        }
        (None, _) => {
            for file in found.values() {
                let reason = AsideReason::SeveralParticipantTables;
                notices.push(Notice::about(&file.name, NoticeFact::LeftAside { reason }));
            }
            return Ok(None);
        }
    };
    let table = read_participants(&name, path, request)?;
    Ok(Some((name, table)))
}

fn read_participants(
    name: &str,
    path: &Path,
    request: &SuggestRequest,
) -> Result<ParticipantTable, ProjectError> {
    let size = std::fs::metadata(path).map_or(0, |found| found.len());
    let file = FoundFile { path: path.to_owned(), name: name.to_owned(), size };
    let bytes = ingest::read_bytes(&file, &request.ingest)?;
    Ok(ingest::participants(&ingest::Source { name, bytes: &bytes }, &request.ingest)?)
}

/// Sorts documents by name and content; puts the file's or folder's name before names that occur twice.
fn uniquely_named(found: Vec<(&FoundFile, Document)>, notices: &mut Vec<Notice>) -> Vec<Document> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for (_, document) in &found {
        *count.entry(document.name.clone()).or_default() += 1;
    }
    let mut documents: Vec<Document> = found
        .into_iter()
        .map(|(file, mut document)| {
            if count.get(&document.name).is_some_and(|&n| n > 1) {
                document.name = if document.name == file.name {
                    file.path.display().to_string().replace('\\', "/")
                } else {
                    format!("{}: {}", file.name, document.name)
                };
            }
            document
        })
        .collect();
    documents.sort_by(|a, b| (&a.name, &a.sha256, &a.text).cmp(&(&b.name, &b.sha256, &b.text)));
    for pair in 1..documents.len() {
        if documents[pair].name == documents[pair - 1].name {
            let name = format!("{} ({})", documents[pair].name, pair + 1);
            documents[pair].name = name;
        }
    }
    duplicates::tell(&documents, notices);
    documents
}
