//! `themata candidate`

use clap::Subcommand;

use super::decide_args::DecideArgs;
use super::open_review::{ListArgs, LookArgs};
use super::segment_ranges::SegmentsArg;
use super::{candidate_list, candidate_show, candidate_split};
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::cli::review::code::LevelArg;
use crate::domain::{Decision, ProposalId};

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum CandidateCommand {
    /// List the candidate themes as a coder's decisions left them
    #[command(after_help = "Examples:\n  themata candidate list\n  \
                            themata candidate list --as-of 2026-11-24   as they were at the end of that day\n  \
                            themata candidate list --as-of 12           as they were after operation 12 of the log")]
    List(ListArgs),
    /// Show a candidate theme with its segments and their numbers
    Show {
        #[command(flatten)]
        look: LookArgs,
        /// The number of the candidate theme
        candidate: u32,
    },
    /// Accept a candidate theme: it becomes a code, and its segments are coded with it
    #[command(after_help = "Examples:\n  themata candidate accept 3 --label \"Nights on call\"\n  \
                            themata candidate accept 4 --into \"Nights on call\" --reason \"the same, said of weekends\"")]
    Accept {
        #[command(flatten)]
        decide: DecideArgs,
        /// The number of the candidate theme
        candidate: u32,
        /// The label of the new code [default: as the theme]
        #[arg(long, value_name = "LABEL", conflicts_with = "into")]
        label: Option<String>,
        /// The level of the new code [default: code]
        #[arg(long, value_enum, conflicts_with = "into")]
        level: Option<LevelArg>,
        /// Code its segments with this code instead of a new one: an id, its beginning, or a label
        #[arg(long, value_name = "CODE")]
        into: Option<String>,
    },
    /// Reject a candidate theme: its segments are then in no theme
    Reject {
        #[command(flatten)]
        decide: DecideArgs,
        /// The number of the candidate theme
        candidate: u32,
    },
    /// Defer a candidate theme, to decide on it later
    Defer {
        #[command(flatten)]
        decide: DecideArgs,
        /// The number of the candidate theme
        candidate: u32,
    },
    /// Reopen a rejected or deferred theme
    Reopen {
        #[command(flatten)]
        decide: DecideArgs,
        /// The number of the candidate theme
        candidate: u32,
    },
    /// Rename a candidate theme
    #[command(after_help = "Example:\n  themata candidate rename 3 \"Nights on call\"")]
    Rename {
        #[command(flatten)]
        decide: DecideArgs,
        /// The number of the candidate theme
        candidate: u32,
        /// The new label
        label: String,
    },
    /// Merge candidate themes into another
    #[command(after_help = "Example:\n  themata candidate merge 4 7 --into 2 --dry-run")]
    Merge {
        #[command(flatten)]
        decide: DecideArgs,
        /// The themes to merge, which disappear
        #[arg(required = true, value_name = "CANDIDATE")]
        candidates: Vec<u32>,
        /// The theme that remains
        #[arg(long, value_name = "CANDIDATE")]
        into: u32,
    },
    /// Split a candidate theme by grouping its segments again
    ///
    /// The largest part stays in the theme, and the others become new themes. With --dry-run and without --into it shows two to four
    /// ways to split. With --segments you choose the parts yourself; segments that you do not name stay in the theme.
    #[command(after_help = "Examples:\n  themata candidate split 3 --dry-run          ways to split it\n  \
                            themata candidate split 3 --into 3           split it into three parts\n  \
                            themata candidate split 3 --segments 12,40-44")]
    Split {
        #[command(flatten)]
        decide: DecideArgs,
        /// The number of the candidate theme
        candidate: u32,
        /// The number of parts
        #[arg(long, value_name = "K", conflicts_with = "segments")]
        into: Option<usize>,
        /// The segments of a part, such as 3,7-9 (may be repeated, for each part)
        #[arg(long, value_name = "SEGMENTS")]
        segments: Vec<SegmentsArg>,
    },
    /// Move segments to another candidate theme, to a new one, or to none
    #[command(after_help = "Examples:\n  themata candidate move --segments 12,40-44 --to 5\n  \
                            themata candidate move --segments 12 --to none --reason \"only about the canteen\"")]
    Move {
        #[command(flatten)]
        decide: DecideArgs,
        /// The segments, such as 3,7-9 (may be repeated)
        #[arg(long, required = true, value_name = "SEGMENTS")]
        segments: Vec<SegmentsArg>,
        /// The theme to move them to: its number, new, or none
        #[arg(long, value_name = "CANDIDATE|new|none")]
        to: To,
    },
    /// Add segments that are in no candidate theme to a theme
    #[command(after_help = "Example:\n  themata candidate add 5 12,40-44")]
    Add {
        #[command(flatten)]
        decide: DecideArgs,
        /// The number of the candidate theme
        candidate: u32,
        /// The segments, such as 3,7-9
        #[arg(required = true)]
        segments: Vec<SegmentsArg>,
    },
    /// Mark segments as negative cases: they speak against their theme
    #[command(after_help = "Example:\n  themata candidate negative 12 --reason \"likes the nights\"")]
    Negative {
        #[command(flatten)]
        decide: DecideArgs,
        /// The segments, such as 3,7-9
        #[arg(required = true)]
        segments: Vec<SegmentsArg>,
        /// Remove the mark
        #[arg(long)]
        not: bool,
    },
}

/// The theme to which segments move, as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) struct To(pub(super) crate::domain::Destination);

impl std::str::FromStr for To {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        use crate::domain::{Destination, ProposalId};
        match text.trim() {
            "new" => Ok(Self(Destination::New)),
            "none" => Ok(Self(Destination::None)),
            number => match number.parse() {
                Ok(theme) => Ok(Self(Destination::Theme(ProposalId(theme)))),
                Err(_) => Err(format!("`{text}` is not a candidate theme; write its number, new, or none")),
            },
        }
    }
}

pub(in crate::cli) fn run(command: &CandidateCommand, output: &mut Output) -> Result<(), CliError> {
    use CandidateCommand as C;
    match command {
        C::List(list) => candidate_list::run(list, output),
        C::Show { look, candidate } => candidate_show::run(look, ProposalId(*candidate), output),
        C::Split { decide, candidate, into, segments } => {
            candidate_split::run(decide, ProposalId(*candidate), *into, segments, output)
        }
        C::Accept { decide, candidate, label, level, into } => decide.decide(output, |review| {
            Ok(Decision::Accept {
                theme: ProposalId(*candidate),
                into: into.as_deref().map(|code| review.code(code)).transpose()?.map(|(_, named)| named),
                label: label.clone(),
                level: level.map(Into::into),
            })
        }),
        C::Reject { decide, candidate } => {
            decide.decide(output, |_| Ok(Decision::Reject { theme: ProposalId(*candidate) }))
        }
        C::Defer { decide, candidate } => {
            decide.decide(output, |_| Ok(Decision::Defer { theme: ProposalId(*candidate) }))
        }
        C::Reopen { decide, candidate } => {
            decide.decide(output, |_| Ok(Decision::Reopen { theme: ProposalId(*candidate) }))
        }
        C::Rename { decide, candidate, label } => decide
            .decide(output, |_| Ok(Decision::Rename { theme: ProposalId(*candidate), label: label.clone() })),
        C::Merge { decide, candidates, into } => decide.decide(output, |_| {
            let themes = candidates.iter().copied().map(ProposalId).collect();
            Ok(Decision::Merge { themes, into: ProposalId(*into) })
        }),
        C::Move { decide, segments, to } => {
            decide.decide(output, |_| Ok(Decision::Move { segments: SegmentsArg::all(segments), to: to.0 }))
        }
        C::Add { decide, candidate, segments } => decide.decide(output, |_| {
            Ok(Decision::Add { segments: SegmentsArg::all(segments), theme: ProposalId(*candidate) })
        }),
        C::Negative { decide, segments, not } => decide.decide(output, |_| {
            Ok(Decision::Negative { segments: SegmentsArg::all(segments), negative: !not })
        }),
    }
}
