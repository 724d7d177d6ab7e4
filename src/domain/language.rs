//! Languages, by their ISO 639-3 codes.

use serde::{Deserialize, Serialize};

/// A language, stored as its ISO 639-3 code.
///
/// It parses from a two-letter code (ISO 639-1), a three-letter code or an English name, in any case; a region or a script
/// after the code (`pt-BR`) is ignored.
///
/// ```
/// use themata::domain::Language;
/// let persian: Language = "fa".parse().unwrap();
/// assert_eq!(persian, "Persian".parse().unwrap());
/// assert_eq!((persian.code(), persian.to_string()), ("fas", "Persian".to_owned()));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(into = "String")]
pub struct Language(&'static str);

/// A text that names no known language.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no known language; give an ISO 639 code such as `en` or `fas`, or an English name")]
pub struct UnknownLanguage(pub String);

impl Language {
    /// English.
    pub const ENGLISH: Self = Self("eng");
    /// French.
    pub const FRENCH: Self = Self("fra");
    /// German.
    pub const GERMAN: Self = Self("deu");
    /// Italian.
    pub const ITALIAN: Self = Self("ita");
    /// Persian.
    pub const PERSIAN: Self = Self("fas");
    /// Spanish.
    pub const SPANISH: Self = Self("spa");

    /// Returns its ISO 639-3 code: `fas`.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0
    }

    /// Returns its ISO 639-1 code, if it has one: `fa`.
    #[must_use]
    pub fn two_letter_code(self) -> Option<&'static str> {
        self.row().map(|row| row.1).filter(|code| !code.is_empty())
    }

    /// Returns its English name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().map_or(self.0, |row| row.2)
    }

    /// Returns all known languages, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        LANGUAGES.iter().map(|row| Self(row.0))
    }

    fn row(self) -> Option<&'static Row> {
        LANGUAGES.iter().find(|row| row.0 == self.0)
    }
}

impl std::fmt::Display for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wanted = text.trim().to_lowercase();
        let code = wanted.split(['-', '_']).next().unwrap_or_default();
        LANGUAGES
            .iter()
            .find(|(three, two, name, aliases)| {
                let is_code = !code.is_empty() && (code == *three || code == *two);
                let is_alias = |alias: &str| alias == code || alias == wanted;
                is_code
                    || name.to_lowercase() == wanted
                    || aliases.split(' ').any(|a| !a.is_empty() && is_alias(a))
            })
            .map(|row| Self(row.0))
            .ok_or_else(|| UnknownLanguage(text.trim().to_owned()))
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.0.to_owned()
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// ISO 639-3 code, ISO 639-1 code or nothing, English name, other codes and names in use.
type Row = (&'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const LANGUAGES: &[Row] = &[
    ("afr", "af", "Afrikaans", ""), ("aka", "ak", "Akan", ""), ("amh", "am", "Amharic", ""),
    ("ara", "ar", "Arabic", "arb"), ("aze", "az", "Azerbaijani", "azj azb azeri"), ("bel", "be", "Belarusian", ""),
    ("ben", "bn", "Bengali", "bangla"), ("bre", "br", "Breton", ""), ("bul", "bg", "Bulgarian", ""),
    ("cat", "ca", "Catalan", ""), ("ces", "cs", "Czech", "cze"), ("cym", "cy", "Welsh", "wel"),
    ("dan", "da", "Danish", ""), ("deu", "de", "German", "ger"), ("ell", "el", "Greek", "gre"),
    ("eng", "en", "English", ""), ("epo", "eo", "Esperanto", ""), ("est", "et", "Estonian", "ekk"),
    ("eus", "eu", "Basque", "baq"), ("fas", "fa", "Persian", "pes per prs farsi dari"), ("fin", "fi", "Finnish", ""),
    ("fra", "fr", "French", "fre"), ("gle", "ga", "Irish", ""), ("glg", "gl", "Galician", ""),
    ("guj", "gu", "Gujarati", ""), ("hau", "ha", "Hausa", ""), ("heb", "he", "Hebrew", "iw"),
    ("hin", "hi", "Hindi", ""), ("hrv", "hr", "Croatian", ""), ("hun", "hu", "Hungarian", ""),
    ("hye", "hy", "Armenian", "arm"), ("ind", "id", "Indonesian", ""), ("isl", "is", "Icelandic", "ice"),
    ("ita", "it", "Italian", ""), ("jav", "jv", "Javanese", ""), ("jpn", "ja", "Japanese", ""),
    ("kan", "kn", "Kannada", ""), ("kat", "ka", "Georgian", "geo"), ("kaz", "kk", "Kazakh", ""),
    ("khm", "km", "Khmer", ""), ("kor", "ko", "Korean", ""), ("kur", "ku", "Kurdish", "ckb kmr"),
    ("lat", "la", "Latin", ""), ("lav", "lv", "Latvian", "lvs"), ("lit", "lt", "Lithuanian", ""),
    ("mal", "ml", "Malayalam", ""), ("mar", "mr", "Marathi", ""), ("mkd", "mk", "Macedonian", "mac"),
    ("msa", "ms", "Malay", "may zsm"), ("mya", "my", "Burmese", "bur"), ("nep", "ne", "Nepali", "npi"),
    ("nld", "nl", "Dutch", "dut"), ("nno", "nn", "Nynorsk", ""), ("nob", "nb", "Norwegian", "no nor bokmål bokmal"),
    ("ori", "or", "Odia", "ory oriya"), ("pan", "pa", "Punjabi", "panjabi"), ("pol", "pl", "Polish", ""),
    ("por", "pt", "Portuguese", ""), ("ron", "ro", "Romanian", "rum"), ("rus", "ru", "Russian", ""),
    ("sin", "si", "Sinhala", ""), ("slk", "sk", "Slovak", "slo"), ("slv", "sl", "Slovenian", "slovene"),
    ("sna", "sn", "Shona", ""), ("som", "so", "Somali", ""), ("sot", "st", "Sotho", ""),
    ("spa", "es", "Spanish", "castilian"), ("sqi", "sq", "Albanian", "alb"), ("srp", "sr", "Serbian", ""),
    ("swa", "sw", "Swahili", "swh"), ("swe", "sv", "Swedish", ""), ("tam", "ta", "Tamil", ""),
    ("tel", "te", "Telugu", ""), ("tgk", "tg", "Tajik", ""), ("tgl", "tl", "Tagalog", "fil filipino"),
    ("tha", "th", "Thai", ""), ("tuk", "tk", "Turkmen", ""), ("tur", "tr", "Turkish", ""),
    ("ukr", "uk", "Ukrainian", ""), ("urd", "ur", "Urdu", ""), ("uzb", "uz", "Uzbek", "uzn"),
    ("vie", "vi", "Vietnamese", ""), ("yid", "yi", "Yiddish", ""), ("yor", "yo", "Yoruba", ""),
    ("zho", "zh", "Chinese", "cmn chi mandarin"), ("zul", "zu", "Zulu", ""),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_of_one_language_agree() {
        for text in ["fa", "fas", "pes", "PER", "Persian", " farsi ", "fa-IR", "fa_IR"] {
            assert_eq!(text.parse::<Language>().unwrap(), Language::PERSIAN, "{text}");
        }
        assert_eq!("zh-Hant".parse::<Language>().unwrap().code(), "zho");
        assert_eq!("no".parse::<Language>().unwrap().two_letter_code(), Some("nb"));
    }

    #[test]
    fn the_table_is_sorted_and_reads_itself_back() {
        assert!(LANGUAGES.is_sorted_by(|a, b| a.0 < b.0));
        for language in Language::all() {
            assert_eq!(language.code().parse::<Language>(), Ok(language));
            assert_eq!(language.name().parse::<Language>(), Ok(language));
            let two = language.two_letter_code().unwrap();
            assert_eq!(two.parse::<Language>(), Ok(language));
            let json = serde_json::to_string(&language).unwrap();
            assert_eq!(serde_json::from_str::<Language>(&json).unwrap(), language);
        }
    }

    #[test]
    fn nonsense_is_refused_with_a_remedy() {
        for text in ["", "-", "x", "klingonish", "und"] {
            let error = text.parse::<Language>().unwrap_err();
            assert!(error.to_string().contains("ISO 639"), "{error}");
        }
    }
}
