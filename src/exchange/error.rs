//! Errors of reading and writing files of other programs. Every message names the file, the place in it and a remedy.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::fault::Fault;
use crate::domain::{Action, Remedy, io_cause};

/// Why texts cannot be read, or vectors cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExchangeError {
    /// The operating system refuses to open the input.
    #[error("{name}: cannot be read ({}); check that it exists and that you may read it", io_cause(.cause))]
    Unreadable {
        /// The file, or standard input.
        name: String,
        /// What the operating system says.
        #[source]
        cause: io::Error,
    },
    /// The input is a folder; a file was expected.
    #[error("{name}: this is a folder. Choose one file of it")]
    Folder {
        /// The folder.
        name: String,
    },
    /// A stream that must be read from its end could not be copied to a file.
    #[error(
        "{name}: must be copied to {folder} first, but that failed ({}). Choose the file itself instead, or free \
         space in that folder",
        io_cause(.cause)
    )]
    Scratch {
        /// The name of the stream in messages.
        name: String,
        /// The folder that it was to be copied to.
        folder: String,
        /// Why that failed.
        #[source]
        cause: io::Error,
    },
    /// The file's ending names no known format.
    #[error("{name}: its ending names no known format; the known endings are {known}. {ending}")]
    UnknownEnding {
        /// The file.
        name: String,
        /// The parameter that names a format.
        parameter: &'static str,
        /// The endings that are known.
        known: String,
        /// What the ending shows instead.
        ending: OtherEnding,
    },
    /// The input has another format.
    #[error("{name}: this is not {format}: {found}")]
    NotOfFormat {
        /// The input.
        name: String,
        /// The format that was expected.
        format: &'static str,
        /// What it holds instead.
        found: OtherContent,
    },
    /// The input is cut off or damaged.
    #[error(
        "{name}: cut off or damaged, or a kind of {format} that cannot be read ({problem}). Write the file again"
    )]
    Damaged {
        /// The input.
        name: String,
        /// Its format.
        format: &'static str,
        /// What was found.
        problem: String,
    },
    /// The input holds bytes that are not UTF-8.
    #[error(
        "{name}, {place}{}: not valid UTF-8. Save the file as UTF-8, for example with `iconv -f windows-1252 -t utf-8`",
        column.as_ref().map(|column| format!(", column `{column}`")).unwrap_or_default()
    )]
    NotUtf8 {
        /// The input.
        name: String,
        /// The place in the input.
        place: SourcePosition,
        /// The column, where the input is a table.
        column: Option<String>,
    },
    /// A text is too long.
    #[error(
        "{name}, {place}: this text has more than {limit} bytes. Cut it into segments, or check the format of the file"
    )]
    TooLong {
        /// The input.
        name: String,
        /// The place where it begins.
        place: SourcePosition,
        /// The most bytes that a text may have.
        limit: usize,
    },
    /// A table is malformed.
    #[error("{name}, {place}: {problem}")]
    Table {
        /// The input.
        name: String,
        /// The place in the table.
        place: SourcePosition,
        /// What is wrong, and how to correct it.
        problem: String,
    },
    /// A column was chosen, but the format has none.
    #[error(
        "{name}: a file of lines has no columns to choose from. If the file is a table, choose that format"
    )]
    NoColumns {
        /// The input.
        name: String,
        /// The parameter that names a column.
        parameter: &'static str,
    },
    /// No column has the name that was given, or several have it.
    #[error("{name}: {how_many} `{wanted}`; its columns are {columns}")]
    NoSuchColumn {
        /// The input.
        name: String,
        /// The parameter that names it.
        parameter: &'static str,
        /// The name that was given.
        wanted: String,
        /// Whether no column or several columns have the name, as the beginning of a clause.
        how_many: &'static str,
        /// The columns of the input.
        columns: String,
    },
    /// It cannot be determined which column holds the texts.
    #[error("{name}: {how_many}; its columns are {columns}. Choose the column that holds the texts")]
    NoTextColumn {
        /// The input.
        name: String,
        /// Whether no column or several columns may hold them, as the beginning of a sentence.
        how_many: &'static str,
        /// The parameter that names the column.
        parameter: &'static str,
        /// The columns of the input.
        columns: String,
    },
    /// The chosen column does not hold texts.
    #[error(
        "{name}: column `{column}` holds {other_type}, not text. Choose another column, or write this one as text"
    )]
    NotText {
        /// The input.
        name: String,
        /// The parameter that names the column.
        parameter: &'static str,
        /// The column.
        column: String,
        /// Its type.
        other_type: String,
    },
    /// A column to be copied has the same name as a column of the output.
    #[error(
        "column `{column}` cannot be copied to the output, which already has a column of that name. Rename it"
    )]
    Clash {
        /// The column.
        column: String,
    },
    /// A `.npy` file can hold vectors only.
    #[error("a .npy file can hold vectors only, no other columns. Write .parquet or .arrow instead")]
    VectorsOnly {
        /// The parameter that requests another column.
        parameter: &'static str,
    },
    /// A `.npy` file cannot mark a row as having no vector.
    #[error(
        "{}row {row} (counted from 0) holds no text, and a .npy file cannot record that. Write .parquet or .arrow, \
         or leave such rows out",
        column.as_ref().map(|column| format!("column `{column}`: ")).unwrap_or_default()
    )]
    NoText {
        /// The column of texts.
        column: Option<String>,
        /// The row, counted from 0.
        row: u64,
    },
    /// A table of coded segments cannot be read.
    #[error(transparent)]
    Codings(#[from] super::codings::CodingsError),
    /// The output exists already.
    #[error("{}: this file exists already. Choose another name, or replace it", .0.display())]
    Exists(PathBuf),
    /// The output is a folder, a device or the like.
    #[error("{}: this is not a file that can be replaced. Choose a file", .0.display())]
    NotAFile(PathBuf),
    /// The format cannot be written to a stream.
    #[error(
        "a .npy file cannot be written to a stream, because its first bytes state the number of rows. Choose a file, or \
         another format"
    )]
    NeedsFile,
    /// The output could not be written.
    #[error("{place}: the vectors cannot be written ({}){}", io_cause(.cause), remedy(.cause))]
    Write {
        /// The file, or standard output.
        place: String,
        /// What the operating system says.
        #[source]
        cause: io::Error,
    },
}

/// A place in an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourcePosition {
    /// A line, counted from 1.
    Line(u64),
    /// A row, counted from 0, as in the output.
    Row(u64),
}

impl fmt::Display for SourcePosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Row(row) => write!(f, "row {row} (counted from 0)"),
        }
    }
}

/// What a file's ending shows, if it is not a format that can be used here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OtherEnding {
    /// A compressed file.
    Compressed,
    /// A transcript, which holds more than a list of texts.
    Transcript,
    /// No known format.
    Unknown,
}

impl fmt::Display for OtherEnding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Compressed => "Unpack it first, or pass the unpacked text as a stream and name its format",
            Self::Transcript => "It looks like a transcript: suggest candidate themes from it instead",
            Self::Unknown => "Name its format",
        })
    }
}

/// What an input holds, where it does not have the expected format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OtherContent {
    /// No bytes, or only the beginning of a file.
    CutOff,
    /// No bytes at all.
    Empty,
    /// Encrypted Parquet.
    Encrypted,
    /// Apache Arrow's IPC.
    Arrow,
    /// Apache Parquet.
    Parquet,
    /// Feather, version 1.
    FirstFeather,
    /// A zip archive.
    Zip,
    /// No known format.
    Unknown,
}

impl fmt::Display for OtherContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CutOff => "it is empty or cut off",
            Self::Empty => "it is empty; even a stream without rows must begin with its columns",
            Self::Encrypted => "it is encrypted. Write it again without encryption",
            Self::Arrow => "it holds Arrow IPC",
            Self::Parquet => "it holds Parquet",
            Self::FirstFeather => "it holds version 1 of Feather. Write it again as version 2",
            Self::Zip => "it holds a zip archive. Unpack it first",
            Self::Unknown => "it holds something else. Name its format",
        })
    }
}

impl OtherContent {
    fn remedies(self) -> Vec<Remedy> {
        match self {
            Self::Arrow => vec![Remedy::give_value("source_format", "arrow")],
            Self::Parquet => vec![Remedy::give_value("source_format", "parquet")],
            Self::Unknown => vec![Remedy::give("source_format")],
            _ => Vec::new(),
        }
    }
}

impl ExchangeError {
    /// Returns where the user can correct the error.
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

    /// Returns what the user can do other than correct the input.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::UnknownEnding { parameter, ending, .. } => match ending {
                OtherEnding::Transcript => vec![Remedy::take(Action::Suggest)],
                OtherEnding::Compressed | OtherEnding::Unknown => vec![Remedy::give(parameter)],
            },
            Self::NotOfFormat { found, .. } => found.remedies(),
            Self::TooLong { .. } => vec![Remedy::give("source_format")],
            Self::NoColumns { parameter, .. } => {
                vec![Remedy::give_value("source_format", "csv"), Remedy::leave_out(parameter)]
            }
            Self::NoSuchColumn { parameter, .. }
            | Self::NoTextColumn { parameter, .. }
            | Self::NotText { parameter, .. } => vec![Remedy::give(parameter)],
            Self::Clash { .. } => vec![Remedy::give("id_columns")],
            Self::VectorsOnly { parameter } => {
                vec![Remedy::leave_out(parameter), Remedy::give_value("target_format", "parquet")]
            }
            Self::NoText { .. } => vec![Remedy::give_value("target_format", "parquet")],
            Self::Codings(error) => error.remedies(),
            Self::Exists(_) => vec![Remedy::give("force")],
            Self::NotAFile(_) => vec![Remedy::give("target")],
            Self::NeedsFile => {
                vec![Remedy::give("target"), Remedy::give_value("target_format", "arrows")]
            }
            Self::Write { cause, .. } if cause.kind() == io::ErrorKind::StorageFull => {
                vec![Remedy::give("target")]
            }
            _ => Vec::new(),
        }
    }

    /// Tells whether the program that read the vectors stopped reading.
    #[must_use]
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Write { cause, .. } if cause.kind() == io::ErrorKind::BrokenPipe)
    }
}

fn remedy(cause: &io::Error) -> &'static str {
    match cause.kind() {
        io::ErrorKind::StorageFull => ": free some space, or write to another disk",
        io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => {
            ": check that the folder exists and that you may write there"
        }
        _ => "",
    }
}
