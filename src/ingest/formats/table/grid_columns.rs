//! The columns of a transcript that is a table inside a word processor's file: by their headings, otherwise by their cells.

use std::collections::BTreeSet;

use super::headings::{self, Field, HEADING_WORDS, is_central as central};
use super::look::{Look, is_time, label_at_start};
use crate::domain::Role;
use crate::ingest::transcript::role_named;

/// Who asks the questions that stand in a column.
const QUESTION: &str = "Question";

/// The columns of a transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GridColumns {
    /// Whether the first row holds headings.
    pub(super) has_headings: bool,
    pub(super) text: usize,
    pub(super) speaker: Option<usize>,
    pub(super) time: Option<usize>,
    pub(super) question: Option<usize>,
    /// Who asks and who answers, where questions have a column of their own.
    pub(super) labels: Option<[String; 2]>,
    /// Whether the labels of the speakers are in the words.
    pub(super) is_labelled: bool,
    /// Whether each row has a time and one label, which are taken from the words.
    pub(super) splits_labels: bool,
    n_columns: usize,
}

impl GridColumns {
    /// Finds the columns of rows that are equally long; `None` if they are no transcript. A table without headings that is as
    /// wide as the one before may be its next part.
    pub(super) fn of(rows: &[Vec<String>], before: Option<&Self>) -> Option<Self> {
        let n_columns = rows.first()?.len();
        let has_headings = are_headings(rows);
        let body = &rows[usize::from(has_headings)..];
        if n_columns < 2 || body.is_empty() {
            return None;
        }
        let looks: Vec<Look> =
            (0..n_columns).map(|column| Look::of(body.iter().map(|row| row[column].as_str()))).collect();
        let made = if has_headings {
            Self::by_headings(&rows[0], &looks)
        } else {
            let next = before.filter(|before| before.n_columns == n_columns && before.fits(&looks));
            next.map(|before| Self { has_headings: false, ..before.clone() }).or_else(|| by_content(&looks))
        }?;
        (!looks[made.text].is_empty()).then_some(made)
    }

    fn by_headings(row: &[String], looks: &[Look]) -> Option<Self> {
        let blank: Vec<usize> = (0..looks.len()).filter(|&column| looks[column].is_empty()).collect();
        let mut taken = blank;
        let speaker = headings::find(Field::Speaker, row, &taken).or_else(|| participant(row, looks));
        taken.extend(speaker);
        let longest = |columns: &[usize]| columns.iter().copied().max_by_key(|&column| looks[column].n_chars);
        let by_heading = longest(&headings::find_text(row, &taken));
        let unknown: Vec<usize> = (0..looks.len())
            .filter(|column| !taken.contains(column) && !headings::is_known(&row[*column]))
            .collect();
        let by_cells = longest(&unknown).filter(|&column| looks[column].holds_prose());
        // Beside turns, comments are about what was said.
        let is_weak =
            by_heading.is_some_and(|column| speaker.is_some() && headings::is_weak_text(&row[column]));
        // An interview may be in one column, with the labels in the words, beside comments on it.
        let is_labelled =
            |&column: &usize| headings::may_be_talk(&row[column]) && looks[column].holds_labelled_turns();
        let labelled: Vec<usize> = (0..looks.len()).filter(is_labelled).collect();
        let quoted = || {
            let quote = headings::find(Field::Quote, row, &taken)?;
            (speaker.is_some() && looks[quote].holds_prose()).then_some(quote)
        };
        let text = match (by_heading, by_cells) {
            _ if speaker.is_none() && labelled.len() == 1 => labelled[0],
            (Some(known), Some(other)) if is_weak && looks[other].n_chars > looks[known].n_chars => other,
            (Some(known), _) => known,
            (None, Some(other)) => other,
            (None, None) => quoted().or_else(|| longest(&unknown).filter(|_| speaker.is_some()))?,
        };
        taken.push(text);
        let time = headings::find(Field::Time, row, &taken);
        taken.extend(time);
        // None of the speakers asks the question that stands beside their answer; its number alone is no context.
        let is_nobodys = |question: &usize| {
            speaker.is_none_or(|speaker| {
                !looks[speaker].names_interviewer() && !looks[*question].holds_numbers()
            })
        };
        let question = headings::find(Field::Question, row, &taken).filter(is_nobodys);
        let labels = question.map(|question| {
            let named = |heading: &str, role: Role, otherwise: &str| {
                let heading = heading.trim().trim_end_matches(':');
                if role_named(heading) == Some(role) { heading.to_owned() } else { otherwise.to_owned() }
            };
            [
                named(&row[question], Role::Interviewer, QUESTION),
                named(&row[text], Role::Participant, "Answer"),
            ]
        });
        // Words without speakers and times are paragraphs, in which labels may stand.
        let is_labelled =
            speaker.is_none() && labels.is_none() && (time.is_none() || looks[text].holds_labelled_turns());
        Some(Self {
            has_headings: true,
            text,
            speaker,
            time,
            question,
            labels,
            is_labelled,
            splits_labels: false,
            n_columns: row.len(),
        })
    }

    /// Takes the labels from the words if each row has a time and begins with the only label in it.
    pub(super) fn with_times_of_labels(mut self, body: &[Vec<String>]) -> Self {
        let is_labelled = self.is_labelled;
        let splits = |time: usize| {
            body.iter().all(|row| {
                let mut lines = row[self.text].trim().lines();
                let is_empty = row[self.text].trim().is_empty();
                let begins = lines.next().is_some_and(|line| label_at_start(line).is_some());
                is_empty
                    || (is_time(row[time].trim())
                        && begins
                        && lines.all(|line| label_at_start(line).is_none()))
            })
        };
        self.splits_labels = is_labelled && self.time.is_some_and(splits);
        self
    }

    /// Tells whether the cells of another table can be in these columns.
    fn fits(&self, looks: &[Look]) -> bool {
        let speakers =
            self.speaker.is_none_or(|column| looks[column].is_empty() || looks[column].are_short());
        let times = self.time.is_none_or(|column| looks[column].is_empty() || looks[column].holds_times());
        let others = (0..looks.len()).map(|column| looks[column].n_chars);
        speakers && times && others.max() == Some(looks[self.text].n_chars)
    }

    /// Returns the headings of the columns that are not read although they have words; `column 3` without headings.
    pub(super) fn not_read(&self, headings: Option<&[String]>, body: &[Vec<String>]) -> Vec<String> {
        let headings = headings.filter(|_| self.has_headings);
        let used = [Some(self.text), self.speaker, self.time, self.question];
        let filled = |column: &usize| body.iter().any(|row| !row[*column].trim().is_empty());
        (0..self.n_columns)
            .filter(|column| !used.contains(&Some(*column)) && filled(column))
            .map(|column| {
                let heading = headings.and_then(|row| row.get(column)).map_or("", |heading| heading.trim());
                let heading = heading.split_whitespace().collect::<Vec<_>>().join(" ");
                if heading.is_empty() { format!("column {}", column + 1) } else { heading }
            })
            .collect()
    }
}

/// Returns the column of the participants, whose names are short.
fn participant(row: &[String], looks: &[Look]) -> Option<usize> {
    headings::find(Field::Participant, row, &[])
        .filter(|&column| !looks[column].is_empty() && looks[column].are_short())
        .filter(|&column| !headings::is_weak(&row[column]) || looks[column].holds_labels())
}

/// Tells whether the first row names the columns: two headings are known, one of them of the words or the speaker; or the
/// speaker's alone, which nobody is called further down.
fn are_headings(rows: &[Vec<String>]) -> bool {
    let Some((first, body)) = rows.split_first() else { return false };
    let filled: Vec<(usize, &String)> =
        first.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()).collect();
    if filled.len() < 2 || filled.iter().any(|(_, cell)| cell.split_whitespace().count() > HEADING_WORDS) {
        return false;
    }
    let is = |field: Field, cell: &str| headings::is_alias(field, cell);
    let again = |column: usize, cell: &str| {
        let plain = headings::normal(cell);
        // A heading row may be written again.
        body.iter().any(|row| row != first && headings::normal(&row[column]) == plain)
    };
    let n_known = filled.iter().filter(|(_, cell)| headings::is_known(cell)).count();
    let n_central = filled.iter().filter(|(_, cell)| central(cell) || headings::may_be_talk(cell)).count();
    let comes_again = |column: usize| {
        let mut seen = BTreeSet::new();
        body.iter().map(|row| row[column].trim()).any(|cell| !cell.is_empty() && !seen.insert(cell))
    };
    // The first row of a form may be the name of somebody.
    let by_speaker = filled.iter().any(|(column, cell)| {
        is(Field::Speaker, cell) && !headings::is_weak(cell) && !again(*column, cell) && comes_again(*column)
    });
    let names = |role: Role| {
        filled.iter().any(|(column, cell)| role_named(cell.trim()) == Some(role) && !again(*column, cell))
    };
    let are_roles = names(Role::Interviewer) && names(Role::Participant);
    are_roles
        || (n_known >= 2
            && n_central >= 1
            && filled.iter().all(|(column, cell)| !central(cell) || !again(*column, cell)))
        || by_speaker
}

/// Finds speaker, time and text by what the cells look like.
pub(super) fn by_content(looks: &[Look]) -> Option<GridColumns> {
    let n_rows = looks.first()?.n_rows;
    if n_rows < 2 {
        return None;
    }
    let is_free = |look: &Look| !look.is_empty() && !look.holds_times() && !look.holds_numbers();
    let free: Vec<usize> = (0..looks.len()).filter(|&column| is_free(&looks[column])).collect();
    let time = (0..looks.len()).find(|&column| looks[column].holds_times());
    let made = |text: usize, speaker: Option<usize>| GridColumns {
        has_headings: false,
        text,
        speaker,
        time,
        question: None,
        labels: None,
        is_labelled: speaker.is_none(),
        splits_labels: false,
        n_columns: looks.len(),
    };
    let text = free.iter().copied().max_by_key(|&column| looks[column].n_chars)?;
    let labelled = free.iter().copied().filter(|&column| looks[column].holds_labelled_turns());
    if let Some(column) = labelled.max_by_key(|&column| looks[column].n_chars)
        && !free.iter().any(|&column| looks[column].holds_labels() && looks[column].names_roles())
    {
        return Some(GridColumns { time: None, ..made(column, None) });
    }
    // Names of roles are the surest; codes and memos stand in fewer rows, come in a row, and have many kinds.
    let rank = |&column: &usize| {
        let look = &looks[column];
        let is_full = look.n_filled * 4 >= n_rows * 3;
        let few = usize::MAX - look.n_distinct;
        (
            look.names_roles(),
            is_full,
            !look.is_lower(),
            look.n_changes,
            few,
            column < text,
            usize::MAX - column,
        )
    };
    let can_speak = |&column: &usize| {
        let look = &looks[column];
        column != text
            && look.holds_labels()
            && (look.names_roles() || look.n_filled * 2 >= n_rows || column < text)
    };
    let speaker = free.iter().copied().filter(can_speak).max_by_key(rank)?;
    // Columns of a form, as `Age | 41`, name something else in each row.
    let look = &looks[speaker];
    let is_form = !look.names_roles() && look.n_filled > 2 && look.n_distinct == look.n_filled;
    let longer = looks[text].n_chars > looks[speaker].n_chars;
    let is_speech = looks[text].n_chars >= looks[text].n_filled * 8;
    (longer && is_speech && !is_form).then(|| made(text, Some(speaker)))
}
