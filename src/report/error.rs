//! Why a report cannot be written.

use crate::domain::Remedy;

/// Why a report cannot be written; no part of a file was.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A text is longer than a cell of a workbook may be.
    #[error(
        "sheet “{sheet}”, row {row}, column {column}: the text has {n_characters} characters, and a cell of a workbook holds at most \
         {limit}. Choose another format"
    )]
    LongCell {
        /// The sheet.
        sheet: String,
        /// The row, from 1; the headings are row 1.
        row: usize,
        /// The column's heading.
        column: String,
        /// How long the text is, in UTF-16 units, which workbooks count.
        n_characters: usize,
        /// The limit of the format.
        limit: usize,
    },
    /// There are more rows than a sheet holds.
    #[error(
        "sheet “{sheet}”: there are {n_rows} rows, and a sheet of a workbook holds at most {limit}. Choose another format"
    )]
    ManyRows {
        /// The sheet.
        sheet: String,
        /// How many rows there are, the headings included.
        n_rows: usize,
        /// The limit of the format.
        limit: usize,
    },
    /// The workbook cannot be put together.
    #[error("the workbook cannot be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The container of the document cannot be put together.
    #[error("the document cannot be written: {0}")]
    Container(#[from] zip::result::ZipError),
    /// The bytes cannot be put together.
    #[error("the document cannot be written: {0}")]
    Bytes(#[from] std::io::Error),
}

impl ReportError {
    /// Returns what the user can do about it.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::LongCell { .. } | Self::ManyRows { .. } => vec![Remedy::give("format")],
            Self::Workbook(_) | Self::Container(_) | Self::Bytes(_) => Vec::new(),
        }
    }
}
