//! `themata export`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::error::CliError;
use super::output::Output;
use super::project_arg::ProjectArg;
use crate::domain::RunId;
use crate::project::{Project, write_file};

/// Export all segments with their candidates, for scripts and spreadsheets
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata export --output segments.csv\n  \
                  themata export --format json | jq '.themes[].label'")]
pub(super) struct ExportArgs {
    #[command(flatten)]
    pub(super) project: ProjectArg,
    /// The format of the export [default: the one that the ending of FILE names, otherwise json]
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
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArg {
    /// One object: candidates with all their segments, noise, run
    Json,
    /// One row per segment
    Csv,
}

impl ExportArgs {
    /// Returns the format: the one given, otherwise the one that the file's ending names.
    fn format(&self) -> FormatArg {
        let ending =
            self.output.as_ref().and_then(|path| path.extension()).map(|ending| ending.to_ascii_lowercase());
        let of_ending = || match ending.as_deref().and_then(|ending| ending.to_str()) {
            Some("csv") => FormatArg::Csv,
            _ => FormatArg::Json,
        };
        self.format.unwrap_or_else(of_ending)
    }
}

pub(super) fn run(args: &ExportArgs, output: &mut Output) -> Result<(), CliError> {
    let project = Project::open_read_only(&args.project.path()?)?;
    let run = args.run.map(RunId);
    let bytes = match args.format() {
        FormatArg::Csv => project.export_csv(run)?,
        FormatArg::Json => {
            let mut bytes = serde_json::to_vec_pretty(&project.export(run)?)
                .map_err(|error| CliError::write("the export", error.into()))?;
            bytes.push(b'\n');
            bytes
        }
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
