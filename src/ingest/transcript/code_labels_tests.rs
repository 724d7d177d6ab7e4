//! Codes as labels are the same with and without a colon, and words that look like codes stay words.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Hints, from_text};
use crate::domain::TextIndex;

/// Returns who says what.
fn said(text: &str) -> Vec<(String, String)> {
    let made = from_text(text.to_owned(), &Hints { roles: &BTreeMap::new() });
    let index = TextIndex::new(&made.text);
    let turn = |turn: &crate::domain::Turn| {
        let label = turn.speaker.map_or("-", |speaker| made.speakers[speaker].label.as_str());
        let words: Vec<&str> = index.slice(turn.span).unwrap().split_whitespace().collect();
        (label.to_owned(), words.join(" "))
    };
    made.turns.iter().map(turn).collect()
}

const ASKED: [&str; 4] = [
    "How did you come to it?",
    "What was hard at first?",
    "And who helps you there?",
    "What would you change?",
];
const SAID: [&str; 6] = [
    "My sister showed me a leaflet in the library. I laughed at first.",
    "We walk there on Tuesdays and pull the weeds",
    "The slugs ate it all. Twice!",
    "Well, an older man with a shed full of tools who knows everything about pruning and the ground.",
    "Yes.",
    "Nobody told me that you can put out boards for them, and so I lost the beans in the first year and again in the second.",
];

#[test]
fn a_word_that_looks_like_a_code_is_no_label() {
    for text in [
        "A1 Steak sauce is what we had.\nIt was good.\nWe had it with beans.\nAnd then we went home.",
        "A4 paper was all we had.\nWe wrote on it.\nA4 paper is thin.\nIt tore.\nA4 paper again, then.\nWe stopped.",
        "KI ist schnell.\nWir nutzen sie täglich.\nKI ist auch teuer.\nDas stört uns.\nKI kann viel.\nAber nicht alles.",
        "I went down there.\nP said so.\nI went again.\nP did not.\nI stayed.\nP went.\nI slept.\nP as well.",
        "I Was There is a song.\nWe sang it.\nI was glad.\nI am still.\nI think so.",
        "B12 helps.\nI take it.\nC3 does not.\nB12 again.\nC3 never.\nSo it goes.\nAnd so on.\nIt is well.\nWe rest.",
    ] {
        assert!(said(text).iter().all(|(label, _)| label == "-"), "{text}");
    }
    // In a conversation with labels, they are said by somebody.
    let more = "A4 paper tore.\nA4 Paper was thin.\nThen it rained.";
    let text: String = (0..4).map(|i| format!("I: {}\nP: We wrote on paper.\n{more}\n", ASKED[i])).collect();
    let turns = said(&text);
    assert_eq!(turns.len(), 8, "{turns:?}");
    assert!(turns.iter().all(|(label, _)| label == "I" || label == "P"));
    let words = format!("We wrote on paper. {}", more.replace('\n', " "));
    assert!(turns.iter().filter(|(label, _)| label == "P").all(|(_, said)| *said == words));
    // What is said of somebody is no turn of theirs.
    let text = "P1: It was hard.\nP2: P1 said it.\nP1: And so?\nP2: I agree with\nP1 on that.\nP1: Good.\nP2: Yes.\n";
    assert_eq!(said(text)[3], ("P2".to_owned(), "I agree with P1 on that.".to_owned()));
}

#[test]
fn a_colon_that_is_missing_here_and_there() {
    let text = "I: How so?\nP1: We went.\nI: And then?\nP1 We came back.\nI: Why?\nP1: It rained.\nI: So?\nP1: Nothing.\n\
                P2 I stayed.\nI: Oh?\nP2: At home.\nI: And?\nP2: I slept.\nI: Long?\nP2: Yes.\n";
    let turns = said(text);
    assert_eq!(turns[3], ("P1".to_owned(), "We came back.".to_owned()));
    assert_eq!(turns[8], ("P2".to_owned(), "I stayed.".to_owned()));
    assert_eq!(turns.len(), 15);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn codes_are_labels_with_and_without_a_colon(
        (asks, answers) in prop::sample::select(vec![
            ("I", vec!["A1"]), ("I1", vec!["P1", "P2"]), ("M", vec!["P1", "P2", "P3"]), ("INT", vec!["R1", "R2"]), ("S01", vec!["S02"]),
            ("KI", vec!["A1"]), ("Q", vec!["B07", "B12"]), ("I", vec!["P"]), ("M1", vec!["F1", "F2"]), ("IP", vec!["BF1", "BF2"]),
            ("م۱", vec!["ش۱", "ش۲"]),
        ]),
        signs in prop::collection::vec(prop::sample::select(vec![" ", ": ", "  "]), 3),
        gap in prop::sample::select(vec!["\n", "\n\n"]),
        picked in prop::collection::vec((0..4_usize, 0..6_usize, 0..3_usize), 5..14),
        width in prop::sample::select(vec![40_usize, 1_000]),
    ) {
        // One sign at least is a blank, for one of the speakers.
        let sign = |who: usize| if who == 0 { " " } else { signs[who % 3] };
        let mut right: Vec<(String, String)> = Vec::new();
        let mut text = String::new();
        for (n, (question, answer, who)) in picked.into_iter().enumerate() {
            // Where lines are wrapped, the end of a sentence or a blank line ends a turn.
            let answer = if width < 100 && gap == "\n" && answer == 1 { 0 } else { answer };
            let who = if n < 3 * answers.len() { n % answers.len() } else { who % answers.len() };
            for (label, sign, words) in [(asks, signs[0], ASKED[question]), (answers[who], sign(who), SAID[answer])] {
                let mut at = 0;
                text.push_str(label);
                text.push_str(sign);
                for word in words.split(' ') {
                    if at > 0 {
                        text.push(if at + word.len() > width { '\n' } else { ' ' });
                        at = if at + word.len() > width { 0 } else { at };
                    }
                    text.push_str(word);
                    at += word.len() + 1;
                }
                text.push_str(gap);
                right.push((label.to_owned(), words.to_owned()));
            }
        }
        prop_assert_eq!(said(&text), right, "{}", text);
    }

    #[test]
    fn no_word_is_given_to_a_code_in_prose(
        lines in prop::collection::vec(
            (prop::sample::select(vec!["", "", "", "", "", "A4 ", "U2 ", "KI ", "B12 ", "I ", "P "]), "[a-z]{2,7}( [a-z]{2,7}){3,9}[.,]?"),
            6..30,
        ),
        labelled: bool,
        gap in prop::sample::select(vec!["\n", "\n\n"]),
    ) {
        let mut text = String::new();
        for (n, (code, words)) in lines.iter().enumerate() {
            let label = if labelled && n % 4 == 0 { ["Dana: ", "Remi: "][n / 4 % 2] } else { "" };
            text.push_str(&format!("{label}{code}{words}{gap}"));
        }
        let turns = said(&text);
        prop_assert!(turns.iter().all(|(label, _)| ["-", "Dana", "Remi"].contains(&label.as_str())), "{:?}", turns);
    }
}
