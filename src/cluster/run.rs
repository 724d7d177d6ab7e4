//! The room's one action: cluster, choosing what nobody gave, and say how much the result rests on.

use crate::domain::{
    Algorithm, Cancelled, ClusterId, Clustering, CriterionCurve, Embeddings, Notice, NoticeFact, Progress,
    Stage, ThemeTree, WithoutStages,
};

use super::agglomerative::Linkage;
use super::assess::{self, Variations, without_each};
use super::canonical::{Canonical, number};
use super::error::ClusterError;
use super::methods;
use super::notices::notices;
use super::outcome::{ClusteringOutcome, UsedParameters};
use super::params::{ClusterParams, ClusterValidParams};
use super::silhouette::silhouette_of;

/// Clusters the segments, assesses what was found, and chooses from the segments what was not given.
///
/// `interviews` names the interview (or participant) of each segment, by any numbers: each is left out in turn to see which
/// themes rest on it alone. Pass an empty slice where nobody can be told.
///
/// Where nothing was given and there are one or two segments, or all are the same, there is nothing to choose by: one
/// cluster holds them all, and a notice says so.
///
/// **Shapes**: `embeddings` n × d, `interviews` n or empty.
///
/// # Errors
/// [`ClusterError::NoSegments`]; [`ClusterError::TooFewDistinct`] where more clusters were asked for than segments
/// differ; [`ClusterError::TooMany`] where the algorithm cannot hold so many; [`ClusterError::Parameter`] where a value
/// does not fit these segments; [`ClusterError::Cancelled`].
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
    let params = &params.0;
    if leaves_no_choice(&canonical, params) {
        return Ok(all_together(&canonical, params));
    }
    let interviews =
        if interviews.len() == canonical.n() { canonical.by_place(interviews) } else { Vec::new() };
    let without = without_each(&interviews);
    Ok(found(&canonical, params, Some(&without), progress)?.into_outcome(&canonical, params, progress)?)
}

/// The grouping that [`cluster`] finds, without how stable it is, what joins its themes, or a curve: for looking at many
/// groupings of the same segments. `progress` can cancel it; it is told of no stage, since each grouping is one step of many.
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
    let params = &params.0;
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

/// Nothing was given, and there is nothing to choose by.
fn leaves_no_choice(canonical: &Canonical, params: &ClusterParams) -> bool {
    let nothing_given = params.n_clusters.is_none() && params.tolerance.is_none();
    nothing_given && (canonical.n() < 3 || canonical.n_distinct() == 1)
}

fn found(
    canonical: &Canonical,
    params: &ClusterParams,
    assess: Option<&[Vec<bool>]>,
    progress: &dyn Progress,
) -> Result<Found, ClusterError> {
    match params.algorithm {
        Algorithm::Auto => methods::auto(canonical, params, assess, progress),
        Algorithm::KMeans => methods::k_means(canonical, params, assess, progress),
        Algorithm::Ward => methods::agglomerative(canonical, params, Linkage::Ward, assess, progress),
        Algorithm::Average => methods::agglomerative(canonical, params, Linkage::Average, assess, progress),
        Algorithm::Communities => methods::communities(canonical, params, assess, progress),
        Algorithm::Dbscan => methods::dbscan(canonical, params, assess, progress),
        Algorithm::Hdbscan => methods::hdbscan(canonical, params, assess, progress),
    }
}

/// A result by canonical place.
pub(super) struct Found {
    /// Any numbers.
    pub(super) labels: Vec<Option<usize>>,
    pub(super) converged: bool,
    pub(super) curve: Option<CriterionCurve>,
    pub(super) parameters: UsedParameters,
    pub(super) variations: Variations,
}

pub(super) fn one_step<T>(progress: &dyn Progress, work: impl FnOnce() -> T) -> T {
    progress.start(Stage::Clustering, Some(1));
    let done = work();
    progress.advance(1);
    progress.finish();
    done
}

/// One cluster of all segments, where there is nothing to choose by.
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
            assign_noise: matches!(params.algorithm, Algorithm::Dbscan | Algorithm::Hdbscan)
                .then_some(params.assign_noise),
            ..UsedParameters::new(params.algorithm, params.seed)
        },
        notices: vec![Notice::of_run(NoticeFact::OneThemeOnly { n })],
    }
}

impl Found {
    fn into_outcome(
        self,
        canonical: &Canonical,
        params: &ClusterParams,
        progress: &dyn Progress,
    ) -> Result<ClusteringOutcome, Cancelled> {
        let (ids, n_clusters) = number(&self.labels);
        let mut labels: Vec<Option<usize>> = ids.iter().map(|id| id.map(|id| id.0 as usize)).collect();
        let stability = assess::stability(&labels, n_clusters, &self.variations);
        let assigned = if params.assign_noise {
            assess::assign_noise(canonical, &mut labels, n_clusters)
        } else {
            Vec::new()
        };
        // Noise that was assigned may change which cluster is the largest: they keep the numbers of their dense parts then,
        // and are numbered anew by size.
        let (ids, stability) = renumbered(&labels, n_clusters, stability);
        let labels: Vec<Option<usize>> = ids.iter().map(|id| id.map(|id| id.0 as usize)).collect();
        let tree = assess::theme_tree(canonical, &labels, n_clusters, params.n_groups, progress)?;
        progress.check_cancelled()?;
        let (silhouette, silhouette_undefined) = match silhouette_of(canonical, &ids) {
            Ok(found) => (Some(found.mean), None),
            Err(undefined) => (None, Some(undefined.to_string())),
        };
        let mut clustering = Clustering {
            algorithm: params.algorithm,
            assignments: ids,
            n_clusters,
            converged: self.converged,
        };
        let notices = notices(canonical.n(), &clustering, &self.parameters, assigned.len(), silhouette);
        clustering.assignments = canonical.to_input(&clustering.assignments);
        let mut assigned = canonical.input_rows(&assigned);
        assigned.sort_unstable();
        Ok(ClusteringOutcome {
            clustering,
            curve: self.curve,
            stability,
            tree,
            assigned,
            silhouette,
            silhouette_undefined,
            parameters: self.parameters,
            notices,
        })
    }
}

/// Numbers by size once more, the stabilities moved along.
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
