//! Labels that number questions and answers, each once: `P1:`, `R1:`, `P2:`, `R2:` are two voices, and not a cast.

use std::collections::{BTreeMap, BTreeSet};

use super::label::{fold, is_blank};

/// The least number of questions that count up.
const LEAST: usize = 3;
/// The least share of numbered labels with a question on the side that asks.
const ASKS: f64 = 0.6;

/// Returns the word and the number of a label such as `P3` or `Answer 3`.
pub(super) fn split(label: &str) -> Option<(&str, u32)> {
    let stem = label.trim_end_matches('.').trim_end_matches(char::is_numeric);
    let n = fold(&label[stem.len()..]).parse().ok()?;
    let stem = stem.trim_end_matches(|c: char| is_blank(c) || matches!(c, '#' | '-' | '_' | '.'));
    (!stem.is_empty() && stem.chars().all(char::is_alphabetic)).then_some((stem, n))
}

/// Returns the words, folded, of labels whose numbers count questions and answers. One side counts up and asks; the other has the same
/// numbers, or one label that follows each. `asks` tells of each label whether a question follows it.
pub(super) fn counting(labels: &[&str], asks: &[bool]) -> BTreeSet<String> {
    // Most files have no such labels.
    if labels.iter().filter(|label| label.ends_with(|c: char| c.is_numeric() || c == '.')).count() < LEAST {
        return BTreeSet::new();
    }
    let read: Vec<(String, Option<u32>)> = labels
        .iter()
        .map(|label| match split(label) {
            Some((stem, n)) => (fold(stem), Some(n)),
            None => (fold(label), None),
        })
        .collect();
    let mut by_stem: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, (stem, _)) in read.iter().enumerate() {
        by_stem.entry(stem).or_default().push(i);
    }
    let counts_up = |at: &[usize]| {
        let numbers: Option<Vec<u32>> = at.iter().map(|&i| read[i].1).collect();
        numbers.is_some_and(|numbers| {
            numbers.len() >= LEAST
                && numbers.windows(2).all(|pair| pair[1] > pair[0] && pair[1] - pair[0] <= 2)
        })
    };
    let rate = |at: &[usize]| {
        let n = at.iter().filter(|&&i| asks.get(i) == Some(&true)).count();
        n as f64 / at.len().max(1) as f64
    };
    for (stem, questions) in by_stem.iter().filter(|(_, at)| counts_up(at) && rate(at) >= ASKS) {
        // The label that follows most of the questions.
        let mut after: BTreeMap<&str, usize> = BTreeMap::new();
        for next in questions.iter().filter_map(|&i| read.get(i + 1)).filter(|next| next.0 != **stem) {
            *after.entry(&next.0).or_default() += 1;
        }
        let Some((answer, n)) = after.into_iter().max_by_key(|&(_, n)| n) else { continue };
        let answers = &by_stem[answer];
        let is_bare = answers.iter().all(|&i| read[i].1.is_none());
        let same = || {
            let is_same =
                |&&i: &&usize| read.get(i + 1).is_some_and(|next| next.0 == answer && next.1 == read[i].1);
            questions.iter().filter(is_same).count() * 5 >= questions.len() * 4
        };
        let suits = n * 5 >= questions.len() * 4 && answers.len() <= questions.len() + 1;
        if suits && rate(answers) * 2.0 <= rate(questions) && (is_bare || (counts_up(answers) && same())) {
            return BTreeSet::from([(*stem).to_owned(), answer.to_owned()]);
        }
    }
    BTreeSet::new()
}

/// Tells whether labels may count: there are several different ones.
pub(super) fn may_count<'a>(labels: impl Iterator<Item = &'a str>) -> bool {
    let mut different: Vec<&str> = Vec::new();
    for label in labels {
        if !different.contains(&label) {
            different.push(label);
        }
        if different.len() >= LEAST {
            return true;
        }
    }
    false
}

/// Takes the numbers from labels that number questions and answers.
pub(super) fn without_counting(labels: &mut [&mut String], asks: &[bool]) {
    let shown: Vec<&str> = labels.iter().map(|label| label.as_str()).collect();
    let stems = counting(&shown, asks);
    if stems.is_empty() {
        return;
    }
    for label in labels {
        let stem = split(label).map(|(stem, _)| stem.to_owned());
        if let Some(stem) = stem.filter(|stem| stems.contains(&fold(stem))) {
            **label = stem;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::super::{Hints, from_text};
    use crate::domain::Role;

    proptest! {
        #[test]
        fn numbered_questions_and_answers_are_two_voices(
            (asks, answers) in prop::sample::select(vec![("P", "R"), ("F", "A"), ("I", "B"), ("I", "P"), ("Q", "R")]),
            sign in prop::sample::select(vec![":", ".", ")"]),
            both in any::<bool>(),
            n in 4..9_usize,
            without in 1..9_usize,
            gap in prop::sample::select(vec!["\n", "\n\n"]),
        ) {
            // `Q1.` alone is a question of the guide.
            let both = both || asks == "Q";
            let mut text = String::new();
            for i in 1..=n {
                let number = if both { i.to_string() } else { String::new() };
                let mark = if i == without { "." } else { "?" };
                text.push_str(&format!("{asks}{i}{sign} How was number {i} of them{mark}\n"));
                text.push_str(&format!("{answers}{number}{sign} It was green and very tall.{gap}"));
            }
            let made = from_text(text, &Hints { roles: &BTreeMap::new() });
            let said: Vec<Role> = made.turns.iter().filter_map(|turn| turn.speaker).map(|i| made.speakers[i].role).collect();
            // Questions of the guide may be nobody's.
            let n_answers = said.iter().filter(|role| **role == Role::Participant).count();
            prop_assert_eq!(n_answers, n, "{:?}", made.speakers);
            let n_people = made.speakers.iter().filter(|speaker| speaker.role == Role::Participant).count();
            prop_assert_eq!(n_people, 1);
        }

        #[test]
        fn people_with_numbers_stay_people(n_people in 2..6_usize, n in 2..5_usize, asks in any::<bool>()) {
            let mut text = String::new();
            for i in 0..n * n_people {
                let mark = if asks { "?" } else { "." };
                text.push_str(&format!("M: And you then?\nP{}: I was in the garden{mark}\n", i % n_people + 1));
            }
            let made = from_text(text, &Hints { roles: &BTreeMap::new() });
            prop_assert_eq!(made.speakers.len(), n_people + 1);
        }
    }
}
