//! What can go wrong between this program and others: every message names the file, the place and the remedy.

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
    /// Bytes that are not UTF-8.
    #[error(
        "{name}, line {line}: not valid UTF-8; save it as UTF-8, as with `iconv -f windows-1252 -t utf-8`"
    )]
    NotUtf8 {
        /// The input.
        name: String,
        /// The line, counted from 1.
        line: u64,
    },
    /// A text beyond all measure.
    #[error(
        "{name}, line {line}: a text of more than {limit} bytes; cut it into segments, or check the format named"
    )]
    TooLong {
        /// The input.
        name: String,
        /// The line where it begins, counted from 1.
        line: u64,
        /// The most bytes that a text may have.
        limit: usize,
    },
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
            Self::Unreadable { .. } | Self::NotUtf8 { .. } | Self::TooLong { .. } => Fault::Input,
            Self::NeedsFile => Fault::Option,
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
