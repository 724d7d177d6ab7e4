//! `themata diff`

use std::path::Path;

use clap::Args;

use super::open_review::LookArgs;
use super::time_args::moment;
use crate::cli::error::CliError;
use crate::cli::layout::{count, width, wrap};
use crate::cli::output::{Output, styled, styles};
use crate::domain::{CodeId, CoderId, ProposalId, Record, RecordKey, RunId};
use crate::project::{Difference, DifferenceKind, LogPosition, Reviewer};
use crate::words::{labelled, ranges};

/// Show what changed between two points of the log, or between two copies of a project
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  themata diff 12                              what changed since operation 12 of the log\n  \
                        themata diff 2026-11-20 2026-11-24\n  \
                        themata diff copy.themata -p study.themata   what is different in the copy now"
)]
pub(in crate::cli) struct DiffArgs {
    #[command(flatten)]
    pub(super) look: LookArgs,
    /// The start: a time or the number of an operation; or the file of another copy of the project
    #[arg(value_name = "TIME|N|FILE")]
    pub(super) from: String,
    /// The end: a time or the number of an operation [default: now]
    #[arg(value_name = "TIME|N", value_parser = moment)]
    pub(super) to: Option<LogPosition>,
}

pub(in crate::cli) fn run(args: &DiffArgs, output: &mut Output) -> Result<(), CliError> {
    let mut reviewer = Reviewer::open_read_only(&args.look.project.path()?, args.look.run.map(RunId))?;
    let viewer = match &args.look.coder {
        Some(typed) => Some(reviewer.coder(typed)?),
        None => reviewer.acting_coder(None).ok(),
    };
    let found = match (moment(&args.from), &args.to) {
        (Ok(from), to) => {
            let to = to.as_ref().unwrap_or(&LogPosition::Now);
            match &viewer {
                Some(viewer) => reviewer.as_coder(viewer)?.diff(&from, to)?,
                None => reviewer.diff(&from, to)?,
            }
        }
        (Err(_), None) => {
            let other = Path::new(&args.from);
            match &viewer {
                Some(viewer) => reviewer.as_coder(viewer)?.diff_with(other)?,
                None => reviewer.diff_with(other)?,
            }
        }
        (Err(_), Some(_)) => {
            return Err(CliError::Usage(
                "a copy is compared as it is now; give one file, or two times or numbers of operations; -p names the project",
            ));
        }
    };
    if args.look.json {
        return output.json(&found);
    }
    let differences = found.differences;
    for (kind, words) in lines(&differences, output.verbose, &reviewer) {
        print(kind, &words, output)?;
    }
    output.line(&match differences.len() {
        0 => "No difference.".to_owned(),
        n => format!("{}.", count(n, "difference", "differences")),
    })
}

/// Returns the differences in words. Many codings with one code, or many segments of one theme, share a line.
fn lines(differences: &[Difference], all: bool, reviewer: &Reviewer) -> Vec<(DifferenceKind, String)> {
    let mut groups: Vec<(Option<Group<'_>>, Vec<&Difference>)> = Vec::new();
    for difference in differences {
        let group = group(difference).filter(|_| !all);
        match groups.iter_mut().find(|(found, _)| group.is_some() && *found == group) {
            Some((_, members)) => members.push(difference),
            None => groups.push((group, vec![difference])),
        }
    }
    let mut lines = Vec::new();
    for (group, members) in groups {
        let who = members[0].coder.as_ref().map(|coder| format!("{}: ", reviewer.name_of(coder)));
        let who = who.unwrap_or_default();
        match group {
            Some(group) if members.len() > FEW => {
                lines.push((group.kind, format!("{who}{}", group.words(&members))));
            }
            _ => lines.extend(members.iter().map(|member| (member.kind, format!("{who}{member}")))),
        }
    }
    lines
}

/// How many differences of a kind are shown one by one. More are counted.
const FEW: usize = 4;

/// Differences that are counted, not listed.
#[derive(Clone, Copy, PartialEq)]
struct Group<'a> {
    coder: Option<&'a CoderId>,
    kind: DifferenceKind,
    of: Of,
}

#[derive(Clone, Copy, PartialEq)]
enum Of {
    /// Codings with a code.
    Code(CodeId),
    /// Segments in a candidate, or in none.
    Candidate(Option<ProposalId>),
}

fn group(difference: &Difference) -> Option<Group<'_>> {
    let of = match difference.after.as_ref().or(difference.before.as_ref())? {
        // A changed coding is always shown.
        Record::Coding(coding) if difference.kind != DifferenceKind::Changed => Of::Code(coding.code),
        Record::Place(place) => Of::Candidate(place.candidate),
        _ => return None,
    };
    Some(Group { coder: difference.coder.as_ref(), kind: difference.kind, of })
}

impl Group<'_> {
    fn words(&self, members: &[&Difference]) -> String {
        let n = members.len();
        let verb = match self.kind {
            DifferenceKind::Added => "added",
            DifferenceKind::Removed => "removed",
            DifferenceKind::Changed => "changed",
        };
        match self.of {
            Of::Code(code) => {
                let label = members[0].code_label.as_ref().map(|label| labelled(label));
                format!(
                    "{verb} {n} codings with {} (-v lists them)",
                    label.unwrap_or_else(|| code.to_string())
                )
            }
            Of::Candidate(candidate) => {
                let place =
                    candidate.map_or_else(|| "no candidate".to_owned(), |id| format!("candidate {id}"));
                let segments = members.iter().filter_map(|member| match member.key {
                    RecordKey::Place(_, _, segment) => Some(segment.0),
                    _ => None,
                });
                match self.kind {
                    DifferenceKind::Removed => format!(
                        "reset {n} segments to the candidate of the run; they were in {place}: {}",
                        ranges(segments)
                    ),
                    _ => format!("put {n} segments in {place}: {}", ranges(segments)),
                }
            }
        }
    }
}

fn print(kind: DifferenceKind, words: &str, output: &mut Output) -> Result<(), CliError> {
    let (sign, style) = match kind {
        DifferenceKind::Added => ("+", styles::NUMBER),
        DifferenceKind::Removed => ("−", styles::ERROR),
        DifferenceKind::Changed => ("~", styles::WARNING),
    };
    for (i, line) in wrap(words, width().saturating_sub(2)).iter().enumerate() {
        let head = if i == 0 { styled(style, sign) } else { " ".to_owned() };
        output.line(&format!("{head} {line}"))?;
    }
    Ok(())
}
