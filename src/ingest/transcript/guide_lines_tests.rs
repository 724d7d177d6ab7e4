//! Questions of the guide and headings without a question mark between turns: nobody's, and no word of a participant is lost with them.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Hints, from_text};
use crate::domain::{AsideKind, Document, DocumentFormat, NoticeFact, TextIndex};
use crate::ingest::set_aside;

fn document(text: &str) -> Document {
    let made = from_text(text.to_owned(), &Hints { roles: &BTreeMap::new() });
    Document {
        name: "a.txt".to_owned(),
        format: DocumentFormat::Txt,
        sha256: String::new(),
        text: made.text,
        speakers: made.speakers,
        turns: made.turns,
        time_marks: made.time_marks,
        notices: made.notices,
    }
}

/// Returns who says what.
fn said(text: &str) -> Vec<(String, String)> {
    let made = document(text);
    let index = TextIndex::new(&made.text);
    let turn = |turn: &crate::domain::Turn| {
        let label = turn.speaker.map_or("-", |speaker| made.speakers[speaker].label.as_str());
        (label.to_owned(), index.slice(turn.span).unwrap().to_owned())
    };
    made.turns.iter().map(turn).collect()
}

const ASKED: [&str; 6] = [
    "How did it begin?",
    "And then?",
    "What was hard?",
    "Who helped you?",
    "What changed?",
    "What would you change?",
];
const SAID: [&str; 6] = [
    "My sister showed me a leaflet in the library.",
    "I go down on Tuesdays and water the beans.",
    "The slugs ate everything twice.",
    "An older man with a shed full of tools.",
    "We moved the beds up the slope.",
    "Nobody told me that you can put out boards for them.",
];
const MARKED: [&str; 12] = [
    "Question 3: Teamwork",
    "Section B. Working together",
    "Part 2: The garden in winter",
    "Part II",
    "Frage 4 – Alltag",
    "Block C: Arbeit im Team",
    "Thème 2 : le travail",
    "Sección 3. El trabajo en equipo",
    "Domanda 5: Il lavoro",
    "بخش ۲: کار گروهی",
    "Question 2: Describe your first day.",
    "**Section 4** – The people",
];
const REQUESTS: [&str; 6] = [
    "Describe your first day",
    "Tell us about the people around you.",
    "Erzählen Sie von Ihrem ersten Tag",
    "Please describe a normal week",
    "Parlez-moi de votre équipe.",
    "Cuénteme cómo empezó",
];
const TITLES: [&str; 5] =
    ["Working together", "Der Garten im Winter", "Teamwork", "Le travail en équipe", "The first day"];

/// Writes turns in a dress of the labels, with lines between some of them.
fn written(dress: &str, gap: &str, turns: &[(&str, &str)], between: &BTreeMap<usize, &str>) -> String {
    let mut text = String::new();
    for (n, (label, words)) in turns.iter().enumerate() {
        if let Some(line) = between.get(&n) {
            text.push_str(&format!("{line}{gap}"));
        }
        text.push_str(&format!("{}{gap}", dress.replace('N', label).replace('W', words)));
    }
    text
}

fn right(turns: &[(&str, &str)]) -> Vec<(String, String)> {
    turns.iter().map(|(label, words)| ((*label).to_owned(), (*words).to_owned())).collect()
}

fn interview(asks: &'static str, answers: &'static str) -> Vec<(&'static str, &'static str)> {
    (0..6).flat_map(|i| [(asks, ASKED[i]), (answers, SAID[i])]).collect()
}

fn group() -> Vec<(&'static str, &'static str)> {
    (0..6).flat_map(|i| [("P1", SAID[i]), ("P2", SAID[5 - i])]).collect()
}

fn dresses() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["N: W", "N: W", "[N] W", "N\tW", "**N:** W", "N – W"])
}

/// Words that number questions.
const NUMBERING: [&str; 8] =
    ["Question", "Frage", "Pregunta", "Domanda", "Vraag", "Leitfrage", "سؤال", "QUESTION"];
const TOPICS: [&str; 5] =
    ["Teamwork", "The nights", "Describe your first day", "le travail en équipe", "Pay, hours and breaks"];
/// What no guide asks.
const SHORT: [&str; 8] =
    ["Yes", "No", "I like it.", "We sing together", "Never.", "It was hard for me", "Nein", "not really"];

/// Returns the number of lines that a notice names as kept in doubt, with the first.
fn told(text: &str) -> Option<(usize, usize, String)> {
    document(text).notices.into_iter().find_map(|notice| match notice.fact {
        NoticeFact::GuideLinesKept { n, first_line, words } => Some((n, first_line, words)),
        _ => None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn marked_lines_are_nobodys(
        dress in dresses(),
        gap in prop::sample::select(vec!["\n", "\n\n"]),
        marked in prop::sample::subsequence(MARKED.to_vec(), 1..4),
        places in prop::sample::subsequence((1..6_usize).collect::<Vec<_>>(), 3),
    ) {
        let turns = interview("Dana", "Remi");
        let between: BTreeMap<usize, &str> = places.iter().map(|n| 2 * n).zip(marked.iter().copied()).collect();
        let text = written(dress, gap, &turns, &between);
        prop_assert_eq!(said(&text), right(&turns), "{}", text);
        let named = set_aside(&document(&text));
        let n = named.iter().filter(|aside| matches!(aside.kind, AsideKind::Heading | AsideKind::Question)).count();
        prop_assert_eq!(n, between.len(), "{}: {:?}", text, named);
    }

    #[test]
    fn topics_above_answers_without_labels_are_questions(
        word in prop::sample::select(NUMBERING.to_vec()),
        dress in prop::sample::select(vec!["<w> <n>: <t>", "<w> <n>. <t>", "<w> <n> – <t>", "**<w> <n>: <t>**", "**<w> <n>:** <t>", "<w> <n>"]),
        gap in prop::sample::select(vec!["\n", "\n\n"]),
        first in 0..5_usize,
        n in 2..6_usize,
    ) {
        let mut text = String::new();
        let mut right = Vec::new();
        for i in 0..n {
            let topic = TOPICS[(first + i) % TOPICS.len()];
            let line = dress.replace("<w>", word).replace("<n>", &(i + 1).to_string()).replace("<t>", topic);
            text.push_str(&format!("{line}{gap}{}{gap}", SAID[i]));
            right.push(("-".to_owned(), SAID[i].to_owned()));
        }
        let made = document(&text);
        prop_assert!(made.speakers.is_empty(), "{}: {:?}", text, made.speakers);
        prop_assert_eq!(said(&text), right, "{}", text);
        let n_questions = set_aside(&made).iter().filter(|aside| aside.kind == AsideKind::Question).count();
        prop_assert_eq!(n_questions, n, "{}", text);
        prop_assert_eq!(told(&text), None);
    }

    #[test]
    fn answers_with_numbers_of_questions_stay_with_their_turn(
        word in prop::sample::select(NUMBERING.to_vec()),
        (asks, answers) in prop::sample::select(vec![("I", "P"), ("Interviewer", "Mira"), ("Dana", "Remi")]),
        dress in prop::sample::select(vec!["N: W", "[N] W", "N\tW", "**N:** W"]),
        gap in prop::sample::select(vec!["\n", "\n\n"]),
        numbered in prop::collection::vec((0..6_usize, 1..4_usize, 0..13_usize), 1..4),
    ) {
        let per_turn: BTreeMap<usize, (usize, usize)> = numbered.iter().map(|&(at, n, first)| (at, (n, first))).collect();
        let (mut text, mut right, mut count) = (String::new(), Vec::new(), 0);
        for i in 0..6 {
            let mut turns = vec![(asks, ASKED[i].to_owned())];
            let mut words = SAID[i].to_owned();
            if let Some(&(n, first)) = per_turn.get(&i) {
                // Labels in brackets must begin three lines of five.
                let n = if dress.starts_with('[') { n.min(2) } else { n };
                for k in 0..n {
                    count += 1;
                    // Several in one turn are answers, whatever they are; one may be a question of the guide.
                    let all: Vec<&str> = if n > 1 { SHORT.iter().chain(&TOPICS).copied().collect() } else { SHORT.to_vec() };
                    words.push_str(&format!("{gap}{word} {count}: {}", all[(first + k) % all.len()]));
                }
            }
            turns.push((answers, words));
            for (label, words) in turns {
                text.push_str(&format!("{}{gap}", dress.replace('N', label).replace('W', &words)));
                right.push((label.to_owned(), words));
            }
        }
        prop_assert_eq!(said(&text), right, "{}", text);
        prop_assert_eq!(told(&text).map(|(n, ..)| n), Some(count), "{}", text);
    }

    #[test]
    fn one_line_in_doubt_is_told(
        gap in prop::sample::select(vec!["\n", "\n\n"]),
        dress in prop::sample::select(vec!["N: W", "**N:** W"]),
        lines in prop_oneof![
            Just(Vec::new()),
            prop::sample::select(REQUESTS.to_vec()).prop_map(|line| vec![line]),
            prop::sample::subsequence(TITLES.to_vec(), 1..3),
        ],
        at in 1..4_usize,
        goes_on: bool,
    ) {
        let turns = interview("I", "P");
        let between: BTreeMap<usize, &str> = lines.iter().enumerate().map(|(i, line)| (2 * (at + i), *line)).collect();
        let text = written(dress, gap, &turns, &between);
        let n_words = said(&text).iter().map(|(_, said)| said.split_whitespace().count()).sum::<usize>();
        prop_assert_eq!(n_words + turns.len(), text.split_whitespace().count(), "{}", text);
        let first_line = 1 + 2 * at * gap.len();
        let right = lines.first().map(|line| (lines.len(), first_line, (*line).to_owned()));
        prop_assert_eq!(told(&text), right, "{}", text);
        // Where turns go on in other paragraphs, such a line is one of them.
        if goes_on {
            let text = text.replace(SAID[5], &format!("{}{gap}And nobody came, not even then.", SAID[5]));
            let text = format!("{text}I: Is that all?{gap}");
            prop_assert_eq!(told(&text), None, "{}", text);
        }
    }

    #[test]
    fn requests_and_titles_of_a_group_are_nobodys(
        gap in prop::sample::select(vec!["\n", "\n\n"]),
        dress in dresses(),
        are_titles: bool,
        first in 0..3_usize,
        n in 3..5_usize,
    ) {
        let turns = group();
        let lines: &[&str] = if are_titles { &TITLES } else { &REQUESTS };
        let between: BTreeMap<usize, &str> = (0..n).map(|i| (2 * (i + 1), lines[(first + i) % lines.len()])).collect();
        let text = written(dress, gap, &turns, &between);
        prop_assert_eq!(said(&text), right(&turns), "{}", text);
    }

    #[test]
    fn requests_and_titles_of_an_interview_are_nobodys(
        gap in prop::sample::select(vec!["\n", "\n\n"]),
        are_titles: bool,
        first in 0..3_usize,
        n in 3..5_usize,
        (asks, answers) in prop::sample::select(vec![("I", "P"), ("Interviewer", "Mira")]),
    ) {
        let turns = interview(asks, answers);
        let lines: &[&str] = if are_titles { &TITLES } else { &REQUESTS };
        let between: BTreeMap<usize, &str> = (0..n).map(|i| (2 * (i + 1), lines[(first + i) % lines.len()])).collect();
        let text = written("N: W", gap, &turns, &between);
        prop_assert_eq!(said(&text), right(&turns), "{}", text);
    }

    #[test]
    fn nothing_that_somebody_goes_on_to_say_is_lost(
        more in prop::collection::vec((1..12_usize, prop::sample::select(vec![
            "And that was that", "But never again.", "They said tell me about it.", "we went home", "So I stayed", "Part of it was hard",
            "In part 2 we sang.", "I liked the second part", "Section by section, we dug", "Then it rained, and we left", "Yes",
            "“Tell me about it” they said", "Two of us stayed.", "Part 2 was the hardest for us",
        ])), 1..9),
        gap in prop::sample::select(vec!["\n", "\n\n"]),
        is_group: bool,
    ) {
        let turns = if is_group { group() } else { interview("I", "P") };
        let mut text = String::new();
        for (n, (label, words)) in turns.iter().enumerate() {
            text.push_str(&format!("{label}: {words}{gap}"));
            for (_, line) in more.iter().filter(|(at, _)| *at == n) {
                text.push_str(&format!("{line}{gap}"));
            }
        }
        let words = |text: &str| text.split_whitespace().count();
        let n_said: usize = said(&text).iter().map(|(_, said)| words(said)).sum();
        prop_assert_eq!(n_said + turns.len(), words(&text), "{}", text);
    }
}

#[test]
fn what_is_told_below_a_label_stays() {
    // One line may be a fragment, and one request may be told.
    for last in ["Never again", "Tell me about it."] {
        let text =
            format!("I: How so?\nP: It was.\n{last}\nI: And then?\nP: We left.\nI: Why?\nP: It rained.\n");
        let n: usize = said(&text).iter().map(|(_, said)| said.split_whitespace().count()).sum();
        assert_eq!(n + 6, text.split_whitespace().count(), "{text}");
    }
}

#[test]
fn numbers_of_questions_name_no_speaker() {
    for text in [
        "Question 1: Yes\nQuestion 2: No\nQuestion 3: Yes\n",
        "Question 1: I like it.\n\nQuestion 2: The bees.\n\nQuestion 3: No.\n",
        "Frage 1: Ja\nFrage 2: Nein\n",
    ] {
        let made = document(text);
        assert!(made.speakers.is_empty(), "{:?}", made.speakers);
        let words = said(text).iter().map(|(_, said)| said.split_whitespace().count()).sum::<usize>();
        assert_eq!(words, text.split_whitespace().count(), "{text}");
        assert_eq!(told(text).map(|(n, ..)| n), Some(text.lines().filter(|line| !line.is_empty()).count()));
    }
    // Beside labelled answers, a long question needs no question mark.
    let text = "Question 1: I would like to hear about the first year, please.\nAnswer: It was wet.\n\
        Question 2: And I wonder what the neighbours thought of that.\nAnswer: They laughed.\n";
    assert_eq!(
        said(text),
        [("Answer", "It was wet."), ("Answer", "They laughed.")].map(|(a, b)| (a.to_owned(), b.to_owned()))
    );
    let text = "I: How so?\nP: It was.\nQuestion 1: Yes\nQuestion 2: No\nI: And then?\nP: We left.\nI: Why?\nP: It rained.\n";
    assert_eq!(said(text)[1].1, "It was.\nQuestion 1: Yes\nQuestion 2: No");
    // Nor is what one of them asks back a question of the guide.
    let text = text.replace("2: No", "2: Why not?");
    assert_eq!(said(&text)[1].1, "It was.\nQuestion 1: Yes\nQuestion 2: Why not?");
}
