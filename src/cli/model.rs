//! `themata model`

use std::path::PathBuf;

use super::args::{ModelAddArgs, ModelCommand};
use super::error::CliError;
use super::output::{Output, styled, styles};
use super::text::{beginning, count};
use crate::project::{Check, Knowledge, ModelView, Source};

pub(super) fn run(command: &ModelCommand, output: &mut Output) -> Result<(), CliError> {
    match command {
        ModelCommand::List(args) => {
            let models = args.shelf.models().list()?;
            if args.json {
                return output.json(&models);
            }
            for model in &models {
                print(model, output)?;
            }
            Ok(())
        }
        ModelCommand::Add(args) => {
            let model = add(args, output)?;
            print(&model, output)?;
            output.flush()?;
            output.say(&format!(
                "Added. Use it with --model {}; `themata model check {}` says which languages it knows.",
                model.name, model.name
            ));
            Ok(())
        }
        ModelCommand::Remove(args) => {
            let model = args.shelf.models().remove(&args.name)?;
            output.say(&format!("Removed {}.", styled(styles::STRONG, &model.name)));
            Ok(())
        }
        ModelCommand::Check(args) => {
            let check = args.shelf.models().check(&args.name)?;
            if args.json {
                output.json(&check)?;
            } else {
                print_check(&check, output)?;
            }
            output.flush()?;
            if check.passed { Ok(()) } else { Err(CliError::ModelCheck(check.name)) }
        }
    }
}

#[cfg(feature = "download")]
fn add(args: &ModelAddArgs, output: &Output) -> Result<ModelView, CliError> {
    use super::progress::Bars;
    use crate::project::DownloadRequest;

    let models = args.shelf.models();
    let Some(id) = &args.download else {
        return Ok(models.add(&args.directory.clone().unwrap_or_default(), args.name.as_deref())?);
    };
    let proxy = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]
        .iter()
        .find_map(|name| std::env::var(name).ok())
        .filter(|proxy| !proxy.is_empty() && args.hub.starts_with("https://"));
    output.say(&format!("Fetching {id} from {} (this uses the network).", args.hub));
    let request = DownloadRequest {
        hub: args.hub.clone(),
        proxy,
        id: id.clone(),
        revision: args.revision.clone(),
        name: args.name.clone(),
    };
    Ok(models.add_from_network(&request, &Bars::new(output))?)
}

#[cfg(not(feature = "download"))]
fn add(args: &ModelAddArgs, _: &Output) -> Result<ModelView, CliError> {
    Ok(args.shelf.models().add(&args.directory, args.name.as_deref())?)
}

fn print(model: &ModelView, output: &mut Output) -> Result<(), CliError> {
    let languages = match model.languages.as_slice() {
        [] => "languages not said".to_owned(),
        languages if languages.len() > 6 => format!("{} languages", languages.len()),
        languages => format!("made for {}", languages.join(", ")),
    };
    let from = match &model.source {
        Source::Bundled => "compiled into this program".to_owned(),
        Source::Directory { path } => format!("copied from {path}"),
        Source::Hub { hub, id, revision } => format!("{hub}/{id} at {}", beginning(revision, 12)),
    };
    output.line(&styled(styles::STRONG, &model.name))?;
    output.line(&format!(
        "  {} values a segment, window of {} tokens, {languages}, {} MB",
        model.dim,
        model.max_tokens,
        model.n_bytes.div_ceil(1_000_000)
    ))?;
    output.line(&styled(styles::FAINT, &format!("  {from}; sha256 {}", beginning(&model.sha256, 16))))
}

fn print_check(check: &Check, output: &mut Output) -> Result<(), CliError> {
    output.line(&styled(styles::STRONG, &check.name))?;
    match check.changed_files.as_slice() {
        [] => output.line("  files      as recorded")?,
        changed => output.line(&format!("  files      {}", changed.join("; ")))?,
    }
    for path in &check.paths {
        let found = match (path.least_cosine, &path.unavailable_because) {
            (Some(cosine), _) => {
                let verdict = match cosine >= path.required {
                    true => "as it must be",
                    false if path.is_binding => "NOT as it must be",
                    false => "rounding costs this model much: take f32",
                };
                format!("least cosine {cosine:.7} to the known vectors, {verdict} (≥ {})", path.required)
            }
            (None, Some(reason)) => format!("not here: {reason}"),
            (None, None) => "not computed".to_owned(),
        };
        output.line(&format!("  computing  {:<20} {found}", path.path))?;
    }
    for language in &check.languages {
        let verdict = match language.knowledge {
            Knowledge::Knows => "knows it",
            Knowledge::InPart => "knows it in part",
            Knowledge::DoesNotKnow => "does not know it",
        };
        output.line(&format!(
            "  meaning    {:<20} {} of {} nearest to their English counterpart: {verdict}",
            language.language,
            language.n_right,
            count(language.n_sentences, "sentence", "sentences")
        ))?;
    }
    if check.languages.iter().any(|language| language.n_right * 4 < language.n_sentences * 3) {
        output.line("For interviews in a language that it does not know, take another model.")?;
    }
    Ok(())
}

/// Where added models are kept unless told otherwise.
pub(super) fn default_folder() -> PathBuf {
    dirs::data_dir().unwrap_or_else(|| PathBuf::from(".")).join("themata").join("models")
}
