//! What the program did by itself, as an operation of the log: no coder decided it.

use super::operation::OperationKind;

/// An operation without a coder, with what its sentence is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgramOperation {
    /// The project file was made.
    Created,
    /// Candidate themes were suggested.
    Suggested {
        /// How many.
        n_themes: usize,
        /// From how many documents.
        n_documents: usize,
    },
    /// The log of another copy was joined.
    Joined {
        /// How many of its operations were joined.
        n_joined: usize,
        /// How many were set aside, since they contradict this copy.
        n_set_aside: usize,
    },
    /// Anything else.
    Other(OperationKind),
    /// The digests of what a file of an older version held were recorded.
    Upgraded,
}
