//! `themata candidate`

use clap::Subcommand;

use super::candidate_list::CandidatesArgs;
use super::decide_args::DecideArgs;
use super::open_review::OpenReview;
use super::segment_ranges::SegmentsArg;
use super::{candidate_list, candidate_split};
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::cli::project_arg;
use crate::cli::review::code::LevelArg;
use crate::domain::{Decision, Destination};

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum CandidateCommand {
    /// List the candidates as they are now, as `themata show` does
    #[command(after_help = "Examples:\n  themata candidate list\n  \
                            themata candidate list --as-of 2026-11-24   as they were at the end of that day\n  \
                            themata candidate list --as-of 12           as they were after operation 12 of the log")]
    List(CandidatesArgs),
    /// Show a candidate with its segments and their numbers, as `themata show 15` does
    Show {
        /// The letter of a candidate theme, the number of a candidate code, or a label
        #[arg(value_parser = candidate_name)]
        candidate: String,
        #[command(flatten)]
        candidates: CandidatesArgs,
    },
    /// Accept candidates: candidate codes become codes, candidate themes become themes with codes
    ///
    /// The segments of a candidate code are coded with the new code. A candidate theme becomes a theme of the codebook: its open candidate
    /// codes become codes under it, and codes that were accepted from it before are nested under it too. Rejected and deferred ones stay out.
    #[command(after_help = "Examples:\n  themata candidate accept 3 --label \"Nights on call\"\n  \
                            themata candidate accept B                    a theme with its codes\n  \
                            themata candidate accept B --as-code          one code with all its segments\n  \
                            themata candidate accept 4 --into \"Nights on call\" --reason \"the same, said of weekends\"")]
    Accept {
        #[command(flatten)]
        decide: DecideArgs,
        /// The candidates: letters of candidate themes, numbers of candidate codes, or labels
        #[arg(required = true, value_name = "CANDIDATE", value_parser = candidate_name)]
        candidates: Vec<String>,
        /// The label of the new code or theme, for one candidate [default: as the candidate]
        #[arg(long, value_name = "LABEL", conflicts_with = "into")]
        label: Option<String>,
        /// The level of the new code or theme [default: code for a candidate code, theme for a candidate theme]
        #[arg(long, value_enum, conflicts_with = "into")]
        level: Option<LevelArg>,
        /// Use this code or theme instead of a new one: an id, its beginning, or a label
        #[arg(long, value_name = "CODE")]
        into: Option<String>,
        /// Make one code of a candidate theme, with all its segments
        #[arg(long)]
        as_code: bool,
    },
    /// Reject candidates: their segments are then in no candidate
    #[command(after_help = "Examples:\n  themata candidate reject 1 17 19\n  \
                            themata candidate reject C --reason \"small talk\"   all its open candidate codes")]
    Reject {
        #[command(flatten)]
        decide: DecideArgs,
        /// The candidates: letters of candidate themes, numbers of candidate codes, or labels
        #[arg(required = true, value_name = "CANDIDATE", value_parser = candidate_name)]
        candidates: Vec<String>,
    },
    /// Defer candidates, to decide on them later
    Defer {
        #[command(flatten)]
        decide: DecideArgs,
        /// The candidates: letters of candidate themes, numbers of candidate codes, or labels
        #[arg(required = true, value_name = "CANDIDATE", value_parser = candidate_name)]
        candidates: Vec<String>,
    },
    /// Reopen rejected or deferred candidates
    Reopen {
        #[command(flatten)]
        decide: DecideArgs,
        /// The candidates: letters of candidate themes, numbers of candidate codes, or labels
        #[arg(required = true, value_name = "CANDIDATE", value_parser = candidate_name)]
        candidates: Vec<String>,
    },
    /// Rename a candidate
    #[command(after_help = "Example:\n  themata candidate rename 3 \"Nights on call\"")]
    Rename {
        #[command(flatten)]
        decide: DecideArgs,
        /// The candidate
        #[arg(value_parser = candidate_name)]
        candidate: String,
        /// The new label
        label: String,
    },
    /// Merge candidates of one level into another
    #[command(after_help = "Examples:\n  themata candidate merge 4 7 --into 2 --dry-run\n  \
                            themata candidate merge C --into A")]
    Merge {
        #[command(flatten)]
        decide: DecideArgs,
        /// The candidates to merge, which disappear
        #[arg(required = true, value_name = "CANDIDATE", value_parser = candidate_name)]
        candidates: Vec<String>,
        /// The candidate that remains
        #[arg(long, value_name = "CANDIDATE")]
        into: String,
    },
    /// Split a candidate
    ///
    /// The segments of a candidate code are grouped again: the largest part stays, and the others become new candidate codes. With --dry-run
    /// and without --into it shows two to four ways to split. With --segments you choose the parts yourself; what you do not name stays.
    /// A candidate theme is split with --codes, which names candidate codes that go into a new candidate theme.
    #[command(after_help = "Examples:\n  themata candidate split 3 --dry-run          ways to split it\n  \
                            themata candidate split 3 --into 3           split it into three parts\n  \
                            themata candidate split 3 --segments 12,40-44\n  \
                            themata candidate split B --codes 5,9        a new candidate theme with 5 and 9")]
    Split {
        #[command(flatten)]
        decide: DecideArgs,
        /// The candidate
        #[arg(value_parser = candidate_name)]
        candidate: String,
        /// The number of parts
        #[arg(long, value_name = "K", conflicts_with_all = ["segments", "codes"])]
        into: Option<usize>,
        /// The segments of a part, such as 3,7-9 (may be repeated, for each part)
        #[arg(long, value_name = "SEGMENTS", conflicts_with = "codes")]
        segments: Vec<SegmentsArg>,
        /// The candidate codes of a part of a candidate theme, such as 3,7-9 (may be repeated, for each part)
        #[arg(long, value_name = "CODES")]
        codes: Vec<SegmentsArg>,
    },
    /// Move candidate codes to another candidate theme, or segments to another candidate
    #[command(
        after_help = "Examples:\n  themata candidate move 7 9 --to B           candidate codes to a candidate theme\n  \
                            themata candidate move 7 9 --to new         to a new candidate theme\n  \
                            themata candidate move --segments 12,40-44 --to 5\n  \
                            themata candidate move --segments 12 --to none --reason \"only about the canteen\""
    )]
    Move {
        #[command(flatten)]
        decide: DecideArgs,
        /// The candidate codes to move
        #[arg(value_name = "CODE", required_unless_present = "segments", conflicts_with = "segments", value_parser = candidate_name)]
        candidates: Vec<String>,
        /// The segments to move, such as 3,7-9 (may be repeated)
        #[arg(long, value_name = "SEGMENTS")]
        segments: Vec<SegmentsArg>,
        /// Where they go: a candidate theme for candidate codes, a candidate code for segments, new, or none
        #[arg(long, value_name = "CANDIDATE|new|none")]
        to: String,
    },
    /// Add segments that are in no candidate to one
    #[command(after_help = "Example:\n  themata candidate add 5 12,40-44")]
    Add {
        #[command(flatten)]
        decide: DecideArgs,
        /// The candidate
        #[arg(value_parser = candidate_name)]
        candidate: String,
        /// The segments, such as 3,7-9
        #[arg(required = true)]
        segments: Vec<SegmentsArg>,
    },
    /// Mark segments as negative cases: they speak against their candidate
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

/// Reads the name of a candidate as it was typed. What it means is known once the project is open.
///
/// # Errors
/// Says that it is a project's file, which is no candidate.
pub(in crate::cli) fn candidate_name(typed: &str) -> Result<String, String> {
    if project_arg::is_project(std::path::Path::new(typed)) {
        return Err(format!("`{typed}` is a project, not a candidate"));
    }
    Ok(typed.to_owned())
}

pub(in crate::cli) fn run(command: &CandidateCommand, output: &mut Output) -> Result<(), CliError> {
    use CandidateCommand as C;
    match command {
        C::List(args) => candidate_list::run(None, args, output),
        C::Show { candidate, candidates } => candidate_list::run(Some(candidate), candidates, output),
        C::Split { decide, candidate, into, segments, codes } => {
            let parts = candidate_split::Parts { into: *into, segments, codes };
            candidate_split::run(decide, candidate, &parts, output)
        }
        C::Accept { decide, candidates, label, level, into, as_code } => decide.decide(output, |review| {
            Ok(Decision::Accept {
                candidate: review.candidates(candidates)?,
                into: named(review, into.as_deref())?,
                label: label.clone(),
                level: level.map(Into::into),
                as_code: *as_code,
            })
        }),
        C::Reject { decide, candidates } => {
            decide.decide(output, |review| Ok(Decision::Reject { candidate: review.candidates(candidates)? }))
        }
        C::Defer { decide, candidates } => {
            decide.decide(output, |review| Ok(Decision::Defer { candidate: review.candidates(candidates)? }))
        }
        C::Reopen { decide, candidates } => {
            decide.decide(output, |review| Ok(Decision::Reopen { candidate: review.candidates(candidates)? }))
        }
        C::Rename { decide, candidate, label } => decide.decide(output, |review| {
            Ok(Decision::Rename { candidate: review.candidate(candidate)?, label: label.clone() })
        }),
        C::Merge { decide, candidates, into } => decide.decide(output, |review| {
            Ok(Decision::Merge { candidate: review.candidates(candidates)?, into: review.candidate(into)? })
        }),
        C::Move { decide, candidates, segments, to } => decide.decide(output, |review| {
            let to = destination(review, to)?;
            Ok(if segments.is_empty() {
                Decision::MoveCandidate { candidate: review.candidates(candidates)?, to }
            } else {
                Decision::Move { segments: SegmentsArg::all(segments), to }
            })
        }),
        C::Add { decide, candidate, segments } => decide.decide(output, |review| {
            let candidate = review.candidate(candidate)?;
            Ok(Decision::Add { segments: SegmentsArg::all(segments), candidate })
        }),
        C::Negative { decide, segments, not } => decide.decide(output, |_| {
            Ok(Decision::Negative { segments: SegmentsArg::all(segments), negative: !not })
        }),
    }
}

/// Returns where something moves.
fn destination(review: &mut OpenReview, typed: &str) -> Result<Destination, CliError> {
    Ok(match typed.trim() {
        "new" => Destination::New,
        "none" => Destination::None,
        name => Destination::Candidate(review.candidate(name)?),
    })
}

/// Returns the code that was typed, if one was.
fn named(review: &mut OpenReview, typed: Option<&str>) -> Result<Option<crate::domain::Named>, CliError> {
    Ok(typed.map(|code| review.code(code)).transpose()?.map(|(_, named)| named))
}
