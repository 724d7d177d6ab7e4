//! What a study holds before further files are read: documents that are not named again stay in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{AsideReason, Document, Notice, NoticeFact};

use super::duplicates::HeldWords;
use super::load_view::LoadedRun;
use super::roles::{keep_roles, with_roles};
use super::versions::{latest, next_version, version_of};
use super::{Project, ProjectError, SuggestRequest};

/// The documents of a study after files were read.
pub(super) struct United {
    /// All documents, by name.
    pub(super) documents: Vec<Document>,
    /// The names of those that the study did not hold.
    pub(super) new: BTreeSet<String>,
    /// The documents that were read with other words than the study holds.
    pub(super) corrected: Vec<Corrected>,
}

/// A document with other words than before. They are a document of their own: what was coded refers to the words as they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Corrected {
    /// The document with the words as they were.
    pub(super) before: String,
    /// The document with the corrected words.
    pub(super) now: String,
}

impl United {
    /// Adds a correction of each document of the study in which a speaker gets another role.
    pub(super) fn correct_roles(&mut self, loaded: &LoadedRun, request: &SuggestRequest) {
        let held = loaded.texts.documents();
        let names: BTreeMap<&str, &Document> = held.iter().map(|of| (of.name.as_str(), of)).collect();
        for (at, document) in held.iter().enumerate() {
            // One whose words were corrected was read with the roles.
            let is_corrected = self.corrected.iter().any(|of| of.before == document.name);
            if is_corrected || !loaded.is_present(at) {
                continue;
            }
            if let Some(mut corrected) = with_roles(document, request) {
                let base = version_of(&document.name).unwrap_or_else(|| document.name.clone());
                corrected.name = next_version(&base, &names);
                let (before, now) = (document.name.clone(), corrected.name.clone());
                self.new.insert(now.clone());
                self.documents.push(corrected);
                self.corrected.push(Corrected { before, now });
            }
        }
        self.documents.sort_by(|a, b| a.name.cmp(&b.name));
    }
}

/// Unites the documents that were read with those that the study holds.
///
/// A document of a name that the study holds is that document, or its latest correction (`replaced` names it). With other words it is a
/// correction, under a name of its own. One that holds the bytes or, if they are many, the words of a held document under another name is
/// that document: it is left out, and a notice says so.
pub(super) fn unite(
    held: &[Document],
    read: Vec<Document>,
    replaced: &BTreeMap<String, String>,
    notices: &mut Vec<Notice>,
) -> United {
    let held_by_name: BTreeMap<&str, &Document> = held.iter().map(|of| (of.name.as_str(), of)).collect();
    // The first of those with the same bytes.
    let by_bytes: BTreeMap<(&str, &str), &str> =
        held.iter().rev().map(|of| ((of.sha256.as_str(), of.text.as_str()), of.name.as_str())).collect();
    let by_words = HeldWords::of(held);
    let mut united = United { documents: Vec::new(), new: BTreeSet::new(), corrected: Vec::new() };
    for mut document in read {
        let bytes = (document.sha256.as_str(), document.text.as_str());
        let same = by_bytes.get(&bytes).copied().or_else(|| by_words.same(&document));
        match held_by_name.get(latest(&document.name, |name| replaced.get(name).map(String::as_str))) {
            Some(known) if known.text == document.text || same == Some(known.name.as_str()) => {}
            Some(known) => {
                let before = known.name.clone();
                let is_version = |name: &str| {
                    name == document.name || version_of(name).as_deref() == Some(document.name.as_str())
                };
                let version = same.filter(|name| is_version(name));
                let now = match version {
                    // It was read before, and the correction was undone.
                    Some(version) => version.to_owned(),
                    None => {
                        document.name = next_version(&document.name, &held_by_name);
                        keep_roles(known, &mut document);
                        united.new.insert(document.name.clone());
                        united.documents.push(document.clone());
                        document.name
                    }
                };
                united.corrected.push(Corrected { before, now });
            }
            None => {
                if let Some(known) = same {
                    let reason = AsideReason::SameRecording { document: known.to_owned() };
                    notices.push(Notice::about(&document.name, NoticeFact::LeftAside { reason }));
                    continue;
                }
                united.new.insert(document.name.clone());
                united.documents.push(document);
            }
        }
    }
    united.documents.extend(held.iter().cloned());
    united.documents.sort_by(|a, b| a.name.cmp(&b.name));
    united
}

/// Puts documents that were read in the place of those of the same name: nothing refers to the words as they were.
pub(super) fn replace(held: &[Document], read: Vec<Document>, notices: &mut Vec<Notice>) -> United {
    let named: BTreeSet<String> = read.iter().map(|document| document.name.clone()).collect();
    let (named, unnamed): (Vec<&Document>, Vec<&Document>) =
        held.iter().partition(|document| named.contains(&document.name));
    let named: BTreeSet<&str> = named.iter().map(|document| document.name.as_str()).collect();
    let (known, other): (Vec<Document>, Vec<Document>) =
        read.into_iter().partition(|document| named.contains(document.name.as_str()));
    let unnamed: Vec<Document> = unnamed.into_iter().cloned().collect();
    let mut united = unite(&unnamed, other, &BTreeMap::new(), notices);
    united.documents.extend(known);
    united.documents.sort_by(|a, b| a.name.cmp(&b.name));
    united
}

/// Leaves out the documents that were read although they were taken out of the study; a notice names each. A document that was corrected is not
/// left out: another correction of it can be read.
pub(super) fn leave_out(
    removed: &BTreeSet<String>,
    replaced: &BTreeMap<String, String>,
    read: &mut Vec<Document>,
    notices: &mut Vec<Notice>,
) {
    read.retain(|document| {
        let is_out = removed.contains(latest(&document.name, |name| replaced.get(name).map(String::as_str)));
        if is_out {
            let fact = NoticeFact::LeftAside { reason: AsideReason::TakenOut };
            notices.push(Notice::about(&document.name, fact));
        }
        !is_out
    });
}

/// Says of a file that holds the words of a document that was taken out that it was taken out, not that the other is read.
pub(super) fn say_taken_out(removed: &BTreeSet<String>, notices: &mut [Notice]) {
    for notice in notices {
        if let NoticeFact::LeftAside { reason } = &mut notice.fact
            && matches!(reason, AsideReason::SameRecording { document } if removed.contains(document))
        {
            *reason = AsideReason::TakenOut;
        }
    }
}

impl Project {
    /// Returns the latest run, if there is one, with all that it was made of, and which of its documents were taken out since.
    pub(super) fn latest(&self) -> Result<Option<LoadedRun>, ProjectError> {
        match self.load_whole(None) {
            Ok(loaded) => {
                let removed = self.store.removed_documents()?;
                Ok(Some(LoadedRun { removed: removed.into_keys().collect(), ..loaded }))
            }
            Err(ProjectError::NoRun(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Returns for each document that was corrected the one with the corrected words.
    pub(super) fn replaced_documents(&self) -> Result<BTreeMap<String, String>, ProjectError> {
        let removed = self.store.removed_documents()?.into_iter();
        Ok(removed.filter_map(|(name, removed)| Some((name, removed.replaced_by?))).collect())
    }

    /// Returns the names of the documents that were taken out of the study, or whose words were corrected.
    ///
    /// # Errors
    /// [`ProjectError::Store`] if the file cannot be read.
    pub fn documents_taken_out(&self) -> Result<BTreeSet<String>, ProjectError> {
        Ok(self.store.removed_documents()?.into_keys().collect())
    }

    /// Returns the names of the files from which the latest run was made; empty where there is no run.
    ///
    /// # Errors
    /// [`ProjectError::Store`] if the file cannot be read.
    pub fn file_names(&self) -> Result<BTreeSet<String>, ProjectError> {
        let Some(loaded) = self.latest()? else { return Ok(BTreeSet::new()) };
        let documents = loaded.texts.documents().iter();
        Ok(documents.map(|of| of.name.rsplit('/').next().unwrap_or(&of.name).to_owned()).collect())
    }

    /// Tells whether a coder has decided something that is in effect.
    pub(super) fn has_decisions(&self) -> Result<bool, ProjectError> {
        Ok(self.store.records()?.iter().any(|(key, _)| key.owner().is_some()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::DocumentFormat;

    fn document(name: &str, text: &str) -> Document {
        Document {
            name: name.to_owned(),
            format: DocumentFormat::Txt,
            sha256: format!("of {text}"),
            text: text.to_owned(),
            speakers: Vec::new(),
            turns: Vec::new(),
            time_marks: Vec::new(),
            notices: Vec::new(),
        }
    }

    #[test]
    fn what_is_not_named_stays() {
        let documents = [("P1.txt", "nights"), ("P2.txt", "tea"), ("P3.txt", "wards")]
            .map(|(name, text)| document(name, text));
        let mut notices = Vec::new();
        let read = vec![
            document("P2.txt", "coffee"),
            document("P3.txt", "wards"),
            document("P4.txt", "dawn"),
            document("x.txt", "nights"),
        ];
        let united = unite(&documents, read, &BTreeMap::new(), &mut notices);
        let texts: Vec<(&str, &str)> = united
            .documents
            .iter()
            .map(|document| (document.name.as_str(), document.text.as_str()))
            .collect();
        assert_eq!(
            texts,
            [
                ("P1.txt", "nights"),
                ("P2 (version 2).txt", "coffee"),
                ("P2.txt", "tea"),
                ("P3.txt", "wards"),
                ("P4.txt", "dawn")
            ]
        );
        let (before, now) = ("P2.txt".to_owned(), "P2 (version 2).txt".to_owned());
        assert_eq!(united.new, BTreeSet::from([now.clone(), "P4.txt".to_owned()]));
        assert_eq!(united.corrected, [Corrected { before, now }]);
        let reason = AsideReason::SameRecording { document: "P1.txt".to_owned() };
        let known = NoticeFact::LeftAside { reason };
        assert_eq!(notices, [Notice::about("x.txt", known)]);
    }
    #[test]
    fn many_words_in_a_file_of_another_kind_are_the_same_interview() {
        let read = |name: &str, text: &str| {
            let source = crate::ingest::Source { name, bytes: text.as_bytes() };
            crate::ingest::read(&source, &crate::ingest::IngestParams::default()).unwrap()
        };
        let said = |n: usize| (0..n).map(|at| format!("word{at} ")).collect::<String>();
        for (n, is_left_out) in [(10, false), (60, true)] {
            let held = read("P1.txt", &said(n));
            let again = read("P1 final.txt", &format!("{}\r\n", said(n)));
            let united = unite(&held, again, &BTreeMap::new(), &mut Vec::new());
            assert_eq!(united.new.is_empty(), is_left_out, "{n} words");
        }
    }
}
