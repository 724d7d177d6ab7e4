//! Reads a weights file: tensors by name, checked for shape, and converted to single precision.

use half::slice::HalfFloatSliceExt;
use half::{bf16, f16};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use super::error::EmbedError;
use super::model_files::ModelFiles;

/// A safetensors file, and the prefix of its tensors' names.
pub(super) struct Tensors<'a> {
    tensors: SafeTensors<'a>,
    file: String,
    prefix: String,
}

/// A tensor's values in their stored precision.
pub(super) enum NarrowValues {
    F32(Vec<f32>),
    F16(Vec<f16>),
    Bf16(Vec<bf16>),
}

impl NarrowValues {
    /// Writes the values from `start` on into `out`, converted to single precision.
    pub(super) fn widen_into(&self, start: usize, out: &mut [f32]) {
        let range = start..start + out.len();
        match self {
            Self::F32(values) => out.copy_from_slice(&values[range]),
            Self::F16(values) => values[range].convert_to_f32_slice(out),
            Self::Bf16(values) => values[range].convert_to_f32_slice(out),
        }
    }
}

impl<'a> Tensors<'a> {
    /// Reads the header of a weights file.
    pub(super) fn new(bytes: &'a [u8], file: String) -> Result<Self, EmbedError> {
        let tensors = SafeTensors::deserialize(bytes)
            .map_err(|error| EmbedError::Malformed { file: file.clone(), problem: error.to_string() })?;
        Ok(Self { tensors, file, prefix: String::new() })
    }

    /// Reads an encoder's weights, with or without the prefix of its architecture.
    pub(super) fn of_encoder(files: &'a ModelFiles) -> Result<Self, EmbedError> {
        Ok(Self::new(&files.weights, files.file("model.safetensors"))?
            .prefixed(&["", "bert.", "roberta.", "distilbert.", "mpnet."], "embeddings.LayerNorm.weight"))
    }

    /// Sets the prefix of all names: the first of these with which the file has a tensor called `example`.
    pub(super) fn prefixed(mut self, prefixes: &[&str], example: &str) -> Self {
        let found = prefixes.iter().find(|prefix| self.tensors.tensor(&format!("{prefix}{example}")).is_ok());
        self.prefix = found.map_or_else(String::new, |prefix| (*prefix).to_owned());
        self
    }

    /// Returns a tensor of this shape in its stored precision.
    pub(super) fn narrow(&self, name: &str, shape: &[usize]) -> Result<NarrowValues, EmbedError> {
        let view = self.view(name)?;
        if view.shape() != shape {
            return Err(self.problem(name, format!("has the shape {:?}; expected {shape:?}", view.shape())));
        }
        self.read(name, &view)
    }

    /// Returns a tensor of this shape in single precision.
    pub(super) fn values(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, EmbedError> {
        Ok(widened(self.narrow(name, shape)?))
    }

    /// Returns the first row of a matrix of this width.
    pub(super) fn first_row(&self, name: &str, width: usize) -> Result<Vec<f32>, EmbedError> {
        let view = self.view(name)?;
        match view.shape() {
            &[n, found] if n > 0 && found == width => {
                let mut values = widened(self.read(name, &view)?);
                values.truncate(width);
                Ok(values)
            }
            shape => {
                Err(self.problem(name, format!("has the shape {shape:?}; expected rows of {width} values")))
            }
        }
    }

    fn view(&self, name: &str) -> Result<TensorView<'_>, EmbedError> {
        self.tensors
            .tensor(&format!("{}{name}", self.prefix))
            .map_err(|_| self.problem(name, "is missing".to_owned()))
    }

    fn read(&self, name: &str, view: &TensorView<'_>) -> Result<NarrowValues, EmbedError> {
        let data = view.data();
        let pairs = || data.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]]));
        match view.dtype() {
            Dtype::F32 => Ok(NarrowValues::F32(
                data.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect(),
            )),
            Dtype::F16 => Ok(NarrowValues::F16(pairs().map(f16::from_bits).collect())),
            Dtype::BF16 => Ok(NarrowValues::Bf16(pairs().map(bf16::from_bits).collect())),
            other => Err(self.problem(name, format!("is {other:?}; expected F32, F16 or BF16"))),
        }
    }

    fn problem(&self, name: &str, problem: String) -> EmbedError {
        EmbedError::Tensor { file: self.file.clone(), tensor: format!("{}{name}", self.prefix), problem }
    }
}

fn widened(values: NarrowValues) -> Vec<f32> {
    match values {
        NarrowValues::F32(values) => values,
        NarrowValues::F16(values) => values.to_f32_vec(),
        NarrowValues::Bf16(values) => values.to_f32_vec(),
    }
}
