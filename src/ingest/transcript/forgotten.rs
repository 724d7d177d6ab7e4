//! Turns whose label was forgotten, in a conversation of two who take turns: between two turns of one stands the other's.

use std::collections::BTreeSet;
use std::ops::Range;

use super::found::Found;
use super::label::{fold, holds_question, is_blank};
use super::line_asides::LineAsides;
use super::lines::{Lines, is_empty};
use super::looks::{Look, Looks};
use super::questions::asks;
use crate::domain::{Notice, NoticeFact};

/// The least number of turns, and the least share of them after which the other speaks.
const LEAST: usize = 6;
const ALTERNATES: f64 = 0.8;
/// The least share of turns with a question of who asks, and how many times more often than the other.
const ASKS: f64 = 0.6;
const MORE_OFTEN: f64 = 1.5;
/// The longest question without a label, in words.
const MOST_WORDS: usize = 40;

/// Who asks and who answers.
struct Sides<'a> {
    asker: &'a str,
    answerer: &'a str,
}

/// Returns the turns without a label, and a notice for each side that has some.
pub(super) fn forgotten(
    text: &str,
    lines: &Lines,
    found: &[Found],
    interviewers: &BTreeSet<String>,
    asides: &LineAsides,
    looks: &Looks,
) -> (Vec<Found>, Vec<Notice>) {
    let nothing = (Vec::new(), Vec::new());
    let Some(sides) = sides(text, found, interviewers) else { return nothing };
    if !lines.spaced && lines.is_wrapped(text) {
        return nothing;
    }
    let turns = Turns { text, lines, found, asides, looks };
    let is_bold = turns.only_bold(&sides);
    let (mut questions, mut answers) = (Vec::new(), Vec::new());
    let mut n_goes_on = 0;
    for (n, head) in found.iter().enumerate() {
        let label = head.label.as_deref().unwrap_or_default();
        let is_again = found.get(n + 1).is_some_and(|next| next.label.as_deref() == Some(label));
        if label == sides.answerer {
            if is_bold {
                questions.extend(turns.below(n).filter(|&i| turns.is_loud(i)));
            } else if is_again {
                questions.extend(turns.last_asks(n));
            }
        } else if let Some(answer) = turns.own_answer(n) {
            if is_again {
                answers.push(answer);
            } else {
                n_goes_on += 1;
            }
        }
    }
    // Who often goes on in a second paragraph does so here too.
    if n_goes_on >= answers.len() {
        answers.clear();
    }
    let mut made = Vec::new();
    let mut notices = Vec::new();
    for (label, at) in [(sides.asker, questions), (sides.answerer, answers)] {
        if at.is_empty() {
            continue;
        }
        notices.push(Notice::of_run(NoticeFact::LabelForgotten { label: label.to_owned(), n: at.len() }));
        made.extend(at.into_iter().map(|line| {
            let start = lines.all[line].start;
            Found {
                start,
                label: Some(label.to_owned()),
                body: start,
                ms: None,
                of_day: false,
                emphasis: None,
            }
        }));
    }
    (made, notices)
}

/// Returns who asks and who answers, if two speak and take turns.
fn sides<'a>(text: &str, found: &'a [Found], interviewers: &BTreeSet<String>) -> Option<Sides<'a>> {
    if found.len() < LEAST {
        return None;
    }
    let labels: Vec<&str> = found.iter().filter_map(|head| head.label.as_deref()).collect();
    let (first, rest) = labels.split_first()?;
    let second = rest.iter().find(|label| *label != first)?;
    if labels.len() < found.len() || labels.iter().any(|label| label != first && label != second) {
        return None;
    }
    let n_changes = labels.windows(2).filter(|pair| pair[0] != pair[1]).count();
    if fold(first) == fold(second) || (n_changes as f64) < ALTERNATES * (labels.len() - 1) as f64 {
        return None;
    }
    let ends = found.iter().skip(1).map(|next| next.start).chain([text.len()]);
    // Who asks is looked for only where no label tells it.
    let asking: Vec<bool> = if interviewers.is_empty() {
        found.iter().zip(ends).map(|(head, end)| holds_question(&text[head.body.min(end)..end])).collect()
    } else {
        Vec::new()
    };
    let rate = |of: &str| {
        let of: Vec<bool> =
            labels.iter().zip(&asking).filter(|(label, _)| **label == of).map(|(_, &is)| is).collect();
        of.iter().filter(|&&is| is).count() as f64 / of.len().max(1) as f64
    };
    let is_asker = |one: &str, other: &str| {
        interviewers.contains(one) && !interviewers.contains(other)
            || (interviewers.is_empty() && rate(one) >= ASKS && rate(one) >= MORE_OFTEN * rate(other))
    };
    match (is_asker(first, second), is_asker(second, first)) {
        (true, false) => Some(Sides { asker: first, answerer: second }),
        (false, true) => Some(Sides { asker: second, answerer: first }),
        _ => None,
    }
}

struct Turns<'a> {
    text: &'a str,
    lines: &'a Lines,
    found: &'a [Found],
    asides: &'a LineAsides,
    looks: &'a Looks,
}

impl Turns<'_> {
    fn words(&self, line: usize) -> &str {
        self.text[self.lines.all[line].clone()].trim_matches(is_blank)
    }

    /// Returns the numbers of the lines of a turn, with that of its label.
    fn lines_of(&self, n: usize) -> Range<usize> {
        let line_at = |byte: usize| self.lines.all.partition_point(|line| line.end < byte);
        let end = self.found.get(n + 1).map_or(self.lines.all.len(), |next| line_at(next.start));
        line_at(self.found[n].body).min(end)..end
    }

    /// Returns the lines of a turn below the first with words, that somebody says.
    fn below(&self, n: usize) -> impl Iterator<Item = usize> {
        let Range { start, end } = self.lines_of(n);
        let is_said = move |&i: &usize| {
            let from = self.lines.all[i].start.max(self.found[n].body).min(self.lines.all[i].end);
            !is_empty(self.text, &(from..self.lines.all[i].end)) && self.asides.kind(i).is_none()
        };
        (start..end).filter(is_said).skip(1)
    }

    /// Tells whether a line is a paragraph of its own (any line, in a text without blank lines).
    fn is_own(&self, line: usize) -> bool {
        !self.lines.spaced
            || line.checked_sub(1).is_some_and(|above| is_empty(self.text, &self.lines.all[above]))
    }

    /// Returns the last line of a turn, if it asks and is a short paragraph of its own.
    fn last_asks(&self, n: usize) -> Option<usize> {
        let last = self.below(n).last()?;
        let words = self.words(last);
        let is_short = words.split_whitespace().count() <= MOST_WORDS;
        (is_short && self.is_own(last) && asks(words)).then_some(last)
    }

    /// Returns the line below a turn's first paragraph where an answer begins: from there nothing is asked.
    fn own_answer(&self, n: usize) -> Option<usize> {
        if !self.lines.spaced {
            return None;
        }
        let below: Vec<usize> = self.below(n).collect();
        let first = below.iter().position(|&i| self.is_own(i))?;
        let is_said = below[first..].iter().all(|&i| !asks(self.words(i)));
        (is_said && !self.words(below[first]).starts_with(['[', '(', '{', '<'])).then_some(below[first])
    }

    fn look(&self, n: usize) -> Look {
        let at = self.lines_of(n).start;
        self.lines.all.get(at).map_or(Look::Plain, |line| self.looks.at(line.start))
    }

    /// Tells whether who asks writes in bold only, and who answers never.
    fn only_bold(&self, sides: &Sides<'_>) -> bool {
        (0..self.found.len()).all(|n| {
            let is_asker = self.found[n].label.as_deref() == Some(sides.asker);
            (self.look(n) == Look::Bold) == is_asker
        })
    }

    /// Tells whether a line is a bold question.
    fn is_loud(&self, line: usize) -> bool {
        self.looks.at(self.lines.all[line].start) == Look::Bold && asks(self.words(line))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::super::{Hints, Transcript, from_text};

    fn read(text: String) -> Transcript {
        from_text(text, &Hints { roles: &BTreeMap::new() })
    }

    fn labels(made: &Transcript) -> Vec<&str> {
        made.turns.iter().filter_map(|turn| turn.speaker).map(|i| made.speakers[i].label.as_str()).collect()
    }

    proptest! {
        #[test]
        fn a_turn_without_a_label_is_the_others(
            n in 6..12_usize,
            at in 1..5_usize,
            asks in any::<bool>(),
            spaced in any::<bool>(),
            names in prop::sample::select(vec![("Interviewer", "Mary"), ("I", "P"), ("Ana", "Ben")]),
        ) {
            // Only a paragraph of its own is an answer.
            let gap = if spaced || !asks { "\n\n" } else { "\n" };
            let mut text = String::new();
            for i in 0..n {
                let (who, whom) = (format!("{}: ", names.0), format!("{}: ", names.1));
                let without = i == at;
                let (who, whom) = (if without && asks { "" } else { &who }, if without && !asks { "" } else { &whom });
                text.push_str(&format!("{who}How was the garden in year {i}?{gap}{whom}It was green and full of bees.{gap}"));
            }
            let made = read(text);
            let right: Vec<&str> = (0..2 * n).map(|i| if i % 2 == 0 { names.0 } else { names.1 }).collect();
            prop_assert_eq!(labels(&made), right);
        }

        #[test]
        fn a_rhetorical_question_stays(n in 6..12_usize, at in 0..6_usize, spaced in any::<bool>()) {
            let gap = if spaced { "\n\n" } else { "\n" };
            let mut text = String::new();
            for i in 0..n {
                let more = if i == at { format!("And do you know what he said?{gap}") } else { String::new() };
                text.push_str(&format!("I: How was year {i}?{gap}P: It was green and full of bees.{gap}{more}"));
            }
            prop_assert_eq!(read(text).turns.len(), 2 * n);
        }
    }
}
