//! What a study holds before further files are read: documents that are not named again stay in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{AsideReason, Document, Notice, NoticeFact};

use super::duplicates::HeldWords;
use super::load_view::LoadedRun;
use super::{Project, ProjectError};

/// The documents of a study after files were read.
pub(super) struct United {
    /// All documents, by name.
    pub(super) documents: Vec<Document>,
    /// The names of those that the study did not hold.
    pub(super) new: BTreeSet<String>,
    /// The names of those that it held with other words.
    pub(super) changed: Vec<String>,
}

/// Unites the documents that were read with those that the study holds.
///
/// A document of the same name takes the place of the one that is held. One that holds the bytes or, if they are many, the
/// words of a held document under another name is that document: it is left out, and a notice says so.
pub(super) fn unite(held: &[Document], read: Vec<Document>, notices: &mut Vec<Notice>) -> United {
    let named: BTreeSet<String> = read.iter().map(|document| document.name.clone()).collect();
    let held_by_name: BTreeMap<&str, &Document> = held.iter().map(|of| (of.name.as_str(), of)).collect();
    let unnamed: Vec<&Document> = held.iter().filter(|document| !named.contains(&document.name)).collect();
    // The first of those with the same bytes.
    let by_bytes: BTreeMap<(&str, &str), &str> =
        held.iter().rev().map(|of| ((of.sha256.as_str(), of.text.as_str()), of.name.as_str())).collect();
    let by_words = HeldWords::of(held);
    let mut united = United { documents: Vec::new(), new: BTreeSet::new(), changed: Vec::new() };
    for document in read {
        match held_by_name.get(document.name.as_str()) {
            Some(known) if known.text != document.text => united.changed.push(document.name.clone()),
            Some(_) => {}
            None => {
                let bytes = (document.sha256.as_str(), document.text.as_str());
                if let Some(known) = by_bytes.get(&bytes).copied().or_else(|| by_words.same(&document)) {
                    let reason = AsideReason::SameRecording { document: known.to_owned() };
                    notices.push(Notice::about(&document.name, NoticeFact::LeftAside { reason }));
                    continue;
                }
                united.new.insert(document.name.clone());
            }
        }
        united.documents.push(document);
    }
    united.documents.extend(unnamed.into_iter().cloned());
    united.documents.sort_by(|a, b| a.name.cmp(&b.name));
    united
}

/// Leaves out the documents that were read although they were taken out of the study; a notice names each.
pub(super) fn leave_out(removed: &BTreeSet<String>, read: &mut Vec<Document>, notices: &mut Vec<Notice>) {
    read.retain(|document| {
        let is_out = removed.contains(&document.name);
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
                Ok(Some(LoadedRun { removed, ..loaded }))
            }
            Err(ProjectError::NoRun(_)) => Ok(None),
            Err(error) => Err(error),
        }
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
        let united = unite(&documents, read, &mut notices);
        let texts: Vec<(&str, &str)> = united
            .documents
            .iter()
            .map(|document| (document.name.as_str(), document.text.as_str()))
            .collect();
        assert_eq!(
            texts,
            [("P1.txt", "nights"), ("P2.txt", "coffee"), ("P3.txt", "wards"), ("P4.txt", "dawn")]
        );
        assert_eq!(
            (united.new, united.changed),
            (BTreeSet::from(["P4.txt".to_owned()]), vec!["P2.txt".to_owned()])
        );
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
            let united = unite(&held, again, &mut Vec::new());
            assert_eq!(united.new.is_empty(), is_left_out, "{n} words");
        }
    }
}
