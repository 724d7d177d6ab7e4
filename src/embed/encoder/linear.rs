//! A layer's weights in the form that the kernels multiply with.

use super::super::params::{Kernel, Precision};
use super::super::unavailable::Unavailable;
use super::activation::Activation;
#[cfg(target_arch = "x86_64")]
use super::avx512::{Avx512, Avx512Bf16, Bf16Target, PackedBf16, PackedF32};
use super::buffer::Buffer;
use super::kernels;
use super::product::{DEPTH, Multiplier, Operand, Target};

/// How many rows pass through the two halves of a feed-forward block together, so that the values between them stay in a
/// core's cache.
const BLOCK_ROWS: usize = 192;

/// The kernels and the precision, chosen for this processor.
#[derive(Clone, Copy, Debug)]
pub(super) enum Path {
    /// The `gemm` crate in single precision.
    Portable,
    /// AVX-512 in single precision.
    #[cfg(target_arch = "x86_64")]
    Avx512(Avx512),
    /// AVX-512 in bfloat16; products without weights stay in single precision.
    #[cfg(target_arch = "x86_64")]
    Avx512Bf16(Avx512, Avx512Bf16),
}

impl Path {
    /// Chooses how to compute in this precision: with the given kernels, or with the fastest ones of this processor.
    /// Returns the reason if that is not possible.
    pub(super) fn choose(precision: Precision, kernel: Option<Kernel>) -> Result<Self, Unavailable> {
        #[cfg(target_arch = "x86_64")]
        {
            let (avx512, narrow) = (Avx512::detect(), Avx512Bf16::detect());
            match (precision, kernel, avx512, narrow) {
                (Precision::Bf16, None | Some(Kernel::Avx512), Some(avx512), Some(narrow)) => {
                    return Ok(Self::Avx512Bf16(avx512, narrow));
                }
                (Precision::F32, None | Some(Kernel::Avx512), Some(avx512), _) => {
                    return Ok(Self::Avx512(avx512));
                }
                _ => {}
            }
        }
        match (precision, kernel) {
            (Precision::Bf16, Some(Kernel::Portable)) => Err(Unavailable::Bf16Portable),
            (Precision::Bf16, _) => Err(Unavailable::NoBf16),
            (Precision::F32, Some(Kernel::Avx512)) => Err(Unavailable::NoAvx512),
            (Precision::F32, _) => Ok(Self::Portable),
        }
    }

    /// Returns the kernels of this path.
    pub(super) fn kernel(self) -> Kernel {
        match self {
            Self::Portable => Kernel::Portable,
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(_) | Self::Avx512Bf16(..) => Kernel::Avx512,
        }
    }

    /// Returns what multiplies matrices that change with each text; always in single precision.
    pub(super) fn multiplier(self) -> Multiplier {
        match self {
            Self::Portable => Multiplier::Portable,
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(avx512) | Self::Avx512Bf16(avx512, _) => Multiplier::Avx512(avx512),
        }
    }
}

/// A linear layer: `y = x · Wᵀ + bias`.
pub(super) struct Linear {
    weight: Weight,
    pub(super) bias: Vec<f32>,
    n_in: usize,
}

enum Weight {
    /// `n_in × n_out` in row order: the transpose of the stored matrix.
    Portable(Buffer),
    #[cfg(target_arch = "x86_64")]
    Avx512(PackedF32),
    #[cfg(target_arch = "x86_64")]
    Avx512Bf16(PackedBf16),
}

/// Memory that linear layers reuse.
#[derive(Default)]
pub(super) struct LinearScratch {
    between: Buffer,
    #[cfg(target_arch = "x86_64")]
    narrow: Buffer,
}

impl Linear {
    /// Takes a weight matrix of `n_out × n_in` and a bias of `n_out`.
    pub(super) fn new(path: Path, weight: &[f32], bias: Vec<f32>, n_in: usize) -> Self {
        let weight = match path {
            Path::Portable => {
                let n_out = bias.len();
                Weight::Portable(Buffer::filled(weight.len(), |transposed: &mut [f32]| {
                    kernels::transpose(weight, n_in, [n_out, n_in], transposed, n_out);
                }))
            }
            #[cfg(target_arch = "x86_64")]
            Path::Avx512(avx512) => Weight::Avx512(PackedF32::new(avx512, weight, n_in)),
            #[cfg(target_arch = "x86_64")]
            Path::Avx512Bf16(_, avx512) => Weight::Avx512Bf16(PackedBf16::new(avx512, weight, n_in)),
        };
        Self { weight, bias, n_in }
    }

    /// Computes `y ← activation(x · Wᵀ + bias)`: `x` is `n_rows × n_in`, `y` is `n_rows × n_out`.
    pub(super) fn multiply(
        &self,
        x: &[f32],
        y: &mut [f32],
        activation: Activation,
        scratch: &mut LinearScratch,
    ) {
        let (n_in, n_out) = (self.n_in, self.bias.len());
        let n_rows = x.len() / n_in;
        match &self.weight {
            Weight::Portable(transposed) => {
                let transposed: &[f32] = transposed.as_slice();
                for start in (0..n_in).step_by(DEPTH) {
                    Multiplier::Portable.multiply(
                        Operand { values: &x[start..], row_stride: n_in },
                        Operand { values: &transposed[start * n_out..], row_stride: n_out },
                        Target { values: y, row_stride: n_out, add: start > 0 },
                        [n_rows, n_out, DEPTH.min(n_in - start)],
                    );
                }
                match activation {
                    Activation::None => kernels::add_bias(y, &self.bias),
                    Activation::Gelu => kernels::add_bias_gelu(y, &self.bias),
                }
                let _ = scratch;
            }
            #[cfg(target_arch = "x86_64")]
            Weight::Avx512(packed) => packed.multiply(x, y, &self.bias, activation),
            #[cfg(target_arch = "x86_64")]
            Weight::Avx512Bf16(packed) => {
                let narrow = scratch.narrow.of::<u16>(n_rows * packed.depth());
                packed.narrow(x, n_in, narrow);
                packed.multiply(narrow, Bf16Target::Single(y), &self.bias);
                if activation == Activation::Gelu {
                    kernels::gelu_rows(y);
                }
            }
        }
    }

    /// Computes `y ← second(GELU(self(x)))`, in blocks of rows.
    pub(super) fn feed_forward(&self, second: &Self, x: &[f32], y: &mut [f32], scratch: &mut LinearScratch) {
        let (n_in, n_between, n_out) = (self.n_in, self.bias.len(), second.bias.len());
        for (x, y) in x.chunks(BLOCK_ROWS * n_in).zip(y.chunks_mut(BLOCK_ROWS * n_out)) {
            let n_rows = x.len() / n_in;
            #[cfg(target_arch = "x86_64")]
            if let (Weight::Avx512Bf16(first), Weight::Avx512Bf16(then)) = (&self.weight, &second.weight) {
                let narrow = scratch.narrow.of::<u16>(n_rows * first.depth());
                first.narrow(x, n_in, narrow);
                let between = scratch.between.of::<u16>(n_rows * then.depth());
                first.multiply(narrow, Bf16Target::NarrowGelu(between), &self.bias);
                then.multiply(between, Bf16Target::Single(y), &second.bias);
                continue;
            }
            let mut between = std::mem::take(&mut scratch.between);
            let wide = between.of::<f32>(n_rows * n_between);
            self.multiply(x, wide, Activation::Gelu, scratch);
            second.multiply(wide, y, Activation::None, scratch);
            scratch.between = between;
        }
    }
}
