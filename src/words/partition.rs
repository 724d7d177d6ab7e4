//! Findings of codes and clusters in sentences: what was split, merged and missed, and what the figures rest on.

use std::fmt::{Display, Formatter, Result};

use super::{all_of, count};
use crate::domain::PartitionFinding;

impl Display for PartitionFinding {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let segments = |n: usize| count(n, "segment", "segments");
        let coded = |n: usize| count(n, "coded segment", "coded segments");
        let has = |n: usize| count(n, "segment has", "segments have");
        // Shares of parts are rounded to whole numbers, so that a part of nearly all is not set apart from all.
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
                write!(f, "{cluster} merges {}, of {}", all_of(&parts, " and "), coded(*n_coded))
            }
            Self::MissedCode { code, n_segments, cluster, n_there } => write!(
                f,
                "`{code}` was missed: no cluster is its own; {n_there} of its {} {} in {}",
                segments(*n_segments),
                if *n_there == 1 { "is" } else { "are" },
                cluster.as_deref().unwrap_or("the noise")
            ),
            Self::UnmatchedCluster { cluster, n_segments, n_coded, code, n_with_code } => match code {
                Some(code) => write!(
                    f,
                    "{cluster} answers to no code: of its {}, {n_with_code} {} `{code}`",
                    coded(*n_coded),
                    if *n_with_code == 1 { "has" } else { "have" }
                ),
                None => {
                    write!(f, "{cluster} answers to no code: none of its {} has one", segments(*n_segments))
                }
            },
            Self::MeasuredSegments { n, n_segments } => write!(
                f,
                "ARI, AMI, NMI, homogeneity, completeness, V, Fowlkes–Mallows and κ rest on {n} of {}: those with exactly one code \
                 and a cluster",
                segments(*n_segments)
            ),
            Self::SeveralCodes { n } => write!(
                f,
                "{} several codes: B³ and the matching include {}, the other figures cannot",
                has(*n),
                if *n == 1 { "it" } else { "them" }
            ),
            Self::NoCode { n, counted } => {
                let what = if *counted { "counted as one more code" } else { "in no figure" };
                write!(f, "{} no code: in the grid, and {what}", has(*n))
            }
            Self::NoCluster { n, counted } => {
                let what = match counted {
                    true => "counted as one more cluster",
                    false if *n == 1 => "in no figure but recall and B³ recall, which it lowers",
                    false => "in no figure but recall and B³ recall, which they lower",
                };
                write!(f, "{} no cluster (noise): in the grid, and {what}", has(*n))
            }
            Self::MatchingByChance { accuracy, by_chance } => write!(
                f,
                "the best matching ({accuracy:.3}) is no better than that of random codes (95th percentile {by_chance:.3}): what it \
                 pairs, splits and merges may mean nothing"
            ),
            Self::MayBeChance { low, high } => write!(
                f,
                "the interval of AMI over interviews ({low:.3} to {high:.3}) holds 0: with other interviews, clusters and codes \
                 might share no more than by chance"
            ),
        }
    }
}
