//! A text a line.

use std::io::{BufRead, Read};

use super::{LONGEST_TEXT, TextBatch};
use crate::exchange::ExchangeError;

/// Lines that end in LF or CRLF, the last one perhaps in nothing. Every line is a row, an empty one too.
pub(super) struct Lines<R> {
    stream: R,
    name: String,
    n_rows: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(stream: R, name: String) -> Self {
        Self { stream, name, n_rows: 0 }
    }

    /// The next line; `None` at the end.
    fn line(&mut self, number: u64) -> Result<Option<String>, ExchangeError> {
        let mut bytes = Vec::new();
        // One more than may be, and the line's end.
        let mut limited = (&mut self.stream).take(LONGEST_TEXT as u64 + 3);
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
        if bytes.len() > LONGEST_TEXT {
            return Err(ExchangeError::TooLong {
                name: self.name.clone(),
                line: number,
                limit: LONGEST_TEXT,
            });
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(ExchangeError::NotUtf8 { name: self.name.clone(), line: number }),
        }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<TextBatch, ExchangeError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut batch = TextBatch { first_row: self.n_rows, ..TextBatch::default() };
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
