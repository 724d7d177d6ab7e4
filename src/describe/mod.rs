//! Descriptions of clusters: key terms, exemplars, near misses, the rival theme, a suggested label.
//!
//! A description is evidence for a reader, not a finding: see [`describe()`].

mod background;
mod centres;
mod content_words;
mod corpus;
#[allow(clippy::module_inception)]
mod describe;
mod described_segment;
mod detect;
mod exemplars;
mod key_terms;
mod label;
#[cfg(test)]
mod label_tests;
mod naming;
mod near_duplicates;
mod normal_form;
mod notices;
mod params;
mod phrases;
mod stop_words;
mod surface_form;
#[cfg(test)]
mod tests;
mod tokens;

pub use background::Background;
pub use content_words::ContentWords;
pub use describe::{DescribedLevels, describe, describe_levels};
pub use described_segment::DescribedSegment;
pub use detect::{Detected, detect_language};
pub use params::{DescribeParams, DescribeValidParams};
