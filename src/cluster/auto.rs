//! Graph communities: once at a given resolution, or the consensus of samples at the resolution that they agree on.

use crate::domain::{Algorithm, CriterionCurve, CriterionPoint, OtherCriterion, Progress, mix};

use super::assess::{Variations, assessed, on_parts};
use super::canonical::{Canonical, number};
use super::choose_n_clusters::Candidate;
use super::consensus::{
    Consensus, Level, NeighbourGraph, consensus, merge_small_clusters, n_neighbours, samples,
};
use super::error::ClusterError;
use super::outcome::UsedParameters;
use super::params::ClusterParams;
use super::run::{Found, one_step};
use super::stability::Run;
use super::tree::{split, tree};

/// How many other seeds are tried to see what hangs on the seed.
pub(super) const N_SEEDS: u64 = 4;
/// How many clusters more or fewer are tried.
pub(super) const N_MORE: usize = 2;

/// Leiden's communities at one resolution.
pub(super) fn communities(
    canonical: &Canonical,
    params: &ClusterParams,
    assess: Option<&[Vec<bool>]>,
    progress: &dyn Progress,
) -> Result<Found, ClusterError> {
    let resolution = params.resolution.unwrap_or(1.0);
    let seed = params.seed;
    one_step(progress, || {
        let company = NeighbourGraph::new(canonical, progress)?;
        let all = vec![true; canonical.n()];
        let run = |keep: &[bool], seed: u64| part(&company, keep, resolution, seed);
        let found = run(&all, seed)?;
        let variations = assessed(assess, |without| {
            Ok(Variations {
                samples: on_parts(&samples(canonical.n(), seed), progress, |keep, draw| {
                    run(keep, mix(seed ^ (draw as u64 + 1)))
                })?,
                seeds: other_seeds(seed, progress, |seed| run(&all, seed))?,
                numbers: Vec::new(),
                interviews: on_parts(without, progress, |keep, _| run(keep, seed))?,
            })
        })?;
        let parameters = UsedParameters {
            resolution: Some(resolution),
            n_neighbours: Some(n_neighbours(canonical.n())),
            ..UsedParameters::new(Algorithm::Communities, seed)
        };
        let labels = found.labels.iter().map(|label| label.map(|label| label as usize)).collect();
        Ok(Found { labels, converged: true, curve: None, parameters, variations })
    })
}

/// The consensus of samples (see [`consensus`]).
///
/// Where a number is asked for, the level taken is joined along its tree, or split along the weakest ties of its graph.
pub(super) fn auto(
    canonical: &Canonical,
    params: &ClusterParams,
    assess: Option<&[Vec<bool>]>,
    progress: &dyn Progress,
) -> Result<Found, ClusterError> {
    let seed = params.seed;
    if let Some(n_clusters) = params.n_clusters {
        canonical.check_distinct(n_clusters)?;
    }
    let company = NeighbourGraph::new(canonical, progress)?;
    let Some(found) = consensus(canonical, &company, seed, progress)? else {
        return together_or_split(canonical, &company, params);
    };
    let level = &found.levels[found.chosen];
    let labels = match params.n_clusters {
        None => level.labels.clone(),
        Some(n_clusters) => at_number(&company, level, n_clusters),
    };
    let asked = params.n_clusters;
    // What speaks for a number that was asked for are the runs of the coarsest level that is as fine.
    let runs_of = match asked {
        None => level,
        Some(asked) => found
            .levels
            .iter()
            .find(|l| l.n_clusters >= asked)
            .unwrap_or(&found.levels[found.levels.len() - 1]),
    };
    let n_found = labels.iter().max().map_or(0, |&label| label + 1);
    let all = vec![true; canonical.n()];
    let run = |keep: &[bool], seed: u64| {
        let run = part(&company, keep, runs_of.resolution, seed)?;
        Ok(asked.map_or_else(|| run.clone(), |asked| joined(&company, &run, asked)))
    };
    let variations = assessed(assess, |without| {
        let samples = runs_of
            .runs
            .iter()
            .map(|run| asked.map_or_else(|| run.clone(), |asked| joined(&company, run, asked)))
            .collect();
        let numbers = (n_found.saturating_sub(N_MORE)..=n_found + N_MORE)
            .filter(|&n| n >= 2 && n != n_found && n <= canonical.n_distinct())
            .map(|n| {
                let labels =
                    at_number(&company, level, n).into_iter().map(|label| Some(label as u32)).collect();
                Run { labels, present: all.clone() }
            })
            .collect();
        Ok(Variations {
            samples,
            seeds: other_seeds(seed, progress, |seed| run(&all, seed))?,
            numbers,
            interviews: on_parts(without, progress, |keep, _| run(keep, seed))?,
        })
    })?;
    let parameters = UsedParameters {
        n_clusters: Some(params.n_clusters.unwrap_or(level.n_clusters)),
        resolution: Some(level.resolution),
        n_neighbours: Some(n_neighbours(canonical.n())),
        n_samples: Some(level.runs.len()),
        ..UsedParameters::new(Algorithm::Auto, seed)
    };
    // Silhouettes beside the curve are evidence: they decide nothing.
    let curve = (asked.is_none() && assess.is_some()).then(|| curve(canonical, &found));
    let labels = labels.into_iter().map(Some).collect();
    Ok(Found { labels, converged: true, curve, parameters, variations })
}

/// Where no level can be offered, there are too few segments to tell patterns from chance: all together, or split as asked.
fn together_or_split(
    canonical: &Canonical,
    company: &NeighbourGraph,
    params: &ClusterParams,
) -> Result<Found, ClusterError> {
    let n = canonical.n();
    let n_clusters = params.n_clusters.unwrap_or(1);
    let whole = vec![0; n];
    let labels = split(&whole, company.nodes(), company.graph.n_nodes, &company.graph.edges, n_clusters);
    let (labels, _) = merge_small_clusters(&company.rows, labels);
    let parameters = UsedParameters {
        n_clusters: Some(n_clusters),
        n_neighbours: Some(n_neighbours(n)),
        ..UsedParameters::new(Algorithm::Auto, params.seed)
    };
    let labels = labels.into_iter().map(Some).collect();
    Ok(Found { labels, converged: true, curve: None, parameters, variations: Variations::default() })
}

fn part(company: &NeighbourGraph, keep: &[bool], resolution: f64, seed: u64) -> Result<Run, ClusterError> {
    let graph = company.part(keep);
    let by_node = graph.communities(resolution, seed)?;
    Ok(Run { labels: graph.by_row(&by_node), present: keep.to_vec() })
}

pub(super) fn other_seeds(
    seed: u64,
    progress: &dyn Progress,
    run: impl Fn(u64) -> Result<Run, ClusterError>,
) -> Result<Vec<Run>, ClusterError> {
    (1..=N_SEEDS)
        .map(|other| {
            progress.check_cancelled()?;
            run(mix(seed.wrapping_add(other)))
        })
        .collect()
}

/// The level with as many clusters as asked for.
fn at_number(company: &NeighbourGraph, level: &Level, n_clusters: usize) -> Vec<usize> {
    if n_clusters > level.n_clusters {
        return split(&level.labels, company.nodes(), company.graph.n_nodes, &level.edges, n_clusters);
    }
    let labels: Vec<Option<usize>> = level.labels.iter().copied().map(Some).collect();
    let group_of = tree(&company.rows, &labels, level.n_clusters).cut(n_clusters);
    level.labels.iter().map(|&label| group_of[label]).collect()
}

/// A run with its clusters joined along their tree to at most `n_clusters`.
fn joined(company: &NeighbourGraph, run: &Run, n_clusters: usize) -> Run {
    let labels: Vec<Option<usize>> =
        run.labels.iter().map(|label| label.map(|label| label as usize)).collect();
    let n_found = labels.iter().flatten().max().map_or(0, |&label| label + 1);
    let group_of = tree(&company.rows, &labels, n_found).cut(n_clusters);
    let labels = labels.iter().map(|label| label.map(|label| group_of[label] as u32)).collect();
    Run { labels, present: run.present.clone() }
}

/// Stability by number of themes, with silhouette and variance ratio beside it.
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
         at {}, of numbers up to {}, since {} segments bear no more)",
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
