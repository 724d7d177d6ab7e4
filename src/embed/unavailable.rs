//! Why this program or this machine cannot compute as asked.

use super::params::{Kernel, Precision};
use crate::domain::Remedy;

/// Why this program or this machine cannot compute as asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unavailable {
    /// The program was built without rust-bert.
    #[error(
        "this program was built without the engine rust-bert. Use the packed engine, or build the program with the \
         feature `rust-bert`"
    )]
    EngineNotBuilt,
    /// The packed engine has the processor only.
    #[error(
        "the packed engine cannot use the device {device}: it computes on the processor. rust-bert can use others"
    )]
    DeviceOfPacked {
        /// The device that was asked for.
        device: String,
    },
    /// The portable kernels have no bfloat16.
    #[error("the portable kernels multiply in f32 only, not in bf16")]
    Bf16Portable,
    /// The processor has no bfloat16.
    #[error("this processor cannot multiply in bf16: it has no AVX512-BF16. f32 works everywhere")]
    NoBf16,
    /// The processor has no AVX-512.
    #[error("this processor has no AVX-512, which the avx512 kernels need")]
    NoAvx512,
    /// rust-bert has single precision only.
    #[error("the engine rust-bert computes in f32 only, not in {precision}")]
    PrecisionOfRustBert {
        /// The precision that was asked for.
        precision: Precision,
    },
    /// rust-bert has kernels of its own.
    #[error("the engine rust-bert has kernels of its own and cannot use {kernel}")]
    KernelOfRustBert {
        /// The kernels that were asked for.
        kernel: Kernel,
    },
    /// rust-bert does not know the model's architecture.
    #[error("{file} names MPNet, which the engine rust-bert does not know. The packed engine can use it")]
    MpNetOfRustBert {
        /// The model's configuration.
        file: String,
    },
    /// rust-bert expects layers and an epsilon.
    #[error(
        "{file} names no layer, or no epsilon above 0, and the engine rust-bert needs both. The packed engine can use it"
    )]
    LayersOfRustBert {
        /// The model's configuration.
        file: String,
    },
    /// No device is called so.
    #[error("there is no device {device}. The devices are cpu, cuda and cuda:N, where N counts GPUs from 0")]
    UnknownDevice {
        /// The device that was asked for.
        device: String,
    },
    /// libtorch was built for the processor only.
    #[error(
        "the device {device} cannot be used: this program was built with a libtorch that has no CUDA. Use cpu, or build \
         the program with a libtorch that has CUDA, as README.md shows"
    )]
    NoCuda {
        /// The device that was asked for.
        device: String,
    },
    /// There is no GPU that can be used.
    #[error(
        "the device {device} cannot be used: libtorch finds no NVIDIA GPU with a driver for CUDA 12. Use cpu"
    )]
    NoGpu {
        /// The device that was asked for.
        device: String,
    },
    /// There are fewer GPUs.
    #[error("there is no device {device}: this machine has {n_gpus} GPUs, the last of which is cuda:{}", n_gpus - 1)]
    NoSuchGpu {
        /// The device that was asked for.
        device: String,
        /// How many there are, at least 1.
        n_gpus: usize,
    },
}

impl Unavailable {
    /// Returns what the user can do.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::EngineNotBuilt | Self::MpNetOfRustBert { .. } | Self::LayersOfRustBert { .. } => {
                vec![Remedy::give_value("engine", "packed")]
            }
            Self::DeviceOfPacked { .. } => vec![Remedy::leave_out("device")],
            Self::Bf16Portable => vec![Remedy::leave_out("precision"), Remedy::leave_out("kernel")],
            Self::NoBf16 | Self::PrecisionOfRustBert { .. } => vec![Remedy::give_value("precision", "f32")],
            Self::NoAvx512 | Self::KernelOfRustBert { .. } => vec![Remedy::leave_out("kernel")],
            Self::UnknownDevice { .. } | Self::NoSuchGpu { .. } => vec![Remedy::give("device")],
            Self::NoCuda { .. } | Self::NoGpu { .. } => vec![Remedy::give_value("device", "cpu")],
        }
    }
}
