//! Words that number questions of a guide: with a number they name no speaker.

use std::sync::LazyLock;

use regex::Regex;

/// Words that number questions, in nine languages. Short ones such as `Q1` may be labels, and are not among them.
pub(super) const QUESTION_WORDS: &str =
    "questions?|prompt|frage|leitfrage|interviewfrage|pregunta|domanda|pergunta|vraag|سؤال|سوال|پرسش";

static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^(?i:{QUESTION_WORDS})[ \t\u{{a0}}\u{{200c}}_-]*(?i:(?:no|nr|n°|number|nummer|numéro|número|numero|شماره)\.?)?[ \t]*#?[ \t]*\p{{Nd}}{{1,3}}(?:[.-]?\p{{Nd}}{{1,2}}|[a-z])?\.?(?:\s*\([^()]{{1,30}}\))?(?:\s*[:：.)–—-].*)?$"
    ))
    .expect("the pattern is constant")
});

/// Tells whether a prefix is the number of a question, such as `Question 3` or `سؤال ۳`, with or without what is asked: speakers are people.
pub(super) fn numbers_question(prefix: &str) -> bool {
    // Nearly all labels have no number.
    prefix.contains(char::is_numeric) && NUMBERED.is_match(prefix.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_questions_in_the_languages_known() {
        for prefix in [
            "Question 1",
            "QUESTION 12",
            "Question no. 3",
            "Frage 2a",
            "Leitfrage 3",
            "Pregunta 4.",
            "Question n° 5",
            "Domanda 10",
            "Pergunta 2",
            "Vraag 3",
            "سؤال ۱",
            "پرسش 2",
            "Question 2 (Repeat)",
            "question_3",
            "Question 1: Yes",
        ] {
            assert!(numbers_question(prefix), "{prefix}");
        }
        for prefix in
            ["Question", "Q1", "Speaker 1", "P1", "Questioner 1", "Question time 2", "Anna 3", "Fragende 1"]
        {
            assert!(!numbers_question(prefix), "{prefix}");
        }
    }
}
