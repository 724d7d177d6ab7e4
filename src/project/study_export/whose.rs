//! Whose work an export holds.

use std::collections::BTreeMap;

use crate::domain::{Code, CodeId, CoderId};
use crate::project::ProjectError;
use crate::project::review::Reviewer;
use crate::review::CoderState;

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

/// The labels of a coder's codes with those above them, the highest first.
pub(super) struct Paths(BTreeMap<CodeId, Vec<String>>);

impl Paths {
    pub(super) fn of(view: &CoderState) -> Self {
        let path = |id: CodeId, code: &Code| {
            let mut labels = vec![code.label.clone()];
            let mut above = code.parent;
            // The depth is limited by the number of codes, even for a damaged file.
            while let Some((_, code)) = view.living(above).filter(|_| labels.len() <= view.codes.len()) {
                labels.push(code.label.clone());
                above = code.parent;
            }
            labels.reverse();
            (id, labels)
        };
        Self(view.codes.iter().map(|(id, code)| path(*id, code)).collect())
    }

    /// Returns the path of a code; empty where the code is no longer there.
    pub(super) fn path(&self, code: CodeId) -> Vec<String> {
        self.0.get(&code).cloned().unwrap_or_default()
    }
}

/// Returns a path as one text: `Work > Nights`.
pub(super) fn path_text(path: &[String]) -> String {
    path.join(" > ")
}
