//! `themata export`

use super::args::{ExportArgs, FormatArg};
use super::error::CliError;
use super::output::Output;
use crate::domain::RunId;
use crate::project::{Project, write_file};

pub(super) fn run(args: &ExportArgs, output: &mut Output) -> Result<(), CliError> {
    let project = Project::open_read_only(&args.project)?;
    let run = args.run.map(RunId);
    let bytes = match args.format {
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
