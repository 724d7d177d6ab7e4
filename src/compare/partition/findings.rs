//! What a comparison of codes and clusters shows: what was split, merged, missed and unmatched, and what the figures
//! omit.

use super::figures::PartitionMeasures;
use super::matching::Matching;
use super::segments::{PartitionCounts, PartitionParams};
use super::structure::{CodeShare, MergedCluster, SplitCode};
use crate::domain::{PartitionFinding, Said, SharePart};

/// Reports each code that was split, each cluster that merges codes, and each code and cluster without a match.
pub(super) fn of_groupings(
    split: &[SplitCode],
    merged: &[MergedCluster],
    matching: &Matching,
) -> Vec<Said<PartitionFinding>> {
    let shares = |parts: &[CodeShare]| {
        parts.iter().map(|part| SharePart { label: part.label.clone(), share: part.share }).collect()
    };
    let split = split.iter().map(|split| PartitionFinding::SplitCode {
        code: split.label.clone(),
        n_segments: split.n,
        parts: shares(&split.parts),
    });
    let merged = merged.iter().map(|merged| PartitionFinding::MergedCodes {
        cluster: merged.label.clone(),
        n_coded: merged.n_coded,
        parts: shares(&merged.parts),
    });
    let missed = matching.missed.iter().map(|missed| PartitionFinding::MissedCode {
        code: missed.label.clone(),
        n_segments: missed.n,
        cluster: missed.most.at.map(|_| missed.most.label.clone()),
        n_there: missed.most.n,
    });
    let unmatched = matching.invented.iter().map(|invented| PartitionFinding::UnmatchedCluster {
        cluster: invented.label.clone(),
        n_segments: invented.n,
        n_coded: invented.n_coded,
        code: invented.most.as_ref().map(|most| most.label.clone()),
        n_with_code: invented.most.as_ref().map_or(0, |most| most.n),
    });
    split.chain(merged).chain(missed).chain(unmatched).map(Said).collect()
}

/// Reports what the figures are based on and what they omit.
pub(super) fn of_counts(counts: &PartitionCounts, params: &PartitionParams) -> Vec<PartitionFinding> {
    let mut found =
        vec![PartitionFinding::MeasuredSegments { n: counts.n_measured, n_segments: counts.n_segments }];
    if counts.n_several_codes > 0 {
        found.push(PartitionFinding::SeveralCodes { n: counts.n_several_codes });
    }
    if counts.n_uncoded > 0 {
        found.push(PartitionFinding::NoCode { n: counts.n_uncoded, counted: params.include_uncoded });
    }
    if counts.n_noise > 0 {
        found.push(PartitionFinding::NoCluster { n: counts.n_noise, counted: params.include_noise });
    }
    found
}

/// Reports that the matching may be due to chance, if random codes are matched as well.
pub(super) fn of_matching_by_chance(matching: &Matching) -> Option<PartitionFinding> {
    let accuracy = matching.accuracy.agreement.value().ok()?;
    let by_chance = matching.accuracy.by_chance.as_ref()?.high;
    (accuracy <= by_chance).then_some(PartitionFinding::MatchingByChance { accuracy, by_chance })
}

/// Reports that other interviews might show no more agreement than chance, if the intervals allow it.
pub(super) fn of_chance(measures: &PartitionMeasures) -> Option<PartitionFinding> {
    let interval = measures.ami.agreement.interval().filter(|interval| interval.low <= 0.0)?;
    Some(PartitionFinding::MayBeChance { low: interval.low, high: interval.high })
}
