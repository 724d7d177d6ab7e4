//! `docs/decisions.md`: the lines that `themata apply` reads, made of the schema of decisions.

use std::collections::BTreeMap;

use serde_json::Value;
use themata::domain::DecisionLine;

use super::schema::{Types, in_words, read, row, told};
use super::{MADE_BY, assert_up_to_date, sentence};
use crate::documents::markdown::slug;

const HEAD: &str = r#"# Decisions in a file

`themata apply FILE` makes all decisions of a file, or none. Each line is a JSON object, in UTF-8; empty lines are skipped; `-` reads standard
input. The field `do` names the decision:

```json
{"do": "merge", "candidate": [7, 6], "into": 15, "coder": "Ann Lee", "reason": "all of it is about nights"}
{"do": "rename", "candidate": 15, "label": "Nights on call"}
{"do": "reject", "candidate": [17, 19], "reason": "small talk"}
{"do": "accept", "candidate": "B", "label": "Work life"}
```

```sh no-run
themata apply decisions.jsonl --dry-run   # tries all lines and writes nothing
themata apply decisions.jsonl             # makes them: one operation in the log for each line
```

- Every line may have two more fields: `coder`, who decides, by name or id, and `reason`, which the log keeps. Without `coder` it is the coder that
  `--coder` names, else the project's coder.
- Where a line cannot be read or made, the program names it, and none of the lines is applied. A field that a decision does not have is refused.
- Later lines see what earlier lines did: a code that one line makes can be named in the next.
- A candidate theme is named by its letters, as `"B"`, and a candidate code by its number, as `15`: as `themata show` prints them. `candidate` takes one of
  them, or a list. Segments have the numbers that `themata show CANDIDATE` prints. Codes, codings and memos are named by their id or the beginning of it, and
  a code by its label too.
- In a run of one level the candidate themes hold segments. What is said below of candidate codes that hold segments is true of them.
- `themata log --json` gives the decisions of a project in this form, in the field `decision`.
- Before candidates had two levels, `candidate` was called `theme` or `themes`, and `groups` of `suggest-again` was called `themes`. Logs may hold these
  names; a line that uses them is refused, with the new name.
"#;

/// The decisions under their headings, each with one or several examples, which follow one another.
const EXAMPLES: [(&str, &[&str]); 5] = [
    (
        "Candidate themes and candidate codes",
        &[
            r#"{"do": "accept", "candidate": "B", "label": "Work life"}"#,
            r#"{"do": "accept", "candidate": 15, "label": "Nights on call"}"#,
            r#"{"do": "accept", "candidate": "C", "as_code": true}"#,
            r#"{"do": "reject", "candidate": [17, 19], "reason": "small talk"}"#,
            r#"{"do": "defer", "candidate": 8}"#,
            r#"{"do": "reopen", "candidate": 17}"#,
            r#"{"do": "rename", "candidate": "A", "label": "Nights"}"#,
            r#"{"do": "split", "candidate": 2, "parts": [[11, 12, 40], [57, 58]]}"#,
            r#"{"do": "split", "candidate": "B", "codes": [[5, 9]]}"#,
            r#"{"do": "merge", "candidate": [7, 6], "into": 15}"#,
            r#"{"do": "merge", "candidate": "D", "into": "A"}"#,
            r#"{"do": "move-candidate", "candidate": [7, 9], "to": {"candidate": "B"}}"#,
            r#"{"do": "move-candidate", "candidate": 12, "to": "new"}"#,
            r#"{"do": "move", "segments": [214, 198], "to": {"candidate": 3}}"#,
            r#"{"do": "add", "segments": [30], "candidate": 15}"#,
            r#"{"do": "negative", "segments": [12], "reason": "here the nights are what is liked"}"#,
            r#"{"do": "suggest-again", "groups": [[101, 102, 140], [77, 78, 79]]}"#,
        ],
    ),
    (
        "Codes",
        &[
            r#"{"do": "create-code", "label": "Work life", "level": "theme"}"#,
            r#"{"do": "rename-code", "code": "Nights on call", "label": "Nights"}"#,
            r#"{"do": "define-code", "code": "Nights", "definition": "What nights do to the teachers", "exclusion": "Nights of patients"}"#,
            r##"{"do": "colour-code", "code": "Nights", "colour": "#3f7fbf"}"##,
            r#"{"do": "nest-code", "code": "Nights", "under": "Work life"}"#,
            r#"{"do": "reorder-code", "code": "Nights", "place": 1}"#,
            r#"{"do": "merge-codes", "codes": ["Night shifts", "Weekends"], "into": "Nights"}"#,
            r#"{"do": "split-code", "code": "Nights", "parts": [{"label": "Weekends", "codings": ["7k2m", "9qx3"]}]}"#,
            r#"{"do": "delete-code", "code": "Nights"}"#,
            r#"{"do": "copy-codes", "from": "ben"}"#,
        ],
    ),
    (
        "Codings",
        &[
            r#"{"do": "code", "code": "Nights", "segments": [30, 31]}"#,
            r#"{"do": "code-span", "code": "Nights", "document": "P02.txt", "start": 120, "end": 181}"#,
            r#"{"do": "not-this-code", "code": "Nights", "segments": [12, 40]}"#,
            r#"{"do": "uncode", "codings": ["7k2m"]}"#,
            r#"{"do": "condense", "coding": "7k2m", "text": "sleeps in the car"}"#,
            r#"{"do": "content", "coding": "7k2m", "content": "latent"}"#,
            r#"{"do": "certainty", "coding": "7k2m", "certainty": "unsure"}"#,
            r#"{"do": "negative-coding", "coding": "7k2m"}"#,
            r#"{"do": "import", "source": "coder-1.csv", "codes": [{"path": ["Nights"]}], "codings": [{"document": "P02.txt", "start": 120, "end": 181, "code": 0, "anchored": "position"}]}"#,
        ],
    ),
    (
        "Memos",
        &[
            r#"{"do": "write-memo", "on": "project", "text": "Nobody speaks of money."}"#,
            r#"{"do": "edit-memo", "memo": "4hd8", "text": "Two speak of money."}"#,
            r#"{"do": "delete-memo", "memo": "4hd8"}"#,
        ],
    ),
    (
        "Coders and the study",
        &[
            r#"{"do": "add-coder", "name": "Ann Lee"}"#,
            r#"{"do": "set-coder", "id": "ann-lee"}"#,
            r#"{"do": "compare"}"#,
            r#"{"do": "adjudicate", "on": {"document": "P02.txt", "start": 120, "end": 181, "first": {"side": {"coder": "ann-lee"}, "labels": ["Nights"]}, "second": {"side": {"coder": "ben"}, "labels": []}}, "verdict": "first", "reason": "the definition says so"}"#,
            r#"{"do": "set-approach", "approach": "reflexive"}"#,
            r#"{"do": "remove-documents", "documents": ["P05.txt"], "reason": "withdrew consent"}"#,
            r#"{"do": "restore-documents", "documents": ["P05.txt"]}"#,
            r#"{"do": "correct-document", "document": "P05.txt", "corrected": "P05 (version 2).txt", "passages": [{"start": 120, "end": 181, "new_start": 121, "new_end": 184}], "segments": [{"from": 14, "to": 231}]}"#,
        ],
    ),
];

/// The types of decisions, and where this page describes them.
fn types() -> Types {
    let (_, all) = read("requests.json");
    let mut types = Types { all, links: BTreeMap::new(), optional: "May be left out." };
    types.links = links(&types).into_iter().map(|(name, anchor)| (name, format!("#{anchor}"))).collect();
    types
}

/// Returns the anchor at which this page describes each type that decisions refer to.
pub(super) fn links(types: &Types) -> BTreeMap<String, String> {
    let names = types.reached(&types.all["Decision"], &[]);
    let anchor =
        |name: &String| if types.is_single_value(name) { "single-values".to_owned() } else { slug(name) };
    names.iter().map(|name| (name.clone(), anchor(name))).collect()
}

/// The word of a decision in the schema, or in an example.
fn word(decision: &Value) -> &str {
    let tag = &decision["properties"]["do"]["const"];
    tag.as_str().or_else(|| decision["do"].as_str()).unwrap()
}

/// Returns the examples of each decision.
fn by_word<'a>(examples: &[&'a str]) -> Vec<(String, Vec<&'a str>)> {
    let mut found: Vec<(String, Vec<&str>)> = Vec::new();
    for text in examples {
        let example: Value = serde_json::from_str(text).unwrap();
        match found.last_mut().filter(|(last, _)| *last == word(&example)) {
            Some((_, texts)) => texts.push(text),
            None => found.push((word(&example).to_owned(), vec![text])),
        }
    }
    found
}

#[test]
fn the_reference_of_decisions_is_up_to_date() {
    let types = types();
    let decisions = types.all["Decision"]["oneOf"].as_array().unwrap();
    let mut page = format!("{HEAD}\n{MADE_BY}\n");
    for (title, examples) in EXAMPLES {
        let links = by_word(examples).into_iter().map(|(word, _)| format!("[`{word}`](#{word})"));
        page += &format!("- {title}: {}\n", links.collect::<Vec<_>>().join(", "));
    }
    page += "- [Types of fields](#types-of-fields)\n";
    for (title, examples) in EXAMPLES {
        page += &format!("\n## {title}\n");
        for (word, texts) in by_word(examples) {
            let decision = decisions.iter().find(|decision| self::word(decision) == word).unwrap();
            let mut fields = decision.clone();
            fields["properties"].as_object_mut().unwrap().shift_remove("do");
            let fields = types.fields(&fields);
            let gap = if fields.is_empty() { "" } else { "\n" };
            page += &format!(
                "\n### {word}\n\n{}\n\n```json\n{}\n```\n{gap}{fields}",
                sentence(&told(decision)),
                texts.join("\n")
            );
        }
    }
    page += "\n## Types of fields\n";
    let names = types.reached(&types.all["Decision"], &[]);
    let (single, others): (Vec<&String>, Vec<&String>) =
        names.iter().partition(|name| types.is_single_value(name));
    for name in others {
        page += &format!("\n### {name}\n\n{}", types.described(name));
    }
    page += "\n### Single values\n\n| type | JSON | meaning |\n|---|---|---|\n";
    let mut rows: Vec<String> = Vec::new();
    for name in single {
        let schema = &types.all[name];
        rows.push(row(&[&in_words(name), &types.type_of(schema), &sentence(&told(schema))]));
    }
    rows.sort();
    page += &rows.concat();
    assert_up_to_date("decisions.md", &page);
}

#[test]
fn every_decision_has_an_example_that_is_read() {
    let types = types();
    let mut open: Vec<&str> = types.all["Decision"]["oneOf"].as_array().unwrap().iter().map(word).collect();
    for (word, texts) in EXAMPLES.iter().flat_map(|(_, examples)| by_word(examples)) {
        for text in texts {
            let line: DecisionLine =
                serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(line.decision.word(), word);
        }
        let at = open.iter().position(|open| *open == word);
        open.remove(at.unwrap_or_else(|| panic!("`{word}` is no decision, or has examples at two places")));
    }
    assert!(open.is_empty(), "decisions without an example: {open:?}");
}

#[test]
fn the_lines_of_the_page_are_read() {
    let lines = HEAD.lines().filter(|line| line.starts_with('{'));
    assert_eq!(lines.filter(|line| serde_json::from_str::<DecisionLine>(line).is_ok()).count(), 4);
}
