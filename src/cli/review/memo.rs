//! `themata memo`

use super::desk::{Desk, LookArgs};
use super::memo_args::{MemoCommand, OnArgs};
use crate::cli::error::CliError;
use crate::cli::output::{Output, styled, styles, width};
use crate::cli::text::{plain, wrap};
use crate::domain::{
    CodebookMemo, Decision, MemoId, MemoTarget, Named, ProposalId, SegmentId, SegmentRef, ThemeRef,
};
use crate::project::MemoView;

pub(in crate::cli) fn run(command: &MemoCommand, output: &mut Output) -> Result<(), CliError> {
    match command {
        MemoCommand::List { look, of } => list(look, of.as_deref(), output),
        MemoCommand::Write { decide, text, on } => decide
            .decide(output, |desk| Ok(Decision::WriteMemo { on: target(desk, on)?, text: text.clone() })),
        MemoCommand::Edit { decide, memo, text } => decide.decide(output, |desk| {
            Ok(Decision::EditMemo { memo: Named::id(found(desk, memo)?), text: text.clone() })
        }),
        MemoCommand::Delete { decide, memo } => {
            decide.decide(output, |desk| Ok(Decision::DeleteMemo { memo: Named::id(found(desk, memo)?) }))
        }
    }
}

fn found(desk: &mut Desk, memo: &str) -> Result<MemoId, CliError> {
    Ok(desk.session()?.memo(&Named(memo.to_owned()))?)
}

fn target(desk: &mut Desk, on: &OnArgs) -> Result<MemoTarget, CliError> {
    let run = desk.reviewer.run();
    Ok(if let Some(theme) = on.on_theme {
        MemoTarget::Theme(ThemeRef { run, theme: ProposalId(theme) })
    } else if let Some(id) = on.on_segment {
        MemoTarget::Segment(SegmentRef { run, id: SegmentId(id) })
    } else if let Some(code) = &on.on_code {
        MemoTarget::Code(desk.code(code)?.0)
    } else if let Some(coding) = &on.on_coding {
        MemoTarget::Coding(desk.coding(coding)?.0)
    } else if let Some(name) = &on.on_document {
        MemoTarget::Document(name.clone())
    } else if let Some(name) = &on.on_participant {
        MemoTarget::Participant(name.clone())
    } else {
        MemoTarget::Project
    })
}

fn list(look: &LookArgs, of: Option<&str>, output: &mut Output) -> Result<(), CliError> {
    let mut desk = look.open()?;
    let of = desk.of(of)?;
    let listed = desk.session()?.memos(of.as_ref())?;
    if look.json {
        return output.json(&listed);
    }
    if listed.memos.is_empty() {
        return output.line("No memo yet.");
    }
    for MemoView { memo: CodebookMemo { id, memo }, code_label } in &listed.memos {
        let mut on = format!("on {}", memo.on);
        if let Some(label) = code_label {
            on += &format!(" “{label}”");
        }
        output.line(&format!(
            "{}  {}",
            styled(styles::NUMBER, id.as_str()),
            styled(styles::FAINT, &plain(&on))
        ))?;
        // Paragraphs are kept apart.
        for line in memo.text.lines().flat_map(|line| wrap(line, width() - 10)) {
            output.line(&format!("{}{line}", " ".repeat(10)))?;
        }
    }
    Ok(())
}
