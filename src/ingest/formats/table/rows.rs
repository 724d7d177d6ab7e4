//! Makes documents from the rows of a table.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::columns::Columns;
use super::headings;
use super::raw_table::{Table, TableRow};
use crate::domain::{Document, DocumentFormat, LeftOut, Notice, NoticeFact, NoticeKind, Role};
use crate::ingest::document::finish;
use crate::ingest::error::IngestError;
use crate::ingest::params::IngestParams;
use crate::ingest::source::Source;
use crate::ingest::transcript::{self, Hints, Row, Transcript};

/// Returns the documents of a table: one for each value of the document column, in order of first appearance, or one for all.
pub(super) fn documents(
    source: &Source<'_>,
    format: DocumentFormat,
    params: &IngestParams,
    mut table: Table,
) -> Result<Vec<Document>, IngestError> {
    let columns =
        Columns::find(&table.headings, &params.columns).map_err(|problem| table.failed(None, problem))?;
    let by_participant = columns.document.is_none() && holds_interviews(&columns, &table.rows);
    let document_column = if by_participant { columns.participant } else { columns.document };

    let mut reading = Reading { notices: std::mem::take(&mut table.notices), ..Reading::default() };
    reading.tell(NoticeFact::ColumnsTaken { columns: columns.taken(&table.headings) });
    if by_participant {
        reading.tell(NoticeFact::RowsByParticipant);
    }
    if let Some(question) = columns.question {
        let heading = table.headings.get(question).map_or("", |heading| heading.trim());
        reading.tell(NoticeFact::QuestionColumn { heading: heading.to_owned() });
    }
    let milliseconds = columns.time.and_then(|i| table.headings.get(i)).is_some_and(|heading| {
        let heading = headings::normal(heading);
        heading.ends_with(" ms") || heading == "ms" || heading.contains("millisecond")
    });

    let mut groups: Vec<(String, Vec<Row>)> = Vec::new();
    let mut group_of: HashMap<String, usize> = HashMap::new();
    for row in table.rows {
        let Some(row) = reading.row(row, &columns, document_column, milliseconds) else { continue };
        let (document, row) = row;
        let name = if document.is_empty() { source.name.to_owned() } else { document };
        let group = *group_of.entry(name).or_insert_with_key(|name| {
            groups.push((name.clone(), Vec::new()));
            groups.len() - 1
        });
        groups[group].1.push(row);
    }
    reading.count();
    if groups.is_empty() {
        groups.push((source.name.to_owned(), Vec::new()));
    }
    let hints = Hints { roles: &params.roles };
    let has_speakers = columns.speaker.is_some();
    if !has_speakers && hold_conversations(&groups, &hints) {
        reading.tell(NoticeFact::RowsAreConversations);
        return Ok(conversations(source, format, groups, &reading.notices, &hints));
    }
    Ok(groups
        .into_iter()
        .map(|(name, rows)| {
            let mut transcript = transcript::from_rows(rows, &hints);
            if !has_speakers {
                all_answer(&mut transcript, &hints);
            }
            document(source, format, name, transcript, &reading.notices)
        })
        .collect())
}

fn document(
    source: &Source<'_>,
    format: DocumentFormat,
    name: String,
    transcript: Transcript,
    notices: &[Notice],
) -> Document {
    let about = |notice: &Notice| Notice { about: Some(name.clone()), ..notice.clone() };
    let transcript = transcript.with_notices_before(notices.iter().map(about).collect());
    finish(&Source { name: &name, bytes: source.bytes }, format, transcript)
}

/// Makes everybody a participant: rows without speakers are answers, so nobody asks, and no notice about roles is needed.
fn all_answer(transcript: &mut Transcript, hints: &Hints<'_>) {
    for speaker in &mut transcript.speakers {
        let is_hinted =
            hints.roles.keys().any(|label| headings::normal(label) == headings::normal(&speaker.label));
        if !is_hinted {
            speaker.role = Role::Participant;
            "gives an answer in the table".clone_into(&mut speaker.role_reason);
        }
    }
    transcript.notices.retain(|notice| notice.kind() != NoticeKind::Roles);
}

/// How many rows are examined to see whether they hold conversations.
const N_PROBED: usize = 20;

/// Tells whether most rows hold the labelled turns of two speakers or more.
fn hold_conversations(groups: &[(String, Vec<Row>)], hints: &Hints<'_>) -> bool {
    let probed: Vec<&Row> = groups.iter().flat_map(|(_, rows)| rows).take(N_PROBED).collect();
    let holds = |row: &&&Row| {
        row.text.contains('\n') && transcript::from_text(row.text.clone(), hints).speakers.len() > 1
    };
    !probed.is_empty() && probed.iter().filter(holds).count() * 2 > probed.len()
}

/// Makes a document of each row, named after the table's other cells.
fn conversations(
    source: &Source<'_>,
    format: DocumentFormat,
    groups: Vec<(String, Vec<Row>)>,
    notices: &[Notice],
    hints: &Hints<'_>,
) -> Vec<Document> {
    let mut documents = Vec::new();
    for (group, rows) in groups {
        let n_rows = rows.len();
        for (i, row) in rows.into_iter().enumerate() {
            let name = match row.speaker {
                Some(who) => format!("{group}, {who}"),
                None if n_rows == 1 => group.clone(),
                None => format!("{group}, conversation {}", i + 1),
            };
            let transcript = transcript::from_text(row.text, hints);
            documents.push(document(source, format, name, transcript, notices));
        }
    }
    documents
}

/// Tells whether the participant column names the interview of a row, because several speakers share one value.
fn holds_interviews(columns: &Columns, rows: &[TableRow]) -> bool {
    let (Some(speaker), Some(participant)) = (columns.speaker, columns.participant) else { return false };
    let mut speakers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in rows {
        if let (Some(participant), Some(speaker)) = (row.cells.get(participant), row.cells.get(speaker)) {
            speakers.entry(participant.trim()).or_default().insert(speaker.trim());
        }
    }
    speakers.values().any(|speakers| speakers.len() > 1)
}

/// What was noticed while reading the rows.
#[derive(Default)]
struct Reading {
    notices: Vec<Notice>,
    n_empty: usize,
    n_no_time: usize,
}

impl Reading {
    fn tell(&mut self, fact: NoticeFact) {
        self.notices.push(Notice::of_run(fact));
    }

    fn count(&mut self) {
        for (n, what) in [(self.n_empty, LeftOut::EmptyRows), (self.n_no_time, LeftOut::UnreadableTimes)] {
            if n > 0 {
                self.tell(NoticeFact::LeftOut { n, what });
            }
        }
    }

    /// Returns the document that a row belongs to, and the row; `None` if it has no words.
    fn row(
        &mut self,
        mut row: TableRow,
        columns: &Columns,
        document: Option<usize>,
        milliseconds: bool,
    ) -> Option<(String, Row)> {
        let text = row.cells.get_mut(columns.text).map(std::mem::take).unwrap_or_default();
        if text.trim().is_empty() {
            self.n_empty += 1;
            return None;
        }
        let cell =
            |column: Option<usize>| column.and_then(|i| row.cells.get(i)).map_or("", |cell| cell.trim());
        let filled = |words: &str| (!words.is_empty()).then(|| words.to_owned());
        let speaker = match (columns.speaker, columns.participant) {
            (Some(_), _) => filled(cell(columns.speaker)),
            // Rows of one interview without names are its turns.
            (None, None) if document.is_some() => None,
            (None, _) => {
                Some(filled(cell(columns.participant)).unwrap_or_else(|| format!("row {}", row.number)))
            }
        };
        let time = cell(columns.time);
        let start_ms = milliseconds_of(time, milliseconds);
        self.n_no_time += usize::from(start_ms.is_none() && !time.is_empty());
        Some((cell(document).to_owned(), Row { speaker, text, start_ms }))
    }
}

/// Reads a time in milliseconds: `2.53` (seconds, or milliseconds if the heading says so), `1:02`, `00:01:02,5`.
fn milliseconds_of(words: &str, milliseconds: bool) -> Option<u64> {
    let words = words.trim_matches(['[', ']', '(', ')']).replace(',', ".");
    let mut seconds = 0.0_f64;
    let parts: Vec<&str> = words.split(':').collect();
    if parts.len() > 3 {
        return None;
    }
    for part in &parts {
        let ok = part.chars().all(|ch| ch.is_ascii_digit() || ch == '.');
        let value: f64 = if ok { part.parse().ok()? } else { return None };
        seconds = seconds * 60.0 + value;
    }
    let ms = if milliseconds && parts.len() == 1 { seconds } else { seconds * 1000.0 };
    // Above a year it is not a time in a recording, but a date or a count.
    (ms < 3.2e10).then(|| ms.round() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_the_usual_writings() {
        assert_eq!(milliseconds_of("2.5334561157322537", false), Some(2533));
        assert_eq!(milliseconds_of("1500", true), Some(1500));
        assert_eq!(milliseconds_of("1:02", true), Some(62_000));
        assert_eq!(milliseconds_of("[00:01:02,5]", false), Some(62_500));
        for nonsense in ["", "soon", "-3", "1:2:3:4", "2024-01-02", "1e3", "99999999999"] {
            assert_eq!(milliseconds_of(nonsense, false), None, "{nonsense}");
        }
    }
}
