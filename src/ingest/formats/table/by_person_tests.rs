//! Tables with a column for each person.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::by_person::*;
use super::grid::{Grid, Grids};
use crate::domain::{Document, Role, TextIndex};
use crate::ingest::params::IngestParams;
use crate::ingest::read::read;
use crate::ingest::source::Source;
use crate::ingest::transcript::{Hints, from_flow};

type Rows = Vec<Vec<String>>;

fn rows(rows: &[&[&str]]) -> Rows {
    rows.iter().map(|row| row.iter().map(|&cell| cell.to_owned()).collect()).collect()
}

fn csv(rows: &Rows) -> Result<Document, crate::ingest::IngestError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).unwrap();
    }
    let bytes = writer.into_inner().unwrap();
    let mut made = read(&Source { name: "t.csv", bytes: &bytes }, &IngestParams::default())?;
    assert_eq!(made.len(), 1);
    Ok(made.remove(0))
}

/// Returns who says what, with the role, of a table in a file of its own.
fn said(rows: &Rows) -> Vec<String> {
    let made = csv(rows).unwrap();
    turns(&made.text, &made.turns, &made.speakers)
}

/// Returns the same of a table in a word processor's file.
fn said_in_word(rows: &Rows) -> Vec<String> {
    let mut grid = Grid::default();
    for row in rows {
        grid.begin_row();
        row.iter().for_each(|cell| grid.push_cell(cell.clone()));
    }
    let roles = std::collections::BTreeMap::new();
    let flow = Grids::default().paragraphs(grid);
    let made = from_flow(flow, &Hints { roles: &roles }, &BTreeSet::new());
    turns(&made.text, &made.turns, &made.speakers)
}

fn turns(text: &str, turns: &[crate::domain::Turn], speakers: &[crate::domain::Speaker]) -> Vec<String> {
    let index = TextIndex::new(text);
    let turn = |turn: &crate::domain::Turn| {
        let speaker = turn.speaker.map(|at| &speakers[at]);
        let sign = speaker.map_or("-", |speaker| match speaker.role {
            Role::Interviewer => "?",
            _ => "",
        });
        let label = speaker.map_or("-", |speaker| speaker.label.as_str());
        format!("{label}{sign}: {}", index.slice(turn.span).unwrap())
    };
    turns.iter().map(turn).collect()
}

#[test]
fn each_cell_is_a_turn_of_the_person_who_heads_its_column() {
    let table = rows(&[
        &["Time", "Interviewer", "Ben", "Notes"],
        &["0:01", "How did the garden begin?", "", ""],
        &["0:05", "", "We dug up a car park in one summer.", "proud"],
        &["0:30", "And then?", "Then came the neighbours with their seeds.", ""],
    ]);
    let expected = [
        "Interviewer?: How did the garden begin?",
        "Ben: We dug up a car park in one summer.",
        "Interviewer?: And then?",
        "Ben: Then came the neighbours with their seeds.",
    ];
    assert_eq!(said(&table), expected);
    assert_eq!(said_in_word(&table), expected);
    let made = csv(&table).unwrap();
    let told: String = made.notices.iter().map(|notice| format!("{notice}\n")).collect();
    assert!(
        told.contains("turns of one speaker from `Interviewer`, turns of one speaker from `Ben`"),
        "{told}"
    );
    assert!(told.contains("not read: `Notes`"), "{told}");
    assert_eq!(made.time_marks.len(), 4);
}

#[test]
fn whoever_asks_and_whatever_they_are_called() {
    let body = [
        ["Why did you come here?", ""],
        ["", "Because of the soil."],
        ["Who else did?", "My two sisters did."],
    ];
    for heads in [
        ["Moderatorin", "Frau Öztürk"],
        ["Dana", "Ben"],
        ["INT", "T-03"],
        ["I", "B"],
        ["Enquêtrice", "Répondant 2"],
    ] {
        let mut table = vec![heads.map(str::to_owned).to_vec()];
        table.extend(body.iter().map(|row| row.map(str::to_owned).to_vec()));
        let made = said(&table);
        assert_eq!(made.len(), 4, "{heads:?}: {made:?}");
        assert_eq!(made[2], format!("{}?: Who else did?", heads[0]), "{heads:?}");
        assert_eq!(made, said_in_word(&table), "{heads:?}");
    }
}

#[test]
fn questions_by_people_and_people_by_questions_are_the_same_answers() {
    let matrix = rows(&[
        &["Question", "Anna", "T-07"],
        &[
            "What do you grow here?",
            "Beans and a few herbs for the kitchen.",
            "Nothing but flowers, all year round.",
        ],
        &["Who helps you with it?", "My sister comes on Sundays.", ""],
    ]);
    let expected = [
        "Question?: What do you grow here?",
        "Anna: Beans and a few herbs for the kitchen.",
        "Question?: Who helps you with it?",
        "Anna: My sister comes on Sundays.",
        "Question?: What do you grow here?",
        "T-07: Nothing but flowers, all year round.",
    ];
    let turned = rows(&[
        &["Name", "What do you grow here?", "Who helps you with it?"],
        &["Anna", "Beans and a few herbs for the kitchen.", "My sister comes on Sundays."],
        &["T-07", "Nothing but flowers, all year round.", ""],
    ]);
    for table in [&matrix, &turned] {
        assert_eq!(said(table), expected);
        assert_eq!(said_in_word(table), expected);
    }
    let mut bare = matrix.clone();
    bare[0][0].clear();
    assert_eq!(said_in_word(&bare), expected, "the questions say what they are");
    assert_eq!(said(&bare), expected);
}

#[test]
fn columns_of_a_survey_are_no_people() {
    for head in [
        ["ID", "Q1", "Why"],
        ["ID", "Question 1", "Question 2"],
        ["ID", "Strengths", "Weaknesses"],
        ["ID", "V1", "V2"],
        ["Question", "Answer", "Advice"],
    ] {
        let table = rows(&[
            &head,
            &["1", "The staff are kind to everybody here.", "More time for each of us would help."],
            &["2", "It is near to where I live now.", "Nothing that comes to my mind today."],
            &["3", "My own room was warm and quiet.", "The food was often cold at night."],
        ]);
        let body: Vec<&[String]> = table[1..].iter().map(Vec::as_slice).collect();
        assert_eq!(ByPerson::find(&table[0], &body), None, "{head:?}");
    }
    let form = rows(&[&["Name", "Maria Oduya"], &["Age", "41"], &["Place", "At her home in the north"]]);
    let body: Vec<&[String]> = form[1..].iter().map(Vec::as_slice).collect();
    assert_eq!(ByPerson::find(&form[0], &body), None);
}

#[test]
fn a_question_beside_the_answer_is_its_context() {
    for heads in [["Participant", "Question", "Answer"], ["Teilnehmer/in", "Frage", "Antwort"]] {
        let table = rows(&[
            &heads,
            &["T1", "How did you come here?", "We went there on foot."],
            &["T2", "How did you come here?", "It was too far for us by then."],
        ]);
        let made = said(&table);
        assert_eq!(made.len(), 4, "{made:?}");
        assert!(
            made[0].ends_with("?: How did you come here?") && made[3].starts_with("T2: It was"),
            "{made:?}"
        );
        assert_eq!(said_in_word(&table), made);
    }
}

fn cells(n: usize) -> impl Strategy<Value = Vec<String>> {
    let word =
        prop::sample::select(vec!["garden", "we", "so", "seeds,", "1987", "éclair", "آب", "I", "(well)"]);
    let cell = prop::collection::vec(word, 4..12);
    prop::collection::vec(cell, n).prop_map(|cells| {
        cells.into_iter().enumerate().map(|(i, words)| format!("On day {i} {}.", words.join(" "))).collect()
    })
}

proptest! {
    /// Checks that columns of speakers are read as the same turns in rows, in both kinds of files.
    #[test]
    fn a_column_for_each_speaker_is_read_as_a_row_for_each_turn(
        heads in prop::sample::select(vec![
            ["Interviewer", "Ben"], ["Moderation", "Moderatorin"], ["INT", "P-04"], ["Enquêtrice", "Mme Roy"], ["Interviewer", "Participant"],
        ]),
        words in cells(12), both in prop::collection::vec(any::<bool>(), 6), with_time in any::<bool>(),
    ) {
        let heads = if heads[0] == "Moderation" { ["Moderatorin", "Ute"] } else { heads };
        let mut wide: Rows = vec![heads.map(str::to_owned).to_vec()];
        let mut long: Rows = vec![rows(&[&["Speaker", "Text"]]).remove(0)];
        for (i, both) in both.iter().enumerate() {
            let (asked, answer) = (words[2 * i].clone(), words[2 * i + 1].clone());
            long.push(vec![heads[0].to_owned(), asked.clone()]);
            long.push(vec![heads[1].to_owned(), answer.clone()]);
            if *both {
                wide.push(vec![asked, answer]);
            } else {
                wide.push(vec![asked, String::new()]);
                wide.push(vec![String::new(), answer]);
            }
        }
        if with_time {
            for (i, row) in wide.iter_mut().enumerate() {
                row.insert(0, if i == 0 { "Time".to_owned() } else { format!("0:{:02}", i) });
            }
        }
        prop_assert_eq!(said(&wide), said(&long));
        prop_assert_eq!(said_in_word(&wide), said_in_word(&long));
    }

    /// Checks that a matrix and the matrix turned around are the same answers.
    #[test]
    fn a_matrix_is_read_as_the_matrix_turned_around(
        words in cells(9), people in prop::sample::select(vec![["P1", "P2", "P3"], ["Anna", "Ben", "Dr. Roy"], ["T-01", "T-02", "T-03"]]),
    ) {
        let question = |i: usize| format!("What about point {i} of the list?");
        let mut wide: Rows = vec![std::iter::once("Question").chain(people).map(str::to_owned).collect()];
        let mut turned: Rows = vec![std::iter::once("Participant".to_owned()).chain((0..3).map(question)).collect()];
        for i in 0..3 {
            wide.push(std::iter::once(question(i)).chain((0..3).map(|j| words[3 * j + i].clone())).collect());
            turned.push(std::iter::once(people[i].to_owned()).chain(words[3 * i..3 * i + 3].iter().cloned()).collect());
        }
        prop_assert_eq!(said(&wide), said(&turned));
        prop_assert_eq!(said_in_word(&wide), said(&turned));
        prop_assert_eq!(said_in_word(&turned), said(&turned));
    }
}
