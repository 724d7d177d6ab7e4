//! B³, extended to segments with several codes.

use super::segments::{Counted, SetCell};
use crate::domain::{SegmentWith, Undefined, rising_sum};

/// Precision and recall.
pub(super) type Pair = (Result<f64, Undefined>, Result<f64, Undefined>);

/// Computes extended B³ of segments: precision, recall, and their harmonic mean.
///
/// For two segments with codes L, L′ and clusters C, C′, the multiplicity precision is min(|C∩C′|, |L∩L′|) / |C∩C′|, and
/// the multiplicity recall min(|C∩C′|, |L∩L′|) / |L∩L′|. B³ precision is the mean over segments of the mean multiplicity
/// precision over the segments that share a cluster with it (including itself), B³ recall the mean over segments of the
/// mean multiplicity recall over the segments that share a code with it. Not adjusted for chance.
///
/// Segments without a code are not used. A segment without a cluster shares none, not even with itself: it lowers recall
/// and does not count in precision.
///
/// **Shapes**: each segment's codes (any number, without repetition) and its cluster.
///
/// # Errors
/// [`Undefined::NoSegment`] if no segment has a code, or none of them a cluster; F1 requires that precision or recall is
/// above 0.
///
/// # Source
/// Amigó, E., Gonzalo, J., Artiles, J. & Verdejo, F. (2009). A comparison of extrinsic clustering evaluation metrics based on
/// formal constraints. Information Retrieval 12, 461–486. <https://doi.org/10.1007/s10791-008-9066-8>
///
/// ```
/// use themata::compare::partition::b_cubed;
///
/// // Two segments in one cluster share one of the first's two codes; a third is alone. Precision 1 throughout. Recall: the
/// // first meets itself with 1 of 2 and the second with 1 of 1: 3/4; the others 1: 11/12 in all.
/// let segments = [(&[0, 1][..], Some(0)), (&[1], Some(0)), (&[2], Some(1))];
/// let [precision, recall, f1] = b_cubed(&segments);
/// assert_eq!(precision, Ok(1.0));
/// assert!((recall.unwrap() - 11.0 / 12.0).abs() < 1e-12);
/// assert!((f1.unwrap() - 22.0 / 23.0).abs() < 1e-12);
/// ```
pub fn b_cubed(segments: &[(&[u32], Option<u32>)]) -> [Result<f64, Undefined>; 3] {
    let n_clusters = segments.iter().filter_map(|(_, cluster)| *cluster).max().map_or(0, |c| c as usize + 1);
    let n_codes = segments.iter().flat_map(|(codes, _)| codes.iter()).max().map_or(0, |&c| c as usize + 1);
    let rows: Vec<_> = segments
        .iter()
        .map(|&(codes, cluster)| super::CodedSegment { codes: codes.to_vec(), cluster, group: 0 })
        .collect();
    let counted = Counted::new(&rows, n_codes, n_clusters, &super::PartitionParams::default());
    let (precision, recall) = Sharing::new(&counted).pair(&counted, &counted.all());
    let f1 = f1(&precision, &recall);
    [precision, recall, f1]
}

/// Computes the harmonic mean.
pub(super) fn f1(
    precision: &Result<f64, Undefined>,
    recall: &Result<f64, Undefined>,
) -> Result<f64, Undefined> {
    let (precision, recall) = (precision.clone()?, recall.clone()?);
    if precision + recall > 0.0 { Ok(2.0 * precision * recall / (precision + recall)) } else { Ok(0.0) }
}

/// For each set of codes, the sets that share a code with it (including itself), and the number of shared codes.
#[derive(Debug)]
pub(super) struct Sharing(Vec<Vec<(usize, f64)>>);

impl Sharing {
    pub(super) fn new(counted: &Counted) -> Self {
        let mut with = vec![Vec::new(); counted.n_codes];
        for (set, codes) in counted.sets.iter().enumerate() {
            codes.iter().for_each(|&code| with[code as usize].push(set));
        }
        let of = |codes: &Vec<u32>| {
            let mut shared = std::collections::BTreeMap::new();
            for &set in codes.iter().flat_map(|&code| &with[code as usize]) {
                *shared.entry(set).or_insert(0.0) += 1.0;
            }
            shared.into_iter().collect()
        };
        Self(counted.sets.iter().map(of).collect())
    }

    /// Computes B³ precision and recall of segments counted by set and cluster.
    pub(super) fn pair(&self, counted: &Counted, cells: &[SetCell]) -> Pair {
        let n_columns = counted.n_clusters + 1;
        // Cluster by cluster, so that values read together are adjacent in memory.
        let mut at = vec![0_usize; self.0.len() * n_columns];
        let (mut of_set, mut of_cluster) = (vec![0_usize; self.0.len()], vec![0_usize; n_columns]);
        for &(set, cluster, count) in cells {
            at[cluster * self.0.len() + set] += count;
            of_set[set] += count;
            of_cluster[cluster] += count;
        }
        // The number of segments that share a code with those of a set, in whole numbers, so that sums are exact.
        let sharing = |with: &Vec<(usize, f64)>| with.iter().map(|&(other, _)| of_set[other]).sum::<usize>();
        let codes_shared: Vec<f64> = self.0.iter().map(|with| sharing(with) as f64).collect();
        let (mut precisions, mut recalls, mut n_clustered) = (Vec::new(), Vec::new(), 0);
        let mut found = Vec::new();
        for &(set, cluster, count) in cells {
            if counted.is_cluster(cluster) {
                let of_sets = &at[cluster * self.0.len()..(cluster + 1) * self.0.len()];
                let mut alike = 0;
                found.clear();
                // A set without segments adds nothing; the set itself always has segments.
                for &(other, shared) in self.0[set].iter().filter(|(other, _)| of_sets[*other] > 0) {
                    alike += of_sets[other];
                    found.push(of_sets[other] as f64 / shared);
                }
                precisions.push(count as f64 * alike as f64 / of_cluster[cluster] as f64);
                recalls.push(count as f64 * rising_sum(found.iter().copied()) / codes_shared[set]);
                n_clustered += count;
            }
        }
        let n: usize = cells.iter().map(|cell| cell.2).sum();
        let mean = |terms, n: usize, with| {
            if n == 0 { Err(Undefined::NoSegment { with }) } else { Ok(rising_sum(terms) / n as f64) }
        };
        (mean(precisions, n_clustered, SegmentWith::CodeAndCluster), mean(recalls, n, SegmentWith::Code))
    }
}
