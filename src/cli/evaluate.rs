//! `themata evaluate`

use std::path::Path;

use anstyle::Style;
use clap::Args;

use super::algorithm_arg::{AlgorithmArg, AlgorithmsArg};
use super::error::CliError;
use super::labelled_table_args::LabelledArgs;
use super::layout::{count, width, wrap};
use super::model::ModelArgs;
use super::output::{Output, styled, styles};
use super::table::{Cell, Column, Table};
use super::terminal_progress::TerminalProgress;
use super::themes::AMI_WITH_QUESTIONS;
use crate::domain::Algorithm;
use crate::project::{CandidateLevel, EvaluateRequest, Evaluation, LevelResult, evaluate};

/// Compare the algorithms with a human coding, given as a table of texts and labels
///
/// Embeds the texts, runs the algorithms without the labels, and compares the clusters with the labels: adjusted Rand index (ARI) and
/// adjusted mutual information (AMI), both 0 for chance and 1 for the same grouping; V-measure; accuracy with clusters matched to
/// labels as well as possible; the share set aside as noise; and the number of clusters. If the clusters (candidate codes) are
/// grouped into candidate themes, these are measured too. For comparison it prints random labels, and a classifier that was trained on
/// the labels: no grouping of the same vectors can be expected to do better than that.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata evaluate coded.csv --text segment --label theme\n  \
                  themata evaluate coded.tsv --text text --label code --group participant --algorithm all\n  \
                  themata evaluate coded.csv --text segment --label theme --algorithm all --json > evaluation.json")]
pub(super) struct EvaluateArgs {
    #[command(flatten)]
    pub(super) table: LabelledArgs,
    /// The algorithm to run
    #[arg(long, value_enum, value_name = "ALGORITHM", default_value_t = AlgorithmsArg::One(AlgorithmArg(Algorithm::Auto)))]
    pub(super) algorithm: AlgorithmsArg,
    /// The number of clusters, for algorithms that take one [default: chosen by the algorithm]
    #[arg(long, allow_negative_numbers = true, value_name = "K", conflicts_with = "as_many_as_labels")]
    pub(super) clusters: Option<usize>,
    /// As many clusters as there are labels, for algorithms that take a number
    #[arg(long)]
    pub(super) as_many_as_labels: bool,
    /// The seed of all random choices
    #[arg(long, value_name = "N", default_value_t = crate::domain::DEFAULT_SEED)]
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
        n_clusters: args.clusters,
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
        let (one, many) = (
            "row has no text or no label and was left out",
            "rows have no text or no label and were left out",
        );
        output.line(&count(found.n_left_out, one, many))?;
    }
    output.line("")?;
    let has_contexts =
        found.results.iter().flat_map(|result| &result.levels).any(|level| level.context_ami.is_some());
    let mut table = Table::new([
        Column::left("").styled(styles::STRONG),
        Column::right("clusters"),
        Column::right("noise"),
        Column::right("ARI").at_least(6),
        Column::right("AMI").at_least(6),
        Column::right("V").at_least(6),
        Column::right("accuracy"),
        Column::right("seconds"),
        Column::right(if has_contexts { "context" } else { "" }),
    ]);
    let score = |value: f64| Cell::from(format!("{value:.3}"));
    let follows = |level: Option<&LevelResult>| {
        level.and_then(|level| level.context_ami).map_or_else(|| "".into(), score)
    };
    for result in &found.results {
        table.row([
            result.algorithm.into(),
            result.n_clusters.into(),
            format!("{:.0} %", result.noise_share * 100.0).into(),
            score(result.ari),
            score(result.ami),
            score(result.v_measure),
            score(result.accuracy),
            format!("{:.1}", result.seconds).into(),
            follows(result.levels.first()),
        ]);
        let themes = result.levels.iter().filter(|_| result.levels.len() > 1);
        for level in themes.filter(|level| level.level == CandidateLevel::Theme) {
            let measured = &level.measured;
            table.row([
                format!("{}, grouped", result.algorithm).into(),
                measured.n_clusters.into(),
                format!("{:.0} %", measured.noise_share * 100.0).into(),
                score(measured.ari),
                score(measured.ami),
                score(measured.v_measure),
                score(measured.accuracy),
                "".into(),
                follows(Some(level)),
            ]);
        }
    }
    for (name, reason) in &found.refused {
        table.row_with_rest([name.into()], &format!("not run: {reason}"));
    }
    let baseline = &found.random_baseline;
    table.styled_row(
        styles::FAINT,
        [
            "random labels".into(),
            baseline.n_clusters.into(),
            "0 %".into(),
            score(baseline.ari),
            score(baseline.ami),
            score(baseline.v_measure),
            score(baseline.accuracy),
        ],
    );
    let trained = Cell::styled(Style::new(), "trained on the labels");
    match (&found.supervised_ceiling, &found.ceiling_undefined) {
        (Some(ceiling), _) => table.row([
            trained,
            ceiling.n_clusters.into(),
            "0 %".into(),
            score(ceiling.ari),
            score(ceiling.ami),
            score(ceiling.v_measure),
            score(ceiling.accuracy),
        ]),
        (None, reason) => {
            let reason = reason.as_deref().unwrap_or_default();
            table.row_with_rest([trained], &format!("undefined: {reason}"));
        }
    }
    table.print(output)?;
    if found.supervised_ceiling.is_some() {
        output.line("")?;
        let words = format!(
            "The last line is not a clustering. It shows how much of the coding the vectors hold: {}.",
            found.ceiling_method
        );
        for line in wrap(&words, width()) {
            output.line(&styled(styles::FAINT, &line))?;
        }
    }
    output.line(&styled(styles::FAINT, &format!("Measures of {}.", found.measures)))?;
    if has_contexts {
        let words = format!(
            "The column “context” is the AMI with the contexts, such as questions: {AMI_WITH_QUESTIONS}."
        );
        for line in wrap(&words, width()) {
            output.line(&styled(styles::FAINT, &line))?;
        }
    }
    if found.results.iter().any(|result| result.levels.len() > 1) {
        let words = "The rows “grouped” measure the candidate themes, which are groups of the clusters (the candidate codes).";
        for line in wrap(words, width()) {
            output.line(&styled(styles::FAINT, &line))?;
        }
    }
    Ok(())
}
