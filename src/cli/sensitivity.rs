//! `themata sensitivity`

use clap::Args;

use super::error::CliError;
use super::layout::{count, sentence, width, wrap};
use super::output::{Output, styled, styles};
use super::project_arg::ProjectArg;
use super::table::{Cell, Column, Table};
use super::terminal_progress::TerminalProgress;
use crate::domain::{Agreement, RunId};
use crate::project::{ChangeKind, Perturbation, Recovery, Reviewer, SensitivityView};

/// How many changes of one kind are listed without `-v`: those that change the candidates most.
const LISTED: usize = 6;

/// Show how much the candidates change under other choices
///
/// Groups the segments of the run again with another seed, with up to two candidates more or fewer, with other algorithms, and without
/// each interview in turn, and compares each grouping with that of the run. Prints a table of the groupings, and how much of each candidate
/// is found again. Nothing is written.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata sensitivity\n  themata sensitivity --run 2 --json")]
pub(super) struct SensitivityArgs {
    #[command(flatten)]
    project: ProjectArg,
    /// The number of a run [default: the latest]
    #[arg(long, value_name = "N")]
    run: Option<u32>,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &SensitivityArgs, output: &mut Output) -> Result<(), CliError> {
    let reviewer = Reviewer::open_read_only(&args.project.path()?, args.run.map(RunId))?;
    let found = reviewer.sensitivity(&TerminalProgress::new(output))?;
    if args.json {
        return output.json(&found);
    }
    output.say(&format!(
        "{}, run {}: {} of {} by {}, seed {}",
        reviewer.path().display(),
        found.run,
        count(found.n_candidates, "candidate that holds segments", "candidates that hold segments"),
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
    let words = "ARI and AMI: 1 is the same grouping, 0 is chance. Neither counts segments in no candidate.";
    for line in wrap(words, width()) {
        output.line(&styled(styles::FAINT, &line))?;
    }
    Ok(())
}

fn changes(found: &SensitivityView, output: &mut Output) -> Result<(), CliError> {
    let mut table = Table::new([
        Column::elastic("Changed").at_least(38),
        Column::right("candidates"),
        Column::right("noise"),
        Column::right("ARI").at_least(5),
        Column::right("AMI").at_least(5),
        Column::right("segments"),
    ]);
    for &kind in ChangeKind::ALL {
        let mut of: Vec<&Perturbation> = found.changes.iter().filter(|change| change.kind == kind).collect();
        let n = of.len();
        if n > LISTED && !output.verbose {
            of.sort_by(|a, b| key(&a.ami).total_cmp(&key(&b.ami)));
            of.truncate(LISTED);
        }
        for change in &of {
            let name = Cell::from(format!("{kind}: {}", change.to));
            match &change.not_made_because {
                Some(reason) => table.row_with_rest([name], &format!("not made: {reason}")),
                None => table.row([
                    name,
                    change.n_candidates.unwrap_or(0).into(),
                    format!("{:.0} %", change.noise_share.unwrap_or(0.0) * 100.0).into(),
                    shown(&change.ari).into(),
                    shown(&change.ami).into(),
                    change.n_measured.into(),
                ]),
            }
        }
        if of.len() < n {
            let rest = format!("    and {} that change them less (-v lists all)", n - of.len());
            table.text(styled(styles::FAINT, &rest));
        }
    }
    table.print(output)
}

/// Returns the value to sort by. Undefined values come last: they say nothing about how much the candidates change.
fn key(figure: &Agreement) -> f64 {
    figure.value().unwrap_or(f64::INFINITY)
}

fn shown(figure: &Agreement) -> String {
    figure.value().map_or_else(|_| "–".to_owned(), |value| format!("{value:.2}"))
}

fn themes(found: &SensitivityView, output: &mut Output) -> Result<(), CliError> {
    let mut table = Table::new([
        Column::right("#").at_least(3).styled(styles::NUMBER),
        Column::elastic("Found again: mean and least").styled(styles::STRONG),
        Column::right("segments"),
        Column::right("seeds"),
        Column::right("numbers"),
        Column::right("algorithms"),
        Column::right("interviews"),
    ]);
    for theme in &found.candidates {
        let of = |recovered: &Option<Recovery>| {
            recovered.as_ref().map_or_else(
                || "–".to_owned(),
                |recovered| format!("{:.2} {:.2}", recovered.mean, recovered.least),
            )
        };
        table.row([
            theme.id.into(),
            (&theme.label).into(),
            theme.n_segments.into(),
            of(&theme.seed).into(),
            of(&theme.number).into(),
            of(&theme.algorithm).into(),
            of(&theme.interview).into(),
        ]);
        if output.verbose
            && let Some(most) = &theme.moves_most
        {
            let jaccard = most.jaccard.map_or_else(|| "–".to_owned(), |jaccard| format!("{jaccard:.2}"));
            let share = most.share * 100.0;
            let words =
                format!("     changes most {} ({jaccard}), which holds {share:.0} % of it", most.with);
            table.text(styled(styles::FAINT, &words));
        }
    }
    table.print(output)
}
