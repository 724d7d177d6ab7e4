//! The kinds of notices.

use serde::{Deserialize, Serialize};

/// The kinds of facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    /// How a file was decoded or repaired.
    Reading,
    /// A file of the folder that was not taken as a transcript.
    LeftAside,
    /// Who was recognised as which speaker, coder or participant.
    Roles,
    /// A language that the model was not made for.
    Language,
    /// A segment longer than the model's window.
    Window,
    /// How much evidence the result has, or what an algorithm did not achieve.
    Evidence,
}

impl NoticeKind {
    /// Tells whether the fact matters whenever the result is shown, and not only when it is made.
    #[must_use]
    pub const fn is_lasting(self) -> bool {
        matches!(self, Self::Language | Self::Window | Self::Evidence)
    }
}
