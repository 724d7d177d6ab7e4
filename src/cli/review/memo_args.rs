//! What can be typed of memos.

use clap::{Args, Subcommand};

use super::desk::{DecideArgs, LookArgs};

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
