//! Compares clusters with codes: two groupings of the same segments, one by a person and one by a machine.
//!
//! [`compare`] compares the codes of segments with their clusters. A machine is not a coder: the measures show how far
//! its groups overlap with the coding. Each figure that grows with the number of groups, or that is based on a matching
//! chosen afterwards, is given with its value for codes dealt at random. [`runs()`] compares several groupings with each
//! other.

mod b_cubed;
mod comparison;
mod figure;
mod figures;
mod findings;
mod grid;
mod information;
mod matching;
mod pair_counting;
mod runs;
mod segments;
mod structure;
#[cfg(test)]
mod tests;

pub use b_cubed::b_cubed;
pub use comparison::{PartitionComparison, compare};
pub use figure::{ByChance, Figure};
pub use figures::{BCubed, PartitionMeasures};
pub use grid::{Grid, GridLine};
pub use information::{completeness, homogeneity, normalized_mutual_info, v_measure};
pub use matching::{MatchedPair, Matching, UnmatchedCluster, UnmatchedCode, matched_accuracy};
pub use pair_counting::fowlkes_mallows;
pub use runs::{DisputedSegment, RunAgreement, RunMembership, Runs, between, runs};
pub use segments::{CodedSegment, PartitionCounts, PartitionParams};
pub use structure::{CodeShare, MERGED_SHARE, MergedCluster, SPLIT_SHARE, SplitCode};
