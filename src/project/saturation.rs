//! How much new each further interview brought to a coder's codes.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::interviews::{Interviews, by_name, called};
use super::{OrderProblem, ProjectError, Reviewer};
use crate::compare::saturation::{Saturation, SaturationParams, saturation};
use crate::domain::{Approach, CodeId, CodeLevel, CoderId, RunId, Said, SaturationFinding};
use crate::review::CoderState;

/// What saturation is asked of.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SaturationRequest {
    /// Whose codes.
    pub of: CoderId,
    /// At which level codes are told apart; `None`: as they were applied.
    #[serde(default)]
    pub level: Option<CodeLevel>,
    /// The interviews in the order in which they were held, each by its name or by that of a document of it; `None`: in the order
    /// of the documents' names.
    #[serde(default)]
    pub order: Option<Vec<String>>,
    /// Base, run length, threshold, random orders.
    #[serde(default)]
    pub params: SaturationParams,
}

/// Where the order of the interviews is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum InterviewOrder {
    /// It was given.
    Given,
    /// The documents' names.
    DocumentNames,
}

/// An interview and how much of it is coded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CodedInterview {
    /// Who was interviewed, or the document where nobody can be told.
    pub name: String,
    /// The documents that hold words of it, in the order of their names.
    pub documents: Vec<String>,
    /// How many codings it has.
    pub n_codings: usize,
}

/// Saturation of a coder's codes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SaturationView {
    /// The run whose segments say which interview is whose.
    pub run: RunId,
    /// Whose codes.
    pub coder: CoderId,
    /// The level at which codes are told apart; null where they are taken as they were applied.
    pub level: Option<CodeLevel>,
    /// How many interviews the base is.
    pub base: usize,
    /// How many interviews a run is.
    pub run_length: usize,
    /// How much new a run may bring, as a share of what the base held.
    pub threshold: f64,
    /// From which the random orders follow.
    pub seed: u64,
    /// Where the order is from.
    pub order: InterviewOrder,
    /// The interviews that the coder worked on, in that order.
    pub interviews: Vec<CodedInterview>,
    /// Interviews of which no document has a coding of the coder, in that order: they were taken as not worked on and left out,
    /// since they cannot show that nothing new came.
    pub not_worked_on: Vec<String>,
    /// How many codings speak against their code; they show no code and were left out.
    pub n_negative: usize,
    /// How many codings have no code at the level, neither their own nor one above it; they were left out.
    pub n_other_level: usize,
    /// How many codings are of words of no interview, as the interviewer's; they were left out.
    pub n_no_interview: usize,
    /// What was found.
    pub saturation: Saturation,
}

impl Reviewer {
    /// How much new each further interview brought to a coder's codes, for a coder who may see them.
    ///
    /// A document in which the coder coded nothing is taken as not worked on, as in [`Reviewer::compare`]; an interview of such
    /// documents alone is left out.
    ///
    /// # Errors
    /// [`ProjectError::Blind`]; [`ProjectError::Parameter`]; [`ProjectError::InterviewOrder`] where the order given does not
    /// name each interview that was worked on, or one twice.
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
        // Documents of other runs come among the others by their names.
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

/// The code at a level that a code stands for: itself, or the one above it. `None` where there is none.
fn at_level(view: &CoderState, code: CodeId, level: Option<CodeLevel>) -> Option<CodeId> {
    let Some(level) = level else { return view.codes.contains_key(&code).then_some(code) };
    let mut id = code;
    // A code cannot be deeper than there are codes, whatever a damaged file says.
    for _ in 0..=view.codes.len() {
        let found = view.codes.get(&id)?;
        if found.level == level {
            return Some(id);
        }
        id = found.parent?;
    }
    None
}

/// The places of interviews in an order that must name each once that was worked on: by its name ([`called`]), or by that of a document, which
/// stands for the interviews in it that were not named before.
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
        // A later document of the same people says nothing new of their place.
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
