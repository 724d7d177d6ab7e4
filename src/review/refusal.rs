//! Why a decision cannot be made as it stands, and what can be done instead.

use crate::domain::{CodeLevel, CoderId, ProposalId, RunId, SegmentId, Verdict};

/// Why a decision was refused; nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nobody of this id codes in the project.
    #[error("there is no coder `{coder}` in this project; {}", coders(.known))]
    NoSuchCoder {
        /// Who was named.
        coder: String,
        /// Who there is.
        known: Vec<String>,
    },
    /// The coder is known already.
    #[error("there is a coder `{0}` already; nothing needs to be done")]
    CoderKnown(CoderId),
    /// A name without a letter.
    #[error("a coder needs a name; say who decides with --coder NAME")]
    NoName,
    /// It is not said who decides.
    #[error("nobody is named who decides; name a coder")]
    NobodyNamed,
    /// The run has no such candidate theme for this coder.
    #[error("there is no candidate theme {theme} in run {run}; `themata show` lists them")]
    NoSuchTheme {
        /// The theme asked for.
        theme: ProposalId,
        /// The run under review.
        run: RunId,
    },
    /// The run has no such segment.
    #[error("there is no segment {segment} in run {run}; its segments are 1 to {n_segments}")]
    NoSuchSegment {
        /// The segment asked for.
        segment: SegmentId,
        /// The run under review.
        run: RunId,
        /// How many there are.
        n_segments: usize,
    },
    /// A memo names another run than the one under review.
    #[error("run {asked} is not under review, run {run} is; name it with --run {asked}")]
    OtherRun {
        /// The run asked for.
        asked: RunId,
        /// The run under review.
        run: RunId,
    },
    /// The theme's verdict does not allow it.
    #[error("candidate theme {theme} is {verdict}; {remedy}")]
    Settled {
        /// The theme.
        theme: ProposalId,
        /// Its verdict.
        verdict: Verdict,
        /// What to do instead.
        remedy: String,
    },
    /// The theme has no segment.
    #[error("candidate theme {0} has no segment; move or add some first")]
    Empty(ProposalId),
    /// Nothing is named to decide on.
    #[error("no {0} is named; name one or more")]
    Nothing(&'static str),
    /// Something is named twice.
    #[error("{what} {name} is named twice; name it once")]
    Twice {
        /// What.
        what: &'static str,
        /// Which.
        name: String,
    },
    /// A theme or code cannot go into itself.
    #[error("{what} {name} cannot go into itself; name another")]
    Itself {
        /// What.
        what: &'static str,
        /// Which.
        name: String,
    },
    /// A segment is not where the decision takes it from.
    #[error("segment {segment} is not in candidate theme {theme} but {}", place(.found))]
    Elsewhere {
        /// The segment.
        segment: SegmentId,
        /// The theme that was named.
        theme: ProposalId,
        /// Where it is.
        found: Option<ProposalId>,
    },
    /// A segment that was to be added is in a theme already.
    #[error("segment {segment} is in candidate theme {theme}; move it instead")]
    InTheme {
        /// The segment.
        segment: SegmentId,
        /// Where it is.
        theme: ProposalId,
    },
    /// A segment that was to be a negative case is in no theme.
    #[error("segment {0} is in no candidate theme, so it speaks against none; add it to one first")]
    InNoTheme(SegmentId),
    /// No code, coding or memo is called so.
    #[error("there is no {what} `{name}`; {remedy}")]
    NoSuch {
        /// What.
        what: &'static str,
        /// As it was named.
        name: String,
        /// Where to look.
        remedy: &'static str,
    },
    /// Several are called so.
    #[error("`{name}` may be any of these {what}s: {}; write more of its id", .candidates.join(", "))]
    Ambiguous {
        /// What.
        what: &'static str,
        /// As it was named.
        name: String,
        /// The ids, and for codes the labels.
        candidates: Vec<String>,
    },
    /// A label or memo is empty.
    #[error("the {0} is empty; write one")]
    NoText(&'static str),
    /// A code would stand under one that is not above it.
    #[error(
        "a {level} cannot be nested under a {under}: levels rise from code over sub-category and category to theme; raise `{label}` or lower what is nested"
    )]
    Level {
        /// The level of the code below.
        level: CodeLevel,
        /// The level of the code above.
        under: CodeLevel,
        /// The label of the code above.
        label: String,
    },
    /// A code would stand under itself.
    #[error("code `{0}` would stand under itself; nest it under a code that is not below it")]
    Cycle(String),
    /// There is no such document.
    #[error("there is no document `{0}` in this run; `themata show` lists them")]
    NoSuchDocument(String),
    /// There is no such participant.
    #[error("there is no participant `{0}` in this project")]
    NoSuchParticipant(String),
    /// The document has no such span.
    #[error(
        "{document} has no span {start}–{end}: it has {length} code points, and a span holds one or more"
    )]
    NoSuchSpan {
        /// The document.
        document: String,
        /// The first code point.
        start: usize,
        /// One past the last.
        end: usize,
        /// The document's length.
        length: usize,
    },
    /// The span is coded so already.
    #[error("{place} is coded with `{label}` already")]
    Coded {
        /// Where.
        place: String,
        /// The code's label.
        label: String,
    },
    /// No segment of the run has a code, so that there is nothing to be like.
    #[error("no segment of this run is coded with `{0}`; code some with `themata code apply` first")]
    NothingCoded(String),
    /// It is so already.
    #[error("nothing would change: it is so already")]
    NoChange,
    /// There is nothing to take back.
    #[error("{0} has no decision to take back")]
    NothingToUndo(CoderId),
    /// There is nothing to do again.
    #[error("{0} has taken no decision back since the last one; there is nothing to do again")]
    NothingToRedo(CoderId),
    /// Another coder's later decision stands on it.
    #[error(
        "operation {operation} cannot be taken back or done again: `{key}` was changed since; let that be taken back first"
    )]
    ChangedSince {
        /// The operation.
        operation: u32,
        /// The record.
        key: String,
    },
}

fn coders(known: &[String]) -> String {
    if known.is_empty() {
        "nobody is known yet; `themata coder add NAME` makes somebody known".to_owned()
    } else {
        format!("known are {}", known.join(", "))
    }
}

fn place(theme: &Option<ProposalId>) -> String {
    theme.map_or_else(|| "in none".to_owned(), |theme| format!("in {theme}"))
}
