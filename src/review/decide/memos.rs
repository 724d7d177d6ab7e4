//! Memos, coders, settings and verdicts on disagreements.

use super::text;
use crate::domain::{
    Adjudication, AdjudicationVerdict, Approach, Coder, CoderId, Comparison, DefaultCoder, Disagreement,
    Memo, MemoTarget, Named, Record, RecordKey, Side, StudyApproach,
};
use crate::review::change_set::ChangeSet;
use crate::review::{Candidate, Refusal, coders_named};

impl ChangeSet<'_> {
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

    /// Refuses a memo on something that does not exist.
    fn check_target(&self, on: &MemoTarget) -> Result<(), Refusal> {
        let of_this_run = |asked| {
            let run = self.base.run;
            if asked == run { Ok(()) } else { Err(Refusal::OtherRun { asked, run }) }
        };
        match on {
            MemoTarget::Project => Ok(()),
            MemoTarget::Document(name) => self.base.length_of(name).map(|_| ()),
            MemoTarget::Participant(name) if self.base.participants.contains(name) => Ok(()),
            MemoTarget::Participant(name) => Err(self.base.no_such_participant(name)),
            MemoTarget::Candidate(of) => {
                of_this_run(of.run)?;
                match self.base.meant(of.candidate) {
                    Candidate::OfSegments(id) => self.candidate(id).map(|_| ()),
                    Candidate::OfCodes(theme) => self.theme(theme).map(|_| ()),
                }
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

impl ChangeSet<'_> {
    /// Adds the coder of this decision.
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
        // A project begins closed, which needs no record.
        self.put(RecordKey::Comparison, open.then_some(Record::Comparison(Comparison { open })));
        Ok(())
    }
}

impl ChangeSet<'_> {
    pub(super) fn adjudicate(
        &mut self,
        on: &Disagreement,
        verdict: Option<AdjudicationVerdict>,
    ) -> Result<(), Refusal> {
        let span = on.span;
        let length = self.base.length_of(&on.document)?;
        if span.is_empty() || span.end.0 > length {
            let (document, start, end) = (on.document.clone(), span.start.0, span.end.0);
            return Err(Refusal::NoSuchSpan { document, start, end, length });
        }
        for reading in [&on.first, &on.second] {
            if let Side::Coder(coder) = &reading.side
                && !self.state.coders().contains_key(coder)
            {
                let known = self.state.coders().values().map(|coder| coder.name.clone()).collect();
                return Err(Refusal::NoSuchCoder { coder: coder.to_string(), known });
            }
        }
        let record = match verdict {
            None => None,
            Some(verdict) => Some(Record::Adjudication(Adjudication {
                disagreement: on.clone(),
                verdict,
                because: text("reason", self.context.reason.unwrap_or_default())?.to_owned(),
                at: self.context.at.clone(),
            })),
        };
        self.put(RecordKey::Adjudication(self.context.coder.clone(), on.id()), record);
        Ok(())
    }
}
