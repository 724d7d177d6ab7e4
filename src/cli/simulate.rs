//! `themata simulate`

use std::collections::BTreeSet;

use clap::{Args, ValueEnum};

use super::error::CliError;
use super::labelled_table_args::LabelledArgs;
use super::layout::{count, pad, wrap};
use super::model::ModelArgs;
use super::output::{Output, styled, styles, width};
use super::terminal_progress::TerminalProgress;
use crate::project::{SimulateRequest, SimulatedMethod, Simulation, SimulationMethod, simulate};

/// Count the decisions that a machine saves: an analyst who answers from a human coding
///
/// The table says what each text is to be coded with. A simulated analyst codes the texts one by one without a machine; with candidate
/// themes that are accepted and then corrected; and with themes asked for again by what was learned. Each decision costs 1: a theme
/// accepted, a segment moved from a wrong code, a segment coded by itself. Agreement with the table (adjusted Rand index,
/// ARI; adjusted mutual information, AMI; share coded) is printed against the number of decisions. The analyst makes no error, and
/// reading costs nothing here. A column of participants is read, and changes no count.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata simulate coded.tsv --text text --label code\n  \
                  themata simulate coded.csv --text segment --label theme --method proposals --json > curve.json")]
pub(super) struct SimulateArgs {
    #[command(flatten)]
    pub(super) table: LabelledArgs,
    /// Which way of working is counted, beside the one without a machine
    #[arg(long, value_enum, value_name = "METHOD", default_value_t = MethodArg::All)]
    pub(super) method: MethodArg,
    /// From which every random choice follows
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,

    #[command(flatten)]
    pub(super) model: ModelArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum MethodArg {
    /// Every way
    All,
    /// Segment by segment, without a machine
    ByHand,
    /// Candidate themes accepted, then corrected
    Proposals,
    /// The same, with themes asked for again and segments offered for codes
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
        let n = count(found.n_left_out, "row has", "rows have");
        output.line(&format!("{n} no text or no label and were left out"))?;
    }
    output.line("")?;
    curves(&found.methods, output)?;
    output.line("")?;
    for method in &found.methods {
        totals(method, output)?;
    }
    output.line("")?;
    let first = &found.likeness[0];
    let scores: Vec<String> = found
        .likeness
        .iter()
        .map(|likeness| {
            let (all, first) = (100.0 * likeness.right_share, 100.0 * likeness.right_share_of_first);
            format!("{} {all:.0} % ({first:.0} % of the tenth that it is surest of)", likeness.score)
        })
        .collect();
    let words = [
        format!(
            "With {} coded, the right code comes first for so many of the other {}: {}.",
            count(first.n_coded, "segment", "segments"),
            first.n_asked,
            scores.join(", "),
        ),
        format!("Assumed: {}.", found.assumed),
    ];
    for line in words.iter().flat_map(|words| wrap(words, width())) {
        output.line(&styled(styles::FAINT, &line))?;
    }
    Ok(())
}

/// A line for each number of decisions; ARI, AMI and the share coded for each way of working.
fn curves(methods: &[SimulatedMethod], output: &mut Output) -> Result<(), CliError> {
    let mut names = pad("", 9);
    let mut heads = format!("{:>9}", "decisions");
    for method in methods {
        names += &format!("   {}", pad(&method.method.to_string(), 21));
        heads += &format!("   {:>6}{:>7}{:>8}", "ARI", "AMI", "coded");
    }
    output.line(&styled(styles::STRONG, names.trim_end()))?;
    output.line(&styled(styles::FAINT, &heads))?;
    let places: BTreeSet<usize> =
        methods.iter().flat_map(|method| method.curve.iter().map(|point| point.decisions)).collect();
    for place in places {
        let mut line = format!("{place:>9}");
        for method in methods {
            let point = method.curve.iter().find(|point| point.decisions == place);
            line += &match point {
                Some(point) => {
                    let coded = format!("{:.0} %", 100.0 * point.coded_share);
                    format!("   {:>6.3}{:>7.3}{coded:>8}", point.ari, point.ami)
                }
                None => format!("   {:21}", ""),
            };
        }
        output.line(line.trim_end())?;
    }
    Ok(())
}

fn totals(method: &SimulatedMethod, output: &mut Output) -> Result<(), CliError> {
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
    output.line(&format!(
        "{} {}",
        styled(styles::STRONG, &pad(&method.method.to_string(), 10)),
        reached.join(", ")
    ))?;
    let rounds = match method.n_rounds {
        0 => String::new(),
        n => format!(", in {}", count(n + 1, "round", "rounds")),
    };
    let words = format!(
        "{} accepted{rounds}; {} set right, {} coded singly",
        count(method.n_accepted, "theme", "themes"),
        count(method.n_corrected, "segment", "segments"),
        method.n_single,
    );
    output.line(&styled(styles::FAINT, &format!("{}{words}", pad("", 11))))
}
