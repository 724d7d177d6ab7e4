//! Errors by what a user can do about them.

/// What a user can do about an error. The command line gives each its own exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// Correct or leave out an input file.
    Input,
    /// Give a parameter another value.
    Option,
    /// Name another project file, or free space for it.
    Project,
    /// Name another model.
    Model,
    /// Name another output, or free space for it.
    Output,
    /// Nothing: the user cancelled the action.
    Cancelled,
    /// Report it: this should not happen.
    Internal,
}
