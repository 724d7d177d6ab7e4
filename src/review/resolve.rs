//! From what a coder types to what is meant: ids by their beginning, codes by their label, coders by id or name.

use crate::domain::{Code, CodeId, CoderId, Coding, CodingId, Memo, MemoId, Named};

use super::draft::Draft;
use super::{Refusal, State};

/// The coder that an id or a name means.
///
/// # Errors
/// [`Refusal::NoSuchCoder`]; [`Refusal::Ambiguous`] where several have the name.
pub fn resolve_coder(state: &State, typed: &str) -> Result<CoderId, Refusal> {
    let typed = typed.trim();
    if let Some((id, _)) = state.coders().iter().find(|(id, _)| id.as_str() == typed) {
        return Ok(id.clone());
    }
    let same = |name: &str| name.trim().to_lowercase() == typed.to_lowercase();
    let mut named = state.coders().iter().filter(|(_, coder)| same(&coder.name)).map(|(id, _)| id);
    match (named.next(), named.next()) {
        (Some(id), None) => Ok(id.clone()),
        (None, _) => {
            let known = state.coders().values().map(|coder| coder.name.clone()).collect();
            Err(Refusal::NoSuchCoder { coder: typed.to_owned(), known })
        }
        (Some(first), Some(second)) => {
            let candidates = [first, second].into_iter().chain(named).map(ToString::to_string).collect();
            Err(Refusal::Ambiguous { what: "coder", name: typed.to_owned(), candidates })
        }
    }
}

/// The one of some ids that begins as typed.
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

impl Draft<'_> {
    /// A code by its id, else by its label, else by the beginning of its id.
    pub(super) fn code(&self, named: &Named) -> Result<(CodeId, Code), Refusal> {
        let typed = named.0.trim();
        let codes = &self.view.codes;
        let found = |id: CodeId| codes.get(&id).map(|code| (id, code.clone()));
        if let Some(found) = typed.parse().ok().and_then(found) {
            return Ok(found);
        }
        let label = typed.to_lowercase();
        let labelled: Vec<CodeId> =
            codes.iter().filter(|(_, code)| code.label.to_lowercase() == label).map(|(id, _)| *id).collect();
        if labelled.len() > 1 {
            let candidates = labelled.iter().map(ToString::to_string).collect();
            return Err(Refusal::Ambiguous { what: "code", name: typed.to_owned(), candidates });
        }
        let id = match labelled.first() {
            Some(&id) => Some(id),
            None => by_prefix("code", typed, codes.keys().copied())
                .map_err(|refusal| self.with_labels(refusal))?,
        };
        id.and_then(found).ok_or_else(|| Refusal::NoSuch {
            what: "code",
            name: typed.to_owned(),
            remedy: "`themata code list` shows the codes of this coder",
        })
    }

    /// Adds the labels to candidate codes.
    fn with_labels(&self, refusal: Refusal) -> Refusal {
        let labelled = |id: String| match id.parse().ok().and_then(|id: CodeId| self.view.codes.get(&id)) {
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

    /// A coding by its id or the beginning of it.
    pub(super) fn coding(&self, named: &Named) -> Result<(CodingId, Coding), Refusal> {
        let typed = named.0.trim();
        let id = match typed.parse() {
            Ok(id) => Some(id),
            Err(_) => by_prefix("coding", typed, self.view.codings.keys().copied())?,
        };
        id.and_then(|id| self.view.codings.get(&id).map(|coding| (id, coding.clone()))).ok_or_else(|| {
            Refusal::NoSuch {
                what: "coding",
                name: typed.to_owned(),
                remedy: "`themata code show CODE` lists the codings of a code",
            }
        })
    }

    /// A memo by its id or the beginning of it.
    pub(super) fn memo(&self, named: &Named) -> Result<(MemoId, Memo), Refusal> {
        let typed = named.0.trim();
        let id = match typed.parse() {
            Ok(id) => Some(id),
            Err(_) => by_prefix("memo", typed, self.view.memos.keys().copied())?,
        };
        id.and_then(|id| self.view.memos.get(&id).map(|memo| (id, memo.clone()))).ok_or_else(|| {
            Refusal::NoSuch {
                what: "memo",
                name: typed.to_owned(),
                remedy: "`themata memo list` shows the memos of this coder",
            }
        })
    }
}
