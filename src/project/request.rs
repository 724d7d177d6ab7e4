//! What a user asks of [`Project::suggest`](super::Project::suggest).

use std::path::PathBuf;

use crate::cluster::ClusterParams;
use crate::describe::DescribeParams;
use crate::domain::{Language, Timestamp};
use crate::embed::EmbedParams;
use crate::ingest::IngestParams;
use crate::segment::SegmentParams;

/// Which model embeds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum EmbeddingModel {
    /// The one compiled into the program.
    #[default]
    Bundled,
    /// A local sentence-transformer directory.
    Directory(PathBuf),
}

/// From which files to suggest candidate themes, and how.
#[derive(Clone, Debug)]
pub struct SuggestRequest {
    /// Files and folders with transcripts.
    pub paths: Vec<PathBuf>,
    /// A table with attributes of the participants; `None` takes a `participants` table of the folders where there is one.
    pub participants: Option<PathBuf>,
    /// How files are read.
    pub ingest: IngestParams,
    /// The language of all documents; `None` to find it out for each.
    pub language: Option<Language>,
    /// How documents are cut.
    pub segment: SegmentParams,
    /// Which model embeds.
    pub model: EmbeddingModel,
    /// With which engine, precision and prompt.
    pub embed: EmbedParams,
    /// How segments are clustered.
    pub cluster: ClusterParams,
    /// How much is said of each candidate theme.
    pub describe: DescribeParams,
    /// Where the study is kept.
    pub project: PathBuf,
    /// The present time, for the log.
    pub at: Timestamp,
}
