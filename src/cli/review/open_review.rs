//! A project open for a coder: who is meant, and the way that every decision takes.

use std::path::{Path, PathBuf};

use clap::Args;

use super::time_args::now;
use super::{preview, print_outcome};
use crate::cli::error::CliError;
use crate::cli::layout::shell_word;
use crate::cli::output::Output;
use crate::domain::{CodeId, CoderId, CodingId, Decision, Named, RunId};
use crate::project::{CoderSession, Reviewer};

/// Options of every command that looks at a coder's review.
#[derive(Debug, Args)]
pub(in crate::cli) struct LookArgs {
    /// The project file
    pub(super) project: PathBuf,
    /// Who looks, by name [default: the project's coder]
    #[arg(long, value_name = "NAME")]
    pub(super) coder: Option<String>,
    /// The number of a run [default: the latest]
    #[arg(long, value_name = "N")]
    pub(super) run: Option<u32>,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Options of every command that decides.
#[derive(Debug, Args)]
pub(in crate::cli) struct DecideArgs {
    /// The project file
    pub(super) project: PathBuf,
    /// Who decides, by name [default: the project's coder]
    #[arg(long, value_name = "NAME")]
    pub(super) coder: Option<String>,
    /// Why; kept in the log
    #[arg(long, value_name = "TEXT")]
    pub(super) reason: Option<String>,
    /// The number of a run [default: the latest]
    #[arg(long, value_name = "N")]
    pub(super) run: Option<u32>,
    /// Say what it would do, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// A project open for a coder.
pub(in crate::cli) struct OpenReview {
    pub(in crate::cli) reviewer: Reviewer,
    pub(in crate::cli) coder: CoderId,
    /// The project and whom to name, as the next command is typed.
    pub(super) typed: String,
}

impl LookArgs {
    pub(super) fn open(&self) -> Result<OpenReview, CliError> {
        OpenReview::open(&self.project, self.run, self.coder.as_deref(), true)
    }
}

impl DecideArgs {
    /// The options of another command that decides.
    pub(in crate::cli) fn new(project: &Path, coder: Option<&str>, run: Option<u32>) -> Self {
        Self {
            project: project.to_owned(),
            coder: coder.map(str::to_owned),
            reason: None,
            run,
            dry_run: false,
            json: false,
        }
    }

    pub(in crate::cli) fn with_reason(self, reason: Option<&str>) -> Self {
        Self { reason: reason.map(str::to_owned), ..self }
    }

    pub(in crate::cli) fn with_dry_run(self, dry_run: bool) -> Self {
        Self { dry_run, ..self }
    }

    pub(in crate::cli) fn with_json(self, json: bool) -> Self {
        Self { json, ..self }
    }

    pub(in crate::cli) fn project(&self) -> &Path {
        &self.project
    }

    pub(in crate::cli) fn json(&self) -> bool {
        self.json
    }

    pub(in crate::cli) fn open(&self) -> Result<OpenReview, CliError> {
        OpenReview::open(&self.project, self.run, self.coder.as_deref(), self.dry_run)
    }

    /// Makes a decision, or says with `--dry-run` what it would do.
    pub(super) fn decide(
        &self,
        output: &mut Output,
        decision: impl FnOnce(&mut OpenReview) -> Result<Decision, CliError>,
    ) -> Result<(), CliError> {
        let mut review = self.open()?;
        let decision = decision(&mut review)?;
        self.carry_out(&mut review, &decision, output)
    }

    /// Makes a decision at an open review, or says with `--dry-run` what it would do.
    pub(in crate::cli) fn carry_out(
        &self,
        review: &mut OpenReview,
        decision: &Decision,
        output: &mut Output,
    ) -> Result<(), CliError> {
        if self.dry_run {
            let preview = review.session()?.preview(decision, &now())?;
            return if self.json { output.json(&preview) } else { preview::print(&preview, output) };
        }
        let decided = review.session()?.decide(decision, self.reason.as_deref(), &now())?;
        if self.json { output.json(&decided) } else { print_outcome::print(review, &decided, output) }
    }
}

impl OpenReview {
    pub(super) fn open(
        project: &Path,
        run: Option<u32>,
        coder: Option<&str>,
        only_looks: bool,
    ) -> Result<Self, CliError> {
        let reviewer = open(project, run, only_looks)?;
        let id = reviewer.acting_coder(coder)?;
        let mut typed = shell_word(&project.display().to_string());
        if let Some(run) = run {
            typed += &format!(" --run {run}");
        }
        if let Some(coder) = coder {
            typed += &format!(" --coder {}", shell_word(coder));
        }
        Ok(Self { reviewer, coder: id, typed })
    }

    /// The coder's session.
    pub(in crate::cli) fn session(&mut self) -> Result<CoderSession<'_>, CliError> {
        Ok(self.reviewer.as_coder(&self.coder)?)
    }

    /// The coder's name.
    pub(super) fn name(&self) -> &str {
        self.reviewer.name_of(&self.coder)
    }

    /// The other coder whose review is looked at, where one is named.
    pub(super) fn target_coder(&self, typed: Option<&str>) -> Result<Option<CoderId>, CliError> {
        Ok(typed.map(|typed| self.reviewer.coder(typed)).transpose()?)
    }

    /// The code that was typed, by its id, so that the log names it however it is called later.
    pub(super) fn code(&mut self, typed: &str) -> Result<(CodeId, Named), CliError> {
        let id = self.session()?.code(&Named(typed.to_owned()))?;
        Ok((id, Named::id(id)))
    }

    /// The codes that were typed.
    pub(super) fn codes(&mut self, typed: &[String]) -> Result<Vec<Named>, CliError> {
        typed.iter().map(|typed| Ok(self.code(typed)?.1)).collect()
    }

    /// The coding that was typed, by its id.
    pub(super) fn coding(&mut self, typed: &str) -> Result<(CodingId, Named), CliError> {
        let id = self.session()?.coding(&Named(typed.trim().to_owned()))?;
        Ok((id, Named::id(id)))
    }

    /// The codings that were typed, each by itself or several with commas between them.
    pub(super) fn codings<'a>(
        &mut self,
        typed: impl IntoIterator<Item = &'a String>,
    ) -> Result<Vec<Named>, CliError> {
        let each =
            typed.into_iter().flat_map(|typed| typed.split(',')).filter(|typed| !typed.trim().is_empty());
        each.map(|typed| Ok(self.coding(typed)?.1)).collect()
    }
}

/// Opens a project; a command that only looks changes nothing of the file.
pub(super) fn open(project: &Path, run: Option<u32>, only_looks: bool) -> Result<Reviewer, CliError> {
    let open = if only_looks { Reviewer::open_read_only } else { Reviewer::open };
    Ok(open(project, run.map(RunId))?)
}
