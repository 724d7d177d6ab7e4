//! Numbering of paragraphs (`word/numbering.xml`): the words that Word sets before a paragraph, such as `I:`.
//!
//! Only numbering with words is read. Numbers and bullets say nothing of who speaks, and are no part of the text.

use std::collections::BTreeMap;

use super::super::xml::{Node, Xml, attribute};
use crate::ingest::error::IngestError;

/// One level of a list.
#[derive(Clone, Debug, Default)]
struct Level {
    format: String,
    text: String,
    start: u32,
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    levels: BTreeMap<(String, String), Level>,
    lists: BTreeMap<String, String>,
    counts: BTreeMap<(String, String), u32>,
}

impl Numbering {
    /// Reads the part.
    pub(super) fn read(mut xml: Xml<'_>) -> Result<Self, IngestError> {
        let mut numbering = Self::default();
        let (mut list, mut level) = (String::new(), String::new());
        let mut number = None;
        while let Some(node) = xml.next()? {
            let Node::Open(start) = node else { continue };
            let value = || attribute(&start, "val").unwrap_or_default();
            match start.local_name().as_ref() {
                "abstractNum" => {
                    list = attribute(&start, "abstractNumId").unwrap_or_default();
                    number = None;
                }
                "lvl" => {
                    level = attribute(&start, "ilvl").unwrap_or_default();
                    if number.is_none() {
                        let new = Level { start: 1, ..Level::default() };
                        numbering.levels.insert((list.clone(), level.clone()), new);
                    }
                }
                "num" => number = attribute(&start, "numId"),
                "abstractNumId" => {
                    if let Some(number) = &number {
                        numbering.lists.insert(number.clone(), value());
                    }
                }
                name @ ("start" | "numFmt" | "lvlText") if number.is_none() => {
                    if let Some(level) = numbering.levels.get_mut(&(list.clone(), level.clone())) {
                        match name {
                            "start" => level.start = value().parse().unwrap_or(1),
                            "numFmt" => level.format = value(),
                            _ => level.text = value(),
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(numbering)
    }

    /// Returns the words that stand before the next paragraph of a list; `None` if there are none.
    pub(super) fn words(&mut self, number: &str, level: &str) -> Option<String> {
        let list = self.lists.get(number)?.clone();
        let found = self.levels.get(&(list.clone(), level.to_owned()))?;
        let own = format!("%{}", level.parse::<u32>().ok()? + 1);
        let letters = found.text.chars().filter(|c| c.is_alphabetic()).count();
        // A lone letter is the bullet of a symbol font.
        let has_words = letters > 0 && (found.format != "bullet" || found.text.chars().count() > 1);
        let others = found.text.replace(&own, "").contains('%');
        if !has_words || others {
            return None;
        }
        let count =
            self.counts.entry((list, level.to_owned())).or_insert_with(|| found.start.saturating_sub(1));
        *count = count.saturating_add(1);
        Some(found.text.replace(&own, &count.to_string()))
    }
}
