//! Further heading rows, which survey tools write below the first: the question as it was asked, and the name of an import.

use super::headings::normal;
use super::raw_table::Table;

/// What stands in the second row of SurveyMonkey below an open question.
const OPEN_ENDED: [&str; 12] = [
    "open ended response",
    "response",
    "offene antwort",
    "antwort",
    "reponse ouverte",
    "reponse",
    "respuesta abierta",
    "respuesta",
    "risposta aperta",
    "risposta",
    "پاسخ باز",
    "پاسخ",
];

/// The heading rows below the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Further {
    /// How many of the rows are headings.
    pub(super) n_rows: usize,
    /// The headings as they are shown: the questions, where a further row holds them. As many as in the first row.
    pub(super) shown: Vec<String>,
}

impl Further {
    /// Finds the further heading rows of Qualtrics (the questions, then `{"ImportId": …}`) and of SurveyMonkey (`Open-Ended
    /// Response` and the choices).
    pub(super) fn of(table: &Table) -> Self {
        let first: Vec<String> = table.headings.iter().map(|heading| one_line(heading)).collect();
        let row = |i: usize| table.rows.get(i).map(|row| row.cells.as_slice());
        let (Some(below), next) = (row(0), row(1)) else { return Self { n_rows: 0, shown: first } };
        if is_import(below) {
            return Self { n_rows: 1, shown: first };
        }
        if next.is_some_and(is_import) {
            return Self { n_rows: 2, shown: asked(&first, below) };
        }
        if repeats(&first, below) {
            return Self { n_rows: 1, shown: asked(&first, below) };
        }
        if next.is_some_and(|next| is_below_questions(&first, below, next)) {
            return Self { n_rows: 1, shown: with_choices(&first, below) };
        }
        Self { n_rows: 0, shown: first }
    }
}

fn one_line(cell: &str) -> String {
    cell.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn filled(cells: &[String]) -> impl Iterator<Item = &str> {
    cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
}

/// Tells whether a row holds the names by which Qualtrics imports again.
fn is_import(cells: &[String]) -> bool {
    let is = |cell: &str| {
        cell.starts_with('{') && cell.trim_start_matches('{').trim_start().starts_with("\"ImportId\"")
    };
    filled(cells).next().is_some() && filled(cells).all(is)
}

/// Tells whether a row says most headings again, as `Response ID` below `ResponseId`.
fn repeats(headings: &[String], cells: &[String]) -> bool {
    let plain = |text: &str| normal(text).replace(' ', "");
    let same = |(heading, cell): &(&String, &String)| {
        let heading = plain(heading);
        !heading.is_empty() && heading == plain(cell)
    };
    let n = headings.iter().zip(cells).filter(same).count();
    n >= 3 || (n >= 2 && n * 2 >= filled(cells).count())
}

/// Tells whether a row stands below questions: it has choices or `Open-Ended Response`, but none of the ids that rows have.
fn is_below_questions(headings: &[String], below: &[String], next: &[String]) -> bool {
    let blank = |cells: &[String]| cells.first().is_none_or(|cell| cell.trim().is_empty());
    let without_heading = headings.iter().any(|heading| heading.trim().is_empty());
    blank(below)
        && !blank(next)
        && filled(below).all(|cell| cell.split_whitespace().count() <= 12)
        && (filled(below).any(is_open_ended) || (without_heading && filled(below).count() > 1))
}

fn is_open_ended(cell: &str) -> bool {
    OPEN_ENDED.contains(&normal(cell).as_str())
}

fn asked(first: &[String], below: &[String]) -> Vec<String> {
    let question = |(i, heading): (usize, &String)| {
        let asked = below.get(i).map(|cell| one_line(cell)).unwrap_or_default();
        if asked.is_empty() { heading.clone() } else { asked }
    };
    first.iter().enumerate().map(question).collect()
}

/// Returns each question with its choice; a question holds for the columns without a heading to its right.
fn with_choices(first: &[String], below: &[String]) -> Vec<String> {
    let mut question = String::new();
    let mut shown = Vec::with_capacity(first.len());
    for (i, heading) in first.iter().enumerate() {
        if !heading.is_empty() {
            question.clone_from(heading);
        }
        let choice = below.get(i).map(|cell| one_line(cell)).unwrap_or_default();
        shown.push(match choice.as_str() {
            "" => heading.clone(),
            choice if is_open_ended(choice) => question.clone(),
            choice => format!("{question} - {choice}"),
        });
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::formats::table::raw_table::TableRow;

    fn further(rows: &[&str]) -> (usize, Vec<String>) {
        let cells = |row: &&str| row.split('|').map(str::to_owned).collect::<Vec<String>>();
        let mut all = rows.iter().map(cells);
        let headings = all.next().unwrap();
        let rows = all.map(|cells| TableRow { number: 2, row: 2, cells }).collect();
        let found = Further::of(&Table { headings, rows, ..Table::default() });
        (found.n_rows, found.shown)
    }

    #[test]
    fn the_rows_of_qualtrics_and_of_surveymonkey_are_headings() {
        let import = "{\"ImportId\":\"a\"}|{\"ImportId\":\"_recordId\"}|{\"ImportId\":\"QID2_TEXT\"}";
        let asked = "Start Date|Response ID|What do you like?\nWrite.";
        let (n, shown) = further(&["StartDate|ResponseId|Q2", asked, import, "1|2|3"]);
        assert_eq!((n, shown[2].as_str()), (2, "What do you like? Write."));
        assert_eq!(further(&["StartDate|ResponseId|Q2", import, "1|2|3"]).0, 1);
        assert_eq!(further(&["StartDate|ResponseId|Q2", asked, "1|2|3"]).0, 1);
        let below = "||Open-Ended Response|Beans|Other (please specify)";
        let (n, shown) = further(&["Respondent ID|Start|Why?|Which?|", below, "1|x|Because.||"]);
        assert_eq!(n, 1);
        assert_eq!(
            shown,
            ["Respondent ID", "Start", "Why?", "Which? - Beans", "Which? - Other (please specify)"]
        );
    }

    #[test]
    fn a_row_of_answers_is_no_heading() {
        for rows in
            [["id|answer", "1|Yes", "2|No"], ["id|answer", "|Yes, often", "2|No"], ["a|b", "a|b", "c|d"]]
        {
            let n = further(&rows).0;
            assert!(n == 0 || rows[0] == rows[1], "{rows:?}");
        }
    }
}
