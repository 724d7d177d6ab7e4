//! Requests to tell something, which ask without a question mark: `Tell me about the garden.`

use std::sync::LazyLock;

use regex::Regex;

/// The longest turn that is looked at, in bytes: a request is brief.
const LONGEST: usize = 300;

/// A sentence that begins with a request; in Persian, one that ends with it.
static REQUEST: LazyLock<Regex> = LazyLock::new(|| {
    // Only what no narrator says to a listener in passing: `Imagine, forty beds` and `Sagen Sie mal` request nothing.
    let begins = "tell (?:me|us)|describe|explain|say more|(?:talk|walk|take) (?:me|us) through|\
        erzähl(?:en sie|t|e|)|beschreib(?:en sie|t|e|)|schildern sie|berichten sie|\
        racontez|parlez(?:-moi|-nous)|décrivez|expliquez(?:-moi|-nous)|\
        cuénte(?:me|nos)|cuénta(?:me|nos)|hábl[ea](?:me|nos)|describa|explíque(?:me|nos)|\
        (?:mi|ci) racconti|raccontami|(?:mi|ci) parli|descriva|(?:mi|ci) spieghi|\
        conte-(?:me|nos)|descreva";
    let lead_in = "(?:(?:and|so|ok|okay|now|please|could you|can you|well|then|und|dann|bitte|also|et|alors|y|entonces|e|allora)[ ,]+){0,3}";
    let ends = "توضیح دهید|توضیح بدهید|تعریف کنید|شرح دهید";
    Regex::new(&format!(r"(?i)(?:^|[.!?…] +){lead_in}(?:{begins})\b|(?:{ends})[.!]?$"))
        .expect("the pattern is constant")
});

/// Tells whether a brief turn requests that somebody tells something.
pub(super) fn requests(words: &str) -> bool {
    let words = words.trim();
    words.len() <= LONGEST && REQUEST.is_match(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_in_the_languages_known() {
        for words in [
            "Tell me about the night shift.",
            "I see. So, please describe the first winter.",
            "Erzählen Sie mir vom ersten Winter.",
            "Und dann beschreiben Sie bitte den Garten.",
            "Parlez-moi de votre travail.",
            "Cuénteme cómo empezó.",
            "Mi racconti del primo inverno.",
            "لطفاً دربارهٔ باغ توضیح دهید.",
        ] {
            assert!(requests(words), "{words}");
        }
        for words in [
            "They tell me that it is late.",
            "I cannot describe it.",
            "We walk home.",
            "Explaining it took long.",
            "It was in March. Imagine, forty beds.",
            "Sagen Sie mal.",
            "Imaginez, la nuit.",
            "خودتان بگویید.",
        ] {
            assert!(!requests(words), "{words}");
        }
        assert!(!requests(&"Tell me. ".repeat(40)));
    }
}
