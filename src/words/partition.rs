//! Puts findings about codes and clusters into sentences: which were split, merged and missed, and on which segments the figures
//! are computed.

use std::fmt::{Display, Formatter, Result};

use super::lists::one_or_many;
use super::{all_of, count};
use crate::domain::PartitionFinding;

impl Display for PartitionFinding {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let segments = |n: usize| count(n, "segment", "segments");
        let coded = |n: usize| count(n, "coded segment", "coded segments");
        let has = |n: usize| count(n, "segment has", "segments have");
        // Shares of parts are rounded to whole numbers, unlike `lists::percent`: 99.9 % is shown as 100 %.
        let percent = |share: f64| format!("{:.0} %", share * 100.0);
        match self {
            Self::SplitCode { code, n_segments, parts } => {
                let parts: Vec<String> =
                    parts.iter().map(|part| format!("{} in {}", percent(part.share), part.label)).collect();
                write!(f, "`{code}` was split: {} ({})", parts.join(", "), segments(*n_segments))
            }
            Self::MergedCodes { cluster, n_coded, parts } => {
                let parts: Vec<String> =
                    parts.iter().map(|part| format!("`{}` ({})", part.label, percent(part.share))).collect();
                write!(f, "{cluster} merges {}; it has {}", all_of(&parts, " and "), coded(*n_coded))
            }
            Self::MissedCode { code, n_segments, cluster, n_there } => write!(
                f,
                "`{code}` was missed: no cluster matches it; {n_there} of its {} {} in {}",
                segments(*n_segments),
                one_or_many(*n_there, "is", "are"),
                cluster.as_deref().unwrap_or("the noise")
            ),
            Self::UnmatchedCluster { cluster, n_segments, n_coded, code, n_with_code } => match code {
                Some(code) => write!(
                    f,
                    "{cluster} matches no code: {n_with_code} of its {} {} `{code}`",
                    coded(*n_coded),
                    one_or_many(*n_with_code, "has", "have")
                ),
                None => {
                    write!(f, "{cluster} matches no code: none of its {} has one", segments(*n_segments))
                }
            },
            Self::MeasuredSegments { n, n_segments } => write!(
                f,
                "ARI, AMI, NMI, homogeneity, completeness, V, Fowlkes–Mallows and κ are computed on {n} of {}: those with exactly \
                 one code and a cluster",
                segments(*n_segments)
            ),
            Self::SeveralCodes { n } => write!(
                f,
                "{} several codes: B³ and the matching include {}, the other figures cannot",
                has(*n),
                one_or_many(*n, "it", "them")
            ),
            Self::NoCode { n, counted } => {
                let what = if *counted { "and counted as one more code" } else { "but in no figure" };
                write!(f, "{} no code: {} in the grid, {what}", has(*n), one_or_many(*n, "it is", "they are"))
            }
            Self::NoCluster { n, counted } => {
                let what = match counted {
                    true => "and counted as one more cluster",
                    false => one_or_many(
                        *n,
                        "and of the figures it lowers only recall and B³ recall",
                        "and of the figures they lower only recall and B³ recall",
                    ),
                };
                let they = one_or_many(*n, "it is", "they are");
                write!(f, "{} no cluster (noise): {they} in the grid, {what}", has(*n))
            }
            Self::MatchingByChance { accuracy, by_chance } => write!(
                f,
                "the best matching ({accuracy:.3}) is not better than with random codes (95th percentile {by_chance:.3}): its pairs, \
                 splits and merges may be due to chance"
            ),
            Self::MayBeChance { low, high } => write!(
                f,
                "the interval of AMI over interviews ({low:.3} to {high:.3}) includes 0: with other interviews, clusters and codes \
                 might agree only by chance"
            ),
        }
    }
}
