//! Clusters beside codes, as lines.

use super::figures::said;
use crate::cli::error::CliError;
use crate::cli::output::{Output, styled, styles};
use crate::cli::text::{count, pad, shorten};
use crate::project::{Figure, PartitionComparison};

const NAME: usize = 30;

pub(super) fn print(found: &PartitionComparison, output: &mut Output) -> Result<(), CliError> {
    let measures = &found.measures;
    let matching = &found.matching;
    let lines: [(&str, &Figure); 13] = [
        ("adjusted Rand index", &measures.ari),
        ("adjusted mutual information", &measures.ami),
        ("normalised mutual information", &measures.nmi),
        ("homogeneity", &measures.homogeneity),
        ("completeness", &measures.completeness),
        ("V-measure", &measures.v_measure),
        ("B³ precision", &measures.b_cubed.precision),
        ("B³ recall", &measures.b_cubed.recall),
        ("B³ F1", &measures.b_cubed.f1),
        ("Fowlkes–Mallows", &measures.fowlkes_mallows),
        ("share under best matching", &matching.accuracy),
        ("mean F1 under best matching", &matching.mean_f1),
        ("κ after matching, optimistic", &matching.kappa_after_matching),
    ];
    let head =
        format!("  {}{:>6}   {}{}", pad("", NAME), "", pad("interval", 18), "by chance (95th percentile)");
    output.line(&styled(styles::FAINT, &head))?;
    for (name, figure) in lines {
        let chance = figure
            .by_chance
            .as_ref()
            .map_or_else(String::new, |chance| format!("{:.3} ({:.3})", chance.mean, chance.high));
        let line = match (figure.agreement.value(), figure.agreement.interval()) {
            (Ok(value), interval) => {
                let interval = interval
                    .map_or_else(String::new, |bounds| format!("{:.3} to {:.3}", bounds.low, bounds.high));
                format!("{value:>6.3}   {}{chance}", pad(&interval, 18))
            }
            (Err(reason), _) => format!("undefined: {reason}"),
        };
        output.line(&format!("  {}{line}", pad(name, NAME)))?;
    }
    if let Some(interval) = lines.iter().find_map(|(_, figure)| figure.agreement.interval()) {
        let words = format!(
            "Intervals at {:.0} %: jackknife over {}; drawn with replacement, an interview would agree with its own copy.",
            interval.level * 100.0,
            count(interval.n_groups, "interview", "interviews")
        );
        said(&words, output)?;
    } else {
        said("No intervals: they want two interviews at least with segments that are compared.", output)?;
    }
    for words in &found.rests_on {
        said(words, output)?;
    }
    output.line("")?;
    let head = format!(
        "  {}{:>9}{:>11}{:>9}{:>7}",
        pad("best matching, one to one", 62),
        "segments",
        "precision",
        "recall",
        "F1"
    );
    output.line(&styled(styles::FAINT, &head))?;
    for pair in &matching.pairs {
        let names = format!("{} – {}", shorten(&pair.code_label, 28), shorten(&pair.cluster_label, 30));
        output.line(&format!(
            "  {}{:>9}{:>11.2}{:>9.2}{:>7.2}",
            pad(&names, 62),
            pair.n_shared,
            pair.precision,
            pair.recall,
            pair.f1
        ))?;
    }
    Ok(())
}
