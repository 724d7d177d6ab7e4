//! The state of a review: the result of all changes, and look-ups in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    Adjudication, Approach, CandidateCode, CandidateId, CandidateTheme, CandidateThemeId, Code, CodeFit,
    CodeId, Coder, CoderId, Coding, CodingId, Comparison, DefaultCoder, DisagreementId, Grouping, Memo,
    MemoId, Names, Placement, ProposalId, Record, RecordChange, RecordKey, RemovedDocument, RunId, SegmentId,
    SegmentRef, Span, StudyApproach,
};

use super::coded_places::CodedPlaces;
use super::snapshot::RunSnapshot;

/// The decisions of all coders.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    coders: BTreeMap<CoderId, Coder>,
    comparison: Option<Comparison>,
    default_coder: Option<DefaultCoder>,
    approach: Option<StudyApproach>,
    /// The documents that were taken out of the study.
    removed: BTreeMap<String, RemovedDocument>,
    views: BTreeMap<CoderId, CoderState>,
}

/// The decisions of one coder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CoderState {
    /// The candidates of segments on which they decided.
    pub candidates: BTreeMap<(RunId, ProposalId), CandidateCode>,
    /// The candidate themes on which they decided that hold candidate codes.
    pub candidate_themes: BTreeMap<(RunId, CandidateThemeId), CandidateTheme>,
    /// The candidate codes that they put in another theme.
    pub groupings: BTreeMap<(RunId, ProposalId), Grouping>,
    /// The segments that they moved, or marked as negative cases.
    pub places: BTreeMap<(RunId, SegmentId), Placement>,
    /// Their codes.
    pub codes: BTreeMap<CodeId, Code>,
    /// Their codings, without those of documents that were taken out of the study.
    pub codings: BTreeMap<CodingId, Coding>,
    /// Their codings of documents that were taken out.
    pub(super) absent_codings: BTreeMap<CodingId, Coding>,
    /// The segments that they said do not belong to a code.
    pub fits: BTreeMap<(CodeId, RunId, SegmentId), CodeFit>,
    /// Their memos.
    pub memos: BTreeMap<MemoId, Memo>,
    /// Their verdicts on disagreements.
    pub adjudications: BTreeMap<DisagreementId, Adjudication>,
    /// The segments that they put in each candidate.
    placed: BTreeMap<(RunId, ProposalId), BTreeSet<SegmentId>>,
    /// The candidates that they merged into each candidate.
    merged: BTreeMap<(RunId, ProposalId), BTreeSet<ProposalId>>,
    codings_of: BTreeMap<CodeId, BTreeSet<CodingId>>,
    /// How many codings each segment has.
    coded: BTreeMap<SegmentRef, usize>,
    /// The codings of segments, by their place.
    places_coded: CodedPlaces,
}

/// A coder who has decided nothing yet.
static NOTHING: CoderState = CoderState {
    candidates: BTreeMap::new(),
    candidate_themes: BTreeMap::new(),
    groupings: BTreeMap::new(),
    places: BTreeMap::new(),
    codes: BTreeMap::new(),
    codings: BTreeMap::new(),
    absent_codings: BTreeMap::new(),
    fits: BTreeMap::new(),
    memos: BTreeMap::new(),
    adjudications: BTreeMap::new(),
    placed: BTreeMap::new(),
    merged: BTreeMap::new(),
    codings_of: BTreeMap::new(),
    coded: BTreeMap::new(),
    places_coded: CodedPlaces::new(),
};

impl CoderState {
    /// Returns the decisions of somebody who has decided nothing: candidates are as the run proposed them.
    #[must_use]
    pub fn of_nobody() -> &'static Self {
        &NOTHING
    }
}

impl Names for State {
    fn code_label(&self, coder: &CoderId, code: CodeId) -> Option<&str> {
        self.view(coder).codes.get(&code).map(|code| code.label.as_str())
    }

    fn coder_name(&self, coder: &CoderId) -> Option<&str> {
        self.coders.get(coder).map(|coder| coder.name.as_str())
    }
}

/// The names of a state, with what is known of the runs.
#[derive(Clone, Copy, Debug)]
pub struct NamesInRuns<'a> {
    /// The state.
    pub state: &'a State,
    /// The runs with one level of candidates.
    pub one_level: &'a BTreeSet<RunId>,
    /// The run under review, if there is one.
    pub base: Option<&'a RunSnapshot>,
}

impl Names for NamesInRuns<'_> {
    fn code_label(&self, coder: &CoderId, code: CodeId) -> Option<&str> {
        self.state.code_label(coder, code)
    }

    fn coder_name(&self, coder: &CoderId) -> Option<&str> {
        self.state.coder_name(coder)
    }

    fn proposed_label(&self, run: RunId, candidate: CandidateId) -> Option<&str> {
        self.base.filter(|base| base.run == run)?.proposed_label(candidate)
    }

    fn has_one_level(&self, run: RunId) -> bool {
        self.one_level.contains(&run)
    }
}

impl State {
    /// Builds the state from records.
    #[must_use]
    pub fn of_records(records: impl IntoIterator<Item = (RecordKey, Record)>) -> Self {
        let mut state = Self::default();
        for (key, record) in records {
            state.set(&key, Some(record));
        }
        state
    }

    /// Returns the coders, by id.
    #[must_use]
    pub fn coders(&self) -> &BTreeMap<CoderId, Coder> {
        &self.coders
    }

    /// Tells whether coders see each other's decisions.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.comparison.is_some_and(|comparison| comparison.open)
    }

    /// Returns the default coder, if one is set and still exists.
    #[must_use]
    pub fn default_coder(&self) -> Option<&CoderId> {
        self.default_coder.as_ref().map(|coder| &coder.id).filter(|id| self.coders.contains_key(id))
    }

    /// Returns the coder in whose name the program changes the study: the default coder, or else the first.
    #[must_use]
    pub fn first_coder(&self) -> Option<&CoderId> {
        self.default_coder().or_else(|| self.coders.keys().next())
    }

    /// Returns the approach of the study, if one was set.
    #[must_use]
    pub fn approach(&self) -> Option<Approach> {
        self.approach.map(|study| study.approach)
    }

    /// Returns the documents that were taken out of the study, by name.
    #[must_use]
    pub fn removed(&self) -> &BTreeMap<String, RemovedDocument> {
        &self.removed
    }

    /// Returns the decisions of a coder.
    #[must_use]
    pub fn view(&self, coder: &CoderId) -> &CoderState {
        self.views.get(coder).unwrap_or(&NOTHING)
    }

    /// Returns the content of a record.
    #[must_use]
    pub fn get(&self, key: &RecordKey) -> Option<Record> {
        let view = |coder| self.view(coder);
        match key {
            RecordKey::Coder(id) => self.coders.get(id).cloned().map(Record::Coder),
            RecordKey::Comparison => self.comparison.map(Record::Comparison),
            RecordKey::DefaultCoder => self.default_coder.clone().map(Record::DefaultCoder),
            RecordKey::CandidateCode(c, run, id) => {
                view(c).candidates.get(&(*run, *id)).cloned().map(Record::CandidateCode)
            }
            RecordKey::CandidateTheme(c, run, id) => {
                view(c).candidate_themes.get(&(*run, *id)).cloned().map(Record::CandidateTheme)
            }
            RecordKey::Grouping(c, run, id) => {
                view(c).groupings.get(&(*run, *id)).copied().map(Record::Grouping)
            }
            RecordKey::Place(c, run, segment) => {
                view(c).places.get(&(*run, *segment)).copied().map(Record::Place)
            }
            RecordKey::Code(c, id) => view(c).codes.get(id).cloned().map(Record::Code),
            RecordKey::Coding(c, id) => {
                let (here, absent) = (&view(c).codings, &view(c).absent_codings);
                here.get(id).or_else(|| absent.get(id)).cloned().map(Record::Coding)
            }
            RecordKey::Fit(c, code, run, segment) => {
                view(c).fits.get(&(*code, *run, *segment)).copied().map(Record::Fit)
            }
            RecordKey::Memo(c, id) => view(c).memos.get(id).cloned().map(Record::Memo),
            RecordKey::Adjudication(c, id) => {
                view(c).adjudications.get(id).cloned().map(Record::Adjudication)
            }
            RecordKey::Approach => self.approach.map(Record::Approach),
            RecordKey::Removed(document) => self.removed.get(document).cloned().map(Record::Removed),
        }
    }

    /// Applies a change: the record then holds what the change says, whatever it held before.
    pub fn apply(&mut self, change: &RecordChange) {
        self.set(&change.key, change.after.clone());
    }

    /// Returns the first change whose record differs from what the change found.
    #[must_use]
    pub fn contradiction<'c>(&self, changes: &'c [RecordChange]) -> Option<&'c RecordChange> {
        changes.iter().find(|change| self.get(&change.key) != change.before)
    }

    fn set(&mut self, key: &RecordKey, record: Option<Record>) {
        let Some(owner) = key.owner() else {
            match (key, record) {
                (RecordKey::Coder(id), Some(Record::Coder(coder))) => {
                    self.coders.insert(id.clone(), coder);
                }
                (RecordKey::Coder(id), _) => {
                    self.coders.remove(id);
                }
                (RecordKey::Comparison, Some(Record::Comparison(value))) => self.comparison = Some(value),
                (RecordKey::Comparison, _) => self.comparison = None,
                (RecordKey::Approach, Some(Record::Approach(value))) => self.approach = Some(value),
                (RecordKey::Approach, _) => self.approach = None,
                (RecordKey::Removed(document), Some(Record::Removed(value))) => {
                    self.removed.insert(document.clone(), value);
                    self.views.values_mut().for_each(|view| view.hide(document));
                }
                (RecordKey::Removed(document), _) => {
                    self.removed.remove(document);
                    self.views.values_mut().for_each(|view| view.show(document));
                }
                (_, Some(Record::DefaultCoder(value))) => self.default_coder = Some(value),
                _ => self.default_coder = None,
            }
            return;
        };
        if !self.views.contains_key(owner) {
            self.views.insert(owner.clone(), CoderState::default());
        }
        if let Some(view) = self.views.get_mut(owner) {
            match (key, record) {
                (RecordKey::Coding(_, id), Some(Record::Coding(coding)))
                    if self.removed.contains_key(&coding.document) =>
                {
                    view.set_coding(*id, None);
                    view.absent_codings.insert(*id, coding);
                }
                (key, record) => view.set(key, record),
            }
            // A coder who has undone everything is one who decided nothing.
            if view.is_empty() {
                self.views.remove(owner);
            }
        }
    }

    /// Returns all records in the order of their keys as text, one per line: equal states give equal bytes.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut lines: Vec<(String, String)> =
            self.records().map(|(key, record)| (key.to_string(), record.text())).collect();
        lines.sort();
        lines.into_iter().map(|(key, text)| format!("{key} {text}\n")).collect()
    }

    /// Returns all records.
    pub fn records(&self) -> impl Iterator<Item = (RecordKey, Record)> + '_ {
        let own = self
            .coders
            .iter()
            .map(|(id, coder)| (RecordKey::Coder(id.clone()), Record::Coder(coder.clone())));
        let comparison = self.comparison.map(|value| (RecordKey::Comparison, Record::Comparison(value)));
        let default =
            self.default_coder.clone().map(|value| (RecordKey::DefaultCoder, Record::DefaultCoder(value)));
        let of_coders = self.views.iter().flat_map(|(coder, view)| view.records(coder));
        let approach = self.approach.map(|value| (RecordKey::Approach, Record::Approach(value)));
        let removed = self.removed.iter();
        let removed =
            removed.map(|(name, value)| (RecordKey::Removed(name.clone()), Record::Removed(value.clone())));
        own.chain(comparison).chain(default).chain(approach).chain(removed).chain(of_coders)
    }
}

impl CoderState {
    /// Returns the codings of a code.
    pub fn codings_of(&self, code: CodeId) -> impl Iterator<Item = (CodingId, &Coding)> + '_ {
        let ids = self.codings_of.get(&code);
        ids.into_iter().flatten().filter_map(|id| Some((*id, self.codings.get(id)?)))
    }

    /// Counts the codings of a code, without those of the codes under it.
    #[must_use]
    pub fn n_codings(&self, code: CodeId) -> usize {
        self.codings_of.get(&code).map_or(0, BTreeSet::len)
    }

    /// Returns a code that a record names, with its id; `None` if it names none, or the code no longer exists.
    #[must_use]
    pub fn living(&self, code: Option<CodeId>) -> Option<(CodeId, &Code)> {
        let id = code?;
        Some((id, self.codes.get(&id)?))
    }

    /// Returns the labels of a code and of those above it, the highest first; empty where the code no longer exists.
    #[must_use]
    pub fn path_of(&self, code: CodeId) -> Vec<String> {
        let mut labels = Vec::new();
        let mut next = Some(code);
        // The depth is limited by the number of codes, even for a damaged file.
        while let Some((_, code)) = self.living(next).filter(|_| labels.len() < self.codes.len()) {
            labels.push(code.label.clone());
            next = code.parent;
        }
        labels.reverse();
        labels
    }

    /// Tells whether a segment is coded.
    #[must_use]
    pub fn is_coded(&self, segment: SegmentRef) -> bool {
        self.coded.contains_key(&segment)
    }

    /// Tells whether codings of segments of other runs cover at least half of a span.
    #[must_use]
    pub(super) fn is_covered(&self, run: RunId, document: &str, span: Span) -> bool {
        self.places_coded.is_covered(run, document, span)
    }

    /// Returns the segments of a run that the coder said do not belong to a code.
    pub fn not_of(&self, code: CodeId, run: RunId) -> impl Iterator<Item = SegmentId> + '_ {
        let all = (code, run, SegmentId(0))..=(code, run, SegmentId(u32::MAX));
        self.fits.range(all).map(|((_, _, segment), _)| *segment)
    }

    /// Returns the segments that the coder put in a candidate.
    pub fn placed(&self, run: RunId, candidate: ProposalId) -> impl Iterator<Item = SegmentId> + '_ {
        self.placed.get(&(run, candidate)).into_iter().flatten().copied()
    }

    /// Returns the candidates that the coder merged into a candidate, and those merged into these.
    pub(super) fn merged_into(&self, run: RunId, candidate: ProposalId) -> BTreeSet<ProposalId> {
        let mut all = BTreeSet::new();
        let mut next = vec![candidate];
        while let Some(into) = next.pop() {
            let from = self.merged.get(&(run, into)).into_iter().flatten();
            next.extend(from.copied().filter(|from| all.insert(*from)));
        }
        all
    }

    /// Returns the codes directly under a parent, or those of the top level, in canonical order.
    #[must_use]
    pub fn children(&self, parent: Option<CodeId>) -> Vec<(CodeId, &Code)> {
        let known = |code: &Code| code.parent.filter(|parent| self.codes.contains_key(parent));
        let mut children: Vec<(CodeId, &Code)> = self
            .codes
            .iter()
            .filter(|(_, code)| known(code) == parent)
            .map(|(id, code)| (*id, code))
            .collect();
        children.sort_by(|(a, x), (b, y)| (x.position, &x.label, a).cmp(&(y.position, &y.label, b)));
        children
    }

    fn is_empty(&self) -> bool {
        self.candidates.is_empty()
            && self.candidate_themes.is_empty()
            && self.groupings.is_empty()
            && self.places.is_empty()
            && self.codes.is_empty()
            && self.codings.is_empty()
            && self.absent_codings.is_empty()
            && self.fits.is_empty()
            && self.memos.is_empty()
            && self.adjudications.is_empty()
    }

    pub(super) fn set(&mut self, key: &RecordKey, record: Option<Record>) {
        match (key, record) {
            (RecordKey::CandidateCode(_, run, id), record) => {
                let value = match record {
                    Some(Record::CandidateCode(value)) => Some(value),
                    _ => None,
                };
                self.set_candidate(*run, *id, value);
            }
            (RecordKey::CandidateTheme(_, run, id), Some(Record::CandidateTheme(value))) => {
                self.candidate_themes.insert((*run, *id), value);
            }
            (RecordKey::CandidateTheme(_, run, id), _) => {
                self.candidate_themes.remove(&(*run, *id));
            }
            (RecordKey::Grouping(_, run, id), Some(Record::Grouping(value))) => {
                self.groupings.insert((*run, *id), value);
            }
            (RecordKey::Grouping(_, run, id), _) => {
                self.groupings.remove(&(*run, *id));
            }
            (RecordKey::Place(_, run, segment), record) => {
                let place = match record {
                    Some(Record::Place(place)) => Some(place),
                    _ => None,
                };
                self.set_place(*run, *segment, place);
            }
            (RecordKey::Code(_, id), Some(Record::Code(value))) => {
                self.codes.insert(*id, value);
            }
            (RecordKey::Code(_, id), _) => {
                self.codes.remove(id);
            }
            (RecordKey::Coding(_, id), record) => {
                let coding = match record {
                    Some(Record::Coding(coding)) => Some(coding),
                    _ => None,
                };
                self.absent_codings.remove(id);
                self.set_coding(*id, coding);
            }
            (RecordKey::Fit(_, code, run, segment), Some(Record::Fit(value))) => {
                self.fits.insert((*code, *run, *segment), value);
            }
            (RecordKey::Fit(_, code, run, segment), _) => {
                self.fits.remove(&(*code, *run, *segment));
            }
            (RecordKey::Memo(_, id), Some(Record::Memo(value))) => {
                self.memos.insert(*id, value);
            }
            (RecordKey::Memo(_, id), _) => {
                self.memos.remove(id);
            }
            (RecordKey::Adjudication(_, id), Some(Record::Adjudication(value))) => {
                self.adjudications.insert(*id, value);
            }
            (RecordKey::Adjudication(_, id), _) => {
                self.adjudications.remove(id);
            }
            // The project's own records belong to no coder.
            (
                RecordKey::Coder(_)
                | RecordKey::Comparison
                | RecordKey::DefaultCoder
                | RecordKey::Approach
                | RecordKey::Removed(_),
                _,
            ) => {}
        }
    }

    fn set_candidate(&mut self, run: RunId, id: ProposalId, value: Option<CandidateCode>) {
        let into = value.as_ref().and_then(|value| value.merged_into);
        let before = match value {
            Some(value) => self.candidates.insert((run, id), value),
            None => self.candidates.remove(&(run, id)),
        };
        if let Some(before) = before.and_then(|before| before.merged_into) {
            forget(&mut self.merged, (run, before), &id);
        }
        if let Some(into) = into {
            self.merged.entry((run, into)).or_default().insert(id);
        }
    }

    fn set_place(&mut self, run: RunId, segment: SegmentId, place: Option<Placement>) {
        let before = match place {
            Some(place) => self.places.insert((run, segment), place),
            None => self.places.remove(&(run, segment)),
        };
        if let Some(candidate) = before.and_then(|place| place.candidate) {
            forget(&mut self.placed, (run, candidate), &segment);
        }
        if let Some(candidate) = place.and_then(|place| place.candidate) {
            self.placed.entry((run, candidate)).or_default().insert(segment);
        }
    }

    pub(super) fn set_coding(&mut self, id: CodingId, coding: Option<Coding>) {
        if let Some(coding) = &coding {
            self.codings_of.entry(coding.code).or_default().insert(id);
            if let Some(segment) = coding.segment {
                *self.coded.entry(segment).or_default() += 1;
                self.places_coded.add(segment.run, id, coding);
            }
        }
        let code = coding.as_ref().map(|coding| coding.code);
        let before = match coding {
            Some(coding) => self.codings.insert(id, coding),
            None => self.codings.remove(&id),
        };
        let Some(before) = before else { return };
        if code != Some(before.code) {
            forget(&mut self.codings_of, before.code, &id);
        }
        self.places_coded.replace(id, &before, self.codings.get(&id));
        if let Some(segment) = before.segment
            && let Some(n) = self.coded.get_mut(&segment)
        {
            *n -= 1;
            if *n == 0 {
                self.coded.remove(&segment);
            }
        }
    }

    fn records<'a>(&'a self, coder: &'a CoderId) -> impl Iterator<Item = (RecordKey, Record)> + 'a {
        let candidates = self.candidates.iter().map(|(&(run, id), value)| {
            (RecordKey::CandidateCode(coder.clone(), run, id), Record::CandidateCode(value.clone()))
        });
        let themes = self.candidate_themes.iter().map(|(&(run, id), value)| {
            (RecordKey::CandidateTheme(coder.clone(), run, id), Record::CandidateTheme(value.clone()))
        });
        let groupings = self.groupings.iter().map(|(&(run, id), value)| {
            (RecordKey::Grouping(coder.clone(), run, id), Record::Grouping(*value))
        });
        let places = self.places.iter().map(|(&(run, segment), value)| {
            (RecordKey::Place(coder.clone(), run, segment), Record::Place(*value))
        });
        let codes = self.codes.iter();
        let codes =
            codes.map(|(id, value)| (RecordKey::Code(coder.clone(), *id), Record::Code(value.clone())));
        let codings = self
            .codings
            .iter()
            .chain(&self.absent_codings)
            .map(|(id, value)| (RecordKey::Coding(coder.clone(), *id), Record::Coding(value.clone())));
        let fits = self.fits.iter().map(|(&(code, run, segment), value)| {
            (RecordKey::Fit(coder.clone(), code, run, segment), Record::Fit(*value))
        });
        let memos = self.memos.iter();
        let memos =
            memos.map(|(id, value)| (RecordKey::Memo(coder.clone(), *id), Record::Memo(value.clone())));
        let adjudications = self.adjudications.iter().map(|(id, value)| {
            (RecordKey::Adjudication(coder.clone(), *id), Record::Adjudication(value.clone()))
        });
        let candidates = candidates.chain(themes).chain(groupings);
        candidates.chain(places).chain(codes).chain(codings).chain(fits).chain(memos).chain(adjudications)
    }
}

/// Removes a value from a set of sets; a set that becomes empty is removed too.
fn forget<K: Ord, V: Ord>(sets: &mut BTreeMap<K, BTreeSet<V>>, key: K, value: &V) {
    if let Some(set) = sets.get_mut(&key) {
        set.remove(value);
        if set.is_empty() {
            sets.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_holds_the_labels_above_a_code_and_ends_even_in_a_circle() {
        let id = |n: u32| -> CodeId { format!("{n:08x}").parse().unwrap() };
        let code = |label: &str, parent| Code { label: label.to_owned(), parent, ..Code::default() };
        let mut view = CoderState::default();
        view.codes.insert(id(1), code("Work", None));
        view.codes.insert(id(2), code("Nights", Some(id(1))));
        view.codes.insert(id(3), code("Left", Some(id(9))));
        assert_eq!(view.path_of(id(2)), ["Work", "Nights"]);
        assert_eq!(
            (view.path_of(id(1)), view.path_of(id(3))),
            (vec!["Work".to_owned()], vec!["Left".to_owned()])
        );
        assert!(view.path_of(id(9)).is_empty());
        view.codes.insert(id(1), code("Work", Some(id(2))));
        assert_eq!(view.path_of(id(2)).len(), 3, "no more labels than codes");
    }
}
