//! Looks for who speaks in a text: in the dress of the file, inside lines, of one side alone, by emphasis and by signs.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Hints;
use super::chat_program::is_of_program;
use super::code_labels;
use super::dress::{Delimiter, Form, Opener};
use super::dress_learning::{Dressed, Lesson, Page, Sightings};
use super::found::Found;
use super::guide_lines::marked;
use super::inline_labels::inline;
use super::label::{fold, is_blank};
use super::looks::{Look, Looks, voices};
use super::roles::is_listed;
use super::sides::{by_questions, by_signs, one_side};
use super::stamps::stamp;
use crate::domain::{Notice, NoticeFact, RecurringOpening};

/// What a program for chats adds below a message: how many liked it.
static REACTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:like|heart|laugh|surprised|sad|angry)\s+\d+\s*$").expect("the pattern is constant")
});

/// What was found of who speaks.
#[derive(Default)]
pub(super) struct Search {
    /// The headers of turns, in order.
    pub(super) found: Vec<Found>,
    /// The lines that are no words of anybody.
    pub(super) nobodys: Nobodys,
    /// What a reader must know of it.
    pub(super) notices: Vec<Notice>,
    /// What recurs at the beginning of paragraphs, if no labels were found.
    pub(super) openings: Vec<RecurringOpening>,
}

/// The lines inside turns that nobody says.
#[derive(Default)]
pub(super) struct Nobodys {
    /// The positions of those that a chat program wrote, in bytes.
    lines: BTreeSet<usize>,
    /// The positions of headings of a word processor.
    headings: BTreeSet<usize>,
    /// Whether the text is a chat.
    is_chat: bool,
}

impl Nobodys {
    /// Counts the lines that a chat program wrote.
    pub(super) fn n_lines(&self) -> usize {
        self.lines.len()
    }

    /// Tells whether a message of a chat, given by its position in the text, is the program's, not its sender's.
    pub(super) fn is_of_program(&self, text: &str, bytes: &Range<usize>) -> bool {
        self.is_chat && is_of_program(&text[..bytes.start], &text[bytes.clone()])
    }

    /// Tells whether a line is nobody's.
    pub(super) fn contain(&self, line: &Range<usize>) -> bool {
        self.lines.contains(&line.start) || self.headings.contains(&line.start)
    }
}

/// Looks for labels besides those before a colon and the headers of known programs, which were found already: first in the dress
/// of the file, then inside lines, then of one side alone, then emphasis, then signs that only say that somebody else speaks.
pub(super) fn search(
    text: &str,
    page: &Page<'_>,
    plain: Vec<Found>,
    looks: &Looks,
    hints: &Hints<'_>,
) -> Search {
    let mut search = labels(text, page, plain, looks, hints);
    search.nobodys.headings = headings(page, looks, &search.found);
    search
}

fn labels(text: &str, page: &Page<'_>, found: Vec<Found>, looks: &Looks, hints: &Hints<'_>) -> Search {
    let n_filled = page.filled().count();
    // Nothing can be learned where every second line is a header, and no numbers count up in the labels.
    let of_whom: BTreeSet<&str> = found.iter().filter_map(|head| head.label.as_deref()).collect();
    let is_numbered = of_whom.iter().any(|label| label.ends_with(|c: char| c.is_numeric()));
    let is_whole = found.len() * 2 >= n_filled && (!is_numbered || of_whom.len() * 3 <= found.len());
    if is_whole && !code_labels::stand_bare(&page.lines, &of_whom) {
        return Search { found, ..Search::default() };
    }
    let sightings = Sightings::of(page);
    let lesson = sightings.learn(hints);
    let mut search = Search { found, ..Search::default() };
    if lesson.heads.len() > search.found.len()
        || (lesson.is_numbered && lesson.heads.len() == search.found.len())
    {
        if lesson.is_chat {
            search.nobodys = chat_lines(page, &lesson);
        }
        search.found = dressed(page, &sightings, &lesson, std::mem::take(&mut search.found));
    }
    let inside = inline(text);
    if inside.len() > 2 * search.found.len() {
        search.found = inside;
    }
    if search.found.is_empty()
        && let Some(one) = one_side(page, &sightings)
    {
        let fact = NoticeFact::OneSideLabelled { label: one.label, others_ask: one.others_ask, n: one.n };
        search.notices.push(Notice::of_run(fact));
        search.found = one
            .sides
            .into_iter()
            .map(|side| {
                let start = page.starts[side.line];
                let time = side.reading.and_then(|reading| reading.time);
                Found {
                    start,
                    label: Some(side.label),
                    body: start + side.body,
                    ms: time.map(|time| time.ms),
                    of_day: time.is_some_and(|time| time.of_day),
                    emphasis: None,
                }
            })
            .collect();
    }
    if search.found.is_empty() {
        let filled: Vec<Range<usize>> = page.filled().map(|line| page.range(line)).collect();
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
        && let Some(turns) = by_signs(page)
    {
        let n = turns.len();
        if turns.iter().any(|(_, voice, _)| voice.is_some()) {
            search.notices.push(Notice::of_run(NoticeFact::VoicesAlternate { n }));
        }
        search.found = turns
            .into_iter()
            .map(|(line, voice, body)| {
                let start = page.starts[line];
                let label = voice.map(str::to_owned);
                Found { start, label, body: start + body, ms: None, of_day: false, emphasis: None }
            })
            .collect();
    }
    if search.found.is_empty()
        && let Some(turns) = by_questions(page)
    {
        search.notices.push(Notice::of_run(NoticeFact::VoicesAlternate { n: turns.len() }));
        search.found = turns
            .into_iter()
            .map(|(line, voice)| {
                let (start, label) = (page.starts[line], Some(voice.to_owned()));
                Found { start, label, body: start, ms: None, of_day: false, emphasis: None }
            })
            .collect();
    }
    if search.found.is_empty() {
        search.openings = sightings.recurring();
    }
    search
}

/// Returns the headings of a word processor that are no labels. In a text that is mostly headings they are what people say.
fn headings(page: &Page<'_>, looks: &Looks, found: &[Found]) -> BTreeSet<usize> {
    let heads: BTreeSet<usize> = found.iter().map(|head| head.start).collect();
    let is_heading = |start: &usize| looks.at(*start) == Look::Heading && !heads.contains(start);
    let headings: BTreeSet<usize> = page.starts.iter().copied().filter(is_heading).collect();
    let n_filled = page.lines.iter().filter(|line| !line.trim().is_empty()).count();
    if headings.len() * 2 > n_filled { BTreeSet::new() } else { headings }
}

/// Returns the lines of a chat that are no message of anybody: what the program tells, and how many liked a message.
fn chat_lines(page: &Page<'_>, lesson: &Lesson) -> Nobodys {
    let heads: BTreeSet<usize> = lesson.heads.iter().map(|head| head.line).collect();
    let first = heads.first().copied().unwrap_or(0);
    let is_nobodys = |&i: &usize| {
        let words = page.lines[i].trim_start_matches(is_blank);
        let by_program = stamp(words).is_some_and(|time| time.of_day && time.is_sure) && !heads.contains(&i);
        by_program || REACTION.is_match(words)
    };
    let lines = (first..page.lines.len()).filter(is_nobodys).map(|i| page.starts[i]).collect();
    Nobodys { lines, is_chat: true, ..Nobodys::default() }
}

/// Tells whether a label is written in capitals: `MR. SMITH`.
pub(super) fn is_capitals(label: &str) -> bool {
    label.chars().filter(|c| c.is_uppercase()).count() >= 2 && !label.chars().any(char::is_lowercase)
}

/// Returns the headers in the dress of the file, and those beside them: of the same speakers, or labels of the dictionary or in
/// capitals before a colon.
fn dressed(page: &Page<'_>, sightings: &Sightings<'_>, lesson: &Lesson, plain: Vec<Found>) -> Vec<Found> {
    let found = |head: &Dressed| {
        let start = page.starts[head.line];
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
    // `Part 2: Work` is no speaker.
    let is_no_speaker = |line: &str| marked(line.trim_matches(is_blank)).is_some();
    let marked: BTreeSet<usize> = page
        .starts
        .iter()
        .zip(&page.lines)
        .filter(|(_, line)| is_no_speaker(line))
        .map(|(start, _)| *start)
        .collect();
    let opener = lesson.heads.first().map(|head| head.reading.form.opener);
    let before_colon = Form { opener: Opener::Bare, delimiter: Delimiter::Colon };
    for (form, heads) in sightings.forms() {
        let is_same = form.opener != Opener::Bare && opener == Some(form.opener);
        for head in heads.iter().filter(|head| page.opens[head.line]) {
            let label = &page.lines[head.line][head.reading.label.clone()];
            let is_named = *form == before_colon && (is_listed(label) || is_capitals(label));
            if (is_named || (is_same && labels.contains(&fold(label))))
                && taken.insert(page.starts[head.line])
            {
                all.push(found(head));
            }
        }
    }
    all.retain(|head| !marked.contains(&head.start));
    all.sort_by_key(|head| head.start);
    all
}
