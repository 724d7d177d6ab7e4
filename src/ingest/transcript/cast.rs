//! Who speaks in one document, and what each was heard to do.

use std::collections::BTreeMap;

use super::Hints;
use super::evidence::roles;
use super::label::{fold, shown};
use super::roles::look_up;
use crate::domain::{Notice, NoticeFact, Role, Speaker};

/// What is counted of one speaker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// The label, as first written.
    pub(super) label: String,
    /// How many turns.
    pub(super) n_turns: usize,
    /// How many of them hold a question mark.
    pub(super) n_asking: usize,
    /// How many words in all.
    pub(super) n_words: usize,
}

/// The speakers in order of first appearance.
#[derive(Debug, Default)]
pub(super) struct Cast {
    by_fold: BTreeMap<String, usize>,
    parts: Vec<Part>,
}

impl Cast {
    /// Counts a turn; gives the speaker's index.
    pub(super) fn heard(&mut self, label: &str, words: &str) -> usize {
        let n = self.parts.len();
        let i = *self.by_fold.entry(fold(label)).or_insert(n);
        if i == n {
            self.parts.push(Part { label: shown(label), ..Part::default() });
        }
        let part = &mut self.parts[i];
        part.n_turns += 1;
        part.n_asking += usize::from(words.contains(['?', '؟', '？']));
        part.n_words += words.split_whitespace().count();
        i
    }

    /// Decides the roles, and says so where no interviewer was found among several speakers.
    pub(super) fn into_speakers(self, hints: &Hints<'_>) -> (Vec<Speaker>, Option<Notice>) {
        let decided = roles(&self.parts, hints);
        let speakers: Vec<Speaker> = self
            .parts
            .into_iter()
            .zip(decided)
            .map(|(part, (role, role_reason))| {
                let generic = look_up(&part.label).is_some_and(|entry| entry.generic);
                Speaker { label: part.label, role, role_reason, generic }
            })
            .collect();
        let asked = speakers.iter().any(|speaker| speaker.role == Role::Interviewer);
        let notice = (speakers.len() > 1 && !asked).then(|| {
            let speakers = speakers.iter().map(|speaker| speaker.label.clone()).collect();
            Notice::of_run(NoticeFact::NoInterviewer { speakers })
        });
        (speakers, notice)
    }
}
