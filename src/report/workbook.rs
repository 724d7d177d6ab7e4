//! Tables as a workbook: one sheet each.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
};

use super::error::ReportError;
use super::table::{Cell, Table};
use crate::domain::{begins_formula, is_right_to_left};

/// The most characters of a cell, in UTF-16 units, as Excel's specification gives them.
const LONGEST_CELL: usize = 32_767;
/// The most rows of a sheet.
const MOST_ROWS: usize = 1_048_576;
/// The height of a line and the highest row, in points.
const LINE: f64 = 15.0;
const HIGHEST_ROW: f64 = 409.0;
/// Reading from right to left, in the numbering of the format.
const RIGHT_TO_LEFT: u8 = 2;

/// Returns tables as the bytes of an XLSX workbook, one sheet each: headings stay in view and can be filtered. Texts are stored as texts,
/// whatever they begin with, and stay so when a cell is edited. `as_of` is the moment that the workbook shows, as RFC 3339 in UTC.
///
/// # Errors
/// [`ReportError::LongCell`] and [`ReportError::ManyRows`] where the format has no room.
pub fn workbook(title: &str, as_of: &str, tables: &[Table]) -> Result<Vec<u8>, ReportError> {
    let mut book = Workbook::new();
    // The library does not read the clock: the moment is that of the study.
    let moment = match ExcelDateTime::parse_from_str(as_of) {
        Ok(moment) => moment,
        Err(_) => ExcelDateTime::from_ymd(2000, 1, 1)?,
    };
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&moment));
    let styles = Styles::new();
    for table in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(&table.name)?;
        write(sheet, table, &styles)?;
    }
    Ok(book.save_to_buffer()?)
}

struct Styles {
    heading: Format,
    plain: Format,
    text: TextStyle,
    right_to_left: TextStyle,
}

/// The format of a text, and of one that begins like a formula.
struct TextStyle {
    plain: Format,
    quoted: Format,
}

impl TextStyle {
    fn new(plain: Format) -> Self {
        Self { quoted: plain.clone().set_quote_prefix(), plain }
    }
}

impl Styles {
    fn new() -> Self {
        let plain = Format::new().set_align(FormatAlign::Top).set_text_wrap();
        Self {
            heading: plain
                .clone()
                .set_bold()
                .set_border_bottom(FormatBorder::Thin)
                .set_background_color(Color::RGB(0x00EE_F1F4)),
            right_to_left: TextStyle::new(
                plain.clone().set_reading_direction(RIGHT_TO_LEFT).set_align(FormatAlign::Right),
            ),
            // With a little space before it, since a number may stand at its side.
            text: TextStyle::new(plain.clone().set_align(FormatAlign::Left).set_indent(1)),
            plain,
        }
    }

    fn of(&self, text: &str) -> &Format {
        let style = if is_right_to_left(text) { &self.right_to_left } else { &self.text };
        if begins_formula(text) { &style.quoted } else { &style.plain }
    }
}

fn write(sheet: &mut Worksheet, table: &Table, styles: &Styles) -> Result<(), ReportError> {
    let n_rows = table.rows.len() + 1;
    if n_rows > MOST_ROWS {
        return Err(ReportError::ManyRows { sheet: table.name.clone(), n_rows, limit: MOST_ROWS });
    }
    for (at, column) in (0..).zip(&table.columns) {
        sheet.set_column_width(at, column.width)?;
        sheet.write_string_with_format(0, at, &column.heading, &styles.heading)?;
    }
    for (line, row) in (1..).zip(&table.rows) {
        for ((at, cell), column) in (0..).zip(row).zip(&table.columns) {
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => {
                    let n_characters = text.encode_utf16().count();
                    if n_characters > LONGEST_CELL {
                        return Err(ReportError::LongCell {
                            sheet: table.name.clone(),
                            row: line as usize + 1,
                            column: column.heading.clone(),
                            n_characters,
                            limit: LONGEST_CELL,
                        });
                    }
                    sheet.write_string_with_format(line, at, text, styles.of(text))?;
                }
                Cell::Whole(n) => {
                    sheet.write_number_with_format(line, at, *n as f64, &styles.plain)?;
                }
                Cell::Number(value) => {
                    sheet.write_number_with_format(line, at, *value, &styles.plain)?;
                }
            }
        }
        sheet.set_row_height(line, height(table, row))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    if let Some(last) = u16::try_from(table.columns.len()).ok().and_then(|n| n.checked_sub(1)) {
        sheet.autofilter(0, 0, (n_rows - 1) as u32, last)?;
    }
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

/// Returns the height in points that shows the texts of a row, as far as the format allows. Not every program finds the height itself.
fn height(table: &Table, row: &[Cell]) -> f64 {
    let n_lines = |(cell, column): (&Cell, &super::table::Column)| {
        let text = cell.to_string();
        let in_a_line = usize::from(column.width).max(1);
        text.split('\n').map(|line| line.chars().count().div_ceil(in_a_line).max(1)).sum::<usize>()
    };
    let most = row.iter().zip(&table.columns).map(n_lines).max().unwrap_or(1);
    (most as f64 * LINE).min(HIGHEST_ROW)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Column;

    fn table(cell: Cell) -> Table {
        Table { name: "codings".to_owned(), columns: vec![Column::new("text", 60)], rows: vec![vec![cell]] }
    }

    #[test]
    fn a_text_that_no_cell_can_hold_is_refused_with_its_place() {
        let longest = "é".repeat(LONGEST_CELL);
        assert!(workbook("t", "2026-01-02T08:00:00Z", &[table(longest.clone().into())]).is_ok());
        let refused = workbook("t", "", &[table((longest + "é").into())]).unwrap_err();
        assert!(
            refused
                .to_string()
                .starts_with("sheet “codings”, row 2, column text: the text has 32768 characters"),
            "{refused}"
        );
        assert_eq!(refused.remedies().len(), 1);
    }

    #[test]
    fn a_row_is_as_high_as_its_longest_text() {
        let table = table(Cell::Empty);
        let lines = |text: &str| height(&table, &[text.into()]) / LINE;
        assert_eq!([lines("a"), lines(&"a".repeat(61)), lines("a\nb\nc")], [1.0, 2.0, 3.0]);
        assert_eq!(height(&table, &["a\n".repeat(100).into()]), HIGHEST_ROW);
    }

    #[test]
    fn the_same_tables_give_the_same_bytes() {
        let made = || workbook("t", "2026-01-02T08:00:00Z", &[table("=1+1".into())]).unwrap();
        assert_eq!(made(), made());
        assert!(made().starts_with(b"PK"));
    }
}
