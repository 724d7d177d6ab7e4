//! Cues of any source.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::domain::{Role, TextIndex};

fn made(cues: Vec<Cue>) -> Transcript {
    from_cues(cues, &Hints { roles: &BTreeMap::new() })
}

fn cue(start_ms: u64, name: Option<&str>, words: &str) -> Cue {
    let voices = vec![Voice::new(name.map(str::to_owned), words)];
    Cue { start_ms: Some(start_ms), end_ms: Some(start_ms + 1_000), voices }
}

/// Returns cues that follow one another without a pause.
fn cues(said: &[(Option<&str>, &str)]) -> Vec<Cue> {
    said.iter().enumerate().map(|(i, (name, words))| cue(i as u64 * 1_000, *name, words)).collect()
}

fn said(made: &Transcript) -> Vec<String> {
    let index = TextIndex::new(&made.text);
    let label = |speaker: Option<usize>| speaker.map_or("-", |speaker| made.speakers[speaker].label.as_str());
    made.turns
        .iter()
        .map(|turn| format!("{}: {}", label(turn.speaker), index.slice(turn.span).unwrap()))
        .collect()
}

fn told(made: &Transcript) -> Vec<String> {
    made.notices.iter().map(ToString::to_string).collect()
}

#[test]
fn the_speaker_before_goes_on() {
    let found = made(cues(&[
        (None, "(1 minute pause)"),
        (None, "Before."),
        (Some("Ann"), "Why?"),
        (Some("Bo"), "Because"),
        (None, "I said so."),
        (None, "(laughs)"),
        (Some("Ann"), "Oh?"),
    ]));
    assert_eq!(
        said(&found),
        ["-: (1 minute pause) Before.", "Ann: Why?", "Bo: Because I said so. (laughs)", "Ann: Oh?"]
    );
    assert_eq!(
        told(&found)[..2],
        [
            "1 passage names no speaker and is given to the speaker before",
            "1 passage names no speaker and counts as a participant's words"
        ]
    );
}

#[test]
fn answers_are_not_given_to_an_interviewer_who_alone_has_a_name() {
    let found =
        made(cues(&[(Some("Interviewer"), "Why?"), (None, "Because."), (Some("Interviewer"), "Oh?")]));
    assert_eq!(said(&found), ["Interviewer: Why?", "-: Because.", "Interviewer: Oh?"]);
    assert_eq!(found.speakers[0].role, Role::Interviewer);
}

#[test]
fn labels_and_times_that_the_words_repeat_are_no_words() {
    let found = made(cues(&[
        (Some("S00:"), "S00: "),
        (Some("S00"), "[00:01:16] "),
        (Some("S00"), "Why?"),
        (Some("S01"), "S01: [00:01:23] Because: so.\nS01: Yes."),
        (Some("[S00]"), "(0:30 - 0:40) At 10:30?"),
    ]));
    assert_eq!(said(&found), ["S00: Why?", "S01: Because: so. Yes.", "S00: At 10:30?"]);
    assert_eq!(told(&found).len(), 0, "{:?}", told(&found));
}

#[test]
fn a_name_that_was_corrected_in_the_words_is_followed() {
    let found = made(cues(&[
        (Some("S00"), "S00: "),
        (Some("S00"), "Why?"),
        (Some("S01"), "Maria: "),
        (Some("S01"), "Because."),
        (Some("S00"), "S00: Oh?"),
        (Some("S01"), "Maria: Yes."),
        (Some("S01"), "Indeed."),
    ]));
    assert_eq!(said(&found), ["S00: Why?", "Maria: Because.", "S00: Oh?", "Maria: Yes. Indeed."]);
    assert!(told(&found)[0].ends_with("“Maria” for “S01”"), "{:?}", told(&found));
    // What somebody only says stays.
    let found =
        made(cues(&[(Some("Ann"), "Why?"), (Some("Bo"), "Doctor: that is his name."), (Some("Ann"), "Oh?")]));
    assert_eq!(said(&found)[1], "Bo: Doctor: that is his name.");
}

#[test]
fn marks_and_dashes_end_a_turn() {
    let found =
        made(cues(&[(None, "Why? [SPEAKER_TURN]"), (None, "Because. [SPEAKER TURN] Oh?"), (None, "Hm.")]));
    assert_eq!(said(&found), ["-: Why?", "-: Because.", "-: Oh? Hm."]);
    let found = made(cues(&[
        (None, "So"),
        (None, "- Why?\n- Because -\nI said"),
        (None, "- No."),
        (None, "- and so"),
    ]));
    assert_eq!(said(&found), ["-: So", "-: Why?", "-: Because - I said", "-: No. - and so"]);
    let found = made(cues(&[(None, "- Why?"), (None, "x")]));
    assert_eq!(said(&found), ["-: - Why? x"]);
}

#[test]
fn one_labelled_speaker_of_a_recogniser() {
    let found = made(cues(&[(None, "[SPEAKER_00]: So we went"), (None, "[SPEAKER_00]: to the lake.")]));
    assert_eq!(said(&found), ["SPEAKER_00: So we went to the lake."]);
}

#[test]
fn overlaps_inside_lines_are_said_once() {
    let found = made(cues(&[
        (None, "My sister showed me a leaflet in"),
        (None, "My sister showed me a leaflet in the library and I"),
        (None, "the library and I laughed at first"),
        (None, "laughed at first because I had"),
    ]));
    assert_eq!(
        said(&found),
        ["-: My sister showed me a leaflet in the library and I laughed at first because I had"]
    );
    assert!(
        told(&found)[0].starts_with("1 line repeated from the cue before")
            || told(&found)[0].contains("left out")
    );
    // Said twice is said twice.
    for words in ["Yeah.", "No, no, no."] {
        let twice = made(cues(&[(None, words), (None, words), (None, words)]));
        assert_eq!(said(&twice), [format!("-: {words} {words} {words}")]);
    }
}

/// A window of words that moves over what is said.
fn rolled(words: &[String], lines: &[(usize, usize)]) -> Vec<Cue> {
    let (mut cues, mut end, mut start) = (Vec::new(), 0usize, 0usize);
    for (i, &(n_new, n_kept)) in lines.iter().enumerate() {
        let from = end.saturating_sub(n_kept).max(start);
        start = from;
        end = (end + n_new).min(words.len());
        if from < end {
            cues.push(cue(i as u64 * 1_000, None, &words[from..end].join(" ")));
        }
    }
    if end < words.len() {
        cues.push(cue(lines.len() as u64 * 1_000, None, &words[end..].join(" ")));
    }
    cues
}

proptest! {
    /// Rolling captions give what was said, once and in order.
    #[test]
    fn rolling_captions_lose_and_double_nothing(
        n in 40usize..120,
        lines in prop::collection::vec((3usize..9, 3usize..9), 5..14),
    ) {
        let words: Vec<String> = (0..n).map(|i| format!("w{i}")).collect();
        let found = made(rolled(&words, &lines));
        prop_assert_eq!(found.text, words.join(" "));
    }

    /// Two cues roll where the second says again what the first ends with, and goes on.
    #[test]
    fn two_cues_roll_too(n_first in 3usize..12, n_repeated in 3usize..12, n_new in 1usize..9, is_new_line: bool, ends: bool) {
        let n_repeated = n_repeated.min(n_first);
        let mut words: Vec<String> = (0..n_first + n_new).map(|i| format!("w{i}")).collect();
        if ends && is_new_line {
            words[n_first - 1].push('.');
        }
        let (before, kept) = (words[..n_first - n_repeated].join(" "), words[n_first - n_repeated..n_first].join(" "));
        let rest = words[n_first..].join(" ");
        let sign = if is_new_line { "\n" } else { " " };
        let (first, second) = (format!("{before}{sign}{kept}"), format!("{kept}{sign}{rest}"));
        prop_assert_eq!(made(cues(&[(None, first.trim()), (None, &second)])).text, words.join(" "));
    }

    /// Two cues that share a word or two, or a sentence, say it twice.
    #[test]
    fn two_cues_may_say_the_same(n in 1usize..3, is_sentence: bool) {
        let repeated = if is_sentence { "I said so." } else { ["never", "never again"][n - 1] };
        let (first, second) = (repeated.to_owned(), format!("{repeated} And we left"));
        let text = made(cues(&[(None, &first), (None, &second)])).text;
        prop_assert_eq!(text, format!("{first} {second}"));
        let text = made(cues(&[(None, "I said so"), (None, "I said so")])).text;
        prop_assert_eq!(text, "I said so I said so");
    }

    /// In other files nothing is dropped, whatever is repeated.
    #[test]
    fn other_files_keep_what_is_repeated(words in prop::collection::vec(prop::sample::select(vec!["no", "so we"]), 12..40)) {
        // Two cues in ten repeat the one before.
        let said: Vec<String> = words
            .iter()
            .enumerate()
            .map(|(i, word)| if i % 10 < 2 { "again and again".to_owned() } else { format!("{word} {i}") })
            .collect();
        let pairs: Vec<(Option<&str>, &str)> = said.iter().map(|words| (None, words.as_str())).collect();
        prop_assert_eq!(made(cues(&pairs)).text, said.join(" "));
    }

    /// Words after the first name are somebody's, and no word is lost.
    #[test]
    fn no_word_is_lost(
        voices in prop::collection::vec((prop::option::of(0usize..3), 1usize..6, any::<bool>()), 1..30),
    ) {
        let names = ["Ann", "Bo", "SPEAKER_00"];
        let mut n = 0;
        let mut said = Vec::new();
        let mut list = Vec::new();
        for (i, (who, n_words, repeats)) in voices.iter().enumerate() {
            let words: Vec<String> = (0..*n_words).map(|_| { n += 1; format!("w{n}") }).collect();
            let words = words.join(" ");
            let name = who.map(|who| names[who]);
            let written = match name {
                Some(name) if *repeats => format!("{name}: [00:00:01] {words}"),
                _ => words.clone(),
            };
            list.push(cue(i as u64 * 1_000, name, &written));
            said.push(words);
        }
        let found = made(list);
        prop_assert_eq!(found.text.split_whitespace().collect::<Vec<_>>().join(" "), said.join(" "));
        let first = voices.iter().position(|(who, ..)| who.is_some());
        let n_nameless = found.turns.iter().filter(|turn| turn.speaker.is_none()).count();
        prop_assert_eq!(n_nameless, usize::from(first != Some(0)));
    }
}

/// What is said in an invented interview, questions and answers in turn.
const TALK: [&str; 6] = [
    "How did you come to the allotment?",
    "My aunt took me along.",
    "What do you grow?",
    "Beans, which forgive nearly everything.",
    "Who else is there?",
    "A retired baker with a shed.",
];

#[test]
fn a_sign_without_a_name_is_the_other_of_two() {
    let lines = [">> JOHN: Why?", ">> ROSA: Because", "I said so.", ">> Oh?", ">> Yes."];
    let found = made(cues(&lines.map(|line| (None, line))));
    assert_eq!(
        said(&found),
        ["JOHN: Why?", "ROSA: Because I said so.", "JOHN: Oh?", "ROSA: Yes."],
        "{:?}",
        told(&found)
    );
    assert_eq!(
        told(&found)[0],
        "1 paragraph without a label, where the speaker changes, is read as said by “JOHN”. Write the label if this is wrong"
    );
    let lines = [">> JOHN: Why?", ">> ROSA: Because.", ">> ANN: So?", ">> Oh.", "Well.", ">> ROSA: Yes."];
    let found = made(cues(&lines.map(|line| (None, line))));
    assert_eq!(said(&found)[3], "-: Oh. Well.", "{:?}", said(&found));
}

proptest! {
    /// Arrows and dashes cut cues into the same turns, wherever the cues and lines end.
    #[test]
    fn signs_of_a_change_begin_a_turn(
        form in prop::sample::select(vec![">> ", ">>", ">>> ", "- ", "-", "– "]),
        joined in prop::collection::vec(any::<bool>(), 5),
        cut in prop::collection::vec(any::<bool>(), 6),
    ) {
        let mut all: Vec<String> = Vec::new();
        for (i, words) in TALK.iter().enumerate() {
            // Dashes tell of a change only where a cue has two.
            let joins = i > 0 && (joined[i - 1] || (i == 1 && form.contains(['-', '–'])));
            let line = format!("{form}{words}");
            match all.last_mut().filter(|_| joins) {
                Some(cue) => *cue = format!("{cue}\n{line}"),
                None => all.push(line),
            }
            if cut[i] && !joined.get(i).copied().unwrap_or(false) && i > 1 {
                let last = all.pop().unwrap_or_default();
                let at = last.rfind(' ').unwrap_or(0);
                all.push(last[..at].to_owned());
                all.push(last[at + 1..].to_owned());
            }
        }
        let found = made(cues(&all.iter().map(|words| (None, words.as_str())).collect::<Vec<_>>()));
        let voices = ["(first voice)", "(second voice)"];
        let right: Vec<String> = TALK.iter().enumerate().map(|(i, words)| format!("{}: {words}", voices[i % 2])).collect();
        prop_assert_eq!(said(&found), right);
        prop_assert_eq!(found.speakers[0].role, Role::Interviewer);
    }
}
