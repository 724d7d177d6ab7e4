//! Records: all decisions of coders, as one keyed value for each thing.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::candidate::{CandidateCode, CandidateTheme, Grouping, Placement};
use super::candidate_id::CandidateThemeId;
use super::code::Code;
use super::coder::{Coder, CoderId, Comparison, DefaultCoder};
use super::coding::{CodeFit, Coding};
use super::disagreement::Adjudication;
use super::disagreement::StudyApproach;
use super::ids::{CodeId, CodingId, DisagreementId, MemoId};
use super::ids::{ProposalId, RunId, SegmentId};
use super::memo::Memo;
use super::removal::RemovedDocument;

/// What a record is about. All but the first five begin with the coder to whom they belong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKey {
    /// `coder/ID`: a coder.
    Coder(CoderId),
    /// `project/comparison`: whether coders see each other's decisions.
    Comparison,
    /// `project/coder`: the default coder.
    DefaultCoder,
    /// `project/approach`: how the study understands coding.
    Approach,
    /// `project/removed/NAME`: a document that was taken out of the study. The name may hold slashes.
    Removed(String),
    /// `ID/candidate/RUN/NO`: what a coder decided about a candidate code, or about a candidate theme of a run of one level. Older logs
    /// write `theme` for `candidate`.
    CandidateCode(CoderId, RunId, ProposalId),
    /// `ID/candidate-theme/RUN/LETTERS`: what a coder decided about a candidate theme that holds candidate codes.
    CandidateTheme(CoderId, RunId, CandidateThemeId),
    /// `ID/grouping/RUN/NO`: the candidate theme in which a coder put a candidate code.
    Grouping(CoderId, RunId, ProposalId),
    /// `ID/place/RUN/SEGMENT`: where a coder put a segment.
    Place(CoderId, RunId, SegmentId),
    /// `ID/code/CODE`
    Code(CoderId, CodeId),
    /// `ID/coding/CODING`
    Coding(CoderId, CodingId),
    /// `ID/fit/CODE/RUN/SEGMENT`: a coder's decision that a segment does not belong to a code.
    Fit(CoderId, CodeId, RunId, SegmentId),
    /// `ID/memo/MEMO`
    Memo(CoderId, MemoId),
    /// `ID/verdict/DISAGREEMENT`: a coder's verdict on a disagreement.
    Adjudication(CoderId, DisagreementId),
}

impl RecordKey {
    /// Returns the coder to whom the record belongs; `None` for what belongs to the project.
    #[must_use]
    pub fn owner(&self) -> Option<&CoderId> {
        match self {
            Self::Coder(_) | Self::Comparison | Self::DefaultCoder => None,
            Self::Approach | Self::Removed(_) => None,
            Self::CandidateCode(coder, ..) | Self::CandidateTheme(coder, ..) => Some(coder),
            Self::Grouping(coder, ..) | Self::Place(coder, ..) => Some(coder),
            Self::Code(coder, _) | Self::Coding(coder, _) | Self::Memo(coder, _) => Some(coder),
            Self::Fit(coder, ..) | Self::Adjudication(coder, _) => Some(coder),
        }
    }
}

impl std::fmt::Display for RecordKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Coder(id) => write!(f, "coder/{id}"),
            Self::Comparison => f.write_str("project/comparison"),
            Self::DefaultCoder => f.write_str("project/coder"),
            Self::Approach => f.write_str("project/approach"),
            Self::Removed(document) => write!(f, "project/removed/{document}"),
            Self::CandidateCode(coder, run, candidate) => write!(f, "{coder}/candidate/{run}/{candidate}"),
            Self::CandidateTheme(coder, run, theme) => write!(f, "{coder}/candidate-theme/{run}/{theme}"),
            Self::Grouping(coder, run, candidate) => write!(f, "{coder}/grouping/{run}/{candidate}"),
            Self::Place(coder, run, segment) => write!(f, "{coder}/place/{run}/{segment}"),
            Self::Code(coder, id) => write!(f, "{coder}/code/{id}"),
            Self::Coding(coder, id) => write!(f, "{coder}/coding/{id}"),
            Self::Fit(coder, code, run, segment) => write!(f, "{coder}/fit/{code}/{run}/{segment}"),
            Self::Memo(coder, id) => write!(f, "{coder}/memo/{id}"),
            Self::Adjudication(coder, id) => write!(f, "{coder}/verdict/{id}"),
        }
    }
}

/// A record that this program cannot have written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the record `{key}` {problem}")]
pub struct RecordError {
    /// Its key.
    pub key: String,
    /// What is wrong with it.
    pub problem: String,
}

impl std::str::FromStr for RecordKey {
    type Err = RecordError;

    fn from_str(key: &str) -> Result<Self, RecordError> {
        let unknown = || RecordError { key: key.to_owned(), problem: "has a key of unknown form".to_owned() };
        if let Some(document) = key.strip_prefix("project/removed/").filter(|name| !name.is_empty()) {
            return Ok(Self::Removed(document.to_owned()));
        }
        let parts: Vec<&str> = key.split('/').collect();
        let coder = |text: &str| text.parse::<CoderId>().map_err(|_| unknown());
        // A number has only one spelling: the one in which it is written.
        let number =
            |text: &str| text.parse::<u32>().ok().filter(|n| n.to_string() == text).ok_or_else(unknown);
        match parts[..] {
            ["coder", id] => Ok(Self::Coder(coder(id)?)),
            ["project", "comparison"] => Ok(Self::Comparison),
            ["project", "coder"] => Ok(Self::DefaultCoder),
            ["project", "approach"] => Ok(Self::Approach),
            [id, "candidate" | "theme", run, candidate] => {
                Ok(Self::CandidateCode(coder(id)?, RunId(number(run)?), ProposalId(number(candidate)?)))
            }
            [id, "candidate-theme", run, letters] => {
                let theme = letters.parse().map_err(|_| unknown())?;
                let is_spelt_so = |theme: &CandidateThemeId| theme.to_string() == letters;
                let theme = Some(theme).filter(is_spelt_so).ok_or_else(unknown)?;
                Ok(Self::CandidateTheme(coder(id)?, RunId(number(run)?), theme))
            }
            [id, "grouping", run, candidate] => {
                Ok(Self::Grouping(coder(id)?, RunId(number(run)?), ProposalId(number(candidate)?)))
            }
            [id, "place", run, segment] => {
                Ok(Self::Place(coder(id)?, RunId(number(run)?), SegmentId(number(segment)?)))
            }
            [id, "code", code] => Ok(Self::Code(coder(id)?, code.parse().map_err(|_| unknown())?)),
            [id, "coding", coding] => Ok(Self::Coding(coder(id)?, coding.parse().map_err(|_| unknown())?)),
            [id, "fit", code, run, segment] => {
                let code = code.parse().map_err(|_| unknown())?;
                Ok(Self::Fit(coder(id)?, code, RunId(number(run)?), SegmentId(number(segment)?)))
            }
            [id, "memo", memo] => Ok(Self::Memo(coder(id)?, memo.parse().map_err(|_| unknown())?)),
            [id, "verdict", on] => Ok(Self::Adjudication(coder(id)?, on.parse().map_err(|_| unknown())?)),
            _ => Err(unknown()),
        }
    }
}

impl Serialize for RecordKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RecordKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// The content of a record; its key tells which kind it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Record {
    /// A coder.
    Coder(Coder),
    /// Whether coders see each other's decisions.
    Comparison(Comparison),
    /// The default coder.
    DefaultCoder(DefaultCoder),
    /// What a coder decided about a candidate code, or about a candidate theme of a run of one level.
    CandidateCode(CandidateCode),
    /// What a coder decided about a candidate theme that holds candidate codes.
    CandidateTheme(CandidateTheme),
    /// The candidate theme in which a coder put a candidate code.
    Grouping(Grouping),
    /// Where a coder put a segment.
    Place(Placement),
    /// A code.
    Code(Code),
    /// A coding.
    Coding(Coding),
    /// Whether a segment belongs to a code.
    Fit(CodeFit),
    /// A memo.
    Memo(Memo),
    /// A coder's verdict on a disagreement.
    Adjudication(Adjudication),
    /// How the study understands coding.
    Approach(StudyApproach),
    /// A document that was taken out of the study.
    Removed(RemovedDocument),
}

impl Record {
    /// Reads the value of a record.
    ///
    /// # Errors
    /// [`RecordError`] if the value is not what the key says.
    pub fn read(key: &RecordKey, value: Value) -> Result<Self, RecordError> {
        let read = match key {
            RecordKey::Coder(_) => serde_json::from_value(value).map(Self::Coder),
            RecordKey::Comparison => serde_json::from_value(value).map(Self::Comparison),
            RecordKey::DefaultCoder => serde_json::from_value(value).map(Self::DefaultCoder),
            RecordKey::CandidateCode(..) => serde_json::from_value(value).map(Self::CandidateCode),
            RecordKey::CandidateTheme(..) => serde_json::from_value(value).map(Self::CandidateTheme),
            RecordKey::Grouping(..) => serde_json::from_value(value).map(Self::Grouping),
            RecordKey::Place(..) => serde_json::from_value(value).map(Self::Place),
            RecordKey::Code(..) => serde_json::from_value(value).map(Self::Code),
            RecordKey::Coding(..) => serde_json::from_value(value).map(Self::Coding),
            RecordKey::Fit(..) => serde_json::from_value(value).map(Self::Fit),
            RecordKey::Memo(..) => serde_json::from_value(value).map(Self::Memo),
            RecordKey::Adjudication(..) => serde_json::from_value(value).map(Self::Adjudication),
            RecordKey::Approach => serde_json::from_value(value).map(Self::Approach),
            RecordKey::Removed(_) => serde_json::from_value(value).map(Self::Removed),
        };
        read.map_err(|error| RecordError {
            key: key.to_string(),
            problem: format!("cannot be read ({error})"),
        })
    }

    /// Returns the value as it is stored: one line of JSON, with its fields always in the same order.
    #[must_use]
    pub fn text(&self) -> String {
        // The vocabulary's types always have a JSON form.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// One record before and after an operation; `None` if there is none.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RecordChange {
    /// Which record.
    pub key: RecordKey,
    /// Its value before.
    pub before: Option<Record>,
    /// Its value after.
    pub after: Option<Record>,
}

impl RecordChange {
    /// Returns the change that undoes this one.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self { key: self.key, before: self.after, after: self.before }
    }
}

impl<'de> Deserialize<'de> for RecordChange {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Written {
            key: RecordKey,
            before: Option<Value>,
            after: Option<Value>,
        }
        let written = Written::deserialize(deserializer)?;
        let read = |value: Option<Value>| {
            value.map(|v| Record::read(&written.key, v)).transpose().map_err(serde::de::Error::custom)
        };
        Ok(Self { before: read(written.before)?, after: read(written.after)?, key: written.key })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_written() {
        for key in [
            "coder/ann",
            "project/comparison",
            "project/coder",
            "project/approach",
            "ann/verdict/0123abcd",
            "ann/candidate/1/12",
            "ann/candidate-theme/1/AB",
            "ann/grouping/1/12",
            "ann/place/2/345",
            "ann/code/0123abcd",
            "ann/coding/0123abcd",
            "ann/fit/0123abcd/1/7",
            "ann-2/memo/0123abcd",
        ] {
            assert_eq!(key.parse::<RecordKey>().unwrap().to_string(), key);
        }
        let old: RecordKey = "ann/theme/1/12".parse().unwrap();
        assert_eq!(old.to_string(), "ann/candidate/1/12", "as logs of older versions write it");
        for key in [
            "",
            "ann",
            "ann/theme/1",
            "ann/theme/01/2",
            "ann/theme/+1/2",
            "ann/candidate-theme/1/b",
            "ann/candidate-theme/1/2",
            "ann/grouping/1/B",
            "ann/code/x",
            "coder/project",
            "a/b/c",
        ] {
            assert!(key.parse::<RecordKey>().is_err(), "{key}");
        }
    }

    #[test]
    fn a_change_is_read_as_it_is_written() {
        let text = r#"{"key":"ann/place/1/7","before":null,"after":{"candidate":null,"rejected_with":3}}"#;
        let change: RecordChange = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&change).unwrap(), text);
        let wrong = r#"{"key":"ann/code/0123abcd","before":null,"after":{"theme":3}}"#;
        assert!(
            serde_json::from_str::<RecordChange>(wrong)
                .unwrap_err()
                .to_string()
                .contains("ann/code/0123abcd")
        );
    }
}
