//! A project open for a coder, and the options of commands that look at it.

use clap::Args;

use super::time_args::moment;
use crate::cli::error::CliError;
use crate::cli::layout::shell_word;
use crate::cli::project_arg::ProjectArg;
use crate::domain::{CandidateId, Candidates, CodeId, CoderId, CodingId, Named, OperationId, RunId};
use crate::project::{CoderSession, LogPosition, ProjectError, Reviewer};

/// Options of every command that looks at the decisions of a coder.
#[derive(Debug, Args)]
pub(in crate::cli) struct LookArgs {
    #[command(flatten)]
    pub(super) project: ProjectArg,
    /// The name of the coder who looks [default: the project's coder]
    #[arg(long, value_name = "NAME")]
    pub(super) coder: Option<String>,
    /// The number of a run [default: the latest]
    #[arg(long, value_name = "N")]
    pub(super) run: Option<u32>,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// A project open for a coder.
pub(in crate::cli) struct OpenReview {
    pub(in crate::cli) reviewer: Reviewer,
    pub(in crate::cli) coder: CoderId,
    /// The options that name the project, the run and the coder in a next command, each after a space.
    pub(super) typed: String,
}

/// Options of every command that lists what a coder has: their own or another coder's, now or at an earlier time.
#[derive(Debug, Args)]
pub(in crate::cli) struct ListArgs {
    #[command(flatten)]
    pub(super) look: LookArgs,
    /// The name of another coder whose work to list, once the project is open for comparison
    #[arg(long, value_name = "NAME")]
    of: Option<String>,
    /// Show them as they were at a time (2026-11-24, 2026-11-24T21:30, in UTC) or after an operation, by its number
    #[arg(long, value_name = "TIME|N", value_parser = moment)]
    pub(super) as_of: Option<LogPosition>,
}

impl ListArgs {
    /// Opens the project, and returns the other coder if one is named.
    pub(super) fn open(&self) -> Result<(OpenReview, Option<CoderId>), CliError> {
        let review = self.look.open()?;
        let of = review.target_coder(self.of.as_deref())?;
        Ok((review, of))
    }

    /// Returns the end of a heading: after which operation the list is shown, if that was asked for.
    pub(super) fn after(&self, operation: OperationId) -> String {
        self.as_of.as_ref().map_or_else(String::new, |_| format!(" after operation {operation}"))
    }
}

impl LookArgs {
    /// Opens the project for the coder who looks.
    pub(super) fn open(&self) -> Result<OpenReview, CliError> {
        OpenReview::open(&self.project, self.run, self.coder.as_deref(), true)
    }

    /// Opens the project for the coder who looks, if it has coders.
    pub(super) fn open_reviewer(&self) -> Result<(Reviewer, Option<CoderId>), CliError> {
        let reviewer = open(&self.project, self.run, true)?;
        let coder = reviewer.looking_coder(self.coder.as_deref())?;
        Ok((reviewer, coder))
    }

    /// Returns the options that name the project, the run and the coder in a next command, each after a space.
    pub(super) fn typed(&self) -> String {
        typed(&self.project, self.run, self.coder.as_deref())
    }
}

impl OpenReview {
    /// Opens a project for a coder.
    pub(super) fn open(
        project: &ProjectArg,
        run: Option<u32>,
        coder: Option<&str>,
        only_looks: bool,
    ) -> Result<Self, CliError> {
        Self::open_for(project, run, coder, only_looks, Reviewer::acting_coder)
    }

    /// Opens a project for the coder that `who` finds.
    pub(super) fn open_for(
        project: &ProjectArg,
        run: Option<u32>,
        coder: Option<&str>,
        only_looks: bool,
        who: fn(&Reviewer, Option<&str>) -> Result<CoderId, ProjectError>,
    ) -> Result<Self, CliError> {
        let reviewer = open(project, run, only_looks)?;
        let id = who(&reviewer, coder)?;
        Ok(Self { reviewer, coder: id, typed: typed(project, run, coder) })
    }

    /// Returns the coder's session.
    pub(in crate::cli) fn session(&mut self) -> Result<CoderSession<'_>, CliError> {
        Ok(self.reviewer.as_coder(&self.coder)?)
    }

    /// Returns the coder's name.
    pub(super) fn name(&self) -> &str {
        self.reviewer.name_of(&self.coder)
    }

    /// Returns what to type after `redo`: the coder is named where another would redo, since this one undid joining the project.
    pub(super) fn typed_to_redo(&self) -> String {
        let is_clear = self.typed.contains(" --coder ")
            || self.reviewer.redoing_coder(None).is_ok_and(|found| found == self.coder);
        if is_clear { self.typed.clone() } else { format!("{} --coder {}", self.typed, self.coder) }
    }

    /// Returns the other coder whose decisions are shown, if one was typed.
    pub(super) fn target_coder(&self, typed: Option<&str>) -> Result<Option<CoderId>, CliError> {
        Ok(typed.map(|typed| self.reviewer.coder(typed)).transpose()?)
    }

    /// Returns the code that was typed, by its id, so that the log still names it after it is renamed.
    pub(super) fn code(&mut self, typed: &str) -> Result<(CodeId, Named), CliError> {
        let id = self.session()?.code(&Named(typed.to_owned()))?;
        Ok((id, Named::id(id)))
    }

    /// Returns the candidate that was typed.
    pub(super) fn candidate(&mut self, typed: &str) -> Result<CandidateId, CliError> {
        Ok(self.session()?.candidate_named(typed)?)
    }

    /// Returns the candidates that were typed.
    pub(super) fn candidates(&mut self, typed: &[String]) -> Result<Candidates, CliError> {
        let each: Result<_, CliError> = typed.iter().map(|typed| self.candidate(typed)).collect();
        Ok(Candidates(each?))
    }

    /// Returns the codes that were typed.
    pub(super) fn codes(&mut self, typed: &[String]) -> Result<Vec<Named>, CliError> {
        typed.iter().map(|typed| Ok(self.code(typed)?.1)).collect()
    }

    /// Returns the coding that was typed, by its id.
    pub(super) fn coding(&mut self, typed: &str) -> Result<(CodingId, Named), CliError> {
        let id = self.session()?.coding(&Named(typed.trim().to_owned()))?;
        Ok((id, Named::id(id)))
    }

    /// Returns the codings that were typed, one by one or with commas between them.
    pub(super) fn codings<'a>(
        &mut self,
        typed: impl IntoIterator<Item = &'a String>,
    ) -> Result<Vec<Named>, CliError> {
        let each =
            typed.into_iter().flat_map(|typed| typed.split(',')).filter(|typed| !typed.trim().is_empty());
        each.map(|typed| Ok(self.coding(typed)?.1)).collect()
    }
}

/// Returns the options that name a project, a run and a coder, each after a space.
fn typed(project: &ProjectArg, run: Option<u32>, coder: Option<&str>) -> String {
    let mut typed = project.typed();
    if let Some(run) = run {
        typed += &format!(" --run {run}");
    }
    if let Some(coder) = coder {
        typed += &format!(" --coder {}", shell_word(coder));
    }
    typed
}

/// Returns the session of the coder who looks, or one in which nothing was decided.
pub(in crate::cli) fn session<'r>(
    reviewer: &'r mut Reviewer,
    coder: Option<&CoderId>,
) -> Result<CoderSession<'r>, CliError> {
    Ok(match coder {
        Some(coder) => reviewer.as_coder(coder)?,
        None => reviewer.as_nobody()?,
    })
}

/// Opens a project. A command that only looks changes nothing in the file.
pub(super) fn open(project: &ProjectArg, run: Option<u32>, only_looks: bool) -> Result<Reviewer, CliError> {
    let open = if only_looks { Reviewer::open_read_only } else { Reviewer::open };
    Ok(open(&project.path()?, run.map(RunId))?)
}
