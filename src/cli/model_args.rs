//! Which model embeds and how: options of every command that embeds.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::model::default_folder;
use crate::project::{EmbedParams, EmbeddingModel, Engine, Kernel, Models, Precision, ProjectError, Prompt};

/// Where added models are kept.
#[derive(Debug, Args)]
pub(super) struct ShelfArgs {
    /// Where added models are kept [default: themata/models in the user's data folder]
    #[arg(long, value_name = "DIR", help_heading = "Model")]
    models_dir: Option<PathBuf>,
}

impl ShelfArgs {
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
    shelf: ShelfArgs,
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
