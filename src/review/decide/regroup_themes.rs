//! Moving segments between candidate themes.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    CandidateStatus, CandidateTheme, Destination, MadeBy, ProposalId, SegmentId, ThemeAssignment,
};

use super::each_once;
use crate::review::Refusal;
use crate::review::change_set::ChangeSet;

impl ChangeSet<'_> {
    /// Splits a theme: each part becomes a theme of its own; segments of no part stay. If none stays, the theme is emptied.
    pub(super) fn split(&mut self, theme: ProposalId, parts: &[Vec<SegmentId>]) -> Result<(), Refusal> {
        let value = self.unsettled(theme)?;
        let members = self.members(theme);
        each_once("segment", &parts.concat())?;
        let mut left = members.clone();
        for part in parts {
            if part.is_empty() {
                return Err(Refusal::Nothing("segment"));
            }
            for &segment in part {
                let found = self.place(segment)?.theme;
                if !left.remove(&segment) {
                    return Err(Refusal::Elsewhere { segment, theme, found });
                }
            }
        }
        // A single part with all segments would be the theme itself.
        if left.is_empty() && parts.len() == 1 {
            return Err(Refusal::NoChange);
        }
        for part in parts {
            let new = self.new_theme(MadeBy::SplitOf(theme), part.iter().copied().collect());
            for &segment in part {
                let negative = self.place(segment)?.negative;
                self.set_place(segment, ThemeAssignment { theme: Some(new), negative, rejected_with: None });
            }
        }
        self.leave(theme, value, left);
        Ok(())
    }

    /// Unites themes: their segments go into one, which keeps its number, label and verdict.
    pub(super) fn merge(&mut self, themes: &[ProposalId], into: ProposalId) -> Result<(), Refusal> {
        each_once("theme", themes)?;
        let target = self.unsettled(into)?;
        let mut members = self.members(into);
        for &theme in themes {
            if theme == into {
                return Err(Refusal::Itself { what: "theme", name: theme.to_string() });
            }
            let mut value = self.unsettled(theme)?;
            for segment in self.members(theme) {
                let negative = self.place(segment)?.negative;
                self.set_place(segment, ThemeAssignment { theme: Some(into), negative, rejected_with: None });
                members.insert(segment);
            }
            value.verdict = CandidateStatus::Merged;
            value.merged_into = Some(into);
            self.set_theme(theme, value);
        }
        self.regroup(into, target, members);
        Ok(())
    }

    /// Moves segments out of their themes; a moved segment is not a negative case in its new theme.
    pub(super) fn move_segments(&mut self, segments: &[SegmentId], to: Destination) -> Result<(), Refusal> {
        each_once("segment", segments)?;
        let mut sources: BTreeMap<ProposalId, (CandidateTheme, BTreeSet<SegmentId>)> = BTreeMap::new();
        let mut moved = Vec::new();
        for &segment in segments {
            let place = self.place(segment)?;
            let there = match to {
                Destination::Theme(theme) => place.theme == Some(theme),
                // Segments that the run or a rejection left in no theme are now in none by a decision of their own.
                Destination::None => {
                    let known = self.view.places.contains_key(&(self.base.run, segment));
                    known && place.theme.is_none() && place.rejected_with.is_none()
                }
                Destination::New => false,
            };
            if there {
                continue;
            }
            if let Some(theme) = place.theme {
                let (_, members) = match sources.entry(theme) {
                    std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
                    std::collections::btree_map::Entry::Vacant(new) => {
                        let value = self.unsettled(theme)?;
                        new.insert((value, self.members(theme)))
                    }
                };
                members.remove(&segment);
            }
            moved.push(segment);
        }
        if moved.is_empty() {
            return Err(Refusal::NoChange);
        }
        let theme = match to {
            Destination::None => None,
            Destination::Theme(theme) => {
                let value = self.unsettled(theme)?;
                let members = self.members(theme).into_iter().chain(moved.iter().copied()).collect();
                self.regroup(theme, value, members);
                Some(theme)
            }
            Destination::New => {
                let from = sources.keys().copied().collect();
                Some(self.new_theme(MadeBy::MovedFrom(from), moved.iter().copied().collect()))
            }
        };
        for segment in moved {
            self.set_place(segment, ThemeAssignment { theme, ..ThemeAssignment::default() });
        }
        for (theme, (value, left)) in sources {
            self.leave(theme, value, left);
        }
        Ok(())
    }

    /// Adds segments that are in no theme to one.
    pub(super) fn add(&mut self, segments: &[SegmentId], theme: ProposalId) -> Result<(), Refusal> {
        for &segment in segments {
            if let Some(theme) = self.place(segment)?.theme {
                return Err(Refusal::InTheme { segment, theme });
            }
        }
        self.move_segments(segments, Destination::Theme(theme))
    }

    /// Makes each group a theme of its own. Its segments leave their themes, which must be open or deferred.
    pub(super) fn suggest_again(&mut self, themes: &[Vec<SegmentId>]) -> Result<(), Refusal> {
        if themes.is_empty() {
            return Err(Refusal::Nothing("theme"));
        }
        each_once("segment", &themes.concat())?;
        let mut sources: BTreeMap<ProposalId, (CandidateTheme, BTreeSet<SegmentId>)> = BTreeMap::new();
        for group in themes {
            if group.is_empty() {
                return Err(Refusal::Nothing("segment"));
            }
            for &segment in group {
                let Some(theme) = self.place(segment)?.theme else { continue };
                if let Entry::Vacant(vacant) = sources.entry(theme) {
                    vacant.insert((self.unsettled(theme)?, self.members(theme)));
                }
                if let Some((_, members)) = sources.get_mut(&theme) {
                    members.remove(&segment);
                }
            }
            let new = self.new_theme(MadeBy::SuggestedAgain, group.iter().copied().collect());
            for &segment in group {
                self.set_place(segment, ThemeAssignment { theme: Some(new), ..ThemeAssignment::default() });
            }
        }
        for (theme, (value, left)) in sources {
            self.leave(theme, value, left);
        }
        Ok(())
    }

    pub(super) fn negative(&mut self, segments: &[SegmentId], negative: bool) -> Result<(), Refusal> {
        each_once("segment", segments)?;
        for &segment in segments {
            let place = self.place(segment)?;
            let theme = place.theme.ok_or(Refusal::InNoTheme(segment))?;
            self.unsettled(theme)?;
            self.set_place(segment, ThemeAssignment { negative, ..place });
        }
        Ok(())
    }

    /// Stores a theme that lost segments.
    fn leave(&mut self, theme: ProposalId, mut value: CandidateTheme, left: BTreeSet<SegmentId>) {
        if left.is_empty() {
            value.verdict = CandidateStatus::Emptied;
        }
        self.regroup(theme, value, left);
    }
}
