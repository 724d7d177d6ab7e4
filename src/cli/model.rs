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
    pub(super) shelf: ModelsFolderArgs,
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
    pub(super) shelf: ModelsFolderArgs,
}

/// Remove a model that was added
#[derive(Debug, Args)]
pub(super) struct ModelRemoveArgs {
    /// The model's name
    pub(super) name: String,
    #[command(flatten)]
    pub(super) shelf: ModelsFolderArgs,
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
    pub(super) shelf: ModelsFolderArgs,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Where added models are kept.
#[derive(Debug, Args)]
pub(super) struct ModelsFolderArgs {
    /// Where added models are kept [default: themata/models in the user's data folder]
    #[arg(long, value_name = "DIR", help_heading = "Model")]
    models_dir: Option<PathBuf>,
}

impl ModelsFolderArgs {
    /// The models kept there.
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
    shelf: ModelsFolderArgs,
    /// Which program computes: the built-in one, or rust-bert where this program was built with it
    #[arg(long, value_enum, default_value_t = EngineArg::Packed)]
    engine: EngineArg,
    /// In which precision matrices are multiplied
    #[arg(long, value_enum, default_value_t = PrecisionArg::F32)]
    precision: PrecisionArg,
    /// Which matrix kernels multiply; in f32 the result is the same to the bit [default: the fastest here]
    #[arg(long, value_enum)]
    kernel: Option<KernelArg>,
    /// Where rust-bert computes: cpu, cuda, cuda:1 [default: cpu]
    #[arg(long, value_name = "DEVICE")]
    device: Option<String>,
    /// Words put before each text, as "query: " [default: the model's own, mostly none]
    #[arg(long, value_name = "TEXT", conflicts_with = "prompt_name")]
    prompt: Option<String>,
    /// A prompt that the model's configuration names
    #[arg(long, value_name = "NAME")]
    prompt_name: Option<String>,
}

impl ModelArgs {
    /// Which model.
    pub(super) fn model(&self) -> Result<EmbeddingModel, ProjectError> {
        self.model.as_ref().map_or(Ok(EmbeddingModel::Bundled), |named| self.shelf.models().find(named))
    }

    /// How it is run.
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
    /// Whatever the processor has
    Portable,
    /// For processors with AVX-512
    Avx512,
}

pub(super) fn run(command: &ModelCommand, output: &mut Output) -> Result<(), CliError> {
    match command {
        ModelCommand::List(args) => {
            let models = args.shelf.models().list()?;
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
                "Added. Use it with --model {}; `themata model check {}` says which languages it knows.",
                model.name, model.name
            ));
            Ok(())
        }
        ModelCommand::Remove(args) => {
            let model = args.shelf.models().remove(&args.name)?;
            output.say(&format!("Removed {}.", styled(styles::STRONG, &model.name)));
            Ok(())
        }
        ModelCommand::Check(args) => {
            let check = args.shelf.models().check(&args.name)?;
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

    let models = args.shelf.models();
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
    Ok(args.shelf.models().add(&args.directory, args.name.as_deref())?)
}

fn print(model: &ModelView, output: &mut Output) -> Result<(), CliError> {
    let languages = match model.languages.as_slice() {
        [] => "languages not said".to_owned(),
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
        "  {} values a segment, window of {} tokens, {languages}, {} MB",
        model.dim,
        model.max_tokens,
        model.n_bytes.div_ceil(1_000_000)
    ))?;
    output.line(&styled(styles::FAINT, &format!("  {from}; sha256 {}", beginning(&model.sha256, 16))))
}

fn print_check(check: &Check, output: &mut Output) -> Result<(), CliError> {
    output.line(&styled(styles::STRONG, &check.name))?;
    match check.changed_files.as_slice() {
        [] => output.line("  files      as recorded")?,
        changed => output.line(&format!("  files      {}", changed.join("; ")))?,
    }
    for path in &check.paths {
        let found = match (path.least_cosine, &path.unavailable_because) {
            (Some(cosine), _) => {
                let verdict = match cosine >= path.required {
                    true => "as it must be",
                    false if path.is_binding => "NOT as it must be",
                    false => "rounding costs this model much: take f32",
                };
                format!("least cosine {cosine:.7} to the known vectors, {verdict} (≥ {})", path.required)
            }
            (None, Some(reason)) => format!("not here: {reason}"),
            (None, None) => "not computed".to_owned(),
        };
        output.line(&format!("  computing  {:<20} {found}", path.path))?;
    }
    for language in &check.languages {
        let verdict = match language.knowledge {
            Knowledge::Knows => "knows it",
            Knowledge::InPart => "knows it in part",
            Knowledge::DoesNotKnow => "does not know it",
        };
        output.line(&format!(
            "  meaning    {:<20} {} of {} nearest to their English counterpart: {verdict}",
            language.language,
            language.n_right,
            count(language.n_sentences, "sentence", "sentences")
        ))?;
    }
    if check.languages.iter().any(|language| language.n_right * 4 < language.n_sentences * 3) {
        output.line("For interviews in a language that it does not know, take another model.")?;
    }
    Ok(())
}

/// Where added models are kept unless told otherwise.
pub(super) fn default_folder() -> PathBuf {
    dirs::data_dir().unwrap_or_else(|| PathBuf::from(".")).join("themata").join("models")
}
