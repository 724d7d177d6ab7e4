//! Exports a whole run, for scripts and spreadsheets.

use std::collections::BTreeSet;

use serde::Serialize;

use super::load_view::{LoadedRun, Quotes, noise};
use super::view::{NoiseView, ProposedView, QuoteView, RunView, ThemeView};
use super::{Project, ProjectError};
use crate::domain::{CandidateId, ProposalId, RunId, escape_formula};
use crate::exchange::TableWriter;

/// A whole run.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExportView {
    /// The candidate themes with their candidate codes and all segments.
    pub themes: Vec<ExportTheme>,
    /// The segments in no candidate.
    pub noise: ExportNoise,
    /// How the run was made.
    pub run: RunView,
}

/// A candidate theme with all that it holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExportTheme {
    /// The candidate theme.
    #[serde(flatten)]
    pub theme: ProposedView,
    /// Its candidate codes with their segments; empty in a run of one level.
    pub codes: Vec<ExportCode>,
    /// The segments that it holds itself, nearest to its centre first; empty where its candidate codes hold them.
    pub segments: Vec<QuoteView>,
}

/// A candidate code with all its segments.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExportCode {
    /// The candidate code.
    #[serde(flatten)]
    pub code: ProposedView,
    /// Its segments, nearest to its centre first.
    pub segments: Vec<QuoteView>,
}

/// The segments in no candidate.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExportNoise {
    /// Their number and share.
    #[serde(flatten)]
    pub view: NoiseView,
    /// The segments, in the order of the documents.
    pub segments: Vec<QuoteView>,
}

const COLUMNS: [&str; 13] = [
    "theme",
    "theme_label",
    "code",
    "code_label",
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
        let segments = |id: CandidateId| {
            let own = loaded.run.members.iter().filter(|member| loaded.name(member.proposal) == id);
            own.map(|member| quotes.quote(member.segment, Some(member.similarity)))
                .collect::<Result<Vec<_>, _>>()
        };
        let code = |code: ProposedView| Ok(ExportCode { segments: segments(code.id)?, code });
        let theme = |ThemeView { theme, codes }: ThemeView| {
            let segments = segments(theme.id)?;
            let codes = codes.into_iter().map(code).collect::<Result<_, ProjectError>>()?;
            Ok(ExportTheme { theme, codes, segments })
        };
        let themes = self.theme_views(&loaded, &quotes)?.into_iter().map(theme);
        let themes = themes.collect::<Result<_, ProjectError>>()?;
        let segments = loaded
            .run
            .segments
            .iter()
            .filter(|segment| {
                loaded.is_segment_present(segment.id) && !loaded.code_of.contains_key(&segment.id)
            })
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
        let of_participants =
            attributes.iter().map(|&name| escape_formula(&attribute_heading(name, &COLUMNS)));
        table.write_row(own.chain(of_participants))?;
        for segment in loaded.run.segments.iter().filter(|segment| loaded.is_segment_present(segment.id)) {
            let (theme, code) = names(&loaded, loaded.code_of.get(&segment.id).copied());
            let quote = quotes.quote(segment.id, similarity.get(&segment.id).copied())?;
            let of_one = quote.participant.as_ref().and_then(|name| loaded.attributes.get(name));
            let mut cells = vec![
                theme.0,
                escape_formula(&theme.1),
                code.0,
                escape_formula(&code.1),
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

/// Returns the heading of an attribute's column beside others: its name, or `participant's NAME` where another has this name.
pub(super) fn attribute_heading(name: &str, others: &[&str]) -> String {
    if others.contains(&name) { format!("participant's {name}") } else { name.to_owned() }
}

/// Returns the id and the label of a segment's candidate theme, then those of its candidate code; empty where there is none.
fn names(loaded: &LoadedRun, code: Option<ProposalId>) -> ((String, String), (String, String)) {
    let Some(id) = code else { return Default::default() };
    let label = loaded.run.proposals.iter().find(|proposal| proposal.id == id).map(|p| p.label.clone());
    let own = (loaded.name(id).to_string(), label.unwrap_or_default());
    if !loaded.has_two_levels() {
        return (own, Default::default());
    }
    let theme = loaded.theme_of.get(&id).and_then(|theme| {
        let label = loaded.themes.get((theme.0 as usize).checked_sub(1)?)?.label.clone();
        Some((CandidateId::Theme(*theme).to_string(), label))
    });
    (theme.unwrap_or_default(), own)
}
