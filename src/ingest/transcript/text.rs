//! Finds the turns in a plain text, or in the text of a word processor's file, as spans of it.

use std::collections::BTreeSet;
use std::ops::Range;

use super::assemble::{TurnDraft, assemble};
use super::captions::{are_cut, captions};
use super::cast_list::{self, cast_list};
use super::cues::from_cues;
use super::cuts::Cuts;
use super::forgotten::forgotten;
use super::found::Found;
use super::label::{fold, is_blank};
use super::label_search::{Nobodys, Search, search};
use super::line_asides::{LineAsides, text_of_corpus};
use super::lines::{Lines, is_empty};
use super::looks::Looks;
use super::marks::{HeadTime, marks, times_at_ends, without_outer_marks};
use super::prompts::{Head, doubtful, marked_lines, prompts, titles};
use super::roles::{RoleLexicon, look_up};
use super::settling::{join_lines, settle, times_inside};
use super::stamps::only_stamp;
use super::{Hints, Transcript};
use crate::domain::{AsideKind, LeftOut, Notice, NoticeFact, Role};
use crate::ingest::line_numbers;

/// Makes a transcript of a text of which nothing is known but its words.
pub(in crate::ingest) fn from_text(text: String, hints: &Hints<'_>) -> Transcript {
    from_text_keeping(text, hints, &BTreeSet::new())
}

/// Makes a transcript of a text as [`from_text`] does; lines of the kinds to keep are words of the turn that they stand in.
pub(in crate::ingest) fn from_text_keeping(
    text: String,
    hints: &Hints<'_>,
    keep: &BTreeSet<AsideKind>,
) -> Transcript {
    if let Some(cues) = captions(&text).filter(|_| !keep.contains(&AsideKind::Time)) {
        return from_cues(cues, hints);
    }
    let (text, notices) = without_line_numbers(text, keep);
    from_paragraphs(text, &Looks::default(), hints, keep).with_notices_before(notices)
}

/// Makes a transcript of a text whose paragraphs look in a known way. The text is changed only where times or labels stand inside
/// what somebody says: they are taken out, so that the words follow each other.
pub(in crate::ingest) fn from_paragraphs(
    text: String,
    looks: &Looks,
    hints: &Hints<'_>,
    keep: &BTreeSet<AsideKind>,
) -> Transcript {
    let lines = Lines::of(&text);
    let mut asides = LineAsides::find(&text, &lines.all, keep);
    let plain = lines.heads(&text, hints, &asides);
    let page = lines.page(&text, &asides);
    let Search { mut found, nobodys, mut notices, openings } = search(&text, &page, plain, looks, hints);
    settle(&text, &mut found);
    answers_that_are_times(&text, &mut found);
    // What is added below has no other labels.
    let interviewers = interviewers(&found, hints);
    let (unlabelled_turns, told) = forgotten(&text, &lines, &found, &interviewers, &asides, looks);
    notices.extend(told);
    found.extend(unlabelled_turns);
    found.sort_by_key(|head| head.start);
    notices.extend(find_questions(&text, &lines, &found, &interviewers, keep, &mut asides));
    let aside = Aside { asides: &asides, nobodys: &nobodys };
    let first = found.first().map_or(0, |first| lines.all.partition_point(|line| line.start < first.start));
    let is_corpus = is_corpus(&text, &lines);
    let mut drafts = if found.is_empty() {
        unlabelled(&text, &lines, &aside, 0..lines.all.len())
    } else {
        // Below a question of the guide, what no label gives to anybody is an answer.
        let answers = asides.first_question().map_or(first, |question| question.min(first));
        let mut drafts = kept_above(&text, &lines.all, answers, keep);
        let before = (0..answers).filter(|&i| !is_empty(&text, &lines.all[i])).count() - drafts.len();
        if before > 0 {
            notices.push(Notice::of_run(NoticeFact::LinesBeforeFirstLabel { n: before }));
        }
        drafts.extend(unlabelled(&text, &lines, &aside, answers..first));
        drafts.extend(labelled(&text, &lines, &found, &aside, &interviewers));
        drafts
    };
    notices.extend(asides.notices(first));
    for draft in &mut drafts {
        draft.bytes = without_outer_marks(&text, draft.bytes.clone());
    }
    let at_ends = times_at_ends(&text, &mut drafts);
    let n_drafts = drafts.len();
    drafts.retain(|draft| !nobodys.is_of_program(&text, &draft.bytes));
    let n_chat = nobodys.n_lines() + n_drafts - drafts.len();
    if n_chat > 0 {
        notices.push(Notice::of_run(NoticeFact::LeftOut { n: n_chat, what: LeftOut::ChatMessages }));
    }
    drafts.retain(|draft| !draft.bytes.is_empty());
    let mut times: Vec<HeadTime> = found.iter().filter_map(Found::time).collect();
    times.extend(asides.times().iter().map(|&(at, ms)| HeadTime { at, ms, of_day: false }));
    times.extend(at_ends);
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
    }
    times.sort_by_key(|time| time.at);
    times.dedup_by_key(|time| time.at);
    let is_asked = asides.n_questions() > 1;
    if !drafts.is_empty() && drafts.iter().all(|draft| draft.label.is_none()) && !is_asked {
        notices.push(Notice::of_run(NoticeFact::NoSpeakerLabels { openings }));
    }
    let mut marks = marks(&text, &times, &drafts);
    marks.dedup_by_key(|(at, _)| *at);
    let cast = cast_list(&text, &lines.all[..first]);
    let cuts = Cuts::of(ranges);
    for draft in &mut drafts {
        draft.bytes = cuts.moved(draft.bytes.start)..cuts.moved(draft.bytes.end);
    }
    for (at, _) in &mut marks {
        *at = cuts.moved(*at);
    }
    let text = if cuts.is_empty() { text } else { cuts.apply(&text) };
    let mut made = assemble(text, drafts, &marks, notices, hints);
    cast_list::apply(&mut made, &cast);
    if is_corpus {
        all_answer(&mut made, hints);
    }
    if is_asked {
        // The questions are nobody's turn.
        made.notices.retain(|notice| !matches!(notice.fact, NoticeFact::NoInterviewer { .. }));
    }
    made
}

/// Finds the lines that are nobody's, now that it is known who is labelled: prompts between the turns, and in a text without
/// labels what stands above the first question. Returns a notice of those that may be and stay.
fn find_questions(
    text: &str,
    lines: &Lines,
    found: &[Found],
    interviewers: &BTreeSet<String>,
    keep: &BTreeSet<AsideKind>,
    asides: &mut LineAsides,
) -> Option<Notice> {
    if found.is_empty() {
        if !keep.contains(&AsideKind::FrontMatter) {
            asides.add_front_matter(text, &lines.all);
        }
        return kept_in_doubt(text, lines, &[], keep, asides);
    }
    for (n, head) in found.iter().enumerate() {
        let at = lines.all.partition_point(|line| line.start < head.start);
        // A time above the label stays a time.
        if asides.kind(at) != Some(AsideKind::Time) {
            asides.take_as_words(at);
        }
        let end = found.get(n + 1).map_or(text.len(), |next| next.start);
        // What stands first below a label alone is said, even if it is numbered as a question.
        let below = lines.below_label(text, head.body).filter(|&below| lines.all[below].start < end);
        if let Some(below) = below.filter(|&below| asides.kind(below) == Some(AsideKind::Question)) {
            asides.take_as_words(below);
        }
    }
    let head = |found: &'_ Found| {
        let label = found.label.as_deref().unwrap_or_default();
        (found.start, found.body, label.to_owned(), interviewers.contains(label))
    };
    let heads: Vec<(usize, usize, String, bool)> = found.iter().map(head).collect();
    let heads: Vec<Head<'_>> = heads
        .iter()
        .map(|(start, body, label, asks)| Head { start: *start, body: *body, label, asks: *asks })
        .collect();
    let marked = marked_lines(text, &lines.all, &heads, asides);
    asides.add(marked.into_iter().filter(|(_, kind)| !keep.contains(kind)));
    if !keep.contains(&AsideKind::Question) {
        let prompts = prompts(text, &lines.all, &heads, asides);
        asides.add_questions(prompts);
    }
    if !keep.contains(&AsideKind::Heading) {
        let titles = titles(text, &lines.all, &heads, asides);
        asides.add(titles.into_iter().map(|line| (line, AsideKind::Heading)));
    }
    kept_in_doubt(text, lines, &heads, keep, asides)
}

/// Returns a notice of the lines that look like lines of the guide and stay with the turn before them.
fn kept_in_doubt(
    text: &str,
    lines: &Lines,
    heads: &[Head<'_>],
    keep: &BTreeSet<AsideKind>,
    asides: &LineAsides,
) -> Option<Notice> {
    // Who keeps such lines knows of them.
    if keep.contains(&AsideKind::Question) || keep.contains(&AsideKind::Heading) {
        return None;
    }
    let kept = doubtful(text, &lines.all, heads, asides);
    let &first = kept.first()?;
    let words = text[lines.all[first].clone()].trim_matches(is_blank).to_owned();
    Some(Notice::of_run(NoticeFact::GuideLinesKept { n: kept.len(), first_line: first + 1, words }))
}

/// Makes a turn of nobody of each line above the conversation that is to be kept: what no rule names there is front matter.
fn kept_above(
    text: &str,
    lines: &[Range<usize>],
    until: usize,
    keep: &BTreeSet<AsideKind>,
) -> Vec<TurnDraft> {
    if keep.is_empty() || until == 0 {
        return Vec::new();
    }
    let kinds = LineAsides::find(text, lines, &BTreeSet::new());
    let is_kept = |i: &usize| {
        !is_empty(text, &lines[*i]) && keep.contains(&kinds.kind(*i).unwrap_or(AsideKind::FrontMatter))
    };
    (0..until).filter(is_kept).map(|i| TurnDraft { label: None, bytes: lines[i].clone() }).collect()
}

/// The lines that are nobody's words.
struct Aside<'a> {
    asides: &'a LineAsides,
    nobodys: &'a Nobodys,
}

impl Aside<'_> {
    /// Tells whether line `i` is nobody's.
    fn contains(&self, i: usize, line: &Range<usize>) -> bool {
        self.asides.kind(i).is_some() || self.nobodys.contain(line)
    }
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

/// Makes a turn of each header: from its words to the next header, or to a line that is nobody's words. After such a line the turn
/// goes on, but what stands below a question is not the interviewer's.
fn labelled(
    text: &str,
    lines: &Lines,
    found: &[Found],
    aside: &Aside<'_>,
    interviewers: &BTreeSet<String>,
) -> Vec<TurnDraft> {
    let answers = answerer(found, interviewers);
    let mut drafts = Vec::with_capacity(found.len());
    for (n, this) in found.iter().enumerate() {
        let end = found.get(n + 1).map_or(text.len(), |next| next.start);
        let mut from = this.body.min(end);
        let mut label = this.label.as_deref();
        let first = lines.all.partition_point(|line| line.start < this.body);
        let mut push = |label: Option<&str>, bytes: Range<usize>| {
            let bytes = without_emphasis(text, bytes, this.emphasis);
            drafts.push(TurnDraft { label: label.map(str::to_owned), bytes });
        };
        for (i, line) in lines.all.iter().enumerate().skip(first).take_while(|(_, line)| line.start < end) {
            if !aside.contains(i, line) {
                continue;
            }
            push(label, from..line.start.max(from));
            from = line.end;
            let is_question = aside.asides.kind(i) == Some(AsideKind::Question);
            if is_question && this.label.as_deref().is_some_and(|label| interviewers.contains(label)) {
                label = answers;
            }
        }
        push(label, from.min(end)..end);
    }
    drafts
}

/// Gives times back to those who say them: `Ann: 10:30` is an answer where no header with a time has words.
fn answers_that_are_times(text: &str, found: &mut [Found]) {
    let next: Vec<usize> = found.iter().skip(1).map(|head| head.start).chain([text.len()]).collect();
    let says_only_time = |head: &Found, end: usize| {
        let header = text.get(head.start..head.body.min(end)).unwrap_or_default().trim_end_matches(is_blank);
        let label = head.label.as_deref()?;
        let time = header[header.rfind(label)? + label.len()..].trim_start_matches([':', ' ']);
        let is_said = !head.of_day && only_stamp(time).is_some() && !header.contains('\n');
        (is_said && text[head.body.min(end)..end].chars().all(is_blank))
            .then(|| head.start + header.len() - time.len())
    };
    let timed = || found.iter().zip(&next).filter(|(head, _)| head.ms.is_some());
    let said: Option<Vec<usize>> = timed().map(|(head, &end)| says_only_time(head, end)).collect();
    // Where most headers have a time, these are times of the recording.
    let Some(said) = said.filter(|said| !said.is_empty() && said.len() * 2 <= found.len()) else { return };
    for (head, body) in found.iter_mut().filter(|head| head.ms.is_some()).zip(said) {
        head.body = body;
        head.ms = None;
    }
}

/// Returns the labels that by themselves name an interviewer.
fn interviewers(found: &[Found], hints: &Hints<'_>) -> BTreeSet<String> {
    let labels: BTreeSet<&str> = found.iter().filter_map(|found| found.label.as_deref()).collect();
    labels.into_iter().filter(|label| names_interviewer(label, hints)).map(str::to_owned).collect()
}

/// Returns the only label that does not name an interviewer.
fn answerer<'f>(found: &'f [Found], interviewers: &BTreeSet<String>) -> Option<&'f str> {
    let mut others = found
        .iter()
        .filter_map(|found| found.label.as_deref())
        .filter(|label| !interviewers.contains(*label));
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
fn unlabelled(text: &str, lines: &Lines, aside: &Aside<'_>, among: Range<usize>) -> Vec<TurnDraft> {
    let are_pieces = || are_cut(lines.all.iter().map(|line| &text[line.clone()]));
    let by_line = !lines.spaced && !lines.is_wrapped(text) && !are_pieces();
    let mut drafts: Vec<TurnDraft> = Vec::new();
    let mut open = false;
    let mut label = None;
    let is_corpus = is_corpus(text, lines);
    for i in among {
        let line = &lines.all[i];
        let words = &text[line.clone()];
        if is_empty(text, line) || aside.contains(i, line) || only_stamp(words).is_some() {
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

fn without_emphasis(text: &str, bytes: Range<usize>, sign: Option<char>) -> Range<usize> {
    let Some(sign) = sign else { return bytes };
    let words = text[bytes.clone()].trim_end_matches(is_blank);
    bytes.start..bytes.start + words.trim_end_matches(sign).len()
}
