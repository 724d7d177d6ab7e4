//! What follows a linear layer.

/// A function that is applied to what a linear layer returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Activation {
    /// Nothing.
    None,
    /// The exact GELU.
    Gelu,
}
