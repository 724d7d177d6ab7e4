//! A whole review from a file of JSON lines: all or nothing, one operation a line.

use serde::Serialize;

use crate::domain::{CoderId, Decision, DecisionLine, Timestamp};
use crate::review::resolve_coder;

use super::commit::{Act, new_coder, regroups};
use super::{Decided, Reviewer};
use crate::project::ProjectError;

/// What a file of decisions did.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Applied {
    /// An operation for each line, in order.
    pub operations: Vec<Decided>,
}

impl Reviewer {
    /// Makes the decisions of a file, a JSON object a line ([`DecisionLine`]), in one transaction. Empty lines are passed over.
    /// A line without a coder is `coder`'s; `add-coder` makes its own.
    ///
    /// With `dry_run` all is done and nothing is kept.
    ///
    /// # Errors
    /// [`ProjectError::Line`] names the first line that cannot be read or made; nothing is changed then.
    pub fn apply(
        &mut self,
        lines: &str,
        coder: Option<&CoderId>,
        at: &Timestamp,
        dry_run: bool,
    ) -> Result<Applied, ProjectError> {
        let mut decisions: Vec<(usize, DecisionLine)> = Vec::new();
        for (text, line) in lines.lines().zip(1..) {
            if text.trim().is_empty() {
                continue;
            }
            let read = serde_json::from_str(text).map_err(|error| ProjectError::Line {
                line,
                problem: format!("this is no decision ({error})"),
            })?;
            decisions.push((line, read));
        }
        let needs = decisions.iter().any(|(_, line)| regroups(&line.decision));
        let mut done = None;
        let result = self.transact(at, needs, |session| {
            let mut applied = Applied::default();
            for (line, DecisionLine { coder: named, reason, decision }) in &decisions {
                let at_line =
                    |error: ProjectError| ProjectError::Line { line: *line, problem: error.to_string() };
                let who = match (decision, named, coder) {
                    (Decision::AddCoder { name }, ..) => {
                        new_coder(session.state, name).map_err(ProjectError::from)
                    }
                    (_, Some(named), _) => resolve_coder(session.state, named).map_err(ProjectError::from),
                    (_, None, Some(coder)) => Ok(coder.clone()),
                    (_, None, None) => match session.state.default_coder() {
                        Some(coder) => Ok(coder.clone()),
                        None => Err(crate::review::Refusal::NoName.into()),
                    },
                }
                .map_err(at_line)?;
                let act = Act::Decide(decision);
                applied.operations.push(session.act(&who, act, reason.as_deref(), at).map_err(at_line)?);
            }
            if dry_run {
                // Ends the transaction without keeping anything.
                done = Some(applied);
                return Err(ProjectError::DryRun);
            }
            Ok(applied)
        });
        match (result, done) {
            (Err(ProjectError::DryRun), Some(applied)) => Ok(applied),
            (result, _) => result,
        }
    }
}
