//! What holds for any table.

use proptest::prelude::*;

use super::grid::{Grid, Grids};
use crate::domain::Document;
use crate::ingest::formats::subtitles::from_srt;
use crate::ingest::params::IngestParams;
use crate::ingest::read::read;
use crate::ingest::source::Source;
use crate::ingest::transcript::{Hints, Paragraph, from_flow};

/// A table: its headings and rows.
type Rows = Vec<Vec<String>>;

fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "we", "garden", "leaflet", "sister", "so", "1987", "tap:", "why?", "bricks,", "éclair", "آب", "I",
        "\"no\"", "(well)",
    ]);
    prop::collection::vec(word, 4..20).prop_map(|words| format!("Then on that day {}.", words.join(" ")))
}

/// Returns turns of an interview: who speaks, and the words.
fn talk() -> impl Strategy<Value = Vec<(String, String)>> {
    let speakers = prop::sample::select(vec![
        ["Interviewer", "P1"],
        ["Dan", "Maria"],
        ["SPEAKER_00", "SPEAKER_01"],
        ["Q", "A"],
        ["مصاحبه\u{200c}گر", "شرکت\u{200c}کننده"],
        ["I", "Dr. Rahimi"],
    ]);
    (speakers, prop::collection::vec(words(), 4..14)).prop_map(|(speakers, words)| {
        words.into_iter().enumerate().map(|(i, words)| (speakers[i % 2].to_owned(), words)).collect()
    })
}

/// Returns a heading and cells of a column that nobody says: notes, codes or numbers.
fn beside() -> impl Strategy<Value = (String, Vec<String>)> {
    let heading = prop::sample::select(vec![
        "Notes",
        "Memo",
        "Code",
        "Codes / memos",
        "No.",
        "Line",
        "Anmerkungen",
        "Remarques",
        "Notas",
        "Researcher's notes",
        "#",
    ]);
    let cell =
        prop::sample::select(vec!["", "", "belonging", "time pressure", "seems tired here", "trust; money"]);
    (heading, prop::collection::vec(cell, 14)).prop_map(|(heading, cells)| {
        let numbers = ["No.", "Line", "#"].contains(&heading);
        let cell = |(i, cell): (usize, &str)| if numbers { (i + 1).to_string() } else { cell.to_owned() };
        (heading.to_owned(), cells.into_iter().enumerate().map(cell).collect())
    })
}

/// Returns a heading and values of what people are.
fn attribute() -> impl Strategy<Value = (&'static str, Vec<&'static str>)> {
    prop::sample::select(vec![
        ("Occupation", vec!["nurse", "teacher", "retired", "student"]),
        ("Role", vec!["Carer", "Patient"]),
        ("Beruf", vec!["Lehrerin", "Pfleger", "Student"]),
        ("Profession", vec!["infirmière", "professeur"]),
        ("Gender", vec!["Female", "Male"]),
        ("Ward", vec!["Ward A", "Ward B", "Ward A"]),
        ("Group", vec!["control", "treatment"]),
        ("Job title", vec!["Lecturer", "Tutor", "Nurse"]),
    ])
}

fn table(talk: &[(String, String)], headings: bool) -> Rows {
    let mut rows: Rows = talk.iter().map(|(speaker, words)| vec![speaker.clone(), words.clone()]).collect();
    if headings {
        rows.insert(0, vec!["Speaker".to_owned(), "Text".to_owned()]);
    }
    rows
}

fn with_column(rows: &Rows, at: usize, heading: &str, cells: &[String], headings: bool) -> Rows {
    let mut rows = rows.clone();
    for (i, row) in rows.iter_mut().enumerate() {
        let cell = match (headings, i) {
            (true, 0) => heading,
            (true, _) => cells[i - 1].as_str(),
            (false, _) => cells[i].as_str(),
        };
        row.insert(at.min(row.len()), cell.to_owned());
    }
    rows
}

fn csv(rows: &Rows) -> Vec<Document> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).unwrap();
    }
    let bytes = writer.into_inner().unwrap();
    read(&Source { name: "t.csv", bytes: &bytes }, &IngestParams::default()).unwrap()
}

/// What segments depend on.
fn said(documents: &[Document]) -> Vec<impl PartialEq + std::fmt::Debug + use<>> {
    let said = |document: &Document| {
        (
            document.text.clone(),
            document.turns.clone(),
            document.speakers.clone(),
            document.time_marks.clone(),
        )
    };
    documents.iter().map(said).collect()
}

fn in_word(rows: &Rows) -> (String, Vec<crate::domain::Turn>, Vec<crate::domain::Speaker>) {
    let mut grid = Grid::default();
    for row in rows {
        grid.begin_row();
        row.iter().for_each(|cell| grid.push_cell(cell.clone()));
    }
    let paragraphs: Vec<Paragraph> = Grids::default().paragraphs(grid);
    let roles = std::collections::BTreeMap::new();
    let made = from_flow(paragraphs, &Hints { roles: &roles }, &std::collections::BTreeSet::new());
    (made.text, made.turns, made.speakers)
}

fn clock(ms: u64) -> String {
    format!("{:02}:{:02}:{:02},{:03}", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000)
}

proptest! {
    /// A column of notes, codes or numbers anywhere changes nothing.
    #[test]
    fn a_column_beside_changes_nothing(talk in talk(), (heading, cells) in beside(), at in 0_usize..3) {
        let rows = table(&talk, true);
        let wider = with_column(&rows, at, &heading, &cells, true);
        prop_assert_eq!(said(&csv(&rows)), said(&csv(&wider)));
        prop_assert_eq!(in_word(&rows), in_word(&wider));
        let bare = table(&talk, false);
        prop_assert_eq!(in_word(&rows), in_word(&bare));
        prop_assert_eq!(in_word(&rows), in_word(&with_column(&bare, at, &heading, &cells, false)));
    }

    /// A colon after every speaker changes nothing.
    #[test]
    fn a_colon_after_the_speaker_changes_nothing(talk in talk(), mark in prop::sample::select(vec![":", " :", "：", " "])) {
        let colons: Vec<(String, String)> =
            talk.iter().map(|(speaker, words)| (format!("{speaker}{mark}"), words.clone())).collect();
        prop_assert_eq!(said(&csv(&table(&talk, true))), said(&csv(&table(&colons, true))));
        prop_assert_eq!(in_word(&table(&talk, true)), in_word(&table(&colons, true)));
    }

    /// Participants and speakers that are written once mean the same as written in each row.
    #[test]
    fn names_written_once_hold_for_the_rows_below(blocks in prop::collection::vec((2_usize..5, words()), 2..6)) {
        let rows = |heading: &str, once: bool| -> Rows {
            let mut rows = vec![vec![heading.to_owned(), "Answer".to_owned()]];
            for (i, (n, words)) in blocks.iter().enumerate() {
                for j in 0..*n {
                    let name = if once && j > 0 { String::new() } else { format!("P{}", i + 1) };
                    rows.push(vec![name, format!("{words} {j}")]);
                }
            }
            rows
        };
        for heading in ["Participant", "Speaker"] {
            prop_assert_eq!(said(&csv(&rows(heading, false))), said(&csv(&rows(heading, true))));
        }
        prop_assert_eq!(in_word(&rows("Speaker", false)), in_word(&rows("Speaker", true)));
    }

    /// Whisper's table and its subtitles of one recording are read alike.
    #[test]
    fn a_table_of_whisper_is_its_subtitles(cues in prop::collection::vec((0_u64..6_000, 900_u64..9_000, words()), 1..12)) {
        let mut at = 0;
        let (mut tsv, mut srt) = ("start\tend\ttext\n".to_owned(), String::new());
        for (i, (pause, length, words)) in cues.iter().enumerate() {
            let (start, end) = (at + pause, at + pause + length);
            at = end;
            tsv.push_str(&format!("{start}\t{end}\t{words}\n"));
            srt.push_str(&format!("{}\n{} --> {}\n{words}\n\n", i + 1, clock(start), clock(end)));
        }
        let table = read(&Source { name: "w.tsv", bytes: tsv.as_bytes() }, &IngestParams::default()).unwrap();
        let roles = std::collections::BTreeMap::new();
        let expected = from_srt(&srt, &Hints { roles: &roles }).unwrap();
        prop_assert_eq!(&table[0].text, &expected.text);
        prop_assert_eq!(&table[0].turns, &expected.turns);
        prop_assert_eq!(&table[0].speakers, &expected.speakers);
        prop_assert_eq!(&table[0].time_marks, &expected.time_marks);
    }

    /// What people are at work or where they live is no speaker, wherever its column stands.
    #[test]
    fn an_attribute_of_people_is_no_speaker(answers in prop::collection::vec(words(), 4..14), attribute in attribute(), at in 0_usize..3, by in 0_usize..3) {
        let heading = ["ID", "Respondent", "Participant ID"][by];
        let mut rows = vec![vec![heading.to_owned(), "Answer".to_owned()]];
        rows.extend(answers.into_iter().enumerate().map(|(i, words)| vec![format!("P{i}"), words]));
        let (heading, values) = attribute;
        let cells: Vec<String> = (0..rows.len()).map(|i| values[i % values.len()].to_owned()).collect();
        let wider = with_column(&rows, at, heading, &cells, true);
        prop_assert_eq!(said(&csv(&rows)), said(&csv(&wider)));
    }

    /// Titles above the headings, headings that come again and headings that are missing change nothing.
    #[test]
    fn the_row_of_headings_may_stand_anywhere(talk in talk(), n_titles in 1_usize..4, at in 1_usize..9) {
        let rows = table(&talk, true);
        let expected = said(&csv(&rows));
        let mut titled = rows.clone();
        titled.splice(0..0, (0..n_titles).map(|n| vec![["Interview 12, 3 May", "", "Ward B"][n].to_owned(), String::new()]));
        prop_assert_eq!(&expected, &said(&csv(&titled)));
        let mut again = rows.clone();
        again.insert(at.min(rows.len()), rows[0].clone());
        prop_assert_eq!(&expected, &said(&csv(&again)));
        prop_assert_eq!(in_word(&rows), in_word(&again));
        prop_assert_eq!(&expected, &said(&csv(&table(&talk, false))));
    }

    /// A missing value in the column of speakers is an empty cell.
    #[test]
    fn a_missing_speaker_is_an_empty_cell(talk in talk(), at in 1_usize..9, missing in prop::sample::select(vec!["nan", "NaN", "None", "UNKNOWN", "#N/A"])) {
        let with = |cell: &str| {
            let mut rows = table(&talk, true);
            let at = 1 + at.min(talk.len() - 1);
            cell.clone_into(&mut rows[at][0]);
            rows
        };
        prop_assert_eq!(said(&csv(&with(""))), said(&csv(&with(missing))));
        prop_assert_eq!(in_word(&with("")), in_word(&with(missing)));
    }

    /// A time in the cell of the speaker is a time in a cell of its own.
    #[test]
    fn a_time_in_the_cell_of_the_speaker_is_a_time(talk in talk(), form in 0_usize..5) {
        let stamped = |i: usize, speaker: &str| {
            let time = format!("00:{:02}:{:02}", i, i * 3);
            match form {
                0 => format!("{speaker} {time}"),
                1 => format!("{time} {speaker}"),
                2 => format!("{speaker}:\n{time}"),
                3 => format!("[{time}]\n{speaker}:"),
                _ => format!("{speaker} #{time}-0#"),
            }
        };
        let talk_with = |cells: &dyn Fn(usize, &str) -> Vec<String>| -> Rows {
            let row = |(i, (speaker, words)): (usize, &(String, String))| {
                let mut row = cells(i, speaker);
                row.push(words.clone());
                row
            };
            talk.iter().enumerate().map(row).collect()
        };
        let one = talk_with(&|i, speaker| vec![stamped(i, speaker)]);
        let two = talk_with(&|_, speaker| vec![speaker.to_owned()]);
        prop_assert_eq!(in_word(&two), in_word(&one));
    }

    /// A column may be called by its number.
    #[test]
    fn a_column_has_a_number(talk in talk(), at in 0_usize..3) {
        let cells: Vec<String> = (0..talk.len()).map(|i| format!("memo {i}")).collect();
        let rows = with_column(&table(&talk, true), at, "Xyz", &cells, true);
        let text = rows[0].iter().position(|heading| heading == "Text").unwrap() + 1;
        let mut params = IngestParams::default();
        params.columns.text = vec![text.to_string()];
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let made = read(&Source { name: "t.csv", bytes: &bytes }, &params).unwrap();
        prop_assert_eq!(said(&csv(&rows)), said(&made));
    }
}
