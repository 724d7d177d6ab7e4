//! What a study holds before further files are read: documents that are not named again stay in it.

use std::collections::BTreeSet;

use crate::domain::{AsideReason, Document, Language, Notice, NoticeFact};

use super::load_view::LoadedRun;
use super::{Project, ProjectError};

/// The documents of a study before further files are read.
pub(super) struct Earlier {
    /// The documents, by name, each with its language where that is known.
    pub(super) documents: Vec<(Document, Option<Language>)>,
}

/// The documents of a study after files were read.
pub(super) struct United {
    /// All documents, by name.
    pub(super) documents: Vec<Document>,
    /// The names of those that the study did not hold.
    pub(super) new: BTreeSet<String>,
    /// The names of those that it held with other words.
    pub(super) changed: Vec<String>,
}

impl Earlier {
    /// Returns the documents of a run.
    pub(super) fn of(loaded: &LoadedRun) -> Self {
        let languages = loaded.languages.iter().map(|code| code.as_deref()?.parse().ok());
        let documents = loaded.texts.documents().iter().cloned().zip(languages).collect();
        Self { documents }
    }

    /// Unites the documents that were read with those that the study holds.
    ///
    /// A document of the same name takes the place of the earlier one. One that holds the same bytes as a document of another name that was
    /// not read now is that document: it is left out, and a notice says so.
    pub(super) fn unite(&self, read: Vec<Document>, notices: &mut Vec<Notice>) -> United {
        let named: BTreeSet<String> = read.iter().map(|document| document.name.clone()).collect();
        let earlier =
            |name: &str| self.documents.iter().map(|(document, _)| document).find(|of| of.name == name);
        let mut united = United { documents: Vec::new(), new: BTreeSet::new(), changed: Vec::new() };
        for document in read {
            let unnamed = |other: &&(Document, _)| !named.contains(&other.0.name);
            let same =
                |other: &&(Document, _)| other.0.sha256 == document.sha256 && other.0.text == document.text;
            match earlier(&document.name) {
                Some(known) if known.text != document.text => united.changed.push(document.name.clone()),
                Some(_) => {}
                None => {
                    if let Some((known, _)) = self.documents.iter().filter(unnamed).find(same) {
                        let reason = AsideReason::SameRecording { document: known.name.clone() };
                        let fact = NoticeFact::LeftAside { reason };
                        notices.push(Notice::about(&document.name, fact));
                        continue;
                    }
                    united.new.insert(document.name.clone());
                }
            }
            united.documents.push(document);
        }
        let others = self.documents.iter().filter(|(document, _)| !named.contains(&document.name));
        united.documents.extend(others.map(|(document, _)| document.clone()));
        united.documents.sort_by(|a, b| a.name.cmp(&b.name));
        united
    }

    /// Returns the language of a document of the study.
    pub(super) fn language(&self, name: &str) -> Option<Language> {
        self.documents.iter().find(|(document, _)| document.name == name).and_then(|(_, language)| *language)
    }
}

impl Project {
    /// Returns the latest run, if there is one.
    pub(super) fn latest(&self) -> Result<Option<LoadedRun>, ProjectError> {
        match self.load(None) {
            Ok(loaded) => Ok(Some(loaded)),
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
            .map(|(name, text)| (document(name, text), None));
        let earlier = Earlier { documents: documents.into() };
        let mut notices = Vec::new();
        let read = vec![
            document("P2.txt", "coffee"),
            document("P3.txt", "wards"),
            document("P4.txt", "dawn"),
            document("x.txt", "nights"),
        ];
        let united = earlier.unite(read, &mut notices);
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
}
