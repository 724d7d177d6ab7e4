//! The changes that are tried, one at a time.

use super::super::interviews::Interviews;
use super::view::Perturbation;
use crate::cluster::{ClusterParams, UsedParameters, Variation};
use crate::domain::{Algorithm, ChangeKind};

/// How many other seeds are tried.
const N_SEEDS: u64 = 4;
/// How many more or fewer candidates are tried.
const N_MORE: usize = 2;
/// At most this many interviews are left out in turn, evenly spaced in their order.
const MAX_INTERVIEWS: usize = 40;
/// One change.
pub(super) struct Change {
    pub(super) kind: ChangeKind,
    pub(super) to: String,
    pub(super) params: ClusterParams,
    /// Which segments are kept; `None`: all.
    pub(super) keep: Option<Vec<bool>>,
}

/// Another grouping.
pub(super) struct Made {
    pub(super) changed: Perturbation,
    /// Its assignment of the run's segments.
    pub(super) variation: Option<Variation>,
}

/// Returns the parameters that a run was given; a number that the run chose is left to be chosen again. Older runs did not
/// record whether noise was assigned to the nearest candidate: assumed where the algorithm leaves noise and there is none.
pub(super) fn made_as(used: &UsedParameters, is_given: bool, n_noise: usize) -> ClusterParams {
    let algorithm = used.algorithm;
    ClusterParams {
        algorithm,
        n_clusters: used.n_clusters.filter(|_| is_given && algorithm.takes("n_clusters")),
        n_groups: None,
        // K-means records a tolerance that is not a parameter; that of DBSCAN was found on a curve where none was given.
        tolerance: used.tolerance.filter(|_| algorithm.takes("tolerance")),
        min_points: used.min_points.filter(|_| algorithm.takes("min_points")),
        min_cluster_size: used.min_cluster_size.filter(|_| algorithm.takes("min_cluster_size")),
        resolution: used.resolution.filter(|_| algorithm.takes("resolution")),
        assign_noise: used.assign_noise.unwrap_or(algorithm.leaves_noise() && n_noise == 0),
        seed: used.seed,
    }
}

/// Returns the other algorithms that are tried, by family. DBSCAN is not among them: at one density it leaves most segments of
/// interviews out.
fn others(algorithm: Algorithm) -> Vec<Algorithm> {
    let is_tried = |other: &Algorithm| *other != algorithm && *other != Algorithm::Dbscan;
    let mut others: Vec<Algorithm> = Algorithm::ALL.iter().copied().filter(is_tried).collect();
    others.sort_by_key(|other| other.facts().family);
    others
}

/// Returns all changes, kind by kind.
pub(super) fn all(made_as: &ClusterParams, n_candidates: usize, interviews: &Interviews<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let algorithm = made_as.algorithm;
    let mut add = |kind, to: String, params: ClusterParams, keep| {
        changes.push(Change { kind, to, params, keep });
    };
    if algorithm.facts().is_seeded {
        for seed in (1..=N_SEEDS).map(|more| made_as.seed.wrapping_add(more)) {
            add(ChangeKind::Seed, format!("seed {seed}"), ClusterParams { seed, ..made_as.clone() }, None);
        }
    }
    if algorithm.takes("n_clusters") {
        for n in n_candidates.saturating_sub(N_MORE).max(2)..=n_candidates + N_MORE {
            if n != n_candidates {
                let params = ClusterParams { n_clusters: Some(n), ..made_as.clone() };
                add(ChangeKind::Number, format!("{n} candidates"), params, None);
            }
        }
    }
    for other in others(algorithm) {
        let n_clusters = (other.takes("n_clusters") && n_candidates > 1).then_some(n_candidates);
        let params =
            ClusterParams { algorithm: other, n_clusters, seed: made_as.seed, ..ClusterParams::default() };
        add(ChangeKind::Algorithm, other.to_string(), params, None);
    }
    let n = interviews.names.len();
    if n > 1 {
        for step in 0..n.min(MAX_INTERVIEWS) {
            let left = step * n / n.min(MAX_INTERVIEWS);
            let keep = interviews.of_segment.iter().map(|&interview| interview != left).collect();
            let to = format!("without {}", interviews.names[left]);
            add(ChangeKind::Interview, to, made_as.clone(), Some(keep));
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_other_algorithms_but_dbscan_are_tried() {
        use Algorithm::{Auto, Average, Communities, Dbscan, Hdbscan, KMeans, Ward};
        assert_eq!(others(Dbscan), [Auto, Communities, KMeans, Ward, Average, Hdbscan]);
        assert_eq!(others(Auto), [Communities, KMeans, Ward, Average, Hdbscan]);
    }

    #[test]
    fn a_run_without_noise_is_made_again_with_the_setting_that_it_had() {
        let used = |text: &str| serde_json::from_str::<UsedParameters>(text).unwrap();
        let kept =
            used(r#"{"algorithm":"dbscan","tolerance":0.4,"min_points":3,"assign_noise":false,"seed":1}"#);
        assert!(!made_as(&kept, false, 0).assign_noise, "DBSCAN may itself find no noise");
        let given =
            used(r#"{"algorithm":"dbscan","tolerance":0.4,"min_points":3,"assign_noise":true,"seed":1}"#);
        assert!(made_as(&given, false, 0).assign_noise);
        // Older runs did not record it.
        let older = used(r#"{"algorithm":"hdbscan","min_points":3,"min_cluster_size":5,"seed":1}"#);
        assert!(made_as(&older, false, 0).assign_noise && !made_as(&older, false, 2).assign_noise);
        assert!(!made_as(&used(r#"{"algorithm":"ward","seed":1}"#), false, 0).assign_noise);
    }
}
