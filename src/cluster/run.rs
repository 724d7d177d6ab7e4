//! The room's one action: cluster, choosing what nobody gave, and say how much the result rests on.

use serde::{Deserialize, Serialize};

use crate::domain::{
    Algorithm, ClusterId, Clustering, CriterionCurve, Embeddings, Notice, NoticeKind, Progress, Stage,
};

use super::canonical::Canonical;
use super::error::ClusterError;
use super::k_means::k_means_of;
use super::params::{ChooseParams, ClusterParams, ClusterValidParams, DbscanParams, KMeansParams};
use super::silhouette::silhouette_of;
use super::{choose_n_clusters, choose_tolerance, dbscan};

/// DBSCAN's `min_points` where nobody gave one: three segments are the least that can show a pattern, and on interview
/// sentences larger values leave one large cluster and noise.
const DEFAULT_MIN_POINTS: usize = 3;
/// Below this many segments a result says how little it rests on.
const FEW_SEGMENTS: usize = 60;
/// Below this mean silhouette "no substantial structure has been found" (Kaufman & Rousseeuw 1990, table 2.4).
const WEAK_SILHOUETTE: f64 = 0.25;

/// A clustering with all that its readers must know.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusteringOutcome {
    /// The grouping.
    pub clustering: Clustering,
    /// The curve on which a parameter was chosen; `None` where it was given.
    pub curve: Option<CriterionCurve>,
    /// The mean exact cosine silhouette, noise left out; `None` where it is undefined.
    pub silhouette: Option<f64>,
    /// Why the silhouette is undefined; `None` where it has a value.
    pub silhouette_undefined: Option<String>,
    /// What was run, given and chosen.
    pub parameters: UsedParameters,
    /// How much it rests on, and what the algorithm did not reach.
    pub notices: Vec<Notice>,
}

/// The parameters that a run was made with; what its algorithm does not use is left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UsedParameters {
    /// The algorithm.
    pub algorithm: Algorithm,
    /// How many clusters K-means was asked for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub n_clusters: Option<usize>,
    /// How many starts K-means took for each number of clusters.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub n_runs: Option<usize>,
    /// How many iterations a start might take.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub max_n_iterations: Option<u64>,
    /// DBSCAN's cosine distance between neighbours; for K-means the movement of the centres at which linfa rests.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub tolerance: Option<f64>,
    /// DBSCAN's number of neighbours of a core.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub min_points: Option<usize>,
    /// From which every random choice followed.
    pub seed: u64,
}

/// Clusters the segments; parameters that were not given are chosen from them.
///
/// Where nothing was given and there are one or two segments, or all are the same, there is nothing to choose by: one
/// cluster holds them all, and a notice says so. K-means then takes its number from
/// [`choose_n_clusters()`](super::choose_n_clusters()), DBSCAN its tolerance from
/// [`choose_tolerance()`](super::choose_tolerance()).
///
/// # Errors
/// [`ClusterError::NoSegments`]; [`ClusterError::TooFewDistinct`] where more clusters were asked for than segments
/// differ; [`ClusterError::Parameter`] where a value does not fit these segments.
pub fn cluster(
    embeddings: &Embeddings,
    params: &ClusterValidParams,
    progress: &dyn Progress,
) -> Result<ClusteringOutcome, ClusterError> {
    let canonical = Canonical::new(embeddings);
    if canonical.n() == 0 {
        return Err(ClusterError::NoSegments);
    }
    let params = &params.0;
    let nothing_given = params.n_clusters.is_none() && params.tolerance.is_none();
    if nothing_given && (canonical.n() < 3 || canonical.n_distinct() == 1) {
        return Ok(all_together(&canonical, params));
    }
    let found = match params.algorithm {
        Algorithm::KMeans => run_k_means(&canonical, params, progress)?,
        Algorithm::Dbscan => run_dbscan(&canonical, params, progress)?,
    };
    Ok(found.into_outcome(&canonical))
}

/// A result by canonical place.
struct Found {
    clustering: Clustering,
    curve: Option<CriterionCurve>,
    parameters: UsedParameters,
}

fn run_k_means(
    canonical: &Canonical,
    params: &ClusterParams,
    progress: &dyn Progress,
) -> Result<Found, ClusterError> {
    let seed = params.seed;
    let (curve, partition, used) = match params.n_clusters {
        Some(n_clusters) => {
            let used = KMeansParams::new(n_clusters, seed);
            let partition = one_step(progress, || k_means_of(canonical, &used))?;
            (None, partition, used)
        }
        None => {
            let choose = ChooseParams::new(seed);
            let (curve, partition) = choose_n_clusters::choose_of(canonical, &choose, progress)?;
            let used = choose.k_means(curve.chosen as usize);
            (Some(curve), partition, used)
        }
    };
    let clustering = Clustering {
        algorithm: Algorithm::KMeans,
        assignments: partition.labels,
        n_clusters: partition.n_clusters,
        converged: partition.converged,
    };
    let parameters = UsedParameters {
        algorithm: Algorithm::KMeans,
        n_clusters: Some(used.n_clusters),
        n_runs: Some(used.n_runs),
        max_n_iterations: Some(used.max_n_iterations),
        tolerance: Some(used.tolerance),
        min_points: None,
        seed,
    };
    Ok(Found { clustering, curve, parameters })
}

fn run_dbscan(
    canonical: &Canonical,
    params: &ClusterParams,
    progress: &dyn Progress,
) -> Result<Found, ClusterError> {
    let min_points = params.min_points.unwrap_or(DEFAULT_MIN_POINTS);
    let (curve, (assignments, n_clusters), tolerance) = one_step(progress, || {
        let curve = match params.tolerance {
            Some(_) => None,
            None => Some(choose_tolerance::choose_of(canonical, min_points)?),
        };
        let chosen = curve.as_ref().map_or(0.0, |curve| curve.chosen);
        let tolerance = params.tolerance.unwrap_or(chosen);
        let found = dbscan::dbscan_of(canonical, &DbscanParams { tolerance, min_points })?;
        Ok::<_, ClusterError>((curve, found, tolerance))
    })?;
    let parameters = UsedParameters {
        algorithm: Algorithm::Dbscan,
        n_clusters: None,
        n_runs: None,
        max_n_iterations: None,
        tolerance: Some(tolerance),
        min_points: Some(min_points),
        seed: params.seed,
    };
    let clustering = Clustering { algorithm: Algorithm::Dbscan, assignments, n_clusters, converged: true };
    Ok(Found { clustering, curve, parameters })
}

fn one_step<T>(progress: &dyn Progress, work: impl FnOnce() -> T) -> T {
    progress.start(Stage::Clustering, Some(1));
    let done = work();
    progress.advance(1);
    progress.finish();
    done
}

/// One cluster of all segments, where there is nothing to choose by.
fn all_together(canonical: &Canonical, params: &ClusterParams) -> ClusteringOutcome {
    let n = canonical.n();
    let message = match n {
        1 => "there is 1 segment: it stands as one candidate theme, and nothing could be compared".to_owned(),
        2 => {
            "there are 2 segments: they stand together as one candidate theme; 3 or more are needed to group"
                .to_owned()
        }
        _ => {
            format!("all {n} segments are the same to the model: they stand together as one candidate theme")
        }
    };
    let undefined = super::SilhouetteUndefined::FewerThanTwoClusters { n_clusters: 1 };
    ClusteringOutcome {
        clustering: Clustering {
            algorithm: params.algorithm,
            assignments: vec![Some(ClusterId(0)); n],
            n_clusters: 1,
            converged: true,
        },
        curve: None,
        silhouette: None,
        silhouette_undefined: Some(undefined.to_string()),
        parameters: UsedParameters {
            algorithm: params.algorithm,
            n_clusters: None,
            n_runs: None,
            max_n_iterations: None,
            tolerance: None,
            min_points: params.min_points,
            seed: params.seed,
        },
        notices: vec![evidence(message)],
    }
}

fn evidence(message: String) -> Notice {
    Notice { kind: NoticeKind::Evidence, about: None, message }
}

impl Found {
    fn into_outcome(self, canonical: &Canonical) -> ClusteringOutcome {
        let Self { mut clustering, curve, parameters } = self;
        let found = silhouette_of(canonical, &clustering.assignments);
        let (silhouette, silhouette_undefined) = match found {
            Ok(found) => (Some(found.mean), None),
            Err(undefined) => (None, Some(undefined.to_string())),
        };
        let notices = notices(canonical.n(), &clustering, &parameters, silhouette);
        clustering.assignments = canonical.to_input(&clustering.assignments);
        ClusteringOutcome { clustering, curve, silhouette, silhouette_undefined, parameters, notices }
    }
}

fn notices(
    n: usize,
    clustering: &Clustering,
    parameters: &UsedParameters,
    silhouette: Option<f64>,
) -> Vec<Notice> {
    let mut notices = Vec::new();
    let n_clusters = clustering.n_clusters;
    if n < FEW_SEGMENTS {
        notices.push(evidence(format!(
            "this rests on {n} segments: read the candidate themes as questions to the text, not as findings"
        )));
    }
    if !clustering.converged {
        let limit = parameters.max_n_iterations.unwrap_or_default();
        notices.push(evidence(format!(
            "k-means had not come to rest after {limit} iterations: segments at the borders may stand in the wrong theme"
        )));
    }
    if let Some(asked) = parameters.n_clusters.filter(|&asked| n_clusters < asked) {
        notices.push(evidence(format!(
            "{asked} clusters were asked for; {} ran empty and were dropped",
            asked - n_clusters
        )));
    }
    let n_noise = clustering.assignments.iter().filter(|id| id.is_none()).count();
    if n_clusters == 0 {
        notices.push(evidence(
            "dbscan found no dense group: raise the tolerance, lower min_points, or use k-means".to_owned(),
        ));
    } else if n_noise > 0 {
        notices.push(evidence(format!(
            "{n_noise} of {n} segments ({:.0} %) are in no candidate theme: dbscan left them out as noise",
            100.0 * n_noise as f64 / n as f64
        )));
    }
    if let Some(mean) = silhouette.filter(|&mean| mean < WEAK_SILHOUETTE) {
        notices.push(evidence(format!(
            "the candidate themes overlap (mean silhouette {mean:.2} of at most 1): many segments could stand in another as well"
        )));
    }
    notices
}
