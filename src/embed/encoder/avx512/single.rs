//! Multiplies with packed weights in single precision.

use std::arch::x86_64::*;

use super::super::activation::Activation;
use super::super::buffer::Buffer;
use super::super::product::DEPTH;
use super::math::gelu;
use super::{Avx512, BLOCK_ROWS, LANES, PANEL, TILE, VECTORS, for_rows, masks, pack};

/// A packed weight matrix.
pub(in crate::embed::encoder) struct PackedF32 {
    avx512: Avx512,
    packed: Buffer,
    n_in: usize,
}

impl PackedF32 {
    /// Packs a weight matrix of `n_out × n_in`.
    pub(in crate::embed::encoder) fn new(avx512: Avx512, weight: &[f32], n_in: usize) -> Self {
        Self { avx512, packed: pack::single(weight, n_in), n_in }
    }

    /// Computes `y ← activation(x · Wᵀ + bias)`: `x` is `n_rows × n_in`, `y` is `n_rows × n_out`.
    pub(in crate::embed::encoder) fn multiply(
        &self,
        x: &[f32],
        y: &mut [f32],
        bias: &[f32],
        activation: Activation,
    ) {
        let Avx512(()) = self.avx512;
        let (n_in, n_out) = (self.n_in, bias.len());
        let n_rows = x.len() / n_in;
        let packed: &[f32] = self.packed.as_slice();
        assert!(
            x.len() == n_rows * n_in && y.len() == n_rows * n_out,
            "the shapes of a multiplication do not fit"
        );
        assert!(packed.len() >= n_out.div_ceil(PANEL) * PANEL * n_in, "the weight is shorter than its shape");
        for block in (0..n_rows).step_by(BLOCK_ROWS) {
            let rows = block..(block + BLOCK_ROWS).min(n_rows);
            for start in (0..n_in).step_by(DEPTH) {
                let depth = DEPTH.min(n_in - start);
                let is_last = start + depth == n_in;
                for column in (0..n_out).step_by(PANEL) {
                    let mut ending = [0.0; PANEL];
                    let n_columns = PANEL.min(n_out - column);
                    ending[..n_columns].copy_from_slice(&bias[column..column + n_columns]);
                    let part = Part {
                        depth,
                        row_stride: n_in,
                        out_stride: n_out,
                        masks: masks(n_columns),
                        add: start > 0,
                        ending: is_last.then_some((&ending, activation)),
                    };
                    for row in rows.clone().step_by(TILE) {
                        // SAFETY: `self.avx512` proves that the processor has AVX-512F. The tile reads `depth` values of
                        // each of its rows, starting at `row · n_in + start`, within `x` by its length, and
                        // `depth · PANEL` packed values of the panel, within `packed` as asserted. It accesses only the columns of
                        // `y` that the masks cover.
                        unsafe {
                            for_rows!(
                                TILE.min(rows.end - row),
                                tile,
                                x.as_ptr().add(row * n_in + start),
                                packed.as_ptr().add(column * n_in + start * PANEL),
                                y.as_mut_ptr().add(row * n_out + column),
                                &part,
                            );
                        }
                    }
                }
            }
        }
    }
}

/// What the tiles of a panel have in common.
struct Part<'a> {
    depth: usize,
    row_stride: usize,
    out_stride: usize,
    masks: [__mmask16; VECTORS],
    /// Whether the product is added to the target's values.
    add: bool,
    /// For the last part of the inner dimension: the bias and the activation.
    ending: Option<(&'a [f32; PANEL], Activation)>,
}

/// Computes `M` rows by one panel of columns.
///
/// # Safety
/// The processor has AVX-512F. `a` has `M` rows of `depth` values, at intervals of `row_stride`; `b` has `depth · PANEL`
/// values; `c` has `M` rows at intervals of `out_stride`, in which the columns of the masks may be read and written.
#[target_feature(enable = "avx512f")]
unsafe fn tile<const M: usize>(a: *const f32, b: *const f32, c: *mut f32, part: &Part<'_>) {
    let mut sums = [[_mm512_setzero_ps(); VECTORS]; M];
    // SAFETY: as the caller promises.
    unsafe {
        for i in 0..part.depth {
            let columns: [__m512; VECTORS] =
                std::array::from_fn(|v| _mm512_loadu_ps(b.add(i * PANEL + v * LANES)));
            for (r, sum) in sums.iter_mut().enumerate() {
                let value = _mm512_set1_ps(*a.add(r * part.row_stride + i));
                for v in 0..VECTORS {
                    sum[v] = _mm512_fmadd_ps(value, columns[v], sum[v]);
                }
            }
        }
        for (v, mask) in part.masks.into_iter().enumerate() {
            for (r, sum) in sums.iter_mut().enumerate() {
                let at = c.wrapping_add(r * part.out_stride + v * LANES);
                if part.add {
                    sum[v] = _mm512_add_ps(_mm512_maskz_loadu_ps(mask, at), sum[v]);
                }
                if let Some((bias, activation)) = part.ending {
                    sum[v] = _mm512_add_ps(sum[v], _mm512_loadu_ps(bias.as_ptr().add(v * LANES)));
                    if activation == Activation::Gelu {
                        sum[v] = gelu(sum[v]);
                    }
                }
                _mm512_mask_storeu_ps(at, mask, sum[v]);
            }
        }
    }
}
