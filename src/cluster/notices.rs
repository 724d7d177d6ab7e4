//! What a clustering rests on, said in sentences.

use crate::domain::{Algorithm, Clustering, Notice, NoticeKind};

use super::outcome::UsedParameters;

/// Below this many segments a result says how little it rests on.
const FEW_SEGMENTS: usize = 60;
/// Below this mean silhouette "no substantial structure has been found" (Kaufman & Rousseeuw 1990, table 2.4).
const WEAK_SILHOUETTE: f64 = 0.25;

pub(super) fn evidence(message: String) -> Notice {
    Notice { kind: NoticeKind::Evidence, about: None, message }
}

pub(super) fn notices(
    n: usize,
    clustering: &Clustering,
    parameters: &UsedParameters,
    n_assigned: usize,
    silhouette: Option<f64>,
) -> Vec<Notice> {
    let mut notices = Vec::new();
    let n_clusters = clustering.n_clusters;
    let algorithm = parameters.algorithm;
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
        let message = match algorithm {
            Algorithm::KMeans => {
                format!("{asked} clusters were asked for; {} ran empty and were dropped", asked - n_clusters)
            }
            _ => format!("{asked} clusters were asked for; {n_clusters} could be told apart"),
        };
        notices.push(evidence(message));
    }
    let n_noise = clustering.assignments.iter().filter(|id| id.is_none()).count();
    let percent = |count: usize| 100.0 * count as f64 / n as f64;
    if n_clusters == 0 {
        let how = match algorithm {
            Algorithm::Hdbscan => "lower min_cluster_size or min_points",
            _ => "raise the tolerance, lower min_points",
        };
        notices.push(evidence(format!("{algorithm} found no dense group: {how}, or use auto")));
    } else if n_noise > 0 {
        notices.push(evidence(format!(
            "{n_noise} of {n} segments ({:.0} %) are in no candidate theme: {algorithm} left them out as noise",
            percent(n_noise)
        )));
    }
    if n_assigned > 0 {
        notices.push(evidence(format!(
            "{n_assigned} of {n} segments ({:.0} %) were noise to {algorithm} and stand in the theme nearest to them, marked",
            percent(n_assigned)
        )));
    }
    if let Some(mean) = silhouette.filter(|&mean| mean < WEAK_SILHOUETTE) {
        notices.push(evidence(format!(
            "the candidate themes overlap (mean silhouette {mean:.2} of at most 1): many segments could stand in another as well"
        )));
    }
    notices
}
