//! The level of candidate themes: the tree over the clusters, and into how many groups it is cut.

use ndarray::Array2;
use rayon::prelude::*;

use crate::domain::{
    Cancelled, CoarseLevel, CriterionCurve, CriterionPoint, OtherCriterion, Progress, ThemeTree,
};

use super::assess::{Variations, stability};
use super::canonical::{Canonical, number};
use super::choose_n_clusters::{Candidate, decide};
use super::evidence_tree::{SampleTree, evidence_tree};
use super::nearest_neighbours::centred;
use super::stability::{Run, cluster_wise_jaccard};

/// Below this many clusters there is no coarser level: they are few already.
const FEW_CLUSTERS: usize = 4;
/// The most groups of a coarse level for which no number was given.
pub(super) const MAX_GROUPS: usize = 12;
/// At or below this mean Jaccard overlap a cluster is dissolved (Hennig 2007).
const DISSOLVED: f64 = 0.5;

/// The levels that are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Levels {
    /// The clusters are not grouped.
    One,
    /// The clusters are grouped, into a number that is given or chosen.
    Two {
        /// The number; chosen if `None`.
        n_groups: Option<usize>,
    },
}

/// Builds the tree over the clusters on which samples agree, with the coarse level that was given, or the one that comes back in
/// samples best, and how stable its groups are.
///
/// The tree is that of [`evidence_tree`]. It is cut at each number from 3 (2 below eight clusters) to one less than there are clusters,
/// at most 12; the clusters of each sample are joined to as many groups by Ward's criterion. The number with the largest S(K) is taken:
///
/// ```text
/// S(K) = Σ over groups of two clusters and more of (J − ½)
/// ```
///
/// where J is the group's mean Jaccard overlap over samples and ½ Hennig's bound of a cluster that is dissolved; of equal sums the
/// smallest number is taken. What the level adds is what it joins: a group of one cluster was there before and counts nothing, a
/// group that comes back counts the more the firmer it is, one that does not counts against the number. So no number
/// is preferred as such: two wide groups add little, and as many groups as clusters join nothing.
///
/// **Shapes**: `labels` n, `None` for noise; gives `n_clusters` − 1 merges and a group for each cluster.
///
/// **Edge cases**: with fewer than four clusters there is no coarse level unless a number is given. Without samples the silhouette
/// decides, by the rule of [`choose_n_clusters()`](super::choose_n_clusters()).
///
/// # Errors
/// [`Cancelled`].
///
/// # Source
/// Hennig, C. (2007), see [`cluster_wise_jaccard`]: stability of each cluster over samples. That a level is worth what persists of it
/// is the excess of mass of Campello, Moulavi & Sander (2013), <https://doi.org/10.1007/978-3-642-37456-2_14>.
pub(super) fn theme_tree(
    canonical: &Canonical,
    labels: &[Option<usize>],
    n_clusters: usize,
    levels: Levels,
    variations: &Variations,
    progress: &dyn Progress,
) -> Result<ThemeTree, Cancelled> {
    let rows = centred(canonical);
    let samples = trees(&rows, &variations.samples, progress)?;
    let asked = match levels {
        Levels::One => None,
        Levels::Two { n_groups } => n_groups,
    };
    let most = asked.unwrap_or(MAX_GROUPS).max(MAX_GROUPS);
    let mut found = evidence_tree(&rows, labels, n_clusters, &samples, most);
    if levels == Levels::One {
        return Ok(found);
    }
    let coarse = match asked {
        Some(n_groups) => Some((found.cut(n_groups), None)),
        None => chosen_groups(canonical, labels, &found, &samples, progress)?,
    };
    if let Some((group_of, curve)) = coarse {
        let n_groups = group_of.iter().max().map_or(0, |&group| group + 1);
        let each = |runs: &[Run]| Ok(cuts(&trees(&rows, runs, progress)?, n_groups));
        let grouped = Variations {
            samples: cuts(&samples, n_groups),
            seeds: each(&variations.seeds)?,
            numbers: each(&variations.numbers)?,
            interviews: each(&variations.interviews)?,
        };
        let stability = stability(&by_row(labels, &group_of), n_groups, &grouped);
        found.coarse = Some(CoarseLevel { group_of, n_groups, curve, stability });
    }
    Ok(found)
}

/// Joins the clusters of each run.
fn trees<'a>(
    rows: &Array2<f32>,
    runs: &'a [Run],
    progress: &dyn Progress,
) -> Result<Vec<SampleTree<'a>>, Cancelled> {
    runs.par_iter()
        .map(|run| {
            progress.check_cancelled()?;
            Ok(SampleTree::of(rows, run))
        })
        .collect()
}

/// Returns each run with its clusters joined to as many groups.
fn cuts(trees: &[SampleTree<'_>], n_groups: usize) -> Vec<Run> {
    trees.iter().map(|tree| tree.cut(n_groups)).collect()
}

/// Returns the group of each row.
fn by_row(labels: &[Option<usize>], group_of: &[usize]) -> Vec<Option<usize>> {
    labels.iter().map(|label| label.map(|label| group_of[label])).collect()
}

/// The group of each cluster, and the curve by which their number was chosen.
type Grouping = (Vec<usize>, Option<CriterionCurve>);

/// How well the groups of a cut come back in samples.
struct Cut {
    n_groups: usize,
    group_of: Vec<usize>,
    /// The sum over the groups that join clusters; see [`theme_tree`].
    sum: f64,
    /// The mean Jaccard overlap of all groups.
    mean: Option<f64>,
    silhouette: Candidate,
}

impl Cut {
    fn of(canonical: &Canonical, labels: &[Option<usize>], group_of: Vec<usize>, samples: &[Run]) -> Self {
        let n_groups = group_of.iter().max().map_or(0, |&group| group + 1);
        let groups = by_row(labels, &group_of);
        let jaccard = cluster_wise_jaccard(&groups, n_groups, samples);
        let mut n_joined = vec![0_usize; n_groups];
        group_of.iter().for_each(|&group| n_joined[group] += 1);
        let sum = jaccard
            .iter()
            .zip(&n_joined)
            .filter(|&(_, &n_joined)| n_joined > 1)
            .filter_map(|(jaccard, _)| jaccard.map(|jaccard| jaccard - DISSOLVED))
            .sum();
        let defined: Vec<f64> = jaccard.into_iter().flatten().collect();
        let mean = (!defined.is_empty()).then(|| defined.iter().sum::<f64>() / defined.len() as f64);
        let silhouette = Candidate::of(canonical, n_groups, &number(&groups).0);
        Self { n_groups, group_of, sum, mean, silhouette }
    }
}

/// Chooses how many groups the tree is cut into; `None` if there are few clusters, or no number is better than another.
fn chosen_groups(
    canonical: &Canonical,
    labels: &[Option<usize>],
    tree: &ThemeTree,
    samples: &[SampleTree<'_>],
    progress: &dyn Progress,
) -> Result<Option<Grouping>, Cancelled> {
    if tree.n_leaves < FEW_CLUSTERS {
        return Ok(None);
    }
    let min = if tree.n_leaves >= 8 { 3 } else { 2 };
    let max = (tree.n_leaves - 1).min(MAX_GROUPS);
    let cuts: Vec<Cut> = (2..=max)
        .into_par_iter()
        .map(|n_groups| {
            progress.check_cancelled()?;
            Ok(Cut::of(canonical, labels, tree.cut(n_groups), &cuts(samples, n_groups)))
        })
        .collect::<Result<_, Cancelled>>()?;
    if samples.is_empty() {
        return Ok(by_silhouette(&cuts, min, max));
    }
    // The first of equals: the smaller number.
    let allowed = cuts.iter().filter(|cut| cut.n_groups >= min);
    let Some(best) = allowed.reduce(|a, b| if b.sum > a.sum { b } else { a }) else { return Ok(None) };
    let reason = format!(
        "{} is the number from {min} to {max} at which most of what is joined comes back in samples: each candidate theme of two \
         codes and more counts by how far its stability is above {DISSOLVED}, and the sum is {:.2}{}",
        best.n_groups,
        best.sum,
        if best.n_groups == max && max == MAX_GROUPS { "; a larger number was not tried" } else { "" },
    );
    let point = |cut: &Cut| CriterionPoint { x: cut.n_groups as f64, y: Some(cut.sum) };
    let mean = |cut: &Cut| CriterionPoint { x: cut.n_groups as f64, y: cut.mean };
    let curve = CriterionCurve {
        parameter: "n_groups".to_owned(),
        criterion: "excess_stability".to_owned(),
        points: cuts.iter().map(point).collect(),
        chosen: best.n_groups as f64,
        reason,
        others: vec![
            OtherCriterion { criterion: "stability".to_owned(), points: cuts.iter().map(mean).collect() },
            OtherCriterion {
                criterion: "silhouette".to_owned(),
                points: cuts.iter().map(|cut| cut.silhouette.point()).collect(),
            },
        ],
    };
    Ok(Some((best.group_of.clone(), Some(curve))))
}

/// Chooses the number by the silhouette.
fn by_silhouette(cuts: &[Cut], min: usize, max: usize) -> Option<Grouping> {
    let candidates: Vec<Candidate> = cuts.iter().map(|cut| cut.silhouette.clone()).collect();
    let (chosen, reason) = decide(&candidates, min, max)?;
    let curve = CriterionCurve {
        parameter: "n_groups".to_owned(),
        criterion: "silhouette".to_owned(),
        points: candidates.iter().map(Candidate::point).collect(),
        chosen: cuts[chosen].n_groups as f64,
        reason,
        others: Vec::new(),
    };
    Some((cuts[chosen].group_of.clone(), Some(curve)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::{ClusterParams, cluster};
    use crate::domain::{Contingency, Embeddings, NoProgress, adjusted_mutual_info, adjusted_rand_index};

    #[test]
    fn runs_are_grouped_as_the_clustering_is() {
        // Rows 0–2 point one way and 3–5 the other; the run found four clusters.
        let rows =
            Embeddings::new(vec![1.0, 0.0, 0.96, 0.28, 1.0, 0.0, -1.0, 0.0, -0.96, 0.28, -1.0, 0.0], 2)
                .unwrap();
        let canonical = Canonical::new(&rows);
        let place = |input: usize| {
            canonical.by_place(&[0, 1, 2, 3, 4, 5]).iter().position(|&at| at == input).unwrap()
        };
        let mut labels = vec![None; 6];
        for (input, label) in [(0, 0), (1, 1), (2, 0), (3, 2), (4, 3)] {
            labels[place(input)] = Some(label);
        }
        let mut present = vec![true; 6];
        present[place(5)] = false;
        let run = Run { labels, present };
        let grouped = cuts(&trees(&centred(&canonical), &[run], &NoProgress).unwrap(), 2);
        let of = |input: usize| grouped[0].labels[place(input)];
        assert_eq!((of(0), of(3), of(5)), (of(1), of(4), None));
        assert_ne!(of(0), of(3));
    }

    #[test]
    fn a_level_is_worth_what_it_joins() {
        // Four clusters of one row each at right angles; the only sample is all of them, found again with 0 and 1 as one.
        let rows = Embeddings::new((0..16).map(|i| if i % 5 == 0 { 1.0 } else { 0.0 }).collect(), 4).unwrap();
        let canonical = Canonical::new(&rows);
        let labels: Vec<Option<usize>> = (0..4).map(Some).collect();
        let sample = Run { labels: [0, 0, 1, 2].map(Some).to_vec(), present: vec![true; 4] };
        let cut = |group_of: &[usize]| {
            Cut::of(&canonical, &labels, group_of.to_vec(), std::slice::from_ref(&sample))
        };
        // {0, 1} comes back whole: 1 − ½. The others join nothing and count nothing.
        let (found, other) = (cut(&[0, 0, 1, 2]), cut(&[0, 1, 1, 2]));
        assert_eq!((found.n_groups, found.sum, found.mean), (3, 0.5, Some(1.0)));
        // {1, 2} meets {0, 1} or {2} in one row of three or of two: ½ − ½.
        assert_eq!(other.sum, 0.0);
        // {0, 1, 2} meets {0, 1}: 2/3 − ½.
        assert!((cut(&[0, 0, 0, 1]).sum - 1.0 / 6.0).abs() < 1e-12);
    }
    // `THEMATA_ROWS=rows.npy THEMATA_LABELS=labels.txt cargo test --release --lib level_figures -- --ignored --nocapture`, with what
    // `themata embed` wrote and a label in each line. THEMATA_SEEDS=10 is how many seeds are tried.
    #[test]
    #[ignore = "wants a matrix of vectors and labels"]
    fn level_figures() {
        let var = |name: &str| std::env::var(name).unwrap();
        let bytes = std::fs::read(var("THEMATA_ROWS")).unwrap();
        let header = 10 + usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
        let values: Vec<f32> =
            bytes[header..].as_chunks::<4>().0.iter().map(|value| f32::from_le_bytes(*value)).collect();
        let rows = Embeddings::new(values, 384).unwrap();
        let text = std::fs::read_to_string(var("THEMATA_LABELS")).unwrap();
        let mut numbers = std::collections::BTreeMap::new();
        let next = |label| {
            let n = numbers.len();
            *numbers.entry(label).or_insert(n)
        };
        let gold: Vec<usize> = text.lines().map(next).collect();
        assert_eq!(gold.len(), rows.n_segments());
        let mut before: Option<[Vec<usize>; 2]> = None;
        for seed in 1..=var("THEMATA_SEEDS").parse().unwrap() {
            let params = ClusterParams { seed, ..ClusterParams::default() }.check(gold.len()).unwrap();
            let start = std::time::Instant::now();
            let found = cluster(&rows, &[], &params, &NoProgress).unwrap();
            let seconds = start.elapsed().as_secs_f64();
            let codes: Vec<usize> =
                found.clustering.assignments.iter().map(|id| id.unwrap().0 as usize).collect();
            let group_of = found.tree.coarse.map_or_else(Vec::new, |coarse| coarse.group_of);
            let themes: Vec<usize> =
                codes.iter().map(|&code| group_of.get(code).copied().unwrap_or(code)).collect();
            let level = |labels: &[usize]| {
                let table = Contingency::new(&gold, labels);
                let n = labels.iter().max().unwrap() + 1;
                format!("{n} {:.3} / {:.3}", adjusted_mutual_info(&table), adjusted_rand_index(&table))
            };
            let between = before.as_ref().map_or_else(String::new, |[before_codes, before_themes]| {
                let ami = |a: &[usize], b: &[usize]| adjusted_mutual_info(&Contingency::new(a, b));
                format!("{:.3}, {:.3}", ami(before_codes, &codes), ami(before_themes, &themes))
            });
            println!(
                "seed {seed}: codes {}; themes {}; with the seed before {between}; {seconds:.1} s",
                level(&codes),
                level(&themes)
            );
            before = Some([codes, themes]);
        }
    }
}
