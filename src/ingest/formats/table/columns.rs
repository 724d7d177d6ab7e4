//! The columns of one table: those that the user names, then those whose headings are known, then those whose cells look so.

use super::further_headings::Further;
use super::headings::{self, Field};
use super::look::{Look, N_LOOKED_AT};
use super::raw_table::{Table, listed};
use crate::domain::TakenColumn;
use crate::ingest::error::TableProblem;
use crate::ingest::params::ColumnNames;

/// The headings of a table.
#[derive(Clone, Copy, Debug)]
struct Headings<'a> {
    /// As in the first row.
    first: &'a [String],
    /// As they are shown: with the question that a survey tool writes in a further row. As many as in the first row.
    shown: &'a [String],
}

/// The column of each field, as an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    /// The words: one column, or one for each question.
    pub(super) text: Vec<usize>,
    pub(super) speaker: Option<usize>,
    pub(super) participant: Option<usize>,
    pub(super) document: Option<usize>,
    pub(super) time: Option<usize>,
    pub(super) end: Option<usize>,
    pub(super) question: Option<usize>,
    /// Whether no heading names the text, so that its cells decided.
    pub(super) by_content: bool,
    /// Other columns that hold words of people too.
    pub(super) prose: Vec<usize>,
    /// What the cells of each column look like.
    pub(super) looks: Vec<Look>,
}

impl Columns {
    /// Finds the columns of a table, after its further heading rows.
    pub(super) fn of(table: &Table, names: &ColumnNames) -> Result<(Further, Self), TableProblem> {
        let further = Further::of(table);
        let headings = Headings { first: &table.headings, shown: &further.shown };
        let rows = table.rows.get(further.n_rows..).unwrap_or_default();
        let cell = |row: usize, column: usize| {
            rows.get(row).and_then(|row| row.cells.get(column)).map_or("", String::as_str)
        };
        let columns = Self::find(headings, names, rows.len(), &cell)?;
        Ok((further, columns))
    }

    /// Finds the columns: those that the user names first, then the text, then the others. A column without a word holds nothing.
    ///
    /// `cell` returns the cell of a row and a column; there are `n_rows` rows.
    fn find<'c>(
        headings: Headings<'_>,
        names: &ColumnNames,
        n_rows: usize,
        cell: &dyn Fn(usize, usize) -> &'c str,
    ) -> Result<Self, TableProblem> {
        let named = |name: &Option<String>, parameter| match name {
            Some(wanted) => by_name(headings, wanted, parameter).map(Some),
            None => Ok(None),
        };
        let mut text = Vec::new();
        for wanted in &names.text {
            let column = by_name(headings, wanted, "text_column")?;
            if !text.contains(&column) {
                text.push(column);
            }
        }
        let mut speaker = named(&names.speaker, "speaker_column")?;
        let mut participant = named(&names.participant, "participant_column")?;
        let mut document = named(&names.document, "document_column")?;
        let mut time = named(&names.time, "time_column")?;
        let mut question = named(&names.question, "question_column")?;
        let mut end = None;

        let by_user: Vec<usize> = [speaker, participant, document, time, question]
            .into_iter()
            .flatten()
            .chain(text.iter().copied())
            .collect();
        let look = |column: usize| Look::of((0..n_rows.min(N_LOOKED_AT)).map(|row| cell(row, column)));
        let looks: Vec<Look> = (0..headings.first.len()).map(look).collect();
        let blank = |column: usize| {
            n_rows > 0
                && looks[column].is_empty()
                && (0..n_rows).all(|row| cell(row, column).trim().is_empty())
        };
        let mut taken = by_user.clone();
        taken.extend((0..headings.first.len()).filter(|&column| !by_user.contains(&column) && blank(column)));

        let prose = self::prose(headings, &looks, &taken);
        let mut by_content = false;
        if text.is_empty() {
            let has_speaker =
                speaker.is_some() || headings::find(Field::Speaker, headings.first, &taken).is_some();
            (text, by_content) = text_columns(headings, &looks, &taken, &prose, has_speaker)?;
            taken.extend(&text);
        }
        for (column, field) in [
            (&mut speaker, Field::Speaker),
            (&mut participant, Field::Participant),
            (&mut document, Field::Document),
            (&mut time, Field::Time),
            (&mut end, Field::End),
            (&mut question, Field::Question),
        ] {
            if column.is_none() {
                *column = headings::find(field, headings.first, &taken);
                taken.extend(*column);
            }
        }
        // The date on which an answer was sent is no time of a recording.
        for column in [&mut time, &mut end] {
            *column = column.filter(|at| by_user.contains(at) || !looks[*at].holds_dates());
        }
        if speaker.is_none() {
            let names_roles = |&column: &usize| {
                !taken.contains(&column)
                    && !headings::is_known(&headings.first[column])
                    && looks[column].names_roles()
                    && looks[column].holds_labels()
            };
            speaker = (0..looks.len()).find(names_roles);
        }
        let prose = prose.into_iter().filter(|column| !text.contains(column)).collect();
        Ok(Self { text, speaker, participant, document, time, end, question, by_content, prose, looks })
    }

    /// Returns which heading was taken for which field, in the order of the fields.
    pub(super) fn taken(&self, shown: &[String]) -> Vec<TakenColumn> {
        let others = [
            ("speaker", self.speaker),
            ("participant", self.participant),
            ("document", self.document),
            ("time", self.time),
        ];
        let text = self.text.iter().map(|&column| ("text", Some(column)));
        let taken = |(field, column): (&str, Option<usize>)| {
            let heading = shown.get(column?)?.trim().to_owned();
            Some(TakenColumn { field: field.to_owned(), heading })
        };
        text.chain(others).filter_map(taken).collect()
    }

    /// Returns the columns that were read, in no order.
    pub(super) fn read(&self) -> Vec<usize> {
        let others = [self.speaker, self.participant, self.document, self.time, self.end, self.question];
        others.into_iter().flatten().chain(self.text.iter().copied()).collect()
    }
}

/// Returns the columns that hold words of people, and whose headings name nothing else.
fn prose(headings: Headings<'_>, looks: &[Look], taken: &[usize]) -> Vec<usize> {
    let others =
        [Field::Speaker, Field::Participant, Field::Document, Field::Time, Field::End, Field::Question];
    let is_other = |column: usize| {
        let heading = &headings.first[column];
        let is_id = headings::normal(heading).split(' ').any(|word| word == "id");
        is_id
            || headings::is_unspoken(heading)
            || others.iter().any(|&field| headings::is_alias(field, heading))
    };
    (0..looks.len())
        .filter(|column| !taken.contains(column) && looks[*column].holds_prose())
        .filter(|&column| headings::is_alias(Field::Text, &headings.first[column]) || !is_other(column))
        .collect()
}

/// Returns the columns of the text, and whether their cells alone say so.
///
/// Without a heading that names the text, it is the only column of prose; or, where nobody speaks in turns, all columns whose
/// headings are questions.
fn text_columns(
    headings: Headings<'_>,
    looks: &[Look],
    taken: &[usize],
    prose: &[usize],
    has_speaker: bool,
) -> Result<(Vec<usize>, bool), TableProblem> {
    let ambiguous = |columns: &[usize]| {
        let candidates: Vec<String> = columns.iter().map(|&column| headings.shown[column].clone()).collect();
        let (candidates, columns) = (listed(&candidates), listed(headings.shown));
        TableProblem::AmbiguousTextColumn { candidates, columns }
    };
    let mut by_heading = headings::find_text(headings.first, taken);
    // A column of numbers or times called "response" is a scale, if there are words elsewhere.
    if !prose.is_empty() {
        by_heading.retain(|&column| !looks[column].holds_numbers() && !looks[column].holds_times());
    }
    // Beside turns, comments are about what was said.
    let longer = |column: usize| {
        prose.iter().any(|&other| other != column && looks[other].n_chars > looks[column].n_chars)
    };
    if let &[column] = by_heading.as_slice()
        && has_speaker
        && headings::is_weak_text(&headings.first[column])
        && longer(column)
    {
        by_heading.clear();
    }
    let asks = |heading: &str| heading.contains(['?', '؟', '？']) || heading.split_whitespace().count() >= 4;
    match by_heading.as_slice() {
        [only] => return Ok((vec![*only], false)),
        [] => {}
        several => return Err(ambiguous(several)),
    }
    let unnamed: Vec<usize> = prose
        .iter()
        .copied()
        .filter(|&column| !has_speaker || !headings::is_weak_text(&headings.first[column]))
        .collect();
    match unnamed.as_slice() {
        // A column whose heading names the text may be empty.
        [] => match headings::find_text(headings.first, &[]).as_slice() {
            &[only] if looks[only].is_empty() => Ok((vec![only], false)),
            _ => Err(TableProblem::NoTextColumn { columns: listed(headings.shown) }),
        },
        [only] => Ok((vec![*only], true)),
        several => {
            let asked: Vec<usize> =
                several.iter().copied().filter(|&column| asks(headings.shown[column].trim())).collect();
            if has_speaker || asked.is_empty() { Err(ambiguous(several)) } else { Ok((asked, true)) }
        }
    }
}

fn by_name(headings: Headings<'_>, wanted: &str, parameter: &'static str) -> Result<usize, TableProblem> {
    let both = || [headings.first, headings.shown].into_iter();
    let exact = both().find_map(|row| row.iter().position(|heading| heading.trim() == wanted.trim()));
    let alike = || {
        let wanted = headings::normal(wanted);
        both().find_map(|row| {
            row.iter().position(|heading| !wanted.is_empty() && headings::normal(heading) == wanted)
        })
    };
    exact.or_else(alike).ok_or_else(|| TableProblem::NoSuchColumn {
        wanted: wanted.to_owned(),
        parameter,
        columns: listed(headings.shown),
    })
}
