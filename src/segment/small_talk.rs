//! Turns of small talk: greetings, thanks, goodbyes, and turns that only hold words that fill a pause.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_segmentation::UnicodeSegmentation;

use super::back_channel::{BACK_CHANNEL, fold};

/// The most words of such a turn.
const MOST_WORDS: usize = 14;

/// The most bytes of such a turn: longer ones need not be read word by word.
const MOST_BYTES: usize = 160;

/// The most words of a phrase below.
const LONGEST_PHRASE: usize = 6;

/// Phrases that greet, thank, wish well or say goodbye, in lower case, with spaces for hyphens.
#[rustfmt::skip]
const COURTESY: &[&str] = &[
    // English
    "good morning", "good afternoon", "good evening", "good day", "good night", "how are you", "how are you doing",
    "i'm good", "i'm fine", "i'm well", "fine thanks", "and you", "you too", "nice to meet you", "good to meet you",
    "pleased to meet you", "nice to see you", "good to see you", "nice talking to you", "thanks a lot", "thank you again",
    "thanks again", "many thanks", "thanks so much", "thanks for having me", "thank you for having me", "no problem",
    "no worries", "my pleasure", "don't mention it", "you're very welcome", "have a good day", "have a nice day",
    "have a great day", "have a good one", "have a good evening", "have a nice evening", "have a good weekend",
    "have a nice weekend", "take care", "see you", "see you later", "see you soon", "see you then", "talk to you later",
    "talk to you soon", "bye now", "all the best", "good luck", "good bye", "cheers", "welcome", "perfect", "great", "awesome",
    "lovely", "brilliant", "wonderful", "excellent", "very good", "that's great", "that's fine", "that's okay", "sounds great",
    // German
    "guten morgen", "guten tag", "guten abend", "grüß gott", "grüezi", "servus", "wie geht's", "wie geht es ihnen",
    "mir geht's gut", "gut und ihnen", "freut mich", "dankeschön", "danke sehr", "herzlichen dank", "danke ihnen",
    "ich danke ihnen", "bitteschön", "bitte schön", "gern geschehen", "gerne", "sehr gerne", "kein problem",
    "auf wiedersehen", "auf wiederhören", "schönen tag", "schönen tag noch", "einen schönen tag noch",
    "einen schönen tag", "schönen abend", "schönen abend noch", "bis bald", "bis dann", "tschüs", "ciao", "ebenso",
    "ihnen auch", "gleichfalls", "alles gute", "viel erfolg", "super", "prima", "wunderbar", "perfekt", "sehr gut",
    // French
    "bonsoir", "bonne journée", "bonne soirée", "comment allez vous", "comment ça va", "ça va", "ça va bien", "très bien",
    "très bien merci", "et vous", "enchanté", "enchantée", "merci bien", "merci à vous", "je vous remercie",
    "je vous en prie", "de rien", "pas de problème", "pas de souci", "à bientôt", "à vous aussi", "vous aussi", "salut",
    "bonne continuation", "bonne chance", "parfait", "super merci",
    // Spanish
    "buenos días", "buenas tardes", "buenas noches", "buenas", "hola", "qué tal", "cómo está", "cómo estás", "muy bien",
    "muy bien gracias", "y usted", "y tú", "encantado", "encantada", "mucho gusto", "gracias", "muchas gracias",
    "muchísimas gracias", "gracias a usted", "gracias a ti", "de nada", "no hay de qué", "no hay problema", "adiós",
    "hasta luego", "hasta pronto", "hasta la próxima", "igualmente", "que tenga un buen día", "que le vaya bien", "suerte", "perfecto",
    // Italian
    "buongiorno", "buonasera", "buona giornata", "buona serata", "salve", "come sta", "come stai", "bene grazie",
    "e lei", "piacere", "grazie", "grazie mille", "molte grazie", "grazie a lei", "grazie a voi", "prego", "di niente",
    "nessun problema", "arrivederci", "a presto", "anche a lei", "altrettanto", "buona fortuna", "perfetto", "va bene",
    // Persian
    "صبح بخیر", "عصر بخیر", "شب بخیر", "روز بخیر", "وقت بخیر", "حال شما", "حالتون چطوره", "خوبید", "خوبم", "خیلی ممنون",
    "خیلی ممنونم", "سپاس", "سپاسگزارم", "تشکر", "خسته نباشید", "سلامت باشید", "زنده باشید", "قربان شما", "خدا نگهدار",
    "خدانگهدار", "به سلامت", "موفق باشید", "خوشوقتم", "عالی", "بفرمایید",
];

/// Words that fill a pause, join or point, and say nothing by themselves.
#[rustfmt::skip]
const FILLERS: &[&str] = &[
    // English
    "like", "and", "but", "or", "then", "now", "this", "that", "these", "those", "it", "is", "it's", "that's", "here", "there",
    "the", "a", "just", "i mean", "i guess", "kind of", "sort of", "you see", "let's see", "let me see", "anyway", "anyways",
    "somewhat", "gotcha", "very much", "again", "really", "to", "wow", "yay", "gosh", "oh my gosh", "one second", "one moment",
    // German
    "und", "aber", "oder", "also", "halt", "dann", "jetzt", "das", "dies", "hier", "da", "sozusagen", "irgendwie", "quasi", "mal",
    "sag ich mal", "ist", "es", "so was", "moment",
    // French
    "et", "mais", "ou", "alors", "enfin", "quoi", "voyez", "ça", "cela", "ici", "là", "c'est", "du coup", "en fait", "genre",
    "disons", "un instant",
    // Spanish
    "y", "pero", "o", "entonces", "pues", "este", "esto", "eso", "aquí", "ahí", "es", "o sea", "digamos", "bueno pues", "un momento",
    // Italian
    "e", "ma", "allora", "quindi", "cioè", "insomma", "ecco", "questo", "quello", "qui", "lì", "è", "diciamo", "dunque", "un attimo",
    // Persian
    "و", "اما", "ولی", "یا", "پس", "یعنی", "این", "آن", "اون", "اینجا", "آنجا", "است", "دیگه", "دیگر", "حالا", "یه لحظه",
];

static PHRASES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    [BACK_CHANNEL, COURTESY, FILLERS].concat().iter().map(|phrase| phrase.replace('\u{200c}', " ")).collect()
});

/// Tells whether a turn without marks says nothing about any subject: all of its words greet, thank, say goodbye, show that somebody
/// listens, or fill a pause ("Oh, yeah. Okay. So like this.").
pub(super) fn is_small_talk(speech: &str) -> bool {
    if speech.len() > MOST_BYTES {
        return false;
    }
    let speech = speech.replace('\u{200c}', " ");
    let words: Vec<String> = speech.unicode_words().take(MOST_WORDS + 1).map(fold).collect();
    if words.is_empty() || words.len() > MOST_WORDS {
        return false;
    }
    let mut at = 0;
    while at < words.len() {
        let longest = LONGEST_PHRASE.min(words.len() - at);
        let found = (1..=longest).rev().find(|&n| PHRASES.contains(&words[at..at + n].join(" ")));
        match found {
            Some(n) => at += n,
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greetings_thanks_and_fillers_are_small_talk_in_six_languages() {
        for turn in [
            "Oh, yeah. Okay. So like this.",
            "You too, bye!",
            "Great, thank you so much. Have a good day.",
            "Hi, good morning. How are you?",
            "Um, so, I mean, yeah, that's it, I guess.",
            "Guten Tag, freut mich.",
            "Ja, also, vielen Dank, schönen Tag noch, tschüss!",
            "Bonjour, enchantée. Merci beaucoup, bonne journée.",
            "Buenos días, ¿qué tal? Muy bien, gracias.",
            "Buongiorno, piacere. Grazie mille, arrivederci.",
            "سلام، صبح بخیر، خیلی ممنون",
        ] {
            assert!(is_small_talk(turn), "{turn}");
        }
    }

    #[test]
    fn answers_are_no_small_talk() {
        for turn in [
            "",
            "I think so.",
            "Not really, to be honest.",
            "It is the time.",
            "Thank you for the soup.",
            "Good food and good people.",
            "That was hard.",
            "Das war schwer.",
            "C'est difficile.",
            "Es difícil.",
            "È difficile.",
            "خیلی سخت بود",
            "Staff.",
            "Random.",
            "Never.",
        ] {
            assert!(!is_small_talk(turn), "{turn}");
        }
    }
}
