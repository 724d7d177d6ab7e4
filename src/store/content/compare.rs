//! Compares the content of the tables with the log.

use std::collections::{BTreeMap, BTreeSet};

use super::expected::Expected;
use super::read::Found;
use super::{DocumentDigests, RunDigests};
use crate::domain::{Alteration, AlterationKind, AlteredThing, DocumentPart, OperationId, RunId};

/// A comparison in progress.
struct Comparison<'a> {
    expected: &'a Expected,
    found: &'a Found,
    /// The altered documents: their present digests, with the digests in the log.
    altered: BTreeMap<&'a str, &'a str>,
    alterations: Vec<Alteration>,
}

/// Lists everything that differs from the log. If an older program recorded no digests, content that the log does not mention
/// is not listed.
pub(super) fn compare(expected: &Expected, found: &Found) -> Vec<Alteration> {
    let mut comparison = Comparison { expected, found, altered: BTreeMap::new(), alterations: Vec::new() };
    comparison.documents();
    comparison.participants();
    comparison.runs();
    comparison.alterations
}

impl<'a> Comparison<'a> {
    fn changed(&mut self, operation: OperationId, thing: AlteredThing) {
        self.alterations.push(Alteration {
            thing,
            kind: AlterationKind::Changed,
            operation: Some(operation),
        });
    }

    fn missing(&mut self, operation: OperationId, thing: AlteredThing) {
        self.alterations.push(Alteration {
            thing,
            kind: AlterationKind::Missing,
            operation: Some(operation),
        });
    }

    fn added(&mut self, thing: AlteredThing) {
        if self.expected.not_recorded.is_empty() {
            self.alterations.push(Alteration { thing, kind: AlterationKind::Added, operation: None });
        }
    }

    fn documents(&mut self) {
        let (expected, found) = (self.expected, self.found);
        let mut lost: BTreeMap<&str, &(OperationId, DocumentDigests)> = expected
            .documents
            .iter()
            .filter(|(digest, _)| !found.documents.contains_key(*digest))
            .map(|(digest, document)| (digest.as_str(), document))
            .collect();
        let mut new: BTreeMap<&str, &DocumentDigests> = found
            .documents
            .iter()
            .filter(|(digest, _)| !expected.documents.contains_key(*digest))
            .map(|(digest, document)| (digest.as_str(), document))
            .collect();
        // An altered document is found by the parts that did not change.
        let mut pairs: Vec<(u32, &str, &str)> = lost
            .iter()
            .flat_map(|(was, (_, a))| new.iter().map(move |(is, b)| (likeness(a, b), *was, *is)))
            .filter(|(likeness, ..)| *likeness > 0)
            .collect();
        pairs.sort_by_key(|(likeness, ..)| std::cmp::Reverse(*likeness));
        for (_, was, is) in pairs {
            if !new.contains_key(is) {
                continue;
            }
            let Some((operation, a)) = lost.remove(was) else { continue };
            let Some(b) = new.remove(is) else { continue };
            for part in DocumentPart::ALL.iter().copied().filter(|&part| a.part(part) != b.part(part)) {
                self.changed(*operation, AlteredThing::DocumentPart { document: a.name.clone(), part });
            }
            self.altered.insert(is, was);
        }
        for (operation, document) in lost.into_values() {
            self.missing(*operation, AlteredThing::Document { document: document.name.clone() });
        }
        for document in new.into_values() {
            self.added(AlteredThing::Document { document: document.name.clone() });
        }
    }

    fn participants(&mut self) {
        let (expected, found) = (self.expected, self.found);
        for (name, (operation, attributes)) in &expected.participants {
            let Some(found) = found.participants.get(name) else {
                self.missing(*operation, AlteredThing::Participant { participant: name.clone() });
                continue;
            };
            let thing = |attribute: &String| AlteredThing::Attribute {
                participant: name.clone(),
                attribute: attribute.clone(),
            };
            for (attribute, (operation, digest)) in attributes {
                match found.get(attribute) {
                    Some(found) if found == digest => {}
                    Some(_) => self.changed(*operation, thing(attribute)),
                    None => self.missing(*operation, thing(attribute)),
                }
            }
            for attribute in found.keys().filter(|name| !attributes.contains_key(*name)) {
                self.added(thing(attribute));
            }
        }
        for name in found.participants.keys().filter(|name| !expected.participants.contains_key(*name)) {
            self.added(AlteredThing::Participant { participant: name.clone() });
        }
    }

    fn runs(&mut self) {
        let (expected, found) = (self.expected, self.found);
        for (&run, (operation, was)) in &expected.runs {
            match found.runs.get(&run) {
                Some(is) => self.run(run, *operation, was, is),
                None => self.missing(*operation, AlteredThing::Run { run }),
            }
        }
        for &run in found.runs.keys().filter(|run| !expected.runs.contains_key(run)) {
            self.added(AlteredThing::Run { run });
        }
    }

    fn run(&mut self, run: RunId, operation: OperationId, was: &'a RunDigests, is: &'a RunDigests) {
        if was.operation != is.operation {
            self.changed(operation, AlteredThing::RunOperation { run });
        }
        if was.detail != is.detail {
            self.changed(operation, AlteredThing::RunDetail { run });
        }
        let documents: BTreeSet<&str> = is.documents.iter().map(|digest| self.as_it_was(digest)).collect();
        for digest in was.documents.iter().filter(|digest| !documents.contains(digest.as_str())) {
            let document = self.name(digest);
            self.missing(operation, AlteredThing::RunDocument { run, document });
        }
        for digest in documents.into_iter().filter(|digest| !was.documents.contains(*digest)) {
            let document = self.name(digest);
            self.added(AlteredThing::RunDocument { run, document });
        }
        let segments: BTreeMap<&str, &String> =
            is.segments.iter().map(|(document, digest)| (self.as_it_was(document), digest)).collect();
        for (document, digest) in &was.segments {
            let thing = AlteredThing::Segments { run, document: self.name(document) };
            match segments.get(document.as_str()) {
                Some(found) if *found == digest => {}
                Some(_) => self.changed(operation, thing),
                None => self.missing(operation, thing),
            }
        }
        for document in segments.into_keys().filter(|document| !was.segments.contains_key(*document)) {
            let document = self.name(document);
            self.added(AlteredThing::Segments { run, document });
        }
        for (&candidate, a) in &was.candidates {
            let Some(b) = is.candidates.get(&candidate) else {
                self.missing(operation, AlteredThing::Candidate { run, candidate });
                continue;
            };
            if a.evidence != b.evidence {
                self.changed(operation, AlteredThing::Candidate { run, candidate });
            }
            if a.members != b.members {
                self.changed(operation, AlteredThing::Members { run, candidate });
            }
        }
        for &candidate in is.candidates.keys().filter(|candidate| !was.candidates.contains_key(candidate)) {
            self.added(AlteredThing::Candidate { run, candidate });
        }
    }

    /// Returns the digest that a document had before it was altered.
    fn as_it_was<'b>(&self, digest: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.altered.get(digest).copied().unwrap_or(digest)
    }

    /// Returns the name of a document.
    fn name(&self, digest: &str) -> String {
        let expected = self.expected.documents.get(digest).map(|(_, document)| document);
        let document = expected.or_else(|| self.found.documents.get(digest));
        document.map_or_else(|| "a document that is not there".to_owned(), |document| document.name.clone())
    }
}

/// Scores how likely one document is an altered form of the other: 0 if nothing suggests it.
fn likeness(a: &DocumentDigests, b: &DocumentDigests) -> u32 {
    u32::from(a.name == b.name) * 4
        + u32::from(a.text == b.text) * 4
        + u32::from(a.source == b.source) * 2
        + u32::from(a.turns == b.turns)
}
