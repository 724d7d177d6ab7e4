//! Tables with a column for each person: each speaker of a conversation, or each participant beside the questions.
//!
//! Such a table is read as one with a row for each turn or answer: [`ByPerson::headings`] and [`ByPerson::rows`] make it.

use std::collections::BTreeSet;

use super::headings::{self, Field};
use super::look::{Look, N_LOOKED_AT, label};
use super::raw_table::{Table, TableRow};
use crate::domain::{Role, TakenColumn};
use crate::ingest::params::ColumnNames;
use crate::ingest::transcript::{holds_question, names_role, role_named};

/// The headings of the columns that are made.
const SPEAKER: &str = "Speaker";
const TEXT: &str = "Text";
const PARTICIPANT: &str = "Participant";
const QUESTION: &str = "Question";
const ANSWER: &str = "Answer";

/// The longest name at the head of a column, in words and in characters.
const LONGEST_NAME: (usize, usize) = (4, 40);

/// How people and questions stand in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shape {
    /// Each of these columns holds what one person says, from row to row.
    Speakers(Vec<usize>),
    /// A column holds the questions, and each of the others the answers of one participant.
    PeopleInColumns { question: usize, people: Vec<usize> },
    /// A column names the participants, and each of the others holds the answers to the question at its head.
    PeopleInRows { participant: usize, questions: Vec<usize> },
}

/// A table with a column for each person or each question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ByPerson {
    shape: Shape,
    headings: Vec<String>,
}

/// The columns of a table, while it is looked at.
struct Columns<'t> {
    headings: &'t [String],
    rows: &'t [&'t [String]],
    looks: Vec<Look>,
}

impl<'t> Columns<'t> {
    fn cells(&self, column: usize) -> impl Iterator<Item = &'t str> {
        let rows = self.rows;
        rows.iter()
            .map(move |row| row.get(column).map_or("", |cell| cell.trim()))
            .filter(|cell| !cell.is_empty())
    }

    /// Tells whether a column may hold words, whatever its heading is.
    fn may_speak(&self, column: usize) -> bool {
        let look = &self.looks[column];
        !look.is_empty() && !look.holds_numbers() && !look.holds_times() && !look.holds_dates()
    }

    /// Tells whether at least half the cells of a column hold a question.
    fn asks(&self, column: usize) -> bool {
        let n = self.cells(column).filter(|cell| holds_question(cell)).count();
        n > 0 && n * 2 >= self.looks[column].n_filled
    }

    /// Tells whether a column needs no place: it is empty, or holds times, numbers, notes, or what else is said of a turn.
    fn is_beside(&self, column: usize) -> bool {
        let heading = &self.headings[column];
        let says_who_or_what = headings::is_central(heading) && !headings::is_weak(heading);
        !self.may_speak(column) || (headings::is_known(heading) && !says_who_or_what)
    }

    /// Tells whether a column is headed by a person and holds what that person says.
    fn is_of_person(&self, column: usize) -> bool {
        let look = &self.looks[column];
        let says_more = look.n_distinct * 2 > look.n_filled && !look.holds_labels();
        self.may_speak(column)
            && match person(&self.headings[column]) {
                Some(Person::Role) => says_more || look.n_filled <= 3,
                Some(Person::Name) => says_more,
                Some(Person::Number) | None => false,
            }
    }

    /// Tells whether the columns that are left need no place.
    fn others_are_beside(&self, taken: &[usize]) -> bool {
        (0..self.headings.len()).all(|column| taken.contains(&column) || self.is_beside(column))
    }

    fn speakers(&self) -> Option<Shape> {
        let people: Vec<usize> =
            (0..self.headings.len()).filter(|&column| self.is_of_person(column)).collect();
        let heading = |column: &usize| label(&self.headings[*column]);
        let by_role = |column: &usize| asks_by_role(&heading(column)).then_some(*column);
        let n_by_role = people.iter().filter_map(by_role).count();
        let n_asking = people.iter().filter(|&&column| self.asks(column)).count();
        let has_asker = n_by_role == 1 || (n_by_role == 0 && n_asking == 1);
        // Without one who asks, all must be called by a role or a number of a voice.
        let are_voices = || people.iter().all(|column| is_voice(&heading(column)));
        let is_said =
            people.iter().any(|&column| !asks_by_role(&heading(&column)) && self.looks[column].n_chars > 0);
        let fits =
            people.len() >= 2 && is_said && (has_asker || are_voices()) && self.others_are_beside(&people);
        fits.then_some(Shape::Speakers(people))
    }

    fn people_in_columns(&self) -> Option<Shape> {
        let question = (0..self.headings.len()).find(|&column| {
            self.may_speak(column)
                && (headings::is_alias(Field::Question, &self.headings[column]) || self.asks(column))
        })?;
        let is_sure = |column: usize| self.may_speak(column) && person(&self.headings[column]).is_some();
        let people: Vec<usize> = (0..self.headings.len())
            .filter(|&column| column != question && is_sure(column) && !self.is_noted(column))
            .collect();
        let asks = |column: &usize| asks_by_role(&label(&self.headings[*column]));
        let mut taken = people.clone();
        taken.push(question);
        let fits = people.len() >= 2
            && (headings::is_alias(Field::Question, &self.headings[question]) || !asks(&question))
            && !people.iter().any(asks)
            && people.iter().any(|&column| self.looks[column].holds_prose())
            && self.looks[question].n_distinct == self.looks[question].n_filled
            && self.others_are_beside(&taken);
        fits.then_some(Shape::PeopleInColumns { question, people })
    }

    fn people_in_rows(&self) -> Option<Shape> {
        let is_question = |heading: &str| {
            holds_question(heading)
                || (heading.split_whitespace().count() >= 4 && !headings::is_known(heading))
        };
        let questions: Vec<usize> = (0..self.headings.len())
            .filter(|&column| is_question(&self.headings[column]) && self.may_speak(column))
            .collect();
        let participant = (0..self.headings.len()).find(|column| {
            let (heading, look) = (&self.headings[*column], &self.looks[*column]);
            let is_named = headings::normal(heading).is_empty()
                || headings::is_alias(Field::Participant, heading)
                || headings::is_alias(Field::Speaker, heading);
            !questions.contains(column) && is_named && look.is_unique() && look.are_short()
        })?;
        let mut taken = questions.clone();
        taken.push(participant);
        let fits = questions.len() >= 2
            && questions.iter().any(|&column| self.looks[column].holds_prose())
            && self.others_are_beside(&taken);
        fits.then_some(Shape::PeopleInRows { participant, questions })
    }

    /// Tells whether a heading names notes, codes or what else nobody says.
    fn is_noted(&self, column: usize) -> bool {
        headings::is_unspoken(&self.headings[column])
    }
}

/// What the heading of a column calls a person by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Person {
    /// A role, a voice or an id: `Interviewer`, `P1`, `T-03`.
    Role,
    /// Words with capital letters, which may be a name.
    Name,
    /// A number alone.
    Number,
}

/// Tells what a heading calls a person by; `None` if it calls nobody.
fn person(heading: &str) -> Option<Person> {
    let name = label(heading);
    if name.is_empty()
        || name.chars().count() > LONGEST_NAME.1
        || name.split_whitespace().count() > LONGEST_NAME.0
        || name.contains(['?', '!', '؟', '？'])
    {
        return None;
    }
    if !name.contains(char::is_alphabetic) {
        return (name.len() <= 6 && name.chars().all(char::is_numeric)).then_some(Person::Number);
    }
    // `Question 1` and `Answer` head what anybody says.
    let stem = name.trim_end_matches(|c: char| !c.is_alphabetic());
    if [Field::Text, Field::Question].iter().any(|&field| headings::is_alias(field, stem)) {
        return None;
    }
    if names_role(&name) {
        // `Q1` names a question.
        let is_question = stem.chars().count() == 1 && role_named(&name) == Some(Role::Interviewer);
        return (!is_question).then_some(Person::Role);
    }
    if headings::is_known(&name) {
        return None;
    }
    let begins = |word: &str| word.chars().find(|c| c.is_alphanumeric()).is_none_or(|c| !c.is_lowercase());
    name.split_whitespace().all(begins).then_some(Person::Name)
}

/// Tells whether a heading by itself names an interviewer; a letter with a number may be the name of a question.
fn asks_by_role(name: &str) -> bool {
    name.chars().filter(|c| c.is_alphabetic()).count() > 1 && role_named(name) == Some(Role::Interviewer)
}

/// Tells whether a heading names one of several voices or participants: `Speaker 2`, `P1`, `Befragte`. Letters such as `V1` and `Q1` also
/// name the questions of a survey.
fn is_voice(name: &str) -> bool {
    let mut letters = name.chars().filter(|c| c.is_alphabetic());
    let (first, second) = (letters.next(), letters.next());
    names_role(name)
        && role_named(name) != Some(Role::Interviewer)
        && (second.is_some() || matches!(first, Some('P' | 'p' | 'B' | 'S' | 'R')))
}

impl ByPerson {
    /// Finds out whether a table has a column for each person, by its headings and rows.
    pub(super) fn find(headings: &[String], rows: &[&[String]]) -> Option<Self> {
        if headings.len() < 2 || rows.is_empty() {
            return None;
        }
        // Most tables have no two such headings.
        let n_people = headings.iter().filter(|heading| person(heading).is_some()).count();
        let n_questions =
            headings.iter().filter(|heading| holds_question(heading) || heading.len() > 12).count();
        if n_people < 2 && n_questions < 2 {
            return None;
        }
        let looked_at = &rows[..rows.len().min(N_LOOKED_AT)];
        let look =
            |column: usize| Look::of(looked_at.iter().map(|row| row.get(column).map_or("", String::as_str)));
        let columns = Columns { headings, rows: looked_at, looks: (0..headings.len()).map(look).collect() };
        let different: BTreeSet<String> = headings.iter().map(|heading| headings::normal(heading)).collect();
        let shape = columns
            .people_in_columns()
            .filter(|_| different.len() == headings.len())
            .or_else(|| columns.speakers())
            .or_else(|| columns.people_in_rows())?;
        let one_line = |heading: &String| heading.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Self { shape, headings: headings.iter().map(one_line).collect() })
    }

    /// Returns the columns that get another place.
    fn moved(&self) -> Vec<usize> {
        match &self.shape {
            Shape::Speakers(people) => people.clone(),
            Shape::PeopleInColumns { question: one, people: others }
            | Shape::PeopleInRows { participant: one, questions: others } => {
                others.iter().copied().chain(std::iter::once(*one)).collect()
            }
        }
    }

    /// Returns the columns that stay as they are. A row of questions has notes on the question, which belong to no answer.
    fn kept(&self) -> Vec<usize> {
        let moved = self.moved();
        match self.shape {
            Shape::PeopleInColumns { .. } => Vec::new(),
            _ => (0..self.headings.len()).filter(|column| !moved.contains(column)).collect(),
        }
    }

    /// Returns the headings of the table with a row for each turn or answer.
    pub(super) fn headings(&self) -> Vec<String> {
        let made: &[&str] = match self.shape {
            Shape::Speakers(_) => &[SPEAKER, TEXT],
            _ => &[PARTICIPANT, QUESTION, ANSWER],
        };
        let kept = self.kept().into_iter().map(|column| self.headings[column].clone());
        kept.chain(made.iter().map(|&heading| heading.to_owned())).collect()
    }

    /// Returns the rows of that table, each with the index of the row that it is from: turns in the order of reading, answers by
    /// participant.
    pub(super) fn rows(&self, rows: &[&[String]]) -> Vec<(usize, Vec<String>)> {
        let cell = |row: usize, column: usize| rows[row].get(column).map_or("", |cell| cell.trim());
        let head = |column: usize| label(&self.headings[column]);
        let kept = self.kept();
        let mut made = Vec::new();
        let mut push = |row: usize, cells: &[&str]| {
            if cells.last().is_some_and(|words| !words.is_empty()) {
                let beside = kept.iter().map(|&column| cell(row, column));
                made.push((row, beside.chain(cells.iter().copied()).map(str::to_owned).collect()));
            }
        };
        match &self.shape {
            Shape::Speakers(people) => {
                for row in 0..rows.len() {
                    for &column in people {
                        push(row, &[&head(column), cell(row, column)]);
                    }
                }
            }
            Shape::PeopleInColumns { question, people } => {
                for &column in people {
                    for row in 0..rows.len() {
                        push(row, &[&head(column), cell(row, *question), cell(row, column)]);
                    }
                }
            }
            Shape::PeopleInRows { participant, questions } => {
                for row in 0..rows.len() {
                    for &column in questions {
                        push(row, &[cell(row, *participant), &self.headings[column], cell(row, column)]);
                    }
                }
            }
        }
        made
    }

    /// Returns what was taken from which column, as it is told.
    pub(super) fn taken(&self) -> Vec<TakenColumn> {
        let taken = |field: &str, column: usize| TakenColumn {
            field: field.to_owned(),
            heading: self.headings[column].clone(),
        };
        match &self.shape {
            Shape::Speakers(people) => {
                people.iter().map(|&column| taken(TakenColumn::TURNS, column)).collect()
            }
            Shape::PeopleInColumns { question, people } => {
                let people = people.iter().map(|&column| taken(TakenColumn::ANSWERS, column));
                std::iter::once(taken("question", *question)).chain(people).collect()
            }
            Shape::PeopleInRows { participant, questions } => {
                let questions = questions.iter().map(|&column| taken("text", column));
                std::iter::once(taken("participant", *participant)).chain(questions).collect()
            }
        }
    }

    /// Returns the headings of the columns that have words and get no place.
    pub(super) fn not_read(&self, rows: &[&[String]]) -> Vec<String> {
        let moved = self.moved();
        let kept = self.kept();
        let is_filled = |column: &usize| {
            rows.iter().any(|row| row.get(*column).is_some_and(|cell| !cell.trim().is_empty()))
        };
        (0..self.headings.len())
            .filter(|column| !moved.contains(column) && !kept.contains(column) && is_filled(column))
            .map(|column| self.headings[column].clone())
            .filter(|heading| !heading.is_empty())
            .collect()
    }
}

/// Makes a table with a row for each turn or answer of one with a column for each person. Columns that the user names stay.
pub(super) fn unfold(table: &mut Table, names: &ColumnNames) {
    let by_user = [&names.speaker, &names.participant, &names.question];
    if !names.text.is_empty() || by_user.into_iter().any(Option::is_some) {
        return;
    }
    let rows: Vec<&[String]> = table.rows.iter().map(|row| row.cells.as_slice()).collect();
    let found = ByPerson::find(&table.headings, &rows);
    // Questions at the heads of columns are found among all columns, with what else a survey has.
    let Some(found) = found.filter(|found| !matches!(found.shape, Shape::PeopleInRows { .. })) else {
        return;
    };
    let place = |row: usize| (table.rows[row].number, table.rows[row].row);
    let made = found.rows(&rows);
    let unfolded = made.into_iter().map(|(row, cells)| {
        let (number, row) = place(row);
        TableRow { number, row, cells }
    });
    let unfolded = unfolded.collect();
    table.not_read = found.not_read(&rows);
    table.taken = found.taken();
    table.headings = found.headings();
    table.rows = unfolded;
    table.merged.clear();
}
