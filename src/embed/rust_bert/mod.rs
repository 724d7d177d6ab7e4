//! Computes rust-bert's forward pass on libtorch: the second engine, for GPUs.
//!
//! Windows are sorted by length and padded to the longest of their batch. On the processor each batch runs on one thread
//! and batches run in parallel, as in the packed engine; the number of threads does not change the result.

mod device;
mod network;
mod pooling;
mod weights;

use rayon::prelude::*;
use tch::{Device, Kind, Tensor};

use self::network::Network;
use super::config::{Architecture, ModelConfig};
use super::error::EmbedError;
use super::forward_pass::{Done, ForwardPass};
use super::model_files::ModelFiles;
use super::params::{EmbedParams, Precision};
use super::unavailable::Unavailable;

/// rust-bert and the libtorch version that it is made for.
const VERSIONS: &str = "rust-bert 0.23 libtorch 2.4";
/// How many tokens a batch has on the processor, including padding: few enough for a core's cache.
const BATCH_TOKENS: usize = 512;
/// How many tokens a batch has on a GPU: enough to use it fully.
const BATCH_TOKENS_CUDA: usize = 32_768;

/// One model on one device.
pub(super) struct RustBert {
    network: Network,
    config: ModelConfig,
    device: Device,
}

impl RustBert {
    /// Loads the weights.
    pub(super) fn load(
        files: &ModelFiles,
        config: &ModelConfig,
        params: &EmbedParams,
    ) -> Result<Self, EmbedError> {
        if params.precision != Precision::F32 {
            return Err(Unavailable::PrecisionOfRustBert { precision: params.precision }.into());
        }
        if let Some(kernel) = params.kernel {
            return Err(Unavailable::KernelOfRustBert { kernel }.into());
        }
        let file = || files.file("config.json");
        if config.architecture == Architecture::MpNet {
            return Err(Unavailable::MpNetOfRustBert { file: file() }.into());
        }
        if config.n_layers == 0 || !(config.layer_norm_eps > 0.0) {
            return Err(Unavailable::LayersOfRustBert { file: file() }.into());
        }
        let device = device::parse(params.device.as_deref())?;
        // Batches run in parallel instead, and a batch is computed in the same way for any number of threads.
        tch::set_num_threads(1);
        Ok(Self { network: Network::load(files, config, device)?, config: config.clone(), device })
    }

    /// Collects windows of similar length in batches, the longest first; the order depends on the windows alone.
    fn batches(&self, windows: &[&[u32]]) -> Vec<Vec<usize>> {
        let room = if self.device.is_cuda() { BATCH_TOKENS_CUDA } else { BATCH_TOKENS };
        let mut order: Vec<usize> = (0..windows.len()).collect();
        order.sort_by(|&a, &b| {
            windows[b].len().cmp(&windows[a].len()).then_with(|| windows[a].cmp(windows[b]))
        });
        let mut batches: Vec<Vec<usize>> = Vec::new();
        let mut longest = 0;
        for i in order {
            match batches.last_mut() {
                Some(batch) if (batch.len() + 1) * longest <= room => batch.push(i),
                _ => {
                    longest = windows[i].len();
                    batches.push(vec![i]);
                }
            }
        }
        batches
    }

    /// Computes the pooled vectors of one batch.
    fn forward(&self, windows: &[&[u32]]) -> Result<Vec<f32>, tch::TchError> {
        let longest = windows.iter().map(|window| window.len()).max().unwrap_or_default();
        if longest == 0 {
            // There is no vector without tokens, and libtorch does not accept an empty tensor.
            return Ok(vec![f32::NAN; windows.len() * self.config.hidden_size]);
        }
        let (n, width) = (windows.len() as i64, longest as i64);
        let mut ids = vec![0i64; windows.len() * longest];
        let mut mask = vec![0i64; ids.len()];
        for (i, window) in windows.iter().enumerate() {
            for (at, &id) in window.iter().enumerate() {
                ids[i * longest + at] = i64::from(id);
                mask[i * longest + at] = 1;
            }
        }
        let padded = mask.contains(&0);
        let tensor = |values: &[i64]| Tensor::f_from_slice(values)?.f_view([n, width])?.f_to(self.device);
        let _inference = tch::no_grad_guard();
        let mask = if padded { Some(tensor(&mask)?) } else { None };
        let tokens = self.network.tokens(&tensor(&ids)?, mask.as_ref())?;
        let pooled = pooling::pool(self.config.pooling, &tokens, mask.as_ref())?;
        let mut out = vec![0.0f32; windows.len() * self.config.hidden_size];
        let n_values = out.len();
        pooled
            .f_to_device(Device::Cpu)?
            .f_to_kind(Kind::Float)?
            .f_contiguous()?
            .f_copy_data(&mut out, n_values)?;
        Ok(out)
    }
}

impl ForwardPass for RustBert {
    fn name(&self) -> String {
        let class = if self.device.is_cuda() { "cuda" } else { "cpu" };
        format!("{VERSIONS} {class} f32")
    }

    fn kernel(&self) -> String {
        match self.device {
            Device::Cuda(index) => format!("libtorch cuda:{index}"),
            _ => "libtorch cpu".to_owned(),
        }
    }

    fn pooled(&self, windows: &[&[u32]], done: &Done<'_>) -> Result<Vec<f32>, EmbedError> {
        let width = self.config.hidden_size;
        let batches = self.batches(windows);
        let compute = |batch: &Vec<usize>| -> Result<Vec<f32>, EmbedError> {
            let of_batch: Vec<&[u32]> = batch.iter().map(|&i| windows[i]).collect();
            let vectors = self.forward(&of_batch).map_err(|error| EmbedError::Engine {
                engine: VERSIONS.to_owned(),
                problem: error.to_string(),
            })?;
            done(batch)?;
            Ok(vectors)
        };
        let vectors: Vec<Vec<f32>> = if self.device.is_cuda() {
            batches.iter().map(compute).collect::<Result<_, EmbedError>>()?
        } else {
            batches.par_iter().map(compute).collect::<Result<_, EmbedError>>()?
        };
        let mut out = vec![0.0; windows.len() * width];
        for (batch, vectors) in batches.iter().zip(&vectors) {
            for (&i, vector) in batch.iter().zip(vectors.chunks_exact(width)) {
                out[i * width..(i + 1) * width].copy_from_slice(vector);
            }
        }
        Ok(out)
    }
}
