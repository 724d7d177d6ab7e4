//! The changes of a decision, and the themes that must be described again because of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{ProposalId, Record, RecordChange, RecordKey, SegmentId, ThemeEvidence};

use super::State;

/// A candidate theme whose segments a decision changes. Its label and evidence follow from its new segments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegroupedTheme {
    /// The theme.
    pub theme: ProposalId,
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
    touched: Vec<RegroupedTheme>,
    last_theme: Option<ProposalId>,
}

impl PlannedChanges {
    pub(super) fn new(
        state: &State,
        changed: BTreeMap<RecordKey, Option<Record>>,
        touched: Vec<RegroupedTheme>,
        last_theme: Option<ProposalId>,
    ) -> Self {
        let changes = changed
            .into_iter()
            .map(|(key, after)| RecordChange { before: state.get(&key), after, key })
            // Whether a theme changes is known only after it is described again.
            .filter(|c| c.before != c.after || touched.iter().any(|touched| touched.key == c.key))
            .collect();
        Self { changes, touched, last_theme }
    }

    /// Returns the changes, by key; the evidence of the themes in [`Self::touched`] is not updated yet.
    #[must_use]
    pub fn changes(&self) -> &[RecordChange] {
        &self.changes
    }

    /// Returns the themes that must be described before the changes are complete.
    #[must_use]
    pub fn touched(&self) -> &[RegroupedTheme] {
        &self.touched
    }

    /// Returns the highest number that was given to a new theme.
    #[must_use]
    pub fn last_theme(&self) -> Option<ProposalId> {
        self.last_theme
    }

    /// Completes the changes. `describe` returns label and evidence of a theme with given segments.
    ///
    /// # Errors
    /// The error of `describe`.
    pub fn complete<E>(
        mut self,
        mut describe: impl FnMut(&RegroupedTheme) -> Result<(String, ThemeEvidence), E>,
    ) -> Result<Vec<RecordChange>, E> {
        for touched in &self.touched {
            let (label, evidence) =
                if touched.segments.is_empty() { Default::default() } else { describe(touched)? };
            let change = self.changes.iter_mut().find(|change| change.key == touched.key);
            if let Some(Record::Theme(theme)) = change.and_then(|change| change.after.as_mut()) {
                theme.evidence = evidence;
                if touched.suggest_label {
                    theme.label = label;
                }
            }
        }
        self.changes.retain(|change| change.before != change.after);
        Ok(self.changes)
    }
}
