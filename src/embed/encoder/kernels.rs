//! The steps between the multiplications; each is one pass over the rows.
//!
//! They are written as plain loops and compiled for each level of vector instructions by `pulp`, which chooses the level
//! at run time. Sums run in a fixed number of lanes, and multiplication with addition is fused wherever the level has an
//! instruction for it, so that all such levels give the same bits.

use pulp::{Arch, Simd, WithSimd};

/// The number of lanes in which a row is summed on every machine: four vectors of sixteen, so that additions need not
/// wait for each other.
const LANES: usize = 64;
/// Scores are padded to a multiple of this vector length.
const SCORES: usize = 16;

/// Computes `a · b + c`, rounded once if `FUSED`.
#[inline(always)]
fn add_product<const FUSED: bool>(a: f32, b: f32, c: f32) -> f32 {
    if FUSED { a.mul_add(b, c) } else { a * b + c }
}

/// Computes eˣ for −87 ≤ x ≤ 88, with a relative error below 2e-7 (Cephes `expf`: Cody–Waite reduction and a polynomial).
#[inline(always)]
fn exp<const FUSED: bool>(x: f32) -> f32 {
    // Adding and subtracting 1.5·2²³ rounds to a whole number, which is then in the low bits.
    const ROUNDER: f32 = 12_582_912.0;
    let shifted = add_product::<FUSED>(x, std::f32::consts::LOG2_E, ROUNDER);
    let n = shifted - ROUNDER;
    let r = add_product::<FUSED>(n, 2.121_944_4e-4, add_product::<FUSED>(n, -0.693_359_4, x));
    let mut p = 1.987_569_1e-4;
    p = add_product::<FUSED>(p, r, 1.398_199_9e-3);
    p = add_product::<FUSED>(p, r, 8.333_452e-3);
    p = add_product::<FUSED>(p, r, 4.166_579_6e-2);
    p = add_product::<FUSED>(p, r, 1.666_666_5e-1);
    p = add_product::<FUSED>(p, r, 5e-1);
    let p = add_product::<FUSED>(p, r * r, r + 1.0);
    let exponent = shifted.to_bits().wrapping_sub(ROUNDER.to_bits()).wrapping_add(127) << 23;
    p * f32::from_bits(exponent)
}

/// Computes x·Φ(x), the exact GELU (Hendrycks & Gimpel 2016, arXiv:1606.08415), with erf from Abramowitz & Stegun 7.1.26
/// (absolute error below 1.5e-7).
#[inline(always)]
fn gelu<const FUSED: bool>(x: f32) -> f32 {
    let magnitude = x.abs();
    let z = magnitude * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / add_product::<FUSED>(z, 0.327_591_1, 1.0);
    let mut p = 1.061_405_4;
    p = add_product::<FUSED>(p, t, -1.453_152);
    p = add_product::<FUSED>(p, t, 1.421_413_8);
    p = add_product::<FUSED>(p, t, -0.284_496_74);
    p = add_product::<FUSED>(p, t, 0.254_829_6);
    let tail = p * t * exp::<FUSED>((-z * z).max(-87.0));
    add_product::<FUSED>(-0.5 * magnitude, tail, x.max(0.0))
}

/// Combines the values of a row in fixed lanes, by a function of a value and the lane's result so far, and adds up the lanes.
#[inline(always)]
fn lane_sum(values: &[f32], f: impl Fn(f32, f32) -> f32) -> f32 {
    let mut lanes = [0.0f32; LANES];
    let mut chunks = values.chunks_exact(LANES);
    for chunk in &mut chunks {
        for (lane, &value) in lanes.iter_mut().zip(chunk) {
            *lane = f(value, *lane);
        }
    }
    for (lane, &value) in lanes.iter_mut().zip(chunks.remainder()) {
        *lane = f(value, *lane);
    }
    fold(lanes, |a, b| a + b)
}

/// Combines the lanes by repeated halving.
#[inline(always)]
fn fold<const N: usize>(mut lanes: [f32; N], f: impl Fn(f32, f32) -> f32) -> f32 {
    let mut n = N;
    while n > 1 {
        n /= 2;
        for i in 0..n {
            lanes[i] = f(lanes[i], lanes[i + n]);
        }
    }
    lanes[0]
}

/// A step over rows, compiled once for each level of vector instructions.
///
/// A type, not a closure: a closure's body may not be inlined, and is then compiled for the lowest level.
trait Step {
    /// Computes the step; `FUSED` says whether the level multiplies and adds in one instruction.
    fn run<const FUSED: bool>(self);
}

struct ForLevel<T>(T);

impl<T: Step> WithSimd for ForLevel<T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        // Without vector instructions there may be no fused instruction, and computing it in software takes a hundred
        // times as long.
        if S::IS_SCALAR { self.0.run::<false>() } else { self.0.run::<true>() }
    }
}

fn dispatch(step: impl Step) {
    Arch::new().dispatch(ForLevel(step));
}

struct AddBias<'a> {
    rows: &'a mut [f32],
    bias: &'a [f32],
    gelu: bool,
}

impl Step for AddBias<'_> {
    #[inline(always)]
    fn run<const FUSED: bool>(self) {
        for row in self.rows.chunks_exact_mut(self.bias.len()) {
            if self.gelu {
                for (value, &b) in row.iter_mut().zip(self.bias) {
                    *value = gelu::<FUSED>(*value + b);
                }
            } else {
                for (value, &b) in row.iter_mut().zip(self.bias) {
                    *value += b;
                }
            }
        }
    }
}

/// Computes `row ← GELU(row + bias)` for each row.
pub(super) fn add_bias_gelu(rows: &mut [f32], bias: &[f32]) {
    dispatch(AddBias { rows, bias, gelu: true });
}

/// Computes `row ← row + bias` for each row.
pub(super) fn add_bias(rows: &mut [f32], bias: &[f32]) {
    dispatch(AddBias { rows, bias, gelu: false });
}

#[cfg(target_arch = "x86_64")]
struct Gelu<'a>(&'a mut [f32]);

#[cfg(target_arch = "x86_64")]
impl Step for Gelu<'_> {
    #[inline(always)]
    fn run<const FUSED: bool>(self) {
        for value in self.0.iter_mut() {
            *value = gelu::<FUSED>(*value);
        }
    }
}

/// Computes `value ← GELU(value)`.
#[cfg(target_arch = "x86_64")]
pub(super) fn gelu_rows(values: &mut [f32]) {
    dispatch(Gelu(values));
}

struct AddAndNorm<'a> {
    rows: &'a mut [f32],
    residual: &'a [f32],
    norm: Norm<'a>,
}

impl Step for AddAndNorm<'_> {
    #[inline(always)]
    fn run<const FUSED: bool>(self) {
        let width = self.norm.scale.len();
        for (row, residual) in self.rows.chunks_exact_mut(width).zip(self.residual.chunks_exact(width)) {
            for (value, &r) in row.iter_mut().zip(residual) {
                *value += r;
            }
            self.norm.apply::<FUSED>(row);
        }
    }
}

/// Computes `row ← LayerNorm(row + residual)` for each row (Ba et al. 2016, arXiv:1607.06450).
pub(super) fn add_and_norm(rows: &mut [f32], residual: &[f32], norm: Norm<'_>) {
    dispatch(AddAndNorm { rows, residual, norm });
}

struct NormRows<'a> {
    rows: &'a mut [f32],
    norm: Norm<'a>,
}

impl Step for NormRows<'_> {
    #[inline(always)]
    fn run<const FUSED: bool>(self) {
        for row in self.rows.chunks_exact_mut(self.norm.scale.len()) {
            self.norm.apply::<FUSED>(row);
        }
    }
}

/// Computes `row ← LayerNorm(row)` for each row.
pub(super) fn norm_rows(rows: &mut [f32], norm: Norm<'_>) {
    dispatch(NormRows { rows, norm });
}

/// A layer norm's scale, shift and epsilon.
#[derive(Clone, Copy)]
pub(super) struct Norm<'a> {
    pub(super) scale: &'a [f32],
    pub(super) shift: &'a [f32],
    pub(super) eps: f32,
}

impl Norm<'_> {
    #[inline(always)]
    fn apply<const FUSED: bool>(&self, row: &mut [f32]) {
        let n = row.len() as f32;
        let mean = lane_sum(row, |v, sum| sum + v) / n;
        let variance = lane_sum(row, |v, sum| add_product::<FUSED>(v - mean, v - mean, sum)) / n;
        let inverse = 1.0 / (variance + self.eps).sqrt();
        for ((value, &scale), &shift) in row.iter_mut().zip(self.scale).zip(self.shift) {
            *value = add_product::<FUSED>((*value - mean) * inverse, scale, shift);
        }
    }
}

struct Softmax<'a> {
    rows: &'a mut [f32],
    width: usize,
    stride: usize,
}

impl Step for Softmax<'_> {
    #[inline(always)]
    fn run<const FUSED: bool>(self) {
        for row in self.rows.chunks_exact_mut(self.stride) {
            row[self.width..].fill(f32::NEG_INFINITY);
            let mut lanes = [f32::NEG_INFINITY; SCORES];
            for chunk in row.chunks_exact(SCORES) {
                for (lane, &value) in lanes.iter_mut().zip(chunk) {
                    *lane = if value > *lane { value } else { *lane };
                }
            }
            let greatest = fold(lanes, |a, b| if b > a { b } else { a });
            let mut sums = [0.0f32; SCORES];
            for chunk in row.chunks_exact_mut(SCORES) {
                for (sum, value) in sums.iter_mut().zip(chunk) {
                    let below = *value - greatest;
                    // Below this, eˣ is not a normal number, and negligible compared with the 1 of the greatest score.
                    let power = exp::<FUSED>(if below > -87.0 { below } else { -87.0 });
                    let power = if below > -87.0 { power } else { 0.0 };
                    *value = power;
                    *sum += power;
                }
            }
            let inverse = 1.0 / fold(sums, |a, b| a + b);
            for value in row.iter_mut() {
                *value *= inverse;
            }
        }
    }
}

/// Computes the softmax of the first `width` values of each row. Rows are at intervals of `stride`, a multiple of 16; the
/// values after the first `width` become 0.
pub(super) fn softmax_rows(rows: &mut [f32], width: usize, stride: usize) {
    assert!(stride.is_multiple_of(SCORES) && width <= stride, "rows of scores must be whole vectors");
    dispatch(Softmax { rows, width, stride });
}

/// Computes `out ← valuesᵀ`: values are `n_rows × n_columns` with rows at intervals of `stride`; rows of `out` are at
/// intervals of `out_stride`.
pub(super) fn transpose(
    values: &[f32],
    stride: usize,
    [n_rows, n_columns]: [usize; 2],
    out: &mut [f32],
    out_stride: usize,
) {
    // In squares that stay in the first-level cache.
    const SIDE: usize = 16;
    for row in (0..n_rows).step_by(SIDE) {
        for column in (0..n_columns).step_by(SIDE) {
            for r in row..(row + SIDE).min(n_rows) {
                let values = &values[r * stride..];
                for c in column..(column + SIDE).min(n_columns) {
                    out[c * out_stride + r] = values[c];
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_within_its_bound() {
        for i in -8700..=8700 {
            let x = i as f32 / 100.0;
            let exact = f64::from(x).exp();
            assert!((f64::from(exp::<true>(x)) / exact - 1.0).abs() < 2e-7, "exp({x})");
            assert!((f64::from(exp::<false>(x)) / exact - 1.0).abs() < 2e-7, "exp({x})");
        }
    }

    #[test]
    fn gelu_matches_tabulated_values() {
        // x·Φ(x), with Φ from a table of the normal distribution.
        for (x, y) in [(0.0, 0.0), (1.0, 0.841_344_7), (-1.0, -0.158_655_3), (2.0, 1.954_5), (-12.0, 0.0)] {
            assert!((gelu::<true>(x) - y).abs() < 3e-7, "gelu({x}) = {}", gelu::<true>(x));
            assert!((gelu::<false>(x) - y).abs() < 3e-7, "gelu({x}) = {}", gelu::<false>(x));
        }
    }

    #[test]
    fn softmax_rows_sum_to_one_and_know_nothing_of_what_stands_behind() {
        let mut rows: Vec<f32> = (0..3 * 32).map(|i| ((i * 7) % 19) as f32 - 40.0).collect();
        softmax_rows(&mut rows, 19, 32);
        for row in rows.chunks_exact(32) {
            assert!((row[..19].iter().sum::<f32>() - 1.0).abs() < 1e-6);
            assert!(row[19..].iter().all(|&value| value == 0.0));
        }
        let mut two = [9.0; 16];
        two[..2].copy_from_slice(&[0.0, std::f32::consts::LN_2]);
        softmax_rows(&mut two, 2, 16);
        assert!((two[0] - 1.0 / 3.0).abs() < 1e-7 && (two[1] - 2.0 / 3.0).abs() < 1e-7);
    }

    #[test]
    fn layer_norm_gives_mean_zero_and_variance_one() {
        let scale = vec![1.0; 20];
        let shift = vec![0.0; 20];
        let mut row: Vec<f32> = (0..20).map(|i| i as f32 * 3.0 + 5.0).collect();
        norm_rows(&mut row, Norm { scale: &scale, shift: &shift, eps: 1e-12 });
        let mean: f32 = row.iter().sum::<f32>() / 20.0;
        let variance: f32 = row.iter().map(|v| v * v).sum::<f32>() / 20.0;
        assert!(mean.abs() < 1e-6 && (variance - 1.0).abs() < 1e-5);
    }
}
