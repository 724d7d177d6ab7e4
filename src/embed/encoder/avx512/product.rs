//! Multiplies matrices that are not packed.

use std::arch::x86_64::*;

use super::super::product::{Operand, Target};
use super::math::first;
use super::{Avx512, LANES, TILE, for_rows};

/// Computes `target ← left · right`, as [`Multiplier::multiply`](super::super::product::Multiplier::multiply) defines it.
///
/// # Safety
/// The matrices lie within their slices.
pub(in crate::embed::encoder) unsafe fn multiply(
    _proof: Avx512,
    left: Operand<'_>,
    right: Operand<'_>,
    target: Target<'_>,
    [m, n, k]: [usize; 3],
) {
    let shape = Shape {
        k,
        left_stride: left.row_stride,
        right_stride: right.row_stride,
        out_stride: target.row_stride,
        add: target.add,
    };
    let mut column = 0;
    while column < n {
        let rest = n - column;
        let two = rest > LANES;
        for row in (0..m).step_by(TILE) {
            let n_rows = TILE.min(m - row);
            // SAFETY: the proof shows that the processor has AVX-512F; the caller promises that the matrices lie within
            // their slices, and the masks limit the tile to the existing columns.
            unsafe {
                let left = left.values.as_ptr().add(row * shape.left_stride);
                let right = right.values.as_ptr().add(column);
                let out = target.values.as_mut_ptr().add(row * shape.out_stride + column);
                if two {
                    for_rows!(n_rows, tile_of_two, left, right, out, first(rest - LANES), &shape);
                } else {
                    for_rows!(n_rows, tile_of_one, left, right, out, first(rest), &shape);
                }
            }
        }
        column += if two { 2 * LANES } else { LANES };
    }
}

struct Shape {
    k: usize,
    left_stride: usize,
    right_stride: usize,
    out_stride: usize,
    add: bool,
}

/// Computes `M` rows by two vectors of columns; the mask limits the columns of the second vector.
///
/// # Safety
/// The processor has AVX-512F; everything that the shape and the mask cover lies within the matrices.
#[target_feature(enable = "avx512f")]
unsafe fn tile_of_two<const M: usize>(
    a: *const f32,
    b: *const f32,
    c: *mut f32,
    mask: __mmask16,
    shape: &Shape,
) {
    let mut sums = [[_mm512_setzero_ps(); 2]; M];
    // SAFETY: as the caller promises.
    unsafe {
        for i in 0..shape.k {
            let left = _mm512_loadu_ps(b.add(i * shape.right_stride));
            let right = _mm512_maskz_loadu_ps(mask, b.add(i * shape.right_stride + LANES));
            for (r, sum) in sums.iter_mut().enumerate() {
                let value = _mm512_set1_ps(*a.add(r * shape.left_stride + i));
                sum[0] = _mm512_fmadd_ps(value, left, sum[0]);
                sum[1] = _mm512_fmadd_ps(value, right, sum[1]);
            }
        }
        for (r, sum) in sums.iter().enumerate() {
            store(c.add(r * shape.out_stride), u16::MAX, sum[0], shape.add);
            store(c.add(r * shape.out_stride + LANES), mask, sum[1], shape.add);
        }
    }
}

/// Computes `M` rows by the columns of the mask.
///
/// # Safety
/// As for [`tile_of_two`].
#[target_feature(enable = "avx512f")]
unsafe fn tile_of_one<const M: usize>(
    a: *const f32,
    b: *const f32,
    c: *mut f32,
    mask: __mmask16,
    shape: &Shape,
) {
    let mut sums = [_mm512_setzero_ps(); M];
    // SAFETY: as the caller promises.
    unsafe {
        for i in 0..shape.k {
            let right = _mm512_maskz_loadu_ps(mask, b.add(i * shape.right_stride));
            for (r, sum) in sums.iter_mut().enumerate() {
                let value = _mm512_set1_ps(*a.add(r * shape.left_stride + i));
                *sum = _mm512_fmadd_ps(value, right, *sum);
            }
        }
        for (r, sum) in sums.iter().enumerate() {
            store(c.add(r * shape.out_stride), mask, *sum, shape.add);
        }
    }
}

/// Stores a sum, added to the target's values if `add`.
///
/// # Safety
/// The processor has AVX-512F; the values that the mask covers lie within the target.
#[inline]
#[target_feature(enable = "avx512f")]
unsafe fn store(at: *mut f32, mask: __mmask16, sum: __m512, add: bool) {
    // SAFETY: as the caller promises.
    unsafe {
        let sum = if add { _mm512_add_ps(_mm512_maskz_loadu_ps(mask, at), sum) } else { sum };
        _mm512_mask_storeu_ps(at, mask, sum);
    }
}
