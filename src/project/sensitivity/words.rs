//! Sensitivity in words.

use super::rests_on::{DISSOLVED, RULE};
use super::{ChangeKind, Changed, SensitivityView, ThemeSensitivity};

/// Found again as it is, by Hennig's threshold.
const AGAIN: f64 = 0.75;

/// A sentence for each kind of change, one for each theme that one change dissolves, and what all this says.
pub(super) fn of(found: &SensitivityView) -> Vec<String> {
    let mut words: Vec<String> =
        ChangeKind::ALL.into_iter().filter_map(|kind| of_kind(found, kind)).collect();
    let resting: Vec<String> = found.themes.iter().filter_map(rests).collect();
    if resting.is_empty() && found.themes.iter().any(|theme| theme.moves_most.is_some()) {
        words.push("No theme is seen to rest on one interview".to_owned());
    }
    words.extend(resting);
    if found.themes.iter().any(|theme| theme.moves_most.is_some()) {
        words.push(RULE.to_owned());
    }
    words.push(
        "A theme that comes back under every change is a pattern that the vectors hold; whether it is one of meaning is for \
         the analyst to say. One that does not may still be one: read its segments before it is dropped"
            .to_owned(),
    );
    words
}

/// That a theme rests on one interview, with the figures that say so.
fn rests(theme: &ThemeSensitivity) -> Option<String> {
    let found = theme.moves_most.as_ref().filter(|found| found.rests_on_it)?;
    let of = format!("`{}` (theme {}) rests on one interview", theme.label, theme.id);
    let Some(jaccard) = found.jaccard else {
        return Some(format!("{of}: {} nothing is left of it", found.with));
    };
    let seeds = theme.seed.as_ref().map_or_else(
        || "the algorithm draws nothing, so that seeds do not move it".to_owned(),
        |seeds| format!("over other seeds {:.2} at least", seeds.least),
    );
    let share = found.share * 100.0;
    Some(format!(
        "{of}, which holds {share:.0} % of its segments: {} its Jaccard is {jaccard:.2}; {seeds}",
        found.with
    ))
}

/// What else must be known of changes of a kind.
fn caution(found: &SensitivityView, kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Number if found.numbers_cut_from_one => {
            ". These are cut from the same grouping at the same seed: that they agree is no evidence of robustness"
        }
        ChangeKind::Seed if found.n_themes_chosen_anew => ". Each seed chooses the number of themes anew",
        ChangeKind::Interview if found.n_themes_chosen_anew => {
            ". The number of themes is chosen anew each time, so that two things change at once"
        }
        _ => "",
    }
}

fn of_kind(found: &SensitivityView, kind: ChangeKind) -> Option<String> {
    let of: Vec<&Changed> = found.changes.iter().filter(|change| change.kind == kind).collect();
    let measured: Vec<(f64, &str)> =
        of.iter().filter_map(|change| Some((change.ami.value().ok()?, change.to.as_str()))).collect();
    let least = measured.iter().copied().reduce(|a, b| if b.0 < a.0 { b } else { a })?;
    let mean = measured.iter().map(|(value, _)| value).sum::<f64>() / measured.len() as f64;
    let sizes = of.iter().filter_map(|change| change.n_themes);
    let (fewest, most) = (sizes.clone().min()?, sizes.max()?);
    let themes = if fewest == most { format!("{most}") } else { format!("{fewest} to {most}") };
    let mut verdicts = [0; 3];
    let means = found.themes.iter().filter_map(|theme| Some(theme.under(kind)?.mean));
    for mean in means {
        verdicts[if mean >= AGAIN {
            0
        } else if mean >= DISSOLVED {
            1
        } else {
            2
        }] += 1;
    }
    let [again, changed, dissolved] = verdicts;
    Some(format!(
        "With {kind} ({} tried): AMI with this run {mean:.2} on average, {:.2} at least ({}); {themes} themes where this run has {}. \
         Of its themes {again} are found again (mean Jaccard 0.75 or more), {changed} with other members, {dissolved} dissolve \
         (below 0.5){}",
        measured.len(),
        least.0,
        least.1,
        found.n_themes,
        caution(found, kind),
    ))
}
