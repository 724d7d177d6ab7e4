//! Measures algorithms against a human coding.

use std::collections::BTreeMap;
use std::time::Duration;

use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};
use serde::{Deserialize, Serialize};

use crate::cluster::{self, ClusterError, ClusterParams, predict_held_out};
use crate::compare::partition::{matched_accuracy, v_measure};
use crate::domain::{Algorithm, Contingency, Progress, adjusted_mutual_info, adjusted_rand_index};
use crate::embed::EmbedParams;

use super::guide::follows;
use super::labelled::LabelledTable;
use super::{CandidateLevel, EmbeddingModel, ProjectError, embedding};

/// How many parts the texts are divided into for the ceiling, where no column names the participant.
const FOLDS: usize = 5;

/// What is measured, and on which table.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EvaluateRequest {
    /// The table and its columns.
    pub table: LabelledTable,
    /// The algorithms to run.
    pub algorithms: Vec<Algorithm>,
    /// How many clusters, for those that take a number; `None` lets them choose.
    #[serde(default)]
    pub n_clusters: Option<usize>,
    /// Whether they are asked for the same number of clusters as there are labels.
    #[serde(default)]
    pub as_many_as_labels: bool,
    /// The seed of all random choices.
    #[serde(default = "crate::domain::default_seed")]
    pub seed: u64,
    /// Which model embeds.
    #[serde(default)]
    pub model: EmbeddingModel,
    /// With which engine and precision.
    #[serde(default)]
    pub embed: EmbedParams,
}

/// One grouping measured against the labels. Noise counts as one more group, since readers see it as one.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Measured {
    /// How many clusters were found, noise not counted.
    pub n_clusters: usize,
    /// The share of texts in no cluster, between 0 and 1.
    pub noise_share: f64,
    /// The adjusted Rand index.
    pub ari: f64,
    /// The adjusted mutual information.
    pub ami: f64,
    /// The V-measure, not adjusted for chance.
    pub v_measure: f64,
    /// The share of texts whose cluster is matched to their label; each cluster is matched to at most one label.
    pub accuracy: f64,
}

/// One level of candidates measured against the labels.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LevelResult {
    /// The level: candidate codes, or candidate themes. A run of one level has candidate themes only.
    pub level: CandidateLevel,
    /// The measures.
    #[serde(flatten)]
    pub measured: Measured,
    /// The adjusted mutual information with the contexts, over the texts that have one: how far the grouping repeats the questions. Null
    /// without a column of contexts.
    pub context_ami: Option<f64>,
}

/// The result of one algorithm. Its measures are those of the clusters: the candidate codes in a run of two levels.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AlgorithmResult {
    /// The algorithm.
    pub algorithm: Algorithm,
    /// How many clusters were found, noise not counted.
    pub n_clusters: usize,
    /// The share of texts in no cluster.
    pub noise_share: f64,
    /// The adjusted Rand index.
    pub ari: f64,
    /// The adjusted mutual information.
    pub ami: f64,
    /// The V-measure.
    pub v_measure: f64,
    /// Accuracy under the best matching of clusters to labels.
    pub accuracy: f64,
    /// How long clustering took in seconds, including the choice of a number and all assessments, without embedding.
    pub seconds: f64,
    /// Pearson's correlation, over the clusters, between stability and purity (the share of the most frequent label); null
    /// where it is undefined.
    pub stability_purity_correlation: Option<f64>,
    /// Each level of candidates, the finer first.
    pub levels: Vec<LevelResult>,
}

/// The whole evaluation.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Evaluation {
    /// One result for each algorithm.
    pub results: Vec<AlgorithmResult>,
    /// Algorithms that refused, each with the reason.
    pub refused: Vec<(Algorithm, String)>,
    /// The labels themselves in random order, as a baseline.
    pub random_baseline: Measured,
    /// A classifier trained on the labels; null where it is undefined.
    pub supervised_ceiling: Option<Measured>,
    /// Why there is no ceiling.
    pub ceiling_undefined: Option<String>,
    /// How the classifier was trained.
    pub ceiling_method: String,
    /// Which texts the measures cover.
    pub measures: String,
    /// How many texts were measured on.
    pub n_texts: usize,
    /// How many rows have no text or no label.
    pub n_left_out: usize,
    /// How many different labels there are.
    pub n_labels: usize,
    /// How many groups there are; null without a column of groups.
    pub n_groups: Option<usize>,
    /// The seed.
    pub seed: u64,
}

/// Embeds the texts of a labelled table, runs the algorithms without the labels, and measures their clusters against the labels.
///
/// `clock` gives the time since any fixed moment; it measures how long each algorithm took.
///
/// # Errors
/// [`ProjectError::Exchange`] where the table cannot be read or lacks a column; [`ProjectError::Labels`] where it holds fewer
/// than two labels; [`ProjectError::Embed`]; [`ProjectError::Parameter`] or [`ProjectError::Cluster`] where the texts cannot be
/// clustered this way; [`ProjectError::Cancelled`].
pub fn evaluate(
    request: &EvaluateRequest,
    clock: &dyn Fn() -> Duration,
    progress: &dyn Progress,
) -> Result<Evaluation, ProjectError> {
    let table = request.table.read()?;
    let n_clusters = if request.as_many_as_labels { Some(table.n_labels) } else { request.n_clusters };
    progress.check_cancelled()?;
    let model = embedding::load(&request.model, &request.embed)?;
    let embeddings = table.embed(&model, progress)?;
    let interviews: Vec<Option<usize>> = table.groups.iter().flatten().map(|&group| Some(group)).collect();

    let (mut results, mut refused) = (Vec::new(), Vec::new());
    for &algorithm in &request.algorithms {
        progress.check_cancelled()?;
        let n_clusters = n_clusters.filter(|_| algorithm.takes("n_clusters"));
        let params = ClusterParams { algorithm, n_clusters, seed: request.seed, ..ClusterParams::default() };
        let params = params.check(table.texts.len())?;
        let begun = clock();
        let outcome = match cluster::cluster(&embeddings, &interviews, &params, progress) {
            Ok(outcome) => outcome,
            // If several algorithms are compared, one that cannot take this table does not stop the others.
            Err(error @ ClusterError::TooMany { .. }) if request.algorithms.len() > 1 => {
                refused.push((algorithm, error.to_string()));
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let seconds = clock().saturating_sub(begun).as_secs_f64();
        let found: Vec<Option<usize>> =
            outcome.clustering.assignments.iter().map(|id| id.map(|id| id.0 as usize)).collect();
        let fine = measure(&table.labels, &found);
        let coarse: Option<Vec<Option<usize>>> = outcome.tree.coarse.as_ref().map(|coarse| {
            found.iter().map(|cluster| cluster.map(|cluster| coarse.group_of[cluster])).collect()
        });
        let level = |level, measured, groups: &[Option<usize>]| LevelResult {
            level,
            measured,
            context_ami: follows(&table.context_of, groups),
        };
        let levels = match &coarse {
            Some(coarse) => vec![
                level(CandidateLevel::Code, fine.clone(), &found),
                level(CandidateLevel::Theme, measure(&table.labels, coarse), coarse),
            ],
            None => vec![level(CandidateLevel::Theme, fine.clone(), &found)],
        };
        let Measured { n_clusters, noise_share, ari, ami, v_measure, accuracy } = fine;
        let stability: Vec<Option<f64>> =
            outcome.stability.iter().map(|stability| stability.resamples).collect();
        results.push(AlgorithmResult {
            algorithm,
            n_clusters,
            noise_share,
            ari,
            ami,
            v_measure,
            accuracy,
            seconds,
            stability_purity_correlation: correlation(&stability, &purity(&table.labels, &found, n_clusters)),
            levels,
        });
    }

    let random: Vec<Option<usize>> = dealt(&table.labels, request.seed).into_iter().map(Some).collect();
    let (folds, ceiling_method) = match &table.groups {
        Some(groups) => {
            (groups.clone(), "a ridge classifier, each group predicted from the others".to_owned())
        }
        None => {
            let order: Vec<usize> = (0..table.texts.len()).map(|i| i % FOLDS).collect();
            (
                dealt(&order, request.seed),
                format!("a ridge classifier, each of {FOLDS} parts predicted from the others"),
            )
        }
    };
    let predicted = predict_held_out(&embeddings, &table.labels, &folds, progress)?;
    let ceiling =
        predicted.map(|labels| measure(&table.labels, &labels.into_iter().map(Some).collect::<Vec<_>>()));
    Ok(Evaluation {
        results,
        refused,
        random_baseline: measure(&table.labels, &random),
        ceiling_undefined: ceiling
            .is_none()
            .then(|| "there are fewer than two groups to predict from each other".to_owned()),
        supervised_ceiling: ceiling,
        ceiling_method,
        measures: "all texts with a label, noise taken as one more group".to_owned(),
        n_texts: table.texts.len(),
        n_left_out: table.n_left_out,
        n_labels: table.n_labels,
        n_groups: table.groups.is_some().then_some(table.n_groups),
        seed: request.seed,
    })
}

fn measure(labels: &[usize], found: &[Option<usize>]) -> Measured {
    let n_clusters = found.iter().flatten().max().map_or(0, |&cluster| cluster + 1);
    let n_noise = found.iter().filter(|cluster| cluster.is_none()).count();
    let clusters: Vec<usize> = found.iter().map(|cluster| cluster.unwrap_or(n_clusters)).collect();
    let table = Contingency::new(labels, &clusters);
    Measured {
        n_clusters,
        noise_share: n_noise as f64 / found.len().max(1) as f64,
        ari: adjusted_rand_index(&table),
        ami: adjusted_mutual_info(&table),
        v_measure: v_measure(&table),
        accuracy: matched_accuracy(&table),
    }
}

/// Returns the share of the most frequent label in each cluster.
fn purity(labels: &[usize], found: &[Option<usize>], n_clusters: usize) -> Vec<f64> {
    let mut counts = vec![BTreeMap::new(); n_clusters];
    for (label, cluster) in labels.iter().zip(found) {
        if let Some(cluster) = *cluster {
            *counts[cluster].entry(label).or_insert(0_usize) += 1;
        }
    }
    let share = |counts: &BTreeMap<&usize, usize>| {
        let n: usize = counts.values().sum();
        counts.values().max().copied().unwrap_or(0) as f64 / n.max(1) as f64
    };
    counts.iter().map(share).collect()
}

/// Computes Pearson's correlation of the pairs with both values; `None` with fewer than three pairs, or where one side does
/// not vary.
fn correlation(a: &[Option<f64>], b: &[f64]) -> Option<f64> {
    let pairs: Vec<(f64, f64)> = a.iter().zip(b).filter_map(|(a, &b)| Some(((*a)?, b))).collect();
    let n = pairs.len() as f64;
    if pairs.len() < 3 {
        return None;
    }
    let (mean_a, mean_b) = pairs.iter().fold((0.0, 0.0), |(x, y), (a, b)| (x + a / n, y + b / n));
    let (mut both, mut own_a, mut own_b) = (0.0, 0.0, 0.0);
    for (a, b) in pairs {
        both += (a - mean_a) * (b - mean_b);
        own_a += (a - mean_a).powi(2);
        own_b += (b - mean_b).powi(2);
    }
    let scale = (own_a * own_b).sqrt();
    (scale > 1e-12).then(|| both / scale)
}

/// Returns the values in a random order that follows from the seed: Fisher and Yates's shuffle with the numbers of SplitMix64.
///
/// The remainder favours small places by less than n / 2^64. It stays, since published baselines rest on this order.
fn dealt(values: &[usize], seed: u64) -> Vec<usize> {
    let mut dealt = values.to_vec();
    let mut random = SplitMix64::seed_from_u64(seed);
    for i in (1..dealt.len()).rev() {
        dealt.swap(i, (random.next_u64() % (i as u64 + 1)) as usize);
    }
    dealt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_by_hand() {
        // Labels {0, 1}, {2, 3}; found {0, 1}, {2} and noise {3}, which is one more group.
        let found = measure(&[0, 0, 1, 1], &[Some(0), Some(0), Some(1), None]);
        assert_eq!((found.n_clusters, found.noise_share, found.accuracy), (2, 0.25, 0.75));
        assert!((found.ari - 4.0 / 7.0).abs() < 1e-12);
        assert!((found.v_measure - 0.8).abs() < 1e-12);
        assert_eq!(purity(&[0, 0, 1, 1], &[Some(0), Some(0), Some(0), Some(1)], 2), [2.0 / 3.0, 1.0]);
    }

    #[test]
    fn correlations_by_hand() {
        let all = |values: &[f64]| values.iter().copied().map(Some).collect::<Vec<_>>();
        assert!((correlation(&all(&[1.0, 2.0, 3.0]), &[2.0, 4.0, 6.0]).unwrap() - 1.0).abs() < 1e-12);
        assert!((correlation(&all(&[1.0, 2.0, 3.0]), &[3.0, 2.0, 1.0]).unwrap() + 1.0).abs() < 1e-12);
        assert_eq!(correlation(&all(&[1.0, 1.0, 1.0]), &[3.0, 2.0, 1.0]), None);
        assert_eq!(correlation(&[Some(1.0), None, Some(2.0)], &[3.0, 2.0, 1.0]), None);
    }

    #[test]
    fn dealing_keeps_all_values() {
        // Published baselines rest on this order.
        assert_eq!(dealt(&[0, 1, 2, 3, 4, 5, 6, 7], 3), [7, 0, 1, 4, 2, 6, 3, 5]);
        let mut dealt = dealt(&[5, 5, 7, 9, 9, 9], 3);
        assert_ne!(dealt, [5, 5, 7, 9, 9, 9]);
        dealt.sort_unstable();
        assert_eq!(dealt, [5, 5, 7, 9, 9, 9]);
    }
}
