//! Names of codes and coders, for sentences about decisions.

use super::coder::CoderId;
use super::ids::CodeId;

/// Looks up the current labels of codes and names of coders.
pub trait Names {
    /// Returns the label of a coder's code; `None` if the code no longer exists.
    fn code_label(&self, coder: &CoderId, code: CodeId) -> Option<&str>;

    /// Returns a coder's name; `None` if nobody has the id.
    fn coder_name(&self, coder: &CoderId) -> Option<&str>;
}
