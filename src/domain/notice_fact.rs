//! The facts that notices state, each with its numbers and names.

use serde::{Deserialize, Serialize};

use super::aside::AsideKind;
use super::clustering::Algorithm;
use super::language::Language;
use super::notice_kind::NoticeKind;
use super::notice_parts::{
    AsideReason, EvidenceSource, FilledField, LeftOut, MendedLabel, RecurringOpening, TakenColumn,
};
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
    /// Lines that may be questions or headings of the guide are somebody's words.
    GuideLinesKept {
        /// How many.
        n: usize,
        /// The line of the first in the document's text, from 1.
        first_line: usize,
        /// The words of the first.
        words: String,
    },
    /// References to characters, as HTML writes them, were read as the characters.
    ReferencesDecoded {
        /// How many.
        n: usize,
        /// The first, such as `&amp;`.
        first: String,
    },
    /// References to characters, as HTML writes them, were left as they are.
    ReferencesKept {
        /// How many.
        n: usize,
        /// The first, such as `&amp;`.
        first: String,
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
    /// A sheet cannot be read, and the others were.
    SheetUnreadable {
        /// The sheet.
        sheet: String,
        /// What is wrong with it.
        cause: String,
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
    /// A text holds a table, and was read as one.
    TableInText,
    /// How the columns of a table were read.
    ColumnsTaken {
        /// The columns.
        columns: Vec<TakenColumn>,
    },
    /// The rows of one participant were taken as one interview.
    RowsByParticipant,
    /// Each row was taken as one document.
    RowsAreConversations,
    /// No heading names the text: its cells decided.
    TextByContent {
        /// The headings of the columns that were taken.
        columns: Vec<String>,
    },
    /// Columns of a table were not read.
    ColumnsNotRead {
        /// Their headings.
        columns: Vec<String>,
        /// Those of them that seem to hold words of people.
        with_text: Vec<String>,
    },
    /// Cells that are empty were taken to mean the same as the cell above.
    FilledDown {
        /// What the column holds.
        field: FilledField,
        /// How many rows.
        n: usize,
    },
    /// Rows of a table with a column of participants name none.
    RowsWithoutParticipant {
        /// How many.
        n: usize,
    },
    /// Times that are whole numbers were read as milliseconds.
    TimesInMilliseconds {
        /// The heading of their column.
        heading: String,
    },
    /// Tables inside a document were not understood as transcripts.
    TablesReadByCell {
        /// How many.
        n: usize,
    },
    /// Lines after the beginning of a transcript that is a table belong to no turn.
    LinesOutsideTable {
        /// How many.
        n: usize,
    },
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
    /// Lines after a blank line were taken as part of the cue before.
    CuesContinued {
        /// How many lines.
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
    /// Values of coders look like missing values, but count as categories.
    ValuesLookMissing {
        /// The values, as they are written.
        values: Vec<String>,
        /// How many cells hold one.
        n: usize,
    },
    /// A row of a coders' table looks like a total, but counts as a unit.
    RowLooksLikeTotal {
        /// Its line, or its row in a sheet, from 1.
        row: u64,
        /// The cell that says so.
        label: String,
    },
    /// Numbers with a decimal comma were read.
    DecimalCommas {
        /// How many.
        n: usize,
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
    /// Who asks most was taken for the interviewer, though somebody else is named by a profession that asks.
    InterviewerBesideProfession {
        /// Who asks most.
        speaker: String,
        /// Who has the profession: a doctor, a therapist.
        professional: String,
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
    /// Passages without a speaker, among others with one, were given to the speaker before.
    SpeakerGoesOn {
        /// How many.
        n: usize,
    },
    /// Passages without a speaker, among others with one, are nobody's.
    PassagesWithoutSpeaker {
        /// How many.
        n: usize,
    },
    /// The words begin with another name than their voice tag gives, and that name was taken.
    VoicesRenamed {
        /// The name of the tag, and the one that was taken.
        labels: Vec<MendedLabel>,
    },
    /// A text has no speaker labels.
    NoSpeakerLabels {
        /// What begins several paragraphs, and may be meant as a label.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        openings: Vec<RecurringOpening>,
    },
    /// One side of a conversation is labelled, and the rest was taken for the other side's.
    OneSideLabelled {
        /// The label.
        label: String,
        /// Whether those without a label ask, so that they are the interviewer; otherwise they answer.
        others_ask: bool,
        /// How many paragraphs have no label.
        n: usize,
    },
    /// Nobody is labelled; who writes in bold or italics asks, and who writes plainly answers.
    QuestionsEmphasised {
        /// Whether the questions are bold; otherwise they are in italics.
        is_bold: bool,
        /// How many turns.
        n: usize,
    },
    /// Turns begin with a sign and name nobody; every other turn was taken for the same voice.
    VoicesAlternate {
        /// How many turns.
        n: usize,
    },
    /// Paragraphs between two turns of one speaker have no label, and were taken for the other's.
    LabelForgotten {
        /// The label of whom they were given to.
        label: String,
        /// How many.
        n: usize,
    },
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
    /// A limit decided how many candidate codes there are.
    CodesAtLimit {
        /// How many.
        n: usize,
        /// How many segments there are.
        n_segments: usize,
        /// The number that would be taken without the limit, where it is known.
        without_limit: Option<usize>,
    },
    /// A limit decided how many candidate themes there are.
    ThemesAtLimit {
        /// How many.
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

    /// Most segments of a candidate hold the same pronoun, which is much rarer elsewhere.
    OnePronoun {
        /// The pronoun, in the nominative.
        pronoun: String,
        /// How many segments hold it.
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

impl NoticeFact {
    /// Returns the kind of the fact.
    #[must_use]
    pub const fn kind(&self) -> NoticeKind {
        match self {
            Self::AssumedEncoding { .. }
            | Self::GarbledCharacters { .. }
            | Self::GuideLinesKept { .. }
            | Self::ReferencesDecoded { .. }
            | Self::ReferencesKept { .. }
            | Self::NoWords
            | Self::LeftOut { .. }
            | Self::PagesWithoutText { .. }
            | Self::HyphensRemoved { .. }
            | Self::UnnamedCharacters { .. }
            | Self::SheetChosen { .. }
            | Self::SheetUnreadable { .. }
            | Self::CellsWithoutHeading { .. }
            | Self::QuotationMarksKept
            | Self::TableInText
            | Self::ColumnsTaken { .. }
            | Self::RowsByParticipant
            | Self::RowsAreConversations
            | Self::TextByContent { .. }
            | Self::ColumnsNotRead { .. }
            | Self::FilledDown { .. }
            | Self::RowsWithoutParticipant { .. }
            | Self::TimesInMilliseconds { .. }
            | Self::TablesReadByCell { .. }
            | Self::LinesOutsideTable { .. }
            | Self::QuestionColumn { .. }
            | Self::LinesBeforeFirstLabel { .. }
            | Self::CuesContinued { .. }
            | Self::SetAside { .. }
            | Self::SameWords { .. }
            | Self::NobodySpeaks { .. }
            | Self::BlankRowsCounted { .. }
            | Self::OtherCodersNamed { .. }
            | Self::SpellingsJoined { .. }
            | Self::ParticipantSpellingsJoined { .. }
            | Self::CategorySpellingsJoined { .. }
            | Self::ValuesLookMissing { .. }
            | Self::RowLooksLikeTotal { .. }
            | Self::DecimalCommas { .. } => NoticeKind::Reading,
            Self::LeftAside { .. } => NoticeKind::LeftAside,
            Self::NoInterviewer { .. }
            | Self::InterviewerInDoubt { .. }
            | Self::InterviewerBesideProfession { .. }
            | Self::NothingToCluster { .. }
            | Self::NoSpeakersNamed
            | Self::SpeakerGoesOn { .. }
            | Self::PassagesWithoutSpeaker { .. }
            | Self::VoicesRenamed { .. }
            | Self::NoSpeakerLabels { .. }
            | Self::OneSideLabelled { .. }
            | Self::QuestionsEmphasised { .. }
            | Self::VoicesAlternate { .. }
            | Self::LabelForgotten { .. }
            | Self::LabelsMended { .. } => NoticeKind::Roles,
            Self::ForeignLanguage { .. } => NoticeKind::Language,
            Self::LongSegments { .. } => NoticeKind::Window,
            Self::FewSegments { .. }
            | Self::OneThemeOnly { .. }
            | Self::NotConverged { .. }
            | Self::EmptyClusters { .. }
            | Self::FewerClusters { .. }
            | Self::CodesAtLimit { .. }
            | Self::ThemesAtLimit { .. }
            | Self::NoDenseGroup { .. }
            | Self::Noise { .. }
            | Self::NoiseAssigned { .. }
            | Self::Overlap { .. }
            | Self::FewSegmentsInTheme { .. }
            | Self::OneSource { .. }
            | Self::OnePronoun { .. } => NoticeKind::Evidence,
            Self::Worded { kind, .. } => *kind,
        }
    }

    /// Returns what a user can do about it.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::AssumedEncoding { .. } => vec![Remedy::give("encoding")],
            Self::ValuesLookMissing { values, .. } => vec![Remedy::give_value("missing", values.join(","))],
            Self::LeftAside { reason: AsideReason::SeveralParticipantTables } => {
                vec![Remedy::give("participants")]
            }
            Self::NoInterviewer { .. }
            | Self::OneSideLabelled { .. }
            | Self::QuestionsEmphasised { .. }
            | Self::VoicesAlternate { .. } => vec![Remedy::give("speakers")],
            Self::InterviewerInDoubt { speaker, .. } | Self::InterviewerBesideProfession { speaker, .. } => {
                vec![Remedy::give_value("speakers", format!("{speaker}=participant"))]
            }
            Self::NothingToCluster { n_interviewer, .. } if *n_interviewer > 0 => {
                vec![Remedy::give("speakers")]
            }
            Self::TextByContent { .. } => vec![Remedy::give("text_column")],
            Self::ColumnsNotRead { with_text, .. } if !with_text.is_empty() => {
                vec![Remedy::give("text_column")]
            }
            Self::CodesAtLimit { .. } => vec![Remedy::give("n_clusters")],
            Self::ThemesAtLimit { .. } => vec![Remedy::give("n_groups")],
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
