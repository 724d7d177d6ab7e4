//! One candidate theme with all its segments.

use serde::Serialize;

use crate::domain::{ProposalId, RunId};

use super::view::{QuoteView, ThemeView};
use super::views::Quotes;
use super::{Project, ProjectError};

/// A candidate theme with every segment in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ThemeDetail {
    /// The theme.
    #[serde(flatten)]
    pub theme: ThemeView,
    /// All its segments, nearest to its centre first.
    pub segments: Vec<QuoteView>,
}

impl Project {
    /// One candidate theme of a run, the latest where none is named.
    ///
    /// # Errors
    /// [`ProjectError`] where there is no such run or theme, or the file is damaged.
    pub fn theme(&self, run: Option<RunId>, theme: ProposalId) -> Result<ThemeDetail, ProjectError> {
        let loaded = self.load(run)?;
        let proposal =
            loaded.run.proposals.iter().find(|proposal| proposal.id == theme).ok_or_else(|| {
                ProjectError::NoSuchTheme {
                    path: self.path().to_owned(),
                    theme,
                    n_themes: loaded.run.proposals.len(),
                }
            })?;
        let quotes = Quotes::new(self, &loaded);
        let segments = loaded
            .run
            .members
            .iter()
            .filter(|member| member.proposal == theme)
            .map(|member| quotes.quote(member.segment, Some(member.similarity)))
            .collect::<Result<_, _>>()?;
        Ok(ThemeDetail { theme: self.theme_view(&loaded, &quotes, proposal)?, segments })
    }
}
