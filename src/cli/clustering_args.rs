//! Options on how segments are grouped.

use clap::{Args, ValueEnum};

use crate::domain::Algorithm;
use crate::project::ClusterParams;

/// Options on how segments are grouped.
#[derive(Debug, Args)]
pub(super) struct ThemesArgs {
    /// The algorithm that groups segments
    #[arg(long, value_enum, default_value_t = AlgorithmArg::Auto, help_heading = "Themes")]
    pub(super) algorithm: AlgorithmArg,
    /// The number of candidate themes, with auto, k-means, ward or average [default: chosen, and the reason printed]
    #[arg(long, allow_negative_numbers = true, value_name = "K", help_heading = "Themes")]
    pub(super) themes: Option<usize>,
    /// The number of groups into which candidate themes are joined [default: chosen]
    #[arg(long, allow_negative_numbers = true, value_name = "G", help_heading = "Themes")]
    pub(super) groups: Option<usize>,
    /// The cosine distance within which segments are neighbours, with dbscan (eps) [default: the knee of the k-distance curve]
    #[arg(long, allow_negative_numbers = true, value_name = "DISTANCE", help_heading = "Themes")]
    pub(super) tolerance: Option<f64>,
    /// The number of neighbours that make a region dense, with dbscan and hdbscan (min_samples) [default: 3]
    #[arg(long, allow_negative_numbers = true, value_name = "N", help_heading = "Themes")]
    pub(super) min_points: Option<usize>,
    /// The fewest segments of a theme, with hdbscan (min_cluster_size) [default: 5]
    #[arg(long, allow_negative_numbers = true, value_name = "N", help_heading = "Themes")]
    pub(super) min_cluster_size: Option<usize>,
    /// The resolution of communities: higher gives more themes [default: 1]
    #[arg(long, allow_negative_numbers = true, value_name = "R", help_heading = "Themes")]
    pub(super) resolution: Option<f64>,
    /// Add noise to the nearest theme, and mark it, with dbscan and hdbscan
    #[arg(long, help_heading = "Themes")]
    pub(super) assign_noise: bool,
    /// The seed of all random choices
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Themes")]
    pub(super) seed: u64,
}

impl ThemesArgs {
    /// Returns the parameters for the project.
    pub(super) fn params(&self) -> ClusterParams {
        ClusterParams {
            algorithm: self.algorithm.into(),
            n_clusters: self.themes,
            n_groups: self.groups,
            tolerance: self.tolerance,
            min_points: self.min_points,
            min_cluster_size: self.min_cluster_size,
            resolution: self.resolution,
            assign_noise: self.assign_noise,
            seed: self.seed,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum AlgorithmArg {
    /// The grouping on which samples of the segments agree; every segment gets a theme
    Auto,
    /// Groups around centres; every segment gets a theme
    KMeans,
    /// Joins the groups that raise the variance least; every segment gets a theme
    Ward,
    /// Joins the groups that are most similar on average; every segment gets a theme
    Average,
    /// Communities in the graph of shared neighbours, in a single run
    Communities,
    /// Dense regions, at one density; sparse segments are set aside as noise
    Dbscan,
    /// Dense regions, at any density; sparse segments are set aside as noise
    Hdbscan,
}

impl From<AlgorithmArg> for Algorithm {
    fn from(algorithm: AlgorithmArg) -> Self {
        match algorithm {
            AlgorithmArg::Auto => Self::Auto,
            AlgorithmArg::KMeans => Self::KMeans,
            AlgorithmArg::Ward => Self::Ward,
            AlgorithmArg::Average => Self::Average,
            AlgorithmArg::Communities => Self::Communities,
            AlgorithmArg::Dbscan => Self::Dbscan,
            AlgorithmArg::Hdbscan => Self::Hdbscan,
        }
    }
}
