//! Parameters: given, then checked. Only the checked types run.

use serde::{Deserialize, Serialize};

use crate::domain::{Algorithm, DEFAULT_SEED, ParameterError};

/// The largest number of clusters that is tried if no limit is given.
pub(super) const MAX_CHOSEN_CLUSTERS: usize = 20;

fn refuse<T>(parameter: &'static str, rule: String, received: impl ToString) -> Result<T, ParameterError> {
    Err(ParameterError { parameter, rule, received: received.to_string() })
}

pub(super) fn check_n_clusters(
    name: &'static str,
    n_clusters: usize,
    n_segments: usize,
) -> Result<(), ParameterError> {
    if n_clusters < 2 || n_clusters > n_segments {
        let rule = format!("at least 2 and at most the number of segments ({n_segments})");
        return refuse(name, rule, n_clusters);
    }
    Ok(())
}

fn check_at_least_one(name: &'static str, value: u64) -> Result<(), ParameterError> {
    if value == 0 { refuse(name, "at least 1".to_owned(), value) } else { Ok(()) }
}

fn check_cosine_tolerance(tolerance: f64) -> Result<(), ParameterError> {
    // Written so that NaN fails.
    if !(tolerance > 0.0 && tolerance <= 2.0) {
        let rule = "a cosine distance: greater than 0 and at most 2".to_owned();
        return refuse("tolerance", rule, tolerance);
    }
    Ok(())
}

pub(super) fn check_min_points(min_points: usize) -> Result<(), ParameterError> {
    if min_points < 2 { refuse("min_points", "at least 2".to_owned(), min_points) } else { Ok(()) }
}

/// The parameters of K-means.
#[derive(Clone, Debug, PartialEq)]
pub struct KMeansParams {
    /// How many clusters: at least 2, at most as many as there are segments.
    pub n_clusters: usize,
    /// How many starts are tried; the one of least inertia is kept. At least 1.
    pub n_runs: usize,
    /// How many iterations a start may take. At least 1.
    pub max_n_iterations: u64,
    /// linfa hands over to exact steps when all centres together moved less than this Euclidean distance. The exact
    /// steps go on until nothing moves, so it decides on time, hardly on the result. Above 0, finite.
    pub tolerance: f64,
    /// The seed of every random choice.
    pub seed: u64,
}

impl KMeansParams {
    /// Returns the defaults: ten starts of at most 300 iterations, as linfa and scikit-learn. Of tolerances from 1e-4 to 0.05 all chose
    /// the same number on interview sentences, at the same silhouette; 0.05 takes three quarters of the time.
    #[must_use]
    pub fn new(n_clusters: usize, seed: u64) -> Self {
        Self { n_clusters, n_runs: 10, max_n_iterations: 300, tolerance: 5e-2, seed }
    }

    /// Checks each value, for `n_segments` segments.
    ///
    /// # Errors
    /// [`ParameterError`] names the first value that is out of bounds.
    pub fn check(self, n_segments: usize) -> Result<KMeansValidParams, ParameterError> {
        check_n_clusters("n_clusters", self.n_clusters, n_segments)?;
        check_at_least_one("n_runs", self.n_runs as u64)?;
        check_at_least_one("max_n_iterations", self.max_n_iterations)?;
        // linfa computes in single precision, so the value must be one there too. NaN fails.
        if !((self.tolerance as f32) > 0.0 && (self.tolerance as f32).is_finite()) {
            return refuse("tolerance", "a finite number greater than 0".to_owned(), self.tolerance);
        }
        Ok(KMeansValidParams(self))
    }
}

/// Checked [`KMeansParams`].
#[derive(Clone, Debug, PartialEq)]
pub struct KMeansValidParams(pub(super) KMeansParams);

/// The parameters of DBSCAN.
#[derive(Clone, Debug, PartialEq)]
pub struct DbscanParams {
    /// Two segments are neighbours where their cosine distance 1 − cos is at most this (eps). Above 0, at most 2.
    pub tolerance: f64,
    /// A segment with at least this many neighbours, itself among them, is a core (min_samples). At least 2.
    pub min_points: usize,
}

impl DbscanParams {
    /// Checks each value.
    ///
    /// # Errors
    /// [`ParameterError`] names the first value that is out of bounds.
    pub fn check(self) -> Result<DbscanValidParams, ParameterError> {
        check_cosine_tolerance(self.tolerance)?;
        check_min_points(self.min_points)?;
        Ok(DbscanValidParams(self))
    }
}

/// Checked [`DbscanParams`].
#[derive(Clone, Debug, PartialEq)]
pub struct DbscanValidParams(pub(super) DbscanParams);

/// The parameters of choosing the number of clusters.
#[derive(Clone, Debug, PartialEq)]
pub struct ChooseParams {
    /// The smallest number that may be chosen; `None`: from the number of different segments.
    pub min: Option<usize>,
    /// The largest number that is tried; `None`: from the number of different segments.
    pub max: Option<usize>,
    /// How many starts are tried for each number. At least 1.
    pub n_runs: usize,
    /// How many iterations a start may take. At least 1.
    pub max_n_iterations: u64,
    /// As in [`KMeansParams`].
    pub tolerance: f64,
    /// The seed of every random choice.
    pub seed: u64,
}

impl ChooseParams {
    /// Returns the defaults with a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let KMeansParams { n_runs, max_n_iterations, tolerance, .. } = KMeansParams::new(2, seed);
        Self { min: None, max: None, n_runs, max_n_iterations, tolerance, seed }
    }

    /// Checks each value, for `n_segments` segments.
    ///
    /// # Errors
    /// [`ParameterError`] names the first value that is out of bounds.
    pub fn check(self, n_segments: usize) -> Result<ChooseValidParams, ParameterError> {
        if let Some(min) = self.min {
            check_n_clusters("min", min, n_segments)?;
        }
        if let Some(max) = self.max {
            check_n_clusters("max", max, n_segments)?;
        }
        if let (Some(min), Some(max)) = (self.min, self.max)
            && min > max
        {
            return refuse("max", format!("at least min ({min})"), max);
        }
        // The rest is checked as K-means would, at a number of clusters that always passes.
        self.k_means(2).check(2)?;
        Ok(ChooseValidParams(self))
    }

    /// Returns the parameters of K-means with these values.
    pub(super) fn k_means(&self, n_clusters: usize) -> KMeansParams {
        let Self { n_runs, max_n_iterations, tolerance, seed, .. } = *self;
        KMeansParams { n_clusters, n_runs, max_n_iterations, tolerance, seed }
    }
}

/// Checked [`ChooseParams`].
#[derive(Clone, Debug, PartialEq)]
pub struct ChooseValidParams(pub(super) ChooseParams);

/// What a user asks for. What is `None` is chosen from the segments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ClusterParams {
    /// The algorithm.
    pub algorithm: Algorithm,
    /// How many candidate codes are made.
    pub n_clusters: Option<usize>,
    /// How many candidate themes these are grouped into. K-means that is given this number alone makes as many candidate themes at one
    /// level, without candidate codes.
    pub n_groups: Option<usize>,
    /// DBSCAN's cosine distance between neighbours (eps).
    pub tolerance: Option<f64>,
    /// The number of neighbours of a core, itself among them (min_samples), of DBSCAN and HDBSCAN; 3 where `None`.
    pub min_points: Option<usize>,
    /// HDBSCAN's smallest cluster (min_cluster_size); 5 where `None`.
    pub min_cluster_size: Option<usize>,
    /// The resolution of graph communities; 1 where `None`.
    pub resolution: Option<f64>,
    /// Whether noise is given to the nearest candidate, marked as such.
    pub assign_noise: bool,
    /// The seed of every random choice.
    pub seed: u64,
}

impl Default for ClusterParams {
    fn default() -> Self {
        Self {
            algorithm: Algorithm::default(),
            n_clusters: None,
            n_groups: None,
            tolerance: None,
            min_points: None,
            min_cluster_size: None,
            resolution: None,
            assign_noise: false,
            seed: DEFAULT_SEED,
        }
    }
}

impl ClusterParams {
    /// Checks each value, for `n_segments` segments; a value that the algorithm would not use is refused.
    ///
    /// # Errors
    /// [`ParameterError`] names the first value that is out of bounds or not used.
    pub fn check(self, n_segments: usize) -> Result<ClusterValidParams, ParameterError> {
        let algorithm = self.algorithm;
        let given = [
            ("n_clusters", self.n_clusters.map(|value| value.to_string())),
            ("n_groups", self.n_groups.map(|value| value.to_string())),
            ("tolerance", self.tolerance.map(|value| value.to_string())),
            ("min_points", self.min_points.map(|value| value.to_string())),
            ("min_cluster_size", self.min_cluster_size.map(|value| value.to_string())),
            ("resolution", self.resolution.map(|value| value.to_string())),
            ("assign_noise", self.assign_noise.then(|| "true".to_owned())),
        ];
        for (parameter, value) in given {
            if let Some(value) = value.filter(|_| !algorithm.takes(parameter)) {
                let why = match parameter {
                    "n_clusters" => "finds the number itself",
                    "n_groups" => "finds one level of candidates",
                    "assign_noise" => "leaves no noise",
                    _ => "does not use it",
                };
                return refuse(parameter, format!("left out with {algorithm}, which {why}"), value);
            }
        }
        if let Some(n_clusters) = self.n_clusters {
            check_n_clusters("n_clusters", n_clusters, n_segments)?;
        }
        if let Some(n_groups) = self.n_groups {
            let most = match self.n_clusters {
                Some(n_clusters) => ("candidate codes", n_clusters),
                None => ("segments", n_segments),
            };
            if n_groups < 2 || n_groups > most.1 {
                let rule = format!("at least 2 and at most the number of {} ({})", most.0, most.1);
                return refuse("n_groups", rule, n_groups);
            }
        }
        if let Some(tolerance) = self.tolerance {
            check_cosine_tolerance(tolerance)?;
        }
        if let Some(min_points) = self.min_points {
            check_min_points(min_points)?;
        }
        if let Some(size) = self.min_cluster_size.filter(|&size| size < 2) {
            return refuse("min_cluster_size", "at least 2".to_owned(), size);
        }
        if let Some(resolution) = self.resolution
            // Written so that NaN fails.
            && !(resolution > 0.0 && resolution.is_finite())
        {
            return refuse("resolution", "a finite number greater than 0".to_owned(), resolution);
        }
        Ok(ClusterValidParams::of(self))
    }
}

/// Checked [`ClusterParams`].
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterValidParams {
    /// The values; where one level is wanted, the number of clusters is set.
    pub(super) params: ClusterParams,
    /// Whether the clusters are not grouped.
    pub(super) has_one_level: bool,
}

impl ClusterValidParams {
    fn of(mut params: ClusterParams) -> Self {
        let is_k_means_alone = params.algorithm == Algorithm::KMeans && params.n_clusters.is_none();
        let has_one_level =
            (is_k_means_alone && params.n_groups.is_some()) || !params.algorithm.can_have_two_levels();
        if is_k_means_alone {
            params.n_clusters = params.n_groups.take();
        }
        Self { params, has_one_level }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused<T: std::fmt::Debug>(result: Result<T, ParameterError>) -> &'static str {
        result.unwrap_err().parameter
    }

    #[test]
    fn parameters_of_algorithms_are_fields() {
        let fields = serde_json::to_value(ClusterParams::default()).unwrap();
        for algorithm in Algorithm::ALL {
            for parameter in algorithm.facts().parameters {
                assert!(fields.get(parameter).is_some(), "{algorithm}: {parameter}");
            }
        }
    }

    #[test]
    fn each_rule_of_k_means() {
        let good = KMeansParams::new(3, 7);
        assert!(good.clone().check(3).is_ok());
        assert_eq!(refused(good.clone().check(2)), "n_clusters");
        assert_eq!(refused(KMeansParams { n_clusters: 1, ..good.clone() }.check(9)), "n_clusters");
        assert_eq!(refused(KMeansParams { n_runs: 0, ..good.clone() }.check(9)), "n_runs");
        assert_eq!(
            refused(KMeansParams { max_n_iterations: 0, ..good.clone() }.check(9)),
            "max_n_iterations"
        );
        for tolerance in [f64::NAN, 0.0, -1.0, f64::INFINITY, 1e-60] {
            assert_eq!(refused(KMeansParams { tolerance, ..good.clone() }.check(9)), "tolerance");
        }
        let message = good.check(2).unwrap_err().to_string();
        assert_eq!(
            message,
            "the number of candidate codes must be at least 2 and at most the number of segments (2); got 3"
        );
    }

    #[test]
    fn each_rule_of_dbscan() {
        assert!(DbscanParams { tolerance: 2.0, min_points: 2 }.check().is_ok());
        for tolerance in [f64::NAN, 0.0, -0.1, 2.1, f64::INFINITY] {
            assert_eq!(refused(DbscanParams { tolerance, min_points: 2 }.check()), "tolerance");
        }
        assert_eq!(refused(DbscanParams { tolerance: 0.5, min_points: 1 }.check()), "min_points");
    }

    #[test]
    fn each_rule_of_choosing() {
        let good = ChooseParams::new(1);
        assert!(good.clone().check(2).is_ok());
        assert_eq!(refused(ChooseParams { min: Some(1), ..good.clone() }.check(9)), "min");
        assert_eq!(refused(ChooseParams { max: Some(10), ..good.clone() }.check(9)), "max");
        assert_eq!(refused(ChooseParams { min: Some(5), max: Some(4), ..good.clone() }.check(9)), "max");
        assert_eq!(refused(ChooseParams { n_runs: 0, ..good }.check(9)), "n_runs");
    }

    #[test]
    fn k_means_with_a_number_of_themes_alone_has_one_level() {
        let k_means =
            ClusterParams { algorithm: Algorithm::KMeans, n_groups: Some(4), ..ClusterParams::default() };
        let alone = k_means.clone().check(9).unwrap();
        assert_eq!(
            (alone.params.n_clusters, alone.params.n_groups, alone.has_one_level),
            (Some(4), None, true)
        );
        let both = ClusterParams { n_clusters: Some(6), ..k_means.clone() }.check(9).unwrap();
        assert_eq!(
            (both.params.n_clusters, both.params.n_groups, both.has_one_level),
            (Some(6), Some(4), false)
        );
        let ward = ClusterParams { algorithm: Algorithm::Ward, ..k_means }.check(9).unwrap();
        assert_eq!(
            (ward.params.n_clusters, ward.params.n_groups, ward.has_one_level),
            (None, Some(4), false)
        );
    }

    #[test]
    fn values_that_are_not_used_are_refused() {
        let of = |algorithm| ClusterParams { algorithm, ..ClusterParams::default() };
        let k_means = of(Algorithm::KMeans);
        let dbscan = of(Algorithm::Dbscan);
        assert!(k_means.clone().check(0).is_ok());
        assert_eq!(refused(ClusterParams { tolerance: Some(0.1), ..k_means.clone() }.check(9)), "tolerance");
        assert_eq!(refused(ClusterParams { min_points: Some(3), ..k_means.clone() }.check(9)), "min_points");
        assert_eq!(refused(ClusterParams { n_clusters: Some(10), ..k_means.clone() }.check(9)), "n_clusters");
        assert_eq!(refused(ClusterParams { n_groups: Some(1), ..k_means.clone() }.check(9)), "n_groups");
        let more_than_themes = ClusterParams { n_clusters: Some(3), n_groups: Some(4), ..k_means.clone() };
        assert_eq!(refused(more_than_themes.check(9)), "n_groups");
        assert_eq!(refused(ClusterParams { assign_noise: true, ..k_means }.check(9)), "assign_noise");
        assert_eq!(refused(ClusterParams { n_clusters: Some(3), ..dbscan.clone() }.check(9)), "n_clusters");
        assert_eq!(refused(ClusterParams { n_groups: Some(3), ..dbscan.clone() }.check(9)), "n_groups");
        let nan = ClusterParams { tolerance: Some(f64::NAN), ..dbscan.clone() };
        assert_eq!(refused(nan.check(9)), "tolerance");
        assert_eq!(refused(ClusterParams { min_points: Some(1), ..dbscan }.check(9)), "min_points");
        let small = ClusterParams { min_cluster_size: Some(1), ..of(Algorithm::Hdbscan) };
        assert_eq!(refused(small.check(9)), "min_cluster_size");
        for resolution in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            let params = ClusterParams { resolution: Some(resolution), ..of(Algorithm::Communities) };
            assert_eq!(refused(params.check(9)), "resolution");
        }
    }
}
