//! Subtitles in the forms that programs and people write.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::domain::TextIndex;

fn said(made: &Transcript) -> Vec<String> {
    let index = TextIndex::new(&made.text);
    let label = |speaker: Option<usize>| speaker.map_or("-", |speaker| made.speakers[speaker].label.as_str());
    made.turns
        .iter()
        .map(|turn| format!("{}: {}", label(turn.speaker), index.slice(turn.span).unwrap()))
        .collect()
}

fn vtt(text: &str) -> Result<Transcript, CueError> {
    from_vtt(text, &Hints { roles: &BTreeMap::new() })
}

fn srt(text: &str) -> Result<Transcript, CueError> {
    from_srt(text, &Hints { roles: &BTreeMap::new() })
}

#[test]
fn teams_voices_with_ids_settings_and_comments() {
    let made = vtt(
        "WEBVTT - made by hand\nKind: captions\n\nNOTE\nnot said\n\nSTYLE\n::cue { color: red }\n\n\
         0f8fad5b-d9cb-469f-a165-70867728950e/13-0\n00:01.000 --> 00:02.000 align:start position:0%\n<v Ann Bee>How</v>\n\n\
         0f8fad5b-d9cb-469f-a165-70867728950e/13-1\n00:02.500 --> 00:03.000\n<v Ann Bee>are\nyou?</v>\n\n\
         00:03.000 --> 00:05.000\n<v.loud Cy>Well &amp; <i>good</i>.</v> <v Ann Bee>Oh?</v>\n\n00:09.000 --> 00:10.000\n<v Ann Bee>And?</v>\n",
    )
    .unwrap();
    assert_eq!(said(&made), ["Ann Bee: How are you?", "Cy: Well & good.", "Ann Bee: Oh?", "Ann Bee: And?"]);
    assert_eq!(made.text, "How are you?\nWell & good.\nOh?\nAnd?");
    let marks: Vec<(usize, u64)> = made.time_marks.iter().map(|mark| (mark.at.0, mark.ms)).collect();
    assert_eq!(marks, [(0, 1_000), (4, 2_500), (13, 3_000), (26, 3_000), (30, 9_000)]);
}

#[test]
fn zoom_names_and_whisperx_labels_in_the_words() {
    let made = vtt(
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nAnn Bee: Hello?\n\n2\n00:00:02.000 --> 00:00:03.000\nCy: Yes.\n\n\
         3\n00:00:03.000 --> 00:00:04.000\nAnn Bee: Good.\n",
    );
    assert_eq!(said(&made.unwrap()), ["Ann Bee: Hello?", "Cy: Yes.", "Ann Bee: Good."]);
    let made = srt(
        "1\n00:00:01,000 --> 00:00:02,000\n[SPEAKER_00]: Hello?\n\n2\n00:00:02,000 --> 00:00:03,000\ngo on\n\n\
         3\n00:00:03,000 --> 00:00:04,000\n[SPEAKER_01]: It is: so.\n",
    );
    assert_eq!(said(&made.unwrap()), ["SPEAKER_00: Hello? go on", "SPEAKER_01: It is: so."]);
}

#[test]
fn rolling_captions_are_said_once() {
    let mut file = "WEBVTT\n".to_owned();
    let lines = ["so we went", "to the lake", "and then", "it rained", "all night"];
    for (i, pair) in lines.windows(2).enumerate() {
        file.push_str(&format!("\n00:0{i}.000 --> 00:0{}.000\n{}\n{}\n", i + 1, pair[0], pair[1]));
    }
    let made = vtt(&file).unwrap();
    assert_eq!(said(&made), ["-: so we went to the lake and then it rained all night"]);
    assert!(made.notices[0].to_string().starts_with("3 lines repeated from the cue before"));
    // Said twice is said twice.
    let made = srt("1\n00:01 --> 00:02\nYeah.\n\n2\n00:02 --> 00:03\nYeah.\n").unwrap();
    assert_eq!(said(&made), ["-: Yeah. Yeah."]);
}

#[test]
fn loose_forms_that_are_read() {
    let together = srt("1\n00:00:01,000 --> 00:00:02,000\n<i>\u{feff}Yes.</i>\n\u{feff}2\n00:00:03,000 --> 00:00:04,000\nNo.\n").unwrap();
    assert_eq!(together.text, "Yes. No.");
    let bare = vtt("\u{feff}WEBVTT\r\n00:01.000 --> 00:02.000\r\nYes.\r\n").unwrap();
    assert_eq!(said(&bare), ["-: Yes."]);
    for empty in ["WEBVTT", "WEBVTT\n\n", "WEBVTT\n\n1\n00:01.000 --> 00:02.000\n\n2\n"] {
        assert!(vtt(empty).unwrap().turns.is_empty(), "{empty}");
    }
    assert!(srt("").unwrap().turns.is_empty());
    let glued = srt("1\n00:01,000 --> 00:02,000\nOne\n2\n00:02,000 --> 00:03,000\ntwo 3\n").unwrap();
    assert_eq!(said(&glued), ["-: One two 3"]);
}

#[test]
fn malformed_cues_name_the_line() {
    let at = |made: Result<Transcript, CueError>| made.unwrap_err();
    assert_eq!(at(vtt("hello")).line, 1);
    assert_eq!(at(vtt("WEBVTTX\n")).line, 1);
    let stray = at(vtt("WEBVTT\n\nstray words\nmore\n\n00:01.000 --> 00:02.000\nYes.\n"));
    assert_eq!(stray.line, 3);
    assert!(stray.message.contains("stray words") && stray.message.contains("add the times"));
    assert_eq!(at(srt("1\n00:00:01,000 00:00:02,000\nYes.")).line, 2);
    assert_eq!(at(srt("1\n00:00:01,000 --> soon\nYes.")).line, 2);
    assert_eq!(at(srt("1\n00:00:61,000 --> 00:02:02,000\nYes.")).line, 2);
    let turned = at(srt("1\n00:00:05,000 --> 00:00:02,000\nYes."));
    assert!(turned.to_string().starts_with("line 2: the cue ends before it starts"));
}

fn told(made: &Transcript) -> Vec<String> {
    made.notices.iter().map(ToString::to_string).filter(|told| !told.starts_with("no speakers")).collect()
}

fn marks(made: &Transcript) -> Vec<u64> {
    made.time_marks.iter().map(|mark| mark.ms).collect()
}

#[test]
fn some_broken_times_are_left_out_and_told() {
    let made = srt("1\n00:00:01,000 --> 00:00:02,0:\nOne\n\n2\n00:00:0x,000 --> 00:00:03,000\ntwo\n\n\
         3\n00:00:03,000 -> 00:00:04,000\nthree\n\n4\n00:00:04,000 --> 00:00:05,000\nfour\n")
    .unwrap();
    assert_eq!(said(&made), ["-: One two three four"]);
    assert_eq!(marks(&made), [1_000, 3_000, 4_000]);
    assert_eq!(told(&made), ["2 times that cannot be read left out"]);
}

#[test]
fn bare_text_after_a_blank_line_goes_on() {
    let made = srt("1\n00:01,000 --> 00:02,000\nAnn: One\n\ntwo\n \nBo: three\n\n2\n00:02,000 --> 00:03,000\nAnn: four\n").unwrap();
    assert_eq!(said(&made), ["Ann: One two", "Bo: three", "Ann: four"]);
    assert_eq!(told(&made)[0], "2 lines after a blank line are taken as part of the cue before");
    let made =
        vtt("WEBVTT\n\n00:01.000 --> 00:02.000\n\nOne\n\nNOTE not said\n\n00:02.000 --> 00:03.000\n\ntwo\n")
            .unwrap();
    assert_eq!(said(&made), ["-: One two"]);
    assert!(told(&made).is_empty(), "{:?}", told(&made));
    let made = srt("1\n00:01,000 --> 00:02,000\nOne\n\nNOTE this\n").unwrap();
    assert_eq!(said(&made), ["-: One NOTE this"]);
}

#[test]
fn digits_that_are_speech_are_kept() {
    let made = srt("1\n00:01,000 --> 00:02,000\nI was\n\n1987\n\n\n\n2\n00:02,000 --> 00:03,000\n7\n3\n00:03,000 --> 00:04,000\nso\n").unwrap();
    assert_eq!(said(&made), ["-: I was 1987 7 so"]);
    // Without numbers of cues, a number was said.
    let made = srt("00:01,000 --> 00:02,000\nIn\n1987\n00:02,000 --> 00:03,000\nso\n").unwrap();
    assert_eq!(said(&made), ["-: In 1987 so"]);
    // The number of an empty cue was not.
    let made = srt("1\n00:01,000 --> 00:02,000\nOne\n\n2\n\n3\n00:02,000 --> 00:03,000\ntwo\n\n4\n").unwrap();
    assert_eq!(said(&made), ["-: One two"]);
    assert_eq!(told(&made), ["2 numbers of cues without times left out"]);
}

#[test]
fn arrows_and_times_that_are_speech_are_kept() {
    let made = srt("1\n00:01,000 --> 00:02,000 X1:40 X2:60\nfrom A --> B\nand 10:30 --> 11:00\n10:30 --> 11:00 is late\n").unwrap();
    assert_eq!(said(&made), ["-: from A --> B and 10:30 --> 11:00 10:30 --> 11:00 is late"]);
}

#[test]
fn only_an_empty_line_ends_a_cue_of_webvtt() {
    let made = vtt(
        "WEBVTT\nKind: captions\n\n00:00:00.179 --> 00:00:01.910 align:start\n \nhello<00:00:00.500><c> and</c><c> welcome</c>\n\n\
         00:00:01.910 --> 00:00:01.920 align:start\nhello and welcome\n \n\n\
         00:00:01.920 --> 00:00:04.000 align:start\nhello and welcome\nto<c> the</c><c> garden</c>\n",
    )
    .unwrap();
    assert_eq!(said(&made), ["-: hello and welcome to the garden"]);
    // Who edits by hand may leave blanks on the line between two cues.
    let made = vtt(
        "WEBVTT\n\n1\n00:01.000 --> 00:02.000\nOne\n \n2\n00:02.000 --> 00:03.000\ntwo\n \nab/1-2\n00:03.000 --> 00:04.000\nthree\n",
    );
    assert_eq!(said(&made.unwrap()), ["-: One two three"]);
}

/// A line of a cue.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-z]{1,8}( [a-z]{1,8}){0,4}",
        1 => "[0-9]{1,4}",
        1 => Just("NOTE this".to_owned()),
        1 => Just("A --> B".to_owned()),
    ]
}

proptest! {
    /// Whatever blank lines stand in cues, and with numbers or without: what is said is kept, in order, and nothing else.
    #[test]
    fn blank_lines_and_digits_lose_nothing(
        cues in prop::collection::vec(
            (prop::collection::vec((line(), 0usize..3), 1..4), 0usize..2, 1usize..4),
            1..12,
        ),
        numbered in any::<bool>(),
        blank in prop::sample::select(vec!["", " "]),
    ) {
        let (mut file, mut words) = (String::new(), Vec::new());
        for (i, (lines, n_before, n_after)) in cues.iter().enumerate() {
            if numbered {
                file.push_str(&format!("{}\n", 10_000 + i));
            }
            file.push_str(&format!("00:00:{:02},000 --> 00:00:{:02},900\n", i, i));
            file.push_str(&format!("{blank}\n").repeat(*n_before));
            for (line, n_blank) in lines {
                // A mark in front, so that nothing looks like a rolling caption or a label.
                words.push(line.clone());
                file.push_str(line);
                file.push('\n');
                file.push_str(&format!("{blank}\n").repeat(*n_blank));
            }
            file.push_str(&format!("{blank}\n").repeat(*n_after));
        }
        let made = srt(&file).unwrap();
        prop_assume!(!told(&made).iter().any(|told| told.contains("repeated")));
        let words: Vec<&str> = words.iter().flat_map(|line| line.split_whitespace()).collect();
        prop_assert_eq!(made.text.split_whitespace().collect::<Vec<_>>(), words);
    }

    /// A line of blanks ends no cue of WebVTT, wherever it is.
    #[test]
    fn lines_of_blanks_end_no_cue(
        cues in prop::collection::vec(prop::collection::vec(("[a-z]{1,8}( [a-z]{1,8}){0,4}", any::<bool>()), 1..4), 1..12),
    ) {
        let (mut file, mut plain) = ("WEBVTT\n".to_owned(), "WEBVTT\n".to_owned());
        for (i, lines) in cues.iter().enumerate() {
            for file in [&mut file, &mut plain] {
                file.push_str(&format!("\n00:{i:02}.000 --> 00:{i:02}.900\n"));
            }
            for (line, blank) in lines {
                file.push_str(if *blank { " \n" } else { "" });
                file.push_str(&format!("{line}\n"));
                plain.push_str(&format!("{line}\n"));
            }
        }
        prop_assert_eq!(vtt(&file).unwrap(), vtt(&plain).unwrap());
    }
}
