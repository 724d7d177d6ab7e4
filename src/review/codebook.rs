//! A coder's codebook in canonical order.

use crate::domain::{CodeId, Codebook, CodebookCoding, CodebookEntry, CodebookMemo};

use super::View;

/// A coder's codes as a tree, with codings and memos: equal views give equal codebooks, to the byte of their JSON.
#[must_use]
pub fn codebook(view: &View) -> Codebook {
    let mut codings: Vec<CodebookCoding> =
        view.codings.iter().map(|(id, coding)| CodebookCoding { id: *id, coding: coding.clone() }).collect();
    codings.sort_by(|a, b| {
        let place = |c: &CodebookCoding| (c.coding.span(), c.coding.code, c.id);
        a.coding.document.cmp(&b.coding.document).then_with(|| place(a).cmp(&place(b)))
    });
    let memos = view.memos.iter().map(|(id, memo)| CodebookMemo { id: *id, memo: memo.clone() }).collect();
    Codebook { codes: entries(view, None, view.codes.len()), codings, memos }
}

/// The codes under one. A code cannot be deeper than there are codes, whatever a damaged file says.
fn entries(view: &View, parent: Option<CodeId>, depth: usize) -> Vec<CodebookEntry> {
    if depth == 0 {
        return Vec::new();
    }
    view.children(parent)
        .into_iter()
        .map(|(id, code)| CodebookEntry {
            id,
            code: code.clone(),
            n_codings: view.n_codings(id),
            codes: entries(view, Some(id), depth - 1),
        })
        .collect()
}
