//! Distinguishes quotation marks that quote a cell from those that are text, in tab-separated tables.
//!
//! Spreadsheets quote cells that hold a tab or a line break. Other programs write cells unchanged, so that a text may
//! begin with a quotation mark that is never closed; read as quoting, it would silently swallow the rows up to the next
//! quotation mark. A mark at the beginning of a cell that is not closed at the cell's end is text if its line and the
//! next line are whole rows without quoting.

use std::io::{self, BufRead, Read};

/// The most bytes of a line that is examined; a longer line is passed on unchanged.
const LONGEST_LINE: u64 = 8 << 20;

/// A stream of tab-separated lines in which marks that are text are themselves quoted.
pub(super) struct TabQuotes<R> {
    stream: R,
    /// How many cells the headings have; `None` until they are read.
    n_cells: Option<usize>,
    next: Vec<u8>,
    /// Whether a quoted cell continues from an earlier line.
    open: bool,
    ready: Vec<u8>,
    given: usize,
}

impl<R: BufRead> TabQuotes<R> {
    pub(super) fn new(stream: R) -> Self {
        Self { stream, n_cells: None, next: Vec::new(), open: false, ready: Vec::new(), given: 0 }
    }

    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        self.stream.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        Ok(line)
    }

    /// Puts the next line into `ready`.
    fn advance(&mut self) -> io::Result<()> {
        if self.n_cells.is_none() {
            self.next = self.line()?;
        }
        let line = std::mem::take(&mut self.next);
        let n_cells = *self.n_cells.get_or_insert(cells(&line));
        if !line.is_empty() {
            self.next = self.line()?;
        }
        let whole = |line: &[u8]| cells(line) == n_cells;
        let odd = line.iter().filter(|&&byte| byte == b'"').count() % 2 == 1;
        self.given = 0;
        if self.open {
            self.open = !odd;
            self.ready = line;
        } else if whole(&line) && (self.next.is_empty() || whole(&self.next)) {
            self.ready = quoted(&line);
        } else {
            self.open = odd;
            self.ready = line;
        }
        Ok(())
    }
}

impl<R: BufRead> Read for TabQuotes<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given == self.ready.len() {
            self.advance()?;
        }
        let n = buffer.len().min(self.ready.len() - self.given);
        buffer[..n].copy_from_slice(&self.ready[self.given..self.given + n]);
        self.given += n;
        Ok(n)
    }
}

fn cells(line: &[u8]) -> usize {
    1 + line.iter().filter(|&&byte| byte == b'\t').count()
}

/// Quotes each cell of a row that begins with a mark and is not fully quoted.
fn quoted(line: &[u8]) -> Vec<u8> {
    let end = line.iter().rposition(|byte| !b"\r\n".contains(byte)).map_or(0, |last| last + 1);
    let mut row = Vec::with_capacity(line.len());
    for (i, cell) in line[..end].split(|&byte| byte == b'\t').enumerate() {
        if i > 0 {
            row.push(b'\t');
        }
        if cell.first() == Some(&b'"') && !is_quoted(cell) {
            row.push(b'"');
            for &byte in cell {
                row.extend(std::iter::repeat_n(byte, if byte == b'"' { 2 } else { 1 }));
            }
            row.push(b'"');
        } else {
            row.extend_from_slice(cell);
        }
    }
    row.extend_from_slice(&line[end..]);
    row
}

/// Tells whether a cell is fully quoted: marks at both ends, and all marks between them doubled.
fn is_quoted(cell: &[u8]) -> bool {
    let Some(inner) = cell.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")) else {
        return false;
    };
    let mut run = 0;
    for &byte in inner {
        if byte == b'"' {
            run += 1;
        } else if run % 2 == 1 {
            return false;
        } else {
            run = 0;
        }
    }
    run % 2 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let mut out = String::new();
        TabQuotes::new(text.as_bytes()).read_to_string(&mut out).unwrap();
        out
    }

    #[test]
    fn marks_that_are_text_are_quoted() {
        assert_eq!(read("text\tlabel\n\"how so\tx\nwell\ty\n"), "text\tlabel\n\"\"\"how so\"\tx\nwell\ty\n");
        assert_eq!(read("text\tlabel\n\"so\" he said\tx"), "text\tlabel\n\"\"\"so\"\" he said\"\tx");
        assert_eq!(read("a\tb\r\n\"x\ty\r\n"), "a\tb\r\n\"\"\"x\"\ty\r\n");
        assert_eq!(read("a\tb\nit is 5\" long\tx\n"), "a\tb\nit is 5\" long\tx\n");
        assert_eq!(read(""), "");
    }

    #[test]
    fn quoted_cells_stay() {
        for text in [
            "text\tlabel\n\"two\nlines\"\tx\nmore\ty\n",
            "label\ttext\nx\t\"two\nlines\"\ny\tmore\n",
            "text\tlabel\n\"a\ttab\"\tx\n\"say \"\"so\"\"\"\ty\n",
            "text\n\"quoted\"\nplain\n",
        ] {
            assert_eq!(read(text), text);
        }
    }
}
