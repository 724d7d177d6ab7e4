//! Zip containers, read part by part into memory and never unpacked to disk.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::ingest::error::{ArchiveProblem, IngestError};
use crate::ingest::params::Limits;

/// An open container that keeps count of what it unpacked.
pub(super) struct Archive<'a> {
    name: &'a str,
    zip: ZipArchive<Cursor<&'a [u8]>>,
    limits: Limits,
    n_unpacked: u64,
}

impl<'a> Archive<'a> {
    /// Opens a container.
    ///
    /// # Errors
    /// [`IngestError::Archive`] if the table of contents is broken or too long.
    pub(super) fn open(name: &'a str, bytes: &'a [u8], limits: Limits) -> Result<Self, IngestError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|cause| trouble(name, None, &cause))?;
        if zip.len() > limits.max_n_entries {
            let problem =
                ArchiveProblem::TooManyEntries { n_entries: zip.len(), limit: limits.max_n_entries };
            return Err(IngestError::Archive { name: name.to_owned(), entry: None, problem });
        }
        Ok(Self { name, zip, limits, n_unpacked: 0 })
    }

    /// Returns the bytes of one part; `None` if there is no such part.
    pub(super) fn part(&mut self, entry: &str) -> Result<Option<Vec<u8>>, IngestError> {
        let Some(index) = self.zip.index_for_name(entry) else { return Ok(None) };
        let mut bytes = Vec::new();
        self.unpack(index, &mut |piece| bytes.extend_from_slice(piece))?;
        Ok(Some(bytes))
    }

    /// Unpacks every part once and keeps nothing, so that a reader without limits of its own can then read them.
    pub(super) fn check_all(&mut self) -> Result<(), IngestError> {
        (0..self.zip.len()).try_for_each(|index| self.unpack(index, &mut |_| {}))
    }

    fn unpack(&mut self, index: usize, sink: &mut dyn FnMut(&[u8])) -> Result<(), IngestError> {
        let name = self.name;
        let limits = self.limits;
        let mut file = self.zip.by_index(index).map_err(|cause| trouble(name, None, &cause))?;
        let entry = String::from_utf8_lossy(file.name_raw()).into_owned();
        let failed =
            |problem| IngestError::Archive { name: name.to_owned(), entry: Some(entry.clone()), problem };
        let n_packed = file.compressed_size().max(1);
        let mut n_here = 0_u64;
        let mut buffer = vec![0; 64 << 10];
        loop {
            let n =
                file.read(&mut buffer).map_err(|cause| failed(ArchiveProblem::Damaged(cause.to_string())))?;
            if n == 0 {
                return Ok(());
            }
            n_here += n as u64;
            self.n_unpacked += n as u64;
            if self.n_unpacked > limits.max_unpacked_bytes {
                return Err(failed(ArchiveProblem::TooLarge { limit: limits.max_unpacked_bytes }));
            }
            if n_here > Limits::RATIO_FREE_BYTES && n_here / n_packed > limits.max_ratio {
                return Err(failed(ArchiveProblem::Ratio { limit: limits.max_ratio }));
            }
            sink(&buffer[..n]);
        }
    }
}

fn trouble(name: &str, entry: Option<String>, cause: &ZipError) -> IngestError {
    let problem = match cause {
        ZipError::UnsupportedArchive(what) if *what == ZipError::PASSWORD_REQUIRED => ArchiveProblem::Locked,
        ZipError::InvalidPassword => ArchiveProblem::Locked,
        other => ArchiveProblem::Damaged(other.to_string()),
    };
    IngestError::Archive { name: name.to_owned(), entry, problem }
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    /// Makes a container of the given parts, for the tests of the formats that are containers.
    pub(in crate::ingest) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (entry, bytes) in parts {
            writer.start_file(*entry, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn error(bytes: &[u8], limits: Limits, entry: &str) -> String {
        match Archive::open("a.docx", bytes, limits) {
            Err(error) => error.to_string(),
            Ok(mut archive) => archive.part(entry).unwrap_err().to_string(),
        }
    }

    #[test]
    fn a_part_comes_back_whole_and_a_missing_one_is_none() {
        let bytes = zipped(&[("word/document.xml", b"<a/>"), ("x", b"")]);
        let mut archive = Archive::open("a.docx", &bytes, Limits::default()).unwrap();
        assert_eq!(archive.part("word/document.xml").unwrap().unwrap(), b"<a/>");
        assert_eq!(archive.part("nothing").unwrap(), None);
        archive.check_all().unwrap();
    }

    #[test]
    fn a_bomb_is_refused_by_ratio_and_by_size() {
        let bytes = zipped(&[("word/document.xml", &vec![b'a'; 30 << 20])]);
        assert!(bytes.len() < 100_000);
        assert_eq!(
            error(&bytes, Limits::default(), "word/document.xml"),
            "a.docx, entry word/document.xml: it unpacks to more than 200 times its size (a zip bomb?); do not open it, or \
             save its text as .txt"
        );
        let limits = Limits { max_unpacked_bytes: 1 << 20, ..Limits::default() };
        assert!(error(&bytes, limits, "word/document.xml").contains("more than 1048576 bytes (a zip bomb?)"));
    }

    #[test]
    fn a_container_cut_off_or_overfull_is_refused() {
        let bytes = zipped(&[("a", b"one"), ("b", b"two")]);
        let message = error(&bytes[..bytes.len() / 2], Limits::default(), "a");
        assert!(message.starts_with("a.docx: the file is cut off or damaged ("), "{message}");
        let limits = Limits { max_n_entries: 1, ..Limits::default() };
        assert!(error(&bytes, limits, "a").contains("2 entries, above the limit of 1"));
    }

    #[test]
    fn a_damaged_part_is_named() {
        let mut bytes =
            zipped(&[("word/document.xml", &b"<w:p>some words that are packed</w:p>".repeat(20))]);
        for byte in &mut bytes[60..80] {
            *byte ^= 0x5a;
        }
        let message = error(&bytes, Limits::default(), "word/document.xml");
        assert!(
            message.starts_with("a.docx, entry word/document.xml: the file is cut off or damaged ("),
            "{message}"
        );
    }
}
