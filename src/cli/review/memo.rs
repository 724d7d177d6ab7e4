//! `themata memo`

use serde::Serialize;

use super::desk::{Desk, LookArgs};
use super::done::labels_of;
use super::memo_args::{MemoCommand, OnArgs};
use crate::cli::error::CliError;
use crate::cli::output::{Output, styled, styles, width};
use crate::cli::text::{plain, wrap};
use crate::domain::{
    CodebookMemo, CoderId, Decision, MemoId, MemoTarget, Named, ProposalId, SegmentId, SegmentRef, ThemeRef,
};

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

fn found(desk: &Desk, memo: &str) -> Result<MemoId, CliError> {
    Ok(desk.reviewer.memo(&desk.coder, &Named(memo.to_owned()))?)
}

fn target(desk: &Desk, on: &OnArgs) -> Result<MemoTarget, CliError> {
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

/// What `--json` prints.
#[derive(Serialize)]
struct Listed {
    coder: CoderId,
    memos: Vec<CodebookMemo>,
}

fn list(look: &LookArgs, of: Option<&str>, output: &mut Output) -> Result<(), CliError> {
    let desk = look.open()?;
    let coder = desk.of(of)?;
    let codebook = desk.reviewer.codebook(&desk.coder, &coder)?;
    if look.json {
        return output.json(&Listed { coder, memos: codebook.memos });
    }
    if codebook.memos.is_empty() {
        return output.line("No memo yet.");
    }
    let mut labels = Vec::new();
    labels_of(&codebook.codes, &mut labels);
    for CodebookMemo { id, memo } in &codebook.memos {
        let mut on = format!("on {}", memo.on);
        if let MemoTarget::Code(code) = memo.on
            && let Some((_, label)) = labels.iter().find(|(found, _)| *found == code)
        {
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
