//! What limits a clustering, as notices.

use crate::domain::{Algorithm, Clustering, CriterionCurve, Notice, NoticeFact, ThemeTree};

use super::outcome::UsedParameters;
use super::theme_level::MAX_GROUPS;

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
    limits: Vec<NoticeFact>,
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
    facts.extend(limits);
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

/// Returns which numbers a limit decided: of candidate codes, which the method says or the curve of the silhouette shows, and of
/// candidate themes.
pub(super) fn limits(
    n: usize,
    without_limit: Option<usize>,
    curve: Option<&CriterionCurve>,
    n_clusters: usize,
    tree: &ThemeTree,
) -> Vec<NoticeFact> {
    let is_last = |curve: &CriterionCurve| curve.points.last().is_some_and(|last| last.x == curve.chosen);
    let is_at_end = curve.is_some_and(|curve| {
        curve.parameter == "n_clusters" && curve.criterion == "silhouette" && is_last(curve)
    });
    let mut facts = Vec::new();
    if without_limit.is_some() || is_at_end {
        // Hardly fewer clusters than segments are no grouping, and not worth naming.
        let without_limit = without_limit.filter(|other| 2 * other <= n);
        facts.push(NoticeFact::CodesAtLimit { n: n_clusters, n_segments: n, without_limit });
    }
    if let Some(coarse) = &tree.coarse
        && coarse.curve.as_ref().is_some_and(is_last)
        && coarse.n_groups == MAX_GROUPS
        && tree.n_leaves > MAX_GROUPS + 1
    {
        facts.push(NoticeFact::ThemesAtLimit { n: coarse.n_groups });
    }
    facts
}
