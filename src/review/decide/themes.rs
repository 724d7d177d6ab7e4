//! Verdicts on a candidate theme, and its label.

use std::collections::BTreeSet;

use crate::domain::{CandidateStatus, Code, CodeLevel, Named, ProposalId, ThemeAssignment};

use super::text;
use crate::review::Refusal;
use crate::review::change_set::ChangeSet;

impl ChangeSet<'_> {
    /// Accepts a theme: its segments are coded, with a new or an existing code. A segment that already has this code keeps its
    /// coding.
    pub(super) fn accept(
        &mut self,
        theme: ProposalId,
        into: Option<&Named>,
        label: Option<&str>,
        level: Option<CodeLevel>,
    ) -> Result<(), Refusal> {
        let mut value = self.unsettled(theme)?;
        let members = self.members(theme);
        if members.is_empty() {
            return Err(Refusal::Empty(theme));
        }
        let from = self.theme_ref(theme);
        let (code, coded) = match into {
            Some(named) => {
                let (id, _) = self.code(named)?;
                let coded: BTreeSet<_> =
                    self.view.codings_of(id).map(|(_, c)| (c.document.clone(), c.span())).collect();
                (id, coded)
            }
            None => {
                let label = text("label", label.unwrap_or(&value.label))?.to_owned();
                self.refuse_label(&label, None)?;
                let level = level.unwrap_or_default();
                let code = Code { label, level, from: Some(from), ..Code::default() };
                (self.new_code(code), BTreeSet::new())
            }
        };
        for &segment in &members {
            let mut coding = self.coding_of(code, segment)?;
            if coded.contains(&(coding.document.clone(), coding.span())) {
                continue;
            }
            coding.negative = self.place(segment)?.negative;
            coding.proposal = Some(from);
            self.new_coding(coding);
            self.forget_fit(code, segment);
        }
        value.verdict = CandidateStatus::Accepted;
        value.code = Some(code);
        self.set_theme(theme, value);
        Ok(())
    }

    /// Rejects a theme: its segments are then in no theme. They are never moved to another theme silently.
    pub(super) fn reject(&mut self, theme: ProposalId) -> Result<(), Refusal> {
        let mut value = self.unsettled(theme)?;
        for segment in self.members(theme) {
            let negative = self.place(segment)?.negative;
            self.set_place(segment, ThemeAssignment { theme: None, negative, rejected_with: Some(theme) });
        }
        value.verdict = CandidateStatus::Rejected;
        self.set_theme(theme, value);
        Ok(())
    }

    pub(super) fn defer(&mut self, theme: ProposalId) -> Result<(), Refusal> {
        let mut value = self.unsettled(theme)?;
        value.verdict = CandidateStatus::Deferred;
        self.set_theme(theme, value);
        Ok(())
    }

    /// Reopens a deferred theme; or a rejected one, with those of its segments that nobody has moved since; or an accepted one
    /// whose code no longer exists.
    pub(super) fn reopen(&mut self, theme: ProposalId) -> Result<(), Refusal> {
        let mut value = self.theme(theme)?;
        match value.verdict {
            CandidateStatus::Open => return Err(Refusal::NoChange),
            CandidateStatus::Deferred => {}
            CandidateStatus::Accepted
                if value.code.is_none_or(|code| !self.view.codes.contains_key(&code)) =>
            {
                value.code = None;
            }
            CandidateStatus::Rejected => {
                let run = self.base.run;
                let back: Vec<_> = self
                    .view
                    .places
                    .iter()
                    .filter(|((of, _), place)| *of == run && place.rejected_with == Some(theme))
                    .map(|((_, segment), place)| (*segment, place.negative))
                    .collect();
                let mut members = self.members(theme);
                for (segment, negative) in back {
                    self.set_place(
                        segment,
                        ThemeAssignment { theme: Some(theme), negative, rejected_with: None },
                    );
                    members.insert(segment);
                }
                value.verdict = CandidateStatus::Open;
                self.regroup(theme, value, members);
                return Ok(());
            }
            CandidateStatus::Accepted | CandidateStatus::Merged | CandidateStatus::Emptied => {
                return Err(Refusal::settled(theme, &value));
            }
        }
        value.verdict = CandidateStatus::Open;
        self.set_theme(theme, value);
        Ok(())
    }

    pub(super) fn rename(&mut self, theme: ProposalId, label: &str) -> Result<(), Refusal> {
        let mut value = self.unsettled(theme)?;
        value.label = text("label", label)?.to_owned();
        self.set_theme(theme, value);
        Ok(())
    }
}
