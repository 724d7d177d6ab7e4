//! Where vectors go: a file that gets its name when it is whole, or a stream.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use super::super::ExchangeError;

/// Where to write vectors.
pub enum VectorTarget {
    /// A file, and whether it may replace one.
    File(PathBuf, bool),
    /// A stream, and what to call it.
    Stream(Box<dyn Write + Send>, String),
}

/// An output that is being written.
pub(super) enum Target {
    /// A file under another name beside its own.
    File { written: NamedTempFile, path: PathBuf, force: bool },
    /// A stream.
    Stream { stream: Box<dyn Write + Send>, name: String },
}

impl Target {
    /// Opens it. A file is made beside its own name, hidden, so that nothing takes a half-written one for whole.
    pub(super) fn open(target: VectorTarget) -> Result<Self, ExchangeError> {
        let (path, force) = match target {
            VectorTarget::Stream(stream, name) => return Ok(Self::Stream { stream, name }),
            VectorTarget::File(path, force) => (path, force),
        };
        match fs::metadata(&path) {
            Ok(found) if !found.is_file() => return Err(ExchangeError::NotAFile(path)),
            Ok(_) if !force => return Err(ExchangeError::Exists(path)),
            _ => {}
        }
        let failed = |cause| ExchangeError::Write { place: path.display().to_string(), cause };
        let Some(name) = path.file_name() else { return Err(ExchangeError::NotAFile(path)) };
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut prefix = std::ffi::OsString::from(".");
        prefix.push(name);
        prefix.push(".");
        let mut builder = Builder::new();
        builder.prefix(&prefix).suffix(".part");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // As any new file has them: what the user's mask leaves of these.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let written = builder.tempfile_in(folder).map_err(failed)?;
        Ok(Self::File { written, path, force })
    }

    /// The file, where it is one.
    pub(super) fn file(&mut self) -> Option<&mut File> {
        match self {
            Self::File { written, .. } => Some(written.as_file_mut()),
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
            Self::File { path, .. } => path.display().to_string(),
            Self::Stream { name, .. } => name.clone(),
        }
    }

    /// Makes sure that all is written and gives a file its name.
    pub(super) fn finish(mut self) -> Result<(), ExchangeError> {
        if let Err(cause) = self.flush() {
            return Err(self.failed(cause));
        }
        let Self::File { written, path, force } = self else { return Ok(()) };
        let named = written.as_file().sync_all().and_then(|()| {
            let named = if force { written.persist(&path) } else { written.persist_noclobber(&path) };
            named.map(drop).map_err(|error| error.error)
        });
        match named {
            Ok(()) => Ok(()),
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => Err(ExchangeError::Exists(path)),
            Err(cause) => Err(ExchangeError::Write { place: path.display().to_string(), cause }),
        }
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File { written, .. } => written.as_file_mut().write(bytes),
            Self::Stream { stream, .. } => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File { written, .. } => written.as_file_mut().flush(),
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
