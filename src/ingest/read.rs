//! One source in, its documents out.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::error::IngestError;
use super::formats::json::{self, JsonTranscriptError};
use super::formats::subtitles::{self, CueError};
use super::formats::{docx, odt, pdf, rtf, table};
use super::params::IngestParams;
use super::transcript::{self, Hints, Transcript};
use super::{detect, encoding};
use crate::domain::{Document, DocumentFormat, Notice, NoticeFact};

/// The bytes of one file, and how the file is called.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The path shown to people, with `/`; its ending says the format.
    pub name: &'a str,
    /// The whole content.
    pub bytes: &'a [u8],
}

/// Reads one source. A table may hold several documents; every other format holds one.
///
/// # Errors
/// [`IngestError`], naming the source, the place and the remedy.
pub fn read(source: &Source<'_>, params: &IngestParams) -> Result<Vec<Document>, IngestError> {
    let size = source.bytes.len() as u64;
    if size > params.limits.max_file_bytes {
        let limit = params.limits.max_file_bytes;
        return Err(IngestError::TooLarge { name: source.name.to_owned(), size, limit });
    }
    if detect::is_empty_text(source) {
        let format = detect::by_ending(&detect::ending(source.name)).unwrap_or(DocumentFormat::Txt);
        let hints = Hints { roles: &params.roles };
        return Ok(vec![finish(source, format, transcript::from_text(String::new(), &hints), Vec::new())]);
    }
    let format = detect::format(source)?;
    let hints = Hints { roles: &params.roles };
    let mut notices = Vec::new();
    let transcript = match format {
        DocumentFormat::Txt | DocumentFormat::Md => {
            let text = decoded(source, params, &mut notices)?;
            transcript::from_text(text, &hints)
        }
        DocumentFormat::Srt | DocumentFormat::Vtt => {
            let text = decoded(source, params, &mut notices)?;
            let cues = if format == DocumentFormat::Srt { subtitles::from_srt } else { subtitles::from_vtt };
            cues(&text, &hints).map_err(|error| malformed_cue(source, error))?
        }
        DocumentFormat::Json => {
            let text = decoded(source, params, &mut notices)?;
            json::from_json(&text, &hints).map_err(|error| no_transcript(source, &error))?
        }
        DocumentFormat::Docx => {
            transcript::from_text(docx::text(source, params.limits, &mut notices)?, &hints)
        }
        DocumentFormat::Odt => transcript::from_text(odt::text(source, params.limits, &mut notices)?, &hints),
        DocumentFormat::Pdf => transcript::from_text(pdf::text(source, params.limits, &mut notices)?, &hints),
        DocumentFormat::Rtf => transcript::from_text(rtf::text(source, params.limits, &mut notices)?, &hints),
        DocumentFormat::Csv | DocumentFormat::Tsv | DocumentFormat::Xlsx => {
            return table::documents(source, format, params);
        }
    };
    Ok(vec![finish(source, format, transcript, notices)])
}

fn malformed_cue(source: &Source<'_>, error: CueError) -> IngestError {
    IngestError::Cue { name: source.name.to_owned(), line: error.line, message: error.message }
}

fn no_transcript(source: &Source<'_>, error: &JsonTranscriptError) -> IngestError {
    IngestError::Json { name: source.name.to_owned(), message: error.to_string() }
}

/// A document of what was read.
pub(super) fn finish(
    source: &Source<'_>,
    format: DocumentFormat,
    transcript: Transcript,
    mut notices: Vec<Notice>,
) -> Document {
    let about = Some(source.name.to_owned());
    if transcript.text.trim().is_empty() {
        notices.push(Notice { about: about.clone(), fact: NoticeFact::NoWords });
    }
    notices.extend(transcript.notices.into_iter().map(|notice| Notice { about: about.clone(), ..notice }));
    Document {
        name: source.name.to_owned(),
        format,
        sha256: sha256(source.bytes),
        text: transcript.text,
        speakers: transcript.speakers,
        turns: transcript.turns,
        time_marks: transcript.time_marks,
        notices,
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn decoded(
    source: &Source<'_>,
    params: &IngestParams,
    notices: &mut Vec<Notice>,
) -> Result<String, IngestError> {
    let decoded = encoding::decode(source.name, source.bytes, params.encoding.as_deref())?;
    notices.extend(decoded.notices);
    Ok(decoded.text)
}
