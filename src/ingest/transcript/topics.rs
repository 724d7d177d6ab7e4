//! Lines that ask nothing and may still be of the guide: a request, a title, what stands behind the number of a question.

use super::label::{fold, holds_question, is_blank, is_prose};
use super::question_words::numbers_question;
use super::requests::requests;

/// The longest request of the guide, heading, and topic of a question, in words.
const MOST_WORDS_OF_REQUEST: usize = 25;
const MOST_WORDS_OF_TITLE: usize = 6;
const MOST_WORDS_OF_TOPIC: usize = 12;

/// Words with which answers begin, but rarely the topics of questions, folded, in six languages.
const OF_ANSWERS: &str = "yes yeah no not never sometimes often always maybe perhaps probably none nothing nobody only same \
    ja nein nicht nie manchmal oft immer vielleicht nichts kein keine niemand nur ich \
    oui non jamais parfois souvent toujours rien personne peut-etre j'ai je \
    si nunca siempre nada nadie quizas quiza mai sempre niente nessuno forse solo \
    بله نه هرگز گاهی همیشه هیچ شاید من ما";

/// Tells whether a line is one sentence that requests something: `Describe your first day`.
pub(in crate::ingest) fn is_request(line: &str) -> bool {
    let words = line.trim_matches(is_blank);
    let n_ends =
        words.trim_end_matches(['.', '!', '…']).matches(['.', '!', '?', '…', '"', '“', '«', '„']).count();
    n_ends == 0 && words.split_whitespace().count() <= MOST_WORDS_OF_REQUEST && requests(words)
}

/// Tells whether a line is a few words that begin with a capital and end as no sentence does.
pub(in crate::ingest) fn is_title(line: &str) -> bool {
    let words = line.trim_matches(is_blank);
    let is_short = (1..=MOST_WORDS_OF_TITLE).contains(&words.split_whitespace().count());
    let first = words.split_whitespace().next().unwrap_or_default();
    is_short
        && words.starts_with(char::is_uppercase)
        && words.contains(char::is_lowercase)
        && words.ends_with(char::is_alphanumeric)
        && !words.contains(['.', '?', '!', '…', ',', ';', '"', '“', '„', '«', '(', '['])
        && first.chars().count() > 1
        && !is_prose(&without_article(&fold(words)))
        && !numbers_question(words)
}

/// Tells whether what stands behind the number of a question may be what is asked, and not an answer: nothing, a question, a request, or a few
/// words that end as no sentence does.
pub(super) fn is_topic(words: &str) -> bool {
    let words = words.trim_matches(|c| is_blank(c) || matches!(c, '*' | '_'));
    if words.is_empty() || holds_question(words) || is_request(words) {
        return true;
    }
    let folded = fold(words);
    let bare = without_article(&folded);
    let first = bare.split_whitespace().next().unwrap_or_default();
    let first = first.trim_end_matches(|c: char| !c.is_alphanumeric());
    let begins = !words.starts_with(char::is_lowercase) || bare.len() < folded.len();
    let n_letters = first.chars().count();
    let is_answer =
        || OF_ANSWERS.split_whitespace().any(|word| fold(word) == first) || first.starts_with("i'");
    words.split_whitespace().count() <= MOST_WORDS_OF_TOPIC
        && begins
        && words.starts_with(char::is_alphanumeric)
        && !words.contains(['.', '!', '…', ';', '"', '“', '„', '«', '。'])
        && n_letters > 1
        && !is_prose(&bare)
        && !is_answer()
}

/// Returns folded words without the article before them, which begins headings and sentences.
fn without_article(folded: &str) -> String {
    const ARTICLES: [&str; 12] =
        ["the", "a", "an", "der", "die", "das", "le", "la", "les", "el", "il", "los"];
    match folded.split_once(' ') {
        Some((first, rest)) if ARTICLES.contains(&first) => rest.to_owned(),
        _ => folded.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_no_answers() {
        for words in [
            "",
            "Teamwork",
            "Working together, and alone",
            "le travail en équipe",
            "Der Alltag",
            "کار گروهی",
            "Describe your first day.",
            "How so?",
            "**Nights**",
            "Pay and hours (if time allows)",
        ] {
            assert!(is_topic(words), "{words}");
        }
        for words in [
            "Yes",
            "No, never",
            "I like it",
            "I'm tired",
            "We went home",
            "It was hard.",
            "not really",
            "Sometimes",
            "Nein",
            "Oui",
            "Sí",
            "بله",
            "Jamais",
            "They told me “go”",
            "because of the rain",
        ] {
            assert!(!is_topic(words), "{words}");
        }
        assert!(is_title("Teamwork") && !is_title("Question 1: Teamwork"));
    }
}
