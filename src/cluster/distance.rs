//! Distances between rows: the wide one that linfa calls, and the exact ones that decide.
//!
//! Every sum runs in a fixed number of lanes that are added up in a fixed order, without fused multiply-add, so that
//! a processor with wider registers gives the same bits as one without.

use linfa_nn::distance::Distance;
use ndarray::{ArrayView, Dimension};

/// Lanes of the `f32` sums: four registers of AVX2.
const LANES: usize = 32;
/// Lanes of the `f64` sums.
const LANES_F64: usize = 8;

/// Euclidean distance for linfa, in single precision; squared where linfa only needs the order.
///
/// linfa's own adds one product at a time, which no processor can do side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WideEuclidean {
    avx2: bool,
}

impl WideEuclidean {
    /// Looks once at what the processor can do.
    pub(super) fn new() -> Self {
        #[cfg(target_arch = "x86_64")]
        let avx2 = std::arch::is_x86_feature_detected!("avx2");
        #[cfg(not(target_arch = "x86_64"))]
        let avx2 = false;
        Self { avx2 }
    }

    /// Computes ‖a − b‖² of two rows of one width.
    #[inline]
    pub(super) fn squared(&self, a: &[f32], b: &[f32]) -> f32 {
        #[cfg(target_arch = "x86_64")]
        if self.avx2 {
            // SAFETY: `new` found AVX2 on this processor.
            return unsafe { squared_avx2(a, b) };
        }
        squared_in_lanes(a, b)
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn squared_avx2(a: &[f32], b: &[f32]) -> f32 {
    squared_in_lanes(a, b)
}

#[inline(always)]
fn squared_in_lanes(a: &[f32], b: &[f32]) -> f32 {
    let (a_chunks, a_rest) = a.as_chunks::<LANES>();
    let (b_chunks, b_rest) = b.as_chunks::<LANES>();
    let mut lanes = [0.0_f32; LANES];
    for (a, b) in a_chunks.iter().zip(b_chunks) {
        for lane in 0..LANES {
            let difference = a[lane] - b[lane];
            lanes[lane] += difference * difference;
        }
    }
    for (lane, (a, b)) in a_rest.iter().zip(b_rest).enumerate() {
        let difference = a - b;
        lanes[lane] += difference * difference;
    }
    let [a, b, c, d, e, f, g, h] = add_up::<LANES, 8>(&lanes);
    ((a + e) + (c + g)) + ((b + f) + (d + h))
}

/// Adds up every `TO`-th of `FROM` lanes. Of a fixed size, so that it stays in registers.
#[inline(always)]
fn add_up<const FROM: usize, const TO: usize>(lanes: &[f32; FROM]) -> [f32; TO] {
    let mut sums = [0.0; TO];
    for chunk in lanes.as_chunks::<TO>().0 {
        for lane in 0..TO {
            sums[lane] += chunk[lane];
        }
    }
    sums
}

impl Distance<f32> for WideEuclidean {
    #[inline]
    fn distance<D: Dimension>(&self, a: ArrayView<'_, f32, D>, b: ArrayView<'_, f32, D>) -> f32 {
        self.rdistance(a, b).sqrt()
    }

    #[inline]
    fn rdistance<D: Dimension>(&self, a: ArrayView<'_, f32, D>, b: ArrayView<'_, f32, D>) -> f32 {
        match (a.to_slice(), b.to_slice()) {
            (Some(a), Some(b)) => self.squared(a, b),
            _ => a.iter().zip(b.iter()).map(|(a, b)| (a - b) * (a - b)).sum(),
        }
    }

    #[inline]
    fn rdist_to_dist(&self, rdist: f32) -> f32 {
        rdist.sqrt()
    }

    #[inline]
    fn dist_to_rdist(&self, dist: f32) -> f32 {
        dist * dist
    }
}

/// Computes the cosine distance of two unit rows in double precision: ‖a − b‖²/2, which is 1 − a·b, and exactly 0 for rows
/// of the same content.
pub(super) fn cosine_distance(a: &[f32], b: &[f32]) -> f64 {
    in_lanes(a, b, |a, b| {
        let difference = f64::from(a) - f64::from(b);
        difference * difference
    }) / 2.0
}

/// Computes a·b in double precision.
pub(super) fn dot(a: &[f32], b: &[f64]) -> f64 {
    in_lanes(a, b, |a, b| f64::from(a) * b)
}

#[inline(always)]
fn in_lanes<T: Copy>(a: &[f32], b: &[T], term: impl Fn(f32, T) -> f64) -> f64 {
    let (a_chunks, a_rest) = a.as_chunks::<LANES_F64>();
    let (b_chunks, b_rest) = b.as_chunks::<LANES_F64>();
    let mut lanes = [0.0_f64; LANES_F64];
    for (a, b) in a_chunks.iter().zip(b_chunks) {
        for lane in 0..LANES_F64 {
            lanes[lane] += term(a[lane], b[lane]);
        }
    }
    for (lane, (&a, &b)) in a_rest.iter().zip(b_rest).enumerate() {
        lanes[lane] += term(a, b);
    }
    let [a, b, c, d, e, f, g, h] = lanes;
    ((a + e) + (c + g)) + ((b + f) + (d + h))
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn distances_by_hand() {
        let wide = WideEuclidean::new();
        assert_eq!(wide.squared(&[1.0, 2.0, 3.0], &[4.0, 6.0, 3.0]), 25.0);
        assert_eq!(wide.distance(array![1.0, 2.0].view(), array![4.0, 6.0].view()), 5.0);
        // cos 0.6 between (1, 0) and (0.6, 0.8).
        assert!((cosine_distance(&[1.0, 0.0], &[0.6, 0.8]) - 0.4).abs() < 1e-7);
        assert_eq!(dot(&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0]), 32.0);
    }

    #[test]
    fn wide_registers_give_the_same_bits() {
        let a: Vec<f32> = (0..389).map(|i| (i as f32 * 0.37).sin()).collect();
        let b: Vec<f32> = (0..389).map(|i| (i as f32 * 0.73).cos()).collect();
        let wide = WideEuclidean::new().squared(&a, &b);
        assert_eq!(wide.to_bits(), squared_in_lanes(&a, &b).to_bits());
        let exact = cosine_distance(&a, &b) * 2.0;
        assert!((f64::from(wide) - exact).abs() < 1e-3 * exact);
    }
}
