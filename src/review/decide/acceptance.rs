//! How a decision accepts candidates.

use crate::domain::{CodeLevel, Named};

/// How candidates are accepted.
pub(super) struct Acceptance<'a> {
    /// The code or theme that takes them; without it a new one is made.
    pub(super) into: Option<&'a Named>,
    /// The label of the new code or theme.
    pub(super) label: Option<&'a str>,
    /// The level of the new code or theme.
    pub(super) level: Option<CodeLevel>,
    /// Whether a candidate theme becomes one code.
    pub(super) as_code: bool,
}
