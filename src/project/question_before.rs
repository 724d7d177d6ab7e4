//! Finds the question that a turn answers.

use crate::domain::{Document, Role, Span, TextIndex};

/// An interviewer's turn of fewer words, without a question mark, only shows that somebody listens.
const FEWEST_WORDS: usize = 3;

/// Returns what interviewers said directly before a turn of a participant: the nearest turn of an interviewer before it with a question mark
/// or with three words or more, and the interviewers' turns that lead up to it. The span begins with the first of these turns and ends with the last. `None` for a
/// turn of an interviewer, and where no interviewer spoke before.
///
/// Turns of participants in between are passed over only if they are the same speaker's: an answer to another's words is not an answer to
/// the question.
pub(super) fn question_before(document: &Document, index: &TextIndex<'_>, turn: usize) -> Option<Span> {
    let is_interviewer = |at: usize| {
        let speaker = document.turns[at].speaker.and_then(|speaker| document.speakers.get(speaker));
        speaker.is_some_and(|speaker| speaker.role == Role::Interviewer)
    };
    let own = document.turns.get(turn)?.speaker;
    if is_interviewer(turn) {
        return None;
    }
    let says_something = |at: usize| {
        let said = index.slice(document.turns[at].span).unwrap_or_default();
        said.contains(['?', '؟', '？']) || said.split_whitespace().count() >= FEWEST_WORDS
    };
    let last = (0..turn).rev().find(|&at| {
        if is_interviewer(at) { says_something(at) } else { document.turns[at].speaker != own }
    })?;
    if !is_interviewer(last) {
        return None;
    }
    let first = (0..last).rev().take_while(|&at| is_interviewer(at)).last().unwrap_or(last);
    Some(Span { start: document.turns[first].span.start, end: document.turns[last].span.end })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{DocumentFormat, Speaker, TextTable, Turn};

    /// Returns a document of turns: `I` asks, others answer.
    fn document(turns: &[(&str, &str)]) -> Document {
        let mut names: Vec<&str> = Vec::new();
        let (mut text, mut spans) = (String::new(), Vec::new());
        for (who, said) in turns {
            let speaker = names.iter().position(|name| name == who).unwrap_or_else(|| {
                names.push(who);
                names.len() - 1
            });
            let start = text.chars().count();
            text.push_str(said);
            spans.push(Turn { speaker: Some(speaker), span: Span::new(start, text.chars().count()) });
            text.push('\n');
        }
        let speaker = |name: &&str| Speaker {
            label: (*name).to_owned(),
            role: if *name == "I" { Role::Interviewer } else { Role::Participant },
            role_reason: String::new(),
            generic: false,
        };
        Document {
            name: "P1.txt".to_owned(),
            format: DocumentFormat::Txt,
            sha256: String::new(),
            text,
            speakers: names.iter().map(speaker).collect(),
            turns: spans,
            time_marks: Vec::new(),
            notices: Vec::new(),
        }
    }

    fn asked(document: &Document, turn: usize) -> Option<String> {
        let table = TextTable::of(&document.text);
        let index = table.index(&document.text);
        let span = question_before(document, &index, turn)?;
        Some(index.slice(span).unwrap().to_owned())
    }

    #[test]
    fn the_question_stands_before_the_answer() {
        let talk = document(&[
            ("P", "Hello."),
            ("I", "Thank you for the time."),
            ("I", "How do you sleep?"),
            ("P", "Not really, to be honest."),
            ("I", "Mm-hm."),
            ("P", "Two hours."),
            ("Q", "I do."),
            ("I", "Why?"),
            ("Q", "It is quiet."),
        ]);
        assert_eq!(asked(&talk, 0), None, "nobody asked");
        assert_eq!(asked(&talk, 2), None, "a question answers none");
        let question = "Thank you for the time.\nHow do you sleep?";
        assert_eq!(asked(&talk, 3).as_deref(), Some(question));
        assert_eq!(asked(&talk, 5).as_deref(), Some(question), "a murmur is not a question");
        assert_eq!(asked(&talk, 6), None, "another participant spoke in between");
        assert_eq!(asked(&talk, 8).as_deref(), Some("Why?"));
        assert_eq!(asked(&talk, 9), None);
    }
}
