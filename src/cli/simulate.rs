//! `themata simulate`

use std::collections::BTreeSet;

use clap::{Args, ValueEnum};

use super::error::CliError;
use super::labelled_table_args::LabelledArgs;
use super::layout::{count, width, wrap};
use super::model::ModelArgs;
use super::output::{Output, styled, styles};
use super::table::{Cell, Column, Table};
use super::terminal_progress::TerminalProgress;
use crate::project::{SimulateRequest, SimulatedMethod, Simulation, SimulationMethod, simulate};

/// Count the decisions that Themata saves, with a simulated analyst who decides as in a human coding
///
/// The table holds the code of each text. The simulated analyst works in three ways: codes the texts one by one; accepts candidate
/// codes and corrects them; and does the same, but has the rest regrouped by what was learned from the codings. Each decision costs 1:
/// to accept a candidate, to move a segment from a wrong code, or to code a single segment. For each number of decisions it prints the
/// agreement with the table: adjusted Rand index (ARI), adjusted mutual information (AMI), and the share of segments coded. The
/// analyst makes no errors, and reading costs nothing. The column of participants does not change the counts.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata simulate coded.tsv --text text --label code\n  \
                  themata simulate coded.csv --text segment --label theme --method proposals --json > curve.json")]
pub(super) struct SimulateArgs {
    #[command(flatten)]
    pub(super) table: LabelledArgs,
    /// The way of working to count, besides coding one by one
    #[arg(long, value_enum, value_name = "METHOD", default_value_t = MethodArg::All)]
    pub(super) method: MethodArg,
    /// The seed of all random choices
    #[arg(long, value_name = "N", default_value_t = crate::domain::DEFAULT_SEED)]
    pub(super) seed: u64,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,

    #[command(flatten)]
    pub(super) model: ModelArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum MethodArg {
    /// All ways
    All,
    /// Codes the segments one by one
    ByHand,
    /// Accepts candidate codes, then corrects them
    Proposals,
    /// The same, with segments regrouped by what was learned, and offered for codes
    Learning,
}

impl MethodArg {
    pub(super) fn methods(self) -> Vec<SimulationMethod> {
        match self {
            Self::All => SimulationMethod::ALL.to_vec(),
            Self::ByHand => vec![SimulationMethod::ByHand],
            Self::Proposals => vec![SimulationMethod::Proposals],
            Self::Learning => vec![SimulationMethod::Learning],
        }
    }
}

pub(super) fn run(args: &SimulateArgs, output: &mut Output) -> Result<(), CliError> {
    let request = SimulateRequest {
        table: args.table.labelled()?,
        methods: args.method.methods(),
        seed: args.seed,
        model: args.model.model()?,
        embed: args.model.params(),
    };
    let found = simulate(&request, &TerminalProgress::new(output))?;
    if args.json { output.json(&found) } else { print(&found, args, output) }
}

fn print(found: &Simulation, args: &SimulateArgs, output: &mut Output) -> Result<(), CliError> {
    output.line(&format!(
        "{}: {}, {}",
        args.table.table.display(),
        count(found.n_texts, "text", "texts"),
        count(found.n_labels, "label", "labels"),
    ))?;
    if found.n_left_out > 0 {
        let (one, many) = (
            "row has no text or no label and was left out",
            "rows have no text or no label and were left out",
        );
        output.line(&count(found.n_left_out, one, many))?;
    }
    output.line("")?;
    curves(&found.methods, output)?;
    output.line("")?;
    totals(&found.methods).print(output)?;
    output.line("")?;
    let first = &found.likeness[0];
    let scores: Vec<String> = found
        .likeness
        .iter()
        .map(|likeness| {
            let (all, first) = (100.0 * likeness.right_share, 100.0 * likeness.right_share_of_first);
            format!("{} {all:.0} % ({first:.0} % of the tenth with the highest scores)", likeness.score)
        })
        .collect();
    let words = [
        format!(
            "With {} coded, the right code has the highest score for this share of the other {}: {}.",
            count(first.n_coded, "segment", "segments"),
            count(first.n_asked, "segment", "segments"),
            scores.join(", "),
        ),
        format!("Assumed: {}.", found.assumed),
    ];
    for line in words.iter().flat_map(|words| wrap(words, width())) {
        output.line(&styled(styles::FAINT, &line))?;
    }
    Ok(())
}

/// Prints ARI, AMI and the share coded of each way of working, for each number of decisions.
fn curves(methods: &[SimulatedMethod], output: &mut Output) -> Result<(), CliError> {
    let mut columns = vec![Column::right("decisions")];
    let mut groups = vec![(String::new(), 1)];
    for method in methods {
        columns.extend([
            Column::right("ARI").at_least(6),
            Column::right("AMI").at_least(5),
            Column::right("coded").at_least(6),
        ]);
        groups.push((method.method.to_string(), 3));
    }
    let mut table = Table::new(columns).grouped(groups);
    let places: BTreeSet<usize> =
        methods.iter().flat_map(|method| method.curve.iter().map(|point| point.decisions)).collect();
    for place in places {
        let points = methods.iter().flat_map(|method| {
            match method.curve.iter().find(|point| point.decisions == place) {
                Some(point) => [
                    format!("{:.3}", point.ari),
                    format!("{:.3}", point.ami),
                    format!("{:.0} %", 100.0 * point.coded_share),
                ],
                None => Default::default(),
            }
        });
        table.row([Cell::from(place)].into_iter().chain(points.map(Cell::from)));
    }
    table.print(output)
}

/// Returns the decisions that each way of working needed.
fn totals(methods: &[SimulatedMethod]) -> Table {
    let mut table = Table::new([Column::left("").styled(styles::STRONG)]);
    for method in methods {
        let reached: Vec<String> = method
            .reached
            .iter()
            .map(|reached| {
                let level =
                    if reached.ami < 1.0 { format!("AMI {}", reached.ami) } else { "all right".to_owned() };
                match (reached.decisions, reached.factor) {
                    (Some(decisions), Some(factor)) => format!("{level} after {decisions} (1/{factor:.1})"),
                    _ => format!("{level} never"),
                }
            })
            .collect();
        table.row_with_rest([method.method.into()], &reached.join(", "));
        let rounds = match method.n_rounds {
            0 => String::new(),
            n => format!(", in {}", count(n + 1, "round", "rounds")),
        };
        let words = format!(
            "{} accepted{rounds}; {} corrected, {} coded one by one",
            count(method.n_accepted, "candidate", "candidates"),
            count(method.n_corrected, "segment", "segments"),
            method.n_single,
        );
        table.row_with_rest([Cell::from("")], &words);
    }
    table
}
