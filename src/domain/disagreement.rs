//! Disagreements: stretches of text that two sides coded differently, and the verdicts of coders on them.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::coder::CoderId;
use super::ids::DisagreementId;
use super::ids::RunId;
use super::label_key::LabelKey;
use super::offsets::Span;
use super::timestamp::Timestamp;

/// Whoever reads a text: a coder, or a run. A run is not a coder.
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
    /// The side.
    pub side: Side,
    /// The labels of its codes, or of its candidate theme; none if the side left the text uncoded.
    pub labels: Vec<String>,
}

/// A stretch of text that two sides read differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Disagreement {
    /// The document's name.
    pub document: String,
    /// The place of the stretch in it.
    #[serde(flatten)]
    pub span: Span,
    /// The one reading.
    pub first: Reading,
    /// The other.
    pub second: Reading,
}

impl Disagreement {
    /// Returns its id. The id is made from the place and the two sides, so it stays the same when labels change.
    #[must_use]
    pub fn id(&self) -> DisagreementId {
        let Span { start, end } = self.span;
        let text =
            format!("{}\n{}\n{}\n{}\n{}", self.document, start.0, end.0, self.first.side, self.second.side);
        let hash = Sha256::digest(text);
        DisagreementId::from_digest(std::array::from_fn(|at| hash[at]))
    }

    /// Tells whether another disagreement has the same place, sides and labels. Labels are compared by [`LabelKey`].
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
    /// Both coded it; some codes are common to both.
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

/// The verdict on a disagreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AdjudicationVerdict {
    /// The first reading is right.
    First,
    /// The second reading is right.
    Second,
    /// Both are right.
    Both,
    /// Neither is right.
    Neither,
    /// The codebook does not decide it: it must be made clearer.
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
    /// The disagreement.
    #[serde(flatten)]
    pub disagreement: Disagreement,
    /// The verdict.
    pub verdict: AdjudicationVerdict,
    /// Why.
    pub because: String,
    /// When it was given.
    pub at: Timestamp,
}

/// How a study understands coding (Braun & Clarke 2021, <https://doi.org/10.1002/capr.12360>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Approach {
    /// Coding as categorisation that others should be able to repeat: agreement is evidence.
    ContentAnalysis,
    /// A codebook that several people apply, with agreement as a check.
    Codebook,
    /// Coding as interpretation: two different readings are not an error, and coefficients are shown only on request.
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

/// The approach that a study takes.
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
