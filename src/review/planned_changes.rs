//! What a decision changes, and which themes must be described anew for it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{ProposalId, Record, RecordChange, RecordKey, SegmentId, ThemeEvidence};

use super::State;

/// A candidate theme whose segments a decision changes: label and evidence follow from what is in it then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegroupedTheme {
    /// The theme.
    pub theme: ProposalId,
    pub(super) key: RecordKey,
    /// Its segments after the decision.
    pub segments: BTreeSet<SegmentId>,
    /// Whether it is new and has no label yet.
    pub suggest_label: bool,
}

/// What a decision changes.
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
            // Whether a theme that is described anew changes is known only then.
            .filter(|c| c.before != c.after || touched.iter().any(|touched| touched.key == c.key))
            .collect();
        Self { changes, touched, last_theme }
    }

    /// The changes, by key; the evidence of touched themes is still as it was.
    #[must_use]
    pub fn changes(&self) -> &[RecordChange] {
        &self.changes
    }

    /// The themes that must be described before the changes are complete.
    #[must_use]
    pub fn touched(&self) -> &[RegroupedTheme] {
        &self.touched
    }

    /// The highest number that was given to a new theme.
    #[must_use]
    pub fn last_theme(&self) -> Option<ProposalId> {
        self.last_theme
    }

    /// Completes the changes: `describe` gives a label and the evidence of a theme with some segments.
    ///
    /// # Errors
    /// What `describe` fails with.
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
