//! Finds the transcripts of a folder and reads files from the disk.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::error::IngestError;
use super::formats::table::{self, headings};
use super::params::IngestParams;
use super::read;
use super::source::{Source, ending};
use super::{detect, encoding, formats};
use crate::domain::{AsideReason, Document, DocumentFormat, Notice, NoticeFact, io_cause};

/// A file that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFile {
    /// Its path.
    pub path: PathBuf,
    /// Its path below the given folder, with `/`; for a single file, its name.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
}

/// The content of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collected {
    /// The transcripts, ordered by name.
    pub files: Vec<FoundFile>,
    /// The table of participants, if there is one.
    pub participants: Option<FoundFile>,
    /// Every other file, with the reason why it was set aside.
    pub left_aside: Vec<Notice>,
}

/// Finds the transcripts at a path: the file itself, or those of a folder and of the folders in it.
///
/// Hidden files and the lock files of word processors are skipped. Linked folders are not entered, so that no folder is
/// visited twice. A file that is given by name is always taken, whatever it is about.
///
/// # Errors
/// [`IngestError`] if the path cannot be opened, its ending is not known, or the folder holds no transcript.
pub fn collect(path: &Path) -> Result<Collected, IngestError> {
    let shown = path.display().to_string();
    let unreadable = |cause| IngestError::Unreadable { name: shown.clone(), cause };
    let meta = fs::metadata(path).map_err(unreadable)?;
    if !meta.is_dir() {
        let name = path.file_name().map_or_else(|| shown.clone(), |name| name.to_string_lossy().into_owned());
        if !formats::reads_ending(&ending(&name)) {
            return Err(detect::unknown(&name));
        }
        let file = FoundFile { path: path.to_owned(), name, size: meta.len() };
        return Ok(Collected { files: vec![file], ..Collected::default() });
    }
    let mut found = BTreeMap::new();
    let mut collected = Collected::default();
    walk(path, "", &mut found, &mut collected.left_aside)?;
    for file in found.into_values() {
        match sort_out(&file) {
            Kind::Transcript => collected.files.push(file),
            Kind::Participants if collected.participants.is_none() => collected.participants = Some(file),
            Kind::Participants => {
                collected.left_aside.push(aside(&file.name, AsideReason::SecondParticipantTable));
            }
            Kind::Aside(reason) => collected.left_aside.push(aside(&file.name, reason)),
        }
    }
    collected.left_aside.sort();
    if collected.files.is_empty() {
        return Err(IngestError::NoTranscripts {
            name: shown,
            left_aside: collected.left_aside,
            known: formats::listed(),
        });
    }
    Ok(collected)
}

/// Reads the documents of a file.
///
/// # Errors
/// [`IngestError`] if the file is too large, cannot be opened, or is not a valid file of its format.
pub fn read_file(found: &FoundFile, params: &IngestParams) -> Result<Vec<Document>, IngestError> {
    let bytes = read_bytes(found, params)?;
    read::read(&Source { name: &found.name, bytes: &bytes }, params)
}

/// Reads the content of a file that is not larger than the limit.
///
/// # Errors
/// [`IngestError`] if the file is too large or cannot be opened.
pub fn read_bytes(found: &FoundFile, params: &IngestParams) -> Result<Vec<u8>, IngestError> {
    let name = || found.path.display().to_string();
    let limit = params.limits.max_file_bytes;
    let unreadable = |cause| IngestError::Unreadable { name: name(), cause };
    let file = fs::File::open(&found.path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    // One byte more than allowed shows that the file is too large, even if it has grown or has no known size.
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > limit {
        return Err(IngestError::TooLarge { name: name(), size: found.size.max(bytes.len() as u64), limit });
    }
    Ok(bytes)
}

/// Finds all files below a folder. Files nearer the top come first, then they are ordered by name.
fn walk(
    folder: &Path,
    below: &str,
    found: &mut BTreeMap<(usize, String), FoundFile>,
    left_aside: &mut Vec<Notice>,
) -> Result<(), IngestError> {
    let mut folders = vec![(folder.to_owned(), below.to_owned())];
    while let Some((folder, below)) = folders.pop() {
        let unreadable = |cause| IngestError::Unreadable { name: folder.display().to_string(), cause };
        for entry in fs::read_dir(&folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let own = entry.file_name().to_string_lossy().into_owned();
            if own.starts_with('.') || own.starts_with("~$") || own.starts_with("~lock") {
                continue;
            }
            let name = if below.is_empty() { own } else { format!("{below}/{own}") };
            let is_link = entry.file_type().map_err(unreadable)?.is_symlink();
            let meta = match fs::metadata(entry.path()) {
                Ok(meta) => meta,
                Err(cause) => {
                    let cause = encoding::with_lf(io_cause(&cause));
                    left_aside.push(aside(&name, AsideReason::CannotOpen { cause }));
                    continue;
                }
            };
            if meta.is_dir() && is_link {
                left_aside.push(aside(&name, AsideReason::LinkedFolder));
            } else if meta.is_dir() {
                folders.push((entry.path(), name));
            } else if meta.is_file() {
                let file = FoundFile { path: entry.path(), name: name.clone(), size: meta.len() };
                found.insert((name.matches('/').count(), name), file);
            } else {
                left_aside.push(aside(&name, AsideReason::NoFile));
            }
        }
    }
    Ok(())
}

enum Kind {
    Transcript,
    Participants,
    Aside(AsideReason),
}

fn sort_out(file: &FoundFile) -> Kind {
    let ending = ending(&file.name);
    let Some(format) = formats::by_ending(&ending) else {
        return Kind::Aside(AsideReason::UnknownEnding { ending });
    };
    let own = file.name.rsplit('/').next().unwrap_or(&file.name).to_lowercase();
    let stem = own.strip_suffix(&ending).unwrap_or(&own).trim_end_matches('.');
    if format.is_table() && PARTICIPANTS.iter().any(|word| stem.starts_with(word)) {
        return Kind::Participants;
    }
    if about_the_folder(stem) {
        return Kind::Aside(AsideReason::AboutFolder);
    }
    let table = if format.is_table() { Some(format.format) } else { codings_in_text(file, format.format) };
    match table.and_then(|format| about_codes(file, format)) {
        Some(reason) => Kind::Aside(reason),
        None => Kind::Transcript,
    }
}

/// Beginnings of names of tables of participants.
const PARTICIPANTS: [&str; 7] =
    ["participants", "teilnehmende", "befragte", "participantes", "partecipanti", "شرکت", "مشارکت"];

fn about_the_folder(stem: &str) -> bool {
    const NAMES: [&str; 12] = [
        "readme",
        "license",
        "licence",
        "copying",
        "notice",
        "changelog",
        "authors",
        "contributing",
        "codebook",
        "manifest",
        "liesmich",
        "lisezmoi",
    ];
    NAMES.iter().any(|name| {
        stem == *name
            || stem.strip_prefix(name).is_some_and(|rest| rest.starts_with(['.', '-', '_', ' ']))
            || stem.ends_with(&format!("_{name}"))
    })
}

/// Returns the format of a table of codings that was saved as a text; `None` for any other text.
fn codings_in_text(file: &FoundFile, format: DocumentFormat) -> Option<DocumentFormat> {
    // Nearly all texts are told by their first line.
    if format != DocumentFormat::Txt || about_codes(file, DocumentFormat::Csv).is_none() {
        return None;
    }
    let params = IngestParams::default();
    let bytes = read_bytes(file, &params).ok()?;
    table::saved_as_text(&Source { name: &file.name, bytes: &bytes }, &params)
}

/// Returns why a table is not a transcript. A table that cannot be read is kept: reading it will give the error.
fn about_codes(file: &FoundFile, format: DocumentFormat) -> Option<AsideReason> {
    let headings = if format == DocumentFormat::Xlsx {
        let params = IngestParams::default();
        let bytes = read_bytes(file, &params).ok()?;
        table::open(&Source { name: &file.name, bytes: &bytes }, format, &params).ok()?.headings
    } else {
        let mut head = Vec::new();
        fs::File::open(&file.path).ok()?.take(64 << 10).read_to_end(&mut head).ok()?;
        table::peek(&Source { name: &file.name, bytes: &head }, format)?
    };
    headings::is_about_codes(&headings)
}

fn aside(name: &str, reason: AsideReason) -> Notice {
    Notice::about(name, NoticeFact::LeftAside { reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        folder
    }

    fn names(collected: &Collected) -> Vec<&str> {
        collected.files.iter().map(|file| file.name.as_str()).collect()
    }

    #[test]
    fn a_folder_is_sorted_out() {
        let folder = folder(&[
            ("b.txt", b"P1: hello"),
            ("a/c.TXT", b"P1: hello"),
            ("a.md", b"x"),
            (".hidden.txt", b"x"),
            ("~$b.docx", b"x"),
            ("README.md", b"about"),
            ("participants.csv", b"participant,age\nP1,40\n"),
            ("a/participants.csv", b"participant,age\nP1,40\n"),
            ("codings.csv", b"document;start;end;code;coder\nb;0;3;warmth;Ann\n"),
            ("turns.csv", b"speaker,text,codes\nA,hello,x\n"),
            ("codings.txt", b"document;start;end;code;coder\nb;0;3;warmth;Ann\nb;4;9;warmth;Ann\n"),
            ("photo.jpg", b"x"),
            ("old.doc", b"x"),
        ]);
        let collected = collect(folder.path()).unwrap();
        assert_eq!(names(&collected), ["a.md", "b.txt", "turns.csv", "a/c.TXT"]);
        assert_eq!(collected.participants.as_ref().unwrap().name, "participants.csv");
        let told: Vec<String> = collected
            .left_aside
            .iter()
            .map(|notice| format!("{} {}", notice.about.as_deref().unwrap(), notice))
            .collect();
        assert_eq!(told.len(), 6, "{told:?}");
        assert!(told[0].starts_with("README.md set aside: it describes the folder, by its name"));
        assert!(told[1].starts_with("a/participants.csv set aside: it is a second table"));
        assert!(told[2].contains("a table of codings"));
        assert!(told[3].starts_with("codings.txt") && told[3].contains("a table of codings"));
        assert!(
            told[4].starts_with(
                "old.doc set aside: a .doc file cannot be read; save it as .docx in its program"
            )
        );
        assert!(told[5].ends_with("cannot be read; recognise its text first"));
    }

    #[test]
    fn a_folder_without_transcripts_names_the_known_endings() {
        let empty = folder(&[("photo.jpg", b"x")]);
        let message = collect(empty.path()).unwrap_err().to_string();
        assert!(
            message.contains(
                "no transcripts in this folder: photo.jpg set aside: a .jpg file cannot be read; recognise its text first; known \
                 endings are .txt"
            ),
            "{message}"
        );
        let named = folder(&[("changelog.md", b"Ann: Hello.\n\nBen: Good day."), ("p.qdpx", b"PK")]);
        let message = collect(named.path()).unwrap_err().to_string();
        assert!(
            message.contains("changelog.md set aside: it describes the folder, by its name; to read it anyway, give the file itself"),
            "{message}"
        );
        assert!(
            message.contains("p.qdpx set aside: a .qdpx file cannot be read; export its transcripts"),
            "{message}"
        );
        let many: Vec<(String, &[u8])> = (0..20).map(|i| (format!("{i}.jpg"), b"x".as_slice())).collect();
        let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
        let message = collect(folder(&many).path()).unwrap_err().to_string();
        assert!(message.contains(". And 8 more; known endings"), "{message}");
        let message = collect(folder(&[]).path()).unwrap_err().to_string();
        assert!(message.contains("no transcripts in this folder; known"), "{message}");
    }

    #[test]
    fn a_single_file_is_taken_and_a_missing_or_unknown_one_refused() {
        let folder = folder(&[("codings.csv", b"document,code,quote\n"), ("x.doc", b"")]);
        let collected = collect(&folder.path().join("codings.csv")).unwrap();
        assert_eq!(names(&collected), ["codings.csv"]);
        let message = collect(&folder.path().join("x.doc")).unwrap_err().to_string();
        assert!(message.starts_with("x.doc: a .doc file cannot be read; save it as .docx"), "{message}");
        let message = collect(&folder.path().join("none.txt")).unwrap_err().to_string();
        assert!(message.contains("none.txt: cannot be opened (") && message.contains("check that it exists"));
    }

    #[cfg(unix)]
    #[test]
    fn linked_folders_are_not_entered_and_broken_links_told() {
        let folder = folder(&[("a/b.txt", b"P1: hello")]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("a/again")).unwrap();
        std::os::unix::fs::symlink("nowhere", folder.path().join("c.txt")).unwrap();
        let collected = collect(folder.path()).unwrap();
        assert_eq!(names(&collected), ["a/b.txt"]);
        assert_eq!(collected.left_aside.len(), 2);
    }

    #[test]
    fn a_file_is_read_within_the_limit_and_a_vanished_one_named() {
        let folder = folder(&[("a.txt", b"P1: hello")]);
        let file = collect(folder.path()).unwrap().files.remove(0);
        assert_eq!(read_file(&file, &IngestParams::default()).unwrap()[0].text, "P1: hello");
        let mut params = IngestParams::default();
        params.limits.max_file_bytes = 3;
        let message = read_file(&file, &params).unwrap_err().to_string();
        assert!(
            message.ends_with("a.txt: 9 bytes, above the limit of 3; split it into smaller files"),
            "{message}"
        );
        fs::remove_file(&file.path).unwrap();
        let message = read_file(&file, &IngestParams::default()).unwrap_err().to_string();
        assert!(message.contains("a.txt: cannot be opened ("), "{message}");
    }
}
