//! Kernels for processors with AVX-512, and with AVX512-BF16.
//!
//! In single precision they give the same bits as the portable path: each product is added to its sum by one fused
//! multiply-add, in the order of the inner dimension, and the steps after that are the same.

mod bf16;
mod math;
mod pack;
mod product;
mod single;

pub(super) use bf16::{PackedBf16, Target as Bf16Target};
pub(super) use product::multiply;
pub(super) use single::PackedF32;

/// How many values a vector register holds.
const LANES: usize = 16;
/// How many vector registers of columns a panel of packed weights holds.
const VECTORS: usize = 3;
/// How many columns a panel holds.
const PANEL: usize = VECTORS * LANES;
/// How many rows a tile has: with three vectors each, 24 sums stay in registers, enough to hide the latency of each
/// addition.
const TILE: usize = 8;
/// How many rows pass through all panels before the next rows: they stay in a core's second-level cache.
const BLOCK_ROWS: usize = 24 * TILE;

/// Proof that the processor has AVX-512.
#[derive(Clone, Copy, Debug)]
pub(super) struct Avx512(());

impl Avx512 {
    /// Checks whether the processor has it.
    pub(super) fn detect() -> Option<Self> {
        (is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("fma")).then_some(Self(()))
    }
}

/// Proof that the processor has AVX512-BF16.
#[derive(Clone, Copy, Debug)]
pub(super) struct Avx512Bf16(());

impl Avx512Bf16 {
    /// Checks whether the processor has it.
    pub(super) fn detect() -> Option<Self> {
        (Avx512::detect().is_some() && is_x86_feature_detected!("avx512bf16")).then_some(Self(()))
    }
}

/// Calls `$tile::<M, …>` for a number of rows that is known only at run time.
macro_rules! for_rows {
    ($n:expr, $tile:ident, $($argument:expr),* $(,)?) => {
        match $n {
            8 => $tile::<8>($($argument),*),
            7 => $tile::<7>($($argument),*),
            6 => $tile::<6>($($argument),*),
            5 => $tile::<5>($($argument),*),
            4 => $tile::<4>($($argument),*),
            3 => $tile::<3>($($argument),*),
            2 => $tile::<2>($($argument),*),
            _ => $tile::<1>($($argument),*),
        }
    };
}
use for_rows;

/// Returns masks of the existing columns in each vector of a panel.
fn masks(n_columns: usize) -> [std::arch::x86_64::__mmask16; VECTORS] {
    std::array::from_fn(|v| math::first(n_columns.saturating_sub(v * LANES)))
}
