//! `themata set-aside`

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::error::CliError;
use super::layout::{count, shorten, width, wrap};
use super::output::{Output, styled, styles};
use super::project_arg::ProjectArg;
use super::suggest::KeepArg;
use super::table::{Cell, Column, Table};
use crate::domain::{AsideKind, RunId};
use crate::project::{AsideView, Project, SetAsideView};

/// Kinds that are counted, and listed only where they are asked for: there is one for nearly every turn.
const COUNTED: [AsideKind; 4] = [AsideKind::Label, AsideKind::Time, AsideKind::Interviewer, AsideKind::Sign];

/// List what of the transcripts is in no segment, and why
///
/// Everything in a transcript is in a segment or in this list: labels, times, headings, questions of the guide, notes above and below the
/// interview, turns of interviewers, words that only show that somebody listens, answers that say nothing. Labels, times and turns of
/// interviewers are counted; --kind lists them too.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata set-aside\n  themata set-aside --kind question,tail\n  \
                  themata set-aside --document P02.txt\n  \
                  themata suggest interviews/ --keep back-channel   clusters a kind all the same")]
pub(super) struct SetAsideArgs {
    #[command(flatten)]
    pub(super) project: ProjectArg,
    /// List these kinds only
    #[arg(long, value_name = "KIND,…", value_delimiter = ',', value_parser = kinds(), ignore_case = true)]
    pub(super) kind: Vec<AsideKind>,
    /// List this document only
    #[arg(long, value_name = "NAME")]
    pub(super) document: Option<String>,
    /// The number of a run [default: the latest]
    #[arg(long, value_name = "N")]
    pub(super) run: Option<u32>,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Reads the name of a kind, and lists all of them in the help.
fn kinds() -> impl TypedValueParser<Value = AsideKind> {
    let named = |kind: &AsideKind| PossibleValue::new(<&'static str>::from(kind)).help(kind.nouns().1);
    PossibleValuesParser::from(AsideKind::ALL.iter().map(named).collect::<Vec<_>>())
        .try_map(|typed| typed.to_lowercase().parse::<AsideKind>())
}

pub(super) fn run(args: &SetAsideArgs, output: &mut Output) -> Result<(), CliError> {
    let project = Project::open_read_only(&args.project.path()?)?;
    let view = project.set_aside(args.run.map(RunId), args.document.as_deref(), &args.kind)?;
    if args.json {
        return output.json(&view);
    }
    print_counts(&view, output)?;
    let is_listed = |stretch: &&AsideView| !args.kind.is_empty() || !COUNTED.contains(&stretch.kind);
    for document in &view.documents {
        let listed: Vec<&AsideView> = document.stretches.iter().filter(is_listed).collect();
        if listed.is_empty() {
            continue;
        }
        output.line("")?;
        output.line(&styled(styles::STRONG, &document.document))?;
        for stretch in listed {
            print(stretch, output)?;
        }
    }
    output.flush()?;
    if view.counts.keys().any(|kind| KeepArg::can_keep(*kind)) {
        output.say("");
        let words = "Options beside a kind are for `themata suggest`, which then clusters that kind too.";
        for line in wrap(words, width()) {
            output.say(&styled(styles::FAINT, &line));
        }
    }
    let counted: Vec<String> =
        COUNTED.iter().filter(|kind| view.counts.contains_key(kind)).map(ToString::to_string).collect();
    if args.kind.is_empty() && !counted.is_empty() {
        let words = format!("`themata set-aside --kind {}` lists these too.", counted.join(","));
        for line in wrap(&words, width()) {
            output.say(&styled(styles::FAINT, &line));
        }
    }
    Ok(())
}

/// Prints how many there are of each kind, and how a kind is taken back.
fn print_counts(view: &SetAsideView, output: &mut Output) -> Result<(), CliError> {
    if view.counts.is_empty() {
        return output.line("Nothing of this is set aside.");
    }
    let mut table = Table::new([
        Column::right("").styled(styles::NUMBER),
        Column::left(""),
        Column::left("").styled(styles::FAINT),
    ]);
    for (kind, n) in &view.counts {
        let (one, many) = kind.nouns();
        let way = match kind {
            AsideKind::Interviewer => "--include-interviewer".to_owned(),
            kind if KeepArg::can_keep(*kind) => format!("--keep {kind}"),
            _ => String::new(),
        };
        table.row([(*n).into(), Cell::from(if *n == 1 { one } else { many }), Cell::from(way)]);
    }
    table.without_headings().print(output)?;
    let total: usize = view.documents.iter().map(|document| document.n_segments).sum();
    output.line(&format!(
        "Not in a segment, of {} with {}.",
        count(view.documents.len(), "document", "documents"),
        count(total, "segment", "segments")
    ))
}

/// Prints one stretch: its line, what it is, who says it, and its words.
fn print(stretch: &AsideView, output: &mut Output) -> Result<(), CliError> {
    const LIMIT: usize = 240;
    let mut head = format!("{} · {}", stretch.kind.nouns().0, place(stretch));
    if let Some(speaker) = &stretch.speaker {
        head += &format!(" · {speaker}");
    }
    output.line(&format!("  {}", styled(styles::FAINT, &shorten(&head, width().saturating_sub(2)))))?;
    let text = stretch.text.split_whitespace().collect::<Vec<_>>().join(" ");
    for line in wrap(&shorten(&text, LIMIT), width().saturating_sub(4)) {
        output.line(&format!("    {line}"))?;
    }
    Ok(())
}

fn place(stretch: &AsideView) -> String {
    match stretch.turn {
        Some(turn) => format!("turn {turn}, line {}", stretch.line),
        None => format!("line {}", stretch.line),
    }
}
