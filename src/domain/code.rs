//! Codes: labels with definitions, in a tree of levels.

use serde::{Deserialize, Serialize};

use super::candidate_id::CandidateRef;
use super::ids::CodeId;

/// How abstract a code is. A code can be nested only under one of a higher level.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::Display,
    strum::VariantArray,
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum CodeLevel {
    /// A label for what is said.
    #[default]
    Code,
    /// A group of codes.
    SubCategory,
    /// A group of sub-categories.
    Category,
    /// A pattern of meaning across categories.
    Theme,
}

impl CodeLevel {
    /// All of them, the lowest first.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Returns the next higher level; `None` for the highest.
    #[must_use]
    pub fn above(self) -> Option<Self> {
        Self::ALL.iter().copied().find(|&level| level > self)
    }
}

/// A colour as `#rrggbb`, in small letters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct Colour(String);

/// A text that is not a colour.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a colour; write it as #rrggbb, as in #3f7fbf")]
pub struct ColourError(pub String);

impl TryFrom<String> for Colour {
    type Error = ColourError;

    fn try_from(text: String) -> Result<Self, ColourError> {
        match text.strip_prefix('#') {
            Some(digits) if digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()) => {
                Ok(Self(text.to_ascii_lowercase()))
            }
            _ => Err(ColourError(text)),
        }
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.0
    }
}

impl std::str::FromStr for Colour {
    type Err = ColourError;

    fn from_str(text: &str) -> Result<Self, ColourError> {
        Self::try_from(text.to_owned())
    }
}

impl std::fmt::Display for Colour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A label with a definition, made by a coder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Code {
    /// Its name.
    pub label: String,
    /// Its level of abstraction.
    pub level: CodeLevel,
    /// The code that it is nested under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<CodeId>,
    /// Its place among its siblings, by rising value; equal values by label and id.
    pub position: u32,
    /// What it means.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub definition: String,
    /// Which text it is used for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub inclusion: String,
    /// Which text it is not used for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub exclusion: String,
    /// A typical quotation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub example: String,
    /// Its colour on screen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// The candidate from which it was accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<CandidateRef>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_rise_and_end() {
        assert_eq!(CodeLevel::Code.above(), Some(CodeLevel::SubCategory));
        assert_eq!(CodeLevel::Theme.above(), None);
        assert_eq!(serde_json::to_string(&CodeLevel::SubCategory).unwrap(), "\"sub-category\"");
    }

    #[test]
    fn a_colour_is_six_digits() {
        assert_eq!("#3F7fbf".parse::<Colour>().unwrap().to_string(), "#3f7fbf");
        for text in ["3f7fbf", "#3f7fb", "#3f7fbg", "red", "#é7fbf"] {
            assert!(text.parse::<Colour>().is_err(), "{text}");
        }
    }

    #[test]
    fn empty_fields_are_left_out() {
        let code = Code { label: "ward".to_owned(), ..Code::default() };
        assert_eq!(serde_json::to_string(&code).unwrap(), r#"{"label":"ward","level":"code","position":0}"#);
    }
}
