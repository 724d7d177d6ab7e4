//! What holds for any input.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::domain::TextIndex;
use crate::ingest::formats::json::from_json;
use crate::ingest::formats::subtitles::{from_srt, from_vtt};

/// Checks that turns are in order, apart, inside the text, not empty, trimmed, of known speakers, and that marks are in order.
fn check(made: &Transcript) {
    let index = TextIndex::new(&made.text);
    let mut last = 0;
    for turn in &made.turns {
        assert!(turn.span.start.0 >= last && !turn.span.is_empty());
        last = turn.span.end.0;
        let words = index.slice(turn.span).unwrap();
        assert_eq!(words, words.trim_matches(label::is_blank));
        assert!(turn.speaker.is_none_or(|speaker| speaker < made.speakers.len()));
    }
    let n = index.n_code_points();
    assert!(made.time_marks.windows(2).all(|pair| pair[0].at < pair[1].at));
    assert!(made.time_marks.iter().all(|mark| mark.at.0 <= n));
    for (i, speaker) in made.speakers.iter().enumerate() {
        assert!(made.turns.iter().any(|turn| turn.speaker == Some(i)));
        assert!(!speaker.role_reason.is_empty());
    }
}

/// Returns lines that look like transcripts, and pieces that break them.
fn line() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "Interviewer",
        "P1",
        "Dan",
        "مصاحبه\u{200c}گر",
        "شرکت کننده ۱",
        "SPEAKER_00",
        ":",
        "：",
        ": ",
        "  0:03",
        " (00:03):",
        "[00:01:02] ",
        "#00:01:02-3#",
        "**",
        "_",
        "> ",
        "# ",
        "1\t",
        "[",
        "]",
        "(",
        " ",
        "\u{200f}",
        "why?",
        "so we",
        "é🙂",
        "Date: 3",
        "10:30",
        "0:0:3.4 --> 0:0:5.1",
        "00:00:01.000 --> 00:00:02.000",
        "-->",
        "<v Ann>",
        "</v>",
        "<",
        "&amp;",
        "&#x110000;",
        "WEBVTT",
        "NOTE",
        "Transcribed by https://otter.ai",
        ":in:",
        "\t",
        "999:99",
        "{\\an8}",
        "\u{feff}",
        "ي",
        "//",
    ]);
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![prop::collection::vec(line(), 0..20).prop_map(|lines| lines.join("\n")), any::<String>()]
}

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec("[a-zé]{1,6}", 1..5).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn any_text_is_read(text in texts()) {
        for role in [Role::Interviewer, Role::Participant] {
            let roles = BTreeMap::from([("dan".to_owned(), role)]);
            let made = from_text(text.clone(), &Hints { roles: &roles });
            check(&made);
            // Only times and labels inside turns are taken out.
            let mut rest = text.chars();
            prop_assert!(made.text.chars().all(|kept| rest.any(|c| c == kept)));
        }
    }

    #[test]
    fn any_cues_are_read_or_refused(text in texts()) {
        let roles = BTreeMap::new();
        let hints = Hints { roles: &roles };
        let headed = format!("WEBVTT\n\n{text}");
        for read in [from_srt(&text, &hints), from_vtt(&text, &hints), from_vtt(&headed, &hints)] {
            match read {
                Ok(made) => check(&made),
                Err(error) => prop_assert!(error.line >= 1 && error.line <= headed.lines().count().max(1)),
            }
        }
    }

    #[test]
    fn any_json_is_read_or_refused(
        text in texts(), start in any::<f64>(), end in any::<f64>(), speaker in prop::option::of("[A-C]"), cut in 0usize..90,
    ) {
        let roles = BTreeMap::new();
        let hints = Hints { roles: &roles };
        let segment = serde_json::json!({ "start": start, "end": end, "text": text, "speaker": speaker });
        let whole = serde_json::json!({ "segments": [segment.clone(), segment] }).to_string();
        check(&from_json(&whole, &hints).unwrap());
        let short: String = whole.chars().take(cut).collect();
        prop_assert!(from_json(&short, &hints).is_err());
        if let Ok(made) = from_json(&text, &hints) {
            check(&made);
        }
    }

    #[test]
    fn any_rows_are_read(rows in prop::collection::vec((prop::option::of(line()), texts(), any::<Option<u64>>()), 0..12)) {
        let roles = BTreeMap::new();
        let rows = rows.into_iter().map(|(speaker, text, start_ms)| Row { speaker, text, start_ms }).collect();
        check(&from_rows(rows, &Hints { roles: &roles }));
    }

    #[test]
    fn the_words_of_cues_are_the_words_of_turns(cues in prop::collection::vec((0..3usize, words(), 0..5_000u64), 1..20)) {
        let roles = BTreeMap::new();
        let mut file = "WEBVTT\n".to_owned();
        let (mut said, mut at) = (Vec::new(), 0);
        for (i, (who, words, gap)) in cues.iter().enumerate() {
            // A number in front, so that nothing looks like a rolling caption.
            let words = format!("{i} {words}");
            at += gap;
            let time = |ms: u64| format!("{:02}:{:02}.{:03}", ms / 60_000, ms / 1_000 % 60, ms % 1_000);
            file.push_str(&format!("\n{} --> {}\n<v {}>{words}</v>\n", time(at), time(at + 900), ["Ann", "Bo", "Cy"][*who]));
            at += 900;
            said.push(words);
        }
        let made = from_vtt(&file, &Hints { roles: &roles }).unwrap();
        check(&made);
        let index = TextIndex::new(&made.text);
        let turns: Vec<&str> = made.turns.iter().map(|turn| index.slice(turn.span).unwrap()).collect();
        prop_assert_eq!(turns.join(" "), said.join(" "));
        prop_assert_eq!(made.time_marks.len(), cues.len());
    }
}
