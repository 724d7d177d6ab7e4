//! Products of rows with rows: the rough likeness of many pairs at once, by the `gemm` crate.

use gemm::{Parallelism, gemm};
use ndarray::ArrayView2;

/// Returns how far a product of two unit rows in single precision may be from the exact one: twice the bound n·u·Σ|aᵢbᵢ| on the rounding of
/// a dot product (u = 2⁻²⁴).
pub(super) fn slack(dim: usize) -> f64 {
    (dim as f64 + 8.0) * 1.2e-7
}

/// Computes a · bᵀ: `out` gets a row of b's number for each row of a. One thread works: callers share blocks among threads.
///
/// It is not the same to the bit on every processor. What lies within [`slack`] of a limit must be decided by an exact distance.
///
/// **Shapes**: `a` m × d, `b` n × d; `out` m · n values, row after row.
///
/// # Panics
/// Where the widths differ: a fault of this module.
pub(super) fn products(a: ArrayView2<'_, f32>, b: ArrayView2<'_, f32>, out: &mut Vec<f32>) {
    let ((m, dim), n) = (a.dim(), b.nrows());
    assert_eq!(dim, b.ncols(), "rows of two widths");
    out.clear();
    out.resize(m * n, 0.0);
    if m == 0 || n == 0 || dim == 0 {
        return;
    }
    let ([a_row, a_column], [b_row, b_column]) = (strides(&a), strides(&b));
    // SAFETY: `gemm` touches row · stride + column · stride of the views' own shapes and strides, and m · n values of `out`, which
    // was made as long above and is borrowed mutably.
    unsafe {
        gemm(
            m,
            n,
            dim,
            out.as_mut_ptr(),
            1,
            n as isize,
            false,
            a.as_ptr(),
            a_column,
            a_row,
            b.as_ptr(),
            b_row,
            b_column,
            0.0,
            1.0,
            false,
            false,
            false,
            Parallelism::None,
        );
    }
}

fn strides(view: &ArrayView2<'_, f32>) -> [isize; 2] {
    let strides = view.strides();
    [strides[0], strides[1]]
}

#[cfg(test)]
mod tests {
    use ndarray::{array, s};

    use super::*;

    #[test]
    fn products_by_hand() {
        let (a, b) = (array![[1.0, 2.0], [3.0, 4.0]], array![[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]]);
        let mut out = vec![9.0; 40];
        products(a.view(), b.view(), &mut out);
        assert_eq!(out, [1.0, 2.0, 1.5, 3.0, 4.0, 3.5]);
        // Every second row, columns backwards on both sides: the same pairs.
        products(a.slice(s![..;2, ..;-1]), b.slice(s![..;2, ..;-1]), &mut out);
        assert_eq!(out, [1.0, 1.5]);
        products(a.slice(s![..0, ..]), b.view(), &mut out);
        assert!(out.is_empty());
    }
}
