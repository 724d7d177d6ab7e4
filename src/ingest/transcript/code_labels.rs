//! Labels that are codes, with a blank and no colon before the words: `P1 So we went.`
//!
//! Words such as `A4` or `U2` look the same. So a code is a label only where it begins lines again and again, where turns begin, and is
//! rare elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::label::{fold, is_blank};
use crate::ingest::digits::digit;

/// The most letters and digits of a code, and the most letters of one without digits.
const MOST_LETTERS: usize = 3;
const MOST_DIGITS: usize = 3;
const MOST_CAPITALS: usize = 4;

/// The least number of lines that a code without a sign begins, and of those with a colon beside which one without needs no others.
const LEAST: usize = 3;
/// The least share of a code's lines before which a turn can end.
const AFTER_TURNS: f64 = 0.8;
/// The least shares of a code's lines on which no small letter follows: with digits, and without.
const BEGINS: f64 = 0.6;
const BEGINS_WITHOUT_DIGITS: f64 = 0.8;
/// The share of lines with a code above which each line is a turn, whatever its last sign is.
const EACH_LINE: f64 = 0.9;

/// A line that begins with a code; positions are bytes of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Code {
    /// Where the code ends.
    pub(super) end: usize,
    /// Where the words begin.
    pub(super) body: usize,
}

/// A line that begins with a code, in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    /// The number of the line.
    pub(super) line: usize,
    /// The position of the code in the line, in bytes.
    pub(super) label: Range<usize>,
    /// Where the words begin, in bytes of the line.
    pub(super) body: usize,
}

/// Reads a code at a position of a line: `P1 words`, `P1: words`, `KI words`, `I Words`; `None` if there is none.
pub(super) fn code(line: &str, at: usize) -> Option<Code> {
    let rest = &line[at..];
    let len = rest.find(|c: char| is_blank(c) || matches!(c, ':' | '：' | '.' | ')'))?;
    let name = &rest[..len];
    let behind = &rest[len..];
    let words =
        behind.trim_start_matches([':', '：', '.', ')']).trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let is_apart = words.len() < behind.len() && !words.starts_with('\t') && !words.is_empty();
    let is_letter = name.chars().count() == 1;
    let fits = match behind.chars().next() {
        Some(':' | '：') => true,
        // `MR. HALE` is a name.
        Some('.' | ')') => is_letter || has_number(name),
        _ if has_number(name) => true,
        // `I Did you …?`, and not what somebody says of himself.
        _ if is_letter => words.starts_with(|c: char| c.is_uppercase() || matches!(c, '¿' | '¡')),
        // Where all is in capitals, they say nothing.
        _ => words.contains(char::is_lowercase),
    };
    (is_apart && fits && is_code(name)).then_some(Code { end: at + len, body: line.len() - words.len() })
}

/// Tells whether a word is a few letters with a number, or a few capitals.
fn is_code(word: &str) -> bool {
    let stem = stem(word);
    let n_digits = word[stem.len()..].chars().filter(|&c| digit(c).is_some()).count();
    let n_letters = stem.chars().count();
    let is_short = n_letters <= if n_digits > 0 { MOST_LETTERS } else { MOST_CAPITALS };
    n_letters > 0
        && is_short
        && n_digits <= MOST_DIGITS
        && stem.chars().all(char::is_alphabetic)
        && (n_digits > 0 || stem.chars().all(char::is_uppercase))
}

/// Returns a code without its number: `P` of `P1`, `P-1` and `P01`.
fn stem(word: &str) -> &str {
    let letters = word.trim_end_matches(|c| digit(c).is_some());
    if letters.len() < word.len() { letters.trim_end_matches(['-', '_']) } else { letters }
}

/// Tells whether lines begin with a code and no sign: several with codes of the same letters, or one with a label that is known.
pub(super) fn stand_bare(lines: &[&str], known: &BTreeSet<&str>) -> bool {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for line in lines {
        let at = line.len() - line.trim_start_matches(is_blank).len();
        let bare = code(line, at).filter(|code| line[code.end..].starts_with(is_blank));
        let Some(name) = bare.map(|code| &line[at..code.end]) else { continue };
        let n = counts.entry(stem(name)).or_default();
        *n += 1;
        if *n >= LEAST || (has_number(name) && known.contains(name)) {
            return true;
        }
    }
    false
}

fn has_number(code: &str) -> bool {
    code.ends_with(|c| digit(c).is_some())
}

/// What is known of one code.
#[derive(Default)]
struct Tally {
    n_with_sign: usize,
    n_bare: usize,
    /// How many of the bare ones stand where a turn can begin.
    n_opening: usize,
    /// Before how many of the bare ones no small letter follows.
    n_begun: usize,
    /// How often the code stands elsewhere.
    n_elsewhere: usize,
}

/// Tells of each line with a code whether it is a label: one with a sign, one that recurs where turns begin, or one with the same letters
/// as such a code. `lines` are those of the whole text.
pub(super) fn credible(lines: &[&str], all: &[Placed]) -> Vec<bool> {
    let label = |head: &Placed| &lines[head.line][head.label.clone()];
    let is_bare = |head: &Placed| lines[head.line][head.label.end..].starts_with(is_blank);
    let opens = |head: &Placed| opens(lines, head.line);
    let is_begun = |head: &Placed| !lines[head.line][head.body..].starts_with(char::is_lowercase);
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for head in all {
        let tally = tallies.entry(fold(label(head))).or_default();
        if is_bare(head) {
            tally.n_bare += 1;
            tally.n_opening += usize::from(opens(head));
            tally.n_begun += usize::from(is_begun(head));
        } else {
            tally.n_with_sign += 1;
        }
    }
    if !tallies.values().any(|tally| tally.n_bare > 0) {
        return vec![false; all.len()];
    }
    count_elsewhere(lines, all, &mut tallies);
    let first = all.first().map_or(0, |head| head.line);
    let n_filled = lines[first..].iter().filter(|line| !line.trim_matches(is_blank).is_empty()).count();
    let is_each_line = all.len() as f64 >= EACH_LINE * n_filled as f64;
    // People who are numbered are one kind: `P1` and `P2` may each speak twice.
    let kind = |code: &str| if has_number(code) { format!("{}1", stem(code)) } else { code.to_owned() };
    let mut kinds: BTreeMap<String, Vec<&Tally>> = BTreeMap::new();
    for (code, tally) in tallies.iter().filter(|(_, tally)| tally.n_bare > 0) {
        kinds.entry(kind(code)).or_default().push(tally);
    }
    let recurs = |kind: &str, tallies: &[&Tally]| {
        let sum = |count: fn(&Tally) -> usize| tallies.iter().map(|tally| count(tally)).sum::<usize>();
        let (n, n_elsewhere) = (sum(|tally| tally.n_bare), sum(|tally| tally.n_elsewhere));
        let begins = if has_number(kind) { BEGINS } else { BEGINS_WITHOUT_DIGITS };
        let stands_apart = sum(|tally| tally.n_opening) as f64 >= AFTER_TURNS * n as f64 || is_each_line;
        let is_begun =
            sum(|tally| tally.n_begun) as f64 >= begins * n as f64 || (is_each_line && has_number(kind));
        // `A1`, `A2`, `A3`, each once, are a list.
        let come_again = tallies.len() * 3 <= n * 2;
        n >= LEAST && come_again && stands_apart && is_begun && n_elsewhere <= n
    };
    let known: BTreeSet<&String> =
        kinds.iter().filter(|(kind, tallies)| recurs(kind, tallies)).map(|(kind, _)| kind).collect();
    let is_label = |head: &Placed| {
        let code = fold(label(head));
        let opens = is_begun(head) && (opens(head) || is_each_line);
        // Where other turns of the same people have a colon, it was forgotten.
        let (n_bare, n_with_sign) =
            tallies.get(&code).map_or((0, 0), |tally| (tally.n_bare, tally.n_with_sign));
        let of_kind = tallies.iter().filter(|(other, _)| kind(other) == kind(&code));
        let n_of_kind: usize = of_kind.map(|(_, tally)| tally.n_with_sign).sum();
        let is_signed = has_number(&code) && (n_with_sign >= LEAST || (n_of_kind >= LEAST && n_bare > 1));
        let is_often = n_bare >= LEAST;
        !is_bare(head) || (known.contains(&kind(&code)) && (is_often || opens)) || (is_signed && opens)
    };
    let are_labels: Vec<bool> = all.iter().map(is_label).collect();
    // Labels with a colon are found without this.
    if all.iter().zip(&are_labels).any(|(head, is_label)| *is_label && is_bare(head)) {
        are_labels
    } else {
        vec![false; all.len()]
    }
}

/// Tells whether a turn can begin on a line: what stands above has ended, or a blank line parts them.
fn opens(lines: &[&str], line: usize) -> bool {
    let Some(above) = line.checked_sub(1).map(|above| lines[above].trim_end_matches(is_blank)) else {
        return true;
    };
    above.is_empty()
        || above.ends_with([
            '.', '?', '!', '…', ':', '؟', '。', '？', '！', '"', '”', '»', ')', ']', '–', '—', '-',
        ])
}

/// Counts the places where the codes stand within lines.
fn count_elsewhere(lines: &[&str], all: &[Placed], tallies: &mut BTreeMap<String, Tally>) {
    let bodies: BTreeMap<usize, usize> = all.iter().map(|head| (head.line, head.body)).collect();
    for (line, words) in lines.iter().enumerate() {
        let from = bodies.get(&line).copied().unwrap_or(0);
        for word in words[from..].split(|c: char| !c.is_alphanumeric()).filter(|word| is_code(word)) {
            if let Some(tally) = tallies.get_mut(&fold(word)) {
                tally.n_elsewhere += 1;
            }
        }
    }
}
