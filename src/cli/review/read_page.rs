//! Prints an interview as a page of text, with codings and candidates in the margin or, where the page is narrow, below each segment.

use anstyle::Style;

use crate::cli::error::CliError;
use crate::cli::layout::{clock, count, indented, shorten, width, wrap};
use crate::cli::marked_text::MarkedText;
use crate::cli::output::{Output, styled, styles};
use crate::domain::{AsideKind, CandidateStatus, Span, is_right_to_left};
use crate::project::{InterviewPart, InterviewView, ReadCoding, ReadSegment};

/// The spaces before the text, in which the numbers of segments stand.
const INDENT: usize = 8;
/// The width from which there is a margin beside the text.
const WIDE: usize = 100;
/// What stands between text and margin.
const RULE: &str = "  │ ";

/// A note on a segment.
struct Note {
    words: String,
    style: Style,
}

pub(super) fn print(view: &InterviewView, output: &mut Output) -> Result<(), CliError> {
    let interview = &view.interview;
    let mut facts = vec![
        count(interview.n_turns, "turn", "turns"),
        count(interview.n_segments, "segment", "segments"),
        format!("{} coded", interview.n_coded),
    ];
    if !view.is_whole {
        let mut turns = view.parts.iter().filter_map(|part| part.turn);
        let first = turns.next().unwrap_or_default();
        let last = turns.next_back().unwrap_or(first);
        facts[0] = match first == last {
            true => format!("turn {first} of {}", interview.n_turns),
            false => format!("turns {first} to {last} of {}", interview.n_turns),
        };
    }
    // A participant who is called like the file need not be named again.
    let people: Vec<&str> = interview.participants.iter().map(String::as_str).collect();
    if !people.is_empty() && !people.iter().all(|name| interview.document.contains(*name)) {
        facts.insert(0, shorten(&people.join(", "), 60));
    }
    output.line(&styled(styles::STRONG, &interview.document))?;
    for line in wrap(&facts.join(" · "), width()) {
        output.line(&styled(styles::FAINT, &line))?;
    }
    for part in &view.parts {
        match part.turn {
            Some(turn) => print_turn(part, turn, view, output)?,
            None => print_between(part, output)?,
        }
    }
    Ok(())
}

/// Prints a stretch between turns; labels and times stand in the heads of turns.
fn print_between(part: &InterviewPart, output: &mut Output) -> Result<(), CliError> {
    let Some(kind) = part.set_aside else { return Ok(()) };
    if matches!(kind, AsideKind::Label | AsideKind::Time | AsideKind::Sign) {
        return Ok(());
    }
    output.line("")?;
    let words = format!("({}) {}", kind.nouns().0, part.text);
    for line in indented(&words, INDENT, width()) {
        output.line(&styled(styles::FAINT, &line))?;
    }
    notes_below(&codings_of(part, part.start, part.end), output)
}

/// Returns who speaks: the label of the speaker, with the participant where the label does not name them.
pub(super) fn who_speaks(speaker: Option<&str>, participant: Option<&str>) -> Option<String> {
    match (speaker, participant) {
        (Some(speaker), Some(participant)) if !speaker.contains(participant) => {
            Some(format!("{speaker} ({participant})"))
        }
        (name, other) => name.or(other).map(str::to_owned),
    }
}

fn print_turn(
    part: &InterviewPart,
    turn: usize,
    view: &InterviewView,
    output: &mut Output,
) -> Result<(), CliError> {
    if part.text.trim().is_empty() {
        return Ok(());
    }
    output.line("")?;
    let mut head = vec![format!("turn {turn}")];
    head.extend(who_speaks(part.speaker.as_deref(), part.participant.as_deref()));
    if let Some(ms) = part.time_ms {
        head.push(format!("at {}", clock(ms)));
    }
    let style = match part.set_aside {
        Some(AsideKind::Interviewer) => {
            head.push("set aside: interviewer".to_owned());
            styles::FAINT
        }
        Some(kind) => {
            head.push(format!("set aside: {}", kind.nouns().0));
            styles::FAINT
        }
        None => styles::STRONG,
    };
    output.line(&styled(style, &shorten(&head.join(" · "), width())))?;
    // Words of a turn that are in no segment of it are shown where they stand.
    let mut from = part.start;
    for segment in &part.segments {
        print_rest(part, from, segment.start, output)?;
        print_segment(part, segment, view, output)?;
        from = segment.end;
    }
    print_rest(part, from, part.end, output)
}

/// Prints words of a turn that are in no segment.
fn print_rest(part: &InterviewPart, start: usize, end: usize, output: &mut Output) -> Result<(), CliError> {
    let words = words(part, start, end);
    if words.trim().is_empty() {
        return Ok(());
    }
    let text = MarkedText::of(&words, marks(part, start, end));
    for line in text.lines(width().saturating_sub(INDENT), styles::FAINT, styles::CODED) {
        output.line(&format!("{}{}", " ".repeat(INDENT), line.styled))?;
    }
    notes_below(&codings_of(part, start, end), output)
}

fn print_segment(
    part: &InterviewPart,
    segment: &ReadSegment,
    view: &InterviewView,
    output: &mut Output,
) -> Result<(), CliError> {
    let (start, end) = (segment.start, segment.end);
    let words = words(part, start, end);
    let mut notes = codings_of(part, start, end);
    notes.extend(candidate_of(segment));
    let margin = margin(&words);
    let beside = margin.map_or(0, |margin| margin + RULE.chars().count());
    let text_width = width().saturating_sub(INDENT + beside);
    let text = MarkedText::of(&words, marks(part, start, end));
    let lines = text.lines(text_width, Style::new(), styles::CODED);
    let is_sought = view.around == Some(segment.id);
    let number = format!("{}{}", if is_sought { "→ " } else { "" }, segment.id);
    let mut notes_beside = margin.into_iter().flat_map(|margin| laid_out(&notes, margin));
    let mut lines = lines.into_iter();
    for at in 0.. {
        let (line, note) = (lines.next(), notes_beside.next());
        if line.is_none() && note.is_none() {
            break;
        }
        let head = match at {
            0 => styled(styles::NUMBER, &format!("{number:>6}")) + "  ",
            _ => " ".repeat(INDENT),
        };
        let used = line.as_ref().map_or(0, |line| line.width);
        let shown = line.map(|line| line.styled).unwrap_or_default();
        output.line(&match note {
            Some(note) => {
                let gap = " ".repeat(text_width.saturating_sub(used));
                format!("{head}{shown}{gap}{}{note}", styled(styles::FAINT, RULE))
            }
            None => head + &shown,
        })?;
    }
    match margin {
        Some(_) => Ok(()),
        None => notes_below(&notes, output),
    }
}

/// Returns the width of the margin beside a text. There is none where the page is narrow, nor beside a text that is written from right
/// to left: a terminal would mix the two.
fn margin(text: &str) -> Option<usize> {
    let width = width();
    (width >= WIDE && !is_right_to_left(text)).then_some(width * 3 / 10)
}

fn notes_below(notes: &[Note], output: &mut Output) -> Result<(), CliError> {
    for line in laid_out(notes, width().saturating_sub(INDENT)) {
        output.line(&format!("{}{line}", " ".repeat(INDENT)))?;
    }
    Ok(())
}

/// Returns notes in lines of at most `width`; the lines of a note after the first are indented.
fn laid_out(notes: &[Note], width: usize) -> Vec<String> {
    let of_note = |note: &Note| -> Vec<String> {
        let lines = wrap(&note.words, width.saturating_sub(2));
        let indent = |at: usize| if at == 0 { "" } else { "  " };
        let styled = |(at, line): (usize, String)| styled(note.style, &format!("{}{line}", indent(at)));
        lines.into_iter().enumerate().map(styled).collect()
    };
    notes.iter().flat_map(of_note).collect()
}

/// Returns the candidate that a segment is in, while it is open.
fn candidate_of(segment: &ReadSegment) -> Option<Note> {
    let is_open = matches!(segment.verdict?, CandidateStatus::Open | CandidateStatus::Deferred);
    let label = segment.candidate_label.as_deref().unwrap_or_default();
    let negative = if segment.negative { " (negative case)" } else { "" };
    let words = format!("○ {} {label}{negative}", segment.candidate?);
    is_open.then_some(Note { words, style: styles::FAINT })
}

/// Returns the codings that touch a span of a part. Of one that does not hold the whole span, its first words are given; one that began
/// before the span is marked as going on.
fn codings_of(part: &InterviewPart, start: usize, end: usize) -> Vec<Note> {
    let note = |coding: &ReadCoding| {
        let mut words = format!("● {}", coding.label);
        let (from, to) = (coding.start.max(start), coding.end.min(end));
        if coding.start < start && part.start < start {
            words = format!("● … {}", coding.label);
        } else if !is_whole(coding, start, end) {
            words += &format!(" “{}”", shorten(&self::words(part, from, to), 24));
        }
        if coding.negative {
            words += " (negative case)";
        }
        Note { words, style: styles::CODE }
    };
    touching(part, start, end).map(note).collect()
}

/// Returns the codings of a part that share a character with a span.
fn touching(part: &InterviewPart, start: usize, end: usize) -> impl Iterator<Item = &ReadCoding> {
    let span = Span::new(start, end);
    part.codings.iter().filter(move |coding| Span::new(coding.start, coding.end).touches(span))
}

/// Tells whether a coding holds the whole of a span.
fn is_whole(coding: &ReadCoding, start: usize, end: usize) -> bool {
    coding.start <= start && end <= coding.end
}

/// Returns the places of codings that do not hold the whole span, in code points from its beginning.
fn marks(part: &InterviewPart, start: usize, end: usize) -> Vec<std::ops::Range<usize>> {
    touching(part, start, end)
        .filter(|coding| !is_whole(coding, start, end))
        .map(|coding| coding.start.max(start) - start..coding.end.min(end) - start)
        .collect()
}

/// Returns the words of a span of a part.
fn words(part: &InterviewPart, start: usize, end: usize) -> String {
    let (skip, take) = (start.saturating_sub(part.start), end.saturating_sub(start));
    part.text.chars().skip(skip).take(take).collect()
}
