//! Conversations of which one side alone, or none, has a label: the sides are told apart by what is labelled and what is not,
//! or by signs that only say that somebody else speaks.

use std::collections::BTreeMap;

use super::dress::{Delimiter, Form, Opener, Reading};
use super::dress_learning::{Page, Sightings, has_question};
use super::label::{UNLABELLED, fold, like_a_name};
use super::questions::asks;
use super::requests::{asks_to_go_on, requests};
use super::roles::{RoleLexicon, look_up};
use crate::domain::Role;

/// Stand for the sides of a conversation whose turns begin with a sign.
pub(super) const VOICES: [&str; 2] = ["(first voice)", "(second voice)"];

/// A paragraph that begins a turn of one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Side {
    /// The number of its first line.
    pub(super) line: usize,
    /// The label, or what stands for it.
    pub(super) label: String,
    /// Where the words begin, in bytes of the line.
    pub(super) body: usize,
    /// How the line was read, if it has a label.
    pub(super) reading: Option<Reading>,
}

/// The turns of a conversation of which one side is labelled.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct OneSide {
    /// The label.
    pub(super) label: String,
    /// Whether those without a label ask.
    pub(super) others_ask: bool,
    /// How many paragraphs have no label.
    pub(super) n: usize,
    /// How many have it.
    n_labelled: usize,
    /// The turns of both sides, in order.
    pub(super) sides: Vec<Side>,
}

/// The least share of turns with a question by which a side asks, and the greatest by which it answers.
const ASKS: f64 = 0.6;
const ANSWERS: f64 = 0.4;
/// The least share of labelled paragraphs after which one without a label follows.
const ALTERNATES: f64 = 0.6;

/// A paragraph: its lines from the first to before the last.
struct Unit {
    first: usize,
    has_question: bool,
}

fn units(page: &Page<'_>) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    for (line, words) in page.lines.iter().enumerate().skip(page.from()) {
        if words.trim().is_empty() {
            continue;
        }
        let asks = has_question(words);
        match units.last_mut().filter(|_| !page.opens[line]) {
            Some(unit) => unit.has_question |= asks,
            None => units.push(Unit { first: line, has_question: asks }),
        }
    }
    units
}

/// Returns both sides of a conversation in which one label recurs, and paragraphs without a label follow it.
pub(super) fn one_side(page: &Page<'_>, sightings: &Sightings<'_>) -> Option<OneSide> {
    let units = units(page);
    let mut best: Option<OneSide> = None;
    for (form, all) in sightings.forms() {
        let is_usual = matches!(form.delimiter, Delimiter::Closing | Delimiter::Colon | Delimiter::Tab);
        if !is_usual || form.opener == Opener::Bracket('<') {
            continue;
        }
        let mut by_label: BTreeMap<String, Vec<(usize, &Reading)>> = BTreeMap::new();
        for head in all.iter().filter(|head| page.opens[head.line]) {
            let label = &page.lines[head.line][head.reading.label.clone()];
            by_label.entry(fold(label)).or_default().push((head.line, &head.reading));
        }
        for labelled in by_label.into_values() {
            if best.as_ref().is_none_or(|best| labelled.len() > best.n_labelled) {
                best = of_label(page, *form, &units, &labelled).or(best);
            }
        }
    }
    best
}

fn of_label(page: &Page<'_>, form: Form, units: &[Unit], labelled: &[(usize, &Reading)]) -> Option<OneSide> {
    let (line, reading) = *labelled.first()?;
    let label = &page.lines[line][reading.label.clone()];
    let known = look_up(label).map(|entry| entry.known);
    let least = if matches!(known, Some(RoleLexicon::Role(_))) { 2 } else { 3 };
    let n_before = units.iter().filter(|unit| unit.first < line).count();
    let is_late = n_before > 10 && n_before * 4 > units.len();
    if labelled.len() < least || is_late || (known.is_none() && !like_a_name(label)) {
        return None;
    }
    let by_line: BTreeMap<usize, &Reading> = labelled.iter().copied().collect();
    let is_labelled: Vec<bool> = units.iter().map(|unit| by_line.contains_key(&unit.first)).collect();
    let rate = |of: bool| {
        let (mut n, mut n_asking) = (0.0, 0.0);
        for (unit, &is) in units.iter().zip(&is_labelled) {
            if is == of {
                n += 1.0;
                n_asking += f64::from(u8::from(unit.has_question));
            }
        }
        (n, if n > 0.0 { n_asking / n } else { 0.0 })
    };
    let ((n_labelled, labelled_asks), (n_bare, bare_asks)) = (rate(true), rate(false));
    let n_followed = is_labelled.windows(2).filter(|pair| pair[0] && !pair[1]).count() as f64;
    let n_last = f64::from(u8::from(is_labelled.last() == Some(&true)));
    if n_bare < 2.0 || n_followed < ALTERNATES * (n_labelled - n_last).max(1.0) {
        return None;
    }
    let by_questions = if labelled_asks >= ASKS && bare_asks <= ANSWERS {
        Some(Role::Interviewer)
    } else if bare_asks >= ASKS && labelled_asks <= ANSWERS {
        Some(Role::Participant)
    } else {
        None
    };
    let role = match known {
        // A word before a dash or a tab is a label only where it fits what is said.
        Some(RoleLexicon::Role(role)) if form.delimiter == Delimiter::Colon && role == Role::Interviewer => {
            role
        }
        Some(RoleLexicon::Role(role)) => by_questions.filter(|&by| by == role)?,
        _ => by_questions?,
    };
    let others_ask = role == Role::Participant;
    let label = label.to_owned();
    let mut sides: Vec<Side> = Vec::new();
    let mut n = 0;
    let first_label = units.iter().position(|unit| unit.first == line).unwrap_or(0);
    for (i, unit) in units.iter().enumerate() {
        if let Some(&reading) = by_line.get(&unit.first) {
            let reading = reading.clone();
            sides.push(Side {
                line: unit.first,
                label: label.clone(),
                body: reading.body,
                reading: Some(reading),
            });
            continue;
        }
        // Before the first label a paragraph is a title, unless it is a question of the side without a label.
        if i < first_label && !(others_ask && unit.has_question) {
            continue;
        }
        n += 1;
        if sides.last().is_none_or(|last| last.reading.is_some()) {
            sides.push(Side { line: unit.first, label: UNLABELLED.to_owned(), body: 0, reading: None });
        }
    }
    Some(OneSide { label, others_ask, n, n_labelled: labelled.len(), sides })
}

/// Returns the turns of a text in which each turn begins with `>>` or a dash and nobody is named; nothing if it is none. Every
/// other turn is of the same voice if those alone ask; otherwise the labels are `None`.
pub(super) fn by_signs(page: &Page<'_>) -> Option<Vec<(usize, Option<&'static str>, usize)>> {
    let units = units(page);
    let body = |unit: &Unit| {
        let line = page.lines[unit.first];
        let rest = line.trim_start();
        let sign = [">>", "–", "—", "-"].into_iter().find(|sign| rest.starts_with(sign))?;
        let words = rest[sign.len()..].trim_start_matches(['>', ' ', '\t']);
        (!words.is_empty()).then(|| (sign, line.len() - words.len()))
    };
    let signed: Vec<(&Unit, &str, usize)> =
        units.iter().filter_map(|unit| body(unit).map(|(sign, body)| (unit, sign, body))).collect();
    let (_, sign, _) = signed.first()?;
    let one_sign = signed.iter().all(|(_, other, _)| other == sign);
    if signed.len() < 4 || !one_sign || signed.len() * 10 < units.len() * 9 {
        return None;
    }
    let asks: Vec<bool> = signed
        .iter()
        .map(|&(unit, _, body)| {
            let words = &page.lines[unit.first][body..];
            unit.has_question || requests(words) || asks_to_go_on(words)
        })
        .collect();
    let alternates = signed.len() == units.len() && alternate(&asks);
    // A list of points begins with dashes too.
    if !alternates && *sign != ">>" {
        return None;
    }
    let voice = |i: usize| alternates.then(|| VOICES[i % 2]);
    Some(signed.iter().enumerate().map(|(i, (unit, _, body))| (unit.first, voice(i), *body)).collect())
}

/// The longest question, in words, and the least number of questions.
const LONGEST_QUESTION: usize = 60;
const LEAST_QUESTIONS: usize = 4;
/// The most paragraphs above the first question.
const MOST_ABOVE: usize = 3;

/// Returns the turns of a text in which paragraphs that ask and paragraphs that answer take turns and nobody is named; nothing if it is
/// none. A question is a paragraph, or the first line of one.
pub(super) fn by_questions(page: &Page<'_>) -> Option<Vec<(usize, &'static str)>> {
    if !page.spaced() {
        return None;
    }
    let mut units: Vec<Vec<usize>> = Vec::new();
    for line in page.filled() {
        match units.last_mut().filter(|_| !page.opens[line]) {
            Some(unit) => unit.push(line),
            None => units.push(vec![line]),
        }
    }
    let n_words = |lines: &[usize]| -> usize {
        lines.iter().map(|&line| page.lines[line].split_whitespace().count()).sum()
    };
    let is_question = |lines: &[usize]| {
        lines.last().is_some_and(|&last| asks(page.lines[last])) && n_words(lines) <= LONGEST_QUESTION
    };
    // The first line of each stretch, whether it is a question, and whether an answer asks.
    let mut stretches: Vec<(usize, bool, bool)> = Vec::new();
    for unit in &units {
        let asks_inside = |lines: &[usize]| lines.iter().any(|&line| has_question(page.lines[line]));
        if is_question(unit) {
            stretches.push((unit[0], true, false));
        } else if unit.len() > 1 && is_question(&unit[..1]) {
            stretches.push((unit[0], true, false));
            stretches.push((unit[1], false, asks_inside(&unit[1..])));
        } else {
            stretches.push((unit[0], false, asks_inside(unit)));
        }
    }
    let first = stretches.iter().position(|stretch| stretch.1)?;
    let stretches = stretches.get(first..)?;
    let n_questions = stretches.iter().filter(|stretch| stretch.1).count();
    let n_answers = stretches.len() - n_questions;
    let n_together = stretches.windows(2).filter(|pair| pair[0].1 && pair[1].1).count();
    let n_asking = stretches.iter().filter(|stretch| stretch.2).count();
    let is_dialogue = n_questions >= LEAST_QUESTIONS
        && first <= MOST_ABOVE
        && n_together * 8 <= n_questions
        && n_asking * 5 <= n_answers
        && n_questions * 4 >= n_answers
        && stretches.last().is_some_and(|last| !last.1);
    let changes =
        stretches.chunk_by(|a, b| a.1 == b.1).map(|chunk| (chunk[0].0, VOICES[usize::from(!chunk[0].1)]));
    is_dialogue.then(|| changes.collect())
}

/// Tells whether turns are those of two voices that take turns: every other one asks. `asks` says of each turn whether it does. Returns false
/// where a missing or extra sign makes question and answer change sides. Among the last turns that is no reason: there the interviewer
/// lets the other one ask.
pub(super) fn alternate(asks: &[bool]) -> bool {
    let rate = |parity: usize| {
        let of = || asks.iter().skip(parity).step_by(2);
        of().filter(|&&asks| asks).count() as f64 / of().count().max(1) as f64
    };
    let (even, odd) = (rate(0), rate(1));
    // Somebody who answers may ask back once, but not twice in a row.
    let have_changed = |answers: usize| {
        let asks_back = |i: usize| asks.get(i) == Some(&true) && asks.get(i + 1) != Some(&true);
        (answers..asks.len()).step_by(2).any(|i| asks_back(i) && asks_back(i + 2))
    };
    asks.len() >= 6
        && ((even >= 0.7 && odd <= 0.3 && !have_changed(1))
            || (odd >= 0.7 && even <= 0.3 && !have_changed(0)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::super::{Hints, from_text};
    use super::alternate;
    use crate::domain::Role;

    const QUESTIONS: [&str; 4] =
        ["How did it begin?", "Tell me: who was there?", "And what did you grow?", "Would you go again?"];
    const ANSWERS: [&str; 4] = ["With my aunt.", "A baker came.", "Beans, mostly.", "At once."];

    proptest! {
        #[test]
        fn paragraphs_that_ask_and_answer_are_two_voices(
            n in 4..10_usize,
            below in prop::sample::select(vec!["\n", "\n\n"]),
            title: bool,
            n_paragraphs in 1..4_usize,
        ) {
            let mut text = String::from(if title { "The garden\n\n" } else { "" });
            for i in 0..n {
                let answer = vec![ANSWERS[i % 4]; n_paragraphs].join("\n\n");
                text.push_str(&format!("{}{below}{answer}\n\n", QUESTIONS[i % 4]));
            }
            let made = from_text(text, &Hints { roles: &BTreeMap::new() });
            prop_assert_eq!(made.turns.len(), 2 * n);
            let roles: Vec<Role> = made.speakers.iter().map(|speaker| speaker.role).collect();
            prop_assert_eq!(roles, [Role::Interviewer, Role::Participant]);
        }

        /// Two who ask are both interviewers, however the questions are shared.
        #[test]
        fn two_who_ask_are_interviewers(n in 6..14_usize, every in 2..4_usize) {
            let mut text = String::new();
            for i in 0..n {
                let asks = if i % every == 0 { "Dana" } else { "Ben" };
                text.push_str(&format!("{asks}: {}\nRosa: {} And it went on into the evening, with all the others.\n", QUESTIONS[i % 4], ANSWERS[i % 4]));
            }
            let made = from_text(text, &Hints { roles: &BTreeMap::new() });
            for speaker in &made.speakers {
                let asks = made.turns.iter().filter(|turn| turn.speaker.is_some_and(|i| made.speakers[i].label == speaker.label)).count();
                let right = if speaker.label == "Rosa" || asks < 3 { Role::Participant } else { Role::Interviewer };
                prop_assert_eq!(speaker.role, right, "{}", speaker.label);
            }
        }
    }

    proptest! {
        /// Who asks to go on is the one who asks, whatever the sign and the language.
        #[test]
        fn a_request_to_go_on_is_the_interviewers(
            n in 5..10_usize, at in 1..10_usize,
            sign in prop::sample::select(vec!["- ", "– ", "— ", ">> "]),
            go_on in prop::sample::select(vec!["Go on, please.", "Continue.", "Erzählen Sie weiter.", "Continuez.", "Siga, por favor.", "Vada avanti.", "Pode continuar.", "ادامه دهید."]),
            asks_back: bool,
        ) {
            let mut text = String::new();
            for i in 0..n {
                let question = if i == at % n { go_on } else { QUESTIONS[i % 4] };
                let answer = if asks_back && i == at % n { "And who would have helped us? Nobody came." } else { ANSWERS[i % 4] };
                text.push_str(&format!("{sign}{question}\n\n{sign}{answer}\n\n"));
            }
            let made = from_text(text, &Hints { roles: &BTreeMap::new() });
            prop_assert_eq!(made.turns.len(), 2 * n);
            let roles: Vec<Role> = made.speakers.iter().map(|speaker| speaker.role).collect();
            prop_assert_eq!(roles, [Role::Interviewer, Role::Participant]);
        }
    }

    #[test]
    fn a_sign_too_few_is_noticed() {
        let pairs = |n: usize| [true, false].repeat(n);
        assert!(alternate(&pairs(6)));
        let asks_back = [pairs(3), vec![true, true, false, false], pairs(3)].concat();
        assert!(alternate(&asks_back), "who answers asks back once");
        // From a missing sign to the next, question and answer have changed sides.
        let slipped = [pairs(8), vec![true], pairs(2), vec![true], pairs(8)].concat();
        assert!(!alternate(&slipped));
        assert!(!alternate(&[pairs(8), vec![true], pairs(2)].concat()), "to the end");
        assert!(alternate(&[pairs(8), vec![true, true, false]].concat()), "whoever answered asks last");
    }

    #[test]
    fn a_story_with_questions_has_one_voice() {
        let text = "We went there. Was it far? No.\n\nWhy did I go?\n\nI do not know.\n\nIt was green.\n\nThe baker came.\n\nWhat did he say?\n\nNothing.\n";
        let made = from_text(text.to_owned(), &Hints { roles: &BTreeMap::new() });
        assert!(made.speakers.is_empty());
    }
}
