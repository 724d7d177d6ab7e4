//! What a user asks of [`Project::suggest`](super::Project::suggest).

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::view::DocumentView;
use crate::cluster::ClusterParams;
use crate::describe::DescribeParams;
use crate::domain::{Language, Notice, Progress, Timestamp};
use crate::embed::EmbedParams;
use crate::ingest::IngestParams;
use crate::segment::SegmentParams;

/// Which model embeds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum EmbeddingModel {
    /// The one compiled into the program.
    #[default]
    Bundled,
    /// A local sentence-transformer directory.
    Directory(PathBuf),
}

/// From which files to suggest candidate themes, and how.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SuggestRequest {
    /// Files and folders with transcripts.
    pub paths: Vec<PathBuf>,
    /// A table with attributes of the participants; `None` takes a `participants` table of the folders where there is one.
    #[serde(default)]
    pub participants: Option<PathBuf>,
    /// How files are read.
    #[serde(default)]
    pub ingest: IngestParams,
    /// The language of all documents; `None` to find it out for each.
    #[serde(default)]
    pub language: Option<Language>,
    /// How documents are cut.
    #[serde(default)]
    pub segment: SegmentParams,
    /// Which model embeds.
    #[serde(default)]
    pub model: EmbeddingModel,
    /// With which engine, precision and prompt.
    #[serde(default)]
    pub embed: EmbedParams,
    /// How segments are clustered.
    #[serde(default)]
    pub cluster: ClusterParams,
    /// How much is said of each candidate theme.
    #[serde(default)]
    pub describe: DescribeParams,
    /// Where the study is kept.
    pub project: PathBuf,
    /// The present time, for the log.
    pub at: Timestamp,
}

impl SuggestRequest {
    /// Returns where a study is kept when nobody says where: in the present folder, under the name of the first file or folder with
    /// transcripts, with the ending `themata`.
    #[must_use]
    pub fn default_project(paths: &[PathBuf]) -> PathBuf {
        let first = paths.first().map_or_else(|| PathBuf::from("study"), PathBuf::clone);
        // `.` and `..` have no name of their own.
        let named = first.canonicalize().unwrap_or(first);
        let name = if named.is_dir() { named.file_name() } else { named.file_stem() };
        Path::new(name.unwrap_or("study".as_ref())).with_added_extension("themata")
    }
}

/// Hears the progress of an action, and the facts that must be known before its end.
pub trait Listener: Progress {
    /// The documents were read; this is who was found speaking, and the roles assumed. Nothing is embedded yet.
    fn documents(&self, documents: &[DocumentView]);

    /// Facts came up: files left aside, a language that the model was not made for.
    fn notices(&self, notices: &[Notice]);
}
