//! Codings by hand, and their qualities.

use std::collections::BTreeSet;

use crate::domain::{Code, CodeFit, CodeId, Coding, Named, Record, RecordKey, SegmentId, SegmentRef, Span};

use super::{each_once, text};
use crate::review::Refusal;
use crate::review::change_set::ChangeSet;

impl ChangeSet<'_> {
    pub(super) fn code_segments(&mut self, named: &Named, segments: &[SegmentId]) -> Result<(), Refusal> {
        let (id, code) = self.code(named)?;
        each_once("segment", segments)?;
        let coded: BTreeSet<_> = self.view.codings_of(id).map(|(_, c)| (&c.document, c.span())).collect();
        for &segment in segments {
            let coding = self.coding_of(id, segment)?;
            if coded.contains(&(&coding.document, coding.span())) {
                return Err(Refusal::Coded { place: format!("segment {segment}"), label: code.label });
            }
            self.new_coding(coding);
            self.forget_fit(id, segment);
        }
        Ok(())
    }

    /// Records that segments do not belong to a code; segments that have the code lose it first.
    pub(super) fn not_this_code(&mut self, named: &Named, segments: &[SegmentId]) -> Result<(), Refusal> {
        let (id, code) = self.code(named)?;
        each_once("segment", segments)?;
        let coded: BTreeSet<_> = self.view.codings_of(id).map(|(_, c)| (&c.document, c.span())).collect();
        for &segment in segments {
            let coding = self.coding_of(id, segment)?;
            if coded.contains(&(&coding.document, coding.span())) {
                return Err(Refusal::Coded { place: format!("segment {segment}"), label: code.label });
            }
            let key = RecordKey::Fit(self.context.coder.clone(), id, self.base.run, segment);
            self.put(key, Some(Record::Fit(CodeFit { fits: false })));
        }
        Ok(())
    }

    /// Removes a refusal when the segment is coded with the code after all.
    pub(super) fn forget_fit(&mut self, code: CodeId, segment: SegmentId) {
        if self.view.fits.contains_key(&(code, self.base.run, segment)) {
            self.put(RecordKey::Fit(self.context.coder.clone(), code, self.base.run, segment), None);
        }
    }

    /// Removes all refusals of a deleted code for segments.
    pub(super) fn forget_fits_of(&mut self, code: CodeId) {
        for &(of, run, segment) in self.view.fits.keys().filter(|(of, ..)| *of == code) {
            self.put(RecordKey::Fit(self.context.coder.clone(), of, run, segment), None);
        }
    }

    /// Applies a code to any span of a document; if it is a segment of the run, the coding names the segment.
    pub(super) fn code_span(
        &mut self,
        named: &Named,
        document: &str,
        start: usize,
        end: usize,
    ) -> Result<(), Refusal> {
        let (code, Code { label, .. }) = self.code(named)?;
        let length = self.base.length_of(document)?;
        if !(start < end && end <= length) {
            return Err(Refusal::NoSuchSpan { document: document.to_owned(), start, end, length });
        }
        let segment = self.base.segment_at(document, Span::new(start, end));
        let coding = Coding {
            segment: segment.map(|id| SegmentRef { run: self.base.run, id }),
            ..Coding::of(code, document, Span::new(start, end))
        };
        let same = |other: &Coding| other.document == coding.document && other.span() == coding.span();
        if self.view.codings_of(code).any(|(_, other)| same(other)) {
            return Err(Refusal::Coded { place: format!("{document} {start}–{end}"), label });
        }
        if let Some(segment) = segment {
            self.forget_fit(code, segment);
        }
        self.new_coding(coding);
        Ok(())
    }

    pub(super) fn uncode(&mut self, codings: &[Named]) -> Result<(), Refusal> {
        each_once("coding", &codings.iter().map(|named| &named.0).collect::<Vec<_>>())?;
        for named in codings {
            let (id, _) = self.coding(named)?;
            self.put(RecordKey::Coding(self.context.coder.clone(), id), None);
            self.delete_memos_on(None, &BTreeSet::from([id]));
        }
        Ok(())
    }

    pub(super) fn condense(&mut self, named: &Named, words: Option<&str>) -> Result<(), Refusal> {
        let words = words.map(|words| text("condensed meaning unit", words)).transpose()?;
        self.qualify(named, |coding| coding.condensed = words.map(str::to_owned))
    }

    /// Alters a quality of a coding.
    pub(super) fn qualify(&mut self, named: &Named, change: impl FnOnce(&mut Coding)) -> Result<(), Refusal> {
        let (id, mut coding) = self.coding(named)?;
        change(&mut coding);
        self.set_coding(id, coding);
        Ok(())
    }
}
