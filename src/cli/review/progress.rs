//! `themata progress`

use super::open_review::LookArgs;
use crate::cli::error::CliError;
use crate::cli::layout::{count, width};
use crate::cli::output::{Output, styled, styles};

pub(in crate::cli) fn run(look: &LookArgs, output: &mut Output) -> Result<(), CliError> {
    let reached = look.open()?.session()?.progress();
    if look.json {
        return output.json(&reached);
    }
    let p = &reached.progress;
    let share = if p.n_segments == 0 { 0.0 } else { p.n_decided as f64 / p.n_segments as f64 };
    output.line(&format!("{} of {} segments decided ({:.0} %)", p.n_decided, p.n_segments, share * 100.0))?;
    let cells = width().min(60);
    let filled = ((share * cells as f64).round() as usize).min(cells);
    output.line(&styled(styles::FAINT, &format!("{}{}", "█".repeat(filled), "░".repeat(cells - filled))))?;
    output.line(&format!(
        "{}: {} open, {} accepted, {} rejected, {} deferred",
        count(p.n_themes, "candidate theme", "candidate themes"),
        p.n_open,
        p.n_accepted,
        p.n_rejected,
        p.n_deferred
    ))?;
    output.line(&format!(
        "{}, {} ({} coded), {}",
        count(p.n_codes, "code", "codes"),
        count(p.n_codings, "coding", "codings"),
        count(p.n_coded, "segment", "segments"),
        count(p.n_memos, "memo", "memos")
    ))
}
