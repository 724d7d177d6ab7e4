//! Numbers before lines, in the digits and with the signs of several scripts.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Hints, from_text};
use crate::domain::TextIndex;

const ASKED: [&str; 5] = [
    "How did it begin?",
    "What does a week look like?",
    "What was hard at first?",
    "Who helps you there?",
    "What changed after the flood?",
];
const SAID: [&str; 5] = [
    "My sister showed me a leaflet in the library.",
    "I go down on Tuesdays and water the beans.",
    "The slugs ate everything twice.",
    "An older man with a shed full of tools.",
    "We moved the beds up the slope.",
];
/// The zeros of scripts, and the signs after a number with the blank that they need.
const ZEROS: [char; 9] = ['0', '٠', '۰', '०', '০', '๐', '០', '੦', '０'];
const SIGNS: [&str; 7] = [". ", ") ", "．", "）", "、", "．\u{3000}", "） "];

/// Writes a number in the digits of a script.
fn number(n: usize, zero: char) -> String {
    let digit = |c: char| char::from_u32(zero as u32 + c.to_digit(10)?);
    n.to_string().chars().filter_map(digit).collect()
}

/// Returns who says what.
fn said(text: String) -> Vec<(Option<String>, String)> {
    let made = from_text(text, &Hints { roles: &BTreeMap::new() });
    let index = TextIndex::new(&made.text);
    let turn = |turn: &crate::domain::Turn| {
        let label = turn.speaker.map(|speaker| made.speakers[speaker].label.clone());
        (label, index.slice(turn.span).unwrap().to_owned())
    };
    made.turns.iter().map(turn).collect()
}

fn owned(said: &[(Option<&str>, &str)]) -> Vec<(Option<String>, String)> {
    said.iter().map(|(label, words)| (label.map(str::to_owned), (*words).to_owned())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn numbered_questions_are_nobodys(
        zero in prop::sample::select(ZEROS.to_vec()),
        sign in prop::sample::select([&SIGNS[..], &[" - ", " – "]].concat()),
        open in prop::sample::select(vec!["", "(", "（"]),
        first in 1..12_usize,
        n in 3..=5_usize,
        labelled: bool,
    ) {
        let open = if sign.starts_with([')', '）']) { open } else { "" };
        let mut text = String::new();
        let mut right = Vec::new();
        for i in 0..n {
            let label = if labelled { "P1: " } else { "" };
            text.push_str(&format!("{open}{}{sign}{}\n\n{label}{}\n\n", number(first + i, zero), ASKED[i], SAID[i]));
            right.push((labelled.then_some("P1"), SAID[i]));
            if labelled {
                text.push_str(&format!("P2: {}\n\n", SAID[4 - i]));
                right.push((Some("P2"), SAID[4 - i]));
            }
        }
        prop_assert_eq!(said(text), owned(&right));
    }

    #[test]
    fn numbers_of_turns_are_no_words(
        zero in prop::sample::select(ZEROS.to_vec()),
        sign in prop::sample::select(SIGNS.to_vec()),
        (asks, answers, before, after) in prop::sample::select(vec![
            ("I", "P", "", ": "), ("Dana", "Remi", "[", "] "), ("Dana", "Remi", "", ": "), ("Dana", "Remi", "", "\t"),
        ]),
        first in 1..90_usize,
        n in 3..=5_usize,
        gap in prop::sample::select(vec!["\n", "\n\n"]),
    ) {
        let mut text = String::new();
        let mut right = Vec::new();
        for i in 0..n {
            let at = first + 2 * i;
            text.push_str(&format!("{}{sign}{before}{asks}{after}{}{gap}", number(at, zero), ASKED[i]));
            text.push_str(&format!("{}{sign}{before}{answers}{after}{}{gap}", number(at + 1, zero), SAID[i]));
            right.extend([(Some(asks), ASKED[i]), (Some(answers), SAID[i])]);
        }
        prop_assert_eq!(said(text), owned(&right));
    }

    #[test]
    fn headings_with_a_number_are_nobodys(
        zero in prop::sample::select(ZEROS.to_vec()),
        sign in prop::sample::select(SIGNS.to_vec()),
        word in prop::sample::select(vec!["", "Topic ", "Thema "]),
        gap in prop::sample::select(vec!["\n", "\n\n"]),
        n in 3..=5_usize,
    ) {
        let mut text = String::new();
        let mut right = Vec::new();
        for i in 0..n {
            text.push_str(&format!("{word}{}{sign}The garden{gap}", number(i + 1, zero)));
            text.push_str(&format!("I: {}{gap}P: {}{gap}", ASKED[i], SAID[i]));
            right.extend([(Some("I"), ASKED[i]), (Some("P"), SAID[i])]);
        }
        prop_assert_eq!(said(text), owned(&right));
    }

    #[test]
    fn margins_in_any_digits_are_no_words(
        zero in prop::sample::select(ZEROS.to_vec()),
        gap in prop::sample::select(vec![" ", "  ", "\t"]),
        first in 1..200_usize,
        n in 3..=5_usize,
    ) {
        let mut text = String::new();
        let mut right = Vec::new();
        for i in 0..n {
            let at = first + 2 * i;
            text.push_str(&format!("{}{gap}I: {}\n", number(at, zero), ASKED[i]));
            text.push_str(&format!("{}{gap}P: {}\n", number(at + 1, zero), SAID[i]));
            right.extend([(Some("I"), ASKED[i]), (Some("P"), SAID[i])]);
        }
        prop_assert_eq!(said(text), owned(&right));
    }
}

#[test]
fn lists_in_other_digits_are_words() {
    for (one, two) in [("१. ", "२. "), ("１．", "２．"), ("۱- ", "۲- "), ("1、", "2、")] {
        let list = format!("Two things.\n{one}Bread\n{two}Milk");
        let text = format!("I: What do you like?\nP: {list}\nI: And?\nP: Nothing else.\n");
        let right = [
            (Some("I"), "What do you like?"),
            (Some("P"), &list),
            (Some("I"), "And?"),
            (Some("P"), "Nothing else."),
        ];
        assert_eq!(said(text), owned(&right));
    }
    // Decimals and years are no numbering.
    let answers =
        "I: How many?\nP: २.५ of them.\nI: Since when?\nP: २००१ was the year.\nI: And?\nP: ３．５ more.\n";
    assert_eq!(said(answers.to_owned())[5].1, "３．５ more.");
}
