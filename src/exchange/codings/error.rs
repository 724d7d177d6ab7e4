//! What can be wrong with a table of coded segments.

use crate::exchange::Fault;

/// Why a table cannot be taken as codings.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodingsError {
    /// A column that is needed is not found.
    #[error("{table}: no column is known to hold {what}; columns are {columns}; name it with {option}")]
    NoColumn {
        /// The table.
        table: String,
        /// What it would hold.
        what: &'static str,
        /// The option that names it.
        option: &'static str,
        /// The headings there are.
        columns: String,
    },
    /// A column was named that is not there, or not once.
    #[error("{table}: {option} {wanted}: {how_many}; columns are {columns}")]
    NoSuchColumn {
        /// The table.
        table: String,
        /// The option.
        option: &'static str,
        /// The name.
        wanted: String,
        /// Whether there is none or more than one.
        how_many: &'static str,
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
    #[error("{table}, {place}: `{cell}` in column `{column}` is no {what}; write whole numbers there")]
    NoPosition {
        /// The table.
        table: String,
        /// The line or row.
        place: String,
        /// The column.
        column: String,
        /// The cell.
        cell: String,
        /// What it should be.
        what: &'static str,
    },
    /// Two signs may separate the levels of codes.
    #[error(
        "{table}: the levels of codes may be separated by `{first}` (as in `{first_code}`) or by `{second}` (as in \
         `{second_code}`); say which with --path-separator, or --path-separator none where neither is meant"
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
    #[error("{option} \"\": nothing separates nothing; give the sign, or `none` where a cell is one code")]
    EmptySeparator {
        /// The option.
        option: &'static str,
    },
    /// A cell of a column that stands for a code.
    #[error(
        "{table}, line {line}: `{cell}` in column `{column}` does not say whether the code applies; write 1 there or leave it \
         empty, or name the column that holds the codes with --code-column"
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
    /// A file is not what `--format` says.
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
    /// What the user can do about it.
    #[must_use]
    pub fn fault(&self) -> Fault {
        match self {
            Self::NoColumn { .. }
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
