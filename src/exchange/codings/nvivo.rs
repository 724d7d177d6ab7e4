//! Reads the coded segments of one code from NVivo's text export.
//!
//! ```text
//! Files\\Interviews\\P1 - § 2 references coded  [6.78% Coverage]
//! Reference 1 - 5.80% Coverage
//! the words
//! ```

use super::code_path::{CodePath, step};
use super::error::CodingsError;
use super::rows::{CodedRow, CodingTable};
use super::tool::CodingTool;

/// Tells whether a text is such an export: a line names a source and its number of references.
#[must_use]
pub fn is_nvivo(text: &str) -> bool {
    text.lines().any(|line| source(line).is_some())
}

/// Reads the export of one code, which is named by the text's first line or by the file.
///
/// # Errors
/// [`CodingsError`] if the text holds no reference.
pub fn nvivo_rows(name: &str, text: &str) -> Result<CodingTable, CodingsError> {
    let not = |problem| CodingsError::NotOfTool { table: name.to_owned(), tool: "NVivo", problem };
    let mut document: Option<String> = None;
    let mut heading: Option<String> = None;
    let mut rows: Vec<(u64, String, Vec<&str>)> = Vec::new();
    let mut within = false;
    for (line, number) in text.lines().zip(1..) {
        if let Some(found) = source(line) {
            document = Some(found.to_owned());
            within = false;
        } else if is_reference(line) {
            let document =
                document.clone().ok_or_else(|| not("a reference comes before the first source"))?;
            rows.push((number, document, Vec::new()));
            within = true;
        } else if within {
            if let Some((.., quote)) = rows.last_mut() {
                quote.push(line);
            }
        } else if document.is_none() && heading.is_none() && !line.trim().is_empty() {
            heading = Some(line.trim().to_owned());
        }
    }
    if document.is_none() {
        return Err(not("no line names a source such as `Files\\\\P1 - § 2 references coded`"));
    }
    let code = node(heading.as_deref().unwrap_or_else(|| stem(name)));
    let rows: Vec<CodedRow> = rows
        .into_iter()
        .map(|(number, document, quote)| (number, document, quote.join("\n").trim().to_owned()))
        .filter(|(.., quote)| !quote.is_empty())
        .map(|(number, document, quote)| CodedRow {
            number,
            document: Some(document),
            participant: None,
            code: code.clone(),
            quote: Some(quote),
            position: None,
            turns: None,
            coder: None,
            memo: None,
        })
        .collect();
    if rows.is_empty() {
        return Err(not("no line begins a reference, such as `Reference 1 - 5.80% Coverage`"));
    }
    Ok(CodingTable {
        tool: CodingTool::Nvivo,
        columns: Vec::new(),
        code_columns: Vec::new(),
        unread_columns: Vec::new(),
        path_separator: Some("\\".to_owned()),
        unit: None,
        n_rows: rows.len(),
        n_uncoded: 0,
        n_not_text: 0,
        rows,
    })
}

/// Returns the source that a line names.
fn source(line: &str) -> Option<&str> {
    let (name, rest) = line.split_once(" - § ").or_else(|| line.split_once(" – § "))?;
    let mut words = rest.split_whitespace();
    let counted = words.next()?.parse::<u64>().is_ok();
    let name = name.trim().trim_start_matches('<').trim();
    (counted && words.next().is_some() && !name.is_empty()).then_some(name)
}

/// Tells whether a line begins a reference, such as `Reference 1 - 5.80% Coverage` in any language of the program: a
/// word, a number, a dash, a percentage.
fn is_reference(line: &str) -> bool {
    let Some((head, rest)) = line.trim().split_once(" - ") else { return false };
    let mut words = head.split_whitespace();
    let (Some(word), Some(number), None) = (words.next(), words.next(), words.next()) else { return false };
    word.chars().all(char::is_alphabetic)
        && number.parse::<u64>().is_ok()
        && rest.split_whitespace().next().is_some_and(|share| share.ends_with('%'))
}

/// Splits `Nodes\\Group\\Safe` into the code and its parents.
fn node(name: &str) -> CodePath {
    let parts = name.split('\\').map(str::trim).filter(|part| !part.is_empty());
    let containers = ["nodes", "codes", "knoten", "nœuds", "noeuds", "nodos", "<nodes", "<codes"];
    let mut path: CodePath = parts.map(step).collect();
    if path.len() > 1 && containers.contains(&path[0].label.to_lowercase().as_str()) {
        path.remove(0);
    }
    path
}

/// Returns a file's name without folders and ending.
fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}
