//! Recognises which program wrote a table, by its headings.

use serde::{Deserialize, Serialize};

use super::cells::OffsetUnit;
use crate::domain::plain_words;

/// A program whose exports are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum CodingTool {
    /// Taguette: `id, document, tag, content`.
    Taguette,
    /// QualCoder: `File/case, Coder, Coded, Id, Codename, Coded_Memo, Category …`.
    QualCoder,
    /// MAXQDA: `Document group, Document name, Code, Beginning, End, Segment …`.
    Maxqda,
    /// NVivo: a text file or a word processor's file for each code.
    Nvivo,
    /// ATLAS.ti: `ID, Document, Quotation Content, Codes, Reference …`.
    Atlas,
    /// Dedoose: `Media Title, Excerpt Range, Excerpt Copy …`, and a column for each code.
    Dedoose,
    /// Any other table.
    Plain,
}

impl CodingTool {
    /// Returns the program's own name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Taguette => "Taguette",
            Self::QualCoder => "QualCoder",
            Self::Maxqda => "MAXQDA",
            Self::Nvivo => "NVivo",
            Self::Atlas => "ATLAS.ti",
            Self::Dedoose => "Dedoose",
            Self::Plain => "a plain table",
        }
    }

    /// Returns the program that writes these headings.
    pub(super) fn of(headings: &[String]) -> Self {
        let plain: Vec<String> = headings.iter().map(|heading| plain_words(heading)).collect();
        let has = |any: &[&str]| any.iter().any(|wanted| plain.iter().any(|heading| heading == wanted));
        if has(&["media title"]) && has(&["excerpt copy", "excerpt range"]) {
            Self::Dedoose
        } else if has(&[
            "quotation content",
            "zitatinhalt",
            "inhalt des zitats",
            "contenu de la citation",
            "contenido de la cita",
        ]) {
            Self::Atlas
        } else if has(&["document group", "dokumentgruppe", "groupe de documents", "grupo de documentos"]) {
            Self::Maxqda
        } else if has(&["coded memo"]) || has(&["codename"]) && has(&["coded"]) {
            Self::QualCoder
        } else if plain.len() == 4 && ["id", "document", "tag", "content"].iter().all(|wanted| has(&[wanted]))
        {
            Self::Taguette
        } else {
            Self::Plain
        }
    }

    /// Returns what its positions count, if the table does not say.
    pub(super) fn unit(self) -> Option<OffsetUnit> {
        match self {
            Self::Maxqda | Self::Atlas => Some(OffsetUnit::Paragraph),
            // Characters, but Dedoose does not say of which kind: both are tried, and the words decide.
            Self::Dedoose => None,
            _ => Some(OffsetUnit::Codepoint),
        }
    }

    /// Returns the signs that may separate a code from its parent, if the table does not say.
    pub(super) fn path_separators(self) -> &'static [&'static str] {
        match self {
            Self::Maxqda => &[" > ", "\\"],
            Self::Atlas => &[": "],
            Self::Dedoose | Self::Nvivo => &["\\"],
            Self::Taguette | Self::QualCoder => &[],
            Self::Plain => &[" > ", "::", "\\"],
        }
    }
}
