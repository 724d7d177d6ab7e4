//! Turns that are only a bracket: what somebody did, or what could not be heard.

use super::mark_words::is_mark_word;
use super::non_answer::Form;

/// The most words of a bracket that is a stage direction.
const MOST_WORDS: usize = 6;

/// Words with which names are replaced: `[name of hospital]` is what somebody said.
#[rustfmt::skip]
const REPLACED: &[&str] = &[
    "name", "names", "person", "place", "city", "town", "village", "hospital", "clinic", "school", "company",
    "organisation", "organization", "street", "country", "region", "date", "number", "email",
    "ort", "stadt", "dorf", "firma", "klinik", "krankenhaus",
    "schule", "vorname", "nachname", "nom", "prénom", "ville", "lieu", "entreprise", "hôpital",
    "école", "nombre", "apellido", "ciudad", "lugar", "empresa", "colegio", "nome", "cognome", "città", "luogo",
    "azienda", "ospedale", "scuola", "نام", "شهر", "محل", "بیمارستان", "مدرسه", "شرکت",
];

/// Words with which somebody speaks of people: a bracket that has one may be speech that was hard to hear.
#[rustfmt::skip]
const SPEAKS: &[&str] = &[
    "i", "you", "we", "he", "she", "they", "it", "my", "your", "our", "me", "us", "i'm", "it's", "ich", "du", "wir",
    "er", "sie", "es", "mein", "mir", "je", "tu", "nous", "vous", "il", "elle", "on", "moi", "yo", "tú", "nosotros",
    "él", "ella", "me", "mi", "io", "noi", "voi", "lui", "lei", "من", "ما", "تو", "شما", "او", "yes", "no", "yeah", "okay",
    "ok", "ja", "nein", "oui", "non", "sí", "sì", "بله", "نه",
];

/// Words that begin with a capital and still describe the recording.
#[rustfmt::skip]
const RECORDING: &[&str] = &[
    "empty", "break", "recording", "interruption", "interrupted", "silence", "phone", "telephone", "audio", "tape",
    "video", "leer", "unterbrechung", "telefon", "aufnahme", "vide", "interruption", "enregistrement", "vacío",
    "interrupción", "grabación", "vuoto", "interruzione", "registrazione",
];

/// Tells whether a turn consists of brackets that describe what happens: `[empty]`, `(1 minute pause)`, `<unintelligible>`.
///
/// Speech that was hard to hear (`(I think so)`) and replaced names (`[name of hospital]`) are none, and so is a bracket that
/// begins with a capital and may be a name (`[Berlin]`). In round brackets a word about sound or hearing is needed. Answers of
/// a form have no stage directions.
pub(super) fn is_stage_direction(turn: &str, form: Form) -> bool {
    let mut rest = turn.trim();
    let mut n_brackets = 0;
    while let Some(open) = rest.chars().next() {
        let close = match open {
            '(' => ')',
            '[' => ']',
            '{' => '}',
            '<' => '>',
            c if c.is_whitespace() || c.is_ascii_punctuation() || c == '…' => {
                rest = &rest[c.len_utf8()..];
                continue;
            }
            _ => return false,
        };
        let Some(length) = rest.find(close) else { return false };
        if !describes(&rest[open.len_utf8()..length], open) {
            return false;
        }
        n_brackets += 1;
        rest = &rest[length + close.len_utf8()..];
    }
    n_brackets > 0 && form == Form::Conversation
}

/// Tells whether the words in a bracket describe what happens.
fn describes(inner: &str, open: char) -> bool {
    let words: Vec<String> = inner
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '\u{200c}')
        .map(|word| word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() || words.len() > MOST_WORDS {
        return false;
    }
    let any = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    if any(REPLACED) || any(SPEAKS) {
        return false;
    }
    let sounds = words.iter().any(|word| is_mark_word(word));
    let is_capital = inner.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    sounds || (open != '(' && (!is_capital || any(RECORDING)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_that_is_only_a_bracket_is_a_mark() {
        for turn in [
            "[empty]",
            "(1 minute pause)",
            "<unintelligible>",
            "[phone rings]",
            "[door] (laughs)",
            "[Recording stopped].",
            "{leaves the room}",
            "[Telefon klingelt]",
            "(Pause, 10 s)",
            "[در باز می‌شود]",
        ] {
            assert!(is_stage_direction(turn, Form::Conversation), "{turn}");
            assert!(!is_stage_direction(turn, Form::Answers), "{turn}");
        }
    }

    #[test]
    fn speech_and_replaced_names_in_brackets_are_kept() {
        for turn in [
            "(I think so)",
            "[name of hospital]",
            "[Berlin]",
            "[NAME_1]",
            "[I didn't mean that]",
            "(in the garden)",
            "[yes]",
            "[city] was nice",
            "The [ward]",
            "[unclosed",
            "(my mother sighs)",
            "[]",
            "[نام بیمارستان]",
            "",
            "[and then all of it went wrong for years]",
        ] {
            assert!(!is_stage_direction(turn, Form::Conversation), "{turn}");
        }
    }
}
