//! Plain text and Markdown (`.txt`, `.md`), which are read as they are, except for references to characters.

use crate::domain::Notice;
use crate::ingest::encoding;
use crate::ingest::error::IngestError;
use crate::ingest::params::IngestParams;
use crate::ingest::references;
use crate::ingest::source::Source;
use crate::ingest::transcript::{self, Hints, Transcript};

/// Reads a text.
pub(super) fn read(source: &Source<'_>, params: &IngestParams) -> Result<Transcript, IngestError> {
    let mut decoded = encoding::decode(source.name, source.bytes, params.encoding.as_deref())?;
    if let Some(fact) = references::mend(&mut [&mut decoded.text]) {
        decoded.notices.push(Notice::about(source.name, fact));
    }
    let hints = Hints { roles: &params.roles };
    let made = transcript::from_text_keeping(decoded.text, &hints, &params.keep);
    Ok(made.with_notices_before(decoded.notices))
}
