//! The shapes of recognisers' JSON, made into cues.

use serde_json::{Map, Value};

use super::error::JsonTranscriptError;
use super::fields::{end_ms, start_ms, word};
use super::word_speakers::{Names, pieces};
use crate::ingest::transcript::cues::{Cue, Voice};

/// The keys of lists that hold a transcript, the surest first.
const LISTS: [&str; 5] = ["segments", "utterances", "transcription", "speakers", "chunks"];

/// The list whose whole numbers are milliseconds: AssemblyAI writes it so. Elsewhere numbers are seconds.
const IN_MILLISECONDS: &str = "utterances";

/// Returns the cues of a file. Of its lists, the first that holds passages is read. If none does, its full text is.
///
/// # Errors
/// [`JsonTranscriptError`] if it has none of the known shapes.
pub(super) fn cues(value: &Value) -> Result<Vec<Cue>, JsonTranscriptError> {
    let object = match value {
        Value::Array(list) => return passages("", list),
        Value::Object(object) => object,
        other => return Err(JsonTranscriptError::shape("the whole file", other)),
    };
    for key in LISTS {
        let Some(Value::Array(list)) = object.get(key) else { continue };
        // Other programs list the names of speakers there.
        if list.is_empty() || (key == "speakers" && !list.iter().all(has_words)) {
            continue;
        }
        let mut cues = passages(key, list)?;
        if key == IN_MILLISECONDS && list.iter().all(has_whole_times) {
            for ms in cues.iter_mut().flat_map(|cue| [&mut cue.start_ms, &mut cue.end_ms]).flatten() {
                *ms /= 1000;
            }
        }
        if key == "speakers"
            && let Some(Value::Array(chunks)) = object.get("chunks")
        {
            cues.extend(passages("chunks", after(list, chunks))?);
        }
        return Ok(cues);
    }
    if object.get("text").and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty()) {
        return passage(object, "the whole file", &Names::default());
    }
    let known: Vec<(&str, &Value)> =
        LISTS.into_iter().filter_map(|key| object.get(key).map(|list| (key, list))).collect();
    match known.iter().find(|(_, list)| !list.is_array()) {
        Some((key, other)) => Err(JsonTranscriptError::shape(*key, other)),
        None if known.is_empty() && !object.contains_key("text") => {
            Err(JsonTranscriptError::shape("the whole file", value))
        }
        None => Ok(Vec::new()),
    }
}

fn has_words(value: &Value) -> bool {
    value.get("text").is_some_and(Value::is_string)
}

/// Tells whether the times of a passage are whole numbers.
fn has_whole_times(value: &Value) -> bool {
    ["start", "end"].iter().all(|key| value.get(key).is_some_and(Value::is_u64))
}

/// Returns the chunks whose words come after all words of the passages of speakers: the program that writes both leaves the last
/// chunks out of the passages if nobody was recognised in them.
fn after<'a>(passages: &[Value], chunks: &'a [Value]) -> &'a [Value] {
    let words = |list: &[Value]| -> Vec<String> {
        let texts = list.iter().filter_map(|value| value.get("text")?.as_str());
        texts.flat_map(str::split_whitespace).map(str::to_owned).collect()
    };
    let (said, all) = (words(passages), words(chunks));
    if !all.starts_with(&said) {
        return &[];
    }
    let mut n = 0;
    let at = chunks.iter().position(|chunk| {
        let before = n;
        n += words(std::slice::from_ref(chunk)).len();
        before >= said.len()
    });
    at.map_or(&[], |at| &chunks[at..])
}

/// Returns the cues of a list of passages; `place` is its key.
fn passages(place: &str, list: &[Value]) -> Result<Vec<Cue>, JsonTranscriptError> {
    let names = Names::of(list);
    let mut cues = Vec::with_capacity(list.len());
    for (i, value) in list.iter().enumerate() {
        let place = format!("{place}[{i}]");
        let Value::Object(object) = value else { return Err(JsonTranscriptError::shape(place, value)) };
        cues.extend(passage(object, &place, &names)?);
    }
    Ok(cues)
}

/// Returns the cues of a passage: one, or several if several people speak in it.
fn passage(object: &Map<String, Value>, place: &str, names: &Names) -> Result<Vec<Cue>, JsonTranscriptError> {
    let text = match (object.get("text"), object.get("body")) {
        (Some(Value::String(text)), _) | (None, Some(Value::String(text))) => text.as_str(),
        (Some(other), _) => return Err(JsonTranscriptError::shape(format!("{place}.text"), other)),
        (None, Some(other)) => return Err(JsonTranscriptError::shape(format!("{place}.body"), other)),
        (None, None) => match word(object) {
            Some(word) => word,
            None => return Err(JsonTranscriptError::shape(place, &Value::Object(object.clone()))),
        },
    };
    let (start, end) = (start_ms(object), end_ms(object));
    let mut cues: Vec<Cue> = pieces(text, object, names)
        .into_iter()
        .map(|piece| Cue {
            start_ms: piece.start_ms,
            end_ms: piece.end_ms,
            voices: vec![Voice::new(piece.speaker, &text[piece.bytes])],
        })
        .collect();
    if let Some(first) = cues.first_mut() {
        first.start_ms = start.or(first.start_ms);
    }
    if let Some(last) = cues.last_mut() {
        last.end_ms = end.or(last.end_ms);
        if object.get("speaker_turn_next") == Some(&Value::Bool(true))
            && let Some(voice) = last.voices.last_mut()
        {
            voice.words.push_str(" [SPEAKER_TURN]");
        }
    }
    Ok(cues)
}
