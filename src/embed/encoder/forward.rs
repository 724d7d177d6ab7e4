//! Computes the forward pass of one batch through all layers.

use super::super::config::{ModelConfig, Pooling};
use super::activation::Activation;
use super::attention::{Attention, AttentionScratch};
use super::buffer::Buffer;
use super::kernels::{self, Norm};
use super::linear::{LinearScratch, Path};
use super::positions;
use super::weights::{LayerNorm, Weights};

/// Memory that one thread reuses for each batch.
#[derive(Default)]
pub(super) struct Scratch {
    hidden: Buffer,
    other: Buffer,
    qkv: Buffer,
    context: Buffer,
    attention: AttentionScratch,
    linear: LinearScratch,
}

/// Computes the pooled vectors of token sequences: `n_sequences × hidden`.
pub(super) fn forward(
    config: &ModelConfig,
    path: Path,
    weights: &Weights,
    sequences: &[&[u32]],
    scratch: &mut Scratch,
) -> Vec<f32> {
    let h = config.hidden_size;
    let n_tokens: usize = sequences.iter().map(|s| s.len()).sum();
    let hidden = scratch.hidden.of::<f32>(n_tokens * h);
    let other = scratch.other.of::<f32>(n_tokens * h);
    let qkv = scratch.qkv.of::<f32>(n_tokens * 3 * h);
    let context = scratch.context.of::<f32>(n_tokens * h);
    let attention = Attention {
        multiplier: path.multiplier(),
        n_heads: config.n_heads,
        hidden: h,
        relative: weights.relative.as_ref(),
    };

    let mut rows = hidden.chunks_exact_mut(h);
    for sequence in sequences {
        for ((&token, at), row) in sequence.iter().zip(positions::rows(config, sequence)).zip(rows.by_ref()) {
            weights.words.copy_row(token, row);
            for (value, p) in row.iter_mut().zip(&weights.positions[at * h..(at + 1) * h]) {
                *value += p;
            }
        }
    }
    kernels::norm_rows(hidden, norm_of(&weights.embedding_norm, config));

    for layer in &weights.layers {
        layer.qkv.multiply(hidden, qkv, Activation::None, &mut scratch.linear);
        let mut start = 0;
        for sequence in sequences {
            let end = start + sequence.len();
            attention.attend(
                &qkv[start * 3 * h..end * 3 * h],
                &mut context[start * h..end * h],
                &mut scratch.attention,
            );
            start = end;
        }
        layer.attention_output.multiply(context, other, Activation::None, &mut scratch.linear);
        kernels::add_and_norm(other, hidden, norm_of(&layer.attention_norm, config));
        layer.intermediate.feed_forward(&layer.output, other, hidden, &mut scratch.linear);
        kernels::add_and_norm(hidden, other, norm_of(&layer.output_norm, config));
    }

    let mut out = vec![0.0; sequences.len() * h];
    let mut start = 0;
    for (sequence, vector) in sequences.iter().zip(out.chunks_exact_mut(h)) {
        let end = start + sequence.len();
        pool(config.pooling, &hidden[start * h..end * h], h, vector);
        start = end;
    }
    out
}

fn norm_of<'a>(norm: &'a LayerNorm, config: &ModelConfig) -> Norm<'a> {
    Norm { scale: &norm.scale, shift: &norm.shift, eps: config.layer_norm_eps }
}

/// Pools the vectors of a window's tokens into one.
fn pool(pooling: Pooling, tokens: &[f32], dim: usize, out: &mut [f32]) {
    match pooling {
        Pooling::Cls => out.copy_from_slice(&tokens[..dim]),
        Pooling::Mean => {
            out.fill(0.0);
            for token in tokens.chunks_exact(dim) {
                for (total, value) in out.iter_mut().zip(token) {
                    *total += value;
                }
            }
            let n = (tokens.len() / dim) as f32;
            for total in out.iter_mut() {
                *total /= n;
            }
        }
        Pooling::Max => {
            out.fill(f32::NEG_INFINITY);
            for token in tokens.chunks_exact(dim) {
                for (greatest, value) in out.iter_mut().zip(token) {
                    *greatest = greatest.max(*value);
                }
            }
        }
    }
}
