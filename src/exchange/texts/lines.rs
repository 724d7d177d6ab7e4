//! Reads one text per line.

use std::io::{BufRead, Read};

use super::batch::{LONGEST_TEXT, TextBatch, Texts};
use super::columns::ColumnChoice;
use super::source::Stream;
use crate::exchange::ExchangeError;
use crate::exchange::error::SourcePosition;

/// Opens lines that end in LF or CRLF; the last line may end without either. Every line is a row, including empty lines.
pub(super) fn open(stream: Stream, name: String, columns: &ColumnChoice) -> Result<Texts, ExchangeError> {
    let parameter = match columns {
        ColumnChoice { text: Some(_), .. } => columns.parameter(0),
        ColumnChoice { ids, .. } if !ids.is_empty() => columns.parameter(1),
        _ => {
            let batches = Box::new(Lines { stream, name, n_rows: 0 });
            return Ok(Texts { text_column: None, ids: Vec::new(), batches });
        }
    };
    Err(ExchangeError::NoColumns { name, parameter })
}

struct Lines<R> {
    stream: R,
    name: String,
    n_rows: u64,
}

impl<R: BufRead> Lines<R> {
    /// Returns the next line; `None` at the end.
    fn line(&mut self, number: u64) -> Result<Option<String>, ExchangeError> {
        let mut bytes = Vec::new();
        // One byte more than allowed, plus the line's end and a byte order mark.
        let mut limited = (&mut self.stream).take(LONGEST_TEXT as u64 + 6);
        limited
            .read_until(b'\n', &mut bytes)
            .map_err(|cause| ExchangeError::Unreadable { name: self.name.clone(), cause })?;
        if bytes.is_empty() {
            return Ok(None);
        }
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
            if bytes.last() == Some(&b'\r') {
                bytes.pop();
            }
        }
        if number == 1 && bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        let place = SourcePosition::Line(number);
        if bytes.len() > LONGEST_TEXT {
            return Err(ExchangeError::TooLong { name: self.name.clone(), place, limit: LONGEST_TEXT });
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(ExchangeError::NotUtf8 { name: self.name.clone(), place, column: None }),
        }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<TextBatch, ExchangeError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut batch = TextBatch::new(self.n_rows, Vec::new());
        let mut n_bytes = 0;
        while !batch.is_full(n_bytes) {
            match self.line(self.n_rows + 1) {
                Ok(Some(text)) => {
                    n_bytes += text.len();
                    batch.texts.push(Some(text));
                    self.n_rows += 1;
                }
                Ok(None) => break,
                Err(error) => return Some(Err(error)),
            }
        }
        (!batch.texts.is_empty()).then_some(Ok(batch))
    }
}
