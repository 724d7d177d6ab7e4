//! Reads Apache Arrow's IPC, as a file or a stream.

use std::io::{self, Read, Seek};
use std::path::Path;

use super::messages::Messages;
use super::source::{self, TextSource};
use super::{ColumnChoice, Texts, batches};
use crate::exchange::{ExchangeError, OtherContent};

/// The first bytes of an IPC file, padded to a multiple of 8.
const FILE_MAGIC: &[u8] = b"ARROW1\0\0";
const FORMAT: &str = "Arrow IPC";

/// Opens a file or a stream; the first bytes show which of the two it is. A file is read by the index at its end, so a
/// file that arrives as a stream is copied to a temporary file first.
pub(super) fn open(
    source: TextSource,
    scratch: &Path,
    columns: &ColumnChoice,
) -> Result<Texts, ExchangeError> {
    let name = source.name();
    let unreadable = |cause| ExchangeError::Unreadable { name: name.clone(), cause };
    let mut file = match source {
        TextSource::File(path) => source::opened(&path)?,
        TextSource::Stream(mut stream, name) => {
            let head = head(&mut stream, &name)?;
            let is_file = head == FILE_MAGIC;
            let whole = io::Cursor::new(head).chain(stream);
            if !is_file {
                return texts(name, columns, || Messages::of_stream(Box::new(io::BufReader::new(whole))));
            }
            source::laid_down(whole, &name, scratch)?
        }
    };
    let head = head(&mut file, &name)?;
    file.rewind().map_err(unreadable)?;
    if head == FILE_MAGIC {
        texts(name, columns, || Messages::of_file(file))
    } else {
        texts(name, columns, || Messages::of_stream(Box::new(io::BufReader::new(file))))
    }
}

fn texts(
    name: String,
    columns: &ColumnChoice,
    open: impl FnOnce() -> Result<Messages, arrow_schema::ArrowError>,
) -> Result<Texts, ExchangeError> {
    let messages = batches::contained(open).map_err(|problem| ExchangeError::Damaged {
        name: name.clone(),
        format: FORMAT,
        problem,
    })?;
    let schema = messages.schema();
    let chosen = batches::find(&name, &schema, columns)?;
    Ok(batches::texts(name, FORMAT, &schema, chosen, messages))
}

/// Returns the first bytes, if they may be those of Arrow.
fn head(input: &mut impl Read, name: &str) -> Result<Vec<u8>, ExchangeError> {
    let mut head = Vec::with_capacity(FILE_MAGIC.len());
    let read = input.take(FILE_MAGIC.len() as u64).read_to_end(&mut head);
    read.map_err(|cause| ExchangeError::Unreadable { name: name.to_owned(), cause })?;
    let other = match head.get(..4) {
        Some(b"PAR1") => OtherContent::Parquet,
        Some(b"FEA1") => OtherContent::FirstFeather,
        Some(b"PK\x03\x04") => OtherContent::Zip,
        None => OtherContent::Empty,
        // A stream begins with the length of its first message, below 2^24, usually after a marker of all ones.
        Some(start) if head != FILE_MAGIC && start[..] != [0xff; 4] && start[3] != 0 => OtherContent::Unknown,
        Some(_) => return Ok(head),
    };
    Err(ExchangeError::NotOfFormat { name: name.to_owned(), format: FORMAT, found: other })
}
