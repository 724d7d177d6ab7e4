//! `themata disagreements`

use clap::Args;

use super::print::name;
use super::sides_args::{FilterArgs, SidesArgs};
use crate::cli::error::CliError;
use crate::cli::layout::{clock, count, plain, width, wrap};
use crate::cli::output::{Output, styled, styles};
use crate::cli::terminal_progress::TerminalProgress;
use crate::domain::DisagreementKind;
use crate::project::{CompareRequest, DisagreementEntry, DisagreementList, ReadingView, SideView};

/// List where codings differ, one by one, for a consensus meeting
///
/// Each disagreement has an id. Give it to `themata verdict` to decide on it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata disagreements --undecided\n  \
                        themata disagreements --code \"Nights on call\" --kind different")]
pub(in crate::cli) struct DisagreementsArgs {
    #[command(flatten)]
    pub(super) sides: SidesArgs,
    #[command(flatten)]
    pub(super) filter: FilterArgs,
    /// How many to list [default: 20; all with --json]
    #[arg(long, value_name = "N")]
    pub(super) limit: Option<usize>,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// How many are listed by default.
const SHOWN: usize = 20;

pub(in crate::cli) fn run(args: &DisagreementsArgs, output: &mut Output) -> Result<(), CliError> {
    let (mut reviewer, viewer) = args.sides.open()?;
    let request = CompareRequest { filter: args.filter.filter(), ..args.sides.request(&reviewer)? };
    let limit = args.limit.unwrap_or(if args.json { usize::MAX } else { SHOWN });
    let found = reviewer.as_coder(&viewer)?.disagreements(&request, limit, &TerminalProgress::new(output))?;
    if args.json {
        return output.json(&found);
    }
    let DisagreementList { n_disagreements, n_decided, sides, disagreements: all } = &found;
    let (n_disagreements, n_decided) = (*n_disagreements, *n_decided);
    if n_disagreements == 0 && args.filter.undecided {
        return output.line("All disagreements have a verdict.");
    }
    if n_disagreements == 0 {
        return output.line("No disagreements.");
    }
    for item in all {
        print(sides, item, output)?;
    }
    output.flush()?;
    let shown = if all.len() < n_disagreements {
        format!("{} of {n_disagreements} are shown (--limit {n_disagreements} shows all); ", all.len())
    } else {
        String::new()
    };
    let typed = args.sides.typed(Some(sides));
    let decided = if args.filter.undecided {
        count(n_disagreements, "has no verdict", "have no verdict")
    } else {
        count(n_decided, "has a verdict", "have a verdict")
    };
    let mut words = format!("{shown}{decided}.");
    if let Some(DisagreementEntry { disagreement, .. }) = all.first() {
        words += &format!(
            " Decide with `themata verdict {} first --reason \"the definition says so\"{typed}`: first is {}, second is {}; \
             or write both, neither or codebook-unclear.",
            disagreement.id.as_str(),
            plain(name(sides, &disagreement.first)),
            plain(name(sides, &disagreement.second)),
        );
    }
    for line in wrap(&words, width()) {
        output.say(&styled(styles::FAINT, &line));
    }
    Ok(())
}

fn print(
    sides: &[SideView],
    DisagreementEntry { disagreement, unit }: &DisagreementEntry,
    output: &mut Output,
) -> Result<(), CliError> {
    let mut place = vec![unit.document.clone(), format!("turn {}", unit.turn)];
    place.extend(unit.time_ms.map(clock));
    place.extend(unit.participant.clone());
    let kind = match disagreement.kind {
        DisagreementKind::OnlyFirst => format!("only {} coded it", plain(name(sides, &disagreement.first))),
        DisagreementKind::OnlySecond => format!("only {} coded it", plain(name(sides, &disagreement.second))),
        kind => kind.to_string(),
    };
    output.line(&format!(
        "{}  {}  {}",
        styled(styles::NUMBER, disagreement.id.as_str()),
        styled(styles::FAINT, &plain(&place.join(" · "))),
        kind
    ))?;
    for line in wrap(&unit.text, width().saturating_sub(10)) {
        output.line(&format!("          {line}"))?;
    }
    for side in [&disagreement.first, &disagreement.second] {
        if let Some(reading) = unit.readings.iter().find(|reading| reading.side == *side) {
            let said = format!("{}: {}", name(sides, side), words(reading));
            for line in wrap(&said, width().saturating_sub(12)) {
                output.line(&format!("          {} {line}", styled(styles::FAINT, "›")))?;
            }
        }
    }
    if let Some(verdict) = &disagreement.verdict {
        let changed = if verdict.readings_changed { " (the readings have changed since)" } else { "" };
        let said = format!("verdict: {}, by {}: {}{changed}", verdict.verdict, verdict.by, verdict.reason);
        for line in wrap(&said, width().saturating_sub(10)) {
            output.line(&format!("          {}", styled(styles::STRONG, &line)))?;
        }
    }
    output.line("")
}

/// Returns a reading in words.
fn words(reading: &ReadingView) -> String {
    if let (Some(id), Some(label)) = (reading.candidate, &reading.label) {
        return format!("{} {label}", crate::words::candidate(id));
    }
    if reading.noise {
        return "in no candidate".to_owned();
    }
    let codes: Vec<String> = reading
        .codes
        .iter()
        .map(|code| match &code.memo {
            Some(memo) => format!("{} (“{}”)", code.label, plain(memo)),
            None => code.label.clone(),
        })
        .collect();
    if codes.is_empty() { "no code".to_owned() } else { codes.join("; ") }
}
