//! Finds the turns in a plain text, or in the text of a word processor's file, as spans of it.

use std::collections::BTreeSet;
use std::ops::Range;

use super::assemble::{TurnDraft, assemble};
use super::cast_list::{self, cast_list};
use super::clock::arrow;
use super::label::{fold, is_blank, plausible, shown};
use super::label_candidates::{LabelCandidate, accepted};
use super::line_asides::{LineAsides, is_about, text_of_corpus};
use super::marks::{HeadTime, marks, without_outer_marks};
use super::prompts::{Head, prompts};
use super::questions::without_numbers_of_answers;
use super::roles::{RoleLexicon, is_listed, look_up};
use super::turn_headers::{Kind, TurnHeader, head, is_field};
use super::{Hints, Transcript};
use crate::domain::{AsideKind, LeftOut, Notice, NoticeFact, Role};
use crate::ingest::line_numbers;

/// Makes a transcript of a text, which is not changed except that numbers of lines are removed.
pub(in crate::ingest) fn from_text(text: String, hints: &Hints<'_>) -> Transcript {
    from_text_keeping(text, hints, &BTreeSet::new())
}

/// Makes a transcript of a text as [`from_text`] does; lines of the kinds to keep are words of the turn that they stand in.
pub(in crate::ingest) fn from_text_keeping(
    text: String,
    hints: &Hints<'_>,
    keep: &BTreeSet<AsideKind>,
) -> Transcript {
    let (text, mut notices) = without_line_numbers(text, keep);
    let lines = Lines::of(&text);
    let mut asides = LineAsides::find(&text, &lines.all, keep);
    let found = lines.heads(&text, hints, &asides);
    for (n, head) in found.iter().enumerate() {
        asides.take_as_words(lines.all.partition_point(|line| line.start < head.start));
        let end = found.get(n + 1).map_or(text.len(), |next| next.start);
        // What stands first below a label alone is said, even if it is numbered as a question.
        let below = lines.below_label(&text, head.body).filter(|&below| lines.all[below].start < end);
        if let Some(below) = below.filter(|&below| asides.kind(below) == Some(AsideKind::Question)) {
            asides.take_as_words(below);
        }
    }
    if !found.is_empty() && !keep.contains(&AsideKind::Question) {
        let interviewers = interviewers(&found, hints);
        let heads: Vec<Head<'_>> = found.iter().map(|found| found.as_head(&interviewers)).collect();
        asides.add_questions(prompts(&text, &lines.all, &heads, &asides));
    }
    let first = found.first().map_or(0, |first| lines.all.partition_point(|line| line.start < first.start));
    let mut drafts = if found.is_empty() {
        if !keep.contains(&AsideKind::FrontMatter) {
            asides.add_front_matter(&text, &lines.all);
        }
        let drafts = unlabelled(&text, &lines, &asides, 0..lines.all.len());
        if !drafts.is_empty() && asides.n_questions() < 2 && !is_corpus(&text, &lines) {
            notices.push(Notice::of_run(NoticeFact::NoSpeakerLabels));
        }
        drafts
    } else {
        // Below a question of the guide, what no label gives to anybody is an answer.
        let answers = asides.first_question().map_or(first, |question| question.min(first));
        let before = (0..answers).filter(|&i| !is_empty(&text, &lines.all[i])).count();
        if before > 0 {
            notices.push(Notice::of_run(NoticeFact::LinesBeforeFirstLabel { n: before }));
        }
        let mut drafts = unlabelled(&text, &lines, &asides, answers..first);
        drafts.extend(labelled(&text, &lines, &found, &asides, hints));
        drafts
    };
    notices.extend(asides.notices(first));
    for draft in &mut drafts {
        draft.bytes = without_outer_marks(&text, draft.bytes.clone());
    }
    drafts.retain(|draft| !draft.bytes.is_empty());
    let mut times: Vec<HeadTime> = found.iter().filter_map(Found::time).collect();
    times.extend(asides.times().iter().map(|&(at, ms)| HeadTime { at, ms, of_day: false }));
    let marks = marks(&text, &times, &drafts);
    let is_corpus = is_corpus(&text, &lines);
    let asked = asides.n_questions() > 1;
    let cast = cast_list(&text, &lines.all[..first]);
    let mut made = assemble(text, drafts, &marks, notices, hints);
    cast_list::apply(&mut made, &cast);
    if is_corpus {
        all_answer(&mut made, hints);
    }
    if asked {
        // The questions are nobody's turn.
        made.notices.retain(|notice| !matches!(notice.fact, NoticeFact::NoInterviewer { .. }));
    }
    made
}

/// Removes the numbers of lines, with notices.
fn without_line_numbers(text: String, keep: &BTreeSet<AsideKind>) -> (String, Vec<Notice>) {
    if keep.contains(&AsideKind::LineNumber) {
        return (text, Vec::new());
    }
    let Some(stripped) = line_numbers::strip(&text) else { return (text, Vec::new()) };
    let left_out =
        [(stripped.n_numbers, LeftOut::LineNumbers), (stripped.n_furniture, LeftOut::PageFurniture)];
    let notices = left_out
        .into_iter()
        .filter(|&(n, _)| n > 0)
        .map(|(n, what)| Notice::of_run(NoticeFact::LeftOut { n, what }))
        .collect();
    (stripped.text, notices)
}

/// Tells whether a text is a corpus of IRaMuTeQ, in which each text is another person's.
fn is_corpus(text: &str, lines: &Lines) -> bool {
    lines.all.iter().filter(|line| text_of_corpus(&text[(*line).clone()]).is_some()).count() > 1
}

/// Makes everybody a participant: the texts of a corpus are answers, and nobody asks.
fn all_answer(made: &mut Transcript, hints: &Hints<'_>) {
    for speaker in &mut made.speakers {
        if hints.role(&speaker.label).is_none() {
            speaker.role = Role::Participant;
            "a text of the corpus".clone_into(&mut speaker.role_reason);
        }
    }
    made.notices.retain(|notice| !matches!(notice.fact, NoticeFact::NoInterviewer { .. }));
}

/// A turn header; positions are bytes of the text.
struct Found {
    /// The end of the turn before.
    start: usize,
    label: String,
    body: usize,
    head: TurnHeader,
}

impl Found {
    fn as_head(&self, interviewers: &BTreeSet<&str>) -> Head<'_> {
        Head {
            start: self.start,
            body: self.body,
            label: &self.label,
            asks: interviewers.contains(self.label.as_str()),
        }
    }

    fn time(&self) -> Option<HeadTime> {
        self.head.ms.map(|ms| HeadTime { at: self.body, ms, of_day: self.head.of_day })
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

    /// Returns the first filled line below a label whose line holds no words; `body` is where the label ends, in bytes.
    fn below_label(&self, text: &str, body: usize) -> Option<usize> {
        let line = self.all.partition_point(|line| line.end < body);
        if !is_empty(text, &(body..self.all.get(line)?.end)) {
            return None;
        }
        (line + 1..self.all.len()).find(|&i| !is_empty(text, &self.all[i]))
    }

    /// Returns the accepted turn headers, in order.
    fn heads(&self, text: &str, hints: &Hints<'_>, asides: &LineAsides) -> Vec<Found> {
        let from = self.after_fields(text);
        let mut all: Vec<(usize, Found)> = Vec::new();
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
                all.push((i, Found { start: line.start, label, body: line.start + head.body, head }));
            }
            i += 1;
        }
        if asides.n_questions() > 1 {
            let mut labels: Vec<&mut String> = all.iter_mut().map(|(_, found)| &mut found.label).collect();
            without_numbers_of_answers(&mut labels);
        }
        let labels = self.labels(text, &all, from, hints, asides);
        all.retain(|(_, found)| labels.contains(&fold(&found.label)));
        // Fields above the first question (`Interviewee: Mira`) are no turns.
        let is_field = |(i, _): &(usize, Found)| {
            asides.first_question().is_some_and(|first| *i < first) && is_about(&text[self.all[*i].clone()])
        };
        if all.iter().all(is_field) {
            all.clear();
        }
        all.into_iter().map(|(_, found)| found).collect()
    }

    /// Returns the labels that count: those of timed headers if the file has them, otherwise by the rule for candidates.
    fn labels(
        &self,
        text: &str,
        all: &[(usize, Found)],
        from: usize,
        hints: &Hints<'_>,
        asides: &LineAsides,
    ) -> BTreeSet<String> {
        let timed: Vec<&Found> =
            all.iter().map(|(_, found)| found).filter(|found| found.head.kind == Kind::Timed).collect();
        let sure = |found: &&&Found| is_listed(&found.label) || hints.role(&found.label).is_some();
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
            .map(|(i, found)| LabelCandidate { label: found.label.clone(), opens_unit: opens(*i) })
            .collect();
        if !sightings.is_empty() {
            // The questions of the guide are one side of the conversation.
            let question = LabelCandidate { label: "Question".to_owned(), opens_unit: true };
            sightings.extend(std::iter::repeat_n(question, asides.n_questions()));
        }
        accepted(&sightings, n_units, hints)
    }

    /// Reads the older header of Teams: a line of times with an arrow, then a line with the name.
    fn teams(&self, text: &str, i: usize) -> Option<(usize, Found)> {
        let (Some(ms), Some(_)) = arrow(text[self.all[i].clone()].trim())? else { return None };
        let name = (i + 1..self.all.len().min(i + 3)).find(|&j| !is_empty(text, &self.all[j]))?;
        let label = shown(&text[self.all[name].clone()]);
        let body = self.all[name].end;
        let head = TurnHeader {
            kind: Kind::Timed,
            label: 0..0,
            body: 0,
            ms: Some(ms),
            of_day: false,
            emphasis: None,
        };
        plausible(&label).then(|| (name - i + 1, Found { start: self.all[i].start, label, body, head }))
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

/// Makes a turn of each header: from its words to the next header, or to a line that is nobody's words. After such a line the turn
/// goes on, but what stands below a question is not the interviewer's.
fn labelled(
    text: &str,
    lines: &Lines,
    found: &[Found],
    asides: &LineAsides,
    hints: &Hints<'_>,
) -> Vec<TurnDraft> {
    let interviewers = interviewers(found, hints);
    let answers = answerer(found, &interviewers);
    let mut drafts = Vec::with_capacity(found.len());
    for (n, this) in found.iter().enumerate() {
        let end = found.get(n + 1).map_or(text.len(), |next| next.start);
        let mut from = this.body.min(end);
        let mut label = Some(&this.label);
        let first = lines.all.partition_point(|line| line.start < this.body);
        let mut push = |label: Option<&String>, bytes: Range<usize>| {
            let bytes = without_emphasis(text, bytes, this.head.emphasis);
            drafts.push(TurnDraft { label: label.cloned(), bytes });
        };
        for (i, line) in lines.all.iter().enumerate().skip(first).take_while(|(_, line)| line.start < end) {
            let Some(kind) = asides.kind(i) else { continue };
            push(label, from..line.start.max(from));
            from = line.end;
            if kind == AsideKind::Question && interviewers.contains(this.label.as_str()) {
                label = answers;
            }
        }
        push(label, from.min(end)..end);
    }
    drafts
}

/// Returns the labels that by themselves name an interviewer.
fn interviewers<'f>(found: &'f [Found], hints: &Hints<'_>) -> BTreeSet<&'f str> {
    let labels: BTreeSet<&str> = found.iter().map(|found| found.label.as_str()).collect();
    labels.into_iter().filter(|label| names_interviewer(label, hints)).collect()
}

/// Returns the only label that does not name an interviewer.
fn answerer<'f>(found: &'f [Found], interviewers: &BTreeSet<&str>) -> Option<&'f String> {
    let mut others =
        found.iter().map(|found| &found.label).filter(|label| !interviewers.contains(label.as_str()));
    let first = others.next()?;
    others.all(|other| other == first || fold(other) == fold(first)).then_some(first)
}

/// Tells whether a label by itself names an interviewer.
fn names_interviewer(label: &str, hints: &Hints<'_>) -> bool {
    match hints.role(label) {
        Some(role) => role == Role::Interviewer,
        None => look_up(label).is_some_and(|entry| match entry.known {
            RoleLexicon::Role(role) => role == Role::Interviewer,
            RoleLexicon::Letter(letter) => matches!(letter, 'i' | 'q'),
            _ => false,
        }),
    }
}

/// Makes a turn without a speaker of each paragraph among some lines, or of each line if there are no blank lines; wrapped lines are one
/// turn. In a corpus, the speaker is the text.
fn unlabelled(text: &str, lines: &Lines, asides: &LineAsides, among: Range<usize>) -> Vec<TurnDraft> {
    let by_line = !lines.spaced && !is_wrapped(text, lines);
    let mut drafts: Vec<TurnDraft> = Vec::new();
    let mut open = false;
    let mut label = None;
    let is_corpus = is_corpus(text, lines);
    for i in among {
        let line = &lines.all[i];
        let words = &text[line.clone()];
        if is_empty(text, line) || asides.kind(i).is_some() {
            if let Some(id) = text_of_corpus(words).filter(|_| is_corpus) {
                label = Some(id.to_owned());
            }
            open = false;
            continue;
        }
        match drafts.last_mut().filter(|_| open && !by_line) {
            Some(draft) => draft.bytes.end = line.end,
            None => drafts.push(TurnDraft { label: label.clone(), bytes: line.clone() }),
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

fn without_emphasis(text: &str, bytes: Range<usize>, sign: Option<char>) -> Range<usize> {
    let Some(sign) = sign else { return bytes };
    let words = text[bytes.clone()].trim_end_matches(is_blank);
    bytes.start..bytes.start + words.trim_end_matches(sign).len()
}
