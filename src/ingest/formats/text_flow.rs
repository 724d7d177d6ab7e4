//! Puts paragraphs, text boxes and tables of a word processor's file in order as they are read.

use super::table::grid::{Grid, Grids};
use crate::domain::NoticeFact;
use crate::ingest::encoding::with_lf;
use crate::ingest::transcript::Paragraph;
use crate::ingest::transcript::looks::Look;

/// Collects the lines of a text from the events of its reader.
pub(super) struct Flows {
    /// The body, and inside it the text boxes and cells that are open.
    stack: Vec<Flow>,
    grids: Grids,
    /// Whether the characters that come are bold, and whether they are in italics.
    emphasis: (bool, bool),
}

/// The finished text.
pub(super) struct Flowed {
    /// The paragraphs, and the rows of tables that are transcripts.
    pub(super) paragraphs: Vec<Paragraph>,
    /// What is to be told of the tables.
    pub(super) facts: Vec<NoticeFact>,
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
        self.paragraphs
            .extend(self.open.take().map(|words| Paragraph::Plain { words: with_lf(words), look }));
        self.paragraphs.append(&mut self.boxed);
    }
}

impl Flows {
    pub(super) fn new() -> Self {
        Self { stack: vec![Flow::default()], grids: Grids::default(), emphasis: (false, false) }
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
                let texts: Vec<String> = inner.into_iter().map(Paragraph::into_line).collect();
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

    /// Notes that the cell that is open covers further columns to its right.
    pub(super) fn cover(&mut self, n_columns: usize) {
        let n = self.stack.len();
        if let Some(table) = n.checked_sub(2).and_then(|outer| self.stack[outer].table.as_mut()) {
            table.cover(n_columns);
        }
    }

    pub(super) fn end_table(&mut self) {
        let Some(flow) = self.stack.last_mut() else { return };
        if let Some(table) = flow.table.take() {
            flow.paragraphs.extend(self.grids.paragraphs(table));
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
        Flowed { paragraphs, facts: self.grids.facts() }
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
