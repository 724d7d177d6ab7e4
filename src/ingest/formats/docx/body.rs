//! The body of a `.docx`, from XML events to lines.

use super::super::text_flow::Flows;
use super::super::xml::{self, Node, Xml};
use crate::ingest::error::IngestError;

/// The content of a body.
#[derive(Default)]
pub(super) struct Body {
    pub(super) text: String,
    pub(super) n_notes: usize,
    pub(super) n_comments: usize,
    pub(super) n_deletions: usize,
    pub(super) n_table_headings: usize,
}

/// Reads a main document part.
pub(super) fn read(mut xml: Xml<'_>) -> Result<Body, IngestError> {
    let mut body = Body::default();
    let mut flows = Flows::new();
    // Whether a `w:t` is open: characters outside are indentation.
    let mut in_text = false;
    while let Some(node) = xml.next()? {
        match node {
            Node::Text(words) if in_text => flows.push(&words),
            Node::Text(_) => {}
            Node::Open(start) => match start.local_name().as_ref() {
                "p" => flows.open_paragraph(),
                "t" => in_text = true,
                "tab" | "ptab" => flows.push("\t"),
                "br" | "cr" => flows.push("\n"),
                "noBreakHyphen" => flows.push("\u{2011}"),
                "sym" => flows.push(&symbol(xml::attribute(&start, "char").as_deref())),
                "tbl" => flows.begin_table(),
                "tr" => flows.begin_row(),
                "tc" | "txbxContent" => flows.enter(),
                "footnoteReference" | "endnoteReference" => body.n_notes += 1,
                "commentReference" => body.n_comments += 1,
                "del" | "moveFrom" => {
                    // Inside the properties of a row or paragraph the same mark only means that the break was deleted,
                    // and properties are skipped as a whole.
                    body.n_deletions += 1;
                    xml.skip()?;
                }
                "pPr" | "rPr" | "sectPr" | "tblPr" | "tblGrid" | "trPr" | "tcPr" | "instrText"
                | "delText" | "delInstrText" | "Fallback" | "softHyphen" => xml.skip()?,
                _ => {}
            },
            Node::Close(local) => match local.as_str() {
                "t" => in_text = false,
                "p" => flows.close_paragraph(),
                "tc" => flows.leave_cell(),
                "txbxContent" => flows.leave_box(),
                "tbl" => flows.end_table(),
                _ => {}
            },
        }
    }
    let flowed = flows.finish();
    body.text = crate::ingest::encoding::with_lf(flowed.text);
    body.n_table_headings = flowed.n_table_headings;
    Ok(body)
}

/// Returns a character of a symbol font. Those in the private area are pictures, not words, and are left out.
fn symbol(code: Option<&str>) -> String {
    code.and_then(|code| u32::from_str_radix(code, 16).ok())
        .filter(|code| !(0xe000..=0xf8ff).contains(code))
        .and_then(char::from_u32)
        .filter(|ch| !ch.is_control())
        .map(String::from)
        .unwrap_or_default()
}
