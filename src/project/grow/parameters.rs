//! The parameters with which interviews are added to a run: its own.

use crate::cluster::{ClusterParams, UsedParameters};
use crate::project::SuggestRequest;
use crate::project::load_view::LoadedRun;
use crate::project::view::{RunView, UsedSegmentParameters};
use crate::segment::SegmentParams;

/// Lists the parameters of a request that were given and are not those of the run.
pub(super) fn differing(
    request: &SuggestRequest,
    view: &RunView,
    loaded: &LoadedRun,
    same_model: bool,
) -> Vec<&'static str> {
    let used = &view.parameters;
    let (cluster, made) = (&request.cluster, &used.cluster);
    let usual = SuggestRequest::new(Vec::new(), request.project.clone(), request.at.clone());
    let n_themes = if loaded.has_two_levels() { loaded.themes.len() } else { loaded.run.proposals.len() };
    let segment = &request.segment;
    let cut = UsedSegmentParameters::of(segment);
    let is_other = |given: Option<usize>, made: Option<usize>| given.is_some() && given != made;
    let all = [
        ("model", !same_model),
        ("context", request.context != usual.context && request.context != used.context),
        ("language", request.language.is_some() && request.language != used.language),
        ("unit", *segment != usual.segment && cut.unit != used.segment.unit),
        ("min_words", *segment != usual.segment && cut.min_words != used.segment.min_words),
        ("max_words", *segment != usual.segment && cut.max_words != used.segment.max_words),
        ("include_interviewer", segment.include_interviewer && !used.segment.include_interviewer),
        ("keep", !segment.keep.is_empty() && segment.keep != used.segment.keep),
        ("algorithm", cluster.algorithm != usual.cluster.algorithm && cluster.algorithm != made.algorithm),
        ("seed", cluster.seed != usual.cluster.seed && cluster.seed != made.seed),
        ("n_clusters", is_other(cluster.n_clusters, made.n_clusters)),
        ("n_groups", is_other(cluster.n_groups, Some(n_themes))),
        ("tolerance", cluster.tolerance.is_some() && cluster.tolerance != made.tolerance),
        ("min_points", is_other(cluster.min_points, made.min_points)),
        ("min_cluster_size", is_other(cluster.min_cluster_size, made.min_cluster_size)),
        ("resolution", cluster.resolution.is_some() && cluster.resolution != made.resolution),
        ("assign_noise", cluster.assign_noise && made.assign_noise != Some(true)),
    ];
    all.into_iter().filter(|(_, differs)| *differs).map(|(parameter, _)| parameter).collect()
}

/// Returns how the documents of a run were cut.
pub(in crate::project) fn segment_params(used: &UsedSegmentParameters) -> SegmentParams {
    SegmentParams {
        unit: used.unit,
        include_interviewer: used.include_interviewer,
        keep: used.keep.clone(),
        ..SegmentParams::default()
    }
    .with_words(used.min_words, used.max_words)
}

/// Returns how the segments of a run were grouped. A number that was given is given again; one that was chosen is chosen anew.
pub(in crate::project) fn cluster_params(used: &UsedParameters, is_given: bool) -> ClusterParams {
    let takes = |parameter: &str| used.algorithm.takes(parameter);
    ClusterParams {
        algorithm: used.algorithm,
        seed: used.seed,
        n_clusters: used.n_clusters.filter(|_| is_given && takes("n_clusters")),
        tolerance: used.tolerance.filter(|_| takes("tolerance")),
        min_points: used.min_points.filter(|_| takes("min_points")),
        min_cluster_size: used.min_cluster_size.filter(|_| takes("min_cluster_size")),
        resolution: used.resolution.filter(|_| takes("resolution")),
        assign_noise: used.assign_noise.unwrap_or(false) && takes("assign_noise"),
        ..ClusterParams::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{NoProgress, SegmentUnit};

    #[test]
    fn the_parameters_of_a_run_can_be_given_again() {
        let values: Vec<f32> =
            (0..24).flat_map(|at| [(at as f32 / 3.0).cos(), (at as f32 / 3.0).sin()]).collect();
        let embeddings = crate::domain::Embeddings::new(values, 2).unwrap();
        for algorithm in crate::domain::Algorithm::ALL {
            let params = ClusterParams { algorithm: *algorithm, seed: 7, ..ClusterParams::default() };
            let made =
                crate::cluster::cluster(&embeddings, &[], &params.check(24).unwrap(), &NoProgress).unwrap();
            let again = cluster_params(&made.parameters, made.curve.is_none());
            assert_eq!((again.algorithm, again.seed), (*algorithm, 7));
            again.check(24).unwrap();
        }
    }

    #[test]
    fn documents_are_cut_as_those_of_the_run() {
        let sentences = SegmentParams { unit: SegmentUnit::Sentence, ..SegmentParams::default() };
        for params in [SegmentParams::default().with_words(Some(10), Some(20)), sentences] {
            assert_eq!(segment_params(&UsedSegmentParameters::of(&params)), params);
        }
    }
}
