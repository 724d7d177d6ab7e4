//! Reads tables in text files: a row of headings, then one row per text.

use std::io::{self, BufRead, Read};
use std::sync::Arc;

use arrow_array::{ArrayRef, StringArray};
use arrow_schema::{DataType, Field};
use csv::{ByteRecord, ErrorKind, Reader, ReaderBuilder};

use super::batch::{LONGEST_TEXT, TextBatch, Texts};
use super::columns::ColumnChoice;
use super::columns::{Chosen, Column};
use super::source::Stream;
use super::tab_quotes::TabQuotes;
use crate::exchange::ExchangeError;
use crate::exchange::error::SourcePosition;

/// The most bytes of a row: a longer row has a quotation mark that is never closed.
const LONGEST_ROW: usize = 8 * LONGEST_TEXT;

/// Opens a table; `None` detects the delimiter from the headings.
pub(super) fn open(
    mut stream: Stream,
    name: String,
    delimiter: Option<u8>,
    columns: &ColumnChoice,
) -> Result<Texts, ExchangeError> {
    let delimiter = match delimiter {
        Some(delimiter) => delimiter,
        None => match stream.fill_buf() {
            Ok(head) => sniffed(head),
            Err(cause) => return Err(ExchangeError::Unreadable { name, cause }),
        },
    };
    let stream: Box<dyn Read + Send> = match delimiter {
        b'\t' => Box::new(TabQuotes::new(stream)),
        _ => Box::new(stream),
    };
    let reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(Guarded { stream, n_left: LONGEST_ROW, n_quotes: 0 });
    let mut rows = Rows { reader, name, delimiter, n_columns: 0, last: 1, spans_lines: false };
    let mut headings = ByteRecord::new();
    if !rows.read(&mut headings)? {
        // A program that writes a partition without rows may not write headings either.
        let ids = columns.ids.iter().map(|id| Arc::new(Field::new(id, DataType::Utf8, true))).collect();
        return Ok(Texts { text_column: columns.text.clone(), ids, batches: Box::new(std::iter::empty()) });
    }
    rows.n_columns = headings.len();
    let found: Vec<Column> = headings
        .iter()
        .map(|heading| Ok(Column { name: rows.text(heading, 1, None)?, other_type: None }))
        .collect::<Result<_, ExchangeError>>()?;
    let chosen = columns.find(&rows.name, &found)?;
    let field = |&i: &usize| Arc::new(Field::new(&found[i].name, DataType::Utf8, true));
    Ok(Texts {
        text_column: Some(found[chosen.text].name.clone()),
        ids: chosen.ids.iter().map(field).collect(),
        batches: Box::new(Delimited { rows, headings: found, chosen, n_rows: 0 }),
    })
}

/// Returns the delimiter that splits the first line into the most cells.
fn sniffed(head: &[u8]) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut quoted = false;
    for &byte in head.iter().take_while(|&&byte| byte != b'\n') {
        quoted ^= byte == b'"';
        if let Some((_, n)) = counts.iter_mut().find(|(delimiter, _)| *delimiter == byte && !quoted) {
            *n += 1;
        }
    }
    // If several split it equally, the first.
    counts.iter().rev().max_by_key(|(_, n)| *n).map_or(b',', |(delimiter, _)| *delimiter)
}

/// A stream that limits the bytes of a row.
struct Guarded {
    stream: Box<dyn Read + Send>,
    n_left: usize,
    n_quotes: u64,
}

impl Read for Guarded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.n_left == 0 {
            return Err(io::Error::other("row too long"));
        }
        let n_room = buffer.len().min(self.n_left);
        let n = self.stream.read(&mut buffer[..n_room])?;
        self.n_left -= n;
        self.n_quotes += buffer[..n].iter().filter(|&&byte| byte == b'"').count() as u64;
        Ok(n)
    }
}

/// The rows as they are read.
struct Rows {
    reader: Reader<Guarded>,
    name: String,
    delimiter: u8,
    /// How many cells a row must have; 0 until the headings are known.
    n_columns: usize,
    /// The line on which the last row begins.
    last: u64,
    /// Whether the last row spans several lines.
    spans_lines: bool,
}

impl Rows {
    /// Reads the next row; returns `false` at the end.
    fn read(&mut self, record: &mut ByteRecord) -> Result<bool, ExchangeError> {
        let is_first = self.n_columns == 0;
        self.reader.get_mut().n_left = LONGEST_ROW;
        let begin = self.reader.position().line();
        let table = |place, problem: String| ExchangeError::Table { name: self.name.clone(), place, problem };
        match self.reader.read_byte_record(record) {
            Ok(true) => {
                let line = record.position().map_or(begin, csv::Position::line);
                if !is_first && record.len() != self.n_columns {
                    let (n, wanted) = (record.len(), self.n_columns);
                    let delimiter = char::from(self.delimiter).escape_default();
                    return Err(table(
                        SourcePosition::Line(line),
                        format!(
                            "{n} cells, but {wanted} headings, separated by `{delimiter}`. Put cells that hold the \
                             delimiter or a line break in quotation marks"
                        ),
                    ));
                }
                self.last = line;
                self.spans_lines = self.reader.position().line() > line + 1;
                Ok(true)
            }
            // An unclosed quotation mark at the end of the file looks like the end of a row that spans several lines.
            Ok(false) if self.spans_lines && self.reader.get_ref().n_quotes % 2 == 1 => {
                let problem = "a quotation mark opens here and never closes. Double it or close it";
                Err(table(SourcePosition::Line(self.last), problem.to_owned()))
            }
            Ok(false) => Ok(false),
            Err(error) => Err(match error.into_kind() {
                ErrorKind::Io(_) if self.reader.get_ref().n_left == 0 => table(
                    SourcePosition::Line(begin),
                    format!(
                        "this row has more than {LONGEST_ROW} bytes. Check for a quotation mark that is never closed"
                    ),
                ),
                ErrorKind::Io(cause) => ExchangeError::Unreadable { name: self.name.clone(), cause },
                _ => table(SourcePosition::Line(begin), "the row cannot be read".to_owned()),
            }),
        }
    }

    /// Decodes a cell as text.
    fn text(&self, cell: &[u8], line: u64, column: Option<&str>) -> Result<String, ExchangeError> {
        let place = SourcePosition::Line(line);
        if cell.len() > LONGEST_TEXT {
            return Err(ExchangeError::TooLong { name: self.name.clone(), place, limit: LONGEST_TEXT });
        }
        match std::str::from_utf8(cell) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => Err(ExchangeError::NotUtf8 {
                name: self.name.clone(),
                place,
                column: column.map(str::to_owned),
            }),
        }
    }
}

struct Delimited {
    rows: Rows,
    headings: Vec<Column>,
    chosen: Chosen,
    n_rows: u64,
}

impl Delimited {
    fn batch(&mut self) -> Result<TextBatch, ExchangeError> {
        let mut batch = TextBatch::new(self.n_rows, Vec::new());
        let mut ids: Vec<Vec<String>> = vec![Vec::new(); self.chosen.ids.len()];
        let mut record = ByteRecord::new();
        let mut n_bytes = 0;
        while !batch.is_full(n_bytes) && self.rows.read(&mut record)? {
            let line = self.rows.last;
            let cell = |i: usize| self.rows.text(&record[i], line, Some(&self.headings[i].name));
            let text = cell(self.chosen.text)?;
            n_bytes += text.len();
            batch.texts.push(Some(text));
            for (values, &i) in ids.iter_mut().zip(&self.chosen.ids) {
                values.push(cell(i)?);
            }
        }
        self.n_rows += batch.texts.len() as u64;
        batch.ids = ids.into_iter().map(|values| Arc::new(StringArray::from(values)) as ArrayRef).collect();
        Ok(batch)
    }
}

impl Iterator for Delimited {
    type Item = Result<TextBatch, ExchangeError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.batch() {
            Ok(batch) => (!batch.texts.is_empty()).then_some(Ok(batch)),
            Err(error) => Some(Err(error)),
        }
    }
}
