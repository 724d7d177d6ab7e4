//! Questions of the interview guide as lines of their own: `Question 1: …?`, `## Q2. …?`, `**Frage 3** …`, `4. …?`.
//!
//! A question line is neither a speaker nor part of the turn before: what it asks ends with it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::guide_lines::ends_sentence;
use super::label::{fold, holds_question, is_blank, like_a_name};
use super::question_words::QUESTION_WORDS;
use super::roles::is_listed;
use super::topics::is_topic;
use super::turn_headers::head;

/// Short words that number a question; they may be labels too.
const SHORT_WORDS: &str = "q|س";

static WORD: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(
        r"^(?i:({QUESTION_WORDS}|{SHORT_WORDS}))[ \t\u{{a0}}\u{{200c}}_-]*(?i:(?:no|nr|n°|number|nummer|numéro|número|numero|شماره)\.?)?[ \t]*#?[ \t]*(\p{{Nd}}{{1,3}})(?:[.-]?\p{{Nd}}{{1,2}}|[a-z])?(?:\s*\([^()]{{1,30}}\))?(?:[*_]+\s+|[*_]*\s*(?:[:：.)．）、–—-]|$)[*_]*\s*)"
    );
    Regex::new(&pattern).expect("the pattern is constant")
});
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[(（]?(\p{Nd}{1,3})(?:[.．]\p{Nd}{1,2})?(?:[.)]\)?[*_]*\s+|[．）、][*_]*\s*|\s*[–—-]\s+)")
        .expect("the pattern is constant")
});

/// Where the number of a question stands at the latest, in code points.
const LONGEST_NUMBERING: usize = 30;
/// The most lines of a wrapped question.
const MOST_LINES: usize = 4;
/// The longest question that goes on in the lines after it, in words.
const MOST_WORDS: usize = 60;

/// The least number of questions with a question mark beside which others of the same form need none.
const LEAST_ASKING: usize = 3;

/// A line that begins with the number of a question.
#[derive(Clone)]
struct Numbered {
    line: usize,
    /// The word before the number, folded; `None` for a number alone.
    word: Option<String>,
    n: u32,
    /// Whether the line, or the paragraph that it begins, asks.
    asks: bool,
    /// The last line of the question.
    last: usize,
    /// Whether the line holds the number alone.
    is_alone: bool,
    /// Whether the words behind the number may be what is asked without a question mark.
    is_topic: bool,
}

/// The lines of a text with what is needed to find questions in them.
pub(super) struct Questions<'a> {
    text: &'a str,
    lines: &'a [Range<usize>],
}

impl<'a> Questions<'a> {
    /// Returns a finder for the lines of a text.
    pub(super) const fn new(text: &'a str, lines: &'a [Range<usize>]) -> Self {
        Self { text, lines }
    }

    /// Returns the lines that are questions of the guide, in order.
    pub(super) fn find(&self) -> Vec<usize> {
        let mut found = Vec::new();
        let mut worded: Vec<Numbered> = Vec::new();
        let mut bare: Vec<Numbered> = Vec::new();
        let mut bold = Vec::new();
        let mut quiet = Vec::new();
        let (mut quoted, mut n_quoted) = (Vec::new(), 0);
        let mut shouted = Vec::new();
        for i in 0..self.lines.len() {
            let (inner, dress) = undressed(self.line(i));
            if inner.is_empty() {
                continue;
            }
            let is_quoted = is_quoted(self.line(i));
            n_quoted += usize::from(is_quoted);
            if (is_quoted || is_shouted(inner)) && asks(inner) && self.head_is_no_speaker(i) {
                if is_quoted { &mut quoted } else { &mut shouted }.push(i);
            }
            if let Some(numbered) = self.numbered(i, inner) {
                if numbered.word.is_some() { &mut worded } else { &mut bare }.push(numbered);
            } else if dress != Dress::Plain && asks(inner) && self.head_is_no_speaker(i) {
                match dress {
                    Dress::Heading => found.push(i),
                    _ => bold.push(i),
                }
            } else if dress == Dress::Emphasis && inner.contains(' ') && self.head_is_no_speaker(i) {
                quiet.push(i);
            }
        }
        worded.sort_by(|a, b| a.word.cmp(&b.word).then(a.line.cmp(&b.line)));
        for group in worded.chunk_by(|a, b| a.word == b.word) {
            let questions = self.numbering(group);
            let n_below = questions.iter().filter(|numbered| numbered.last > numbered.line).count();
            let are_below = n_below * 5 >= questions.len() * 3;
            found.extend(questions.iter().flat_map(|numbered| {
                numbered.line..=self.below_number(numbered).filter(|_| are_below).unwrap_or(numbered.last)
            }));
        }
        let filled = with_missing_numbers(&bare);
        bare.retain(|numbered| numbered.asks);
        if self.is_guide(&filled) {
            found.extend(filled.iter().flat_map(|numbered| numbered.line..=numbered.last));
        } else if self.is_guide(&bare) {
            found.extend(bare.iter().flat_map(|numbered| numbered.line..=numbered.last));
        }
        if bold.len() > 1 && bold.windows(2).all(|pair| self.next_filled(pair[0]) != Some(pair[1])) {
            found.extend(self.of_one_form(&bold, &quiet));
            found.extend(bold);
        }
        // Between questions that are set off like this stand answers that are not.
        let are_set_off = |lines: &[usize]| {
            let answer = |&i: &usize| self.next_filled(i).map(|next| self.line(next));
            let is_answered = |i: &usize| {
                answer(i).is_some_and(|next| !is_quoted(next) && next.contains(char::is_lowercase))
            };
            lines.len() >= LEAST_ASKING && lines.iter().all(is_answered)
        };
        if are_set_off(&shouted) {
            found.extend(shouted);
        }
        if quoted.len() * 3 >= n_quoted * 2 && are_set_off(&quoted) {
            found.extend(quoted);
        }
        found.retain(|&i| !self.is_empty(i));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Returns the line below a number alone, if it is a paragraph with it, or one of its own.
    fn below_number(&self, numbered: &Numbered) -> Option<usize> {
        if !numbered.is_alone || numbered.last > numbered.line {
            return None;
        }
        let is_ended = |j: usize| self.lines.len() <= j + 1 || self.is_empty(j + 1) || self.labelled(j + 1);
        self.next_filled(numbered.line).filter(|&j| {
            is_ended(j) && !self.labelled(j) && self.line(j).split_whitespace().count() <= MOST_WORDS
        })
    }

    /// Returns the lines without a question mark in the bold or italics of which most lines are questions.
    fn of_one_form(&self, bold: &[usize], quiet: &[usize]) -> Vec<usize> {
        let sign = |i: usize| {
            let line = self.line(i).trim_matches(is_blank);
            line.chars().take_while(|c| matches!(c, '*' | '_')).count()
        };
        let mut found = Vec::new();
        for n_signs in 1..=3 {
            let of =
                |lines: &[usize]| lines.iter().copied().filter(|&i| sign(i) == n_signs).collect::<Vec<_>>();
            let (asking, others) = (of(bold), of(quiet));
            let Some(&first) = asking.first() else { continue };
            // Above the first question a line in bold is a title, unless it ends as a sentence does.
            let is_one = |&i: &usize| {
                let line = self.line(i).trim_end_matches(|c| is_blank(c) || matches!(c, '*' | '_'));
                i > first || line.ends_with(['.', '!', '…', ':', '。'])
            };
            let others: Vec<usize> = others.into_iter().filter(is_one).collect();
            let mut all: Vec<usize> = asking.iter().chain(&others).copied().collect();
            all.sort_unstable();
            let is_apart = all.windows(2).all(|pair| self.next_filled(pair[0]) != Some(pair[1]));
            if asking.len() >= LEAST_ASKING && others.len() * 3 <= asking.len() * 2 && is_apart {
                found.extend(others);
            }
        }
        found
    }

    fn line(&self, i: usize) -> &'a str {
        &self.text[self.lines[i].clone()]
    }

    fn is_empty(&self, i: usize) -> bool {
        self.line(i).chars().all(is_blank)
    }

    fn next_filled(&self, i: usize) -> Option<usize> {
        (i + 1..self.lines.len()).find(|&j| !self.is_empty(j))
    }

    /// Tells whether a line opens with no label, or with one that only numbers a question.
    fn head_is_no_speaker(&self, i: usize) -> bool {
        head(self.line(i)).is_none()
    }

    /// Reads the number of a question; `inner` is the line without its dress.
    fn numbered(&self, i: usize, inner: &str) -> Option<Numbered> {
        // Most lines have no number at their start.
        if !inner.chars().take(LONGEST_NUMBERING).any(char::is_numeric) {
            return None;
        }
        let (word, n, rest) = if let Some(found) = WORD.captures(inner) {
            (Some(fold(&found[1])), digits(&found[2])?, &inner[found.get(0)?.end()..])
        } else {
            let found = BARE.captures(inner)?;
            let rest = &inner[found.get(0)?.end()..];
            // A numbered line with a speaker's label is a turn.
            if self.labelled(i) || set_off(rest).is_some_and(like_a_name) {
                return None;
            }
            (None, digits(&found[1])?, rest)
        };
        let last = self.last_line(i, rest);
        let is_asking = |line: usize| {
            if word.is_some() { holds_question(self.line(line)) } else { asks(undressed(self.line(line)).0) }
        };
        let asks = (i..=last).any(is_asking);
        let is_topic = word.is_some() && is_topic(rest);
        Some(Numbered { line: i, word, n, asks, last, is_alone: rest.trim().is_empty(), is_topic })
    }

    fn labelled(&self, i: usize) -> bool {
        self.label(i).is_some()
    }

    /// Returns the last line of a question that begins at a line: it may be wrapped, or stand below its number.
    fn last_line(&self, i: usize, rest: &str) -> usize {
        if rest.trim().is_empty() {
            let below = self.next_filled(i).filter(|&j| {
                let (inner, _) = undressed(self.line(j));
                let single = j + 1 >= self.lines.len() || self.is_empty(j + 1) || j == i + 1;
                asks(inner) && single && !self.labelled(j) && inner.split_whitespace().count() <= MOST_WORDS
            });
            return below.unwrap_or(i);
        }
        if holds_question(rest) {
            return i;
        }
        let end = (i + 1..self.lines.len()).find(|&j| self.is_empty(j)).unwrap_or(self.lines.len());
        let short = end - i <= MOST_LINES && end > i + 1;
        let words = self.text[self.lines[i].start..self.lines[end - 1].end].split_whitespace().count();
        let plain = (i + 1..end).all(|j| {
            let (inner, _) = undressed(self.line(j));
            head(self.line(j)).is_none() && !WORD.is_match(inner) && (j + 1 == end || !holds_question(inner))
        });
        let wrapped = short && plain && words <= MOST_WORDS && asks(undressed(self.line(end - 1)).0);
        if wrapped { end - 1 } else { i }
    }

    /// Returns the lines of those with one word and numbers that are questions, and not people or answers: the numbers count up, and the
    /// lines ask, or stand where questions of a guide stand. An answer can have the number of its question, so in doubt the words are
    /// somebody's.
    fn numbering<'g>(&self, group: &'g [Numbered]) -> Vec<&'g Numbered> {
        let n_asking = group.iter().filter(|numbered| numbered.asks).count();
        if let [only] = group {
            let is_question = only.asks && self.next_filled(only.last).is_some();
            return group.iter().filter(|_| is_question).collect();
        }
        if !counts_up(group) {
            return Vec::new();
        }
        let half_ask = n_asking * 2 >= group.len();
        if n_asking == group.len() {
            return group.iter().collect();
        }
        let lines: BTreeSet<usize> = group.iter().map(|numbered| numbered.line).collect();
        if self.has_labels(&lines) {
            // A question right below a numbered answer is one too.
            let is_below_answer = |numbered: &Numbered| {
                let above = (0..numbered.line).rev().find(|&i| !self.is_empty(i));
                group.iter().any(|other| Some(other.line) == above && !other.asks)
            };
            let suits = |numbered: &&Numbered| {
                (numbered.asks && half_ask && !is_below_answer(numbered))
                    || self.stands_between_turns(numbered, &lines)
            };
            return group.iter().filter(suits).collect();
        }
        let has_words_below = |numbered: &Numbered| {
            self.next_filled(numbered.last).is_some_and(|next| {
                let goes_on = next == numbered.last + 1 && self.line(next).starts_with(char::is_lowercase);
                !lines.contains(&next) && !goes_on
            })
        };
        let n_answered = group.iter().filter(|numbered| has_words_below(numbered)).count();
        let n_topics = group.iter().filter(|numbered| numbered.asks || numbered.is_topic).count();
        let some_ask = n_asking * 4 >= group.len() && n_answered * 2 >= group.len();
        // Where none asks, each stands above an answer, and none may be one.
        let are_topics = n_answered * 5 >= group.len() * 4 && n_topics * 5 >= group.len() * 4;
        let suits = |numbered: &&Numbered| {
            numbered.asks || numbered.is_topic || ((half_ask || some_ask) && has_words_below(numbered))
        };
        group.iter().filter(|_| half_ask || some_ask || are_topics).filter(suits).collect()
    }

    /// Tells whether turns of the text have labels: one is known and stands below the first of some lines, or comes twice.
    fn has_labels(&self, apart_from: &BTreeSet<usize>) -> bool {
        let first = apart_from.first().copied().unwrap_or(0);
        let mut seen = BTreeSet::new();
        (0..self.lines.len()).filter(|i| !apart_from.contains(i)).any(|i| {
            let line = self.line(i);
            let known = self.label(i);
            let is_known = i > first && known.is_some_and(is_listed);
            let in_dash = || line.split_once(" – ").or_else(|| line.split_once(" — ")).map(|(name, _)| name);
            let label = known.or_else(|| set_off(line)).or_else(in_dash).filter(|label| like_a_name(label));
            is_known || label.is_some_and(|label| !seen.insert(fold(label)))
        })
    }

    /// Returns the label before a colon that a line begins with, if it is known or looks like a name.
    fn label(&self, i: usize) -> Option<&'a str> {
        let line = self.line(i);
        head(line).map(|head| &line[head.label]).filter(|label| is_listed(label) || like_a_name(label))
    }

    /// Tells whether a numbered line stands directly above a label and below words that have ended, alone in its turn, and what it says is
    /// no answer, or who spoke before it speaks on.
    fn stands_between_turns(&self, numbered: &Numbered, lines: &BTreeSet<usize>) -> bool {
        let next = self.next_filled(numbered.last).and_then(|next| self.label(next));
        let Some(next) = next else { return false };
        let mut above = (0..numbered.line).rev().filter(|&i| !self.is_empty(i)).peekable();
        let is_parted = numbered.line == 0 || self.is_empty(numbered.line - 1);
        if !is_parted && above.peek().is_some_and(|&i| !ends_sentence(self.line(i))) {
            return false;
        }
        let before = above.find(|i| lines.contains(i) || self.label(*i).is_some());
        if before.is_some_and(|i| lines.contains(&i)) {
            return false;
        }
        let stem = |label: &str| fold(numbered_answer(label).map_or(label, |(stem, _)| stem));
        let before = before.and_then(|i| self.label(i));
        numbered.is_topic || before.is_none_or(|before| stem(before) == stem(next))
    }

    /// Tells whether numbered questions are those of a guide, between answers, and not a list of questions that somebody tells.
    fn is_guide(&self, group: &[Numbered]) -> bool {
        let adjoining =
            group.windows(2).filter(|pair| self.next_filled(pair[0].last) == Some(pair[1].line)).count();
        group.len() > 1 && counts_up(group) && adjoining * 2 < group.len()
    }
}

/// Returns the numbered lines that ask, and those between them without a question mark that have the missing numbers.
fn with_missing_numbers(bare: &[Numbered]) -> Vec<Numbered> {
    let asking: Vec<usize> = (0..bare.len()).filter(|&i| bare[i].asks).collect();
    let (Some(&first), Some(&last)) = (asking.first(), asking.last()) else { return Vec::new() };
    let missing = |among: Range<usize>, after: u32, before: Option<u32>| -> Vec<usize> {
        let mut found = Vec::new();
        let mut next = after + 1;
        let mut n_of: BTreeMap<u32, usize> = BTreeMap::new();
        for i in among.clone() {
            *n_of.entry(bare[i].n).or_default() += 1;
        }
        for i in among.clone() {
            if bare[i].n == next && n_of[&next] == 1 {
                found.push(i);
                next += 1;
            }
        }
        let is_whole = before.map_or(found.len() == among.len(), |before| before == next);
        if is_whole { found } else { Vec::new() }
    };
    let mut filled = missing(0..first, 0, Some(bare[first].n));
    for pair in asking.windows(2).filter(|pair| bare[pair[1]].n > bare[pair[0]].n) {
        filled.extend(missing(pair[0] + 1..pair[1], bare[pair[0]].n, Some(bare[pair[1]].n)));
    }
    filled.extend(missing(last + 1..bare.len(), bare[last].n, None));
    if asking.len() < LEAST_ASKING || filled.len() * 3 > asking.len() * 2 {
        filled.clear();
    }
    filled.extend(asking);
    filled.sort_unstable();
    filled.into_iter().map(|i| bare[i].clone()).collect()
}

/// The words that number an answer, in six languages.
const ANSWERS: [&str; 10] =
    ["a", "answer", "antwort", "r", "respuesta", "réponse", "risposta", "ج", "جواب", "پاسخ"];

/// Takes the numbers from labels that number answers, `A1`, `A2`, …, each once: they are one speaker's, and not a cast.
pub(super) fn without_numbers_of_answers(labels: &mut [&mut String]) {
    let mut stems: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for label in &*labels {
        if let Some((stem, n)) = numbered_answer(label) {
            stems.entry(fold(stem)).or_default().push(n);
        }
    }
    stems.retain(|_, numbers| numbers.len() > 1 && numbers.windows(2).all(|pair| pair[0] < pair[1]));
    for label in labels {
        let stem = numbered_answer(label).map(|(stem, _)| stem.to_owned());
        if let Some(stem) = stem.filter(|stem| stems.contains_key(&fold(stem))) {
            **label = stem;
        }
    }
}

/// Returns the word and the number of a label such as `Answer 3`.
fn numbered_answer(label: &str) -> Option<(&str, u32)> {
    let stem = label.trim_end_matches(|c: char| c.is_numeric() || c == '.');
    let n = digits(label[stem.len()..].trim_end_matches('.'))?;
    let stem = stem.trim_end_matches(|c: char| is_blank(c) || matches!(c, '#' | '-' | '_'));
    ANSWERS.iter().any(|word| fold(word) == fold(stem)).then_some((stem, n))
}

/// Tells whether the numbers rise from line to line; they may begin again, and parts of a question share a number.
fn counts_up(group: &[Numbered]) -> bool {
    let first = group.first().map_or(0, |numbered| numbered.n);
    let most = group.iter().map(|numbered| numbered.n).max().unwrap_or(0);
    let n_good = group
        .windows(2)
        .filter(|pair| {
            let (before, after) = (pair[0].n, pair[1].n);
            (before..=before + 3).contains(&after) || (after <= first && most >= 3)
        })
        .count();
    let n_same = group.windows(2).filter(|pair| pair[0].n == pair[1].n).count();
    most > first && n_good * 10 >= (group.len() - 1) * 8 && n_same * 2 < group.len()
}

/// Returns what stands in brackets or before a tab, as labels do: `Dana` of `[Dana] How so?`.
fn set_off(words: &str) -> Option<&str> {
    let (inside, rest) = match words.strip_prefix('[') {
        Some(words) => words.split_once(']')?,
        None => words.split_once('\t')?,
    };
    (!inside.is_empty() && !rest.trim().is_empty()).then_some(inside)
}

fn digits(digits: &str) -> Option<u32> {
    fold(digits).parse().ok()
}

/// How a line is set off from the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dress {
    /// Not at all.
    Plain,
    /// As a heading of Markdown.
    Heading,
    /// All of it in bold or italics.
    Emphasis,
}

/// Returns the words of a line without quote and list signs, heading signs and emphasis around them, and how it is set off.
pub(super) fn undressed(line: &str) -> (&str, Dress) {
    let line = line.trim_matches(is_blank).trim_start_matches(|c| is_blank(c) || c == '>');
    let line = line.strip_prefix("- ").or_else(|| line.strip_prefix("• ")).unwrap_or(line);
    let bare = line.trim_start_matches('#');
    let n_signs = line.len() - bare.len();
    let heading = (1..=6).contains(&n_signs) && bare.starts_with([' ', '\t']);
    let inner = if heading { bare.trim_matches(is_blank).trim_end_matches('#').trim_end() } else { line };
    let open = inner.len() - inner.trim_start_matches(['*', '_']).len();
    let close = inner.len() - inner.trim_end_matches(['*', '_']).len();
    let all = open > 0 && close >= open && inner.len() > open + close;
    let inner = if open + close < inner.len() {
        &inner[open..inner.len() - if all { close } else { 0 }]
    } else {
        inner
    };
    let dress = match (heading, all) {
        (true, _) => Dress::Heading,
        (false, true) => Dress::Emphasis,
        (false, false) => Dress::Plain,
    };
    (inner.trim_matches(is_blank), dress)
}

/// Tells whether a line begins with the sign of a quotation.
fn is_quoted(line: &str) -> bool {
    let line = line.trim_start_matches(is_blank);
    line.starts_with('>') && !line.starts_with(">>")
}

/// Tells whether words are a sentence in capitals.
fn is_shouted(words: &str) -> bool {
    // Nearly all lines are told by their first letters.
    !words.chars().any(char::is_lowercase)
        && words.split_whitespace().count() >= 3
        && words.chars().filter(|c| c.is_uppercase()).count() >= 6
}

/// Tells whether a text ends in a question mark, whatever brackets, quotes or emphasis close after it.
pub(super) fn asks(text: &str) -> bool {
    text.trim_end_matches(|c: char| {
        is_blank(c) || matches!(c, '*' | '_' | '"' | '\'' | '”' | '“' | '’' | '»' | ')' | ']')
    })
    .ends_with(['?', '؟', '？'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut lines = Vec::new();
        let mut at = 0;
        for line in text.split('\n') {
            lines.push(at..at + line.len());
            at += line.len() + 1;
        }
        Questions::new(text, &lines).find().into_iter().map(|i| &text[lines[i].clone()]).collect()
    }

    #[test]
    fn numbered_questions_in_several_dresses() {
        for (one, two) in [
            ("Question 1: How so?", "Question 2: Why?"),
            ("Q1: How so?", "Q2: Why?"),
            ("Q1. How so?", "Q2. Why?"),
            ("## Question 1: How so?", "## Question 2: Why?"),
            ("**Q1: How so?**", "**Q2: Why?**"),
            ("**Q1** How so?", "**Q2** Why?"),
            ("**Question 1.** How so?", "**Question 2.** Why?"),
            ("Frage 1: Wie kam das?", "Frage 2: Warum?"),
            ("Question n° 1 : Comment ?", "Question n° 2 : Pourquoi ?"),
            ("Pregunta 1. ¿Cómo?", "Pregunta 2. ¿Por qué?"),
            ("Domanda 1) Come?", "Domanda 2) Perché?"),
            ("سؤال ۱: چطور؟", "سؤال ۲: چرا؟"),
            ("1. How so?", "2. Why?"),
            ("1) How so?", "2) Why?"),
            ("Question 1: Tell me how? And where.", "Question 2: Why?"),
            ("## Question 1: How so?", "## Question 2 (Repeat): Why?"),
        ] {
            let text = format!("{one}\n\nWell, so.\n\n{two}\n\nOh, so.");
            assert_eq!(found(&text), [one, two], "{text}");
        }
    }

    #[test]
    fn headings_and_bold_lines_that_ask() {
        assert_eq!(found("### And more?\n\nYes, more."), ["### And more?"]);
        for (one, two, three) in [
            ("> How so?", "> Why then?", "> And now?"),
            ("HOW DID IT BEGIN?", "WHY WAS IT SO?", "AND HOW IS IT?"),
        ] {
            for gap in ["\n", "\n\n"] {
                let text = format!("{one}{gap}It did.{gap}{two}{gap}Well.{gap}{three}{gap}Good.");
                assert_eq!(found(&text), [one, two, three]);
            }
        }
        assert_eq!(found("> How so?\n> We went.\n> Why?\n> And so?\nIt did."), Vec::<&str>::new());
        assert_eq!(found("**How?**\n\nSo.\n\n*Why?*\n\nThus."), ["**How?**", "*Why?*"]);
        assert_eq!(found("**How?**\n\nSo it was."), Vec::<&str>::new());
        assert_eq!(found("## Interviewer: How?\n\nSo."), Vec::<&str>::new());
    }

    #[test]
    fn a_question_may_be_wrapped_or_stand_below_its_number() {
        assert_eq!(
            found("Question 1: How was\nthe garden?\n\nGood.\n\nQuestion 2\n\nAnd now?\n\nFine."),
            ["Question 1: How was", "the garden?", "Question 2", "And now?"]
        );
    }

    proptest! {
        #[test]
        fn one_of_many_needs_no_question_mark(
            n in 4..9_usize,
            without in 0..9_usize,
            (before, after) in prop::sample::select(vec![
                ("N. ", ""), ("N) ", ""), ("> N. ", ""), ("**", "**"), ("*", "*"), ("_", "_"), ("**N. ", "**"),
                ("Question N\n", ""), ("Frage N\n", ""),
            ]),
        ) {
            let mut text = String::new();
            let mut right = Vec::new();
            for i in 1..=n {
                let question = if i == without { "Tell me of the bees." } else { "How was it with the bees?" };
                let question = format!("{}{question}{after}", before.replace('N', &i.to_string()));
                text.push_str(&format!("{question}\n\nIt was green, and they came in a box.\n\n"));
                right.extend(question.split('\n').map(str::to_owned));
            }
            prop_assert_eq!(found(&text), right);
        }
    }

    #[test]
    fn people_and_lists_are_no_questions() {
        for text in [
            // Two interviewers.
            "Q1: How?\nP1: So.\nQ2: And?\nP1: Thus.\nQ1: Why?\nP1: Well.\nQ2: Oh?",
            // Answers by the number of the question.
            "Q1: I like it.\nQ2: The bees.\nQ3: No.",
            "We asked:\n1. Where are we?\n2. Who are we?\n3. Why?\nNobody knew.",
            "1. Interviewer: How?\n2. P1: So?\n3. Interviewer: Why?",
            "Question 1 was hard for me.",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }
}
