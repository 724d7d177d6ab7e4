//! The JSON of recognisers.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::domain::TextIndex;

fn read(text: &str) -> Result<Transcript, JsonTranscriptError> {
    from_json(text, &Hints { roles: &BTreeMap::new() })
}

fn marks(made: &Transcript) -> Vec<(usize, u64)> {
    made.time_marks.iter().map(|mark| (mark.at.0, mark.ms)).collect()
}

#[test]
fn whisper_and_whisper_cpp() {
    let made = read(
        r#"{"text": " So. Well.", "segments": [{"id": 0, "start": 0.25, "end": 1.5, "text": " So."},
            {"id": 1, "start": 1.5, "end": 2, "text": " Well."}, {"id": 2, "start": 9, "end": 10, "text": " Yes."}], "language": "en"}"#,
    )
    .unwrap();
    assert_eq!((made.text.as_str(), made.turns.len()), ("So. Well.\nYes.", 2));
    assert_eq!(marks(&made), [(0, 250), (4, 1_500), (10, 9_000)]);
    assert!(made.speakers.is_empty());
    let made = read(
        r#"{"transcription": [{"timestamps": {"from": "00:00:01,000", "to": "00:00:02,000"}, "offsets": {"from": 1000, "to": 2000}, "text": " Ja."}]}"#,
    );
    assert_eq!(marks(&made.unwrap()), [(0, 1_000)]);
    assert_eq!(read(r#"{"text": " Just words."}"#).unwrap().text, "Just words.");
}

#[test]
fn whisperx_with_gaps() {
    let made = read(
        r#"{"segments": [
            {"text": "How many?", "speaker": "SPEAKER_00", "words": [{"word": "How", "start": 0.5, "end": 0.7}, {"word": "7"}]},
            {"start": 1.0, "end": 2.0, "text": "Seven, I think.", "speaker": null, "words": [{"word": "x", "speaker": "SPEAKER_01"}]},
            {"text": "Oh.", "speaker": "SPEAKER_01"}, {"start": 2.5, "end": null, "text": "Why?", "speaker": "SPEAKER_00"}],
            "word_segments": []}"#,
    )
    .unwrap();
    assert_eq!(made.text, "How many?\nSeven, I think. Oh.\nWhy?");
    let labels: Vec<&str> = made.speakers.iter().map(|speaker| speaker.label.as_str()).collect();
    assert_eq!(labels, ["SPEAKER_00", "SPEAKER_01"]);
    assert_eq!(marks(&made), [(0, 500), (10, 1_000), (30, 2_500)]);
}

#[test]
fn podcasts() {
    let made = read(
        r#"{"version": "1.0.0", "segments": [{"speaker": "Bo", "startTime": 0.5, "endTime": 0.7, "body": "I"}, {"speaker": "Bo", "startTime": 1, "body": "am."}]}"#,
    );
    assert_eq!(made.unwrap().text, "I am.");
}

#[test]
fn other_json_is_refused() {
    let message = |text: &str| read(text).unwrap_err().to_string();
    assert!(message("{\n \"a\": }").starts_with("line 2, column 7: not valid JSON (expected value)"));
    assert!(
        message("{\"a\": 1, \"b\": 2}")
            .starts_with("the whole file: an object with a, b, where a transcript was expected")
    );
    assert!(message("{\"segments\": [{\"text\": 3}]}").starts_with("segments[0].text: a number"));
    assert!(message("{\"segments\": 3}").starts_with("segments: a number"));
    assert!(message("[1]").starts_with("[0]: a number"));
    assert!(message("").contains("line 1, column 0"));
    assert!(read(&"[".repeat(100_000)).is_err());
    assert!(read("[]").unwrap().turns.is_empty());
}

fn said(made: &Transcript) -> Vec<String> {
    let index = TextIndex::new(&made.text);
    let label = |speaker: Option<usize>| speaker.map_or("-", |speaker| made.speakers[speaker].label.as_str());
    made.turns
        .iter()
        .map(|turn| format!("{}: {}", label(turn.speaker), index.slice(turn.span).unwrap()))
        .collect()
}

#[test]
fn words_of_two_speakers_cut_a_segment() {
    let made = read(
        r#"{"segments": [{"start": 0, "end": 3, "text": " Why so? (Because of 7 days.) Oh", "speaker": "A", "words": [
            {"word": "Why", "start": 0.1, "end": 0.2, "speaker": "A"}, {"word": "so?"},
            {"word": "Because", "start": 1, "end": 1.2, "speaker": "B"}, {"word": "7"}, {"word": "days.)", "start": 2, "speaker": "B"},
            {"word": "Oh", "start": 2.5, "end": 2.6, "speaker": "A"}]},
            {"start": 3, "end": 4, "text": "Zehn.", "words": [{"word": "Zehn."}]}]}"#,
    )
    .unwrap();
    assert_eq!(said(&made), ["A: Why so?", "B: (Because of 7 days.)", "A: Oh Zehn."]);
    assert_eq!(marks(&made), [(0, 0), (8, 1_000), (29, 2_500), (32, 3_000)]);
    assert!(made.notices[0].to_string().starts_with("1 passage names no speaker"));
}

#[test]
fn names_that_were_corrected_in_segments_hold_for_words() {
    let word = |word: &str, name: &str| format!(r#"{{"word": "{word}", "speaker": "{name}"}}"#);
    let segment = |text: &str, name: &str, words: [String; 2]| {
        format!(r#"{{"text": "{text}", "speaker": "{name}", "words": [{}]}}"#, words.join(", "))
    };
    let made = read(&format!(
        "[{}, {}, {}]",
        segment("Why so?", "Dan", [word("Why", "S0"), word("so?", "S0")]),
        segment("So it", "Eva", [word("So", "S1"), word("it", "S1")]),
        segment("is. Oh?", "Eva", [word("is.", "S1"), word("Oh?", "S0")]),
    ))
    .unwrap();
    assert_eq!(said(&made), ["Dan: Why so?", "Eva: So it is.", "Dan: Oh?"]);
}

#[test]
fn hugging_face() {
    let made = read(
        r#"{"speakers": [], "chunks": [{"timestamp": [0.0, 4.7], "text": " So."}, {"timestamp": [9, null], "text": " Well."}], "text": " So. Well."}"#,
    )
    .unwrap();
    assert_eq!(
        (said(&made), marks(&made)),
        (vec!["-: So.".to_owned(), "-: Well.".to_owned()], vec![(0, 0), (4, 9_000)])
    );
    // The program leaves the last chunks out of the speakers' list.
    let made = read(
        r#"{"speakers": [{"speaker": "SPEAKER_00", "timestamp": [0, 1], "text": " Why?"},
            {"speaker": "SPEAKER_01", "timestamp": [1, 3], "text": " Because it was."}],
            "chunks": [{"timestamp": [0, 1], "text": " Why?"}, {"timestamp": [1, 2], "text": " Because"},
            {"timestamp": [2, 3], "text": " it was."}, {"timestamp": [3, 4], "text": " So."}], "text": " Why? Because it was. So."}"#,
    )
    .unwrap();
    assert_eq!(said(&made), ["SPEAKER_00: Why?", "SPEAKER_01: Because it was. So."]);
    assert_eq!(made.speakers.len(), 2);
    let made = read(
        r#"{"speakers": ["Ann", "Bo"], "chunks": [{"text": "a", "timestamp": [0, 1], "speaker": "Bo"}]}"#,
    );
    assert_eq!(said(&made.unwrap()), ["Bo: a"]);
}

#[test]
fn full_text_where_no_list_holds_passages() {
    let made = read(
        r#"{"text": "So. Well.", "segments": [], "words": [{"word": "So", "start": 1, "end": 2}, {"word": "Well", "start": 2, "end": 3}]}"#,
    )
    .unwrap();
    assert_eq!((said(&made), marks(&made)), (vec!["-: So. Well.".to_owned()], vec![(0, 1_000)]));
    for empty in
        [r#"{"segments": []}"#, r#"{"text": " ", "segments": []}"#, r#"{"text": ""}"#, r#"{"chunks": []}"#]
    {
        assert!(read(empty).unwrap().turns.is_empty(), "{empty}");
    }
}

#[test]
fn the_next_speaker_of_whisper_cpp_begins_a_turn() {
    let made = read(
        r#"{"transcription": [{"offsets": {"from": 0, "to": 900}, "text": " Why? [SPEAKER_TURN]", "speaker_turn_next": true},
            {"timestamps": {"from": "00:00:01,000", "to": "00:00:01,900"}, "text": " So", "speaker_turn_next": false},
            {"offsets": {"from": 2000, "to": 2900}, "text": " it is.", "speaker_turn_next": true},
            {"offsets": {"from": 3000, "to": 3900}, "text": " Oh."}]}"#,
    )
    .unwrap();
    assert_eq!(said(&made), ["-: Why?", "-: So it is.", "-: Oh."]);
    assert_eq!(marks(&made), [(0, 0), (5, 1_000), (8, 2_000), (15, 3_000)]);
}

#[test]
fn references_to_characters_are_decoded_where_there_are_several() {
    let made = read(r#"{"segments": [{"text": "I don&#39;t"}, {"text": "know &amp; can&#39;t"}]}"#).unwrap();
    assert_eq!(made.text, "I don't know & can't");
    assert!(
        made.notices[0].to_string().starts_with("3 references to characters, such as &#39;, are read as")
    );
}

#[test]
fn utterances_and_ids_of_speakers_are_read() {
    let assembly = r#"{"id": "a", "text": "How was it? Good.", "utterances": [
        {"speaker": "A", "text": "How was it?", "start": 3000, "end": 5480},
        {"speaker": "B", "text": "Good.", "start": 5600, "end": 6100}]}"#;
    let eleven = r#"{"text": "How was it? Good.", "words": [
        {"text": "How", "start": 3.0, "end": 3.2, "speaker_id": "speaker_0"}, {"text": " ", "start": 3.2, "end": 3.3},
        {"text": "was", "start": 3.3, "end": 3.5, "speaker_id": "speaker_0"}, {"text": " ", "start": 3.5, "end": 3.6},
        {"text": "it?", "start": 3.6, "end": 3.9, "speaker_id": "speaker_0"}, {"text": " ", "start": 3.9, "end": 5.6},
        {"text": "Good.", "start": 5.6, "end": 6.1, "speaker_id": "speaker_1"}]}"#;
    for (text, speakers) in [(assembly, ["A", "B"]), (eleven, ["speaker_0", "speaker_1"])] {
        let made = read(text).unwrap();
        let labels: Vec<&str> = made.speakers.iter().map(|speaker| speaker.label.as_str()).collect();
        assert_eq!(labels, speakers);
        assert_eq!(made.turns.len(), 2);
        let times: Vec<u64> = made.time_marks.iter().map(|mark| mark.ms).collect();
        assert_eq!((times.first(), times.last()), (Some(&3000), Some(&5600)), "{text}");
    }
}

proptest! {
    /// Whatever the list of words holds, the words of the text are those that are said, in order.
    #[test]
    fn no_word_of_a_text_is_lost(
        segments in prop::collection::vec(
            (
                prop::collection::vec("[a-zé“(]{1,5}[.?,]?", 0..8),
                prop::collection::vec(("[a-zé]{1,5}", prop::option::of("[ABC]"), prop::option::of(0u32..900)), 0..10),
                prop::option::of("[ABD]"),
                any::<u8>(),
            ),
            1..10,
        ),
    ) {
        let mut all = Vec::new();
        let list: Vec<Value> = segments
            .iter()
            .enumerate()
            .map(|(i, (text, others, speaker, from_text))| {
                // A number in front, so that nothing looks like a rolling caption.
                let mut text = text.clone();
                text.insert(0, format!("{i}"));
                let words: Vec<Value> = others
                    .iter()
                    .enumerate()
                    .map(|(n, (other, name, start))| {
                        let own = text.get(n).filter(|_| from_text >> (n % 8) & 1 == 1);
                        json!({ "word": own.unwrap_or(other), "speaker": name, "start": start })
                    })
                    .collect();
                all.extend(text.clone());
                json!({ "text": text.join(" "), "speaker": speaker, "words": words })
            })
            .collect();
        let made = read(&json!({ "segments": list }).to_string()).unwrap();
        let said: Vec<String> = made.text.split_whitespace().map(str::to_owned).collect();
        prop_assert_eq!(said.concat(), all.concat());
        let index = TextIndex::new(&made.text);
        let turns: String = made.turns.iter().map(|turn| index.slice(turn.span).unwrap().replace([' ', '\n'], "")).collect();
        prop_assert_eq!(turns, all.concat());
    }
}
