//! Facts about how a result came about that its readers must know.

use serde::{Deserialize, Serialize};

/// One such fact, with what it is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Notice {
    /// What kind of fact.
    pub kind: NoticeKind,
    /// The document or theme it is about; `None` for the whole run.
    pub about: Option<String>,
    /// The fact in a sentence, with the remedy where there is one.
    pub message: String,
}

/// The kinds of facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    /// How a file was decoded or repaired.
    Reading,
    /// A file of the folder that was not taken as a transcript.
    LeftAside,
    /// Who was taken for whom.
    Roles,
    /// A language that the model was not made for.
    Language,
    /// A segment longer than the model's window.
    Window,
    /// How much the result rests on, or what an algorithm did not reach.
    Evidence,
}
