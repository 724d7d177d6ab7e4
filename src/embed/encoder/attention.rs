//! Attention within each segment.

use super::kernels;
use super::linear::{Operand, Target, product};
use super::positions::RelativeBias;

/// Multi-head attention of one segment (Vaswani et al. 2017, arXiv:1706.03762, equation 1).
///
/// `qkv` is `n_tokens × 3·hidden`, Q already scaled; `context` is `n_tokens × hidden`. `scores` is grown as needed.
pub(super) fn attend(
    qkv: &[f32],
    context: &mut [f32],
    n_heads: usize,
    hidden: usize,
    relative: Option<&RelativeBias>,
    scores: &mut Vec<f32>,
) {
    let n = context.len() / hidden;
    let width = hidden / n_heads;
    let stride = 3 * hidden;
    scores.resize(n * n, 0.0);
    for head in 0..n_heads {
        let at = head * width;
        product(
            Operand { values: &qkv[at..], row_stride: stride, column_stride: 1 },
            Operand { values: &qkv[hidden + at..], row_stride: 1, column_stride: stride },
            Target { values: scores, row_stride: n, add: false },
            [n, n, width],
        );
        if let Some(relative) = relative {
            for (from, row) in scores.chunks_exact_mut(n).enumerate() {
                for (score, bias) in row.iter_mut().zip(relative.row(head, from, n)) {
                    *score += bias;
                }
            }
        }
        kernels::softmax_rows(scores, n);
        product(
            Operand { values: scores, row_stride: n, column_stride: 1 },
            Operand { values: &qkv[2 * hidden + at..], row_stride: stride, column_stride: 1 },
            Target { values: &mut context[at..], row_stride: hidden, add: false },
            [n, width, n],
        );
    }
}
