//! `themata show` and `themata candidate list`: the candidates as they are now.

use clap::Args;

use super::candidate_show;
use super::open_review::{LookArgs, open};
use super::time_args::moment;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::cli::themes::QuoteStyle;
use crate::cli::{overview, themes};
use crate::domain::{CoderId, RunId};
use crate::project::{
    CandidateDetail, CandidateList, CandidateView, LogPosition, Project, ReviewSegment, Reviewer,
};

/// Options of commands that show candidates.
#[derive(Debug, Args)]
pub(in crate::cli) struct CandidatesArgs {
    #[command(flatten)]
    pub(super) look: LookArgs,
    /// The name of another coder whose decisions to show, once the project is open for comparison
    #[arg(long, value_name = "NAME")]
    of: Option<String>,
    /// Show them as they were at a time (2026-11-24, 2026-11-24T21:30, in UTC) or after an operation, by its number
    #[arg(long, value_name = "TIME|N", value_parser = moment)]
    as_of: Option<LogPosition>,
    /// Show them as the machine proposed them, without any decision
    #[arg(long, conflicts_with_all = ["coder", "of", "as_of"])]
    as_suggested: bool,
    /// Print key terms and quotes below each candidate, and why there are so many candidates
    #[arg(long)]
    quotes: bool,
    /// Print quotes, each below the question that it answers
    #[arg(long)]
    pub(super) questions: bool,
}

/// Shows one candidate, or all of them.
pub(in crate::cli) fn run(
    candidate: Option<&str>,
    args: &CandidatesArgs,
    output: &mut Output,
) -> Result<(), CliError> {
    let project = args.look.project.path()?;
    if args.as_suggested && candidate.is_none() {
        let (run, view) = Project::open_read_only(&project)?.candidates(args.look.run.map(RunId))?;
        if args.look.json {
            return output.json(&view);
        }
        output.say(&format!("{}, run {run}, as suggested", project.display()));
        output.say("");
        themes::print(&view, QuoteStyle::asked(args.quotes, args.questions), output)?;
        output.flush()?;
        for notice in view.run.notices.iter().filter(|notice| notice.is_lasting()) {
            output.say(&crate::cli::terminal_progress::note(notice));
        }
        return Ok(());
    }
    let mut shown = Shown::open(args)?;
    if let Some(candidate) = candidate {
        let detail = shown.detail(candidate)?;
        return if args.look.json {
            output.json(&detail)
        } else {
            candidate_show::print(&detail, args.questions, output)
        };
    }
    let listed = shown.list(args.as_of.as_ref())?;
    if args.look.json {
        return output.json(&listed);
    }
    let whose = match &listed.coder {
        Some(coder) => format!("as {} sees it", shown.reviewer.name_of(coder)),
        None => "as suggested, without decisions".to_owned(),
    };
    let when =
        args.as_of.as_ref().map_or_else(String::new, |_| format!(" after operation {}", listed.operation));
    output.say(&format!("{}, run {}, {whose}{when}", project.display(), listed.run));
    output.say("");
    overview::print_now(&listed, output)?;
    if let Some(style) = QuoteStyle::asked(args.quotes, args.questions) {
        print_quotes(&mut shown, &listed, style, output)?;
        let has_codes = listed.themes.iter().any(|theme| !theme.codes.is_empty());
        themes::print_evidence(&shown.reviewer.run_view()?, has_codes, output)?;
    }
    Ok(())
}

/// A project, and whose decisions are shown; nobody's in a project without coders.
struct Shown {
    reviewer: Reviewer,
    looks: Option<CoderId>,
    of: Option<CoderId>,
}

impl Shown {
    fn open(args: &CandidatesArgs) -> Result<Self, CliError> {
        let reviewer = open(&args.look.project, args.look.run, true)?;
        let looks =
            if args.as_suggested { None } else { reviewer.looking_coder(args.look.coder.as_deref())? };
        let of = args.of.as_deref().map(|typed| reviewer.coder(typed)).transpose()?;
        Ok(Self { reviewer, looks, of })
    }

    fn list(&mut self, at: Option<&LogPosition>) -> Result<CandidateList, CliError> {
        match &self.looks {
            None => Ok(self.reviewer.proposed_candidates()),
            Some(coder) => Ok(self.reviewer.as_coder(coder)?.candidates(self.of.as_ref(), at)?),
        }
    }

    fn quotes(&mut self, candidates: &[&CandidateView]) -> Result<Vec<Vec<ReviewSegment>>, CliError> {
        Ok(match &self.looks {
            None => self.reviewer.proposed_quotes(candidates, themes::QUOTES)?,
            Some(coder) => {
                self.reviewer.as_coder(coder)?.nearest_quotes(self.of.as_ref(), candidates, themes::QUOTES)?
            }
        })
    }

    fn detail(&mut self, typed: &str) -> Result<CandidateDetail, CliError> {
        match &self.looks {
            None => Ok(self.reviewer.proposed_candidate(self.reviewer.proposed_named(typed)?)?),
            Some(coder) => {
                let session = self.reviewer.as_coder(coder)?;
                let id = session.candidate_named(typed)?;
                Ok(session.candidate_detail(id)?)
            }
        }
    }
}

/// Prints each candidate with its key terms and two of its segments.
fn print_quotes(
    shown: &mut Shown,
    listed: &CandidateList,
    style: QuoteStyle,
    output: &mut Output,
) -> Result<(), CliError> {
    let themes = listed.themes.iter().flat_map(|theme| std::iter::once(&theme.theme).chain(&theme.codes));
    let candidates: Vec<&CandidateView> =
        themes.chain(&listed.codes).filter(|view| !view.verdict.is_gone()).collect();
    let quotes = shown.quotes(&candidates)?;
    candidates
        .into_iter()
        .zip(&quotes)
        .try_for_each(|(view, quotes)| themes::print_described(view, quotes, style, output))
}
