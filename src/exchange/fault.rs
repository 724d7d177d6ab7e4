//! Where a fault lies: input, option or output.

/// What a user can do about an [`ExchangeError`](super::ExchangeError).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// In the input.
    Input,
    /// In the options.
    Option,
    /// In the output: its name, or the space for it.
    Output,
}
