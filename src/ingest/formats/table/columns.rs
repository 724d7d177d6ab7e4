//! The columns of one table: those that the user names, then those whose headings are known, then those whose cells look so.

use super::further_headings::Further;
use super::heading_rows;
use super::headings::{self, Field};
use super::look::{Look, N_LOOKED_AT};
use super::raw_table::{Table, listed};
use super::talk::{self, Turn, converses};
use crate::domain::TakenColumn;
use crate::ingest::error::TableProblem;
use crate::ingest::params::ColumnNames;
use crate::ingest::transcript::holds_question;

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

        let mut by_content = false;
        // Columns that are called by numbers have no headings.
        if let Some(found) = heading_rows::of_numbered(headings.first, &looks) {
            let free = |column: Option<usize>| column.filter(|column| !by_user.contains(column));
            if text.is_empty() {
                (text, by_content) = (vec![found.text], true);
            }
            speaker = speaker.or(free(found.speaker));
            time = time.or(free(found.time));
            taken.extend(text.iter().copied().chain(speaker).chain(time));
        }
        let prose = self::prose(headings, &looks, &taken);
        let is_own_name = |column: usize| {
            headings::is_weak(&headings.first[column])
                && !headings::is_role(&headings.first[column])
                && looks[column].is_unique()
        };
        if text.is_empty() {
            // A name that each row has once is a participant's.
            let by_heading = headings::find(Field::Speaker, headings.first, &taken);
            let has_speaker = speaker.is_some() || by_heading.is_some_and(|at| !is_own_name(at));
            (text, by_content) = text_columns(headings, &looks, &taken, &prose, has_speaker)?;
            taken.extend(&text);
        }
        // Tells whether a column names who speaks in turn, for the participants of a column.
        let talks = |column: usize, participant: Option<usize>| {
            let turn = |row: usize| Turn {
                participant: participant.map_or("", |at| cell(row, at).trim()),
                speaker: cell(row, column),
                words: text.first().map_or("", |&text| cell(row, text)),
            };
            converses(&(0..n_rows.min(N_LOOKED_AT)).map(turn).collect::<Vec<_>>())
        };
        // Each row has a participant of its own; numbers may also count the rows.
        let are_ids = |column: usize| {
            let is_sure = !headings::is_weak(&headings.first[column]) || !looks[column].holds_numbers();
            (is_sure || by_user.contains(&column)) && looks[column].is_unique()
        };
        let ids = participant.or_else(|| headings::find(Field::Participant, headings.first, &taken));
        // What people are at work or at home is no speaker.
        let is_attribute = |column: usize| match ids {
            Some(ids) if ids != column => {
                are_ids(ids) || !talks(column, Some(ids).filter(|_| !is_counted(&looks[ids])))
            }
            _ => false,
        };
        if speaker.is_none() {
            let mut attributes = taken.clone();
            speaker = headings::find(Field::Speaker, headings.first, &attributes);
            while let Some(column) =
                speaker.filter(|&at| headings::is_role(&headings.first[at]) && is_attribute(at))
            {
                attributes.push(column);
                speaker = headings::find(Field::Speaker, headings.first, &attributes);
            }
            taken.extend(speaker);
            if let (true, Some(name)) =
                (text.len() > 1 && participant.is_none(), speaker.filter(|&at| is_own_name(at)))
            {
                (speaker, participant) = (None, Some(name));
            }
        }
        for (column, field) in [
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
        if (participant, document) == (None, None)
            && let Some(speaker) = speaker
        {
            let group = headings::find_group(headings.first, &taken);
            document = group
                .filter(|&at| talk::are_blocks((0..n_rows).map(|row| (cell(row, at), cell(row, speaker)))));
            taken.extend(document);
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
                    && !is_attribute(column)
                    && talks(column, None)
            };
            speaker = (0..looks.len()).find(names_roles);
        }
        if (speaker, participant, document) == (None, None, None) {
            let is_id = |&column: &usize| {
                !taken.contains(&column)
                    && !headings::is_known(&headings.first[column])
                    && looks[column].holds_ids()
            };
            participant = (0..looks.len()).find(is_id);
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

/// Tells whether the values of a column of ids may count the rows.
fn is_counted(look: &Look) -> bool {
    look.is_unique() && look.holds_numbers()
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
    // An interview may be in one column, with the labels in the words, beside comments on it.
    let is_labelled = |&column: &usize| {
        !taken.contains(&column)
            && looks[column].holds_labelled_turns()
            && headings::may_be_talk(&headings.first[column])
    };
    let mut labelled = (0..looks.len()).filter(is_labelled);
    if let (false, Some(column), None) = (has_speaker, labelled.next(), labelled.next()) {
        return Ok((vec![column], false));
    }
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
    let asks = |heading: &str| holds_question(heading) || heading.split_whitespace().count() >= 4;
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
    // A column may be named by its number, as messages name one without a heading.
    let by_number = || {
        let n = wanted.trim().trim_start_matches("column ").parse::<usize>().ok()?.checked_sub(1)?;
        (n < headings.first.len()).then_some(n)
    };
    exact.or_else(alike).or_else(by_number).ok_or_else(|| TableProblem::NoSuchColumn {
        wanted: wanted.to_owned(),
        parameter,
        columns: listed(headings.shown),
    })
}
