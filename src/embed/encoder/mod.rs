//! The forward pass of the BERT family, for inference only, on the processor.
//!
//! Tokens of many segments are packed in sequence without padding; Q, K and V are one multiplication; attention runs
//! within each segment; bias, GELU, residual and layer norm are fused into one pass over each row. Batches run in
//! parallel, one per thread, so that a busy core delays only one batch.

mod activation;
mod attention;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod buffer;
mod forward;
mod kernels;
mod linear;
mod positions;
mod product;
#[cfg(test)]
mod tests;
mod weights;

use std::sync::Mutex;

use rayon::prelude::*;

use self::forward::Scratch;
use self::linear::Path;
use self::weights::Weights;
use super::config::ModelConfig;
use super::error::EmbedError;
use super::forward_pass::{Done, ForwardPass};
use super::model_files::ModelFiles;
use super::params::{EmbedParams, Precision};
use super::unavailable::Unavailable;

/// How many tokens a batch has: enough for the matrix kernels, and few enough to stay in a core's cache.
const BATCH_TOKENS: usize = 384;

/// The forward pass of one model.
pub(super) struct Encoder {
    config: ModelConfig,
    weights: Weights,
    path: Path,
    precision: Precision,
}

impl Encoder {
    /// Loads the weights.
    pub(super) fn load(
        files: &ModelFiles,
        config: &ModelConfig,
        params: &EmbedParams,
    ) -> Result<Self, EmbedError> {
        if let Some(device) = params.device.as_deref().filter(|&device| device != "cpu") {
            return Err(Unavailable::DeviceOfPacked { device: device.to_owned() }.into());
        }
        let path = Path::choose(params.precision, params.kernel)?;
        Ok(Self {
            weights: Weights::load(files, config, path)?,
            config: config.clone(),
            path,
            precision: params.precision,
        })
    }
}

impl ForwardPass for Encoder {
    fn name(&self) -> String {
        format!("packed {}", self.precision)
    }

    fn kernel(&self) -> String {
        self.path.kernel().to_string()
    }

    fn pooled(&self, windows: &[&[u32]], done: &Done<'_>) -> Result<Vec<f32>, EmbedError> {
        let width = self.config.hidden_size;
        // Longest first, so that the last batches are short and the threads finish together.
        let mut order: Vec<usize> = (0..windows.len()).collect();
        order.sort_by(|&a, &b| {
            windows[b].len().cmp(&windows[a].len()).then_with(|| windows[a].cmp(windows[b]))
        });
        let mut batches: Vec<&[usize]> = Vec::new();
        let mut rest = order.as_slice();
        while let Some(&first) = rest.first() {
            let n = (BATCH_TOKENS / windows[first].len().max(1)).clamp(1, rest.len());
            let (batch, after) = rest.split_at(n);
            batches.push(batch);
            rest = after;
        }
        // Each thread takes memory that another has released; there is at most one per thread.
        let idle: Mutex<Vec<Scratch>> = Mutex::default();
        let vectors: Vec<Vec<f32>> = batches
            .par_iter()
            .with_max_len(1)
            .map(|batch| {
                let taken = idle.lock().ok().and_then(|mut idle| idle.pop());
                let mut scratch = taken.unwrap_or_default();
                let sequences: Vec<&[u32]> = batch.iter().map(|&i| windows[i]).collect();
                let vectors =
                    forward::forward(&self.config, self.path, &self.weights, &sequences, &mut scratch);
                if let Ok(mut idle) = idle.lock() {
                    idle.push(scratch);
                }
                done(batch)?;
                Ok(vectors)
            })
            .collect::<Result<_, EmbedError>>()?;
        let mut out = vec![0.0; windows.len() * width];
        for (batch, vectors) in batches.iter().zip(&vectors) {
            for (&i, vector) in batch.iter().zip(vectors.chunks_exact(width)) {
                out[i * width..(i + 1) * width].copy_from_slice(vector);
            }
        }
        Ok(out)
    }
}
