//! Applies a file of JSON lines with decisions: all or none of them, one operation for each line.

use std::io::{self, Read};

use serde::Serialize;

use crate::domain::{CoderId, Decision, DecisionLine, Timestamp};
use crate::review::resolve_coder;

use super::commit::{Act, Commit, new_coder, regroups};
use super::session::nobody_named;
use super::{Decided, Reviewer};
use crate::project::{LineProblem, ProjectError};

/// The limit for a file of decisions in bytes: about 400,000 lines.
const MOST_BYTES: u64 = 64 << 20;

/// Reads decisions for [`Reviewer::apply`], from a file or a stream; errors name it `place`.
///
/// # Errors
/// [`ProjectError::TooManyDecisions`] above the limit in bytes; [`ProjectError::Unreadable`] where they cannot be read or are
/// not UTF-8.
pub fn read_decisions(from: impl Read, place: &str) -> Result<String, ProjectError> {
    let unreadable = |source| ProjectError::Unreadable { place: place.to_owned(), source };
    let mut bytes = Vec::new();
    // Reading one byte more than allowed shows whether there is more.
    from.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(ProjectError::TooManyDecisions { place: place.to_owned(), limit: MOST_BYTES });
    }
    String::from_utf8(bytes).map_err(|error| unreadable(io::Error::new(io::ErrorKind::InvalidData, error)))
}

/// The result of a file of decisions.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Applied {
    /// An operation for each line, in order.
    pub operations: Vec<Decided>,
}

impl Reviewer {
    /// Makes the decisions of a file in one transaction: each line is a JSON object ([`DecisionLine`]). Empty lines are
    /// skipped. A line that names no coder is decided by `coder`; `add-coder` needs none.
    ///
    /// With `dry_run` every line is tried and nothing is kept.
    ///
    /// # Errors
    /// [`ProjectError::Line`] names the first line that cannot be read or applied; nothing is changed then.
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
            let read = serde_json::from_str(text)
                .map_err(|error| ProjectError::Line { line, problem: LineProblem::NoDecision(error) })?;
            decisions.push((line, read));
        }
        let path = self.path().to_owned();
        let regroups = decisions.iter().any(|(_, line)| regroups(&line.decision));
        self.transact(at, regroups, |session| {
            let mut applied = Applied::default();
            for (line, DecisionLine { coder: named, reason, decision }) in &decisions {
                let at_line =
                    |error: ProjectError| ProjectError::Line { line: *line, problem: Box::new(error).into() };
                let who = match (decision, named, coder) {
                    (Decision::AddCoder { name }, ..) => {
                        new_coder(session.state, name).map_err(ProjectError::from)
                    }
                    (_, Some(named), _) => resolve_coder(session.state, named).map_err(ProjectError::from),
                    (_, None, Some(coder)) => Ok(coder.clone()),
                    (_, None, None) => match session.state.default_coder() {
                        Some(coder) => Ok(coder.clone()),
                        None => Err(nobody_named(&path, session.state)),
                    },
                }
                .map_err(at_line)?;
                let act = Act::Decide(decision);
                applied.operations.push(session.act(&who, act, reason.as_deref(), at).map_err(at_line)?);
            }
            Ok(Commit::unless_trial(applied, dry_run))
        })
    }
}
