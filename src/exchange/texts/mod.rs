//! Texts in: rows with a text each, batch after batch, from a file or a stream.

mod lines;

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::PathBuf;

use super::ExchangeError;

/// How many rows make a batch: enough for every thread to have work, few enough that their vectors are a matter of some
/// megabytes.
const BATCH_ROWS: usize = 4096;
/// How many bytes of text make a batch, where texts are long.
const BATCH_BYTES: usize = 1 << 20;
/// The most bytes that one text may have: beyond it lies a file that is not what it was taken for.
const LONGEST_TEXT: usize = 16 << 20;

/// In which form texts come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFormat {
    /// A text a line.
    Lines,
}

/// Where texts come from.
pub enum TextSource {
    /// A file.
    File(PathBuf),
    /// A stream, and what to call it.
    Stream(Box<dyn Read + Send>, String),
}

/// Some rows of the input, in its order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextBatch {
    /// The number of the first row, counted from 0 over the whole input.
    pub first_row: u64,
    /// The text of each row; `None` where the input says that there is none.
    pub texts: Vec<Option<String>>,
}

/// The rows of an input, batch after batch. No batch is empty.
pub type Texts = Box<dyn Iterator<Item = Result<TextBatch, ExchangeError>> + Send>;

/// Opens an input and finds its columns.
///
/// # Errors
/// [`ExchangeError`] where the input cannot be opened.
pub fn read_texts(source: TextSource, format: TextFormat) -> Result<Texts, ExchangeError> {
    let (stream, name): (Box<dyn Read + Send>, String) = match source {
        TextSource::Stream(stream, name) => (stream, name),
        TextSource::File(path) => {
            let name = path.display().to_string();
            match File::open(&path) {
                Ok(file) => (Box::new(file), name),
                Err(cause) => return Err(ExchangeError::Unreadable { name, cause }),
            }
        }
    };
    let stream = BufReader::with_capacity(1 << 16, stream);
    Ok(match format {
        TextFormat::Lines => Box::new(lines::Lines::new(stream, name)),
    })
}

impl TextBatch {
    fn is_full(&self, n_bytes: usize) -> bool {
        self.texts.len() >= BATCH_ROWS || n_bytes >= BATCH_BYTES
    }
}

impl std::fmt::Debug for TextSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
            Self::Stream(_, name) => f.debug_tuple("Stream").field(name).finish(),
        }
    }
}
