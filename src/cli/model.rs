//! `themata model`

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::error::CliError;
use super::layout::{beginning, count};
use super::output::{Output, styled, styles};
use crate::project::{
    Check, EmbedParams, EmbeddingModel, Engine, Kernel, Knowledge, ModelView, Models, Precision,
    ProjectError, Prompt, Source,
};

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
    pub(super) folder: ModelsFolderArgs,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Add a copy of a local sentence-transformer directory, or fetch a model from a hub
///
/// Only --download opens a network connection. It fetches the files of one model (weights as safetensors only) at one commit, records
/// the commit, and compares the files with the sizes and SHA-256 that the hub announced. It sends nothing but the model's name.
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
    /// The name of the model on this machine [default: its own name]
    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,
    #[command(flatten)]
    pub(super) folder: ModelsFolderArgs,
}

/// Remove a model that was added
#[derive(Debug, Args)]
pub(super) struct ModelRemoveArgs {
    /// The model's name
    pub(super) name: String,
    #[command(flatten)]
    pub(super) folder: ModelsFolderArgs,
}

/// Check a model: its files, how exactly this machine computes it, and which languages it knows
///
/// Embeds known sentences, eight meanings in six languages, and compares the vectors: for the bundled model with those of
/// sentence-transformers, for another model with those recorded when it was added.
#[derive(Debug, Args)]
pub(super) struct ModelCheckArgs {
    /// The model's name
    #[arg(default_value = "all-MiniLM-L6-v2")]
    pub(super) name: String,
    #[command(flatten)]
    pub(super) folder: ModelsFolderArgs,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// The option that names the folder of added models.
#[derive(Debug, Args)]
pub(super) struct ModelsFolderArgs {
    /// The folder of added models [default: themata/models in the user's data folder]
    #[arg(long, value_name = "DIR", help_heading = "Model")]
    models_dir: Option<PathBuf>,
}

impl ModelsFolderArgs {
    /// Returns the models in the folder.
    pub(super) fn models(&self) -> Models {
        Models::new(self.models_dir.clone().unwrap_or_else(default_folder))
    }
}

/// Options of every command that embeds.
#[derive(Debug, Args)]
#[command(next_help_heading = "Model")]
pub(super) struct ModelArgs {
    /// A model that was added, by its name, or a local sentence-transformer directory [default: the bundled model]
    #[arg(long, value_name = "NAME|DIR")]
    model: Option<String>,
    #[command(flatten)]
    folder: ModelsFolderArgs,
    /// The engine that computes vectors: the built-in one, or rust-bert if this program was built with it
    #[arg(long, value_enum, default_value_t = EngineArg::Packed)]
    engine: EngineArg,
    /// The precision in which matrices are multiplied
    #[arg(long, value_enum, default_value_t = PrecisionArg::F32)]
    precision: PrecisionArg,
    /// The code that multiplies matrices; in f32 all give the same result to the bit [default: the fastest on this machine]
    #[arg(long, value_enum)]
    kernel: Option<KernelArg>,
    /// The device of rust-bert: cpu, cuda, cuda:1 [default: cpu]
    #[arg(long, value_name = "DEVICE")]
    device: Option<String>,
    /// Words put before each text, such as "query: " [default: the model's own, often none]
    #[arg(long, value_name = "TEXT", conflicts_with = "prompt_name")]
    prompt: Option<String>,
    /// The name of a prompt in the model's configuration
    #[arg(long, value_name = "NAME")]
    prompt_name: Option<String>,
}

impl ModelArgs {
    /// Returns the model.
    pub(super) fn model(&self) -> Result<EmbeddingModel, ProjectError> {
        self.model.as_ref().map_or(Ok(EmbeddingModel::Bundled), |named| self.folder.models().find(named))
    }

    /// Returns how the model is run.
    pub(super) fn params(&self) -> EmbedParams {
        EmbedParams {
            engine: match self.engine {
                EngineArg::Packed => Engine::Packed,
                EngineArg::RustBert => Engine::RustBert,
            },
            precision: match self.precision {
                PrecisionArg::F32 => Precision::F32,
                PrecisionArg::Bf16 => Precision::Bf16,
            },
            kernel: self.kernel.map(|kernel| match kernel {
                KernelArg::Portable => Kernel::Portable,
                KernelArg::Avx512 => Kernel::Avx512,
            }),
            device: self.device.clone(),
            prompt: match (&self.prompt, &self.prompt_name) {
                (Some(text), _) => Prompt::Text(text.clone()),
                (None, Some(name)) => Prompt::Named(name.clone()),
                (None, None) => Prompt::ModelDefault,
            },
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum EngineArg {
    /// Packed tokens, no padding, on the processor
    Packed,
    /// libtorch, on the processor or a GPU
    RustBert,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum PrecisionArg {
    /// Single precision
    F32,
    /// Weights and inputs in bfloat16: faster, different in the fourth decimal; needs AVX512-BF16
    Bf16,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum KernelArg {
    /// For any processor
    Portable,
    /// For processors with AVX-512
    Avx512,
}

pub(super) fn run(command: &ModelCommand, output: &mut Output) -> Result<(), CliError> {
    match command {
        ModelCommand::List(args) => {
            let models = args.folder.models().list()?;
            if args.json {
                return output.json(&models);
            }
            for model in &models {
                print(model, output)?;
            }
            Ok(())
        }
        ModelCommand::Add(args) => {
            let model = add(args, output)?;
            print(&model, output)?;
            output.flush()?;
            output.say(&format!(
                "Added. Use it with --model {}. `themata model check {}` shows which languages it knows.",
                model.name, model.name
            ));
            Ok(())
        }
        ModelCommand::Remove(args) => {
            let model = args.folder.models().remove(&args.name)?;
            output.say(&format!("Removed {}.", styled(styles::STRONG, &model.name)));
            Ok(())
        }
        ModelCommand::Check(args) => {
            let check = args.folder.models().check(&args.name)?;
            if args.json {
                output.json(&check)?;
            } else {
                print_check(&check, output)?;
            }
            output.flush()?;
            if check.passed { Ok(()) } else { Err(CliError::ModelCheck(check.name)) }
        }
    }
}

#[cfg(feature = "download")]
fn add(args: &ModelAddArgs, output: &Output) -> Result<ModelView, CliError> {
    use super::terminal_progress::TerminalProgress;
    use crate::project::DownloadRequest;

    let models = args.folder.models();
    let Some(id) = &args.download else {
        return Ok(models.add(&args.directory.clone().unwrap_or_default(), args.name.as_deref())?);
    };
    let proxy = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]
        .iter()
        .find_map(|name| std::env::var(name).ok())
        .filter(|proxy| !proxy.is_empty() && args.hub.starts_with("https://"));
    output.say(&format!("Fetching {id} from {} (this uses the network).", args.hub));
    let request = DownloadRequest {
        hub: args.hub.clone(),
        proxy,
        id: id.clone(),
        revision: args.revision.clone(),
        name: args.name.clone(),
    };
    Ok(models.add_from_network(&request, &TerminalProgress::new(output))?)
}

#[cfg(not(feature = "download"))]
fn add(args: &ModelAddArgs, _: &Output) -> Result<ModelView, CliError> {
    Ok(args.folder.models().add(&args.directory, args.name.as_deref())?)
}

fn print(model: &ModelView, output: &mut Output) -> Result<(), CliError> {
    let languages = match model.languages.as_slice() {
        [] => "languages not stated".to_owned(),
        languages if languages.len() > 6 => format!("{} languages", languages.len()),
        languages => format!("made for {}", languages.join(", ")),
    };
    let from = match &model.source {
        Source::Bundled => "compiled into this program".to_owned(),
        Source::Directory { path } => format!("copied from {path}"),
        Source::Hub { hub, id, revision } => format!("{hub}/{id} at {}", beginning(revision, 12)),
    };
    output.line(&styled(styles::STRONG, &model.name))?;
    output.line(&format!(
        "  vectors of {} values, window of {} tokens, {languages}, {} MB",
        model.dim,
        model.max_tokens,
        model.n_bytes.div_ceil(1_000_000)
    ))?;
    output.line(&styled(styles::FAINT, &format!("  {from}; sha256 {}", beginning(&model.sha256, 16))))
}

fn print_check(check: &Check, output: &mut Output) -> Result<(), CliError> {
    output.line(&styled(styles::STRONG, &check.name))?;
    match check.changed_files.as_slice() {
        [] => output.line("  files      unchanged")?,
        changed => output.line(&format!("  files      {}", changed.join("; ")))?,
    }
    for path in &check.paths {
        let found = match (path.least_cosine, &path.unavailable_because) {
            (Some(cosine), _) => {
                let verdict = match cosine >= path.required {
                    true => "passed",
                    false if path.is_binding => "FAILED",
                    false => "this model loses much by rounding: use f32",
                };
                format!("lowest cosine to the known vectors {cosine:.7}, needed {}: {verdict}", path.required)
            }
            (None, Some(reason)) => format!("not on this machine: {reason}"),
            (None, None) => "not computed".to_owned(),
        };
        output.line(&format!("  computing  {:<20} {found}", path.path))?;
    }
    for language in &check.languages {
        let verdict = match language.knowledge {
            Knowledge::Knows => "knows it",
            Knowledge::InPart => "knows it partly",
            Knowledge::DoesNotKnow => "does not know it",
        };
        output.line(&format!(
            "  meaning    {:<20} {} of {} nearest to their English counterpart: {verdict}",
            language.language,
            language.n_right,
            count(language.n_sentences, "sentence", "sentences")
        ))?;
    }
    if check.languages.iter().any(|language| language.knowledge == Knowledge::DoesNotKnow) {
        output.line("For interviews in a language that it does not know, use another model.")?;
    }
    Ok(())
}

/// Returns the folder of added models where the user names none.
pub(super) fn default_folder() -> PathBuf {
    dirs::data_dir().unwrap_or_else(|| PathBuf::from(".")).join("themata").join("models")
}
