//! `themata code show`

use std::collections::BTreeMap;

use serde::Serialize;

use super::desk::{Desk, LookArgs};
use crate::cli::error::CliError;
use crate::cli::output::{Output, styled, styles, width};
use crate::cli::text::{count, plain, wrap};
use crate::cli::themes::source;
use crate::domain::{
    Certainty, CodeId, CodebookCoding, CodebookEntry, CodebookMemo, Content, MemoTarget, SegmentId,
};
use crate::project::ReviewSegment;

/// What `--json` prints.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    entry: CodebookEntry,
    codings: Vec<CodingShown>,
    memos: Vec<CodebookMemo>,
}

/// A coding with its words.
#[derive(Serialize)]
struct CodingShown {
    #[serde(flatten)]
    coding: CodebookCoding,
    /// Who says it; null where nobody can be told.
    participant: Option<String>,
    /// The turn in which it begins, from 1; null where the document of the coding is not in the run.
    turn: Option<usize>,
    /// When it is said, in milliseconds from the start of the recording; null where the document does not say.
    time_ms: Option<u64>,
    text: String,
    /// Where it stands, as people read it.
    #[serde(skip)]
    place: String,
}

pub(super) fn run(look: &LookArgs, code: &str, output: &mut Output) -> Result<(), CliError> {
    let desk = look.open()?;
    let (id, _) = desk.code(code)?;
    let codebook = desk.reviewer.codebook(&desk.coder, &desk.coder)?;
    let (path, entry) = find(&codebook.codes, id).ok_or(CliError::NoPlaceInCodebook(id))?;
    let codings: Vec<CodebookCoding> =
        codebook.codings.iter().filter(|coding| coding.coding.code == id).cloned().collect();
    let segments = segments(&desk, &codings)?;
    let memos = codebook.memos.iter().filter(|memo| memo.memo.on == MemoTarget::Code(id)).cloned().collect();
    let codings = codings.into_iter().map(|coding| shown(&desk, coding, &segments));
    let shown = Shown { codings: codings.collect(), entry: entry.clone(), memos };
    if look.json { output.json(&shown) } else { print(&shown, &path, output) }
}

/// A coding with its words, and where they stand: as its segment says; where it is no segment, as the turn says.
fn shown(desk: &Desk, coding: CodebookCoding, segments: &BTreeMap<SegmentId, ReviewSegment>) -> CodingShown {
    let at = &coding.coding;
    let segment = segment_of(&coding, segments);
    let quote = match segment {
        Some(segment) => Some(segment.quote.clone()),
        None => desk.reviewer.quote_at(&at.document, at.span()),
    };
    let place = match (&quote, segment) {
        (Some(quote), Some(segment)) => format!("{}, segment {}", source(quote), segment.id),
        (Some(quote), None) => format!("{}, {}–{}", source(quote), at.start.0, at.end.0),
        (None, _) => format!("— {}, {}–{}", at.document, at.start.0, at.end.0),
    };
    let text = desk.reviewer.words_at(&at.document, at.span()).unwrap_or_default().to_owned();
    let (turn, time_ms) =
        (quote.as_ref().map(|quote| quote.turn), quote.as_ref().and_then(|quote| quote.time_ms));
    CodingShown { participant: quote.and_then(|quote| quote.participant), turn, time_ms, text, place, coding }
}

/// A code in the tree, with the labels of those above it.
fn find(entries: &[CodebookEntry], id: CodeId) -> Option<(Vec<&str>, &CodebookEntry)> {
    entries.iter().find_map(|entry| {
        if entry.id == id {
            return Some((Vec::new(), entry));
        }
        let (mut path, found) = find(&entry.codes, id)?;
        path.insert(0, &entry.code.label);
        Some((path, found))
    })
}

/// The segments of the run under review that are coded.
fn segments(desk: &Desk, codings: &[CodebookCoding]) -> Result<BTreeMap<SegmentId, ReviewSegment>, CliError> {
    let run = desk.reviewer.run();
    let ids: Vec<SegmentId> = codings
        .iter()
        .filter_map(|coding| coding.coding.segment.filter(|segment| segment.run == run))
        .map(|segment| segment.id)
        .collect();
    let found = desk.reviewer.segments(&desk.coder, &ids)?;
    Ok(found.into_iter().map(|segment| (segment.id, segment)).collect())
}

fn segment_of<'a>(
    coding: &CodebookCoding,
    segments: &'a BTreeMap<SegmentId, ReviewSegment>,
) -> Option<&'a ReviewSegment> {
    segments.get(&coding.coding.segment?.id)
}

fn print(shown: &Shown, path: &[&str], output: &mut Output) -> Result<(), CliError> {
    let (id, code) = (shown.entry.id, &shown.entry.code);
    let width = width();
    output.line(&format!(
        "{}  {}",
        styled(styles::NUMBER, id.as_str()),
        styled(styles::STRONG, &plain(&code.label))
    ))?;
    let mut facts = vec![code.level.to_string(), count(shown.codings.len(), "coding", "codings")];
    if !path.is_empty() {
        facts.push(format!("under {}", path.join(" › ")));
    }
    if let Some(from) = code.from {
        facts.push(format!("accepted from candidate theme {} of run {}", from.theme, from.run));
    }
    if let Some(colour) = &code.colour {
        facts.push(format!("colour {colour}"));
    }
    let mut lines = vec![facts.join(", ")];
    for (what, text) in [
        ("Definition", &code.definition),
        ("Coded with it", &code.inclusion),
        ("Not coded with it", &code.exclusion),
        ("Example", &code.example),
    ] {
        if !text.is_empty() {
            lines.push(format!("{what}: {text}"));
        }
    }
    lines.extend(shown.memos.iter().map(|memo| format!("Memo {}: {}", memo.id, memo.memo.text)));
    for line in lines.iter().flat_map(|line| wrap(line, width)) {
        output.line(&line)?;
    }
    output.line("")?;
    for coding in &shown.codings {
        print_coding(coding, width, output)?;
    }
    Ok(())
}

fn print_coding(shown: &CodingShown, width: usize, output: &mut Output) -> Result<(), CliError> {
    let coding = &shown.coding.coding;
    for (i, line) in wrap(&format!("“{}”", shown.text), width - 11).iter().enumerate() {
        let head =
            if i == 0 { styled(styles::NUMBER, shown.coding.id.as_str()) + "  " } else { " ".repeat(11) };
        output.line(&format!("{head}{line}"))?;
    }
    let mut notes = vec![shown.place.clone()];
    let mut marks = Vec::new();
    if let Some(content) = coding.content {
        marks.push(match content {
            Content::Manifest => "manifest",
            Content::Latent => "latent",
        });
    }
    if let Some(certainty) = coding.certainty {
        marks.push(match certainty {
            Certainty::Sure => "sure",
            Certainty::Unsure => "unsure",
        });
    }
    if coding.negative {
        marks.push("negative case");
    }
    if !marks.is_empty() {
        notes.push(marks.join(", "));
    }
    if let Some(condensed) = &coding.condensed {
        notes.push(format!("condensed: {condensed}"));
    }
    for line in notes.iter().flat_map(|note| wrap(note, width - 11)) {
        output.line(&format!("{}{}", " ".repeat(11), styled(styles::FAINT, &line)))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Code;

    #[test]
    fn a_code_is_found_in_the_tree_with_what_stands_above_it() {
        let code = |id: &str, label: &str, codes| CodebookEntry {
            id: id.parse().unwrap(),
            code: Code { label: label.to_owned(), ..Code::default() },
            n_codings: 0,
            codes,
        };
        let tree = [code("00000001", "Work", vec![code("00000002", "Nights", Vec::new())])];
        let (path, found) = find(&tree, "00000002".parse().unwrap()).unwrap();
        assert_eq!((path, found.code.label.as_str()), (vec!["Work"], "Nights"));
        // One that stands under none of these is an error, and not an empty answer.
        let id = "00000003".parse().unwrap();
        assert!(find(&tree, id).is_none());
        let error = CliError::NoPlaceInCodebook(id);
        assert_eq!(error.exit_code(), 4);
        assert!(error.to_string().contains("code unnest PROJECT 00000003"), "{error}");
    }
}
