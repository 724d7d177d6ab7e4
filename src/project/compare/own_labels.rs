//! Two coders who share no label: compares how they group what both coded, as codes are compared with candidates.

use std::collections::{BTreeMap, BTreeSet};

use crate::compare::partition::{CodedSegment, PartitionComparison, PartitionParams, compare};
use crate::domain::{Cancelled, Progress};

use super::frame::Frame;
use super::request::CompareRequest;

/// Tells whether two coders used no label in common although both coded something.
pub(super) fn share_no_label(frame: &Frame<'_>, [first, second]: [usize; 2]) -> bool {
    let used = |coder: usize| -> BTreeSet<u32> {
        let readings = (0..frame.units.all.len()).filter_map(|at| frame.reading(coder, at));
        readings.flat_map(|reading| reading.labels.iter().copied()).collect()
    };
    let (one, other) = (used(first), used(second));
    !one.is_empty() && !other.is_empty() && one.is_disjoint(&other)
}

/// Compares the codes of two coders as groupings, over the units that both coded and to which the second gave one code.
pub(super) fn groupings(
    frame: &Frame<'_>,
    [first, second]: [usize; 2],
    request: &CompareRequest,
    progress: &dyn Progress,
) -> Result<PartitionComparison, Cancelled> {
    let (mut of_first, mut of_second) = (Names::default(), Names::default());
    let mut rows = Vec::new();
    for (at, unit) in frame.units.all.iter().enumerate() {
        let (Some(one), Some(other)) = (frame.reading(first, at), frame.reading(second, at)) else {
            continue;
        };
        let ([label], false) = (other.labels.as_slice(), one.labels.is_empty()) else { continue };
        let codes = one.labels.iter().map(|&code| of_first.place(frame, code)).collect();
        let cluster = Some(of_second.place(frame, *label));
        rows.push(CodedSegment { codes, cluster, group: unit.document as u32 });
    }
    let params = PartitionParams { interval: request.intervals, ..PartitionParams::default() };
    let found = compare(&rows, &of_first.names, &of_second.names, &params, progress)?;
    progress.advance(1);
    Ok(found)
}

/// The labels that a coder used, in order of first use.
#[derive(Default)]
struct Names {
    names: Vec<String>,
    places: BTreeMap<u32, u32>,
}

impl Names {
    fn place(&mut self, frame: &Frame<'_>, label: u32) -> u32 {
        let names = &mut self.names;
        *self.places.entry(label).or_insert_with(|| {
            names.push(frame.sides.labels.all[label as usize].label.clone());
            names.len() as u32 - 1
        })
    }
}
