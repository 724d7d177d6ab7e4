//! `themata memo`

use clap::{Args, Subcommand};

use super::open_review::{DecideArgs, LookArgs, OpenReview};
use crate::cli::error::CliError;
use crate::cli::layout::{plain, wrap};
use crate::cli::output::{Output, styled, styles, width};
use crate::domain::{
    CodebookMemo, Decision, MemoId, MemoTarget, Named, ProposalId, SegmentId, SegmentRef, ThemeRef,
};
use crate::project::MemoView;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum MemoCommand {
    /// List a coder's memos
    List {
        #[command(flatten)]
        look: LookArgs,
        /// Whose, by name: another coder's, once the project is open for comparison
        #[arg(long, value_name = "NAME")]
        of: Option<String>,
    },
    /// Write a memo on the study, or on a part of it
    #[command(after_help = "Examples:\n  themata memo write study.themata \"Nobody speaks of money.\"\n  \
                            themata memo write study.themata \"Too broad?\" --on-code \"Nights on call\"\n  \
                            themata memo write study.themata \"Laughs here.\" --on-segment 12")]
    Write {
        #[command(flatten)]
        decide: DecideArgs,
        /// What it says
        text: String,
        #[command(flatten)]
        on: OnArgs,
    },
    /// Write a memo anew
    Edit {
        #[command(flatten)]
        decide: DecideArgs,
        /// Its id, or the beginning of it
        memo: String,
        /// What it says now
        text: String,
    },
    /// Delete a memo
    Delete {
        #[command(flatten)]
        decide: DecideArgs,
        /// Its id, or the beginning of it
        memo: String,
    },
}

/// What a memo is on; the whole study where nothing is named.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(in crate::cli) struct OnArgs {
    /// On a candidate theme, by number
    #[arg(long, value_name = "THEME")]
    pub(super) on_theme: Option<u32>,
    /// On a segment, by number
    #[arg(long, value_name = "SEGMENT")]
    pub(super) on_segment: Option<u32>,
    /// On a code
    #[arg(long, value_name = "CODE")]
    pub(super) on_code: Option<String>,
    /// On a coding
    #[arg(long, value_name = "CODING")]
    pub(super) on_coding: Option<String>,
    /// On a document, by name
    #[arg(long, value_name = "NAME")]
    pub(super) on_document: Option<String>,
    /// On a participant, by name
    #[arg(long, value_name = "NAME")]
    pub(super) on_participant: Option<String>,
}

pub(in crate::cli) fn run(command: &MemoCommand, output: &mut Output) -> Result<(), CliError> {
    match command {
        MemoCommand::List { look, of } => list(look, of.as_deref(), output),
        MemoCommand::Write { decide, text, on } => decide
            .decide(output, |review| Ok(Decision::WriteMemo { on: target(review, on)?, text: text.clone() })),
        MemoCommand::Edit { decide, memo, text } => decide.decide(output, |review| {
            Ok(Decision::EditMemo { memo: Named::id(found(review, memo)?), text: text.clone() })
        }),
        MemoCommand::Delete { decide, memo } => {
            decide.decide(output, |review| Ok(Decision::DeleteMemo { memo: Named::id(found(review, memo)?) }))
        }
    }
}

fn found(review: &mut OpenReview, memo: &str) -> Result<MemoId, CliError> {
    Ok(review.session()?.memo(&Named(memo.to_owned()))?)
}

fn target(review: &mut OpenReview, on: &OnArgs) -> Result<MemoTarget, CliError> {
    let run = review.reviewer.run();
    Ok(if let Some(theme) = on.on_theme {
        MemoTarget::Theme(ThemeRef { run, theme: ProposalId(theme) })
    } else if let Some(id) = on.on_segment {
        MemoTarget::Segment(SegmentRef { run, id: SegmentId(id) })
    } else if let Some(code) = &on.on_code {
        MemoTarget::Code(review.code(code)?.0)
    } else if let Some(coding) = &on.on_coding {
        MemoTarget::Coding(review.coding(coding)?.0)
    } else if let Some(name) = &on.on_document {
        MemoTarget::Document(name.clone())
    } else if let Some(name) = &on.on_participant {
        MemoTarget::Participant(name.clone())
    } else {
        MemoTarget::Project
    })
}

fn list(look: &LookArgs, of: Option<&str>, output: &mut Output) -> Result<(), CliError> {
    let mut review = look.open()?;
    let of = review.target_coder(of)?;
    let listed = review.session()?.memos(of.as_ref())?;
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
