//! Sources of texts: a file, or a stream that can be read only once.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::{Path, PathBuf};

use super::super::ExchangeError;

/// A source of texts.
pub enum TextSource {
    /// A file.
    File(PathBuf),
    /// A stream and its name in messages.
    Stream(Box<dyn Read + Send>, String),
}

/// A source that is read from beginning to end.
pub(super) type Stream = BufReader<Box<dyn Read + Send>>;

impl TextSource {
    /// Returns its name in messages.
    pub(super) fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Stream(_, name) => name.clone(),
        }
    }

    /// Opens it for reading from beginning to end.
    pub(super) fn stream(self) -> Result<Stream, ExchangeError> {
        Ok(BufReader::with_capacity(
            1 << 16,
            match self {
                Self::Stream(stream, _) => stream,
                Self::File(path) => Box::new(opened(&path)?),
            },
        ))
    }

    /// Opens it for reading at any position; a stream is copied to a nameless file first.
    pub(super) fn file(self, scratch: &Path) -> Result<File, ExchangeError> {
        match self {
            Self::File(path) => opened(&path),
            Self::Stream(stream, name) => laid_down(stream, &name, scratch),
        }
    }
}

/// Copies a stream to a nameless file, which disappears with the process.
pub(super) fn laid_down(mut stream: impl Read, name: &str, scratch: &Path) -> Result<File, ExchangeError> {
    let laid = tempfile::tempfile_in(scratch).and_then(|mut file| {
        io::copy(&mut stream, &mut file)?;
        file.rewind()?;
        Ok(file)
    });
    laid.map_err(|cause| ExchangeError::Scratch {
        name: name.to_owned(),
        folder: scratch.display().to_string(),
        cause,
    })
}

pub(super) fn opened(path: &Path) -> Result<File, ExchangeError> {
    let name = || path.display().to_string();
    let file = File::open(path).map_err(|cause| ExchangeError::Unreadable { name: name(), cause })?;
    if file.metadata().is_ok_and(|found| found.is_dir()) {
        return Err(ExchangeError::Folder { name: name() });
    }
    Ok(file)
}

impl std::fmt::Debug for TextSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
            Self::Stream(_, name) => f.debug_tuple("Stream").field(name).finish(),
        }
    }
}
