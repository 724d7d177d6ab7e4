//! Finds whose codings a table holds.

use std::collections::{BTreeMap, BTreeSet};

use super::read::ReadTable;
use super::request::ImportRequest;
use crate::domain::{NameKey, Notice, NoticeFact};
use crate::exchange::{CodedRow, CodingField};
use crate::project::NobodyNamed;

/// How many rows a message names.
const NAMED: usize = 8;

/// Returns each coder's name in its most frequent spelling, on a tie the first.
pub(super) fn names(rows: &[CodedRow]) -> BTreeMap<NameKey, String> {
    spellings(rows)
        .into_iter()
        .filter_map(|(coder, spellings)| {
            // `max_by_key` returns the last of equals, so the first must come last.
            let (name, _) = spellings.into_iter().rev().max_by_key(|(_, n)| *n)?;
            Some((coder, name.to_owned()))
        })
        .collect()
}

/// Counts the spellings of each coder's name, in order of appearance.
fn spellings(rows: &[CodedRow]) -> BTreeMap<NameKey, Vec<(&str, usize)>> {
    let mut all: BTreeMap<NameKey, Vec<(&str, usize)>> = BTreeMap::new();
    for name in rows.iter().filter_map(|row| row.coder.as_deref()).map(str::trim) {
        let of_coder = all.entry(NameKey::of(name)).or_default();
        match of_coder.iter_mut().find(|(there, _)| *there == name) {
            Some((_, n)) => *n += 1,
            None => of_coder.push((name, 1)),
        }
    }
    all
}

/// Returns notices about whose codings they are taken to be.
pub(super) fn notices(table: &ReadTable, request: &ImportRequest) -> Vec<Notice> {
    let rows = &table.codings.rows;
    let names = names(rows);
    if let Some(coder) = &request.coder {
        let named: Vec<String> = names
            .iter()
            .filter(|(there, _)| **there != NameKey::of(coder))
            .map(|(_, name)| name.clone())
            .collect();
        return match named.is_empty() {
            true => Vec::new(),
            false => {
                let fact = NoticeFact::OtherCodersNamed { named, coder: coder.clone() };
                vec![Notice::about(&table.name, fact)]
            }
        };
    }
    let several = spellings(rows).into_iter().filter(|(_, spellings)| spellings.len() > 1);
    several
        .map(|(coder, spellings)| {
            let spellings = spellings.iter().map(|(name, _)| (*name).to_owned()).collect();
            let coder = names.get(&coder).cloned().unwrap_or_default();
            Notice::about(&table.name, NoticeFact::SpellingsJoined { spellings, coder })
        })
        .collect()
}

/// Explains why the coder of some rows is unknown.
pub(super) fn nobody(table: &ReadTable, rows: &BTreeSet<u64>) -> NobodyNamed {
    let Some(column) = table.codings.heading(CodingField::Coder) else {
        return NobodyNamed::NoColumn;
    };
    NobodyNamed::Rows {
        column: column.to_owned(),
        rows: rows.iter().take(NAMED).copied().collect(),
        n_more: rows.len().saturating_sub(NAMED),
        several_coders: names(&table.codings.rows).len() > 1,
    }
}
