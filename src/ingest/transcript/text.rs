//! Finds the turns in a plain text, or in the text of a word processor's file, as spans of it.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::assemble::{TurnDraft, assemble};
use super::clock::arrow;
use super::cuts::Cuts;
use super::dress_learning::Page;
use super::found::Found;
use super::label::{fold, is_blank, plausible, shown};
use super::label_candidates::{LabelCandidate, accepted};
use super::label_search::{Nobodys, Search, search};
use super::looks::Looks;
use super::marks::{HeadTime, marks, without_outer_marks};
use super::roles::is_listed;
use super::settling::{join_lines, settle, times_inside};
use super::stamps::only_stamp;
use super::turn_headers::{Kind, TurnHeader, head, is_field};
use super::{Hints, Transcript};
use crate::domain::{LeftOut, Notice, NoticeFact};

static FOOTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*transcribed by\s+(?:https?://)?\S+\.\S+\s*$").expect("the pattern is constant")
});

/// Makes a transcript of a text, as [`from_paragraphs`] does of one of which nothing is known but its words.
pub(in crate::ingest) fn from_text(text: String, hints: &Hints<'_>) -> Transcript {
    from_paragraphs(text, &Looks::default(), hints)
}

/// Makes a transcript of a text. The text is changed only where times or labels stand inside what somebody says: they are taken
/// out, so that the words follow each other.
pub(in crate::ingest) fn from_paragraphs(text: String, looks: &Looks, hints: &Hints<'_>) -> Transcript {
    let lines = Lines::of(&text);
    let plain = lines.heads(&text, hints);
    let page = lines.page(&text);
    let Search { mut found, nobodys, mut notices, openings } = search(&text, &page, plain, looks, hints);
    settle(&text, &mut found);
    let mut drafts = if found.is_empty() {
        unlabelled(&text, &lines, &nobodys)
    } else {
        let before =
            lines.all.iter().filter(|line| line.end <= found[0].start && !is_empty(&text, line)).count();
        if before > 0 {
            notices.push(Notice::of_run(NoticeFact::LinesBeforeFirstLabel { n: before }));
        }
        labelled(&text, &lines, &found, &nobodys)
    };
    for draft in &mut drafts {
        draft.bytes = without_outer_marks(&text, draft.bytes.clone());
    }
    let n_drafts = drafts.len();
    drafts.retain(|draft| !nobodys.is_omitted(&text[draft.bytes.clone()]));
    let n_chat = nobodys.n_lines() + n_drafts - drafts.len();
    if n_chat > 0 {
        notices.push(Notice::of_run(NoticeFact::LeftOut { n: n_chat, what: LeftOut::ChatMessages }));
    }
    drafts.retain(|draft| !draft.bytes.is_empty());
    let mut times: Vec<HeadTime> = found.iter().filter_map(Found::time).collect();
    if found.is_empty() {
        times.extend(lines.all.iter().filter_map(|line| {
            let time = only_stamp(&text[line.clone()])?;
            Some(HeadTime { at: line.end, ms: time.ms, of_day: time.of_day })
        }));
    }
    let mut ranges = Vec::new();
    if !found.is_empty() {
        for (range, time) in times_inside(&text, &drafts) {
            ranges.push(range);
            times.push(time);
        }
        ranges.extend(join_lines(&text, &found, &mut drafts));
        times.sort_by_key(|time| time.at);
    }
    if drafts.iter().all(|draft| draft.label.is_none()) && !drafts.is_empty() {
        notices.push(Notice::of_run(NoticeFact::NoSpeakerLabels { openings }));
    }
    let mut marks = marks(&text, &times, &drafts);
    let cuts = Cuts::of(ranges);
    if cuts.is_empty() {
        return assemble(text, drafts, &marks, notices, hints);
    }
    for draft in &mut drafts {
        draft.bytes = cuts.moved(draft.bytes.start)..cuts.moved(draft.bytes.end);
    }
    for (at, _) in &mut marks {
        *at = cuts.moved(*at);
    }
    assemble(cuts.apply(&text), drafts, &marks, notices, hints)
}

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
struct Lines {
    all: Vec<Range<usize>>,
    /// Whether blank lines separate the paragraphs.
    spaced: bool,
}

fn is_empty(text: &str, line: &Range<usize>) -> bool {
    text[line.clone()].chars().all(is_blank)
}

impl Lines {
    fn of(text: &str) -> Self {
        let mut all = Vec::new();
        let mut at = 0;
        for line in text.split('\n') {
            all.push(at..at + line.len());
            at += line.len() + 1;
        }
        let first = all.iter().position(|line| !is_empty(text, line)).unwrap_or(0);
        let last = all.iter().rposition(|line| !is_empty(text, line)).unwrap_or(0);
        let spaced = all[first..=last.max(first)].iter().any(|line| is_empty(text, line));
        Self { all, spaced }
    }

    /// Tells whether line `i` begins a paragraph (or simply a line, if there are no blank lines).
    fn opens(&self, text: &str, i: usize) -> bool {
        !is_empty(text, &self.all[i]) && (!self.spaced || i == 0 || is_empty(text, &self.all[i - 1]))
    }

    /// Returns the lines as the search for labels needs them.
    fn page<'a>(&self, text: &'a str) -> Page<'a> {
        let opens = (0..self.all.len()).map(|i| self.opens(text, i)).collect();
        Page::of(text, &self.all, opens, self.spaced, self.after_fields(text))
    }

    /// Returns the turn headers of the known forms that count, in order.
    fn heads(&self, text: &str, hints: &Hints<'_>) -> Vec<Found> {
        let from = self.after_fields(text);
        let mut all: Vec<(usize, Sighted)> = Vec::new();
        let mut i = from;
        while i < self.all.len() {
            let line = &self.all[i];
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
        let labels = self.labels(text, &all, from, hints);
        all.retain(|(_, found)| labels.contains(&fold(&found.label)));
        all.into_iter().map(|(_, found)| found.into()).collect()
    }

    /// Returns the labels that count: those of timed headers if the file has them, otherwise by the rule for candidates.
    fn labels(
        &self,
        text: &str,
        all: &[(usize, Sighted)],
        from: usize,
        hints: &Hints<'_>,
    ) -> BTreeSet<String> {
        let timed: Vec<&Sighted> =
            all.iter().map(|(_, found)| found).filter(|found| found.head.kind == Kind::Timed).collect();
        let sure = |found: &&&Sighted| is_listed(&found.label) || hints.role(&found.label).is_some();
        let usual = timed.len() * 4 >= all.len();
        if usual && (timed.len() >= 2 || timed.iter().any(|found| sure(&found))) {
            return timed.iter().map(|found| fold(&found.label)).collect();
        }
        // If every second line has a header, each line is a turn, even if there are blank lines between some.
        let n_filled = (from..self.all.len()).filter(|&i| !is_empty(text, &self.all[i])).count();
        let by_line = all.len() * 2 >= n_filled;
        let opens = |i: usize| by_line || self.opens(text, i);
        let n_units = (from..self.all.len()).filter(|&i| !is_empty(text, &self.all[i]) && opens(i)).count();
        let sightings: Vec<LabelCandidate> = all
            .iter()
            .filter(|(_, found)| found.head.kind != Kind::Timed)
            .map(|(i, found)| LabelCandidate { label: found.label.clone(), opens_unit: opens(*i) })
            .collect();
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

    /// Returns the first line after the fields (date, place, who was there) at the top of some files. They are short lines in
    /// one of the first five paragraphs.
    fn after_fields(&self, text: &str) -> usize {
        let mut after = 0;
        let mut i = 0;
        for _ in 0..5 {
            while i < self.all.len() && is_empty(text, &self.all[i]) {
                i += 1;
            }
            let end = (i..self.all.len()).find(|&j| is_empty(text, &self.all[j])).unwrap_or(self.all.len());
            let fields: Vec<usize> =
                (i..end.min(i + 15)).filter(|&j| is_field(&text[self.all[j].clone()])).collect();
            let short = self.all[i..end.min(i + 15)].iter().all(|line| line.len() <= 120);
            if let Some(&last) = fields.last().filter(|_| short) {
                after = if end - i <= 15 && self.spaced { end } else { last + 1 };
            }
            i = end;
        }
        after
    }
}

/// Makes a turn of each header: from its words to the next header, a heading or the footer.
fn labelled(text: &str, lines: &Lines, found: &[Found], nobodys: &Nobodys) -> Vec<TurnDraft> {
    let mut drafts = Vec::with_capacity(found.len());
    for (n, this) in found.iter().enumerate() {
        let end = found.get(n + 1).map_or(text.len(), |next| next.start);
        let mut from = this.body.min(end);
        let first = lines.all.partition_point(|line| line.start < this.body);
        let inner = lines.all[first..].iter().take_while(|line| line.start < end);
        let mut push = |bytes: Range<usize>| {
            let bytes = without_emphasis(text, bytes, this.emphasis);
            drafts.push(TurnDraft { label: this.label.clone(), bytes });
        };
        for line in inner {
            let words = &text[line.clone()];
            let footer = FOOTER.is_match(words);
            if footer || is_heading(words) || nobodys.contain(line) {
                push(from..line.start.max(from));
                from = if footer { end } else { line.end };
            }
            if footer {
                break;
            }
        }
        push(from..end);
    }
    drafts
}

/// Makes a turn without a speaker of each paragraph, or of each line if there are no blank lines; wrapped lines are one turn.
fn unlabelled(text: &str, lines: &Lines, nobodys: &Nobodys) -> Vec<TurnDraft> {
    let by_line = !lines.spaced && !is_wrapped(text, lines);
    let mut drafts: Vec<TurnDraft> = Vec::new();
    let mut open = false;
    for line in &lines.all {
        let words = &text[line.clone()];
        let is_nobodys = FOOTER.is_match(words) || is_heading(words) || nobodys.contain(line);
        if is_empty(text, line) || is_nobodys || only_stamp(words).is_some() {
            open = false;
            continue;
        }
        match drafts.last_mut().filter(|_| open && !by_line) {
            Some(draft) => draft.bytes.end = line.end,
            None => drafts.push(TurnDraft { label: None, bytes: line.clone() }),
        }
        open = true;
    }
    drafts
}

/// Tells whether the lines look wrapped at a width: most do not end a sentence, and none is long.
fn is_wrapped(text: &str, lines: &Lines) -> bool {
    let mut n_full = 0;
    let mut n_open = 0;
    let mut longest = 0;
    for line in lines.all.iter().filter(|line| !is_empty(text, line)) {
        let words = text[line.clone()].trim_end();
        let n = words.chars().count();
        longest = longest.max(n);
        n_full += usize::from(n >= 45);
        n_open +=
            usize::from(!words.ends_with(['.', '?', '!', '…', ':', '؟', '"', '”', '»', ')', ']', '#', '。']));
    }
    let n = lines.all.len();
    n >= 3 && longest <= 110 && n_full * 2 >= n && n_open * 2 >= n
}

/// Tells whether a line is a heading of Markdown.
fn is_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    (1..=6).contains(&(line.len() - rest.len())) && rest.starts_with(' ')
}

fn without_emphasis(text: &str, bytes: Range<usize>, sign: Option<char>) -> Range<usize> {
    let Some(sign) = sign else { return bytes };
    let words = text[bytes.clone()].trim_end_matches(is_blank);
    bytes.start..bytes.start + words.trim_end_matches(sign).len()
}
