//! Matrix multiplication with a layer's weights.

use gemm::{Parallelism, gemm};

/// How much of the inner dimension one call of the kernel sums up.
///
/// The kernel would otherwise cut it by the size of this machine's caches, and the order of the sums, and so their last
/// bit, with it.
const DEPTH: usize = 512;

/// A linear layer: `y = x · Wᵀ`; the bias is added by the step that follows.
pub(super) struct Linear {
    /// `n_in × n_out`, row after row: the transpose of how it is stored.
    ///
    /// Laid so, the kernel never takes its way for small products, which sums in another order: a text's vector then
    /// depends on how many others stand in its batch.
    transposed: Vec<f32>,
    pub(super) bias: Vec<f32>,
    n_in: usize,
}

impl Linear {
    /// Takes a weight of `n_out × n_in` and a bias of `n_out`.
    pub(super) fn new(weight: &[f32], bias: Vec<f32>, n_in: usize) -> Self {
        let n_out = bias.len();
        let mut transposed = vec![0.0; weight.len()];
        for (o, row) in weight.chunks_exact(n_in).enumerate() {
            for (i, &value) in row.iter().enumerate() {
                transposed[i * n_out + o] = value;
            }
        }
        Self { transposed, bias, n_in }
    }

    /// `y ← x · Wᵀ`: `x` is `n_rows × n_in`, `y` is `n_rows × n_out`.
    pub(super) fn multiply(&self, x: &[f32], y: &mut [f32], n_rows: usize) {
        let n_out = self.bias.len();
        for start in (0..self.n_in).step_by(DEPTH) {
            let depth = DEPTH.min(self.n_in - start);
            product(
                Operand { values: &x[start..], row_stride: self.n_in, column_stride: 1 },
                Operand { values: &self.transposed[start * n_out..], row_stride: n_out, column_stride: 1 },
                Target { values: y, row_stride: n_out, add: start > 0 },
                [n_rows, n_out, depth],
            );
        }
    }
}

/// A matrix to read: where each value stands.
#[derive(Clone, Copy)]
pub(super) struct Operand<'a> {
    pub(super) values: &'a [f32],
    pub(super) row_stride: usize,
    pub(super) column_stride: usize,
}

impl Operand<'_> {
    fn holds(&self, n_rows: usize, n_columns: usize) -> bool {
        n_rows == 0
            || n_columns == 0
            || (n_rows - 1) * self.row_stride + (n_columns - 1) * self.column_stride < self.values.len()
    }
}

/// A matrix to write, its rows `row_stride` apart; with `add`, added to what it holds.
pub(super) struct Target<'a> {
    pub(super) values: &'a mut [f32],
    pub(super) row_stride: usize,
    pub(super) add: bool,
}

/// `target ← left · right` (`[m, n, k]`: left is `m × k`, right is `k × n`).
///
/// # Panics
/// Where an operand or the target is too short for the shape: a fault of this room.
pub(super) fn product(left: Operand<'_>, right: Operand<'_>, target: Target<'_>, [m, n, k]: [usize; 3]) {
    let out = Operand { values: target.values, row_stride: target.row_stride, column_stride: 1 };
    assert!(left.holds(m, k) && right.holds(k, n) && out.holds(m, n), "operands shorter than {m}×{n}×{k}");
    assert!(target.row_stride >= n, "rows of the target overlap");
    // SAFETY: every index that `gemm` touches is `row · row_stride + column · column_stride` with row and column inside
    // the shape, which the assertion above keeps inside the slices; the target is borrowed mutably and so is apart from both.
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
            left.column_stride as isize,
            left.row_stride as isize,
            right.values.as_ptr(),
            right.column_stride as isize,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn small(n: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        (0..n)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 8) as f32 / (1 << 24) as f32 - 0.5
            })
            .collect()
    }

    #[test]
    fn multiplies_as_the_definition_says() {
        let (n_rows, n_in, n_out) = (5, 700, 33);
        let (x, w) = (small(n_rows * n_in, 1), small(n_out * n_in, 2));
        let linear = Linear::new(&w, vec![0.0; n_out], n_in);
        let mut y = vec![9.0; n_rows * n_out];
        linear.multiply(&x, &mut y, n_rows);
        for r in 0..n_rows {
            for o in 0..n_out {
                let exact: f64 =
                    (0..n_in).map(|i| f64::from(x[r * n_in + i]) * f64::from(w[o * n_in + i])).sum();
                assert!((f64::from(y[r * n_out + o]) - exact).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn a_row_is_the_same_to_the_bit_among_any_number_of_others() {
        let (n_in, n_out) = (384, 1152);
        let (x, w) = (small(300 * n_in, 3), small(n_out * n_in, 4));
        let linear = Linear::new(&w, vec![0.0; n_out], n_in);
        let mut all = vec![0.0; 300 * n_out];
        linear.multiply(&x, &mut all, 300);
        for n_rows in [2, 3, 7, 16, 31, 64, 129] {
            let mut some = vec![0.0; n_rows * n_out];
            linear.multiply(&x, &mut some, n_rows);
            assert_eq!(some, all[..n_rows * n_out], "{n_rows} rows");
        }
    }
}
