//! How segments are grouped, as options.

use clap::Args;

use super::algorithm_arg::{AlgorithmArg, help_with_algorithms};
use crate::domain::Algorithm;
use crate::project::ClusterParams;

/// How segments are grouped.
#[derive(Debug, Args)]
pub(super) struct ThemesArgs {
    /// How segments are grouped
    #[arg(long, value_enum, value_name = "ALGORITHM", default_value_t = AlgorithmArg(Algorithm::Auto), help_heading = "Themes")]
    pub(super) algorithm: AlgorithmArg,
    #[arg(long, allow_negative_numbers = true, value_name = "K", help_heading = "Themes", help = help_with_algorithms("How many candidate themes", "n_clusters", " [default: chosen, and the reason printed]"))]
    pub(super) themes: Option<usize>,
    /// How many groups the candidate themes are joined to, at the coarse level of the tree [default: chosen]
    #[arg(long, allow_negative_numbers = true, value_name = "G", help_heading = "Themes")]
    pub(super) groups: Option<usize>,
    #[arg(long, allow_negative_numbers = true, value_name = "DISTANCE", help_heading = "Themes", help = help_with_algorithms("How near neighbours are", "tolerance", ": a cosine distance (eps) [default: the knee of the k-distance curve]"))]
    pub(super) tolerance: Option<f64>,
    #[arg(long, allow_negative_numbers = true, value_name = "N", help_heading = "Themes", help = help_with_algorithms("How many neighbours make a dense place", "min_points", " (min_samples) [default: 3]"))]
    pub(super) min_points: Option<usize>,
    #[arg(long, allow_negative_numbers = true, value_name = "N", help_heading = "Themes", help = help_with_algorithms("How many segments a theme has at least", "min_cluster_size", " (min_cluster_size) [default: 5]"))]
    pub(super) min_cluster_size: Option<usize>,
    #[arg(long, allow_negative_numbers = true, value_name = "R", help_heading = "Themes", help = help_with_algorithms("How fine graph communities are", "resolution", ": higher gives more themes [default: 1]"))]
    pub(super) resolution: Option<f64>,
    #[arg(long, help_heading = "Themes", help = help_with_algorithms("Give noise to the nearest theme, marked", "assign_noise", ""))]
    pub(super) assign_noise: bool,
    /// From which every random choice follows
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Themes")]
    pub(super) seed: u64,
}

impl ThemesArgs {
    /// Returns the parameters as the project takes them.
    pub(super) fn params(&self) -> ClusterParams {
        ClusterParams {
            algorithm: self.algorithm.0,
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
