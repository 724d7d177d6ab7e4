//! The dress of labels: what stands before and after a name at the start of a line, whatever it is in this file.
//!
//! `Name: words` is read by [`turn_headers`](super::turn_headers). Here a line is read in every form that people and programs
//! use besides it; [`dress_learning`](super::dress_learning) tells which of them is the one of the file.

use std::ops::Range;

use super::clock::milliseconds;
use super::code_labels::code;
use super::label::{is_blank, is_ornament, like_a_name, plausible};
use super::stamps::{Stamp, stamp};
use crate::ingest::digits::{digit, ends_number, is_wide_end};

/// The sign before a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Opener {
    /// Nothing but a time, a quote sign or a line number.
    Bare,
    /// A bracket, which is closed after the label: `[`, `{`, `(`, `<`.
    Bracket(char),
    /// `#` or `@`.
    Sign(char),
    /// `**` or `__`, and the same after the label.
    Emphasis,
}

/// What separates a label from the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Delimiter {
    /// The closing bracket.
    Closing,
    /// `:`.
    Colon,
    /// A tab.
    Tab,
    /// A dash between blanks.
    Dash,
    /// One of `;`, `|`, `=`, `>`, `)`, `/`.
    Sign(char),
    /// A full stop.
    Stop,
    /// Two blanks or more.
    Gap,
    /// A time.
    Time,
    /// The end of the line.
    LineEnd,
    /// A blank after a code such as `P1`; a sign may stand before it.
    Blank,
}

/// The form of a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Form {
    pub(super) opener: Opener,
    pub(super) delimiter: Delimiter,
}

/// A line read in one form; positions are bytes of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) form: Form,
    /// The position of the label.
    pub(super) label: Range<usize>,
    /// Where the words begin.
    pub(super) body: usize,
    /// The time before or after the label.
    pub(super) time: Option<Stamp>,
}

/// The signs that separate like a colon.
const SIGNS: [char; 6] = [';', '|', '=', '>', ')', '/'];
/// How many bytes of a line may be the label.
const REACH: usize = 160;
/// The most blanks in a label that is not in brackets, and between it and the words.
const MOST_BLANKS: usize = 7;
/// The most characters of the name of who sends a message.
const LONGEST_SENDER: usize = 40;
/// The most words of a label that is the whole line.
const MOST_WORDS_ALONE: usize = 4;

/// Returns the readings of a line, at most one for each form.
pub(super) fn readings(line: &str) -> Vec<Reading> {
    let mut found = Vec::new();
    let mut at = skip_to_words(line, 0);
    let mut time = stamp(&line[at..]);
    if time.is_none() {
        at = behind_number(line, at);
        time = stamp(&line[at..]);
    }
    if let Some(time) = &mut time {
        time.end += at;
        at = time.end;
    }
    at = line.len() - line[at..].trim_start_matches(|c| is_blank(c) || matches!(c, '*' | '_')).len();
    let rest = &line[at..];
    let n_signs = rest.len() - rest.trim_start_matches('#').len();
    if (1..=6).contains(&n_signs) && rest[n_signs..].starts_with(' ') {
        // A heading of Markdown that is a name.
        alone(line, at + n_signs, time, &mut found);
        return found;
    }
    if time.is_some_and(|time| time.of_day && time.is_sure) {
        found.extend(sender(line, at, time));
    }
    found.extend(emphasised(line, at, time));
    match rest.chars().next() {
        Some('[') => bracketed(line, at, '[', ']', time, &mut found),
        Some('{') => bracketed(line, at, '{', '}', time, &mut found),
        Some('(') => bracketed(line, at, '(', ')', time, &mut found),
        Some('<') => bracketed(line, at, '<', '>', time, &mut found),
        Some('【') => bracketed(line, at, '【', '】', time, &mut found),
        Some(sign @ ('#' | '@')) => signed(line, at, sign, time, &mut found),
        Some(c) if c.is_alphabetic() => bare(line, at, time, &mut found),
        _ => {}
    }
    found
}

/// Reads who sends a message of a chat, where the name could be no label elsewhere: `Ana 🌻: words`, `+34 600 123 456: words`, `~Ana: words`.
fn sender(line: &str, at: usize, time: Option<Stamp>) -> Option<Reading> {
    let window = &line[at..floor(line, at + REACH)];
    let end = at + window.find(": ").or_else(|| window.strip_suffix(':').map(str::len))?;
    let is_outer = |c: char| is_blank(c) || is_ornament(c) || matches!(c, '*' | '_' | '"' | '“' | '”');
    let whole = trimmed(line, at..end);
    let inner = trimmed_of(line, at..end, is_outer);
    let label = if inner.is_empty() { whole.clone() } else { inner };
    let name = &line[label.clone()];
    // What the program tells is a sentence or quotes names: `Ana created group "Bees: the roof"`. A diary has entries behind its dates.
    let n_words = name.split_whitespace().count();
    let begins = |word: &&str| word.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_alphabetic());
    let n_begun = name.split_whitespace().filter(begins).count();
    let is_called = n_begun * 2 >= n_words || (n_words <= 2 && name.starts_with(char::is_alphabetic));
    let is_name = plausible(name) || (is_called && !name.contains(['"', '“', '”', '„', '«', '»', '/']));
    let is_short = name.chars().count() <= LONGEST_SENDER && !name.contains(['?', '!', '؟']);
    // One that can be a label anywhere is read below.
    let is_read = plausible(&line[whole]);
    let form = Form { opener: Opener::Bare, delimiter: Delimiter::Colon };
    (is_name && is_short && !name.is_empty() && !is_read).then(|| Reading {
        form,
        label,
        body: skip_to_words(line, end + 1),
        time,
    })
}

fn skip_blank(line: &str, at: usize) -> usize {
    line.len() - line[at..].trim_start_matches(is_blank).len()
}

/// Returns the position behind quote signs, a list sign, or the number of a line or paragraph.
fn behind_number(line: &str, at: usize) -> usize {
    let at = line.len() - line[at..].trim_start_matches(|c| is_blank(c) || c == '>').len();
    let rest = &line[at..];
    let digits = rest.trim_start_matches(['(', '（']);
    let n_digits = digits.chars().take_while(|&c| digit(c).is_some()).count();
    let behind = digits.trim_start_matches(|c| digit(c).is_some());
    let behind = match rest.chars().next() {
        Some('-' | '+' | '•' | '–') => rest.trim_start_matches(['-', '+', '•', '–']),
        _ if (1..=4).contains(&n_digits) && (behind.starts_with(ends_number) || behind.starts_with('\t')) => {
            behind.trim_start_matches(ends_number)
        }
        _ => return at,
    };
    let is_apart =
        behind.starts_with([' ', '\t']) || line[..line.len() - behind.len()].ends_with(is_wide_end);
    if is_apart { skip_to_words(line, line.len() - behind.len()) } else { at }
}

/// Skips blanks and the end of emphasis: `**[Ann]** so`.
fn skip_to_words(line: &str, at: usize) -> usize {
    line.len() - line[at..].trim_start_matches(|c| is_blank(c) || matches!(c, '*' | '_')).len()
}

/// Returns the range without blanks and emphasis at its ends.
fn trimmed(line: &str, range: Range<usize>) -> Range<usize> {
    trimmed_of(line, range, |c| is_blank(c) || matches!(c, '*' | '_'))
}

/// Returns the range without such characters at its ends.
fn trimmed_of(line: &str, range: Range<usize>, is_outer: impl Fn(char) -> bool + Copy) -> Range<usize> {
    let words = &line[range.clone()];
    let end = range.start + words.trim_end_matches(is_outer).len();
    let start = end - line[range.start..end].trim_start_matches(is_outer).len();
    start..end
}

/// Reads `[Name] words`, `[Name]: words`, `[Name 00:12] words` and `[Name]` alone.
fn bracketed(line: &str, at: usize, open: char, close: char, time: Option<Stamp>, found: &mut Vec<Reading>) {
    let (from, reach) = (at + open.len_utf8(), floor(line, at + REACH));
    let Some(len) = line[from..reach].find(close) else { return };
    let (mut label, mut time) = (trimmed(line, from..from + len), time);
    if let Some((of_name, inner)) =
        time_behind(line, label.clone()).filter(|(_, inner)| inner.end == label.end)
    {
        label = of_name;
        time = time.or(Some(inner));
    }
    // `(speaker ?)` is what a program writes that does not know who speaks.
    if !plausible(line[label.clone()].trim_end_matches([' ', '?'])) {
        return;
    }
    let mut body = skip_to_words(line, from + len + close.len_utf8());
    if line[body..].starts_with([':', '-', '–']) {
        body += line[body..].chars().next().map_or(0, char::len_utf8);
    }
    let (body, time) = with_time_behind(line, body, time);
    let delimiter = if line[body..].chars().all(is_blank) { Delimiter::LineEnd } else { Delimiter::Closing };
    found.push(Reading { form: Form { opener: Opener::Bracket(open), delimiter }, label, body, time });
}

/// Reads `**Name** words`, in which nothing but the bold letters sets off the label. `at` is where the words begin.
fn emphasised(line: &str, at: usize, time: Option<Stamp>) -> Option<Reading> {
    let signs = ["**", "__"].into_iter().find(|signs| line[..at].ends_with(signs))?;
    let end = at + line[at..floor(line, at + REACH)].find(signs)?;
    let rest = &line[end + signs.len()..];
    let is_label =
        rest.starts_with(is_blank) && plausible(&line[at..end]) && trimmed(line, at..end) == (at..end);
    let body = skip_blank(line, end + signs.len());
    let form = Form { opener: Opener::Emphasis, delimiter: Delimiter::Closing };
    (is_label && body < line.len()).then_some(Reading { form, label: at..end, body, time })
}

/// Reads `#Name: words`, `@Name: words`, `@Name words` and `#Name` alone.
fn signed(line: &str, at: usize, sign: char, time: Option<Stamp>, found: &mut Vec<Reading>) {
    let from = at + sign.len_utf8();
    let reach = floor(line, from + REACH);
    let name = from + line[from..].find(is_blank).unwrap_or(line.len() - from);
    let is_before_words =
        sign == '@' && !line[from..name].contains([':', '：']) && !line[name..].chars().all(is_blank);
    // `@Dana Hale: words`.
    let is_longer = || line[from..reach].split_once([':', '：']).is_some_and(|(label, _)| like_a_name(label));
    if is_before_words && plausible(&line[from..name]) && !is_longer() {
        let form = Form { opener: Opener::Sign(sign), delimiter: Delimiter::Closing };
        found.push(Reading { form, label: from..name, body: skip_blank(line, name), time });
    }
    let (end, delimiter, body) = match line[from..reach].find([':', '：']) {
        Some(len) => {
            let width = line[from + len..].chars().next().map_or(1, char::len_utf8);
            (from + len, Delimiter::Colon, from + len + width)
        }
        None if line.len() <= reach => (line.len(), Delimiter::LineEnd, line.len()),
        None => return,
    };
    // `# Name` is a heading, and belongs to Markdown.
    let label = trimmed(line, from..end);
    if label.start != from || !plausible(&line[label.clone()]) {
        return;
    }
    let (body, time) = with_time_behind(line, skip_to_words(line, body), time);
    found.push(Reading { form: Form { opener: Opener::Sign(sign), delimiter }, label, body, time });
}

/// Reads a label without a sign before it, by each sign after it.
fn bare(line: &str, at: usize, time: Option<Stamp>, found: &mut Vec<Reading>) {
    let reach = floor(line, at + REACH);
    let window = &line[at..reach];
    let mut add = |delimiter: Delimiter, end: usize, body: usize, time: Option<Stamp>| {
        let label = trimmed(line, at..end);
        if !label.is_empty() && plausible(&line[label.clone()]) {
            let form = Form { opener: Opener::Bare, delimiter };
            found.push(Reading { form, label, body: skip_to_words(line, body), time });
        }
    };
    let mut seen_gap = false;
    let mut previous = ' ';
    let mut chars = window.char_indices().peekable();
    let mut done = [false; 5];
    let mut n_blanks = 0;
    while let Some((i, c)) = chars.next() {
        // A label has few words, but brackets after it may hold more.
        n_blanks += usize::from(c == ' ');
        if n_blanks > MOST_BLANKS && !window[..i].contains('(') {
            break;
        }
        let next = chars.peek().map(|&(_, next)| next);
        let (here, after) = (at + i, at + i + c.len_utf8());
        let first = |done: &mut bool| !std::mem::replace(done, true);
        match c {
            // `10:30` is a time, but `P1:30 years` is said by P1.
            ':' | '：'
                if !(previous.is_numeric() && next.is_some_and(char::is_numeric)) && first(&mut done[0]) =>
            {
                let (body, time) = with_time_behind(line, skip_to_words(line, after), time);
                add(Delimiter::Colon, here, body, time);
            }
            '\t' if first(&mut done[1]) => {
                let (body, time) = with_time_behind(line, skip_blank(line, after), time);
                add(Delimiter::Tab, here, body, time);
            }
            '-' | '–' | '—' if previous == ' ' && next.is_none_or(is_blank) && first(&mut done[2]) => {
                let (body, time) = with_time_behind(line, skip_blank(line, after), time);
                add(Delimiter::Dash, here, body, time);
            }
            '.' if next.is_some_and(is_blank) && first(&mut done[3]) => {
                let (body, time) = with_time_behind(line, skip_blank(line, after), time);
                add(Delimiter::Stop, here, body, time);
            }
            ' ' if next == Some(' ') && !seen_gap => {
                seen_gap = true;
                let (body, time) = with_time_behind(line, skip_blank(line, after), time);
                if body < line.len() {
                    add(Delimiter::Gap, here, body, time);
                }
            }
            // `Ann (F, 34) – so` has its sign later.
            sign if SIGNS.contains(&sign)
                && !done[4]
                && (!matches!(sign, '=' | '/') || next == Some(' '))
                && (sign != ')' || !window[..i].contains('(')) =>
            {
                done[4] = true;
                let (body, time) = with_time_behind(line, skip_blank(line, after), time);
                add(Delimiter::Sign(sign), here, body, time);
            }
            _ => {}
        }
        previous = c;
    }
    if let Some((label, behind)) = time_behind(line, at..reach) {
        let body = line.len() - line[behind.end..].trim_start_matches([':', ' ']).len();
        add(Delimiter::Time, label.end, body, time.or(Some(behind)));
    }
    if let Some(code) = code(line, at).filter(|code| plausible(&line[at..code.end])) {
        let form = Form { opener: Opener::Bare, delimiter: Delimiter::Blank };
        found.push(Reading { form, label: at..code.end, body: code.body, time });
    }
    alone(line, at, time, found);
}

/// Reads a label that is the rest of the line.
fn alone(line: &str, at: usize, time: Option<Stamp>, found: &mut Vec<Reading>) {
    let label = trimmed(line, at..line.len());
    let words = &line[label.clone()];
    // `Ann: yes` and `Ann – 00:12:` are more than a label.
    let is_more = words.ends_with(':') || words.contains(": ") || has_clock(words);
    if !is_more
        && words.len() <= REACH
        && words.split_whitespace().count() <= MOST_WORDS_ALONE
        && plausible(words)
    {
        let form = Form { opener: Opener::Bare, delimiter: Delimiter::LineEnd };
        found.push(Reading { form, label, body: line.len(), time });
    }
}

/// Tells whether a colon stands between digits, as in a time.
fn has_clock(words: &str) -> bool {
    words.match_indices(':').any(|(at, _)| {
        let is_digit = |c: Option<char>| c.and_then(digit).is_some();
        is_digit(words[..at].chars().next_back()) && is_digit(words[at + 1..].chars().next())
    })
}

/// Returns the words and the time where a time follows a label: `Name – 00:02:32:`, `Name\t00:00:11\t00:00:20\twords`.
fn with_time_behind(line: &str, body: usize, before: Option<Stamp>) -> (usize, Option<Stamp>) {
    let Some(behind) = stamp(&line[body..]) else { return (body, before) };
    let after = body + behind.end;
    let rest = &line[after..];
    // A time that stands alone, or one that no speaker tells.
    if !behind.is_sure && !rest.trim_start_matches(':').chars().all(is_blank) {
        return (body, before);
    }
    let after = line.len() - rest.trim_start_matches(|c| c == ':' || is_blank(c)).len();
    (after, before.or(Some(Stamp { end: after, ..behind })))
}

/// Finds the first time after a name in a range: `Name 00:11`, `Name (00:11)`, `Name, 00:11`.
fn time_behind(line: &str, range: Range<usize>) -> Option<(Range<usize>, Stamp)> {
    let words = &line[range.clone()];
    let colon = words.find(':')?;
    let digits = words[..colon].len() - words[..colon].trim_end_matches(|c: char| digit(c).is_some()).len();
    let mut from = colon - digits;
    if digits == 0 {
        return None;
    }
    let of_f4 = words[..from].ends_with('#').then(|| tenths_of_f4(&words[from..])).flatten();
    if of_f4.is_some() || words[..from].ends_with(['[', '(', '{', '<']) {
        from -= 1;
    }
    let is_sign = |c| is_blank(c) || matches!(c, ',' | '-' | '–' | '—' | '|' | '@' | ':');
    let name = words[..from].trim_end_matches(is_sign);
    if name.len() == from {
        return None;
    }
    let mut stamp = of_f4.or_else(|| stamp(&words[from..]))?;
    stamp.end += range.start + from;
    Some((trimmed(line, range.start..range.start + name.len()), stamp))
}

/// Reads the time of f4 behind its first `#`: `00:01:05-3# words`, with tenths of a second. The end counts from that sign.
fn tenths_of_f4(text: &str) -> Option<Stamp> {
    let (inside, rest) = text.split_once('#')?;
    let (clock, tenths) = inside.split_once('-').unwrap_or((inside, "0"));
    let tenths = tenths.parse::<u64>().ok().filter(|_| tenths.len() == 1)?;
    let end = 1 + text.len() - rest.trim_start_matches(is_blank).len();
    Some(Stamp { end, ms: milliseconds(clock)? + tenths * 100, of_day: false, is_sure: true })
}

/// Returns the largest boundary of a character that is not behind `at`.
fn floor(line: &str, at: usize) -> usize {
    let mut at = at.min(line.len());
    while !line.is_char_boundary(at) {
        at -= 1;
    }
    at
}
