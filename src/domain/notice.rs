//! Notices: facts that the readers of a result must know about how it was made. They are data: [`crate::words`] puts them into
//! sentences.

use std::cmp::Ordering;

use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::notice_fact::NoticeFact;
use super::notice_kind::NoticeKind;
use super::remedy::Remedy;

/// A fact, with what it is about. `to_string()` gives the sentence, which does not repeat what it is about.
/// A project file holds it as `{"kind", "about", "fact", …}`, with the numbers and names of the fact. Programs before schema
/// version 3 kept `{"kind", "about", "message"}`: this is read as [`NoticeFact::Worded`], and written again unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The document, table or candidate that it is about; `None` for the whole run.
    pub about: Option<String>,
    /// The fact.
    pub fact: NoticeFact,
}

impl Notice {
    /// Returns a notice about one document, table or candidate.
    #[must_use]
    pub fn about(about: impl Into<String>, fact: NoticeFact) -> Self {
        Self { about: Some(about.into()), fact }
    }

    /// Returns a notice about the whole run.
    #[must_use]
    pub const fn of_run(fact: NoticeFact) -> Self {
        Self { about: None, fact }
    }

    /// Returns the kind of the fact.
    #[must_use]
    pub const fn kind(&self) -> NoticeKind {
        self.fact.kind()
    }

    /// Tells whether it matters each time the result is shown, not only when it is made.
    #[must_use]
    pub const fn is_lasting(&self) -> bool {
        self.kind().is_lasting()
    }

    /// Returns what a user can do about it; empty if there is nothing to do, or if the sentence says everything.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        self.fact.remedies()
    }

    /// Serializes notices with the facts and their sentences, as results are printed:
    /// `{"kind", "about", "fact", …, "message"}`.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn with_messages<S: Serializer>(notices: &[Self], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(notices.iter().map(|notice| notice.written(true)))
    }

    fn written(&self, with_message: bool) -> Written<'_> {
        let is_worded = matches!(self.fact, NoticeFact::Worded { .. });
        Written {
            kind: self.kind(),
            about: self.about.as_deref(),
            fact: (!is_worded).then_some(&self.fact),
            message: (is_worded || with_message).then(|| self.to_string()),
        }
    }
}

/// A notice as JSON.
#[derive(Serialize)]
struct Written<'a> {
    kind: NoticeKind,
    about: Option<&'a str>,
    #[serde(flatten)]
    fact: Option<&'a NoticeFact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

impl Serialize for Notice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.fact {
            // In the form of older programs: the digest of a document is made from these bytes.
            NoticeFact::Worded { kind, message } => {
                let mut fields = serializer.serialize_struct("Notice", 3)?;
                fields.serialize_field("kind", kind)?;
                fields.serialize_field("about", &self.about)?;
                fields.serialize_field("message", message)?;
                fields.end()
            }
            _ => self.written(false).serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Notice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Stored {
            Fact {
                about: Option<String>,
                #[serde(flatten)]
                fact: NoticeFact,
            },
            Worded {
                kind: NoticeKind,
                about: Option<String>,
                message: String,
            },
        }
        Ok(match Stored::deserialize(deserializer)? {
            Stored::Fact { about, fact } => Self { about, fact },
            Stored::Worded { kind, about, message } => {
                Self { about, fact: NoticeFact::Worded { kind, message } }
            }
        })
    }
}

impl Ord for Notice {
    /// Compares by kind, then by what it is about, then by the sentence.
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |notice: &Self| (notice.kind(), notice.about.clone(), notice.to_string());
        // Facts with the same sentence need a fixed order too.
        key(self).cmp(&key(other)).then_with(|| format!("{:?}", self.fact).cmp(&format!("{:?}", other.fact)))
    }
}

impl PartialOrd for Notice {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
