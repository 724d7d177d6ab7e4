//! Names candidates anew whose labels or key terms are said only in what was erased.

use std::collections::{BTreeMap, BTreeSet};

use super::contents::Contents;
use super::corpus::words;
use super::lost::Lost;
use crate::domain::{
    CandidateId, CandidateThemeId, KeyTerm, LabelKey, ProposalId, Record, RecordKey, RunId, SegmentId,
};
use crate::project::candidate_themes::{FIELD, StoredTheme, stored_themes};
use crate::project::load_view::LoadedRun;
use crate::project::review::Describing;
use crate::project::successor_report::NewLabel;
use crate::project::{Project, ProjectError};

/// What stands between the phrases of a label.
const SEPARATOR: &str = " · ";
/// The most key terms that a label is made of where nothing else is left.
const TERMS: usize = 3;

/// A label and key terms.
struct Named {
    label: String,
    key_terms: Vec<KeyTerm>,
    label_coverage: Option<f64>,
    is_described: bool,
}

/// Gives other labels and key terms to candidates whose own are said only in what was erased: from the segments that they have left, or, without
/// such, from what of the old label is said elsewhere. Vectors are read from the project as it was.
pub(super) fn relabel(
    project: &Project,
    contents: &mut Contents,
    lost: &Lost,
) -> Result<Vec<NewLabel>, ProjectError> {
    let mut found = Vec::new();
    let mut labels: BTreeMap<(RunId, CandidateId), (String, String)> = BTreeMap::new();
    for at in 0..contents.runs.len() {
        let of = contents.runs[at].clone();
        let loaded = contents.loaded(&of)?;
        let naming = Naming { project, loaded: &loaded, lost };
        let (mut proposals, mut changed) = (of.run.proposals.clone(), Vec::new());
        let mut taken: BTreeSet<LabelKey> = BTreeSet::new();
        for proposal in &mut proposals {
            let terms: Vec<KeyTerm> = read(contents, proposal.detail.get("key_terms"))?;
            let own = |id: ProposalId| id == proposal.id;
            let name = loaded.name(proposal.id);
            if let Some(named) = naming.anew(name, &proposal.label, &terms, own)? {
                let label = apart(named.label, &mut taken);
                labels.insert(
                    (of.run.id, name),
                    (std::mem::replace(&mut proposal.label, label.clone()), label),
                );
                proposal.detail["key_terms"] = serde_json::json!(named.key_terms);
                proposal.detail["label_coverage"] = serde_json::json!(named.label_coverage);
                changed.push((name, named.is_described));
            } else {
                taken.insert(LabelKey::of(&proposal.label));
            }
        }
        let mut themes: Vec<StoredTheme> =
            stored_themes(&of.run.detail).map_err(|error| contents.damaged(&error))?;
        let mut taken: BTreeSet<LabelKey> = BTreeSet::new();
        for (theme, id) in themes.iter_mut().zip((1..).map(CandidateThemeId)) {
            let own = |code: ProposalId| loaded.theme_of.get(&code) == Some(&id);
            if let Some(named) = naming.anew(id.into(), &theme.label, &theme.key_terms, own)? {
                let label = apart(named.label, &mut taken);
                labels.insert(
                    (of.run.id, id.into()),
                    (std::mem::replace(&mut theme.label, label.clone()), label),
                );
                (theme.key_terms, theme.label_coverage) = (named.key_terms, named.label_coverage);
                changed.push((id.into(), named.is_described));
            } else {
                taken.insert(LabelKey::of(&theme.label));
            }
        }
        let run = &mut contents.runs[at].run;
        if !themes.is_empty() {
            run.detail[FIELD] = serde_json::json!(themes);
            // Where programs before version 4 of the file kept them.
            if let Some(tree) = run.detail.get_mut("tree").and_then(serde_json::Value::as_object_mut) {
                tree.remove("groups");
            }
        }
        run.proposals = proposals;
        found.extend(changed.into_iter().map(|(candidate, described)| {
            let label = labels[&(of.run.id, candidate)].1.clone();
            NewLabel { run: of.run.id, candidate, label, described }
        }));
    }
    let two_levels = two_levels(contents)?;
    rename_records(contents, lost, &labels, &two_levels);
    Ok(found)
}

/// Names candidates of one run.
struct Naming<'a> {
    project: &'a Project,
    /// The run as it is left.
    loaded: &'a LoadedRun,
    lost: &'a Lost,
}

impl Naming<'_> {
    /// Returns another name and other key terms for a candidate, if its own are said only in what was erased. `own` tells which groups of
    /// segments it holds.
    fn anew(
        &self,
        name: CandidateId,
        label: &str,
        terms: &[KeyTerm],
        own: impl Fn(ProposalId) -> bool,
    ) -> Result<Option<Named>, ProjectError> {
        let kept = left_terms(self.lost, terms);
        let is_same_label = is_left(self.lost, label);
        if is_same_label && kept.len() == terms.len() {
            return Ok(None);
        }
        let members = self.loaded.run.members.iter().filter(|member| own(member.proposal));
        let mut segments: Vec<SegmentId> = members.map(|member| member.segment).collect();
        segments.retain(|id| !self.loaded.is_erased(id.0 as usize - 1));
        segments.sort_unstable();
        let described = if segments.is_empty() { None } else { self.describe(&segments)? };
        Ok(Some(match described {
            Some(named) if is_same_label => Named { label: label.to_owned(), ..named },
            Some(named) => named,
            None => Named {
                label: what_is_left(self.lost, name, label, &kept),
                key_terms: kept,
                label_coverage: None,
                is_described: false,
            },
        }))
    }

    /// Describes segments; `None` where their vectors are not in the project, or nothing can be said of them.
    fn describe(&self, segments: &[SegmentId]) -> Result<Option<Named>, ProjectError> {
        let path = self.project.path();
        let describing = Describing::read(path, self.loaded)?;
        let store = &self.project.store;
        let fetch = |model: &_, texts: &[&str]| store.embeddings(model, texts);
        let vectors = match describing.vectors(path, segments, &fetch) {
            Err(ProjectError::NoVectors { .. }) => return Ok(None),
            vectors => vectors?,
        };
        let found = describing.describe_rows(segments, &vectors);
        Ok(found.filter(|found| is_left(self.lost, &found.label)).map(|found| Named {
            key_terms: left_terms(self.lost, &found.key_terms),
            label: found.label,
            label_coverage: found.label_coverage,
            is_described: true,
        }))
    }
}

/// Tells whether all of a label is said in what is left: each word, or the whole quotation.
fn is_left(lost: &Lost, label: &str) -> bool {
    let is_quoted = label.trim_start().starts_with('“');
    let quotation = label.trim().trim_start_matches('“').trim_end_matches(['”', '…', ' ']);
    let is_said = |text: &str| !words(text).any(|word| lost.is_gone(&word));
    is_said(label) && (!is_quoted || lost.said.says(quotation.trim_end_matches(['”', '…', ' '])))
}

fn left_terms(lost: &Lost, terms: &[KeyTerm]) -> Vec<KeyTerm> {
    terms.iter().filter(|term| !words(&term.term).any(|word| lost.is_gone(&word))).cloned().collect()
}

/// Returns what of a label is said elsewhere: its phrases, otherwise the key terms, otherwise only the name of the candidate.
fn what_is_left(lost: &Lost, name: CandidateId, label: &str, terms: &[KeyTerm]) -> String {
    let is_quoted = label.trim_start().starts_with('“');
    let phrases = label.split(SEPARATOR).filter(|phrase| !is_quoted && is_left(lost, phrase));
    let mut left: Vec<&str> = phrases.collect();
    if left.is_empty() {
        left = terms.iter().take(TERMS).map(|term| term.term.as_str()).collect();
    }
    if left.is_empty() { name.to_string() } else { left.join(SEPARATOR) }
}

/// Makes a label different from those that are taken, by a number.
fn apart(label: String, taken: &mut BTreeSet<LabelKey>) -> String {
    let numbered = (2..).map(|n| format!("{label} ({n})"));
    let free = std::iter::once(label.clone()).chain(numbered).find(|label| taken.insert(LabelKey::of(label)));
    free.unwrap_or(label)
}

fn two_levels(contents: &Contents) -> Result<BTreeSet<RunId>, ProjectError> {
    let mut found = BTreeSet::new();
    for of in &contents.runs {
        if !stored_themes(&of.run.detail).map_err(|error| contents.damaged(&error))?.is_empty() {
            found.insert(of.run.id);
        }
    }
    Ok(found)
}

/// Gives the records of candidates the labels that the program made anew, and only the key terms that are left. What a coder renamed stays.
fn rename_records(
    contents: &mut Contents,
    lost: &Lost,
    labels: &BTreeMap<(RunId, CandidateId), (String, String)>,
    two_levels: &BTreeSet<RunId>,
) {
    let mut records = std::mem::take(&mut contents.records);
    for (key, record) in &mut records {
        let (run, candidate, label, evidence, is_made) = match (key, record) {
            (RecordKey::CandidateCode(_, run, id), Record::CandidateCode(of)) => {
                let name = CandidateId::of_segments(*id, two_levels.contains(run));
                (*run, name, &mut of.label, &mut of.evidence, of.made_by.is_some())
            }
            (RecordKey::CandidateTheme(_, run, id), Record::CandidateTheme(of)) => {
                (*run, (*id).into(), &mut of.label, &mut of.evidence, of.made_by.is_some())
            }
            _ => continue,
        };
        evidence.key_terms = left_terms(lost, &evidence.key_terms);
        match labels.get(&(run, candidate)) {
            Some((was, is)) if was == label => label.clone_from(is),
            // Of a candidate that a coder made, the program made the label, unless the coder renamed it.
            _ if is_made && !is_left(lost, label) => {
                *label = what_is_left(lost, candidate, label, &evidence.key_terms);
            }
            _ => {}
        }
    }
    contents.records = records;
}

fn read<T: serde::de::DeserializeOwned + Default>(
    contents: &Contents,
    value: Option<&serde_json::Value>,
) -> Result<T, ProjectError> {
    let read = value.map(|value| serde_json::from_value(value.clone())).transpose();
    read.map(Option::unwrap_or_default).map_err(|error| contents.damaged(&error))
}
