//! How a model embeds: engine, precision, kernels and prompt.

use serde::{Deserialize, Serialize};

/// The program that computes the forward pass.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, strum::Display, strum::VariantArray,
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Engine {
    /// This crate's own engine: packed tokens, no padding, on the processor.
    #[default]
    Packed,
    /// rust-bert on libtorch: on the processor or on a GPU. It needs the feature `rust-bert`.
    RustBert,
}

/// The precision in which the packed engine multiplies matrices.
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
    /// Weights and inputs are rounded to bfloat16, sums are in single precision: faster, with differences in the fourth
    /// decimal.
    Bf16,
}

/// The matrix kernels that the packed engine uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::Display, strum::VariantArray)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Kernel {
    /// The kernels of the `gemm` crate, for any processor: AVX2, NEON and others.
    Portable,
    /// This crate's kernels for processors with AVX-512 (and AVX512-BF16 for bfloat16).
    Avx512,
}

/// The prompt that is put before each text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Prompt {
    /// The default prompt of the model's configuration; none if there is no default.
    #[default]
    ModelDefault,
    /// The prompt of this name in the model's configuration.
    Named(String),
    /// The given text.
    Text(String),
}

/// How a model is run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct EmbedParams {
    /// The engine.
    pub engine: Engine,
    /// The precision.
    pub precision: Precision,
    /// The kernels; `None` uses the fastest kernels of this processor.
    pub kernel: Option<Kernel>,
    /// The device on which rust-bert computes: `cpu`, `cuda` or `cuda:N`; `None` is the processor.
    pub device: Option<String>,
    /// The prompt that is put before each text.
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
