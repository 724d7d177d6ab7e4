//! The algorithms that group rows as they are: each run, with the variations by which it is judged where that is asked for: `assess` is
//! the rows that are left when each interview is taken out.

use crate::domain::{Algorithm, ClusterId, Progress};

use super::agglomerative::{Dendrogram, Linkage};
use super::assess::{Variations, assessed, on_parts, spread};
use super::auto::{N_MORE, other_seeds};
use super::canonical::{Canonical, number};
use super::choose_n_clusters::{self, Candidate, allowed, curve_of, decide};
use super::consensus::samples;
use super::error::ClusterError;
use super::hdbscan::{HdbscanParams, hdbscan_of};
use super::k_means::{k_means_of, lloyd_of};
use super::outcome::UsedParameters;
use super::params::{ChooseParams, ClusterParams, DbscanParams, KMeansParams};
use super::run::{Found, one_step};
use super::stability::Run;
use super::{choose_tolerance, dbscan as dbscan_room};

/// DBSCAN's `min_points` where nobody gave one: three segments are the least that can show a pattern, and on interview
/// sentences larger values leave one large cluster and noise.
const DEFAULT_MIN_POINTS: usize = 3;
/// HDBSCAN's smallest cluster where nobody gave one: scikit-learn's.
const DEFAULT_MIN_CLUSTER_SIZE: usize = 5;
/// How many starts K-means takes on a part of the rows.
const PART_RUNS: usize = 3;

pub(super) use super::auto::{auto, communities};

/// How many samples these algorithms are run on: they cost as much each time.
fn parts(canonical: &Canonical, seed: u64) -> Vec<Vec<bool>> {
    let n = if canonical.n() <= 3000 { 10 } else { 5 };
    samples(canonical.n(), seed).into_iter().take(n).collect()
}

fn ids(labels: &[Option<ClusterId>]) -> impl Iterator<Item = Option<u32>> + '_ {
    labels.iter().map(|id| id.map(|id| id.0))
}

fn plain(labels: &[Option<ClusterId>]) -> Vec<Option<usize>> {
    labels.iter().map(|id| id.map(|id| id.0 as usize)).collect()
}

/// The numbers of clusters beside `n_clusters` that rows can be grouped into.
fn beside(canonical: &Canonical, n_clusters: usize) -> Vec<usize> {
    let range = n_clusters.saturating_sub(N_MORE).max(2)..=(n_clusters + N_MORE).min(canonical.n_distinct());
    range.filter(|&n| n != n_clusters).collect()
}

pub(super) fn k_means(
    canonical: &Canonical,
    params: &ClusterParams,
    assess: Option<&[Vec<bool>]>,
    progress: &dyn Progress,
) -> Result<Found, ClusterError> {
    let seed = params.seed;
    let (curve, partition, used) = match params.n_clusters {
        Some(n_clusters) => {
            let used = KMeansParams::new(n_clusters, seed);
            let partition = one_step(progress, || k_means_of(canonical, &used, progress))?;
            (None, partition, used)
        }
        None => {
            let choose = ChooseParams::new(seed);
            let (curve, partition) = choose_n_clusters::choose_of(canonical, &choose, progress)?;
            let used = choose.k_means(curve.chosen as usize);
            (Some(curve), partition, used)
        }
    };
    let all = vec![true; canonical.n()];
    let run = |keep: &[bool], params: &KMeansParams| {
        let found = lloyd_of(&canonical.part(keep), params, progress)?;
        Ok(spread(keep, ids(&found.labels)))
    };
    let few = KMeansParams { n_runs: PART_RUNS, ..used.clone() };
    let variations = assessed(assess, |without| {
        let numbers = beside(canonical, partition.n_clusters)
            .into_iter()
            .map(|n_clusters| run(&all, &KMeansParams { n_clusters, ..few.clone() }))
            .collect::<Result<_, ClusterError>>()?;
        Ok(Variations {
            samples: on_parts(&parts(canonical, seed), progress, |keep, _| run(keep, &few))?,
            seeds: other_seeds(seed, progress, |seed| run(&all, &KMeansParams { seed, ..used.clone() }))?,
            numbers,
            interviews: on_parts(without, progress, |keep, _| run(keep, &few))?,
        })
    })?;
    let parameters = UsedParameters {
        n_clusters: Some(used.n_clusters),
        n_runs: Some(used.n_runs),
        max_n_iterations: Some(used.max_n_iterations),
        tolerance: Some(used.tolerance),
        ..UsedParameters::new(Algorithm::KMeans, seed)
    };
    let labels = plain(&partition.labels);
    Ok(Found { labels, converged: partition.converged, curve, parameters, variations })
}

pub(super) fn agglomerative(
    canonical: &Canonical,
    params: &ClusterParams,
    linkage: Linkage,
    assess: Option<&[Vec<bool>]>,
    progress: &dyn Progress,
) -> Result<Found, ClusterError> {
    let seed = params.seed;
    one_step(progress, || {
        canonical.check_distinct(params.n_clusters.unwrap_or(1))?;
        let dendrogram = Dendrogram::new(canonical, linkage, progress)?;
        let (n_clusters, curve) = match params.n_clusters {
            Some(n_clusters) => (n_clusters, None),
            None => {
                let range = allowed(&ChooseParams::new(seed), canonical.n_distinct());
                let (min, max) = (*range.start(), *range.end());
                let candidate = |k: usize| {
                    progress.check_cancelled()?;
                    Ok(Candidate::of(canonical, k, &number(&dendrogram.cut(k)).0))
                };
                let candidates: Vec<Candidate> =
                    (2..=max).map(candidate).collect::<Result<_, ClusterError>>()?;
                let undecided =
                    || ClusterError::NothingToCompare { parameter: "n_clusters", n_segments: canonical.n() };
                let (chosen, reason) = decide(&candidates, min, max).ok_or_else(undecided)?;
                let n_clusters = candidates[chosen].n_clusters;
                (n_clusters, Some(curve_of(&candidates, n_clusters, reason)))
            }
        };
        let all = |k: usize| spread(&vec![true; canonical.n()], ids(&number(&dendrogram.cut(k)).0));
        let run = |keep: &[bool]| -> Result<Run, ClusterError> {
            let part = canonical.part(keep);
            part.check_distinct(n_clusters)?;
            Ok(spread(keep, ids(&number(&Dendrogram::new(&part, linkage, progress)?.cut(n_clusters)).0)))
        };
        let variations = assessed(assess, |without| {
            Ok(Variations {
                samples: on_parts(&parts(canonical, seed), progress, |keep, _| run(keep))?,
                seeds: Vec::new(),
                numbers: beside(canonical, n_clusters).into_iter().map(all).collect(),
                interviews: on_parts(without, progress, |keep, _| run(keep))?,
            })
        })?;
        let parameters =
            UsedParameters { n_clusters: Some(n_clusters), ..UsedParameters::new(linkage.algorithm(), seed) };
        Ok(Found { labels: dendrogram.cut(n_clusters), converged: true, curve, parameters, variations })
    })
}

pub(super) fn dbscan(
    canonical: &Canonical,
    params: &ClusterParams,
    assess: Option<&[Vec<bool>]>,
    progress: &dyn Progress,
) -> Result<Found, ClusterError> {
    let min_points = params.min_points.unwrap_or(DEFAULT_MIN_POINTS);
    one_step(progress, || {
        let curve = match params.tolerance {
            Some(_) => None,
            None => Some(choose_tolerance::choose_of(canonical, min_points, progress)?),
        };
        let chosen = curve.as_ref().map_or(0.0, |curve| curve.chosen);
        let used = DbscanParams { tolerance: params.tolerance.unwrap_or(chosen), min_points };
        let run = |keep: &[bool]| {
            let (labels, _) = dbscan_room::dbscan_of(&canonical.part(keep), &used, progress)?;
            Ok(spread(keep, ids(&labels)))
        };
        let (labels, _) = dbscan_room::dbscan_of(canonical, &used, progress)?;
        let variations = assessed(assess, |without| {
            Ok(Variations {
                samples: on_parts(&parts(canonical, params.seed), progress, |keep, _| run(keep))?,
                interviews: on_parts(without, progress, |keep, _| run(keep))?,
                ..Variations::default()
            })
        })?;
        let parameters = UsedParameters {
            tolerance: Some(used.tolerance),
            min_points: Some(min_points),
            assign_noise: Some(params.assign_noise),
            ..UsedParameters::new(Algorithm::Dbscan, params.seed)
        };
        Ok(Found { labels: plain(&labels), converged: true, curve, parameters, variations })
    })
}

pub(super) fn hdbscan(
    canonical: &Canonical,
    params: &ClusterParams,
    assess: Option<&[Vec<bool>]>,
    progress: &dyn Progress,
) -> Result<Found, ClusterError> {
    let used = HdbscanParams {
        min_points: params.min_points.unwrap_or(DEFAULT_MIN_POINTS),
        min_cluster_size: params.min_cluster_size.unwrap_or(DEFAULT_MIN_CLUSTER_SIZE),
    };
    one_step(progress, || {
        let run = |keep: &[bool]| {
            let labels = hdbscan_of(&canonical.part(keep), &used)?;
            Ok(spread(keep, labels.into_iter().map(|label| label.map(|label| label as u32))))
        };
        let labels = hdbscan_of(canonical, &used)?;
        let variations = assessed(assess, |without| {
            Ok(Variations {
                samples: on_parts(&parts(canonical, params.seed), progress, |keep, _| run(keep))?,
                interviews: on_parts(without, progress, |keep, _| run(keep))?,
                ..Variations::default()
            })
        })?;
        let parameters = UsedParameters {
            min_points: Some(used.min_points),
            min_cluster_size: Some(used.min_cluster_size),
            assign_noise: Some(params.assign_noise),
            ..UsedParameters::new(Algorithm::Hdbscan, params.seed)
        };
        Ok(Found { labels, converged: true, curve: None, parameters, variations })
    })
}
