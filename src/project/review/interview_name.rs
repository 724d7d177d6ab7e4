//! Resolves the name of an interview: of its document, the beginning of one, or a participant's.

use std::collections::BTreeSet;

use crate::domain::Refusal;
use crate::project::ProjectError;
use crate::project::people::{plain_name, stem};
use crate::review::similar;

use super::Reviewer;

impl Reviewer {
    /// Returns the document of the run that a name means: the document's name, with or without folders and ending; the participant who
    /// speaks in it; or the beginning of one of these, where only one document fits. Case, spaces and punctuation do not count.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where the name fits no document, or several.
    pub(in crate::project) fn interview(&self, typed: &str) -> Result<usize, ProjectError> {
        let texts = &self.loaded.texts;
        if let Some(exact) = texts.place(typed) {
            return Ok(exact);
        }
        let documents = texts.documents();
        let wanted = plain_name(typed);
        let names = |at: usize| -> [String; 3] {
            let name = &documents[at].name;
            [plain_name(name), plain_name(stem(name)), plain_name(name.rsplit('/').next().unwrap_or(name))]
        };
        let speaks = |fits: &dyn Fn(&str) -> bool| -> BTreeSet<usize> {
            let rows = texts.rows().iter();
            let named = rows.filter_map(|row| Some((row.document, row.participant.as_deref()?)));
            named.filter(|(_, name)| fits(&plain_name(name))).map(|(document, _)| document).collect()
        };
        let called = |fits: &dyn Fn(&str) -> bool| -> BTreeSet<usize> {
            (0..documents.len()).filter(|&at| names(at).iter().any(|name| fits(name))).collect()
        };
        let is = |name: &str| name == wanted;
        let begins = |name: &str| name.starts_with(&wanted);
        let ways: [&dyn Fn() -> BTreeSet<usize>; 4] =
            [&|| called(&is), &|| speaks(&is), &|| called(&begins), &|| speaks(&begins)];
        let found =
            ways.iter().filter(|_| !wanted.is_empty()).map(|way| way()).find(|found| !found.is_empty());
        let found = found.unwrap_or_default();
        match found.len() {
            0 => Err(self.no_such_interview(typed).into()),
            1 => Ok(found.into_iter().next().unwrap_or_default()),
            _ => Err(Refusal::Ambiguous {
                what: "document",
                name: typed.to_owned(),
                candidates: found.into_iter().map(|at| documents[at].name.clone()).collect(),
            }
            .into()),
        }
    }

    fn no_such_interview(&self, typed: &str) -> Refusal {
        let texts = &self.loaded.texts;
        let documents = texts.documents().iter().map(|document| document.name.as_str());
        // A slip in a short name is found only where the ending does not count.
        let mut near = similar(typed, documents.clone());
        for name in similar(typed, documents.clone().map(stem)) {
            let whole = documents.clone().find(|document| stem(document) == name).unwrap_or(&name);
            near.push(whole.to_owned());
        }
        let people: BTreeSet<&str> =
            texts.rows().iter().filter_map(|row| row.participant.as_deref()).collect();
        let people =
            people.into_iter().filter(|name| !documents.clone().any(|document| stem(document) == *name));
        near.extend(similar(typed, people));
        let mut seen = BTreeSet::new();
        near.retain(|name| seen.insert(name.clone()));
        Refusal::NoSuchDocument { name: typed.to_owned(), similar: near }
    }
}
