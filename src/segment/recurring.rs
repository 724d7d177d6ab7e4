//! Turns that recur word for word in several documents: the interview guide, instructions, what is read out in every interview.

use std::collections::{BTreeSet, HashMap};

use crate::domain::{Document, Role, Speaker, TextIndex, Turn};

use super::back_channel::only_shows_listening;
use super::ends_with_question;
use super::marks::text_for_embedding;
use super::non_answer::Form;

/// A turn must stand in at least this many documents.
const FEWEST_DOCUMENTS: usize = 3;

/// From this many words on, no two people say the same by chance. Shorter turns must stand in at least half of the documents.
const LONG_WORDS: usize = 7;

/// Fewer words are too few: several people may say them.
const FEWEST_WORDS: usize = 4;

/// A document in which a larger share of the turns recurs is a copy of another, and nothing of it is set aside.
const MOST_OF_DOCUMENT: f64 = 0.7;

/// Returns for each document the turns, as indices into its turns, whose words stand in at least three documents, or in half of them
/// where they are fewer than seven words. Case counts; signs at the ends do not. Turns of interviewers and answers of a form are
/// left out, and so are what a named participant answers to an interviewer's question, however many say it, and documents of which
/// more than 70 % recur: these are copies.
///
/// **Shapes**: as many sets as documents, in their order. The order of the documents changes nothing.
#[must_use]
pub fn recurring_turns(documents: &[Document], indices: &[&TextIndex<'_>]) -> Vec<BTreeSet<usize>> {
    let mut recurring = vec![BTreeSet::new(); documents.len()];
    if documents.len() < FEWEST_DOCUMENTS {
        return recurring;
    }
    let turns: Vec<Vec<(usize, &str)>> =
        documents.iter().zip(indices).map(|(document, index)| turns(document, index)).collect();
    // How many documents have the words, and the last that was counted.
    let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
    for (at, turns) in turns.iter().enumerate() {
        for (_, words) in turns {
            let (n, last) = counts.entry(words).or_insert((0, usize::MAX));
            if *last != at {
                (*n, *last) = (*n + 1, at);
            }
        }
    }
    let recurs = |words: &str| {
        let n = counts.get(words).map_or(0, |(n, _)| *n);
        n >= FEWEST_DOCUMENTS
            && match words.split_whitespace().take(LONG_WORDS).count() {
                LONG_WORDS => true,
                FEWEST_WORDS.. => 2 * n >= documents.len(),
                _ => false,
            }
    };
    for (turns, recurring) in turns.iter().zip(&mut recurring) {
        let found: BTreeSet<usize> =
            turns.iter().filter(|(_, words)| recurs(words)).map(|(turn, _)| *turn).collect();
        if found.len() as f64 <= MOST_OF_DOCUMENT * turns.len() as f64 {
            *recurring = found;
        }
    }
    recurring
}

/// Returns the turns that may recur, with their words without signs at the ends.
fn turns<'t>(document: &Document, index: &TextIndex<'t>) -> Vec<(usize, &'t str)> {
    if Form::of(document) != Form::Conversation {
        return Vec::new();
    }
    let is_interviewer = |turn: &Turn| speaker(document, turn).is_some_and(|s| s.role == Role::Interviewer);
    let answers = answers(document, index);
    document
        .turns
        .iter()
        .enumerate()
        .filter(|(n, turn)| !is_interviewer(turn) && !answers.contains(n))
        .filter_map(|(n, turn)| Some((n, index.slice(turn.span).ok()?)))
        .map(|(n, words)| (n, words.trim_matches(|c: char| !c.is_alphanumeric())))
        .filter(|(_, words)| !words.is_empty())
        .collect()
}

fn speaker<'d>(document: &'d Document, turn: &Turn) -> Option<&'d Speaker> {
    turn.speaker.and_then(|speaker| document.speakers.get(speaker))
}

/// Returns the turns of participants with a label that follow a question of an interviewer. Signs of listening may stand between.
fn answers(document: &Document, index: &TextIndex<'_>) -> BTreeSet<usize> {
    let mut is_asked = false;
    let mut found = BTreeSet::new();
    for (n, turn) in document.turns.iter().enumerate() {
        let speech = text_for_embedding(index.slice(turn.span).unwrap_or_default());
        let Some(speaker) = speaker(document, turn) else {
            is_asked = false;
            continue;
        };
        if only_shows_listening(&speech) {
            continue;
        }
        if speaker.role == Role::Interviewer {
            is_asked = ends_with_question(&speech);
            continue;
        }
        // What stands without a label between the turns of an interviewer may be the guide: `(no label)`.
        if is_asked && !speaker.label.starts_with('(') {
            found.insert(n);
        }
        is_asked = false;
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{CodePointOffset, DocumentFormat, Span};

    fn document(turns: &[String]) -> Document {
        let mut text = String::new();
        let mut spans = Vec::new();
        for words in turns {
            let start = text.chars().count();
            text += words;
            spans.push(Span { start: CodePointOffset(start), end: CodePointOffset(text.chars().count()) });
            text.push('\n');
        }
        Document {
            name: "i.txt".to_owned(),
            format: DocumentFormat::Txt,
            sha256: String::new(),
            text,
            speakers: Vec::new(),
            turns: spans.into_iter().map(|span| Turn { speaker: None, span }).collect(),
            time_marks: Vec::new(),
            notices: Vec::new(),
        }
    }

    fn recurring(documents: &[Document]) -> Vec<BTreeSet<usize>> {
        let indices: Vec<TextIndex<'_>> =
            documents.iter().map(|document| TextIndex::new(&document.text)).collect();
        recurring_turns(documents, &indices.iter().collect::<Vec<_>>())
    }

    proptest! {
        /// Exactly the instruction is found, wherever it stands, in three interviews and more; a copy loses nothing.
        #[test]
        fn an_instruction_is_found_and_a_copy_is_kept(
            places in prop::collection::vec(0_usize..6, 2..7), is_long in any::<bool>(), end in prop::sample::select(vec!["", ".", ":"]),
            is_copied in any::<bool>(),
        ) {
            let words = if is_long { "Now read the text on the first page" } else { "Open the next page" };
            let mut documents: Vec<Document> = places
                .iter()
                .enumerate()
                .map(|(d, place)| {
                    let mut turns: Vec<String> =
                        (0..6).map(|t| format!("What person {d} says in turn {t} is different.")).collect();
                    turns.insert(*place, format!("{words}{end}"));
                    document(&turns)
                })
                .collect();
            if is_copied {
                documents.push(documents[0].clone());
                documents.push(documents[0].clone());
            }
            let found = recurring(&documents);
            for (d, place) in places.iter().enumerate() {
                let is_original = d == 0 && is_copied;
                let expected = (places.len() + if is_copied { 2 } else { 0 } >= 3 && !is_original)
                    .then_some(*place)
                    .into_iter()
                    .collect::<BTreeSet<_>>();
                prop_assert_eq!(&found[d], &expected);
            }
            prop_assert!(found[places.len()..].iter().all(BTreeSet::is_empty));
        }
    }

    #[test]
    fn what_several_people_may_say_is_kept() {
        let of = |d: usize, also: &str| {
            let turns = [
                format!("Person {d} speaks about the garden."),
                also.to_owned(),
                format!("And {d} more words."),
            ];
            document(&turns)
        };
        let few = ["Yes, of course.", "I think so too.", "I think so too.", "I think so too."];
        let mut documents: Vec<Document> = few.iter().enumerate().map(|(d, also)| of(d, also)).collect();
        assert_eq!(recurring(&documents)[1], [1].into(), "three of four");
        documents.extend((4..9).map(|d| of(d, &format!("Something else of {d}."))));
        assert!(recurring(&documents).iter().all(BTreeSet::is_empty), "three of nine");
        assert!(recurring(&documents[1..3]).iter().all(BTreeSet::is_empty), "two");
    }

    proptest! {
        /// An answer stays, however many give it; what is read out is found, whoever's turn it is in.
        #[test]
        fn answers_that_recur_are_kept(
            n in 3_usize..7, between in prop::sample::select(vec![None, Some("Okay."), Some("Mm-hm.")]), has_label in any::<bool>(),
        ) {
            let told = "Now read the text on the first page";
            let answer = "I have never smoked in all of my life";
            let documents: Vec<Document> = (0..n)
                .map(|d| {
                    let mut turns = vec![(0, "Do you smoke?".to_owned())];
                    turns.extend(between.map(|words| (0, words.to_owned())));
                    turns.push((1, answer.to_owned()));
                    turns.extend((0..4).map(|t| (1, format!("What person {d} says in turn {t} is different."))));
                    turns.push((1, told.to_owned()));
                    let words: Vec<String> = turns.iter().map(|(_, words)| words.clone()).collect();
                    let mut made = document(&words);
                    let label = if has_label { "Patient" } else { "(no label)" };
                    made.speakers = [("Doctor", Role::Interviewer), (label, Role::Participant)]
                        .map(|(label, role)| Speaker { label: label.to_owned(), role, role_reason: String::new(), generic: true })
                        .to_vec();
                    for (turn, (speaker, _)) in made.turns.iter_mut().zip(&turns) {
                        turn.speaker = Some(*speaker);
                    }
                    made
                })
                .collect();
            let of_answer = 1 + usize::from(between.is_some());
            let mut expected = BTreeSet::from([of_answer + 5]);
            if !has_label {
                expected.insert(of_answer);
            }
            for found in recurring(&documents) {
                prop_assert_eq!(&found, &expected);
            }
        }
    }
}
