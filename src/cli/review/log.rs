//! `themata log`

use super::log_args::{LogArgs, LogCommand};
use super::moment::shown;
use crate::cli::error::CliError;
use crate::cli::output::{Output, styled, styles, width};
use crate::cli::text::{count, pad, wrap};
use crate::domain::{ProposalId, RunId};
use crate::project::{LogEntry, LogFilter, Reviewer};

pub(in crate::cli) fn run(args: &LogArgs, output: &mut Output) -> Result<(), CliError> {
    if let Some(LogCommand::Verify { project, json }) = &args.command {
        return verify(project, *json, output);
    }
    let project = args.project.clone().unwrap_or_default();
    let mut reviewer = Reviewer::open_read_only(&project, args.run.map(RunId))?;
    // Whoever is not named sees what belongs to the whole project.
    let viewer = match &args.coder {
        Some(typed) => Some(reviewer.coder(typed)?),
        None => reviewer.acting_coder(None).ok(),
    };
    let filter = LogFilter {
        coder: args.by.as_deref().map(|by| reviewer.coder(by)).transpose()?,
        theme: args.theme.map(ProposalId),
        kind: args.kind.clone(),
        since: args.since.clone(),
        until: args.until.clone(),
    };
    let view = match &viewer {
        Some(viewer) => reviewer.as_coder(viewer)?.log(&filter)?,
        None => reviewer.log(&filter)?,
    };
    if args.json {
        return output.json(&view);
    }
    let entries = view.entries;
    if entries.is_empty() {
        return output.line("No operation.");
    }
    for entry in &entries {
        print(entry, &reviewer, output)?;
    }
    output.flush()?;
    let is_nobody = viewer.is_none() && entries.iter().any(|entry| entry.n_hidden > 0);
    let own = if is_nobody { " Your own decisions are shown with --coder NAME." } else { "" };
    output.say(&styled(styles::FAINT, &format!("Times are UTC.{own}")));
    Ok(())
}

fn print(entry: &LogEntry, reviewer: &Reviewer, output: &mut Output) -> Result<(), CliError> {
    const BEFORE: usize = 24;
    let who = entry.coder.as_ref().map(|coder| reviewer.name_of(coder));
    let mut words = match (who, entry.decision.as_deref()) {
        (Some(who), Some("add-coder")) => format!("{who} joined the project"),
        (Some(who), _) => format!("{who} {}", entry.words),
        (None, _) => entry.words.clone(),
    };
    if entry.taken_back {
        words += " [taken back]";
    }
    let mut lines = wrap(&words, width() - BEFORE);
    if let Some(reason) = &entry.reason {
        lines.extend(wrap(&format!("because: {reason}"), width() - BEFORE));
    }
    for (i, line) in lines.iter().enumerate() {
        let head = if i == 0 {
            let number = styled(styles::NUMBER, &format!("{:>4}", entry.operation.0));
            format!("{number}  {}", styled(styles::FAINT, &pad(&shown(&entry.at), BEFORE - 6)))
        } else {
            " ".repeat(BEFORE)
        };
        let line = if entry.taken_back { styled(styles::FAINT, line) } else { line.clone() };
        output.line(&format!("{head}{line}"))?;
    }
    Ok(())
}

fn verify(project: &std::path::Path, json: bool, output: &mut Output) -> Result<(), CliError> {
    let verified = Reviewer::open_read_only(project, None)?.verify()?;
    if json {
        return output.json(&verified);
    }
    let lines = [
        format!(
            "Whole: the chain of {} holds, and what the file keeps ({}) is to the byte what they come to.",
            count(verified.n_operations, "entry", "entries"),
            count(verified.n_records, "record", "records")
        ),
        format!("Last entry: {}", verified.last_hash),
        format!("Codebooks:  {}", verified.codebook_sha256),
    ];
    for line in lines.iter().flat_map(|line| wrap(line, width().max(80))) {
        output.line(&line)?;
    }
    output.flush()?;
    output.say(&styled(
        styles::FAINT,
        "Keep the last entry's hash elsewhere: it shows later that nothing was taken off the end.",
    ));
    Ok(())
}
