//! Moving segments between candidates.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    CandidateCode, CandidateId, CandidateStatus, Candidates, Destination, MadeBy, NeedsLevel, Placement,
    ProposalId, SegmentId,
};

use super::each_once;
use crate::review::change_set::ChangeSet;
use crate::review::{Candidate, Refusal};

impl ChangeSet<'_> {
    /// Splits a candidate: each part becomes a candidate of its own; what no part names stays. If nothing stays, the candidate is emptied.
    pub(super) fn split(
        &mut self,
        name: CandidateId,
        parts: &[Vec<SegmentId>],
        codes: &[Vec<CandidateId>],
    ) -> Result<(), Refusal> {
        match self.base.meant(name) {
            Candidate::OfSegments(id) if codes.is_empty() => self.split_segments(id, parts),
            Candidate::OfSegments(_) => {
                Err(Refusal::WrongLevel { candidate: name, needs: NeedsLevel::ThemeOfCodes })
            }
            Candidate::OfCodes(theme) if parts.is_empty() => self.split_theme(theme, codes),
            Candidate::OfCodes(_) => {
                Err(Refusal::WrongLevel { candidate: name, needs: NeedsLevel::Segments })
            }
        }
    }

    fn split_segments(&mut self, id: ProposalId, parts: &[Vec<SegmentId>]) -> Result<(), Refusal> {
        let value = self.unsettled(id)?;
        let members = self.members(id);
        each_once("segment", &parts.concat())?;
        let mut left = members.clone();
        for part in parts {
            if part.is_empty() {
                return Err(Refusal::Nothing("segment"));
            }
            for &segment in part {
                let found = self.place(segment)?.candidate;
                if !left.remove(&segment) {
                    let (candidate, found) = (self.base.name(id), found.map(|found| self.base.name(found)));
                    return Err(Refusal::Elsewhere { segment, candidate, found });
                }
            }
        }
        // A single part with all segments would be the candidate itself.
        if left.is_empty() && parts.len() == 1 {
            return Err(Refusal::NoChange);
        }
        for part in parts {
            let new = self.new_candidate(MadeBy::SplitOf(id), part.iter().copied().collect());
            for &segment in part {
                let negative = self.place(segment)?.negative;
                self.set_place(segment, Placement { candidate: Some(new), negative, rejected_with: None });
            }
        }
        self.leave(id, value, left);
        Ok(())
    }

    /// Unites candidates of one level: what they hold goes into one of them, which keeps its name, label and verdict.
    pub(super) fn merge(&mut self, candidates: &Candidates, into: CandidateId) -> Result<(), Refusal> {
        each_once("candidate", &candidates.0)?;
        let (mut codes, mut themes) = (Vec::new(), Vec::new());
        for &name in &candidates.0 {
            match (self.base.meant(name), self.base.meant(into)) {
                (Candidate::OfSegments(id), Candidate::OfSegments(_)) => codes.push(id),
                (Candidate::OfCodes(theme), Candidate::OfCodes(_)) => themes.push(theme),
                _ => return Err(Refusal::TwoLevels { first: into, other: name }),
            }
        }
        match self.base.meant(into) {
            Candidate::OfSegments(into) => self.merge_segments(&codes, into),
            Candidate::OfCodes(into) => self.merge_themes(&themes, into),
        }
    }

    fn merge_segments(&mut self, ids: &[ProposalId], into: ProposalId) -> Result<(), Refusal> {
        let target = self.unsettled(into)?;
        let mut members = self.members(into);
        for &id in ids {
            if id == into {
                return Err(Refusal::Itself { what: "candidate", name: self.base.name(id).to_string() });
            }
            let mut value = self.unsettled(id)?;
            for segment in self.members(id) {
                let negative = self.place(segment)?.negative;
                let candidate = Some(into);
                self.set_place(segment, Placement { candidate, negative, rejected_with: None });
                members.insert(segment);
            }
            value.verdict = CandidateStatus::Merged;
            value.merged_into = Some(into);
            self.set_candidate(id, value);
        }
        self.regroup(into, target, members);
        Ok(())
    }

    /// Moves segments out of their candidates; a moved segment is not a negative case in its new one.
    pub(super) fn move_segments(&mut self, segments: &[SegmentId], to: Destination) -> Result<(), Refusal> {
        each_once("segment", segments)?;
        let target = match to {
            Destination::Candidate(name) => Some(self.of_segments(name)?),
            Destination::New | Destination::None => None,
        };
        let mut sources: BTreeMap<ProposalId, (CandidateCode, BTreeSet<SegmentId>)> = BTreeMap::new();
        let mut moved = Vec::new();
        for &segment in segments {
            let place = self.place(segment)?;
            let there = match to {
                Destination::Candidate(_) => place.candidate == target,
                // Segments that the run or a rejection left in none are now in none by a decision of their own.
                Destination::None => {
                    let known = self.view.places.contains_key(&(self.base.run, segment));
                    known && place.candidate.is_none() && place.rejected_with.is_none()
                }
                Destination::New => false,
            };
            if there {
                continue;
            }
            if let Some(id) = place.candidate {
                let (_, members) = match sources.entry(id) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(new) => {
                        let value = self.unsettled(id)?;
                        new.insert((value, self.members(id)))
                    }
                };
                members.remove(&segment);
            }
            moved.push(segment);
        }
        if moved.is_empty() {
            return Err(Refusal::NoChange);
        }
        let candidate = match to {
            Destination::New => {
                let from = sources.keys().copied().collect();
                Some(self.new_candidate(MadeBy::MovedFrom(from), moved.iter().copied().collect()))
            }
            Destination::Candidate(_) | Destination::None => target,
        };
        if let Some(id) = target {
            let value = self.unsettled(id)?;
            let members = self.members(id).into_iter().chain(moved.iter().copied()).collect();
            self.regroup(id, value, members);
        }
        for segment in moved {
            self.set_place(segment, Placement { candidate, ..Placement::default() });
        }
        for (id, (value, left)) in sources {
            self.leave(id, value, left);
        }
        Ok(())
    }

    /// Adds segments that are in no candidate to one.
    pub(super) fn add(&mut self, segments: &[SegmentId], to: CandidateId) -> Result<(), Refusal> {
        for &segment in segments {
            if let Some(id) = self.place(segment)?.candidate {
                return Err(Refusal::InCandidate { segment, candidate: self.base.name(id) });
            }
        }
        self.move_segments(segments, Destination::Candidate(to))
    }

    /// Makes each group a candidate of its own. Its segments leave their candidates, which must be open or deferred.
    pub(super) fn suggest_again(&mut self, groups: &[Vec<SegmentId>]) -> Result<(), Refusal> {
        if groups.is_empty() {
            return Err(Refusal::Nothing("group"));
        }
        each_once("segment", &groups.concat())?;
        let mut sources: BTreeMap<ProposalId, (CandidateCode, BTreeSet<SegmentId>)> = BTreeMap::new();
        for group in groups {
            if group.is_empty() {
                return Err(Refusal::Nothing("segment"));
            }
            for &segment in group {
                let Some(id) = self.place(segment)?.candidate else { continue };
                if let Entry::Vacant(vacant) = sources.entry(id) {
                    vacant.insert((self.unsettled(id)?, self.members(id)));
                }
                if let Some((_, members)) = sources.get_mut(&id) {
                    members.remove(&segment);
                }
            }
            let new = self.new_candidate(MadeBy::SuggestedAgain, group.iter().copied().collect());
            for &segment in group {
                self.set_place(segment, Placement { candidate: Some(new), ..Placement::default() });
            }
        }
        for (id, (value, left)) in sources {
            self.leave(id, value, left);
        }
        Ok(())
    }

    pub(super) fn negative(&mut self, segments: &[SegmentId], negative: bool) -> Result<(), Refusal> {
        each_once("segment", segments)?;
        for &segment in segments {
            let place = self.place(segment)?;
            let id = place.candidate.ok_or(Refusal::InNoCandidate(segment))?;
            self.unsettled(id)?;
            self.set_place(segment, Placement { negative, ..place });
        }
        Ok(())
    }

    /// Stores a candidate that lost segments.
    fn leave(&mut self, id: ProposalId, mut value: CandidateCode, left: BTreeSet<SegmentId>) {
        if left.is_empty() {
            value.verdict = CandidateStatus::Emptied;
        }
        self.regroup(id, value, left);
    }
}
