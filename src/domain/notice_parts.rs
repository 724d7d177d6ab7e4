//! What the facts of notices are made of: columns, labels, what was left out and why.

use serde::{Deserialize, Serialize};

/// The parts of a file that are not in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LeftOut {
    /// Footnotes and endnotes.
    Notes,
    /// Footnotes and comments: RTF does not distinguish them here.
    NotesOrComments,
    /// Comments.
    Comments,
    /// Deletions that a word processor tracked.
    TrackedDeletions,
    /// Text boxes.
    TextBoxes,
    /// Heading rows of transcripts that are tables.
    TableHeadings,
    /// Bytes after the end of the document.
    BytesAfterEnd,
    /// Headers, footers and page numbers.
    PageFurniture,
    /// Numbers of lines.
    LineNumbers,
    /// Characters that are not upright, as watermarks.
    SlantedCharacters,
    /// Lines that are repeated in rolling captions.
    RepeatedCaptions,
    /// Words that are repeated in rolling captions.
    RepeatedCaptionWords,
    /// Numbers of cues that have no times.
    CueNumbers,
    /// Lines of a subtitle file before its first cue.
    LinesBeforeCues,
    /// Rows above the headings of a table.
    RowsAboveHeadings,
    /// Heading rows below the first, which survey tools write.
    FurtherHeadings,
    /// Heading rows that are written again inside a table.
    RepeatedHeadings,
    /// Text that is marked as hidden.
    HiddenText,
    /// Files that are embedded in a document, with text of their own.
    EmbeddedFiles,
    /// Rows without words.
    EmptyRows,
    /// Blank rows of a table of codes.
    BlankRows,
    /// Times that could not be read.
    UnreadableTimes,
    /// What a program for chats tells, and messages of which it kept no words.
    ChatMessages,
}

/// What begins several paragraphs of a text in which no labels were found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RecurringOpening {
    /// The opening as it stands there: `[id1]`.
    pub opening: String,
    /// How many paragraphs begin with it.
    pub n: usize,
}

/// Why a file was not taken as a transcript.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum AsideReason {
    /// It cannot be opened.
    CannotOpen {
        /// What the system says.
        cause: String,
    },
    /// It is a link to a folder.
    LinkedFolder,
    /// It is neither a file nor a folder.
    NoFile,
    /// Its ending is not known.
    UnknownEnding {
        /// The ending, without the dot; empty where there is none.
        ending: String,
    },
    /// It is a second table of participants in one folder.
    SecondParticipantTable,
    /// Several folders hold a table of participants, and none was chosen.
    SeveralParticipantTables,
    /// It describes the folder, as a README does.
    AboutFolder,
    /// It is a table of codings.
    Codings,
    /// It is a codebook.
    Codebook,
    /// It holds the recording that a file of another format holds too.
    SameRecording {
        /// The file that is read.
        document: String,
    },
    /// It was taken out of the study.
    TakenOut,
}

/// A column of a table and what it was read as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TakenColumn {
    /// What it was read as: `text`, `speaker`, `participant`, `document`, `time` or `question`; or that each cell is a turn of the speaker, or
    /// an answer of the participant, who heads the column.
    pub field: String,
    /// Its heading.
    pub heading: String,
}

impl TakenColumn {
    /// The field of a column that holds what one speaker says.
    pub const TURNS: &'static str = "turns of one speaker";
    /// The field of a column that holds the answers of one participant.
    pub const ANSWERS: &'static str = "answers of one participant";
}

/// What a column holds in which empty cells mean the same as the cell above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FilledField {
    /// The document.
    Document,
    /// The participant.
    Participant,
    /// The speaker.
    Speaker,
}

/// A label that was taken for another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MendedLabel {
    /// The label as it is written.
    pub label: String,
    /// What it was taken for.
    pub taken_for: String,
}

/// The source of segments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum EvidenceSource {
    /// A participant.
    Participant(String),
    /// A document without named speakers.
    Document(String),
    /// A question that the segments answer.
    Question(String),
}
