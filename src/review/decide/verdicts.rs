//! Verdicts on candidates, and their labels.

use std::collections::BTreeSet;

use crate::domain::{
    CandidateCode, CandidateId, CandidateStatus, CandidateTheme, CandidateThemeId, Candidates, Code, CodeId,
    CodeLevel, Coding, NeedsLevel, Placement, ProposalId,
};

use super::acceptance::Acceptance;
use super::codes::check_levels;
use super::{each_once, text};
use crate::review::change_set::ChangeSet;
use crate::review::{Candidate, Refusal};

/// What a decision asks of one candidate code.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Reject,
    Defer,
    Reopen,
}

impl ChangeSet<'_> {
    /// Accepts candidates: each becomes a new code or theme, or goes into one that there is.
    pub(super) fn accept(&mut self, candidates: &Candidates, how: &Acceptance<'_>) -> Result<(), Refusal> {
        let n_candidates = candidates.0.len();
        if how.label.is_some() && n_candidates > 1 {
            return Err(Refusal::OneLabel { n_candidates });
        }
        let open_codes = |draft: &Self, theme| Ok(draft.with_status(theme, CandidateStatus::Open));
        self.each_code_once(candidates, open_codes)?;
        for &name in &candidates.0 {
            match self.base.meant(name) {
                Candidate::OfSegments(id) => self.accept_segments(id, how)?,
                Candidate::OfCodes(theme) if how.as_code => self.accept_as_code(theme, how)?,
                Candidate::OfCodes(theme) => self.accept_theme(theme, how)?,
            }
        }
        Ok(())
    }

    /// Accepts a candidate that holds segments: they are coded, with a new or an existing code. A segment that already has this code keeps
    /// its coding. If the candidate theme of a candidate code was accepted, the new code is nested under that theme. A candidate code that
    /// goes into a theme of the codebook becomes a new code under it: codings hang on codes.
    fn accept_segments(&mut self, id: ProposalId, how: &Acceptance<'_>) -> Result<(), Refusal> {
        let value = self.unsettled(id)?;
        let is_theme = !self.base.has_two_levels();
        let into = how.into.map(|named| self.code(named)).transpose()?;
        let code = match into {
            Some((above, theme)) if !is_theme && theme.level == CodeLevel::Theme => {
                self.code_from(self.base.name(id), &value.label, CodeLevel::Code, Some(above))?
            }
            Some((into, _)) => into,
            None => {
                let default = if is_theme && !how.as_code { CodeLevel::Theme } else { CodeLevel::Code };
                let level = how.level.unwrap_or(default);
                let label = how.label.unwrap_or(&value.label);
                let parent = self.accepted_theme(id).filter(|(_, above)| level < above.level);
                self.code_from(self.base.name(id), label, level, parent.map(|(id, _)| id))?
            }
        };
        self.code_members(id, code)?;
        self.settle(id, value, code);
        Ok(())
    }

    /// Accepts a candidate theme: makes a theme of the codebook and nests its open candidate codes as codes under it. The codes that were
    /// accepted from it before are nested too, unless they were nested elsewhere. Once it is accepted, what was opened or added since is
    /// nested under the same theme.
    fn accept_theme(&mut self, theme: CandidateThemeId, how: &Acceptance<'_>) -> Result<(), Refusal> {
        let mut value = self.theme(theme)?;
        let open = self.with_status(theme, CandidateStatus::Open);
        let accepted: BTreeSet<CodeId> =
            self.codes_of(theme).into_iter().filter_map(|id| self.candidate(id).ok()?.code).collect();
        let there = self.view.living(value.code).map(|(id, code)| (id, code.clone()));
        if value.merged_into.is_some() || (open.is_empty() && (there.is_some() || accepted.is_empty())) {
            return Err(self.nothing_open(theme));
        }
        let above = match (how.into, there) {
            (Some(named), _) => self.code(named)?,
            (None, Some(there)) => there,
            (None, None) => {
                let level = how.level.unwrap_or(CodeLevel::Theme);
                let label = text("label", how.label.unwrap_or(&value.label))?.to_owned();
                check_levels(CodeLevel::Code, &Code { label: label.clone(), level, ..Code::default() })?;
                let id = self.code_from(theme.into(), &label, level, None)?;
                (id, Code { label, level, ..Code::default() })
            }
        };
        check_levels(CodeLevel::Code, &above.1)?;
        for id in accepted.into_iter().filter(|id| *id != above.0) {
            let Some(code) = self.view.codes.get(&id).filter(|code| code.parent.is_none()) else { continue };
            if code.level < above.1.level {
                let nested = Code { parent: Some(above.0), ..code.clone() };
                self.set_code_last(id, nested);
            }
        }
        for id in open {
            let code = self.unsettled(id)?;
            let made = self.code_from(self.base.name(id), &code.label, CodeLevel::Code, Some(above.0))?;
            self.code_members(id, made)?;
            self.settle(id, code, made);
        }
        value.code = Some(above.0);
        self.set_theme(theme, value);
        Ok(())
    }

    /// Accepts a candidate theme as one code, which takes the segments of all its open candidate codes.
    fn accept_as_code(&mut self, theme: CandidateThemeId, how: &Acceptance<'_>) -> Result<(), Refusal> {
        let mut value = self.theme(theme)?;
        let open = self.with_status(theme, CandidateStatus::Open);
        if open.is_empty() {
            return Err(self.nothing_open(theme));
        }
        let code = match (how.into, self.view.living(value.code)) {
            (Some(named), _) => self.code(named)?.0,
            (None, Some((id, code))) if code.level == CodeLevel::Code => id,
            (None, Some(_)) => return Err(self.settled_theme(theme, &value)),
            (None, None) => {
                let label = how.label.unwrap_or(&value.label);
                self.code_from(theme.into(), label, how.level.unwrap_or_default(), None)?
            }
        };
        for id in open {
            let candidate = self.unsettled(id)?;
            self.code_members(id, code)?;
            self.settle(id, candidate, code);
        }
        value.code = Some(code);
        self.set_theme(theme, value);
        Ok(())
    }

    /// Makes the code that a candidate becomes.
    fn code_from(
        &mut self,
        candidate: CandidateId,
        label: &str,
        level: CodeLevel,
        parent: Option<CodeId>,
    ) -> Result<CodeId, Refusal> {
        let label = text("label", label)?.to_owned();
        self.refuse_label(&label, parent)?;
        let from = Some(self.reference(candidate));
        Ok(self.new_code(Code { label, level, parent, from, ..Code::default() }))
    }

    /// Returns the theme of the codebook that the candidate theme of a candidate code was accepted as.
    fn accepted_theme(&self, id: ProposalId) -> Option<(CodeId, Code)> {
        let theme = crate::review::theme_of(self.base, self.view, id)?;
        let (id, code) = self.view.living(self.theme(theme).ok()?.code)?;
        Some((id, code.clone()))
    }

    /// Codes the segments of a candidate.
    fn code_members(&mut self, id: ProposalId, code: CodeId) -> Result<(), Refusal> {
        let segments = self.members(id);
        if segments.is_empty() {
            return Err(Refusal::Empty(self.base.name(id)));
        }
        let place = |coding: &Coding| (coding.document.clone(), coding.span());
        let coded: BTreeSet<_> = self.view.codings_of(code).map(|(_, coding)| place(coding)).collect();
        for segment in segments {
            let mut coding = self.coding_of(code, segment)?;
            if coded.contains(&place(&coding)) {
                continue;
            }
            coding.negative = self.place(segment)?.negative;
            coding.candidate = Some(self.reference(self.base.name(id)));
            self.new_coding(coding);
            self.forget_fit(code, segment);
        }
        Ok(())
    }

    fn settle(&mut self, id: ProposalId, candidate: CandidateCode, code: CodeId) {
        let verdict = CandidateStatus::Accepted;
        self.set_candidate(id, CandidateCode { verdict, code: Some(code), ..candidate });
    }

    /// Lists the candidate codes of a candidate theme that have a status.
    fn with_status(&self, theme: CandidateThemeId, status: CandidateStatus) -> Vec<ProposalId> {
        let mut codes = self.codes_of(theme);
        codes.retain(|id| self.candidate(*id).is_ok_and(|code| code.verdict == status));
        codes
    }

    /// Returns the refusal of a verdict on a candidate theme of which no candidate code is open.
    fn nothing_open(&self, theme: CandidateThemeId) -> Refusal {
        match self.theme(theme) {
            Ok(found) if found.merged_into.is_some() => self.settled_theme(theme, &found),
            Ok(_) => Refusal::NothingOpen(theme.into()),
            Err(refusal) => refusal,
        }
    }

    /// Rejects candidates: their segments are then in none. They are never moved to another candidate silently.
    pub(super) fn reject(&mut self, candidates: &Candidates) -> Result<(), Refusal> {
        self.give(candidates, Verdict::Reject)
    }

    pub(super) fn defer(&mut self, candidates: &Candidates) -> Result<(), Refusal> {
        self.give(candidates, Verdict::Defer)
    }

    /// Reopens deferred candidates; rejected ones, with those of their segments that nobody has moved since; and accepted ones whose code no
    /// longer exists.
    pub(super) fn reopen(&mut self, candidates: &Candidates) -> Result<(), Refusal> {
        self.give(candidates, Verdict::Reopen)
    }

    fn give(&mut self, candidates: &Candidates, verdict: Verdict) -> Result<(), Refusal> {
        for id in self.each_code_once(candidates, |draft, theme| draft.of_theme(theme, verdict))? {
            match verdict {
                Verdict::Reject => self.reject_one(id)?,
                Verdict::Defer => self.defer_one(id)?,
                Verdict::Reopen => self.reopen_one(id)?,
            }
        }
        if verdict == Verdict::Reopen {
            self.forget_lost_themes(candidates);
        }
        Ok(())
    }

    /// Returns what a decision acts on: the candidates that hold segments, named themselves or by their candidate theme, whose codes
    /// `of_theme` picks. Refuses one that is named twice, be it under two names.
    fn each_code_once(
        &self,
        candidates: &Candidates,
        of_theme: impl Fn(&Self, CandidateThemeId) -> Result<Vec<ProposalId>, Refusal>,
    ) -> Result<BTreeSet<ProposalId>, Refusal> {
        each_once("candidate", &candidates.0)?;
        let mut acts_on = BTreeSet::new();
        for &name in &candidates.0 {
            let ids = match self.base.meant(name) {
                Candidate::OfSegments(id) => vec![id],
                Candidate::OfCodes(theme) => of_theme(self, theme)?,
            };
            for id in ids {
                if !acts_on.insert(id) {
                    return Err(Refusal::Twice { what: "candidate", name: self.base.name(id).to_string() });
                }
            }
        }
        Ok(acts_on)
    }

    /// Lists the candidate codes of a candidate theme on which a verdict acts.
    fn of_theme(&self, theme: CandidateThemeId, verdict: Verdict) -> Result<Vec<ProposalId>, Refusal> {
        let value = self.theme(theme)?;
        if verdict != Verdict::Reopen {
            let open = self.with_status(theme, CandidateStatus::Open);
            return if open.is_empty() { Err(self.nothing_open(theme)) } else { Ok(open) };
        }
        if value.merged_into.is_some() {
            return Err(self.settled_theme(theme, &value));
        }
        let can_open = |id: &ProposalId| {
            self.candidate(*id).is_ok_and(|code| match code.verdict {
                CandidateStatus::Rejected | CandidateStatus::Deferred => true,
                CandidateStatus::Accepted => self.view.living(code.code).is_none(),
                _ => false,
            })
        };
        let codes: Vec<ProposalId> = self.codes_of(theme).into_iter().filter(can_open).collect();
        let is_lost = value.code.is_some() && self.view.living(value.code).is_none();
        if codes.is_empty() && !is_lost { Err(Refusal::NoChange) } else { Ok(codes) }
    }

    /// Takes from reopened candidate themes the theme of the codebook that no longer exists.
    fn forget_lost_themes(&mut self, candidates: &Candidates) {
        for &name in &candidates.0 {
            if let Candidate::OfCodes(theme) = self.base.meant(name)
                && let Ok(value) = self.theme(theme)
                && value.code.is_some()
                && self.view.living(value.code).is_none()
            {
                self.set_theme(theme, CandidateTheme { code: None, ..value });
            }
        }
    }

    fn reject_one(&mut self, id: ProposalId) -> Result<(), Refusal> {
        let mut value = self.unsettled(id)?;
        for segment in self.members(id) {
            let negative = self.place(segment)?.negative;
            self.set_place(segment, Placement { candidate: None, negative, rejected_with: Some(id) });
        }
        value.verdict = CandidateStatus::Rejected;
        self.set_candidate(id, value);
        Ok(())
    }

    fn defer_one(&mut self, id: ProposalId) -> Result<(), Refusal> {
        let mut value = self.unsettled(id)?;
        value.verdict = CandidateStatus::Deferred;
        self.set_candidate(id, value);
        Ok(())
    }

    fn reopen_one(&mut self, id: ProposalId) -> Result<(), Refusal> {
        let mut value = self.candidate(id)?;
        match value.verdict {
            CandidateStatus::Open => return Err(Refusal::NoChange),
            CandidateStatus::Deferred => {}
            CandidateStatus::Accepted if self.view.living(value.code).is_none() => {
                value.code = None;
            }
            CandidateStatus::Rejected => {
                let run = self.base.run;
                let back: Vec<_> = self
                    .view
                    .places
                    .iter()
                    .filter(|((of, _), place)| *of == run && place.rejected_with == Some(id))
                    .map(|((_, segment), place)| (*segment, place.negative))
                    .collect();
                let mut members = self.members(id);
                for (segment, negative) in back {
                    let candidate = Some(id);
                    self.set_place(segment, Placement { candidate, negative, rejected_with: None });
                    members.insert(segment);
                }
                value.verdict = CandidateStatus::Open;
                self.regroup(id, value, members);
                return Ok(());
            }
            CandidateStatus::Accepted | CandidateStatus::Merged | CandidateStatus::Emptied => {
                return Err(self.settled(id, &value));
            }
        }
        value.verdict = CandidateStatus::Open;
        self.set_candidate(id, value);
        Ok(())
    }

    pub(super) fn rename(&mut self, name: CandidateId, label: &str) -> Result<(), Refusal> {
        let label = || Ok::<_, Refusal>(text("label", label)?.to_owned());
        match self.base.meant(name) {
            Candidate::OfSegments(id) => {
                let value = self.unsettled(id)?;
                self.set_candidate(id, CandidateCode { label: label()?, ..value });
            }
            Candidate::OfCodes(theme) => {
                let mut value = self.unsettled_theme(theme)?;
                value.label = label()?;
                self.set_theme(theme, value);
            }
        }
        Ok(())
    }

    /// Returns the candidate codes that were named.
    ///
    /// # Errors
    /// [`Refusal::WrongLevel`] for a candidate theme, and in a run of one level.
    pub(super) fn candidate_codes(&self, names: &[CandidateId]) -> Result<Vec<ProposalId>, Refusal> {
        each_once("candidate code", names)?;
        let code = |&name: &CandidateId| match self.base.meant(name) {
            Candidate::OfSegments(id) if self.base.has_two_levels() => Ok(id),
            _ => Err(Refusal::WrongLevel { candidate: name, needs: NeedsLevel::Code }),
        };
        names.iter().map(code).collect()
    }
}
