//! `themata show`

use clap::Args;

use super::error::CliError;
use super::layout::{count, width, wrap};
use super::output::{Output, styled, styles};
use super::project_arg::ProjectArg;
use super::themes;
use crate::domain::{ProposalId, RunId};
use crate::project::{Project, StabilityView, ThemeDetail};

/// Show the candidate themes of a project, or one of them with all its segments
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  themata show\n  themata show 3\n  themata show 3 --json -p study.themata"
)]
pub(super) struct ShowArgs {
    #[command(flatten)]
    pub(super) project: ProjectArg,
    /// The number of a candidate theme [default: all of them]
    pub(super) candidate: Option<u32>,
    /// The number of a run [default: the latest]
    #[arg(long, value_name = "N")]
    pub(super) run: Option<u32>,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(args: &ShowArgs, output: &mut Output) -> Result<(), CliError> {
    let project = Project::open_read_only(&args.project.path()?)?;
    let run = args.run.map(RunId);
    match args.candidate {
        None => {
            let (run, view) = project.themes(run)?;
            if args.json {
                return output.json(&view);
            }
            output.say(&format!("{}, run {run}", project.path().display()));
            output.say("");
            themes::print(&view, output)?;
            output.flush()?;
            for notice in view.run.notices.iter().filter(|notice| notice.is_lasting()) {
                output.say(&super::terminal_progress::note(notice));
            }
            Ok(())
        }
        Some(candidate) => {
            let detail = project.theme(run, ProposalId(candidate))?;
            if args.json { output.json(&detail) } else { print_theme(&detail, output) }
        }
    }
}

fn print_theme(detail: &ThemeDetail, output: &mut Output) -> Result<(), CliError> {
    let theme = &detail.theme;
    let width = width();
    output.line(&format!(
        "{}  {}",
        styled(styles::NUMBER, &theme.id.to_string()),
        styled(styles::STRONG, &theme.label)
    ))?;
    output.line(&format!(
        "{}, {}, cohesion {:.2}",
        count(theme.n_segments, "segment", "segments"),
        count(theme.n_participants, "participant", "participants"),
        theme.cohesion
    ))?;
    let terms: Vec<String> = theme
        .key_terms
        .iter()
        .zip(&theme.key_term_weights)
        .map(|(term, weight)| format!("{term} ({weight:.2})"))
        .collect();
    for line in wrap(&format!("Key terms: {}", terms.join(", ")), width) {
        output.line(&line)?;
    }
    if let Some(stability) = &theme.stability {
        for line in wrap(&stability_words(stability), width) {
            output.line(&line)?;
        }
    }
    if let Some(rival) = &theme.rival {
        let words = format!(
            "Most similar theme: {} {} (cosine of the centres {:.2})",
            rival.id, rival.label, rival.similarity
        );
        output.sentence(&words, 0)?;
    }
    for notice in &theme.notices {
        output.line(&styled(styles::WARNING, &format!("! {notice}")))?;
    }
    section("Segments, nearest to the centre first", output)?;
    for quote in &detail.segments {
        themes::print_quote(quote, None, width, output)?;
    }
    if !theme.near_misses.is_empty() {
        section("Near misses: segments of other themes that nearly belong here", output)?;
        for miss in &theme.near_misses {
            themes::print_quote(&miss.quote, None, width, output)?;
            let place = match miss.theme {
                Some(id) => format!("       in theme {id}"),
                None => "       in no theme".to_owned(),
            };
            output.line(&styled(styles::FAINT, &place))?;
        }
    }
    Ok(())
}

/// Returns all that is known of a theme's stability.
fn stability_words(stability: &StabilityView) -> String {
    let values = &stability.values;
    let verdict = stability.verdict.map_or_else(|| "undefined".to_owned(), |verdict| verdict.to_string());
    let mut words = format!("Stability: {verdict}");
    for (name, value) in [
        ("samples", values.resamples),
        ("other seeds", values.seeds),
        ("up to two themes more or fewer", values.numbers),
        ("one interview left out", values.interviews),
        ("the most important interview left out", values.worst_interview),
    ] {
        if let Some(value) = value {
            words += &format!("; {name} {value:.2}");
        }
    }
    words += ". Each value is the share of its segments that stay together (Hennig's Jaccard).";
    words
}

fn section(title: &str, output: &mut Output) -> Result<(), CliError> {
    output.line("")?;
    output.line(&styled(styles::STRONG, title))
}
