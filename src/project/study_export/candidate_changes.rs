//! What an operation changed about candidates, and which segments it moved, in lines.

use std::collections::BTreeMap;

use crate::domain::{
    CandidateId, CandidateThemeId, Names as _, ProposalId, Record, RecordChange, RecordKey, ReviewDetail,
    RunId, SegmentId,
};
use crate::project::review::Reviewer;
use crate::review::{self, CoderState};
use crate::words;

/// Where some segments were and are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Moved {
    run: RunId,
    /// The candidate before; the outer `None` where the log does not tell.
    from: Option<Option<ProposalId>>,
    to: Option<ProposalId>,
    /// Whether they became negative cases, or no longer are; `None` where that stayed.
    negative: Option<bool>,
}

/// Returns a line for each candidate whose status or theme an operation changed, then for the segments that it moved.
pub(super) fn of_candidates(reviewer: &Reviewer, detail: &ReviewDetail) -> Vec<String> {
    let named = Named { reviewer };
    let mut lines = Vec::new();
    let mut moved: BTreeMap<Moved, Vec<SegmentId>> = BTreeMap::new();
    for change in &detail.changes {
        match &change.key {
            RecordKey::CandidateCode(..) | RecordKey::CandidateTheme(..) => {
                lines.extend(named.own_line(change));
            }
            RecordKey::Grouping(_, run, id) => {
                let theme = |record: &Option<Record>| match record {
                    Some(Record::Grouping(grouping)) => Some(grouping.theme),
                    _ => None,
                };
                let from = theme(&change.before).map(|from| format!("from {} ", named.theme(from)));
                if let Some(to) = theme(&change.after) {
                    let from = from.unwrap_or_default();
                    lines.push(format!("{}: {from}to {}", named.code(*run, Some(*id)), named.theme(to)));
                }
            }
            RecordKey::Place(_, run, segment) => {
                moved.entry(named.moved(*run, *segment, change)).or_default().push(*segment);
            }
            _ => {}
        }
    }
    for (moved, mut ids) in moved {
        ids.sort_unstable();
        lines.push(format!(
            "{} {} of run {}: {}",
            if ids.len() == 1 { "segment" } else { "segments" },
            words::ranges(ids.iter().map(|id| id.0)),
            moved.run,
            named.way(moved)
        ));
    }
    lines
}

struct Named<'a> {
    reviewer: &'a Reviewer,
}

impl Named<'_> {
    /// Returns a candidate that holds segments, as its run names it.
    fn code(&self, run: RunId, id: Option<ProposalId>) -> String {
        let is_one = self.reviewer.names().has_one_level(run);
        let name = |id| words::candidate(CandidateId::of_segments(id, !is_one));
        id.map_or_else(|| "no candidate".to_owned(), name)
    }

    fn theme(&self, id: Option<CandidateThemeId>) -> String {
        id.map_or_else(|| "no candidate theme".to_owned(), |id| words::candidate(CandidateId::Theme(id)))
    }

    /// Returns what happened to a candidate itself, unless only its label, its code or its evidence changed.
    fn own_line(&self, change: &RecordChange) -> Option<String> {
        match (&change.key, &change.before, &change.after) {
            (RecordKey::CandidateCode(_, run, id), before, Some(Record::CandidateCode(after))) => {
                let before = match before {
                    Some(Record::CandidateCode(before)) => Some(before),
                    _ => None,
                };
                let name = labelled(&self.code(*run, Some(*id)), &after.label);
                if before.is_none() && after.made_by.is_some() {
                    return Some(format!("{name}: new"));
                }
                let was = before.map(|before| before.verdict).unwrap_or_default();
                let into = after.merged_into.map(|into| format!(" into {}", self.code(*run, Some(into))));
                let into = into.unwrap_or_default();
                (was != after.verdict).then(|| format!("{name}: before {was}, after {}{into}", after.verdict))
            }
            (RecordKey::CandidateTheme(_, _, id), before, Some(Record::CandidateTheme(after))) => {
                let name = labelled(&self.theme(Some(*id)), &after.label);
                let merged = match before {
                    Some(Record::CandidateTheme(before)) => before.merged_into,
                    _ => None,
                };
                if before.is_none() && after.made_by.is_some() {
                    return Some(format!("{name}: new"));
                }
                let into = after.merged_into.filter(|_| merged != after.merged_into)?;
                Some(format!("{name}: merged into {}", self.theme(Some(into))))
            }
            _ => None,
        }
    }

    fn moved(&self, run: RunId, segment: SegmentId, change: &RecordChange) -> Moved {
        let place = |record: &Option<Record>| match record {
            Some(Record::Place(place)) => Some(*place),
            _ => None,
        };
        // Without a record a segment is where its run put it. Only the run at hand tells where.
        let proposed = || {
            let base = &self.reviewer.base;
            (base.run == run).then(|| review::place(base, CoderState::of_nobody(), segment))
        };
        let before = place(&change.before).or_else(proposed);
        let after = place(&change.after).or_else(proposed).unwrap_or_default();
        let was = before.is_some_and(|before| before.negative);
        Moved {
            run,
            from: before.map(|before| before.candidate),
            to: after.candidate,
            negative: (was != after.negative).then_some(after.negative),
        }
    }

    fn way(&self, moved: Moved) -> String {
        let Moved { run, from, to, negative } = moved;
        let mut parts = Vec::new();
        match from {
            Some(from) if from == to => {}
            Some(from) => parts.push(format!("from {} to {}", self.code(run, from), self.code(run, to))),
            None => parts.push(format!("to {}", self.code(run, to))),
        }
        parts.extend(negative.map(|is_one| match is_one {
            true => format!("negative case of {}", self.code(run, to)),
            false => "no longer negative case".to_owned(),
        }));
        match parts.is_empty() {
            true => format!("in {}", self.code(run, to)),
            false => parts.join(", "),
        }
    }
}

/// Returns a candidate with its label in quotation marks, unless that is a quotation already.
fn labelled(name: &str, label: &str) -> String {
    format!("{name} {}", words::labelled(label))
}
