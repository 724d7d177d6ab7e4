//! Turns of which everything was made unreadable: `XXXX`, `[REDACTED]`, `████`.

/// Words that say that something was taken out, in lower case.
#[rustfmt::skip]
const MASKED: &[&str] = &[
    "redacted", "anonymised", "anonymized", "removed", "deleted", "withheld", "masked", "censored", "confidential",
    "geschwärzt", "anonymisiert", "entfernt", "gelöscht", "zensiert", "vertraulich",
    "anonymisé", "anonymisée", "supprimé", "supprimée", "caviardé", "censuré", "confidentiel",
    "anonimizado", "anonimizada", "eliminado", "eliminada", "suprimido", "censurado", "confidencial",
    "anonimizzato", "oscurato", "oscurata", "rimosso", "omissis", "censurato", "riservato",
    "محرمانه", "سانسور",
];

/// Words that say what was taken out.
#[rustfmt::skip]
const WHAT: &[&str] = &[
    "name", "names", "text", "content", "details", "information", "data", "place", "number", "for", "privacy", "text", "inhalt", "namen",
    "ort", "nom", "texte", "lieu", "nombre", "texto", "nome", "testo", "luogo", "نام",
];

/// Tells whether a turn holds nothing but marks for words that were taken out.
pub(super) fn is_masked(turn: &str) -> bool {
    let turn = turn.trim();
    if turn.len() > 120 {
        return false;
    }
    let is_bracketed =
        turn.starts_with(['[', '(', '{', '<', '*']) && turn.ends_with([']', ')', '}', '>', '*', '.']);
    let mut is_masked = false;
    for word in turn.split(|c: char| c.is_whitespace() || c == '_').map(bare).filter(|word| !word.is_empty())
    {
        let lower = word.to_lowercase();
        let is_capital = !word.chars().any(char::is_lowercase);
        let names_masking =
            MASKED.contains(&lower.as_str()) && (is_bracketed || (is_capital && word.is_ascii()));
        if names_masking || is_crossed_out(word) {
            is_masked = true;
        } else if !(is_bracketed && WHAT.contains(&lower.as_str())) {
            return false;
        }
    }
    is_masked
}

/// Returns a word without the signs around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && !is_block(c))
}

/// Tells whether a word is made of letters or blocks that stand for others: `XX`, `xxx`, `███`.
fn is_crossed_out(word: &str) -> bool {
    let n = word.chars().count();
    (n >= 2 && word.chars().all(|c| c == 'X'))
        || (n >= 3 && word.chars().all(|c| c == 'x'))
        || word.chars().all(is_block)
}

fn is_block(c: char) -> bool {
    matches!(c, '█' | '▇' | '■' | '▮' | '▒' | '░')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_out_is_no_word() {
        for turn in [
            "XXXX",
            "XX.",
            "xxx xxx",
            "[REDACTED]",
            "[redacted]",
            "(Name removed)",
            "<ANONYMISED>",
            "██████",
            "REDACTED.",
            "[XXX]",
            "[NAME REDACTED]",
            "[geschwärzt]",
            "[Texte supprimé]",
            "[eliminado]",
            "[omissis]",
            "***REDACTED***",
        ] {
            assert!(is_masked(turn), "{turn}");
        }
    }

    #[test]
    fn words_and_replaced_names_stay() {
        for turn in [
            "",
            "x",
            "[name]",
            "[Berlin]",
            "It was removed",
            "removed",
            "XXXX came too",
            "Louis XX was",
            "[name of hospital]",
            "-",
            "xx",
            "____",
            "Confidential",
        ] {
            assert!(!is_masked(turn), "{turn}");
        }
    }
}
