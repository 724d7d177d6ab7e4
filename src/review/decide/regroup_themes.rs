//! Moving candidate codes between candidate themes.

use std::collections::BTreeSet;

use crate::domain::{
    CandidateId, CandidateStatus, CandidateTheme, CandidateThemeId, Candidates, Code, Destination,
    NeedsLevel, ProposalId, ThemeMadeBy,
};

use crate::review::change_set::ChangeSet;
use crate::review::{Candidate, Refusal};

impl ChangeSet<'_> {
    /// Splits a candidate theme: the candidate codes of each part are in a theme of their own; codes of no part stay.
    pub(super) fn split_theme(
        &mut self,
        theme: CandidateThemeId,
        parts: &[Vec<CandidateId>],
    ) -> Result<(), Refusal> {
        self.unsettled_theme(theme)?;
        let mut left: BTreeSet<ProposalId> = self.codes_of(theme).into_iter().collect();
        self.candidate_codes(&parts.concat())?;
        for part in parts {
            let ids = self.candidate_codes(part)?;
            if let [id, ..] = ids[..]
                && ids.iter().all(|id| self.members(*id).is_empty())
            {
                return Err(Refusal::Empty(self.base.name(id)));
            }
            for id in ids {
                if !left.remove(&id) {
                    self.candidate(id)?;
                    let found = crate::review::theme_of(self.base, self.view, id).map(CandidateId::Theme);
                    let (code, theme) = (self.base.name(id), theme.into());
                    return Err(Refusal::CodeElsewhere { code, theme, found });
                }
            }
        }
        // A single part with all codes would be the theme itself.
        if left.is_empty() && parts.len() == 1 {
            return Err(Refusal::NoChange);
        }
        for part in parts {
            let new = self.new_theme(ThemeMadeBy::SplitOf(theme));
            for id in self.candidate_codes(part)? {
                self.set_theme_of(id, Some(new));
            }
        }
        Ok(())
    }

    /// Unites candidate themes: their candidate codes go into one, which keeps its letters and its label.
    pub(super) fn merge_themes(
        &mut self,
        themes: &[CandidateThemeId],
        into: CandidateThemeId,
    ) -> Result<(), Refusal> {
        self.unsettled_theme(into)?;
        for &theme in themes {
            if theme == into {
                return Err(Refusal::Itself { what: "candidate theme", name: theme.to_string() });
            }
            let value = self.unsettled_theme(theme)?;
            for id in self.codes_of(theme) {
                self.set_theme_of(id, Some(into));
            }
            self.set_theme(theme, CandidateTheme { merged_into: Some(into), ..value });
        }
        Ok(())
    }

    /// Moves candidate codes to another candidate theme, to a new one, or out of their theme. The code of an accepted one moves along in the
    /// codebook.
    pub(super) fn move_codes(&mut self, candidates: &Candidates, to: Destination) -> Result<(), Refusal> {
        let ids = self.candidate_codes(&candidates.0)?;
        let mut from = BTreeSet::new();
        let mut moved = Vec::new();
        let target = match to {
            Destination::Candidate(name) => match self.base.meant(name) {
                Candidate::OfCodes(theme) => {
                    let found = self.theme(theme)?;
                    if found.merged_into.is_some() {
                        return Err(self.settled_theme(theme, &found));
                    }
                    Some(theme)
                }
                Candidate::OfSegments(_) => {
                    return Err(Refusal::WrongLevel { candidate: name, needs: NeedsLevel::ThemeOfCodes });
                }
            },
            Destination::New | Destination::None => None,
        };
        for id in ids {
            let value = self.candidate(id)?;
            // The others hold no segment.
            let is_there = matches!(
                value.verdict,
                CandidateStatus::Open | CandidateStatus::Deferred | CandidateStatus::Accepted
            );
            if !is_there {
                return Err(self.settled(id, &value));
            }
            let theme = crate::review::theme_of(self.base, self.view, id);
            if to != Destination::New && theme == target {
                continue;
            }
            from.extend(theme);
            moved.push((id, theme));
        }
        if moved.is_empty() {
            return Err(Refusal::NoChange);
        }
        let target = match to {
            Destination::New => Some(self.new_theme(ThemeMadeBy::MovedFrom(from.into_iter().collect()))),
            _ => target,
        };
        for (id, theme) in moved {
            self.set_theme_of(id, target);
            self.nest_as_grouped(id, theme, target)?;
        }
        Ok(())
    }

    /// Nests the code of an accepted candidate code as the candidate code is grouped now: under the theme of the codebook that its new
    /// candidate theme was accepted as, and out of the one of its old candidate theme. A code that the coder nested elsewhere stays there, and
    /// so does one that other candidates were accepted as too.
    fn nest_as_grouped(
        &mut self,
        id: ProposalId,
        from: Option<CandidateThemeId>,
        to: Option<CandidateThemeId>,
    ) -> Result<(), Refusal> {
        let Some((code_id, code)) = self.view.living(self.candidate(id)?.code) else { return Ok(()) };
        let run = self.base.run;
        let others = self.view.candidates.iter().filter(|((of, other), _)| *of == run && *other != id);
        if others.into_iter().any(|(_, other)| other.code == Some(code_id)) {
            return Ok(());
        }
        let accepted_as = |theme: Option<CandidateThemeId>| {
            let theme = theme.and_then(|theme| self.theme(theme).ok())?;
            self.view.living(theme.code)
        };
        let (old, new) = (accepted_as(from), accepted_as(to));
        let old = old.map(|(id, _)| id);
        let is_as_grouped = old != Some(code_id) && (code.parent.is_none() || code.parent == old);
        let parent = new.filter(|(id, above)| *id != code_id && code.level < above.level).map(|(id, _)| id);
        if is_as_grouped && parent != code.parent {
            let nested = Code { parent, ..code.clone() };
            self.set_code_last(code_id, nested);
        }
        Ok(())
    }
}
