//! Who codes, whether coders see each other's decisions, and how the study understands coding.

use crate::domain::{Approach, Coder, CoderId, Comparison, DefaultCoder, Record, RecordKey, StudyApproach};

use super::text;
use crate::review::draft::Draft;
use crate::review::{Refusal, coders_named};

impl Draft<'_> {
    /// The coder of this very decision becomes known.
    pub(super) fn add_coder(&mut self, name: &str) -> Result<(), Refusal> {
        let name = text("name", name).map_err(|_| Refusal::NoName)?.to_owned();
        let id = self.context.coder.clone();
        if self.state.coders().contains_key(&id) {
            return Err(Refusal::CoderKnown(id));
        }
        if let Some(known) = coders_named(self.state, &name).first() {
            return Err(Refusal::CoderKnown((*known).clone()));
        }
        let coder = Coder { name, since: self.context.at.clone() };
        self.put(RecordKey::Coder(id), Some(Record::Coder(coder)));
        Ok(())
    }

    pub(super) fn set_coder(&mut self, id: Option<&CoderId>) -> Result<(), Refusal> {
        if let Some(id) = id.filter(|id| !self.state.coders().contains_key(id)) {
            let known = self.state.coders().values().map(|coder| coder.name.clone()).collect();
            return Err(Refusal::NoSuchCoder { coder: id.to_string(), known });
        }
        let record = id.map(|id| Record::DefaultCoder(DefaultCoder { id: id.clone() }));
        self.put(RecordKey::DefaultCoder, record);
        Ok(())
    }

    pub(super) fn set_approach(&mut self, approach: Option<Approach>) -> Result<(), Refusal> {
        let record = approach.map(|approach| Record::Approach(StudyApproach { approach }));
        self.put(RecordKey::Approach, record);
        Ok(())
    }

    pub(super) fn compare(&mut self, open: bool) -> Result<(), Refusal> {
        // Closed is how a project begins: it needs no record.
        self.put(RecordKey::Comparison, open.then_some(Record::Comparison(Comparison { open })));
        Ok(())
    }
}
