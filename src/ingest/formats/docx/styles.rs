//! The styles of a `.docx` (`word/styles.xml`), as far as they say who speaks: bold, italics, headings and lists.

use std::collections::BTreeMap;

use super::super::xml::{Node, Xml, attribute};
use crate::ingest::error::IngestError;

/// What a style, a paragraph or a run says; `None` where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Properties {
    /// The name of the style.
    pub(super) style: Option<String>,
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    pub(super) is_heading: Option<bool>,
    /// Whether the words are hidden.
    pub(super) hidden: Option<bool>,
    /// The list.
    pub(super) number: Option<String>,
    /// The level in the list.
    pub(super) level: Option<String>,
}

/// The most styles of which one is made.
const MOST_PARENTS: usize = 12;

/// The styles of a document by their names.
#[derive(Debug, Default)]
pub(super) struct Styles(BTreeMap<String, Properties>);

impl Styles {
    /// Reads the part.
    pub(super) fn read(mut xml: Xml<'_>) -> Result<Self, IngestError> {
        let mut styles = BTreeMap::new();
        while let Some(node) = xml.next()? {
            let Node::Open(start) = node else { continue };
            if start.local_name().as_ref() == "style" {
                let name = attribute(&start, "styleId").unwrap_or_default();
                styles.insert(name, properties(&mut xml)?);
            }
        }
        Ok(Self(styles))
    }

    /// Adds to properties what their style says.
    pub(super) fn complete(&self, mut own: Properties) -> Properties {
        for _ in 0..MOST_PARENTS {
            let Some(style) = own.style.take().and_then(|style| self.0.get(&style)) else { break };
            own.style.clone_from(&style.style);
            own.bold = own.bold.or(style.bold);
            own.italic = own.italic.or(style.italic);
            own.is_heading = own.is_heading.or(style.is_heading);
            own.hidden = own.hidden.or(style.hidden);
            own.number = own.number.or_else(|| style.number.clone());
            own.level = own.level.or_else(|| style.level.clone());
        }
        own
    }
}

/// Reads the properties in the element that was just opened, up to its end.
pub(super) fn properties(xml: &mut Xml<'_>) -> Result<Properties, IngestError> {
    let mut found = Properties::default();
    let mut depth = 1usize;
    while depth > 0 {
        let Some(node) = xml.next()? else { break };
        let start = match node {
            Node::Open(start) => start,
            Node::Close(_) => {
                depth -= 1;
                continue;
            }
            Node::Text(_) => continue,
        };
        depth += 1;
        let value = attribute(&start, "val");
        let is_on = || !matches!(value.as_deref(), Some("0" | "false" | "off" | "none"));
        match start.local_name().as_ref() {
            "pStyle" | "rStyle" | "basedOn" => found.style.clone_from(&value),
            "b" => found.bold = Some(is_on()),
            "vanish" => found.hidden = Some(is_on()),
            // How it was before a change that is tracked.
            "rPrChange" | "pPrChange" => {
                xml.skip()?;
                depth -= 1;
            }
            "i" => found.italic = Some(is_on()),
            "outlineLvl" => found.is_heading = Some(value.as_deref().is_some_and(|level| level < "9")),
            "name" if value.as_deref().is_some_and(is_heading_name) => found.is_heading = Some(true),
            "numId" => found.number.clone_from(&value),
            "ilvl" => found.level.clone_from(&value),
            _ => {}
        }
    }
    Ok(found)
}

fn is_heading_name(name: &str) -> bool {
    let name = name.to_lowercase();
    name.starts_with("heading ") || name == "title" || name == "subtitle"
}
