//! Multiplication of matrices that change with each text, by the kernels chosen.

use gemm::{Parallelism, gemm};

#[cfg(target_arch = "x86_64")]
use super::avx512::{self, Avx512};

/// How much of the inner dimension is summed up at once.
///
/// The portable kernel would otherwise cut it by the size of this machine's caches, and the order of the sums, and so their
/// last bit, with it.
pub(super) const DEPTH: usize = 384;

/// Which kernels multiply.
#[derive(Clone, Copy, Debug)]
pub(super) enum Multiplier {
    /// The `gemm` crate's.
    Portable,
    /// Those of this crate for AVX-512.
    #[cfg(target_arch = "x86_64")]
    Avx512(Avx512),
}

/// A matrix to read, row after row, its rows `row_stride` apart.
#[derive(Clone, Copy)]
pub(super) struct Operand<'a> {
    pub(super) values: &'a [f32],
    pub(super) row_stride: usize,
}

/// A matrix to write, its rows `row_stride` apart; with `add`, added to what it holds.
pub(super) struct Target<'a> {
    pub(super) values: &'a mut [f32],
    pub(super) row_stride: usize,
    pub(super) add: bool,
}

impl Multiplier {
    /// `target ← left · right` (`[m, n, k]`: left is `m × k`, right is `k × n`).
    ///
    /// Each value is one sum in the order of `k`, by fused multiply-add where the processor has it: the same bits whatever
    /// `m` and `n` are, and by either kernel.
    ///
    /// # Panics
    /// Where an operand or the target is too short for the shape: a fault of this room.
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
            "operands shorter than {m}×{n}×{k}"
        );
        match self {
            // For shapes like these `gemm` has ways of its own, which round otherwise.
            Self::Portable if m == 1 || n == 1 || k <= 2 => slim(left, right, target, [m, n, k]),
            Self::Portable => portable(left, right, target, [m, n, k]),
            #[cfg(target_arch = "x86_64")]
            // SAFETY: the shapes are asserted above.
            Self::Avx512(avx512) => unsafe { avx512::multiply(avx512, left, right, target, [m, n, k]) },
        }
    }
}

/// As the definition says, for shapes of which there is little to compute.
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

/// By the `gemm` crate. All matrices lie row after row: laid so, it never takes its way for small products, which sums in
/// another order.
fn portable(left: Operand<'_>, right: Operand<'_>, target: Target<'_>, [m, n, k]: [usize; 3]) {
    // SAFETY: every index that `gemm` touches is `row · row_stride + column` with row and column inside the shape, which the
    // caller has asserted to lie inside the slices; the target is borrowed mutably and so is apart from both.
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
