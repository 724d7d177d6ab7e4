//! Takes a small study out in each part and format, and reads the files again.

use std::collections::BTreeSet;

use strum::VariantArray as _;

use super::*;
use crate::domain::{CodingId, Named, Refusal, begins_formula, is_right_to_left, unescape_formula};
use crate::ingest::{self, IngestParams, Source};
use crate::project::review::tests::study::{add_run, at, read, reviewed};
use crate::report::Cell;
use crate::store::Store;

/// What Ann decides: a candidate as a whole, one segment singly, two at once, words by hand; then a definition, twice.
const ANN: [&str; 10] = [
    r#"{"do":"accept","candidate":1,"level":"code","label":"Visite"}"#,
    r#"{"do":"create-code","label":"Angst","level":"theme"}"#,
    r#"{"do":"code","code":"Angst","segments":[6]}"#,
    r#"{"do":"code","code":"Angst","segments":[7,8]}"#,
    r#"{"do":"nest-code","code":"Visite","under":"Angst"}"#,
    r#"{"do":"define-code","code":"Angst","definition":"=1+1"}"#,
    r#"{"do":"define-code","code":"Angst","definition":"Furcht <b>","inclusion":"nachts"}"#,
    r#"{"do":"code-span","code":"Angst","document":"P0.txt","start":4,"end":14}"#,
    r#"{"do":"write-memo","on":"project","text":"@home"}"#,
    r#"{"do":"reject","candidate":4}"#,
];

struct Study {
    _folder: tempfile::TempDir,
    reviewer: Reviewer,
    ann: CoderId,
    ben: CoderId,
}

fn study() -> Study {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, ben) = reviewed(folder.path());
    for (decision, minute) in ANN.iter().zip(2..) {
        reviewer.decide(&ann, &read(decision), Some("grounds"), &at(minute)).unwrap();
    }
    reviewer
        .decide(&ben, &read(r#"{"do":"create-code","label":"Tee","level":"code"}"#), None, &at(40))
        .unwrap();
    Study { _folder: folder, reviewer, ann, ben }
}

impl Study {
    fn take(&mut self, part: ExportPart, without_text: bool) -> StudyExport {
        let request = StudyExportRequest { part, of: None, without_text };
        self.reviewer.as_coder(&self.ann).unwrap().export_study(&request).unwrap()
    }
}

fn all_formats(export: &StudyExport) -> Vec<(StudyFormat, Vec<u8>)> {
    export.about.part.formats().iter().map(|&format| (format, export.to_bytes(format).unwrap())).collect()
}

#[test]
fn codings_say_how_they_were_made() {
    let export = study().take(ExportPart::Codings, false);
    let rows = export.codings.unwrap();
    let made = |wanted| rows.iter().filter(|row| row.made == wanted).count();
    assert_eq!(made(CodingMade::WithCandidate), 4);
    assert_eq!((made(CodingMade::Singly), made(CodingMade::Together)), (2, 2));
    let whole = rows.iter().find(|row| row.made == CodingMade::WithCandidate).unwrap();
    assert_eq!((whole.code_path.join(">").as_str(), whole.turn), ("Angst>Visite", Some(1)));
    assert_eq!(whole.text.as_deref(), Some("The ward round took all morning and nobody sat down."));
    assert_eq!(whole.candidate_label.as_deref(), Some("ward round"));
    assert_eq!(whole.attributes["profession"], "nurse");
    assert_eq!(whole.at, Some(at(2)));
    let by_hand = rows.iter().find(|row| row.segment.is_none()).unwrap();
    assert_eq!((by_hand.text.as_deref(), by_hand.start, by_hand.end), (Some("ward round"), 4, 14));
    assert_eq!(by_hand.participant.as_deref(), Some("P0"));
}

#[test]
fn codings_keep_the_candidate_of_an_earlier_run() {
    let Study { _folder: folder, reviewer, ann, ben } = study();
    let path = folder.path().join("study.themata");
    drop(reviewer);
    add_run(&mut Store::open(&path).unwrap(), 2, "2026-01-02T12:00:00Z");
    let reviewer = Reviewer::open(&path, None).unwrap();
    let mut study = Study { _folder: folder, reviewer, ann, ben };
    let export = study.take(ExportPart::Codings, false);
    let table = export.table();
    assert_eq!(export.about.run, RunId(2));
    let at = |heading: &str| table.columns.iter().position(|column| column.heading == heading).unwrap();
    let cells = |row: usize| {
        ["candidate", "run", "candidate_label"].map(|heading| table.rows[row][at(heading)].to_string())
    };
    let rows = export.codings.unwrap();
    let accepted = rows.iter().position(|row| row.made == CodingMade::WithCandidate).unwrap();
    assert_eq!(cells(accepted), ["A", "1", "ward round"]);
    let singly = rows.iter().position(|row| row.made == CodingMade::Singly).unwrap();
    assert_eq!(cells(singly), ["", "", ""]);
    let without = study.take(ExportPart::Codings, true).codings.unwrap();
    assert!(without.iter().all(|row| row.candidate_label.is_none()));
}

#[test]
fn an_undone_and_redone_coding_is_still_made_by_its_decision() {
    let mut study = study();
    let ann = study.ann.clone();
    study.reviewer.say(&ann, r#"{"do":"code","code":"Angst","segments":[9]}"#);
    study.reviewer.undo(&ann, None, &at(50)).unwrap();
    study.reviewer.redo(&ann, None, &at(51)).unwrap();
    let rows = study.take(ExportPart::Codings, false).codings.unwrap();
    let redone = rows.iter().find(|row| row.segment == Some(crate::domain::SegmentId(9))).unwrap();
    assert_eq!((redone.made, redone.at.clone()), (CodingMade::Singly, Some(at(2))));
}

#[test]
fn counts_of_the_codebook_and_the_matrix_agree() {
    let export = study().take(ExportPart::All, false);
    let (codebook, matrix) = (export.codebook.unwrap(), export.matrix.unwrap());
    let fear = &codebook[0];
    assert_eq!((fear.label.as_str(), fear.n_codings, fear.n_codings_nested), ("Angst", 4, 8));
    assert_eq!((fear.definition.as_deref(), fear.inclusion.as_deref()), (Some("Furcht <b>"), Some("nachts")));
    assert_eq!((codebook[1].path.join(">").as_str(), codebook[1].n_participants), ("Angst>Visite", 3));
    let names: Vec<&str> = matrix.participants.iter().map(|column| column.participant.as_str()).collect();
    assert_eq!(names, ["P0", "P1", "P2"]);
    let row = &matrix.rows[0];
    assert_eq!((row.n_codings, row.n_participants), (8, 3));
    assert_eq!(row.by_participant.iter().sum::<usize>(), 8);
    let values: Vec<&str> = matrix.attributes.iter().map(|column| column.value.as_str()).collect();
    assert_eq!((values, row.by_attribute[1]), (vec!["doctor", "nurse"], row.by_participant[0]));
}

#[test]
fn codings_of_nobody_have_a_column_of_their_own() {
    let mut study = study();
    let columns = |study: &mut Study| {
        let table = study.take(ExportPart::Matrix, false).table();
        table.columns.into_iter().map(|column| column.heading).collect::<Vec<_>>()
    };
    assert!(!columns(&mut study).contains(&"no participant".to_owned()));
    let ann = study.ann.clone();
    study.reviewer.say(&ann, r#"{"do":"code-span","code":"Angst","document":"P0.txt","start":52,"end":53}"#);
    assert_eq!(
        columns(&mut study)[5..],
        ["P0", "P1", "P2", "no participant", "profession: doctor", "profession: nurse"]
    );
    let export = study.take(ExportPart::Matrix, false);
    let row = &export.matrix.as_ref().unwrap().rows[0];
    assert_eq!((row.n_codings, row.n_no_participant, row.by_participant.iter().sum::<usize>()), (9, 1, 8));
    let cells: Vec<String> = export.table().rows[0].iter().map(ToString::to_string).collect();
    assert_eq!(cells[8], "1");
    let page = String::from_utf8(export.to_bytes(StudyFormat::Html).unwrap()).unwrap();
    assert!(page.contains("no participant"), "{page}");
}

#[test]
fn each_segment_has_a_row_with_exactly_its_words() {
    let rows = study().take(ExportPart::Segments, false).segments.unwrap();
    assert_eq!(rows.len(), 15);
    assert_eq!(rows[14].text.as_deref(), Some("My dog waits at the door."));
    assert!(rows[14].codes.is_empty() && rows[14].candidate_theme.is_none());
    // Words coded by hand touch the segment that holds them, beside the accepted candidate.
    let labels: Vec<String> = rows[0].codes.iter().map(|code| code.path.join(">")).collect();
    assert_eq!(labels, ["Angst>Visite", "Angst"]);
    assert_eq!(rows[0].candidate_theme_label.as_deref(), Some("ward round"));
    assert_eq!(rows[11].candidate_theme, None, "candidate 4 was rejected");
}

#[test]
fn the_log_says_what_was_changed() {
    let mut export = study().take(ExportPart::Log, false);
    export.add_local_times(|at| Some(format!("local {}", at.0)));
    let rows = export.log.unwrap();
    let of = |decision: &str| rows.iter().rfind(|row| row.decision.as_deref() == Some(decision)).unwrap();
    assert_eq!(
        of("define-code").details,
        [
            "definition of “Angst”: before “=1+1”, after “Furcht <b>”",
            "inclusion of “Angst”: before none, after “nachts”",
        ]
    );
    let accepted = of("accept");
    assert!(
        accepted.details.iter().any(|line| line == "coded with “Visite”: segments 1–4 of run 1"),
        "{accepted:?}"
    );
    assert_eq!((accepted.n_codings_singly, accepted.n_codings_in_bulk), (0, 4));
    assert_eq!(accepted.at_local.as_deref(), Some("local 2026-01-02T08:02:00Z"));
    assert_eq!(rows.iter().map(|row| row.n_codings_singly).sum::<usize>(), 2);
    let suggested = rows.iter().find(|row| row.kind == Some(crate::domain::OperationKind::Suggest)).unwrap();
    let details = suggested.details.join("\n");
    for part in ["model: m (SHA-256 cdcd", "algorithm k-means", "\"seed\":1", "n_clusters"] {
        assert!(
            details.contains(part) || details.contains(&part.replace("\"seed\":1", "seed 1")),
            "{part}: {details}"
        );
    }
    assert_eq!(rows.iter().map(|row| row.n_hidden).sum::<usize>(), 1, "Ben works blind");
}

#[test]
fn the_log_says_which_candidates_and_segments_were_decided_on() {
    let mut study = study();
    let ann = study.ann.clone();
    for (decision, expected) in [
        (r#"{"do":"defer","candidate":3}"#, &["candidate theme C “tea”: before open, after deferred"][..]),
        (
            r#"{"do":"move","segments":[6,7],"to":{"candidate":3}}"#,
            &["segments 6, 7 of run 1: from candidate theme B to candidate theme C"],
        ),
        (
            r#"{"do":"split","candidate":3,"parts":[[9,10]]}"#,
            &["candidate theme E “", "segments 9, 10 of run 1: from candidate theme C to candidate theme E"],
        ),
        (
            r#"{"do":"merge","candidate":3,"into":2}"#,
            &[
                "candidate theme C “tea”: before deferred, after merged into candidate theme B",
                "segments 6, 7, 11 of run 1: from candidate theme C to candidate theme B",
            ],
        ),
        (
            r#"{"do":"negative","segments":[5],"negative":true}"#,
            &["segment 5 of run 1: negative case of candidate theme B"],
        ),
    ] {
        study.reviewer.say(&ann, decision);
        let rows = study.take(ExportPart::Log, false).log.unwrap();
        let details = &rows.last().unwrap().details;
        for line in expected {
            assert!(details.iter().any(|found| found.starts_with(line)), "{line}: {details:?}");
        }
        assert!(study.take(ExportPart::Log, true).log.unwrap().last().unwrap().details.is_empty());
    }
    let rows = study.take(ExportPart::Log, false).log.unwrap();
    let rejected = rows.iter().find(|row| row.decision.as_deref() == Some("reject")).unwrap();
    assert_eq!(
        rejected.details,
        [
            "candidate theme D “paperwork · teaching”: before open, after rejected",
            "segments 12–14 of run 1: from candidate theme D to no candidate",
        ]
    );
}

#[test]
fn transcripts_have_their_codes_in_the_margin() {
    let rows = study().take(ExportPart::Transcript, false).transcripts.unwrap();
    let first = &rows[0].turns[0];
    assert_eq!((rows.len(), rows[0].right_to_left, first.codings.len()), (3, false, 2));
    assert_eq!(first.text, "The ward round took all morning and nobody sat down.");
    assert_ne!(first.codings[0].colour, first.codings[1].colour);
    assert!(!is_right_to_left(&first.text));
}

#[test]
fn no_coding_is_missing_in_transcripts() {
    let mut study = study();
    let ann = study.ann.clone();
    // Turn 1 of P0.txt ends at 52, and turn 2 begins at 53.
    for (start, end) in [(52, 53), (40, 60)] {
        let decision =
            format!(r#"{{"do":"code-span","code":"Angst","document":"P0.txt","start":{start},"end":{end}}}"#);
        study.reviewer.say(&ann, &decision);
    }
    let codings = study.take(ExportPart::Codings, false).codings.unwrap();
    let export = study.take(ExportPart::Transcript, false);
    let rows = export.transcripts.as_ref().unwrap();
    let shown: BTreeSet<CodingId> = rows
        .iter()
        .flat_map(|row| &row.turns)
        .flat_map(|turn| &turn.codings)
        .map(|code| code.coding)
        .collect();
    assert_eq!(shown, codings.iter().map(|row| row.coding).collect());
    let turns = &rows[0].turns;
    let found: Vec<(Option<usize>, usize, usize)> =
        turns[..3].iter().map(|turn| (turn.turn, turn.start, turn.end)).collect();
    assert_eq!(found, [(Some(1), 0, 52), (None, 52, 53), (Some(2), 53, turns[2].end)]);
    let spans = |at: usize| turns[at].codings.iter().map(|code| (code.start, code.end)).collect::<Vec<_>>();
    assert_eq!((spans(0).last(), spans(1)), (Some(&(40, 60)), vec![(52, 53)]));
    assert_eq!(spans(2)[0], (40, 60));
    let page = String::from_utf8(export.to_bytes(StudyFormat::Html).unwrap()).unwrap();
    for part in ["outside the turns", "began before", "continues"] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn csv_is_read_again_as_the_rows_that_were_written() {
    let mut study = study();
    for part in ExportPart::VARIANTS.iter().filter(|part| part.formats().contains(&StudyFormat::Csv)) {
        let export = study.take(*part, false);
        let table = export.table();
        let bytes = export.to_bytes(StudyFormat::Csv).unwrap();
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let headings: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let written: Vec<&str> = table.columns.iter().map(|column| column.heading.as_str()).collect();
        assert_eq!(headings, written, "{part}");
        let distinct: BTreeSet<&String> = headings.iter().collect();
        assert_eq!(distinct.len(), headings.len(), "{part} has a heading twice");
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), table.rows.len(), "{part}");
        for (record, row) in records.iter().zip(&table.rows) {
            for (found, cell) in record.iter().zip(row) {
                assert_eq!(unescape_formula(found), cell.to_string(), "{part}");
                assert!(!matches!(cell, Cell::Text(_)) || !begins_formula(found), "{part}: {found}");
            }
        }
        assert!(!records.is_empty(), "{part}");
    }
    let memos =
        String::from_utf8(study.take(ExportPart::Memos, false).to_bytes(StudyFormat::Csv).unwrap()).unwrap();
    assert!(memos.contains(",'@home,"), "{memos}");
}

#[test]
fn workbooks_are_read_again_sheet_by_sheet() {
    let mut study = study();
    let export = study.take(ExportPart::All, false);
    let bytes = export.to_bytes(StudyFormat::Xlsx).unwrap();
    let source = Source { name: "study.xlsx", bytes: &bytes };
    let tables = export.tables();
    assert_eq!(tables.len(), 9);
    for table in &tables {
        let read =
            ingest::read_table(&source, Some(&table.name), &|_| true, &IngestParams::default()).unwrap();
        let headings: Vec<&str> = table.columns.iter().map(|column| column.heading.as_str()).collect();
        assert_eq!(read.headings, headings, "{}", table.name);
        assert_eq!(read.rows.len(), table.rows.len(), "{}", table.name);
        for (read, row) in read.rows.iter().zip(&table.rows) {
            for (found, cell) in read.cells.iter().zip(row) {
                assert_eq!(found.trim(), cell.to_string().trim(), "{}", table.name);
            }
        }
    }
}

#[test]
fn documents_are_read_again_with_their_words() {
    let mut study = study();
    for part in ExportPart::VARIANTS.iter().filter(|part| part.formats().contains(&StudyFormat::Docx)) {
        let export = study.take(*part, false);
        let bytes = export.to_bytes(StudyFormat::Docx).unwrap();
        let source = Source { name: "study.docx", bytes: &bytes };
        let read = ingest::read(&source, &IngestParams::default()).unwrap();
        let text: String = read.iter().map(|document| document.text.as_str()).collect::<Vec<_>>().join("\n");
        assert!(text.contains(&export.about.message[..20]), "{part}: {text}");
        if matches!(part, ExportPart::Codings | ExportPart::All) {
            assert!(text.contains("nobody sat down."), "{part}: {text}");
        }
        if matches!(part, ExportPart::Codebook | ExportPart::All) {
            assert!(text.contains("Furcht <b>"), "{part}: {text}");
        }
        let page = String::from_utf8(export.to_bytes(StudyFormat::Html).unwrap()).unwrap();
        assert!(!page.contains("Furcht <b>") && !page.contains("<script"), "{part}");
    }
}

#[test]
fn without_text_no_word_of_an_interview_is_taken_out() {
    let mut study = study();
    let with = study.take(ExportPart::All, false);
    let said: BTreeSet<String> = with
        .segments
        .unwrap()
        .iter()
        .flat_map(|row| {
            row.text
                .clone()
                .unwrap()
                .split(|c: char| !c.is_alphabetic())
                .map(str::to_lowercase)
                .collect::<Vec<_>>()
        })
        .filter(|word| word.len() > 5)
        .collect();
    assert!(said.len() > 15, "{said:?}");
    // The codes have German labels; these are words of the file itself.
    let of_the_file = ["before", "without", "decision", "together"];
    for part in ExportPart::VARIANTS.iter().filter(|part| **part != ExportPart::Transcript) {
        let export = study.take(*part, true);
        for format in [StudyFormat::Json, StudyFormat::Csv, StudyFormat::Html] {
            if !part.formats().contains(&format) {
                continue;
            }
            let text = String::from_utf8(export.to_bytes(format).unwrap()).unwrap().to_lowercase();
            let words: BTreeSet<&str> = text.split(|c: char| !c.is_alphabetic()).collect();
            for word in &said {
                let is_left = words.contains(word.as_str()) && !of_the_file.contains(&word.as_str());
                assert!(!is_left, "{part} as {format} holds `{word}`");
            }
        }
        // Workbooks and documents are made of the same tables and papers.
        let cells: Vec<String> = export
            .tables()
            .iter()
            .flat_map(|table| table.rows.iter().flatten().map(ToString::to_string))
            .collect();
        assert!(
            !cells
                .iter()
                .any(|cell| cell.contains("ward") || cell.contains("grounds") || cell.contains("home")),
            "{part}"
        );
    }
    let codings = study.take(ExportPart::Codings, true).codings.unwrap();
    let first = &codings[0];
    assert!(first.text.is_none() && first.attributes.is_empty() && first.document_sha256.is_some());
    assert_eq!(first.code_path.last().map(String::as_str), Some("Visite"));
}

#[test]
fn unsuitable_formats_are_refused() {
    let mut study = study();
    for part in ExportPart::VARIANTS {
        let export = study.take(*part, false);
        for format in StudyFormat::ALL {
            let written = export.to_bytes(*format);
            assert_eq!(written.is_ok(), part.formats().contains(format), "{part} as {format}");
        }
        assert_eq!(all_formats(&export), all_formats(&export), "{part}: the same study gives the same bytes");
    }
    let request = StudyExportRequest { part: ExportPart::Transcript, of: None, without_text: true };
    let refused = study.reviewer.as_coder(&study.ann).unwrap().export_study(&request).unwrap_err();
    assert!(refused.to_string().starts_with("a transcript is only words."), "{refused}");
}

#[test]
fn whose_work_it_is() {
    let mut study = study();
    let blind = study.take(ExportPart::Codebook, false);
    assert_eq!((blind.about.coders.len(), blind.about.n_other_coders), (1, 1));
    assert!(blind.about.message.contains("blind"), "{}", blind.about.message);
    let of_ben = StudyExportRequest {
        part: ExportPart::Codebook,
        of: Some(study.ben.clone()),
        ..StudyExportRequest::default()
    };
    let session = study.reviewer.as_coder(&study.ann).unwrap();
    assert!(matches!(session.export_study(&of_ben), Err(ProjectError::Blind { .. })));
    let ann = study.ann.clone();
    study.reviewer.say(&ann, r#"{"do":"compare"}"#);
    let open = study.take(ExportPart::All, false);
    assert_eq!((open.about.coders.len(), open.about.message.as_str()), (2, "The work of Ann and Ben."));
    assert_eq!(open.codebook.unwrap().len(), 3);
    assert_eq!(open.log.unwrap().iter().map(|row| row.n_hidden).sum::<usize>(), 0);
    let of_ben = study.reviewer.as_coder(&study.ann).unwrap().export_study(&of_ben).unwrap();
    assert_eq!(of_ben.codebook.unwrap()[0].label, "Tee");
}

#[test]
fn a_project_without_coders_has_segments_and_candidates() {
    let folder = tempfile::tempdir().unwrap();
    let mut reviewer =
        Reviewer::open(&crate::project::review::tests::study::study(folder.path()), None).unwrap();
    assert_eq!(reviewer.exporting_coder(None).unwrap(), None);
    let export = reviewer.as_nobody().unwrap().export_study(&StudyExportRequest::default()).unwrap();
    assert!(export.about.coders.is_empty(), "nobody is no coder: {:?}", export.about);
    assert_eq!((export.segments.unwrap().len(), export.candidates.unwrap().len()), (15, 4));
    assert!(export.codings.unwrap().is_empty() && export.about.message.contains("no coders"));
}

#[test]
fn codings_are_found_by_code_and_attribute() {
    let mut study = study();
    let session = study.reviewer.as_coder(&study.ann).unwrap();
    let filter = |code: &str, attributes: &[(&str, &str)]| CodingFilter {
        codes: vec![Named(code.to_owned())],
        attributes: attributes
            .iter()
            .map(|(name, value)| AttributeValue { attribute: (*name).to_owned(), value: (*value).to_owned() })
            .collect(),
        ..CodingFilter::default()
    };
    // A theme gives the codings of the codes below it too.
    assert_eq!(session.codings(&filter("Angst", &[])).unwrap().codings.len(), 8);
    assert_eq!(session.codings(&filter("visite", &[])).unwrap().codings.len(), 4);
    let nurse = session.codings(&filter("Angst", &[("Profession", "NURSE")])).unwrap();
    assert!(
        nurse.codings.iter().all(|row| row.participant.as_deref() == Some("P0")) && nurse.codings.len() == 4,
        "{nurse:?}"
    );
    assert_eq!(nurse.n_all, 8);
    let either = filter("Angst", &[("profession", "nurse"), ("profession", "doctor")]);
    assert_eq!(session.codings(&either).unwrap().codings.len(), 8);
    let refused = session.codings(&filter("Angst", &[("ward", "3")])).unwrap_err().to_string();
    assert_eq!(refused, "no participant has an attribute `ward`; the attributes are profession");
    let refused = session.codings(&filter("Angst", &[("profession", "cook")])).unwrap_err().to_string();
    assert!(refused.ends_with("the values are doctor, nurse"), "{refused}");
    assert!(matches!(session.codings(&filter("Tee", &[])), Err(ProjectError::Refused(_))));
    let placed = |document: Option<&str>, participant: Option<&str>| {
        let (document, participant) = (document.map(str::to_owned), participant.map(str::to_owned));
        session.codings(&CodingFilter { document, participant, ..CodingFilter::default() })
    };
    let of_p0 = placed(Some("P0.txt"), None).unwrap().codings;
    assert!(of_p0.len() == 4 && of_p0.iter().all(|row| row.document == "P0.txt"), "{of_p0:?}");
    assert_eq!(placed(Some("p0"), None).unwrap().codings, of_p0);
    assert_eq!(placed(None, Some("p0")).unwrap().codings, of_p0);
    // An unknown name is no filter that lets nothing through.
    let refused = placed(Some("P7.txt"), None).unwrap_err();
    assert!(matches!(refused, ProjectError::Refused(Refusal::NoSuchDocument { .. })), "{refused}");
    let refused = placed(None, Some("P7")).unwrap_err();
    assert!(matches!(refused, ProjectError::Refused(Refusal::NoSuchParticipant { .. })), "{refused}");
}
