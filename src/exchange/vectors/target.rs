//! Where vectors go: a file that gets its name when it is whole, or a stream.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;

use super::super::ExchangeError;
use crate::output_file::{OutputFile, Readers};

/// Where to write vectors.
pub enum VectorTarget {
    /// A file, and whether it may replace one.
    File(PathBuf, bool),
    /// A stream, and what to call it.
    Stream(Box<dyn Write + Send>, String),
}

/// An output that is being written.
pub(super) enum Target {
    /// A file that has its name only when it is whole.
    File(OutputFile),
    /// A stream.
    Stream { stream: Box<dyn Write + Send>, name: String },
}

impl Target {
    /// Opens it. A new file can be read by its owner alone: vectors say much of the words that they were made of.
    pub(super) fn open(target: VectorTarget) -> Result<Self, ExchangeError> {
        match target {
            VectorTarget::Stream(stream, name) => Ok(Self::Stream { stream, name }),
            VectorTarget::File(path, replace) => OutputFile::begin(&path, replace, Readers::Owner)
                .map(Self::File)
                .map_err(|cause| failed_at(path, cause)),
        }
    }

    /// The file, where it is one.
    pub(super) fn file(&mut self) -> Option<&mut File> {
        match self {
            Self::File(output) => Some(output.file()),
            Self::Stream { .. } => None,
        }
    }

    /// An error of writing, with where.
    pub(super) fn failed(&self, cause: io::Error) -> ExchangeError {
        ExchangeError::Write { place: self.place(), cause }
    }

    /// What it is called in messages.
    pub(super) fn place(&self) -> String {
        match self {
            Self::File(output) => output.path().display().to_string(),
            Self::Stream { name, .. } => name.clone(),
        }
    }

    /// Makes sure that all is written and gives a file its name.
    pub(super) fn finish(mut self) -> Result<(), ExchangeError> {
        if let Err(cause) = self.flush() {
            return Err(self.failed(cause));
        }
        let Self::File(output) = self else { return Ok(()) };
        let path = output.path().to_owned();
        output.finish().map_err(|cause| failed_at(path, cause))
    }
}

fn failed_at(path: PathBuf, cause: io::Error) -> ExchangeError {
    match cause.kind() {
        io::ErrorKind::AlreadyExists => ExchangeError::Exists(path),
        io::ErrorKind::IsADirectory | io::ErrorKind::InvalidInput => ExchangeError::NotAFile(path),
        _ => ExchangeError::Write { place: path.display().to_string(), cause },
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File(output) => output.file().write(bytes),
            Self::Stream { stream, .. } => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File(output) => output.file().flush(),
            Self::Stream { stream, .. } => stream.flush(),
        }
    }
}

impl std::fmt::Debug for VectorTarget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path, force) => f.debug_tuple("File").field(path).field(force).finish(),
            Self::Stream(_, name) => f.debug_tuple("Stream").field(name).finish(),
        }
    }
}
