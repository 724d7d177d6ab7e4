//! Merging, splitting and deleting codes, and copying those of another coder.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    CandidateCode, CandidateTheme, Code, CodeId, CodePart, CoderId, Coding, CodingId, LabelKey, MemoTarget,
    Named, Record, RecordKey, Span,
};

use super::codes::check_levels;
use super::{each_once, text};
use crate::review::Refusal;
use crate::review::change_set::ChangeSet;

impl ChangeSet<'_> {
    /// Unites codes: codings, codes below, memos and accepted themes move to the code that stays. If it already codes the same
    /// span, the two codings become one, which keeps its own qualities and takes those that only the other has.
    pub(super) fn merge_codes(&mut self, codes: &[Named], into: &Named) -> Result<(), Refusal> {
        let (stays, target) = self.code(into)?;
        let gone: Vec<(CodeId, Code)> = codes.iter().map(|code| self.code(code)).collect::<Result<_, _>>()?;
        each_once("code", &gone.iter().map(|(id, _)| *id).collect::<Vec<_>>())?;
        let mut by_span: BTreeMap<(String, Span), (CodingId, Coding)> = self
            .view
            .all_codings_of(stays)
            .map(|(id, coding)| ((coding.document.clone(), coding.span()), (id, coding.clone())))
            .collect();
        let mut position =
            self.view.children(Some(stays)).iter().map(|(_, c)| c.position + 1).max().unwrap_or(0);
        for (id, code) in &gone {
            if *id == stays {
                return Err(Refusal::Itself { what: "code", name: code.label.clone() });
            }
            if self.is_within(stays, *id) {
                return Err(Refusal::Cycle(code.label.clone()));
            }
            for (below, child) in self.view.children(Some(*id)) {
                check_levels(child.level, &target)?;
                if !gone.iter().any(|(gone, _)| *gone == below) {
                    self.set_code(below, Code { parent: Some(stays), position, ..child.clone() });
                    position += 1;
                }
            }
            for (coding_id, coding) in self.view.all_codings_of(*id) {
                let span = (coding.document.clone(), coding.span());
                let (key, value) = match by_span.remove(&span) {
                    Some((kept, there)) => {
                        self.delete_coding(coding_id);
                        self.move_memos(&MemoTarget::Coding(coding_id), &MemoTarget::Coding(kept));
                        (kept, joined(there, coding))
                    }
                    None => (coding_id, Coding { code: stays, ..coding.clone() }),
                };
                self.set_coding(key, value.clone());
                by_span.insert(span, (key, value));
            }
            self.move_memos(&MemoTarget::Code(*id), &MemoTarget::Code(stays));
            let accepted = self.view.candidates.iter().filter(|(_, candidate)| candidate.code == Some(*id));
            for ((run, of), value) in accepted {
                let value = CandidateCode { code: Some(stays), ..value.clone() };
                let key = RecordKey::CandidateCode(self.context.coder.clone(), *run, *of);
                self.put(key, Some(Record::CandidateCode(value)));
            }
            let accepted = self.view.candidate_themes.iter().filter(|(_, theme)| theme.code == Some(*id));
            for ((run, of), value) in accepted {
                let value = CandidateTheme { code: Some(stays), ..value.clone() };
                let key = RecordKey::CandidateTheme(self.context.coder.clone(), *run, *of);
                self.put(key, Some(Record::CandidateTheme(value)));
            }
            self.forget_fits_of(*id);
            self.put(RecordKey::Code(self.context.coder.clone(), *id), None);
        }
        Ok(())
    }

    /// Splits a code: each part becomes a new code with the same level and parent; codings of no part stay.
    pub(super) fn split_code(&mut self, named: &Named, parts: &[CodePart]) -> Result<(), Refusal> {
        let (id, code) = self.code(named)?;
        if parts.is_empty() {
            return Err(Refusal::Nothing("part"));
        }
        let mut seen = BTreeSet::new();
        for part in parts {
            let label = text("label", &part.label)?.to_owned();
            if part.codings.is_empty() {
                return Err(Refusal::Nothing("coding"));
            }
            let new = self.new_code(Code {
                label,
                level: code.level,
                parent: code.parent,
                from: code.from,
                ..Code::default()
            });
            for named in &part.codings {
                let (coding_id, coding) = self.coding(named)?;
                if coding.code != id {
                    return Err(Refusal::NotOfCode { coding: named.0.clone(), label: code.label });
                }
                if !seen.insert(coding_id) {
                    return Err(Refusal::Twice { what: "coding", name: coding_id.to_string() });
                }
                self.set_coding(coding_id, Coding { code: new, ..coding });
            }
        }
        Ok(())
    }

    /// Deletes a code with its codings and the memos on it and on them; the codes below it move up to its parent.
    pub(super) fn delete_code(&mut self, named: &Named) -> Result<(), Refusal> {
        let (id, code) = self.code(named)?;
        let above = self.view.codes.values().filter(|sibling| sibling.parent == code.parent);
        let first = above.map(|sibling| sibling.position + 1).max().unwrap_or(0);
        for ((below, child), position) in self.view.children(Some(id)).into_iter().zip(first..) {
            self.set_code(below, Code { parent: code.parent, position, ..child.clone() });
        }
        let codings: BTreeSet<CodingId> = self.view.all_codings_of(id).map(|(id, _)| id).collect();
        for &coding in &codings {
            self.delete_coding(coding);
        }
        self.delete_memos_on(Some(id), &codings);
        self.forget_fits_of(id);
        self.put(RecordKey::Code(self.context.coder.clone(), id), None);
        Ok(())
    }

    /// Copies the tree of codes of another coder, each code with a new id. A code whose label already exists is not copied; the
    /// codes below it go below the existing code if the levels allow it.
    pub(super) fn copy_codes(&mut self, from: &CoderId) -> Result<(), Refusal> {
        if from == self.context.coder {
            return Err(Refusal::Itself { what: "codebook of", name: from.to_string() });
        }
        if !self.state.coders().contains_key(from) {
            let known = self.state.coders().values().map(|coder| coder.name.clone()).collect();
            return Err(Refusal::NoSuchCoder { coder: from.to_string(), known });
        }
        let other = self.state.view(from);
        let mut own: BTreeMap<LabelKey, (CodeId, Code)> = self
            .view
            .codes
            .iter()
            .map(|(id, code)| (LabelKey::of(&code.label), (*id, code.clone())))
            .collect();
        // From the top down, so that a parent exists before the codes under it.
        let mut to_copy: Vec<(CodeId, &Code)> = other.children(None).into_iter().rev().collect();
        let mut copies: BTreeMap<CodeId, (CodeId, Code)> = BTreeMap::new();
        while let Some((id, code)) = to_copy.pop() {
            let above = code.parent.and_then(|parent| copies.get(&parent).cloned());
            let label = LabelKey::of(&code.label);
            let known = own.get(&label).cloned();
            let here = known.unwrap_or_else(|| {
                let parent = above.filter(|(_, above)| code.level < above.level).map(|(id, _)| id);
                let copy = Code { parent, from: None, ..code.clone() };
                (self.new_code(copy.clone()), copy)
            });
            own.insert(label, here.clone());
            copies.insert(id, here);
            to_copy.extend(other.children(Some(id)).into_iter().rev());
        }
        Ok(())
    }

    fn delete_coding(&mut self, id: CodingId) {
        self.put(RecordKey::Coding(self.context.coder.clone(), id), None);
    }

    /// Deletes the memos on a code and on some codings.
    pub(super) fn delete_memos_on(&mut self, code: Option<CodeId>, codings: &BTreeSet<CodingId>) {
        let gone = |on: &MemoTarget| match on {
            MemoTarget::Code(id) => Some(*id) == code,
            MemoTarget::Coding(id) => codings.contains(id),
            _ => false,
        };
        for (id, _) in self.view.memos.iter().filter(|(_, memo)| gone(&memo.on)) {
            self.put(RecordKey::Memo(self.context.coder.clone(), *id), None);
        }
    }

    pub(super) fn move_memos(&mut self, from: &MemoTarget, to: &MemoTarget) {
        for (id, memo) in self.view.memos.iter().filter(|(_, memo)| memo.on == *from) {
            let mut memo = memo.clone();
            memo.on = to.clone();
            self.set_memo(*id, memo);
        }
    }
}

/// Joins two codings of the same span.
fn joined(there: Coding, other: &Coding) -> Coding {
    Coding {
        segment: there.segment.or(other.segment),
        candidate: there.candidate.or(other.candidate),
        condensed: there.condensed.or_else(|| other.condensed.clone()),
        content: there.content.or(other.content),
        certainty: there.certainty.or(other.certainty),
        source: there.source.or_else(|| other.source.clone()),
        ..there
    }
}
