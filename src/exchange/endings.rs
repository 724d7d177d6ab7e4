//! Formats by the endings of their files.

use std::path::Path;

/// Formats and the endings of their files, in lower case without the dot.
pub(super) type Endings<F> = [(F, &'static [&'static str])];

/// Returns the ending of a path in lower case, without the dot; empty if there is none.
pub(super) fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Returns the format that an ending names.
pub(super) fn by_ending<F: Copy>(table: &Endings<F>, ending: &str) -> Option<F> {
    table.iter().find(|(_, endings)| endings.contains(&ending)).map(|(format, _)| *format)
}

/// Returns all endings as messages list them: `.csv, .tsv, …`.
pub(super) fn listed<F>(table: &Endings<F>) -> String {
    let dotted: Vec<String> =
        table.iter().flat_map(|(_, endings)| *endings).map(|ending| format!(".{ending}")).collect();
    dotted.join(", ")
}
