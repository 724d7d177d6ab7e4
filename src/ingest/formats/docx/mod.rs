//! Word processor files of Office Open XML (`.docx`): the words of the body, in their order.
//!
//! Kept: paragraphs, tabs, breaks, tables, insertions, text boxes. Left out: tracked deletions, field codes, headers
//! and footers; footnotes, endnotes and comments, which a notice counts.

mod body;
mod numbering;
mod styles;

use super::archive::Archive;
use super::xml::{self, Node, Xml};
use crate::domain::{LeftOut, Notice, NoticeFact};
use crate::ingest::error::{ArchiveProblem, IngestError};
use crate::ingest::params::Limits;
use crate::ingest::source::Source;
use crate::ingest::transcript::Paragraph;
use body::Dress;
use numbering::Numbering;
use styles::Styles;

/// Reads the paragraphs of a `.docx`, and the rows of tables that are transcripts.
///
/// Tells in notices what of the file is not in it.
pub(super) fn paragraphs(
    source: &Source<'_>,
    limits: Limits,
    notices: &mut Vec<Notice>,
) -> Result<Vec<Paragraph>, IngestError> {
    let mut archive = Archive::open(source.name, source.bytes, limits)?;
    let entry = main_part(&mut archive, source.name, limits)?;
    let Some(bytes) = archive.part(&entry)? else {
        let problem = ArchiveProblem::MissingPart { expected: ".docx" };
        return Err(IngestError::Archive { name: source.name.to_owned(), entry: Some(entry), problem });
    };
    let part = xml::decode(source.name, &entry, &bytes)?;
    let mut dress = Dress::default();
    let beside = |name: &str| match entry.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{name}"),
        None => name.to_owned(),
    };
    for name in ["styles.xml", "numbering.xml"] {
        let entry = beside(name);
        let Some(bytes) = archive.part(&entry)? else { continue };
        let part = xml::decode(source.name, &entry, &bytes)?;
        let part = Xml::new(source.name, &entry, &part, limits.max_depth);
        if name == "styles.xml" {
            dress.styles = Styles::read(part)?;
        } else {
            dress.numbering = Numbering::read(part)?;
        }
    }
    let found = body::read(Xml::new(source.name, &entry, &part, limits.max_depth), dress)?;
    if found.n_embedded > 0 && !found.has_words() {
        let problem = ArchiveProblem::EmbeddedText;
        return Err(IngestError::Archive { name: source.name.to_owned(), entry: None, problem });
    }
    let left_out = [
        (found.n_notes, LeftOut::Notes),
        (found.n_comments, LeftOut::Comments),
        (found.n_deletions, LeftOut::TrackedDeletions),
        (found.n_hidden, LeftOut::HiddenText),
        (found.n_embedded, LeftOut::EmbeddedFiles),
    ];
    for (n, what) in left_out.into_iter().filter(|(n, _)| *n > 0) {
        notices.push(Notice::about(source.name, NoticeFact::LeftOut { n, what }));
    }
    notices.extend(found.flowed.facts.into_iter().map(|fact| Notice::about(source.name, fact)));
    Ok(found.flowed.paragraphs)
}

/// Returns the name of the part that holds the body. The package's relationships give it; it is nearly always `word/document.xml`.
fn main_part(archive: &mut Archive<'_>, name: &str, limits: Limits) -> Result<String, IngestError> {
    const USUAL: &str = "word/document.xml";
    const RELATIONSHIPS: &str = "_rels/.rels";
    let Some(bytes) = archive.part(RELATIONSHIPS)? else { return Ok(USUAL.to_owned()) };
    let part = xml::decode(name, RELATIONSHIPS, &bytes)?;
    let mut events = Xml::new(name, RELATIONSHIPS, &part, limits.max_depth);
    while let Some(node) = events.next()? {
        let Node::Open(start) = node else { continue };
        if xml::attribute(&start, "Type").is_some_and(|kind| kind.ends_with("/officeDocument")) {
            let target = xml::attribute(&start, "Target").unwrap_or_else(|| USUAL.to_owned());
            return Ok(target.trim_start_matches('/').to_owned());
        }
    }
    Ok(USUAL.to_owned())
}

#[cfg(test)]
mod tests;
