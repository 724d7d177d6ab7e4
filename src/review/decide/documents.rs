//! Takes documents out of the study and puts them back.

use crate::domain::{Record, RecordKey, RemovedDocument};
use crate::review::Refusal;
use crate::review::change_set::ChangeSet;

use super::each_once;

impl ChangeSet<'_> {
    /// Takes documents out, for all coders. What was decided on their segments stays in the records, for the day on which they are put back.
    pub(super) fn remove_documents(&mut self, documents: &[String]) -> Result<(), Refusal> {
        each_once("document", documents)?;
        for name in documents {
            if self.state.removed().contains_key(name) {
                return Err(Refusal::RemovedDocument { name: name.clone() });
            }
            self.base.length_of(name)?;
            let record = RemovedDocument { by: self.context.coder.clone(), at: self.context.at.clone() };
            self.put(RecordKey::Removed(name.clone()), Some(Record::Removed(record)));
        }
        Ok(())
    }

    /// Puts documents back.
    pub(super) fn restore_documents(&mut self, documents: &[String]) -> Result<(), Refusal> {
        each_once("document", documents)?;
        for name in documents {
            if !self.state.removed().contains_key(name) {
                let removed = self.state.removed().keys().cloned().collect();
                return Err(Refusal::NotRemoved { name: name.clone(), removed });
            }
            self.put(RecordKey::Removed(name.clone()), None);
        }
        Ok(())
    }
}
