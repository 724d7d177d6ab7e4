//! Replaces names in all that a study holds.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::contents::{Contents, RunContents};
use super::corpus::Corpus;
use super::lost::Lost;
use super::problem::SuccessorProblem;
use super::replacer::{Moved, Replacer, applied};
use crate::domain::{CoderId, DocumentId, MemoTarget, Notice, Record, RecordKey};
use crate::project::ProjectError;
use crate::project::load_view::NEVER_IN_LABELS;
use crate::store::StoredDocument;

/// A study with names replaced.
pub(super) struct Pseudonymised {
    pub(super) contents: Contents,
    /// How often each name of the table was replaced in the texts.
    pub(super) n_in_texts: Vec<usize>,
    /// The words that are gone with the names, and those that stay.
    pub(super) lost: Lost,
    /// The coders whose own names hold a name of the table. They stay: the log names coders.
    pub(super) coders: Vec<CoderId>,
}

/// Replaces names: in the words of documents as `exact` finds them, and in what the program made of these words, where case is lost, as `any` does.
pub(super) fn pseudonymise(
    before: &Contents,
    exact: &Replacer,
    any: &Replacer,
    n_names: usize,
) -> Result<Pseudonymised, ProjectError> {
    let mut contents = before.clone();
    let mut n_in_texts = vec![0; n_names];
    let mut moved: BTreeMap<String, Moved> = BTreeMap::new();
    let mut moved_in: BTreeMap<DocumentId, Moved> = BTreeMap::new();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for (id, stored) in &mut contents.documents {
        let was = stored.document.name.clone();
        let of_document = document(stored, exact, &mut n_in_texts);
        if let Some(first) =
            names.insert(stored.document.name.clone(), was.clone()).filter(|first| *first != was)
        {
            let name = stored.document.name.clone();
            return Err(SuccessorProblem::SameDocument { first, second: was, name }.into());
        }
        // Several readings of one document have one name; codings are on the latest.
        moved_in.insert(*id, of_document.clone());
        moved.insert(was, of_document);
    }
    let mut people: BTreeMap<String, String> = BTreeMap::new();
    for stored in &mut contents.participants {
        let was = stored.participant.name.clone();
        stored.participant.name = exact.replaced(&was);
        if let Some(first) = people.insert(stored.participant.name.clone(), was.clone()) {
            let name = stored.participant.name.clone();
            return Err(SuccessorProblem::SamePerson { first, second: was, name }.into());
        }
        stored.participant.attributes = std::mem::take(&mut stored.participant.attributes)
            .into_iter()
            .map(|(name, value)| (exact.replaced(&name), exact.replaced(&value)))
            .collect();
    }
    for of in &mut contents.runs {
        for segment in &mut of.run.segments {
            if let Some(moved) = moved_in.get(&segment.document) {
                segment.span = moved.span(segment.span);
            }
        }
        run(of, exact, any);
    }
    contents.records = before
        .records
        .iter()
        .map(|(key, value)| record(key, value, &Replacing { exact, any, moved: &moved }))
        .collect();
    let is_named = |coder: &&CoderId| match before.records.get(&RecordKey::Coder((*coder).clone())) {
        Some(Record::Coder(found)) => !any.edits(&found.name, &[]).is_empty(),
        _ => false,
    };
    let coders: BTreeSet<&CoderId> = before
        .records
        .keys()
        .filter_map(|key| if let RecordKey::Coder(id) = key { Some(id) } else { None })
        .filter(is_named)
        .collect();
    let coders = coders.into_iter().cloned().collect();
    let lost = Lost { gone: words(before), said: words(&contents), held: words(&contents) };
    Ok(Pseudonymised { contents, n_in_texts, lost, coders })
}

/// Replaces names in a document, and returns where its places are now.
fn document(stored: &mut StoredDocument, exact: &Replacer, n_in_texts: &mut [usize]) -> Moved {
    let document = &mut stored.document;
    // A name does not reach from one turn into the next.
    let mut parted: Vec<usize> =
        document.turns.iter().flat_map(|turn| [turn.span.start.0, turn.span.end.0]).collect();
    parted.sort_unstable();
    let edits = exact.edits(&document.text, &parted);
    edits.iter().for_each(|edit| n_in_texts[edit.name] += 1);
    let moved = Moved::by(&edits);
    document.text = applied(&document.text, &edits);
    document.turns.iter_mut().for_each(|turn| turn.span = moved.span(turn.span));
    document.time_marks.iter_mut().for_each(|mark| mark.at = moved.start(mark.at));
    for speaker in &mut document.speakers {
        speaker.label = exact.replaced(&speaker.label);
        speaker.role_reason = exact.replaced(&speaker.role_reason);
    }
    document.name = exact.replaced(&document.name);
    document.notices = std::mem::take(&mut document.notices)
        .iter()
        .filter_map(|notice| {
            let mut value = serde_json::json!(notice);
            replace_all(&mut value, exact);
            // A fact that cannot be read any more is no fact.
            serde_json::from_value::<Notice>(value).ok()
        })
        .collect();
    moved
}

/// Replaces names in what a run holds of its documents and candidates.
fn run(of: &mut RunContents, exact: &Replacer, any: &Replacer) {
    for proposal in &mut of.run.proposals {
        proposal.label = any.replaced(&proposal.label);
        candidate(&mut proposal.detail, any, exact);
    }
    let detail = &mut of.run.detail;
    for name in ["documents", "notices", NEVER_IN_LABELS] {
        if let Some(value) = detail.get_mut(name) {
            replace_all(value, exact);
        }
    }
    for pointer in ["/candidate_themes", "/tree/groups"] {
        if let Some(themes) = detail.pointer_mut(pointer).and_then(Value::as_array_mut) {
            for theme in themes {
                if let Some(label) = theme.get_mut("label") {
                    replace_all(label, any);
                }
                candidate(theme, any, exact);
            }
        }
    }
}

fn candidate(of: &mut Value, any: &Replacer, exact: &Replacer) {
    if let Some(terms) = of.get_mut("key_terms") {
        replace_all(terms, any);
    }
    if let Some(notices) = of.get_mut("notices") {
        replace_all(notices, exact);
    }
}

/// Replaces names in all texts of a value.
fn replace_all(value: &mut Value, names: &Replacer) {
    match value {
        Value::String(text) => *text = names.replaced(text),
        Value::Array(items) => items.iter_mut().for_each(|item| replace_all(item, names)),
        Value::Object(fields) => {
            let tags = ["kind", "fact", "sha256", "format"];
            let texts = fields.iter_mut().filter(|(name, _)| !tags.contains(&name.as_str()));
            texts.for_each(|(_, value)| replace_all(value, names));
        }
        _ => {}
    }
}

/// What names are replaced by, and where places are now.
struct Replacing<'a> {
    exact: &'a Replacer,
    any: &'a Replacer,
    moved: &'a BTreeMap<String, Moved>,
}

/// Replaces names in what a coder decided and wrote.
fn record(key: &RecordKey, record: &Record, with: &Replacing<'_>) -> (RecordKey, Record) {
    let Replacing { exact, any, moved } = with;
    let (mut key, mut record) = (key.clone(), record.clone());
    let typed = |text: &mut String| *text = exact.replaced(text);
    match &mut record {
        Record::Code(code) => {
            let texts = [&mut code.label, &mut code.definition, &mut code.inclusion, &mut code.exclusion];
            texts.into_iter().chain([&mut code.example]).for_each(typed);
        }
        Record::Coding(coding) => {
            if let Some(moved) = moved.get(&coding.document) {
                let span = moved.span(coding.span());
                (coding.start, coding.end) = (span.start, span.end);
            }
            typed(&mut coding.document);
            coding.condensed.iter_mut().for_each(typed);
            coding.source.iter_mut().for_each(|source| typed(&mut source.file));
        }
        Record::Memo(memo) => {
            typed(&mut memo.text);
            if let MemoTarget::Document(name) | MemoTarget::Participant(name) = &mut memo.on {
                typed(name);
            }
        }
        Record::CandidateCode(of) => {
            of.label = any.replaced(&of.label);
            of.evidence.key_terms.iter_mut().for_each(|term| term.term = any.replaced(&term.term));
        }
        Record::CandidateTheme(of) => {
            of.label = any.replaced(&of.label);
            of.evidence.key_terms.iter_mut().for_each(|term| term.term = any.replaced(&term.term));
        }
        Record::Removed(removed) => removed.replaced_by.iter_mut().for_each(typed),
        Record::Adjudication(of) => {
            let on = &mut of.disagreement;
            if let Some(moved) = moved.get(&on.document) {
                on.span = moved.span(on.span);
            }
            typed(&mut on.document);
            let labels = [&mut on.first, &mut on.second].into_iter().flat_map(|side| &mut side.labels);
            labels.for_each(typed);
            typed(&mut of.because);
            // The id is made of the place.
            if let RecordKey::Adjudication(_, id) = &mut key {
                *id = of.disagreement.id();
            }
        }
        _ => {}
    }
    if let RecordKey::Removed(name) = &mut key {
        typed(name);
    }
    (key, record)
}

/// Returns the words of all texts and names.
fn words(contents: &Contents) -> Corpus {
    let mut words = Corpus::default();
    for stored in contents.documents.values() {
        words.add(&stored.document.name);
        words.add(&stored.document.text);
        stored.document.speakers.iter().for_each(|speaker| words.add(&speaker.label));
    }
    for stored in &contents.participants {
        words.add(&stored.participant.name);
        stored.participant.attributes.values().for_each(|value| words.add(value));
    }
    words
}
