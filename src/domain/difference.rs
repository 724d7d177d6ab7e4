//! What differs between two states of a project, record by record.

use serde::{Serialize, Serializer};

use super::coder::CoderId;
use super::record::{Record, RecordKey};

/// Whether something is in one state, in the other, or in both and not the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DifferenceKind {
    /// Only in the second.
    Added,
    /// Only in the first.
    Removed,
    /// In both, and not the same.
    Changed,
}

/// One record in which two states differ. `to_string()` gives the difference in a sentence, which its JSON holds as `words`.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Which record.
    pub key: RecordKey,
    /// Whose it is; null for what belongs to the project.
    pub coder: Option<CoderId>,
    /// How they differ.
    pub kind: DifferenceKind,
    /// What the first holds.
    pub before: Option<Record>,
    /// What the second holds.
    pub after: Option<Record>,
    /// The label of the code that a coding has or that was refused for a segment; null for other records, and where the code is
    /// in neither state.
    pub code_label: Option<String>,
}

impl Difference {
    /// Returns the record as it is in the second state, or as it was in the first where it is in no other.
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
