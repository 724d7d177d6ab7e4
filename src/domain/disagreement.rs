//! Disagreements: one stretch of text that two read differently, and the verdict of a coder on it.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::coder::CoderId;
use super::ids::DisagreementId;
use super::ids::RunId;
use super::label_key::LabelKey;
use super::offsets::Span;
use super::timestamp::Timestamp;

/// Who or what reads a text: a coder, or a run, which is none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// A person's codings.
    Coder(CoderId),
    /// The candidate themes of a run.
    Run(RunId),
}

impl std::fmt::Display for Side {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Coder(id) => id.fmt(f),
            Self::Run(id) => write!(f, "run {id}"),
        }
    }
}

/// How one side reads a stretch of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Reading {
    /// Whose reading.
    pub side: Side,
    /// The labels of the codes, or that of the candidate theme; none where the side leaves the text uncoded.
    pub labels: Vec<String>,
}

/// A stretch of text that two sides read differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Disagreement {
    /// The document's name.
    pub document: String,
    /// Where the stretch stands in it.
    #[serde(flatten)]
    pub span: Span,
    /// The one reading.
    pub first: Reading,
    /// The other.
    pub second: Reading,
}

impl Disagreement {
    /// Its id: it follows from the place and the two sides, so that the same disagreement is found again when labels change.
    #[must_use]
    pub fn id(&self) -> DisagreementId {
        let Span { start, end } = self.span;
        let text =
            format!("{}\n{}\n{}\n{}\n{}", self.document, start.0, end.0, self.first.side, self.second.side);
        let hash = Sha256::digest(text);
        DisagreementId::from_digest(std::array::from_fn(|at| hash[at]))
    }

    /// Whether another disagreement is of the same place, sides and labels: a label that is only spelt otherwise ([`LabelKey`]) is the
    /// same.
    #[must_use]
    pub fn is_as(&self, other: &Self) -> bool {
        let keys = |reading: &Reading| -> Vec<LabelKey> {
            reading.labels.iter().map(|label| LabelKey::of(label)).collect()
        };
        let same = |a: &Reading, b: &Reading| a.side == b.side && keys(a) == keys(b);
        (&self.document, self.span) == (&other.document, other.span)
            && same(&self.first, &other.first)
            && same(&self.second, &other.second)
    }
}

/// How two readings differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DisagreementKind {
    /// Both coded it, with no code in common.
    Different,
    /// Both coded it, with some codes in common and others not.
    Partial,
    /// Only the first side coded it.
    OnlyFirst,
    /// Only the second side coded it.
    OnlySecond,
}

impl std::fmt::Display for DisagreementKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Different => "different codes",
            Self::Partial => "some codes in common",
            Self::OnlyFirst => "only the first coded it",
            Self::OnlySecond => "only the second coded it",
        })
    }
}

/// What is said of a disagreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AdjudicationVerdict {
    /// The first reading holds.
    First,
    /// The second reading holds.
    Second,
    /// Both hold.
    Both,
    /// Neither holds.
    Neither,
    /// The codebook does not say which: it must be made clearer.
    CodebookUnclear,
}

impl std::fmt::Display for AdjudicationVerdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::First => "the first",
            Self::Second => "the second",
            Self::Both => "both",
            Self::Neither => "neither",
            Self::CodebookUnclear => "codebook unclear",
        })
    }
}

/// A coder's verdict on a disagreement, with the readings as they were then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Adjudication {
    /// What it is on.
    #[serde(flatten)]
    pub disagreement: Disagreement,
    /// What is said of it.
    pub verdict: AdjudicationVerdict,
    /// Why.
    pub because: String,
    /// When it was said.
    pub at: Timestamp,
}

/// How a study understands coding (Braun & Clarke 2021, <https://doi.org/10.1002/capr.12360>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Approach {
    /// Coding as categorisation that others should be able to repeat: agreement is evidence.
    ContentAnalysis,
    /// A codebook that several apply, with agreement as a check.
    Codebook,
    /// Coding as interpretation: two readings are no error of one of them, and coefficients are shown only where they are asked for.
    Reflexive,
}

impl std::fmt::Display for Approach {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::ContentAnalysis => "content analysis",
            Self::Codebook => "codebook",
            Self::Reflexive => "reflexive",
        })
    }
}

/// The approach that the people of a study took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StudyApproach {
    /// Which.
    pub approach: Approach,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(labels: &[&str], end: usize) -> Disagreement {
        let reading =
            |side, labels: &[&str]| Reading { side, labels: labels.iter().map(|&l| l.to_owned()).collect() };
        Disagreement {
            document: "P01.docx".to_owned(),
            span: Span::new(3, end),
            first: reading(Side::Coder(CoderId::of_name("Ann")), labels),
            second: reading(Side::Run(RunId(2)), &["7"]),
        }
    }

    #[test]
    fn the_id_follows_from_the_place_and_the_sides() {
        assert_eq!(between(&["night"], 9).id(), between(&["day"], 9).id());
        assert_ne!(between(&["night"], 9).id(), between(&["night"], 10).id());
    }

    #[test]
    fn it_is_read_as_it_is_written() {
        let text = serde_json::to_string(&between(&["night"], 9)).unwrap();
        assert_eq!(
            text,
            r#"{"document":"P01.docx","start":3,"end":9,"first":{"side":{"coder":"ann"},"labels":["night"]},"second":{"side":{"run":2},"labels":["7"]}}"#
        );
        assert_eq!(serde_json::from_str::<Disagreement>(&text).unwrap(), between(&["night"], 9));
    }
}
