//! XML parts of containers, read as a sequence of events within limits.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::ingest::error::{IngestError, XmlProblem};

/// An event of a part. Names are local names, without their prefix.
pub(super) enum Node<'x> {
    /// An element opens.
    Open(BytesStart<'x>),
    /// An element closes.
    Close(String),
    /// Characters.
    Text(Cow<'x, str>),
}

/// The events of one XML part.
///
/// Refused: document types, entities other than XML's own five, elements nested too deep, and a part that ends inside
/// an element.
pub(super) struct Xml<'x> {
    name: &'x str,
    entry: &'x str,
    reader: Reader<&'x [u8]>,
    depth: usize,
    max_depth: usize,
}

impl<'x> Xml<'x> {
    /// Reads `text`, the content of `entry` in the container `name`.
    pub(super) fn new(name: &'x str, entry: &'x str, text: &'x str, max_depth: usize) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { name, entry, reader, depth: 0, max_depth }
    }

    /// Returns the next event; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Node<'x>>, IngestError> {
        loop {
            let event = self.reader.read_event();
            match event.map_err(|cause| self.failed(XmlProblem::Malformed(cause.to_string())))? {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > self.max_depth {
                        return Err(self.failed(XmlProblem::TooDeep(self.max_depth)));
                    }
                    return Ok(Some(Node::Open(start)));
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Some(Node::Close(end.local_name().as_ref().to_owned())));
                }
                Event::Text(text) => return Ok(Some(Node::Text(text.xml10_content()))),
                Event::CData(text) => return Ok(Some(Node::Text(text.xml10_content()))),
                Event::GeneralRef(reference) => {
                    let known = match reference.resolve_char_ref() {
                        Ok(Some(ch)) => Some(ch),
                        Ok(None) => predefined(&reference.xml10_content()),
                        Err(cause) => return Err(self.failed(XmlProblem::Malformed(cause.to_string()))),
                    };
                    let Some(ch) = known else {
                        let entity = reference.xml10_content().into_owned();
                        return Err(self.failed(XmlProblem::Entity(entity)));
                    };
                    return Ok(Some(Node::Text(Cow::Owned(ch.to_string()))));
                }
                Event::DocType(_) => return Err(self.failed(XmlProblem::Doctype)),
                Event::Eof if self.depth > 0 => return Err(self.failed(XmlProblem::CutOff)),
                Event::Eof => return Ok(None),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    /// Skips the element that was just opened, with all its content.
    pub(super) fn skip(&mut self) -> Result<(), IngestError> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if self.next()?.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn failed(&self, problem: XmlProblem) -> IngestError {
        IngestError::Xml {
            name: self.name.to_owned(),
            entry: self.entry.to_owned(),
            byte: self.reader.buffer_position(),
            problem,
        }
    }
}

/// Decodes an XML part: UTF-8, or UTF-16 with a byte order mark.
pub(super) fn decode<'b>(name: &str, entry: &str, bytes: &'b [u8]) -> Result<Cow<'b, str>, IngestError> {
    let text = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, n)) => encoding.decode_without_bom_handling_and_without_replacement(&bytes[n..]),
        None => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
    };
    text.ok_or_else(|| IngestError::Xml {
        name: name.to_owned(),
        entry: entry.to_owned(),
        byte: 0,
        problem: XmlProblem::Encoding,
    })
}

/// Returns the value of an attribute, by its local name.
pub(super) fn attribute(start: &BytesStart<'_>, local: &str) -> Option<String> {
    start
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == local)
        .map(|attribute| attribute.value.as_ref().to_owned())
}

fn predefined(entity: &str) -> Option<char> {
    Some(match entity {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Result<String, IngestError> {
        let mut xml = Xml::new("a.docx", "word/document.xml", text, 4);
        let mut words = String::new();
        while let Some(node) = xml.next()? {
            match node {
                Node::Open(start) if start.local_name().as_ref() == "skip" => xml.skip()?,
                Node::Open(_) | Node::Close(_) => {}
                Node::Text(text) => words.push_str(&text),
            }
        }
        Ok(words)
    }

    #[test]
    fn text_references_and_cdata_are_read_and_a_skipped_element_is_not() {
        let text = "<?xml version='1.0'?><a>x &amp; y&#x2014;<b/><![CDATA[<z>]]><w:skip>no<i>no</i></w:skip><w:skip/>!</a>";
        assert_eq!(words(text).unwrap(), "x & y—<z>!");
    }

    #[test]
    fn what_is_dangerous_or_broken_is_refused_with_its_place() {
        let message = |text: &str| words(text).unwrap_err().to_string();
        assert!(message("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>").contains("document type declaration"));
        assert!(message("<a>&b;</a>").contains("the entity \"b\""));
        assert!(message("<a><a><a><a><a>").contains("nested deeper than 4"));
        assert!(message("<a><b>").contains("ends before its elements are closed"));
        assert!(message("<a></b>").starts_with("a.docx, entry word/document.xml, byte "));
    }
}
