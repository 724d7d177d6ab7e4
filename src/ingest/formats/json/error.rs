//! What is wrong with a JSON file.

use serde_json::Value;

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
         \"speaker\"}}]}}, whisper.cpp {{\"transcription\": [{{\"offsets\", \"text\"}}]}}, Hugging Face {{\"chunks\": \
         [{{\"timestamp\", \"text\"}}]}}, or a podcast's {{\"segments\": [{{\"startTime\", \"body\"}}]}}; export it in one of \
         these, or as .vtt"
    )]
    Shape {
        /// The place in the file: `segments[3].text`.
        place: String,
        /// What was found there.
        found: String,
    },
}

impl JsonTranscriptError {
    /// Returns the error for a value that is not what its place should hold.
    pub(super) fn shape(place: impl Into<String>, found: &Value) -> Self {
        let found = match found {
            Value::Object(object) if object.is_empty() => "an empty object".to_owned(),
            Value::Object(object) => {
                let keys: Vec<String> =
                    object.keys().take(5).map(|key| key.chars().take(30).collect()).collect();
                format!("an object with {}", keys.join(", "))
            }
            Value::Array(_) => "a list".to_owned(),
            Value::String(_) => "a text".to_owned(),
            Value::Number(_) => "a number".to_owned(),
            Value::Bool(_) => "true or false".to_owned(),
            Value::Null => "null".to_owned(),
        };
        Self::Shape { place: place.into(), found }
    }
}
