//! The codebook: a coder's codes as a tree, with the number of codings of each.

use serde::Serialize;

use super::code::Code;
use super::coding::Coding;
use super::ids::{CodeId, CodingId, MemoId};
use super::memo::Memo;

/// A coder's codes in a fixed order: siblings by place, then label, then id.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Codebook {
    /// The codes of the top level.
    pub codes: Vec<CodebookEntry>,
    /// All codings, by document, place, code and id.
    pub codings: Vec<CodebookCoding>,
    /// All memos, by id.
    pub memos: Vec<CodebookMemo>,
}

/// A code in the tree.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CodebookEntry {
    /// Its id.
    pub id: CodeId,
    /// Label, level, definition.
    #[serde(flatten)]
    pub code: Code,
    /// How many codings it has, without those of the codes under it.
    pub n_codings: usize,
    /// The codes under it.
    pub codes: Vec<CodebookEntry>,
}

/// A coding with its id.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CodebookCoding {
    /// Its id.
    pub id: CodingId,
    /// The coding.
    #[serde(flatten)]
    pub coding: Coding,
}

/// A memo with its id.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CodebookMemo {
    /// Its id.
    pub id: MemoId,
    /// The memo.
    #[serde(flatten)]
    pub memo: Memo,
}

impl Codebook {
    /// Returns the codebook as one line of JSON: equal codebooks give equal bytes.
    #[must_use]
    pub fn canonical(&self) -> String {
        // The vocabulary's types always have a JSON form.
        serde_json::to_string(self).unwrap_or_default()
    }
}
