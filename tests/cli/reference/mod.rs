//! The reference of the documents, `docs/command-line.md`, `docs/json.md`, `docs/exit-codes.md` and `docs/decisions.md`, is made of the
//! program's own definitions and kept up to date by these tests.
//!
//! `UPDATE_DOCS=1 cargo test --test cli reference` writes the pages.

mod command_line;
mod decisions;
mod exit_codes;
mod json;
mod schema;

use crate::documents::root;

/// The commands of the program, in the order and under the headings in which the reference lists them.
const GROUPS: [(&str, &[&str]); 9] = [
    ("Candidates", &["suggest", "set-aside", "show", "export"]),
    ("The interviews", &["read", "find", "document", "participant", "speaker"]),
    ("Review", &["candidate", "code", "codings", "memo", "queue", "progress"]),
    ("The log of decisions", &["undo", "redo", "log", "diff", "apply"]),
    ("Several coders", &["coder", "copy", "pseudonymise", "join", "import"]),
    ("Comparison", &["compare", "disagreements", "verdict", "approach", "agree"]),
    ("Evidence", &["saturation", "sensitivity", "evaluate", "simulate"]),
    ("Vectors and models", &["embed", "model"]),
    ("Shell", &["completions"]),
];

/// Says in a page that it is made by a test. Nobody sees it but who edits the page.
const MADE_BY: &str = "<!-- Made by tests/cli/reference. Do not edit this page: change what it is made of, then run\n     \
                       UPDATE_DOCS=1 cargo test --test cli reference -->\n";

/// Holds a page against the file, or writes it where `UPDATE_DOCS` is set.
fn assert_up_to_date(name: &str, page: &str) {
    let path = root().join("docs").join(name);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, page).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    let differs = |(i, (kept, page)): (usize, (&str, &str))| {
        (kept != page).then_some((i + 1, kept.to_owned(), page.to_owned()))
    };
    // A line more than there are, so that a page which is longer differs there.
    let ends = || std::iter::once("(the end)");
    let found = kept.lines().chain(ends()).zip(page.lines().chain(ends())).enumerate().find_map(differs);
    if let Some((line, kept, page)) = found {
        panic!(
            "docs/{name} is not up to date; run with UPDATE_DOCS=1\nline {line} is:        {kept}\nand should be: {page}"
        );
    }
}

/// Writes text so that Markdown shows it as it is. What stands between backticks stays.
fn escaped(text: &str) -> String {
    let parts = text.split('`').enumerate().map(|(i, part)| {
        if i % 2 == 1 {
            return format!("`{part}`");
        }
        part.replace('\\', "\\\\")
            .replace('*', "\\*")
            .replace('<', "\\<")
            .replace('[', "\\[")
            .replace(']', "\\]")
    });
    parts.collect()
}

/// Ends text with a full stop.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '?', '!', '…', ':']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

#[test]
fn text_is_shown_as_it_is() {
    assert_eq!(escaped("a *b* in `c*d` [default: <x>]"), "a \\*b\\* in `c*d` \\[default: \\<x>\\]");
    assert_eq!(sentence("The file"), "The file.");
    assert_eq!(sentence("Which?"), "Which?");
}
