//! The parameters for reading files.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer, Serialize};

use crate::domain::{AsideKind, Role};

/// How files are read. The default finds everything out by itself.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct IngestParams {
    /// What the columns of a table hold, if their headings do not tell.
    pub columns: ColumnNames,
    /// Roles given by the user: a speaker's label, in any case, and the role.
    pub roles: BTreeMap<String, Role>,
    /// The encoding of texts, as a label of the WHATWG Encoding Standard such as `windows-1252`, or `mac-roman`; `None` to find out.
    pub encoding: Option<String>,
    /// Kinds of lines that count as words of the turn that they stand in: questions, headings, times alone on a line, front
    /// matter, tails. Other kinds have no effect here.
    pub keep: BTreeSet<AsideKind>,
    /// Limits of size.
    pub limits: Limits,
}

/// The headings of a table's columns, as the user names them; nothing to recognise the heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ColumnNames {
    /// The words said: one column, or one for each question. A single name may stand for a list of one.
    #[serde(deserialize_with = "names")]
    pub text: Vec<String>,
    /// Who said them.
    pub speaker: Option<String>,
    /// Who was interviewed.
    pub participant: Option<String>,
    /// The interview that a row belongs to.
    pub document: Option<String>,
    /// When it was said.
    pub time: Option<String>,
    /// What was asked.
    pub question: Option<String>,
}

/// Reads a list of names, a single name, or nothing.
fn names<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Names {
        Many(Vec<String>),
        One(String),
        None,
    }
    Ok(match Names::deserialize(deserializer)? {
        Names::Many(names) => names,
        Names::One(name) => vec![name],
        Names::None => Vec::new(),
    })
}

/// Limits that keep a broken or hostile file from exhausting the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// The largest file that is read, in bytes.
    pub max_file_bytes: u64,
    /// The most bytes that the parts of one zip container (docx, odt, xlsx) may unpack to.
    pub max_unpacked_bytes: u64,
    /// How many times larger than its packed form a part may be; applies above [`Limits::RATIO_FREE_BYTES`].
    pub max_ratio: u64,
    /// The most entries of a zip container.
    pub max_n_entries: usize,
    /// The deepest nesting of XML elements and of RTF groups.
    pub max_depth: usize,
    /// The most pages of a PDF.
    pub max_n_pages: usize,
}

impl Limits {
    /// A part may unpack to this many bytes at any ratio: blank tables and repeated styles pack very well.
    pub const RATIO_FREE_BYTES: u64 = 10 << 20;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_file_bytes: 512 << 20,
            max_unpacked_bytes: 256 << 20,
            max_ratio: 200,
            max_n_entries: 10_000,
            max_depth: 256,
            max_n_pages: 10_000,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_column_of_text_may_stand_for_a_list() {
        let read = |json: &str| serde_json::from_str::<ColumnNames>(json).unwrap().text;
        assert_eq!(read(r#"{"text": "a"}"#), ["a"]);
        assert_eq!(read(r#"{"text": ["a", "b"]}"#), ["a", "b"]);
        assert!(read(r#"{"text": null}"#).is_empty() && read("{}").is_empty());
        assert!(serde_json::from_str::<ColumnNames>(r#"{"text": 3}"#).is_err());
    }
}
