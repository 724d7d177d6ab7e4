//! Counts what each speaker of a document does, and decides the roles from it.

use std::collections::{BTreeMap, BTreeSet};

use super::Hints;
use super::label::{fold, holds_question, is_stand_in, shown};
use super::requests::{asks_to_go_on, requests};
use super::roles::{RoleLexicon, look_up};
use crate::domain::{Notice, NoticeFact, Role, Speaker};

/// The counts of one speaker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SpeakerStats {
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
pub(super) struct SpeakerTally {
    by_fold: BTreeMap<String, usize>,
    parts: Vec<SpeakerStats>,
}

impl SpeakerTally {
    /// Counts a turn; returns the speaker's index.
    pub(super) fn count_turn(&mut self, label: &str, words: &str) -> usize {
        let n = self.parts.len();
        let i = *self.by_fold.entry(fold(label)).or_insert(n);
        if i == n {
            self.parts.push(SpeakerStats { label: shown(label), ..SpeakerStats::default() });
        }
        let part = &mut self.parts[i];
        part.n_turns += 1;
        part.n_asking += usize::from(
            holds_question(words) || requests(words) || (is_stand_in(label) && asks_to_go_on(words)),
        );
        part.n_words += words.split_whitespace().count();
        i
    }

    /// Decides the roles, and returns a notice if no interviewer was found among several speakers, or if it is in doubt.
    pub(super) fn into_speakers(self, hints: &Hints<'_>) -> (Vec<Speaker>, Option<Notice>) {
        let decided = roles(&self.parts, hints);
        let doubtful = in_doubt(&self.parts, &decided);
        let speakers: Vec<Speaker> = self
            .parts
            .into_iter()
            .zip(decided)
            .map(|(part, (role, role_reason))| {
                let generic =
                    look_up(&part.label).is_some_and(|entry| entry.generic) || is_stand_in(&part.label);
                Speaker { label: part.label, role, role_reason, generic }
            })
            .collect();
        let asked = speakers.iter().any(|speaker| speaker.role == Role::Interviewer);
        let notice = (speakers.len() > 1 && !asked).then(|| {
            let speakers = speakers.iter().map(|speaker| speaker.label.clone()).collect();
            Notice::of_run(NoticeFact::NoInterviewer { speakers })
        });
        (speakers, notice.or(doubtful))
    }
}

/// The least share of a document's turns with a question that an interviewer has.
const LEAST_SHARE: f64 = 0.6;
/// The least share of an interviewer's own turns that hold a question.
const LEAST_RATE: f64 = 0.2;

/// The least share of each one's own turns that hold a question, where several are found to ask: a companion asks now and then.
const LEAST_RATE_OF_SEVERAL: f64 = 0.75;
/// The most people who interview somebody together.
const MOST_INTERVIEWERS: usize = 4;
/// The least number of turns with a question that show somebody asks.
const ENOUGH: usize = 3;
/// How many times longer the turns of the others are than those of somebody who is found to moderate a group.
const LONGER: f64 = 1.5;
/// The share of their own turns that somebody who moderates a group asks in, at least.
const MOST_TURNS: f64 = 0.5;
/// The share of their own turns that hold a question, of somebody who does nothing but ask.
const HARDLY_ELSE: f64 = 0.9;
/// What begins the reason of a role that the questions decided.
const BY_QUESTIONS: &str = "asks ";

/// A role, with the reason as a clause for people.
type Decision = (Role, String);

/// Returns a notice if the questions alone made somebody the interviewer whose turns are longer than the others'.
fn in_doubt(parts: &[SpeakerStats], decided: &[Decision]) -> Option<Notice> {
    let i = decided
        .iter()
        .position(|(role, reason)| *role == Role::Interviewer && reason.starts_with(BY_QUESTIONS))?;
    let (words, others_words) = mean_words(parts, i);
    let is_professional = |part: &&SpeakerStats| {
        part.label != parts[i].label
            && look_up(&part.label).is_some_and(|entry| entry.known == RoleLexicon::Professional)
    };
    // A patient asks, and the doctor explains.
    if let Some(professional) = parts.iter().find(is_professional) {
        let (speaker, professional) = (parts[i].label.clone(), professional.label.clone());
        return Some(Notice::of_run(NoticeFact::InterviewerBesideProfession { speaker, professional }));
    }
    (words > others_words).then(|| {
        Notice::of_run(NoticeFact::InterviewerInDoubt {
            speaker: parts[i].label.clone(),
            n_words: words.round() as usize,
            n_words_of_others: others_words.round() as usize,
        })
    })
}

/// Returns the mean number of words in the turns of a speaker and in those of all others.
fn mean_words(parts: &[SpeakerStats], i: usize) -> (f64, f64) {
    let mean = |parts: &mut dyn Iterator<Item = &SpeakerStats>| {
        let (n_words, n_turns) =
            parts.fold((0, 0), |(words, turns), part| (words + part.n_words, turns + part.n_turns));
        n_words as f64 / n_turns.max(1) as f64
    };
    let others = &mut parts.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, part)| part);
    (mean(&mut parts[i..=i].iter()), mean(others))
}

/// Returns the role of each speaker, in order.
pub(super) fn roles(parts: &[SpeakerStats], hints: &Hints<'_>) -> Vec<Decision> {
    let mut decided: Vec<Option<Decision>> = parts
        .iter()
        .map(|part| {
            if let Some(role) = hints.role(&part.label) {
                return Some((role, Speaker::SET_BY_ANALYST.to_owned()));
            }
            match look_up(&part.label)?.known {
                RoleLexicon::Role(role) => Some(labelled(role)),
                _ => None,
            }
        })
        .collect();
    by_profession(parts, &mut decided);
    by_letters(parts, &mut decided);
    if parts.len() > 1 && !has(&decided, Role::Interviewer) && !several_ask(parts, &mut decided) {
        by_questions(parts, &mut decided);
    }
    let n_open = decided.iter().filter(|decision| decision.is_none()).count();
    let found = has(&decided, Role::Interviewer);
    decided.into_iter().map(|decision| decision.unwrap_or_else(|| rest(parts.len(), n_open, found))).collect()
}

fn labelled(role: Role) -> Decision {
    (role, format!("labelled as {role}"))
}

fn has(decided: &[Option<Decision>], role: Role) -> bool {
    decided.iter().flatten().any(|decision| decision.0 == role)
}

/// Returns the role of the remaining speakers, after the interviewer was found or was not.
fn rest(n_parts: usize, n_open: usize, interviewer_found: bool) -> Decision {
    let reason = match (n_parts, interviewer_found) {
        (1, _) => "the only speaker",
        (_, true) if n_open == 1 && n_parts == 2 => "the only other speaker",
        (_, true) => "not the interviewer",
        (_, false) => "no sign of an interviewer",
    };
    (Role::Participant, reason.to_owned())
}

/// Decides the roles of a profession and of whom it serves: a doctor asks a patient, a therapist a client, unless a third is the
/// interviewer. Alone, a profession is somebody who may be interviewed.
fn by_profession(parts: &[SpeakerStats], decided: &mut [Option<Decision>]) {
    let known: Vec<Option<RoleLexicon>> =
        parts.iter().map(|part| look_up(&part.label).map(|entry| entry.known)).collect();
    let asked = has(decided, Role::Interviewer);
    let lay = known.iter().position(|known| *known == Some(RoleLexicon::Lay));
    let Some(lay) = lay.and_then(|at| parts.get(at)) else { return by_title(parts, &known, decided) };
    for ((part, known), decision) in parts.iter().zip(&known).zip(decided.iter_mut()) {
        if decision.is_some() {
            continue;
        }
        *decision = match known {
            Some(RoleLexicon::Lay) => Some((Role::Participant, format!("labelled as {}", part.label))),
            Some(RoleLexicon::Professional) if !asked => {
                Some((Role::Interviewer, format!("labelled as {}, beside {}", part.label, lay.label)))
            }
            _ => None,
        };
    }
}

/// Titles before the name of somebody who is no doctor, folded.
const TITLES: [&str; 18] = [
    "mr", "mrs", "ms", "miss", "frau", "herr", "fr", "hr", "mme", "m", "madame", "monsieur", "sra", "sr",
    "señora", "señor", "signora", "signor",
];

/// Decides the roles of two who speak as a doctor and somebody with another title, if the doctor begins and asks in half of the turns. A
/// doctor who is interviewed does not.
fn by_title(parts: &[SpeakerStats], known: &[Option<RoleLexicon>], decided: &mut [Option<Decision>]) {
    let ([doctor, other], [Some(RoleLexicon::Professional), None], [asks, answers]) = (parts, known, decided)
    else {
        return;
    };
    let folded = fold(&other.label);
    let title = folded.split([' ', '.']).next().unwrap_or_default();
    let is_titled = folded.len() > title.len() && TITLES.iter().any(|known| fold(known) == title);
    let asks_often = doctor.n_asking > 1 && doctor.n_asking * 2 >= doctor.n_turns;
    if is_titled && asks_often && asks.is_none() && answers.is_none() {
        *asks = Some((Role::Interviewer, format!("labelled as {}, beside {}", doctor.label, other.label)));
        *answers = Some((Role::Participant, format!("beside {}", doctor.label)));
    }
}

/// Decides the roles of single letters. They name a role only together with their counterpart: `Q` with `A`, `I` with `P`, `M`
/// with `P`. Together with a letter that is not a role they are initials.
fn by_letters(parts: &[SpeakerStats], decided: &mut [Option<Decision>]) {
    let letters: Vec<Option<char>> = parts
        .iter()
        .map(|part| match look_up(&part.label)?.known {
            RoleLexicon::Letter(letter) => Some(letter),
            _ => None,
        })
        .collect();
    let set: BTreeSet<char> = letters.iter().flatten().copied().collect();
    if set.iter().any(|letter| !"abfimpqrs".contains(*letter)) {
        return;
    }
    let asked = has(decided, Role::Interviewer) || set.contains(&'i') || set.contains(&'q');
    let answered = has(decided, Role::Participant) || set.contains(&'p');
    let stands_in = parts.iter().any(|part| is_stand_in(&part.label));
    // Pregunta and respuesta; in other languages a participant and a researcher.
    let p_asks = set.contains(&'p') && set.contains(&'r') && !asked && letter_asks(parts, &letters);
    let others = stands_in || set.len() + decided.iter().flatten().count() > 1;
    for (letter, decision) in letters.iter().zip(decided.iter_mut()) {
        let (Some(letter), None) = (letter, &decision) else { continue };
        let role = match letter {
            'i' | 'q' if others => Some(Role::Interviewer),
            'p' if p_asks => Some(Role::Interviewer),
            'r' if p_asks => Some(Role::Participant),
            'p' if others => Some(Role::Participant),
            'r' if asked => Some(Role::Participant),
            // A researcher asks a participant; a respondent answers an interviewer.
            'r' if answered => Some(Role::Interviewer),
            // Frage and Antwort.
            'a' if asked || set.contains(&'f') => Some(Role::Participant),
            'f' if !asked && set.contains(&'a') => Some(Role::Interviewer),
            // A facilitator or moderator with participants; a woman or a man with an interviewer.
            'f' | 'm' | 's' | 'b' if asked => Some(Role::Participant),
            'f' | 'm' if answered && !(set.contains(&'f') && set.contains(&'m')) && !set.contains(&'r') => {
                Some(Role::Interviewer)
            }
            _ => None,
        };
        *decision = role.map(labelled);
    }
}

/// Tells whether `P` asks in most turns, and much more often than `R`.
fn letter_asks(parts: &[SpeakerStats], letters: &[Option<char>]) -> bool {
    let rate = |letter: char| {
        let of = parts.iter().zip(letters).filter(|(_, of)| **of == Some(letter));
        let (asking, n) = of.fold((0, 0), |(a, n), (part, _)| (a + part.n_asking, n + part.n_turns));
        asking as f64 / n.max(1) as f64
    };
    rate('p') >= LEAST_SHARE && rate('p') >= 2.0 * rate('r')
}

/// Makes two to four speakers interviewers if they ask in most of their turns and ask most of the questions, and if the others hardly
/// ask and speak much longer; tells whether there are such. Where more people ask, as in a parliament, they do not interview.
fn several_ask(parts: &[SpeakerStats], decided: &mut [Option<Decision>]) -> bool {
    let sum = |of: &[usize], what: fn(&SpeakerStats) -> usize| -> f64 {
        of.iter().map(|&i| what(&parts[i])).sum::<usize>() as f64
    };
    let rate = |of: &[usize]| sum(of, |part| part.n_asking) / sum(of, |part| part.n_turns).max(1.0);
    let words = |of: &[usize]| sum(of, |part| part.n_words) / sum(of, |part| part.n_turns).max(1.0);
    let (askers, others): (Vec<usize>, Vec<usize>) = (0..parts.len()).partition(|&i| {
        decided[i].is_none() && parts[i].n_asking >= ENOUGH && rate(&[i]) >= LEAST_RATE_OF_SEVERAL
    });
    let are_brief = words(&askers) * LONGER <= words(&others);
    let n_asking: usize = parts.iter().map(|part| part.n_asking).sum();
    let ask_most = sum(&askers, |part| part.n_asking) >= LEAST_SHARE * n_asking as f64;
    let are_few = (2..=MOST_INTERVIEWERS).contains(&askers.len());
    if !are_few || others.is_empty() || rate(&others) > LEAST_RATE || !are_brief || !ask_most {
        return false;
    }
    for i in askers {
        decided[i] = Some(asks(&parts[i], n_asking, words(&[i])));
    }
    true
}

/// Returns the decision that the questions make somebody the interviewer.
fn asks(part: &SpeakerStats, n_asking: usize, words: f64) -> Decision {
    let reason = format!(
        "{BY_QUESTIONS}{} of {n_asking} questions in turns of {} words",
        part.n_asking,
        words.round()
    );
    (Role::Interviewer, reason)
}

/// Makes the speaker who asks most the interviewer, if it is clear: most of the document's questions, clearly more than the others,
/// and not the longer turns, unless nearly every question is theirs. In a group, who asks may be one of it: see [`moderates`].
fn by_questions(parts: &[SpeakerStats], decided: &mut [Option<Decision>]) {
    let n_asking: usize = parts.iter().map(|part| part.n_asking).sum();
    let n_turns: usize = parts.iter().map(|part| part.n_turns).sum();
    // The first of those who ask most.
    let most = (0..parts.len())
        .filter(|&i| decided[i].is_none())
        .min_by_key(|&i| std::cmp::Reverse(parts[i].n_asking));
    let Some(i) = most else { return };
    let part = &parts[i];
    let rate = part.n_asking as f64 / part.n_turns.max(1) as f64;
    let share = part.n_asking as f64 / n_asking.max(1) as f64;
    let others_rate = (n_asking - part.n_asking) as f64 / (n_turns - part.n_turns).max(1) as f64;
    let (words, others_words) = mean_words(parts, i);
    let n_open = decided.iter().filter(|decision| decision.is_none()).count();
    // Where role words leave only one open, nobody else can be meant.
    let is_group = parts.len() > 2 && n_open > 1;
    let suits = if is_group { moderates(parts, i) } else { words <= others_words || share >= 0.8 };
    // Two questions among three are too few to tell.
    let enough = part.n_asking >= ENOUGH || (part.n_asking == 2 && n_asking == 2);
    if enough && share >= LEAST_SHARE && rate >= LEAST_RATE && rate >= 1.5 * others_rate && suits {
        decided[i] = Some(asks(part, n_asking, words));
    }
}

/// Tells whether somebody in a group is clearly no part of it: they ask in most of their turns, at least twice as often as the
/// others, in turns that are much shorter, and they open the talk or hardly do anything but ask. Somebody of the group who asks three
/// short questions does not.
fn moderates(parts: &[SpeakerStats], i: usize) -> bool {
    let sum = |what: fn(&SpeakerStats) -> usize| parts.iter().map(what).sum::<usize>();
    let Some(part) = parts.get(i) else { return false };
    let own = part.n_asking as f64 / part.n_turns.max(1) as f64;
    let n_others = sum(|part| part.n_turns) - part.n_turns;
    let others = (sum(|part| part.n_asking) - part.n_asking) as f64 / n_others.max(1) as f64;
    let (words, others_words) = mean_words(parts, i);
    let is_apart = own >= 2.0 * others && words * LONGER <= others_words;
    part.n_asking >= ENOUGH && own > MOST_TURNS && is_apart && (i == 0 || own >= HARDLY_ELSE)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const QUESTIONS: [&str; 4] = ["Really? Where?", "And a taxi?", "Why not the tram?", "Who pays?"];
    const TOLD: &str =
        "It comes every ten minutes, but it never stops where the old people live, up on the hill.";

    /// Returns who is found to ask in a talk of some turns, each of a speaker with words.
    fn askers(turns: &[(&str, &str)]) -> Vec<String> {
        let mut tally = SpeakerTally::default();
        for (label, words) in turns {
            tally.count_turn(label, words);
        }
        let (speakers, notice) = tally.into_speakers(&Hints { roles: &BTreeMap::new() });
        let asking: Vec<String> = speakers
            .into_iter()
            .filter(|speaker| speaker.role == Role::Interviewer)
            .map(|speaker| speaker.label)
            .collect();
        let is_told = notice.is_some_and(|notice| matches!(notice.fact, NoticeFact::NoInterviewer { .. }));
        assert_eq!(is_told, asking.is_empty(), "if nobody asks, it is told");
        asking
    }

    #[test]
    fn a_doctor_who_begins_and_asks_interviews_whoever_has_another_title() {
        let talk = [
            ("Dr. Osei", "What brings you in?"),
            ("Mrs. Lund", "Is a cough bad, Doctor? And can I go to work?"),
            ("Dr. Osei", "Any fever?"),
            ("Mrs. Lund", "Is it the lungs?"),
            ("Dr. Osei", TOLD),
            ("Mrs. Lund", "With food or without?"),
        ];
        assert_eq!(askers(&talk), ["Dr. Osei"]);
        let asked = [
            ("Mrs. Lund", "How did you become a doctor?"),
            ("Dr. Osei", "By chance, who would not?"),
            ("Mrs. Lund", "And then?"),
            ("Dr. Osei", "And then what?"),
            ("Mrs. Lund", "Why here?"),
            ("Dr. Osei", TOLD),
        ];
        assert_eq!(askers(&asked), ["Mrs. Lund"]);
        let shall_we = [
            ("Dr. Osei", "Shall we begin?"),
            ("Dr. Osei", "Is it on?"),
            ("Dr. Osei", TOLD),
            ("Dr. Osei", TOLD),
            ("Dr. Osei", TOLD),
        ];
        let asked: Vec<_> = shall_we
            .into_iter()
            .zip([("Mrs. Lund", "And how was it?"); 5])
            .flat_map(|(a, b)| [a, b])
            .collect();
        assert_eq!(askers(&asked), ["Mrs. Lund"]);
    }

    proptest! {
        /// Somebody of a group who asks three or four short questions among what they tell stays a participant.
        #[test]
        fn one_of_a_group_may_ask(
            n_people in 3_usize..6, n_questions in 3_usize..5, n_told in 1_usize..4, round in prop::sample::select(vec![1_usize, 2, 3]),
        ) {
            let people = ["Noreen", "Kwame", "Ilse", "Tariq", "Maud"];
            let mut turns = vec![("Noreen", TOLD)];
            for i in 0..n_questions.max(n_told) {
                turns.extend(QUESTIONS.get(i).filter(|_| i < n_questions).map(|words| ("Kwame", *words)));
                turns.extend((0..round * n_people).filter(|j| j % n_people != 1).map(|j| (people[j % n_people], TOLD)));
                turns.extend((i < n_told).then_some(("Kwame", "I bought a bicycle.")));
            }
            prop_assert_eq!(askers(&turns), Vec::<String>::new());
        }

        /// Somebody who opens the talk of a group and asks in most turns moderates it.
        #[test]
        fn who_opens_and_asks_moderates(n_people in 2_usize..6, n_questions in 3_usize..5, listens in 0_usize..3) {
            let people = ["Noreen", "Kwame", "Ilse", "Tariq", "Maud"];
            let mut turns = Vec::new();
            for (i, words) in QUESTIONS.iter().take(n_questions).enumerate() {
                turns.push(("Ruth", *words));
                turns.extend(people.iter().take(n_people).map(|name| (*name, TOLD)));
                turns.extend((i < listens).then_some(("Ruth", "I see.")));
            }
            prop_assert_eq!(askers(&turns), vec!["Ruth".to_owned()]);
        }
    }
}
