//! The lines of a text, and those that begin with the header of a turn in a known form.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Hints;
use super::clock::arrow;
use super::counted_labels::{may_count, without_counting};
use super::dress_learning::Page;
use super::found::Found;
use super::interview_head::head_end;
use super::label::{fold, holds_question, is_blank, is_field_at_top, plausible, shown};
use super::label_candidates::{LabelCandidate, accepted};
use super::line_asides::{LineAsides, is_about};
use super::questions::without_numbers_of_answers;
use super::requests::requests;
use super::roles::is_listed;
use super::turn_headers::{Kind, TurnHeader, head, is_field};
use crate::domain::AsideKind;

/// A turn header of a known form, before it is known whether it counts; positions are bytes of the text.
struct Sighted {
    start: usize,
    label: String,
    body: usize,
    head: TurnHeader,
}

impl From<Sighted> for Found {
    fn from(sighted: Sighted) -> Self {
        let TurnHeader { ms, of_day, emphasis, .. } = sighted.head;
        let label = Some(sighted.label);
        Self { start: sighted.start, label, body: sighted.body, ms, of_day, emphasis }
    }
}

/// The lines of a text, without their ends.
pub(super) struct Lines {
    /// Each line.
    pub(super) all: Vec<Range<usize>>,
    /// Whether blank lines separate the paragraphs.
    pub(super) spaced: bool,
    /// The first line after the fields at the top.
    after_fields: usize,
}

/// The most lines below the known fields among which further ones are looked for.
const REACH_OF_FIELDS: usize = 16;
/// The most titles beside those.
const MOST_TITLES: usize = 2;
/// The longest field of a heading, in bytes.
const LONGEST_FIELD: usize = 60;

/// Tells whether a line holds no words and no signs.
pub(super) fn is_empty(text: &str, line: &Range<usize>) -> bool {
    text[line.clone()].chars().all(is_blank)
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let mut all = Vec::new();
        let mut at = 0;
        for line in text.split('\n') {
            all.push(at..at + line.len());
            at += line.len() + 1;
        }
        let first = all.iter().position(|line| !is_empty(text, line)).unwrap_or(0);
        let last = all.iter().rposition(|line| !is_empty(text, line)).unwrap_or(0);
        let spaced = all[first..=last.max(first)].iter().any(|line| is_empty(text, line));
        let after_fields = after_fields(text, &all, spaced);
        Self { all, spaced, after_fields }
    }

    /// Tells whether line `i` begins a paragraph (or simply a line, if there are no blank lines).
    fn opens(&self, text: &str, i: usize) -> bool {
        !is_empty(text, &self.all[i]) && (!self.spaced || i == 0 || is_empty(text, &self.all[i - 1]))
    }

    /// Returns the lines as the search for labels needs them: those that can hold none are empty.
    pub(super) fn page<'a>(&self, text: &'a str, asides: &LineAsides) -> Page<'a> {
        let opens = (0..self.all.len()).map(|i| self.opens(text, i)).collect();
        let is_blind = |i: usize| {
            asides.is_no_label(i)
                || asides.kind(i).is_some_and(|kind| {
                    matches!(
                        kind,
                        AsideKind::Question | AsideKind::FrontMatter | AsideKind::Tail | AsideKind::PageHead
                    )
                })
        };
        let shown: Vec<Range<usize>> = self
            .all
            .iter()
            .enumerate()
            .map(|(i, line)| if is_blind(i) { line.start..line.start } else { line.clone() })
            .collect();
        Page::of(text, &shown, opens, self.spaced, self.after_fields)
    }

    /// Returns the first filled line below a label whose line holds no words; `body` is where the label ends, in bytes.
    pub(super) fn below_label(&self, text: &str, body: usize) -> Option<usize> {
        let line = self.all.partition_point(|line| line.end < body);
        if !is_empty(text, &(body..self.all.get(line)?.end)) {
            return None;
        }
        (line + 1..self.all.len()).find(|&i| !is_empty(text, &self.all[i]))
    }

    /// Returns the accepted turn headers, in order.
    pub(super) fn heads(&self, text: &str, hints: &Hints<'_>, asides: &LineAsides) -> Vec<Found> {
        let from = self.after_fields;
        let mut all: Vec<(usize, Sighted)> = Vec::new();
        let mut i = from;
        while i < self.all.len() {
            let line = &self.all[i];
            if asides.has_no_label(i) {
                i += 1;
                continue;
            }
            if let Some((used, found)) = self.teams(text, i) {
                all.push((i, found));
                i += used;
                continue;
            }
            if let Some(head) = head(&text[line.clone()]) {
                let label = text[line.start + head.label.start..line.start + head.label.end].to_owned();
                all.push((i, Sighted { start: line.start, label, body: line.start + head.body, head }));
            }
            i += 1;
        }
        let asks =
            all.iter().map(|(i, found)| holds_question(&text[found.body..self.all[*i].end.max(found.body)]));
        if may_count(all.iter().map(|(_, found)| found.label.as_str())) {
            let asks: Vec<bool> = asks.collect();
            let mut counted: Vec<&mut String> = all.iter_mut().map(|(_, found)| &mut found.label).collect();
            without_counting(&mut counted, &asks);
        }
        if asides.n_questions() > 1 {
            let mut labels: Vec<&mut String> = all.iter_mut().map(|(_, found)| &mut found.label).collect();
            without_numbers_of_answers(&mut labels);
        }
        let labels = self.labels(text, &all, from, hints, asides);
        all.retain(|(_, found)| labels.contains(&fold(&found.label)));
        // Fields above the first question (`Interviewee: Mira`) are no turns.
        let is_field = |(i, _): &(usize, Sighted)| {
            asides.first_question().is_some_and(|first| *i < first) && is_about(&text[self.all[*i].clone()])
        };
        if all.iter().all(is_field) {
            all.clear();
        }
        all.into_iter().map(|(_, found)| found.into()).collect()
    }

    /// Returns the labels that count: those of timed headers if the file has them, otherwise by the rule for candidates.
    fn labels(
        &self,
        text: &str,
        all: &[(usize, Sighted)],
        from: usize,
        hints: &Hints<'_>,
        asides: &LineAsides,
    ) -> BTreeSet<String> {
        let timed: Vec<&Sighted> =
            all.iter().map(|(_, found)| found).filter(|found| found.head.kind == Kind::Timed).collect();
        let sure = |found: &&&Sighted| is_listed(&found.label) || hints.role(&found.label).is_some();
        let usual = timed.len() * 4 >= all.len();
        if usual && (timed.len() >= 2 || timed.iter().any(|found| sure(&found))) {
            return timed.iter().map(|found| fold(&found.label)).collect();
        }
        // If every second line has a header, each line is a turn, even if there are blank lines between some.
        let is_said = |i: &usize| {
            !is_empty(text, &self.all[*i]) && asides.kind(*i).is_none_or(|kind| kind == AsideKind::Question)
        };
        let n_filled = (from..self.all.len()).filter(is_said).count();
        let by_line = all.len() * 2 >= n_filled;
        let opens = |i: usize| by_line || self.opens(text, i);
        let n_units = (from..self.all.len()).filter(is_said).filter(|&i| opens(i)).count();
        let mut sightings: Vec<LabelCandidate> = all
            .iter()
            .filter(|(_, found)| found.head.kind != Kind::Timed)
            .map(|(i, found)| {
                let words = &text[found.body..self.all[*i].end.max(found.body)];
                let asks = holds_question(words) || requests(words);
                LabelCandidate { label: found.label.clone(), opens_unit: opens(*i), asks }
            })
            .collect();
        if !sightings.is_empty() {
            // The questions of the guide are one side of the conversation.
            let question = LabelCandidate { label: "Question".to_owned(), opens_unit: true, asks: true };
            sightings.extend(std::iter::repeat_n(question, asides.n_questions()));
        }
        accepted(&sightings, n_units, hints)
    }

    /// Reads the older header of Teams: a line of times with an arrow, then a line with the name.
    fn teams(&self, text: &str, i: usize) -> Option<(usize, Sighted)> {
        let (Some(ms), Some(_)) = arrow(text[self.all[i].clone()].trim())? else { return None };
        let name = (i + 1..self.all.len().min(i + 3)).find(|&j| !is_empty(text, &self.all[j]))?;
        let label =
            shown(text[self.all[name].clone()].trim_end_matches(|c| is_blank(c) || matches!(c, ':' | '：')));
        let body = self.all[name].end;
        let head = TurnHeader {
            kind: Kind::Timed,
            label: 0..0,
            body: 0,
            ms: Some(ms),
            of_day: false,
            emphasis: None,
        };
        plausible(&label).then(|| (name - i + 1, Sighted { start: self.all[i].start, label, body, head }))
    }

    /// Tells whether the lines look wrapped at a width: most do not end a sentence, and none is long.
    pub(super) fn is_wrapped(&self, text: &str) -> bool {
        let mut n_full = 0;
        let mut n_open = 0;
        let mut longest = 0;
        for line in self.all.iter().filter(|line| !is_empty(text, line)) {
            let words = text[line.clone()].trim_end();
            let n = words.chars().count();
            longest = longest.max(n);
            n_full += usize::from(n >= 45);
            n_open += usize::from(
                !words.ends_with(['.', '?', '!', '…', ':', '؟', '"', '”', '»', ')', ']', '#', '。']),
            );
        }
        let n = self.all.len();
        n >= 3 && longest <= 110 && n_full * 2 >= n && n_open * 2 >= n
    }
}

/// Returns the first line after the fields (date, place, who was there) at the top of some files. They are short lines in
/// one of the first five paragraphs.
fn after_fields(text: &str, all: &[Range<usize>], spaced: bool) -> usize {
    let mut after = head_end(text, all);
    let mut i = after;
    for _ in 0..5 {
        while i < all.len() && is_empty(text, &all[i]) {
            i += 1;
        }
        let end = (i..all.len()).find(|&j| is_empty(text, &all[j])).unwrap_or(all.len());
        // A heading of Markdown that names a theme may stand between turns.
        let is_top = |line: &str| is_field(line) && !line.starts_with('#');
        let fields: Vec<usize> = (i..end.min(i + 15)).filter(|&j| is_top(&text[all[j].clone()])).collect();
        let short = all[i..end.min(i + 15)].iter().all(|line| line.len() <= 120);
        if let Some(&last) = fields.last().filter(|_| short) {
            let said = (last + 1..end).find(|&j| is_first_turn(text, all, j)).unwrap_or(end);
            after = if end - i <= 15 && spaced { said } else { last + 1 };
        }
        i = end;
    }
    fields_at_top(text, all, after)
}

/// The fewest words of a turn that is told from a field by its words.
const WORDS_OF_TURN: usize = 3;

/// Tells whether a line right below fields is a turn: its label comes again, and its words are a sentence.
fn is_first_turn(text: &str, all: &[Range<usize>], i: usize) -> bool {
    let label = |line: &Range<usize>| {
        let line = &text[line.clone()];
        head(line).map(|head| (fold(&line[head.label]), &line[head.body.min(line.len())..]))
    };
    let Some((own, words)) = label(&all[i]) else { return false };
    let words = words.trim_end_matches(is_blank);
    let is_sentence = holds_question(words) || words.ends_with(['.', '!', '…', '。']);
    is_sentence
        && words.split_whitespace().count() >= WORDS_OF_TURN
        && all.iter().skip(i + 1).any(|line| label(line).is_some_and(|(other, _)| other == own))
}

/// Returns the first line after the fields above an interview that may be said within it, such as `Keywords: nights`: they stand above
/// the first label, beside nothing but titles and other fields, and come once. `after` is the first line after the other fields.
fn fields_at_top(text: &str, all: &[Range<usize>], after: usize) -> usize {
    let prefix = |line: &Range<usize>| -> Option<String> {
        let line = &text[line.clone()];
        let inner = line.trim_start_matches(|c| is_blank(c) || matches!(c, '*' | '_' | '>'));
        let (prefix, _) =
            inner.split_once([':', '：']).filter(|(prefix, _)| prefix.len() <= LONGEST_FIELD)?;
        Some(fold(prefix.trim_matches(|c| is_blank(c) || matches!(c, '*' | '_'))))
    };
    let mut end = after;
    let mut n_titles = 0;
    for (i, line) in all.iter().enumerate().take(after + REACH_OF_FIELDS).skip(after) {
        match prefix(line) {
            Some(field) if is_field_at_top(&field) => {
                if all.iter().skip(i + 1).any(|line| prefix(line).as_ref() == Some(&field)) {
                    break;
                }
                end = i + 1;
            }
            _ if is_empty(text, line) => {}
            _ if head(&text[line.clone()]).is_some() || !is_about(&text[line.clone()]) => break,
            _ if n_titles == MOST_TITLES => break,
            _ => n_titles += 1,
        }
    }
    end
}
