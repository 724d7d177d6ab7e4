//! Memos, on anything.

use crate::domain::{Memo, MemoTarget, Named, RecordKey};

use super::text;
use crate::review::Refusal;
use crate::review::draft::Draft;

impl Draft<'_> {
    pub(super) fn write_memo(&mut self, on: &MemoTarget, words: &str) -> Result<(), Refusal> {
        self.check_target(on)?;
        let text = text("memo", words)?.to_owned();
        self.new_memo(Memo { on: on.clone(), text });
        Ok(())
    }

    pub(super) fn edit_memo(&mut self, named: &Named, words: &str) -> Result<(), Refusal> {
        let (id, memo) = self.memo(named)?;
        let text = text("memo", words)?.to_owned();
        self.set_memo(id, Memo { text, ..memo });
        Ok(())
    }

    pub(super) fn delete_memo(&mut self, named: &Named) -> Result<(), Refusal> {
        let (id, _) = self.memo(named)?;
        self.put(RecordKey::Memo(self.context.coder.clone(), id), None);
        Ok(())
    }

    /// Refuses a memo on what there is not.
    fn check_target(&self, on: &MemoTarget) -> Result<(), Refusal> {
        let of_this_run = |asked| {
            let run = self.base.run;
            if asked == run { Ok(()) } else { Err(Refusal::OtherRun { asked, run }) }
        };
        match on {
            MemoTarget::Project => Ok(()),
            MemoTarget::Document(name) if self.base.documents.contains_key(name) => Ok(()),
            MemoTarget::Document(name) => Err(Refusal::NoSuchDocument(name.clone())),
            MemoTarget::Participant(name) if self.base.participants.contains(name) => Ok(()),
            MemoTarget::Participant(name) => Err(Refusal::NoSuchParticipant(name.clone())),
            MemoTarget::Theme(theme) => {
                of_this_run(theme.run)?;
                self.theme(theme.theme).map(|_| ())
            }
            MemoTarget::Segment(segment) => {
                of_this_run(segment.run)?;
                self.place(segment.id).map(|_| ())
            }
            MemoTarget::Code(id) => self.code(&Named::id(id)).map(|_| ()),
            MemoTarget::Coding(id) => self.coding(&Named::id(id)).map(|_| ()),
        }
    }
}
