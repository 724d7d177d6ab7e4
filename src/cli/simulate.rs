//! `themata simulate`

use std::collections::BTreeSet;

use super::error::CliError;
use super::output::{Output, styled, styles, width};
use super::progress::Bars;
use super::simulate_args::SimulateArgs;
use super::text::{count, pad, wrap};
use crate::project::{SimulateRequest, SimulatedMethod, Simulation, simulate};

pub(super) fn run(args: &SimulateArgs, output: &mut Output) -> Result<(), CliError> {
    let request = SimulateRequest {
        table: args.table.labelled()?,
        methods: args.method.methods(),
        seed: args.seed,
        model: args.model.model()?,
        embed: args.model.params(),
    };
    let found = simulate(&request, &Bars::new(output))?;
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
