//! Turns the id of a disagreement into the decision that gives a verdict on it.

use crate::domain::{AdjudicationVerdict, CoderId, Decision, Disagreement, NoProgress};
use crate::project::{ProjectError, Refusal, Reviewer};

use super::disagreements::{disagreement, kind, pairs};
use super::figures::matched;
use super::frame::Frame;
use super::request::CompareRequest;

impl Reviewer {
    /// Returns the decision that gives a verdict on a disagreement of a comparison, or takes one back. `typed` is the
    /// disagreement's id or the beginning of it.
    ///
    /// # Errors
    /// As [`Reviewer::compare`]; [`ProjectError::Refused`] where no disagreement's id begins so, or several do.
    pub(in crate::project) fn adjudication(
        &self,
        viewer: &CoderId,
        request: &CompareRequest,
        typed: &str,
        verdict: Option<AdjudicationVerdict>,
    ) -> Result<Decision, ProjectError> {
        let typed = typed.trim().to_lowercase();
        let found = self.disagreements(viewer, request)?;
        let of_id = found.into_iter().filter(|on| !typed.is_empty() && on.id().as_str().starts_with(&typed));
        let mut of_id: Vec<Disagreement> = of_id.collect();
        match of_id.len() {
            1 => Ok(Decision::Adjudicate { on: of_id.remove(0), verdict }),
            0 => Err(Refusal::NoSuch { what: "disagreement", name: typed, similar: Vec::new() }.into()),
            _ => {
                let candidates = of_id.iter().map(|on| on.id().to_string()).collect();
                Err(Refusal::Ambiguous { what: "disagreement", name: typed, candidates }.into())
            }
        }
    }

    fn disagreements(
        &self,
        viewer: &CoderId,
        request: &CompareRequest,
    ) -> Result<Vec<Disagreement>, ProjectError> {
        let coders = self.compared_coders(viewer, request)?;
        let sides = self.sides(&coders, request)?;
        let with_run = request.beside_run.unwrap_or(coders.len() == 1);
        let frame = Frame::new(&self.loaded, &sides, request, with_run);
        let (_, codes_of) = matched(&frame, request, false, &NoProgress)?;
        let units = 0..frame.units.all.len();
        Ok(pairs(&frame, &codes_of)
            .into_iter()
            .flat_map(|pair| {
                let frame = &frame;
                units
                    .clone()
                    .filter(move |&unit| kind(frame, pair, unit).is_some())
                    .map(move |unit| disagreement(frame, pair, unit))
            })
            .collect())
    }
}
