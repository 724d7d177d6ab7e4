//! With which engine, arithmetic and prompt a model embeds.

use serde::{Deserialize, Serialize};

/// Which program computes the forward pass.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, strum::Display, strum::VariantArray,
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Engine {
    /// The one of this crate: packed tokens, no padding, on the processor.
    #[default]
    Packed,
    /// rust-bert on libtorch: on the processor or on a GPU. Needs the feature `rust-bert`.
    RustBert,
}

/// In which precision the packed engine multiplies matrices.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, strum::Display, strum::VariantArray,
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Precision {
    /// Single precision.
    #[default]
    F32,
    /// Weights and inputs rounded to bfloat16, sums in single precision: faster, and different in the fourth decimal.
    Bf16,
}

/// Which matrix kernels the packed engine uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::Display, strum::VariantArray)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Kernel {
    /// The `gemm` crate's, for whatever the processor has: AVX2, NEON and so on.
    Portable,
    /// Kernels of this crate for processors with AVX-512 (and AVX512-BF16 in bfloat16).
    Avx512,
}

/// What is put before each text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Prompt {
    /// What the model's own configuration names as default; nothing where it names none.
    #[default]
    ModelDefault,
    /// The prompt of this name in the model's configuration.
    Named(String),
    /// These words.
    Text(String),
}

/// How a model is run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct EmbedParams {
    /// Which program computes.
    pub engine: Engine,
    /// In which precision.
    pub precision: Precision,
    /// Which kernels; `None` takes the fastest that this processor has.
    pub kernel: Option<Kernel>,
    /// Where rust-bert computes: `cpu`, `cuda` or `cuda:N`; `None` is the processor.
    pub device: Option<String>,
    /// What is put before each text.
    pub prompt: Prompt,
}

#[cfg(test)]
mod tests {
    use strum::VariantArray;

    use super::*;

    fn displayed_as_written<T: VariantArray + ToString + Serialize + 'static>() {
        for variant in T::VARIANTS {
            assert_eq!(serde_json::to_value(variant).unwrap(), variant.to_string());
        }
    }

    #[test]
    fn variants_are_displayed_as_serde_writes_them() {
        displayed_as_written::<Engine>();
        displayed_as_written::<Precision>();
        displayed_as_written::<Kernel>();
    }
}
