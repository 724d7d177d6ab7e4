//! The body of a `.docx`, from XML events to lines.

use super::super::text_flow::Flows;
use super::super::xml::{self, Node, Xml};
use super::numbering::Numbering;
use super::styles::{Properties, Styles, properties};
use crate::ingest::error::IngestError;
use crate::ingest::transcript::looks::Looks;

/// The content of a body.
#[derive(Default)]
pub(super) struct Body {
    pub(super) text: String,
    /// How the paragraphs look.
    pub(super) looks: Looks,
    pub(super) n_notes: usize,
    pub(super) n_comments: usize,
    pub(super) n_deletions: usize,
    pub(super) n_table_headings: usize,
}

/// What the other parts say of the paragraphs of the body.
#[derive(Default)]
pub(super) struct Dress {
    pub(super) styles: Styles,
    pub(super) numbering: Numbering,
}

/// Reads a main document part.
pub(super) fn read(mut xml: Xml<'_>, mut dress: Dress) -> Result<Body, IngestError> {
    let mut body = Body::default();
    // What holds for the runs of the open paragraph, unless they say otherwise.
    let mut of_paragraph = Properties::default();
    let mut flows = Flows::new();
    // Whether a `w:t` is open: characters outside are indentation.
    let mut in_text = false;
    while let Some(node) = xml.next()? {
        match node {
            Node::Text(words) if in_text => flows.push(&words),
            Node::Text(_) => {}
            Node::Open(start) => match start.local_name().as_ref() {
                "p" => {
                    flows.open_paragraph();
                    of_paragraph = Properties::default();
                    flows.set_emphasis(false, false);
                }
                "pPr" => {
                    of_paragraph = dress.styles.complete(properties(&mut xml)?);
                    let Properties { is_heading, number, level, .. } = &of_paragraph;
                    if *is_heading == Some(true) {
                        flows.set_heading();
                    }
                    let level = level.as_deref().unwrap_or("0");
                    let words = number.as_deref().and_then(|number| dress.numbering.words(number, level));
                    if let Some(words) = words {
                        flows.push(&format!("{words}\t"));
                    }
                }
                "r" => {
                    let Properties { bold, italic, .. } = of_paragraph;
                    flows.set_emphasis(bold == Some(true), italic == Some(true));
                }
                "rPr" => {
                    let own = dress.styles.complete(properties(&mut xml)?);
                    let (bold, italic) = (own.bold.or(of_paragraph.bold), own.italic.or(of_paragraph.italic));
                    flows.set_emphasis(bold == Some(true), italic == Some(true));
                }
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
                "sectPr" | "tblPr" | "tblGrid" | "trPr" | "tcPr" | "instrText" | "delText"
                | "delInstrText" | "Fallback" | "softHyphen" => xml.skip()?,
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
    let n_bytes = flowed.text.len();
    body.text = crate::ingest::encoding::with_lf(flowed.text);
    if body.text.len() == n_bytes {
        body.looks = Looks::of(flowed.looks);
    }
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
