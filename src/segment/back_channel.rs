//! Back-channel turns: short turns of a listener that only show attention.

use unicode_segmentation::UnicodeSegmentation;

use super::marks::text_for_embedding;
use super::phrases::phrases;

/// The most words of a back-channel turn.
const MOST_WORDS: usize = 4;

/// Words and phrases that only acknowledge, agree, refuse, hesitate, thank or say goodbye, in lower case, with spaces for
/// hyphens. Answers with content, however short ("Nothing", "Staff", "Good"), are not included.
#[rustfmt::skip]
pub(super) const BACK_CHANNEL: &[&str] = &[
    // Sounds
    "mm", "mmm", "mhm", "mmhm", "mmhmm", "hm", "hmm", "hmmm", "hum", "uh", "um", "uhm", "huh", "uhuh", "ah",
    "aha", "oh", "eh", "er", "erm", "ehm", "euh", "äh", "ähm", "öh", "hein", "ach", "ooh", "ohh", "ahh",
    "hey", "sorry", "pardon", "ha", "haha", "m",
    // English
    "okay", "ok", "o.k", "k", "yes", "yeah", "yea", "yep", "yup", "ya", "no", "nope", "nah", "right", "sure",
    "exactly", "absolutely", "definitely", "correct", "indeed", "true", "alright", "all right", "i see",
    "of course", "i know", "you know", "that's right", "that's correct", "that's true", "got it", "go on",
    "go ahead", "sounds good", "cool", "well", "so", "thanks", "thank you", "thank you so much",
    "thank you very much", "you're welcome", "bye", "goodbye", "bye bye", "hello", "hi", "please",
    // German
    "ja", "jaja", "jo", "jep", "nee", "nein", "genau", "stimmt", "richtig", "klar", "gut ja", "ja gut",
    "okay gut", "gut okay", "doch", "eben", "ach so", "achso", "na ja", "naja", "aha", "natürlich",
    "selbstverständlich", "danke", "vielen dank", "danke schön", "bitte", "tschüss", "hallo", "alles klar",
    "in ordnung", "sicher", "verstehe", "ich verstehe",
    // French
    "oui", "ouais", "non", "si", "d'accord", "voilà", "exactement", "exact", "bien sûr", "tout à fait", "bon",
    "ben", "bah", "c'est ça", "c'est vrai", "absolument", "effectivement", "merci", "merci beaucoup",
    "au revoir", "bonjour", "je vois", "entendu", "bien entendu", "d'ac", "donc",
    // Spanish
    "sí", "claro", "vale", "bueno", "exacto", "exactamente", "por supuesto", "ya", "ajá", "eso es", "eso",
    "de acuerdo", "así es", "es verdad", "correcto", "efectivamente", "gracias", "muchas gracias", "hola",
    "adiós", "entiendo", "pues", "pues sí", "pues no", "desde luego",
    // Italian
    "sì", "certo", "esatto", "esattamente", "va bene", "infatti", "giusto", "d'accordo", "appunto", "capito",
    "ho capito", "già", "beh", "ecco", "grazie", "grazie mille", "prego", "ciao", "arrivederci",
    "assolutamente", "è vero", "certamente",
    // Persian
    "بله", "بلی", "آره", "اره", "نه", "نخیر", "خیر", "درسته", "درست", "درست است", "خب", "خوب", "اوهوم", "آها",
    "اها", "آهان", "دقیقا", "دقیقاً", "البته", "حتما", "حتماً", "باشه", "چشم", "ممنون", "ممنونم", "متشکرم",
    "مرسی", "سلام", "خداحافظ", "همینطور", "همین‌طور", "صحیح", "اوکی", "بله بله", "می‌فهمم", "میفهمم",
    "خواهش می‌کنم",
];

/// Those of them that say yes or no.
#[rustfmt::skip]
const YES_OR_NO: &[&str] = &[
    // English
    "yes", "yeah", "yea", "yep", "yup", "ya", "no", "nope", "nah", "exactly", "absolutely", "definitely", "correct", "indeed", "true",
    "of course", "that's right", "that's correct", "that's true",
    // German
    "ja", "jaja", "jo", "jep", "nee", "nein", "genau", "stimmt", "doch", "ja gut", "gut ja", "natürlich", "selbstverständlich",
    // French
    "oui", "ouais", "non", "si", "exactement", "exact", "bien sûr", "tout à fait", "c'est ça", "c'est vrai", "absolument", "effectivement",
    // Spanish
    "sí", "exacto", "exactamente", "por supuesto", "eso es", "así es", "es verdad", "correcto", "efectivamente", "pues sí",
    "pues no", "desde luego",
    // Italian
    "sì", "certo", "esatto", "esattamente", "assolutamente", "è vero", "certamente",
    // Persian
    "بله", "بلی", "آره", "اره", "نه", "نخیر", "خیر", "درسته", "درست است", "دقیقا", "دقیقاً", "البته", "حتما", "حتماً", "بله بله",
];

/// Tells whether a turn only shows that its speaker listens: it has at most four words without marks, and all are in the list. A
/// turn of marks alone is none.
pub(super) fn is_back_channel(turn: &str) -> bool {
    only_shows_listening(&text_for_embedding(turn))
}

/// Tells the same of a turn whose marks are already taken out.
pub(super) fn only_shows_listening(speech: &str) -> bool {
    // Counted between white space, so that "mm-hm" is one.
    if speech
        .split_whitespace()
        .filter(|token| token.contains(char::is_alphanumeric))
        .nth(MOST_WORDS)
        .is_some()
    {
        return false;
    }
    let words: Vec<String> = speech.unicode_words().map(fold).collect();
    if words.is_empty() {
        return false;
    }
    phrases(&words, MOST_WORDS, |phrase| BACK_CHANNEL.contains(&phrase).then_some(())).is_some()
}

/// Tells whether a turn that only shows listening says yes or no, which answers a question.
pub(super) fn says_yes_or_no(speech: &str) -> bool {
    let words: Vec<String> = speech.unicode_words().map(fold).collect();
    let says = |phrase: &str| {
        let answers = YES_OR_NO.contains(&phrase);
        (answers || BACK_CHANNEL.contains(&phrase)).then_some(answers)
    };
    phrases(&words, MOST_WORDS, says).is_some_and(|said| said.contains(&true))
}

/// Folds a word: lower case, one form of apostrophe, Persian letters for Arabic ones, drawn-out letters once ("yeahhh",
/// "sooo").
pub(super) fn fold(word: &str) -> String {
    let lower = word.to_lowercase().replace('’', "'").replace(['ي', 'ى'], "ی").replace('ك', "ک");
    let mut folded = String::with_capacity(lower.len());
    let mut rest = lower.as_str();
    while let Some(c) = rest.chars().next() {
        let after = rest.trim_start_matches(c);
        let drawn_out = (rest.len() - after.len()) / c.len_utf8() > 2;
        folded.push_str(if drawn_out { &rest[..c.len_utf8()] } else { &rest[..rest.len() - after.len()] });
        rest = after;
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acknowledgement_is_back_channel_in_six_languages() {
        for turn in [
            "Okay.",
            "Mm-hm.",
            "Yeah, yeah.",
            "Right.",
            "Uh-huh. I see.",
            "That’s right.",
            "Yeahhh.",
            "OK!",
            "Mm-hm, mm-hm, yeah.",
            "Ja, genau.",
            "Ach so, ja.",
            "Oui, d'accord.",
            "Oui, d’accord.",
            "Sí, claro",
            "Sì, esatto.",
            "بله",
            "آره، آره",
            "درسته.",
            "بله، دقیقاً",
            "(laughs) Yes.",
            "Mmmm",
        ] {
            assert!(is_back_channel(turn), "{turn}");
        }
    }

    #[test]
    fn answers_are_not() {
        for turn in [
            "Nothing.",
            "Staff",
            "Good",
            "Waiting times",
            "The food.",
            "Yes, the nurses.",
            "Of the staff",
            "No, no, no, no, no.",
            "Nichts",
            "Rien",
            "Nada",
            "Personal",
            "هیچ",
            "کارکنان",
            "5",
            "[inaudible]",
        ] {
            assert!(!is_back_channel(turn), "{turn}");
        }
    }

    #[test]
    fn yes_and_no_answer_and_signs_of_listening_do_not() {
        for turn in
            ["Yes.", "Uh, no.", "No, no.", "Ja, genau.", "Oui, d'accord.", "Pues sí", "Sì.", "نه", "Yeahhh."]
        {
            assert!(is_back_channel(turn) && says_yes_or_no(turn), "{turn}");
        }
        for turn in [
            "Mm-hm.",
            "Okay.",
            "Right, okay.",
            "Ach so.",
            "D'accord.",
            "Vale.",
            "Va bene.",
            "اوهوم",
            "I see.",
        ] {
            assert!(is_back_channel(turn) && !says_yes_or_no(turn), "{turn}");
        }
        assert!(YES_OR_NO.iter().all(|phrase| BACK_CHANNEL.contains(phrase)));
    }
}
