//! Differences between two states of a project, record by record.

use serde::{Serialize, Serializer};

use super::coder::CoderId;
use super::record::{Record, RecordKey};

/// Whether a record was added, removed or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DifferenceKind {
    /// Only in the second state.
    Added,
    /// Only in the first state.
    Removed,
    /// In both, with different content.
    Changed,
}

/// One record in which two states differ. `to_string()` gives the difference in a sentence, which its JSON holds as `words`.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Which record.
    pub key: RecordKey,
    /// The coder; null for what belongs to the project.
    pub coder: Option<CoderId>,
    /// How they differ.
    pub kind: DifferenceKind,
    /// The record in the first state.
    pub before: Option<Record>,
    /// The record in the second state.
    pub after: Option<Record>,
    /// The label of the code of a coding, or of the code refused for a segment; null for other records, and if the code is in
    /// neither state.
    pub code_label: Option<String>,
}

impl Difference {
    /// Returns the record of the second state, or of the first if the second has none.
    #[must_use]
    pub fn record(&self) -> Option<&Record> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

impl Serialize for Difference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Written<'a> {
            key: &'a RecordKey,
            coder: Option<&'a CoderId>,
            kind: DifferenceKind,
            before: Option<&'a Record>,
            after: Option<&'a Record>,
            code_label: Option<&'a str>,
            words: String,
        }
        Written {
            key: &self.key,
            coder: self.coder.as_ref(),
            kind: self.kind,
            before: self.before.as_ref(),
            after: self.after.as_ref(),
            code_label: self.code_label.as_deref(),
            words: self.to_string(),
        }
        .serialize(serializer)
    }
}
