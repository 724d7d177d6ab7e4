//! The facts behind errors: what can be wrong with the input of an action.

use super::looks_missing;
use super::match_problem::MatchProblem;
use crate::domain::{Action, AsideKind, ComparisonUnit, Remedy};

/// Why no segment is left to cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NothingLeft {
    /// The files hold no words.
    #[error("the files hold no words. Check that they are the right ones")]
    NoWords,
    /// All turns were taken for the interviewer's.
    #[error(
        "all {n_turns} turns were taken for the interviewer's, which are context. Say who answers, or cluster what \
         interviewers say too"
    )]
    InterviewersOnly {
        /// How many turns.
        n_turns: usize,
    },
    /// The turns that are not the interviewer's are back-channels.
    #[error(
        "{n_interviewer} turns are the interviewer's, and {n_back_channel} only show that somebody listens. Check who is \
         taken for whom"
    )]
    Listening {
        /// How many turns of interviewers.
        n_interviewer: usize,
        /// How many back-channel turns (“mhm”).
        n_back_channel: usize,
    },
    /// All answers say nothing.
    #[error(
        "{n_non_answers} turns are answers that say nothing, such as “don't know” or “n/a”, and {n_others} others are the \
         interviewer's or only show that somebody listens. Check that the column or file with the answers was read, or cluster \
         such answers too"
    )]
    NonAnswers {
        /// How many answers say nothing.
        n_non_answers: usize,
        /// How many other turns were set aside.
        n_others: usize,
    },
}

impl NothingLeft {
    /// Returns what the user can do.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::NoWords => Vec::new(),
            Self::InterviewersOnly { .. } => {
                vec![Remedy::give("speakers"), Remedy::give("include_interviewer")]
            }
            Self::Listening { .. } => vec![Remedy::give("speakers")],
            Self::NonAnswers { .. } => {
                vec![
                    Remedy::give("text_column"),
                    Remedy::give_value("keep", AsideKind::NonAnswer.to_string()),
                ]
            }
        }
    }
}

/// Why it cannot be told whose codings a table holds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NobodyNamed {
    /// The table has no column of coders.
    #[error("the table does not say who coded. Name the coder, or the column that names the coders")]
    NoColumn,
    /// Some rows name no coder.
    #[error(
        "`{column}` names no coder in row {}{}. Fill it in{}",
        rows.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        match n_more { 0 => String::new(), n => format!(" and {n} more") },
        if *.several_coders { "" } else { ", or name the coder of all rows" }
    )]
    Rows {
        /// The column of coders.
        column: String,
        /// The first rows without a name.
        rows: Vec<u64>,
        /// How many other rows lack a name.
        n_more: usize,
        /// Whether other rows name several coders.
        several_coders: bool,
    },
}

impl NobodyNamed {
    /// Returns what the user can do, other than correcting the table.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::NoColumn => vec![Remedy::give("coder"), Remedy::give("coder_column")],
            Self::Rows { several_coders: false, .. } => vec![Remedy::give("coder")],
            Self::Rows { .. } => Vec::new(),
        }
    }
}

/// What is wrong with the order of the interviews.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OrderProblem {
    /// A name occurs twice.
    #[error("the order names `{0}` twice")]
    Twice(String),
    /// A name that no interview has.
    #[error("the order names `{0}`, which is neither an interview nor a document")]
    Unknown(String),
    /// An interview is not named.
    #[error("the order does not name `{0}`")]
    Missing(String),
}

/// Why codings cannot be compared as asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Incomparable {
    /// The unit does not fit candidate themes, which consist of segments.
    #[error(
        "candidate themes consist of segments, and cannot be compared by {}. Compare by segment, or compare coders only",
        .0.name()
    )]
    ThemesByOther(ComparisonUnit),
    /// The unit does not fit turns of interviewers, which are in no segment.
    #[error(
        "segments cannot take in what interviewers say, since the run left it out. Compare by turn, sentence or character \
         instead"
    )]
    InterviewersInSegments,
    /// A single run was named.
    #[error("one run cannot be compared with itself. Choose two or more")]
    OneRun,
    /// There is only one coder.
    #[error("there is one coder only. Choose another coder too, or compare with the candidates")]
    OneCoder,
    /// A coder has no codings.
    #[error("{0} has coded nothing. Code segments, accept a candidate, or import codings")]
    HasCodedNothing(String),
    /// No coder has codings.
    #[error("nobody has coded anything. Code segments, accept a candidate, or import codings")]
    NothingCoded,
    /// Codes cannot be matched as asked.
    #[error(transparent)]
    Matches(Box<MatchProblem>),
    /// No side has this code.
    #[error("no side codes anything with `{label}`; the codes are {}", known.join(", "))]
    NoSuchCode {
        /// The label asked for.
        label: String,
        /// The labels there are.
        known: Vec<String>,
    },
}

impl Incomparable {
    /// Returns what the user can do.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::ThemesByOther(_) => vec![Remedy::give_value("unit", ComparisonUnit::Segment.name())],
            Self::InterviewersInSegments => {
                vec![Remedy::give("unit"), Remedy::leave_out("include_interviewer")]
            }
            Self::OneRun => vec![Remedy::give("runs")],
            Self::OneCoder => vec![Remedy::give("coders"), Remedy::give("beside_run")],
            Self::HasCodedNothing(_) | Self::NothingCoded => vec![
                Remedy::take(Action::ApplyCode),
                Remedy::take(Action::AcceptCandidate),
                Remedy::take(Action::Import),
            ],
            Self::Matches(problem) => problem.remedies(),
            Self::NoSuchCode { .. } => vec![Remedy::give("code")],
        }
    }
}

/// What is wrong with a table of human labels or of coders' values.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LabelsProblem {
    /// Fewer than two labels.
    #[error(
        "column `{column}` holds {} for {n_texts} texts; at least two labels are needed to measure a grouping",
        if *.n_labels == 1 { "one label" } else { "no label" }
    )]
    FewLabels {
        /// The column of labels.
        column: String,
        /// How many different labels there are.
        n_labels: usize,
        /// How many texts there are.
        n_texts: usize,
    },
    /// A column that does not exist, or exists more than once.
    #[error(
        "{} `{wanted}`; its columns are {}",
        if *.several { "several columns are called" } else { "no column is called" },
        columns.iter().map(|column| format!("`{}`", column.trim())).collect::<Vec<_>>().join(", ")
    )]
    NoSuchColumn {
        /// The parameter that names it.
        parameter: &'static str,
        /// The name.
        wanted: String,
        /// Whether there are several of this name; otherwise there is none.
        several: bool,
        /// The headings of the table.
        columns: Vec<String>,
    },
    /// A table with another layout: its coders are in rows.
    #[error(
        "no column is called {}, but the rows of column `{column}` are {}: {}. The table needs one row for each unit and one column \
         for each coder; {} in a spreadsheet first",
        wanted.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or "),
        coders.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
        if *.is_long { "each row holds one value of one coder" } else { "each row holds all values of one coder" },
        if *.is_long { "make a pivot table" } else { "swap rows and columns" }
    )]
    CodersInRows {
        /// The columns that were asked for.
        wanted: Vec<String>,
        /// The column that names the coders.
        column: String,
        /// The first coders that it names.
        coders: Vec<String>,
        /// Whether a coder has several rows; otherwise each has one.
        is_long: bool,
    },
    /// A column that holds no text.
    #[error(
        "column `{column}` holds {other_type}, not text. Write it again as text, or write the table as .csv"
    )]
    NotText {
        /// The column.
        column: String,
        /// What it holds.
        other_type: String,
    },
    /// A table without rows.
    #[error("the table has no rows; each row is a unit")]
    NoRows,
    /// A row without unit or group.
    #[error("column `{column}` is empty. Fill it in, or leave the row out")]
    EmptyName {
        /// The column.
        column: String,
    },
    /// A unit with two rows.
    #[error(
        "unit `{unit}` has two rows (see also {first}). Each row is one unit, with a column for each coder"
    )]
    UnitTwice {
        /// The unit.
        unit: String,
        /// Where its first row is.
        first: String,
    },
    /// A cell that cannot be read as a value.
    #[error("column `{column}`: {problem}")]
    Cell {
        /// The column.
        column: String,
        /// What is wrong.
        problem: CellProblem,
    },
    /// Values that cannot be measured together.
    #[error(transparent)]
    Ratings(#[from] crate::compare::coefficients::RatingsError),
}

impl LabelsProblem {
    /// Returns what the user can do, other than correcting the table.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::NoSuchColumn { parameter, .. } => vec![Remedy::give(parameter)],
            Self::Cell { problem, .. } => problem.remedies(),
            _ => Vec::new(),
        }
    }
}

/// What is wrong with a cell that should hold a coder's value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CellProblem {
    /// A value that is not one of the given categories.
    #[error("`{value}` is not among the categories {}. Add it to them, or correct the cell", order.join(","))]
    NoCategory {
        /// The value.
        value: String,
        /// The given categories.
        order: Vec<String>,
    },
    /// A number below 0 at the ratio level.
    #[error("`{value}` is below 0, but the ratio level begins at 0. Measure at the interval level instead")]
    BelowZero {
        /// The value.
        value: String,
    },
    /// A value that is not a number, at a level that needs numbers.
    #[error(
        "`{value}` is not a number, which the {level} level needs. Write 1.5, or name the text that means no value"
    )]
    NotANumber {
        /// The value.
        value: String,
        /// The level of measurement.
        level: &'static str,
    },
}

impl CellProblem {
    /// Returns what the user can do, other than correcting the cell.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::NoCategory { value, .. } => {
                let missing = looks_missing::is_word(value).then(|| Remedy::give_value("missing", value));
                missing.into_iter().chain([Remedy::give("order")]).collect()
            }
            Self::BelowZero { .. } => vec![Remedy::give_value("level", "interval")],
            Self::NotANumber { value, .. } => vec![match looks_missing::is_word(value) {
                true => Remedy::give_value("missing", value),
                false => Remedy::give("missing"),
            }],
        }
    }
}
