//! Puts paragraphs, text boxes and tables of a word processor's file in order as they are read.

use super::table::grid::{self, Grid};
use crate::ingest::transcript::looks::Look;

/// Collects the lines of a text from the events of its reader.
pub(super) struct Flows {
    /// The body, and inside it the text boxes and cells that are open.
    stack: Vec<Flow>,
    n_table_headings: usize,
    /// Whether the characters that come are bold, and whether they are in italics.
    emphasis: (bool, bool),
}

/// The finished text.
pub(super) struct Flowed {
    /// A line for each paragraph.
    pub(super) text: String,
    /// Where each paragraph begins in the text, in bytes, and how it looks.
    pub(super) looks: Vec<(usize, Look)>,
    /// How many rows that only name the columns of a transcript's table were left out.
    pub(super) n_table_headings: usize,
}

/// A paragraph that is finished.
struct Paragraph {
    text: String,
    look: Look,
}

impl From<String> for Paragraph {
    fn from(text: String) -> Self {
        Self { text, look: Look::Plain }
    }
}

/// How much of a paragraph is emphasised.
#[derive(Default)]
struct Measure {
    n: usize,
    n_bold: usize,
    n_italic: usize,
    is_heading: bool,
}

impl Measure {
    /// Nine in ten characters make the look of a paragraph: the mark at its end is often plain.
    fn look(&self) -> Look {
        match () {
            () if self.is_heading => Look::Heading,
            () if self.n > 0 && self.n_bold * 10 >= self.n * 9 => Look::Bold,
            () if self.n > 0 && self.n_italic * 10 >= self.n * 9 => Look::Italic,
            () => Look::Plain,
        }
    }
}

/// A place for paragraphs: the body, a text box, or a cell of a table.
#[derive(Default)]
struct Flow {
    paragraphs: Vec<Paragraph>,
    /// What the open paragraph looks like.
    measure: Measure,
    /// The paragraph being read; `None` between paragraphs.
    open: Option<String>,
    /// Paragraphs of text boxes anchored in the open paragraph; they follow it.
    boxed: Vec<Paragraph>,
    table: Option<Grid>,
}

impl Flow {
    fn close_paragraph(&mut self) {
        let look = std::mem::take(&mut self.measure).look();
        self.paragraphs.extend(self.open.take().map(|text| Paragraph { text, look }));
        self.paragraphs.append(&mut self.boxed);
    }
}

impl Flows {
    pub(super) fn new() -> Self {
        Self { stack: vec![Flow::default()], n_table_headings: 0, emphasis: (false, false) }
    }

    /// Adds characters to the open paragraph; there are no words between paragraphs.
    pub(super) fn push(&mut self, words: &str) {
        let (bold, italic) = self.emphasis;
        if let Some(flow) = self.stack.last_mut()
            && let Some(open) = flow.open.as_mut()
        {
            open.push_str(words);
            let n = words.chars().filter(|c| !c.is_whitespace()).count();
            flow.measure.n += n;
            flow.measure.n_bold += if bold { n } else { 0 };
            flow.measure.n_italic += if italic { n } else { 0 };
        }
    }

    /// Says how the characters look that come.
    pub(super) fn set_emphasis(&mut self, bold: bool, italic: bool) {
        self.emphasis = (bold, italic);
    }

    /// Says that the open paragraph is a heading.
    pub(super) fn set_heading(&mut self) {
        if let Some(flow) = self.stack.last_mut() {
            flow.measure.is_heading = true;
        }
    }

    /// Returns the open paragraph so far.
    pub(super) fn open(&self) -> Option<&str> {
        self.stack.last().and_then(|flow| flow.open.as_deref())
    }

    pub(super) fn open_paragraph(&mut self) {
        if let Some(flow) = self.stack.last_mut() {
            flow.close_paragraph();
            flow.open = Some(String::new());
        }
    }

    pub(super) fn close_paragraph(&mut self) {
        if let Some(flow) = self.stack.last_mut() {
            flow.close_paragraph();
        }
    }

    /// Removes the open paragraph if it is empty: RTF opens one at the end of each paragraph.
    pub(super) fn close_last_if_empty(&mut self) {
        if let Some(flow) = self.stack.last_mut()
            && flow.open.as_ref().is_some_and(String::is_empty)
            && flow.boxed.is_empty()
        {
            flow.open = None;
        }
    }

    /// Opens a text box or cell.
    pub(super) fn enter(&mut self) {
        self.stack.push(Flow::default());
    }

    /// Closes the text box that was opened last: its paragraphs follow the one that it is anchored in.
    pub(super) fn leave_box(&mut self) {
        let Some(mut inner) = self.pop() else { return };
        let Some(outer) = self.stack.last_mut() else { return };
        let home = if outer.open.is_some() { &mut outer.boxed } else { &mut outer.paragraphs };
        home.append(&mut inner);
    }

    /// Closes the cell that was opened last.
    pub(super) fn leave_cell(&mut self) {
        let Some(mut inner) = self.pop() else { return };
        let Some(outer) = self.stack.last_mut() else { return };
        match &mut outer.table {
            Some(table) => {
                let texts: Vec<String> = inner.into_iter().map(|paragraph| paragraph.text).collect();
                table.push_cell(texts.join("\n"));
            }
            None => outer.paragraphs.append(&mut inner),
        }
    }

    pub(super) fn begin_table(&mut self) {
        self.end_table();
        if let Some(flow) = self.stack.last_mut() {
            flow.close_paragraph();
            flow.table = Some(Grid::default());
        }
    }

    pub(super) fn begin_row(&mut self) {
        if let Some(table) = self.stack.last_mut().and_then(|flow| flow.table.as_mut()) {
            table.begin_row();
        }
    }

    pub(super) fn end_table(&mut self) {
        let Some(flow) = self.stack.last_mut() else { return };
        if let Some(table) = flow.table.take() {
            let found = grid::lines(table);
            self.n_table_headings += usize::from(found.heading_dropped);
            flow.paragraphs.extend(found.lines.into_iter().map(Paragraph::from));
        }
    }

    pub(super) fn is_in_table(&self) -> bool {
        self.stack.last().is_some_and(|flow| flow.table.is_some())
    }

    /// Returns the text after everything is read.
    pub(super) fn finish(mut self) -> Flowed {
        while self.stack.len() > 1 {
            self.leave_cell();
        }
        self.end_table();
        self.close_paragraph();
        let paragraphs = self.stack.pop().map(|flow| flow.paragraphs).unwrap_or_default();
        let mut text =
            String::with_capacity(paragraphs.iter().map(|paragraph| paragraph.text.len() + 1).sum());
        let mut looks = Vec::with_capacity(paragraphs.len());
        for (n, paragraph) in paragraphs.into_iter().enumerate() {
            if n > 0 {
                text.push('\n');
            }
            looks.push((text.len(), paragraph.look));
            text.push_str(&paragraph.text);
        }
        Flowed { text, looks, n_table_headings: self.n_table_headings }
    }

    /// Takes the paragraphs of the innermost text box or cell; the body stays.
    fn pop(&mut self) -> Option<Vec<Paragraph>> {
        if self.stack.len() < 2 {
            return None;
        }
        self.end_table();
        self.close_paragraph();
        self.stack.pop().map(|flow| flow.paragraphs)
    }
}
