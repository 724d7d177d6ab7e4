//! Clustering from start to end: runs the method, chooses parameters that were not given, and assesses the result.

use crate::domain::{
    Algorithm, Cancelled, ClusterId, Clustering, Embeddings, Notice, NoticeFact, Progress, ThemeTree,
    WithoutStages,
};

use super::agglomerative::Linkage;
use super::assess::{self, without_each};
use super::auto::{Auto, Communities};
use super::canonical::{Canonical, number};
use super::error::ClusterError;
use super::method::{self, Found, Method, Task};
use super::methods::{Agglomerative, Dbscan, Hdbscan, KMeans};
use super::notices::{limits, notices};
use super::outcome::{ClusteringOutcome, UsedParameters};
use super::params::{ClusterParams, ClusterValidParams};
use super::silhouette::silhouette_of;
use super::theme_level::{Levels, theme_tree};

/// Divides the segments into clusters, chooses the parameters that were not given, and assesses the result: how stable each cluster
/// is, and how the clusters join.
///
/// `interviews` names the interview (or participant) of each segment, by any numbers, `None` where it is not known. Each interview is
/// left out in turn, to see which clusters depend on it. Pass an empty slice if no interview is known.
///
/// **Shapes**: `embeddings` n × d, unit rows; `interviews` n or empty. The outcome holds n assignments in the order of the input, `None`
/// for noise, and a stability in \[0, 1\] for each cluster.
///
/// **Edge cases**: if no number of clusters and no tolerance is given, and there are one or two segments or all are the same, there is
/// nothing to choose by: one cluster holds all segments, and a notice says so. The order of the segments and the number of threads change
/// nothing.
///
/// # Errors
/// [`ClusterError::NoSegments`]; [`ClusterError::TooFewDistinct`] where more clusters were asked for than segments differ;
/// [`ClusterError::TooMany`] above the algorithm's limit; [`ClusterError::Parameter`] where a value does not fit these segments;
/// [`ClusterError::Cancelled`].
///
/// # Source
/// Each algorithm names its own. Stability: Hennig (2007), see [`cluster_wise_jaccard`](super::cluster_wise_jaccard).
///
/// ```
/// use themata::cluster::{ClusterParams, cluster};
/// use themata::domain::{Algorithm, ClusterId, Embeddings, NoProgress};
///
/// // Three rows near (1, 0), two near (0, 1): the larger cluster is number 0.
/// let rows = Embeddings::new(vec![0.0, 1.0, 1.0, 0.0, 0.96, 0.28, 0.28, 0.96, 0.96, -0.28], 2)?;
/// let params = ClusterParams { algorithm: Algorithm::Ward, n_clusters: Some(2), ..ClusterParams::default() }.check(5)?;
/// let found = cluster(&rows, &[], &params, &NoProgress)?;
/// let id = |n| Some(ClusterId(n));
/// assert_eq!(found.clustering.assignments, [id(1), id(0), id(0), id(1), id(0)]);
/// // Cosines of the second with the third and fifth row are 0.96, of the third with the fifth 0.8432: the silhouettes are high.
/// assert!(found.silhouette.is_some_and(|mean| mean > 0.8));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn cluster(
    embeddings: &Embeddings,
    interviews: &[Option<usize>],
    params: &ClusterValidParams,
    progress: &dyn Progress,
) -> Result<ClusteringOutcome, ClusterError> {
    let canonical = Canonical::new(embeddings);
    if canonical.n() == 0 {
        return Err(ClusterError::NoSegments);
    }
    let ClusterValidParams { params, has_one_level } = params;
    if leaves_no_choice(&canonical, params) {
        return Ok(all_together(&canonical, params));
    }
    let interviews =
        if interviews.len() == canonical.n() { canonical.by_place(interviews) } else { Vec::new() };
    let without = without_each(&interviews);
    let found = found_enough(&canonical, params, &without, progress)?;
    Ok(outcome(found, &canonical, params, *has_one_level, progress)?)
}

/// Finds the same groups as [`cluster`], without stability, tree and curve: for looking at many groupings of the same segments.
///
/// `progress` can cancel it. No stage is reported, since each grouping is one step of many.
///
/// **Shapes**: `embeddings` n × d, unit rows; gives n assignments in the order of the input, `None` for noise.
///
/// # Errors
/// As for [`cluster`].
pub fn group(
    embeddings: &Embeddings,
    params: &ClusterValidParams,
    progress: &dyn Progress,
) -> Result<Clustering, ClusterError> {
    let canonical = Canonical::new(embeddings);
    if canonical.n() == 0 {
        return Err(ClusterError::NoSegments);
    }
    let params = &params.params;
    if leaves_no_choice(&canonical, params) {
        return Ok(all_together(&canonical, params).clustering);
    }
    let found = found(&canonical, params, None, &WithoutStages(progress))?;
    let (ids, n_clusters) = number(&found.labels);
    let mut labels: Vec<Option<usize>> = ids.iter().map(|id| id.map(|id| id.0 as usize)).collect();
    if params.assign_noise {
        assess::assign_noise(&canonical, &mut labels, n_clusters);
    }
    Ok(Clustering {
        algorithm: params.algorithm,
        assignments: canonical.to_input(&number(&labels).0),
        n_clusters,
        converged: found.converged,
    })
}

/// Tells whether nothing was given and there is nothing to choose by.
fn leaves_no_choice(canonical: &Canonical, params: &ClusterParams) -> bool {
    let nothing_given = params.n_clusters.is_none() && params.tolerance.is_none();
    nothing_given && (canonical.n() < 3 || canonical.n_distinct() == 1)
}

/// Applies the method of an algorithm.
fn found(
    canonical: &Canonical,
    params: &ClusterParams,
    assess: Option<&[Vec<bool>]>,
    progress: &dyn Progress,
) -> Result<Found, ClusterError> {
    let method: &dyn Method = match params.algorithm {
        Algorithm::Auto => &Auto,
        Algorithm::KMeans => &KMeans,
        Algorithm::Ward => &Agglomerative(Linkage::Ward),
        Algorithm::Average => &Agglomerative(Linkage::Average),
        Algorithm::Communities => &Communities,
        Algorithm::Dbscan => &Dbscan,
        Algorithm::Hdbscan => &Hdbscan,
    };
    method::run(method, Task { rows: canonical, params, progress }, assess)
}

/// Applies the method of an algorithm. If more groups are asked for than it finds clusters, as many clusters are made.
fn found_enough(
    canonical: &Canonical,
    params: &ClusterParams,
    without: &[Vec<bool>],
    progress: &dyn Progress,
) -> Result<Found, ClusterError> {
    let first = found(canonical, params, Some(without), progress)?;
    let can_make_more = params.n_clusters.is_none() && params.algorithm.takes("n_clusters");
    match params.n_groups {
        Some(n_groups) if can_make_more && n_groups > number(&first.labels).1 => {
            let params = ClusterParams { n_clusters: Some(n_groups), ..params.clone() };
            found(canonical, &params, Some(without), progress)
        }
        _ => Ok(first),
    }
}

/// Puts all segments into one cluster, where there is nothing to choose by.
fn all_together(canonical: &Canonical, params: &ClusterParams) -> ClusteringOutcome {
    let n = canonical.n();
    let undefined = super::SilhouetteUndefined::FewerThanTwoClusters { n_clusters: 1 };
    ClusteringOutcome {
        clustering: Clustering {
            algorithm: params.algorithm,
            assignments: vec![Some(ClusterId(0)); n],
            n_clusters: 1,
            converged: true,
        },
        curve: None,
        stability: vec![Default::default()],
        tree: ThemeTree { n_leaves: 1, merges: Vec::new(), coarse: None },
        assigned: Vec::new(),
        silhouette: None,
        silhouette_undefined: Some(undefined.to_string()),
        parameters: UsedParameters {
            min_points: params.min_points,
            assign_noise: params.algorithm.leaves_noise().then_some(params.assign_noise),
            ..UsedParameters::new(params.algorithm, params.seed)
        },
        notices: vec![Notice::of_run(NoticeFact::OneThemeOnly { n })],
    }
}

/// Assesses what was found: how stable each cluster is, what joins the clusters, and what its readers must know.
fn outcome(
    found: Found,
    canonical: &Canonical,
    params: &ClusterParams,
    has_one_level: bool,
    progress: &dyn Progress,
) -> Result<ClusteringOutcome, Cancelled> {
    let (ids, n_clusters) = number(&found.labels);
    let mut labels: Vec<Option<usize>> = ids.iter().map(|id| id.map(|id| id.0 as usize)).collect();
    let stability = assess::stability(&labels, n_clusters, &found.variations);
    let assigned = if params.assign_noise {
        assess::assign_noise(canonical, &mut labels, n_clusters)
    } else {
        Vec::new()
    };
    // Noise that was assigned may change which cluster is the largest, so clusters are numbered by size again.
    let (ids, stability) = renumbered(&labels, n_clusters, stability);
    let labels: Vec<Option<usize>> = ids.iter().map(|id| id.map(|id| id.0 as usize)).collect();
    let levels = if has_one_level { Levels::One } else { Levels::Two { n_groups: params.n_groups } };
    let tree = theme_tree(canonical, &labels, n_clusters, levels, &found.variations, progress)?;
    progress.check_cancelled()?;
    let (silhouette, silhouette_undefined) = match silhouette_of(canonical, &ids) {
        Ok(silhouette) => (Some(silhouette.mean), None),
        Err(undefined) => (None, Some(undefined.to_string())),
    };
    let mut clustering =
        Clustering { algorithm: params.algorithm, assignments: ids, n_clusters, converged: found.converged };
    let limits = limits(canonical.n(), found.without_limit, found.curve.as_ref(), n_clusters, &tree);
    let notices = notices(canonical.n(), &clustering, &found.parameters, assigned.len(), silhouette, limits);
    clustering.assignments = canonical.to_input(&clustering.assignments);
    let mut assigned = canonical.input_rows(&assigned);
    assigned.sort_unstable();
    Ok(ClusteringOutcome {
        clustering,
        curve: found.curve,
        stability,
        tree,
        assigned,
        silhouette,
        silhouette_undefined,
        parameters: found.parameters,
        notices,
    })
}
/// Sorts the clusters by size again, and moves their values along.
fn renumbered<T: Clone>(
    labels: &[Option<usize>],
    n_clusters: usize,
    values: Vec<T>,
) -> (Vec<Option<ClusterId>>, Vec<T>) {
    let (ids, _) = number(labels);
    let mut moved = vec![None; n_clusters];
    for (id, label) in ids.iter().zip(labels) {
        if let (Some(id), Some(label)) = (id, label) {
            moved[id.0 as usize] = values.get(*label).cloned();
        }
    }
    (ids, moved.into_iter().flatten().collect())
}
