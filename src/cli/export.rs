//! `themata export`

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use super::args::{ExportArgs, FormatArg};
use super::error::CliError;
use super::output::Output;
use crate::domain::RunId;
use crate::project::Project;

pub(super) fn run(args: &ExportArgs, output: &mut Output) -> Result<(), CliError> {
    let project = Project::open(&args.project)?;
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
            write(path, &bytes, args.force)
                .map_err(|error| CliError::write(path.display().to_string(), error))?;
            output.say(&format!("Written: {}", path.display()));
            Ok(())
        }
    }
}

/// Writes beside the file and renames, so that a failure leaves what was there.
pub(super) fn write(path: &Path, bytes: &[u8], force: bool) -> std::io::Result<()> {
    if !force {
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        return file.write_all(bytes).and_then(|()| file.sync_all()).inspect_err(|_| {
            // What could not be written whole is taken away again; where that fails too, the first error is the one to tell.
            let _ = std::fs::remove_file(path);
        });
    }
    let beside = path.with_added_extension("part");
    std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, path)).inspect_err(|_| {
        let _ = std::fs::remove_file(&beside);
    })
}
