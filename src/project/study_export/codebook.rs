//! The codebook, a row for each code.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Collected;
use crate::domain::{CandidateRef, CodeId, CodeLevel, CoderId, Colour};
use crate::review::{self, CoderState};

/// A code of a codebook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CodebookRow {
    /// The coder whose code it is.
    pub coder: CoderId,
    /// The coder's name.
    pub coder_name: String,
    /// Its id.
    pub code: CodeId,
    /// Its level.
    pub level: CodeLevel,
    /// Its label.
    pub label: String,
    /// Its label with those above it, the highest first.
    pub path: Vec<String>,
    /// What it means; null where no text is taken out.
    pub definition: Option<String>,
    /// Which text it is used for; null where no text is taken out.
    pub inclusion: Option<String>,
    /// Which text it is not used for; null where no text is taken out.
    pub exclusion: Option<String>,
    /// A typical quotation; null where no text is taken out.
    pub example: Option<String>,
    /// Its colour; null where it has none.
    pub colour: Option<Colour>,
    /// How many codings it has itself.
    pub n_codings: usize,
    /// How many codings it and all codes nested under it have.
    pub n_codings_nested: usize,
    /// How many participants these codings are of.
    pub n_participants: usize,
    /// The candidate from which it was accepted; null where it was made by hand.
    pub from: Option<CandidateRef>,
}

/// A code with all codes nested under it, in the order of the codebook.
pub(super) struct CodeLine {
    pub(super) id: CodeId,
    /// It and the codes nested under it.
    pub(super) within: BTreeSet<CodeId>,
}

/// Returns a coder's codes, parents before children.
pub(super) fn code_lines(view: &CoderState) -> Vec<CodeLine> {
    fn collect(entries: &[crate::domain::CodebookEntry], lines: &mut Vec<CodeLine>) -> BTreeSet<CodeId> {
        let mut all = BTreeSet::new();
        for entry in entries {
            let at = lines.len();
            lines.push(CodeLine { id: entry.id, within: BTreeSet::new() });
            let mut within = collect(&entry.codes, lines);
            within.insert(entry.id);
            all.extend(within.iter().copied());
            lines[at].within = within;
        }
        all
    }
    let mut lines = Vec::new();
    collect(&review::code_tree(view), &mut lines);
    lines
}

impl Collected<'_> {
    pub(super) fn codebook_rows(&self) -> Vec<CodebookRow> {
        self.whose.coders.iter().flat_map(|coder| self.codebook_of(coder)).collect()
    }

    fn codebook_of(&self, coder: &CoderId) -> Vec<CodebookRow> {
        let view = self.reviewer.state.view(coder);
        let mut speakers: BTreeMap<CodeId, BTreeSet<&str>> = BTreeMap::new();
        for coding in view.codings.values() {
            if let Some(participant) = self.places.at(&coding.document, coding.span()).participant {
                speakers.entry(coding.code).or_default().insert(participant);
            }
        }
        let text = |text: &str| self.said(Some(text));
        let row = |line: CodeLine| {
            let code = view.codes.get(&line.id)?;
            let nested = line.within.iter();
            let participants: BTreeSet<_> =
                line.within.iter().filter_map(|id| speakers.get(id)).flatten().collect();
            Some(CodebookRow {
                coder: coder.clone(),
                coder_name: self.reviewer.name_of(coder).to_owned(),
                code: line.id,
                level: code.level,
                label: code.label.clone(),
                path: view.path_of(line.id),
                definition: text(&code.definition),
                inclusion: text(&code.inclusion),
                exclusion: text(&code.exclusion),
                example: text(&code.example),
                colour: code.colour.clone(),
                n_codings: view.n_codings(line.id),
                n_codings_nested: nested.map(|&id| view.n_codings(id)).sum(),
                n_participants: participants.len(),
                from: code.from,
            })
        };
        code_lines(view).into_iter().filter_map(row).collect()
    }
}
