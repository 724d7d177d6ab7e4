//! `themata log`

use clap::{Args, Subcommand};

use super::time_args::{shown, since, until};
use crate::cli::error::CliError;
use crate::cli::layout::{count, pad, width, wrap};
use crate::cli::model::ModelsFolderArgs;
use crate::cli::output::{Output, styled, styles};
use crate::cli::project_arg::ProjectArg;
use crate::cli::terminal_progress::TerminalProgress;
use crate::domain::{CandidateId, OperationId, RunId, Timestamp};
use crate::project::{LogEntry, LogFilter, Project, Reviewer, Verified, VerifyVectors};

/// Show the log: what was decided, by whom, when and why; or verify that nothing was altered
///
/// Until the project is opened for comparison, the decisions of other coders are counted but not shown.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:\n  themata log\n  themata log --candidate 3 --since 2026-11-24\n  \
                  themata log --kind merge\n  themata log verify\n  \
                  themata log verify --deep"
)]
pub(in crate::cli) struct LogArgs {
    #[command(subcommand)]
    pub(super) command: Option<LogCommand>,
    #[command(flatten)]
    pub(super) project: ProjectArg,
    /// The name of the coder who looks [default: the project's coder]
    #[arg(long, value_name = "NAME")]
    pub(super) coder: Option<String>,
    /// Only the operations of this coder
    #[arg(long, value_name = "NAME")]
    pub(super) by: Option<String>,
    /// Only operations on this candidate, by letter or number
    #[arg(long, value_name = "CANDIDATE")]
    pub(super) candidate: Option<CandidateId>,
    /// Only operations of one kind: a decision (accept, merge, rename-code …), suggest, undo, redo, join
    #[arg(long, value_name = "WORD")]
    pub(super) kind: Option<String>,
    /// Only operations from this time on: 2026-11-24 or 2026-11-24T21:30, in UTC
    #[arg(long, value_name = "TIME", value_parser = since)]
    pub(super) since: Option<Timestamp>,
    /// Only operations up to this time
    #[arg(long, value_name = "TIME", value_parser = until)]
    pub(super) until: Option<Timestamp>,
    /// The number of a run [default: the latest]
    #[arg(long, value_name = "N")]
    pub(super) run: Option<u32>,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum LogCommand {
    /// Verify that nothing was altered: transcripts, participants, runs, decisions and the log itself
    ///
    /// Checks the hash chain of the log, replays the log from the start, and compares the result with what the file holds. Names what
    /// was altered.
    Verify {
        #[command(flatten)]
        project: ProjectArg,
        /// Embed all segments again and compare the vectors too
        #[arg(long)]
        deep: bool,
        /// The model for --deep, by its name or directory [default: the model of each run, if it is on this machine]
        #[arg(long, value_name = "NAME|DIR", requires = "deep", help_heading = "Model")]
        model: Option<String>,
        #[command(flatten)]
        folder: ModelsFolderArgs,
        /// Print the result as JSON
        #[arg(long)]
        json: bool,
    },
}

pub(in crate::cli) fn run(args: &LogArgs, output: &mut Output) -> Result<(), CliError> {
    if let Some(command) = &args.command {
        return verify(command, output);
    }
    let mut reviewer = Reviewer::open_read_only(&args.project.path()?, args.run.map(RunId))?;
    // Without a coder, only operations of the whole project are shown.
    let viewer = match &args.coder {
        Some(typed) => Some(reviewer.coder(typed)?),
        None => reviewer.acting_coder(None).ok(),
    };
    let filter = LogFilter {
        coder: args.by.as_deref().map(|by| reviewer.coder(by)).transpose()?,
        candidate: args.candidate,
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
        return output.line("No operations.");
    }
    for entry in &entries {
        print(entry, &reviewer, output)?;
    }
    output.flush()?;
    let is_nobody = viewer.is_none() && entries.iter().any(|entry| entry.n_hidden > 0);
    let own = if is_nobody { " Give --coder NAME to see your own decisions." } else { "" };
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
        words += " [undone]";
    }
    let room = width().saturating_sub(BEFORE);
    let mut lines = wrap(&words, room);
    if let Some(reason) = &entry.reason {
        lines.extend(wrap(&format!("reason: {reason}"), room));
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

fn verify(command: &LogCommand, output: &mut Output) -> Result<(), CliError> {
    let LogCommand::Verify { project, deep, model, folder, json } = command;
    let project = Project::open_read_only(&project.path()?)?;
    let verified = if *deep {
        let models = folder.models();
        let model = model.as_deref().map(|named| models.find(named)).transpose()?;
        let bars = TerminalProgress::new(output);
        project.verify(Some(&VerifyVectors { models: &models, model: model.as_ref(), progress: &bars }))?
    } else {
        project.verify(None)?
    };
    if *json {
        return output.json(&verified);
    }
    for line in lines(&verified).iter().flat_map(|line| wrap(line, width().max(80))) {
        output.line(&line)?;
    }
    output.flush()?;
    output.say(&styled(
        styles::FAINT,
        "Keep the hash of the last operation elsewhere: it can show later that no operation was removed from the end.",
    ));
    Ok(())
}

/// Returns what was verified, in words.
fn lines(verified: &Verified) -> Vec<String> {
    let log = format!(
        "the log of {} is unbroken, and replaying it gives all {} in the file, byte for byte.",
        count(verified.n_operations, "operation", "operations"),
        count(verified.n_records, "record", "records")
    );
    let content = format!(
        "{}, {} and {}",
        count(verified.n_documents, "document", "documents"),
        count(verified.n_participants, "participant", "participants"),
        count(verified.n_runs, "run", "runs")
    );
    let ids = |ids: &[OperationId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let mut lines = Vec::new();
    if !verified.not_recorded.is_empty() {
        lines.push(format!("The log is verified: {log}"));
        lines.push(format!(
            "Not verified: {content}. An older version made them (operation {}) and recorded no hashes of them. The next change to this \
             project records them.",
            ids(&verified.not_recorded)
        ));
    } else if !verified.recorded_later.is_empty() {
        lines.push(format!("The log is verified: {log}"));
        lines.push(format!(
            "Verified since operation {}: {content}. An older version made them, and this operation recorded their hashes. Whether they \
             were altered before cannot be told.",
            ids(&verified.recorded_later)
        ));
    } else {
        lines.push(format!("Verified: {log}"));
        lines.push(format!("{content}: none was altered since it was made."));
    }
    if verified.vectors.is_none() {
        lines.push("The vectors of the segments were not checked; --deep computes them again.".to_owned());
    }
    if let Some(vectors) = &verified.vectors {
        lines.push(format!(
            "{} computed again: {} the same to the bit, and the largest distance is {:.1e}.",
            count(vectors.n_vectors, "vector was", "vectors were"),
            count(vectors.n_identical, "is", "are"),
            vectors.largest_distance
        ));
        if vectors.n_unused > 0 {
            let (one, many) = ("more vector belongs to no segment", "more vectors belong to no segment");
            let n = count(vectors.n_unused, one, many);
            lines
                .push(format!("{n}. A run that was stopped leaves such vectors; no result depends on them."));
        }
    }
    lines.push(format!("Hash of the last operation: {}", verified.last_hash));
    lines.push(format!("Hash of the codebooks: {}", verified.codebook_sha256));
    lines
}
