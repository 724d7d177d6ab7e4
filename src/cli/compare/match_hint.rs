//! Which codes of two coders who share no label may mean the same, as a command that counts them as one.

use super::match_arg;
use crate::cli::layout::shell_word;
use crate::project::ComparisonView;

/// The fewest units that two codes must share.
const LEAST_SHARED: usize = 3;
/// The least share of the units of each code that must have the other.
const LEAST_SHARE: f64 = 0.5;

/// Returns the command that counts as one what the best matching pairs beyond doubt; `None` where there is no such pair, and where there are
/// more than two coders. `options` are those of the comparison, each after a space.
pub(super) fn command(view: &ComparisonView, options: &str) -> Option<String> {
    let n_coders = view.sides.iter().filter(|side| side.kind == "coder").count();
    let pair = view.pairs.iter().find(|pair| pair.share_no_label && n_coders == 2)?;
    let pairs = &pair.partition.as_ref()?.matching.pairs;
    let matches: String = pairs
        .iter()
        .filter(|pair| pair.n_shared >= LEAST_SHARED && pair.precision.min(pair.recall) >= LEAST_SHARE)
        .filter_map(|pair| match_arg::typed(&pair.code_label, &pair.cluster_label))
        .map(|typed| format!(" --match {}", shell_word(&typed)))
        .collect();
    (!matches.is_empty()).then(|| format!("themata compare{options}{matches}"))
}
