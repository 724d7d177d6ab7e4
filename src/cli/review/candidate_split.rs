//! `themata candidate split`

use super::decide_args::DecideArgs;
use super::preview;
use super::segment_ranges::SegmentsArg;
use super::time_args::now;
use crate::cli::error::CliError;
use crate::cli::layout::{count, width, wrap};
use crate::cli::output::{Output, styled, styles};
use crate::domain::{CandidateId, Decision, ProposalId};
use crate::project::{SplitAlternative, SplitPart};
use crate::words::ranges;

/// The parts that were asked for.
pub(super) struct Parts<'a> {
    pub(super) into: Option<usize>,
    pub(super) segments: &'a [SegmentsArg],
    pub(super) codes: &'a [SegmentsArg],
}

pub(super) fn run(
    args: &DecideArgs,
    candidate: &str,
    asked: &Parts<'_>,
    output: &mut Output,
) -> Result<(), CliError> {
    let mut review = args.open()?;
    let candidate = review.candidate(candidate)?;
    let numbers = |part: &SegmentsArg| SegmentsArg::all(std::slice::from_ref(part));
    let into = asked.into;
    if !asked.segments.is_empty() {
        let parts = asked.segments.iter().map(numbers).collect();
        let decision = Decision::Split { candidate, parts, codes: Vec::new() };
        return args.carry_out(&mut review, &decision, output);
    }
    if !asked.codes.is_empty() {
        let code = |part: &SegmentsArg| {
            numbers(part).into_iter().map(|number| CandidateId::Code(ProposalId(number.0))).collect()
        };
        let codes = asked.codes.iter().map(code).collect();
        let decision = Decision::Split { candidate, parts: Vec::new(), codes };
        return args.carry_out(&mut review, &decision, output);
    }
    if into.is_none() && !args.operation.dry_run {
        return Err(CliError::Usage(
            "give the number of parts with --into K, the segments of a part with --segments, or the candidate codes of a part of a candidate theme with --codes; --dry-run shows ways to split",
        ));
    }
    if let Some(n_parts) = into.filter(|_| !args.operation.dry_run) {
        let decision = review.session()?.split(candidate, n_parts)?;
        return args.carry_out(&mut review, &decision, output);
    }
    let ways = review.session()?.split_preview(candidate, into, &now())?;
    if args.operation.json {
        return output.json(&ways);
    }
    if ways.alternatives.is_empty() {
        output.line("The segments of this candidate do not differ enough to split it.")?;
    }
    for way in &ways.alternatives {
        print(candidate, way, output)?;
    }
    match &ways.preview {
        Some(preview) => preview::print(preview, output),
        None => {
            output.flush()?;
            output.say(&format!(
                "Nothing was written. Choose one with `themata candidate split {candidate} --into K{}`.",
                review.typed
            ));
            Ok(())
        }
    }
}

fn print(candidate: CandidateId, way: &SplitAlternative, output: &mut Output) -> Result<(), CliError> {
    output.line(&styled(styles::STRONG, &format!("Into {} parts (--into {})", way.n_parts, way.n_parts)))?;
    for (i, part) in way.parts.iter().enumerate() {
        let head = if i == 0 { format!("stays in {candidate}") } else { "new".to_owned() };
        print_part(&head, part, output)?;
    }
    output.line("")
}

fn print_part(head: &str, part: &SplitPart, output: &mut Output) -> Result<(), CliError> {
    let width = width();
    let facts = format!(
        "{}, {}, cohesion {:.2}",
        count(part.segments.len(), "segment", "segments"),
        count(part.n_participants, "participant", "participants"),
        part.cohesion
    );
    for (at, line) in wrap(&part.label, width.saturating_sub(2)).iter().enumerate() {
        output.line(&format!("{}{}", if at == 0 { "  " } else { "    " }, styled(styles::STRONG, line)))?;
    }
    for line in wrap(&format!("{head}: {facts}"), width.saturating_sub(4)) {
        output.line(&format!("    {line}"))?;
    }
    for words in [
        part.key_terms.join(", "),
        format!("segments {}", ranges(part.segments.iter().map(|segment| segment.0))),
    ] {
        for line in wrap(&words, width.saturating_sub(4)) {
            output.line(&format!("    {}", styled(styles::FAINT, &line)))?;
        }
    }
    Ok(())
}
