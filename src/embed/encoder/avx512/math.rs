//! Functions on sixteen values at once, with the same steps as in [`kernels`](super::super::kernels).

use std::arch::x86_64::*;

/// Computes eˣ as [`kernels`](super::super::kernels) does.
#[inline]
#[target_feature(enable = "avx512f")]
pub(super) fn exp(x: __m512) -> __m512 {
    let rounder = _mm512_set1_ps(12_582_912.0);
    let shifted = _mm512_fmadd_ps(x, _mm512_set1_ps(std::f32::consts::LOG2_E), rounder);
    let n = _mm512_sub_ps(shifted, rounder);
    let r = _mm512_fmadd_ps(n, _mm512_set1_ps(-0.693_359_4), x);
    let r = _mm512_fmadd_ps(n, _mm512_set1_ps(2.121_944_4e-4), r);
    let mut p = _mm512_set1_ps(1.987_569_1e-4);
    for c in [1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 5e-1] {
        p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(c));
    }
    let p = _mm512_fmadd_ps(p, _mm512_mul_ps(r, r), _mm512_add_ps(r, _mm512_set1_ps(1.0)));
    let exponent = _mm512_add_epi32(
        _mm512_sub_epi32(_mm512_castps_si512(shifted), _mm512_castps_si512(rounder)),
        _mm512_set1_epi32(127),
    );
    _mm512_mul_ps(p, _mm512_castsi512_ps(_mm512_slli_epi32::<23>(exponent)))
}

/// Computes the exact GELU as [`kernels`](super::super::kernels) does.
#[inline]
#[target_feature(enable = "avx512f")]
pub(super) fn gelu(x: __m512) -> __m512 {
    let magnitude = _mm512_abs_ps(x);
    let z = _mm512_mul_ps(magnitude, _mm512_set1_ps(std::f32::consts::FRAC_1_SQRT_2));
    let one = _mm512_set1_ps(1.0);
    let t = _mm512_div_ps(one, _mm512_fmadd_ps(z, _mm512_set1_ps(0.327_591_1), one));
    let mut p = _mm512_set1_ps(1.061_405_4);
    for c in [-1.453_152, 1.421_413_8, -0.284_496_74, 0.254_829_6] {
        p = _mm512_fmadd_ps(p, t, _mm512_set1_ps(c));
    }
    let below = _mm512_sub_ps(_mm512_setzero_ps(), _mm512_mul_ps(z, z));
    let tail = _mm512_mul_ps(_mm512_mul_ps(p, t), exp(_mm512_max_ps(below, _mm512_set1_ps(-87.0))));
    let half = _mm512_mul_ps(_mm512_set1_ps(-0.5), magnitude);
    _mm512_fmadd_ps(half, tail, _mm512_max_ps(x, _mm512_setzero_ps()))
}

/// Returns the mask of the first `n` of sixteen lanes; of all lanes if `n` is 16 or more.
#[inline]
pub(super) fn first(n: usize) -> __mmask16 {
    if n >= 16 { u16::MAX } else { (1 << n) - 1 }
}
