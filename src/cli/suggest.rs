//! `themata suggest`

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use unicode_width::UnicodeWidthStr;

use super::clustering_args::ThemesArgs;
use super::error::CliError;
use super::layout::{count, pad, width};
use super::lines_of::lines_of;
use super::model::ModelArgs;
use super::output::{Output, styled, styles};
use super::project_arg::{self, ProjectArg, projects_beside, projects_in};
use super::review::{self, LearnArgs, now};
use super::terminal_progress::TerminalProgress;
use super::themes::{self, QuoteStyle};
use crate::domain::{AsideKind, Language, Notice, NoticeKind, Role, RunId, SegmentUnit};
use crate::project::{
    AdditionView, ColumnNames, ContextParams, CorrectionView, DescribeParams, IngestParams, NoiseView,
    Project, ProposedView, SegmentParams, SuggestRequest, SuggestView, Suggested, SuggestedHow,
    transcript_endings,
};
use crate::words::first_of;

/// Returns the long help, with the endings of all formats that can be read.
fn long_about() -> String {
    let endings: Vec<String> = transcript_endings().map(|ending| format!(".{ending}")).collect();
    format!(
        "Suggest candidate themes and codes from transcripts\n\nReads files and folders ({}; .json as Whisper writes it), shows who was found \
         speaking, cuts what participants say into segments, groups them by meaning, and prints the groups as candidates. \
         Everything is kept in the project file, the transcripts included.\n\nA study grows: `suggest` with further files adds \
         them to the project, and a file that is not named stays in it. Once a coder has decided, candidates, codings, names and verdicts \
         stay, and the new segments get candidates of their own; `--fresh` proposes everything anew instead.\n\nOnce a coder has decided, `--again` regroups the segments that are in open candidates or \
         that the run left in none, by what the coder's codings teach where that is better than the plain vectors. What the coder \
         decided or made stays. `--for CODE` lists segments that may have a code, by its name and definition and by the segments that \
         have it.",
        endings.join(" ")
    )
}

/// Suggest candidate themes and codes from transcripts
///
/// Reads files and folders (.txt .md .docx .pdf .odt .rtf .srt .vtt .csv .tsv .xlsx, and .json of Whisper), lists the speakers it
/// found, cuts what participants say into segments, groups the segments by meaning, and prints the groups as candidates.
/// The project file holds everything, the transcripts included.
///
/// A study grows: `suggest` with further files adds them to the project, and a file that is not named stays in it. Once a coder has decided,
/// candidates, codings, names and verdicts stay, and the new segments get candidates of their own; `--fresh` proposes everything anew instead.
///
/// Once a coder has decided, `--again` regroups the segments in open candidates, or that the run left in none, by what the coder's codings
/// teach where that is better than the plain vectors. `--for CODE` lists segments that may have a code.
#[derive(Debug, Args)]
#[command(
    long_about = long_about(),
    after_help = "Examples:\n  themata suggest interviews/\n  themata suggest interviews/ --project study.themata --themes 6\n  \
                  themata suggest talk.vtt --speaker Dan=interviewer\n  \
                  themata suggest P8.docx --project study.themata\n  \
                  themata suggest answers.csv --text-column comment --participant-column id\n  \
                  themata suggest interviews/ --algorithm k-means --json > candidates.json\n  \
                  themata suggest --again --coder Ann\n  \
                  themata suggest --for \"Nights on call\" --limit 10"
)]
pub(super) struct SuggestArgs {
    /// Transcripts, or folders of transcripts
    #[arg(required_unless_present_any = ["again", "for_code", "fresh"], value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// The project file; created if there is none [default: named after the first PATH, in this folder; without a PATH, the only one in this folder]
    #[arg(short, long, value_name = "FILE")]
    pub(super) project: Option<PathBuf>,
    /// Propose all candidates anew although there are decisions: codings stay and count as decided, verdicts on the old candidates do not
    /// count for the new ones
    #[arg(long, conflicts_with_all = ["again", "for_code"])]
    pub(super) fresh: bool,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
    /// Print key terms and quotes below each candidate, and why there are so many candidates
    #[arg(long)]
    pub(super) quotes: bool,
    /// Print quotes, each below the question that it answers
    #[arg(long)]
    pub(super) questions: bool,

    /// The role of a speaker who was not recognised: NAME=interviewer or NAME=participant (may be repeated)
    #[arg(long, value_name = "NAME=ROLE", value_parser = speaker, help_heading = "Reading")]
    pub(super) speaker: Vec<(String, Role)>,
    /// A table with attributes of the participants [default: the file named participants in the folder]
    #[arg(long, value_name = "FILE", help_heading = "Reading")]
    pub(super) participants: Option<PathBuf>,
    /// The language of the transcripts, such as en or English [default: recognised for each transcript]
    #[arg(long, value_name = "LANGUAGE", help_heading = "Reading")]
    pub(super) language: Option<Language>,
    /// The encoding of text files, such as windows-1252 [default: recognised]
    #[arg(long, value_name = "NAME", help_heading = "Reading")]
    pub(super) encoding: Option<String>,
    /// The column that holds the text, in a table (may be repeated) [default: recognised by its heading]
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    pub(super) text_column: Vec<String>,
    /// The column that holds the speaker
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    pub(super) speaker_column: Option<String>,
    /// The column that holds the participant
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    pub(super) participant_column: Option<String>,
    /// The column that holds the interview of each row
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    pub(super) document_column: Option<String>,
    /// The column that holds the time at which it was said
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    pub(super) time_column: Option<String>,

    /// The unit of a segment
    #[arg(long, value_enum, default_value_t = UnitArg::MeaningUnit, help_heading = "Segments")]
    pub(super) unit: UnitArg,
    /// The fewest words that a meaning unit should have
    #[arg(long, allow_negative_numbers = true, value_name = "N", help_heading = "Segments")]
    pub(super) min_words: Option<usize>,
    /// The most words that a meaning unit may have
    #[arg(long, allow_negative_numbers = true, value_name = "N", help_heading = "Segments")]
    pub(super) max_words: Option<usize>,
    /// Also cluster what interviewers say
    #[arg(long, help_heading = "Segments")]
    pub(super) include_interviewer: bool,
    /// Kinds of lines and turns that count as words although they are set aside by default; `themata set-aside` lists them
    #[arg(long, value_enum, value_name = "KIND,…", value_delimiter = ',', help_heading = "Segments")]
    pub(super) keep: Vec<KeepArg>,

    /// The weight of the question before a segment in grouping: 0 leaves the question out, 2 is the most; the segment's own words weigh 1
    #[arg(long, allow_negative_numbers = true, value_name = "W", default_value_t = ContextParams::default().weight, help_heading = "Segments")]
    pub(super) context: f64,

    #[command(flatten)]
    pub(super) learn: LearnArgs,

    #[command(flatten)]
    pub(super) model: ModelArgs,

    #[command(flatten)]
    pub(super) themes: ThemesArgs,

    /// A file of names and words, one on each line, that are in no label and no key term; each part of a name counts. They are kept
    /// in the project file
    #[arg(long, value_name = "FILE", help_heading = "Candidates")]
    pub(super) never_in_labels: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum UnitArg {
    /// Sentences of one turn, joined to a length between the limits
    MeaningUnit,
    /// A sentence
    Sentence,
    /// A paragraph of a turn
    Paragraph,
    /// A whole turn
    Turn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum KeepArg {
    /// Words that only show that somebody listens, such as Mm-hm
    BackChannel,
    /// Answers that say nothing, such as n/a
    NonAnswer,
    /// Greetings, thanks, goodbyes and turns of filler words, such as: Oh, okay. So, yeah.
    SmallTalk,
    /// Turns that stand word for word in several documents, such as questions that are read out
    Recurring,
    /// Turns that are only a bracket, such as [phone rings]
    StageDirection,
    /// Questions of the interview guide on lines of their own
    Question,
    /// Headings
    Heading,
    /// Times on lines of their own
    Time,
    /// What stands above the interview
    FrontMatter,
    /// What a recording program wrote below the interview
    Tail,
}

impl KeepArg {
    /// Tells whether a kind can be kept.
    pub(super) fn can_keep(kind: AsideKind) -> bool {
        Self::value_variants().iter().any(|known| AsideKind::from(*known) == kind)
    }

    /// Tells whether whole turns are of this kind; otherwise lines that the reader sets aside are.
    fn is_of_turns(self) -> bool {
        matches!(
            self,
            Self::BackChannel | Self::NonAnswer | Self::SmallTalk | Self::Recurring | Self::StageDirection
        )
    }
}

impl From<KeepArg> for AsideKind {
    fn from(kind: KeepArg) -> Self {
        match kind {
            KeepArg::BackChannel => Self::BackChannel,
            KeepArg::NonAnswer => Self::NonAnswer,
            KeepArg::SmallTalk => Self::SmallTalk,
            KeepArg::Recurring => Self::Recurring,
            KeepArg::StageDirection => Self::StageDirection,
            KeepArg::Question => Self::Question,
            KeepArg::Heading => Self::Heading,
            KeepArg::Time => Self::Time,
            KeepArg::FrontMatter => Self::FrontMatter,
            KeepArg::Tail => Self::Tail,
        }
    }
}

impl From<UnitArg> for SegmentUnit {
    fn from(unit: UnitArg) -> Self {
        match unit {
            UnitArg::MeaningUnit => Self::MeaningUnit,
            UnitArg::Sentence => Self::Sentence,
            UnitArg::Paragraph => Self::Paragraph,
            UnitArg::Turn => Self::Turn,
        }
    }
}

fn speaker(text: &str) -> Result<(String, Role), String> {
    let (name, role) =
        text.rsplit_once('=').ok_or("write NAME=interviewer or NAME=participant, as in Dan=interviewer")?;
    let role = match role.trim().to_lowercase().as_str() {
        "interviewer" => Role::Interviewer,
        "participant" => Role::Participant,
        other => return Err(format!("`{other}` is not a role; write interviewer or participant")),
    };
    match name.trim() {
        "" => Err("the name is missing; write NAME=interviewer or NAME=participant".to_owned()),
        name => Ok((name.to_owned(), role)),
    }
}

pub(super) fn run(args: &SuggestArgs, output: &mut Output) -> Result<(), CliError> {
    let project = ProjectArg::of(args.project.as_deref());
    if args.learn.again {
        return review::again(&project, &args.learn, &args.themes.params(), args.json, output);
    }
    if let Some(code) = &args.learn.for_code {
        return review::for_code(&project, &args.learn, &args.model, code, args.json, output);
    }
    let mut request = request(args)?;
    if args.paths.is_empty() {
        request.project = project.path()?;
    } else if args.project.is_none()
        && let Some((known, document)) = holding(&args.paths, &request.project)
    {
        output.say(&format!("{} holds {document}: it is read into this study.", known.display()));
        request.project = known;
    }
    let suggested = Project::suggest(&request, &TerminalProgress::new(output))?;
    let shown = Shown {
        json: args.json,
        quotes: QuoteStyle::asked(args.quotes, args.questions),
        project: args.project.as_deref(),
    };
    print(&suggested, &shown, output)
}

/// Returns the only project of this folder and the file of which it holds a document, if that is so and no project is named after the files.
fn holding(paths: &[PathBuf], named_after_them: &Path) -> Option<(PathBuf, String)> {
    let mut projects = projects_in(Path::new("."));
    if named_after_them.exists() || projects.len() != 1 {
        return None;
    }
    let known = projects.remove(0);
    let held = Project::open_read_only(&known).ok()?.file_names().ok()?;
    let name = |path: &PathBuf| Some(path.file_name()?.to_str()?.to_owned());
    let document =
        paths.iter().filter(|path| path.is_file()).filter_map(name).find(|name| held.contains(name))?;
    Some((known, document))
}

/// How the result of suggesting is shown.
pub(super) struct Shown<'a> {
    pub(super) json: bool,
    pub(super) quotes: Option<QuoteStyle>,
    /// The project as it was typed.
    pub(super) project: Option<&'a Path>,
}

/// Prints what became of the study, the new candidates, and what to do next.
pub(super) fn print(suggested: &Suggested, how: &Shown<'_>, output: &mut Output) -> Result<(), CliError> {
    if how.json {
        return output.json(&suggested.view);
    }
    if !output.quiet {
        output.say("");
    }
    // What was there before may have been decided on: it is not shown again as it was proposed.
    let shown = match &suggested.how {
        SuggestedHow::Created | SuggestedHow::Anew => Some(suggested.view.clone()),
        SuggestedHow::Added(added) => Some(only(&suggested.view, added)).filter(|new| !new.themes.is_empty()),
        SuggestedHow::Unchanged => None,
    };
    if let Some(shown) = shown {
        themes::print(&shown, how.quotes, output)?;
        output.flush()?;
    }

    // Notices that came after the documents were read; where the run was there before, it said them then.
    let is_new = matches!(suggested.how, SuggestedHow::Created | SuggestedHow::Anew);
    let is_evidence = |notice: &&Notice| is_new && notice.kind() == NoticeKind::Evidence;
    for notice in suggested.view.run.notices.iter().filter(is_evidence) {
        output.say(&super::terminal_progress::note(notice));
    }
    if output.verbose {
        let n = count(suggested.n_embedded, "different text", "different texts");
        output.say(&format!("Embedded now: {n}. The project held the vectors of all others."));
    }
    let project = suggested.project.path();
    let typed = how.project.map_or_else(|| project_arg::needed_for(project), project_arg::typed);
    let beside = if suggested.how == SuggestedHow::Created { projects_beside(project) } else { Vec::new() };
    let project = project.display().to_string();
    output.say("");
    for line in lines_about(&suggested.how, &styled(styles::STRONG, &project), suggested.run) {
        output.say(&line);
    }
    for other in beside {
        let other = other.display();
        output.say(&format!(
            "Another study is in {other}. If these interviews belong to it: themata suggest PATH --project {other}, and delete {project}."
        ));
    }
    let created = ("coder add 'Your Name'", "add yourself, then decide: themata candidate --help");
    let mut next = vec![("show A", "one candidate with all its segments")];
    match &suggested.how {
        SuggestedHow::Created => {
            next.extend([("export --format csv", "every segment with its candidates"), created])
        }
        SuggestedHow::Anew => next.push(("export --format csv", "every segment with its candidates")),
        SuggestedHow::Added(_) => {
            next = vec![
                ("show", "all candidates, as you decided on them"),
                (
                    "suggest --for CODE --in DOCUMENT",
                    "segments of the new interview that may have one of your codes",
                ),
                (
                    "suggest --again --dry-run",
                    "what would come of grouping all open segments together, old and new",
                ),
            ];
        }
        SuggestedHow::Unchanged => next = vec![("show", "all candidates, as you decided on them")],
    }
    if is_new {
        output.say("These are candidates: suggestions to check against the interviews, not findings. Next:");
    } else {
        output.say("Next:");
    }
    let longest = next.iter().map(|(command, _)| command.width()).max().unwrap_or(0);
    for (command, what) in next {
        let command = format!("  themata {}", pad(&format!("{command}{typed}"), longest + typed.width()));
        if command.width() + 3 + what.width() <= width() {
            output.say(&format!("{command}   {what}"));
        } else {
            output.say(command.trim_end());
            output.say(&styled(styles::FAINT, &format!("      {what}")));
        }
    }
    Ok(())
}

/// Returns a result with the candidates alone that were added to it.
fn only(view: &SuggestView, added: &AdditionView) -> SuggestView {
    let is_new = |of: &ProposedView| added.candidates.contains(&of.id);
    let mut new = view.clone();
    for theme in &mut new.themes {
        theme.codes.retain(is_new);
    }
    new.themes.retain(|theme| !theme.codes.is_empty() || is_new(&theme.theme));
    new.noise = NoiseView { n_segments: 0, share: 0.0 };
    new
}

/// Returns what became of a document that was corrected.
fn about_correction(of: &CorrectionView) -> String {
    let moved = match of.n_moved {
        0 => String::new(),
        n => format!(" {} moved with their words.", count(n, "coding", "codings")),
    };
    let unplaced = match of.n_unplaced {
        0 => String::new(),
        1 => " 1 coding has no place there: `themata document unplaced`.".to_owned(),
        n => format!(" {n} codings have no place there: `themata document unplaced`."),
    };
    format!("Corrected {}: it is {} now.{moved}{unplaced}", of.document, of.now)
}

/// Returns what became of the study, in words.
fn lines_about(how: &SuggestedHow, project: &str, run: RunId) -> Vec<String> {
    let holds = "It holds the transcripts: give it only to whoever may read these.";
    match how {
        SuggestedHow::Created => vec![format!("Saved in {project} (new file, run {run}). {holds}")],
        SuggestedHow::Anew => vec![format!("Saved in {project} (added to it, run {run}). {holds}")],
        SuggestedHow::Unchanged => {
            vec![format!("Nothing changed in {project}: there is nothing new in these documents.")]
        }
        SuggestedHow::Added(added) if added.documents.is_empty() && !added.corrections.is_empty() => {
            added.corrections.iter().map(about_correction).collect()
        }
        SuggestedHow::Added(added) if added.documents.is_empty() => {
            let n = count(added.participants.len(), "participant", "participants");
            vec![format!(
                "Changed in {project}: the attributes of {n} ({}).",
                first_of(&added.participants, 5)
            )]
        }
        SuggestedHow::Added(added) => {
            let names: Vec<String> = added.candidates.iter().map(ToString::to_string).collect();
            let n_segments = added.segments.map_or(0, |(first, last)| last.0 - first.0 + 1) as usize;
            let mut lines = vec![format!(
                "Added to {project}: {}, {}.",
                count(added.documents.len(), "document", "documents"),
                count(n_segments, "segment", "segments")
            )];
            lines.push(match names.as_slice() {
                [] => "No new candidate: no two of the new segments are alike enough.".to_owned(),
                [one] => format!("New candidate: {one}."),
                [first, .., last] => format!("New candidates: {first} to {last} ({}).", names.len()),
            });
            if added.n_in_none > 0 && !names.is_empty() {
                let n = count(added.n_in_none, "new segment is", "new segments are");
                lines.push(format!("{n} in no candidate."));
            }
            // What was only corrected brings no candidate that anybody waits for.
            if names.is_empty() && added.corrections.len() == added.documents.len() {
                lines.clear();
            }
            lines.extend(added.corrections.iter().map(about_correction));
            lines
        }
    }
}

fn request(args: &SuggestArgs) -> Result<SuggestRequest, CliError> {
    let (of_turns, of_lines): (Vec<KeepArg>, Vec<KeepArg>) =
        args.keep.iter().partition(|kind| kind.is_of_turns());
    let segment = SegmentParams {
        unit: args.unit.into(),
        include_interviewer: args.include_interviewer,
        keep: of_turns.into_iter().map(AsideKind::from).collect(),
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
            keep: of_lines.into_iter().map(AsideKind::from).collect(),
            ..IngestParams::default()
        },
        roles_in: Vec::new(),
        language: args.language,
        segment: segment.with_words(args.min_words, args.max_words),
        context: ContextParams { weight: args.context, ..ContextParams::default() },
        model: args.model.model()?,
        embed: args.model.params(),
        cluster: args.themes.params(),
        describe: DescribeParams {
            never_in_labels: args.never_in_labels.as_deref().map(lines_of).transpose()?.unwrap_or_default(),
            ..DescribeParams::default()
        },
        fresh: args.fresh,
        project: args.project.clone().unwrap_or_else(|| SuggestRequest::default_project(&args.paths)),
        at: now(),
    })
}
