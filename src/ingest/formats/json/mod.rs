//! JSON of speech recognisers (`.json`): Whisper, WhisperX, whisper.cpp, the pipelines of Hugging Face, and transcripts of the podcast
//! namespace.

mod error;
mod fields;
mod shapes;
#[cfg(test)]
mod tests;
mod word_speakers;

use serde_json::Value;

pub(in crate::ingest) use self::error::JsonTranscriptError;
use crate::domain::Notice;
use crate::ingest::encoding;
use crate::ingest::error::IngestError;
use crate::ingest::params::IngestParams;
use crate::ingest::references;
use crate::ingest::source::Source;
use crate::ingest::transcript::cues::from_cues;
use crate::ingest::transcript::{Hints, Transcript};

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
    let mut cues = shapes::cues(&value)?;
    let mut texts: Vec<&mut String> =
        cues.iter_mut().flat_map(|cue| &mut cue.voices).map(|voice| &mut voice.words).collect();
    let fact = references::mend(&mut texts);
    Ok(from_cues(cues, hints).with_notices_before(fact.map(Notice::of_run).into_iter().collect()))
}
