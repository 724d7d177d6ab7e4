//! Further heading rows, which survey tools write below the first: the question as it was asked, and the name of an import.

use std::collections::BTreeMap;

use super::headings::normal;
use super::raw_table::Table;
use crate::ingest::transcript::holds_question;

/// What stands in the second row of SurveyMonkey below an open question.
const OPEN_ENDED: [&str; 16] = [
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
    "resposta aberta",
    "resposta",
    "open antwoord",
    "antwoord",
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
    /// Response` and the choices), also where a tool has left some of them out. Headings that come again are told apart by a number.
    pub(super) fn of(table: &Table) -> Self {
        let Self { n_rows, mut shown } = Self::found(table);
        tell_apart(&mut shown);
        Self { n_rows, shown }
    }

    fn found(table: &Table) -> Self {
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
        if next.is_some_and(|next| asks_for_codes(&first, below, next)) {
            let shown = asked(&first, below);
            let are_signs = |cells: &[String]| is_blank(cells.first()) && filled(cells).all(is_open_ended);
            let has_signs = next.is_some_and(|next| filled(next).next().is_some() && are_signs(next));
            return Self { n_rows: if has_signs { 2 } else { 1 }, shown };
        }
        Self { n_rows: 0, shown: first }
    }
}

/// Adds to a heading that comes again which one it is: `Answer`, `Answer (2)`.
fn tell_apart(shown: &mut [String]) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for heading in shown.iter_mut().filter(|heading| !heading.is_empty()) {
        let n = counts.entry(heading.clone()).or_default();
        *n += 1;
        if *n > 1 {
            *heading = format!("{heading} ({n})");
        }
    }
}

fn is_blank(cell: Option<&String>) -> bool {
    cell.is_none_or(|cell| cell.trim().is_empty())
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
        let name =
            cell.trim_start_matches(|c: char| matches!(c, '{' | '"' | '\'' | '“') || c.is_whitespace());
        cell.starts_with('{') && name.starts_with("ImportId")
    };
    filled(cells).next().is_some() && filled(cells).all(is)
}

/// Tells whether a row says most headings again, as `Response ID` below `ResponseId`.
fn repeats(headings: &[String], cells: &[String]) -> bool {
    let n = headings.iter().zip(cells).filter(|(heading, cell)| is_same(heading, cell)).count();
    n >= 3 || (n >= 2 && n * 2 >= filled(cells).count())
}

fn is_same(heading: &str, cell: &str) -> bool {
    let plain = |text: &str| normal(text).replace(' ', "");
    let heading = plain(heading);
    !heading.is_empty() && heading == plain(cell)
}

/// Tells whether a heading only numbers a question: `Q2`, `QID7_TEXT`, `G01Q02`.
fn is_code(heading: &str) -> bool {
    heading.len() <= 12
        && heading.starts_with(|c: char| c.is_ascii_alphabetic())
        && heading.contains(|c: char| c.is_ascii_digit())
        && !heading.contains(char::is_whitespace)
}

/// Tells whether a row holds the questions to codes such as `Q2`. It is no answer: where rows have an id, it has none, or writes the
/// heading of the id again; and where they have none, it asks in all columns.
fn asks_for_codes(headings: &[String], below: &[String], next: &[String]) -> bool {
    let pairs = || headings.iter().zip(below).filter(|(_, cell)| !cell.trim().is_empty());
    let n_same = pairs().filter(|(heading, cell)| is_same(heading, cell)).count();
    let questions: Vec<&str> =
        pairs().filter(|(heading, _)| is_code(heading)).map(|(_, cell)| cell.as_str()).collect();
    let n_asking = questions.iter().filter(|cell| holds_question(cell)).count();
    let are_alone = pairs().count() == n_same + questions.len();
    let only_codes = headings.iter().all(|heading| is_code(heading));
    let are_many = questions.iter().all(|cell| cell.split_whitespace().count() > 1);
    let has_no_id = !only_codes
        && is_blank(below.first())
        && (!is_blank(next.first()) || filled(next).all(is_open_ended));
    let ask_alone = only_codes && n_asking == headings.len() && !filled(next).any(holds_question);
    n_asking * 2 > questions.len() && are_alone && are_many && (n_same > 0 || has_no_id || ask_alone)
}

/// Tells whether a row stands below questions: it has choices or `Open-Ended Response`, but none of the ids that rows have.
fn is_below_questions(headings: &[String], below: &[String], next: &[String]) -> bool {
    let blank = |cells: &[String]| is_blank(cells.first());
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
    use proptest::prelude::*;

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

    proptest! {
        /// The questions below codes are headings, whatever signs of the tools are left out.
        #[test]
        fn questions_below_codes_are_headings(
            n in 1..5_usize, id in prop::sample::select(vec![("ResponseId|", "Response ID|"), ("Respondent ID|Collector ID|", "||"), ("", "")]),
            code in prop::sample::select(vec!["Q", "QID", "G01Q"]),
            third in prop::sample::select(vec![None, Some("Open-Ended Response"), Some("Offene Antwort"), Some("{'ImportId': 'QID1'}")]),
        ) {
            let over = |cell: &dyn Fn(usize) -> String| (1..=n).map(cell).collect::<Vec<_>>().join("|");
            let mut rows = vec![
                format!("{}{}", id.0, over(&|i| format!("{code}{i}"))),
                format!("{}{}", id.1, over(&|i| format!("What was good in week {i}?"))),
            ];
            let blank = "|".repeat(id.0.matches('|').count());
            let third = third.filter(|third| !id.0.is_empty() || third.starts_with('{'));
            rows.extend(third.map(|third| format!("{blank}{}", over(&|_| third.to_owned()))));
            rows.push(format!("{}{}", id.0.replace(['R', 'C'], "7"), over(&|_| if id.0.is_empty() { "The soup." } else { "The soup, and who would not like that?" }.to_owned())));
            rows.push(format!("{}{}", id.0.replace(['R', 'C'], "8"), over(&|_| "The bread.".to_owned())));
            let (n_rows, shown) = further(&rows.iter().map(String::as_str).collect::<Vec<_>>());
            prop_assert_eq!(n_rows, if third.is_some() { 2 } else { 1 });
            prop_assert_eq!(shown.last(), Some(&format!("What was good in week {n}?")));
        }

        /// Headings that come again are told apart.
        #[test]
        fn each_heading_is_shown_once(n in 2..6_usize, other in 0..6_usize) {
            let mut headings = vec!["Answer"; n];
            headings.insert(other.min(n), "Other");
            let (_, shown) = further(&[&headings.join("|"), &vec!["1"; n + 1].join("|")]);
            let distinct: std::collections::BTreeSet<&String> = shown.iter().collect();
            prop_assert_eq!(distinct.len(), n + 1);
            let last = format!("Answer ({n})");
            prop_assert!(shown.contains(&"Answer".to_owned()) && shown.contains(&last));
        }
    }

    #[test]
    fn a_row_of_answers_is_no_heading() {
        for rows in [
            ["id|answer", "1|Yes", "2|No"],
            ["id|answer", "|Yes, often", "2|No"],
            ["a|b", "a|b", "c|d"],
            ["id|Q1", "7|Why not?", "8|Soup"],
            ["id|Q1", "|Soup, if there is any", "8|Soup"],
            ["Q1|Q2", "Why ask that?|Soup", "No|Yes"],
            ["id|Q1|Q2", "|Why ask that?|The soup was cold.", "8|Soup|Yes"],
        ] {
            let n = further(&rows).0;
            assert!(n == 0 || rows[0] == rows[1], "{rows:?}");
        }
    }
}
