//! Imports of codings that a coder made in another program: codes by their paths, codings by their places.

use serde::{Deserialize, Serialize};

use super::code::{CodeLevel, Colour};

/// How the place of a coding in its document was found.
#[derive(
    Clone,
    Copy,
    Debug,
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
pub enum Anchored {
    /// By its position, if the words there are those that the other program quotes, or if it quotes none.
    Position,
    /// By its exact words.
    Exact,
    /// By its words, ignoring white space, quotation marks, dashes, joiners and variant forms of letters.
    Normalised,
    /// By words that are nearly the same.
    Fuzzy,
}

/// The source of an imported coding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CodingSource {
    /// The file.
    pub file: String,
    /// How its place was found.
    pub anchored: Anchored,
}

/// Codings of one coder from one file, and the codes that they use.
///
/// Independent of the format of that file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Import {
    /// The file's name.
    pub source: String,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sha256: String,
    /// The program that wrote the file, if known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tool: String,
    /// The codes, each after the code above it.
    pub codes: Vec<ImportedCode>,
    /// The codings.
    pub codings: Vec<ImportedCoding>,
}

/// A code of an [`Import`]. It is the coder's code with the same labels from the top down; a single label is also the coder's
/// only code of that label.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ImportedCode {
    /// The labels from the highest code above down to its own.
    pub path: Vec<String>,
    /// Its level; `code` if none is given.
    #[serde(default)]
    pub level: CodeLevel,
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
}

/// A coding of an [`Import`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ImportedCoding {
    /// The code: its index in [`Import::codes`], from 0.
    pub code: usize,
    /// The document's name in the project.
    pub document: String,
    /// The first code point, from 0.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// How its place was found.
    pub anchored: Anchored,
    /// The coder's note on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memo: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Decision;

    #[test]
    fn an_import_is_a_decision_that_is_read_as_it_is_written() {
        let text = r#"{"do":"import","source":"a.csv","codes":[{"path":["Group","Safe"],"level":"code"}],"codings":[{"code":0,"document":"P1","start":3,"end":9,"anchored":"exact","memo":"why"}]}"#;
        let decision: Decision = serde_json::from_str(text).unwrap();
        assert_eq!(decision.word(), "import");
        let Decision::Import(import) = &decision else { panic!("{decision:?}") };
        assert_eq!(import.codes[0].path, ["Group", "Safe"]);
        assert_eq!(import.codings[0].anchored, Anchored::Exact);
        assert_eq!(serde_json::to_string(&decision).unwrap(), text);
        assert!(serde_json::from_str::<Decision>(&text.replace("\"memo\"", "\"note\"")).is_err());
    }
}
