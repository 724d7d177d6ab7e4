//! Whose work an export holds.

use crate::domain::CoderId;
use crate::project::ProjectError;
use crate::project::review::Reviewer;

/// The coders whose work an export holds.
#[derive(Clone, Debug)]
pub(super) struct Whose {
    /// Who asks.
    pub(super) viewer: CoderId,
    /// The coders, by id.
    pub(super) coders: Vec<CoderId>,
}

impl Whose {
    /// Returns the named coder; otherwise all coders where the project is open for comparison; otherwise who asks, if they
    /// are a coder.
    pub(super) fn of(
        reviewer: &Reviewer,
        viewer: &CoderId,
        named: Option<&CoderId>,
    ) -> Result<Self, ProjectError> {
        let coders = match named {
            Some(named) => {
                reviewer.check_sight(viewer, named)?;
                vec![named.clone()]
            }
            None if reviewer.is_open_for_comparison() => reviewer.coders().keys().cloned().collect(),
            // Who is no coder of the project has no work in it.
            None => reviewer.coders().get_key_value(viewer).into_iter().map(|(id, _)| id.clone()).collect(),
        };
        Ok(Self { viewer: viewer.clone(), coders })
    }
}

impl Reviewer {
    /// Returns who takes the study out: the coder who looks; any coder where the project is open for comparison and nobody is named; `None`
    /// where the project has no coders.
    ///
    /// # Errors
    /// As for [`Reviewer::acting_coder`].
    pub fn exporting_coder(&self, named: Option<&str>) -> Result<Option<CoderId>, ProjectError> {
        if named.is_none() && self.is_open_for_comparison() {
            return Ok(self.sole_coder().or_else(|| self.coders().keys().next().cloned()));
        }
        self.looking_coder(named)
    }
}

/// Returns a path as one text: `Work > Nights`.
pub(super) fn path_text(path: &[String]) -> String {
    path.join(" > ")
}
