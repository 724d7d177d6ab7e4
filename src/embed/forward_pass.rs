//! The interface between a model and the engine that computes its vectors.

use super::error::EmbedError;
use crate::domain::Cancelled;

/// A callback that is given the windows that were computed and answers whether to go on.
pub(super) type Done<'a> = dyn Fn(&[usize]) -> Result<(), Cancelled> + Sync + 'a;

/// An engine that computes the vectors of windows.
pub(super) trait ForwardPass: Send + Sync {
    /// Returns engine and arithmetic, for the fingerprint: `packed f32`.
    fn name(&self) -> String;

    /// Returns which kernels multiply, or on which device.
    fn kernel(&self) -> String;

    /// Computes the pooled vector of each window of tokens: `n_windows × hidden_size`, in the order given.
    ///
    /// A window's vector depends on its tokens alone. `done` is given the windows that were computed; once it answers that the work
    /// is cancelled, nothing more is computed.
    fn pooled(&self, windows: &[&[u32]], done: &Done<'_>) -> Result<Vec<f32>, EmbedError>;
}
