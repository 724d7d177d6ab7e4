//! The review queue: what to decide next, ordered by how informative each decision is.

use serde::{Deserialize, Serialize};

use crate::domain::{CandidateId, CandidateStatus, ProposalId, SegmentId, StabilityLevel, mix};

use super::{CoderState, RunSnapshot, candidate, candidate_ids, is_decided, place};

/// How close a segment is to a candidate that it is not in: its cosine to its own candidate's centre minus its cosine to the best other
/// one's. Noise has no own candidate; its margin is the difference between the nearest, which is its other one, and the second nearest.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Margin {
    /// The segment.
    pub segment: SegmentId,
    /// The difference; a small one means that the segment's candidate is uncertain. Negative if another is nearer.
    pub margin: f64,
    /// The other candidate.
    pub other: ProposalId,
}

/// The order of the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum QueueOrder {
    /// The most informative first.
    Telling,
    /// Shuffled by a seed, without scores and reasons, so that the order says nothing about the machine's evidence.
    Blind {
        /// The seed of the order.
        seed: u64,
    },
}

/// Why an item has its place in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum QueueReason {
    /// A candidate that is not found again in other samples of the segments.
    Unstable,
    /// A segment that another candidate names as a near miss.
    NearMiss,
    /// A segment that is nearly as near to another candidate.
    Borderline,
    /// A candidate about which nothing else is known.
    Candidate,
    /// A segment that is in no candidate.
    Ungrouped,
}

/// Something to decide on: a candidate that holds segments, or a segment.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QueueItem {
    /// The candidate; for a segment the one that it is in, null if it is in none.
    pub candidate: Option<CandidateId>,
    /// The segment; null if the decision is on the whole candidate.
    pub segment: Option<SegmentId>,
    /// The reason for its place; null in a blind queue.
    pub reason: Option<QueueReason>,
    /// The stability of the candidate; null for a segment, in a blind queue, and if the run has no stability.
    pub stability: Option<StabilityLevel>,
    /// For a segment: its margin; null for a candidate and in a blind queue.
    pub margin: Option<f64>,
    /// For a segment: the other candidate that it is near to; null for a candidate and in a blind queue.
    pub other: Option<CandidateId>,
}

/// Segments with a margin up to this are borderline: the same margin by which descriptions find near misses.
const BORDERLINE: f64 = 0.05;

/// Returns what is still to be decided, in order: unstable candidates, the least stable first; near misses, then borderline
/// segments, both by rising margin; then the other open candidates, the largest first, and segments in none.
///
/// `margins` holds the known margins of segments; segments without one are not borderline.
#[must_use]
pub fn queue(base: &RunSnapshot, view: &CoderState, margins: &[Margin], order: QueueOrder) -> Vec<QueueItem> {
    let mut ranked: Vec<((QueueReason, f64, usize), QueueItem)> = Vec::new();
    for id in candidate_ids(base, view) {
        let Some(found) = candidate(base, view, id) else { continue };
        if found.verdict != CandidateStatus::Open {
            continue;
        }
        let stability = base.code(id).and_then(|proposed| proposed.stability);
        let (reason, rank) = match stability {
            Some(StabilityLevel::DoNotRely) => (QueueReason::Unstable, 0.0),
            Some(StabilityLevel::Wavers) => (QueueReason::Unstable, 1.0),
            Some(StabilityLevel::Holds) | None => {
                (QueueReason::Candidate, -(super::members(base, view, id).len() as f64))
            }
        };
        let item = QueueItem {
            candidate: Some(base.name(id)),
            segment: None,
            reason: Some(reason),
            stability,
            margin: None,
            other: None,
        };
        ranked.push(((reason, rank, id.0 as usize), item));
    }
    // A candidate that was rejected, merged or emptied names no near misses any more.
    let is_living = |id: &ProposalId| {
        let verdict = candidate(base, view, *id).map(|found| found.verdict);
        verdict.is_some_and(|verdict| !verdict.is_gone() && verdict != CandidateStatus::Rejected)
    };
    let near_misses: std::collections::BTreeSet<SegmentId> = base
        .code_ids()
        .filter(is_living)
        .filter_map(|id| base.code(id))
        .flat_map(|proposed| proposed.near_misses.iter().copied())
        .collect();
    let margin_of: std::collections::BTreeMap<SegmentId, &Margin> =
        margins.iter().map(|margin| (margin.segment, margin)).collect();
    for segment in base.present().filter(|&segment| !is_decided(base, view, segment)) {
        let within = place(base, view, segment).candidate;
        let margin = margin_of.get(&segment).copied();
        let borderline = margin.is_some_and(|margin| margin.margin <= BORDERLINE);
        let reason = match within {
            None => QueueReason::Ungrouped,
            Some(_) if near_misses.contains(&segment) => QueueReason::NearMiss,
            Some(_) if borderline => QueueReason::Borderline,
            // The decision on its candidate covers it.
            Some(_) => continue,
        };
        let item = QueueItem {
            candidate: within.map(|id| base.name(id)),
            segment: Some(segment),
            reason: Some(reason),
            stability: None,
            margin: margin.map(|margin| margin.margin),
            other: margin.map(|margin| base.name(margin.other)),
        };
        ranked.push(((reason, margin.map_or(f64::INFINITY, |m| m.margin), segment.0 as usize), item));
    }
    ranked.sort_by(|((a, x, i), _), ((b, y, j), _)| a.cmp(b).then(x.total_cmp(y)).then(i.cmp(j)));
    let mut items: Vec<QueueItem> = ranked.into_iter().map(|(_, item)| item).collect();
    if let QueueOrder::Blind { seed } = order {
        for item in &mut items {
            (item.reason, item.stability, item.margin, item.other) = (None, None, None, None);
        }
        // The place is a mix of the seed and the item, so it does not depend on the other items in the queue.
        items.sort_by_key(|item| {
            let number = |candidate: CandidateId| match candidate {
                CandidateId::Theme(theme) => theme.0,
                CandidateId::Code(code) => code.0,
            };
            let what = match item.segment {
                Some(segment) => 1 << 32 | u64::from(segment.0),
                None => u64::from(item.candidate.map_or(0, number)),
            };
            (mix(seed ^ mix(what)), what)
        });
    }
    items
}
