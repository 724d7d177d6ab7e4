//! Measures of two partitions by their mutual information: NMI, homogeneity, completeness, V-measure.

use crate::domain::{Contingency, Undefined};

/// Computes the normalised mutual information with the arithmetic mean, I / ((H(A) + H(B)) / 2).
///
/// It is 1 for the same partition, and 0 if one tells nothing about the other. Not adjusted for chance: it grows with the
/// number of parts.
///
/// # Errors
/// [`Undefined::Nothing`]; [`Undefined::NoVariation`] if both have a single part.
///
/// # Source
/// Strehl, A. & Ghosh, J. (2002). Cluster ensembles. Journal of Machine Learning Research 3, 583–617 (there with the
/// geometric mean). <https://www.jmlr.org/papers/v3/strehl02a.html>
///
/// ```
/// use themata::compare::partition::normalized_mutual_info;
/// use themata::domain::Contingency;
///
/// // H is ln 2 and 1.5 ln 2, I is ln 2: 1 / 1.25.
/// let table = Contingency::new(&[0, 0, 1, 1], &[0, 0, 1, 2]);
/// assert!((normalized_mutual_info(&table).unwrap() - 0.8).abs() < 1e-12);
/// ```
pub fn normalized_mutual_info(table: &Contingency) -> Result<f64, Undefined> {
    Information::of(table)?.normalized()
}

/// Computes to what extent each cluster holds segments of only one code: I / H(codes), with the codes in the rows.
///
/// It is 1 if no cluster holds two codes. Not adjusted for chance: clusters of single segments have 1.
///
/// # Errors
/// [`Undefined::Nothing`]; [`Undefined::NoVariation`] if there is a single code.
///
/// # Source
/// Rosenberg, A. & Hirschberg, J. (2007). V-measure: a conditional entropy-based external cluster evaluation measure.
/// EMNLP-CoNLL, 410–420. <https://aclanthology.org/D07-1043/>. They set it to 1 for a single code; here it is undefined.
///
/// ```
/// use themata::compare::partition::homogeneity;
/// use themata::domain::Contingency;
///
/// // Codes {1, 2}, {3, 4}; clusters {1, 2}, {3}, {4} hold one code each.
/// assert_eq!(homogeneity(&Contingency::new(&[0, 0, 1, 1], &[0, 0, 1, 2])), Ok(1.0));
/// ```
pub fn homogeneity(table: &Contingency) -> Result<f64, Undefined> {
    Information::of(table)?.homogeneity()
}

/// Computes to what extent the segments of each code are in only one cluster: I / H(clusters), with the clusters in the
/// columns.
///
/// It is 1 if no code is in two clusters. Not adjusted for chance: a single cluster of all segments would have 1.
///
/// # Errors
/// [`Undefined::Nothing`]; [`Undefined::NoVariation`] if there is a single cluster.
///
/// # Source
/// As for [`homogeneity`].
///
/// ```
/// use themata::compare::partition::completeness;
/// use themata::domain::Contingency;
///
/// // I is ln 2, H(clusters) 1.5 ln 2.
/// let table = Contingency::new(&[0, 0, 1, 1], &[0, 0, 1, 2]);
/// assert!((completeness(&table).unwrap() - 2.0 / 3.0).abs() < 1e-12);
/// ```
pub fn completeness(table: &Contingency) -> Result<f64, Undefined> {
    Information::of(table)?.completeness()
}

/// What two partitions tell about each other, computed once for all measures.
#[derive(Clone, Copy, Debug)]
pub(super) struct Information {
    mutual: f64,
    of_rows: f64,
    of_columns: f64,
}

impl Information {
    pub(super) fn of(table: &Contingency) -> Result<Self, Undefined> {
        if table.n() == 0 {
            return Err(Undefined::Nothing);
        }
        let (of_rows, of_columns) = table.entropies();
        Ok(Self { mutual: table.mutual_information(), of_rows, of_columns })
    }

    pub(super) fn normalized(&self) -> Result<f64, Undefined> {
        let both = self.of_rows + self.of_columns;
        if both > 0.0 { Ok((2.0 * self.mutual / both).min(1.0)) } else { Err(Undefined::NoVariation) }
    }

    pub(super) fn homogeneity(&self) -> Result<f64, Undefined> {
        self.share(self.of_rows)
    }

    pub(super) fn completeness(&self) -> Result<f64, Undefined> {
        self.share(self.of_columns)
    }

    fn share(&self, entropy: f64) -> Result<f64, Undefined> {
        if entropy > 0.0 { Ok((self.mutual / entropy).min(1.0)) } else { Err(Undefined::NoVariation) }
    }
}

/// Computes the V-measure: the harmonic mean of [`homogeneity`] and [`completeness`]. Not adjusted for chance: it grows
/// with the number of clusters.
///
/// 2·(I/A)·(I/B) / (I/A + I/B) = 2I / (A + B): it equals [`normalized_mutual_info`], and exchanging labels and clusters
/// does not change it.
///
/// **Edge cases**: 1 if both have a single part, or if there are no segments, as in scikit-learn.
///
/// # Source
/// As for [`homogeneity`].
///
/// ```
/// use themata::compare::partition::v_measure;
/// use themata::domain::Contingency;
///
/// // Labels ln 2, clusters 1.5 ln 2, shared ln 2: homogeneity 1, completeness 2/3, V = 0.8.
/// let found = v_measure(&Contingency::new(&[0, 0, 1, 1], &[0, 0, 1, 2]));
/// assert!((found - 0.8).abs() < 1e-12);
/// ```
#[must_use]
pub fn v_measure(table: &Contingency) -> f64 {
    normalized_mutual_info(table).unwrap_or(1.0)
}
