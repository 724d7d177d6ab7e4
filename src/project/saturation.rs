//! Measures code saturation: how many new codes each further interview brought.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::interviews::{Interviews, by_name, called};
use super::{OrderProblem, ProjectError, Reviewer};
use crate::compare::saturation::{Saturation, SaturationParams, saturation};
use crate::domain::{Approach, CodeId, CodeLevel, CoderId, RunId, Said, SaturationFinding};
use crate::review::CoderState;

/// A request for saturation.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SaturationRequest {
    /// The coder whose codes are counted.
    pub of: CoderId,
    /// The level at which codes are distinguished; `None`: as they were applied.
    #[serde(default)]
    pub level: Option<CodeLevel>,
    /// The interviews in the order in which they were held, each by its name or by that of one of its documents; `None`: in
    /// the order of the documents' names.
    #[serde(default)]
    pub order: Option<Vec<String>>,
    /// Base, run length, threshold, random orders.
    #[serde(default)]
    pub params: SaturationParams,
}

/// The source of the order of the interviews.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum InterviewOrder {
    /// Given by the user.
    Given,
    /// Taken from the documents' names.
    DocumentNames,
}

/// An interview and the number of its codings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CodedInterview {
    /// The participant, or the document where the participant is unknown.
    pub name: String,
    /// The documents that hold words of it, in order of name.
    pub documents: Vec<String>,
    /// How many codings it has.
    pub n_codings: usize,
}

/// Saturation of a coder's codes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SaturationView {
    /// The run whose segments tell which interview words belong to.
    pub run: RunId,
    /// The coder whose codes are counted.
    pub coder: CoderId,
    /// The level at which codes are distinguished; null where they are taken as they were applied.
    pub level: Option<CodeLevel>,
    /// How many interviews make the base.
    pub base: usize,
    /// How many interviews make a run.
    pub run_length: usize,
    /// The threshold: the number of new codes in a run, as a share of the codes in the base.
    pub threshold: f64,
    /// The seed of the random orders.
    pub seed: u64,
    /// The source of the order.
    pub order: InterviewOrder,
    /// The interviews that the coder worked on, in that order.
    pub interviews: Vec<CodedInterview>,
    /// Interviews without a coding of the coder, in that order. They count as not worked on and were left out, since they
    /// cannot show that no new code came up.
    pub not_worked_on: Vec<String>,
    /// How many codings are negative cases of their code; they were left out.
    pub n_negative: usize,
    /// How many codings have no code at the level, neither their own nor an ancestor; they were left out.
    pub n_other_level: usize,
    /// How many codings are of words outside interviews, such as the interviewer's; they were left out.
    pub n_no_interview: usize,
    /// The result.
    pub saturation: Saturation,
}

impl Reviewer {
    /// Measures how many new codes each further interview brought, for a coder who may see the codes.
    ///
    /// A document without codings of the coder counts as not worked on, as in [`Reviewer::compare`]; an interview with only
    /// such documents is left out.
    ///
    /// # Errors
    /// [`ProjectError::Blind`]; [`ProjectError::Parameter`]; [`ProjectError::InterviewOrder`] where the given order does not
    /// name each interview that was worked on exactly once.
    pub(in crate::project) fn saturation(
        &self,
        viewer: &CoderId,
        request: &SaturationRequest,
    ) -> Result<SaturationView, ProjectError> {
        let params = request.params.check()?;
        let view = self.view_of(viewer, &request.of)?;
        let interviews = Interviews::of(&self.base);
        let mut names: Vec<String> = interviews.names.iter().map(|&name| name.to_owned()).collect();
        let mut number: BTreeMap<String, usize> = names.iter().cloned().zip(0..).collect();
        let (mut n_negative, mut n_other_level, mut n_no_interview) = (0, 0, 0);
        let mut found: Vec<(usize, CodeId)> = Vec::new();
        let mut touched: BTreeSet<&str> = BTreeSet::new();
        for coding in view.codings.values() {
            touched.insert(&coding.document);
            if coding.negative {
                n_negative += 1;
                continue;
            }
            let Some(code) = at_level(view, coding.code, request.level) else {
                n_other_level += 1;
                continue;
            };
            let interview = match interviews.of_span(&coding.document, coding.span()) {
                Some(interview) => Some(interview),
                // A document of another run is an interview of its own.
                None if !self.base.documents.contains_key(&coding.document) => {
                    Some(*number.entry(coding.document.clone()).or_insert_with(|| {
                        names.push(coding.document.clone());
                        names.len() - 1
                    }))
                }
                None => None,
            };
            match interview {
                Some(interview) => found.push((interview, code)),
                None => n_no_interview += 1,
            }
        }
        // Documents of other runs are sorted in by name.
        names[interviews.names.len()..].sort_by(|a, b| by_name(a, b));
        let place: BTreeMap<&str, usize> = names.iter().map(String::as_str).zip(0..).collect();
        let moved: BTreeMap<usize, usize> =
            number.iter().filter_map(|(name, &at)| Some((at, *place.get(name.as_str())?))).collect();
        let mut documents: Vec<Vec<String>> = vec![Vec::new(); names.len()];
        for (document, of) in interviews.by_document() {
            for interview in of {
                let at = moved.get(&interview).copied().unwrap_or(interview);
                documents[at].push(document.to_owned());
            }
        }
        for (name, documents) in names.iter().zip(&mut documents).skip(interviews.names.len()) {
            documents.push(name.clone());
        }
        let is_worked_on =
            |&at: &usize| documents[at].iter().any(|document| touched.contains(document.as_str()));
        let all: Vec<usize> = match &request.order {
            None => (0..names.len()).collect(),
            Some(order) => given(order, &place, &documents, is_worked_on)?,
        };
        let (ordered, left): (Vec<usize>, Vec<usize>) = all.into_iter().partition(is_worked_on);
        let mut codes: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); names.len()];
        let mut n_codings = vec![0; names.len()];
        let distinct: BTreeSet<CodeId> = found.iter().map(|(_, code)| *code).collect();
        let code_number: BTreeMap<CodeId, u32> = distinct.into_iter().zip(0..).collect();
        for (interview, code) in found {
            let at = moved.get(&interview).copied().unwrap_or(interview);
            codes[at].insert(code_number[&code]);
            n_codings[at] += 1;
        }
        let in_order: Vec<BTreeSet<u32>> = ordered.iter().map(|&at| codes[at].clone()).collect();
        let SaturationParams { base, run_length, threshold, seed, .. } = request.params;
        let mut found = saturation(&in_order, &params);
        if self.approach() == Some(Approach::Reflexive) {
            found.findings.push(Said(SaturationFinding::Reflexive));
        }
        Ok(SaturationView {
            run: self.run(),
            coder: request.of.clone(),
            level: request.level,
            base,
            run_length,
            threshold,
            seed,
            order: match request.order {
                Some(_) => InterviewOrder::Given,
                None => InterviewOrder::DocumentNames,
            },
            interviews: ordered
                .iter()
                .map(|&at| CodedInterview {
                    name: names[at].clone(),
                    documents: documents[at].clone(),
                    n_codings: n_codings[at],
                })
                .collect(),
            not_worked_on: left.iter().map(|&at| names[at].clone()).collect(),
            n_negative,
            n_other_level,
            n_no_interview,
            saturation: found,
        })
    }
}

/// Returns the code at a level: the code itself or an ancestor. `None` where there is none.
fn at_level(view: &CoderState, code: CodeId, level: Option<CodeLevel>) -> Option<CodeId> {
    let Some(level) = level else { return view.codes.contains_key(&code).then_some(code) };
    let mut id = code;
    // A code cannot be deeper than there are codes, even in a damaged file.
    for _ in 0..=view.codes.len() {
        let found = view.codes.get(&id)?;
        if found.level == level {
            return Some(id);
        }
        id = found.parent?;
    }
    None
}

/// Returns the indices of the interviews in the given order, which must name each that was worked on once: by its name
/// ([`called`]), or by a document, which means the interviews in it that were not named before.
fn given(
    order: &[String],
    place: &BTreeMap<&str, usize>,
    documents: &[Vec<String>],
    is_worked_on: impl Fn(&usize) -> bool,
) -> Result<Vec<usize>, ProjectError> {
    let refuse = |problem: OrderProblem| {
        let mut known: Vec<String> = place.keys().map(|&name| name.to_owned()).collect();
        known.sort_by(|a, b| by_name(a, b));
        Err(ProjectError::InterviewOrder { problem, known })
    };
    let mut found = Vec::new();
    let mut lines = BTreeSet::new();
    for name in order {
        let interview = called(name, place.keys().copied());
        let document = called(name, documents.iter().flatten().map(String::as_str));
        let is_again = !lines.insert(interview.or(document).unwrap_or(name));
        let named = interview.and_then(|interview| place.get(interview));
        if is_again || named.is_some_and(|at| found.contains(at)) {
            return refuse(OrderProblem::Twice(name.clone()));
        }
        if let Some(&at) = named {
            found.push(at);
            continue;
        }
        let of_document: Vec<usize> = (0..documents.len())
            .filter(|&at| documents[at].iter().any(|known| Some(known.as_str()) == document))
            .collect();
        if of_document.is_empty() {
            return refuse(OrderProblem::Unknown(name.clone()));
        }
        // A later document of the same people does not change their position.
        found.extend(of_document.into_iter().filter(|at| !found.contains(at)).collect::<Vec<_>>());
    }
    let mut missing: Vec<&str> = place
        .iter()
        .filter(|(_, at)| is_worked_on(at) && !found.contains(at))
        .map(|(name, _)| *name)
        .collect();
    missing.sort_by(|a, b| by_name(a, b));
    if let Some(name) = missing.first() {
        return refuse(OrderProblem::Missing((*name).to_owned()));
    }
    let not_named: Vec<usize> = (0..documents.len()).filter(|at| !found.contains(at)).collect();
    found.extend(not_named);
    Ok(found)
}
