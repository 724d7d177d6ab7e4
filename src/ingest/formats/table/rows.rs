//! Makes documents from the rows of a table.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::columns::Columns;
use super::filled::{Filled, Rows, Rule, filled};
use super::groups::{Group, Line, Manner, Mode, settled};
use super::headings;
use super::look::{Look, speaker};
use super::raw_table::Table;
use super::times::{TimedRow, Unit, are_days, are_milliseconds, milliseconds_of, rise, says_milliseconds};
use crate::domain::{Document, DocumentFormat, FilledField, LeftOut, Notice, NoticeFact, Role, TakenColumn};
use crate::ingest::error::IngestError;
use crate::ingest::params::IngestParams;
use crate::ingest::source::Source;
use crate::ingest::transcript::{Hints, role_named};

/// Returns the documents of a table: one for each value of the document column, in order of first appearance, or one for all.
pub(super) fn documents(
    source: &Source<'_>,
    format: DocumentFormat,
    params: &IngestParams,
    mut table: Table,
) -> Result<Vec<Document>, IngestError> {
    let (further, columns) =
        Columns::of(&table, &params.columns).map_err(|problem| table.failed(None, problem))?;
    table.rows.drain(..further.n_rows);
    let mut reading = Reading {
        columns,
        shown: further.shown,
        participant_is_named: params.columns.participant.is_some(),
        notices: std::mem::take(&mut table.notices),
        taken: std::mem::take(&mut table.taken),
        not_read: std::mem::take(&mut table.not_read),
        ..Reading::default()
    };
    if further.n_rows > 0 {
        reading.tell(NoticeFact::LeftOut { n: further.n_rows, what: LeftOut::FurtherHeadings });
    }
    reading.people(&table);
    let (lines, mode) = reading.lines(table);
    reading.tell_columns(mode);

    let mut groups: Vec<Group> = Vec::new();
    let mut group_of: HashMap<String, usize> = HashMap::new();
    for line in lines {
        let name = if line.document.is_empty() { source.name.to_owned() } else { line.document.clone() };
        let group = *group_of.entry(name).or_insert_with_key(|name| {
            groups.push(Group { name: name.clone(), lines: Vec::new() });
            groups.len() - 1
        });
        groups[group].lines.push(line);
    }
    if groups.is_empty() {
        groups.push(Group { name: source.name.to_owned(), lines: Vec::new() });
    }
    let hints = Hints { roles: &params.roles };
    let has_speakers = reading.columns.speaker.is_some();
    let mode = if has_speakers {
        mode
    } else {
        settled(mode, reading.columns.participant.is_some(), &groups, &hints)
    };
    if mode == Mode::Conversations {
        reading.tell(NoticeFact::RowsAreConversations);
    }
    let manner = Manner {
        mode,
        has_speakers,
        names_participants: reading.participant_is_named && reading.interviews,
        knows_participants: reading.participant_is_named && !reading.interviews,
        labels: reading.labels_of_questions(),
    };
    let made = |group| manner.documents(source, format, group, &reading.notices, &hints);
    Ok(groups.into_iter().flat_map(made).collect())
}

/// What was found of the rows, and what is to be told.
#[derive(Default)]
struct Reading {
    columns: Columns,
    /// The headings as they are shown.
    shown: Vec<String>,
    participant_is_named: bool,
    notices: Vec<Notice>,
    /// What was taken from which column of the file, where its columns are not those of the table.
    taken: Vec<TakenColumn>,
    not_read: Vec<String>,
    has_words: Vec<bool>,
    documents: Vec<String>,
    participants: Vec<String>,
    speakers: Vec<String>,
    /// The rows of one participant are one interview.
    by_participant: bool,
    /// Several people speak for one participant, so that participants name interviews.
    interviews: bool,
    n_nameless: usize,
}

impl Reading {
    fn tell(&mut self, fact: NoticeFact) {
        self.notices.push(Notice::of_run(fact));
    }

    /// Finds out whose words the rows are, with the cells of merged and empty cells.
    fn people(&mut self, table: &Table) {
        let columns = &self.columns;
        let cell =
            |row: usize, column: usize| table.rows[row].cells.get(column).map_or("", |cell| cell.trim());
        let n = table.rows.len();
        self.has_words =
            (0..n).map(|row| columns.text.iter().any(|&column| !cell(row, column).is_empty())).collect();
        // A row with the time at which it was sent is an answer of its own.
        let is_sent = |look: &Look| look.holds_dates() && look.n_distinct * 2 > look.n_filled;
        let are_sent = columns.looks.iter().any(is_sent);
        let by_row = |column: Option<usize>, cleaned: bool| -> Vec<String> {
            let value = |row: usize| match column {
                Some(column) if cleaned => speaker(cell(row, column)),
                Some(column) => cell(row, column).to_owned(),
                None => String::new(),
            };
            (0..n).map(value).collect()
        };
        let fill = |column: Option<usize>, cleaned: bool, rule: Rule, begins: &dyn Fn(usize) -> bool| {
            let Some(at) = column else {
                return Filled { values: vec![String::new(); n], ..Filled::default() };
            };
            let is_merged = |row: usize| table.merged.contains(&(table.rows[row].number, at));
            let rows = Rows { has_words: &self.has_words, is_merged: &is_merged, begins };
            filled(by_row(column, cleaned), &rows, rule)
        };
        let never = |_: usize| false;
        let grouped = if are_sent { Rule::Never } else { Rule::Grouped };
        let documents = fill(columns.document, false, grouped, &never);
        let participants = fill(columns.participant, true, grouped, &never);

        let raw_speakers = by_row(columns.speaker, true);
        let is_weak = |column: Option<usize>| column.is_some_and(|at| headings::is_weak(&table.headings[at]));
        // A name beside an id that was left out or is the same in all rows, and one that is left out here and there, names no speaker
        // of a transcript.
        let is_optional = columns.speaker.is_some_and(|speaker| {
            let look = &columns.looks[speaker];
            let has_ids = columns.participant.is_some_and(|column| columns.looks[column].is_unique());
            let one_name = look.n_distinct == 1 && look.n_rows > 1;
            let has_gaps = look.n_filled < look.n_rows && look.n_distinct * 5 >= look.n_filled * 4;
            is_weak(columns.speaker) && (has_ids || are_sent) && (one_name || has_gaps)
        });
        self.interviews = columns.participant.is_some()
            && !is_optional
            && self.hold_interviews(&participants.values, &raw_speakers, is_weak(columns.participant));
        self.by_participant = self.interviews && columns.document.is_none();
        let interviews = self.interviews;
        let begins = |row: usize| {
            row > 0
                && (documents.values[row] != documents.values[row - 1]
                    || (interviews && participants.values[row] != participants.values[row - 1]))
        };
        let speakers = fill(columns.speaker, true, Rule::Always, &begins);
        (self.speakers, self.documents) = (speakers.values, documents.values);
        self.participants = participants.values;
        let mut told = vec![(FilledField::Document, documents.n_assumed)];
        if is_optional {
            let one_name = columns.speaker.is_some_and(|speaker| columns.looks[speaker].n_distinct == 1);
            if columns.participant.is_none() && !one_name {
                self.columns.participant = self.columns.speaker;
                self.participants = raw_speakers;
            }
            self.columns.speaker = None;
            self.speakers = vec![String::new(); n];
        }
        if self.columns.speaker.is_some() && !self.participant_is_named && !self.interviews {
            self.columns.participant = None;
        }
        if self.columns.participant.is_some() {
            told.push((FilledField::Participant, participants.n_assumed));
        }
        if self.columns.speaker.is_some() {
            told.push((FilledField::Speaker, speakers.n_assumed));
        }
        for (field, n) in told.into_iter().filter(|(_, n)| *n > 0) {
            self.tell(NoticeFact::FilledDown { field, n });
        }
    }

    /// Tells whether several speakers share one value of the participant column. A heading such as `id` may also count rows, so its
    /// values must be blocks of rows.
    fn hold_interviews(&self, participants: &[String], speakers: &[String], is_weak: bool) -> bool {
        let mut known: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        let mut n_blocks = 0;
        let mut last = None;
        for (row, (participant, speaker)) in participants.iter().zip(speakers).enumerate() {
            if !self.has_words[row] || participant.is_empty() {
                continue;
            }
            n_blocks += usize::from(last != Some(participant));
            last = Some(participant);
            let speakers = known.entry(participant).or_default();
            if !speaker.is_empty() {
                speakers.insert(headings::normal(speaker));
            }
        }
        known.values().any(|speakers| speakers.len() > 1) && (!is_weak || n_blocks == known.len())
    }

    /// Returns the rows that have words, and how they are read.
    fn lines(&mut self, table: Table) -> (Vec<Line>, Mode) {
        let unit = self.unit_of_times(&table);
        let has_words = std::mem::take(&mut self.has_words);
        let (documents, participants, speakers) = (
            std::mem::take(&mut self.documents),
            std::mem::take(&mut self.participants),
            std::mem::take(&mut self.speakers),
        );
        let n_empty = has_words.iter().filter(|&&has_words| !has_words).count();
        let mut n_no_time = 0;
        let mut lines = Vec::with_capacity(table.rows.len() - n_empty);
        for (i, mut row) in table.rows.into_iter().enumerate().filter(|(i, _)| has_words[*i]) {
            let questions = self.columns.text.iter().map(|&column| &self.shown[column]);
            let answers = questions
                .zip(&self.columns.text)
                .filter_map(|(question, &column)| {
                    let words = std::mem::take(row.cells.get_mut(column)?);
                    (!words.trim().is_empty()).then(|| (question.clone(), words))
                })
                .collect();
            let cell =
                |column: Option<usize>| column.and_then(|i| row.cells.get(i)).map_or("", |cell| cell.trim());
            let time = cell(self.columns.time);
            let start_ms = milliseconds_of(time, unit);
            n_no_time += usize::from(start_ms.is_none() && !time.is_empty());
            lines.push(Line {
                document: if self.by_participant { participants[i].clone() } else { documents[i].clone() },
                participant: participants[i].clone(),
                speaker: speakers[i].clone(),
                number: row.number,
                question: cell(self.columns.question).to_owned(),
                start_ms,
                end_ms: milliseconds_of(cell(self.columns.end), unit),
                answers,
            });
        }
        let mode = self.mode(&lines, unit == Unit::Milliseconds);
        if matches!(mode, Mode::Rows | Mode::SeveralQuestions) {
            self.name_speakers(&mut lines);
        }
        if self.n_nameless > 0 {
            self.tell(NoticeFact::RowsWithoutParticipant { n: self.n_nameless });
        }
        for (n, what) in [(n_empty, LeftOut::EmptyRows), (n_no_time, LeftOut::UnreadableTimes)] {
            if n > 0 {
                self.tell(NoticeFact::LeftOut { n, what });
            }
        }
        (lines, mode)
    }

    /// Finds out what times without a colon count, by the heading or by the numbers.
    fn unit_of_times(&mut self, table: &Table) -> Unit {
        let Some(time) = self.columns.time else { return Unit::Seconds };
        if table.headings.get(time).is_some_and(|heading| says_milliseconds(heading)) {
            return Unit::Milliseconds;
        }
        let cell = |row: usize, column: Option<usize>| {
            column.and_then(|column| table.rows[row].cells.get(column)).map_or("", String::as_str)
        };
        let text = self.columns.text.first().copied();
        let rows: Vec<TimedRow<'_>> = (0..table.rows.len())
            .filter(|&row| self.has_words[row])
            .map(|row| TimedRow {
                start: cell(row, Some(time)),
                end: cell(row, self.columns.end),
                text: cell(row, text),
            })
            .collect();
        if are_days(&rows) {
            return Unit::Days;
        }
        if are_milliseconds(&rows) {
            let heading = self.shown.get(time).cloned().unwrap_or_default();
            self.tell(NoticeFact::TimesInMilliseconds { heading });
            return Unit::Milliseconds;
        }
        Unit::Seconds
    }

    fn mode(&self, lines: &[Line], milliseconds: bool) -> Mode {
        let columns = &self.columns;
        let named = columns.participant.is_some() || columns.document.is_some();
        let starts: Vec<Option<u64>> = lines.iter().map(|line| line.start_ms).collect();
        let timed = columns.time.is_some() && rise(&starts);
        let whole = milliseconds && lines.iter().all(|line| line.end_ms.is_some());
        match columns.text.as_slice() {
            [_] if timed && columns.speaker.is_none() && !named && columns.question.is_none() => Mode::Timed,
            // whisper.cpp writes the speaker between the times and the words.
            [_] if timed && whole && columns.end.is_some() && !named => Mode::Timed,
            [_] if columns.speaker.is_none() && !named && self.asks_once(lines) => Mode::QuestionAndAnswer,
            [_] => Mode::Rows,
            _ => Mode::SeveralQuestions,
        }
    }

    /// Tells whether the column of questions asks something else in each row, as an interview does.
    fn asks_once(&self, lines: &[Line]) -> bool {
        let asked: BTreeSet<&str> =
            lines.iter().map(|line| line.question.as_str()).filter(|question| !question.is_empty()).collect();
        let n_filled = lines.iter().filter(|line| !line.question.is_empty()).count();
        lines.len() > 1 && n_filled * 5 >= lines.len() * 4 && asked.len() * 5 >= n_filled * 4
    }

    /// Gives each row of a table without speakers the participant, or the row itself; and so if the user names the participants.
    fn name_speakers(&mut self, lines: &mut [Line]) {
        let by_participant = self.participant_is_named && !self.interviews;
        for line in lines {
            if by_participant && !line.participant.is_empty() {
                line.speaker.clone_from(&line.participant);
            }
            if self.columns.speaker.is_some() {
                continue;
            }
            // Rows of one interview without names are its turns.
            if self.columns.participant.is_none() && self.columns.document.is_some() {
                continue;
            }
            line.speaker.clone_from(&line.participant);
            if line.speaker.is_empty() {
                self.n_nameless += usize::from(self.columns.participant.is_some());
                line.speaker = format!("row {}", line.number);
            }
        }
    }

    /// Returns the labels of who asks and who answers: the headings of their columns, if they name these roles in any language.
    fn labels_of_questions(&self) -> [String; 2] {
        let named = |column: Option<usize>, role: Role, otherwise: &str| {
            column
                .and_then(|column| self.shown.get(column))
                .filter(|heading| role_named(heading) == Some(role))
                .map_or_else(|| otherwise.to_owned(), Clone::clone)
        };
        [
            named(self.columns.question, Role::Interviewer, "Question"),
            named(self.columns.text.first().copied(), Role::Participant, "Answer"),
        ]
    }

    /// Tells how the columns were read, and which were not.
    fn tell_columns(&mut self, mode: Mode) {
        let told = std::mem::take(&mut self.notices);
        let (whole, about_rows): (Vec<Notice>, Vec<Notice>) = told.into_iter().partition(|notice| {
            !matches!(
                notice.fact,
                NoticeFact::FilledDown { .. }
                    | NoticeFact::RowsWithoutParticipant { .. }
                    | NoticeFact::TimesInMilliseconds { .. }
                    | NoticeFact::LeftOut { what: LeftOut::EmptyRows | LeftOut::UnreadableTimes, .. }
            )
        });
        self.notices = whole;
        let heading = |&column: &usize| self.shown[column].trim().to_owned();
        let is_unfolded = !self.taken.is_empty();
        let taken = match is_unfolded {
            true => std::mem::take(&mut self.taken),
            false => self.columns.taken(&self.shown),
        };
        let question = self.columns.question.filter(|_| mode != Mode::QuestionAndAnswer && !is_unfolded);
        let question = question.as_ref().map(heading);
        let read = self.columns.read();
        let is_left = |column: &usize| {
            !read.contains(column)
                && !self.columns.looks[*column].is_empty()
                && !self.shown[*column].trim().is_empty()
        };
        let left = (0..self.shown.len()).filter(is_left).map(|column| heading(&column));
        let columns: Vec<String> = left.chain(std::mem::take(&mut self.not_read)).collect();
        let with_text: Vec<String> = self.columns.prose.iter().map(heading).collect();
        let guessed: Vec<String> = if self.columns.by_content {
            self.columns.text.iter().map(heading).collect()
        } else {
            Vec::new()
        };

        self.tell(NoticeFact::ColumnsTaken { columns: taken });
        if !guessed.is_empty() {
            self.tell(NoticeFact::TextByContent { columns: guessed });
        }
        if self.by_participant {
            self.tell(NoticeFact::RowsByParticipant);
        }
        if let Some(heading) = question {
            self.tell(NoticeFact::QuestionColumn { heading });
        }
        if !columns.is_empty() {
            self.tell(NoticeFact::ColumnsNotRead { columns, with_text });
        }
        self.notices.extend(about_rows);
    }
}
