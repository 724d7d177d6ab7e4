//! Lays out rows in columns that are as wide as what they hold, within the width of the screen.

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::error::CliError;
use super::layout::{pad, plain, shorten, width, wrap};
use super::output::{Output, styled, styles};

/// The spaces between two columns.
const GAP: usize = 2;
/// The width that an elastic column keeps. Where the screen leaves it less, the columns behind it go to a second line.
const LEAST: usize = 16;

/// A column: its heading and how its cells are laid out.
pub(super) struct Column {
    heading: String,
    is_right: bool,
    /// Whether its text is cut where the screen is too narrow for all columns.
    is_elastic: bool,
    /// Whether it takes all width that the other columns leave.
    fills: bool,
    least: usize,
    most: usize,
    style: Style,
}

impl Column {
    /// Returns a column of text that begins at the left.
    pub(super) fn left(heading: &str) -> Self {
        Self {
            heading: plain(heading),
            is_right: false,
            is_elastic: false,
            fills: false,
            least: 0,
            most: usize::MAX,
            style: Style::new(),
        }
    }

    /// Returns a column of numbers, which end at the right.
    pub(super) fn right(heading: &str) -> Self {
        Self { is_right: true, ..Self::left(heading) }
    }

    /// Returns a column of text that is cut where the screen is too narrow. A table has one such column at most.
    pub(super) fn elastic(heading: &str) -> Self {
        Self { is_elastic: true, ..Self::left(heading) }
    }

    /// Returns a column of text that takes all width that the other columns leave. A table has one such column at most.
    pub(super) fn fill(heading: &str) -> Self {
        Self { fills: true, ..Self::elastic(heading) }
    }

    /// Keeps the column at least this wide.
    pub(super) fn at_least(self, least: usize) -> Self {
        Self { least, ..self }
    }

    /// Cuts cells that are wider than this.
    pub(super) fn at_most(self, most: usize) -> Self {
        Self { most, ..self }
    }

    /// Prints the cells in a style, unless a cell has its own.
    pub(super) fn styled(self, style: Style) -> Self {
        Self { style, ..self }
    }

    /// Returns the width of its widest cell, within its bounds.
    fn natural(&self, cells: impl Iterator<Item = usize>) -> usize {
        cells.chain([self.heading.width(), self.least]).max().unwrap_or(0).min(self.most.max(self.least))
    }

    /// Returns a text as wide as the column.
    fn laid_out(&self, text: &str, style: Style, width: usize) -> String {
        let text = shorten(text, width);
        if text.is_empty() {
            return " ".repeat(width);
        }
        let free = " ".repeat(width.saturating_sub(text.width()));
        let text = styled(style, &text);
        if self.is_right { free + &text } else { text + &free }
    }
}

/// The text of a row in a column.
pub(super) struct Cell {
    text: String,
    indent: usize,
    style: Option<Style>,
}

impl Cell {
    /// Returns a cell in its own style.
    pub(super) fn styled(style: Style, text: &str) -> Self {
        Self { style: Some(style), ..Self::from(text.to_owned()) }
    }

    /// Returns a cell whose text begins some spaces further right, as in a tree.
    pub(super) fn indented(indent: usize, text: &str) -> Self {
        Self { indent, ..Self::from(text.to_owned()) }
    }
}

impl<T: ToString> From<T> for Cell {
    fn from(text: T) -> Self {
        Self { text: plain(&text.to_string()), indent: 0, style: None }
    }
}

/// What a table prints below its headings.
enum Line {
    Row {
        cells: Vec<Cell>,
        /// Text over all columns behind the cells.
        rest: Option<String>,
        style: Option<Style>,
    },
    /// A line that is printed as it is.
    Text(String),
}

/// Rows in columns, with lines of text between them.
pub(super) struct Table {
    columns: Vec<Column>,
    lines: Vec<Line>,
    /// Headings over several columns each, with the number of their columns.
    groups: Vec<(String, usize)>,
    indent: usize,
    has_rule: bool,
}

impl Table {
    pub(super) fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        let columns = columns.into_iter().collect();
        Self { columns, lines: Vec::new(), groups: Vec::new(), indent: 0, has_rule: false }
    }

    /// Begins each row some spaces further right.
    pub(super) fn indented(self, indent: usize) -> Self {
        Self { indent, ..self }
    }

    /// Draws a line below the headings.
    pub(super) fn ruled(self) -> Self {
        Self { has_rule: true, ..self }
    }

    /// Prints the rows only.
    pub(super) fn without_headings(mut self) -> Self {
        for column in &mut self.columns {
            column.heading.clear();
        }
        Self { has_rule: false, ..self }
    }

    /// Prints headings over several columns each, given with the number of their columns.
    pub(super) fn grouped(self, groups: Vec<(String, usize)>) -> Self {
        Self { groups, ..self }
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.lines.push(Line::Row { cells: cells.into_iter().collect(), rest: None, style: None });
    }

    /// Adds a row whose cells without a style of their own have this one.
    pub(super) fn styled_row(&mut self, style: Style, cells: impl IntoIterator<Item = Cell>) {
        self.lines.push(Line::Row { cells: cells.into_iter().collect(), rest: None, style: Some(style) });
    }

    /// Adds a row whose last text takes all columns behind its cells, on as many lines as it needs.
    pub(super) fn row_with_rest(&mut self, cells: impl IntoIterator<Item = Cell>, rest: &str) {
        let cells = cells.into_iter().collect();
        self.lines.push(Line::Row { cells, rest: Some(rest.to_owned()), style: None });
    }

    /// Adds a line that is printed as it is.
    pub(super) fn text(&mut self, line: String) {
        self.lines.push(Line::Text(line));
    }

    /// Prints the table in the width of the screen.
    pub(super) fn print(&self, output: &mut Output) -> Result<(), CliError> {
        self.laid_out(width()).iter().try_for_each(|line| output.line(line))
    }

    /// Returns the lines of the table.
    fn laid_out(&self, screen: usize) -> Vec<String> {
        let widths = self.widths(screen);
        let mut lines = Vec::new();
        if !self.groups.is_empty() {
            lines.push(self.group_headings(&widths));
        }
        if self.columns.iter().any(|column| !column.heading.is_empty()) {
            let headings = self.columns.iter().map(|column| Cell::styled(styles::FAINT, &column.heading));
            lines.extend(self.row_lines(&headings.collect::<Vec<_>>(), None, &widths, screen));
        }
        if self.has_rule {
            lines.push(styled(styles::FAINT, &"─".repeat(screen)));
        }
        for line in &self.lines {
            match line {
                Line::Text(text) => lines.push(text.clone()),
                Line::Row { cells, rest, style } => {
                    let row = self.row_lines(cells, *style, &widths, screen);
                    match rest {
                        None => lines.extend(row),
                        Some(rest) => lines.extend(self.with_rest(row, cells.len(), rest, &widths, screen)),
                    }
                }
            }
        }
        lines
    }

    /// Returns the widths of the columns.
    fn widths(&self, screen: usize) -> Vec<usize> {
        let cell_widths = |at: usize| {
            self.lines.iter().filter_map(move |line| match line {
                Line::Row { cells, .. } => cells.get(at).map(|cell| cell.indent + cell.text.width()),
                Line::Text(_) => None,
            })
        };
        let mut widths: Vec<usize> =
            self.columns.iter().enumerate().map(|(at, column)| column.natural(cell_widths(at))).collect();
        if let Some(elastic) = self.columns.iter().position(|column| column.is_elastic) {
            let others = self.start_of(self.columns.len(), &widths) - GAP - widths[elastic];
            let free = match screen.saturating_sub(others) {
                // The columns behind it go to the next line.
                few if few < LEAST.min(widths[elastic]) => {
                    screen.saturating_sub(self.start_of(elastic, &widths))
                }
                free => free,
            };
            let fills = self.columns[elastic].fills;
            widths[elastic] = if fills { free } else { widths[elastic].min(free) };
        }
        widths
    }

    /// Returns where a column begins.
    fn start_of(&self, column: usize, widths: &[usize]) -> usize {
        self.indent + widths[..column].iter().map(|width| width + GAP).sum::<usize>()
    }

    /// Returns a row as one line, or as two where the screen is too narrow for all columns.
    fn row_lines(
        &self,
        cells: &[Cell],
        style: Option<Style>,
        widths: &[usize],
        screen: usize,
    ) -> Vec<String> {
        let all: Vec<String> = self
            .columns
            .iter()
            .zip(cells)
            .zip(widths)
            .map(|((column, cell), &width)| {
                let indent = cell.indent.min(width / 2);
                let style = cell.style.or(style).unwrap_or(column.style);
                " ".repeat(indent) + &column.laid_out(&cell.text, style, width - indent)
            })
            .collect();
        let lead = " ".repeat(self.indent);
        let gap = " ".repeat(GAP);
        let elastic = self.columns.iter().position(|column| column.is_elastic);
        match elastic.filter(|_| self.start_of(self.columns.len(), widths) - GAP > screen) {
            Some(elastic) if elastic + 1 < all.len() => {
                let (first, second) = all.split_at(elastic + 1);
                let below = " ".repeat(self.start_of(elastic, widths));
                vec![lead + &first.join(&gap), below + &second.join(&gap)]
            }
            _ => vec![lead + &all.join(&gap)],
        }
    }

    /// Adds a text behind the cells of a row, which goes on below its beginning.
    fn with_rest(
        &self,
        row: Vec<String>,
        n_cells: usize,
        rest: &str,
        widths: &[usize],
        screen: usize,
    ) -> Vec<String> {
        let start = self.start_of(n_cells, widths);
        let gap = " ".repeat(GAP);
        let mut lines = row;
        let wrapped = wrap(rest, screen.saturating_sub(start).max(LEAST));
        for (i, text) in wrapped.iter().enumerate() {
            match lines.last_mut().filter(|_| i == 0) {
                Some(line) => *line += &format!("{gap}{text}"),
                None => lines.push(" ".repeat(start) + text),
            }
        }
        lines
    }

    /// Returns the line of headings over several columns.
    fn group_headings(&self, widths: &[usize]) -> String {
        let mut line = " ".repeat(self.indent);
        let mut at = 0;
        for (heading, n_columns) in &self.groups {
            let end = (at + n_columns).min(widths.len());
            let width = self.start_of(end, widths) - self.start_of(at, widths);
            line += &pad(&shorten(heading, width.saturating_sub(GAP)), width);
            at = end;
        }
        styled(styles::STRONG, line.trim_end())
    }
}

#[cfg(test)]
mod tests {
    use anstream::adapter::strip_str;

    use super::*;

    fn lines(table: &Table, screen: usize) -> Vec<String> {
        let line = |line: &String| strip_str(line).to_string().trim_end().to_owned();
        table.laid_out(screen).iter().map(line).collect()
    }

    fn themes() -> Table {
        let columns = [Column::right("#").at_least(3), Column::fill("Theme"), Column::right("Segments")];
        let mut table = Table::new(columns);
        table.row([1.into(), "nights on call".into(), 12.into()]);
        table.row([2.into(), "夜勤".into(), 3.into()]);
        table.row([3.into(), "شب‌های کشیک".into(), 4.into()]);
        table
    }

    #[test]
    fn columns_are_as_wide_on_the_screen_as_what_they_hold() {
        assert_eq!(
            lines(&themes(), 36),
            [
                "  #  Theme                  Segments",
                "  1  nights on call               12",
                "  2  夜勤                          3",
                "  3  شب‌های کشیک                    4"
            ]
        );
        for line in lines(&themes(), 36) {
            assert_eq!(line.width(), 36, "{line}");
        }
    }

    #[test]
    fn a_narrow_screen_cuts_the_text_and_then_gives_the_numbers_a_line() {
        assert_eq!(lines(&themes(), 31)[1], "  1  nights on call          12");
        let mut table = Table::new([Column::elastic("Code"), Column::right("Codings")]);
        table.row(["what nights on call do to us".into(), 7.into()]);
        assert_eq!(
            lines(&table, 60),
            ["Code                          Codings", "what nights on call do to us        7"]
        );
        assert_eq!(lines(&table, 30)[1], "what nights on call…         7");
        assert_eq!(
            lines(&table, 20),
            ["Code", "Codings", "what nights on…", "      7"],
            "no width is too small"
        );
        assert_eq!(lines(&table, 0).len(), 4);
    }

    #[test]
    fn what_has_no_figures_says_why_behind_its_name() {
        let mut table = Table::new([Column::left("").at_least(6), Column::right("value")]).indented(2);
        table.row(["κ".into(), "0.500".into()]);
        table.row_with_rest(["α".into()], "undefined: one coder only");
        assert_eq!(
            lines(&table, 30),
            ["          value", "  κ       0.500", "  α       undefined: one coder", "          only"]
        );
    }

    #[test]
    fn headings_may_lie_over_several_columns() {
        let columns = [Column::right("n"), Column::right("ARI"), Column::right("AMI")];
        let mut table = Table::new(columns).grouped(vec![(String::new(), 1), ("by hand".to_owned(), 2)]);
        table.row([1.into(), "0.10".into(), "0.20".into()]);
        assert_eq!(lines(&table, 40), ["   by hand", "n   ARI   AMI", "1  0.10  0.20"]);
    }
}
