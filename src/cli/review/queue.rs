//! `themata queue`

use std::collections::BTreeMap;

use serde::Serialize;

use super::desk::Desk;
use super::queue_args::QueueArgs;
use super::theme_show::print_segment;
use crate::cli::error::CliError;
use crate::cli::output::{Output, styled, styles, width};
use crate::cli::text::{count, plain};
use crate::domain::SegmentId;
use crate::project::{QueueItem, QueueOrder, QueueReason, ReviewSegment};

/// So many are shown where nobody asks for another number.
const SHOWN: usize = 15;

/// What `--json` prints.
#[derive(Serialize)]
struct Queued {
    /// How many there are in all.
    n_items: usize,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    #[serde(flatten)]
    item: QueueItem,
    /// The segment's words; null for a theme.
    quote: Option<ReviewSegment>,
}

pub(in crate::cli) fn run(args: &QueueArgs, output: &mut Output) -> Result<(), CliError> {
    let mut desk = args.look.open()?;
    let order = if args.blind { QueueOrder::Blind { seed: args.seed } } else { QueueOrder::Telling };
    let mut items = desk.reviewer.queue(&desk.coder, order)?;
    let n_items = items.len();
    items.truncate(args.limit.unwrap_or(if args.look.json { usize::MAX } else { SHOWN }));
    let ids: Vec<SegmentId> = items.iter().filter_map(|item| item.segment).collect();
    let segments = desk.reviewer.segments(&desk.coder, &ids)?;
    let mut quotes: BTreeMap<SegmentId, ReviewSegment> =
        segments.into_iter().map(|segment| (segment.id, segment)).collect();
    let items = items.into_iter().map(|item| {
        let mut quote = item.segment.and_then(|segment| quotes.remove(&segment));
        if args.blind
            && let Some(quote) = &mut quote
        {
            quote.quote.similarity = None;
        }
        Item { item, quote }
    });
    let queued = Queued { n_items, items: items.collect() };
    if args.look.json {
        return output.json(&queued);
    }
    if queued.items.is_empty() && n_items == 0 {
        return output.line("Nothing is left to decide on.");
    }
    for item in &queued.items {
        print(&desk, item, args.blind, output)?;
    }
    output.flush()?;
    if n_items > queued.items.len() {
        output.say(&format!(
            "{} of {n_items} are shown; --limit {n_items} shows them all.",
            queued.items.len()
        ));
    }
    Ok(())
}

fn print(desk: &Desk, item: &Item, blind: bool, output: &mut Output) -> Result<(), CliError> {
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
            let view = desk.reviewer.candidate(&desk.coder, theme)?;
            let number = styled(styles::NUMBER, &theme.to_string());
            let label = styled(styles::STRONG, &plain(&view.label));
            if blind {
                // How many segments speak to it is a score too.
                return output.line(&format!("theme {number}  {label}"));
            }
            let segments = count(view.n_segments, "segment", "segments");
            let people = count(view.n_participants, "participant", "participants");
            output.line(&format!("theme {number}  {label} ({segments}, {people})"))?;
            output.line(&format!("        {}", styled(styles::FAINT, &why)))
        }
        (None, None) => Ok(()),
    }
}

/// Why something stands in the queue, in words.
fn reason(Item { item, quote }: &Item) -> String {
    let margin = item.margin.unwrap_or_default();
    let known = quote.as_ref().and_then(|quote| quote.quote.similarity);
    let between = match (item.theme, item.other, known) {
        (Some(own), Some(other), Some(cosine)) => {
            format!("between {own} and {other}: {cosine:.2} against {:.2}", cosine - margin)
        }
        (Some(own), Some(other), None) => {
            format!("between {own} and {other}: nearer to the first by {margin:.2}")
        }
        (None, Some(other), _) => format!("in no theme; near to {other}"),
        (theme, None, _) => {
            theme.map_or_else(|| "in no theme".to_owned(), |theme| format!("in theme {theme}"))
        }
    };
    match item.reason {
        Some(QueueReason::Unstable) => {
            let stability = item.stability.map(|stability| stability.to_string()).unwrap_or_default();
            format!("unstable, other samples find it otherwise: {stability}")
        }
        Some(QueueReason::NearMiss) => format!("a near miss, {between}"),
        Some(QueueReason::Theme) => "open".to_owned(),
        Some(QueueReason::Borderline | QueueReason::Unthemed) | None => between,
    }
}
