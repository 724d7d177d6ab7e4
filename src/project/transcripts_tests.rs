//! Transcripts as programs and people write them, each with what is read from it.
//!
//! The inputs are invented, and lie in `tests/data/transcripts`, a folder for each kind. What is read from a folder's files is in
//! `tests/data/transcripts/read/FOLDER.txt`: who speaks, the turns, what is set aside and what is told. Long turns are shortened there.
//! `UPDATE_FIXTURES=1 cargo test --lib transcripts_are_read_as_kept` writes these files anew.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::domain::{AsideKind, Document, TextIndex, plain_words};
use crate::ingest::{self, IngestError, IngestParams, Source};
use crate::segment::{self, SegmentParams};

/// The invented interview about a garden in a plain form, and a focus group: together they have all answers of the other inputs.
const GARDEN: [&str; 2] = ["19-label-forms/form-a.txt", "04-focus-group-prompts/fg1.txt"];

/// Inputs in which participants' turns have other words too, and why.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("07-whisper-tsv/w.tsv", "it names nobody"),
    ("08-whisper-five-outputs", "they name nobody"),
    ("17-youtube-vtt/rollup.vtt", "it names nobody"),
    ("18-json-left-out", "they name nobody"),
    ("19-label-forms/whispercpp.txt", "a third voice says: And so on."),
    ("22-times-and-labels-left-in-text/turboscribe.txt", "it names nobody"),
    ("25-cue-errors/teams_plain.vtt", "it names nobody"),
    ("27-docx-shell-and-hidden/hidden-text.docx", "words were inserted under tracked changes"),
    ("32-left-aside-by-name/changelog.md", "laughter is noted in the answers"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/transcripts")
}

/// Returns the inputs in order, as `FOLDER/FILE`.
fn inputs() -> Vec<String> {
    let names = |folder: &Path| {
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    let folders = names(&root()).into_iter().filter(|folder| folder != "read");
    folders
        .flat_map(|folder| {
            names(&root().join(&folder)).into_iter().map(move |file| format!("{folder}/{file}"))
        })
        .collect()
}

fn documents(input: &str) -> Result<Vec<Document>, IngestError> {
    let bytes = std::fs::read(root().join(input)).unwrap();
    let name = input.rsplit('/').next().unwrap();
    ingest::read(&Source { name, bytes: &bytes }, &IngestParams::default())
}

/// Returns the words in one line; of more than sixteen the first twelve, the last four and their number.
fn shortened(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    match words.len() {
        n @ 17.. => format!("{} […] {} ({n} words)", words[..12].join(" "), words[n - 4..].join(" ")),
        _ => words.join(" "),
    }
}

/// Writes what was read from one file.
fn write_read(out: &mut String, input: &str) {
    writeln!(out, "# {input}").unwrap();
    let documents = match documents(input) {
        Ok(documents) => documents,
        Err(error) => return writeln!(out, "refused: {error}\n").unwrap(),
    };
    for document in documents {
        let index = TextIndex::new(&document.text);
        writeln!(out, "document {}", document.name).unwrap();
        for speaker in &document.speakers {
            writeln!(out, "speaker {}: {}, {}", speaker.label, speaker.role, speaker.role_reason).unwrap();
        }
        for notice in &document.notices {
            writeln!(out, "told {notice}").unwrap();
        }
        let cut = segment::segment(&document, &SegmentParams::default().check().unwrap());
        let aside: BTreeMap<usize, AsideKind> = cut.set_aside.iter().copied().collect();
        for (n, turn) in document.turns.iter().enumerate() {
            let label = turn.speaker.map_or("(nobody)", |speaker| &document.speakers[speaker].label);
            let time = document
                .time_at(turn.span.start, turn)
                .map_or_else(String::new, |ms| format!(" at {}.{:03} s", ms / 1000, ms % 1000));
            let aside = aside.get(&n).map_or_else(String::new, |kind| format!(" [{kind}]"));
            let words = shortened(index.slice(turn.span).unwrap());
            writeln!(out, "{label}{time}{aside}: {words}").unwrap();
        }
        let mut counts: BTreeMap<AsideKind, usize> = BTreeMap::new();
        for aside in ingest::set_aside(&document) {
            match aside.kind {
                AsideKind::Label | AsideKind::Time | AsideKind::Sign | AsideKind::LineNumber => {
                    *counts.entry(aside.kind).or_default() += 1;
                }
                kind => {
                    writeln!(out, "aside {kind}: {}", shortened(index.slice(aside.span).unwrap())).unwrap();
                }
            }
        }
        for (kind, n) in counts {
            writeln!(out, "aside {kind}: {n}").unwrap();
        }
    }
    out.push('\n');
}

#[test]
fn transcripts_are_read_as_kept() {
    let mut by_folder: BTreeMap<String, String> = BTreeMap::new();
    for input in inputs() {
        let folder = input.split('/').next().unwrap().to_owned();
        write_read(by_folder.entry(folder).or_default(), &input);
    }
    for (folder, read) in by_folder {
        let kept = root().join("read").join(folder).with_extension("txt");
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            std::fs::write(&kept, &read).unwrap();
        }
        let kept_text = std::fs::read_to_string(&kept).unwrap_or_default();
        for (kept_line, line) in kept_text.lines().zip(read.lines()) {
            assert_eq!(line, kept_line, "not as in {}", kept.display());
        }
        assert_eq!(read, kept_text, "not as in {}", kept.display());
    }
}

/// Returns the turns of a file that are cut, without signs, comments in braces and zero-width spaces.
fn said(input: &str) -> Vec<String> {
    let mut said = Vec::new();
    for document in documents(input).unwrap_or_default() {
        let index = TextIndex::new(&document.text);
        let cut = segment::segment(&document, &SegmentParams::default().check().unwrap());
        let is_cut = |n: usize| cut.set_aside.iter().all(|(turn, _)| *turn != n);
        for (_, turn) in document.turns.iter().enumerate().filter(|(n, _)| is_cut(*n)) {
            let mut words = index.slice(turn.span).unwrap().replace('\u{200b}', "");
            while let Some((open, close)) =
                words.find('{').zip(words.find('}')).filter(|(open, close)| open < close)
            {
                words.replace_range(open..=close, "");
            }
            said.push(plain_words(&words));
        }
    }
    said
}

#[test]
fn answers_about_the_garden_come_out_whole_and_alone() {
    let answers: Vec<String> = GARDEN.iter().flat_map(|input| said(input)).collect();
    let mut n_files = 0;
    let mut wrong = Vec::new();
    for input in inputs() {
        let said = said(&input);
        if !said.iter().any(|words| words.contains("my sister showed me a leaflet"))
            || OTHER_WORDS.iter().any(|(other, _)| input.starts_with(other))
        {
            continue;
        }
        n_files += 1;
        let others = said.into_iter().filter(|words| !answers.contains(words));
        wrong.extend(others.map(|words| format!("{input}: {words}")));
    }
    assert!(wrong.is_empty(), "{n_files} files:\n{}", wrong.join("\n"));
    assert_eq!(n_files, 75);
}
