//! The review queue: what to decide next, ordered by how informative each decision is.

use serde::{Deserialize, Serialize};

use crate::domain::{CandidateStatus, ProposalId, SegmentId, StabilityLevel, mix};

use super::{CoderState, RunSnapshot, candidate, candidate_ids, is_decided, place};

/// How close a segment is to a theme that it is not in: its cosine to its own theme's centre minus its cosine to the best other
/// theme's centre. Noise has no own theme; its margin is the difference between the nearest and the second nearest.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Margin {
    /// The segment.
    pub segment: SegmentId,
    /// The difference; a small one means that the segment's theme is uncertain. Negative if another theme is nearer.
    pub margin: f64,
    /// The other theme.
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
    /// A theme that is not found again in other samples of the segments.
    Unstable,
    /// A segment that another theme names as a near miss.
    NearMiss,
    /// A segment that is nearly as near to another theme.
    Borderline,
    /// A theme about which nothing else is known.
    Theme,
    /// A segment that is in no theme.
    Unthemed,
}

/// Something to decide on: a candidate theme, or a segment.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QueueItem {
    /// The candidate theme; for a segment the theme that it is in, null if it is in none.
    pub theme: Option<ProposalId>,
    /// The segment; null if the decision is on the whole theme.
    pub segment: Option<SegmentId>,
    /// The reason for its place; null in a blind queue.
    pub reason: Option<QueueReason>,
    /// The stability of the theme; null for a segment, in a blind queue, and if the run has no stability.
    pub stability: Option<StabilityLevel>,
    /// For a segment: its margin; null for a theme and in a blind queue.
    pub margin: Option<f64>,
    /// For a segment: the other theme that it is near to; null for a theme and in a blind queue.
    pub other: Option<ProposalId>,
}

/// Segments with a margin up to this are borderline: the same margin by which descriptions find near misses.
const BORDERLINE: f64 = 0.05;

/// Returns what is still to be decided, in order: unstable themes, the least stable first; near misses, then borderline
/// segments, both by rising margin; then the other open themes, the largest first, and segments in no theme.
///
/// `margins` holds the known margins of segments; segments without one are not borderline.
#[must_use]
pub fn queue(base: &RunSnapshot, view: &CoderState, margins: &[Margin], order: QueueOrder) -> Vec<QueueItem> {
    let mut ranked: Vec<((QueueReason, f64, usize), QueueItem)> = Vec::new();
    for id in candidate_ids(base, view) {
        let Some(theme) = candidate(base, view, id) else { continue };
        if theme.verdict != CandidateStatus::Open {
            continue;
        }
        let stability = base.theme(id).and_then(|theme| theme.stability);
        let (reason, rank) = match stability {
            Some(StabilityLevel::DoNotRely) => (QueueReason::Unstable, 0.0),
            Some(StabilityLevel::Wavers) => (QueueReason::Unstable, 1.0),
            Some(StabilityLevel::Holds) | None => {
                (QueueReason::Theme, -(super::members(base, view, id).len() as f64))
            }
        };
        let item = QueueItem {
            theme: Some(id),
            segment: None,
            reason: Some(reason),
            stability,
            margin: None,
            other: None,
        };
        ranked.push(((reason, rank, id.0 as usize), item));
    }
    let near_misses: std::collections::BTreeSet<SegmentId> = (1..=base.n_themes())
        .filter_map(|id| base.theme(ProposalId(id)))
        .flat_map(|theme| theme.near_misses.iter().copied())
        .collect();
    let margin_of: std::collections::BTreeMap<SegmentId, &Margin> =
        margins.iter().map(|margin| (margin.segment, margin)).collect();
    for segment in base.segment_ids().filter(|&segment| !is_decided(base, view, segment)) {
        let theme = place(base, view, segment).theme;
        let margin = margin_of.get(&segment).copied();
        let borderline = margin.is_some_and(|margin| margin.margin <= BORDERLINE);
        let reason = match theme {
            None => QueueReason::Unthemed,
            Some(_) if near_misses.contains(&segment) => QueueReason::NearMiss,
            Some(_) if borderline => QueueReason::Borderline,
            // The decision on its theme covers it.
            Some(_) => continue,
        };
        let item = QueueItem {
            theme,
            segment: Some(segment),
            reason: Some(reason),
            stability: None,
            margin: margin.map(|margin| margin.margin),
            other: margin.map(|margin| margin.other),
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
            let what =
                item.segment.map_or(u64::from(item.theme.map_or(0, |t| t.0)), |s| 1 << 32 | u64::from(s.0));
            (mix(seed ^ mix(what)), what)
        });
    }
    items
}
