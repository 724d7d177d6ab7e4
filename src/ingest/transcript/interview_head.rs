//! The head of an interview: lines above the first turn that say who is who, when and where. They are nobody's turn.

use std::collections::BTreeMap;
use std::ops::Range;

use super::initials::{is_initial, means};
use super::label::{self, fold, is_blank};
use super::line_asides::is_about;
use super::questions::undressed;
use super::roles::{RoleLexicon, look_up};
use super::turn_headers::head;

/// The most words of what a head says of somebody or something: more are speech.
const MOST_WORDS: usize = 12;
/// The lines with words among which the head is looked for.
const REACH: usize = 24;
/// The lines below the head in which labels are looked for.
const BELOW: usize = 80;

/// A line of the head, or two: a word and what is said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    /// The role or field.
    pub(super) word: &'a str,
    /// Who or what it is.
    pub(super) value: &'a str,
    /// Whether the word names a role.
    pub(super) is_role: bool,
    /// The line after it.
    end: usize,
}

/// The lines of a text.
struct Page<'a, 'l> {
    text: &'a str,
    lines: &'l [Range<usize>],
}

impl<'a> Page<'a, '_> {
    fn line(&self, i: usize) -> &'a str {
        &self.text[self.lines[i].clone()]
    }

    fn is_empty(&self, i: usize) -> bool {
        self.line(i).chars().all(is_blank)
    }

    /// Reads the entry that begins at a line: `Interviewer: Dana Hale`, with a tab, or with the name in the line below.
    fn entry(&self, i: usize) -> Option<Entry<'a>> {
        let line = self.line(i);
        // Lines that begin with `@` are those of CHAT.
        if line.len() > 300 || line.starts_with('@') {
            return None;
        }
        let (inner, _) = undressed(line);
        let is_sign = |c: char| is_blank(c) || matches!(c, '*' | '_' | ':' | '：');
        let (word, value, end) = match inner.split_once([':', '：', '\t']) {
            Some((word, value)) if value.contains(|c| !is_sign(c)) => (word, value, i + 1),
            other => {
                let below = (i + 1..self.lines.len()).find(|&j| !self.is_empty(j))?;
                let (value, _) = undressed(self.line(below));
                if value.contains([':', '\t']) || word_of_head(value.trim_matches(is_sign)).is_some() {
                    return None;
                }
                (other.map_or(inner, |(word, _)| word), value, below + 1)
            }
        };
        let (word, value) = (word.trim_matches(is_sign), value.trim_matches(is_sign));
        let is_role = word_of_head(word)?;
        is_value(value).then_some(Entry { word, value, is_role, end })
    }

    /// Counts the lines from a line on that begin with a label.
    fn n_with(&self, word: &str, from: usize) -> usize {
        let begins = |i: &usize| {
            let line =
                self.line(*i).trim_start_matches(|c| is_blank(c) || matches!(c, '*' | '_' | '>' | '[' | '#'));
            line.strip_prefix(word).is_some_and(|rest| {
                let rest = rest.trim_start_matches([' ', '\u{a0}', '*', '_', ']']);
                rest.is_empty() || rest.starts_with([':', '：', '\t', '(', '['])
            })
        };
        (from..self.lines.len()).filter(begins).count()
    }
}

/// Tells whether a word of a head names a role; `None` if it is neither a role nor a field. Codes such as `P1` are labels of turns.
fn word_of_head(word: &str) -> Option<bool> {
    if word.len() > 60 || word.chars().filter(|c| c.is_alphabetic()).count() < 3 {
        return None;
    }
    if label::is_field(&fold(word)) {
        return Some(false);
    }
    matches!(look_up(word)?.known, RoleLexicon::Role(_)).then_some(true)
}

/// Tells whether words are short and no sentence.
fn is_value(words: &str) -> bool {
    let last = words.split_whitespace().next_back().unwrap_or_default();
    !words.is_empty()
        && words.split_whitespace().count() <= MOST_WORDS
        && !words.contains(['?', '!', '؟', '…'])
        && (!last.ends_with(['.', '。']) || last.chars().count() <= 4)
}

/// Tells whether a cell of a table names a role or field, and the other who or what it is.
pub(super) fn is_pair(word: &str, value: &str) -> bool {
    let word = word.trim_matches(|c: char| is_blank(c) || matches!(c, ':' | '：'));
    word_of_head(word).is_some() && is_value(value.trim())
}

/// Returns what the lines above the first turn say of people and things.
pub(super) fn entries<'a>(text: &'a str, lines: &[Range<usize>]) -> Vec<Entry<'a>> {
    let page = Page { text, lines };
    let mut found = Vec::new();
    let mut i = 0;
    while i < lines.len() {
        match page.entry(i).filter(|entry| entry.end <= lines.len()) {
            Some(entry) => {
                i = entry.end;
                found.push(entry);
            }
            None => i += 1,
        }
    }
    found
}

/// Returns the first line after the head, if one names roles whose words are no labels in the text below it; otherwise 0.
pub(super) fn head_end(text: &str, lines: &[Range<usize>]) -> usize {
    let page = Page { text, lines };
    let mut found: Vec<Entry<'_>> = Vec::new();
    let mut n_filled = 0;
    let mut i = 0;
    while i < lines.len() && n_filled < REACH {
        if page.is_empty(i) {
            i += 1;
            continue;
        }
        n_filled += 1;
        if let Some(entry) = page.entry(i) {
            if page.n_with(entry.word, entry.end) > 0 {
                break;
            }
            i = entry.end;
            found.push(entry);
            continue;
        }
        // A title, or a field that is not known.
        let line = page.line(i);
        let recurs =
            head(line).is_some_and(|head| page.n_with(&line[head.label.start..head.label.end], i + 1) > 0);
        if !is_about(line) || recurs {
            break;
        }
        i += 1;
    }
    let Some(end) = found.last().map(|entry| entry.end) else { return 0 };
    let names: Vec<&str> = found.iter().filter(|entry| entry.is_role).map(|entry| entry.value).collect();
    if names.is_empty() {
        return 0;
    }
    let mut labels: BTreeMap<String, usize> = BTreeMap::new();
    for line in lines.iter().skip(end).take(BELOW).map(|line| &text[line.clone()]) {
        if let Some(head) = head(line) {
            *labels.entry(line[head.label].to_owned()).or_default() += 1;
        }
    }
    let is_cast = labels.len() > 1 && labels.values().any(|&n| n > 1);
    let is_named = || {
        let is_of = |label: &String, name: &&str| means(label, name) || is_initial(label, name);
        labels.keys().any(|label| names.iter().any(|name| is_of(label, name)))
    };
    if is_cast && (found.len() > 1 || is_named()) { end } else { 0 }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::super::{Hints, from_text};
    use crate::domain::Role;

    const ROLES: [(&str, &str); 6] = [
        ("Interviewer", "Interviewee"),
        ("Interviewerin", "Interviewpartner"),
        ("Enquêteur", "Enquêtée"),
        ("Entrevistadora", "Entrevistado"),
        ("Intervistatore", "Intervistato"),
        ("مصاحبه‌گر", "مصاحبه‌شونده"),
    ];
    const NAMES: [(&str, &str); 4] = [
        ("Dana Hale", "Remi Oduya"),
        ("D. Hale", "R. Oduya"),
        ("Dr. Dana Hale", "Remi Oduya, 44"),
        ("Dana", "Remi"),
    ];
    const LABELS: [(&str, &str); 5] =
        [("DH", "RO"), ("D.H.", "R.O."), ("Hale", "Oduya"), ("Dana", "Remi"), ("D", "R")];

    proptest! {
        #[test]
        fn the_head_is_nobodys_turn_and_names_the_roles(
            (roles, names, labels) in (0..ROLES.len(), 0..NAMES.len(), 0..LABELS.len()),
            sign in prop::sample::select(vec![": ", " : ", "\t", ":\n", "\n"]),
            blank in any::<bool>(),
            title in any::<bool>(),
            first in any::<bool>(),
            asking in 0..2_usize,
            n in 3..6_usize,
        ) {
            let ((asks, answers), (who, whom)) = (ROLES[roles], NAMES[names]);
            let (q, a) = LABELS[labels];
            let mut fields = [format!("{asks}{sign}{who}"), format!("{answers}{sign}{whom}")];
            if first {
                fields.reverse();
            }
            let title = if title { "Interview 3\n" } else { "" };
            let gap = if blank { "\n\n" } else { "\n" };
            let head = format!("{title}{}\nDate{sign}3 May 2023{gap}", fields.join("\n"));
            let mark = ["?", "."][asking];
            let turn = format!("{q}: Tell me how the hives came to you{mark}\n{a}: They came in a box by the post.\n");
            let text = format!("{head}{q}: Hello. How was it?\n{a}: It was good.\n{}", turn.repeat(n));
            let made = from_text(text, &Hints { roles: &BTreeMap::new() });
            prop_assert_eq!(made.turns.len(), 2 * n + 2);
            let found: Vec<&str> = made.speakers.iter().map(|speaker| speaker.label.as_str()).collect();
            prop_assert_eq!(found, [q, a]);
            let can_tell = match q {
                "DH" | "D.H." | "Hale" => names < 3,
                _ => q == "D" || names != 1,
            };
            if can_tell {
                prop_assert_eq!(made.speakers[0].role, Role::Interviewer);
                prop_assert_eq!(made.speakers[1].role, Role::Participant);
            }
        }
    }

    #[test]
    fn first_turns_are_no_head() {
        let turn = "Interviewer: How so\nParticipant: So it was\n";
        for text in
            [turn.repeat(4), format!("Moderator: Welcome\n{}", "Ann: I like it\nBea: So do I\n".repeat(3))]
        {
            let n = text.lines().count();
            assert_eq!(from_text(text, &Hints { roles: &BTreeMap::new() }).turns.len(), n);
        }
    }
}
