//! `themata evaluate`

use std::path::Path;

use super::error::CliError;
use super::evaluate_args::EvaluateArgs;
use super::output::{Output, styled, styles};
use super::progress::Bars;
use super::text::{count, pad};
use crate::domain::Algorithm;
use crate::project::{EvaluateRequest, Evaluation, evaluate};

pub(super) fn run(args: &EvaluateArgs, output: &mut Output) -> Result<(), CliError> {
    let request = EvaluateRequest {
        table: args.table.labelled()?,
        algorithms: match args.algorithm.one() {
            Some(algorithm) => vec![algorithm.into()],
            None => Algorithm::ALL.to_vec(),
        },
        n_clusters: args.themes,
        as_many_as_labels: args.as_many_as_labels,
        seed: args.seed,
        model: args.model.model()?,
        embed: args.model.params(),
    };
    let start = std::time::Instant::now();
    let found = evaluate(&request, &|| start.elapsed(), &Bars::new(output))?;
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
