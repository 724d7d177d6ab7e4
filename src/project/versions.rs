//! The names of documents that were corrected.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::Document;

/// Returns the name under which a document is now, after all its corrections; `replaced_by` gives the next.
pub(in crate::project) fn latest<'n>(
    name: &'n str,
    replaced_by: impl Fn(&str) -> Option<&'n str>,
) -> &'n str {
    let (mut now, mut seen) = (name, BTreeSet::new());
    // A damaged file may hold a circle.
    while let Some(next) = replaced_by(now).filter(|next| seen.insert(*next)) {
        now = next;
    }
    now
}

/// Returns a name for the corrected words of a document: `P1 (version 2).txt`.
pub(in crate::project) fn next_version(name: &str, held: &BTreeMap<&str, &Document>) -> String {
    let ending = name.len() - name.rsplit_once('.').map_or(0, |(_, ending)| ending.len() + 1);
    let is_ending = name.len() - ending <= 6 && !name[ending..].contains(char::is_whitespace);
    let (stem, ending) = name.split_at(if is_ending { ending } else { name.len() });
    let mut version = 2;
    loop {
        let named = format!("{stem} (version {version}){ending}");
        if !held.contains_key(named.as_str()) {
            return named;
        }
        version += 1;
    }
}

/// Returns the name of the document of which a name is that of a version.
pub(in crate::project) fn version_of(name: &str) -> Option<String> {
    let (stem, rest) = name.rsplit_once(" (version ")?;
    let (version, ending) = rest.split_once(')')?;
    version.parse::<u32>().ok()?;
    Some(format!("{stem}{ending}"))
}
