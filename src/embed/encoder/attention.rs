//! Computes attention within each segment.

use super::buffer::Buffer;
use super::kernels;
use super::positions::RelativeBias;
use super::product::{Multiplier, Operand, Target};

/// Memory that attention reuses.
#[derive(Default)]
pub(super) struct AttentionScratch {
    keys: Buffer,
    scores: Buffer,
}

/// The shape of attention, and how it is computed.
#[derive(Clone, Copy)]
pub(super) struct Attention<'a> {
    pub(super) multiplier: Multiplier,
    pub(super) n_heads: usize,
    pub(super) hidden: usize,
    pub(super) relative: Option<&'a RelativeBias>,
}

impl Attention<'_> {
    /// Computes the multi-head attention of one segment (Vaswani et al. 2017, arXiv:1706.03762, equation 1).
    ///
    /// `qkv` is `n_tokens × 3·hidden` with Q already scaled; `context` is `n_tokens × hidden`.
    pub(super) fn attend(&self, qkv: &[f32], context: &mut [f32], scratch: &mut AttentionScratch) {
        let (hidden, n) = (self.hidden, context.len() / self.hidden);
        let (width, stride) = (hidden / self.n_heads, 3 * hidden);
        // Each row of scores begins at a whole vector.
        let row = n.next_multiple_of(16);
        let keys = scratch.keys.of::<f32>(width * row);
        let scores = scratch.scores.of::<f32>(n * row);
        for head in 0..self.n_heads {
            let at = head * width;
            kernels::transpose(&qkv[hidden + at..], stride, [n, width], keys, row);
            self.multiplier.multiply(
                Operand { values: &qkv[at..], row_stride: stride },
                Operand { values: keys, row_stride: row },
                Target { values: scores, row_stride: row, add: false },
                [n, n, width],
            );
            if let Some(relative) = self.relative {
                for (from, scores) in scores.chunks_exact_mut(row).enumerate() {
                    for (score, bias) in scores.iter_mut().zip(relative.row(head, from, n)) {
                        *score += bias;
                    }
                }
            }
            kernels::softmax_rows(scores, n, row);
            self.multiplier.multiply(
                Operand { values: scores, row_stride: row },
                Operand { values: &qkv[2 * hidden + at..], row_stride: stride },
                Target { values: &mut context[at..], row_stride: hidden, add: false },
                [n, width, n],
            );
        }
    }
}
