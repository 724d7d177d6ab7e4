//! Looking up what ids are called, for those who put decisions into words.

use super::coder::CoderId;
use super::ids::CodeId;

/// Knows what codes and coders are called now.
pub trait Names {
    /// Returns the label of a coder's code; `None` where there is no such code any more.
    fn code_label(&self, coder: &CoderId, code: CodeId) -> Option<&str>;

    /// Returns a coder's name; `None` where nobody has the id.
    fn coder_name(&self, coder: &CoderId) -> Option<&str>;
}
