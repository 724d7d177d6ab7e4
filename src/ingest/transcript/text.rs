//! Finds the turns in a plain text, or in the text of a word processor's file, as spans of it.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::assemble::{TurnDraft, assemble};
use super::clock::arrow;
use super::cuts::Cuts;
use super::dress::{Delimiter, Form, Opener};
use super::dress_learning::{Dressed, Lesson, Page, Sightings};
use super::found::Found;
use super::inline_labels::inline;
use super::label::{fold, is_blank, plausible, shown};
use super::label_candidates::{LabelCandidate, accepted};
use super::looks::{Look, Looks, voices};
use super::marks::{HeadTime, marks, without_outer_marks};
use super::roles::is_listed;
use super::settling::{join_lines, settle, times_inside};
use super::sides::{by_signs, one_side};
use super::stamps::{only_stamp, stamp};
use super::turn_headers::{Kind, TurnHeader, head, is_field};
use super::{Hints, Transcript};
use crate::domain::{LeftOut, Notice, NoticeFact};

static FOOTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*transcribed by\s+(?:https?://)?\S+\.\S+\s*$").expect("the pattern is constant")
});
/// What a program for chats adds below a message: how many liked it.
static REACTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:like|heart|laugh|surprised|sad|angry)\s+\d+\s*$").expect("the pattern is constant")
});

/// Makes a transcript of a text, as [`from_paragraphs`] does of one of which nothing is known but its words.
pub(in crate::ingest) fn from_text(text: String, hints: &Hints<'_>) -> Transcript {
    from_paragraphs(text, &Looks::default(), hints)
}

/// Makes a transcript of a text. The text is changed only where times or labels stand inside what somebody says: they are taken
/// out, so that the words follow each other.
pub(in crate::ingest) fn from_paragraphs(text: String, looks: &Looks, hints: &Hints<'_>) -> Transcript {
    let lines = Lines::of(&text);
    let Search { mut found, mut nobodys, mut notices } = search(&text, &lines, looks, hints);
    nobodys.headings = headings(&text, &lines, looks, &found);
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
    // A message of which the program kept only `<Media omitted>`.
    let is_omitted = |draft: &TurnDraft| {
        let words = text[draft.bytes.clone()].trim();
        nobodys.is_chat && words.starts_with('<') && words.ends_with('>') && !words[1..].contains('<')
    };
    drafts.retain(|draft| !is_omitted(draft));
    let n_chat = nobodys.lines.len() + n_drafts - drafts.len();
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
        let openings = if found.is_empty() { recurring(&text, &lines) } else { Vec::new() };
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

/// What was found of who speaks.
#[derive(Default)]
struct Search {
    found: Vec<Found>,
    nobodys: Nobodys,
    notices: Vec<Notice>,
}

/// The lines inside turns that nobody says.
#[derive(Default)]
struct Nobodys {
    /// The positions of those that a chat program wrote, in bytes.
    lines: BTreeSet<usize>,
    /// The positions of headings of a word processor.
    headings: BTreeSet<usize>,
    /// Whether the text is a chat.
    is_chat: bool,
}

impl Nobodys {
    fn contain(&self, line: &Range<usize>) -> bool {
        self.lines.contains(&line.start) || self.headings.contains(&line.start)
    }
}

/// Looks for labels: first `Name:` and the headers of known programs, then the dress of the file, then labels inside lines, then
/// one side that is labelled, then signs that only say that somebody else speaks.
fn search(text: &str, lines: &Lines, looks: &Looks, hints: &Hints<'_>) -> Search {
    let found = lines.heads(text, hints);
    let from = lines.after_fields(text);
    let n_filled = (from..lines.all.len()).filter(|&i| !is_empty(text, &lines.all[i])).count();
    // Nothing can be learned where every second line is the header of one of a few speakers.
    let n_labels = found.iter().map(|head| head.label.as_deref().map(fold)).collect::<BTreeSet<_>>().len();
    if found.len() * 2 >= n_filled && n_labels * 3 <= found.len() {
        return Search { found, ..Search::default() };
    }
    let page = lines.page(text);
    let sightings = Sightings::of(&page, from);
    let lesson = sightings.learn(hints);
    let mut search = Search { found, ..Search::default() };
    if lesson.heads.len() > search.found.len()
        || (lesson.is_numbered && lesson.heads.len() == search.found.len())
    {
        if lesson.is_chat {
            search.nobodys = nobodys(text, lines, &lesson);
        }
        search.found = dressed(lines, &page, &sightings, &lesson, std::mem::take(&mut search.found));
    }
    let inside = inline(text);
    if inside.len() > 2 * search.found.len() {
        search.found = inside;
    }
    if search.found.is_empty()
        && let Some(one) = one_side(&page, &sightings, from)
    {
        let fact = NoticeFact::OneSideLabelled { label: one.label, others_ask: one.others_ask, n: one.n };
        search.notices.push(Notice::of_run(fact));
        search.found = one
            .sides
            .into_iter()
            .map(|side| {
                let line = &lines.all[side.line];
                let time = side.reading.and_then(|reading| reading.time);
                Found {
                    start: line.start,
                    label: Some(side.label),
                    body: line.start + side.body,
                    ms: time.map(|time| time.ms),
                    of_day: time.is_some_and(|time| time.of_day),
                    emphasis: None,
                }
            })
            .collect();
    }
    if search.found.is_empty() {
        let filled: Vec<Range<usize>> =
            lines.all[from..].iter().filter(|line| !is_empty(text, line)).cloned().collect();
        if let Some((look, turns)) = voices(text, &filled, looks) {
            let is_bold = look == Look::Bold;
            search.notices.push(Notice::of_run(NoticeFact::QuestionsEmphasised { is_bold, n: turns.len() }));
            search.found = turns
                .into_iter()
                .map(|(start, voice)| {
                    let label = Some(voice.to_owned());
                    Found { start, label, body: start, ms: None, of_day: false, emphasis: None }
                })
                .collect();
        }
    }
    if search.found.is_empty()
        && let Some(turns) = by_signs(&page, from)
    {
        let n = turns.len();
        if turns.iter().any(|(_, voice, _)| voice.is_some()) {
            search.notices.push(Notice::of_run(NoticeFact::VoicesAlternate { n }));
        }
        search.found = turns
            .into_iter()
            .map(|(line, voice, body)| {
                let start = lines.all[line].start;
                let label = voice.map(str::to_owned);
                Found { start, label, body: start + body, ms: None, of_day: false, emphasis: None }
            })
            .collect();
    }
    search
}

/// Returns what recurs at the beginning of paragraphs, though it was not taken as a label.
fn recurring(text: &str, lines: &Lines) -> Vec<crate::domain::RecurringOpening> {
    let page = lines.page(text);
    Sightings::of(&page, lines.after_fields(text)).recurring()
}

/// Returns the headings of a word processor that are no labels. In a text that is mostly headings they are what people say.
fn headings(text: &str, lines: &Lines, looks: &Looks, found: &[Found]) -> BTreeSet<usize> {
    let heads: BTreeSet<usize> = found.iter().map(|head| head.start).collect();
    let is_heading =
        |line: &&Range<usize>| looks.at(line.start) == Look::Heading && !heads.contains(&line.start);
    let headings: BTreeSet<usize> = lines.all.iter().filter(is_heading).map(|line| line.start).collect();
    let n_filled = lines.all.iter().filter(|line| !is_empty(text, line)).count();
    if headings.len() * 2 > n_filled { BTreeSet::new() } else { headings }
}

/// Returns the lines of a chat that are no message of anybody: what the program tells, and how many liked a message.
fn nobodys(text: &str, lines: &Lines, lesson: &Lesson) -> Nobodys {
    let heads: BTreeSet<usize> = lesson.heads.iter().map(|head| head.line).collect();
    let first = heads.first().copied().unwrap_or(0);
    let is_nobodys = |&i: &usize| {
        let words = text[lines.all[i].clone()].trim_start_matches(is_blank);
        let by_program = stamp(words).is_some_and(|time| time.of_day && time.is_sure) && !heads.contains(&i);
        by_program || REACTION.is_match(words)
    };
    let lines = (first..lines.all.len()).filter(is_nobodys).map(|i| lines.all[i].start).collect();
    Nobodys { lines, is_chat: true, ..Nobodys::default() }
}

/// Tells whether a label is written in capitals: `MR. SMITH`.
fn is_capitals(label: &str) -> bool {
    label.chars().filter(|c| c.is_uppercase()).count() >= 2 && !label.chars().any(char::is_lowercase)
}

/// Returns the headers in the dress of the file, and those beside them: of the same speakers, or labels of the dictionary or in
/// capitals before a colon.
fn dressed(
    lines: &Lines,
    page: &Page<'_>,
    sightings: &Sightings<'_>,
    lesson: &Lesson,
    plain: Vec<Found>,
) -> Vec<Found> {
    let found = |head: &Dressed| {
        let start = lines.all[head.line].start;
        let time = head.reading.time;
        Found {
            start,
            label: Some(page.lines[head.line][head.reading.label.clone()].to_owned()),
            body: start + head.reading.body,
            ms: time.map(|time| time.ms),
            of_day: time.is_some_and(|time| time.of_day),
            emphasis: None,
        }
    };
    let mut all: Vec<Found> = lesson.heads.iter().map(found).collect();
    let labels: BTreeSet<String> = all.iter().filter_map(|head| head.label.as_deref()).map(fold).collect();
    let mut taken: BTreeSet<usize> = all.iter().map(|head| head.start).collect();
    let is_known = |label: &str| labels.contains(&fold(label)) || is_listed(label) || is_capitals(label);
    for head in plain {
        if head.label.as_deref().is_some_and(is_known) && taken.insert(head.start) {
            all.push(head);
        }
    }
    let opener = lesson.heads.first().map(|head| head.reading.form.opener);
    let before_colon = Form { opener: Opener::Bare, delimiter: Delimiter::Colon };
    for (form, heads) in sightings.forms() {
        let is_same = form.opener != Opener::Bare && opener == Some(form.opener);
        for head in heads.iter().filter(|head| page.opens[head.line]) {
            let label = &page.lines[head.line][head.reading.label.clone()];
            let is_named = *form == before_colon && (is_listed(label) || is_capitals(label));
            if (is_named || (is_same && labels.contains(&fold(label))))
                && taken.insert(lines.all[head.line].start)
            {
                all.push(found(head));
            }
        }
    }
    all.sort_by_key(|head| head.start);
    all
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
        let lines: Vec<&str> = self.all.iter().map(|line| &text[line.clone()]).collect();
        let mut opens: Vec<bool> = (0..lines.len()).map(|i| self.opens(text, i)).collect();
        let is_time: Vec<bool> = lines.iter().map(|line| only_stamp(line).is_some()).collect();
        // The line below a time begins the paragraph.
        for i in (0..lines.len()).filter(|&i| is_time[i]) {
            if let Some(below) = opens.get_mut(i + 1).filter(|_| !lines[i + 1].trim().is_empty()) {
                *below = true;
            }
            opens[i] = false;
        }
        Page { lines, opens, is_time, spaced: self.spaced }
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
