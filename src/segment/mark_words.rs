//! The words with which transcribers describe sound and hearing, in six languages.

/// Words that make a bracket a transcription mark.
#[rustfmt::skip]
const MARK_WORDS: &[&str] = &[
    // English
    "inaudible", "unintelligible", "indistinct", "unclear", "indiscernible", "crosstalk", "overlapping",
    "laugh", "laughs", "laughing", "laughter", "chuckle", "chuckles", "chuckling", "giggles", "giggling",
    "cough", "coughs", "coughing", "sigh", "sighs", "sighing", "sniffs", "sniffles", "sobs", "sobbing",
    "crying", "cries", "gasps", "pause", "pauses", "silence", "applause", "unin", "inaudible_speech", "yawns",
    "exhales", "inhales", "blank_audio", "music", "beep", "nods", "nodding", "shrugs", "smiles", "whispers",
    // German
    "unv", "unverständlich", "unverstdl", "lacht", "lachen", "lachend", "lachte", "schmunzelt", "hustet",
    "räuspert", "seufzt", "seufzen", "pause", "schweigt", "stille", "weint", "atmet", "überlegt", "kichert",
    "gelächter", "zögert", "nickt", "lächelt",
    // French
    "rire", "rires", "rit", "riant", "rient", "incompréhensible", "inintelligible", "soupir", "soupire",
    "soupirs", "silence", "tousse", "toux", "sourit", "pleure",
    // Spanish
    "risa", "risas", "ríe", "rie", "ríen", "riendo", "ininteligible", "inaudible", "pausa", "suspira",
    "suspiro", "silencio", "tose", "llora",
    // Italian
    "ride", "ridono", "ridendo", "risata", "risate", "incomprensibile", "inudibile", "sospira", "sospiro",
    "silenzio", "tossisce", "piange",
    // Persian
    "خنده", "می‌خندد", "میخندد", "با‌خنده", "مکث", "سکوت", "نامفهوم", "نامشخص", "ناواضح", "آه", "سرفه",
    "گریه", "صدای‌نامفهوم",
];

/// Words that occur with them, and make no mark by themselves.
#[rustfmt::skip]
const MODIFIERS: &[&str] = &[
    "long", "short", "brief", "both", "all", "softly", "loudly", "nervously", "nervous", "audio", "speech",
    "word", "words", "phrase", "voice", "voices", "sound", "sounds", "noise", "background", "seconds",
    "second", "secs", "sec", "s", "minute", "minutes", "min", "mins", "minuten", "minuto", "minutos", "minuti", "talking", "speaking", "while", "at", "for", "lange", "langer",
    "kurze", "kurz", "leise", "laut", "beide", "sich", "sekunden", "sek", "wort", "wörter", "longue",
    "courte", "secondes", "mot", "mots", "larga", "corta", "larga", "segundos", "palabra", "se", "lunga",
    "breve", "secondi", "parola", "طولانی", "کوتاه", "ثانیه", "با", "صدای", "کلمه", "می",
];

/// Tells whether a word describes sound or hearing.
pub(super) fn is_mark_word(word: &str) -> bool {
    word.len() <= 40 && MARK_WORDS.contains(&word.to_lowercase().as_str())
}

/// Tells whether a word occurs with descriptions of sound or hearing.
pub(super) fn is_modifier(word: &str) -> bool {
    word.len() <= 40 && MODIFIERS.contains(&word.to_lowercase().as_str())
}
