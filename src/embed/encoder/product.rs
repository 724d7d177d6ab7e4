//! Multiplies matrices that change with each text, by the chosen kernels.

use gemm::{Parallelism, gemm};

#[cfg(target_arch = "x86_64")]
use super::avx512::{self, Avx512};

/// How many steps of the inner dimension are summed at once.
///
/// Otherwise the portable kernel would divide it by the size of this machine's caches, and the order of the sums, and so
/// their last bit, would depend on the machine.
pub(super) const DEPTH: usize = 384;

/// Which kernels multiply.
#[derive(Clone, Copy, Debug)]
pub(super) enum Multiplier {
    /// Those of the `gemm` crate.
    Portable,
    /// This crate's kernels for AVX-512.
    #[cfg(target_arch = "x86_64")]
    Avx512(Avx512),
}

/// A matrix to read, in row order, with rows at intervals of `row_stride`.
#[derive(Clone, Copy)]
pub(super) struct Operand<'a> {
    pub(super) values: &'a [f32],
    pub(super) row_stride: usize,
}

/// A matrix to write, with rows at intervals of `row_stride`; with `add`, the product is added to its values.
pub(super) struct Target<'a> {
    pub(super) values: &'a mut [f32],
    pub(super) row_stride: usize,
    pub(super) add: bool,
}

impl Multiplier {
    /// Computes `target ← left · right` (`[m, n, k]`: left is `m × k`, right is `k × n`).
    ///
    /// Each value is one sum in the order of `k`, by fused multiply-add if the processor has it, so that the bits do not
    /// depend on `m`, `n` or the kernel.
    ///
    /// # Panics
    /// If an operand or the target is too short for the shape, which is a programming error in this module.
    pub(super) fn multiply(
        self,
        left: Operand<'_>,
        right: Operand<'_>,
        target: Target<'_>,
        [m, n, k]: [usize; 3],
    ) {
        let holds = |len: usize, stride: usize, rows: usize, columns: usize| {
            rows == 0 || columns == 0 || (columns <= stride && (rows - 1) * stride + columns <= len)
        };
        assert!(
            holds(left.values.len(), left.row_stride, m, k)
                && holds(right.values.len(), right.row_stride, k, n)
                && holds(target.values.len(), target.row_stride, m, n),
            "the operands are shorter than {m}×{n}×{k}"
        );
        match self {
            // For such shapes `gemm` uses other algorithms, which round differently.
            Self::Portable if m == 1 || n == 1 || k <= 2 => slim(left, right, target, [m, n, k]),
            Self::Portable => portable(left, right, target, [m, n, k]),
            #[cfg(target_arch = "x86_64")]
            // SAFETY: the shapes are asserted above.
            Self::Avx512(avx512) => unsafe { avx512::multiply(avx512, left, right, target, [m, n, k]) },
        }
    }
}

/// Multiplies by the definition, for shapes with few values to compute.
fn slim(left: Operand<'_>, right: Operand<'_>, target: Target<'_>, [m, n, k]: [usize; 3]) {
    for row in 0..m {
        for column in 0..n {
            let mut sum = 0.0f32;
            for i in 0..k {
                let value = left.values[row * left.row_stride + i];
                sum = value.mul_add(right.values[i * right.row_stride + column], sum);
            }
            let out = &mut target.values[row * target.row_stride + column];
            *out = if target.add { *out + sum } else { sum };
        }
    }
}

/// Multiplies with the `gemm` crate. All matrices are in row order, so `gemm` never uses its algorithm for small
/// products, which sums in another order.
fn portable(left: Operand<'_>, right: Operand<'_>, target: Target<'_>, [m, n, k]: [usize; 3]) {
    // SAFETY: every index that `gemm` accesses is `row · row_stride + column` with row and column within the shape, and
    // the caller has asserted that the shape lies within the slices; the target is borrowed mutably and so overlaps
    // neither operand.
    unsafe {
        gemm(
            m,
            n,
            k,
            target.values.as_mut_ptr(),
            1,
            target.row_stride as isize,
            target.add,
            left.values.as_ptr(),
            1,
            left.row_stride as isize,
            right.values.as_ptr(),
            1,
            right.row_stride as isize,
            1.0,
            1.0,
            false,
            false,
            false,
            Parallelism::None,
        );
    }
}
