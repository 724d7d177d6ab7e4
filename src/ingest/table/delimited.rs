//! Tables as text: comma, semicolon, tab or bar between the cells.

use csv::{ReaderBuilder, StringRecord};

use super::super::encoding;
use super::super::error::{IngestError, TableProblem};
use super::super::params::IngestParams;
use super::super::read::Source;
use super::{Table, TableRow, place};
use crate::domain::{DocumentFormat, Notice, NoticeKind};

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Reads a `.csv` or `.tsv`.
pub(super) fn table(
    source: &Source<'_>,
    format: DocumentFormat,
    params: &IngestParams,
) -> Result<Table, IngestError> {
    read(source, format, params, false)
}

/// Reads a `.csv` or `.tsv`, in which rows may end early.
pub(super) fn table_with_short_rows(
    source: &Source<'_>,
    format: DocumentFormat,
    params: &IngestParams,
) -> Result<Table, IngestError> {
    read(source, format, params, true)
}

fn read(
    source: &Source<'_>,
    format: DocumentFormat,
    params: &IngestParams,
    may_be_short: bool,
) -> Result<Table, IngestError> {
    let decoded = encoding::decode(source.name, source.bytes, params.encoding.as_deref())?;
    let (text, n_before) = without_separator_line(&decoded.text);
    let delimiter = text.1.unwrap_or_else(|| sniff(text.0, format));
    let mut notices = decoded.notices;
    let quoted = Records::read(text.0, delimiter, true);
    // Tab-separated files are often written without quoting, so that a quotation mark is a quotation mark.
    let records = match quoted.fault(may_be_short) {
        Some(_) if delimiter == b'\t' => {
            let plain = Records::read(text.0, delimiter, false);
            if plain.fault(may_be_short).is_none() {
                let message = "quotation marks taken as they stand, since cells are not quoted".to_owned();
                notices.push(Notice {
                    kind: NoticeKind::Reading,
                    about: Some(source.name.to_owned()),
                    message,
                });
                plain
            } else {
                quoted
            }
        }
        _ => quoted,
    };
    if let Some((line, problem)) = records.fault(may_be_short) {
        let place = (line > 0).then(|| place(None, line + n_before));
        return Err(IngestError::Table { name: source.name.to_owned(), place, problem });
    }
    let mut rows = records.rows.into_iter();
    let headings = rows.next().map(|(_, cells)| cells).unwrap_or_default();
    let rows = rows.map(|(line, cells)| TableRow { number: line + n_before, cells }).collect();
    Ok(Table { name: source.name.to_owned(), sheet: None, headings, rows, notices })
}

/// The first record of a text that may be cut off anywhere.
pub(super) fn headings(source: &Source<'_>, format: DocumentFormat) -> Option<Vec<String>> {
    let head = &source.bytes[..source.bytes.len().min(64 << 10)];
    // The cut may fall inside a character, so the first line alone is decoded.
    let line_end = head.iter().position(|&byte| byte == b'\n' || byte == b'\r').unwrap_or(head.len());
    let text = encoding::decode(source.name, &head[..line_end], None).ok()?.text;
    let delimiter = sniff(&text, format);
    Records::read(&text, delimiter, true).rows.into_iter().next().map(|(_, cells)| cells)
}

/// Spreadsheets may write `sep=;` as a line before the headings.
fn without_separator_line(text: &str) -> ((&str, Option<u8>), u64) {
    let Some((first, rest)) = text.split_once('\n') else { return ((text, None), 0) };
    match first.trim_matches('"').strip_prefix("sep=").map(str::as_bytes) {
        Some(&[delimiter]) if delimiter.is_ascii() && delimiter != b'"' => ((rest, Some(delimiter)), 1),
        _ => ((text, None), 0),
    }
}

/// The delimiter that cuts the head of the text into rows of one width, the widest first.
fn sniff(text: &str, format: DocumentFormat) -> u8 {
    let head: &str = match text.char_indices().nth(64 << 10) {
        Some((end, _)) => &text[..text[..end].rfind('\n').unwrap_or(end)],
        None => text,
    };
    let usual = if format == DocumentFormat::Tsv { b'\t' } else { b',' };
    let score = |delimiter: u8| {
        let records = Records::read(head, delimiter, true);
        let width = records.rows.first().map_or(0, |(_, cells)| cells.len());
        let n_even = records.rows.iter().take(100).filter(|(_, cells)| cells.len() == width).count();
        let n = records.rows.len().clamp(1, 100);
        // A single column is what any wrong delimiter gives.
        if width < 2 { (0, 0, false) } else { (n_even * 20 / n, width, delimiter == usual) }
    };
    let best = DELIMITERS.into_iter().max_by_key(|&delimiter| score(delimiter)).unwrap_or(usual);
    if score(best).1 < 2 { usual } else { best }
}

/// Records as they are, however many cells each has.
struct Records {
    delimiter: u8,
    rows: Vec<(u64, Vec<String>)>,
    error: Option<(u64, String)>,
    is_open: bool,
}

impl Records {
    fn read(text: &str, delimiter: u8, quoting: bool) -> Self {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .quoting(quoting)
            .from_reader(text.as_bytes());
        let mut rows = Vec::new();
        let mut error = None;
        let mut record = StringRecord::new();
        let mut last_at = 0;
        loop {
            match reader.read_record(&mut record) {
                Ok(true) => {
                    let position = record.position();
                    last_at = position.map_or(0, |at| usize::try_from(at.byte()).unwrap_or(usize::MAX));
                    // The reader's position is where it began to look, so blank lines before the record are added.
                    let n_blank = text
                        .get(last_at..)
                        .map_or(0, |rest| rest.bytes().take_while(|&byte| byte == b'\n').count());
                    let line = position.map_or(0, |at| at.line()) + n_blank as u64;
                    rows.push((line, record.iter().map(str::to_owned).collect()));
                }
                Ok(false) => break,
                Err(cause) => {
                    error = Some((reader.position().line(), cause.to_string()));
                    break;
                }
            }
        }
        // A well-formed file has an even number of quotation marks. An odd one, with a last record over several lines
        // that has an odd one too, means that this record swallowed the rest of the file.
        let is_odd = |text: &str| text.bytes().filter(|&byte| byte == b'"').count() % 2 == 1;
        let tail = text.get(last_at..).unwrap_or_default().trim();
        let is_open = quoting && is_odd(text) && is_odd(tail) && tail.contains('\n');
        Self { delimiter, rows, error, is_open }
    }

    /// The first thing wrong, and its line; 0 for the whole.
    fn fault(&self, may_be_short: bool) -> Option<(u64, TableProblem)> {
        if let Some((line, message)) = &self.error {
            return Some((*line, TableProblem::Workbook(message.clone())));
        }
        let Some((_, headings)) = self.rows.first() else { return Some((0, TableProblem::Empty)) };
        if headings.iter().all(|heading| heading.trim().is_empty()) {
            return Some((1, TableProblem::Empty));
        }
        if let (true, Some((line, _))) = (self.is_open, self.rows.last()) {
            return Some((*line, TableProblem::OpenQuote));
        }
        let n_expected = headings.len();
        let fits = |n: usize| n == n_expected || (may_be_short && n < n_expected);
        self.rows.iter().find(|(_, cells)| !fits(cells.len())).map(|(line, cells)| {
            let delimiter = char::from(self.delimiter);
            (*line, TableProblem::Ragged { n_found: cells.len(), n_expected, delimiter })
        })
    }
}
