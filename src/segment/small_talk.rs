//! Turns of small talk: greetings, thanks, goodbyes, and turns that only hold words that fill a pause.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_segmentation::UnicodeSegmentation;

use super::back_channel::{BACK_CHANNEL, fold};
use super::phrases::phrases;

/// The most words of such a turn.
const MOST_WORDS: usize = 14;

/// A turn of fillers has at least this many words: “Yeah, like.” may answer a question.
const FEWEST_WORDS: usize = 5;

/// The most bytes of such a turn: longer ones need not be read word by word.
const MOST_BYTES: usize = 160;

/// The most words of a phrase below.
const LONGEST_PHRASE: usize = 6;

/// Phrases that greet, thank, wish well or say goodbye, in lower case, with spaces for hyphens.
#[rustfmt::skip]
const COURTESY: &[&str] = &[
    // English
    "good morning", "good afternoon", "good evening", "good day", "good night", "how are you", "how are you doing",
    "fine thanks", "and you", "you too", "nice to meet you", "good to meet you",
    "pleased to meet you", "nice to see you", "good to see you", "nice talking to you", "thanks a lot", "thank you again",
    "thanks again", "many thanks", "thanks so much", "thanks for having me", "thank you for having me",
    "my pleasure", "don't mention it", "you're very welcome", "have a good day", "have a nice day",
    "have a great day", "have a good one", "have a good evening", "have a nice evening", "have a good weekend",
    "have a nice weekend", "take care", "see you", "see you later", "see you soon", "see you then", "talk to you later",
    "talk to you soon", "bye now", "all the best", "good luck", "good bye", "cheers",
    // German
    "guten morgen", "guten tag", "guten abend", "grüß gott", "grüezi", "servus", "wie geht's", "wie geht es ihnen",
    "gut und ihnen", "freut mich", "dankeschön", "danke sehr", "herzlichen dank", "danke ihnen",
    "ich danke ihnen", "bitteschön", "bitte schön", "gern geschehen", "sehr gerne",
    "auf wiedersehen", "auf wiederhören", "schönen tag", "schönen tag noch", "einen schönen tag noch",
    "einen schönen tag", "schönen abend", "schönen abend noch", "bis bald", "bis dann", "tschüs", "ciao",
    "ihnen auch", "gleichfalls", "alles gute", "viel erfolg",
    // French
    "bonsoir", "bonne journée", "bonne soirée", "comment allez vous", "comment ça va", "ça va",
    "très bien merci", "et vous", "enchanté", "enchantée", "merci bien", "merci à vous", "je vous remercie",
    "je vous en prie", "de rien", "à bientôt", "à vous aussi", "vous aussi", "salut",
    "bonne continuation", "bonne chance", "super merci",
    // Spanish
    "buenos días", "buenas tardes", "buenas noches", "buenas", "hola", "qué tal", "cómo está", "cómo estás",
    "muy bien gracias", "y usted", "y tú", "encantado", "encantada", "mucho gusto", "gracias", "muchas gracias",
    "muchísimas gracias", "gracias a usted", "gracias a ti", "de nada", "no hay de qué", "adiós",
    "hasta luego", "hasta pronto", "hasta la próxima", "que tenga un buen día", "que le vaya bien", "suerte",
    // Italian
    "buongiorno", "buonasera", "buona giornata", "buona serata", "salve", "come sta", "come stai", "bene grazie",
    "e lei", "piacere", "grazie", "grazie mille", "molte grazie", "grazie a lei", "grazie a voi", "prego", "di niente",
    "arrivederci", "a presto", "anche a lei", "buona fortuna",
    // Persian
    "صبح بخیر", "عصر بخیر", "شب بخیر", "روز بخیر", "وقت بخیر", "حال شما", "حالتون چطوره", "خوبید", "خیلی ممنون",
    "خیلی ممنونم", "سپاس", "سپاسگزارم", "تشکر", "خسته نباشید", "سلامت باشید", "زنده باشید", "قربان شما", "خدا نگهدار",
    "خدانگهدار", "به سلامت", "موفق باشید", "خوشوقتم", "بفرمایید",
];

/// Words that fill a pause. A turn of several words that has one and nothing else is small talk.
#[rustfmt::skip]
const FILLERS: &[&str] = &[
    // English
    "like", "i mean", "you see", "let's see", "let me see", "anyway", "anyways", "gotcha", "wow", "yay", "gosh", "oh my gosh",
    "one second", "one moment",
    // German
    "also", "halt", "sozusagen", "irgendwie", "quasi", "sag ich mal", "moment",
    // French
    "enfin", "quoi", "du coup", "en fait", "genre", "disons", "un instant",
    // Spanish
    "entonces", "pues", "o sea", "digamos", "bueno pues", "un momento",
    // Italian
    "allora", "quindi", "cioè", "insomma", "ecco", "diciamo", "dunque", "un attimo",
    // Persian
    "یعنی", "دیگه", "یه لحظه",
];

/// Words that join, point or soften, which may stand in such a turn. Alone they may answer: “Here.”, “Yes and no.”, “Sort of.”
#[rustfmt::skip]
const LIGHT: &[&str] = &[
    // English
    "and", "but", "or", "then", "this", "that", "these", "those", "here", "there", "the", "a", "to", "kind of", "sort of", "very much",
    // German
    "und", "aber", "oder", "das", "dies", "hier", "da", "so was",
    // French
    "et", "mais", "ou", "alors", "ça", "cela", "ici", "là",
    // Spanish
    "y", "pero", "o", "este", "esto", "aquí", "ahí",
    // Italian
    "e", "ma", "questo", "quello", "qui", "lì",
    // Persian
    "و", "اما", "ولی", "یا", "پس", "این", "آن", "اون", "اینجا", "آنجا",
];

/// Praise. Alone it may answer a question (“How was it?” – “Great.”), and is small talk only beside one of the phrases above.
#[rustfmt::skip]
const PRAISE: &[&str] = &[
    "perfect", "great", "awesome", "lovely", "brilliant", "wonderful", "excellent", "very good", "that's great", "sounds great",
    "super", "prima", "wunderbar", "perfekt", "sehr gut", "parfait", "très bien", "ça va bien", "perfecto", "muy bien", "perfetto",
    "va bene", "عالی",
];

/// Thanks and greetings that only show that somebody listens where they are a whole turn, and are courtesy in a longer one.
#[rustfmt::skip]
const ALSO_COURTESY: &[&str] = &[
    "thanks", "thank you", "thank you so much", "thank you very much", "you're welcome", "bye", "goodbye", "bye bye", "hello", "hi",
    "danke", "vielen dank", "danke schön", "tschüss", "hallo", "merci", "merci beaucoup", "au revoir", "bonjour", "ممنون", "ممنونم",
    "متشکرم", "مرسی", "سلام", "خداحافظ",
];

/// What a phrase does for a turn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    /// It may stand in small talk, and may answer a question.
    Anything,
    /// It fills a pause.
    Filler,
    /// It greets, thanks or says goodbye.
    Courtesy,
}

static PHRASES: LazyLock<HashMap<String, Says>> = LazyLock::new(|| {
    let lists = [
        (BACK_CHANNEL, Says::Anything),
        (PRAISE, Says::Anything),
        (LIGHT, Says::Anything),
        (FILLERS, Says::Filler),
        (COURTESY, Says::Courtesy),
        (ALSO_COURTESY, Says::Courtesy),
    ];
    let of_list = |(list, says): (&'static [&'static str], Says)| {
        list.iter().map(move |phrase| (phrase.replace('\u{200c}', " "), says))
    };
    lists.into_iter().flat_map(of_list).collect()
});

/// Tells whether a turn without marks says nothing about any subject: all of its words greet, thank, say goodbye, show that somebody
/// listens, or fill a pause ("Oh, yeah. Okay. So like this."). Agreement, refusal and praise alone are answers.
pub(super) fn is_small_talk(speech: &str) -> bool {
    if speech.len() > MOST_BYTES {
        return false;
    }
    let speech = speech.replace('\u{200c}', " ");
    let words: Vec<String> = speech.unicode_words().take(MOST_WORDS + 1).map(fold).collect();
    if words.is_empty() || words.len() > MOST_WORDS {
        return false;
    }
    let Some(said) = phrases(&words, LONGEST_PHRASE, |phrase| PHRASES.get(phrase).copied()) else {
        return false;
    };
    said.contains(&Says::Courtesy) || (said.contains(&Says::Filler) && words.len() >= FEWEST_WORDS)
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
            "Um, so, I mean, yeah.",
            "OK, perfect. Thank you very much.",
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
            "Yes, it is.",
            "That is correct, yes.",
            "Yes, that's fine.",
            "Uh, no, that's fine.",
            "No, that's it.",
            "Yeah, no. Yes. Sorry, yeah.",
            "Yeah. Like that's really cool.",
            "I guess. No. No.",
            "Somewhat. Yeah. Yeah. Yeah.",
            "Now.",
            "Here.",
            "Yes and no.",
            "Sort of.",
            "No problem.",
            "I'm fine.",
            "Great.",
            "OK, perfect. Great.",
            "Ja, das ist es.",
            "Oui, c'est très bien.",
            "Random.",
            "Never.",
        ] {
            assert!(!is_small_talk(turn), "{turn}");
        }
    }
}
