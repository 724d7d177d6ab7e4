//! One trait for all clustering methods, and the one function that runs any of them: linfa's `Fit` is the model.
//!
//! A [`Method`] is fitted to all rows and gives a [`Model`]. The model clusters again what is varied: samples, interviews left out, other
//! seeds, other numbers of clusters. How stable a cluster is follows from these runs, alike for all methods.

use crate::domain::{CriterionCurve, Progress, Stage, mix};

use super::assess::{Variations, on_parts, spread};
use super::canonical::{Canonical, number};
use super::consensus::samples;
use super::error::ClusterError;
use super::outcome::UsedParameters;
use super::params::ClusterParams;
use super::stability::Run;

/// How many other seeds are tried.
const N_SEEDS: u64 = 4;
/// How many clusters more or fewer are tried.
const N_MORE: usize = 2;

/// What a method works on.
#[derive(Clone, Copy)]
pub(super) struct Task<'a> {
    /// The rows, in canonical order.
    pub(super) rows: &'a Canonical,
    /// What was asked for. Each method reads the parameters that it uses.
    pub(super) params: &'a ClusterParams,
    /// Told how far the work is; can cancel it.
    pub(super) progress: &'a dyn Progress,
}

/// What a method found in all rows.
pub(super) struct Fitted<'a> {
    /// The cluster of each row, by canonical place: any numbers, `None` for noise.
    pub(super) labels: Vec<Option<usize>>,
    /// Whether the iteration reached its end within the limit.
    pub(super) converged: bool,
    /// The parameters that were used, given or chosen.
    pub(super) parameters: UsedParameters,
    /// What clusters again with these parameters; `None` where there is nothing to vary.
    pub(super) model: Option<Box<dyn Model + 'a>>,
}

/// A clustering method.
pub(super) trait Method {
    /// Tells whether [`Method::fit`] reports a stage of its own for these parameters. Otherwise the whole work is one step.
    fn reports_progress(&self, _params: &ClusterParams) -> bool {
        false
    }

    /// Finds the clusters of all rows, and chooses the parameters that were not given.
    fn fit<'a>(&self, task: Task<'a>) -> Result<Fitted<'a>, ClusterError>;
}

/// A method after its fit, with all parameters chosen.
pub(super) trait Model: Sync {
    /// Finds the clusters of the rows that `keep` names, with the parameters of the fit and this seed.
    ///
    /// [`ClusterError::TooFewDistinct`] and [`ClusterError::NoSegments`] say that these rows are too few to be clustered.
    fn refit(&self, keep: &[bool], seed: u64) -> Result<Run, ClusterError>;

    /// Finds the clusters of all rows with another seed; `None` where the seed changes nothing.
    fn with_seed(&self, _seed: u64) -> Result<Option<Run>, ClusterError> {
        Ok(None)
    }

    /// Divides all rows into another number of clusters; `None` where the method takes no number.
    fn with_number(&self, _n_clusters: usize) -> Result<Option<Run>, ClusterError> {
        Ok(None)
    }

    /// Finds the clusters of samples of the rows: four fifths of them each.
    fn on_samples(&self, task: Task<'_>) -> Result<Vec<Run>, ClusterError> {
        let Task { rows, params, progress } = task;
        on_parts(&few_samples(rows, params.seed), progress, |keep, _| self.refit(keep, params.seed))
    }

    /// Returns the curve on which a parameter was chosen; `None` where none was.
    fn curve(&self) -> Option<CriterionCurve> {
        None
    }

    /// Returns the number of clusters that would be chosen without a limit; `None` where no limit decided, or it is not known.
    fn number_without_limit(&self) -> Option<usize> {
        None
    }
}

/// A result by canonical place.
pub(super) struct Found {
    /// The cluster of each row: any numbers, `None` for noise.
    pub(super) labels: Vec<Option<usize>>,
    /// Whether the iteration reached its end within the limit.
    pub(super) converged: bool,
    /// The curve on which a parameter was chosen. Without assessment it is left out.
    pub(super) curve: Option<CriterionCurve>,
    /// The number of clusters that would be chosen without a limit; `None` where no limit decided.
    pub(super) without_limit: Option<usize>,
    /// The parameters that were used, given or chosen.
    pub(super) parameters: UsedParameters,
    /// The runs from which stability follows; empty without assessment.
    pub(super) variations: Variations,
}

/// Applies a method to all rows and, where `assess` names the rows that are left when each interview is taken out, to their variations.
pub(super) fn run(
    method: &dyn Method,
    task: Task<'_>,
    assess: Option<&[Vec<bool>]>,
) -> Result<Found, ClusterError> {
    let work = || {
        let Fitted { labels, converged, parameters, model } = method.fit(task)?;
        let (curve, variations) = match (&model, assess) {
            (Some(model), Some(without)) => {
                let n_clusters = number(&labels).1;
                (model.curve(), vary(model.as_ref(), task, n_clusters, without)?)
            }
            _ => (None, Variations::default()),
        };
        let without_limit = model.as_ref().and_then(|model| model.number_without_limit());
        Ok(Found { labels, converged, curve, without_limit, parameters, variations })
    };
    if method.reports_progress(task.params) {
        return work();
    }
    task.progress.start(Stage::Clustering, Some(1));
    let found = work();
    task.progress.advance(1);
    task.progress.finish();
    found
}

/// Computes all variations of a clustering into `n_clusters`.
fn vary(
    model: &dyn Model,
    task: Task<'_>,
    n_clusters: usize,
    without: &[Vec<bool>],
) -> Result<Variations, ClusterError> {
    let Task { rows, params, progress } = task;
    let seed = params.seed;
    let seeds = (1..=N_SEEDS).map(|other| {
        progress.check_cancelled()?;
        model.with_seed(mix(seed.wrapping_add(other)))
    });
    let others = n_clusters.saturating_sub(N_MORE).max(2)..=(n_clusters + N_MORE).min(rows.n_distinct());
    let numbers = others.filter(|&other| other != n_clusters).map(|other| {
        progress.check_cancelled()?;
        model.with_number(other)
    });
    Ok(Variations {
        samples: model.on_samples(task)?,
        seeds: seeds.filter_map(Result::transpose).collect::<Result<_, ClusterError>>()?,
        numbers: numbers.filter_map(Result::transpose).collect::<Result<_, ClusterError>>()?,
        interviews: on_parts(without, progress, |keep, _| model.refit(keep, seed))?,
    })
}

/// Returns masks of the rows, four fifths of them each: at most ten, since a method that clusters each part from the start takes as long
/// each time.
fn few_samples(rows: &Canonical, seed: u64) -> Vec<Vec<bool>> {
    let n = if rows.n() <= 3000 { 10 } else { 5 };
    samples(rows.n(), seed).into_iter().take(n).collect()
}

/// Returns the labels of some rows, spread over all rows.
pub(super) fn run_of(keep: &[bool], labels: impl IntoIterator<Item = Option<usize>>) -> Run {
    spread(keep, labels.into_iter().map(|label| label.map(|label| label as u32)))
}

/// Returns a mask that keeps all rows.
pub(super) fn all(rows: &Canonical) -> Vec<bool> {
    vec![true; rows.n()]
}
