//! Where a fault lies: input, option or output.

/// What a user can do about an [`ExchangeError`](super::ExchangeError).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Mend the input.
    Input,
    /// Give another option.
    Option,
    /// Name another output, or make room for it.
    Output,
}
