//! The facts that notices state, each with its numbers and names.

use serde::{Deserialize, Serialize};

use super::aside::AsideKind;
use super::clustering::Algorithm;
use super::language::Language;
use super::notice_kind::NoticeKind;
use super::remedy::Remedy;

/// What a notice states.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "fact", rename_all = "kebab-case", rename_all_fields = "snake_case")]
pub enum NoticeFact {
    // How files were read.
    /// The encoding was guessed.
    AssumedEncoding {
        /// The encoding's name.
        encoding: String,
    },
    /// Characters were damaged before the file was made.
    GarbledCharacters {
        /// How many.
        n: usize,
        /// The line of the first, from 1.
        first_line: usize,
    },
    /// The document holds no words.
    NoWords,
    /// Something of the file is not in the text.
    LeftOut {
        /// How many.
        n: usize,
        /// Of what.
        what: LeftOut,
    },
    /// Pages hold pictures and no text.
    PagesWithoutText {
        /// Their numbers, from 1.
        pages: Vec<usize>,
    },
    /// Words that were hyphenated at the end of a line were joined.
    HyphensRemoved {
        /// How many.
        n: usize,
    },
    /// A PDF does not say which characters some glyphs are.
    UnnamedCharacters {
        /// How many.
        n: usize,
    },
    /// One sheet of several was read.
    SheetChosen {
        /// The sheet.
        sheet: String,
        /// All sheets.
        sheets: Vec<String>,
    },
    /// Cells without a heading above them were left out.
    CellsWithoutHeading {
        /// How many.
        n: usize,
        /// The sheet.
        sheet: String,
    },
    /// Quotation marks were read as characters, because the cells are not quoted.
    QuotationMarksKept,
    /// How the columns of a table were read.
    ColumnsTaken {
        /// The columns.
        columns: Vec<TakenColumn>,
    },
    /// The rows of one participant were taken as one interview.
    RowsByParticipant,
    /// Each row was taken as one document.
    RowsAreConversations,
    /// A column holds the questions that were asked.
    QuestionColumn {
        /// Its heading.
        heading: String,
    },
    /// Lines before the first label of a speaker belong to no turn.
    LinesBeforeFirstLabel {
        /// How many.
        n: usize,
    },
    /// Lines are in no turn, because they are nobody's words.
    SetAside {
        /// How many.
        n: usize,
        /// What they are.
        what: AsideKind,
    },
    /// A document has words, and none of them is left to cluster.
    NothingToCluster {
        /// How many turns it has.
        n_turns: usize,
        /// How many of them were taken for an interviewer's.
        n_interviewer: usize,
    },
    /// A document holds the same words as another.
    SameWords {
        /// The other document.
        document: String,
    },
    /// Participants of the table who speak in no document.
    NobodySpeaks {
        /// Their names.
        names: Vec<String>,
    },
    /// Blank rows count as units without a code.
    BlankRowsCounted {
        /// How many.
        n: usize,
    },
    /// The table names other coders than the one to whom all codings are given.
    OtherCodersNamed {
        /// The coders in the table.
        named: Vec<String>,
        /// The coder to whom all codings are given.
        coder: String,
    },
    /// Several spellings were taken as one coder.
    SpellingsJoined {
        /// The spellings.
        spellings: Vec<String>,
        /// The coder's name.
        coder: String,
    },

    /// Several spellings were taken as one participant.
    ParticipantSpellingsJoined {
        /// The other spellings.
        spellings: Vec<String>,
        /// The name that is kept.
        participant: String,
    },
    /// Several spellings were taken as one category.
    CategorySpellingsJoined {
        /// The other spellings.
        spellings: Vec<String>,
        /// The label that is kept.
        label: String,
    },

    // What was not read.
    /// A file was not taken as a transcript.
    LeftAside {
        /// Why.
        #[serde(flatten)]
        reason: AsideReason,
    },

    // Who was taken for whom.
    /// No interviewer was found among several speakers.
    NoInterviewer {
        /// The speakers' labels.
        speakers: Vec<String>,
    },
    /// The interviewer was found by the questions, although the turns are not the shorter ones.
    InterviewerInDoubt {
        /// The speaker's label.
        speaker: String,
        /// The mean number of words in the speaker's turns.
        n_words: usize,
        /// The mean number of words in the others' turns.
        n_words_of_others: usize,
    },
    /// A timed transcript names no speakers.
    NoSpeakersNamed,
    /// A text has no speaker labels.
    NoSpeakerLabels,
    /// Labels with one wrong letter were taken for another label.
    LabelsMended {
        /// The labels.
        labels: Vec<MendedLabel>,
    },

    // The model.
    /// A document is in a language that the model was not made for.
    ForeignLanguage {
        /// The document's language.
        language: Language,
        /// The model.
        model: String,
        /// The languages that it was made for.
        made_for: Vec<Language>,
    },
    /// Segments are longer than the model's window.
    LongSegments {
        /// How many.
        n: usize,
        /// The window, in tokens.
        max_tokens: usize,
    },

    // The evidence for the clustering.
    /// There are few segments.
    FewSegments {
        /// How many.
        n: usize,
    },
    /// All segments are one candidate theme, because nothing could be compared.
    OneThemeOnly {
        /// How many segments there are.
        n: usize,
    },
    /// K-means did not converge.
    NotConverged {
        /// After how many iterations it was stopped.
        n_iterations: u64,
    },
    /// Clusters of K-means became empty.
    EmptyClusters {
        /// How many were requested.
        asked: usize,
        /// How many became empty.
        n: usize,
    },
    /// Fewer clusters than requested could be told apart.
    FewerClusters {
        /// How many were requested.
        asked: usize,
        /// How many there are.
        n: usize,
    },
    /// A density-based algorithm found no cluster.
    NoDenseGroup {
        /// The algorithm.
        algorithm: Algorithm,
    },
    /// Segments are noise, and in no candidate theme.
    Noise {
        /// The algorithm.
        algorithm: Algorithm,
        /// How many.
        n: usize,
        /// How many segments there are.
        n_segments: usize,
    },
    /// Segments were noise and were assigned to the nearest candidate.
    NoiseAssigned {
        /// The algorithm.
        algorithm: Algorithm,
        /// How many.
        n: usize,
        /// How many segments there are.
        n_segments: usize,
    },
    /// The candidate themes overlap.
    Overlap {
        /// The mean silhouette.
        mean_silhouette: f64,
    },

    // The evidence for a candidate theme.
    /// A candidate has very few segments.
    FewSegmentsInTheme {
        /// How many.
        n: usize,
    },
    /// All segments of a candidate, or more than half, are from one source.
    OneSource {
        /// The participant or document.
        source: EvidenceSource,
        /// How many segments come from there.
        n: usize,
        /// How many segments the candidate has.
        n_segments: usize,
    },

    /// A notice of an older project file, which kept only the sentence.
    #[serde(skip)]
    Worded {
        /// The kind of fact.
        kind: NoticeKind,
        /// The sentence.
        message: String,
    },
}

// The only number that is not an integer is a mean of finite numbers, and so never NaN.
impl Eq for NoticeFact {}

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
    /// Rows above the headings of a table.
    RowsAboveHeadings,
    /// Rows without words.
    EmptyRows,
    /// Blank rows of a table of codes.
    BlankRows,
    /// Times that could not be read.
    UnreadableTimes,
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
}

/// A column of a table and what it was read as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TakenColumn {
    /// What it was read as: `text`, `speaker`, `participant`, `document` or `time`.
    pub field: String,
    /// Its heading.
    pub heading: String,
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
}

impl NoticeFact {
    /// Returns the kind of the fact.
    #[must_use]
    pub const fn kind(&self) -> NoticeKind {
        match self {
            Self::AssumedEncoding { .. }
            | Self::GarbledCharacters { .. }
            | Self::NoWords
            | Self::LeftOut { .. }
            | Self::PagesWithoutText { .. }
            | Self::HyphensRemoved { .. }
            | Self::UnnamedCharacters { .. }
            | Self::SheetChosen { .. }
            | Self::CellsWithoutHeading { .. }
            | Self::QuotationMarksKept
            | Self::ColumnsTaken { .. }
            | Self::RowsByParticipant
            | Self::RowsAreConversations
            | Self::QuestionColumn { .. }
            | Self::LinesBeforeFirstLabel { .. }
            | Self::SetAside { .. }
            | Self::SameWords { .. }
            | Self::NobodySpeaks { .. }
            | Self::BlankRowsCounted { .. }
            | Self::OtherCodersNamed { .. }
            | Self::SpellingsJoined { .. }
            | Self::ParticipantSpellingsJoined { .. }
            | Self::CategorySpellingsJoined { .. } => NoticeKind::Reading,
            Self::LeftAside { .. } => NoticeKind::LeftAside,
            Self::NoInterviewer { .. }
            | Self::InterviewerInDoubt { .. }
            | Self::NothingToCluster { .. }
            | Self::NoSpeakersNamed
            | Self::NoSpeakerLabels
            | Self::LabelsMended { .. } => NoticeKind::Roles,
            Self::ForeignLanguage { .. } => NoticeKind::Language,
            Self::LongSegments { .. } => NoticeKind::Window,
            Self::FewSegments { .. }
            | Self::OneThemeOnly { .. }
            | Self::NotConverged { .. }
            | Self::EmptyClusters { .. }
            | Self::FewerClusters { .. }
            | Self::NoDenseGroup { .. }
            | Self::Noise { .. }
            | Self::NoiseAssigned { .. }
            | Self::Overlap { .. }
            | Self::FewSegmentsInTheme { .. }
            | Self::OneSource { .. } => NoticeKind::Evidence,
            Self::Worded { kind, .. } => *kind,
        }
    }

    /// Returns what a user can do about it.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::AssumedEncoding { .. } => vec![Remedy::give("encoding")],
            Self::LeftAside { reason: AsideReason::SeveralParticipantTables } => {
                vec![Remedy::give("participants")]
            }
            Self::NoInterviewer { .. } => vec![Remedy::give("speakers")],
            Self::InterviewerInDoubt { speaker, .. } => {
                vec![Remedy::give_value("speakers", format!("{speaker}=participant"))]
            }
            Self::NothingToCluster { n_interviewer, .. } if *n_interviewer > 0 => {
                vec![Remedy::give("speakers")]
            }
            Self::ForeignLanguage { .. } => vec![Remedy::give("model"), Remedy::give("language")],
            Self::NoDenseGroup { algorithm } => {
                let is_used = |name: &&str| algorithm.takes(name);
                let parameters = ["tolerance", "min_cluster_size", "min_points"].into_iter().filter(is_used);
                let mut remedies: Vec<Remedy> = parameters.map(Remedy::give).collect();
                remedies.push(Remedy::give_value("algorithm", Algorithm::Auto.to_string()));
                remedies
            }
            _ => Vec::new(),
        }
    }
}
