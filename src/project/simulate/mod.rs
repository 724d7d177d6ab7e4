//! Simulates an analyst who answers from a human coding, to count how many decisions a machine saves.

mod analyst;
mod curve;
mod methods;
#[cfg(test)]
mod tests;

pub use curve::CurvePoint;

use serde::{Deserialize, Serialize};

use crate::cluster::{LikenessScore, likeness};
use crate::domain::{Cancelled, Embeddings, Progress};
use crate::embed::EmbedParams;

use self::analyst::Analyst;
use self::curve::{Course, LEVELS};
use self::methods::{Machine, best, by_hand};
use super::labelled::LabelledTable;
use super::{EmbeddingModel, ProjectError, embedding};

/// When scores of similarity are measured, one segment in this many is treated as coded already.
const ONE_IN: usize = 4;

/// The help that the analyst gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::VariantArray)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SimulationMethod {
    /// No machine: segment by segment, in the order of the table.
    ByHand,
    /// The machine's proposals: candidates accepted, then single segments corrected.
    Proposals,
    /// Proposals, repeated with what was learned, and segments offered for codes.
    Learning,
}

impl SimulationMethod {
    /// All methods.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

impl std::fmt::Display for SimulationMethod {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::ByHand => "by hand",
            Self::Proposals => "proposals",
            Self::Learning => "learning",
        })
    }
}

/// A request for a simulation.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SimulateRequest {
    /// The table with the human coding.
    pub table: LabelledTable,
    /// The ways of working, in addition to `ByHand`, the baseline.
    pub methods: Vec<SimulationMethod>,
    /// The seed of all random choices.
    #[serde(default = "crate::domain::default_seed")]
    pub seed: u64,
    /// Which model embeds.
    #[serde(default)]
    pub model: EmbeddingModel,
    /// The engine and precision.
    #[serde(default)]
    pub embed: EmbedParams,
}

/// When a level of agreement was reached.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Milestone {
    /// The adjusted mutual information; 1 means that every segment has its own code.
    pub ami: f64,
    /// The number of decisions; null where the level was never reached.
    pub decisions: Option<usize>,
    /// How many times as many decisions it takes without a machine; null where one of the two never reaches it.
    pub factor: Option<f64>,
}

/// One way of working.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SimulatedMethod {
    /// The method.
    pub method: SimulationMethod,
    /// How many decisions there were in all.
    pub n_decisions: usize,
    /// Candidates accepted, each one decision.
    pub n_accepted: usize,
    /// Segments of accepted candidates that had to be given another code, each one decision.
    pub n_corrected: usize,
    /// Segments coded one by one, each one decision.
    pub n_single: usize,
    /// How often proposals were repeated.
    pub n_rounds: usize,
    /// Agreement by number of decisions.
    pub curve: Vec<CurvePoint>,
    /// When levels of agreement were reached.
    pub reached: Vec<Milestone>,
}

/// How often a score of similarity ranks the correct code first, with one segment in four coded.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LikenessMeasured {
    /// `nearest` or `ridge`.
    pub score: &'static str,
    /// How many segments were coded.
    pub n_coded: usize,
    /// For how many others the code was guessed.
    pub n_asked: usize,
    /// The share of those whose correct code came first.
    pub right_share: f64,
    /// The same share for the tenth with the highest scores, which `suggest --for` offers first.
    pub right_share_of_first: f64,
}

/// The whole simulation.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Simulation {
    /// One result for each way of working.
    pub methods: Vec<SimulatedMethod>,
    /// Scores of similarity to a code.
    pub likeness: Vec<LikenessMeasured>,
    /// The assumptions.
    pub assumed: &'static str,
    /// How many texts there are.
    pub n_texts: usize,
    /// How many rows have no text or no label.
    pub n_left_out: usize,
    /// How many different labels there are.
    pub n_labels: usize,
    /// The seed.
    pub seed: u64,
}

const ASSUMED: &str = "an analyst without error, who takes the code of each segment from the table; each decision \
     costs 1, however long it takes to read for it: a theme accepted (as a new code or into one that there is), \
     a segment moved from a wrong code to the right one, a segment coded by itself; segments without a code are one more group";

/// Embeds the texts of a labelled table, and simulates an analyst who codes them by the labels, with and without a machine.
///
/// # Errors
/// [`ProjectError::Exchange`] where the table cannot be read or lacks a column; [`ProjectError::Labels`] where it holds fewer
/// than two labels; [`ProjectError::Embed`]; [`ProjectError::Parameter`] or [`ProjectError::Cluster`] where the texts cannot be
/// clustered this way; [`ProjectError::Cancelled`].
pub fn simulate(request: &SimulateRequest, progress: &dyn Progress) -> Result<Simulation, ProjectError> {
    let table = request.table.read()?;
    progress.check_cancelled()?;
    let model = embedding::load(&request.model, &request.embed)?;
    let embeddings = table.embed(&model, progress)?;
    let machine = Machine { embeddings: &embeddings, seed: request.seed, progress };
    Ok(Simulation {
        methods: courses(&machine, &table.labels, &request.methods)?,
        likeness: measured(&embeddings, &table.labels, progress)?,
        assumed: ASSUMED,
        n_texts: table.texts.len(),
        n_left_out: table.n_left_out,
        n_labels: table.n_labels,
        seed: request.seed,
    })
}

/// Simulates the ways of working, the one without a machine first.
fn courses(
    machine: &Machine<'_>,
    labels: &[usize],
    methods: &[SimulationMethod],
) -> Result<Vec<SimulatedMethod>, ProjectError> {
    let mut analyst = Analyst::new(labels);
    by_hand(&mut analyst);
    let progress = machine.progress;
    let alone = simulated(SimulationMethod::ByHand, &analyst, 0, None, progress)?;
    let mut found = vec![alone];
    let asked = |method| methods.contains(&method);
    if !asked(SimulationMethod::Proposals) && !asked(SimulationMethod::Learning) {
        return Ok(found);
    }
    let themes = machine.proposals()?;
    if asked(SimulationMethod::Proposals) {
        let mut analyst = Analyst::new(labels);
        machine.by_proposals(&mut analyst, &themes)?;
        found.push(simulated(SimulationMethod::Proposals, &analyst, 0, found.first(), progress)?);
    }
    if asked(SimulationMethod::Learning) {
        let mut analyst = Analyst::new(labels);
        let n_rounds = machine.by_learning(&mut analyst, &themes)?;
        found.push(simulated(SimulationMethod::Learning, &analyst, n_rounds, found.first(), progress)?);
    }
    Ok(found)
}

fn simulated(
    method: SimulationMethod,
    analyst: &Analyst<'_>,
    n_rounds: usize,
    alone: Option<&SimulatedMethod>,
    progress: &dyn Progress,
) -> Result<SimulatedMethod, Cancelled> {
    let course = Course { labels: analyst.labels, steps: &analyst.steps };
    let mut decisions = course.first_at(&LEVELS, progress)?;
    decisions.push(course.complete_at());
    let levels = LEVELS.into_iter().chain([1.0]).zip(decisions).enumerate();
    let reached = levels.map(|(at, (ami, decisions))| {
        let without = alone.map_or(decisions, |alone| alone.reached[at].decisions);
        let factor = without.zip(decisions).map(|(without, with)| without as f64 / with.max(1) as f64);
        Milestone { ami, decisions, factor }
    });
    Ok(SimulatedMethod {
        method,
        n_decisions: analyst.steps.len(),
        n_accepted: analyst.n_accepted,
        n_corrected: analyst.n_corrected,
        n_single: analyst.n_single,
        n_rounds,
        reached: reached.collect(),
        curve: course.curve(progress)?,
    })
}

/// Measures each score of similarity with one segment in four coded.
fn measured(
    embeddings: &Embeddings,
    labels: &[usize],
    progress: &dyn Progress,
) -> Result<Vec<LikenessMeasured>, Cancelled> {
    let (coded, asked): (Vec<usize>, Vec<usize>) = (0..labels.len()).partition(|at| at % ONE_IN == 0);
    let coded: Vec<(usize, usize)> = coded.into_iter().map(|row| (row, labels[row])).collect();
    let n_codes = labels.iter().max().map_or(0, |&label| label + 1);
    [("nearest", LikenessScore::Nearest), ("ridge", LikenessScore::Ridge)]
        .into_iter()
        .map(|(name, score)| {
            let scores = likeness(embeddings, &asked, &coded, n_codes, score, progress)?;
            let mut guessed: Vec<(f64, bool)> = asked
                .iter()
                .zip(&scores)
                .map(|(&row, scores)| {
                    let (code, score) = best(scores);
                    (score, code == labels[row])
                })
                .collect();
            guessed.sort_by(|a, b| b.0.total_cmp(&a.0));
            let share = |guessed: &[(f64, bool)]| {
                guessed.iter().filter(|(_, right)| *right).count() as f64 / guessed.len().max(1) as f64
            };
            Ok(LikenessMeasured {
                score: name,
                n_coded: coded.len(),
                n_asked: asked.len(),
                right_share: share(&guessed),
                right_share_of_first: share(&guessed[..guessed.len().div_ceil(10)]),
            })
        })
        .collect()
}
