//! An interview is the same in every dress of its labels, and prose has none.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::domain::TextIndex;

/// A turn as it is written: who, when in seconds, and the words.
type Said = (&'static str, u64, String);

/// The speakers with their roles, and the turns with their speakers.
type Told = (Vec<(String, Role)>, Vec<(String, String)>);

/// What stands in a transcript: each speaker with the role, and each turn with the speaker and the words.
fn told(text: &str) -> Told {
    let roles = BTreeMap::new();
    let made = from_text(text.to_owned(), &Hints { roles: &roles });
    let index = TextIndex::new(&made.text);
    let speakers = made.speakers.iter().map(|speaker| (speaker.label.clone(), speaker.role)).collect();
    let turns = made
        .turns
        .iter()
        .map(|turn| {
            let label = turn.speaker.map_or("-", |speaker| made.speakers[speaker].label.as_str());
            (label.to_owned(), index.slice(turn.span).unwrap().to_owned())
        })
        .collect();
    (speakers, turns)
}

fn times(text: &str) -> Vec<Option<u64>> {
    let roles = BTreeMap::new();
    let made = from_text(text.to_owned(), &Hints { roles: &roles });
    let time =
        |turn: &Turn| made.time_marks.iter().find(|mark| mark.at == turn.span.start).map(|mark| mark.ms);
    made.turns.iter().map(time).collect()
}

fn clock(seconds: u64) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// Writes each turn in a pattern: `N` is the name, `W` the words, `T` the time, `U` a later one, `S` seconds.
fn written(pattern: &str, between: &str, said: &[Said]) -> String {
    let turn = |(name, at, words): &Said| {
        let mut text = String::new();
        for c in pattern.chars() {
            match c {
                'N' => text.push_str(name),
                'W' => text.push_str(words),
                'T' => text.push_str(&clock(*at)),
                'U' => text.push_str(&clock(at + 2)),
                'S' => text.push_str(&format!("{at}.250")),
                c => text.push(c),
            }
        }
        text
    };
    said.iter().map(turn).collect::<Vec<_>>().join(between)
}

const WORDS: [&str; 24] = [
    "garden", "river", "brother", "evening", "machine", "letters", "winter", "market", "teacher", "quietly",
    "slowly", "carried", "opened", "walked", "believed", "twice", "almost", "together", "behind", "green",
    "heavy", "broken", "alone", "early",
];

fn sentence(end: char) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&WORDS[..]), 3..12).prop_map(move |words| {
        let mut sentence = words.join(" ");
        sentence[..1].make_ascii_uppercase();
        sentence.push(end);
        sentence
    })
}

fn answer() -> impl Strategy<Value = String> {
    prop::collection::vec(sentence('.'), 1..4).prop_map(|sentences| sentences.join(" "))
}

/// Two who ask and answer in turn; who asks names a role or does not.
fn interview(names: &'static [(&'static str, &'static str)]) -> impl Strategy<Value = Vec<Said>> {
    let pairs = prop::collection::vec((sentence('?'), answer(), 3..50u64, 3..90u64), 4..12);
    (prop::sample::select(names), pairs).prop_map(|((asks, answers), pairs)| {
        let mut at = 0;
        let mut said = Vec::new();
        for (question, answer, before, after) in pairs {
            said.push((asks, at, question));
            at += before;
            said.push((answers, at, answer));
            at += after;
        }
        said
    })
}

const NAMES: [(&str, &str); 9] = [
    ("Interviewer", "Maria"),
    ("Dana Hale", "Remi Oduya"),
    ("Dana", "Remi"),
    ("SPEAKER_00", "SPEAKER_01"),
    ("Speaker 1", "Speaker 2"),
    ("Interviewerin", "Befragte"),
    ("INT", "P04"),
    ("مصاحبه\u{200c}گر", "شرکت\u{200c}کننده ۱"),
    ("Dr. Rahimi", "Jean-Luc"),
];
const ROLES: [(&str, &str); 4] = [
    ("Interviewer", "Maria"),
    ("Moderator", "Participant 3"),
    ("Enquêtrice", "Enquêtée"),
    ("Interviewer", "R1"),
];
const LETTERS: [(&str, &str); 4] = [("Q", "A"), ("I", "P"), ("I", "R"), ("F", "A")];

/// Forms without times: with what stands between the turns.
const PLAIN: [(&str, &str); 23] = [
    ("**N** W", "\n\n"),
    ("__N__ W", "\n"),
    ("【N】W", "\n"),
    ("[N] W", "\n"),
    ("{N} W", "\n"),
    ("(N) W", "\n"),
    ("<N> W", "\n"),
    ("[N]: W", "\n\n"),
    ("#N: W", "\n"),
    ("@N: W", "\n\n"),
    ("N\tW", "\n"),
    ("N\tW", "\n\n"),
    ("N – W", "\n"),
    ("N - W", "\n\n"),
    ("N; W", "\n"),
    ("N | W", "\n"),
    ("N  W", "\n"),
    ("[N]\nW", "\n"),
    ("{N}\n\nW", "\n\n"),
    ("N\nW", "\n\n"),
    ("## N\n\nW", "\n\n"),
    ("**N**\nW", "\n\n"),
    ("N: N: W", "\n"),
];

/// Forms with times.
const TIMED: [(&str, &str); 23] = [
    ("N #T-3# W", "\n"),
    ("[T] N: W", "\n"),
    ("{T} N: W", "\n"),
    ("(T) N: W", "\n\n"),
    ("[T] [N] W", "\n"),
    ("[T - U] [N] W", "\n"),
    ("[T --> U] N: W", "\n"),
    ("T N\nW", "\n\n"),
    ("[T] - N\nW", "\n\n"),
    ("N – T:\n\nW", "\n\n"),
    ("N T\nW", "\n\n"),
    ("N (T): W", "\n"),
    ("N [T] W", "\n"),
    ("N\tT\tU\tW", "\n"),
    ("T\tN\tW", "\n"),
    ("T\nN\nW", "\n\n"),
    ("T\n\nN\n\nW", "\n\n"),
    ("N\nT\nW", "\n\n"),
    ("N: T\n\nW", "\n\n"),
    ("N: [T] W", "\n"),
    ("S S N  W", "\n"),
    ("T --> U\nN:\nW", "\n\n"),
    ("N\n[T] - W", "\n\n"),
];

/// Forms with times of day, as chats have them.
const CHATS: [(&str, &str); 4] = [
    ("11/03/2026, T - N: W", "\n"),
    ("[11/03/2026, T] N: W", "\n"),
    ("[11.03.26, T] N: W", "\n"),
    ("2026-03-11 T N: W", "\n"),
];

const STOPS: [(&str, &str); 2] = [("N. W", "\n"), ("N. W", "\n\n")];
const OF_LETTERS: [(&str, &str); 5] =
    [("N. W", "\n\n"), ("N. W", "\n"), ("N\tW", "\n"), ("[N] W", "\n"), ("N – W", "\n")];

/// Checks that a form tells the same as `Name:` does, and its times.
fn check(said: &[Said], (pattern, between): (&str, &str), is_timed: bool) -> Result<(), TestCaseError> {
    let usual = told(&written("N: W", "\n\n", said));
    prop_assert_eq!(usual.1.len(), said.len());
    let text = written(pattern, between, said);
    prop_assert_eq!(&told(&text), &usual, "{} in\n{}", pattern, text);
    if is_timed {
        let wanted: Vec<Option<u64>> = said.iter().map(|(_, at, _)| Some(at * 1000)).collect();
        let seconds: Vec<Option<u64>> =
            times(&text).into_iter().map(|ms| ms.map(|ms| ms / 1000 * 1000)).collect();
        prop_assert_eq!(seconds, wanted, "{} in\n{}", pattern, text);
    }
    Ok(())
}

/// Returns paragraphs that hold every sign of labels and times, but no labels.
fn prose() -> impl Strategy<Value = String> {
    let aside = prop::sample::select(vec![
        "",
        " (laughs)",
        " [inaudible]",
        " – as I said –",
        " at 10:30",
        ": slowly",
        "; twice",
        " #garden",
        " @market",
        " (see p. 3)",
        " | once",
        " {sic}",
        " [00:12]",
        "\tand",
        " 11/03/2026",
    ]);
    let opening = prop::sample::select(vec![
        "",
        "",
        "",
        "Yes. ",
        "No. ",
        "Well – ",
        "(laughs) ",
        "[pause] ",
        "So: ",
        "I said: ",
        "For example: ",
        "1. ",
        "- ",
        "a) ",
        "**Slowly** ",
        "**Twice** ",
        "【early】",
        "@market ",
    ]);
    let sentence = (sentence('.'), aside).prop_map(|(sentence, aside)| {
        let end = sentence.len() - 1;
        format!("{}{aside}.", &sentence[..end])
    });
    let paragraph = (opening, prop::collection::vec(sentence, 1..5))
        .prop_map(|(opening, sentences)| format!("{opening}{}", sentences.join(" ")));
    (prop::collection::vec(paragraph, 1..14), prop::sample::select(vec!["\n", "\n\n"]))
        .prop_map(|(paragraphs, between)| paragraphs.join(between))
}

proptest! {
    #[test]
    fn an_interview_is_the_same_in_every_dress(said in interview(&NAMES), form in prop::sample::select(&PLAIN[..])) {
        check(&said, form, false)?;
    }

    #[test]
    fn an_interview_is_the_same_with_times_anywhere(said in interview(&NAMES), form in prop::sample::select(&TIMED[..])) {
        check(&said, form, true)?;
    }

    #[test]
    fn a_chat_is_the_same_as_an_interview(said in interview(&NAMES), form in prop::sample::select(&CHATS[..])) {
        check(&said, form, false)?;
    }

    #[test]
    fn role_words_may_end_with_a_stop(said in interview(&ROLES), form in prop::sample::select(&STOPS[..])) {
        check(&said, form, false)?;
    }

    #[test]
    fn a_name_of_one_word_may_follow_a_sign(said in interview(&[("Ruth", "Aoife"), ("INT", "P04"), ("Interviewer", "Maria")]), between in prop::sample::select(vec!["\n", "\n\n"])) {
        check(&said, ("@N W", between), false)?;
    }

    #[test]
    fn letters_need_their_counterpart(said in interview(&LETTERS), form in prop::sample::select(&OF_LETTERS[..])) {
        check(&said, form, false)?;
    }

    #[test]
    fn numbered_questions_and_answers_are_of_two(said in interview(&[("Q", "A"), ("F", "A")])) {
        let usual = told(&written("N: W", "\n\n", &said));
        // With a colon, the questions are those of a guide: nobody's turn.
        for sign in [".", ")"] {
            let number = |(i, (name, _, words)): (usize, &Said)| format!("{name}{}{sign} {words}", i / 2 + 1);
            let text = said.iter().enumerate().map(number).collect::<Vec<_>>().join("\n\n");
            prop_assert_eq!(&told(&text), &usual, "{}", text);
        }
    }

    #[test]
    fn one_side_may_be_labelled(said in interview(&NAMES), which in 0..2usize) {
        let one = |(i, (name, _, words)): (usize, &Said)| {
            if i % 2 == which { format!("{name}: {words}") } else { words.clone() }
        };
        let text = said.iter().enumerate().map(one).collect::<Vec<_>>().join("\n\n");
        let (speakers, turns) = told(&text);
        let wanted: Vec<&String> = said.iter().map(|(_, _, words)| words).collect();
        prop_assert_eq!(turns.iter().map(|(_, words)| words).collect::<Vec<_>>(), wanted, "{}", text);
        prop_assert_eq!(speakers.iter().map(|(_, role)| *role).collect::<Vec<_>>(), [Role::Interviewer, Role::Participant]);
    }

    #[test]
    fn prose_has_no_labels(text in prose()) {
        let (speakers, _) = told(&text);
        prop_assert!(speakers.is_empty(), "{:?} in\n{}", speakers, text);
    }
}
