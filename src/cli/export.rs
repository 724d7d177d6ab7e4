//! `themata export`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::error::CliError;
use super::output::Output;
use super::project_arg::ProjectArg;
use super::review::{local_time, session};
use crate::domain::RunId;
use crate::project::{
    ExportPart, Project, ProjectError, Reviewer, StudyExportRequest, StudyFormat, write_file,
};

/// Write the study, or a part of it, for readers, spreadsheets and scripts
///
/// Writes your work; once the project is open for comparison, that of all coders. Without WHAT, writes the run as it was proposed, without
/// anybody's decisions, as CSV or JSON.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata export codebook -o codebook.docx\n  \
                  themata export codings -o codings.xlsx\n  \
                  themata export transcript -o transcripts.html\n  \
                  themata export all -o study.xlsx\n  \
                  themata export segments --without-text -o segments.csv\n  \
                  themata export --format json | jq '.themes[].label'\n\n\
                  The files hold words of the interviews, and the project file holds all transcripts: keep both where only you can read \
                  them. With --without-text a file holds no words of the interviews.")]
pub(super) struct ExportArgs {
    /// What to take out [default: the run as it was proposed]
    #[arg(value_enum, value_name = "WHAT")]
    pub(super) what: Option<PartArg>,
    #[command(flatten)]
    pub(super) project: ProjectArg,
    /// The format of the export [default: the one that the ending of FILE names; json where there is no ending, or no FILE]
    #[arg(short, long, value_enum)]
    pub(super) format: Option<FormatArg>,
    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long, requires = "output")]
    pub(super) force: bool,
    /// The number of a run [default: the latest]
    #[arg(long, value_name = "N")]
    pub(super) run: Option<u32>,
    /// The name of the coder whose work to take out [default: the project's coder; all coders, once the project is open]
    #[arg(long, value_name = "NAME", requires = "what")]
    pub(super) coder: Option<String>,
    /// Leave out all words of the interviews, and what coders wrote about them: only ids, places, hashes and codes
    #[arg(long, requires = "what")]
    pub(super) without_text: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PartArg {
    /// The codes: level, definition, inclusion, exclusion, example, numbers of codings and participants
    Codebook,
    /// The codings, a row each, with words, place, question, memo, and how each was made
    Codings,
    /// The segments, a row each, coded or not; the words are in the column `text`
    Segments,
    /// How many codings each code has of each participant, and of each value of an attribute
    Matrix,
    /// The memos
    Memos,
    /// The log in words: who did what and when, words before and after, model and parameters
    Log,
    /// The candidates with their evidence
    Candidates,
    /// The interviews with codes in the margin
    Transcript,
    /// All of it: a sheet each, one JSON object, or an appendix to read
    All,
}

impl From<PartArg> for ExportPart {
    fn from(part: PartArg) -> Self {
        match part {
            PartArg::Codebook => Self::Codebook,
            PartArg::Codings => Self::Codings,
            PartArg::Segments => Self::Segments,
            PartArg::Matrix => Self::Matrix,
            PartArg::Memos => Self::Memos,
            PartArg::Log => Self::Log,
            PartArg::Candidates => Self::Candidates,
            PartArg::Transcript => Self::Transcript,
            PartArg::All => Self::All,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArg {
    /// One object
    Json,
    /// Rows with commas between cells
    Csv,
    /// A workbook
    Xlsx,
    /// A text document
    Docx,
    /// A page for browsers, which loads nothing
    Html,
}

impl From<FormatArg> for StudyFormat {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Json => Self::Json,
            FormatArg::Csv => Self::Csv,
            FormatArg::Xlsx => Self::Xlsx,
            FormatArg::Docx => Self::Docx,
            FormatArg::Html => Self::Html,
        }
    }
}

/// The formats of a run as it was proposed.
const OF_RUN: &[StudyFormat] = &[StudyFormat::Csv, StudyFormat::Json];

impl ExportArgs {
    /// Returns the format: the one given, otherwise the one that the file's ending names, otherwise JSON.
    fn format(&self) -> Result<StudyFormat, CliError> {
        let possible = self.what.map_or(OF_RUN, |part| ExportPart::from(part).formats());
        if let Some(format) = self.format {
            return Ok(format.into());
        }
        let named = self.output.as_deref().map(|file| StudyFormat::of_file(file, possible)).transpose();
        Ok(named.map_err(ProjectError::from)?.flatten().unwrap_or(StudyFormat::Json))
    }
}

pub(super) fn run(args: &ExportArgs, output: &mut Output) -> Result<(), CliError> {
    let format = args.format()?;
    let bytes = match args.what {
        None => of_run(args, format)?,
        Some(part) => of_study(args, part.into(), format, output)?,
    };
    match &args.output {
        None => output.bytes(&bytes),
        Some(path) => {
            write_file(path, &bytes, args.force)
                .map_err(|error| CliError::write(path.display().to_string(), error))?;
            output.say(&format!("Written: {}", path.display()));
            Ok(())
        }
    }
}

/// Returns the run as it was proposed.
fn of_run(args: &ExportArgs, format: StudyFormat) -> Result<Vec<u8>, CliError> {
    let project = Project::open_read_only(&args.project.path()?)?;
    let run = args.run.map(RunId);
    match format {
        StudyFormat::Csv => Ok(project.export_csv(run)?),
        StudyFormat::Json => {
            let mut bytes = serde_json::to_vec_pretty(&project.export(run)?)
                .map_err(|error| CliError::write("the export", error.into()))?;
            bytes.push(b'\n');
            Ok(bytes)
        }
        _ => Err(CliError::Usage(
            "without WHAT, only csv and json can be written; for other formats name what to export, as in \
             `themata export candidates`",
        )),
    }
}

/// Returns the study, or a part of it, with coders' decisions.
fn of_study(
    args: &ExportArgs,
    part: ExportPart,
    format: StudyFormat,
    output: &Output,
) -> Result<Vec<u8>, CliError> {
    if args.output.is_none() && !format.is_text() {
        return Err(CliError::Usage(
            "give --output FILE: a workbook or a document cannot be written to the terminal",
        ));
    }
    let mut reviewer = Reviewer::open_read_only(&args.project.path()?, args.run.map(RunId))?;
    let coder = reviewer.exporting_coder(args.coder.as_deref())?;
    let of = coder.clone().filter(|_| args.coder.is_some());
    let request = StudyExportRequest { part, of, without_text: args.without_text };
    part.check(format).map_err(ProjectError::from)?;
    let mut export = session(&mut reviewer, coder.as_ref())?.export_study(&request)?;
    export.add_local_times(local_time);
    output.say(&export.about.message);
    Ok(export.to_bytes(format)?)
}
