//! Requests to tell something, which ask without a question mark: `Tell me about the garden.`

use std::sync::LazyLock;

use regex::Regex;

/// The longest turn that is looked at, in bytes: a request is brief.
const LONGEST: usize = 300;

/// A sentence that begins with a request; in Persian, one that ends with it.
static REQUEST: LazyLock<Regex> = LazyLock::new(|| {
    let begins = "tell (?:me|us)|describe|explain|say more|talk (?:me|us) through|talk about|walk (?:me|us) through|take (?:me|us) through|\
        give (?:me|us)|think of|imagine|\
        erzähl(?:en sie|t|e|)|beschreib(?:en sie|t|e|)|schildern sie|berichten sie|erklären sie|sagen sie|nennen sie|stellen sie sich|\
        racontez|raconte|parlez|parle-moi|décrivez|décris|expliquez|dites|donnez|imaginez|\
        cuénte(?:me|nos)|cuénta(?:me|nos)|hábleme|háblame|describa|describe|explíque(?:me|nos)|explique|dígame|dime|\
        (?:mi|ci) racconti|raccont(?:i|ami|ateci)|(?:mi|ci) parli|descriva|descrivi|(?:mi|ci) spieghi|spieghi|(?:mi|ci) dica|immagini|\
        conte(?:-me|-nos)?|descreva|fale";
    let lead_in = "(?:(?:and|so|ok|okay|now|please|could you|can you|well|then|und|dann|bitte|also|et|alors|y|entonces|e|allora)[ ,]+){0,3}";
    let ends = "بگویید|بگید|بگین|بفرمایید|توضیح دهید|توضیح بدهید|تعریف کنید|شرح دهید";
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
            "لطفاً دربارهٔ باغ بگویید.",
        ] {
            assert!(requests(words), "{words}");
        }
        for words in [
            "They tell me that it is late.",
            "I cannot describe it.",
            "We walk home.",
            "Explaining it took long.",
        ] {
            assert!(!requests(words), "{words}");
        }
        assert!(!requests(&"Tell me. ".repeat(40)));
    }
}
