//! How segments are grouped, as options.

use clap::{Args, ValueEnum};

use crate::domain::Algorithm;
use crate::project::ClusterParams;

/// How segments are grouped.
#[derive(Debug, Args)]
pub(super) struct ThemesArgs {
    /// How segments are grouped
    #[arg(long, value_enum, default_value_t = AlgorithmArg::Auto, help_heading = "Themes")]
    pub(super) algorithm: AlgorithmArg,
    /// How many candidate themes, with auto, k-means, ward or average [default: chosen, and the reason printed]
    #[arg(long, allow_negative_numbers = true, value_name = "K", help_heading = "Themes")]
    pub(super) themes: Option<usize>,
    /// How many groups the candidate themes are joined to, at the coarse level of the tree [default: chosen]
    #[arg(long, allow_negative_numbers = true, value_name = "G", help_heading = "Themes")]
    pub(super) groups: Option<usize>,
    /// How near neighbours are, with dbscan: a cosine distance (eps) [default: the knee of the k-distance curve]
    #[arg(long, allow_negative_numbers = true, value_name = "DISTANCE", help_heading = "Themes")]
    pub(super) tolerance: Option<f64>,
    /// How many neighbours make a dense place, with dbscan and hdbscan (min_samples) [default: 3]
    #[arg(long, allow_negative_numbers = true, value_name = "N", help_heading = "Themes")]
    pub(super) min_points: Option<usize>,
    /// How many segments a theme has at least, with hdbscan (min_cluster_size) [default: 5]
    #[arg(long, allow_negative_numbers = true, value_name = "N", help_heading = "Themes")]
    pub(super) min_cluster_size: Option<usize>,
    /// How fine graph communities are, with communities: higher gives more themes [default: 1]
    #[arg(long, allow_negative_numbers = true, value_name = "R", help_heading = "Themes")]
    pub(super) resolution: Option<f64>,
    /// Give noise to the nearest theme, marked, with dbscan and hdbscan
    #[arg(long, help_heading = "Themes")]
    pub(super) assign_noise: bool,
    /// From which every random choice follows
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Themes")]
    pub(super) seed: u64,
}

impl ThemesArgs {
    /// As the project takes them.
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
    /// What samples of the segments agree on; takes every segment in
    Auto,
    /// Around centres; takes every segment in
    KMeans,
    /// Joins what raises the spread least; takes every segment in
    Ward,
    /// Joins what is most alike on average; takes every segment in
    Average,
    /// Communities of the graph of shared neighbours, once
    Communities,
    /// Dense places at one density; leaves sparse segments out as noise
    Dbscan,
    /// Dense places at any density; leaves sparse segments out as noise
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
