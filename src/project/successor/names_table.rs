//! The table of names to be replaced.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::problem::SuccessorProblem;
use super::replacer::Replacer;
use crate::domain::{LabelKey, NameKey};
use crate::ingest::{self, FoundFile, IngestParams};
use crate::project::ProjectError;

/// The heading of the column of names, and of what stands for each.
const COLUMNS: [&str; 2] = ["name", "replacement"];

/// A name and what stands for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) replacement: String,
}

/// Reads a table with the columns `name` and `replacement` (`.csv`, `.tsv`, `.xlsx`). Rows without a replacement are errors: what is to be
/// replaced by nothing must be said by a mark such as `[name]`.
pub(super) fn read(path: &Path) -> Result<Vec<Entry>, ProjectError> {
    let name = path.display().to_string();
    let size = std::fs::metadata(path).map_or(0, |found| found.len());
    let mut params = IngestParams::default();
    params.columns.participant = Some(COLUMNS[0].to_owned());
    let file = FoundFile { path: path.to_owned(), name: name.clone(), size };
    let bytes = ingest::read_bytes(&file, &params)?;
    let table = ingest::participants(&ingest::Source { name: &name, bytes: &bytes }, &params)?;
    let is_wanted = |heading: &&String| LabelKey::of(heading) == LabelKey::of(COLUMNS[1]);
    let column = match &table.attributes[..] {
        // A table of two columns needs no headings that the program knows.
        [only] => Some(only),
        several => several.iter().find(is_wanted),
    };
    let Some(column) = column else {
        return Err(SuccessorProblem::NoReplacementColumn { table: name, columns: table.attributes }.into());
    };
    let mut entries = Vec::with_capacity(table.participants.len());
    for row in &table.participants {
        match row.attributes.get(column) {
            Some(replacement) => {
                entries.push(Entry { name: row.name.clone(), replacement: replacement.clone() });
            }
            None => {
                return Err(SuccessorProblem::NoReplacement { table: name, name: row.name.clone() }.into());
            }
        }
    }
    if entries.is_empty() {
        return Err(SuccessorProblem::NoNames { table: name }.into());
    }
    Ok(entries)
}

/// Checks that each name can be replaced: not by another name of the table, by that of somebody in the study, or by what stands for another name.
pub(super) fn check(
    entries: &[Entry],
    known: &BTreeSet<String>,
    may_share: bool,
) -> Result<(), ProjectError> {
    let all = Replacer::of(entries.iter().map(|entry| (entry.name.as_str(), "")), true);
    let replaced: BTreeSet<NameKey> = entries.iter().map(|entry| NameKey::of(&entry.name)).collect();
    let known: BTreeMap<NameKey, &String> = known
        .iter()
        .map(|name| (NameKey::of(name), name))
        .filter(|(key, _)| !replaced.contains(key))
        .collect();
    let mut names: BTreeMap<NameKey, &str> = BTreeMap::new();
    for entry in entries {
        let Entry { name, replacement } = entry;
        if let Some(edit) = all.edits(replacement, &[]).first() {
            let other = entries[edit.name].name.clone();
            let (name, replacement) = (name.clone(), replacement.clone());
            return Err(SuccessorProblem::HoldsName { name, replacement, other }.into());
        }
        let key = NameKey::of(replacement);
        if let Some(taken) = known.get(&key) {
            let (name, taken) = (name.clone(), (*taken).clone());
            return Err(SuccessorProblem::Taken { name, replacement: replacement.clone(), taken }.into());
        }
        if let Some(first) = names.insert(key, name)
            && !may_share
        {
            let (first, second) = (first.to_owned(), name.clone());
            return Err(SuccessorProblem::Shared { first, second, replacement: replacement.clone() }.into());
        }
    }
    Ok(())
}
