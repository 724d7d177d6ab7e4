//! Requests to tell something, which ask without a question mark: `Tell me about the garden.`

use std::sync::LazyLock;

use regex::Regex;

/// The longest turn that is looked at, in bytes: a request is brief.
const LONGEST: usize = 300;
/// The longest turn that may only request to go on, in bytes.
const LONGEST_GO_ON: usize = 80;

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

/// A turn that only requests to go on.
static GO_ON: LazyLock<Regex> = LazyLock::new(|| {
    let lead = "(?:(?:yes|yeah|ok|okay|i see|mm-?hm+|mhm|please|and|so|ja|bitte|genau|und|oui|et|sí|si|y|sì|prego|e|sim|ja graag|بله|لطفا|لطفاً)[ ,.]+){0,3}";
    let go_on = "(?:please )?(?:do )?(?:go on|carry on|continue|keep going|go ahead)|tell me more|\
        (?:fahren sie|machen sie|erzählen sie|reden sie|sprechen sie) (?:ruhig |bitte |nur |doch )?(?:fort|weiter)|(?:erzähl|mach|red)e? (?:ruhig |bitte |nur )?weiter|weiter|\
        continuez|poursuivez|allez-y|vas-y|continue|continúe|continúa|siga|sigue|prosiga|adelante|\
        continui|continua|vada avanti|vai avanti|prosegua|dica pure|\
        continue|prossiga|pode continuar|ga (?:maar |rustig |alstublieft )?(?:door|verder)|vertel (?:maar |rustig )?verder|gaat u (?:maar |rustig )?(?:door|verder)|\
        ادامه دهید|ادامه بدهید|ادامه بده|بفرمایید";
    let tail = "(?:[ ,]+(?:please|bitte|s['’]il vous plaît|je vous en prie|por favor|per favore|prego|alstublieft|graag|لطفا|لطفاً))?";
    Regex::new(&format!(r"(?i)^{lead}(?:{go_on}){tail}\s*[.!…。]*$")).expect("the pattern is constant")
});

/// Tells whether a turn only requests to go on: `Go on, please.`
pub(super) fn asks_to_go_on(words: &str) -> bool {
    let words = words.trim();
    words.len() <= LONGEST_GO_ON && GO_ON.is_match(words)
}

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

    #[test]
    fn requests_to_go_on_in_the_languages_known() {
        for words in [
            "Go on, please.",
            "Continue.",
            "Please continue.",
            "Yes, go on.",
            "Okay, carry on.",
            "Tell me more.",
            "Fahren Sie fort.",
            "Erzählen Sie bitte weiter.",
            "Erzähl ruhig weiter.",
            "Ja, machen Sie nur weiter.",
            "Continuez.",
            "Oui, continuez, s’il vous plaît.",
            "Siga, por favor.",
            "Continúe.",
            "Continui.",
            "Vada avanti, prego.",
            "Continue, por favor.",
            "Pode continuar.",
            "Ga door.",
            "Gaat u verder, alstublieft.",
            "ادامه دهید.",
            "لطفاً ادامه بدهید",
        ] {
            assert!(asks_to_go_on(words), "{words}");
        }
        for words in [
            "",
            "We go on.",
            "Go on the bus.",
            "I told them to continue.",
            "Life goes on.",
            "Continue with the medicine, they said.",
            "Weiter unten steht ein Haus.",
            "Go on, please, I said to her, and she did.",
            "Yes.",
            "Okay.",
        ] {
            assert!(!asks_to_go_on(words), "{words}");
        }
    }
}
