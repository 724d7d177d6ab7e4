//! OpenDocument text (`.odt`): the words of the body, in their order.
//!
//! Kept: paragraphs, headings, lists, tables, text boxes. Left out: tracked deletions (which the format keeps apart from
//! the body), and footnotes and comments, which a notice counts.

use super::archive::Archive;
use super::text_flow::Flows;
use super::xml::{self, Node, Xml};
use crate::domain::{LeftOut, Notice, NoticeFact};
use crate::ingest::error::{ArchiveProblem, IngestError};
use crate::ingest::params::Limits;
use crate::ingest::source::Source;
use crate::ingest::transcript::Paragraph;

const CONTENT: &str = "content.xml";
const MANIFEST: &str = "META-INF/manifest.xml";

/// Reads the paragraphs of an `.odt`, and the rows of tables that are transcripts.
///
/// Tells in notices what of the file is not in it.
pub(super) fn paragraphs(
    source: &Source<'_>,
    limits: Limits,
    notices: &mut Vec<Notice>,
) -> Result<Vec<Paragraph>, IngestError> {
    let mut archive = Archive::open(source.name, source.bytes, limits)?;
    let failed = |problem| IngestError::Archive {
        name: source.name.to_owned(),
        entry: Some(CONTENT.to_owned()),
        problem,
    };
    let manifest = archive.part(MANIFEST)?.unwrap_or_default();
    if manifest.windows(15).any(|window| window == b"encryption-data") {
        return Err(failed(ArchiveProblem::Locked));
    }
    let Some(bytes) = archive.part(CONTENT)? else {
        return Err(failed(ArchiveProblem::MissingPart { expected: ".odt" }));
    };
    let part = xml::decode(source.name, CONTENT, &bytes)?;
    let mut body = Body { flows: Flows::new(), n_notes: 0, n_comments: 0, n_open_paragraphs: 0 };
    body.read(Xml::new(source.name, CONTENT, &part, limits.max_depth))?;
    let mut tell = |n: usize, what: LeftOut| {
        if n > 0 {
            notices.push(Notice::about(source.name, NoticeFact::LeftOut { n, what }));
        }
    };
    let flowed = body.flows.finish();
    tell(body.n_notes, LeftOut::Notes);
    tell(body.n_comments, LeftOut::Comments);
    notices.extend(flowed.facts.into_iter().map(|fact| Notice::about(source.name, fact)));
    Ok(flowed.paragraphs)
}

struct Body {
    flows: Flows,
    n_notes: usize,
    n_comments: usize,
    /// Characters outside paragraphs are indentation.
    n_open_paragraphs: usize,
}

impl Body {
    fn read(&mut self, mut xml: Xml<'_>) -> Result<(), IngestError> {
        while let Some(node) = xml.next()? {
            match node {
                Node::Text(words) if self.n_open_paragraphs > 0 => self.push(&words),
                Node::Text(_) => {}
                Node::Open(start) => match start.local_name().as_ref() {
                    "p" | "h" => {
                        self.n_open_paragraphs += 1;
                        self.flows.open_paragraph();
                    }
                    "s" => {
                        let n =
                            xml::attribute(&start, "c").and_then(|n| n.parse::<usize>().ok()).unwrap_or(1);
                        self.flows.push(&" ".repeat(n.min(1000)));
                    }
                    "tab" => self.flows.push("\t"),
                    "line-break" => self.flows.push("\n"),
                    "table" => self.flows.begin_table(),
                    "table-row" => self.flows.begin_row(),
                    "table-cell" | "covered-table-cell" | "text-box" => self.flows.enter(),
                    "note" => {
                        self.n_notes += 1;
                        xml.skip()?;
                    }
                    "annotation" => {
                        self.n_comments += 1;
                        xml.skip()?;
                    }
                    "tracked-changes" | "annotation-end" | "ruby-text" | "forms" | "scripts"
                    | "automatic-styles" | "font-face-decls" | "title" | "desc" | "object"
                    | "event-listeners" => xml.skip()?,
                    _ => {}
                },
                Node::Close(local) => match local.as_str() {
                    "p" | "h" => {
                        self.n_open_paragraphs = self.n_open_paragraphs.saturating_sub(1);
                        self.flows.close_paragraph();
                    }
                    "table-cell" | "covered-table-cell" => self.flows.leave_cell(),
                    "text-box" => self.flows.leave_box(),
                    "table" => self.flows.end_table(),
                    _ => {}
                },
            }
        }
        Ok(())
    }

    /// Adds words. White space in the XML counts as one space, and as none at the start of a paragraph (OpenDocument 1.2, part 1,
    /// section 6.1.2).
    fn push(&mut self, words: &str) {
        let mut collapsed = String::with_capacity(words.len());
        let mut after_space =
            self.flows.open().is_none_or(|open| open.is_empty() || open.ends_with([' ', '\n']));
        for ch in words.chars() {
            let is_space = matches!(ch, ' ' | '\t' | '\n' | '\r');
            if !is_space {
                collapsed.push(ch);
            } else if !after_space {
                collapsed.push(' ');
            }
            after_space = is_space;
        }
        self.flows.push(&collapsed);
    }
}

#[cfg(test)]
mod tests {
    use super::super::archive::tests::zipped;
    use super::*;

    fn odt(body: &str) -> Vec<u8> {
        let content = format!(
            "<office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"b\" xmlns:draw=\"d\">\
             <office:automatic-styles><x>no</x></office:automatic-styles><office:body><office:text>{body}\
             </office:text></office:body></office:document-content>"
        );
        zipped(&[("mimetype", b"application/vnd.oasis.opendocument.text"), (CONTENT, content.as_bytes())])
    }

    fn read(bytes: &[u8]) -> Result<(String, Vec<String>), IngestError> {
        let mut notices = Vec::new();
        let paragraphs = paragraphs(&Source { name: "i.odt", bytes }, Limits::default(), &mut notices)?;
        let lines: Vec<String> = paragraphs.into_iter().map(Paragraph::into_line).collect();
        Ok((lines.join("\n"), notices.into_iter().map(|notice| notice.to_string()).collect()))
    }

    #[test]
    fn paragraphs_spaces_and_breaks() {
        let body = "<text:h>Interview</text:h>\n <text:p>\n  I: <text:span>How</text:span>\n  was<text:s text:c=\"2\"/>it?\
            <text:tab/>x<text:line-break/>y</text:p><text:p/><text:list><text:list-item><text:p>one</text:p>\
            </text:list-item></text:list>";
        assert_eq!(read(&odt(body)).unwrap().0, "Interview\nI: How was  it?\tx\ny\n\none");
    }

    #[test]
    fn deletions_notes_and_comments_are_left_out() {
        let body = "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>\
            </text:changed-region></text:tracked-changes><text:p>a<text:change text:change-id=\"1\"/><text:note>\
            <text:note-body><text:p>note</text:p></text:note-body></text:note>b<office:annotation><text:p>hm</text:p>\
            </office:annotation></text:p>";
        let (text, notices) = read(&odt(body)).unwrap();
        assert_eq!(text, "ab");
        assert_eq!(notices, ["1 footnote or endnote left out", "1 comment left out"]);
    }

    #[test]
    fn tables_and_text_boxes() {
        let cell = |words: &str| format!("<table:table-cell><text:p>{words}</text:p></table:table-cell>");
        let body = format!(
            "<table:table><table:table-column/><table:table-row>{}{}</table:table-row><table:table-row>{}{}\
             </table:table-row></table:table><text:p>before<draw:frame><draw:text-box><text:p>boxed</text:p>\
             </draw:text-box></draw:frame> after</text:p>",
            cell("I"),
            cell("How did it begin?"),
            cell("P3"),
            cell("We sat down.")
        );
        assert_eq!(
            read(&odt(&body)).unwrap().0,
            "I: How did it begin?\nP3: We sat down.\nbefore after\nboxed"
        );
    }

    #[test]
    fn locked_and_broken_files_are_refused() {
        let message = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
        let manifest = b"<m><manifest:encryption-data/></m>";
        assert_eq!(
            message(&zipped(&[(MANIFEST, manifest), (CONTENT, b"\x00\xff")])),
            "i.odt, entry content.xml: it is locked with a password; save a copy without one"
        );
        assert!(
            message(&zipped(&[("word/document.xml", b"<a/>")]))
                .contains("this is not a valid .odt file; save it again as .odt")
        );
        let whole = odt("<text:p>words</text:p>");
        assert!(message(&whole[..whole.len() - 30]).contains("the file is cut off or damaged ("));
        assert!(message(&zipped(&[(CONTENT, b"<a><b></a>")])).starts_with("i.odt, entry content.xml, byte "));
    }
}
