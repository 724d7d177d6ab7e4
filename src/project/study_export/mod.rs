//! Takes a study out of its project file: codebook, codings, segments, matrix, memos, log, candidates and transcripts.
//!
//! The rows of each part are built once, as the types of this module. `tables` and `paper` lay them out; the modules `exchange` and
//! `report` write the formats.

mod candidate_changes;
mod candidates;
mod codebook;
mod codings;
mod log;
mod log_details;
mod matrix;
mod memos;
mod origins;
mod paper;
mod part;
mod places;
mod problem;
mod segments;
mod tables;
#[cfg(test)]
mod tests;
mod transcripts;
mod whose;
mod write;

use serde::{Deserialize, Serialize};

use crate::domain::{CoderId, OperationId, RunId, Timestamp};

use super::review::{PlacedCodings, Reviewer};
use super::{Project, ProjectError};

pub(super) use self::origins::Origins;
use self::places::Places;
use self::whose::Whose;

pub use self::candidates::{CandidateRow, ExportQuote, ExportRival};
pub use self::codebook::CodebookRow;
pub use self::codings::{AttributeValue, CodingFilter, CodingList, CodingRow};
pub use self::log::LogRow;
pub use self::matrix::{AttributeColumn, MatrixRow, MatrixView, ParticipantColumn};
pub use self::memos::MemoRow;
pub use self::part::{ExportPart, StudyFormat};
pub use self::problem::StudyExportProblem;
pub use self::segments::{SegmentCode, SegmentRow};
pub use self::transcripts::{MarginCode, TranscriptRow, TranscriptTurn};
pub use crate::domain::CodingMade;

/// What is taken out of a study, and whose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct StudyExportRequest {
    /// The part; all parts by default.
    pub part: ExportPart,
    /// The one coder whose work it is; by default that of all coders whom the session's coder may see.
    pub of: Option<CoderId>,
    /// Whether it holds no words of the interviews: only ids, places, hashes, and the codes of the codebook.
    pub without_text: bool,
}

/// A study, or a part of it, as it is taken out. The parts that were not asked for are absent.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StudyExport {
    /// What it is, and whose.
    pub about: ExportAbout,
    /// The codes, parents before children.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub codebook: Option<Vec<CodebookRow>>,
    /// The codings, by coder, document and place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub codings: Option<Vec<CodingRow>>,
    /// The segments of the run, coded or not, by number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segments: Option<Vec<SegmentRow>>,
    /// How many codings each code has of each participant, and of each value of an attribute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matrix: Option<MatrixView>,
    /// The memos, by coder and id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memos: Option<Vec<MemoRow>>,
    /// The log, oldest operation first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<Vec<LogRow>>,
    /// The candidates with their evidence, themes before their codes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub candidates: Option<Vec<CandidateRow>>,
    /// The interviews with codes beside the words; left out where no words are taken out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transcripts: Option<Vec<TranscriptRow>>,
}

/// What an export holds, and whose work it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExportAbout {
    /// The name of the project file, without its folder.
    pub project: String,
    /// The version of the program that made the export.
    pub program_version: String,
    /// The run whose segments and candidates it shows.
    pub run: RunId,
    /// The part that was asked for.
    pub part: ExportPart,
    /// The last operation included.
    pub operation: OperationId,
    /// When that operation was.
    pub as_of: Timestamp,
    /// The coders whose work it holds.
    pub coders: Vec<ExportCoder>,
    /// How many other coders work in the project.
    pub n_other_coders: usize,
    /// Whether coders see each other's decisions.
    pub open_for_comparison: bool,
    /// Whether words of the interviews are left out.
    pub without_text: bool,
    /// Whose work it holds, in a sentence.
    pub message: String,
}

/// A coder whose work an export holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExportCoder {
    /// The id.
    pub id: CoderId,
    /// The name.
    pub name: String,
}

impl Reviewer {
    /// Takes a study, or a part of it, out for a viewer.
    pub(in crate::project) fn study_export(
        &self,
        viewer: &CoderId,
        request: &StudyExportRequest,
    ) -> Result<StudyExport, ProjectError> {
        if request.part == ExportPart::Transcript && request.without_text {
            return Err(StudyExportProblem::TranscriptWithoutText.into());
        }
        let whose = Whose::of(self, viewer, request.of.as_ref())?;
        let wanted = |part| request.part == part || request.part == ExportPart::All;
        let without_text = request.without_text;
        // Only these two parts say how something came about.
        let origins = match wanted(ExportPart::Codings) || wanted(ExportPart::Memos) {
            true => Origins::read(self, &whose.coders)?,
            false => Origins::default(),
        };
        let collected =
            Collected { reviewer: self, places: Places(&self.loaded.texts), origins, whose, without_text };
        let mut export = StudyExport::empty(collected.about(request.part)?);
        if wanted(ExportPart::Codebook) {
            export.codebook = Some(collected.codebook_rows());
        }
        if wanted(ExportPart::Codings) {
            export.codings = Some(collected.coding_rows());
        }
        if wanted(ExportPart::Segments) {
            export.segments = Some(collected.segment_rows()?);
        }
        if wanted(ExportPart::Matrix) {
            export.matrix = Some(collected.matrix());
        }
        if wanted(ExportPart::Memos) {
            export.memos = Some(collected.memo_rows());
        }
        if wanted(ExportPart::Log) {
            export.log = Some(collected.log_rows()?);
        }
        if wanted(ExportPart::Candidates) {
            export.candidates = Some(collected.candidate_rows()?);
        }
        if wanted(ExportPart::Transcript) && !without_text {
            export.transcripts = Some(collected.transcript_rows()?);
        }
        Ok(export)
    }
}

/// What the rows of all parts are built from.
struct Collected<'a> {
    reviewer: &'a Reviewer,
    whose: Whose,
    places: Places<'a>,
    origins: Origins,
    without_text: bool,
}

impl Collected<'_> {
    fn project(&self) -> &Project {
        &self.reviewer.project
    }

    /// Returns the codings of the export's coders by place.
    fn placed_codings(&self) -> PlacedCodings<'_> {
        PlacedCodings::of(self.whose.coders.iter().map(|coder| (coder, self.reviewer.state.view(coder))))
    }

    /// Returns words of an interview, or nothing where none are taken out.
    fn said(&self, words: Option<&str>) -> Option<String> {
        words.filter(|_| !self.without_text).map(str::to_owned)
    }

    fn about(&self, part: ExportPart) -> Result<ExportAbout, ProjectError> {
        let reviewer = self.reviewer;
        let operation = reviewer.last_operation();
        let named = |id: &CoderId| ExportCoder { id: id.clone(), name: reviewer.name_of(id).to_owned() };
        let coders: Vec<ExportCoder> = self.whose.coders.iter().map(named).collect();
        let n_other_coders = reviewer.coders().len().saturating_sub(coders.len());
        let open_for_comparison = reviewer.is_open_for_comparison();
        let names: Vec<&str> = coders.iter().map(|coder| coder.name.as_str()).collect();
        Ok(ExportAbout {
            project: reviewer
                .path()
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            program_version: env!("CARGO_PKG_VERSION").to_owned(),
            run: reviewer.run(),
            part,
            operation,
            as_of: self.project().store.operation(operation)?.at,
            message: crate::words::whose_work(&names, n_other_coders, open_for_comparison),
            coders,
            n_other_coders,
            open_for_comparison,
            without_text: self.without_text,
        })
    }
}

impl StudyExport {
    fn empty(about: ExportAbout) -> Self {
        Self {
            about,
            codebook: None,
            codings: None,
            segments: None,
            matrix: None,
            memos: None,
            log: None,
            candidates: None,
            transcripts: None,
        }
    }

    /// Adds the local time to each operation of the log. The library knows no time zone: `local` returns a moment as the user's clock
    /// showed it.
    pub fn add_local_times(&mut self, local: impl Fn(&Timestamp) -> Option<String>) {
        for row in self.log.iter_mut().flatten() {
            row.at_local = local(&row.at);
        }
    }
}
