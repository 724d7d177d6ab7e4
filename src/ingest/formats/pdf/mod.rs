//! The text layer of a PDF (`.pdf`), without pages, headers, footers and line breaks.
//!
//! Text comes in the order in which the page is drawn, as word processors and browsers write it. Pictures are ignored:
//! a scan is refused, and the error tells how to get at its text.

mod direction;
mod glyphs;
mod hanging;
mod headers_footers;
mod lines;
mod margin;
mod paragraphs;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use crate::domain::{LeftOut, Notice, NoticeFact};
use crate::ingest::error::{IngestError, PdfProblem};
use crate::ingest::params::Limits;
use crate::ingest::source::Source;
use glyphs::{Page, Stop};

/// The time limit in seconds: far more than any interview takes, since a thousand pages are read in a few seconds.
const SECONDS: u64 = 120;
/// The most characters: a hundred interviews of ten hours.
const MAX_N_CHARS: usize = 50_000_000;
/// The stack: enough for objects nested as deep as the interpreter allows. Only what is used takes memory.
const STACK_BYTES: usize = 64 << 20;

/// Reads the text of a `.pdf`: one line of text for each paragraph.
///
/// Tells in notices what of the file is not in it.
pub(super) fn text(
    source: &Source<'_>,
    limits: Limits,
    notices: &mut Vec<Notice>,
) -> Result<String, IngestError> {
    let name = || source.name.to_owned();
    let pages = pages(source.bytes, limits).map_err(|problem| IngestError::Pdf { name: name(), problem })?;
    let mut n_unknown = 0;
    let mut lines = Vec::with_capacity(pages.len());
    for page in &pages {
        let (of_page, n) = lines::lines(&page.glyphs);
        lines.push(of_page);
        n_unknown += n;
    }
    if lines.iter().all(Vec::is_empty) {
        let problem = PdfProblem::Scan { n_pages: pages.len() };
        return Err(IngestError::Pdf { name: name(), problem });
    }
    let pages_without_text: Vec<usize> = (pages.iter().zip(&lines).enumerate())
        .filter(|(_, (page, lines))| page.has_image && lines.is_empty())
        .map(|(i, _)| i + 1)
        .collect();
    let n_numbers = margin::remove(&mut lines);
    let n_furniture = headers_footers::remove(&mut lines);
    hanging::separate(&mut lines);
    let found = paragraphs::join(&lines);
    let mut tell = |fact: NoticeFact| notices.push(Notice::about(source.name, fact));
    if !pages_without_text.is_empty() {
        tell(NoticeFact::PagesWithoutText { pages: pages_without_text });
    }
    let n_aslant: usize = pages.iter().map(|page| page.n_aslant).sum();
    for (n, what) in [
        (n_furniture, LeftOut::PageFurniture),
        (n_numbers, LeftOut::LineNumbers),
        (n_aslant, LeftOut::SlantedCharacters),
    ] {
        if n > 0 {
            tell(NoticeFact::LeftOut { n, what });
        }
    }
    if found.n_hyphens > 0 {
        tell(NoticeFact::HyphensRemoved { n: found.n_hyphens });
    }
    if n_unknown > 0 {
        tell(NoticeFact::UnnamedCharacters { n: n_unknown });
    }
    Ok(found.text)
}

/// Reads the pages on a thread of their own: a hostile file can neither exhaust this thread's stack nor block it.
fn pages(bytes: &[u8], limits: Limits) -> Result<Vec<Page>, PdfProblem> {
    let (sender, receiver) = mpsc::channel();
    let cancelled = Arc::new(AtomicBool::new(false));
    let data = Arc::new(bytes.to_vec());
    let seen = Arc::clone(&cancelled);
    let work = move || {
        // What the interpreter leaves unfinished is dropped here, so nobody sees it.
        let found =
            catch_unwind(AssertUnwindSafe(|| read_pages(data, limits, &seen))).unwrap_or_else(|stop| {
                Err(match stop.downcast_ref::<Stop>() {
                    Some(Stop::TooMuch) => PdfProblem::TooMuchText { limit: MAX_N_CHARS },
                    Some(Stop::Cancelled) => PdfProblem::TooSlow { seconds: SECONDS },
                    None => PdfProblem::Damaged,
                })
            });
        // After the time limit nobody receives this.
        let _ = sender.send(found);
    };
    if thread::Builder::new().name("pdf".to_owned()).stack_size(STACK_BYTES).spawn(work).is_err() {
        return Err(PdfProblem::TooSlow { seconds: 0 });
    }
    receiver.recv_timeout(Duration::from_secs(SECONDS)).unwrap_or_else(|error| {
        cancelled.store(true, Ordering::Relaxed);
        Err(match error {
            RecvTimeoutError::Timeout => PdfProblem::TooSlow { seconds: SECONDS },
            RecvTimeoutError::Disconnected => PdfProblem::Damaged,
        })
    })
}

fn read_pages(data: Arc<Vec<u8>>, limits: Limits, cancelled: &AtomicBool) -> Result<Vec<Page>, PdfProblem> {
    let pdf = Pdf::new(data).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => PdfProblem::Encrypted,
        LoadPdfError::Decryption(_) => PdfProblem::UnknownEncryption,
        LoadPdfError::Invalid => PdfProblem::Damaged,
    })?;
    let n_pages = pdf.pages().len();
    if n_pages == 0 {
        return Err(PdfProblem::Damaged);
    }
    if n_pages > limits.max_n_pages {
        return Err(PdfProblem::TooManyPages { n_pages, limit: limits.max_n_pages });
    }
    Ok(glyphs::pages(&pdf, cancelled, MAX_N_CHARS))
}

#[cfg(test)]
mod tests;
