//! Packs weights in the order in which the tiles read them: in panels of columns, one step of the inner dimension after
//! the other.

use half::bf16;

use super::super::buffer::Buffer;
use super::PANEL;

/// Packs a weight matrix of `n_out × n_in` in single precision; missing columns of the last panel are 0.
pub(super) fn single(weight: &[f32], n_in: usize) -> Buffer {
    let n_out = weight.len() / n_in;
    Buffer::filled(n_out.div_ceil(PANEL) * PANEL * n_in, |packed: &mut [f32]| {
        for (o, row) in weight.chunks_exact(n_in).enumerate() {
            let panel = &mut packed[o / PANEL * PANEL * n_in..];
            for (i, &value) in row.iter().enumerate() {
                panel[i * PANEL + o % PANEL] = value;
            }
        }
    })
}

/// Packs a weight matrix of `n_out × n_in` in bfloat16, with two steps of the inner dimension adjacent for each column; a
/// missing last step is 0.
pub(super) fn pairs(weight: &[f32], n_in: usize) -> Buffer {
    let n_out = weight.len() / n_in;
    let depth = n_in.next_multiple_of(2);
    Buffer::filled(n_out.div_ceil(PANEL) * PANEL * depth, |packed: &mut [u16]| {
        for (o, row) in weight.chunks_exact(n_in).enumerate() {
            let panel = &mut packed[o / PANEL * PANEL * depth..];
            for (i, &value) in row.iter().enumerate() {
                panel[i / 2 * 2 * PANEL + o % PANEL * 2 + i % 2] = bf16::from_f32(value).to_bits();
            }
        }
    })
}
