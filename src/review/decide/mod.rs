//! The changes of each decision.

mod acceptance;
mod code_texts;
mod codes;
mod codings;
mod documents;
mod import;
mod memos;
mod regroup_candidates;
mod regroup_codes;
mod regroup_themes;
mod verdicts;

use crate::domain::Decision;

use self::acceptance::Acceptance;
use self::code_texts::CodeTexts;

use super::change_set::{ChangeSet, Context};
use super::{PlannedChanges, Refusal, RunSnapshot, State};

/// Computes the changes of a coder's decision.
///
/// Changes are complete except for the evidence of candidates whose segments change: see [`PlannedChanges::complete`]. Only the
/// records that the decision names, and those that depend on them (a code's codings, the memos on it), change.
///
/// # Errors
/// [`Refusal`], with what to do instead.
pub fn decide(
    state: &State,
    base: &RunSnapshot,
    context: &Context<'_>,
    decision: &Decision,
) -> Result<PlannedChanges, Refusal> {
    let mut draft = ChangeSet::new(state, base, context);
    if !matches!(decision, Decision::AddCoder { .. }) && !state.coders().contains_key(context.coder) {
        let known = state.coders().values().map(|coder| coder.name.clone()).collect();
        return Err(Refusal::NoSuchCoder { coder: context.coder.to_string(), known });
    }
    use Decision as D;
    match decision {
        D::Accept { candidate, into, label, level, as_code } => {
            let how =
                Acceptance { into: into.as_ref(), label: label.as_deref(), level: *level, as_code: *as_code };
            draft.accept(candidate, &how)
        }
        D::Reject { candidate } => draft.reject(candidate),
        D::Defer { candidate } => draft.defer(candidate),
        D::Reopen { candidate } => draft.reopen(candidate),
        D::Rename { candidate, label } => draft.rename(*candidate, label),
        D::Split { candidate, parts, codes } => draft.split(*candidate, parts, codes),
        D::Merge { candidate, into } => draft.merge(candidate, *into),
        D::MoveCandidate { candidate, to } => draft.move_codes(candidate, *to),
        D::Move { segments, to } => draft.move_segments(segments, *to),
        D::Add { segments, candidate } => draft.add(segments, *candidate),
        D::SuggestAgain { groups } => draft.suggest_again(groups),
        D::Negative { segments, negative } => draft.negative(segments, *negative),
        D::CreateCode { label, level, under } => draft.create_code(label, *level, under.as_ref()),
        D::RenameCode { code, label } => draft.rename_code(code, label),
        D::DefineCode { code, definition, inclusion, exclusion, example } => {
            draft.define_code(code, &CodeTexts { definition, inclusion, exclusion, example })
        }
        D::ColourCode { code, colour } => draft.colour_code(code, colour.as_ref()),
        D::NestCode { code, under, level } => draft.nest_code(code, under.as_ref(), *level),
        D::ReorderCode { code, place } => draft.reorder_code(code, *place),
        D::MergeCodes { codes, into } => draft.merge_codes(codes, into),
        D::SplitCode { code, parts } => draft.split_code(code, parts),
        D::DeleteCode { code } => draft.delete_code(code),
        D::CopyCodes { from } => draft.copy_codes(from),
        D::Code { code, segments } => draft.code_segments(code, segments),
        D::NotThisCode { code, segments } => draft.not_this_code(code, segments),
        D::CodeSpan { code, document, start, end } => draft.code_span(code, document, *start, *end),
        D::Import(import) => draft.import(import),
        D::Uncode { codings } => draft.uncode(codings),
        D::Condense { coding, text } => draft.condense(coding, text.as_deref()),
        D::Content { coding, content } => draft.qualify(coding, |coding| coding.content = *content),
        D::Certainty { coding, certainty } => draft.qualify(coding, |coding| coding.certainty = *certainty),
        D::NegativeCoding { coding, negative } => draft.qualify(coding, |coding| coding.negative = *negative),
        D::WriteMemo { on, text } => draft.write_memo(on, text),
        D::EditMemo { memo, text } => draft.edit_memo(memo, text),
        D::DeleteMemo { memo } => draft.delete_memo(memo),
        D::Adjudicate { on, verdict } => draft.adjudicate(on, *verdict),
        D::AddCoder { name } => draft.add_coder(name),
        D::SetCoder { id } => draft.set_coder(id.as_ref()),
        D::Compare { open } => draft.compare(*open),
        D::SetApproach { approach } => draft.set_approach(*approach),
        D::RemoveDocuments { documents } => draft.remove_documents(documents),
        D::RestoreDocuments { documents } => draft.restore_documents(documents),
        D::CorrectDocument { document, corrected, passages, segments } => {
            draft.correct_document(document, corrected, passages, segments)
        }
    }?;
    draft.finish()
}

/// Trims a text; refuses an empty one.
fn text<'t>(what: &'static str, text: &'t str) -> Result<&'t str, Refusal> {
    match text.trim() {
        "" => Err(Refusal::NoText(what)),
        text => Ok(text),
    }
}

/// Refuses an empty list, and anything named twice.
fn each_once<T: Ord + std::fmt::Display>(what: &'static str, named: &[T]) -> Result<(), Refusal> {
    if named.is_empty() {
        return Err(Refusal::Nothing(what));
    }
    let mut seen = std::collections::BTreeSet::new();
    match named.iter().find(|name| !seen.insert(*name)) {
        Some(name) => Err(Refusal::Twice { what, name: name.to_string() }),
        None => Ok(()),
    }
}
