//! The tree over clusters on which samples agree.

use ndarray::Array2;

use crate::domain::ThemeTree;

use super::agglomerative::Linkage;
use super::stability::Run;
use super::tree::{Criterion, Sums, described, joins, tree};

/// A sample with the tree over its own clusters.
pub(super) struct SampleTree<'a> {
    pub(super) run: &'a Run,
    pub(super) tree: ThemeTree,
}

impl<'a> SampleTree<'a> {
    /// Joins the clusters of a run by Ward's criterion.
    pub(super) fn of(rows: &Array2<f32>, run: &'a Run) -> Self {
        let labels: Vec<Option<usize>> =
            run.labels.iter().map(|label| label.map(|label| label as usize)).collect();
        let n_found = labels.iter().flatten().max().map_or(0, |&label| label + 1);
        Self { run, tree: tree(Linkage::Ward, rows, &labels, n_found) }
    }

    /// Returns the run with its clusters joined to at most `n_groups`.
    pub(super) fn cut(&self, n_groups: usize) -> Run {
        let group_of = self.tree.cut(n_groups);
        let labels =
            self.run.labels.iter().map(|label| label.map(|label| group_of[label as usize] as u32)).collect();
        Run { labels, present: self.run.present.clone() }
    }
}

/// What samples say about two nodes: how often they put a row of one and a row of the other into one group.
struct Evidence {
    sums: Sums,
    /// For each node and group of each sample at the largest number: how many of the node's rows are there.
    counts: Vec<Vec<f64>>,
    /// The same times the numbers at which two of these groups are one.
    together: Vec<Vec<f64>>,
    /// For each node and sample: how many of its rows are there.
    present: Vec<Vec<f64>>,
    /// How many numbers of groups were looked at.
    n_numbers: f64,
}

impl Criterion for Evidence {
    fn likeness(&self, a: usize, b: usize) -> (f64, f64) {
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let pairs = dot(&self.present[a], &self.present[b]) * self.n_numbers;
        let together = dot(&self.counts[a], &self.together[b]);
        (if pairs > 0.0 { together / pairs } else { 0.0 }, self.sums.mean_cosine(a, b))
    }

    fn join(&mut self, a: usize, b: usize) {
        self.sums.join(a, b);
        for values in [&mut self.counts, &mut self.together, &mut self.present] {
            let sum = values[a].iter().zip(&values[b]).map(|(a, b)| a + b).collect();
            values.push(sum);
        }
    }
}

/// Joins clusters step by step, always the two whose rows samples put into one group most often.
///
/// The clusters of each sample are joined by Ward's criterion ([`tree`]), and this tree is cut into 2, 3, … `most` groups. The likeness of
/// clusters A and B is the share of (sample, number, row of A, row of B) with both rows in one group, among those with both rows in
/// the sample: evidence accumulation, with average linkage on the shares. Between equal shares the mean cosine decides, so that
/// clusters which no cut parts join as their rows are alike. Without samples it is Ward's tree itself.
///
/// **Shapes**: `rows` n unit rows, `labels` n, `None` for noise, each sample n; gives k − 1 merges of which the t-th makes node k + t.
/// O(k³·s) at worst for k clusters and s groups of all samples.
///
/// **Edge cases**: a cluster without a row in any sample has likeness 0 to all others. A sample of fewer clusters than a number counts
/// as its clusters are.
///
/// # Source
/// Fred, A. L. N. & Jain, A. K. (2005). Combining multiple clusterings using evidence accumulation. IEEE Transactions on Pattern
/// Analysis and Machine Intelligence 27(6), 835–850. <https://doi.org/10.1109/TPAMI.2005.113>
pub(super) fn evidence_tree(
    rows: &Array2<f32>,
    labels: &[Option<usize>],
    n_clusters: usize,
    samples: &[SampleTree<'_>],
    most: usize,
) -> ThemeTree {
    if samples.is_empty() {
        return tree(Linkage::Ward, rows, labels, n_clusters);
    }
    let mut evidence = Evidence {
        sums: Sums::new(Linkage::Average, rows, labels, n_clusters),
        counts: vec![Vec::new(); n_clusters],
        together: vec![Vec::new(); n_clusters],
        present: vec![Vec::new(); n_clusters],
        n_numbers: (most.max(2) - 1) as f64,
    };
    for sample in samples {
        let finest = sample.tree.cut(most.max(2));
        let n_groups = finest.iter().max().map_or(0, |&group| group + 1);
        let as_one = numbers_as_one(&sample.tree, &finest, n_groups, most.max(2));
        let mut counts = vec![vec![0.0; n_groups]; n_clusters];
        for (label, found) in labels.iter().zip(&sample.run.labels) {
            if let (Some(label), Some(found)) = (label, found) {
                counts[*label][finest[*found as usize]] += 1.0;
            }
        }
        for (cluster, counts) in counts.iter().enumerate() {
            let together = (0..n_groups)
                .map(|group| (0..n_groups).map(|other| counts[other] * as_one[other][group]).sum::<f64>());
            evidence.together[cluster].extend(together);
            evidence.present[cluster].push(counts.iter().sum());
            evidence.counts[cluster].extend(counts);
        }
    }
    let joins = joins(n_clusters, &mut evidence);
    described(&evidence.sums, n_clusters, &joins)
}

/// Returns at how many numbers from 2 to `most` each two of the finest groups are one group.
fn numbers_as_one(tree: &ThemeTree, finest: &[usize], n_groups: usize, most: usize) -> Vec<Vec<f64>> {
    let mut as_one = vec![vec![0.0; n_groups]; n_groups];
    for number in 2..=most {
        let group_of = tree.cut(number);
        let mut at_number = vec![0; n_groups];
        for (&group, &finest) in group_of.iter().zip(finest) {
            at_number[finest] = group;
        }
        for a in 0..n_groups {
            for b in 0..n_groups {
                if at_number[a] == at_number[b] {
                    as_one[a][b] += 1.0;
                }
            }
        }
    }
    as_one
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn what_samples_join_comes_first() {
        // By their rows clusters 0 and 1 are the most alike; the sample found 1 and 2 to be one cluster, and 0 and 3 alone.
        let rows = array![[1.0, 0.0], [0.96, 0.28], [0.6, 0.8], [-1.0, 0.0]];
        let labels = [0, 1, 2, 3].map(Some);
        let run = Run { labels: [0, 1, 1, 2].map(Some).to_vec(), present: vec![true; 4] };
        let samples = [SampleTree::of(&rows, &run)];
        // Its tree: {0} and {1, 2} join first. At 2 groups 0, 1 and 2 are one; at 3 groups 1 and 2 are.
        let found = evidence_tree(&rows, &labels, 4, &samples, 3);
        assert_eq!(found.cut(3), [0, 1, 1, 2]);
        assert_eq!(found.cut(2), [0, 0, 0, 1]);
        assert_eq!((found.merges[0].left, found.merges[0].right), (1, 2));
        assert!((found.merges[0].similarity - (0.96 * 0.6 + 0.28 * 0.8)).abs() < 1e-6);
        // Shares: 1–2 both numbers, 2/2; {1, 2}–0 one of two.
        assert_eq!(evidence_tree(&rows, &labels, 4, &[], 3).cut(3), [0, 0, 1, 2]);
    }

    #[test]
    fn rows_out_of_a_sample_count_nowhere() {
        let rows = array![[1.0, 0.0], [0.96, 0.28], [0.6, 0.8]];
        let labels = [0, 1, 2].map(Some);
        let run = Run { labels: vec![Some(0), None, Some(0)], present: vec![true, false, true] };
        let found = evidence_tree(&rows, &labels, 3, &[SampleTree::of(&rows, &run)], 2);
        assert_eq!(found.cut(2), [0, 1, 0]);
    }
}
