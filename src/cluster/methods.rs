//! The methods that group rows as they are: K-means, agglomeration, DBSCAN and HDBSCAN.

use crate::domain::{Algorithm, ClusterId, CriterionCurve};

use super::agglomerative::{Dendrogram, Linkage};
use super::canonical::{Canonical, number};
use super::choose_n_clusters::{self, Candidate, allowed, curve_of, decide};
use super::choose_tolerance;
use super::dbscan::dbscan_of;
use super::error::ClusterError;
use super::hdbscan::{HdbscanParams, hdbscan_of};
use super::k_means::{k_means_of, lloyd_of};
use super::method::{Fitted, Method, Model, Task, all, run_of};
use super::outcome::UsedParameters;
use super::params::{ChooseParams, ClusterParams, DbscanParams, KMeansParams};
use super::stability::Run;

/// DBSCAN's `min_points` where it is not given: three segments are the least that can show a pattern, and on interview
/// sentences larger values leave one large cluster and noise.
const DEFAULT_MIN_POINTS: usize = 3;
/// HDBSCAN's smallest cluster where it is not given: scikit-learn's.
const DEFAULT_MIN_CLUSTER_SIZE: usize = 5;
/// How many starts K-means takes for a variation.
const VARIATION_RUNS: usize = 3;

/// Returns cluster ids as plain numbers.
fn numbers(labels: &[Option<ClusterId>]) -> Vec<Option<usize>> {
    labels.iter().map(|id| id.map(|id| id.0 as usize)).collect()
}

/// K-means, at the number of clusters that is given or that the silhouette speaks for.
pub(super) struct KMeans;

struct KMeansModel<'a> {
    task: Task<'a>,
    used: KMeansParams,
    curve: Option<CriterionCurve>,
}

impl Method for KMeans {
    fn reports_progress(&self, params: &ClusterParams) -> bool {
        params.n_clusters.is_none()
    }

    fn fit<'a>(&self, task: Task<'a>) -> Result<Fitted<'a>, ClusterError> {
        let Task { rows, params, progress } = task;
        let (curve, partition, used) = match params.n_clusters {
            Some(n_clusters) => {
                let used = KMeansParams::new(n_clusters, params.seed);
                (None, k_means_of(rows, &used, progress)?, used)
            }
            None => {
                let choose = ChooseParams::new(params.seed);
                let (curve, partition) = choose_n_clusters::choose_of(rows, &choose, progress)?;
                let used = choose.k_means(curve.chosen as usize);
                (Some(curve), partition, used)
            }
        };
        let parameters = UsedParameters {
            n_clusters: Some(used.n_clusters),
            n_runs: Some(used.n_runs),
            max_n_iterations: Some(used.max_n_iterations),
            tolerance: Some(used.tolerance),
            ..UsedParameters::new(Algorithm::KMeans, params.seed)
        };
        Ok(Fitted {
            labels: numbers(&partition.labels),
            converged: partition.converged,
            parameters,
            model: Some(Box::new(KMeansModel { task, used, curve })),
        })
    }
}

impl KMeansModel<'_> {
    /// Partitions some rows by Lloyd's steps alone.
    fn lloyd(&self, keep: &[bool], params: &KMeansParams) -> Result<Run, ClusterError> {
        let found = lloyd_of(&self.task.rows.part(keep), params, self.task.progress)?;
        Ok(run_of(keep, numbers(&found.labels)))
    }

    /// Returns the parameters of the fit with fewer starts.
    fn few(&self) -> KMeansParams {
        KMeansParams { n_runs: VARIATION_RUNS, ..self.used.clone() }
    }
}

impl Model for KMeansModel<'_> {
    fn refit(&self, keep: &[bool], seed: u64) -> Result<Run, ClusterError> {
        self.lloyd(keep, &KMeansParams { seed, ..self.few() })
    }

    fn with_seed(&self, seed: u64) -> Result<Option<Run>, ClusterError> {
        self.lloyd(&all(self.task.rows), &KMeansParams { seed, ..self.used.clone() }).map(Some)
    }

    fn with_number(&self, n_clusters: usize) -> Result<Option<Run>, ClusterError> {
        self.lloyd(&all(self.task.rows), &KMeansParams { n_clusters, ..self.few() }).map(Some)
    }

    fn curve(&self) -> Option<CriterionCurve> {
        self.curve.clone()
    }
}

/// Agglomeration, cut at the number of clusters that is given or that the silhouette speaks for.
pub(super) struct Agglomerative(pub(super) Linkage);

struct AgglomerativeModel<'a> {
    task: Task<'a>,
    linkage: Linkage,
    dendrogram: Dendrogram,
    n_clusters: usize,
    curve: Option<CriterionCurve>,
}

impl Method for Agglomerative {
    fn fit<'a>(&self, task: Task<'a>) -> Result<Fitted<'a>, ClusterError> {
        let (Task { rows, params, progress }, linkage) = (task, self.0);
        rows.check_distinct(params.n_clusters.unwrap_or(1))?;
        let dendrogram = Dendrogram::new(rows, linkage, progress)?;
        let (n_clusters, curve) = match params.n_clusters {
            Some(n_clusters) => (n_clusters, None),
            None => {
                let (n_clusters, curve) = choose_cut(task, &dendrogram)?;
                (n_clusters, Some(curve))
            }
        };
        let parameters = UsedParameters {
            n_clusters: Some(n_clusters),
            ..UsedParameters::new(linkage.algorithm(), params.seed)
        };
        Ok(Fitted {
            labels: dendrogram.cut(n_clusters),
            converged: true,
            parameters,
            model: Some(Box::new(AgglomerativeModel { task, linkage, dendrogram, n_clusters, curve })),
        })
    }
}

/// Chooses the number of clusters at which a dendrogram is cut, by the rule of [`choose_n_clusters()`](super::choose_n_clusters()).
fn choose_cut(task: Task<'_>, dendrogram: &Dendrogram) -> Result<(usize, CriterionCurve), ClusterError> {
    let Task { rows, params, progress } = task;
    let range = allowed(&ChooseParams::new(params.seed), rows.n_distinct());
    let (min, max) = (*range.start(), *range.end());
    let candidate = |n_clusters: usize| {
        progress.check_cancelled()?;
        Ok(Candidate::of(rows, n_clusters, &number(&dendrogram.cut(n_clusters)).0))
    };
    let candidates: Vec<Candidate> = (2..=max).map(candidate).collect::<Result<_, ClusterError>>()?;
    let undecided = || ClusterError::NothingToCompare { parameter: "n_clusters", n_segments: rows.n() };
    let (chosen, reason) = decide(&candidates, min, max).ok_or_else(undecided)?;
    let n_clusters = candidates[chosen].n_clusters;
    Ok((n_clusters, curve_of(&candidates, n_clusters, reason)))
}

impl Model for AgglomerativeModel<'_> {
    fn refit(&self, keep: &[bool], _seed: u64) -> Result<Run, ClusterError> {
        let part = self.task.rows.part(keep);
        part.check_distinct(self.n_clusters)?;
        let dendrogram = Dendrogram::new(&part, self.linkage, self.task.progress)?;
        Ok(cut(keep, &dendrogram, self.n_clusters))
    }

    fn with_number(&self, n_clusters: usize) -> Result<Option<Run>, ClusterError> {
        Ok(Some(cut(&all(self.task.rows), &self.dendrogram, n_clusters)))
    }

    fn curve(&self) -> Option<CriterionCurve> {
        self.curve.clone()
    }
}

/// Returns the clusters of the rows that `keep` names, where their dendrogram is cut into `n_clusters`.
fn cut(keep: &[bool], dendrogram: &Dendrogram, n_clusters: usize) -> Run {
    run_of(keep, numbers(&number(&dendrogram.cut(n_clusters)).0))
}

/// A density-based method with its parameters, by what it does to rows.
struct DensityModel<'a, F> {
    rows: &'a Canonical,
    cluster: F,
    curve: Option<CriterionCurve>,
}

impl<F> Model for DensityModel<'_, F>
where
    F: Fn(&Canonical) -> Result<Vec<Option<usize>>, ClusterError> + Sync,
{
    fn refit(&self, keep: &[bool], _seed: u64) -> Result<Run, ClusterError> {
        Ok(run_of(keep, (self.cluster)(&self.rows.part(keep))?))
    }

    fn curve(&self) -> Option<CriterionCurve> {
        self.curve.clone()
    }
}

/// DBSCAN, at the distance that is given or at the knee of the k-distance curve.
pub(super) struct Dbscan;

impl Method for Dbscan {
    fn fit<'a>(&self, task: Task<'a>) -> Result<Fitted<'a>, ClusterError> {
        let Task { rows, params, progress } = task;
        let min_points = params.min_points.unwrap_or(DEFAULT_MIN_POINTS);
        let (tolerance, curve) = match params.tolerance {
            Some(tolerance) => (tolerance, None),
            None => {
                let curve = choose_tolerance::choose_of(rows, min_points, progress)?;
                (curve.chosen, Some(curve))
            }
        };
        let used = DbscanParams { tolerance, min_points };
        let parameters = UsedParameters {
            tolerance: Some(tolerance),
            min_points: Some(min_points),
            assign_noise: Some(params.assign_noise),
            ..UsedParameters::new(Algorithm::Dbscan, params.seed)
        };
        let cluster = move |rows: &Canonical| Ok(numbers(&dbscan_of(rows, &used, progress)?.0));
        Ok(Fitted {
            labels: cluster(rows)?,
            converged: true,
            parameters,
            model: Some(Box::new(DensityModel { rows, cluster, curve })),
        })
    }
}

/// HDBSCAN.
pub(super) struct Hdbscan;

impl Method for Hdbscan {
    fn fit<'a>(&self, task: Task<'a>) -> Result<Fitted<'a>, ClusterError> {
        let Task { rows, params, .. } = task;
        let used = HdbscanParams {
            min_points: params.min_points.unwrap_or(DEFAULT_MIN_POINTS),
            min_cluster_size: params.min_cluster_size.unwrap_or(DEFAULT_MIN_CLUSTER_SIZE),
        };
        let parameters = UsedParameters {
            min_points: Some(used.min_points),
            min_cluster_size: Some(used.min_cluster_size),
            assign_noise: Some(params.assign_noise),
            ..UsedParameters::new(Algorithm::Hdbscan, params.seed)
        };
        let cluster = move |rows: &Canonical| hdbscan_of(rows, &used);
        Ok(Fitted {
            labels: cluster(rows)?,
            converged: true,
            parameters,
            model: Some(Box::new(DensityModel { rows, cluster, curve: None })),
        })
    }
}
