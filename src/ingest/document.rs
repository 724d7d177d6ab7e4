//! What a reader returns, made into a [`Document`].

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::source::Source;
use super::transcript::Transcript;
use crate::domain::{Document, DocumentFormat, Notice, NoticeFact};

/// Makes a document of a transcript. Its notices are, in this order: those of the whole file, that there are no words, and
/// those of how turns and roles were found, which get the source's name here.
pub(super) fn finish(source: &Source<'_>, format: DocumentFormat, transcript: Transcript) -> Document {
    let about = || Some(source.name.to_owned());
    let mut notices = transcript.notices;
    if transcript.text.trim().is_empty() {
        let at = notices.iter().position(|notice| notice.about.is_none()).unwrap_or(notices.len());
        notices.insert(at, Notice { about: about(), fact: NoticeFact::NoWords });
    }
    for notice in notices.iter_mut().filter(|notice| notice.about.is_none()) {
        notice.about = about();
    }
    Document {
        name: source.name.to_owned(),
        format,
        sha256: sha256(source.bytes),
        text: transcript.text,
        speakers: transcript.speakers,
        turns: transcript.turns,
        time_marks: transcript.time_marks,
        notices,
    }
}

/// Returns the SHA-256 of some bytes in lower-case hexadecimal.
fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
