//! A decision in progress: reads the coder's state and collects the changes.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use crate::domain::{
    CandidateStatus, CandidateTheme, Code, CodeId, CoderId, Coding, CodingId, MadeBy, Memo, MemoId,
    OperationId, ProposalId, Record, RecordKey, SegmentId, SegmentRef, ThemeAssignment, ThemeRef, Timestamp,
};

use super::planned_changes::{PlannedChanges, RegroupedTheme};
use super::{CoderState, Refusal, RunSnapshot, State};

/// Who makes a decision and when, and the facts from which its new ids are made.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// The coder.
    pub coder: &'a CoderId,
    /// The present time.
    pub at: &'a Timestamp,
    /// The reason, if the coder gave one.
    pub reason: Option<&'a str>,
    /// The number that the operation gets in the log.
    pub operation: OperationId,
    /// The hash of the operation before it.
    pub previous_hash: &'a str,
    /// The number that the next new candidate theme gets.
    pub next_theme: ProposalId,
}

/// A decision in progress.
pub(super) struct ChangeSet<'a> {
    pub(super) state: &'a State,
    pub(super) base: &'a RunSnapshot,
    pub(super) view: &'a CoderState,
    pub(super) context: &'a Context<'a>,
    changed: BTreeMap<RecordKey, Option<Record>>,
    touched: Vec<RegroupedTheme>,
    next_theme: ProposalId,
    n_ids: u32,
}

impl<'a> ChangeSet<'a> {
    pub(super) fn new(state: &'a State, base: &'a RunSnapshot, context: &'a Context<'a>) -> Self {
        Self {
            state,
            base,
            view: state.view(context.coder),
            context,
            changed: BTreeMap::new(),
            touched: Vec::new(),
            next_theme: context.next_theme,
            n_ids: 0,
        }
    }

    /// Returns the changes; refuses a decision that changes nothing.
    pub(super) fn finish(self) -> Result<PlannedChanges, Refusal> {
        let last = (self.next_theme > self.context.next_theme).then(|| ProposalId(self.next_theme.0 - 1));
        let outcome = PlannedChanges::new(self.state, self.changed, self.touched, last);
        if outcome.changes().is_empty() { Err(Refusal::NoChange) } else { Ok(outcome) }
    }

    pub(super) fn put(&mut self, key: RecordKey, record: Option<Record>) {
        self.changed.insert(key, record);
    }

    /// Returns 40 bits made from coder, place in the log and count: the same decision at the same place gives the same bits.
    fn digest(&mut self) -> [u8; 5] {
        let Context { coder, operation, previous_hash, .. } = self.context;
        let hash = Sha256::digest(format!("{coder}\n{operation}\n{previous_hash}\n{}", self.n_ids));
        self.n_ids += 1;
        std::array::from_fn(|at| hash[at])
    }

    // Candidate themes.

    /// Returns a candidate theme as the coder sees it.
    pub(super) fn theme(&self, theme: ProposalId) -> Result<CandidateTheme, Refusal> {
        super::candidate(self.base, self.view, theme)
            .ok_or(Refusal::NoSuchTheme { theme, run: self.base.run })
    }

    /// Returns a candidate theme that may still be regrouped: an open or a deferred one.
    pub(super) fn unsettled(&self, theme: ProposalId) -> Result<CandidateTheme, Refusal> {
        let found = self.theme(theme)?;
        match found.verdict {
            CandidateStatus::Open | CandidateStatus::Deferred => Ok(found),
            _ => Err(Refusal::settled(theme, &found)),
        }
    }

    pub(super) fn members(&self, theme: ProposalId) -> BTreeSet<SegmentId> {
        super::members(self.base, self.view, theme)
    }

    /// Returns the theme in which the coder has a segment.
    pub(super) fn place(&self, segment: SegmentId) -> Result<ThemeAssignment, Refusal> {
        if self.base.segment(segment).is_none() {
            let (run, n_segments) = (self.base.run, self.base.n_segments());
            return Err(Refusal::NoSuchSegment { segment, run, n_segments });
        }
        Ok(super::place(self.base, self.view, segment))
    }

    /// Puts a segment in a theme. For the theme in which the run put it, no record is needed. For no theme there is always a
    /// record, because a coder decided so.
    pub(super) fn set_place(&mut self, segment: SegmentId, place: ThemeAssignment) {
        let proposed = ThemeAssignment { theme: self.base.theme_of(segment), ..ThemeAssignment::default() };
        let key = RecordKey::Place(self.context.coder.clone(), self.base.run, segment);
        self.put(key, (place != proposed || place.theme.is_none()).then_some(Record::Place(place)));
    }

    pub(super) fn set_theme(&mut self, theme: ProposalId, value: CandidateTheme) {
        let key = RecordKey::Theme(self.context.coder.clone(), self.base.run, theme);
        self.put(key, Some(Record::Theme(value)));
    }

    /// Stores a theme whose segments have changed: its evidence is computed again when the decision is complete.
    pub(super) fn regroup(&mut self, theme: ProposalId, value: CandidateTheme, members: BTreeSet<SegmentId>) {
        let key = RecordKey::Theme(self.context.coder.clone(), self.base.run, theme);
        let suggest_label = value.label.is_empty();
        self.touched.push(RegroupedTheme { theme, key: key.clone(), segments: members, suggest_label });
        self.put(key, Some(Record::Theme(value)));
    }

    /// Makes a new candidate theme; its label is suggested later.
    pub(super) fn new_theme(&mut self, made_by: MadeBy, members: BTreeSet<SegmentId>) -> ProposalId {
        let theme = self.next_theme;
        self.next_theme.0 += 1;
        let value = CandidateTheme {
            label: String::new(),
            verdict: CandidateStatus::Open,
            code: None,
            merged_into: None,
            made_by: Some(made_by),
            evidence: Default::default(),
        };
        self.regroup(theme, value, members);
        theme
    }

    // Codes, codings, memos.

    pub(super) fn set_code(&mut self, id: CodeId, code: Code) {
        self.put(RecordKey::Code(self.context.coder.clone(), id), Some(Record::Code(code)));
    }

    /// Makes a new code, the last among its siblings.
    pub(super) fn new_code(&mut self, mut code: Code) -> CodeId {
        let mut id = CodeId::from_digest(self.digest());
        while self.view.codes.contains_key(&id) {
            id = CodeId::from_digest(self.digest());
        }
        let siblings = self.view.codes.values().filter(|sibling| sibling.parent == code.parent);
        let made = self.changed.values().filter_map(|record| match record {
            Some(Record::Code(made)) if made.parent == code.parent => Some(made),
            _ => None,
        });
        code.position = siblings.chain(made).map(|sibling| sibling.position + 1).max().unwrap_or(0);
        self.set_code(id, code);
        id
    }

    pub(super) fn set_coding(&mut self, id: CodingId, coding: Coding) {
        self.put(RecordKey::Coding(self.context.coder.clone(), id), Some(Record::Coding(coding)));
    }

    pub(super) fn new_coding(&mut self, coding: Coding) -> CodingId {
        let mut id = CodingId::from_digest(self.digest());
        while self.view.codings.contains_key(&id) {
            id = CodingId::from_digest(self.digest());
        }
        self.set_coding(id, coding);
        id
    }

    /// Makes a coding of a segment of the run, without any quality.
    pub(super) fn coding_of(&self, code: CodeId, segment: SegmentId) -> Result<Coding, Refusal> {
        let found = self.base.segment(segment).ok_or(Refusal::NoSuchSegment {
            segment,
            run: self.base.run,
            n_segments: self.base.n_segments(),
        })?;
        Ok(Coding {
            code,
            document: found.document.as_ref().to_owned(),
            start: found.span.start,
            end: found.span.end,
            segment: Some(SegmentRef { run: self.base.run, id: segment }),
            proposal: None,
            condensed: None,
            content: None,
            certainty: None,
            negative: false,
            source: None,
        })
    }

    pub(super) fn theme_ref(&self, theme: ProposalId) -> ThemeRef {
        ThemeRef { run: self.base.run, theme }
    }

    pub(super) fn new_memo(&mut self, memo: Memo) -> MemoId {
        let mut id = MemoId::from_digest(self.digest());
        while self.view.memos.contains_key(&id) {
            id = MemoId::from_digest(self.digest());
        }
        self.set_memo(id, memo);
        id
    }

    pub(super) fn set_memo(&mut self, id: MemoId, memo: Memo) {
        self.put(RecordKey::Memo(self.context.coder.clone(), id), Some(Record::Memo(memo)));
    }
}
