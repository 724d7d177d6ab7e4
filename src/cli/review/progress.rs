//! `themata progress`

use super::open_review::LookArgs;
use crate::cli::error::CliError;
use crate::cli::layout::{count, width};
use crate::cli::output::{Output, styled, styles};
use crate::project::ReviewProgress;

pub(in crate::cli) fn run(look: &LookArgs, output: &mut Output) -> Result<(), CliError> {
    let reached = look.open()?.session()?.progress();
    if look.json {
        return output.json(&reached);
    }
    let p = &reached.progress;
    let share = if p.n_segments == 0 { 0.0 } else { p.n_decided as f64 / p.n_segments as f64 };
    output.line(&format!("{} ({:.0} %)", decided(p), share * 100.0))?;
    let cells = width().min(60);
    let filled = ((share * cells as f64).round() as usize).min(cells);
    output.line(&styled(styles::FAINT, &format!("{}{}", "█".repeat(filled), "░".repeat(cells - filled))))?;
    let verdicts = format!(
        "{}: {} open, {} accepted, {} rejected, {} deferred",
        candidates(p),
        p.n_open,
        p.n_accepted,
        p.n_rejected,
        p.n_deferred
    );
    output.sentence(&verdicts, 0)?;
    let made = format!(
        "{}, {} ({} coded), {}",
        count(p.n_codes, "code", "codes"),
        count(p.n_codings, "coding", "codings"),
        count(p.n_coded, "segment", "segments"),
        count(p.n_memos, "memo", "memos")
    );
    output.sentence(&made, 0)
}

/// Returns how many segments are decided, and how many of the others wait in deferred candidates.
pub(in crate::cli) fn decided(p: &ReviewProgress) -> String {
    let deferred = match p.n_in_deferred {
        0 => String::new(),
        n => format!(", {n} more deferred"),
    };
    format!("{} of {} segments decided{deferred}", p.n_decided, p.n_segments)
}

/// Returns how many candidates there are, at both levels.
fn candidates(p: &ReviewProgress) -> String {
    if p.n_candidate_themes == 0 {
        return count(p.n_candidates, "candidate theme", "candidate themes");
    }
    let codes = count(p.n_candidates, "candidate code", "candidate codes");
    format!("{codes} in {}", count(p.n_candidate_themes, "candidate theme", "candidate themes"))
}
