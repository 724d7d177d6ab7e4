//! A decision in progress: reads the coder's state and collects the changes.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use crate::domain::{
    CandidateCode, CandidateId, CandidateRef, CandidateStatus, CandidateTheme, CandidateThemeId, Code,
    CodeId, CoderId, Coding, CodingId, Grouping, MadeBy, Memo, MemoId, OperationId, Placement, ProposalId,
    Record, RecordKey, SegmentId, SegmentRef, ThemeMadeBy, Timestamp,
};

use super::planned_changes::{PlannedChanges, Regrouped};
use super::{Candidate, CoderState, Refusal, RunSnapshot, State};

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
    /// The number that the next new candidate that holds segments gets.
    pub next_code: ProposalId,
    /// The letters that the next new candidate theme that holds candidate codes gets.
    pub next_theme: CandidateThemeId,
}

/// A decision in progress.
pub(super) struct ChangeSet<'a> {
    pub(super) state: &'a State,
    pub(super) base: &'a RunSnapshot,
    pub(super) view: &'a CoderState,
    pub(super) context: &'a Context<'a>,
    changed: BTreeMap<RecordKey, Option<Record>>,
    touched: Vec<Regrouped>,
    next_code: ProposalId,
    next_theme: CandidateThemeId,
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
            next_code: context.next_code,
            next_theme: context.next_theme,
            n_ids: 0,
        }
    }

    /// Returns the changes; refuses a decision that changes nothing.
    pub(super) fn finish(mut self) -> Result<PlannedChanges, Refusal> {
        self.regroup_themes();
        let last_code = (self.next_code > self.context.next_code).then(|| ProposalId(self.next_code.0 - 1));
        let last_theme =
            (self.next_theme > self.context.next_theme).then(|| CandidateThemeId(self.next_theme.0 - 1));
        let outcome = PlannedChanges::new(self.state, self.changed, self.touched, (last_code, last_theme));
        if outcome.changes().is_empty() { Err(Refusal::NoChange) } else { Ok(outcome) }
    }

    /// Stores the candidate themes whose segments change: their evidence is computed again.
    fn regroup_themes(&mut self) {
        let moves = |key: &RecordKey| {
            matches!(key, RecordKey::Place(..) | RecordKey::Grouping(..) | RecordKey::CandidateCode(..))
        };
        if !self.base.has_two_levels() || !self.changed.keys().any(moves) {
            return;
        }
        let mut after = self.view.clone();
        for (key, record) in &self.changed {
            after.set(key, record.clone());
        }
        for theme in super::candidate_theme_ids(self.base, &after) {
            let segments = super::theme_members(self.base, &after, theme);
            if segments == super::theme_members(self.base, self.view, theme) {
                continue;
            }
            if let Some(value) = super::candidate_theme(self.base, &after, theme) {
                let key = self.theme_key(theme);
                let suggest_label = value.label.is_empty();
                self.touched.push(Regrouped {
                    candidate: Candidate::OfCodes(theme),
                    key: key.clone(),
                    segments,
                    suggest_label,
                });
                self.put(key, Some(Record::CandidateTheme(value)));
            }
        }
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

    // Candidates of segments.

    /// Returns the refusal of a candidate that does not exist.
    fn no_such(&self, candidate: CandidateId) -> Refusal {
        super::no_such(self.base, self.view, candidate)
    }

    /// Returns a candidate that holds segments as the coder sees it.
    pub(super) fn candidate(&self, id: ProposalId) -> Result<CandidateCode, Refusal> {
        super::candidate(self.base, self.view, id).ok_or_else(|| self.no_such(self.base.name(id)))
    }

    /// Returns a candidate that may still be regrouped: an open or a deferred one.
    pub(super) fn unsettled(&self, id: ProposalId) -> Result<CandidateCode, Refusal> {
        super::unsettled(self.base, self.view, id)
    }

    /// Returns the refusal of a decision on a candidate whose verdict does not allow it.
    pub(super) fn settled(&self, id: ProposalId, found: &CandidateCode) -> Refusal {
        super::candidates::settled(self.base, id, found)
    }

    /// Returns the number of a candidate that holds segments.
    pub(super) fn of_segments(&self, name: CandidateId) -> Result<ProposalId, Refusal> {
        if let Candidate::OfCodes(theme) = self.base.meant(name) {
            self.theme(theme)?;
        }
        self.base.of_segments(name)
    }

    pub(super) fn members(&self, id: ProposalId) -> BTreeSet<SegmentId> {
        super::members(self.base, self.view, id)
    }

    /// Returns the candidate in which the coder has a segment.
    pub(super) fn place(&self, segment: SegmentId) -> Result<Placement, Refusal> {
        if self.base.segment(segment).is_none() {
            return Err(self.base.no_such_segment(segment));
        }
        Ok(super::place(self.base, self.view, segment))
    }

    /// Puts a segment in a candidate. For the one in which the run put it, no record is needed. For none there is always a
    /// record, because a coder decided so.
    pub(super) fn set_place(&mut self, segment: SegmentId, place: Placement) {
        let proposed = Placement { candidate: self.base.code_of(segment), ..Placement::default() };
        let key = RecordKey::Place(self.context.coder.clone(), self.base.run, segment);
        self.put(key, (place != proposed || place.candidate.is_none()).then_some(Record::Place(place)));
    }

    fn candidate_key(&self, id: ProposalId) -> RecordKey {
        RecordKey::CandidateCode(self.context.coder.clone(), self.base.run, id)
    }

    pub(super) fn set_candidate(&mut self, id: ProposalId, value: CandidateCode) {
        self.put(self.candidate_key(id), Some(Record::CandidateCode(value)));
    }

    /// Stores a candidate whose segments have changed: its evidence is computed again when the decision is complete.
    pub(super) fn regroup(&mut self, id: ProposalId, value: CandidateCode, segments: BTreeSet<SegmentId>) {
        let key = self.candidate_key(id);
        let suggest_label = value.label.is_empty();
        let candidate = Candidate::OfSegments(id);
        self.touched.push(Regrouped { candidate, key: key.clone(), segments, suggest_label });
        self.put(key, Some(Record::CandidateCode(value)));
    }

    /// Makes a new candidate that holds segments; its label is suggested later. It is in the candidate theme from which most of its
    /// segments come, if they come from any; among equals in the first.
    pub(super) fn new_candidate(&mut self, made_by: MadeBy, segments: BTreeSet<SegmentId>) -> ProposalId {
        let id = self.next_code;
        self.next_code.0 += 1;
        if let Some(theme) = self.most_common_theme(&segments) {
            self.set_theme_of(id, Some(theme));
        }
        let value = CandidateCode {
            label: String::new(),
            verdict: CandidateStatus::Open,
            code: None,
            merged_into: None,
            made_by: Some(made_by),
            evidence: Default::default(),
        };
        self.regroup(id, value, segments);
        id
    }

    fn most_common_theme(&self, segments: &BTreeSet<SegmentId>) -> Option<CandidateThemeId> {
        let mut counts: BTreeMap<CandidateThemeId, usize> = BTreeMap::new();
        for &segment in segments {
            let candidate = super::place(self.base, self.view, segment).candidate;
            if let Some(theme) = candidate.and_then(|id| super::theme_of(self.base, self.view, id)) {
                *counts.entry(theme).or_default() += 1;
            }
        }
        counts
            .into_iter()
            .reduce(|best, next| if next.1 > best.1 { next } else { best })
            .map(|(theme, _)| theme)
    }

    // Candidate themes that hold candidate codes.

    fn theme_key(&self, id: CandidateThemeId) -> RecordKey {
        RecordKey::CandidateTheme(self.context.coder.clone(), self.base.run, id)
    }

    /// Returns a candidate theme as the coder sees it.
    pub(super) fn theme(&self, id: CandidateThemeId) -> Result<CandidateTheme, Refusal> {
        super::candidate_theme(self.base, self.view, id).ok_or_else(|| self.no_such(id.into()))
    }

    /// Returns a candidate theme that can still be regrouped: one that was not merged, emptied or accepted.
    pub(super) fn unsettled_theme(&self, id: CandidateThemeId) -> Result<CandidateTheme, Refusal> {
        let found = self.theme(id)?;
        let is_accepted = self.view.living(found.code).is_some();
        let is_gone = self.codes_of(id).is_empty();
        if is_accepted || is_gone { Err(self.settled_theme(id, &found)) } else { Ok(found) }
    }

    /// Returns the refusal of a decision on a candidate theme whose status does not allow it.
    pub(super) fn settled_theme(&self, id: CandidateThemeId, found: &CandidateTheme) -> Refusal {
        Refusal::Settled {
            candidate: id.into(),
            verdict: super::theme_status(self.base, self.view, id),
            code: found.code,
            merged_into: found.merged_into.map(Into::into),
        }
    }

    pub(super) fn codes_of(&self, theme: CandidateThemeId) -> Vec<ProposalId> {
        super::codes_of(self.base, self.view, theme)
    }

    pub(super) fn set_theme(&mut self, id: CandidateThemeId, value: CandidateTheme) {
        self.put(self.theme_key(id), Some(Record::CandidateTheme(value)));
    }

    /// Puts a candidate code in a candidate theme. For the one in which the run put it, no record is needed.
    pub(super) fn set_theme_of(&mut self, code: ProposalId, theme: Option<CandidateThemeId>) {
        let is_proposed = self.base.code(code).is_some_and(|proposed| proposed.theme == theme);
        let key = RecordKey::Grouping(self.context.coder.clone(), self.base.run, code);
        self.put(key, (!is_proposed).then_some(Record::Grouping(Grouping { theme })));
    }

    /// Makes a new candidate theme; its label and evidence follow from its segments.
    pub(super) fn new_theme(&mut self, made_by: ThemeMadeBy) -> CandidateThemeId {
        let id = self.next_theme;
        self.next_theme.0 += 1;
        let value = CandidateTheme {
            label: String::new(),
            code: None,
            merged_into: None,
            made_by: Some(made_by),
            evidence: Default::default(),
        };
        self.set_theme(id, value);
        id
    }

    // Codes, codings, memos.

    pub(super) fn set_code(&mut self, id: CodeId, code: Code) {
        self.put(RecordKey::Code(self.context.coder.clone(), id), Some(Record::Code(code)));
    }

    /// Lists the codes as the decision leaves them so far: those of the coder, then those that it makes.
    pub(super) fn codes_now(&self) -> impl Iterator<Item = (CodeId, &Code)> {
        let now = |id: CodeId| {
            let key = RecordKey::Code(self.context.coder.clone(), id);
            match self.changed.get(&key) {
                Some(Some(Record::Code(code))) => Some(code),
                Some(_) => None,
                None => self.view.codes.get(&id),
            }
        };
        let made = self.changed.iter().filter_map(|(key, record)| match (key, record) {
            (RecordKey::Code(_, id), Some(Record::Code(code))) if !self.view.codes.contains_key(id) => {
                Some((*id, code))
            }
            _ => None,
        });
        self.view.codes.keys().filter_map(move |&id| Some((id, now(id)?))).chain(made)
    }

    /// Stores a code as the last among its siblings.
    pub(super) fn set_code_last(&mut self, id: CodeId, mut code: Code) {
        let siblings = self.codes_now().filter(|(of, sibling)| *of != id && sibling.parent == code.parent);
        code.position = siblings.map(|(_, sibling)| sibling.position + 1).max().unwrap_or(0);
        self.set_code(id, code);
    }

    /// Makes a new code, the last among its siblings.
    pub(super) fn new_code(&mut self, code: Code) -> CodeId {
        let mut id = CodeId::from_digest(self.digest());
        while self.view.codes.contains_key(&id) {
            id = CodeId::from_digest(self.digest());
        }
        self.set_code_last(id, code);
        id
    }

    pub(super) fn set_coding(&mut self, id: CodingId, coding: Coding) {
        self.put(RecordKey::Coding(self.context.coder.clone(), id), Some(Record::Coding(coding)));
    }

    pub(super) fn new_coding(&mut self, coding: Coding) -> CodingId {
        let mut id = CodingId::from_digest(self.digest());
        while self.view.has_coding(id) {
            id = CodingId::from_digest(self.digest());
        }
        self.set_coding(id, coding);
        id
    }

    /// Makes a coding of a segment of the run, without any quality.
    pub(super) fn coding_of(&self, code: CodeId, segment: SegmentId) -> Result<Coding, Refusal> {
        let found = self.base.segment(segment).ok_or_else(|| self.base.no_such_segment(segment))?;
        Ok(Coding {
            segment: Some(SegmentRef { run: self.base.run, id: segment }),
            ..Coding::of(code, &found.document, found.span)
        })
    }

    pub(super) fn reference(&self, candidate: CandidateId) -> CandidateRef {
        CandidateRef { run: self.base.run, candidate }
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
