//! Ways to compute that this program or this machine does not have.

use super::params::{Kernel, Precision};
use crate::domain::Remedy;

/// Why this program or this machine cannot compute in the requested way.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unavailable {
    /// The program was built without rust-bert.
    #[error(
        "this program was built without the engine rust-bert. Use the packed engine, or build the program with the \
         feature `rust-bert`"
    )]
    EngineNotBuilt,
    /// The packed engine computes only on the processor.
    #[error(
        "the packed engine cannot use the device {device}: it computes on the processor only. The engine rust-bert can use other devices"
    )]
    DeviceOfPacked {
        /// The requested device.
        device: String,
    },
    /// The portable kernels do not support bfloat16.
    #[error("the portable kernels multiply in f32 only, not in bf16")]
    Bf16Portable,
    /// The processor does not support bfloat16.
    #[error("this processor cannot multiply in bf16: it has no AVX512-BF16. f32 works on every processor")]
    NoBf16,
    /// The processor does not support AVX-512.
    #[error("this processor has no AVX-512, which the avx512 kernels need")]
    NoAvx512,
    /// rust-bert computes in single precision only.
    #[error("the engine rust-bert computes in f32 only, not in {precision}")]
    PrecisionOfRustBert {
        /// The requested precision.
        precision: Precision,
    },
    /// rust-bert uses its own kernels.
    #[error("the engine rust-bert uses its own kernels and cannot use {kernel}")]
    KernelOfRustBert {
        /// The requested kernels.
        kernel: Kernel,
    },
    /// rust-bert does not support the model's architecture.
    #[error("{file} names MPNet, which the engine rust-bert does not support. The packed engine can use it")]
    MpNetOfRustBert {
        /// The model's configuration.
        file: String,
    },
    /// rust-bert requires layers and an epsilon.
    #[error(
        "{file} has no layer, or no epsilon above 0. The engine rust-bert needs both; the packed engine needs neither"
    )]
    LayersOfRustBert {
        /// The model's configuration.
        file: String,
    },
    /// No device has this name.
    #[error("there is no device {device}. The devices are cpu, cuda and cuda:N, where N counts GPUs from 0")]
    UnknownDevice {
        /// The requested device.
        device: String,
    },
    /// libtorch was built without support for GPUs.
    #[error(
        "the device {device} cannot be used: this program was built with a libtorch that has no CUDA. Use cpu, or build \
         the program with a libtorch that has CUDA, as docs/engines.md shows"
    )]
    NoCuda {
        /// The requested device.
        device: String,
    },
    /// There is no GPU that can be used.
    #[error(
        "the device {device} cannot be used: libtorch finds no NVIDIA GPU with a driver for CUDA 12. Use cpu"
    )]
    NoGpu {
        /// The requested device.
        device: String,
    },
    /// The machine has fewer GPUs.
    #[error("there is no device {device}: this machine has {n_gpus} GPUs, and the last one is cuda:{}", n_gpus - 1)]
    NoSuchGpu {
        /// The requested device.
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
