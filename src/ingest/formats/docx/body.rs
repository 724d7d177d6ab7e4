//! The body of a `.docx`, from XML events to lines.

use super::super::text_flow::{Flowed, Flows};
use super::super::xml::{self, Node, Xml};
use super::numbering::Numbering;
use super::styles::{Properties, Styles, properties};
use crate::ingest::error::IngestError;
use crate::ingest::transcript::Paragraph;

/// The content of a body.
pub(super) struct Body {
    pub(super) flowed: Flowed,
    pub(super) n_notes: usize,
    pub(super) n_comments: usize,
    pub(super) n_deletions: usize,
    /// How many stretches of hidden text.
    pub(super) n_hidden: usize,
    /// How many files, mostly HTML, are embedded as text.
    pub(super) n_embedded: usize,
}

impl Body {
    pub(super) fn has_words(&self) -> bool {
        self.flowed.paragraphs.iter().any(|paragraph: &Paragraph| !paragraph.words().trim().is_empty())
    }
}

/// What is hidden of what is read.
#[derive(Default)]
struct Hidden {
    /// The text of the run is.
    run: bool,
    /// The text before it was too.
    before: bool,
    /// Some of the paragraph is.
    in_paragraph: bool,
}

/// What the other parts say of the paragraphs of the body.
#[derive(Default)]
pub(super) struct Dress {
    pub(super) styles: Styles,
    pub(super) numbering: Numbering,
}

/// Reads a main document part.
pub(super) fn read(mut xml: Xml<'_>, mut dress: Dress) -> Result<Body, IngestError> {
    let (mut n_notes, mut n_comments, mut n_deletions, mut n_hidden, mut n_embedded) = (0, 0, 0, 0, 0);
    let mut hidden = Hidden::default();
    // What holds for the runs of the open paragraph, unless they say otherwise.
    let mut of_paragraph = Properties::default();
    let mut flows = Flows::new();
    // Whether a `w:t` is open: characters outside are indentation.
    let mut in_text = false;
    while let Some(node) = xml.next()? {
        match node {
            Node::Text(_) if in_text && hidden.run => {
                n_hidden += usize::from(!hidden.before);
                (hidden.before, hidden.in_paragraph) = (true, true);
            }
            Node::Text(words) if in_text => {
                hidden.before = false;
                flows.push(&words);
            }
            Node::Text(_) => {}
            Node::Open(start) => match start.local_name().as_ref() {
                "p" => {
                    flows.open_paragraph();
                    hidden.in_paragraph = false;
                    of_paragraph = Properties::default();
                    flows.set_emphasis(false, false);
                }
                "pPr" => {
                    // The mark at its end may be hidden alone.
                    let own = Properties { hidden: None, ..properties(&mut xml)? };
                    of_paragraph = dress.styles.complete(own);
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
                    hidden.run = of_paragraph.hidden == Some(true);
                }
                "rPr" => {
                    let own = dress.styles.complete(properties(&mut xml)?);
                    hidden.run = own.hidden.or(of_paragraph.hidden) == Some(true);
                    let (bold, italic) = (own.bold.or(of_paragraph.bold), own.italic.or(of_paragraph.italic));
                    flows.set_emphasis(bold == Some(true), italic == Some(true));
                }
                "t" => in_text = true,
                "tab" | "ptab" | "br" | "cr" | "noBreakHyphen" | "sym" if hidden.run => {}
                "gridSpan" => {
                    let n = xml::attribute(&start, "val").and_then(|n| n.parse::<usize>().ok()).unwrap_or(1);
                    flows.cover(n.saturating_sub(1));
                }
                "altChunk" => n_embedded += 1,
                "tab" | "ptab" => flows.push("\t"),
                "br" | "cr" => flows.push("\n"),
                "noBreakHyphen" => flows.push("\u{2011}"),
                "sym" => flows.push(&symbol(xml::attribute(&start, "char").as_deref())),
                "tbl" => flows.begin_table(),
                "tr" => flows.begin_row(),
                "tc" | "txbxContent" => flows.enter(),
                "footnoteReference" | "endnoteReference" => n_notes += 1,
                "commentReference" => n_comments += 1,
                "del" | "moveFrom" => {
                    // Inside the properties of a row or paragraph the same mark only means that the break was deleted,
                    // and properties are skipped as a whole.
                    n_deletions += 1;
                    xml.skip()?;
                }
                "sectPr" | "tblPr" | "tblGrid" | "trPr" | "tcPrChange" | "instrText" | "delText"
                | "delInstrText" | "Fallback" | "softHyphen" => xml.skip()?,
                _ => {}
            },
            Node::Close(local) => match local.as_str() {
                "t" => in_text = false,
                "p" => {
                    // A paragraph of hidden text alone is not there.
                    if hidden.in_paragraph {
                        flows.close_last_if_empty();
                    }
                    flows.close_paragraph();
                }
                "r" => hidden.run = false,
                "tc" => flows.leave_cell(),
                "txbxContent" => flows.leave_box(),
                "tbl" => flows.end_table(),
                _ => {}
            },
        }
    }
    let flowed = flows.finish();
    Ok(Body { flowed, n_notes, n_comments, n_deletions, n_hidden, n_embedded })
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
