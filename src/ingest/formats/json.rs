//! JSON of speech recognisers (`.json`): Whisper, WhisperX, whisper.cpp, and transcripts of the podcast namespace.

use serde_json::{Map, Value};

use crate::ingest::encoding;
use crate::ingest::error::IngestError;
use crate::ingest::params::IngestParams;
use crate::ingest::source::Source;
use crate::ingest::transcript::cues::{Cue, Voice, from_cues};
use crate::ingest::transcript::{Hints, Transcript};

/// A JSON file that is not a transcript.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(in crate::ingest) enum JsonTranscriptError {
    /// Not JSON.
    #[error("line {line}, column {column}: not valid JSON ({message}); export the transcript again")]
    Syntax {
        /// The line, counted from 1.
        line: usize,
        /// The column, counted from 1.
        column: usize,
        /// The parser's message.
        message: String,
    },
    /// JSON of a shape that is not known.
    #[error(
        "{place}: {found}, where a transcript was expected: Whisper or WhisperX {{\"segments\": [{{\"start\", \"end\", \"text\", \
         \"speaker\"}}]}}, whisper.cpp {{\"transcription\": [{{\"offsets\", \"text\"}}]}}, or a podcast's {{\"segments\": \
         [{{\"startTime\", \"body\"}}]}}; export it in one of these, or as .vtt"
    )]
    Shape {
        /// The place in the file: `segments[3].text`.
        place: String,
        /// What was found there.
        found: String,
    },
}

/// Reads a `.json`.
pub(super) fn read(source: &Source<'_>, params: &IngestParams) -> Result<Transcript, IngestError> {
    let decoded = encoding::decode(source.name, source.bytes, params.encoding.as_deref())?;
    let transcript = from_json(&decoded.text, &Hints { roles: &params.roles })
        .map_err(|error| IngestError::Json { name: source.name.to_owned(), message: error.to_string() })?;
    Ok(transcript.with_notices_before(decoded.notices))
}

/// Makes a transcript of a recogniser's JSON. Times and speakers may be absent.
///
/// # Errors
/// [`JsonTranscriptError`] if it is not JSON, or has none of the known shapes.
pub(in crate::ingest) fn from_json(text: &str, hints: &Hints<'_>) -> Result<Transcript, JsonTranscriptError> {
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default().to_owned();
        JsonTranscriptError::Syntax { line: error.line(), column: error.column(), message }
    })?;
    let (place, list) = match &value {
        Value::Array(list) => ("", list.as_slice()),
        Value::Object(object) => {
            match (object.get("segments"), object.get("transcription"), object.get("text")) {
                (Some(Value::Array(list)), _, _) => ("segments", list.as_slice()),
                (_, Some(Value::Array(list)), _) => ("transcription", list.as_slice()),
                (None, None, Some(Value::String(words))) => {
                    return Ok(from_cues(vec![cue(None, None, None, words)], hints));
                }
                (Some(other), _, _) => return Err(shape("segments".to_owned(), other)),
                (_, Some(other), _) => return Err(shape("transcription".to_owned(), other)),
                _ => return Err(shape("the whole file".to_owned(), &value)),
            }
        }
        other => return Err(shape("the whole file".to_owned(), other)),
    };
    let cues: Result<Vec<Cue>, _> =
        list.iter().enumerate().map(|(i, segment)| segment_cue(segment, &format!("{place}[{i}]"))).collect();
    Ok(from_cues(cues?, hints))
}

fn segment_cue(segment: &Value, place: &str) -> Result<Cue, JsonTranscriptError> {
    let Value::Object(object) = segment else { return Err(shape(place.to_owned(), segment)) };
    let words = match (object.get("text"), object.get("body")) {
        (Some(Value::String(words)), _) | (None, Some(Value::String(words))) => words,
        (Some(other), _) => return Err(shape(format!("{place}.text"), other)),
        (None, Some(other)) => return Err(shape(format!("{place}.body"), other)),
        (None, None) => return Err(shape(place.to_owned(), segment)),
    };
    let offset = |side: &str| object.get("offsets")?.get(side)?.as_f64().and_then(whole);
    let seconds = |names: [&str; 2]| {
        names.iter().find_map(|name| object.get(*name)?.as_f64().and_then(|s| whole(s * 1000.0)))
    };
    let start =
        offset("from").or_else(|| seconds(["start", "startTime"])).or_else(|| of_words(object, "start"));
    let end = offset("to").or_else(|| seconds(["end", "endTime"])).or_else(|| of_words(object, "end"));
    let speaker = speaker(object).or_else(|| speaker_of_words(object));
    Ok(cue(start, end, speaker, words))
}

fn cue(start_ms: Option<u64>, end_ms: Option<u64>, name: Option<String>, words: &str) -> Cue {
    Cue { start_ms, end_ms, voices: vec![Voice { name, words: words.to_owned() }] }
}

/// Rounds to milliseconds; `None` for a time below zero or above a century.
fn whole(ms: f64) -> Option<u64> {
    (0.0..3.2e12).contains(&ms).then(|| ms.round() as u64)
}

fn words(object: &Map<String, Value>) -> impl DoubleEndedIterator<Item = &Value> {
    object.get("words").and_then(Value::as_array).into_iter().flatten()
}

/// Returns the first start or the last end among the words of a segment. WhisperX gives none for numbers.
fn of_words(object: &Map<String, Value>, side: &str) -> Option<u64> {
    let time = |word: &Value| word.get(side)?.as_f64().and_then(|s| whole(s * 1000.0));
    if side == "start" { words(object).find_map(time) } else { words(object).rev().find_map(time) }
}

fn speaker(object: &Map<String, Value>) -> Option<String> {
    let name = match object.get("speaker")? {
        Value::String(name) => name.trim().to_owned(),
        Value::Number(number) => format!("Speaker {number}"),
        _ => return None,
    };
    (!name.is_empty()).then_some(name)
}

/// Returns the speaker of most of a segment's words; if two have equally many, the first.
fn speaker_of_words(object: &Map<String, Value>) -> Option<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for name in words(object).filter_map(|word| speaker(word.as_object()?)) {
        match counts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, n)) => *n += 1,
            None => counts.push((name, 1)),
        }
    }
    counts.into_iter().rev().max_by_key(|&(_, n)| n).map(|(name, _)| name)
}

fn shape(place: String, found: &Value) -> JsonTranscriptError {
    let found = match found {
        Value::Object(object) if object.is_empty() => "an empty object".to_owned(),
        Value::Object(object) => {
            let keys: Vec<String> = object.keys().take(5).map(|key| key.chars().take(30).collect()).collect();
            format!("an object with {}", keys.join(", "))
        }
        Value::Array(_) => "a list".to_owned(),
        Value::String(_) => "a text".to_owned(),
        Value::Number(_) => "a number".to_owned(),
        Value::Bool(_) => "true or false".to_owned(),
        Value::Null => "null".to_owned(),
    };
    JsonTranscriptError::Shape { place, found }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

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
}
