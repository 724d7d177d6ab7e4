//! What can be typed of the queue.

use clap::Args;

use super::desk::LookArgs;

/// Show what to decide on next: what a decision would tell most first
///
/// Unstable themes come first, then segments that another theme names as near misses or that lie nearly as near to another theme,
/// then the other open themes, and segments in no theme.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  themata queue study.themata\n  themata queue study.themata --blind --limit 5"
)]
pub(in crate::cli) struct QueueArgs {
    #[command(flatten)]
    pub(super) look: LookArgs,
    /// Shuffle the order, and hide scores and reasons: what comes first says nothing of what the machine thinks
    #[arg(long)]
    pub(super) blind: bool,
    /// From which the shuffled order follows
    #[arg(long, value_name = "N", default_value_t = 1, requires = "blind")]
    pub(super) seed: u64,
    /// How many to show [default: 15, with --json all]
    #[arg(long, value_name = "N")]
    pub(super) limit: Option<usize>,
}
