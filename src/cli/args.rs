//! What can be typed.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::agree_args::AgreeArgs;
use super::compare::{ApproachArgs, CompareArgs, DisagreementsArgs, VerdictArgs};
use super::copy::CopyArgs;
use super::embed_args::EmbedArgs;
use super::error::ExitReason;
use super::evaluate_args::EvaluateArgs;
use super::import_args::ImportArgs;
use super::model_args::{ModelArgs, ShelfArgs};
use super::review::{
    ApplyArgs, CodeCommand, CoderCommand, DecideArgs, DiffArgs, JoinArgs, LearnArgs, LogArgs, LookArgs,
    MemoCommand, QueueArgs, SaturationArgs, ThemeCommand,
};
use super::sensitivity::SensitivityArgs;
use super::simulate_args::SimulateArgs;
use super::themes_args::ThemesArgs;
use crate::domain::{Language, Role, SegmentUnit};

/// Candidate themes from interview transcripts, on your own machine.
///
/// Themata reads transcripts, cuts them into meaning units, embeds and clusters them, and shows the clusters as candidate
/// themes: suggestions that you accept or revise. It needs no network.
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
    let examples = "Examples:\n  themata suggest interviews/                 candidate themes from a folder of transcripts\n  \
                    themata show interviews.themata 3           the third of them, with all its segments\n  \
                    themata export interviews.themata -f csv    a row a segment, for scripts and spreadsheets\n  \
                    themata coder add interviews.themata Ann    who decides; then, for instance\n  \
                    themata theme merge interviews.themata 4 7 --into 2 --dry-run\n  \
                    themata theme accept interviews.themata 2 --label \"Nights on call\"\n  \
                    themata undo interviews.themata             takes it back; themata log tells all of it\n  \
                    themata embed answers.csv -o out.parquet    vectors only, for other programs";
    let codes = ExitReason::ALL.map(|reason| format!("{} {}", reason.code(), reason.name()));
    format!("{examples}\n\nExit codes: {}.", codes.join(", "))
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
pub(super) struct Global {
    /// Print results and errors only
    #[arg(short, long, global = true, conflicts_with = "verbose", help_heading = "Output")]
    pub(super) quiet: bool,
    /// Print more: all documents and speakers, all notices, times
    #[arg(short, long, global = true, help_heading = "Output")]
    pub(super) verbose: bool,
    /// No colours (also with the variable NO_COLOR)
    #[arg(long, global = true, help_heading = "Output")]
    pub(super) no_color: bool,
    /// How many threads work; the result does not depend on it
    #[arg(long, global = true, value_name = "N")]
    pub(super) threads: Option<NonZeroUsize>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Suggest(Box<SuggestArgs>),
    Show(ShowArgs),
    Export(ExportArgs),
    /// Decide on candidate themes: accept, reject, rename, merge, split, move segments …
    Theme {
        #[command(subcommand)]
        command: ThemeCommand,
    },
    /// Make, define and nest codes, and code segments with them
    Code {
        #[command(subcommand)]
        command: CodeCommand,
    },
    /// Write memos, on the study or on any part of it
    Memo {
        #[command(subcommand)]
        command: MemoCommand,
    },
    /// Say who decides
    Coder {
        #[command(subcommand)]
        command: CoderCommand,
    },
    Queue(QueueArgs),
    /// Show how far a coder's review has come
    Progress(LookArgs),
    /// Take a coder's last decision back; again, the one before
    Undo(DecideArgs),
    /// Make a decision again that was taken back
    Redo(DecideArgs),
    Log(LogArgs),
    Diff(DiffArgs),
    Apply(ApplyArgs),
    Copy(CopyArgs),
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

/// Suggest candidate themes from transcripts
///
/// Reads files and folders (.txt .md .docx .pdf .odt .rtf .srt .vtt .csv .tsv .xlsx, and .json of Whisper), shows who was
/// found speaking, cuts what participants say into segments, groups them by meaning, and prints the groups as candidate
/// themes. Everything is kept in the project file.
///
/// Once a coder has decided, `--again` groups what is still unthemed or open by what their codings teach, and `--for CODE` lists
/// segments that look like a code's.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  themata suggest interviews/\n  themata suggest interviews/ --project study.themata --themes 6\n  \
                  themata suggest talk.vtt --speaker Dan=interviewer\n  \
                  themata suggest answers.csv --text-column comment --participant-column id\n  \
                  themata suggest interviews/ --algorithm k-means --json > themes.json\n  \
                  themata suggest --again --project study.themata --coder Ann\n  \
                  themata suggest --for \"Nights on call\" --project study.themata --limit 10"
)]
pub(super) struct SuggestArgs {
    /// Transcripts, or folders of transcripts
    #[arg(required_unless_present_any = ["again", "for_code"], value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// The project file; made where there is none [default: named after the first PATH, in this folder]
    #[arg(short, long, value_name = "FILE")]
    pub(super) project: Option<PathBuf>,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,

    /// Who somebody is, where it was not recognised: NAME=interviewer or NAME=participant (may be repeated)
    #[arg(long, value_name = "NAME=ROLE", value_parser = speaker, help_heading = "Reading")]
    pub(super) speaker: Vec<(String, Role)>,
    /// A table with attributes of the participants [default: a file named participants in the folder]
    #[arg(long, value_name = "FILE", help_heading = "Reading")]
    pub(super) participants: Option<PathBuf>,
    /// The language of the transcripts, as en or English [default: found out for each]
    #[arg(long, value_name = "LANGUAGE", help_heading = "Reading")]
    pub(super) language: Option<Language>,
    /// The encoding of text files, as windows-1252 [default: found out]
    #[arg(long, value_name = "NAME", help_heading = "Reading")]
    pub(super) encoding: Option<String>,
    /// The column of a table that holds the words [default: recognised by its heading]
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    pub(super) text_column: Option<String>,
    /// The column that says who speaks
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    pub(super) speaker_column: Option<String>,
    /// The column that says who was interviewed
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    pub(super) participant_column: Option<String>,
    /// The column that says to which interview a row belongs
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    pub(super) document_column: Option<String>,
    /// The column that says when it was said
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    pub(super) time_column: Option<String>,

    /// What a segment is
    #[arg(long, value_enum, default_value_t = UnitArg::MeaningUnit, help_heading = "Segments")]
    pub(super) unit: UnitArg,
    /// Words that a meaning unit should have at least
    #[arg(long, allow_negative_numbers = true, value_name = "N", help_heading = "Segments")]
    pub(super) min_words: Option<usize>,
    /// Words that a meaning unit may have at most
    #[arg(long, allow_negative_numbers = true, value_name = "N", help_heading = "Segments")]
    pub(super) max_words: Option<usize>,
    /// Cluster what interviewers say too
    #[arg(long, help_heading = "Segments")]
    pub(super) include_interviewer: bool,

    #[command(flatten)]
    pub(super) learn: LearnArgs,

    #[command(flatten)]
    pub(super) model: ModelArgs,

    #[command(flatten)]
    pub(super) themes: ThemesArgs,
}

/// Show the candidate themes of a project, or one of them with all its segments
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  themata show study.themata\n  themata show study.themata 3\n  themata show study.themata 3 --json"
)]
pub(super) struct ShowArgs {
    /// The project file
    pub(super) project: PathBuf,
    /// The number of a candidate theme
    pub(super) theme: Option<u32>,
    /// The number of a run [default: the latest]
    #[arg(long, value_name = "N")]
    pub(super) run: Option<u32>,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Write all segments with their candidate themes, for scripts and spreadsheets
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata export study.themata --format csv --output segments.csv\n  \
                  themata export study.themata --format json | jq '.themes[].label'")]
pub(super) struct ExportArgs {
    /// The project file
    pub(super) project: PathBuf,
    /// The shape of the export
    #[arg(short, long, value_enum, default_value_t = FormatArg::Json)]
    pub(super) format: FormatArg,
    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Replace the file where it exists
    #[arg(long, requires = "output")]
    pub(super) force: bool,
    /// The number of a run [default: the latest]
    #[arg(long, value_name = "N")]
    pub(super) run: Option<u32>,
}

#[derive(Debug, Subcommand)]
pub(super) enum ModelCommand {
    List(ModelListArgs),
    Add(ModelAddArgs),
    Remove(ModelRemoveArgs),
    Check(ModelCheckArgs),
}

/// List the models on this machine
#[derive(Debug, Args)]
pub(super) struct ModelListArgs {
    #[command(flatten)]
    pub(super) shelf: ShelfArgs,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Add a copy of a local sentence-transformer directory, or fetch a model from a hub
///
/// Only --download opens a network connection: it fetches the few files of one model (safetensors weights alone), at one
/// commit that is recorded, and holds them against the sizes and SHA-256 that the hub announced. Nothing is sent but the
/// model's name.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata model add Downloads/my-model\n  \
                  themata model add --download intfloat/multilingual-e5-small\n  \
                  themata model add --download BAAI/bge-m3 --revision 5617a9f61b028005a4858fdac845db406aefb181 --name m3")]
pub(super) struct ModelAddArgs {
    /// A directory with modules.json, config.json, tokenizer.json and model.safetensors
    #[cfg(feature = "download")]
    #[arg(value_name = "DIR", required_unless_present = "download", conflicts_with = "download")]
    pub(super) directory: Option<PathBuf>,
    /// A directory with modules.json, config.json, tokenizer.json and model.safetensors
    #[cfg(not(feature = "download"))]
    #[arg(value_name = "DIR")]
    pub(super) directory: PathBuf,
    /// Use the network: fetch this model from the hub
    #[cfg(feature = "download")]
    #[arg(long, value_name = "ID")]
    pub(super) download: Option<String>,
    /// The commit, tag or branch to fetch; the commit is recorded
    #[cfg(feature = "download")]
    #[arg(long, value_name = "REVISION", default_value = "main", requires = "download")]
    pub(super) revision: String,
    /// The hub's address
    #[cfg(feature = "download")]
    #[arg(long, value_name = "URL", default_value = "https://huggingface.co", requires = "download")]
    pub(super) hub: String,
    /// The name to give it [default: its own]
    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,
    #[command(flatten)]
    pub(super) shelf: ShelfArgs,
}

/// Remove a model that was added
#[derive(Debug, Args)]
pub(super) struct ModelRemoveArgs {
    /// The model's name
    pub(super) name: String,
    #[command(flatten)]
    pub(super) shelf: ShelfArgs,
}

/// Check a model: its files, each way to compute on this machine, and which languages it knows
///
/// Embeds known sentences, eight meanings in six languages, and compares: with the vectors of sentence-transformers for the
/// bundled model, with those recorded when it was added for another.
#[derive(Debug, Args)]
pub(super) struct ModelCheckArgs {
    /// The model's name
    #[arg(default_value = "all-MiniLM-L6-v2")]
    pub(super) name: String,
    #[command(flatten)]
    pub(super) shelf: ShelfArgs,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Print a shell's completion script
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  themata completions bash > ~/.local/share/bash-completion/completions/themata"
)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArg {
    /// One object: candidate themes with all their segments, noise, run
    Json,
    /// A row a segment
    Csv,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum UnitArg {
    /// Sentences of one turn, joined to a sensible length
    MeaningUnit,
    /// A sentence
    Sentence,
    /// A paragraph of a turn
    Paragraph,
    /// A whole turn
    Turn,
}

impl From<UnitArg> for SegmentUnit {
    fn from(unit: UnitArg) -> Self {
        match unit {
            UnitArg::MeaningUnit => Self::MeaningUnit,
            UnitArg::Sentence => Self::Sentence,
            UnitArg::Paragraph => Self::Paragraph,
            UnitArg::Turn => Self::Turn,
        }
    }
}

fn speaker(text: &str) -> Result<(String, Role), String> {
    let (name, role) =
        text.rsplit_once('=').ok_or("write NAME=interviewer or NAME=participant, as in Dan=interviewer")?;
    let role = match role.trim().to_lowercase().as_str() {
        "interviewer" => Role::Interviewer,
        "participant" => Role::Participant,
        other => return Err(format!("`{other}` is no role; a speaker is interviewer or participant")),
    };
    match name.trim() {
        "" => Err("the name is missing; write NAME=interviewer or NAME=participant".to_owned()),
        name => Ok((name.to_owned(), role)),
    }
}
