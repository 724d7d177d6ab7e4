//! Options on how segments are grouped.

use clap::Args;

use super::algorithm_arg::{AlgorithmArg, help_with_algorithms};
use crate::domain::Algorithm;
use crate::project::ClusterParams;

/// Options on how segments are grouped.
#[derive(Debug, Args)]
pub(super) struct ThemesArgs {
    /// The algorithm that groups segments
    #[arg(long, value_enum, value_name = "ALGORITHM", default_value_t = AlgorithmArg(Algorithm::Auto), help_heading = "Candidates")]
    pub(super) algorithm: AlgorithmArg,
    #[arg(long, allow_negative_numbers = true, value_name = "K", help_heading = "Candidates", help = help_with_algorithms("The number of candidate themes", "n_groups", "; with k-means alone, of a single level [default: chosen]"))]
    pub(super) themes: Option<usize>,
    #[arg(long, allow_negative_numbers = true, value_name = "K", help_heading = "Candidates", help = help_with_algorithms("The number of candidate codes", "n_clusters", " [default: chosen]"))]
    pub(super) codes: Option<usize>,
    #[arg(long, allow_negative_numbers = true, value_name = "DISTANCE", help_heading = "Candidates", help = help_with_algorithms("The cosine distance within which segments are neighbours", "tolerance", " (eps) [default: the knee of the k-distance curve]"))]
    pub(super) tolerance: Option<f64>,
    #[arg(long, allow_negative_numbers = true, value_name = "N", help_heading = "Candidates", help = help_with_algorithms("The number of neighbours that make a region dense", "min_points", " (min_samples) [default: 3]"))]
    pub(super) min_points: Option<usize>,
    #[arg(long, allow_negative_numbers = true, value_name = "N", help_heading = "Candidates", help = help_with_algorithms("The fewest segments of a candidate", "min_cluster_size", " (min_cluster_size) [default: 5]"))]
    pub(super) min_cluster_size: Option<usize>,
    #[arg(long, allow_negative_numbers = true, value_name = "R", help_heading = "Candidates", help = help_with_algorithms("The resolution of communities", "resolution", ": higher gives more candidates [default: 1]"))]
    pub(super) resolution: Option<f64>,
    #[arg(long, help_heading = "Candidates", help = help_with_algorithms("Add noise to the nearest candidate, and mark it", "assign_noise", ""))]
    pub(super) assign_noise: bool,
    /// The seed of all random choices
    #[arg(long, value_name = "N", default_value_t = crate::domain::DEFAULT_SEED, help_heading = "Candidates")]
    pub(super) seed: u64,
}

impl ThemesArgs {
    /// Returns the parameters for the project.
    pub(super) fn params(&self) -> ClusterParams {
        ClusterParams {
            algorithm: self.algorithm.0,
            n_clusters: self.codes,
            n_groups: self.themes,
            tolerance: self.tolerance,
            min_points: self.min_points,
            min_cluster_size: self.min_cluster_size,
            resolution: self.resolution,
            assign_noise: self.assign_noise,
            seed: self.seed,
        }
    }
}
