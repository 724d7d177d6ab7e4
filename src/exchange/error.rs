//! What can go wrong between this program and others: every message names the file, the place and what to do.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::fault::Fault;
use crate::domain::{Action, Remedy};

/// Why texts cannot be read or vectors not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExchangeError {
    /// The operating system refuses the input.
    #[error("{name}: cannot be read ({cause}); check that it exists and that you may read it")]
    Unreadable {
        /// The file, or standard input.
        name: String,
        /// What the operating system says.
        #[source]
        cause: io::Error,
    },
    /// A folder where a file was expected.
    #[error("{name}: this is a folder. Choose one file of it")]
    Folder {
        /// The folder.
        name: String,
    },
    /// A stream that must be read from its end cannot be copied to a file.
    #[error(
        "{name}: must be copied to {folder} first, and cannot ({cause}). Choose the file itself instead, or make room \
         in that folder"
    )]
    Scratch {
        /// What the stream is called.
        name: String,
        /// Where to.
        folder: String,
        /// Why not.
        #[source]
        cause: io::Error,
    },
    /// The ending of a file's name tells no format.
    #[error("{name}: its ending says no format; known endings are {known}. {ending}")]
    UnknownEnding {
        /// The file.
        name: String,
        /// The parameter that names a format.
        parameter: &'static str,
        /// The endings that are known.
        known: String,
        /// Whether the ending is that of a well-known other format.
        ending: OtherEnding,
    },
    /// The input is of another format.
    #[error("{name}: this is not {format}: {found}")]
    NotOfFormat {
        /// The input.
        name: String,
        /// The format that was expected.
        format: &'static str,
        /// What it is instead.
        found: OtherContent,
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
        place: SourcePosition,
        /// The column of a table.
        column: Option<String>,
    },
    /// A text beyond all measure.
    #[error(
        "{name}, {place}: a text of more than {limit} bytes. Cut it into segments, or check the format of the file"
    )]
    TooLong {
        /// The input.
        name: String,
        /// Where it begins.
        place: SourcePosition,
        /// The most bytes that a text may have.
        limit: usize,
    },
    /// A table is not well formed.
    #[error("{name}, {place}: {problem}")]
    Table {
        /// The input.
        name: String,
        /// Where.
        place: SourcePosition,
        /// What is wrong, with the remedy.
        problem: String,
    },
    /// A column was named where there are none.
    #[error(
        "{name}: a file of lines has no columns, so no column can be chosen. If it is a table, choose that format"
    )]
    NoColumns {
        /// The input.
        name: String,
        /// The parameter that names a column.
        parameter: &'static str,
    },
    /// A column that is not there, or not once.
    #[error("{name}: {how_many} `{wanted}`; its columns are {columns}")]
    NoSuchColumn {
        /// The input.
        name: String,
        /// The parameter that names it.
        parameter: &'static str,
        /// The name.
        wanted: String,
        /// Whether none or several are called so, as the beginning of a clause.
        how_many: &'static str,
        /// The columns there are.
        columns: String,
    },
    /// Nobody knows which column holds the texts.
    #[error("{name}: {how_many}; its columns are {columns}. Choose the column that holds the texts")]
    NoTextColumn {
        /// The input.
        name: String,
        /// Whether there is none or more than one.
        how_many: &'static str,
        /// The parameter that names it.
        parameter: &'static str,
        /// The columns there are.
        columns: String,
    },
    /// The column named holds no texts.
    #[error(
        "{name}: column `{column}` holds {other_type}, not text. Choose another column, or write it again as text"
    )]
    NotText {
        /// The input.
        name: String,
        /// The parameter that names it.
        parameter: &'static str,
        /// The column.
        column: String,
        /// Its type.
        other_type: String,
    },
    /// A column to be handed on has the name of one that is written.
    #[error(
        "column `{column}` cannot be copied to the output, which has a column of that name already. Rename it"
    )]
    Clash {
        /// The column.
        column: String,
    },
    /// A `.npy` file holds vectors and nothing else.
    #[error("a .npy file holds vectors only, and no other columns. Write .parquet or .arrow instead")]
    VectorsOnly {
        /// The parameter that asks for more.
        parameter: &'static str,
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
    #[error("{}: there is such a file already. Choose another name, or replace it", .0.display())]
    Exists(PathBuf),
    /// The output is a folder, a device or the like.
    #[error("{}: this is not a file that could be replaced. Choose a file", .0.display())]
    NotAFile(PathBuf),
    /// The format cannot be written as a stream.
    #[error(
        "a .npy file cannot be written as a stream, since its beginning says how many rows follow. Choose a file, or \
         another format"
    )]
    NeedsFile,
    /// The output could not be written.
    #[error("{place}: the vectors cannot be written ({cause}){}", remedy(.cause))]
    Write {
        /// The file, or standard output.
        place: String,
        /// Why.
        #[source]
        cause: io::Error,
    },
}

/// A place in an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourcePosition {
    /// A line, counted from 1.
    Line(u64),
    /// A row, counted from 0, as in what is written.
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

/// What the ending of a file's name says where it is no format that can be used here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OtherEnding {
    /// A compressed file.
    Compressed,
    /// A transcript, which is more than a list of texts.
    Transcript,
    /// Nothing that is known.
    Unknown,
}

impl fmt::Display for OtherEnding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Compressed => {
                "Unpack it first, or pass the unpacked text on as a stream and say its format"
            }
            Self::Transcript => "It looks like a transcript: suggest candidate themes from it instead",
            Self::Unknown => "Say its format",
        })
    }
}

/// What an input holds where it is not of the format that was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OtherContent {
    /// Nothing, or only the beginning of something.
    CutOff,
    /// Nothing at all.
    Empty,
    /// Parquet that is encrypted.
    Encrypted,
    /// Apache Arrow's IPC.
    Arrow,
    /// Apache Parquet.
    Parquet,
    /// The first version of Feather.
    FirstFeather,
    /// A zip archive.
    Zip,
    /// Nothing that is known.
    Unknown,
}

impl fmt::Display for OtherContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CutOff => "it is empty or cut off",
            Self::Empty => "it is empty, and even a stream without rows begins with its columns",
            Self::Encrypted => "it is encrypted. Write it again without encryption",
            Self::Arrow => "it holds Arrow IPC",
            Self::Parquet => "it holds Parquet",
            Self::FirstFeather => "it holds version 1 of Feather. Write it again as version 2",
            Self::Zip => "it holds a zip archive. Unpack it first",
            Self::Unknown => "it holds something else. Say its format",
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

    /// Returns what the user can do, other than mending the input.
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

    /// Whether whoever read the vectors stopped reading.
    #[must_use]
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Write { cause, .. } if cause.kind() == io::ErrorKind::BrokenPipe)
    }
}

fn remedy(cause: &io::Error) -> &'static str {
    match cause.kind() {
        io::ErrorKind::StorageFull => ": make room, or write to another disk",
        io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => {
            ": check that the folder exists and its permissions"
        }
        _ => "",
    }
}
