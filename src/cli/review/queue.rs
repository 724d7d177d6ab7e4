//! `themata queue`

use clap::Args;

use super::candidate_show::print_segment;
use super::open_review::LookArgs;
use crate::cli::error::CliError;
use crate::cli::layout::{count, plain, width};
use crate::cli::output::{Output, styled, styles};
use crate::project::{QueueEntry, QueueOrder, QueueReason};

/// List what to decide on next, the most informative first
///
/// Unstable themes come first. Then come segments that are near misses of another theme or nearly as close to another theme, then the
/// other open themes, and last the segments in no theme.
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
        print(item, args.blind, output)?;
    }
    output.flush()?;
    if n_items > queued.items.len() {
        output.say(&format!("{} of {n_items} are shown; --limit {n_items} shows all.", queued.items.len()));
    }
    Ok(())
}

fn print(item: &QueueEntry, blind: bool, output: &mut Output) -> Result<(), CliError> {
    let why = reason(item);
    match (&item.quote, item.item.theme) {
        (Some(quote), theme) => {
            let place = match theme {
                Some(theme) if blind => vec![format!("in theme {theme}")],
                None if blind => vec!["in no theme".to_owned()],
                _ => vec![why],
            };
            print_segment(quote, Some(2 * width()), &place, output)
        }
        (None, Some(theme)) => {
            let number = styled(styles::NUMBER, &theme.to_string());
            let label = styled(styles::STRONG, &plain(item.label.as_deref().unwrap_or_default()));
            let (Some(n_segments), Some(n_participants)) = (item.n_segments, item.n_participants) else {
                return output.line(&format!("theme {number}  {label}"));
            };
            let segments = count(n_segments, "segment", "segments");
            let people = count(n_participants, "participant", "participants");
            output.line(&format!("theme {number}  {label} ({segments}, {people})"))?;
            output.line(&format!("        {}", styled(styles::FAINT, &why)))
        }
        (None, None) => Ok(()),
    }
}

/// Returns why something is in the queue.
fn reason(QueueEntry { item, quote, .. }: &QueueEntry) -> String {
    let margin = item.margin.unwrap_or_default();
    let known = quote.as_ref().and_then(|quote| quote.quote.similarity);
    let between = match (item.theme, item.other, known) {
        (Some(own), Some(other), Some(cosine)) => {
            format!("between {own} and {other}: {cosine:.2} against {:.2}", cosine - margin)
        }
        (Some(own), Some(other), None) => {
            format!("between {own} and {other}: closer to the first by {margin:.2}")
        }
        (None, Some(other), _) => format!("in no theme; close to {other}"),
        (theme, None, _) => {
            theme.map_or_else(|| "in no theme".to_owned(), |theme| format!("in theme {theme}"))
        }
    };
    match item.reason {
        Some(QueueReason::Unstable) => {
            let stability = item.stability.map(|stability| stability.to_string()).unwrap_or_default();
            format!("unstable over samples: {stability}")
        }
        Some(QueueReason::NearMiss) => format!("a near miss, {between}"),
        Some(QueueReason::Theme) => "open".to_owned(),
        Some(QueueReason::Borderline | QueueReason::Unthemed) | None => between,
    }
}
