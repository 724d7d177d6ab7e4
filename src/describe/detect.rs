//! The language of a document.

use crate::domain::Language;

/// The result of detecting a text's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Detected {
    /// The most likely language; `None` if the text is too short.
    pub language: Option<Language>,
    /// Whether the result is reliable.
    pub reliable: bool,
}

/// Fewer letters than this are not enough: `No complaints` could be any of ten languages.
const MIN_LETTERS: usize = 24;

/// Detects the language of a text by its letters and trigrams (crate `whatlang`).
///
/// Pass a whole document: a short answer is often taken for a related language. Below 24 letters no language is returned.
///
/// ```
/// use themata::describe::detect_language;
/// use themata::domain::Language;
/// let found = detect_language("In der Gruppe haben wir über einen schwierigen Patienten gesprochen, und das hat geholfen.");
/// assert_eq!((found.language, found.reliable), (Some(Language::GERMAN), true));
/// assert_eq!(detect_language("Okay.").language, None);
/// ```
#[must_use]
pub fn detect_language(text: &str) -> Detected {
    let enough = text.chars().filter(|c| c.is_alphabetic()).nth(MIN_LETTERS - 1).is_some();
    let found = if enough { whatlang::detect(text) } else { None };
    let language = found.as_ref().and_then(|found| found.lang().code().parse().ok());
    Detected { language, reliable: language.is_some() && found.is_some_and(|found| found.is_reliable()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_that_can_be_found_has_a_name() {
        for lang in whatlang::Lang::all() {
            assert!(lang.code().parse::<Language>().is_ok(), "{}", lang.code());
        }
    }

    #[test]
    fn documents_are_told_apart() {
        let cases = [
            (
                "The group helped me to see what the relatives were afraid of, and I could listen again.",
                Language::ENGLISH,
            ),
            (
                "در گروه درباره بیماری حرف زدیم که همه ما را نگران کرده بود و بعد از آن آرام‌تر شدم",
                Language::PERSIAN,
            ),
            (
                "En el grupo hablamos de una paciente que nos preocupaba mucho y después dormí mejor",
                Language::SPANISH,
            ),
        ];
        for (text, language) in cases {
            assert_eq!(detect_language(text), Detected { language: Some(language), reliable: true });
        }
        assert_eq!(detect_language("").language, None);
        assert_eq!(detect_language("12 34 56 — … !!! 78 90 12 34 56 78 90 12 34").language, None);
    }
}
