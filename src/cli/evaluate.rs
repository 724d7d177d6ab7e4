//! `themata evaluate`

use std::path::Path;

use clap::Args;

use super::algorithm_arg::{AlgorithmArg, AlgorithmsArg};
use super::error::CliError;
use super::labelled_table_args::LabelledArgs;
use super::layout::{count, pad};
use super::model::ModelArgs;
use super::output::{Output, styled, styles};
use super::terminal_progress::TerminalProgress;
use crate::domain::Algorithm;
use crate::project::{EvaluateRequest, Evaluation, evaluate};

/// Measure algorithms against a human coding: a table with texts and labels
///
/// Embeds the texts, runs the algorithms without showing them the labels, and compares: adjusted Rand index (ARI) and
/// adjusted mutual information (AMI), both 0 for chance and 1 for the same grouping; V-measure; accuracy under the best
/// matching of clusters to labels; the share left out as noise; and the number found. A random grouping stands below, and a
/// classifier that was trained on the labels above: what these vectors hold of the coding bounds what any grouping can find.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata evaluate coded.csv --text segment --label theme\n  \
                  themata evaluate coded.tsv --text text --label code --group participant --algorithm all\n  \
                  themata evaluate coded.csv --text segment --label theme --algorithm all --json > evaluation.json")]
pub(super) struct EvaluateArgs {
    #[command(flatten)]
    pub(super) table: LabelledArgs,
    /// Which algorithm is run [default: auto]
    #[arg(long, value_enum, value_name = "ALGORITHM", default_value_t = AlgorithmsArg::One(AlgorithmArg(Algorithm::Auto)))]
    pub(super) algorithm: AlgorithmsArg,
    /// How many clusters, where the algorithm takes a number [default: chosen by it]
    #[arg(long, allow_negative_numbers = true, value_name = "K", conflicts_with = "as_many_as_labels")]
    pub(super) themes: Option<usize>,
    /// Ask for as many clusters as there are labels, where the algorithm takes a number
    #[arg(long)]
    pub(super) as_many_as_labels: bool,
    /// From which every random choice follows
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,

    #[command(flatten)]
    pub(super) model: ModelArgs,
}

pub(super) fn run(args: &EvaluateArgs, output: &mut Output) -> Result<(), CliError> {
    let request = EvaluateRequest {
        table: args.table.labelled()?,
        algorithms: args.algorithm.algorithms(),
        n_clusters: args.themes,
        as_many_as_labels: args.as_many_as_labels,
        seed: args.seed,
        model: args.model.model()?,
        embed: args.model.params(),
    };
    let start = std::time::Instant::now();
    let found = evaluate(&request, &|| start.elapsed(), &TerminalProgress::new(output))?;
    if args.json { output.json(&found) } else { print(&found, &args.table.table, output) }
}

fn print(found: &Evaluation, table: &Path, output: &mut Output) -> Result<(), CliError> {
    let groups = found.n_groups.map_or_else(String::new, |n| format!(", {}", count(n, "group", "groups")));
    output.line(&format!(
        "{}: {}, {}{groups}",
        table.display(),
        count(found.n_texts, "text", "texts"),
        count(found.n_labels, "label", "labels"),
    ))?;
    if found.n_left_out > 0 {
        let n = count(found.n_left_out, "row has", "rows have");
        output.line(&format!("{n} no text or no label and were left out"))?;
    }
    output.line("")?;
    let head = format!(
        "{}{:>9}{:>8}{:>8}{:>8}{:>8}{:>10}{:>9}",
        pad("", 22),
        "clusters",
        "noise",
        "ARI",
        "AMI",
        "V",
        "accuracy",
        "seconds"
    );
    output.line(&styled(styles::FAINT, &head))?;
    for result in &found.results {
        let noise = format!("{:.0} %", result.noise_share * 100.0);
        output.line(&format!(
            "{}{:>9}{noise:>8}{:>8.3}{:>8.3}{:>8.3}{:>10.3}{:>9.1}",
            styled(styles::STRONG, &pad(&result.algorithm.to_string(), 22)),
            result.n_clusters,
            result.ari,
            result.ami,
            result.v_measure,
            result.accuracy,
            result.seconds,
        ))?;
    }
    for (name, reason) in &found.refused {
        output.line(&format!("{}not run: {reason}", pad(&name.to_string(), 22)))?;
    }
    let baseline = &found.random_baseline;
    output.line(&styled(
        styles::FAINT,
        &format!(
            "{}{:>9}{:>8}{:>8.3}{:>8.3}{:>8.3}{:>10.3}",
            pad("labels at random", 22),
            baseline.n_clusters,
            "0 %",
            baseline.ari,
            baseline.ami,
            baseline.v_measure,
            baseline.accuracy
        ),
    ))?;
    match (&found.supervised_ceiling, &found.ceiling_undefined) {
        (Some(ceiling), _) => {
            output.line(&format!(
                "{}{:>9}{:>8}{:>8.3}{:>8.3}{:>8.3}{:>10.3}",
                pad("trained on the labels", 22),
                ceiling.n_clusters,
                "0 %",
                ceiling.ari,
                ceiling.ami,
                ceiling.v_measure,
                ceiling.accuracy
            ))?;
            output.line("")?;
            output.line(&styled(
                styles::FAINT,
                &format!(
                    "The last line is no clustering but what the vectors hold of the coding: {}.",
                    found.ceiling_method
                ),
            ))?;
        }
        (None, reason) => {
            output.line(&format!(
                "{}undefined: {}",
                pad("trained on the labels", 22),
                reason.as_deref().unwrap_or("")
            ))?;
        }
    }
    output.line(&styled(styles::FAINT, &format!("Measures of {}.", found.measures)))
}
