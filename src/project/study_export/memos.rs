//! The memos, a row each.

use serde::Serialize;

use super::Collected;
use super::whose::path_text;
use crate::domain::{CoderId, MemoId, MemoTarget, Timestamp};
use crate::review;
use crate::words;

/// A memo with what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MemoRow {
    /// Its id.
    pub memo: MemoId,
    /// The coder who wrote it.
    pub coder: CoderId,
    /// The coder's name.
    pub coder_name: String,
    /// What it is about.
    pub on: MemoTarget,
    /// What it is about, in words.
    pub on_words: String,
    /// Its text; null where no text is taken out.
    pub text: Option<String>,
    /// When it was written; null where the log does not tell.
    pub written: Option<Timestamp>,
    /// When it was last changed; null where the log does not tell.
    pub changed: Option<Timestamp>,
}

impl Collected<'_> {
    pub(super) fn memo_rows(&self) -> Vec<MemoRow> {
        self.whose.coders.iter().flat_map(|coder| self.memos_of(coder)).collect()
    }

    fn memos_of(&self, coder: &CoderId) -> Vec<MemoRow> {
        let view = self.reviewer.state.view(coder);
        let words = |on: &MemoTarget| match on {
            MemoTarget::Code(id) => match view.path_of(*id) {
                path if path.is_empty() => on.to_string(),
                path => format!("code {}", words::labelled(&path_text(&path))),
            },
            MemoTarget::Coding(id) => match view.codings.get(id) {
                Some(coding) => format!(
                    "coding {id}: {} {}–{}, “{}”",
                    coding.document,
                    coding.start.0,
                    coding.end.0,
                    path_text(&view.path_of(coding.code))
                ),
                None => on.to_string(),
            },
            on => on.to_string(),
        };
        let row = |(id, memo): (&MemoId, &crate::domain::Memo)| {
            let times = self.origins.memo(coder, *id);
            MemoRow {
                memo: *id,
                coder: coder.clone(),
                coder_name: self.reviewer.name_of(coder).to_owned(),
                on_words: words(&memo.on),
                on: memo.on.clone(),
                text: self.said(Some(&memo.text)),
                written: times.map(|times| times.written.clone()),
                changed: times.map(|times| times.changed.clone()),
            }
        };
        let base = &self.reviewer.base;
        view.memos.iter().filter(|(_, memo)| review::is_on_something(base, view, &memo.on)).map(row).collect()
    }
}
