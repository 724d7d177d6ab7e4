//! What can go wrong between this program and others: every message names the file, the place and the remedy.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why texts cannot be read or vectors not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The operating system refuses the input.
    #[error("{name}: cannot be read ({cause}); check that it exists and that you may read it")]
    Unreadable {
        /// The file, or standard input.
        name: String,
        /// What the operating system says.
        cause: io::Error,
    },
    /// A folder where a file was expected.
    #[error("{name}: a folder; name one file of it, or embed them one by one, each to an output of its own")]
    Folder {
        /// The folder.
        name: String,
    },
    /// A stream cannot be laid down where it could be read from its end.
    #[error("{name}: cannot be laid down in {folder} ({cause}); name the file itself, or make room there")]
    Scratch {
        /// What the stream is called.
        name: String,
        /// Where to.
        folder: String,
        /// Why not.
        cause: io::Error,
    },
    /// The ending of a file's name tells no format.
    #[error("{name}: its ending tells no format; known are {known}; name one with {option}{remedy}")]
    UnknownEnding {
        /// The file.
        name: String,
        /// The option that names a format.
        option: &'static str,
        /// The endings known.
        known: &'static str,
        /// A remedy for well-known other formats, with its own semicolon; may be empty.
        remedy: &'static str,
    },
    /// The input is of another format.
    #[error("{name}: not {format}: {remedy}")]
    NotOfFormat {
        /// The input.
        name: String,
        /// The format that was expected.
        format: &'static str,
        /// What it is instead, and what to do.
        remedy: &'static str,
    },
    /// The input is cut off or damaged.
    #[error(
        "{name}: cut off or damaged, or a kind of {format} that cannot be read ({problem}); write it again"
    )]
    Damaged {
        /// The input.
        name: String,
        /// Its format.
        format: &'static str,
        /// What was found.
        problem: String,
    },
    /// Bytes that are not UTF-8.
    #[error(
        "{name}, {place}{}: not valid UTF-8; save it as UTF-8, as with `iconv -f windows-1252 -t utf-8`",
        column.as_ref().map(|column| format!(", column `{column}`")).unwrap_or_default()
    )]
    NotUtf8 {
        /// The input.
        name: String,
        /// Where.
        place: Place,
        /// The column of a table.
        column: Option<String>,
    },
    /// A text beyond all measure.
    #[error(
        "{name}, {place}: a text of more than {limit} bytes; cut it into segments, or check --input-format"
    )]
    TooLong {
        /// The input.
        name: String,
        /// Where it begins.
        place: Place,
        /// The most bytes that a text may have.
        limit: usize,
    },
    /// A table is not well formed.
    #[error("{name}, {place}: {problem}")]
    Table {
        /// The input.
        name: String,
        /// Where.
        place: Place,
        /// What is wrong, with the remedy.
        problem: String,
    },
    /// A column was named where there are none.
    #[error("{name}: lines have no columns, so {option} names none; for a table say --input-format csv")]
    NoColumns {
        /// The input.
        name: String,
        /// The option that names a column.
        option: &'static str,
    },
    /// A column that is not there, or not once.
    #[error("{name}: {option} {wanted}: {how_many}; columns are {columns}")]
    NoSuchColumn {
        /// The input.
        name: String,
        /// The option that names it.
        option: &'static str,
        /// The name.
        wanted: String,
        /// Whether there is none or more than one.
        how_many: &'static str,
        /// The columns there are.
        columns: String,
    },
    /// Nobody knows which column holds the texts.
    #[error("{name}: {how_many}; name one with --text-column; columns are {columns}")]
    NoTextColumn {
        /// The input.
        name: String,
        /// Whether there is none or more than one.
        how_many: &'static str,
        /// The columns there are.
        columns: String,
    },
    /// The column named holds no texts.
    #[error(
        "{name}: column `{column}` holds {other_type}, not text; name another with --text-column, or cast it"
    )]
    NotText {
        /// The input.
        name: String,
        /// The column.
        column: String,
        /// Its type.
        other_type: String,
    },
    /// A column to be handed on has the name of one that is written.
    #[error("column `{column}` cannot be handed on, since a column of that name is written; rename it")]
    Clash {
        /// The column.
        column: String,
    },
    /// A `.npy` file holds vectors and nothing else.
    #[error("a .npy file holds vectors only, {option} needs a table: write .parquet or .arrow")]
    VectorsOnly {
        /// The option that asks for more.
        option: &'static str,
    },
    /// A `.npy` file has no way to say that there is no vector.
    #[error(
        "{}row {row} (counted from 0) holds no text, and a .npy file has no way to say so: write .parquet or .arrow, \
         or leave such rows out",
        column.as_ref().map(|column| format!("column `{column}`: ")).unwrap_or_default()
    )]
    NoText {
        /// The column of texts.
        column: Option<String>,
        /// The row, counted from 0.
        row: u64,
    },
    /// A table of coded segments cannot be taken.
    #[error(transparent)]
    Codings(#[from] super::codings::CodingsError),
    /// The output is there already.
    #[error("{}: the file exists; name another file, or replace it with --force", .0.display())]
    Exists(PathBuf),
    /// The output is a folder, a device or the like.
    #[error("{}: not a file that could be replaced; name a file, or - for standard output", .0.display())]
    NotAFile(PathBuf),
    /// The format cannot be written as a stream.
    #[error(
        "a .npy file cannot be written to standard output, since its head says how many rows follow; name a file with \
         --output, or take --output-format arrows"
    )]
    NeedsFile,
    /// The output could not be written.
    #[error("{place}: the vectors cannot be written ({cause}){}", remedy(.cause))]
    Write {
        /// The file, or standard output.
        place: String,
        /// Why.
        cause: io::Error,
    },
}

/// A place in an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A line, counted from 1.
    Line(u64),
    /// A row, counted from 0, as in what is written.
    Row(u64),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Row(row) => write!(f, "row {row} (counted from 0)"),
        }
    }
}

/// What a user can do about an [`ExchangeError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Mend the input.
    Input,
    /// Give another option.
    Option,
    /// Name another output, or make room for it.
    Output,
}

impl ExchangeError {
    /// What the user can do about it.
    #[must_use]
    pub fn fault(&self) -> Fault {
        match self {
            Self::Unreadable { .. }
            | Self::Folder { .. }
            | Self::Scratch { .. }
            | Self::NotOfFormat { .. }
            | Self::Damaged { .. }
            | Self::NotUtf8 { .. }
            | Self::TooLong { .. }
            | Self::Table { .. }
            | Self::NoSuchColumn { .. }
            | Self::NoTextColumn { .. }
            | Self::NotText { .. }
            | Self::NoText { .. } => Fault::Input,
            Self::Codings(error) => error.fault(),
            Self::UnknownEnding { .. }
            | Self::NoColumns { .. }
            | Self::Clash { .. }
            | Self::VectorsOnly { .. }
            | Self::NeedsFile => Fault::Option,
            Self::Exists(_) | Self::NotAFile(_) | Self::Write { .. } => Fault::Output,
        }
    }

    /// Whether whoever read the vectors stopped reading.
    #[must_use]
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Write { cause, .. } if cause.kind() == io::ErrorKind::BrokenPipe)
    }
}

fn remedy(cause: &io::Error) -> &'static str {
    match cause.kind() {
        io::ErrorKind::StorageFull => ": make room, or write elsewhere with --output",
        io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => {
            ": check that the folder exists and its permissions"
        }
        _ => "",
    }
}
