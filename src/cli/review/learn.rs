//! `themata suggest --again` and `themata suggest --for`

use clap::Args;

use super::candidate_show::print_segment;
use super::open_review::OpenReview;
use super::time_args::now;
use super::{preview, print_outcome};
use crate::cli::error::CliError;
use crate::cli::layout::{count, sentence, shell_word, width, wrap};
use crate::cli::output::{Output, styled, styles};
use crate::cli::project_arg::ProjectArg;
use crate::cli::terminal_progress::TerminalProgress;
use crate::cli::themes::QuoteStyle;
use crate::project::{ClusterParams, MetricLearning, ReclusterRequest};
use crate::words;

/// Options of `themata suggest --again` and `themata suggest --for`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Learning from decisions")]
pub(in crate::cli) struct LearnArgs {
    /// Regroup the segments in open candidates or in none by what the coder's codings teach; accepted candidates do not change
    #[arg(long, conflicts_with_all = ["paths", "for_code"])]
    pub(in crate::cli) again: bool,
    /// List segments that the coder has not coded and that are similar to those of this code; code them with `themata code apply`, or
    /// refuse them with `themata code refuse`
    #[arg(long = "for", value_name = "CODE", conflicts_with = "paths")]
    pub(in crate::cli) for_code: Option<String>,
    /// The name of the coder who decides [default: the project's coder]
    #[arg(long, value_name = "NAME", conflicts_with = "paths")]
    pub(super) coder: Option<String>,
    /// The reason, which the log keeps, with --again
    #[arg(long, value_name = "TEXT", requires = "again", conflicts_with = "paths")]
    pub(super) reason: Option<String>,
    /// The number of a run [default: the latest]
    #[arg(long, value_name = "N", conflicts_with = "paths")]
    pub(super) run: Option<u32>,
    /// Show what --again would do, and write nothing
    #[arg(long, requires = "again", conflicts_with = "paths")]
    pub(super) dry_run: bool,
    /// How many segments to list, with --for [default: 15; all with --json]
    #[arg(long, value_name = "N", requires = "for_code", conflicts_with = "paths")]
    pub(super) limit: Option<usize>,
}

/// How many segments are listed by default.
const SHOWN: usize = 15;

pub(in crate::cli) fn again(
    project: &ProjectArg,
    args: &LearnArgs,
    params: &ClusterParams,
    json: bool,
    output: &mut Output,
) -> Result<(), CliError> {
    let mut review = OpenReview::open(project, args.run, args.coder.as_deref(), args.dry_run)?;
    let found = review.session()?.suggest_again(params, &TerminalProgress::new(output))?;
    let reason = args.reason.as_deref();
    let again = review.session()?.apply_reclustering(found, reason, &now(), args.dry_run)?;
    if json {
        return output.json(&again);
    }
    for line in in_words(&again).iter().flat_map(|words| wrap(words, width())) {
        output.line(&line)?;
    }
    match (&again.decided, &again.preview) {
        (Some(decided), _) => print_outcome::print(&mut review, decided, output),
        (None, Some(would)) => preview::print(would, output),
        (None, None) => output.line("No new candidates were found, and nothing was changed."),
    }
}

/// Returns in words what was learned and grouped, and which candidates are not suggested again.
fn in_words(again: &ReclusterRequest) -> Vec<String> {
    let found = &again.found;
    let n = count(found.n_grouped, "segment was", "segments were");
    let mut said = vec![match &found.learned {
        MetricLearning::Learned { n_codes, n_codings, shrinkage } => format!(
            "{n} grouped by distances learned from {} with {} (relevant component analysis; shrinkage {shrinkage:.2}).",
            count(*n_codes, "code", "codes"),
            count(*n_codings, "coding", "codings"),
        ),
        MetricLearning::None { because } => {
            format!("{n} grouped by the usual distances, without learning: {because}.")
        }
    }];
    for rejected in &found.rejected_again {
        said.push(format!(
            "{}, which you rejected, was found again ({}). It is not suggested again.",
            sentence(&words::candidate(rejected.candidate)).trim_end_matches('.'),
            count(rejected.segments.len(), "segment", "segments")
        ));
    }
    if !found.unchanged.is_empty() {
        let numbers: Vec<String> = found.unchanged.iter().map(ToString::to_string).collect();
        said.push(format!("Found again unchanged: {}.", numbers.join(", ")));
    }
    said
}

pub(in crate::cli) fn for_code(
    project: &ProjectArg,
    args: &LearnArgs,
    code: &str,
    json: bool,
    output: &mut Output,
) -> Result<(), CliError> {
    let mut review = OpenReview::open(project, args.run, args.coder.as_deref(), true)?;
    let (code, _) = review.code(code)?;
    let limit = args.limit.unwrap_or(if json { usize::MAX } else { SHOWN });
    let found = review.session()?.suggest_for(code, limit)?;
    if json {
        return output.json(&found);
    }
    if found.segments.is_empty() {
        return output.line("Every segment is coded, or you refused it for this code.");
    }
    let ids: Vec<_> = found.segments.iter().map(|offered| offered.segment).collect();
    let quotes = review.session()?.segments(&ids)?;
    for (offered, quote) in found.segments.iter().zip(&quotes) {
        let rival = match (&offered.rival_label, offered.rival_score) {
            (Some(label), Some(score)) => format!("; “{label}” {score:.2}"),
            _ => String::new(),
        };
        let note = format!("“{}” {:.2}{rival}", found.label, offered.score);
        print_segment(quote, QuoteStyle::whole(true), &[note], output)?;
    }
    output.flush()?;
    let label = shell_word(&found.label);
    output.say("");
    for line in [
        format!(
            "{} of {} shown, scored by {} from {} of this code.",
            found.segments.len(),
            count(found.n_open, "uncoded segment", "uncoded segments"),
            if found.score == "ridge" {
                "a ridge classifier"
            } else {
                "the mean cosine to the nearest segments"
            },
            count(found.n_coded, "segment", "segments"),
        ),
        format!("  yes: themata code apply {label} SEGMENTS{}", review.typed),
        format!("  no:  themata code refuse {label} SEGMENTS{}", review.typed),
    ] {
        output.say(&styled(styles::FAINT, &line));
    }
    Ok(())
}
