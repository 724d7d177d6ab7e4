//! Makes lines from RTF tokens.

use std::collections::BTreeMap;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::super::text_flow::{Flowed, Flows};
use super::codepage;

/// The content of an RTF file.
pub(super) struct Found {
    pub(super) flowed: Flowed,
    pub(super) n_notes: usize,
    pub(super) n_boxes: usize,
    pub(super) n_deletions: usize,
    pub(super) n_hidden: usize,
}

/// The state inside a group.
#[derive(Clone, Copy)]
struct Group {
    is_skipped: bool,
    is_deleted: bool,
    is_hidden: bool,
    is_font_table: bool,
    /// How many substitute characters follow each `\u`.
    n_substitutes: usize,
    encoding: Option<&'static Encoding>,
}

pub(super) struct Words {
    groups: Vec<Group>,
    group: Group,
    page: &'static Encoding,
    fonts: BTreeMap<i32, &'static Encoding>,
    /// The font that the font table is describing.
    described: i32,
    /// Text in the current encoding, not yet decoded: a character may have several bytes.
    bytes: Vec<u8>,
    high_surrogate: Option<u16>,
    n_to_skip: usize,
    /// Whether `\*` was just read: readers may skip a destination that they do not know.
    is_optional: bool,
    flows: Flows,
    in_row: bool,
    in_cell: bool,
    is_table_text: bool,
    n_notes: usize,
    n_boxes: usize,
    n_deletions: usize,
    n_hidden: usize,
}

/// Destinations without words of the body.
const SKIPPED: [&[u8]; 34] = [
    b"fonttbl",
    b"colortbl",
    b"stylesheet",
    b"info",
    b"pict",
    b"object",
    b"header",
    b"headerl",
    b"headerr",
    b"headerf",
    b"footer",
    b"footerl",
    b"footerr",
    b"footerf",
    b"footnote",
    b"annotation",
    b"fldinst",
    b"generator",
    b"listtable",
    b"listoverridetable",
    b"rsidtbl",
    b"themedata",
    b"colorschememapping",
    b"datastore",
    b"latentstyles",
    b"nonshppict",
    b"bkmkstart",
    b"bkmkend",
    b"listtext",
    b"pntext",
    b"xe",
    b"tc",
    b"revtbl",
    b"filetbl",
];

impl Words {
    pub(super) fn new() -> Self {
        let group = Group {
            is_skipped: false,
            is_deleted: false,
            is_hidden: false,
            is_font_table: false,
            n_substitutes: 1,
            encoding: None,
        };
        let mut flows = Flows::new();
        flows.open_paragraph();
        Self {
            groups: Vec::new(),
            group,
            page: WINDOWS_1252,
            fonts: BTreeMap::new(),
            described: 0,
            bytes: Vec::new(),
            high_surrogate: None,
            n_to_skip: 0,
            is_optional: false,
            flows,
            in_row: false,
            in_cell: false,
            is_table_text: false,
            n_notes: 0,
            n_boxes: 0,
            n_deletions: 0,
            n_hidden: 0,
        }
    }

    pub(super) fn open_group(&mut self) {
        self.flush();
        self.n_to_skip = 0;
        self.is_optional = false;
        self.groups.push(self.group);
    }

    pub(super) fn close_group(&mut self) {
        self.flush();
        self.n_to_skip = 0;
        if let Some(group) = self.groups.pop() {
            self.group = group;
        }
    }

    pub(super) fn byte(&mut self, byte: u8) {
        if self.n_to_skip > 0 {
            self.n_to_skip -= 1;
        } else if self.is_text() {
            self.bytes.push(byte);
        }
    }

    pub(super) fn symbol(&mut self, symbol: u8) {
        if symbol == b'*' {
            self.is_optional = true;
            return;
        }
        if self.n_to_skip > 0 {
            self.n_to_skip -= 1;
            return;
        }
        match symbol {
            b'\\' | b'{' | b'}' => self.byte(symbol),
            b'~' => self.push("\u{a0}"),
            b'_' => self.push("\u{2011}"),
            // `\-` marks where a word may be divided; `\:` and `\|` belong to indexes.
            _ => {}
        }
    }

    pub(super) fn word(&mut self, word: &[u8], number: Option<i32>) {
        if std::mem::take(&mut self.is_optional) && !matches!(word, b"shppict" | b"pn" | b"shpinst") {
            if word == b"annotation" {
                self.n_notes += usize::from(!self.group.is_skipped);
            }
            self.group.is_skipped = true;
            return;
        }
        if self.n_to_skip > 0 && word != b"u" {
            self.n_to_skip -= 1;
            return;
        }
        if self.group.is_font_table {
            self.describe_font(word, number);
            return;
        }
        if SKIPPED.contains(&word) {
            self.n_notes += usize::from(word == b"footnote" && !self.group.is_skipped);
            self.group.is_skipped = true;
            self.group.is_font_table = word == b"fonttbl";
            return;
        }
        match word {
            b"ansicpg" => self.page = codepage::by_number(number.unwrap_or(1252)),
            b"mac" => self.page = codepage::by_number(10000),
            b"f" => {
                self.flush();
                self.group.encoding = number.and_then(|font| self.fonts.get(&font).copied());
            }
            b"uc" => {
                self.group.n_substitutes = number.and_then(|n| usize::try_from(n).ok()).unwrap_or(1).min(16)
            }
            b"u" => self.unicode(number.unwrap_or(0)),
            b"plain" => {
                self.flush();
                self.group.is_deleted = false;
                self.group.is_hidden = false;
                self.group.encoding = None;
            }
            b"v" => {
                self.flush();
                self.group.is_hidden = number != Some(0);
                self.n_hidden += usize::from(self.group.is_hidden && !self.group.is_skipped);
            }
            b"deleted" => {
                self.flush();
                self.group.is_deleted = number != Some(0);
                self.n_deletions += usize::from(self.group.is_deleted);
            }
            b"shpinst" | b"shp" => {
                self.n_boxes += usize::from(word == b"shpinst" && !self.group.is_skipped);
                self.group.is_skipped |= word == b"shpinst";
            }
            b"pard" => self.is_table_text = false,
            b"intbl" => self.is_table_text = true,
            b"par" | b"sect" | b"page" if self.is_text() => self.end_paragraph(),
            b"line" | b"column" | b"nestcell" | b"nestrow" => self.push("\n"),
            b"cell" if !self.group.is_skipped => self.end_cell(),
            b"row" if !self.group.is_skipped => {
                self.flush();
                self.in_row = false;
            }
            _ => self.push(character(word)),
        }
    }

    pub(super) fn finish(mut self) -> Found {
        self.flush();
        if self.in_cell {
            self.end_cell();
        }
        if self.flows.open().is_some_and(str::is_empty) {
            // The last `\par` opened a paragraph that has no words.
            self.flows.close_last_if_empty();
        }
        let flowed = self.flows.finish();
        Found {
            flowed,
            n_notes: self.n_notes,
            n_boxes: self.n_boxes,
            n_deletions: self.n_deletions,
            n_hidden: self.n_hidden,
        }
    }

    fn is_text(&self) -> bool {
        !self.group.is_skipped && !self.group.is_deleted && !self.group.is_hidden
    }

    /// Adds characters to the paragraph, and opens a cell if the text is in a table.
    fn push(&mut self, words: &str) {
        if words.is_empty() || !self.is_text() {
            return;
        }
        self.flush();
        self.high_surrogate = None;
        self.place(words);
    }

    fn place(&mut self, words: &str) {
        self.step_into_table();
        self.flows.push(words);
    }

    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let encoding = self.group.encoding.unwrap_or(self.page);
        let (words, _) = encoding.decode_without_bom_handling(&bytes);
        self.high_surrogate = None;
        self.place(&words);
    }

    fn unicode(&mut self, number: i32) {
        let unit = u16::try_from(number & 0xffff).unwrap_or(0xfffd);
        if !self.is_text() {
            return;
        }
        self.flush();
        self.n_to_skip = self.group.n_substitutes;
        let pair = self.high_surrogate.take();
        match (pair, unit) {
            (_, 0xd800..=0xdbff) => self.high_surrogate = Some(unit),
            (Some(high), 0xdc00..=0xdfff) => {
                let words = String::from_utf16_lossy(&[high, unit]);
                self.place(&words);
            }
            // Symbol fonts have their pictures here.
            (_, 0xf000..=0xf0ff | 0..=0x1f) => {}
            _ => {
                let words = String::from_utf16_lossy(&[unit]);
                self.place(&words);
            }
        }
    }

    fn describe_font(&mut self, word: &[u8], number: Option<i32>) {
        match (word, number) {
            (b"f", Some(number)) => self.described = number,
            (b"fcharset", Some(charset)) => {
                if let Some(encoding) = codepage::by_charset(charset) {
                    self.fonts.insert(self.described, encoding);
                }
            }
            (b"cpg", Some(number)) => {
                self.fonts.insert(self.described, codepage::by_number(number));
            }
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        self.flush();
        self.step_into_table();
        self.flows.close_paragraph();
        self.flows.open_paragraph();
    }

    fn end_cell(&mut self) {
        self.flush();
        self.is_table_text = true;
        self.step_into_table();
        self.flows.close_last_if_empty();
        self.flows.leave_cell();
        self.in_cell = false;
    }

    /// Moves the flow to the place of the text: into a cell, or out of a table that has ended.
    fn step_into_table(&mut self) {
        if self.is_table_text && !self.in_cell {
            if !self.flows.is_in_table() {
                self.flows.close_last_if_empty();
                self.flows.begin_table();
                self.in_row = false;
            }
            if !self.in_row {
                self.flows.begin_row();
                self.in_row = true;
            }
            self.flows.enter();
            self.flows.open_paragraph();
            self.in_cell = true;
        } else if !self.is_table_text && (self.in_cell || self.flows.is_in_table()) {
            if self.in_cell {
                self.flows.leave_cell();
                self.in_cell = false;
            }
            self.flows.end_table();
            self.flows.open_paragraph();
        }
    }
}

/// Returns the character that a control word means; empty for all other words.
fn character(word: &[u8]) -> &'static str {
    match word {
        b"tab" => "\t",
        b"emdash" => "—",
        b"endash" => "–",
        b"lquote" => "‘",
        b"rquote" => "’",
        b"ldblquote" => "“",
        b"rdblquote" => "”",
        b"bullet" => "•",
        b"emspace" => "\u{2003}",
        b"enspace" => "\u{2002}",
        b"qmspace" => "\u{2005}",
        b"zwnj" => "\u{200c}",
        b"zwj" => "\u{200d}",
        b"ltrmark" => "\u{200e}",
        b"rtlmark" => "\u{200f}",
        _ => "",
    }
}
