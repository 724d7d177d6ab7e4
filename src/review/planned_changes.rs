//! The changes of a decision, and the candidates that must be described again because of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    CandidateEvidence, CandidateThemeId, ProposalId, Record, RecordChange, RecordKey, SegmentId,
};

use super::{Candidate, State};

/// A candidate whose segments a decision changes. Its label and evidence follow from its new segments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regrouped {
    /// The candidate.
    pub candidate: Candidate,
    pub(super) key: RecordKey,
    /// Its segments after the decision.
    pub segments: BTreeSet<SegmentId>,
    /// Whether it is new and still needs a label.
    pub suggest_label: bool,
}

/// The changes of a decision.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedChanges {
    changes: Vec<RecordChange>,
    touched: Vec<Regrouped>,
    last_code: Option<ProposalId>,
    last_theme: Option<CandidateThemeId>,
}

impl PlannedChanges {
    pub(super) fn new(
        state: &State,
        changed: BTreeMap<RecordKey, Option<Record>>,
        touched: Vec<Regrouped>,
        (last_code, last_theme): (Option<ProposalId>, Option<CandidateThemeId>),
    ) -> Self {
        let changes = changed
            .into_iter()
            .map(|(key, after)| RecordChange { before: state.get(&key), after, key })
            // Whether a candidate changes is known only after it is described again.
            .filter(|c| c.before != c.after || touched.iter().any(|touched| touched.key == c.key))
            .collect();
        Self { changes, touched, last_code, last_theme }
    }

    /// Returns the changes, by key; the evidence of the candidates in [`Self::touched`] is not updated yet.
    #[must_use]
    pub fn changes(&self) -> &[RecordChange] {
        &self.changes
    }

    /// Returns the candidates that must be described before the changes are complete.
    #[must_use]
    pub fn touched(&self) -> &[Regrouped] {
        &self.touched
    }

    /// Returns the highest number that was given to a new candidate that holds segments.
    #[must_use]
    pub fn last_code(&self) -> Option<ProposalId> {
        self.last_code
    }

    /// Returns the last letters that were given to a new candidate theme that holds candidate codes.
    #[must_use]
    pub fn last_theme(&self) -> Option<CandidateThemeId> {
        self.last_theme
    }

    /// Completes the changes. `describe` returns label and evidence of a candidate with given segments.
    ///
    /// # Errors
    /// The error of `describe`.
    pub fn complete<E>(
        mut self,
        mut describe: impl FnMut(&Regrouped) -> Result<(String, CandidateEvidence), E>,
    ) -> Result<Vec<RecordChange>, E> {
        for touched in &self.touched {
            let (label, evidence) =
                if touched.segments.is_empty() { Default::default() } else { describe(touched)? };
            let change = self.changes.iter_mut().find(|change| change.key == touched.key);
            let (own_label, own_evidence) = match change.and_then(|change| change.after.as_mut()) {
                Some(Record::CandidateCode(code)) => (&mut code.label, &mut code.evidence),
                Some(Record::CandidateTheme(theme)) => (&mut theme.label, &mut theme.evidence),
                _ => continue,
            };
            *own_evidence = evidence;
            if touched.suggest_label {
                *own_label = label;
            }
        }
        self.changes.retain(|change| change.before != change.after);
        Ok(self.changes)
    }
}
