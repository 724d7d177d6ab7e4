//! Takes documents out of the study and puts them back.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    CodeId, Coding, MemoTarget, MovedPassage, MovedSegment, Record, RecordKey, RemovedDocument, SegmentRef,
    Span,
};
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
            self.take_out(name, None);
        }
        Ok(())
    }

    /// Puts documents back.
    pub(super) fn restore_documents(&mut self, documents: &[String]) -> Result<(), Refusal> {
        each_once("document", documents)?;
        for name in documents {
            let Some(found) = self.state.removed().get(name) else {
                let held = self.state.removed().iter().filter(|(_, removed)| !removed.erased);
                let removed = held.map(|(name, _)| name.clone()).collect();
                return Err(Refusal::NotRemoved { name: name.clone(), removed });
            };
            if found.erased {
                return Err(Refusal::ErasedDocument { name: name.clone() });
            }
            if let Some(by) = &found.replaced_by {
                return Err(Refusal::ReplacedDocument { name: name.clone(), by: by.clone() });
            }
            self.put(RecordKey::Removed(name.clone()), None);
        }
        Ok(())
    }

    /// Puts the corrected words of a document in its place: the coder's codings, what they said of its segments, and their memos move there.
    pub(super) fn correct_document(
        &mut self,
        document: &str,
        corrected: &str,
        passages: &[MovedPassage],
        segments: &[MovedSegment],
    ) -> Result<(), Refusal> {
        let length = self.base.any_length_of(corrected)?;
        self.base.any_length_of(document)?;
        if let Some(of) = passages.iter().find(|of| of.new_start >= of.new_end || of.new_end > length) {
            let (start, end, document) = (of.new_start, of.new_end, corrected.to_owned());
            return Err(Refusal::NoSuchSpan { document, start, end, length });
        }
        let places: BTreeMap<Span, Span> = passages
            .iter()
            .map(|of| (Span::new(of.start, of.end), Span::new(of.new_start, of.new_end)))
            .collect();
        let run = self.base.run;
        let there = self.view.all_codings().filter(|(_, coding)| coding.document == corrected);
        let mut taken: BTreeSet<(CodeId, Span)> =
            there.map(|(_, coding)| (coding.code, coding.span())).collect();
        let mut moved = Vec::new();
        for (id, coding) in self.view.all_codings().filter(|(_, coding)| coding.document == document) {
            let Some(&span) = places.get(&coding.span()) else { continue };
            // Two passages that differ in what was taken out between them would be the same coding twice.
            if !taken.insert((coding.code, span)) {
                continue;
            }
            let segment = coding.segment.and_then(|_| self.base.any_segment_at(corrected, span));
            let coding = Coding {
                document: corrected.to_owned(),
                start: span.start,
                end: span.end,
                segment: segment.map(|id| SegmentRef { run, id }),
                ..coding.clone()
            };
            moved.push((id, coding));
        }
        for (id, coding) in moved {
            self.set_coding(id, coding);
        }
        let coder = self.context.coder;
        for &MovedSegment { from, to } in segments {
            for id in [from, to] {
                if self.base.segment(id).is_none() && !self.base.is_absent(id) {
                    return Err(self.base.no_such_segment(id));
                }
            }
            if let Some(place) = self.view.places.get(&(run, from)) {
                self.put(RecordKey::Place(coder.clone(), run, to), Some(Record::Place(*place)));
            }
            for (&(code, ..), fit) in self.view.fits.iter().filter(|((_, r, s), _)| (*r, *s) == (run, from)) {
                self.put(RecordKey::Fit(coder.clone(), code, run, to), Some(Record::Fit(*fit)));
            }
            let target = |id| MemoTarget::Segment(SegmentRef { run, id });
            self.move_memos(&target(from), &target(to));
        }
        self.move_memos(
            &MemoTarget::Document(document.to_owned()),
            &MemoTarget::Document(corrected.to_owned()),
        );
        self.put(RecordKey::Removed(corrected.to_owned()), None);
        if self.state.removed().get(document).and_then(|removed| removed.replaced_by.as_deref())
            != Some(corrected)
        {
            self.take_out(document, Some(corrected.to_owned()));
        }
        Ok(())
    }

    fn take_out(&mut self, name: &str, replaced_by: Option<String>) {
        let (by, at) = (self.context.coder.clone(), self.context.at.clone());
        let record = RemovedDocument { by, at, replaced_by, erased: false };
        self.put(RecordKey::Removed(name.to_owned()), Some(Record::Removed(record)));
    }
}
