//! Graph communities: once at a given resolution, or the consensus of samples at the resolution that they agree on.

use crate::domain::{Algorithm, CriterionCurve, CriterionPoint, OtherCriterion, mix};

use super::agglomerative::Linkage;
use super::assess::on_parts;
use super::canonical::{Canonical, number};
use super::choose_n_clusters::Candidate;
use super::consensus::{
    Consensus, Level, NeighbourGraph, consensus, merge_small_clusters, n_neighbours, samples,
};
use super::error::ClusterError;
use super::method::{Fitted, Method, Model, Task, all};
use super::outcome::UsedParameters;
use super::params::ClusterParams;
use super::stability::Run;
use super::tree::{split, tree};

/// Leiden's communities at one resolution.
pub(super) struct Communities;

struct CommunitiesModel<'a> {
    task: Task<'a>,
    graph: NeighbourGraph,
    resolution: f64,
}

impl Method for Communities {
    fn fit<'a>(&self, task: Task<'a>) -> Result<Fitted<'a>, ClusterError> {
        let Task { rows, params, progress } = task;
        let resolution = params.resolution.unwrap_or(1.0);
        let graph = NeighbourGraph::new(rows, progress)?;
        let found = communities_of(&graph, &all(rows), resolution, params.seed)?;
        let parameters = UsedParameters {
            resolution: Some(resolution),
            n_neighbours: Some(n_neighbours(rows.n())),
            ..UsedParameters::new(Algorithm::Communities, params.seed)
        };
        Ok(Fitted {
            labels: found.labels.iter().map(|label| label.map(|label| label as usize)).collect(),
            converged: true,
            parameters,
            model: Some(Box::new(CommunitiesModel { task, graph, resolution })),
        })
    }
}

impl Model for CommunitiesModel<'_> {
    fn refit(&self, keep: &[bool], seed: u64) -> Result<Run, ClusterError> {
        communities_of(&self.graph, keep, self.resolution, seed)
    }

    fn with_seed(&self, seed: u64) -> Result<Option<Run>, ClusterError> {
        self.refit(&all(self.task.rows), seed).map(Some)
    }

    /// Takes as many samples as the consensus does, each with a seed of its own: communities cost little.
    fn on_samples(&self, task: Task<'_>) -> Result<Vec<Run>, ClusterError> {
        let Task { rows, params, progress } = task;
        on_parts(&samples(rows.n(), params.seed), progress, |keep, draw| {
            self.refit(keep, mix(params.seed ^ (draw as u64 + 1)))
        })
    }
}

/// The consensus of samples (see [`consensus`]).
///
/// Where a number is given, the level taken is joined along its tree, or split along the weakest ties of its graph.
pub(super) struct Auto;

struct AutoModel<'a> {
    task: Task<'a>,
    graph: NeighbourGraph,
    found: Consensus,
    /// The place among the levels of the one whose runs are the variations.
    runs_of: usize,
}

impl Method for Auto {
    fn reports_progress(&self, _params: &ClusterParams) -> bool {
        true
    }

    fn fit<'a>(&self, task: Task<'a>) -> Result<Fitted<'a>, ClusterError> {
        let Task { rows, params, progress } = task;
        if let Some(n_clusters) = params.n_clusters {
            rows.check_distinct(n_clusters)?;
        }
        let graph = NeighbourGraph::new(rows, progress)?;
        let Some(found) = consensus(rows, &graph, params.seed, progress)? else {
            return Ok(together_or_split(rows, &graph, params));
        };
        let level = &found.levels[found.chosen];
        let labels = match params.n_clusters {
            None => level.labels.clone(),
            Some(n_clusters) => at_number(&graph, level, n_clusters),
        };
        // A given number is judged by the runs of the coarsest level that has at least as many clusters.
        let runs_of = match params.n_clusters {
            None => found.chosen,
            Some(n_clusters) => {
                let is_as_fine = |level: &Level| level.n_clusters >= n_clusters;
                found.levels.iter().position(is_as_fine).unwrap_or(found.levels.len() - 1)
            }
        };
        let parameters = UsedParameters {
            n_clusters: Some(params.n_clusters.unwrap_or(level.n_clusters)),
            resolution: Some(level.resolution),
            n_neighbours: Some(n_neighbours(rows.n())),
            n_samples: Some(level.runs.len()),
            ..UsedParameters::new(Algorithm::Auto, params.seed)
        };
        Ok(Fitted {
            labels: labels.into_iter().map(Some).collect(),
            converged: true,
            parameters,
            model: Some(Box::new(AutoModel { task, graph, found, runs_of })),
        })
    }
}

impl AutoModel<'_> {
    /// Returns a run with at most as many clusters as were asked for.
    fn at_most_asked(&self, run: &Run) -> Run {
        self.task.params.n_clusters.map_or_else(|| run.clone(), |n| joined(&self.graph, run, n))
    }
}

impl Model for AutoModel<'_> {
    fn refit(&self, keep: &[bool], seed: u64) -> Result<Run, ClusterError> {
        let resolution = self.found.levels[self.runs_of].resolution;
        Ok(self.at_most_asked(&communities_of(&self.graph, keep, resolution, seed)?))
    }

    fn with_seed(&self, seed: u64) -> Result<Option<Run>, ClusterError> {
        self.refit(&all(self.task.rows), seed).map(Some)
    }

    fn with_number(&self, n_clusters: usize) -> Result<Option<Run>, ClusterError> {
        let labels = at_number(&self.graph, &self.found.levels[self.found.chosen], n_clusters);
        let labels = labels.into_iter().map(|label| Some(label as u32)).collect();
        Ok(Some(Run { labels, present: all(self.task.rows) }))
    }

    /// Returns the runs from which the consensus was made.
    fn on_samples(&self, _task: Task<'_>) -> Result<Vec<Run>, ClusterError> {
        Ok(self.found.levels[self.runs_of].runs.iter().map(|run| self.at_most_asked(run)).collect())
    }

    /// Returns stability by number of clusters, where none was given. Silhouette and variance ratio are shown as well and decide nothing.
    fn curve(&self) -> Option<CriterionCurve> {
        self.task.params.n_clusters.is_none().then(|| curve(self.task.rows, &self.found))
    }

    fn number_without_limit(&self) -> Option<usize> {
        let Consensus { levels, chosen, chosen_of_all, .. } = &self.found;
        let [chosen, without] = [chosen, chosen_of_all].map(|at| levels[*at].n_clusters);
        (self.task.params.n_clusters.is_none() && without > chosen).then_some(without)
    }
}

/// Puts all rows together, or splits them into the number that is given. Without a level there are too few rows to tell patterns
/// from chance.
fn together_or_split(rows: &Canonical, graph: &NeighbourGraph, params: &ClusterParams) -> Fitted<'static> {
    let n = rows.n();
    let n_clusters = params.n_clusters.unwrap_or(1);
    let whole = vec![0; n];
    let labels = split(&whole, graph.nodes(), graph.graph.n_nodes, &graph.graph.edges, n_clusters);
    let (labels, _) = merge_small_clusters(&graph.rows, labels);
    let parameters = UsedParameters {
        n_clusters: Some(n_clusters),
        n_neighbours: Some(n_neighbours(n)),
        ..UsedParameters::new(Algorithm::Auto, params.seed)
    };
    Fitted { labels: labels.into_iter().map(Some).collect(), converged: true, parameters, model: None }
}

/// Finds Leiden's communities of the rows that `keep` names.
fn communities_of(
    graph: &NeighbourGraph,
    keep: &[bool],
    resolution: f64,
    seed: u64,
) -> Result<Run, ClusterError> {
    let graph = graph.part(keep);
    let by_node = graph.communities(resolution, seed)?;
    Ok(Run { labels: graph.by_row(&by_node), present: keep.to_vec() })
}

/// Returns the clusters of a level, joined or split into the given number.
fn at_number(graph: &NeighbourGraph, level: &Level, n_clusters: usize) -> Vec<usize> {
    if n_clusters > level.n_clusters {
        return split(&level.labels, graph.nodes(), graph.graph.n_nodes, &level.edges, n_clusters);
    }
    let labels: Vec<Option<usize>> = level.labels.iter().copied().map(Some).collect();
    let group_of = tree(Linkage::Average, &graph.rows, &labels, level.n_clusters).cut(n_clusters);
    level.labels.iter().map(|&label| group_of[label]).collect()
}

/// Joins the clusters of a run along their tree to at most `n_clusters`.
fn joined(graph: &NeighbourGraph, run: &Run, n_clusters: usize) -> Run {
    let labels: Vec<Option<usize>> =
        run.labels.iter().map(|label| label.map(|label| label as usize)).collect();
    let n_found = labels.iter().flatten().max().map_or(0, |&label| label + 1);
    let group_of = tree(Linkage::Average, &graph.rows, &labels, n_found).cut(n_clusters);
    let labels = labels.iter().map(|label| label.map(|label| group_of[label] as u32)).collect();
    Run { labels, present: run.present.clone() }
}

/// Returns stability by number of themes, with silhouette and variance ratio.
fn curve(canonical: &Canonical, found: &Consensus) -> CriterionCurve {
    let (levels, chosen) = (&found.levels, &found.levels[found.chosen]);
    let offered = &levels[..found.n_offered];
    let candidates: Vec<Candidate> = levels
        .iter()
        .map(|level| {
            let labels: Vec<Option<usize>> = level.labels.iter().copied().map(Some).collect();
            Candidate::of(canonical, level.n_clusters, &number(&labels).0)
        })
        .collect();
    let points = levels
        .iter()
        .map(|level| CriterionPoint { x: level.n_clusters as f64, y: Some(level.stability) })
        .collect();
    let silhouette = OtherCriterion {
        criterion: "silhouette".to_owned(),
        points: candidates.iter().map(Candidate::point).collect(),
    };
    let best = offered
        .iter()
        .fold(chosen, |best, level| if level.stability > best.stability { level } else { best });
    let reason = format!(
        "{} is the smallest number on which samples of the segments agree as well as on any: two samples of four fifths \
         share {:.2} of what they say about their common segments (adjusted mutual information; the highest is {:.2} ± {:.3}, \
         at {}, of numbers up to {}, since {} segments do not support more)",
        chosen.n_clusters,
        chosen.stability,
        best.stability,
        best.error,
        best.n_clusters,
        offered[offered.len() - 1].n_clusters,
        canonical.n(),
    );
    CriterionCurve {
        parameter: "n_clusters".to_owned(),
        criterion: "stability".to_owned(),
        points,
        chosen: chosen.n_clusters as f64,
        reason,
        others: vec![silhouette, Candidate::variance_ratios(&candidates)],
    }
}
