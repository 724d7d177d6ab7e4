//! What the readers of a comparison must know of what it rests on.

use super::compared_units::Verdicts;
use super::frame::Frame;

pub(super) fn notices(frame: &Frame<'_>, verdicts: &Verdicts<'_>) -> Vec<String> {
    let mut notices = Vec::new();
    for (side, readings) in frame.sides.coders.iter().zip(&frame.readings) {
        let name = &side.name;
        if !readings.untouched.is_empty() {
            let documents: Vec<&str> =
                readings.untouched.iter().map(|&at| frame.units.documents[at].name.as_str()).collect();
            notices.push(format!(
                "{name} coded nothing in {}: taken as not worked on, so that its units do not count there",
                listed(&documents)
            ));
        }
        if readings.n_unplaced > 0 {
            notices.push(format!(
                "{} of {}'s {} codings touch no unit, as those of interviewers' words: they do not count",
                readings.n_unplaced, name, side.n_codings
            ));
        }
        if side.n_below > 0 {
            notices.push(format!(
                "{} of {name}'s codes stand under none of the level compared: each counts as itself",
                side.n_below
            ));
        }
        if let Some(run) = &frame.run
            && let Some(&n) = side.n_accepted.get(&run.id.0)
        {
            notices.push(format!(
                "{n} of {name}'s {} codings were accepted from the candidate themes of run {}: that the two agree there is no \
                 evidence for either",
                side.n_codings, run.id
            ));
        }
    }
    let several = verdicts.values().filter(|given| given.len() > 1).count();
    if several > 0 {
        notices.push(format!(
            "{several} disagreements have verdicts of several coders; the latest is shown, `themata log` holds all"
        ));
    }
    notices
}

fn listed(names: &[&str]) -> String {
    let shown = names.iter().take(6).copied().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(6) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
