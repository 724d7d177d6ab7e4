//! Clusterings: how an algorithm grouped segments, and the evidence for the parameters that it chose.

use serde::{Deserialize, Serialize};

use super::ids::ClusterId;
use super::remedy::Remedy;

/// The seed of all random choices where none is given, for every front end.
pub const DEFAULT_SEED: u64 = 1;

/// Returns [`DEFAULT_SEED`], for requests that are read from JSON.
#[must_use]
pub const fn default_seed() -> u64 {
    DEFAULT_SEED
}

/// The clustering algorithms on offer, the default first.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::Display,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Algorithm {
    /// The consensus of Leiden communities over samples, at the resolution at which the samples agree best.
    #[default]
    Auto,
    /// Lloyd's K-means from k-means++ starts; assigns every segment.
    KMeans,
    /// Agglomeration by Ward's criterion; assigns every segment.
    Ward,
    /// Agglomeration by average linkage of cosine distances; assigns every segment.
    Average,
    /// Leiden communities of the shared-neighbour graph, once, at a given resolution.
    Communities,
    /// Density-based clustering at one density; leaves sparse segments out as noise.
    Dbscan,
    /// Density-based clustering at every density; leaves sparse segments out as noise.
    Hdbscan,
}

/// How an algorithm groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AlgorithmFamily {
    /// Communities of a graph of neighbours.
    Graph,
    /// Means of segments.
    Centres,
    /// Segments joined step by step.
    Agglomeration,
    /// Dense places; what is sparse is noise.
    Density,
}

/// What the program has to know about an algorithm besides how it computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlgorithmFacts {
    /// What it does, in a few words for a list of algorithms.
    pub summary: &'static str,
    /// How it groups.
    pub family: AlgorithmFamily,
    /// The parameters that it uses, by the names of the request's fields. All algorithms use `seed`, and those that leave no noise use
    /// `n_groups`; these are not listed.
    pub parameters: &'static [&'static str],
    /// Whether its result depends on the seed.
    pub is_seeded: bool,
    /// Whether groupings into different numbers of clusters, with the same seed, are cuts of one tree.
    pub cuts_one_tree: bool,
    /// The most segments that it takes; `None` where only memory limits it.
    pub max_n_segments: Option<usize>,
}

impl Algorithm {
    /// All of them, the default first.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Returns what is known about the algorithm. All lists of algorithms with a property follow from here.
    #[must_use]
    pub const fn facts(self) -> AlgorithmFacts {
        match self {
            Self::Auto => AlgorithmFacts {
                summary: "The grouping on which samples of the segments agree; every segment gets a candidate",
                family: AlgorithmFamily::Graph,
                parameters: &["n_clusters"],
                is_seeded: true,
                cuts_one_tree: true,
                max_n_segments: None,
            },
            Self::KMeans => AlgorithmFacts {
                summary: "Groups around centres; every segment gets a candidate",
                family: AlgorithmFamily::Centres,
                parameters: &["n_clusters"],
                is_seeded: true,
                cuts_one_tree: false,
                max_n_segments: None,
            },
            Self::Ward => AlgorithmFacts {
                summary: "Joins the groups whose union raises the variance least; every segment gets a candidate",
                family: AlgorithmFamily::Agglomeration,
                parameters: &["n_clusters"],
                is_seeded: false,
                cuts_one_tree: true,
                // The distances of all pairs fill 600 MiB.
                max_n_segments: Some(17_000),
            },
            Self::Average => AlgorithmFacts {
                summary: "Joins the groups that are most similar on average; every segment gets a candidate",
                ..Self::Ward.facts()
            },
            Self::Communities => AlgorithmFacts {
                summary: "Communities in the graph of shared neighbours, in a single run; every segment gets a candidate",
                family: AlgorithmFamily::Graph,
                parameters: &["resolution"],
                is_seeded: true,
                cuts_one_tree: false,
                max_n_segments: None,
            },
            Self::Dbscan => AlgorithmFacts {
                summary: "Dense regions at one density; segments outside them are noise",
                family: AlgorithmFamily::Density,
                parameters: &["tolerance", "min_points", "assign_noise"],
                is_seeded: false,
                cuts_one_tree: false,
                max_n_segments: None,
            },
            Self::Hdbscan => AlgorithmFacts {
                summary: "Dense regions at any density; segments outside them are noise",
                family: AlgorithmFamily::Density,
                parameters: &["min_points", "min_cluster_size", "assign_noise"],
                is_seeded: false,
                cuts_one_tree: false,
                // Every pair is compared, on one core: more rows take minutes.
                max_n_segments: Some(20_000),
            },
        }
    }

    /// Tells whether the algorithm uses a parameter, given by the name of the request's field: `n_clusters`.
    #[must_use]
    pub fn takes(self, parameter: &str) -> bool {
        match parameter {
            "seed" => true,
            "n_groups" => self.can_have_two_levels(),
            parameter => self.facts().parameters.contains(&parameter),
        }
    }

    /// Tells whether its clusters can be grouped into candidate themes. Dense regions cannot: they are apart, and noise is between them.
    #[must_use]
    pub fn can_have_two_levels(self) -> bool {
        !self.leaves_noise()
    }

    /// Tells whether the algorithm leaves sparse segments out as noise.
    #[must_use]
    pub fn leaves_noise(self) -> bool {
        self.facts().family == AlgorithmFamily::Density
    }
}

/// A grouping of segments: the cluster of each segment, `None` for noise.
///
/// Clusters are numbered from 0 by falling size, equal sizes by their content, so the same input always gives the same numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Clustering {
    /// The algorithm that made it.
    pub algorithm: Algorithm,
    /// The cluster of each segment.
    pub assignments: Vec<Option<ClusterId>>,
    /// How many clusters there are.
    pub n_clusters: usize,
    /// Whether the iteration converged within its limit.
    pub converged: bool,
}

/// One candidate value of a parameter and its score.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CriterionPoint {
    /// The candidate: a number of clusters, or a distance.
    pub x: f64,
    /// Its score; `None` where it is undefined there.
    pub y: Option<f64>,
}

/// The whole curve from which a parameter was chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CriterionCurve {
    /// What varies: `n_clusters`, or `rank` for a k-distance curve.
    pub parameter: String,
    /// What is scored: `stability`, `excess_stability` (of what candidate themes join), `silhouette`, or `k-distance`.
    pub criterion: String,
    /// The points, by rising `x`.
    pub points: Vec<CriterionPoint>,
    /// The value chosen.
    pub chosen: f64,
    /// Why it was chosen, in a sentence.
    pub reason: String,
    /// Other criteria over the same range; they are evidence only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<OtherCriterion>,
}

/// A criterion that was computed and did not decide.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OtherCriterion {
    /// What is scored: `silhouette`, `calinski_harabasz`, `stability`.
    pub criterion: String,
    /// The points, by rising `x`.
    pub points: Vec<CriterionPoint>,
}

/// A parameter with a value that is not allowed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} must be {rule}; got {received}", parameter_in_words(parameter))]
pub struct ParameterError {
    /// The parameter, by the name of the request's field: `n_clusters`.
    pub parameter: &'static str,
    /// What it must be.
    pub rule: String,
    /// What was received.
    pub received: String,
}

impl ParameterError {
    /// Returns what the user can do: give the parameter another value.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        vec![Remedy::give(self.parameter)]
    }
}

/// Returns the everyday words for a parameter. A parameter without such words is named without its underscores.
pub(crate) fn parameter_in_words(parameter: &str) -> String {
    let words = match parameter {
        "n_clusters" => "number of candidate codes",
        "n_groups" => "number of candidate themes",
        "min_points" => "least number of neighbours (min_points)",
        "min_cluster_size" => "smallest size of a candidate",
        "assign_noise" => "assignment of noise",
        "min_words" => "least number of words of a segment",
        "max_words" => "greatest number of words of a segment",
        "speakers" => "roles of speakers",
        "keep" => "kinds that are kept",
        "include_interviewer" => "rule that interviewers' turns are segments",
        "context" => "weight of the question (context)",
        "base" => "number of interviews in the base",
        "run_length" => "number of interviews in a run",
        "coders" => "list of coders",
        "order" => "order of the categories",
        "empty_is_none" => "rule that an empty cell holds no code",
        other => match other.strip_prefix("n_") {
            Some(counted) => return format!("the number of {}", counted.replace('_', " ")),
            None => return format!("the {}", other.replace('_', " ")),
        },
    };
    format!("the {words}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_agree_with_each_other() {
        for &algorithm in Algorithm::ALL {
            let facts = algorithm.facts();
            assert_eq!(algorithm.takes("assign_noise"), algorithm.leaves_noise(), "{algorithm}");
            assert!(!facts.cuts_one_tree || algorithm.takes("n_clusters"), "{algorithm}");
        }
    }

    #[test]
    fn a_parameter_is_named_as_people_say_it() {
        let error =
            |parameter| ParameterError { parameter, rule: "at least 2".to_owned(), received: "1".to_owned() };
        assert_eq!(
            error("n_clusters").to_string(),
            "the number of candidate codes must be at least 2; got 1"
        );
        assert_eq!(error("tolerance").to_string(), "the tolerance must be at least 2; got 1");
        assert_eq!(error("n_key_terms").to_string(), "the number of key terms must be at least 2; got 1");
        assert_eq!(error("min_points").remedies(), [Remedy::give("min_points")]);
    }
}
