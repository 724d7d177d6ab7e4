//! Exports a whole run, for scripts and spreadsheets.

use std::collections::BTreeSet;

use serde::Serialize;

use super::load_view::{Quotes, noise};
use super::view::{NoiseView, QuoteView, RunView, ThemeView};
use super::{Project, ProjectError};
use crate::domain::{ProposalId, RunId};
use crate::exchange::{TableWriter, escape_formula};

/// A whole run.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExportView {
    /// The candidate themes with all their segments.
    pub themes: Vec<ThemeDetail>,
    /// The segments in no theme.
    pub noise: ExportNoise,
    /// How the run was made.
    pub run: RunView,
}

/// The segments in no theme.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExportNoise {
    /// Their number and share.
    #[serde(flatten)]
    pub view: NoiseView,
    /// The segments, in the order of the documents.
    pub segments: Vec<QuoteView>,
}

const COLUMNS: [&str; 11] = [
    "theme",
    "label",
    "document",
    "participant",
    "speaker",
    "turn",
    "start",
    "end",
    "time_ms",
    "similarity",
    "text",
];

impl Project {
    /// Returns a whole run, the latest if none is named.
    ///
    /// # Errors
    /// [`ProjectError::NoRun`] or [`ProjectError::NoSuchRun`] where there is no such run; [`ProjectError::Damaged`].
    pub fn export(&self, run: Option<RunId>) -> Result<ExportView, ProjectError> {
        let loaded = self.load(run)?;
        let quotes = Quotes::new(self, &loaded);
        let themes = loaded
            .run
            .proposals
            .iter()
            .map(|proposal| {
                let segments = loaded
                    .run
                    .members
                    .iter()
                    .filter(|member| member.proposal == proposal.id)
                    .map(|member| quotes.quote(member.segment, Some(member.similarity)))
                    .collect::<Result<_, _>>()?;
                Ok(ThemeDetail { theme: self.theme_view(&loaded, &quotes, proposal)?, segments })
            })
            .collect::<Result<_, ProjectError>>()?;
        let segments = loaded
            .run
            .segments
            .iter()
            .filter(|segment| !loaded.theme_of.contains_key(&segment.id))
            .map(|segment| quotes.quote(segment.id, None))
            .collect::<Result<_, _>>()?;
        let noise = ExportNoise { view: noise(&loaded), segments };
        Ok(ExportView { themes, noise, run: self.run_view(&loaded)? })
    }

    /// Returns a run as CSV: one row for each segment in the order of the documents, UTF-8, with a column for each attribute
    /// of participants. A cell that a spreadsheet would take for a formula begins with an apostrophe.
    ///
    /// # Errors
    /// [`ProjectError::NoRun`] or [`ProjectError::NoSuchRun`] where there is no such run; [`ProjectError::Damaged`].
    pub fn export_csv(&self, run: Option<RunId>) -> Result<Vec<u8>, ProjectError> {
        let loaded = self.load(run)?;
        let quotes = Quotes::new(self, &loaded);
        let attributes: BTreeSet<&str> =
            loaded.attributes.values().flat_map(|of_one| of_one.keys().map(String::as_str)).collect();
        let similarity: std::collections::HashMap<_, _> =
            loaded.run.members.iter().map(|member| (member.segment, member.similarity)).collect();
        let mut table = TableWriter::new(b',');
        let own = COLUMNS.iter().map(|&name| name.to_owned());
        let of_participants = attributes.iter().map(|&name| {
            escape_formula(&if COLUMNS.contains(&name) {
                format!("participant's {name}")
            } else {
                name.to_owned()
            })
        });
        table.write_row(own.chain(of_participants))?;
        for segment in &loaded.run.segments {
            let theme = loaded.theme_of.get(&segment.id);
            let label = theme
                .and_then(|id| loaded.run.proposals.iter().find(|proposal| proposal.id == *id))
                .map(|proposal| proposal.label.as_str());
            let quote = quotes.quote(segment.id, similarity.get(&segment.id).copied())?;
            let of_one = quote.participant.as_ref().and_then(|name| loaded.attributes.get(name));
            let mut cells = vec![
                theme.map(ToString::to_string).unwrap_or_default(),
                escape_formula(label.unwrap_or_default()),
                escape_formula(&quote.document),
                escape_formula(quote.participant.as_deref().unwrap_or_default()),
                escape_formula(quote.speaker.as_deref().unwrap_or_default()),
                quote.turn.to_string(),
                quote.start.to_string(),
                quote.end.to_string(),
                quote.time_ms.map(|ms| ms.to_string()).unwrap_or_default(),
                quote.similarity.map(|s| s.to_string()).unwrap_or_default(),
                escape_formula(&quote.text),
            ];
            cells.extend(attributes.iter().map(|&name| {
                escape_formula(of_one.and_then(|of_one| of_one.get(name)).map_or("", String::as_str))
            }));
            table.write_row(&cells)?;
        }
        Ok(table.finish()?)
    }
}

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
    /// Returns one candidate theme of a run, of the latest if none is named.
    ///
    /// # Errors
    /// [`ProjectError::NoRun`], [`ProjectError::NoSuchRun`] or [`ProjectError::NoSuchTheme`] where there is no such run or
    /// theme; [`ProjectError::Damaged`].
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
