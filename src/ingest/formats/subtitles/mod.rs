//! SubRip and WebVTT (`.srt`, `.vtt`).

mod blocks;
mod cue_text;
mod error;
#[cfg(test)]
mod tests;
mod time_line;

use self::blocks::{Cues, Syntax, cues};
pub(in crate::ingest) use self::error::CueError;
use self::time_line::is_time_line;
use crate::ingest::encoding;
use crate::ingest::error::IngestError;
use crate::ingest::params::IngestParams;
use crate::ingest::source::Source;
use crate::ingest::transcript::cues::from_cues;
use crate::ingest::transcript::{Hints, Transcript};

/// Reads a `.srt`.
pub(super) fn read_srt(source: &Source<'_>, params: &IngestParams) -> Result<Transcript, IngestError> {
    read(source, params, from_srt)
}

/// Reads a `.vtt`.
pub(super) fn read_vtt(source: &Source<'_>, params: &IngestParams) -> Result<Transcript, IngestError> {
    read(source, params, from_vtt)
}

/// Reads a file whose text `parse` understands.
fn read(
    source: &Source<'_>,
    params: &IngestParams,
    parse: fn(&str, &Hints<'_>) -> Result<Transcript, CueError>,
) -> Result<Transcript, IngestError> {
    let decoded = encoding::decode(source.name, source.bytes, params.encoding.as_deref())?;
    let transcript = parse(&decoded.text, &Hints { roles: &params.roles }).map_err(|error| {
        IngestError::Cue { name: source.name.to_owned(), line: error.line, message: error.message }
    })?;
    Ok(transcript.with_notices_before(decoded.notices))
}

/// What stands inside a file that was put together of several.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Makes a transcript of SubRip.
///
/// # Errors
/// [`CueError`] if there are lines and no cue, lines before the first cue, or times that cannot be read in more than half of the cues.
pub(in crate::ingest) fn from_srt(text: &str, hints: &Hints<'_>) -> Result<Transcript, CueError> {
    let text = text.replace(BYTE_ORDER_MARK, "");
    let lines: Vec<&str> = text.lines().collect();
    Ok(transcript(cues(&lines, 0, Syntax::Srt)?, hints))
}

/// Makes a transcript of WebVTT.
///
/// # Errors
/// [`CueError`] if the file does not begin with `WEBVTT`, or as for [`from_srt`].
pub(in crate::ingest) fn from_vtt(text: &str, hints: &Hints<'_>) -> Result<Transcript, CueError> {
    let text = text.replace(BYTE_ORDER_MARK, "");
    let lines: Vec<&str> = text.lines().collect();
    let first = lines.first().copied().unwrap_or_default();
    let rest = first.strip_prefix("WEBVTT");
    if !rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return Err(CueError {
            line: 1,
            message: "a WebVTT file begins with the line WEBVTT; add it, or rename the file to .srt if it is SubRip".to_owned(),
        });
    }
    // The header runs to the first blank line; some programs leave that line out before the first cue.
    let is_end = |line: &&str| line.trim().is_empty() || is_time_line(line, None);
    let header = 1 + lines.iter().skip(1).position(is_end).unwrap_or(lines.len() - 1);
    Ok(transcript(cues(&lines, header, Syntax::Vtt)?, hints))
}

fn transcript(read: Cues, hints: &Hints<'_>) -> Transcript {
    from_cues(read.cues, hints).with_notices_before(read.notices)
}
