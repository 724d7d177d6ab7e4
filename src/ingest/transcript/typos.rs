//! Labels that are slips of the hand: `Particpant` once among a hundred `Participant`.

use std::collections::BTreeMap;

use super::Hints;
use super::assemble::Draft;
use super::label::{fold, shown};
use super::roles::{Known, look_up};
use crate::domain::{MendedLabel, Notice, NoticeFact};

/// Shorter labels differ by a letter because they are different.
const SHORTEST: usize = 6;
/// A slip is on this many turns at most.
const RARE: usize = 2;
/// A slip is this much rarer than what was meant.
const RARER: usize = 10;

/// Gives the turns of a slip to the role that was meant, and says so. A slip is one letter (never a digit) away from one
/// label that names a role and is ten times as frequent. Names are left alone: Martin and Martina are two people.
pub(super) fn mend(drafts: &mut [Draft], hints: &Hints<'_>) -> Option<Notice> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for label in drafts.iter().filter_map(|draft| draft.label.as_deref()) {
        *counts.entry(label).or_default() += 1;
    }
    let roles: Vec<(Vec<char>, &str, usize)> = counts
        .iter()
        .filter(|&(label, &n)| {
            n >= RARER && look_up(label).is_some_and(|entry| matches!(entry.known, Known::Role(_)))
        })
        .map(|(&label, &n)| (fold(label).chars().collect(), label, n))
        .collect();
    if roles.is_empty() {
        return None;
    }
    let mut slips: BTreeMap<String, String> = BTreeMap::new();
    for (&label, &n) in counts.iter().filter(|&(label, &n)| n <= RARE && look_up(label).is_none()) {
        let folded: Vec<char> = fold(label).chars().collect();
        let mut meant = roles.iter().filter(|(role, _, m)| *m >= n * RARER && is_slip(&folded, role));
        if let (Some((_, role, _)), None) = (meant.next(), meant.next())
            && hints.role(label).is_none()
        {
            slips.insert(label.to_owned(), (*role).to_owned());
        }
    }
    for draft in drafts {
        if let Some(role) = draft.label.as_deref().and_then(|label| slips.get(label)) {
            draft.label = Some(role.clone());
        }
    }
    let labels: Vec<MendedLabel> =
        slips.iter().map(|(slip, role)| MendedLabel { label: shown(slip), taken_for: shown(role) }).collect();
    (!labels.is_empty()).then(|| Notice::of_run(NoticeFact::LabelsMended { labels }))
}

/// Whether one letter was left out, added, exchanged, or swapped with its neighbour.
fn is_slip(slip: &[char], label: &[char]) -> bool {
    if slip.len() < SHORTEST || label.len() < SHORTEST || slip.len().abs_diff(label.len()) > 1 {
        return false;
    }
    let front = slip.iter().zip(label).take_while(|(a, b)| a == b).count();
    let back =
        slip[front..].iter().rev().zip(label[front..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&slip[front..slip.len() - back], &label[front..label.len() - back]);
    if a.iter().chain(b).any(|c| !c.is_alphabetic()) {
        return false;
    }
    match (a, b) {
        ([_], [_]) | ([], [_]) | ([_], []) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_and_other_people() {
        let roles = BTreeMap::new();
        let of = |slip: &str, n: usize, m: usize| {
            let label = |label: &str| Draft { label: Some(label.to_owned()), bytes: 0..0 };
            let mut drafts = vec![label(slip); n];
            drafts.extend(vec![label("Participant"); m]);
            let notice = mend(&mut drafts, &Hints { roles: &roles });
            assert_eq!(notice.is_some(), drafts[0].label.as_deref() == Some("Participant"));
            notice.is_some()
        };
        assert!(of("Particpant", 1, 40));
        assert!(of("Partciipant", 2, 20));
        assert!(!of("Participant 2", 1, 40));
        assert!(!of("Particpant", 3, 40));
        assert!(!of("Particpant", 1, 9));
        assert!(!of("Patient", 1, 40));
    }
}
