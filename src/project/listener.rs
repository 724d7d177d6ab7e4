//! Who hears what a long action has to say before it is done.

use crate::domain::{Notice, Progress};

use super::view::DocumentView;

/// Hears the progress of an action, and the facts that must be known before its end.
pub trait Listener: Progress {
    /// The documents were read; this is who was found speaking, and the roles assumed. Nothing is embedded yet.
    fn documents(&self, documents: &[DocumentView]);

    /// Facts came up: files left aside, a language that the model was not made for.
    fn notices(&self, notices: &[Notice]);
}
