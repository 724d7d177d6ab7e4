//! Tables as text: comma, semicolon, tab or bar between the cells.

use csv::{ReaderBuilder, StringRecord};

use super::heading_rows::Titles;
use super::quoting;
use super::raw_table::{IsHeading, TITLES, Table, TableRow, place, titles_notice};
use crate::domain::{DocumentFormat, Notice, NoticeFact};
use crate::ingest::encoding;
use crate::ingest::error::{IngestError, TableProblem};
use crate::ingest::params::IngestParams;
use crate::ingest::source::Source;

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Reads a `.csv` or `.tsv`.
pub(super) fn table(
    source: &Source<'_>,
    format: DocumentFormat,
    params: &IngestParams,
) -> Result<Table, IngestError> {
    read(source, format, params, Titles::None)
}

/// Reads a `.csv` or `.tsv` in which titles may stand above the headings of a transcript or a survey.
pub(super) fn transcript_table(
    source: &Source<'_>,
    format: DocumentFormat,
    params: &IngestParams,
) -> Result<Table, IngestError> {
    read(source, format, params, Titles::OfTranscripts)
}

/// Reads a `.csv` or `.tsv` in which rows may end early, and titles may stand above headings that are recognised.
pub(in crate::ingest) fn chosen_table(
    source: &Source<'_>,
    format: DocumentFormat,
    params: &IngestParams,
    recognise: IsHeading<'_>,
) -> Result<Table, IngestError> {
    read(source, format, params, Titles::Above(recognise))
}

fn read(
    source: &Source<'_>,
    format: DocumentFormat,
    params: &IngestParams,
    titles: Titles<'_>,
) -> Result<Table, IngestError> {
    let may_be_short = matches!(titles, Titles::Above(_));
    let decoded = encoding::decode(source.name, source.bytes, params.encoding.as_deref())?;
    let (text, n_before) = without_separator_line(&decoded.text);
    let delimiter = text.1.unwrap_or_else(|| match may_be_short {
        true => sniff_below_titles(text.0, format).0,
        false => sniff_above_headings(text.0, format, titles),
    });
    let mut notices = decoded.notices;
    let records = |quoting| {
        let mut records = Records::read(text.0, delimiter, quoting);
        let n = titles.count(records.rows.iter().map(|(_, cells)| cells.as_slice()));
        let above: u64 = records.rows.drain(..n).map(|(_, cells)| n_breaks(&cells)).sum();
        records.without_empty_ends();
        (records, n, above)
    };
    // A quotation mark that is never closed may make one long cell of many rows.
    let open_at = if may_be_short { quoting::open_at(text.0, delimiter) } else { None };
    let fault = |records: &Records| match open_at.filter(|_| records.quoting) {
        Some(line) => Some((line, TableProblem::OpenQuote)),
        None => records.fault(may_be_short),
    };
    let quoted = records(true);
    // Tab-separated files are often written without quoting, so that a quotation mark is a quotation mark.
    let (records, n_titles, above) = match fault(&quoted.0) {
        Some(_) if delimiter == b'\t' => {
            let plain = records(false);
            if fault(&plain.0).is_none() {
                notices.push(Notice::about(source.name, NoticeFact::QuotationMarksKept));
                plain
            } else {
                quoted
            }
        }
        _ => quoted,
    };
    if let Some((line, problem)) = fault(&records) {
        let place = (line > 0).then(|| place(None, line + n_before));
        return Err(IngestError::Table { name: source.name.to_owned(), place, problem });
    }
    if n_titles > 0 {
        notices.push(titles_notice(source.name, n_titles));
    }
    let mut rows = records.rows.into_iter();
    let headings = rows.next().map(|(_, cells)| cells).unwrap_or_default();
    // A spreadsheet shows a cell of several lines as one row, and does not show a line that names the delimiter.
    let mut n_inside = above + n_breaks(&headings);
    let rows = rows
        .map(|(line, cells)| {
            let row = line.saturating_sub(n_inside);
            n_inside += n_breaks(&cells);
            TableRow { number: line + n_before, row, cells }
        })
        .collect();
    Ok(Table { name: source.name.to_owned(), headings, rows, notices, ..Table::default() })
}

/// Counts the line breaks in some cells.
fn n_breaks(cells: &[String]) -> u64 {
    cells.iter().flat_map(|cell| cell.bytes()).filter(|&byte| byte == b'\n').map(|_| 1).sum()
}

/// Returns the first record of a text that may be cut off anywhere.
pub(super) fn headings(source: &Source<'_>, format: DocumentFormat) -> Option<Vec<String>> {
    let head = &source.bytes[..source.bytes.len().min(64 << 10)];
    // The cut may fall inside a character, so the first line alone is decoded.
    let line_end = head.iter().position(|&byte| byte == b'\n' || byte == b'\r').unwrap_or(head.len());
    let text = encoding::decode(source.name, &head[..line_end], None).ok()?.text;
    let delimiter = sniff(&text, format);
    Records::read(&text, delimiter, true).rows.into_iter().next().map(|(_, cells)| cells)
}

/// Takes off the line `sep=;` that spreadsheets may write before the headings.
fn without_separator_line(text: &str) -> ((&str, Option<u8>), u64) {
    let Some((first, rest)) = text.split_once('\n') else { return ((text, None), 0) };
    match first.trim_matches('"').strip_prefix("sep=").map(str::as_bytes) {
        Some(&[delimiter]) if delimiter.is_ascii() && delimiter != b'"' => ((rest, Some(delimiter)), 1),
        _ => ((text, None), 0),
    }
}

/// Returns the delimiter that cuts the beginning of the text into rows of one width; the one with the most cells wins.
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
        // Any wrong delimiter gives a single column.
        if width < 2 { (0, 0, false) } else { (n_even * 20 / n, width, delimiter == usual) }
    };
    let best = DELIMITERS.into_iter().max_by_key(|&delimiter| score(delimiter)).unwrap_or(usual);
    if score(best).1 < 2 { usual } else { best }
}

/// Returns the delimiter of a table below lines that no delimiter cuts.
fn sniff_below_titles(text: &str, format: DocumentFormat) -> (u8, usize) {
    let mut rest = text;
    for n in 0..TITLES {
        let cut = |delimiter: u8| {
            rest.lines().next().is_some_and(|line| line.bytes().any(|byte| byte == delimiter))
        };
        if DELIMITERS.into_iter().any(cut) {
            return (sniff(rest, format), n);
        }
        let Some((_, below)) = rest.split_once('\n') else { break };
        rest = below;
    }
    (sniff(text, format), 0)
}

/// Returns the delimiter of a table, or of the known headings below lines that no delimiter cuts.
fn sniff_above_headings(text: &str, format: DocumentFormat, titles: Titles<'_>) -> u8 {
    let (delimiter, n_lines) = sniff_below_titles(text, format);
    let head: Vec<&str> = text.lines().take(n_lines + 1).collect();
    let head = Records::read(&head.join("\n"), delimiter, true);
    let are_above = titles.count(head.rows.iter().map(|(_, cells)| cells.as_slice())) > 0;
    if are_above { delimiter } else { sniff(text, format) }
}

/// Records as they are, with any number of cells.
struct Records {
    delimiter: u8,
    rows: Vec<(u64, Vec<String>)>,
    error: Option<(u64, String)>,
    quoting: bool,
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
                    // The reader's position is where it began to search, so blank lines before the record are added.
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
        Self { delimiter, rows, error, quoting, is_open }
    }

    /// Removes empty cells without a heading.
    fn without_empty_ends(&mut self) {
        let n = self.rows.first().map_or(0, |(_, headings)| headings.len());
        for (_, cells) in &mut self.rows {
            if cells.iter().skip(n).all(|cell| cell.trim().is_empty()) {
                cells.truncate(n);
            }
        }
    }

    /// Returns the first problem and its line; 0 for the whole table.
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
