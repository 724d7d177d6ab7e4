//! Identifies people: turns the speakers of documents into participants.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Document, NameKey, Notice, NoticeFact, Participant, Role};
use crate::ingest::ParticipantTable;
use crate::project::versions::version_of;
use crate::words;

/// The participants of a study, and the documents in which each speaks.
pub(super) struct People {
    /// All of them, by name.
    pub(super) participants: Vec<Participant>,
    /// For each document, for each of its speakers, the participant's name; `None` for interviewers.
    speakers: Vec<Vec<Option<String>>>,
    /// For each document, the name for speakers whom it does not name.
    nobody: Vec<String>,
}

impl People {
    /// Returns the participant who says a turn of this speaker in this document.
    pub(super) fn participant(&self, document: usize, speaker: Option<usize>) -> Option<&str> {
        match speaker {
            Some(speaker) => self.speakers[document].get(speaker)?.as_deref(),
            None => Some(&self.nobody[document]),
        }
    }
}

/// The names that a study has given already.
#[derive(Debug, Default)]
pub(super) struct HeldNames {
    names: BTreeSet<String>,
    /// By document, the participant who speaks in it; `None` where several do.
    alone: BTreeMap<String, Option<String>>,
    /// The documents that hold corrected words of another.
    corrections: BTreeSet<String>,
    /// By document, the participant whom each label means.
    labelled: BTreeMap<String, BTreeMap<String, String>>,
}

impl HeldNames {
    /// Adds a participant who speaks in a document, under a label if it names its speakers.
    pub(super) fn add(&mut self, document: &str, label: Option<&str>, participant: &str) {
        if let Some(label) = label {
            let labelled = self.labelled.entry(document.to_owned()).or_default();
            if !labelled.contains_key(label) {
                labelled.insert(label.to_owned(), participant.to_owned());
            }
        }
        if !self.names.contains(participant) {
            self.names.insert(participant.to_owned());
        }
        match self.alone.get_mut(document) {
            None => {
                self.alone.insert(document.to_owned(), Some(participant.to_owned()));
            }
            Some(alone) if alone.as_deref() != Some(participant) => *alone = None,
            Some(_) => {}
        }
    }

    /// Adds the corrected words of a document: whoever speaks in it alone speaks in them, and people are named after it.
    pub(super) fn correct(&mut self, document: &str, corrected: &str) {
        self.corrections.insert(corrected.to_owned());
        if let Some(labelled) = self.labelled.get(document).cloned() {
            self.labelled.entry(corrected.to_owned()).or_insert(labelled);
        }
        if let Some(alone) = self.alone.get(document).cloned() {
            self.alone.insert(corrected.to_owned(), alone);
        }
    }

    /// Returns the participant whom a label in corrected words means: whoever spoke under it before.
    fn known(&self, document: &str, label: &str) -> Option<&String> {
        self.labelled.get(document).filter(|_| self.corrections.contains(document))?.get(label)
    }

    /// Returns the name of the file from which a document or its corrected words were read.
    fn file<'n>(&self, document: &'n str) -> Cow<'n, str> {
        let version = version_of(document).filter(|_| self.corrections.contains(document));
        version.map_or(Cow::Borrowed(document), Cow::Owned)
    }

    /// Returns the only participant of a document.
    fn alone(&self, document: &str) -> Option<&String> {
        self.alone.get(document)?.as_ref()
    }
}

/// Identifies the participants.
///
/// A row of the table that names the document, or whose id is the document's name, names its only participant. Otherwise a
/// label that only states a role (`P`, `Participant 3`) means somebody in this document alone: a single one is named after the
/// document, several after document and label. A label that is a name means the same person everywhere, in any spelling
/// ([`NameKey`]); the spelling shown is the table's, otherwise that of most documents. The names that a study has given stay, unless
/// the table says otherwise.
pub(super) fn identify(
    documents: &[Document],
    table: Option<&(String, ParticipantTable)>,
    held: &HeldNames,
    notices: &mut Vec<Notice>,
) -> People {
    let rows = table.map(|(_, table)| rows(table)).unwrap_or_default();
    let mut speakers = Vec::with_capacity(documents.len());
    let mut nobody = Vec::with_capacity(documents.len());
    for document in documents {
        let file = held.file(&document.name);
        let stem = stem(&file);
        let from_table = rows
            .iter()
            .find(|row| {
                let named = row.document.as_deref();
                named.is_some_and(|d| same(d, &file) || same(self::stem(d), stem))
                    || (named.is_none() && same(&row.participant.name, stem))
            })
            .map(|row| row.participant.name.clone())
            .or_else(|| held.alone(&document.name).cloned());
        let alone = from_table.clone().unwrap_or_else(|| stem.to_owned());
        let n_participants =
            document.speakers.iter().filter(|speaker| speaker.role == Role::Participant).count();
        let of_document: Vec<Option<String>> = document
            .speakers
            .iter()
            .map(|speaker| match speaker.role {
                Role::Interviewer => None,
                Role::Participant if let Some(name) = held.known(&document.name, &speaker.label) => {
                    Some(name.clone())
                }
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
        speakers.push(of_document);
        nobody.push(alone);
    }
    let is_settled =
        |name: &str| held.names.contains(name) || rows.iter().any(|row| row.participant.name == name);
    one_spelling(is_settled, &mut speakers, &mut nobody, notices);
    let mut names: BTreeSet<String> = speakers.iter().flatten().flatten().cloned().collect();
    for (document, alone) in documents.iter().zip(&nobody) {
        if document.turns.iter().any(|turn| turn.speaker.is_none()) {
            names.insert(alone.clone());
        }
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

/// Gives each name one spelling in all documents: that of a settled name, which the table or the study has; otherwise the most frequent, on a
/// tie the first in the order of the documents. Names that are settled in two spellings stay separate.
fn one_spelling(
    is_settled: impl Fn(&str) -> bool,
    speakers: &mut [Vec<Option<String>>],
    nobody: &mut [String],
    notices: &mut Vec<Notice>,
) {
    let mut spellings: BTreeMap<NameKey, Vec<(String, usize)>> = BTreeMap::new();
    for (of_document, alone) in speakers.iter().zip(nobody.iter()) {
        let names = of_document.iter().flatten().chain(of_document.is_empty().then_some(alone));
        for name in names {
            let known = spellings.entry(NameKey::of(name)).or_default();
            match known.iter_mut().find(|(there, _)| there == name) {
                Some((_, n)) => *n += 1,
                None => known.push((name.clone(), 1)),
            }
        }
    }
    let mut spelt: BTreeMap<String, String> = BTreeMap::new();
    for known in spellings.into_values().filter(|known| known.len() > 1) {
        // `max_by_key` returns the last of equals, so the first must come last.
        let most = known.iter().rev().max_by_key(|(name, n)| (is_settled(name), *n));
        let Some((chosen, _)) = most.cloned() else { continue };
        let others: Vec<String> = known
            .into_iter()
            .map(|(name, _)| name)
            .filter(|name| *name != chosen && !is_settled(name))
            .collect();
        if others.is_empty() {
            continue;
        }
        let (spellings, participant) = (others.clone(), chosen.clone());
        notices.push(Notice::of_run(NoticeFact::ParticipantSpellingsJoined { spellings, participant }));
        spelt.extend(others.into_iter().map(|other| (other, chosen.clone())));
    }
    for name in speakers.iter_mut().flatten().flatten().chain(nobody) {
        if let Some(chosen) = spelt.get(name) {
            name.clone_from(chosen);
        }
    }
}

/// A participant of the table, and the document that the table assigns to them.
struct Row {
    participant: Participant,
    document: Option<String>,
}

/// Returns the rows of a table; a column that names documents is a link, not an attribute.
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

/// Returns a label that was given a role but that no speaker has, with the labels there are.
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

/// Tells whether a name in a table or an option means a name in a file. Compares as [`NameKey`] does, without spaces and
/// punctuation, since files are named `P_03` and people `P 03`.
fn same(a: &str, b: &str) -> bool {
    plain_name(a) == plain_name(b)
}

/// Returns a name as [`NameKey`] compares it, without spaces and punctuation.
pub(in crate::project) fn plain_name(name: &str) -> String {
    NameKey::of(name).as_str().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Returns a document's name without folders and ending.
pub(in crate::project) fn stem(name: &str) -> &str {
    let file = name.rsplit('/').next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 4 && !ending.contains(' ') => stem,
        _ => file,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{DocumentFormat, Speaker};

    fn document(name: &str, label: &str) -> Document {
        let speaker = Speaker {
            label: label.to_owned(),
            role: Role::Participant,
            role_reason: String::new(),
            generic: false,
        };
        Document {
            name: name.to_owned(),
            format: DocumentFormat::Txt,
            sha256: String::new(),
            text: String::new(),
            speakers: vec![speaker],
            turns: Vec::new(),
            time_marks: Vec::new(),
            notices: Vec::new(),
        }
    }

    fn names(people: &People) -> Vec<&str> {
        people.participants.iter().map(|participant| participant.name.as_str()).collect()
    }

    #[test]
    fn a_person_is_one_however_documents_spell_the_name() {
        let documents = ["ZOE\u{308}", "Zoë", "Zoe", "مريم", "zoe\u{308} ", "مریم", "Zoë"].iter().zip('a'..);
        let documents: Vec<Document> =
            documents.map(|(label, name)| document(&format!("{name}.txt"), label)).collect();
        let mut notices = Vec::new();
        let people = identify(&documents, None, &HeldNames::default(), &mut notices);
        assert_eq!(names(&people), ["Zoe", "Zoë", "مريم"]);
        assert_eq!(people.participant(0, Some(0)), Some("Zoë"));
        assert_eq!(people.participant(2, Some(0)), Some("Zoe"));
        assert_eq!(people.participant(5, Some(0)), Some("مريم"));
        assert_eq!(notices.len(), 2);
        assert!(
            notices[1].to_string().ends_with("are taken as one participant, Zoë")
                || notices[0].to_string().ends_with("Zoë")
        );
        // The table's spelling is used, even where no document has it.
        let participant = |name: &str| Participant { name: name.to_owned(), attributes: BTreeMap::new() };
        let table = ParticipantTable {
            participants: vec![participant("Zoë"), participant("Maryam")],
            id_column: "name".to_owned(),
            attributes: Vec::new(),
            notices: Vec::new(),
        };
        let people =
            identify(&documents, Some(&("p.csv".to_owned(), table)), &HeldNames::default(), &mut Vec::new());
        assert!(names(&people).contains(&"Zoë") && !names(&people).contains(&"ZOE\u{308}"));
    }
}
