//! What a run keeps of its segments and their groups, in the form of the project file.

use std::collections::BTreeMap;

use crate::domain::{DocumentId, ParticipantId, Proposal, ProposalId, SegmentId};
use crate::store::{StoredMember, StoredProposal, StoredSegment};

use super::load_view::ProposalDetail;
use super::run_texts::Row;

/// Returns the number of a segment by its row.
pub(super) fn segment_id(row: usize) -> SegmentId {
    SegmentId(row as u32 + 1)
}

/// Returns the segments from a row on, with the ids that documents and participants have in the file.
pub(super) fn stored_segments(
    rows: &[Row],
    first: usize,
    n_windows: &[u32],
    documents: &BTreeMap<usize, DocumentId>,
    participants: &BTreeMap<&str, ParticipantId>,
) -> Vec<StoredSegment> {
    let stored = |(at, row): (usize, &Row)| StoredSegment {
        id: segment_id(at),
        document: documents[&row.document],
        turn: row.turn,
        span: row.span,
        participant: row.participant.as_deref().and_then(|name| participants.get(name).copied()),
        n_windows: n_windows[at],
    };
    rows.iter().enumerate().skip(first).map(stored).collect()
}

/// Returns a group of segments.
pub(super) fn stored_proposal(
    id: ProposalId,
    proposal: &Proposal,
    detail: &ProposalDetail,
) -> StoredProposal {
    StoredProposal {
        id,
        label: proposal.label.clone(),
        cohesion: proposal.cohesion,
        n_participants: proposal.n_participants,
        detail: serde_json::json!(detail),
    }
}

/// Returns the segments of a group.
pub(super) fn stored_members(id: ProposalId, proposal: &Proposal) -> impl Iterator<Item = StoredMember> + '_ {
    proposal.members.iter().map(move |member| StoredMember {
        segment: segment_id(member.segment),
        proposal: id,
        similarity: member.similarity,
    })
}
