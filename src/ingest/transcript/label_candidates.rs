//! Decides which of the prefixes that look like labels are labels in this file.

use std::collections::{BTreeMap, BTreeSet};

use super::Hints;
use super::label::{fold, like_a_name};
use super::roles::{RoleLexicon, look_up};

/// A prefix on this many turns is a label without further evidence.
const OFTEN: usize = 3;
/// Names that are not in the dictionary must open this share of the paragraphs; below it they are taken as prose.
const LEAST_COVERAGE: f64 = 0.1;
/// If labels open this share of the paragraphs, a rare prefix that looks like a name is a speaker too.
const FULL_COVERAGE: f64 = 0.5;
/// A short text is a conversation if this share of its paragraphs is labelled, one label twice.
const ALL_COVERAGE: f64 = 0.95;

/// A prefix that may be a label.
#[derive(Clone, Debug)]
pub(super) struct LabelCandidate {
    /// The prefix.
    pub(super) label: String,
    /// Whether it opens a paragraph (a line, in a file without blank lines).
    pub(super) opens_unit: bool,
    /// Whether its line asks or requests something.
    pub(super) asks: bool,
}

#[derive(Default)]
struct Candidate {
    n: usize,
    n_opening: usize,
    named: bool,
    listed: bool,
    letter: bool,
    hinted: bool,
}

/// Returns the accepted labels, folded. `n_units` is the number of paragraphs (lines, in a file without blank lines).
pub(super) fn accepted(sightings: &[LabelCandidate], n_units: usize, hints: &Hints<'_>) -> BTreeSet<String> {
    let mut candidates: BTreeMap<String, Candidate> = BTreeMap::new();
    for sighting in sightings {
        let candidate = candidates.entry(fold(&sighting.label)).or_insert_with(|| {
            let entry = look_up(&sighting.label);
            let letter = entry.is_some_and(|entry| matches!(entry.known, RoleLexicon::Letter(_)));
            Candidate {
                named: like_a_name(&sighting.label),
                listed: super::roles::is_listed(&sighting.label),
                letter,
                hinted: hints.role(&sighting.label).is_some(),
                ..Candidate::default()
            }
        });
        candidate.n += 1;
        candidate.n_opening += usize::from(sighting.opens_unit);
    }
    let choose = |suits: &dyn Fn(&Candidate) -> bool| -> BTreeSet<&String> {
        candidates.iter().filter(|(_, candidate)| suits(candidate)).map(|(label, _)| label).collect()
    };
    let coverage = |labels: &BTreeSet<&String>| {
        let n: usize = labels.iter().map(|&label| candidates[label].n_opening).sum();
        n as f64 / n_units.max(1) as f64
    };
    let any = |labels: &BTreeSet<&String>, is: fn(&Candidate) -> bool| {
        labels.iter().any(|&label| is(&candidates[label]))
    };
    let sure = |labels: &BTreeSet<&String>| any(labels, |candidate| candidate.listed || candidate.hinted);

    let mut labels = choose(&|candidate| candidate.hinted || candidate.n >= OFTEN);
    // A word of the dictionary may be rare, unless the rest of the text is prose.
    let words = choose(&|candidate| {
        candidate.hinted || candidate.n >= OFTEN || (candidate.listed && !candidate.letter)
    });
    if coverage(&words) >= LEAST_COVERAGE {
        labels = words;
    }
    // Single letters of the dictionary and names may be rare too, if the paragraphs of the text are labelled.
    let mut wider = choose(&|candidate| candidate.n_opening > 0 && (candidate.listed || candidate.named));
    wider.extend(&labels);
    let short = coverage(&wider) >= ALL_COVERAGE && any(&wider, |candidate| candidate.n > 1);
    if coverage(&wider) >= FULL_COVERAGE && (!labels.is_empty() || sure(&wider) || short) {
        labels = wider;
    }
    let enough = labels.len() >= 2 || any(&labels, |candidate| candidate.hinted);
    let dense = sure(&labels) || coverage(&labels) >= LEAST_COVERAGE;
    if enough && dense {
        return labels.into_iter().cloned().collect();
    }
    let all: BTreeSet<&String> = candidates.keys().collect();
    let take_turns = all.iter().all(|&label| candidates[label].named) && asks_and_answers(sightings);
    if take_turns && coverage(&all) >= LEAST_COVERAGE {
        all.into_iter().cloned().collect()
    } else {
        BTreeSet::new()
    }
}

/// Tells whether two labels take turns twice or more, and one of them asks each time and the other does not: so few turns are enough
/// then, however many paragraphs an answer has.
fn asks_and_answers(sightings: &[LabelCandidate]) -> bool {
    let is_of = |at: usize| {
        move |(i, sighting): (usize, &LabelCandidate)| {
            i % 2 != at || (sighting.opens_unit && fold(&sighting.label) == fold(&sightings[at].label))
        }
    };
    let asks = |at: usize| sightings.iter().skip(at).step_by(2).all(|sighting| sighting.asks);
    sightings.len() >= 4
        && fold(&sightings[0].label) != fold(&sightings[1].label)
        && sightings.iter().enumerate().all(is_of(0))
        && sightings.iter().enumerate().all(is_of(1))
        && asks(0) != asks(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Role;

    fn found(labels: &[&str], n_units: usize, hinted: &[&str]) -> Vec<String> {
        let roles = hinted.iter().map(|&name| (name.to_owned(), Role::Interviewer)).collect();
        let sightings: Vec<LabelCandidate> = labels
            .iter()
            .map(|&label| LabelCandidate {
                label: label.trim_end_matches('?').to_owned(),
                opens_unit: true,
                asks: label.ends_with('?'),
            })
            .collect();
        accepted(&sightings, n_units, &Hints { roles: &roles }).into_iter().collect()
    }

    #[test]
    fn often_or_listed_or_hinted() {
        assert_eq!(found(&["Dan", "Eva", "Dan", "Eva", "Dan", "Eva"], 6, &[]), ["dan", "eva"]);
        assert_eq!(found(&["Interviewer", "P1"], 2, &[]), ["interviewer", "p1"]);
        assert_eq!(found(&["Interviewer", "Eva"], 2, &[]), ["eva", "interviewer"]);
        assert_eq!(found(&["Dan", "Hope"], 20, &["dan"]), ["dan"]);
        assert_eq!(found(&["I", "P", "I"], 3, &[]), ["i", "p"]);
        assert_eq!(found(&["Doctor", "Patient", "Doctor"], 3, &[]), ["doctor", "patient"]);
    }

    #[test]
    fn prose_with_colons_is_left_alone() {
        assert!(found(&["Hope", "Fear", "Hope"], 4, &[]).is_empty());
        assert!(found(&["A", "B"], 30, &[]).is_empty());
        assert!(found(&["Question", "Answer"], 90, &[]).is_empty());
        assert!(found(&["Hope", "Fear", "Hope", "Fear", "Hope", "Fear"], 90, &[]).is_empty());
    }

    #[test]
    fn a_name_that_speaks_once_in_a_labelled_file_is_heard() {
        let labels = ["Moderator", "Ann", "Moderator", "Ann", "Moderator", "Ann", "Bo", "my fear"];
        assert_eq!(found(&labels, 9, &[]), ["ann", "bo", "moderator"]);
    }

    proptest! {
        /// Two who take turns are heard after two questions, however long the answers are, and in prose nobody is.
        #[test]
        fn two_turns_each_are_enough_if_one_asks(
            (asks, answers) in prop::sample::select(vec![("Ruth", "Aoife"), ("Dr Weber", "Anna"), ("DH", "RO")]),
            n in 2_usize..4, n_paragraphs in 1_usize..9, is_asked: bool,
        ) {
            let asked = if is_asked { format!("{asks}?") } else { asks.to_owned() };
            let labels = [asked.as_str(), answers].repeat(n);
            let n_units = n * (1 + n_paragraphs);
            let heard = found(&labels, n_units, &[]);
            let is_dense = 2 * n * 2 >= n_units;
            prop_assert_eq!(heard.len() == 2, is_asked || n > 2 || (is_dense && n_paragraphs == 1), "{:?}", heard);
            let once_more = [labels.as_slice(), &[answers]].concat();
            prop_assert!(n > 2 || n_paragraphs < 4 || found(&once_more[..2 * n - 1], n_units, &[]).is_empty());
        }
    }
}
