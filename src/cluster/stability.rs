//! How often the members of a theme stay together when the data or the method is varied.

/// One variation of a clustering: the labels of the rows that it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The cluster of each row; `None` for a row that was left out, or that the run found to be noise.
    pub labels: Vec<Option<u32>>,
    /// Which rows were there.
    pub present: Vec<bool>,
}

/// Computes Hennig's cluster-wise stability of each of `n_clusters` clusters over some runs.
///
/// For cluster C and a run on the rows R, J = max over the run's clusters D of |C ∩ D| / |(C ∩ R) ∪ D|; the stability of C
/// is the mean of J over the runs that hold any of its rows. 1 says that C was found again each time, as it is.
///
/// **Shapes**: `labels` n, each run n; gives `n_clusters` values in \[0, 1\].
///
/// **Edge cases**: `None` for a cluster without a row in any run, or without runs. Rows that are noise in the
/// clustering count in D, since a cluster that takes them in is another one.
///
/// # Source
/// Hennig, C. (2007). Cluster-wise assessment of cluster stability. Computational Statistics & Data Analysis 52(1),
/// 258–271. <https://doi.org/10.1016/j.csda.2006.11.025>. He calls a mean below 0.5 dissolved, from 0.6 a pattern, from
/// 0.75 on stable.
///
/// ```
/// use themata::cluster::{Variation, cluster_wise_jaccard};
///
/// // {0, 1, 2} comes again as {0, 1}: 2/3. {3, 4} as {2, 3, 4}: 2/3.
/// let labels = [Some(0), Some(0), Some(0), Some(1), Some(1)];
/// let varied = Variation { labels: [0, 0, 1, 1, 1].map(Some).to_vec(), present: vec![true; 5] };
/// assert_eq!(cluster_wise_jaccard(&labels, 2, &[varied]), [Some(2.0 / 3.0); 2]);
/// ```
#[must_use]
pub fn cluster_wise_jaccard(labels: &[Option<usize>], n_clusters: usize, runs: &[Run]) -> Vec<Option<f64>> {
    let mut sums = vec![(0.0_f64, 0_usize); n_clusters];
    for run in runs {
        let n_found = run.labels.iter().flatten().max().map_or(0, |&label| label as usize + 1);
        let mut sizes = vec![0_usize; n_found];
        let mut own = vec![0_usize; n_clusters];
        let mut both = std::collections::BTreeMap::new();
        for ((&label, &found), &present) in labels.iter().zip(&run.labels).zip(&run.present) {
            if !present {
                continue;
            }
            if let Some(found) = found {
                sizes[found as usize] += 1;
            }
            if let Some(label) = label {
                own[label] += 1;
                if let Some(found) = found {
                    *both.entry((label, found as usize)).or_insert(0_usize) += 1;
                }
            }
        }
        let mut best = vec![0.0_f64; n_clusters];
        for ((label, found), shared) in both {
            let union = own[label] + sizes[found] - shared;
            best[label] = best[label].max(shared as f64 / union as f64);
        }
        for (cluster, sum) in sums.iter_mut().enumerate().filter(|&(cluster, _)| own[cluster] > 0) {
            sum.0 += best[cluster];
            sum.1 += 1;
        }
    }
    sums.into_iter().map(|(sum, n)| (n > 0).then(|| sum / n as f64)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(labels: &[i32]) -> Run {
        Run {
            labels: labels.iter().map(|&label| u32::try_from(label).ok()).collect(),
            present: labels.iter().map(|&label| label != -2).collect(),
        }
    }

    #[test]
    fn jaccard_by_hand() {
        let labels = [Some(0), Some(0), Some(0), Some(1), Some(1), None];
        // Cluster 0: {0, 1, 2} against {0, 1} is 2/3; cluster 1: {3, 4} against {2, 3, 4, 5} is 2/4.
        let found = cluster_wise_jaccard(&labels, 2, &[run(&[0, 0, 1, 1, 1, 1])]);
        assert_eq!(found, [Some(2.0 / 3.0), Some(0.5)]);
        // Row 2 was not there (-2), row 4 is noise (-1): {0, 1} again whole, {3} of {3, 4}.
        let found = cluster_wise_jaccard(&labels, 2, &[run(&[0, 0, -2, 1, -1, -1])]);
        assert_eq!(found, [Some(1.0), Some(0.5)]);
        // The mean of two runs; cluster 1 is held by the first alone.
        let runs = [run(&[0, 0, 0, 1, 1, -1]), run(&[0, 1, 1, -2, -2, -2])];
        assert_eq!(cluster_wise_jaccard(&labels, 2, &runs), [Some((1.0 + 2.0 / 3.0) / 2.0), Some(1.0)]);
        assert_eq!(cluster_wise_jaccard(&labels, 2, &[]), [None, None]);
    }
}
