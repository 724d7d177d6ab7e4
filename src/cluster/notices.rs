//! What limits a clustering, as notices.

use crate::domain::{Algorithm, Clustering, Notice, NoticeFact};

use super::outcome::UsedParameters;

/// Below this many segments a notice says that the result rests on few.
const FEW_SEGMENTS: usize = 60;
/// Below this mean silhouette "no substantial structure has been found" (Kaufman & Rousseeuw 1990, table 2.4).
const WEAK_SILHOUETTE: f64 = 0.25;

pub(super) fn notices(
    n: usize,
    clustering: &Clustering,
    parameters: &UsedParameters,
    n_assigned: usize,
    silhouette: Option<f64>,
) -> Vec<Notice> {
    let mut facts = Vec::new();
    let n_clusters = clustering.n_clusters;
    let algorithm = parameters.algorithm;
    if n < FEW_SEGMENTS {
        facts.push(NoticeFact::FewSegments { n });
    }
    if !clustering.converged {
        let n_iterations = parameters.max_n_iterations.unwrap_or_default();
        facts.push(NoticeFact::NotConverged { n_iterations });
    }
    if let Some(asked) = parameters.n_clusters.filter(|&asked| n_clusters < asked) {
        facts.push(match algorithm {
            Algorithm::KMeans => NoticeFact::EmptyClusters { asked, n: asked - n_clusters },
            _ => NoticeFact::FewerClusters { asked, n: n_clusters },
        });
    }
    let n_noise = clustering.assignments.iter().filter(|id| id.is_none()).count();
    if n_clusters == 0 {
        facts.push(NoticeFact::NoDenseGroup { algorithm });
    } else if n_noise > 0 {
        facts.push(NoticeFact::Noise { algorithm, n: n_noise, n_segments: n });
    }
    if n_assigned > 0 {
        facts.push(NoticeFact::NoiseAssigned { algorithm, n: n_assigned, n_segments: n });
    }
    if let Some(mean_silhouette) = silhouette.filter(|&mean| mean < WEAK_SILHOUETTE) {
        facts.push(NoticeFact::Overlap { mean_silhouette });
    }
    facts.into_iter().map(Notice::of_run).collect()
}
