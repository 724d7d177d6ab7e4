//! Who is who: the speakers of documents become participants.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Document, Notice, NoticeFact, Participant, Role};
use crate::ingest::ParticipantTable;
use crate::words;

/// The participants of a study, and who of them speaks where.
pub(super) struct People {
    /// All of them, by name.
    pub(super) participants: Vec<Participant>,
    /// For each document, for each of its speakers, the participant's name; `None` for interviewers.
    speakers: Vec<Vec<Option<String>>>,
    /// For each document, how those are called whom it does not name.
    nobody: Vec<String>,
}

impl People {
    /// Who says a turn of this speaker in this document.
    pub(super) fn participant(&self, document: usize, speaker: Option<usize>) -> Option<&str> {
        match speaker {
            Some(speaker) => self.speakers[document].get(speaker)?.as_deref(),
            None => Some(&self.nobody[document]),
        }
    }
}

/// Names the participants.
///
/// A row of the table that names the document, or whose id is the document's name, names its only participant. Else a
/// label that only says what somebody is (`P`, `Participant 3`) names somebody of this document alone: the only one is
/// called like the document, several like document and label. A label that is a name is the same person everywhere.
pub(super) fn identify(
    documents: &[Document],
    table: Option<&(String, ParticipantTable)>,
    notices: &mut Vec<Notice>,
) -> People {
    let rows = table.map(|(_, table)| rows(table)).unwrap_or_default();
    let mut speakers = Vec::with_capacity(documents.len());
    let mut nobody = Vec::with_capacity(documents.len());
    let mut names: BTreeSet<String> = BTreeSet::new();
    for document in documents {
        let stem = stem(&document.name);
        let from_table = rows
            .iter()
            .find(|row| {
                let named = row.document.as_deref();
                named.is_some_and(|d| same(d, &document.name) || same(self::stem(d), stem))
                    || (named.is_none() && same(&row.participant.name, stem))
            })
            .map(|row| row.participant.name.clone());
        let alone = from_table.clone().unwrap_or_else(|| stem.to_owned());
        let n_participants =
            document.speakers.iter().filter(|speaker| speaker.role == Role::Participant).count();
        let of_document: Vec<Option<String>> = document
            .speakers
            .iter()
            .map(|speaker| match speaker.role {
                Role::Interviewer => None,
                Role::Participant if n_participants == 1 && (speaker.generic || from_table.is_some()) => {
                    Some(alone.clone())
                }
                Role::Participant if speaker.generic => Some(format!("{stem}: {}", speaker.label)),
                Role::Participant => Some(
                    rows.iter()
                        .find(|row| same(&row.participant.name, &speaker.label))
                        .map_or_else(|| speaker.label.clone(), |row| row.participant.name.clone()),
                ),
            })
            .collect();
        names.extend(of_document.iter().flatten().cloned());
        if document.turns.iter().any(|turn| turn.speaker.is_none()) {
            names.insert(alone.clone());
        }
        speakers.push(of_document);
        nobody.push(alone);
    }
    if let Some((file, _)) = table {
        let missing: Vec<String> = rows
            .iter()
            .map(|row| row.participant.name.clone())
            .filter(|name| !names.contains(name))
            .collect();
        if !missing.is_empty() {
            notices.push(Notice::about(file, NoticeFact::NobodySpeaks { names: missing }));
        }
    }
    let attributes: BTreeMap<&str, &BTreeMap<String, String>> =
        rows.iter().map(|row| (row.participant.name.as_str(), &row.participant.attributes)).collect();
    let participants = names
        .into_iter()
        .map(|name| Participant {
            attributes: attributes.get(name.as_str()).map(|&a| a.clone()).unwrap_or_default(),
            name,
        })
        .collect();
    People { participants, speakers, nobody }
}

/// A participant of the table, and the document that it says is theirs.
struct Row {
    participant: Participant,
    document: Option<String>,
}

/// The rows of a table; a column that names documents links and is no attribute.
fn rows(table: &ParticipantTable) -> Vec<Row> {
    let links = ["document", "file", "interview", "transcript"];
    let link = table.attributes.iter().find(|name| links.contains(&name.to_lowercase().as_str()));
    table
        .participants
        .iter()
        .cloned()
        .map(|mut participant| {
            let document = link.and_then(|link| participant.attributes.remove(link));
            Row { participant, document }
        })
        .collect()
}

/// The labels that `--speaker` named and nobody bears.
pub(super) fn unmatched<'a>(
    documents: &[Document],
    roles: impl Iterator<Item = &'a String>,
) -> Option<(String, String)> {
    let found: BTreeSet<&str> =
        documents.iter().flat_map(|d| d.speakers.iter().map(|speaker| speaker.label.as_str())).collect();
    for role in roles {
        if !found.iter().any(|label| same(label, role)) {
            let found: Vec<&str> = found.into_iter().collect();
            let found = if found.is_empty() { "nobody".to_owned() } else { words::first_of(&found, 10) };
            return Some((role.clone(), found));
        }
    }
    None
}

/// Whether two names are the same but for case, spaces and punctuation.
fn same(a: &str, b: &str) -> bool {
    let plain = |name: &str| -> String {
        name.chars()
            .filter(|c| c.is_alphanumeric())
            .map(|c| match c {
                'ي' => 'ی',
                'ك' => 'ک',
                other => other,
            })
            .flat_map(char::to_lowercase)
            .collect()
    };
    plain(a) == plain(b)
}

/// A document's name without folders and ending.
fn stem(name: &str) -> &str {
    let file = name.rsplit('/').next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 4 && !ending.contains(' ') => stem,
        _ => file,
    }
}
