//! The question before each turn.

use crate::domain::{AsideKind, Document, Role, Span, TextIndex};
use crate::ingest;
use crate::segment;

/// Returns for each turn of a document the question that it answers: the last one before it, put by an interviewer or standing on a
/// line of its own. `None` for turns of interviewers, and where nobody has asked yet.
pub(super) fn questions(document: &Document, index: &TextIndex<'_>) -> Vec<Option<Span>> {
    let asides = ingest::set_aside(document);
    let mut lines = asides.iter().filter(|aside| aside.kind == AsideKind::Question).peekable();
    let mut asked = None;
    let mut found = Vec::with_capacity(document.turns.len());
    for turn in &document.turns {
        while let Some(line) = lines.next_if(|line| line.span.start < turn.span.start) {
            asked = Some(line.span);
        }
        let speaker = turn.speaker.and_then(|speaker| document.speakers.get(speaker));
        if speaker.is_some_and(|speaker| speaker.role == Role::Interviewer) {
            if index.slice(turn.span).is_ok_and(segment::asks) {
                asked = Some(turn.span);
            }
            found.push(None);
        } else {
            found.push(asked);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{IngestParams, Source};

    /// Returns the words of each turn of a transcript, with the question that it answers.
    fn asked(name: &str, text: &str, columns: &[&str]) -> Vec<(String, Option<String>)> {
        let mut params = IngestParams::default();
        params.columns.text = columns.iter().map(ToString::to_string).collect();
        let documents = ingest::read(&Source { name, bytes: text.as_bytes() }, &params).unwrap();
        let document = &documents[0];
        let index = TextIndex::new(&document.text);
        let words = |span: Span| index.slice(span).unwrap().trim().to_owned();
        let questions = questions(document, &index);
        let turns = document.turns.iter().zip(questions);
        turns.map(|(turn, question)| (words(turn.span), question.map(words))).collect()
    }

    #[test]
    fn an_answer_has_the_last_question_before_it() {
        let text = "Interviewer: How did you come to the ward?\nAna: By chance, I was sent there.\nInterviewer: Mm-hm. Okay.\n\
                    Ana: They had nobody else that winter.\nInterviewer: Tell me about a night that you remember.\nAna: The first one.\n";
        let found = asked("a.txt", text, &[]);
        let question = |turn: usize| found[turn].1.as_deref();
        assert_eq!(
            (question(0), question(2), question(4)),
            (None, None, None),
            "an interviewer answers nothing"
        );
        assert_eq!(question(1), Some("How did you come to the ward?"));
        assert_eq!(question(3), Some("How did you come to the ward?"), "a sign of listening asks nothing");
        assert_eq!(
            question(5),
            Some("Tell me about a night that you remember."),
            "a prompt needs no question mark"
        );
    }

    #[test]
    fn questions_on_lines_of_their_own_count() {
        let text = "Question 1: What helped you most?\n\nAna: My colleagues did, always.\n\nBen: For me it was the garden.\n\n\
                    Question 2: What would you change?\n\nAna: The shifts are too long.\n\nBen: I would change the food.\n";
        let found = asked("a.txt", text, &[]);
        let questions: Vec<&str> = found.iter().filter_map(|(_, question)| question.as_deref()).collect();
        assert_eq!(questions.len(), 4, "{found:?}");
        assert!(
            questions[..2].iter().all(|question| question.contains("What helped you most?")),
            "{found:?}"
        );
        assert!(
            questions[2..].iter().all(|question| question.contains("What would you change?")),
            "{found:?}"
        );
    }

    #[test]
    fn the_heading_of_a_column_is_the_question_of_its_answers() {
        let text = "id,What helped you most on the ward?,What would you change about it?\n1,My colleagues helped me most.,The shifts.\n\
                    2,It was the garden for me.,I would change the food.\n3,Talking to the others did.,Nothing comes to my mind here.\n";
        let found = asked(
            "survey.csv",
            text,
            &["What helped you most on the ward?", "What would you change about it?"],
        );
        let of = |start: &str| {
            let answer = found.iter().find(|(words, _)| words.starts_with(start));
            answer.and_then(|(_, question)| question.as_deref())
        };
        assert_eq!(of("My colleagues"), Some("What helped you most on the ward?"));
        assert_eq!(of("The shifts"), Some("What would you change about it?"));
    }
}
