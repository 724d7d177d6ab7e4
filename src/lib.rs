//! Themata: candidate themes from interview transcripts.

// Nothing below `cli` may print; clippy holds that line.
pub mod cli;
pub mod cluster;
pub mod describe;
pub mod domain;
pub mod embed;
pub mod ingest;
pub mod project;
pub mod segment;
pub mod store;
