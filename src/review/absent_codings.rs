//! Codings of documents that were taken out of the study: they are kept apart, so that nothing counts them.

use std::collections::BTreeMap;

use super::CoderState;
use crate::domain::{CodeId, Coding, CodingId};

impl CoderState {
    /// Returns all codings, also those of documents that were taken out of the study.
    pub fn all_codings(&self) -> impl Iterator<Item = (CodingId, &Coding)> + '_ {
        self.codings.iter().chain(&self.absent_codings).map(|(id, coding)| (*id, coding))
    }

    /// Returns the codings of a code, also those of documents that were taken out of the study.
    pub(super) fn all_codings_of(&self, code: CodeId) -> impl Iterator<Item = (CodingId, &Coding)> + '_ {
        let absent = self.absent_codings.iter().map(|(id, coding)| (*id, coding));
        self.codings_of(code).chain(absent.filter(move |(_, coding)| coding.code == code))
    }

    /// Tells whether a coding is absent, because its document was taken out of the study.
    #[must_use]
    pub fn is_absent(&self, id: CodingId) -> bool {
        self.absent_codings.contains_key(&id)
    }

    /// Tells whether a coding has this id.
    pub(super) fn has_coding(&self, id: CodingId) -> bool {
        self.codings.contains_key(&id) || self.absent_codings.contains_key(&id)
    }

    /// Puts the codings of a document aside, because it was taken out of the study.
    pub(super) fn hide(&mut self, document: &str) {
        let of_it = self.codings.iter().filter(|(_, coding)| coding.document == document);
        let of_it: Vec<(CodingId, Coding)> = of_it.map(|(id, coding)| (*id, coding.clone())).collect();
        for (id, coding) in of_it {
            self.set_coding(id, None);
            self.absent_codings.insert(id, coding);
        }
    }

    /// Takes the codings of a document in again.
    pub(super) fn show(&mut self, document: &str) {
        let (of_it, others) = std::mem::take(&mut self.absent_codings)
            .into_iter()
            .partition::<BTreeMap<_, _>, _>(|(_, coding)| coding.document == document);
        self.absent_codings = others;
        for (id, coding) in of_it {
            self.set_coding(id, Some(coding));
        }
    }
}
