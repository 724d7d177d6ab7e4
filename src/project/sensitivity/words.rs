//! Sensitivity in words.

use super::{ChangeKind, Changed, SensitivityView};

/// Found again as it is, by Hennig's threshold.
const AGAIN: f64 = 0.75;
/// More of it changes than stays, by Hennig's threshold.
const DISSOLVED: f64 = 0.5;

/// A sentence for each kind of change, one for each theme that one change dissolves, and what all this says.
pub(super) fn of(found: &SensitivityView) -> Vec<String> {
    let mut words: Vec<String> =
        ChangeKind::ALL.into_iter().filter_map(|kind| of_kind(found, kind)).collect();
    for theme in &found.themes {
        // A theme that no interview left out dissolves on average, and one alone does, rests on that one.
        if let Some(interviews) = &theme.interview
            && interviews.mean >= DISSOLVED
            && interviews.least < DISSOLVED
        {
            words.push(format!(
                "`{}` (theme {}) rests on one interview: {} its Jaccard is {:.2}, over all interviews {:.2}",
                theme.label, theme.id, interviews.least_with, interviews.least, interviews.mean
            ));
        }
    }
    words.push(
        "A theme that comes back under every change is a pattern that the vectors hold; whether it is one of meaning is for \
         the analyst to say. One that does not may still be one: read its segments before it is dropped"
            .to_owned(),
    );
    words
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
         (below 0.5)",
        measured.len(),
        least.0,
        least.1,
        found.n_themes,
    ))
}
