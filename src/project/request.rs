//! The request for [`Project::suggest`](super::Project::suggest).

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::addition::AdditionPlan;
use super::context::ContextParams;
use super::view::DocumentView;
use crate::cluster::ClusterParams;
use crate::describe::DescribeParams;
use crate::domain::{Language, NoProgress, Notice, Progress, Timestamp};
use crate::embed::EmbedParams;
use crate::ingest::IngestParams;
use crate::segment::SegmentParams;

/// Which model embeds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum EmbeddingModel {
    /// The built-in model.
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
    /// A table with attributes of the participants; `None` takes a `participants` table from the folders, if there is one.
    #[serde(default)]
    pub participants: Option<PathBuf>,
    /// How files are read.
    #[serde(default)]
    pub ingest: IngestParams,
    /// The documents of the study in which `ingest.roles` corrects the roles of speakers, by name; empty for all.
    #[serde(default)]
    pub roles_in: Vec<String>,
    /// The language of all documents; `None` to detect it for each.
    #[serde(default)]
    pub language: Option<Language>,
    /// How documents are cut.
    #[serde(default)]
    pub segment: SegmentParams,
    /// How far the vector of a segment carries the question before it.
    #[serde(default)]
    pub context: ContextParams,
    /// Which model embeds.
    #[serde(default)]
    pub model: EmbeddingModel,
    /// The engine, precision and prompt.
    #[serde(default)]
    pub embed: EmbedParams,
    /// How segments are clustered.
    #[serde(default)]
    pub cluster: ClusterParams,
    /// How much detail is given for each candidate theme.
    #[serde(default)]
    pub describe: DescribeParams,
    /// Whether all candidates are proposed anew in a study with decisions. Otherwise what is new is added to the candidates that there are.
    #[serde(default)]
    pub fresh: bool,
    /// The project file.
    pub project: PathBuf,
    /// The present time, for the log.
    pub at: Timestamp,
}

impl SuggestRequest {
    /// Returns a request with default parameters.
    #[must_use]
    pub fn new(paths: Vec<PathBuf>, project: PathBuf, at: Timestamp) -> Self {
        Self {
            paths,
            participants: None,
            ingest: IngestParams::default(),
            roles_in: Vec::new(),
            language: None,
            segment: SegmentParams::default(),
            context: ContextParams::default(),
            model: EmbeddingModel::default(),
            embed: EmbedParams::default(),
            cluster: ClusterParams::default(),
            describe: DescribeParams::default(),
            fresh: false,
            project,
            at,
        }
    }

    /// Returns the default project file: in the current folder, named after the first file or folder with transcripts, with
    /// the ending `themata`.
    #[must_use]
    pub fn default_project(paths: &[PathBuf]) -> PathBuf {
        let first = paths.first().map_or_else(|| PathBuf::from("study"), PathBuf::clone);
        // `.` and `..` have no name of their own.
        let named = first.canonicalize().unwrap_or(first);
        let name = if named.is_dir() { named.file_name() } else { named.file_stem() };
        Path::new(name.unwrap_or("study".as_ref())).with_added_extension("themata")
    }
}

/// Receives the progress of an action, and facts that must be known before it ends.
pub trait Listener: Progress {
    /// Receives the documents after reading, with the speakers found and the roles assumed. Nothing is embedded yet.
    fn documents(&self, documents: &[DocumentView]);

    /// Receives notices: files that were set aside, a language that the model was not made for.
    fn notices(&self, notices: &[Notice]);

    /// Receives what will be done to a study with decisions, before it is done. Does nothing unless a front end shows it.
    fn addition(&self, _plan: &AdditionPlan) {}
}

impl Listener for NoProgress {
    fn documents(&self, _: &[DocumentView]) {}

    fn notices(&self, _: &[Notice]) {}
}
