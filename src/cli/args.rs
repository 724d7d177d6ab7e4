//! The command line: its commands, and the options of all commands.

use std::num::NonZeroUsize;

use clap::{Args, Parser, Subcommand};

use super::agree::AgreeArgs;
use super::compare::{ApproachArgs, CompareArgs, DisagreementsArgs, VerdictArgs};
use super::completions::CompletionsArgs;
use super::copy::CopyArgs;
use super::embed::EmbedArgs;
use super::error::ExitReason;
use super::evaluate::EvaluateArgs;
use super::export::ExportArgs;
use super::import::ImportArgs;
use super::model::ModelCommand;
use super::pseudonymise::PseudonymiseArgs;
use super::review::{
    ApplyArgs, CandidateCommand, CodeCommand, CoderCommand, CodingsArgs, DecideArgs, DiffArgs,
    DocumentCommand, FindArgs, JoinArgs, LogArgs, LookArgs, MemoCommand, ParticipantCommand, QueueArgs,
    ReadArgs, SaturationArgs,
};
use super::sensitivity::SensitivityArgs;
use super::set_aside::SetAsideArgs;
use super::show::ShowArgs;
use super::simulate::SimulateArgs;
use super::speaker_command::SpeakerCommand;
use super::suggest::SuggestArgs;

/// Candidate themes from interview transcripts, on your own machine.
///
/// Themata reads transcripts, cuts them into meaning units, groups these by meaning, and shows the groups as candidate codes and themes:
/// suggestions that you accept or revise. It needs no network.
#[derive(Debug, Parser)]
#[command(
    name = "themata",
    version,
    arg_required_else_help = true,
    after_help = examples_and_exit_codes()
)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Returns what the help of the program ends with.
fn examples_and_exit_codes() -> String {
    let examples = "Examples:\n  themata suggest interviews/               candidate themes from a folder of transcripts\n  \
                    themata show B                            candidate theme B with its candidate codes and segments\n  \
                    themata export all -o study.xlsx          codebook, codings, segments, log …: a sheet each\n  \
                    themata coder add Ann                     add yourself as a coder; then decide, for example:\n  \
                    themata candidate merge 4 7 --into 2 --dry-run\n  \
                    themata candidate accept 2 --label \"Nights on call\"\n  \
                    themata undo                              undo the last decision; themata log lists all of them\n  \
                    themata embed answers.csv -o out.parquet  only vectors, for other programs";
    let codes = ExitReason::ALL.map(|reason| format!("{} {}", reason.code(), reason.name()));
    let project = "A command uses the one project file in this folder. Name another with -p FILE.";
    format!("{examples}\n\n{project}\n\nExit codes: {}.", codes.join(", "))
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
pub(super) struct Global {
    /// Print results and errors only
    #[arg(short, long, global = true, conflicts_with = "verbose", help_heading = "Output")]
    pub(super) quiet: bool,
    /// Print more: all documents and speakers, all notices, and how long each step took
    #[arg(short, long, global = true, help_heading = "Output")]
    pub(super) verbose: bool,
    /// Print without colours (also with the variable NO_COLOR)
    #[arg(long, global = true, help_heading = "Output")]
    pub(super) no_color: bool,
    /// Print long results at once, not a screen at a time (also with an empty variable PAGER)
    #[arg(long, global = true, help_heading = "Output")]
    pub(super) no_pager: bool,
    /// The number of threads; the result does not depend on it
    #[arg(long, global = true, value_name = "N")]
    pub(super) threads: Option<NonZeroUsize>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Suggest(Box<SuggestArgs>),
    Show(ShowArgs),
    Read(ReadArgs),
    Find(FindArgs),
    SetAside(SetAsideArgs),
    Export(ExportArgs),
    /// Decide on candidates: accept, reject, rename, merge, split, move …
    Candidate {
        #[command(subcommand)]
        command: CandidateCommand,
    },
    /// Make, define and nest codes, and code segments with them
    Code {
        #[command(subcommand)]
        command: CodeCommand,
    },
    Codings(CodingsArgs),
    /// Write memos on the study or on a part of it
    Memo {
        #[command(subcommand)]
        command: MemoCommand,
    },
    /// Take documents out of the study, and put them back
    Document {
        #[command(subcommand)]
        command: DocumentCommand,
    },
    /// List the participants of the study
    Participant {
        #[command(subcommand)]
        command: ParticipantCommand,
    },
    /// Show who speaks in which role, and correct it
    Speaker {
        #[command(subcommand)]
        command: SpeakerCommand,
    },
    /// Add and list coders, and open the project for comparison
    Coder {
        #[command(subcommand)]
        command: CoderCommand,
    },
    Queue(QueueArgs),
    /// Show how much a coder has decided
    Progress(LookArgs),
    /// Undo a coder's last decision; when repeated, the decision before it
    Undo(DecideArgs),
    /// Redo the decision that was last undone
    Redo(DecideArgs),
    Log(LogArgs),
    Diff(DiffArgs),
    Apply(ApplyArgs),
    Copy(CopyArgs),
    Pseudonymise(PseudonymiseArgs),
    Join(JoinArgs),
    Compare(CompareArgs),
    Disagreements(DisagreementsArgs),
    Verdict(VerdictArgs),
    Approach(ApproachArgs),
    Import(Box<ImportArgs>),
    Saturation(SaturationArgs),
    Sensitivity(SensitivityArgs),
    /// List, add, remove and check models
    Model {
        #[command(subcommand)]
        command: ModelCommand,
    },
    Embed(EmbedArgs),
    Evaluate(EvaluateArgs),
    Agree(AgreeArgs),
    Simulate(SimulateArgs),
    Completions(CompletionsArgs),
}
