//! Tells a column of speakers from an attribute of people, such as their occupation, role or ward.

use std::collections::{BTreeMap, BTreeSet};

use super::headings::normal;
use super::look::label;
use crate::domain::Role;
use crate::ingest::transcript::{holds_question, role_named};

/// One row of a table as a conversation would have it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Turn<'t> {
    /// Whose interview it is; empty if the row does not say it or no column does.
    pub(super) participant: &'t str,
    pub(super) speaker: &'t str,
    pub(super) words: &'t str,
}

/// What is known of one value of the column.
#[derive(Default)]
struct Voice {
    n: usize,
    n_asks: usize,
}

/// Tells whether the values of a column talk with one another: they alternate, one of them asks and not all do. If the rows name
/// participants, several values must share one: who people are does not change from row to row.
pub(super) fn converses(turns: &[Turn<'_>]) -> bool {
    let mut voices: BTreeMap<String, Voice> = BTreeMap::new();
    let mut of: BTreeMap<&str, String> = BTreeMap::new();
    let (mut above, mut participant) = (String::new(), "");
    let (mut n_changes, mut n_filled, mut shared) = (0, 0, false);
    for turn in turns {
        if !turn.participant.is_empty() {
            participant = turn.participant;
        }
        let speaker = normal(&label(turn.speaker));
        if speaker.is_empty() {
            continue;
        }
        n_filled += 1;
        n_changes += usize::from(!above.is_empty() && above != speaker);
        let voice = voices.entry(speaker.clone()).or_default();
        voice.n += 1;
        voice.n_asks += usize::from(holds_question(turn.words));
        let first = of.entry(participant).or_insert_with(|| speaker.clone());
        shared |= *first != speaker;
        above = speaker;
    }
    let asks = |(name, voice): (&String, &Voice)| {
        role_named(name) == Some(Role::Interviewer) || voice.n_asks * 2 >= voice.n
    };
    let n_asking = voices.iter().filter(|voice| asks(*voice)).count();
    shared && n_changes * 3 >= n_filled && (1..voices.len()).contains(&n_asking)
}

/// Tells whether groups follow one another, each with several speakers: rows are the group and the speaker.
pub(super) fn are_blocks<'t>(rows: impl Iterator<Item = (&'t str, &'t str)>) -> bool {
    let mut speakers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let (mut n_blocks, mut above) = (0, "");
    for (group, speaker) in rows.map(|(group, speaker)| (group.trim(), speaker.trim())) {
        // An empty cell means the group above.
        let group = if group.is_empty() { above } else { group };
        n_blocks += usize::from(group != above);
        above = group;
        let of_group = speakers.entry(group).or_default();
        if !speaker.is_empty() {
            of_group.insert(speaker);
        }
    }
    n_blocks > 1 && n_blocks == speakers.len() && speakers.values().all(|speakers| speakers.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn are(rows: &[[&str; 3]]) -> bool {
        let turn = |&[participant, speaker, words]: &[&'static str; 3]| Turn { participant, speaker, words };
        let rows: Vec<[&'static str; 3]> =
            rows.iter().map(|row| row.map(|cell| &*Box::leak(cell.to_owned().into_boxed_str()))).collect();
        converses(&rows.iter().map(turn).collect::<Vec<_>>())
    }

    #[test]
    fn speakers_alternate_and_one_asks() {
        assert!(are(&[["", "Interviewer", "So."], ["", "Ann", "I went."], ["", "Interviewer", "And?"]]));
        assert!(are(&[["", "Bo", "Why?"], ["", "Ann", "So."], ["", "Bo", "And?"], ["", "Ann", "Yes."]]));
        assert!(!are(&[
            ["", "nurse", "We wait."],
            ["", "teacher", "It rains."],
            ["", "nurse", "It is far."]
        ]));
    }

    #[test]
    fn groups_follow_one_another() {
        let rows = [("1", "M"), ("", "P1"), ("2", "M"), ("2", "P1")];
        assert!(are_blocks(rows.into_iter()));
        assert!(!are_blocks([("a", "M"), ("b", "P1"), ("a", "M"), ("b", "P2")].into_iter()));
        assert!(!are_blocks([("a", "M"), ("a", "P1")].into_iter()));
    }

    #[test]
    fn what_people_are_does_not_change() {
        let asked = [
            ["1", "nurse", "Why?"],
            ["2", "teacher", "So."],
            ["3", "nurse", "Who?"],
            ["4", "teacher", "No."],
        ];
        assert!(!are(&asked));
        assert!(are(&asked.map(|[_, speaker, words]| ["1", speaker, words])));
    }
}
