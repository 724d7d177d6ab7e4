//! Erases the documents that were taken out of a study, with all that is on them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::contents::{Contents, RunContents};
use super::corpus::{Corpus, words};
use super::lost::Lost;
use super::problem::SuccessorProblem;
use crate::domain::{
    CoderId, CodingId, Document, DocumentId, MemoTarget, NameKey, Notice, ParticipantId, Record, RecordKey,
    RemovedDocument, RunId, SegmentId, Span,
};
use crate::project::ProjectError;
use crate::project::error::offset_error;
use crate::project::load_view::NEVER_IN_LABELS;
use crate::project::versions::latest;
use crate::store::StoredDocument;

/// What is left of a study, and what must not be in it.
pub(super) struct Erased {
    pub(super) contents: Contents,
    pub(super) n_documents: usize,
    pub(super) n_segments: usize,
    pub(super) n_participants: usize,
    /// How many examples of codes were quotations of what was erased.
    pub(super) n_examples: usize,
    /// The words of the erased documents, and of what stays.
    pub(super) lost: Lost,
}

/// Erases the documents that were taken out: their places are empty, and what was on them is gone.
pub(super) fn erase(before: &Contents) -> Result<Erased, ProjectError> {
    let erasing = Erasing::of(before)?;
    let mut contents = before.clone();
    contents.documents = before.documents.iter().map(|(id, of)| (*id, erasing.document(*id, of))).collect();
    contents.participants.retain(|of| !erasing.participants.contains(&of.id));
    for run in &mut contents.runs {
        erasing.run(run);
    }
    let mut erased = Erased {
        n_documents: erasing.places.len(),
        n_segments: erasing.segments.values().map(BTreeSet::len).sum(),
        n_participants: erasing.participants.len(),
        n_examples: 0,
        lost: Lost::default(),
        contents,
    };
    erased.read_words(before, &erasing)?;
    erased.clean_notices(&erasing);
    erased.contents.records = before
        .records
        .iter()
        .filter(|(key, record)| !erasing.is_on_erased(key, record))
        .map(|(key, record)| (key.clone(), record.clone()))
        .chain(erasing.empty_places())
        .collect();
    let lacking = erasing.lacking(before);
    for (key, record) in &mut erased.contents.records {
        // It was computed with segments that are erased.
        if let Record::CandidateCode(candidate) = record
            && lacking.contains(key)
        {
            candidate.evidence.cohesion = None;
        }
        if let Record::Code(code) = record
            && !code.example.trim().is_empty()
            && erased.lost.gone.says(&code.example)
            && !erased.lost.held.says(&code.example)
        {
            code.example.clear();
            erased.n_examples += 1;
        }
    }
    let records = &erased.contents.records;
    erased
        .contents
        .codings
        .retain(|of| records.contains_key(&RecordKey::Coding(of.coder.clone(), of.coding)));
    erased.contents.memos.retain(|of| records.contains_key(&RecordKey::Memo(of.coder.clone(), of.memo)));
    Ok(erased)
}

/// What is to be erased.
struct Erasing<'a> {
    /// The names of the erased documents, with who took each out and when.
    names: BTreeMap<&'a str, &'a RemovedDocument>,
    /// The name of the empty place of each erased document.
    places: BTreeMap<DocumentId, (String, &'a RemovedDocument)>,
    segments: BTreeMap<RunId, BTreeSet<SegmentId>>,
    participants: BTreeSet<ParticipantId>,
    /// The names of these participants.
    people: BTreeSet<NameKey>,
    codings: BTreeSet<(&'a CoderId, CodingId)>,
}

impl<'a> Erasing<'a> {
    fn of(before: &'a Contents) -> Result<Self, ProjectError> {
        let mut names: BTreeMap<&str, &RemovedDocument> = BTreeMap::new();
        for (key, record) in &before.records {
            if let (RecordKey::Removed(name), Record::Removed(removed)) = (key, record)
                && !removed.erased
            {
                names.insert(name, removed);
            }
        }
        if names.is_empty() {
            return Err(SuccessorProblem::NothingRemoved(before.path.clone()).into());
        }
        // An earlier run may hold the same words under another name.
        let documents = || before.documents.values().map(|of| &of.document);
        let out = documents().filter_map(|of| Some((of.text.as_str(), *names.get(of.name.as_str())?)));
        // Where only a role was corrected, both versions have the same words.
        let out = out.filter(|(_, removed)| removed.replaced_by.is_none());
        let texts: BTreeMap<&str, &RemovedDocument> = out.filter(|(text, _)| !text.is_empty()).collect();
        for document in documents() {
            if let Some(removed) = texts.get(document.text.as_str()) {
                names.entry(&document.name).or_insert(removed);
            }
        }
        let taken: BTreeSet<&str> =
            documents().map(|of| of.name.as_str()).filter(|name| !names.contains_key(name)).collect();
        let mut free =
            (1..).map(|n| format!("erased document {n}")).filter(|name| !taken.contains(name.as_str()));
        let mut ids: Vec<(&str, DocumentId)> =
            before.documents.iter().map(|(id, of)| (of.document.name.as_str(), *id)).collect();
        ids.sort_unstable();
        let mut places = BTreeMap::new();
        for (name, id) in ids {
            if let Some(removed) = names.get(name) {
                // The name of a document whose corrected words stay is in their name. Its file is known by it.
                let now = latest(name, |name| names.get(name)?.replaced_by.as_deref());
                let place =
                    if names.contains_key(now) { free.next().unwrap_or_default() } else { name.to_owned() };
                places.insert(id, (place, *removed));
            }
        }
        let mut segments: BTreeMap<RunId, BTreeSet<SegmentId>> = BTreeMap::new();
        for RunContents { run, .. } in &before.runs {
            let gone = run.segments.iter().filter(|segment| places.contains_key(&segment.document));
            segments.insert(run.id, gone.map(|segment| segment.id).collect());
        }
        let mut codings = BTreeSet::new();
        for (key, record) in &before.records {
            if let (RecordKey::Coding(coder, id), Record::Coding(coding)) = (key, record)
                && names.contains_key(coding.document.as_str())
            {
                codings.insert((coder, *id));
            }
        }
        let mut erasing =
            Self { names, places, segments, participants: BTreeSet::new(), people: BTreeSet::new(), codings };
        erasing.find_people(before)?;
        Ok(erasing)
    }

    /// Finds who speaks in the erased documents alone.
    fn find_people(&mut self, before: &Contents) -> Result<(), ProjectError> {
        let (mut here, mut gone): (BTreeSet<String>, BTreeSet<String>) = Default::default();
        let names: BTreeMap<ParticipantId, &String> =
            before.participants.iter().map(|of| (of.id, &of.participant.name)).collect();
        for of in &before.runs {
            for segment in &of.run.segments {
                if let Some(name) = segment.participant.and_then(|id| names.get(&id)) {
                    let is_gone = self.places.contains_key(&segment.document);
                    if is_gone { &mut gone } else { &mut here }.insert((*name).clone());
                }
            }
            for document in before.view(of)?.documents {
                let is_gone = self.names.contains_key(document.name.as_str());
                let people = document.speakers.into_iter().filter_map(|speaker| speaker.participant);
                if is_gone { &mut gone } else { &mut here }.extend(people);
            }
        }
        let only_gone: BTreeSet<&String> = gone.difference(&here).collect();
        self.people = only_gone.iter().map(|name| NameKey::of(name)).collect();
        let own = before.participants.iter().filter(|of| only_gone.contains(&of.participant.name));
        self.participants = own.map(|of| of.id).collect();
        Ok(())
    }

    fn document(&self, id: DocumentId, of: &StoredDocument) -> StoredDocument {
        match self.places.get(&id) {
            Some((name, _)) => {
                StoredDocument { id, document: Document::erased(name.clone()), language: None }
            }
            None => of.clone(),
        }
    }

    /// Empties the places of the erased segments. In which candidate each was stays known: its evidence was made with them.
    fn run(&self, of: &mut RunContents) {
        let gone = &self.segments[&of.run.id];
        for segment in of.run.segments.iter_mut().filter(|segment| gone.contains(&segment.id)) {
            (segment.turn, segment.span) = (0, Span::new(0, 0));
            (segment.participant, segment.n_windows) = (None, 1);
        }
        for member in of.run.members.iter_mut().filter(|member| gone.contains(&member.segment)) {
            member.similarity = 0.0;
        }
        let is_here = |likeness: &Value| {
            let id = likeness.get("segment").and_then(Value::as_u64);
            id.is_none_or(|id| !gone.contains(&SegmentId(id as u32)))
        };
        for proposal in &mut of.run.proposals {
            quoted(&mut proposal.detail, &is_here);
            if let Some(assigned) = proposal.detail.get_mut("assigned").and_then(Value::as_array_mut) {
                assigned.retain(|id| id.as_u64().is_none_or(|id| !gone.contains(&SegmentId(id as u32))));
            }
        }
        let detail = &mut of.run.detail;
        if let Some(themes) = detail.get_mut("candidate_themes").and_then(Value::as_array_mut) {
            themes.iter_mut().for_each(|theme| quoted(theme, &is_here));
        }
        if let Some(documents) = detail.get_mut("documents").and_then(Value::as_array_mut) {
            let name = |of: &Value| of.get("name").and_then(Value::as_str).map(str::to_owned);
            documents.retain(|of| name(of).is_none_or(|name| !self.names.contains_key(name.as_str())));
        }
    }

    /// Tells whether a record is on something that is erased.
    fn is_on_erased(&self, key: &RecordKey, record: &Record) -> bool {
        let is_gone = |run: &RunId, id: &SegmentId| self.segments.get(run).is_some_and(|of| of.contains(id));
        let is_out = |document: &String| self.names.contains_key(document.as_str());
        match (key, record) {
            (RecordKey::Removed(name), _) => is_out(name),
            (RecordKey::Place(_, run, id) | RecordKey::Fit(_, _, run, id), _) => is_gone(run, id),
            (RecordKey::Coding(_, _), Record::Coding(coding)) => is_out(&coding.document),
            (RecordKey::Adjudication(..), Record::Adjudication(of)) => is_out(&of.disagreement.document),
            (RecordKey::Memo(coder, _), Record::Memo(memo)) => match &memo.on {
                MemoTarget::Document(name) => is_out(name),
                MemoTarget::Participant(name) => self.people.contains(&NameKey::of(name)),
                MemoTarget::Segment(of) => is_gone(&of.run, &of.id),
                MemoTarget::Coding(id) => self.codings.contains(&(coder, *id)),
                MemoTarget::Project | MemoTarget::Candidate(_) | MemoTarget::Code(_) => false,
            },
            _ => false,
        }
    }

    /// Returns the keys of candidates in which a coder put segments that are erased.
    fn lacking(&self, before: &Contents) -> BTreeSet<RecordKey> {
        let mut found = BTreeSet::new();
        for (key, record) in &before.records {
            if let (RecordKey::Place(coder, run, _), Record::Place(place)) = (key, record)
                && let Some(candidate) = place.candidate
                && self.is_on_erased(key, record)
            {
                found.insert(RecordKey::CandidateCode(coder.clone(), *run, candidate));
            }
        }
        found
    }

    /// Returns the records of the empty places.
    fn empty_places(&self) -> impl Iterator<Item = (RecordKey, Record)> + '_ {
        self.places.values().map(|(name, removed)| {
            let replaced_by = removed.replaced_by.clone().filter(|_| self.names.contains_key(name.as_str()));
            let record = RemovedDocument { erased: true, replaced_by, ..(*removed).clone() };
            (RecordKey::Removed(name.clone()), Record::Removed(record))
        })
    }
}

/// Keeps the exemplars and near misses of a candidate that are here.
fn quoted(of: &mut Value, is_here: &impl Fn(&Value) -> bool) {
    for name in ["exemplars", "near_misses"] {
        if let Some(list) = of.get_mut(name).and_then(Value::as_array_mut) {
            list.retain(is_here);
        }
    }
}

impl Erased {
    /// Reads the words of what is gone and of what stays.
    fn read_words(&mut self, before: &Contents, erasing: &Erasing<'_>) -> Result<(), ProjectError> {
        let (mut gone, mut held, mut said) = (Corpus::default(), Corpus::default(), Corpus::default());
        for (id, stored) in &before.documents {
            let into = if erasing.places.contains_key(id) { &mut gone } else { &mut held };
            into.add(&stored.document.name);
            into.add(&stored.document.text);
            stored.document.speakers.iter().for_each(|speaker| into.add(&speaker.label));
        }
        for stored in &before.participants {
            let into = if erasing.participants.contains(&stored.id) { &mut gone } else { &mut held };
            into.add(&stored.participant.name);
            stored.participant.attributes.values().for_each(|value| into.add(value));
        }
        for of in &self.contents.runs {
            let loaded = self.contents.loaded(of)?;
            let words = loaded.texts.words().map_err(|error| offset_error(&before.path, error))?;
            for (at, words) in words.into_iter().enumerate() {
                said.add(words);
                said.add(loaded.texts.said_at(at).unwrap_or_default());
            }
        }
        self.lost = Lost { gone, said, held };
        Ok(())
    }

    /// Leaves out notices that tell of what was erased, and words that were to be in no label and are nowhere now.
    fn clean_notices(&mut self, erasing: &Erasing<'_>) {
        let Lost { gone, held, .. } = &self.lost;
        let tells = |notice: &Value| tells(notice, gone, held);
        for stored in self.contents.documents.values_mut() {
            let is_other = |notice: &Notice| !tells(&json!(notice));
            stored.document.notices.retain(is_other);
        }
        for RunContents { run, .. } in &mut self.contents.runs {
            let details = run.proposals.iter_mut().map(|proposal| &mut proposal.detail);
            details.for_each(|detail| keep(detail, "notices", &|notice| !tells(notice)));
            let detail = &mut run.detail;
            keep(detail, "notices", &|notice| {
                let about = notice.get("about").and_then(Value::as_str);
                !tells(notice) && about.is_none_or(|about| !erasing.names.contains_key(about))
            });
            keep(detail, NEVER_IN_LABELS, &|word| {
                let text = word.as_str().unwrap_or_default();
                words(text).all(|word| held.has(&word))
            });
            if let Some(themes) = detail.get_mut("candidate_themes").and_then(Value::as_array_mut) {
                themes.iter_mut().for_each(|theme| keep(theme, "notices", &|notice| !tells(notice)));
            }
        }
    }
}

/// Keeps the items of a list that pass.
fn keep(of: &mut Value, name: &str, passes: &impl Fn(&Value) -> bool) {
    if let Some(list) = of.get_mut(name).and_then(Value::as_array_mut) {
        list.retain(passes);
    }
}

/// Tells whether a value holds a word that is only in what was erased.
fn tells(value: &Value, gone: &Corpus, held: &Corpus) -> bool {
    match value {
        Value::String(text) => words(text).any(|word| !held.has(&word) && gone.has(&word)),
        Value::Array(items) => items.iter().any(|item| tells(item, gone, held)),
        Value::Object(fields) => {
            fields.iter().any(|(name, value)| name != "kind" && tells(value, gone, held))
        }
        _ => false,
    }
}
