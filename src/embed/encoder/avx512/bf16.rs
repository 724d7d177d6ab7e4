//! Multiplies packed weights with inputs in bfloat16; sums are in single precision.

use std::arch::x86_64::*;

use super::super::buffer::Buffer;
use super::math::{first, gelu};
use super::{Avx512Bf16, BLOCK_ROWS, LANES, PANEL, TILE, VECTORS, for_rows, masks, pack};

/// A weight matrix, packed in bfloat16.
pub(in crate::embed::encoder) struct PackedBf16 {
    avx512: Avx512Bf16,
    packed: Buffer,
    depth: usize,
}

/// Where a product is written, and in which form.
pub(in crate::embed::encoder) enum Target<'a> {
    /// `product + bias`, in single precision.
    Single(&'a mut [f32]),
    /// `GELU(product + bias)`, in bfloat16, ready for the next multiplication.
    NarrowGelu(&'a mut [u16]),
}

impl PackedBf16 {
    /// Packs a weight matrix of `n_out × n_in`.
    pub(in crate::embed::encoder) fn new(avx512: Avx512Bf16, weight: &[f32], n_in: usize) -> Self {
        Self { avx512, packed: pack::pairs(weight, n_in), depth: n_in.next_multiple_of(2) }
    }

    /// Returns how many values a row of the input has: an even number; the last value is 0 if the width is odd.
    pub(in crate::embed::encoder) fn depth(&self) -> usize {
        self.depth
    }

    /// Rounds rows of `width` values to bfloat16 (to nearest even), into rows of `depth` values.
    pub(in crate::embed::encoder) fn narrow(&self, x: &[f32], width: usize, narrow: &mut [u16]) {
        let Avx512Bf16(()) = self.avx512;
        assert!(
            width <= self.depth && x.len() / width * self.depth == narrow.len(),
            "the shapes of a rounding do not fit"
        );
        for (row, out) in x.chunks_exact(width).zip(narrow.chunks_exact_mut(self.depth)) {
            let (values, rest) = out.split_at_mut(width);
            rest.fill(0);
            // SAFETY: `self.avx512` proves that the processor has AVX512-BF16.
            unsafe { narrow_row(row, values) };
        }
    }

    /// Computes `x · Wᵀ + bias` in the form of the target: `x` is `n_rows × depth`, the target `n_rows × n_out`. For
    /// [`Target::NarrowGelu`], rows of the target have `n_out` values, rounded up to an even number.
    pub(in crate::embed::encoder) fn multiply(&self, x: &[u16], target: Target<'_>, bias: &[f32]) {
        let Avx512Bf16(()) = self.avx512;
        let (depth, n_out) = (self.depth, bias.len());
        let n_rows = x.len() / depth;
        let packed: &[u16] = self.packed.as_slice();
        assert!(
            packed.len() >= n_out.div_ceil(PANEL) * PANEL * depth,
            "the weight is shorter than its shape"
        );
        let out_stride = match &target {
            Target::Single(y) => {
                assert!(y.len() == n_rows * n_out, "the shapes of a multiplication do not fit");
                n_out
            }
            Target::NarrowGelu(y) => {
                assert!(
                    y.len() == n_rows * n_out.next_multiple_of(2),
                    "the shapes of a multiplication do not fit"
                );
                n_out.next_multiple_of(2)
            }
        };
        let out = match target {
            Target::Single(y) => Out::Single(y.as_mut_ptr()),
            Target::NarrowGelu(y) => {
                if out_stride > n_out {
                    y.chunks_exact_mut(out_stride).for_each(|row| row[n_out] = 0);
                }
                Out::Narrow(y.as_mut_ptr())
            }
        };
        for block in (0..n_rows).step_by(BLOCK_ROWS) {
            let rows = block..(block + BLOCK_ROWS).min(n_rows);
            for column in (0..n_out).step_by(PANEL) {
                let mut ending = [0.0; PANEL];
                let n_columns = PANEL.min(n_out - column);
                ending[..n_columns].copy_from_slice(&bias[column..column + n_columns]);
                let part = Part { depth, out_stride, masks: masks(n_columns), bias: &ending };
                for row in rows.clone().step_by(TILE) {
                    // SAFETY: `self.avx512` proves what the processor has. The tile reads rows of `depth` values inside `x`,
                    // the panel's `depth · PANEL` inside `packed` as asserted, and writes the columns of the target that
                    // the masks name, inside it as asserted.
                    unsafe {
                        for_rows!(
                            TILE.min(rows.end - row),
                            tile,
                            x.as_ptr().add(row * depth),
                            packed.as_ptr().add(column * depth),
                            out.at(row * out_stride + column),
                            &part,
                        );
                    }
                }
            }
        }
    }
}

/// Where a tile is written.
#[derive(Clone, Copy)]
enum Out {
    Single(*mut f32),
    Narrow(*mut u16),
}

impl Out {
    /// Returns the place `n` values later.
    fn at(self, n: usize) -> Self {
        match self {
            Self::Single(at) => Self::Single(at.wrapping_add(n)),
            Self::Narrow(at) => Self::Narrow(at.wrapping_add(n)),
        }
    }
}

/// What the tiles of a panel have in common.
struct Part<'a> {
    depth: usize,
    out_stride: usize,
    masks: [__mmask16; VECTORS],
    bias: &'a [f32; PANEL],
}

/// Computes `M` rows by one panel of columns.
///
/// # Safety
/// The processor has AVX512-BF16. `a` has `M` rows of `depth` values, an even number; `b` has `depth · PANEL` values; the
/// target has `M` rows at intervals of `out_stride`, in which the columns of the masks may be written.
#[target_feature(enable = "avx512f,avx512bf16")]
unsafe fn tile<const M: usize>(a: *const u16, b: *const u16, out: Out, part: &Part<'_>) {
    let mut sums = [[_mm512_setzero_ps(); VECTORS]; M];
    // SAFETY: as the caller promises; a pair of values is read as one 32-bit number, at any address.
    unsafe {
        for i in (0..part.depth).step_by(2) {
            let columns: [__m512bh; VECTORS] = std::array::from_fn(|v| {
                std::mem::transmute(_mm512_loadu_si512(b.add(i * PANEL + 2 * v * LANES).cast()))
            });
            for (r, sum) in sums.iter_mut().enumerate() {
                let pair = a.add(r * part.depth + i).cast::<i32>().read_unaligned();
                let pair: __m512bh = std::mem::transmute(_mm512_set1_epi32(pair));
                for v in 0..VECTORS {
                    sum[v] = _mm512_dpbf16_ps(sum[v], pair, columns[v]);
                }
            }
        }
        for (v, mask) in part.masks.into_iter().enumerate() {
            let bias = _mm512_loadu_ps(part.bias.as_ptr().add(v * LANES));
            for (r, sum) in sums.iter().enumerate() {
                let sum = _mm512_add_ps(sum[v], bias);
                let at = r * part.out_stride + v * LANES;
                match out {
                    Out::Single(c) => _mm512_mask_storeu_ps(c.wrapping_add(at), mask, sum),
                    Out::Narrow(c) => store_narrow(c.wrapping_add(at), mask, gelu(sum)),
                }
            }
        }
    }
}

/// Stores values rounded to bfloat16.
///
/// # Safety
/// The processor has AVX512-BF16, and the values that the mask names may be written.
#[inline]
#[target_feature(enable = "avx512f,avx512bf16")]
unsafe fn store_narrow(at: *mut u16, mask: __mmask16, values: __m512) {
    let narrow: __m256i = bits(_mm512_cvtneps_pbh(values));
    // SAFETY: as the caller promises.
    unsafe {
        if mask == u16::MAX {
            _mm256_storeu_si256(at.cast(), narrow);
        } else {
            let mut all = [0u16; LANES];
            _mm256_storeu_si256(all.as_mut_ptr().cast(), narrow);
            for (i, value) in all.into_iter().enumerate() {
                if mask & (1 << i) != 0 {
                    at.add(i).write(value);
                }
            }
        }
    }
}

/// Returns the bits of sixteen bfloat16 values.
#[inline]
#[target_feature(enable = "avx512f,avx512bf16")]
fn bits(values: __m256bh) -> __m256i {
    // SAFETY: both types have 256 bits, and every bit pattern is a valid value.
    unsafe { std::mem::transmute(values) }
}

/// Rounds one row.
///
/// # Safety
/// The processor has AVX512-BF16; both slices have the same length.
#[target_feature(enable = "avx512f,avx512bf16")]
unsafe fn narrow_row(row: &[f32], out: &mut [u16]) {
    for (values, out) in row.chunks(LANES).zip(out.chunks_mut(LANES)) {
        let mask = first(values.len());
        // SAFETY: the mask covers only the existing values in both slices.
        unsafe {
            let values = _mm512_maskz_loadu_ps(mask, values.as_ptr());
            store_narrow(out.as_mut_ptr(), mask, values);
        }
    }
}
