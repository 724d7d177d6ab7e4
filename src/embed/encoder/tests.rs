//! Compares each path with the definition, and with the portable path.

use super::activation::Activation;
use super::linear::{Linear, LinearScratch, Path};
use super::product::{Multiplier, Operand, Target};
use crate::embed::params::{Kernel, Precision};

fn small(n: usize, seed: u32) -> Vec<f32> {
    let mut state = seed;
    (0..n)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 24) as f32 - 0.5
        })
        .collect()
}

/// Returns all single-precision paths that this processor has.
fn single_paths() -> Vec<Path> {
    [Kernel::Portable, Kernel::Avx512]
        .into_iter()
        .filter_map(|kernel| Path::choose(Precision::F32, Some(kernel)).ok())
        .collect()
}

fn multiply(multiplier: Multiplier, a: &[f32], b: &[f32], [m, n, k]: [usize; 3]) -> Vec<f32> {
    let mut out = vec![f32::NAN; m * n];
    multiplier.multiply(
        Operand { values: a, row_stride: k },
        Operand { values: b, row_stride: n },
        Target { values: &mut out, row_stride: n, add: false },
        [m, n, k],
    );
    out
}

#[test]
fn products_are_as_defined_and_the_same_bits_on_every_path() {
    let mut shapes = vec![[13, 47, 64], [256, 64, 256], [33, 33, 32], [100, 32, 100]];
    for m in [1, 2, 3, 5, 33] {
        shapes.extend([1, 2, 3, 5, 17, 33].into_iter().flat_map(|n| [1, 2, 3, 4, 12, 33].map(|k| [m, n, k])));
    }
    for [m, n, k] in shapes {
        let (a, b) = (small(m * k, 1), small(k * n, 2));
        let all: Vec<Vec<f32>> =
            single_paths().iter().map(|path| multiply(path.multiplier(), &a, &b, [m, n, k])).collect();
        for r in 0..m {
            for c in 0..n {
                let exact: f64 = (0..k).map(|i| f64::from(a[r * k + i]) * f64::from(b[i * n + c])).sum();
                assert!((f64::from(all[0][r * n + c]) - exact).abs() < 1e-5, "{m}×{n}×{k}");
            }
        }
        for other in &all[1..] {
            assert_eq!(&all[0], other, "{m}×{n}×{k}");
        }
    }
}

fn linear(path: Path, [rows, n_in, n_out]: [usize; 3], activation: Activation) -> Vec<f32> {
    let (x, w, b) = (small(rows * n_in, 3), small(n_out * n_in, 4), small(n_out, 5));
    let mut y = vec![f32::NAN; rows * n_out];
    Linear::new(path, &w, b, n_in).multiply(&x, &mut y, activation, &mut LinearScratch::default());
    y
}

#[test]
fn linear_layers_are_as_defined_and_the_same_bits_on_every_path() {
    for shape in
        [[1, 36, 50], [5, 700, 33], [12, 384, 384], [31, 384, 1152], [7, 1536, 384], [3, 50, 36], [2, 48, 20]]
    {
        for activation in [Activation::None, Activation::Gelu] {
            let all: Vec<Vec<f32>> =
                single_paths().into_iter().map(|path| linear(path, shape, activation)).collect();
            for other in &all[1..] {
                assert_eq!(&all[0], other, "{shape:?} {activation:?}");
            }
        }
        let [rows, n_in, n_out] = shape;
        let (x, w, b) = (small(rows * n_in, 3), small(n_out * n_in, 4), small(n_out, 5));
        let y = linear(Path::Portable, shape, Activation::None);
        for r in 0..rows {
            for o in 0..n_out {
                let exact: f64 =
                    (0..n_in).map(|i| f64::from(x[r * n_in + i]) * f64::from(w[o * n_in + i])).sum();
                assert!((f64::from(y[r * n_out + o]) - exact - f64::from(b[o])).abs() < 1e-4);
            }
        }
    }
}

#[test]
fn bfloat16_stays_near_single_precision() {
    let Ok(path) = Path::choose(Precision::Bf16, None) else { return };
    for shape in [[1, 36, 50], [5, 701, 33], [12, 384, 384], [31, 384, 1152], [7, 1536, 384]] {
        for activation in [Activation::None, Activation::Gelu] {
            let (single, narrow) =
                (linear(Path::Portable, shape, activation), linear(path, shape, activation));
            for (a, b) in single.iter().zip(&narrow) {
                assert!((a - b).abs() < 0.003 * (shape[1] as f32).sqrt(), "{a} {b} {shape:?}");
            }
        }
    }
}

#[test]
fn a_row_is_the_same_to_the_bit_among_any_number_of_others() {
    let (n_in, n_out) = (384, 1152);
    let (x, w) = (small(300 * n_in, 3), small(n_out * n_in, 4));
    let mut paths = single_paths();
    paths.extend(Path::choose(Precision::Bf16, None));
    for path in paths {
        let layer = Linear::new(path, &w, vec![0.5; n_out], n_in);
        let scratch = &mut LinearScratch::default();
        let mut all = vec![0.0; 300 * n_out];
        layer.multiply(&x, &mut all, Activation::Gelu, scratch);
        for n_rows in [1, 2, 3, 7, 16, 31, 64, 129] {
            let mut some = vec![0.0; n_rows * n_out];
            layer.multiply(&x[..n_rows * n_in], &mut some, Activation::Gelu, scratch);
            assert_eq!(some, all[..n_rows * n_out], "{n_rows} rows, {path:?}");
        }
    }
}

#[test]
fn a_feed_forward_block_is_its_two_halves() {
    let [rows, n_in, n_between] = [500, 36, 51];
    let (x, w, v) = (small(rows * n_in, 1), small(n_between * n_in, 2), small(n_between * n_in, 3));
    let mut paths = single_paths();
    paths.extend(Path::choose(Precision::Bf16, None));
    for path in paths {
        let first = Linear::new(path, &w, small(n_between, 4), n_in);
        let second = Linear::new(path, &v, small(n_in, 5), n_between);
        let scratch = &mut LinearScratch::default();
        let (mut between, mut apart) = (vec![0.0; rows * n_between], vec![0.0; rows * n_in]);
        first.multiply(&x, &mut between, Activation::Gelu, scratch);
        second.multiply(&between, &mut apart, Activation::None, scratch);
        let mut together = vec![0.0; rows * n_in];
        first.feed_forward(&second, &x, &mut together, scratch);
        assert_eq!(together, apart, "{path:?}");
    }
}

#[test]
fn what_cannot_be_computed_is_refused_with_the_reason() {
    let refused = Path::choose(Precision::Bf16, Some(Kernel::Portable)).unwrap_err();
    assert!(refused.to_string().contains("f32 only"), "{refused}");
    assert_eq!(Path::choose(Precision::F32, Some(Kernel::Portable)).unwrap().kernel(), Kernel::Portable);
}
