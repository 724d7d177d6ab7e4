//! The comparison in words: what was split, merged, missed and invented, and what the figures leave out.

use super::figures::PartitionMeasures;
use super::matching::Matching;
use super::segments::{PartitionCounts, PartitionParams};
use super::structure::{MergedCluster, Part, SplitCode};

/// One sentence for each code that was split.
pub(super) fn of_split(split: &SplitCode) -> String {
    let parts =
        listed(split.parts.iter().map(|part| format!("{} in {}", percent(part.share), part.label)), ", ");
    format!("`{}` was split: {parts} ({} segments)", split.label, split.n)
}

/// One sentence for each cluster that merges codes.
pub(super) fn of_merged(merged: &MergedCluster) -> String {
    let parts = listed(
        merged.parts.iter().map(|part| format!("`{}` ({})", part.label, percent(part.share))),
        " and ",
    );
    format!("{} merges {parts}, of {}", merged.label, coded(merged.n_coded))
}

/// One sentence for each code and cluster that the matching leaves alone.
pub(super) fn of_matching(matching: &Matching) -> Vec<String> {
    let missed = matching.missed.iter().map(|missed| {
        let Part { at, label, n, .. } = &missed.most;
        let place = if at.is_some() { label.as_str() } else { "the noise" };
        format!(
            "`{}` was missed: no cluster is its own; {n} of its {} are in {place}",
            missed.label,
            segments(missed.n)
        )
    });
    let invented = matching.invented.iter().map(|invented| match &invented.most {
        Some(Part { label, n, .. }) => format!(
            "{} answers to no code: of its {}, {n} have `{label}`",
            invented.label,
            coded(invented.n_coded)
        ),
        None => {
            format!("{} answers to no code: none of its {} has one", invented.label, segments(invented.n))
        }
    });
    missed.chain(invented).collect()
}

/// What the figures rest on and what they leave out.
pub(super) fn of_counts(counts: &PartitionCounts, params: &PartitionParams) -> Vec<String> {
    let mut words = vec![format!(
        "ARI, AMI, NMI, homogeneity, completeness, V, Fowlkes–Mallows and κ rest on {} of {} segments: those with exactly \
         one code and a cluster",
        counts.n_measured, counts.n_segments
    )];
    if counts.n_several_codes > 0 {
        words.push(format!(
            "{} several codes: B³ and the matching take {} in, the others cannot",
            have(counts.n_several_codes),
            if counts.n_several_codes == 1 { "it" } else { "them" }
        ));
    }
    if counts.n_uncoded > 0 {
        let what = if params.include_uncoded { "counted as one more code" } else { "in no figure" };
        words.push(format!("{} no code: in the grid, and {what}", have(counts.n_uncoded)));
    }
    if counts.n_noise > 0 {
        let what = if params.include_noise {
            "counted as one more cluster"
        } else {
            "in no figure but recall and B³ recall, which they lower"
        };
        words.push(format!("{} no cluster (noise): in the grid, and {what}", have(counts.n_noise)));
    }
    words
}

/// That the matching may be chance, where random codes are matched as well.
pub(super) fn of_matching_by_chance(matching: &Matching) -> Option<String> {
    let value = matching.accuracy.agreement.value().ok()?;
    let chance = matching.accuracy.by_chance.as_ref().filter(|chance| value <= chance.high)?;
    Some(format!(
        "the best matching ({value:.3}) is within what codes dealt at random come to (95th percentile {:.3}): what it pairs, splits \
         and merges may mean nothing",
        chance.high
    ))
}

/// That other interviews might show no more than chance, where they might.
pub(super) fn of_chance(measures: &PartitionMeasures) -> Option<String> {
    let ami = &measures.ami.agreement;
    let interval = ami.interval().filter(|interval| interval.low <= 0.0)?;
    Some(format!(
        "the interval of AMI over interviews ({:.3} to {:.3}) holds 0: with other interviews clusters and codes might share no more \
         than by chance",
        interval.low, interval.high
    ))
}

fn have(n: usize) -> String {
    format!("{} {}", segments(n), if n == 1 { "has" } else { "have" })
}

fn segments(n: usize) -> String {
    format!("{n} {}", if n == 1 { "segment" } else { "segments" })
}

fn coded(n: usize) -> String {
    format!("{n} coded {}", if n == 1 { "segment" } else { "segments" })
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// Items with commas, and a word before the last.
fn listed(items: impl Iterator<Item = String>, last: &str) -> String {
    let items: Vec<String> = items.collect();
    match items.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{}{last}{end}", rest.join(", ")),
        _ => items.concat(),
    }
}
