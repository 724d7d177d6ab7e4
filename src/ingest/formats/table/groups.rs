//! Makes a document of the rows that belong together.

use std::collections::BTreeSet;

use super::headings;
use super::look::without_label;
use crate::domain::{Document, DocumentFormat, Notice, NoticeKind, Role};
use crate::ingest::document::finish;
use crate::ingest::source::Source;
use crate::ingest::transcript::cues::{Cue, Voice, from_cues};
use crate::ingest::transcript::{self, Hints, Row, Transcript, role_named};

/// A row with words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// The document that it belongs to; empty for the table itself.
    pub(super) document: String,
    /// The participant; empty if none is known.
    pub(super) participant: String,
    /// The speaker; empty if none is known.
    pub(super) speaker: String,
    /// Where it is in the file.
    pub(super) number: u64,
    /// What was asked, if the table has a column for it.
    pub(super) question: String,
    pub(super) start_ms: Option<u64>,
    pub(super) end_ms: Option<u64>,
    /// The words of each column of text that has some, with the heading of the column.
    pub(super) answers: Vec<(String, String)>,
}

impl Line {
    fn words(&self) -> &str {
        self.answers.first().map_or("", |(_, words)| words.as_str())
    }

    fn into_words(self) -> String {
        self.answers.into_iter().next().map(|(_, words)| words).unwrap_or_default()
    }
}

/// The rows of one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Group {
    /// The document's name.
    pub(super) name: String,
    /// The rows, in order.
    pub(super) lines: Vec<Line>,
}

/// How the rows of a table are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Each row is a turn or an answer.
    Rows,
    /// Each row is a piece of speech with its time, as a recogniser writes it.
    Timed,
    /// Each row is a question of an interview and its answer.
    QuestionAndAnswer,
    /// Each row holds a participant's answers to several questions.
    SeveralQuestions,
    /// Each row is a paragraph of a transcript, with the label in the words.
    Labelled,
    /// Each row is a whole conversation.
    Conversations,
}

/// How many rows are examined to see whether they hold conversations or labels.
const N_PROBED: usize = 20;

/// Returns how rows without a column of speakers are read, after a look at their words.
pub(super) fn settled(mode: Mode, has_participants: bool, groups: &[Group], hints: &Hints<'_>) -> Mode {
    if mode != Mode::Rows {
        return mode;
    }
    let probed: Vec<&Line> = groups.iter().flat_map(|group| &group.lines).take(N_PROBED).collect();
    let talks = |line: &&&Line| {
        line.words().contains('\n')
            && transcript::from_text(line.words().to_owned(), hints).speakers.len() > 1
    };
    if !probed.is_empty() && probed.iter().filter(talks).count() * 2 > probed.len() {
        return Mode::Conversations;
    }
    if has_participants {
        return mode;
    }
    let words: Vec<&str> = probed.iter().map(|line| line.words()).collect();
    let probe = transcript::from_text(words.join("\n"), hints);
    // Answers may begin with "Positive:", but not with the interviewer.
    let asks = probe.speakers.iter().any(|speaker| speaker.role == Role::Interviewer);
    let is_labelled = asks && probe.speakers.len() > 1 && probe.turns.len() * 3 >= probed.len() * 2;
    if is_labelled { Mode::Labelled } else { mode }
}

/// How the documents of a table are made.
#[derive(Clone, Debug)]
pub(super) struct Manner {
    pub(super) mode: Mode,
    /// Whether a column names the speakers.
    pub(super) has_speakers: bool,
    /// Whether the user named the column of participants, who are interviewed by others.
    pub(super) names_participants: bool,
    /// Whether the user named the column of participants, who speak for themselves.
    pub(super) knows_participants: bool,
    /// Who asks and who answers.
    pub(super) labels: [String; 2],
}

impl Manner {
    /// Returns the documents of a group: one, or one for each conversation.
    pub(super) fn documents(
        &self,
        source: &Source<'_>,
        format: DocumentFormat,
        group: Group,
        notices: &[Notice],
        hints: &Hints<'_>,
    ) -> Vec<Document> {
        if self.mode == Mode::Conversations {
            return conversations(source, format, group, notices, hints);
        }
        let Group { name, lines } = group;
        let participant = self.names_participants.then(|| only_participant(&lines)).flatten();
        let known: BTreeSet<String> = match self.knows_participants {
            true => lines.iter().map(|line| line.participant.clone()).collect(),
            false => BTreeSet::new(),
        };
        let has_questions = self.mode == Mode::SeveralQuestions || self.has_questions(&lines);
        let mut transcript = match self.mode {
            Mode::Timed => from_cues(lines.into_iter().map(cue).collect(), hints),
            Mode::Labelled => {
                let words: Vec<String> = lines.into_iter().map(Line::into_words).collect();
                transcript::from_text(words.join("\n"), hints)
            }
            Mode::QuestionAndAnswer => transcript::from_rows(self.asked_and_answered(lines), hints),
            Mode::SeveralQuestions => transcript::from_rows(self.answered(lines), hints),
            Mode::Rows if has_questions => transcript::from_rows(self.beside_questions(lines), hints),
            Mode::Rows | Mode::Conversations => {
                transcript::from_rows(lines.into_iter().map(row).collect(), hints)
            }
        };
        if !self.has_speakers && matches!(self.mode, Mode::Rows | Mode::SeveralQuestions) {
            self.all_answer(&mut transcript, has_questions, hints);
        }
        // An id in a column that the user named is the same person in all tables; a word such as `patient` is not.
        for speaker in &mut transcript.speakers {
            if known.contains(&speaker.label) && speaker.label.contains(char::is_numeric) {
                speaker.generic = false;
            }
        }
        if let Some(participant) = participant {
            call(&mut transcript, participant);
        }
        vec![document(source, format, name, transcript, notices)]
    }

    fn asked_and_answered(&self, lines: Vec<Line>) -> Vec<Row> {
        let [asks, answers] = &self.labels;
        let mut rows = Vec::with_capacity(lines.len() * 2);
        for line in lines {
            let start_ms = line.start_ms;
            if !line.question.is_empty() {
                rows.push(Row { speaker: Some(asks.clone()), text: line.question.clone(), start_ms });
            }
            rows.push(Row { speaker: Some(answers.clone()), text: line.into_words(), start_ms: None });
        }
        rows
    }

    /// Tells whether rows have a question that none of the speakers asks.
    fn has_questions(&self, lines: &[Line]) -> bool {
        let asks = |line: &Line| role_named(&line.speaker) == Some(Role::Interviewer);
        // A number of a question says nothing about the answer.
        lines.iter().any(|line| line.question.contains(char::is_alphabetic)) && !lines.iter().any(asks)
    }

    /// Returns the rows, each below its question, unless the row above has the same speaker and question.
    fn beside_questions(&self, lines: Vec<Line>) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::with_capacity(lines.len() * 2);
        let mut above = (String::new(), String::new());
        for line in lines {
            let this = (line.question.clone(), line.speaker.clone());
            if !this.0.is_empty() && this != above {
                rows.push(Row {
                    speaker: Some(self.labels[0].clone()),
                    text: this.0.clone(),
                    start_ms: None,
                });
            }
            above = this;
            rows.push(row(line));
        }
        rows
    }

    /// Returns a row for each answer, after a row for its question.
    fn answered(&self, lines: Vec<Line>) -> Vec<Row> {
        let mut rows = Vec::with_capacity(lines.len() * 4);
        for line in lines {
            let speaker = filled(line.speaker);
            for (question, text) in line.answers {
                rows.push(Row { speaker: Some(self.labels[0].clone()), text: question, start_ms: None });
                rows.push(Row { speaker: speaker.clone(), text, start_ms: line.start_ms });
            }
        }
        rows
    }

    /// Makes everybody a participant: rows without speakers are answers, so nobody asks but the headings, and no notice about
    /// roles is needed.
    fn all_answer(&self, transcript: &mut Transcript, has_questions: bool, hints: &Hints<'_>) {
        let same = |a: &str, b: &str| headings::normal(a) == headings::normal(b);
        for speaker in &mut transcript.speakers {
            if hints.roles.keys().any(|label| same(label, &speaker.label)) {
                continue;
            }
            let asks = has_questions && same(&speaker.label, &self.labels[0]);
            let (role, reason) = match asks {
                true if self.mode == Mode::SeveralQuestions => {
                    (Role::Interviewer, "the headings of the table's columns")
                }
                true => (Role::Interviewer, "the table's column of questions"),
                false => (Role::Participant, "gives an answer in the table"),
            };
            speaker.role = role;
            reason.clone_into(&mut speaker.role_reason);
        }
        transcript.notices.retain(|notice| notice.kind() != NoticeKind::Roles);
    }
}

fn filled(words: String) -> Option<String> {
    (!words.is_empty()).then_some(words)
}

fn row(line: Line) -> Row {
    let start_ms = line.start_ms;
    let speaker = line.speaker.clone();
    let text = without_label(line.into_words(), &speaker);
    Row { speaker: filled(speaker), text, start_ms }
}

fn cue(line: Line) -> Cue {
    let (start_ms, end_ms) = (line.start_ms, line.end_ms);
    let name = filled(line.speaker.clone());
    Cue { start_ms, end_ms, voices: vec![Voice { name, words: line.into_words(), ..Voice::default() }] }
}

/// Returns the participant of all rows; `None` if there are several.
fn only_participant(lines: &[Line]) -> Option<String> {
    let first = lines.iter().map(|line| &line.participant).find(|participant| !participant.is_empty())?;
    let others = |line: &Line| !line.participant.is_empty() && line.participant != *first;
    (!lines.iter().any(others)).then(|| first.clone())
}

/// Calls the only speaker who answers by the participant's name.
fn call(transcript: &mut Transcript, participant: String) {
    let mut answering = transcript.speakers.iter_mut().filter(|speaker| speaker.role == Role::Participant);
    if let (Some(speaker), None) = (answering.next(), answering.next()) {
        speaker.label = participant;
        speaker.generic = false;
    }
}

/// Makes a document of each row, named after the table's other cells.
fn conversations(
    source: &Source<'_>,
    format: DocumentFormat,
    group: Group,
    notices: &[Notice],
    hints: &Hints<'_>,
) -> Vec<Document> {
    let n_rows = group.lines.len();
    let mut documents = Vec::with_capacity(n_rows);
    for (i, line) in group.lines.into_iter().enumerate() {
        let name = match line.speaker.as_str() {
            "" if n_rows == 1 => group.name.clone(),
            "" => format!("{}, conversation {}", group.name, i + 1),
            who => format!("{}, {who}", group.name),
        };
        let transcript = transcript::from_text(line.into_words(), hints);
        documents.push(document(source, format, name, transcript, notices));
    }
    documents
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
