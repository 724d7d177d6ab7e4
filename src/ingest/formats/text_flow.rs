//! Puts paragraphs, text boxes and tables of a word processor's file in order as they are read.

use super::table::grid::{self, Grid};

/// Collects the lines of a text from the events of its reader.
pub(super) struct Flows {
    /// The body, and inside it the text boxes and cells that are open.
    stack: Vec<Flow>,
    n_table_headings: usize,
}

/// The finished text.
pub(super) struct Flowed {
    /// A line for each paragraph.
    pub(super) text: String,
    /// How many rows that only name the columns of a transcript's table were left out.
    pub(super) n_table_headings: usize,
}

/// A place for paragraphs: the body, a text box, or a cell of a table.
#[derive(Default)]
struct Flow {
    paragraphs: Vec<String>,
    /// The paragraph being read; `None` between paragraphs.
    open: Option<String>,
    /// Paragraphs of text boxes anchored in the open paragraph; they follow it.
    boxed: Vec<String>,
    table: Option<Grid>,
}

impl Flow {
    fn close_paragraph(&mut self) {
        self.paragraphs.extend(self.open.take());
        self.paragraphs.append(&mut self.boxed);
    }
}

impl Flows {
    pub(super) fn new() -> Self {
        Self { stack: vec![Flow::default()], n_table_headings: 0 }
    }

    /// Adds characters to the open paragraph; there are no words between paragraphs.
    pub(super) fn push(&mut self, words: &str) {
        if let Some(open) = self.stack.last_mut().and_then(|flow| flow.open.as_mut()) {
            open.push_str(words);
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
            Some(table) => table.push_cell(inner.join("\n")),
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
            flow.paragraphs.extend(found.lines);
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
        let lines = self.stack.pop().map(|flow| flow.paragraphs).unwrap_or_default();
        Flowed { text: lines.join("\n"), n_table_headings: self.n_table_headings }
    }

    /// Takes the paragraphs of the innermost text box or cell; the body stays.
    fn pop(&mut self) -> Option<Vec<String>> {
        if self.stack.len() < 2 {
            return None;
        }
        self.end_table();
        self.close_paragraph();
        self.stack.pop().map(|flow| flow.paragraphs)
    }
}
