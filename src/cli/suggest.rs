//! `themata suggest`

use super::args::SuggestArgs;
use super::error::CliError;
use super::output::{Output, styled, styles};
use super::progress::Bars;
use super::review::{self, now};
use super::themes;
use crate::domain::NoticeKind;
use crate::project::{ColumnNames, DescribeParams, IngestParams, Project, SegmentParams, SuggestRequest};

pub(super) fn run(args: &SuggestArgs, output: &mut Output) -> Result<(), CliError> {
    if let Some(project) = &args.project {
        if args.learn.again {
            return review::again(project, &args.learn, &args.themes.params(), args.json, output);
        }
        if let Some(code) = &args.learn.for_code {
            return review::for_code(project, &args.learn, code, args.json, output);
        }
    }
    let request = request(args)?;
    let suggested = Project::suggest(&request, &Bars::new(output))?;
    if args.json {
        return output.json(&suggested.view);
    }
    if !output.quiet {
        output.say("");
    }
    themes::print(&suggested.view, output)?;
    output.flush()?;

    // Notices that came after the first look at the documents.
    for notice in suggested.view.run.notices.iter().filter(|notice| notice.kind() == NoticeKind::Evidence) {
        output.say(&super::progress::note(notice));
    }
    if output.verbose {
        let n = super::text::count(suggested.n_embedded, "different text", "different texts");
        output.say(&format!("Embedded now: {n}; what the project held already was not embedded again."));
    }
    let project = suggested.project.path().display().to_string();
    let shown = super::text::shell_word(&project);
    let how = if suggested.created { "new" } else { "added" };
    output.say("");
    output.say(&format!("Kept in {} ({how}, run {}).", styled(styles::STRONG, &project), suggested.run));
    output.say(
        "These are candidate themes: suggestions for you to read against the interviews, not findings. Next:",
    );
    output.say(&format!("  themata show {shown} 1                one theme with all its segments"));
    output.say(&format!("  themata export {shown} --format csv   every segment with its theme"));
    output.say(&format!(
        "  themata coder add {shown} NAME        who you are; then decide: themata theme --help"
    ));
    Ok(())
}

fn request(args: &SuggestArgs) -> Result<SuggestRequest, CliError> {
    let segment = SegmentParams {
        unit: args.unit.into(),
        include_interviewer: args.include_interviewer,
        ..SegmentParams::default()
    };
    Ok(SuggestRequest {
        paths: args.paths.clone(),
        participants: args.participants.clone(),
        ingest: IngestParams {
            columns: ColumnNames {
                text: args.text_column.clone(),
                speaker: args.speaker_column.clone(),
                participant: args.participant_column.clone(),
                document: args.document_column.clone(),
                time: args.time_column.clone(),
                question: None,
            },
            roles: args.speaker.iter().cloned().collect(),
            encoding: args.encoding.clone(),
            ..IngestParams::default()
        },
        language: args.language,
        segment: segment.with_words(args.min_words, args.max_words),
        model: args.model.model()?,
        embed: args.model.params(),
        cluster: args.themes.params(),
        describe: DescribeParams::default(),
        project: args.project.clone().unwrap_or_else(|| SuggestRequest::default_project(&args.paths)),
        at: now(),
    })
}
