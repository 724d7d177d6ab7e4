//! One batch through all layers.

use super::super::config::ModelConfig;
use super::attention::attend;
use super::kernels::{self, Norm};
use super::pool;
use super::positions;
use super::weights::{LayerNorm, Weights};

/// Memory that one thread uses again for batch after batch.
#[derive(Default)]
pub(super) struct Scratch {
    hidden: Vec<f32>,
    other: Vec<f32>,
    qkv: Vec<f32>,
    wide: Vec<f32>,
    scores: Vec<f32>,
}

/// The pooled vectors of token sequences: `n_sequences × hidden`.
pub(super) fn forward(
    config: &ModelConfig,
    weights: &Weights,
    sequences: &[&[u32]],
    scratch: &mut Scratch,
) -> Vec<f32> {
    let h = config.hidden_size;
    let n_tokens: usize = sequences.iter().map(|s| s.len()).sum();
    let Scratch { hidden, other, qkv, wide, scores } = scratch;
    hidden.resize(n_tokens * h, 0.0);
    other.resize(n_tokens * h, 0.0);
    qkv.resize(n_tokens * 3 * h, 0.0);
    wide.resize(n_tokens * config.intermediate_size.max(h), 0.0);
    let (hidden, other) = (&mut hidden[..n_tokens * h], &mut other[..n_tokens * h]);
    let qkv = &mut qkv[..n_tokens * 3 * h];

    let mut rows = hidden.chunks_exact_mut(h);
    for sequence in sequences {
        for ((&token, at), row) in sequence.iter().zip(positions::rows(config, sequence)).zip(rows.by_ref()) {
            weights.words.copy_row(token, row);
            for (value, p) in row.iter_mut().zip(&weights.positions[at * h..(at + 1) * h]) {
                *value += p;
            }
        }
    }
    let norm = |layer_norm: &LayerNorm, rows: &mut [f32], bias: &[f32], residual: &[f32]| {
        kernels::add_and_norm(rows, bias, residual, norm_of(layer_norm, config));
    };
    kernels::norm_rows(hidden, norm_of(&weights.embedding_norm, config));

    for layer in &weights.layers {
        layer.qkv.multiply(hidden, qkv, n_tokens);
        kernels::add_bias(qkv, &layer.qkv.bias);
        let context = &mut wide[..n_tokens * h];
        let mut start = 0;
        for sequence in sequences {
            let end = start + sequence.len();
            attend(
                &qkv[start * 3 * h..end * 3 * h],
                &mut context[start * h..end * h],
                config.n_heads,
                h,
                weights.relative.as_ref(),
                scores,
            );
            start = end;
        }
        layer.attention_output.multiply(context, other, n_tokens);
        norm(&layer.attention_norm, other, &layer.attention_output.bias, hidden);

        let wide = &mut wide[..n_tokens * config.intermediate_size];
        layer.intermediate.multiply(other, wide, n_tokens);
        kernels::add_bias_gelu(wide, &layer.intermediate.bias);
        layer.output.multiply(wide, hidden, n_tokens);
        norm(&layer.output_norm, hidden, &layer.output.bias, other);
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
