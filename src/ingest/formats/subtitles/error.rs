//! What is wrong with a subtitle file.

/// A subtitle file that cannot be read, with the line and the remedy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub(in crate::ingest) struct CueError {
    /// The line, counted from 1.
    pub(in crate::ingest) line: usize,
    /// What is wrong there, and what to do.
    pub(in crate::ingest) message: String,
}
