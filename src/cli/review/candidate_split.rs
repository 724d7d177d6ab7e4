//! `themata candidate split`

use super::decide_args::DecideArgs;
use super::preview;
use super::segment_ranges::{SegmentsArg, ranges};
use super::time_args::now;
use crate::cli::error::CliError;
use crate::cli::layout::{count, width, wrap};
use crate::cli::output::{Output, styled, styles};
use crate::domain::{Decision, ProposalId};
use crate::project::{SplitAlternative, SplitPart};

pub(super) fn run(
    args: &DecideArgs,
    theme: ProposalId,
    into: Option<usize>,
    segments: &[SegmentsArg],
    output: &mut Output,
) -> Result<(), CliError> {
    let mut review = args.open()?;
    if !segments.is_empty() {
        let parts = segments.iter().map(|part| SegmentsArg::all(std::slice::from_ref(part))).collect();
        return args.carry_out(&mut review, &Decision::Split { theme, parts }, output);
    }
    if into.is_none() && !args.operation.dry_run {
        return Err(CliError::Usage(
            "give the number of parts with --into K, or the segments of a part with --segments; --dry-run shows ways to split",
        ));
    }
    if let Some(n_parts) = into.filter(|_| !args.operation.dry_run) {
        let decision = review.session()?.split(theme, n_parts)?;
        return args.carry_out(&mut review, &decision, output);
    }
    let ways = review.session()?.split_preview(theme, into, &now())?;
    if args.operation.json {
        return output.json(&ways);
    }
    if ways.alternatives.is_empty() {
        output.line("The segments of this theme do not differ enough to split it.")?;
    }
    for way in &ways.alternatives {
        print(theme, way, output)?;
    }
    match &ways.preview {
        Some(preview) => preview::print(preview, output),
        None => {
            output.flush()?;
            output.say(&format!(
                "Nothing was written. Choose one with `themata candidate split {theme} --into K{}`.",
                review.typed
            ));
            Ok(())
        }
    }
}

fn print(theme: ProposalId, way: &SplitAlternative, output: &mut Output) -> Result<(), CliError> {
    output.line(&styled(styles::STRONG, &format!("Into {} parts (--into {})", way.n_parts, way.n_parts)))?;
    for (i, part) in way.parts.iter().enumerate() {
        let head = if i == 0 { format!("stays in {theme}") } else { "new".to_owned() };
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
    output.line(&format!("  {} ({head}): {facts}", styled(styles::STRONG, &part.label)))?;
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
