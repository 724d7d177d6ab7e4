//! `themata sensitivity`

use std::path::PathBuf;

use clap::Args;

use super::error::CliError;
use super::layout::{count, pad, sentence, shorten, wrap};
use super::output::{Output, styled, styles, width};
use super::terminal_progress::TerminalProgress;
use crate::domain::{Agreement, RunId};
use crate::project::{ChangeKind, Perturbation, Recovery, Reviewer, SensitivityView};

/// So many changes of one kind are listed unless all are asked for: those that move the themes most.
const LISTED: usize = 6;
/// The columns behind a theme's label.
const THEME_COLUMNS: usize = 60;

/// Say how much the candidate themes move when something else is chosen
///
/// Groups the segments of the run anew with another seed, up to two themes more or fewer, other algorithms, and each
/// interview left out, and lays each grouping beside that of the run: as a table, and for each theme how far it is found
/// again. Nothing is written.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  themata sensitivity study.themata\n  themata sensitivity study.themata --run 2 --json"
)]
pub(super) struct SensitivityArgs {
    /// The project file
    project: PathBuf,
    /// The number of a run [default: the latest]
    #[arg(long, value_name = "N")]
    run: Option<u32>,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &SensitivityArgs, output: &mut Output) -> Result<(), CliError> {
    let reviewer = Reviewer::open_read_only(&args.project, args.run.map(RunId))?;
    let found = reviewer.sensitivity(&TerminalProgress::new(output))?;
    if args.json {
        return output.json(&found);
    }
    output.say(&format!(
        "{}, run {}: {} of {} by {}, seed {}",
        args.project.display(),
        found.run,
        count(found.n_themes, "candidate theme", "candidate themes"),
        count(found.n_segments, "segment", "segments"),
        found.algorithm,
        found.seed
    ));
    output.say("");
    changes(&found, output)?;
    output.line("")?;
    themes(&found, output)?;
    output.line("")?;
    for finding in &found.findings {
        for line in wrap(&sentence(&finding.to_string()), width()) {
            output.line(&line)?;
        }
    }
    output.line(&styled(
        styles::FAINT,
        &sentence("ARI and AMI: 1 is the same grouping, 0 what chance gives; segments in no theme are left out of both"),
    ))
}

fn changes(found: &SensitivityView, output: &mut Output) -> Result<(), CliError> {
    let head = format!(
        "{}{:>8}{:>8}{:>8}{:>8}{:>10}",
        pad("Changed", 40),
        "themes",
        "noise",
        "ARI",
        "AMI",
        "segments"
    );
    output.line(&styled(styles::FAINT, &head))?;
    for &kind in ChangeKind::ALL {
        let mut of: Vec<&Perturbation> = found.changes.iter().filter(|change| change.kind == kind).collect();
        let n = of.len();
        if n > LISTED && !output.verbose {
            of.sort_by(|a, b| key(&a.ami).total_cmp(&key(&b.ami)));
            of.truncate(LISTED);
        }
        for change in &of {
            let name = pad(&shorten(&format!("{kind}: {}", change.to), 39), 40);
            let line = match &change.not_made_because {
                Some(reason) => format!("{name}not made: {reason}"),
                None => format!(
                    "{name}{:>8}{:>8}{:>8}{:>8}{:>10}",
                    change.n_themes.unwrap_or(0),
                    format!("{:.0} %", change.noise_share.unwrap_or(0.0) * 100.0),
                    shown(&change.ari),
                    shown(&change.ami),
                    change.n_measured
                ),
            };
            output.line(&line)?;
        }
        if of.len() < n {
            let rest = format!("{}and {} that move them less (-v lists all)", pad("", 4), n - of.len());
            output.line(&styled(styles::FAINT, &rest))?;
        }
    }
    Ok(())
}

/// What is undefined comes last: it says nothing of how far themes move.
fn key(figure: &Agreement) -> f64 {
    figure.value().unwrap_or(f64::INFINITY)
}

fn shown(figure: &Agreement) -> String {
    figure.value().map_or_else(|_| "–".to_owned(), |value| format!("{value:.2}"))
}

fn themes(found: &SensitivityView, output: &mut Output) -> Result<(), CliError> {
    let room = width().min(110) - THEME_COLUMNS;
    let head = format!(
        "{:>3}  {}{:>9}{:>12}{:>12}{:>12}{:>12}",
        "",
        pad("Found again: mean and least", room - 2),
        "segments",
        "seeds",
        "numbers",
        "algorithms",
        "interviews"
    );
    output.line(&styled(styles::FAINT, &head))?;
    for theme in &found.themes {
        let of = |recovered: &Option<Recovery>| {
            recovered.as_ref().map_or_else(
                || "–".to_owned(),
                |recovered| format!("{:.2} {:.2}", recovered.mean, recovered.least),
            )
        };
        output.line(&format!(
            "{}  {}{:>9}{:>12}{:>12}{:>12}{:>12}",
            styled(styles::NUMBER, &format!("{:>3}", theme.id)),
            styled(styles::STRONG, &pad(&shorten(&theme.label, room - 3), room - 2)),
            theme.n_segments,
            of(&theme.seed),
            of(&theme.number),
            of(&theme.algorithm),
            of(&theme.interview)
        ))?;
        if output.verbose
            && let Some(most) = &theme.moves_most
        {
            let jaccard = most.jaccard.map_or_else(|| "–".to_owned(), |jaccard| format!("{jaccard:.2}"));
            let share = most.share * 100.0;
            let words = format!("     moves most {} ({jaccard}), which holds {share:.0} % of it", most.with);
            output.line(&styled(styles::FAINT, &words))?;
        }
    }
    Ok(())
}
