//! Reads the documents of a source.

use super::detect;
use super::document::finish;
use super::error::IngestError;
use super::formats::Reader;
use super::params::IngestParams;
use super::source::Source;
use super::transcript::{self, Hints};
use crate::domain::{Document, Notice, NoticeFact};

/// Reads one source. A table may hold several documents; every other format holds one.
///
/// # Errors
/// [`IngestError`], which names the source, the place and the remedy.
pub fn read(source: &Source<'_>, params: &IngestParams) -> Result<Vec<Document>, IngestError> {
    let size = source.bytes.len() as u64;
    if size > params.limits.max_file_bytes {
        let limit = params.limits.max_file_bytes;
        return Err(IngestError::TooLarge { name: source.name.to_owned(), size, limit });
    }
    let hints = Hints { roles: &params.roles };
    if let Some(format) = detect::empty_text(source) {
        let transcript = transcript::from_text(String::new(), &hints);
        return Ok(vec![finish(source, format.format, transcript)]);
    }
    let format = detect::reading_format(source, params)?;
    match format.reader {
        Reader::Text(read) => {
            let mut notices = Vec::new();
            let text = read(source, params.limits, &mut notices)?;
            let transcript =
                transcript::from_text_keeping(text, &hints, &params.keep).with_notices_before(notices);
            Ok(vec![finish(source, format.format, transcript)])
        }
        Reader::Paragraphs(read) => {
            let mut notices = Vec::new();
            let paragraphs = read(source, params.limits, &mut notices)?;
            let transcript =
                transcript::from_flow(paragraphs, &hints, &params.keep).with_notices_before(notices);
            Ok(vec![finish(source, format.format, transcript)])
        }
        Reader::Transcript(read) => Ok(vec![finish(source, format.format, read(source, params)?)]),
        Reader::Table(read) => {
            let mut documents = read(source, format.format, params)?;
            if detect::format(source)?.format != format.format {
                for document in &mut documents {
                    document.notices.insert(0, Notice::about(source.name, NoticeFact::TableInText));
                }
            }
            Ok(documents)
        }
    }
}
