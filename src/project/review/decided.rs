//! What a decision did, for a face to redraw.

use serde::Serialize;

use crate::domain::{
    CodeId, CoderId, CodingId, MemoId, OperationId, OperationKind, ProposalId, Record, RecordChange,
    RecordKey, SegmentId, Timestamp,
};

/// An operation that was made, and what a face must redraw.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Decided {
    /// Its number in the log.
    pub operation: OperationId,
    /// `decide`, `undo` or `redo`.
    pub kind: OperationKind,
    /// Who did it.
    pub coder: CoderId,
    /// When.
    pub at: Timestamp,
    /// What was done, in words.
    pub words: String,
    /// The operation that an undo took back, or a redo did again; null for a decision.
    pub of: Option<OperationId>,
    /// What that operation did, in words; null for a decision.
    pub of_words: Option<String>,
    /// What changed.
    #[serde(flatten)]
    pub touched: Redraw,
}

/// What changed in the coder's view.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Redraw {
    /// The candidate themes that changed.
    pub themes: Vec<ProposalId>,
    /// Of these, those that are new.
    pub new_themes: Vec<ProposalId>,
    /// The segments that changed their place, or whose codings changed.
    pub segments: Vec<SegmentId>,
    /// The codes that changed, were made or deleted.
    pub codes: Vec<CodeId>,
    /// The codings that changed, were made or taken away.
    pub codings: Vec<CodingId>,
    /// The memos that changed, were written or deleted.
    pub memos: Vec<MemoId>,
}

impl Redraw {
    pub(super) fn of(changes: &[RecordChange]) -> Self {
        let mut redraw = Self::default();
        for change in changes {
            match &change.key {
                RecordKey::Theme(_, _, theme) => {
                    redraw.themes.push(*theme);
                    let is_made = matches!(&change.after, Some(Record::Theme(t)) if t.made_by.is_some());
                    if change.before.is_none() && is_made {
                        redraw.new_themes.push(*theme);
                    }
                }
                RecordKey::Place(_, _, segment) | RecordKey::Fit(_, _, _, segment) => {
                    redraw.segments.push(*segment)
                }
                RecordKey::Code(_, id) => redraw.codes.push(*id),
                RecordKey::Coding(_, id) => {
                    redraw.codings.push(*id);
                    let sides = [&change.before, &change.after].into_iter().flatten();
                    redraw.segments.extend(sides.filter_map(|record| match record {
                        Record::Coding(coding) => coding.segment.map(|segment| segment.id),
                        _ => None,
                    }));
                }
                RecordKey::Memo(_, id) => redraw.memos.push(*id),
                RecordKey::Adjudication(..)
                | RecordKey::Coder(_)
                | RecordKey::Comparison
                | RecordKey::DefaultCoder
                | RecordKey::Approach => {}
            }
        }
        redraw.segments.sort_unstable();
        redraw.segments.dedup();
        redraw
    }
}
