//! Options of commands that compare codings.

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use super::match_arg::{self, code_match};
use crate::cli::error::CliError;
use crate::cli::layout::shell_word;
use crate::cli::project_arg::ProjectArg;
use crate::cli::review::LevelArg;
use crate::domain::{CoderId, DisagreementKind, RunId};
use crate::project::{
    CandidateLevel, CodeMatch, CompareRequest, ComparisonFilter, ComparisonUnit, ComparisonView,
    ProjectError, Reviewer, SideView, VerdictCommand,
};

/// Options on which codings are compared.
#[derive(Debug, Args)]
pub(in crate::cli) struct SidesArgs {
    #[command(flatten)]
    pub(super) project: ProjectArg,
    /// The coders, by name or id, with commas between them (may be repeated) [default: all coders with codings]
    #[arg(long, value_name = "NAME,NAME")]
    pub(super) coders: Vec<String>,
    /// Compare the codes with the candidates of the run [default: if there is only one coder]
    #[arg(long)]
    pub(super) with_candidates: bool,
    /// The level of the candidates that are compared
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = CandidateLevelArg::Code)]
    pub(super) candidate_level: CandidateLevelArg,
    /// The number of the run whose segments and candidates are compared [default: the latest]
    #[arg(long, value_name = "N")]
    pub(super) run: Option<u32>,
    /// The unit of comparison
    #[arg(long, value_enum, default_value_t = UnitArg::Segment)]
    pub(super) unit: UnitArg,
    /// The level of the codebook: a code counts as the code above it at this level
    #[arg(long, value_enum, default_value_t = LevelArg::Code)]
    pub(super) level: LevelArg,
    /// A code of the first coder and a code of the second that mean the same and count as one, by label or id (may be repeated); put a
    /// label that holds = in double quotes: '"A = a"=B'
    #[arg(long = "match", value_name = "CODE=CODE", value_parser = code_match)]
    pub(super) matches: Vec<CodeMatch>,
    /// Also compare the turns of interviewers, if units are turns, sentences or characters
    #[arg(long)]
    pub(super) include_interviewer: bool,
    /// The name of the coder who looks [default: the project's coder]
    #[arg(long, value_name = "NAME")]
    pub(super) coder: Option<String>,
}

/// Options on which units and disagreements are shown.
#[derive(Debug, Args)]
pub(in crate::cli) struct FilterArgs {
    /// Show only units with this code, given by its label
    #[arg(long, value_name = "LABEL", help_heading = "What is shown")]
    pub(super) code: Option<String>,
    /// Show only units of this participant
    #[arg(long, value_name = "NAME", help_heading = "What is shown")]
    pub(super) participant: Option<String>,
    /// Show only disagreements of this kind
    #[arg(long, value_enum, help_heading = "What is shown")]
    pub(super) kind: Option<KindArg>,
    /// Show only disagreements without a verdict
    #[arg(long, help_heading = "What is shown")]
    pub(super) undecided: bool,
}

/// A level of candidates.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum CandidateLevelArg {
    /// Candidate themes
    Theme,
    /// Candidate codes; in a run of one level, its candidate themes
    Code,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(in crate::cli) enum UnitArg {
    /// The meaning units of the run
    Segment,
    /// The turns
    Turn,
    /// The sentences
    Sentence,
    /// The characters
    Character,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(in crate::cli) enum KindArg {
    /// Both coded it, with no code in common
    Different,
    /// Both coded it, with some codes in common
    Partial,
    /// Only the first side coded it
    OnlyFirst,
    /// Only the second side coded it
    OnlySecond,
}

impl SidesArgs {
    /// Opens the project, and returns the coder who looks.
    pub(super) fn open(&self) -> Result<(Reviewer, CoderId), CliError> {
        let reviewer = Reviewer::open_read_only(&self.project.path()?, self.run.map(RunId))?;
        let coders = self.named(&reviewer)?;
        let viewer = reviewer.comparison_viewer(self.coder.as_deref(), &coders)?;
        Ok((reviewer, viewer))
    }

    /// Returns the coders that were typed.
    fn named(&self, reviewer: &Reviewer) -> Result<Vec<CoderId>, ProjectError> {
        let mut found = Vec::new();
        for typed in &self.coders {
            found.extend(coders_in(typed, |name| reviewer.coder(name))?);
        }
        Ok(found)
    }

    /// Returns the command that gives a verdict on a disagreement of this comparison. It names the project, since the page may be read
    /// anywhere.
    pub(super) fn verdict_command(&self, view: &ComparisonView) -> VerdictCommand {
        VerdictCommand {
            start: vec!["themata".to_owned(), "verdict".to_owned()],
            sides: [vec!["--project".to_owned(), view.title.clone()], self.exact(&view.sides)].concat(),
            coder: "--coder".to_owned(),
            reason: "--reason".to_owned(),
        }
    }

    /// Returns the options that give the same comparison again, even if other coders are added later. Coders are given by their ids,
    /// which hold no comma.
    fn exact(&self, sides: &[SideView]) -> Vec<String> {
        let coders: Vec<&str> =
            sides.iter().filter(|side| side.kind == "coder").map(|side| side.id.as_str()).collect();
        let mut typed = vec!["--coders".to_owned(), coders.join(",")];
        if sides.iter().any(|side| side.kind == "run") {
            typed.push("--with-candidates".to_owned());
        }
        typed.extend(self.units());
        typed
    }

    /// Returns the options of a next command on the same comparison, each after a space: of all its sides, if they are given.
    pub(super) fn typed(&self, sides: Option<&[SideView]>) -> String {
        let mut options = match sides {
            Some(sides) => self.exact(sides),
            None => {
                let mut options: Vec<String> =
                    self.coders.iter().flat_map(|coders| ["--coders".to_owned(), coders.clone()]).collect();
                if self.with_candidates {
                    options.push("--with-candidates".to_owned());
                }
                options.extend(self.units());
                options
            }
        };
        if let Some(coder) = &self.coder {
            options.extend(["--coder".to_owned(), coder.clone()]);
        }
        let options: String = options.iter().map(|option| format!(" {}", shell_word(option))).collect();
        self.project.typed() + &options
    }

    /// Returns the options that were typed on run, unit, level and matched codes.
    fn units(&self) -> Vec<String> {
        let mut typed = Vec::new();
        let mut option = |name: &str, value: Option<String>| {
            typed.push(name.to_owned());
            typed.extend(value);
        };
        if let Some(run) = self.run {
            option("--run", Some(run.to_string()));
        }
        let name = |value: Option<PossibleValue>| value.map(|value| value.get_name().to_owned());
        if !matches!(self.unit, UnitArg::Segment) {
            option("--unit", name(self.unit.to_possible_value()));
        }
        if !matches!(self.level, LevelArg::Code) {
            option("--level", name(self.level.to_possible_value()));
        }
        if !matches!(self.candidate_level, CandidateLevelArg::Code) {
            option("--candidate-level", name(self.candidate_level.to_possible_value()));
        }
        for matched in &self.matches {
            option("--match", match_arg::typed(&matched.first.0, &matched.second.0));
        }
        if self.include_interviewer {
            option("--include-interviewer", None);
        }
        typed
    }

    pub(super) fn request(&self, reviewer: &Reviewer) -> Result<CompareRequest, CliError> {
        Ok(CompareRequest {
            coders: self.named(reviewer)?,
            beside_run: self.with_candidates.then_some(true),
            candidate_level: match self.candidate_level {
                CandidateLevelArg::Theme => CandidateLevel::Theme,
                CandidateLevelArg::Code => CandidateLevel::Code,
            },
            unit: match self.unit {
                UnitArg::Segment => ComparisonUnit::Segment,
                UnitArg::Turn => ComparisonUnit::Turn,
                UnitArg::Sentence => ComparisonUnit::Sentence,
                UnitArg::Character => ComparisonUnit::Character,
            },
            level: self.level.into(),
            matches: self.matches.clone(),
            include_interviewer: self.include_interviewer,
            ..CompareRequest::default()
        })
    }
}

/// Reads a list of coders with commas between them. A name may hold commas too: of the names with which the list can begin, the
/// longest is taken that a coder has.
fn coders_in<C>(
    typed: &str,
    coder: impl Fn(&str) -> Result<C, ProjectError>,
) -> Result<Vec<C>, ProjectError> {
    let parts: Vec<&str> = typed.split(',').collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < parts.len() {
        let mut end = parts.len();
        loop {
            match coder(&parts[at..end].join(",")) {
                Ok(one) => {
                    found.push(one);
                    break;
                }
                // A single part cannot be shortened.
                Err(error) if end == at + 1 => return Err(error),
                Err(_) => end -= 1,
            }
        }
        at = end;
    }
    Ok(found)
}

impl FilterArgs {
    pub(super) fn filter(&self) -> ComparisonFilter {
        ComparisonFilter {
            code: self.code.clone(),
            participant: self.participant.clone(),
            kind: self.kind.map(|kind| match kind {
                KindArg::Different => DisagreementKind::Different,
                KindArg::Partial => DisagreementKind::Partial,
                KindArg::OnlyFirst => DisagreementKind::OnlyFirst,
                KindArg::OnlySecond => DisagreementKind::OnlySecond,
            }),
            undecided: self.undecided,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Refusal;

    #[test]
    fn a_name_may_hold_a_comma() {
        let known = ["Lee, Ann", "Ben", "Lee", "Ann"];
        let found = |known: &[&str], typed: &str| {
            coders_in(typed, |name| {
                let found = known.iter().position(|known| *known == name.trim());
                let refused = || Refusal::NoSuchCoder { coder: name.to_owned(), known: Vec::new() };
                Ok(found.ok_or_else(refused)?)
            })
            .map_err(|error| error.to_string())
        };
        assert_eq!(found(&known, "Lee, Ann"), Ok(vec![0]));
        assert_eq!(found(&known, "Ben,Lee, Ann"), Ok(vec![1, 0]));
        assert_eq!(found(&known, "Ann,Ben, Lee"), Ok(vec![3, 1, 2]));
        assert_eq!(found(&known[1..], "Lee, Ann"), Ok(vec![1, 2]));
        assert!(found(&known[..2], "Ben,Lee,Eve").unwrap_err().contains("`Lee`"));
        assert!(found(&known, "").is_err());
    }
}
