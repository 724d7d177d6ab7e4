//! Outputs for vectors: a file that gets its name when it is complete, or a stream.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;

use super::super::ExchangeError;
use crate::output_file::{OutputFile, Readers};

/// An output for vectors.
pub enum VectorTarget {
    /// A file, and whether it may replace an existing one.
    File(PathBuf, bool),
    /// A stream and its name in messages.
    Stream(Box<dyn Write + Send>, String),
}

/// An output that is being written.
pub(super) enum Target {
    /// A file that gets its name only when it is complete.
    File(OutputFile),
    /// A stream.
    Stream { stream: Box<dyn Write + Send>, name: String },
}

impl Target {
    /// Opens it. Only the owner can read a new file: vectors reveal much about the texts from which they were computed.
    pub(super) fn open(target: VectorTarget) -> Result<Self, ExchangeError> {
        match target {
            VectorTarget::Stream(stream, name) => Ok(Self::Stream { stream, name }),
            VectorTarget::File(path, replace) => OutputFile::begin(&path, replace, Readers::Owner)
                .map(Self::File)
                .map_err(|cause| failed_at(path, cause)),
        }
    }

    /// Returns the file, if the output is one.
    pub(super) fn file(&mut self) -> Option<&mut File> {
        match self {
            Self::File(output) => Some(output.file()),
            Self::Stream { .. } => None,
        }
    }

    /// Returns an error of writing that names the output.
    pub(super) fn failed(&self, cause: io::Error) -> ExchangeError {
        ExchangeError::Write { place: self.place(), cause }
    }

    /// Returns its name in messages.
    pub(super) fn place(&self) -> String {
        match self {
            Self::File(output) => output.path().display().to_string(),
            Self::Stream { name, .. } => name.clone(),
        }
    }

    /// Makes sure that everything is written, and gives a file its name.
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
