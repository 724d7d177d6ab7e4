//! The texts that define a code, as a decision gives them.

/// New texts of a code; those that are `None` stay as they are.
pub(super) struct CodeTexts<'a> {
    pub(super) definition: &'a Option<String>,
    pub(super) inclusion: &'a Option<String>,
    pub(super) exclusion: &'a Option<String>,
    pub(super) example: &'a Option<String>,
}
