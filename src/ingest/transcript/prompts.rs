//! Prompts of a moderator as lines of their own between the turns of several people: nobody's turn, and not part of the turn before.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::guide_lines::{ends_sentence, is_in_list, marked, numbering};
use super::label::{fold, holds_question, is_blank};
use super::line_asides::LineAsides;
use super::questions::asks;
use super::topics::{is_request, is_title};
use crate::domain::AsideKind;

/// The longest prompt, in words.
const MOST_WORDS: usize = 60;
/// The most words that stand below a question of the guide and before the next label and still belong to the question.
const MOST_WORDS_BELOW: usize = 30;
/// Who asks in more of the own turns than this share may ask on in a paragraph of its own.
const ASKS_SELDOM: f64 = 0.2;
/// The least number of headings without a sign.
const LEAST_TITLES: usize = 3;

/// A turn header, as prompts need it; positions are bytes of the text.
pub(super) struct Head<'a> {
    /// Where its line begins.
    pub(super) start: usize,
    /// Where the words begin.
    pub(super) body: usize,
    /// The label.
    pub(super) label: &'a str,
    /// Whether the label names an interviewer.
    pub(super) asks: bool,
}

/// Returns the lines that are prompts: each stands directly before a turn, asks or requests something, and is a paragraph of its own. They are prompts only
/// where no label names an interviewer or other questions are numbered, several people speak, those before the prompts seldom ask, and turns rarely go on in other
/// paragraphs. What stands directly below a question of the guide and before a label is part of the question.
pub(super) fn prompts(
    text: &str,
    lines: &[Range<usize>],
    heads: &[Head<'_>],
    asides: &LineAsides,
) -> Vec<usize> {
    let between = Between { text, lines, asides };
    let mut found = Vec::new();
    let mut candidates: Vec<(usize, usize)> = Vec::new();
    let mut n_other = 0;
    for (n, next) in heads.iter().enumerate() {
        let end = between.line_at(next.start);
        let start = n.checked_sub(1).map_or(0, |n| between.line_at(heads[n].body));
        found.extend(between.below_question(start, end));
        if n == 0 {
            continue;
        }
        let body = heads[n - 1].body;
        let candidate = between.candidate(start, end, body).filter(|_| !heads[n - 1].asks);
        candidates.extend(candidate.map(|line| (n - 1, line)));
        n_other += between.n_other(start, end, body, candidate);
    }
    if candidates.is_empty() {
        return found;
    }
    let labels: BTreeSet<&str> = heads.iter().map(|head| head.label).collect();
    let speakers: BTreeSet<String> = labels.into_iter().map(fold).collect();
    let has_interviewer = heads.iter().any(|head| head.asks);
    let is_guided = asides.n_questions() > 1;
    let many = candidates.len() >= if is_guided { 1 } else { 2 } && n_other <= candidates.len();
    // Beside an interviewer, several requests between turns that never go on are the guide's.
    let are_requests = || candidates.iter().all(|&(_, line)| is_request(between.line(line)));
    let by_nobody = is_guided || !has_interviewer || (n_other == 0 && candidates.len() > 1 && are_requests());
    if many && speakers.len() > 1 && by_nobody && between.ask_seldom(heads, &candidates) {
        found.extend(candidates.into_iter().map(|(_, line)| line));
    }
    found
}

/// Returns the lines that are headings without a sign: a few words that end as no sentence does, each directly before a turn and below
/// words that have ended. They are headings only where several differ, turns never go on in other paragraphs, and nearly all turns end as
/// sentences do.
pub(super) fn titles(
    text: &str,
    lines: &[Range<usize>],
    heads: &[Head<'_>],
    asides: &LineAsides,
) -> Vec<usize> {
    let between = Between { text, lines, asides };
    let mut found: Vec<usize> = Vec::new();
    let (mut n_turns, mut n_ended) = (0, 0);
    for pair in heads.windows(2) {
        let (start, end) = (between.line_at(pair[0].body), between.line_at(pair[1].start));
        let title = between
            .last_own(start, end, pair[0].body)
            .filter(|&line| !pair[0].asks && is_title(between.line(line)));
        if between.n_other(start, end, pair[0].body, title) > 0 {
            return Vec::new();
        }
        let until = title.map_or(pair[1].start, |line| lines[line].start);
        n_turns += 1;
        n_ended += usize::from(ends_sentence(&text[pair[0].body.min(until)..until]));
        found.extend(title);
    }
    let different: BTreeSet<String> = found.iter().map(|&line| fold(between.line(line))).collect();
    let are_titles =
        found.len() >= LEAST_TITLES && different.len() == found.len() && n_ended * 10 >= n_turns * 9;
    if are_titles { found } else { Vec::new() }
}

/// Returns the lines that are marked as a question or a part, each directly before a turn and below words that have ended, in whatever form the
/// labels are.
pub(super) fn marked_lines(
    text: &str,
    lines: &[Range<usize>],
    heads: &[Head<'_>],
    asides: &LineAsides,
) -> Vec<(usize, AsideKind)> {
    let between = Between { text, lines, asides };
    let of_pair = |pair: &[Head<'_>]| {
        let (start, end) = (between.line_at(pair[0].body), between.line_at(pair[1].start));
        let line = between.last_own(start, end, pair[0].body)?;
        let kind = marked(between.line(line).trim_matches(is_blank))?;
        let above = (start..line).rev().map(|i| between.line(i));
        (kind != AsideKind::Question || !is_in_list(above)).then_some((line, kind))
    };
    heads.windows(2).filter_map(of_pair).collect()
}

/// Returns the lines that look like lines of the guide and stay with the turn before them, because they may be what somebody says: with
/// the number of a question or part, or, where turns never go on in other paragraphs and nearly all end as sentences do, one request and one
/// or two headings without a sign.
pub(super) fn doubtful(
    text: &str,
    lines: &[Range<usize>],
    heads: &[Head<'_>],
    asides: &LineAsides,
) -> Vec<usize> {
    let between = Between { text, lines, asides };
    let is_numbered = |i: &usize| {
        let kind = numbering(between.line(*i)).map(|(kind, _)| kind);
        asides.kind(*i).is_none() && kind == Some(AsideKind::Question)
    };
    let mut found: Vec<usize> = Vec::new();
    let (mut plain, mut n_other, mut n_turns, mut n_ended) = (Vec::new(), 0, 0, 0);
    if heads.is_empty() {
        return (0..lines.len()).filter(is_numbered).collect();
    }
    for (n, head) in heads.iter().enumerate() {
        let start = between.line_at(head.body);
        let end = heads.get(n + 1).map_or(lines.len(), |next| between.line_at(next.start));
        let has_words = |i: &usize| between.text[head.body..lines[*i].start].contains(char::is_alphanumeric);
        found.extend((start..end).filter(is_numbered).filter(has_words));
        if n + 1 == heads.len() {
            break;
        }
        let last = between.last_own(start, end, head.body).filter(|&line| {
            let words = between.line(line);
            let is_part = numbering(words).is_some();
            !head.asks && (is_part || is_request(words) || is_title(words))
        });
        n_other += between.n_other(start, end, head.body, last);
        let until = last.map_or(heads[n + 1].start, |line| lines[line].start);
        n_turns += 1;
        n_ended += usize::from(ends_sentence(&text[head.body.min(until)..until]));
        plain.extend(last);
    }
    // More of them are set aside, or recur as answers do.
    if n_other == 0 && plain.len() < LEAST_TITLES && n_ended * 10 >= n_turns * 9 {
        found.extend(plain);
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Tells whether a line asks or requests something.
fn is_prompt(line: &str) -> bool {
    asks(line) || is_request(line)
}

struct Between<'a> {
    text: &'a str,
    lines: &'a [Range<usize>],
    asides: &'a LineAsides,
}

impl Between<'_> {
    fn line(&self, i: usize) -> &str {
        &self.text[self.lines[i].clone()]
    }

    fn is_empty(&self, i: usize) -> bool {
        self.line(i).chars().all(is_blank)
    }

    /// Returns the first line that begins at a byte or after it.
    fn line_at(&self, byte: usize) -> usize {
        self.lines.partition_point(|line| line.start < byte)
    }

    /// Returns the last line before `end` if it is a paragraph of its own, with words of the turn before it that have ended.
    fn last_own(&self, start: usize, end: usize, body: usize) -> Option<usize> {
        let line = (start..end).rev().find(|&i| !self.is_empty(i))?;
        let is_own = line > 0 && (self.is_empty(line - 1) || !self.is_empty_before(end));
        let words = self.text.get(body..self.lines[line].start)?;
        let has_ended = words.contains(char::is_alphanumeric) && ends_sentence(words);
        (is_own && has_ended && self.asides.kind(line).is_none()).then_some(line)
    }

    /// Returns the last line before `end` if it is a paragraph that asks or requests something, with words of the turn before it.
    fn candidate(&self, start: usize, end: usize, body: usize) -> Option<usize> {
        let line = (start..end).rev().find(|&i| !self.is_empty(i))?;
        let is_own = line > 0 && (self.is_empty(line - 1) || !self.is_empty_before(end));
        let has_words = self.text[body..self.lines[line].start].contains(char::is_alphanumeric);
        let short = self.line(line).split_whitespace().count() <= MOST_WORDS;
        let fits =
            is_own && has_words && short && self.asides.kind(line).is_none() && is_prompt(self.line(line));
        fits.then_some(line)
    }

    /// Tells whether a blank line stands before a line.
    fn is_empty_before(&self, line: usize) -> bool {
        line > 0 && self.is_empty(line - 1)
    }

    /// Counts the other paragraphs with which a turn goes on.
    fn n_other(&self, start: usize, end: usize, body: usize, candidate: Option<usize>) -> usize {
        (start..end)
            .filter(|&i| {
                Some(i) != candidate
                    && !self.is_empty(i)
                    && self.asides.kind(i).is_none()
                    && self.text[body..self.lines[i].start].contains(char::is_alphanumeric)
            })
            .count()
    }

    /// Returns the lines directly below a question that no blank line parts from it, and directly before a label.
    fn below_question(&self, start: usize, end: usize) -> Vec<usize> {
        let question = (start..end).rev().find(|&i| self.asides.kind(i) == Some(AsideKind::Question));
        let Some(question) = question.filter(|&question| question + 1 < end) else { return Vec::new() };
        let below = question + 1..end;
        let words =
            self.text[self.lines[below.start].start..self.lines[end - 1].end].split_whitespace().count();
        let is_joined = below.clone().all(|i| !self.is_empty(i) && self.asides.kind(i).is_none());
        if is_joined && words <= MOST_WORDS_BELOW { below.collect() } else { Vec::new() }
    }

    /// Tells whether those who speak before the candidates seldom ask in their own words.
    fn ask_seldom(&self, heads: &[Head<'_>], candidates: &[(usize, usize)]) -> bool {
        let before: BTreeSet<String> = candidates.iter().map(|&(n, _)| fold(heads[n].label)).collect();
        let prompt_of: BTreeMap<usize, usize> = candidates.iter().copied().collect();
        let mut n_turns = 0;
        let mut n_asking = 0;
        let are_before: BTreeMap<&str, bool> =
            heads.iter().map(|head| (head.label, before.contains(&fold(head.label)))).collect();
        for (n, head) in heads.iter().enumerate().filter(|(_, head)| are_before[head.label]) {
            let next = heads.get(n + 1).map_or(self.text.len(), |next| next.start);
            let end = prompt_of.get(&n).map_or(next, |&line| self.lines[line].start);
            n_turns += 1;
            n_asking += usize::from(holds_question(&self.text[head.body.min(end)..end]));
        }
        (n_asking as f64) < ASKS_SELDOM * f64::from(u32::try_from(n_turns).unwrap_or(u32::MAX)).max(1.0)
    }
}
