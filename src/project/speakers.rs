//! Corrects the roles of speakers in a study.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::grow::{cluster_params, segment_params};
use super::people::{plain_name, stem};
use super::request::EmbeddingModel;
use super::suggested::Suggested;
use super::versions::latest;
use super::{Listener, Project, ProjectError, Refusal, SuggestRequest};
use crate::domain::{Role, Timestamp};
use crate::embed::EmbedParams;
use crate::review::similar;

/// Which roles speakers of a study get.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RolesRequest {
    /// The roles, by the label of the speaker.
    pub roles: BTreeMap<String, Role>,
    /// The documents in which they hold, with or without ending; empty for all.
    #[serde(default)]
    pub documents: Vec<String>,
    /// Which model embeds what had no segments before.
    #[serde(default)]
    pub model: EmbeddingModel,
    /// The engine, precision and prompt.
    #[serde(default)]
    pub embed: EmbedParams,
    /// The project file.
    pub project: PathBuf,
    /// The present time, for the log.
    pub at: Timestamp,
}

impl Project {
    /// Gives speakers of the latest run other roles. In a study with decisions each document is corrected, as if it had been read again: its
    /// codings stay on their words. In a study without, candidates are proposed anew with the parameters of the run.
    ///
    /// # Errors
    /// [`ProjectError::NoSuchSpeaker`]; [`ProjectError::Refused`] where a document is not in the study; those of [`Project::suggest`].
    pub fn correct_roles(request: &RolesRequest, listener: &dyn Listener) -> Result<Suggested, ProjectError> {
        let project = Self::open_read_only(&request.project)?;
        let loaded = project.load(None)?;
        let replaced = project.replaced_documents()?;
        let present = || {
            let all = loaded.texts.documents().iter().enumerate();
            all.filter(|(at, _)| loaded.is_present(*at)).map(|(_, document)| document.name.as_str())
        };
        let name = |typed: &String| {
            let wanted = plain_name(typed);
            let is_it = |name: &&str| plain_name(name) == wanted || plain_name(stem(name)) == wanted;
            // A document that was corrected goes by the name of its file, too.
            let now = |name| latest(name, |name| replaced.get(name).map(String::as_str));
            let all = loaded.texts.documents().iter().map(|document| document.name.as_str());
            let mut found = all.filter(is_it).map(now).filter(|now| present().any(|name| name == *now));
            found.next().map(str::to_owned).ok_or_else(|| Refusal::NoSuchDocument {
                name: typed.clone(),
                similar: similar(typed, present()),
            })
        };
        let roles_in = request.documents.iter().map(name).collect::<Result<Vec<_>, Refusal>>()?;
        let view = project.run_view(&loaded)?;
        let used = &view.parameters;
        let mut suggest = SuggestRequest::new(Vec::new(), request.project.clone(), request.at.clone());
        suggest.ingest.roles = request.roles.clone();
        suggest.roles_in = roles_in;
        suggest.language = used.language;
        suggest.segment = segment_params(&used.segment);
        suggest.context = used.context;
        suggest.cluster = cluster_params(&used.cluster, view.curve.is_none());
        (suggest.model, suggest.embed) = (request.model.clone(), request.embed.clone());
        drop((loaded, project));
        Self::suggest(&suggest, listener)
    }
}
