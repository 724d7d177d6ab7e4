//! Documents that hold the same words.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::domain::{AsideReason, Document, DocumentFormat, Notice, NoticeFact, TextIndex};
use crate::ingest::FoundFile;

/// A digest of words, without regard to lines, times, signs, capitals and the shape of a table.
type WordsDigest = [u8; 32];

/// Leaves out files that hold the same recording as a file of the same name and another ending, since recognisers write several
/// formats at once, and returns the other documents. The file that is kept names most speakers, then most times.
pub(super) fn leave_out<'f>(
    documents: Vec<(&'f FoundFile, Document)>,
    notices: &mut Vec<Notice>,
) -> Vec<(&'f FoundFile, Document)> {
    let mut files: BTreeMap<&Path, (&FoundFile, Vec<&Document>)> = BTreeMap::new();
    for (file, document) in &documents {
        files.entry(&file.path).or_insert_with(|| (file, Vec::new())).1.push(document);
    }
    let mut by_stem: BTreeMap<PathBuf, Vec<(&FoundFile, Vec<&Document>)>> = BTreeMap::new();
    for (path, found) in files {
        by_stem.entry(path.with_extension("")).or_default().push(found);
    }
    let mut left_out: BTreeSet<PathBuf> = BTreeSet::new();
    for namesakes in by_stem.into_values().filter(|namesakes| namesakes.len() > 1) {
        let mut by_words: BTreeMap<WordsDigest, Vec<(&FoundFile, Vec<&Document>)>> = BTreeMap::new();
        for (file, documents) in namesakes {
            if let Some(words) = digest(&documents, usize::MAX) {
                by_words.entry(words).or_default().push((file, documents));
            }
        }
        for mut same in by_words.into_values() {
            same.sort_by_cached_key(|(file, documents)| {
                (std::cmp::Reverse(holds(documents)), file.name.clone())
            });
            let Some(((kept, _), others)) = same.split_first() else { continue };
            for (file, _) in others {
                let reason = AsideReason::SameRecording { document: kept.name.clone() };
                notices.push(Notice::about(&file.name, NoticeFact::LeftAside { reason }));
                left_out.insert(file.path.clone());
            }
        }
    }
    documents.into_iter().filter(|(file, _)| !left_out.contains(&file.path)).collect()
}

/// Tells of each document that holds the same words as one before it.
pub(super) fn tell(documents: &[Document], notices: &mut Vec<Notice>) {
    // Most documents differ from all others in their first words.
    let starts: Vec<Option<WordsDigest>> =
        documents.par_iter().map(|document| digest(&[document], FIRST_WORDS)).collect();
    let mut n_with: BTreeMap<WordsDigest, usize> = BTreeMap::new();
    for start in starts.iter().flatten() {
        *n_with.entry(*start).or_default() += 1;
    }
    let digests: Vec<Option<WordsDigest>> = documents
        .par_iter()
        .zip(starts)
        .map(|(document, start)| {
            start.filter(|start| n_with[start] > 1).and_then(|_| digest(&[document], usize::MAX))
        })
        .collect();
    let mut by_words: BTreeMap<WordsDigest, &str> = BTreeMap::new();
    for (document, words) in documents.iter().zip(digests) {
        let Some(words) = words else { continue };
        if let Some(first) = by_words.insert(words, &document.name) {
            let fact = NoticeFact::SameWords { document: first.to_owned() };
            notices.push(Notice::about(&document.name, fact));
        }
    }
}

/// With fewer words, two documents may be alike by chance, as two answers in a survey.
const ENOUGH_WORDS: usize = 50;

/// The documents of a study by their words, to find a recording that it holds.
pub(super) struct HeldWords<'d>(BTreeMap<WordsDigest, &'d str>);

impl<'d> HeldWords<'d> {
    /// Reads the words of documents.
    pub(super) fn of(documents: &'d [Document]) -> Self {
        let digests: Vec<Option<WordsDigest>> = documents.par_iter().map(of_long).collect();
        let named = digests.into_iter().zip(documents).rev();
        Self(named.filter_map(|(words, document)| Some((words?, document.name.as_str()))).collect())
    }

    /// Returns the first document that holds the same words as another; `None` if there is none, or the words are few.
    pub(super) fn same(&self, document: &Document) -> Option<&'d str> {
        self.0.get(&of_long(document)?).copied()
    }
}

/// Returns the digest of the words of a document; `None` if they are few.
fn of_long(document: &Document) -> Option<WordsDigest> {
    let has_enough = document.text.split_whitespace().nth(ENOUGH_WORDS - 1).is_some();
    has_enough.then(|| digest(&[document], usize::MAX)).flatten()
}

/// How many words are compared before all of them are.
const FIRST_WORDS: usize = 12;

/// What the documents of a file hold besides words: speakers, turns that name one, times, and the usual contents of the format.
fn holds(documents: &[&Document]) -> (usize, usize, usize, u8) {
    let sum = |count: fn(&Document) -> usize| documents.iter().map(|document| count(document)).sum();
    let format = documents.first().map_or(0, |document| match document.format {
        DocumentFormat::Json => 4,
        DocumentFormat::Vtt => 3,
        DocumentFormat::Srt => 2,
        DocumentFormat::Csv | DocumentFormat::Tsv | DocumentFormat::Xlsx => 1,
        _ => 0,
    });
    (
        sum(|document| document.speakers.len()),
        sum(|document| document.turns.iter().filter(|turn| turn.speaker.is_some()).count()),
        sum(|document| document.time_marks.len()),
        format,
    )
}

/// Returns the digest of the first words that are said in documents; `None` if there are none.
fn digest(documents: &[&Document], most: usize) -> Option<WordsDigest> {
    let mut hasher = Sha256::new();
    let mut left = most;
    let mut words = String::new();
    for document in documents {
        let index = TextIndex::new(&document.text);
        for turn in &document.turns {
            // The spans are of this text.
            let Ok(said) = index.slice(turn.span) else { continue };
            words.clear();
            let tokens = said.split_whitespace().filter(|token| !is_time(token));
            let all = tokens.flat_map(|token| token.split(|c: char| !c.is_alphanumeric()));
            for word in all.filter(|word| !word.is_empty()).take(left) {
                words.extend(word.chars().flat_map(char::to_lowercase));
                words.push(' ');
                left -= 1;
            }
            hasher.update(&words);
            if left == 0 {
                break;
            }
        }
    }
    (left < most).then(|| hasher.finalize().into())
}

/// Tells whether a token is a time: `0:12`, `[00:01:02.500]`.
fn is_time(token: &str) -> bool {
    let inner = token.trim_matches(|c: char| !c.is_ascii_digit());
    inner.contains(':')
        && inner.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b',' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{self, IngestParams, Source};

    fn file(name: &str) -> FoundFile {
        FoundFile { path: PathBuf::from("study").join(name), name: name.to_owned(), size: 1 }
    }

    /// Returns the names of the files that are kept, and the notices.
    fn kept(files: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
        let found: Vec<FoundFile> = files.iter().map(|(name, _)| file(name)).collect();
        let documents: Vec<(&FoundFile, Document)> = found
            .iter()
            .zip(files)
            .flat_map(|(found, (name, text))| {
                let source = Source { name, bytes: text.as_bytes() };
                let read = ingest::read(&source, &IngestParams::default()).unwrap();
                read.into_iter().map(move |document| (found, document))
            })
            .collect();
        let mut notices = Vec::new();
        let documents: Vec<Document> =
            leave_out(documents, &mut notices).into_iter().map(|(_, document)| document).collect();
        tell(&documents, &mut notices);
        let told = notices
            .iter()
            .map(|notice| format!("{}: {notice}", notice.about.as_deref().unwrap_or_default()))
            .collect();
        (documents.into_iter().map(|document| document.name).collect(), told)
    }

    const SRT: &str =
        "1\n00:00:01,000 --> 00:00:02,000\nSo we went\n\n2\n00:00:03,000 --> 00:00:04,000\nto the lake.\n";
    const JSON: &str = r#"{"segments": [{"start": 1, "end": 2, "text": " So we went"}, {"start": 3, "end": 4, "text": " to the lake."}]}"#;

    #[test]
    fn one_recording_in_several_formats_is_read_once() {
        let (names, told) =
            kept(&[("a.json", JSON), ("a.srt", SRT), ("a.txt", "So we went\nto the lake.\n")]);
        assert_eq!(names, ["a.json"]);
        assert_eq!(
            told,
            [
                "a.srt: set aside: it is the same recording as a.json, which is read",
                "a.txt: set aside: it is the same recording as a.json, which is read"
            ]
        );
    }

    #[test]
    fn the_file_that_names_speakers_is_kept() {
        let vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>So we went\n\n00:03.000 --> 00:04.000\n<v Bo>to the lake.\n";
        assert_eq!(kept(&[("a.json", JSON), ("a.srt", SRT), ("a.vtt", vtt)]).0, ["a.vtt"]);
        assert_eq!(kept(&[("a.txt", "So we went to the lake."), ("a.srt", SRT)]).0, ["a.srt"]);
    }

    #[test]
    fn other_files_with_the_same_words_are_kept_and_told() {
        let (names, told) = kept(&[("a.json", JSON), ("b.srt", SRT), ("c.txt", "Something else.")]);
        assert_eq!(names, ["a.json", "b.srt", "c.txt"]);
        assert_eq!(told.len(), 1);
        assert!(told[0].starts_with("b.srt: it holds the same words as a.json"), "{told:?}");
        let timed = "So [00:00:01] we went.\n\n0:03\nTo the lake!";
        assert_eq!(kept(&[("a.json", JSON), ("b.md", timed)]).1.len(), 1);
        let (names, told) = kept(&[("a.json", JSON), ("a.txt", "I only noted this.")]);
        assert_eq!((names.len(), told.len()), (2, 0));
    }
}
