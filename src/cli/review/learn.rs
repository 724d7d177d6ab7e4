//! `themata suggest --again` and `themata suggest --for`

use clap::Args;

use super::candidate_show::print_segment;
use super::open_review::OpenReview;
use super::time_args::now;
use super::{preview, print_outcome};
use crate::cli::error::CliError;
use crate::cli::layout::{count, one_line, shell_word, width, wrap};
use crate::cli::model::ModelArgs;
use crate::cli::output::{Output, styled, styles};
use crate::cli::project_arg::ProjectArg;
use crate::cli::terminal_progress::TerminalProgress;
use crate::cli::themes::QuoteStyle;
use crate::domain::CandidateId;
use crate::project::{
    ClusterParams, CodeSuggestions, MetricLearning, OfferedBecause, ReclusterRequest, SuggestForRequest,
    SuggestedSegment,
};
use crate::words;

/// Options of `themata suggest --again` and `themata suggest --for`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Learning from decisions")]
pub(in crate::cli) struct LearnArgs {
    /// Regroup the segments that are in open candidates or that the run left in none, by what the coder's codings teach where that is
    /// better than the plain vectors. Accepted and deferred candidates do not change, nor does what the coder renamed, merged, split or
    /// made; rejected segments stay out
    #[arg(long, conflicts_with_all = ["paths", "for_code"])]
    pub(in crate::cli) again: bool,
    /// List segments that the coder has not coded and that may have this code, by its name and definition and the segments that have it
    /// already; code them with `themata code apply`, or refuse them with `themata code refuse`
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
    /// List segments of this interview only, with --for: its document, the beginning of its name, or the participant
    #[arg(long = "in", value_name = "INTERVIEW", requires = "for_code", conflicts_with = "paths")]
    pub(super) interview: Option<String>,
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

/// Returns in words what was learned and grouped, and what stays as it is.
fn in_words(again: &ReclusterRequest) -> Vec<String> {
    let found = &again.found;
    let n = count(found.n_grouped, "segment was", "segments were");
    let mut said = vec![match &found.learned {
        MetricLearning::Learned { n_codes, n_codings, held_out_learned, held_out_plain, .. } => format!(
            "{n} grouped by distances learned from {} with {}. Of the segments of codes that were left out for a test, {:.0} % were \
             nearest to their own code, {:.0} % without learning.",
            count(*n_codes, "code", "codes"),
            count(*n_codings, "coding", "codings"),
            100.0 * held_out_learned,
            100.0 * held_out_plain,
        ),
        MetricLearning::None { because } => {
            format!("{n} grouped by the plain vectors, without learning: {because}.")
        }
    }];
    if found.n_rejected > 0 {
        let n = count(found.n_rejected, "segment that you rejected stays", "segments that you rejected stay");
        said.push(format!("{n} out."));
    }
    let listed = |ids: &[CandidateId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    if !found.kept.is_empty() {
        said.push(format!("Kept as you made them: {}.", listed(&found.kept)));
    }
    if !found.unchanged.is_empty() {
        said.push(format!("Found again unchanged: {}.", listed(&found.unchanged)));
    }
    said
}

pub(in crate::cli) fn for_code(
    project: &ProjectArg,
    args: &LearnArgs,
    model: &ModelArgs,
    code: &str,
    json: bool,
    output: &mut Output,
) -> Result<(), CliError> {
    let mut review = OpenReview::open(project, args.run, args.coder.as_deref(), true)?;
    let (code, _) = review.code(code)?;
    let limit = args.limit.unwrap_or(if json { usize::MAX } else { SHOWN });
    let request = SuggestForRequest {
        code,
        limit,
        interview: args.interview.clone(),
        model: Some((model.model()?, model.params())),
    };
    let found = review.session()?.suggest_for(&request)?;
    if json {
        return output.json(&found);
    }
    for offered in &found.segments {
        print_offered(&found, offered, output)?;
    }
    output.flush()?;
    let said: Vec<String> = std::iter::once(passing_in_words(&found)).chain(basis_in_words(&found)).collect();
    if found.segments.is_empty() {
        for line in said.iter().flat_map(|said| wrap(said, width())) {
            output.line(&line)?;
        }
        return Ok(());
    }
    output.say("");
    let label = shell_word(&found.label);
    for line in said.iter().flat_map(|said| wrap(said, width())).chain([
        format!("  yes: themata code apply {label} SEGMENTS{}", review.typed),
        format!("  no:  themata code refuse {label} SEGMENTS{}", review.typed),
    ]) {
        output.say(&styled(styles::FAINT, &line));
    }
    Ok(())
}

/// Prints a segment that is offered: the question before it, all its words, how likely it has the code, and why.
fn print_offered(
    found: &CodeSuggestions,
    offered: &SuggestedSegment,
    output: &mut Output,
) -> Result<(), CliError> {
    let measure = match offered.probability {
        Some(probability) => format!("{} with probability {probability:.2}", words::labelled(&found.label)),
        None => format!("{}, similarity {:.2}", words::labelled(&found.label), offered.similarity),
    };
    let why = match &offered.why {
        OfferedBecause::LikeCoded { segment, text, .. } => {
            format!("like segment {segment}, which has the code: “{}”", one_line(text))
        }
        OfferedBecause::LikeName { words, .. } if words.is_empty() => {
            "like the name and definition of the code in meaning".to_owned()
        }
        OfferedBecause::LikeName { words, .. } => {
            format!("like the name and definition of the code: {}", words.join(", "))
        }
    };
    let mut notes = vec![measure, why];
    if let (Some(label), Some(rival)) = (&offered.rival_label, offered.rival_similarity)
        && rival > offered.similarity
    {
        notes.push(format!("more similar to {}", words::labelled(label)));
    }
    print_segment(&offered.quote, QuoteStyle::whole(true), &notes, output)
}

/// Returns in words how many segments pass the floor.
fn passing_in_words(found: &CodeSuggestions) -> String {
    let open = count(found.n_open, "uncoded segment", "uncoded segments");
    if found.n_open == 0 {
        return "Every segment is coded, or you refused it for this code.".to_owned();
    }
    let floor = match (found.least_probability, found.least_similarity) {
        (Some(least), _) => format!("a probability of {least} or more"),
        (None, least) => format!("a similarity of {} or more", least.unwrap_or_default()),
    };
    match found.n_passing {
        0 => format!("None of {open} has {floor} for {}.", words::labelled(&found.label)),
        n => format!("{n} of {open} have {floor}; {} shown.", found.segments.len()),
    }
}

/// Returns in words what the suggestions rest on.
fn basis_in_words(found: &CodeSuggestions) -> Option<String> {
    if found.n_open == 0 {
        return None;
    }
    let n_coded = count(found.n_coded, "segment that has the code", "segments that have the code");
    Some(match (&found.looked_for, found.n_coded) {
        (_, 0) => "No segment has the code yet, so there is no probability: the similarity is that to the code's name and \
                   definition."
            .to_owned(),
        (Some(_), _) => format!(
            "Compared with {n_coded} ({:.0} % of the similarity) and with the code's name and definition; the probability is \
             calibrated on these and on {} against it.",
            100.0 * found.share_of_coded,
            count(found.n_against, "segment", "segments")
        ),
        (None, _) => format!(
            "Compared with {n_coded}, and not with the code's name: this needs the model of the run. The probability is calibrated \
             on these and on {} against it.",
            count(found.n_against, "segment", "segments")
        ),
    })
}
