//! Resolves what a coder types: ids by their beginning, codes by their label, coders by id or name.

use crate::domain::{
    CandidateId, Code, CodeId, CoderId, Coding, CodingId, LabelKey, Memo, MemoId, NameKey, Named,
};

use super::candidates::{candidate, candidate_ids, candidate_theme, candidate_theme_ids};
use super::change_set::ChangeSet;
use super::slips::similar;
use super::snapshot::RunSnapshot;
use super::{CoderState, Refusal, State};

/// Finds the coder with an id or a name. Names are compared by [`NameKey`]. If several have the name, the one with exactly this
/// spelling is taken.
///
/// # Errors
/// [`Refusal::NoSuchCoder`]; [`Refusal::Ambiguous`] if several have the name.
pub fn resolve_coder(state: &State, typed: &str) -> Result<CoderId, Refusal> {
    let typed = typed.trim();
    if let Some((id, _)) = state.coders().iter().find(|(id, _)| id.as_str() == typed) {
        return Ok(id.clone());
    }
    let named = coders_named(state, typed);
    let spelt_so = |id: &&CoderId| state.coders()[*id].name.trim() == typed;
    match only_or_spelt_so(&named, spelt_so) {
        Some(id) => Ok((*id).clone()),
        None if named.is_empty() => {
            let known = state.coders().values().map(|coder| coder.name.clone()).collect();
            Err(Refusal::NoSuchCoder { coder: typed.to_owned(), known })
        }
        None => {
            let candidates = named.iter().map(ToString::to_string).collect();
            Err(Refusal::Ambiguous { what: "coder", name: typed.to_owned(), candidates })
        }
    }
}

/// Lists the coders who have a name, by id. Several exist only in projects from before names were compared by [`NameKey`], or
/// after copies were joined.
#[must_use]
pub fn coders_named<'s>(state: &'s State, name: &str) -> Vec<&'s CoderId> {
    let name = NameKey::of(name);
    let same = |coder: &&CoderId| NameKey::of(&state.coders()[*coder].name) == name;
    state.coders().keys().filter(same).collect()
}

/// Finds the candidate that a coder names: by its letters or its number, else by its label. Labels are compared by [`LabelKey`].
///
/// # Errors
/// [`Refusal::NoSuch`]; [`Refusal::NoSuchCandidate`] for letters or a number that no candidate has; [`Refusal::Ambiguous`] if several
/// candidates have the label.
pub fn resolve_candidate(base: &RunSnapshot, view: &CoderState, typed: &str) -> Result<CandidateId, Refusal> {
    let typed = typed.trim();
    let codes = candidate_ids(base, view)
        .into_iter()
        .filter_map(|id| Some((base.name(id), candidate(base, view, id)?.label)));
    let themes = candidate_theme_ids(base, view)
        .into_iter()
        .filter_map(|id| Some((CandidateId::from(id), candidate_theme(base, view, id)?.label)));
    let all: Vec<(CandidateId, String)> = themes.chain(codes).collect();
    let id = typed.parse::<CandidateId>().ok();
    if let Some((id, _)) =
        all.iter().find(|(known, _)| id.is_some_and(|id| base.meant(id) == base.meant(*known)))
    {
        return Ok(*id);
    }
    let label = LabelKey::of(typed);
    let labelled: Vec<CandidateId> = all
        .iter()
        .filter(|(_, known)| !label.is_empty() && LabelKey::of(known) == label)
        .map(|(id, _)| *id)
        .collect();
    match (&labelled[..], id) {
        ([only], _) => Ok(*only),
        ([], Some(id)) if typed.len() <= 2 || matches!(id, CandidateId::Code(_)) => Ok(id),
        ([], _) => Err(Refusal::NoSuch {
            what: "candidate",
            name: typed.to_owned(),
            similar: similar(typed, all.iter().map(|(_, label)| label.as_str())),
        }),
        (several, _) => Err(Refusal::Ambiguous {
            what: "candidate",
            name: typed.to_owned(),
            candidates: several.iter().map(ToString::to_string).collect(),
        }),
    }
}

/// Returns the only item, or the only one that is spelt as it was typed.
fn only_or_spelt_so<T>(found: &[T], spelt_so: impl Fn(&T) -> bool) -> Option<&T> {
    if let [only] = found {
        return Some(only);
    }
    let mut spelt = found.iter().filter(|found| spelt_so(found));
    spelt.next().filter(|_| spelt.next().is_none())
}

/// Finds the only id that begins as typed.
fn by_prefix<T: Copy + std::fmt::Display>(
    what: &'static str,
    typed: &str,
    ids: impl Iterator<Item = T>,
) -> Result<Option<T>, Refusal> {
    let typed = typed.to_lowercase();
    if typed.is_empty() {
        return Ok(None);
    }
    let mut found = ids.filter(|id| id.to_string().starts_with(&typed));
    match (found.next(), found.next()) {
        (Some(first), Some(second)) => {
            let candidates = [first, second].into_iter().chain(found).map(|id| id.to_string()).collect();
            Err(Refusal::Ambiguous { what, name: typed, candidates })
        }
        (first, _) => Ok(first),
    }
}

/// Finds the code that a coder names: by its id, else by its label, else by the beginning of its id. Labels are compared by
/// [`LabelKey`]. If several codes have the label, the one with exactly this spelling is taken.
///
/// # Errors
/// [`Refusal::NoSuch`]; [`Refusal::Ambiguous`] if several have this name.
pub fn resolve_code(view: &CoderState, named: &Named) -> Result<CodeId, Refusal> {
    let typed = named.0.trim();
    let codes = &view.codes;
    if let Some(id) = typed.parse().ok().filter(|id| codes.contains_key(id)) {
        return Ok(id);
    }
    let label = LabelKey::of(typed);
    let same = |code: &Code| !label.is_empty() && LabelKey::of(&code.label) == label;
    let labelled: Vec<CodeId> = codes.iter().filter(|(_, code)| same(code)).map(|(id, _)| *id).collect();
    let spelt_so = |id: &CodeId| codes[id].label.trim() == typed;
    let id = match only_or_spelt_so(&labelled, spelt_so) {
        Some(&id) => Some(id),
        None if labelled.is_empty() => {
            by_prefix("code", typed, codes.keys().copied()).map_err(|refusal| with_labels(view, refusal))?
        }
        None => {
            let candidates = labelled.iter().map(ToString::to_string).collect();
            let refusal = Refusal::Ambiguous { what: "code", name: typed.to_owned(), candidates };
            return Err(with_labels(view, refusal));
        }
    };
    id.ok_or_else(|| Refusal::NoSuch {
        what: "code",
        name: typed.to_owned(),
        similar: similar(typed, codes.values().map(|code| code.label.as_str())),
    })
}

/// Finds the coding that a coder names by its id or the beginning of it.
///
/// # Errors
/// [`Refusal::NoSuch`]; [`Refusal::Ambiguous`] if several begin so.
pub fn resolve_coding(view: &CoderState, named: &Named) -> Result<CodingId, Refusal> {
    let typed = named.0.trim();
    let id = match typed.parse() {
        Ok(id) => Some(id),
        Err(_) => by_prefix("coding", typed, view.codings.keys().copied())?,
    };
    id.filter(|id| view.codings.contains_key(id)).ok_or_else(|| Refusal::NoSuch {
        what: "coding",
        name: typed.to_owned(),
        similar: Vec::new(),
    })
}

/// Finds the memo that a coder names by its id or the beginning of it.
///
/// # Errors
/// [`Refusal::NoSuch`]; [`Refusal::Ambiguous`] if several begin so.
pub fn resolve_memo(view: &CoderState, named: &Named) -> Result<MemoId, Refusal> {
    let typed = named.0.trim();
    let id = match typed.parse() {
        Ok(id) => Some(id),
        Err(_) => by_prefix("memo", typed, view.memos.keys().copied())?,
    };
    id.filter(|id| view.memos.contains_key(id)).ok_or_else(|| Refusal::NoSuch {
        what: "memo",
        name: typed.to_owned(),
        similar: Vec::new(),
    })
}

/// Adds the labels to the candidate codes of a refusal.
fn with_labels(view: &CoderState, refusal: Refusal) -> Refusal {
    let labelled = |id: String| match id.parse().ok().and_then(|id: CodeId| view.codes.get(&id)) {
        Some(code) => format!("{id} “{}”", code.label),
        None => id,
    };
    match refusal {
        Refusal::Ambiguous { what, name, candidates } => {
            Refusal::Ambiguous { what, name, candidates: candidates.into_iter().map(labelled).collect() }
        }
        other => other,
    }
}

impl ChangeSet<'_> {
    pub(super) fn code(&self, named: &Named) -> Result<(CodeId, Code), Refusal> {
        resolve_code(self.view, named).map(|id| (id, self.view.codes[&id].clone()))
    }

    pub(super) fn coding(&self, named: &Named) -> Result<(CodingId, Coding), Refusal> {
        resolve_coding(self.view, named).map(|id| (id, self.view.codings[&id].clone()))
    }

    pub(super) fn memo(&self, named: &Named) -> Result<(MemoId, Memo), Refusal> {
        resolve_memo(self.view, named).map(|id| (id, self.view.memos[&id].clone()))
    }
}
