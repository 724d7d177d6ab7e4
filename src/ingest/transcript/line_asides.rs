//! Lines that are nobody's words: questions of the guide, headings, times, front matter, heads of pages, tails.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::clock::milliseconds;
use super::furniture::{furniture, without_digits};
use super::guide_lines::guide_lines;
use super::label::{fold, is_blank};
use super::questions::{Questions, asks, undressed};
use super::tails;
use super::turn_headers::{head, is_field};
use crate::domain::{AsideKind, Notice, NoticeFact};
use crate::ingest::digits::{digit, ends_number};

/// A time alone on its line, without the signs that make it a mark between words.
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    let clock = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?";
    Regex::new(&format!(r"^\s*#{{0,6}}\s*[*_]*\(?({clock})(?:\s*(?:-|–|—|to)\s*{clock})?\)?[*_]*:?\s*$"))
        .expect("the pattern is constant")
});
static IRAMUTEQ: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*(?:\*{4}(?:\s+\*\S+)+|-\*\S+)\s*$").expect("the pattern is constant"));

/// The most lines of metadata between two lines of dashes.
const MOST_METADATA: usize = 80;

/// What each line of a text is, if it is nobody's words.
pub(in crate::ingest) struct LineAsides {
    kinds: Vec<Option<AsideKind>>,
    /// The times alone on a line: where the line ends, in bytes, and the milliseconds.
    times: Vec<(usize, u64)>,
    /// The lines that are no labels, whatever they are: questions that are kept as words, and headings with a number.
    no_labels: BTreeSet<usize>,
}

impl LineAsides {
    /// Finds the lines that are nobody's words, whoever speaks. Kinds to keep are not found.
    pub(in crate::ingest) fn find(text: &str, lines: &[Range<usize>], keep: &BTreeSet<AsideKind>) -> Self {
        let mut asides =
            Self { kinds: vec![None; lines.len()], times: Vec::new(), no_labels: BTreeSet::new() };
        let line = |i: usize| &text[lines[i].clone()];
        let empty = |i: usize| line(i).chars().all(is_blank);
        for i in metadata(lines.len(), &line) {
            asides.mark(i, AsideKind::FrontMatter);
        }
        if !numbers_both_sides(lines.len(), &line) {
            for i in Questions::new(text, lines).find() {
                asides.mark(i, AsideKind::Question);
            }
        }
        for i in page_heads(text, lines) {
            asides.mark(i, AsideKind::PageHead);
        }
        for (i, kind) in furniture(text, lines).into_iter().chain(guide_lines(text, lines)) {
            if asides.kinds[i].is_none() {
                asides.mark(i, kind);
                asides.no_labels.insert(i);
            }
        }
        let last = lines.iter().enumerate().rev().filter(|(i, _)| !empty(*i)).take(tails::REACH);
        let tail_from = last.map(|(i, _)| i).last().unwrap_or(0);
        let mut before: Option<AsideKind> = None;
        for (i, range) in lines.iter().enumerate() {
            if empty(i) {
                continue;
            }
            let words = line(i);
            if asides.kinds[i].is_none() {
                asides.kinds[i] = if is_of_corpus(words) {
                    Some(AsideKind::FrontMatter)
                } else if let Some(ms) = time(words).filter(|_| !may_answer(words, before)) {
                    asides.times.push((range.end, ms));
                    Some(AsideKind::Time)
                } else if tails::is_of_a_program(words)
                    || (i >= tail_from && labelled_by_a_program(words))
                    || ((i >= tail_from || tails::is_bracketed(words)) && tails::is_end(words))
                {
                    Some(AsideKind::Tail)
                } else if is_heading(words) {
                    Some(AsideKind::Heading)
                } else {
                    None
                };
            }
            before = asides.kinds[i];
        }
        if keep.contains(&AsideKind::Question) {
            let questions =
                asides.kinds.iter().enumerate().filter(|(_, kind)| **kind == Some(AsideKind::Question));
            asides.no_labels.extend(questions.map(|(i, _)| i));
        }
        for kind in &mut asides.kinds {
            *kind = kind.filter(|kind| !keep.contains(kind));
        }
        if keep.contains(&AsideKind::Time) {
            asides.times.clear();
        }
        asides
    }

    fn mark(&mut self, line: usize, kind: AsideKind) {
        self.kinds[line] = Some(kind);
    }

    /// Returns what a line is; `None` if it may be somebody's words.
    pub(in crate::ingest) fn kind(&self, line: usize) -> Option<AsideKind> {
        self.kinds.get(line).copied().flatten()
    }

    /// Tells whether a line can hold no label. A heading can be one.
    pub(super) fn has_no_label(&self, line: usize) -> bool {
        self.is_no_label(line) || self.kind(line).is_some_and(|kind| kind != AsideKind::Heading)
    }

    /// Tells whether a line is a question that is kept as words, or a heading that is no name.
    pub(super) fn is_no_label(&self, line: usize) -> bool {
        self.no_labels.contains(&line)
    }

    /// Returns the times alone on a line: where the line ends, in bytes, and the milliseconds.
    pub(super) fn times(&self) -> &[(usize, u64)] {
        &self.times
    }

    /// Returns how many lines are questions.
    pub(super) fn n_questions(&self) -> usize {
        self.kinds.iter().filter(|kind| **kind == Some(AsideKind::Question)).count()
    }

    /// Returns the first question's line.
    pub(super) fn first_question(&self) -> Option<usize> {
        self.kinds.iter().position(|kind| *kind == Some(AsideKind::Question))
    }

    /// Takes a line as a label, which a heading can be, or as somebody's words.
    pub(super) fn take_as_words(&mut self, line: usize) {
        if let Some(kind) = self.kinds.get_mut(line) {
            *kind = None;
        }
    }

    /// Takes the lines above the first question that are about the interview as front matter, in a text without labels.
    pub(super) fn add_front_matter(&mut self, text: &str, lines: &[Range<usize>]) {
        let first = self.first_question().unwrap_or(0);
        for (i, line) in lines.iter().enumerate().take(first) {
            let words = &text[line.clone()];
            if self.kinds[i].is_none() && !words.chars().all(is_blank) && is_about(words) {
                self.mark(i, AsideKind::FrontMatter);
            }
        }
    }

    /// Takes lines as questions.
    pub(super) fn add_questions(&mut self, lines: impl IntoIterator<Item = usize>) {
        for line in lines {
            self.mark(line, AsideKind::Question);
        }
    }

    /// Takes lines as what they are.
    pub(super) fn add(&mut self, lines: impl IntoIterator<Item = (usize, AsideKind)>) {
        for (line, kind) in lines {
            self.mark(line, kind);
        }
    }

    /// Returns a notice for each kind of line among those from `from`.
    pub(super) fn notices(&self, from: usize) -> Vec<Notice> {
        let mut counts: BTreeMap<AsideKind, usize> = BTreeMap::new();
        for (i, kind) in self.kinds.iter().enumerate() {
            if let Some(kind) = kind.filter(|&kind| i >= from || kind == AsideKind::Question) {
                *counts.entry(kind).or_default() += 1;
            }
        }
        let notice = |(what, n)| Notice::of_run(NoticeFact::SetAside { n, what });
        counts.into_iter().map(notice).collect()
    }
}

/// Returns the lines of metadata at the top: between two lines of `---` (YAML) or `+++` (TOML).
fn metadata<'a>(n_lines: usize, line: &dyn Fn(usize) -> &'a str) -> Range<usize> {
    let Some(first) = (0..n_lines).find(|&i| !line(i).chars().all(is_blank)) else { return 0..0 };
    let fence = line(first).trim_matches(is_blank);
    if !matches!(fence, "---" | "+++") {
        return 0..0;
    }
    let closes = |i: &usize| matches!(line(*i).trim_end(), "---" | "+++" | "...");
    let Some(last) = (first + 1..n_lines.min(first + MOST_METADATA)).find(closes) else { return 0..0 };
    let is_entry = |i: usize| {
        let words = line(i);
        let key = words.split([':', '=']).next().unwrap_or_default();
        words.chars().all(is_blank)
            || words.starts_with([' ', '\t', '-', '#'])
            || (key.len() < words.len() && key.split_whitespace().count() <= 3)
    };
    if (first + 1..last).all(is_entry) { first..last + 1 } else { 0..0 }
}

/// Finds the heads and feet of pages: the lines beside a form feed that are the same on several pages, apart from digits.
fn page_heads(text: &str, lines: &[Range<usize>]) -> Vec<usize> {
    if !text.contains('\u{c}') {
        return Vec::new();
    }
    let line = |i: usize| &text[lines[i].clone()];
    let filled = |i: &usize| !line(*i).chars().all(is_blank);
    let mut candidates: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    let mut n_pages = 0;
    for i in (0..lines.len()).filter(|&i| line(i).contains('\u{c}')) {
        n_pages += 1;
        let after = (i..lines.len()).find(filled);
        let before = (0..i).rev().find(filled);
        for at in after.into_iter().chain(before) {
            candidates.entry(without_digits(line(at))).or_default().insert(at);
        }
    }
    candidates
        .into_iter()
        .filter(|(key, found)| {
            let numbers_pages = key.chars().all(|c| !c.is_alphabetic()) && key.contains('#');
            found.len() * 2 > n_pages && (found.len() > 1 || numbers_pages)
        })
        .filter(|(_, found)| found.iter().all(|&i| head(line(i)).is_none()))
        .flat_map(|(_, found)| found)
        .collect()
}

/// Returns the milliseconds of a line that holds only a time.
fn time(line: &str) -> Option<u64> {
    if line.len() > 60 || !line.contains(':') {
        return None;
    }
    milliseconds(TIME.captures(line)?.get(1)?.as_str())
}

/// Tells whether a time may be the answer to the question above it: `7:30`.
fn may_answer(line: &str, before: Option<AsideKind>) -> bool {
    before == Some(AsideKind::Question) && line.matches(':').count() == 1 && !is_heading(line)
}

/// Tells whether a line above the first question is about the interview: a field, a row of a table, a few words without the end of a
/// sentence.
pub(super) fn is_about(line: &str) -> bool {
    let (inner, _) = undressed(line);
    let is_row = inner.starts_with('|') && inner.ends_with('|');
    let is_short =
        inner.split_whitespace().count() <= 12 && !inner.ends_with(['.', '!', '…', '。']) && !asks(inner);
    is_row || is_field(line) || is_short
}

/// Tells whether a line is the sentence of a program, to which the program gave the label of a speaker.
fn labelled_by_a_program(line: &str) -> bool {
    head(line).and_then(|head| line.get(head.body..)).is_some_and(tails::is_of_a_program)
}

/// Tells whether a line is one of the marks between the texts of a corpus of IRaMuTeQ.
fn is_of_corpus(line: &str) -> bool {
    let start = line.trim_start();
    (start.starts_with("****") || start.starts_with("-*")) && IRAMUTEQ.is_match(line)
}

/// Returns the first variable of the line that begins a text in a corpus of IRaMuTeQ: `id_1` of `**** *id_1 *sex_f`.
pub(super) fn text_of_corpus(line: &str) -> Option<&str> {
    let rest = line.trim().strip_prefix("****")?;
    if !is_of_corpus(line) {
        return None;
    }
    rest.split_whitespace().next()?.strip_prefix('*')
}

/// Returns where the words of a line begin that opens with a label, in bytes; `None` for any other line.
pub(in crate::ingest) fn header_end(line: &str) -> Option<usize> {
    head(line).map(|head| head.body)
}

/// Returns a text without the white space and direction marks at its ends.
pub(in crate::ingest) fn trimmed(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// Tells whether numbers stand on both sides of the conversation, so that they are labels: `Q1. …?`, `A1. …`.
fn numbers_both_sides<'t>(n_lines: usize, line: &impl Fn(usize) -> &'t str) -> bool {
    let numbers = |letters: &[char]| -> BTreeSet<u32> {
        let number = |i: usize| {
            let rest = line(i).trim_start().strip_prefix(letters)?;
            let n_digits = rest.len() - rest.trim_start_matches(|c: char| digit(c).is_some()).len();
            rest[n_digits..].starts_with(ends_number).then(|| fold(&rest[..n_digits]).parse().ok()).flatten()
        };
        (0..n_lines).filter_map(number).collect()
    };
    let questions = numbers(&['Q', 'F', 'I']);
    let n_answered = questions.intersection(&numbers(&['A', 'R', 'P'])).count();
    n_answered >= 2 && n_answered * 2 >= questions.len()
}

/// Tells whether a line is a heading of Markdown, or stands between signs: `=== Work ===`.
fn is_heading(line: &str) -> bool {
    let words = line.trim_matches(is_blank);
    let is_ruled = |sign: &str| {
        words.len() > 2 * sign.len() && words.starts_with(sign) && words.ends_with(sign) && words.len() <= 120
    };
    if ["==", "~~~", "---"].into_iter().any(is_ruled) && words.contains(char::is_alphabetic) && !asks(words) {
        return true;
    }
    let rest = line.trim_start_matches('#');
    (1..=6).contains(&(line.len() - rest.len())) && rest.starts_with(' ')
}
