//! Reads real transcripts: the speakers and the number of turns.

use std::path::Path;

use libtest_mimic::Failed;
use themata::domain::{Document, NoticeKind, Role, TextIndex};
use themata::ingest::{ColumnNames, IngestParams, collect, read_file};

fn read(path: &Path, params: &IngestParams) -> Result<Vec<Document>, Failed> {
    let mut documents = Vec::new();
    for file in collect(path)?.files {
        documents.extend(read_file(&file, params)?);
    }
    for document in &documents {
        let index = TextIndex::new(&document.text);
        let mut last = 0;
        for turn in &document.turns {
            assert!(turn.span.start.0 >= last, "{}: turns overlap", document.name);
            last = turn.span.end.0;
            let words = index.slice(turn.span)?;
            assert_eq!(words.trim(), words, "{}: untrimmed", document.name);
        }
    }
    Ok(documents)
}

/// Reads seven interviews: the interviewer is labelled with his name, and one file has a misspelt label.
pub(crate) fn interviews(root: &Path) -> Result<(), Failed> {
    let documents = read(&root.join("pdpilot-interviews/transcripts"), &IngestParams::default())?;
    assert_eq!(documents.len(), 7);
    for document in &documents {
        let of = |role| document.speakers.iter().filter(move |s| s.role == role).map(|s| s.label.as_str());
        assert_eq!(of(Role::Interviewer).collect::<Vec<_>>(), ["Dan"], "{}", document.name);
        assert_eq!(of(Role::Participant).collect::<Vec<_>>(), ["Participant"], "{}", document.name);
    }
    let n_turns: usize = documents.iter().map(|document| document.turns.len()).sum();
    assert!((820..=830).contains(&n_turns), "{n_turns} turns; the table of the study has 826");
    Ok(())
}

/// Checks that the same consultation as SRT and as VTT gives the same turns.
pub(crate) fn subtitles(root: &Path) -> Result<(), Failed> {
    let folder = root.join("formats/primock57-derived-CCBY");
    let documents = read(&folder, &IngestParams::default())?;
    let [srt, vtt] = &documents[..] else { return Err("two files expected".into()) };
    assert_eq!(srt.turns.len(), vtt.turns.len());
    assert_eq!(srt.text.split_whitespace().count(), vtt.text.split_whitespace().count());
    for document in [srt, vtt] {
        let doctor = document.speakers.iter().find(|speaker| speaker.label.eq_ignore_ascii_case("doctor"));
        assert_eq!(doctor.map(|speaker| speaker.role), Some(Role::Interviewer));
    }
    let podcast = read(&root.join("formats/podcast-namespace-CC0/example.vtt"), &IngestParams::default())?;
    assert!(podcast[0].speakers.iter().any(|speaker| speaker.label == "Sarah"));
    Ok(())
}

/// Reads a table of answers, one per row, and a second table with other column names.
pub(crate) fn answers(root: &Path) -> Result<(), Failed> {
    let path = root.join("nhs-fft/phase2_segments.tsv");
    let documents = read(&path, &IngestParams::default())?;
    assert_eq!(documents.len(), 1);
    assert!(documents[0].turns.len() > 7000, "{} answers", documents[0].turns.len());
    let columns = ColumnNames { text: vec!["feedback".to_owned()], ..ColumnNames::default() };
    let params = IngestParams { columns, ..IngestParams::default() };
    let n: usize = read(&root.join("nhs-fft/text_data.csv"), &params)?.iter().map(|d| d.turns.len()).sum();
    assert!(n > 10_000, "{n} answers");
    Ok(())
}

/// Checks that text with wrongly decoded characters is kept, and that a notice says so.
pub(crate) fn statements(root: &Path) -> Result<(), Failed> {
    let columns = ColumnNames { text: vec!["statement".to_owned()], ..ColumnNames::default() };
    let params = IngestParams { columns, ..IngestParams::default() };
    let documents = read(&root.join("wilderness-hearings/statement-entities.csv"), &params)?;
    let n: usize = documents.iter().map(|document| document.turns.len()).sum();
    assert!(n > 500, "{n} statements");
    let said = documents.iter().flat_map(|d| &d.notices).any(|notice| notice.kind() == NoticeKind::Reading);
    assert!(said, "damaged characters must be named");
    Ok(())
}
