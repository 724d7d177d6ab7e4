//! Resolves the name of an interview: of its document, the beginning of one, or a participant's.

use std::collections::BTreeSet;

use crate::domain::Refusal;
use crate::project::ProjectError;
use crate::project::people::{plain_name, stem};
use crate::project::versions::latest;
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
        let present = |at: &usize| self.loaded.is_present(*at);
        if let Some(exact) = texts.place(self.corrected_name(typed)) {
            let name = || Refusal::RemovedDocument { name: typed.to_owned() };
            return Some(exact).filter(present).ok_or_else(|| name().into());
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
            let named = named.filter(|(_, name)| fits(&plain_name(name)));
            named.map(|(document, _)| document).filter(present).collect()
        };
        let called = |fits: &dyn Fn(&str) -> bool| -> BTreeSet<usize> {
            let all = (0..documents.len()).filter(present);
            all.filter(|&at| names(at).iter().any(|name| fits(name))).collect()
        };
        let is = |name: &str| name == wanted;
        let begins = |name: &str| name.starts_with(&wanted);
        let ways: [&dyn Fn() -> BTreeSet<usize>; 4] =
            [&|| called(&is), &|| speaks(&is), &|| called(&begins), &|| speaks(&begins)];
        let found =
            ways.iter().filter(|_| !wanted.is_empty()).map(|way| way()).find(|found| !found.is_empty());
        let found = found.unwrap_or_default();
        match found.len() {
            0 => Err(match self.removed_interview(typed) {
                Ok(name) => Refusal::RemovedDocument { name }.into(),
                Err(_) => self.no_such_interview(typed).into(),
            }),
            1 => Ok(found.into_iter().next().unwrap_or_default()),
            _ => Err(Refusal::Ambiguous {
                what: "document",
                name: typed.to_owned(),
                candidates: found.into_iter().map(|at| documents[at].name.clone()).collect(),
            }
            .into()),
        }
    }

    /// Returns the name under which a document is now, after all its corrections.
    pub(super) fn corrected_name<'n>(&'n self, name: &'n str) -> &'n str {
        latest(name, |name| self.state.removed().get(name)?.replaced_by.as_deref())
    }

    /// Returns the document that was taken out of the study and that a name means: its name, with or without folders and ending. Case, spaces
    /// and punctuation do not count.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where the name fits no document that was taken out, or several.
    pub(super) fn removed_interview(&self, typed: &str) -> Result<String, ProjectError> {
        let removed = self.state.removed();
        // Of a document that was corrected, the corrected words can be put back.
        let now = |name: &str| {
            Some(self.corrected_name(name)).filter(|now| removed.contains_key(*now)).map(str::to_owned)
        };
        if removed.contains_key(typed) {
            return Ok(now(typed).unwrap_or_else(|| typed.to_owned()));
        }
        let wanted = plain_name(typed);
        let fits = |name: &&String| {
            let last = name.rsplit('/').next().unwrap_or(name);
            [plain_name(name), plain_name(stem(name)), plain_name(last)].contains(&wanted)
        };
        let found = removed.keys().filter(fits).map(|name| now(name).unwrap_or_else(|| name.clone()));
        let mut found: Vec<String> = found.collect::<BTreeSet<_>>().into_iter().collect();
        match found.len() {
            1 => Ok(found.remove(0)),
            0 => {
                let removed = removed.keys().cloned().collect();
                Err(Refusal::NotRemoved { name: typed.to_owned(), removed }.into())
            }
            _ => {
                let name = typed.to_owned();
                Err(Refusal::Ambiguous { what: "document", name, candidates: found }.into())
            }
        }
    }

    fn no_such_interview(&self, typed: &str) -> Refusal {
        let texts = &self.loaded.texts;
        let documents = self.base.documents.keys().map(String::as_str);
        // A slip in a short name is found only where the ending does not count.
        let mut near = similar(typed, documents.clone());
        for name in similar(typed, documents.clone().map(stem)) {
            let whole = documents.clone().find(|document| stem(document) == name).unwrap_or(&name);
            near.push(whole.to_owned());
        }
        let rows = texts.rows().iter().filter(|row| self.loaded.is_present(row.document));
        let people: BTreeSet<&str> = rows.filter_map(|row| row.participant.as_deref()).collect();
        let people =
            people.into_iter().filter(|name| !documents.clone().any(|document| stem(document) == *name));
        near.extend(similar(typed, people));
        let mut seen = BTreeSet::new();
        near.retain(|name| seen.insert(name.clone()));
        Refusal::NoSuchDocument { name: typed.to_owned(), similar: near }
    }
}
