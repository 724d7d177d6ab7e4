//! The part of the log that undo and redo need: who made each operation, and which operation it undoes.

use std::collections::{BTreeMap, HashSet};

use crate::domain::{
    CandidateThemeId, CoderId, Operation, OperationId, OperationKind, ProposalId, RecordKey, ReviewDetail,
    RunId, Timestamp,
};

/// An operation of a coder, without its changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub id: OperationId,
    /// What was done.
    pub kind: OperationKind,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub coder: CoderId,
    /// The operation that it undoes.
    pub undoes: Option<OperationId>,
    /// The operation that it redoes.
    pub redoes: Option<OperationId>,
    /// The run that was under review.
    pub run: Option<RunId>,
    /// The highest number that it gave to a new candidate that holds segments, in that run.
    pub last_code: Option<ProposalId>,
    /// The last letters that it gave to a new candidate theme that holds candidate codes, in that run.
    pub last_theme: Option<CandidateThemeId>,
}

impl Entry {
    /// Builds the entry of an operation with this detail.
    #[must_use]
    pub fn of(operation: &Operation, detail: &ReviewDetail) -> Self {
        Self {
            id: operation.id,
            kind: operation.kind,
            at: operation.at.clone(),
            coder: detail.coder.clone(),
            undoes: detail.undoes,
            redoes: detail.redoes,
            run: detail.run,
            last_code: detail.last_code,
            last_theme: detail.last_candidate_theme,
        }
    }
}

/// The operations of all coders, and what each of them can undo or redo.
/// Works as in editors: `undo` undoes a coder's last decision that is in effect, `redo` redoes the last one that was undone,
/// and after a new decision there is nothing to redo. Neither has a limit.
#[derive(Clone, Debug, Default)]
pub struct History {
    entries: BTreeMap<OperationId, Entry>,
    of_coders: BTreeMap<CoderId, Stacks>,
    last_given: BTreeMap<(CoderId, RunId), LastGiven>,
}

/// The last number and letters that a coder's new candidates got in a run.
#[derive(Clone, Copy, Debug, Default)]
struct LastGiven {
    code: u32,
    theme: u32,
}

#[derive(Clone, Debug, Default)]
struct Stacks {
    standing: Vec<OperationId>,
    taken_back: Vec<OperationId>,
}

impl History {
    /// Adds the next operation of a coder.
    pub fn push(&mut self, entry: Entry) {
        let stacks = self.of_coders.entry(entry.coder.clone()).or_default();
        match entry.kind {
            OperationKind::Decide => {
                stacks.standing.push(entry.id);
                stacks.taken_back.clear();
            }
            OperationKind::Undo => {
                if let Some(undone) = entry.undoes {
                    stacks.standing.retain(|&id| id != undone);
                    stacks.taken_back.push(undone);
                }
            }
            OperationKind::Redo => {
                if let Some(redone) = entry.redoes {
                    stacks.taken_back.retain(|&id| id != redone);
                    stacks.standing.push(redone);
                }
            }
            OperationKind::Create
            | OperationKind::Suggest
            | OperationKind::Join
            | OperationKind::SetAside
            | OperationKind::Correct
            | OperationKind::Successor
            | OperationKind::Upgrade => {}
        }
        if let Some(run) = entry.run
            && (entry.last_code.is_some() || entry.last_theme.is_some())
        {
            let last = self.last_given.entry((entry.coder.clone(), run)).or_default();
            last.code = last.code.max(entry.last_code.map_or(0, |code| code.0));
            last.theme = last.theme.max(entry.last_theme.map_or(0, |theme| theme.0));
        }
        // It names coders only for the numbers that they gave in the file from which this one was made.
        if entry.kind != OperationKind::Successor {
            self.entries.insert(entry.id, entry);
        }
    }

    /// Returns the decision that `undo` would undo.
    #[must_use]
    pub fn to_undo(&self, coder: &CoderId) -> Option<OperationId> {
        self.of_coders.get(coder)?.standing.last().copied()
    }

    /// Returns the decision that `redo` would redo.
    #[must_use]
    pub fn to_redo(&self, coder: &CoderId) -> Option<OperationId> {
        self.of_coders.get(coder)?.taken_back.last().copied()
    }

    /// Returns the coders who can redo something, whether or not they are in the project now: a coder who undid joining is not.
    pub fn who_can_redo(&self) -> impl Iterator<Item = &CoderId> {
        self.of_coders.iter().filter(|(_, stacks)| !stacks.taken_back.is_empty()).map(|(coder, _)| coder)
    }

    /// Returns the number of the next new candidate that holds segments. It is above all numbers that the coder ever saw in this run.
    #[must_use]
    pub fn next_code(&self, coder: &CoderId, run: RunId, n_proposed: u32) -> ProposalId {
        ProposalId(self.last_given(coder, run).code.max(n_proposed) + 1)
    }

    /// Returns the letters of the next new candidate theme that holds candidate codes: they follow all that the coder ever saw in this run.
    #[must_use]
    pub fn next_theme(&self, coder: &CoderId, run: RunId, n_proposed: u32) -> CandidateThemeId {
        CandidateThemeId(self.last_given(coder, run).theme.max(n_proposed) + 1)
    }

    fn last_given(&self, coder: &CoderId, run: RunId) -> LastGiven {
        self.last_given.get(&(coder.clone(), run)).copied().unwrap_or_default()
    }

    /// Returns an operation of a coder.
    #[must_use]
    pub fn entry(&self, id: OperationId) -> Option<&Entry> {
        self.entries.get(&id)
    }

    /// Returns all operations of coders, oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.values()
    }

    /// Returns the decisions in effect: those that were not undone; undo and redo are not among them.
    #[must_use]
    pub fn standing(&self) -> HashSet<OperationId> {
        self.of_coders.values().flat_map(|stacks| stacks.standing.iter().copied()).collect()
    }
}

/// Returns a record of the whole project that a decision changed and that a later decision in effect changed too, even if to an equal
/// value; `None` where there is none. `log` holds the coders' operations from the decision on, oldest first.
///
/// Equal values do not show this: after the values a, b, a by three decisions, undoing the first would leave the third, which made a of b,
/// with nothing to undo. Records of one coder need no such check: that coder's decisions are undone in their order.
pub fn changed_later<'a>(
    decision: OperationId,
    log: impl IntoIterator<Item = (OperationId, &'a ReviewDetail)>,
) -> Option<&'a RecordKey> {
    let mut in_effect: BTreeMap<&RecordKey, Vec<OperationId>> = BTreeMap::new();
    for (id, detail) in log {
        for change in detail.changes.iter().filter(|change| change.key.owner().is_none()) {
            let of_key = in_effect.entry(&change.key).or_default();
            match detail.undoes {
                Some(undone) => of_key.retain(|&id| id != undone),
                None => of_key.push(detail.redoes.unwrap_or(id)),
            }
        }
    }
    in_effect
        .into_iter()
        .find(|(_, of_key)| of_key.contains(&decision) && of_key.last() != Some(&decision))
        .map(|(key, _)| key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: u32, kind: OperationKind, of: Option<u32>) -> Entry {
        Entry {
            id: OperationId(id),
            kind,
            at: Timestamp(String::new()),
            coder: CoderId::of_name("ann"),
            undoes: of.filter(|_| kind == OperationKind::Undo).map(OperationId),
            redoes: of.filter(|_| kind == OperationKind::Redo).map(OperationId),
            run: None,
            last_code: None,
            last_theme: None,
        }
    }

    #[test]
    fn undo_and_redo_as_editors_do() {
        let ann = CoderId::of_name("ann");
        let mut history = History::default();
        let at = |history: &History| (history.to_undo(&ann).map(|i| i.0), history.to_redo(&ann).map(|i| i.0));
        assert_eq!(at(&history), (None, None));
        for id in 1..=3 {
            history.push(entry(id, OperationKind::Decide, None));
        }
        assert_eq!(at(&history), (Some(3), None));
        history.push(entry(4, OperationKind::Undo, Some(3)));
        history.push(entry(5, OperationKind::Undo, Some(2)));
        assert_eq!(at(&history), (Some(1), Some(2)));
        history.push(entry(6, OperationKind::Redo, Some(2)));
        assert_eq!(at(&history), (Some(2), Some(3)));
        history.push(entry(7, OperationKind::Decide, None));
        assert_eq!(at(&history), (Some(7), None), "a new decision leaves nothing to redo");
        assert_eq!(history.to_undo(&CoderId::of_name("ben")), None);
    }

    #[test]
    fn numbers_and_letters_of_candidates_are_never_given_twice() {
        let (ann, run) = (CoderId::of_name("ann"), RunId(1));
        let mut history = History::default();
        assert_eq!(history.next_code(&ann, run, 5), ProposalId(6));
        assert_eq!(history.next_theme(&ann, run, 2), CandidateThemeId(3));
        let mut split = entry(1, OperationKind::Decide, None);
        (split.run, split.last_code, split.last_theme) =
            (Some(run), Some(ProposalId(7)), Some(CandidateThemeId(4)));
        history.push(split);
        history.push(entry(2, OperationKind::Undo, Some(1)));
        assert_eq!(history.next_code(&ann, run, 5), ProposalId(8));
        assert_eq!(history.next_theme(&ann, run, 2), CandidateThemeId(5));
        assert_eq!(history.next_code(&ann, RunId(2), 5), ProposalId(6));
    }
}
