//! `themata memo`

use clap::{Args, Subcommand};

use super::decide_args::DecideArgs;
use super::open_review::{LookArgs, OpenReview};
use crate::cli::error::CliError;
use crate::cli::layout::{indented, plain, width};
use crate::cli::output::{Output, styled, styles};
use crate::domain::{
    CandidateId, CandidateRef, CodebookMemo, Decision, MemoId, MemoTarget, Named, SegmentId, SegmentRef,
};
use crate::project::MemoView;
use crate::words;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum MemoCommand {
    /// List a coder's memos
    List {
        #[command(flatten)]
        look: LookArgs,
        /// The name of another coder whose memos to list, once the project is open for comparison
        #[arg(long, value_name = "NAME")]
        of: Option<String>,
    },
    /// Write a memo on the study, or on a part of it
    #[command(after_help = "Examples:\n  themata memo write \"Nobody speaks of money.\"\n  \
                            themata memo write \"Too broad?\" --on-code \"Nights on call\"\n  \
                            themata memo write \"Laughs here.\" --on-segment 12")]
    Write {
        #[command(flatten)]
        decide: DecideArgs,
        /// The text of the memo
        text: String,
        #[command(flatten)]
        on: OnArgs,
    },
    /// Replace the text of a memo
    Edit {
        #[command(flatten)]
        decide: DecideArgs,
        /// The id of the memo, or its beginning
        memo: String,
        /// The new text
        text: String,
    },
    /// Delete a memo
    Delete {
        #[command(flatten)]
        decide: DecideArgs,
        /// The id of the memo, or its beginning
        memo: String,
    },
}

/// What a memo is about; the whole study if no option is given.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(in crate::cli) struct OnArgs {
    /// Write it on a candidate, by letter or number
    #[arg(long, value_name = "CANDIDATE")]
    pub(super) on_candidate: Option<CandidateId>,
    /// Write it on a segment, by number
    #[arg(long, value_name = "SEGMENT")]
    pub(super) on_segment: Option<u32>,
    /// Write it on a code
    #[arg(long, value_name = "CODE")]
    pub(super) on_code: Option<String>,
    /// Write it on a coding
    #[arg(long, value_name = "CODING")]
    pub(super) on_coding: Option<String>,
    /// Write it on a document, by name
    #[arg(long, value_name = "NAME")]
    pub(super) on_document: Option<String>,
    /// Write it on a participant, by name
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
    Ok(if let Some(candidate) = on.on_candidate {
        MemoTarget::Candidate(CandidateRef { run, candidate })
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
        return output.line("No memos yet.");
    }
    for MemoView { memo: CodebookMemo { id, memo }, code_label } in &listed.memos {
        let mut on = format!("on {}", memo.on);
        if let Some(label) = code_label {
            on += &format!(" {}", words::labelled(label));
        }
        output.line(&format!(
            "{}  {}",
            styled(styles::NUMBER, id.as_str()),
            styled(styles::FAINT, &plain(&on))
        ))?;
        // Each paragraph begins on a new line.
        for line in memo.text.lines().flat_map(|line| indented(line, 10, width())) {
            output.line(&line)?;
        }
    }
    Ok(())
}
