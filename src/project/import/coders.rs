//! Whose codings a table holds, as it names them.

use std::collections::{BTreeMap, BTreeSet};

use super::ImportRequest;
use super::read::ReadTable;
use crate::domain::{Notice, NoticeFact};
use crate::exchange::{CodedRow, CodingField};

/// So many rows are named.
const NAMED: usize = 8;

/// A name as names are compared.
pub(super) fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Each coder's name as it is most often spelt, of equals the first.
pub(super) fn names(rows: &[CodedRow]) -> BTreeMap<String, String> {
    spellings(rows)
        .into_iter()
        .filter_map(|(coder, spellings)| {
            // The last of equals is taken, so the first must stand last.
            let (name, _) = spellings.into_iter().rev().max_by_key(|(_, n)| *n)?;
            Some((coder, name.to_owned()))
        })
        .collect()
}

/// The spellings of each coder's name in order of appearance, with how often each stands.
fn spellings(rows: &[CodedRow]) -> BTreeMap<String, Vec<(&str, usize)>> {
    let mut all: BTreeMap<String, Vec<(&str, usize)>> = BTreeMap::new();
    for name in rows.iter().filter_map(|row| row.coder.as_deref()).map(str::trim) {
        let of_coder = all.entry(folded(name)).or_default();
        match of_coder.iter_mut().find(|(there, _)| *there == name) {
            Some((_, n)) => *n += 1,
            None => of_coder.push((name, 1)),
        }
    }
    all
}

/// What people should know of whose codings they are taken to be.
pub(super) fn notices(table: &ReadTable, request: &ImportRequest) -> Vec<Notice> {
    let rows = &table.codings.rows;
    let names = names(rows);
    if let Some(coder) = &request.coder {
        let named: Vec<String> = names
            .iter()
            .filter(|(there, _)| **there != folded(coder))
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

/// Why it cannot be told whose some rows are.
pub(super) fn nobody(table: &ReadTable, rows: &BTreeSet<u64>) -> String {
    let Some(column) = table.codings.heading(CodingField::Coder) else {
        return "it does not say who coded; name the coder with --coder NAME, or the column with --coder-column".to_owned();
    };
    let named: Vec<String> = rows.iter().take(NAMED).map(ToString::to_string).collect();
    let more = match rows.len().saturating_sub(NAMED) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    let remedy = match names(&table.codings.rows).len() {
        0 | 1 => "fill it in, or name the coder of all rows with --coder NAME",
        _ => "fill it in",
    };
    format!("`{column}` names nobody in row {}{more}; {remedy}", named.join(", "))
}
