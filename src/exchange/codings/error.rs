//! What can be wrong with a table of coded segments.

use crate::domain::Remedy;
use crate::exchange::fault::Fault;

/// Why a table cannot be taken as codings.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CodingsError {
    /// A column that is needed is not found.
    #[error(
        "{table}: no column is known to hold {what}; its columns are {columns}. Choose the column that holds it"
    )]
    NoColumn {
        /// The table.
        table: String,
        /// What it would hold.
        what: &'static str,
        /// The parameter that names it.
        parameter: &'static str,
        /// The headings there are.
        columns: String,
    },
    /// A table of codes has no column of codes.
    #[error(
        "{table}: no column is known to hold the codes; its columns are {columns}. Call one of them `code`"
    )]
    NoCodeHeading {
        /// The table.
        table: String,
        /// The headings there are.
        columns: String,
    },
    /// A column was named that is not there, or not once.
    #[error(
        "{table}: {} `{wanted}`; its columns are {columns}{}",
        if *.several { "several columns are called" } else { "no column is called" },
        if *.several { ". Rename all but one" } else { "" }
    )]
    NoSuchColumn {
        /// The table.
        table: String,
        /// The parameter that names it.
        parameter: &'static str,
        /// The name.
        wanted: String,
        /// Whether there are several of this name; else there is none.
        several: bool,
        /// The headings there are.
        columns: String,
    },
    /// A table without rows.
    #[error("{table}: holds no row with a code; export the coded segments again")]
    Empty {
        /// The table.
        table: String,
    },
    /// A cell that must hold a position holds none.
    #[error(
        "{table}, {place}: `{cell}` in column `{column}` is no {}. Write whole numbers there",
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
        /// Whether it should be an end; else it should be a beginning.
        is_end: bool,
    },
    /// Two signs may separate the levels of codes.
    #[error(
        "{table}: the levels of codes may be separated by `{first}` (as in `{first_code}`) or by `{second}` (as in \
         `{second_code}`). Choose one of them, or `none` where neither is meant"
    )]
    TwoSeparators {
        /// The table.
        table: String,
        /// The one sign.
        first: String,
        /// A code that has it.
        first_code: String,
        /// The other.
        second: String,
        /// A code that has it.
        second_code: String,
    },
    /// A separator without any character.
    #[error("the separator is empty. Give the sign that separates codes, or `none` where a cell is one code")]
    EmptySeparator {
        /// The parameter.
        parameter: &'static str,
    },
    /// A cell of a column that stands for a code.
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
    /// A file is not of the program that was named.
    #[error("{table}: this is no export of {tool}: {problem}")]
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
    /// Returns what the user can do, other than mending the table.
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
            Self::NoCodeHeading { .. } | Self::Empty { .. } => Vec::new(),
        }
    }

    /// What the user can do about it.
    #[must_use]
    pub fn fault(&self) -> Fault {
        match self {
            Self::NoColumn { .. }
            | Self::NoCodeHeading { .. }
            | Self::Empty { .. }
            | Self::NoPosition { .. }
            | Self::NotOfTool { .. }
            | Self::NoMark { .. } => Fault::Input,
            Self::NoSuchColumn { .. } | Self::TwoSeparators { .. } | Self::EmptySeparator { .. } => {
                Fault::Option
            }
        }
    }
}
