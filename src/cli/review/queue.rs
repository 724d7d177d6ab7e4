//! `themata queue`

use clap::Args;

use super::candidate_show::print_segment;
use super::open_review::LookArgs;
use crate::cli::error::CliError;
use crate::cli::layout::{count, shorten, width};
use crate::cli::output::{Output, styled, styles};
use crate::cli::themes::QuoteStyle;
use crate::project::{QueueEntry, QueueOrder, QueueReason};
use crate::words;

/// List what to decide on next, the most informative first
///
/// Unstable candidates come first. Then come segments that are near misses of another candidate or nearly as close to another one, then
/// the other open candidates, and last the segments in none.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata queue\n  themata queue --blind --limit 5")]
pub(in crate::cli) struct QueueArgs {
    #[command(flatten)]
    pub(super) look: LookArgs,
    /// Shuffle the order and hide scores and reasons, so that they cannot influence you
    #[arg(long)]
    pub(super) blind: bool,
    /// The seed of the shuffled order
    #[arg(long, value_name = "N", default_value_t = 1, requires = "blind")]
    pub(super) seed: u64,
    /// Print the question that each segment answers above it
    #[arg(long)]
    pub(super) questions: bool,
    /// How many to list [default: 15; all with --json]
    #[arg(long, value_name = "N")]
    pub(super) limit: Option<usize>,
}

/// How many are listed by default.
const SHOWN: usize = 15;

pub(in crate::cli) fn run(args: &QueueArgs, output: &mut Output) -> Result<(), CliError> {
    let mut review = args.look.open()?;
    let order = if args.blind { QueueOrder::Blind { seed: args.seed } } else { QueueOrder::Telling };
    let limit = args.limit.unwrap_or(if args.look.json { usize::MAX } else { SHOWN });
    let queued = review.session()?.queue(order, limit)?;
    if args.look.json {
        return output.json(&queued);
    }
    let n_items = queued.n_items;
    if n_items == 0 {
        return output.line("Nothing is left to decide on.");
    }
    for item in &queued.items {
        print(item, args.blind, QuoteStyle::short(args.questions), output)?;
    }
    output.flush()?;
    if n_items > queued.items.len() {
        output.say(&format!("{} of {n_items} are shown; --limit {n_items} shows all.", queued.items.len()));
    }
    Ok(())
}

fn print(item: &QueueEntry, blind: bool, style: QuoteStyle, output: &mut Output) -> Result<(), CliError> {
    let why = reason(item);
    match (&item.quote, item.item.candidate) {
        (Some(quote), within) => {
            let place = match within {
                Some(id) if blind => vec![format!("in {}", words::candidate(id))],
                None if blind => vec!["in no candidate".to_owned()],
                _ => vec![why],
            };
            print_segment(quote, style, &place, output)
        }
        (None, Some(id)) => {
            let number = styled(styles::NUMBER, &id.to_string());
            let facts = match (item.n_segments, item.n_participants) {
                (Some(n_segments), Some(n_participants)) => format!(
                    " ({}, {})",
                    count(n_segments, "segment", "segments"),
                    count(n_participants, "participant", "participants")
                ),
                _ => String::new(),
            };
            let free = width().saturating_sub(id.to_string().len() + 2 + facts.len());
            let label = shorten(item.label.as_deref().unwrap_or_default(), free);
            output.line(&format!("{number}  {}{facts}", styled(styles::STRONG, &label)))?;
            if blind {
                return Ok(());
            }
            output.line(&format!("        {}", styled(styles::FAINT, &why)))
        }
        (None, None) => Ok(()),
    }
}

/// Returns why something is in the queue.
fn reason(QueueEntry { item, .. }: &QueueEntry) -> String {
    let margin = item.margin.unwrap_or_default();
    let between = match (item.candidate, item.other) {
        (Some(own), Some(other)) => {
            let nearer = if margin < 0.0 { other } else { own };
            format!("between {own} and {other}: closer to {nearer} by {:.2}", margin.abs())
        }
        (None, Some(other)) => format!("in no candidate; close to {other}"),
        (within, None) => {
            within.map_or_else(|| "in no candidate".to_owned(), |id| format!("in {}", words::candidate(id)))
        }
    };
    match item.reason {
        Some(QueueReason::Unstable) => {
            let stability = item.stability.map(|stability| stability.to_string()).unwrap_or_default();
            format!("unstable over samples: {stability}")
        }
        Some(QueueReason::NearMiss) => format!("a near miss, {between}"),
        Some(QueueReason::Candidate) => "open".to_owned(),
        Some(QueueReason::Borderline | QueueReason::Ungrouped) | None => between,
    }
}
