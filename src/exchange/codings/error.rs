//! Errors in a table of coded segments.

use crate::domain::Remedy;
use crate::exchange::fault::Fault;

/// Why a table cannot be read as codings.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CodingsError {
    /// A required column is not found.
    #[error(
        "{table}: no column is recognised as {what}; its columns are {columns}. Choose the column that holds it. The table needs \
         one row for each coded segment, with its document, its code, and its words or its position; or with one column for each \
         code instead"
    )]
    NoColumn {
        /// The table.
        table: String,
        /// What the column should hold.
        what: &'static str,
        /// The parameter that names the column.
        parameter: &'static str,
        /// The headings of the table.
        columns: String,
    },
    /// A codebook has no column of codes.
    #[error(
        "{table}: no column is recognised as the codes; its columns are {columns}. Give one of them the heading `code`"
    )]
    NoCodeHeading {
        /// The table.
        table: String,
        /// The headings of the table.
        columns: String,
    },
    /// No column has the name that was given, or several have it.
    #[error(
        "{table}: {} `{wanted}`; its columns are {columns}{}",
        if *.several { "several columns are called" } else { "no column is called" },
        if *.several { ". Rename all but one" } else { "" }
    )]
    NoSuchColumn {
        /// The table.
        table: String,
        /// The parameter that names the column.
        parameter: &'static str,
        /// The name that was given.
        wanted: String,
        /// Whether several columns have this name; `false` means that none has.
        several: bool,
        /// The headings of the table.
        columns: String,
    },
    /// No row of the table holds a code.
    #[error("{table}: holds no row with a code; export the coded segments again")]
    Empty {
        /// The table.
        table: String,
    },
    /// A cell that must hold a position holds something else.
    #[error(
        "{table}, {place}: `{cell}` in column `{column}` is not the {} of a segment. Write whole numbers there",
        if *.is_end { "end" } else { "beginning" }
    )]
    NoPosition {
        /// The table.
        table: String,
        /// The line or row.
        place: String,
        /// The column.
        column: String,
        /// The cell.
        cell: String,
        /// Whether the position is the end of a segment; `false` means its beginning.
        is_end: bool,
    },
    /// Two different signs may separate the levels of codes.
    #[error(
        "{table}: the levels of codes may be separated by `{first}` (as in `{first_code}`) or by `{second}` (as in \
         `{second_code}`). Choose one of them, or `none` if neither separates levels"
    )]
    TwoSeparators {
        /// The table.
        table: String,
        /// The first sign.
        first: String,
        /// A code that has it.
        first_code: String,
        /// The second sign.
        second: String,
        /// A code that has it.
        second_code: String,
    },
    /// The separator that was given has no character.
    #[error(
        "the separator is empty. Give the sign that separates codes, or `none` if each cell holds one code"
    )]
    EmptySeparator {
        /// The parameter.
        parameter: &'static str,
    },
    /// A cell of a code's own column says neither that the code applies nor that it does not.
    #[error(
        "{table}, line {line}: `{cell}` in column `{column}` does not say whether the code applies; write 1 there or leave it \
         empty, or choose the column that holds the codes"
    )]
    NoMark {
        /// The table.
        table: String,
        /// The line or row.
        line: u64,
        /// The column.
        column: String,
        /// The cell.
        cell: String,
    },
    /// A file that is no table, with the way to one.
    #[error(
        "{table}: {what} cannot be imported; {remedy}. An import reads .csv, .tsv and .xlsx, and .txt and .docx of NVivo"
    )]
    NoTable {
        /// The file.
        table: String,
        /// What it is, with its ending.
        what: String,
        /// The remedy.
        remedy: &'static str,
    },
    /// A file is not an export of the program that was named.
    #[error("{table}: this is not an export of {tool}: {problem}")]
    NotOfTool {
        /// The file.
        table: String,
        /// The program.
        tool: &'static str,
        /// What is missing.
        problem: &'static str,
    },
}

impl CodingsError {
    /// Returns what the user can do other than correct the table.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::NoColumn { parameter, .. }
            | Self::NoSuchColumn { parameter, .. }
            | Self::EmptySeparator { parameter } => vec![Remedy::give(parameter)],
            Self::NoPosition { is_end: false, .. } => vec![Remedy::give("start_column")],
            Self::NoPosition { .. } => vec![Remedy::give("end_column")],
            Self::TwoSeparators { .. } => vec![Remedy::give("path_separator")],
            Self::NoMark { .. } => vec![Remedy::give("code_column")],
            Self::NotOfTool { .. } => vec![Remedy::give("tool")],
            Self::NoCodeHeading { .. } | Self::Empty { .. } | Self::NoTable { .. } => Vec::new(),
        }
    }

    /// Returns where the user can correct the error.
    #[must_use]
    pub fn fault(&self) -> Fault {
        match self {
            Self::NoColumn { .. }
            | Self::NoCodeHeading { .. }
            | Self::Empty { .. }
            | Self::NoPosition { .. }
            | Self::NoTable { .. }
            | Self::NotOfTool { .. }
            | Self::NoMark { .. } => Fault::Input,
            Self::NoSuchColumn { .. } | Self::TwoSeparators { .. } | Self::EmptySeparator { .. } => {
                Fault::Option
            }
        }
    }
}
