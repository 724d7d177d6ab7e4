//! Word lists for deciding whether a full stop ends a sentence. The lists of English, German, French, Spanish, Italian and
//! Persian are merged, because a transcript mixes languages and its language is not given.

/// Abbreviations after which the same sentence continues, without their last full stop, in lower case. Abbreviations that often
/// end a sentence (`etc.`, `usw.`, `p.m.`) are in [`MAY_END`].
const NEVER_END: &[&str] = &[
    // English
    "mr", "mrs", "ms", "mx", "dr", "drs", "prof", "rev", "hon", "sgt", "capt", "lt", "col", "gen", "gov",
    "sen", "rep", "st", "vs", "e.g", "eg", "i.e", "ie", "cf", "viz", "approx", "dept", "vol", "pp", "ed",
    "eds", "fig", "figs", "ref", "refs", "messrs", "nos", "ext", "resp", "incl", "esp", "assoc", "asst",
    // German
    "z.b", "d.h", "u.a", "v.a", "z.t", "o.ä", "u.ä", "s.o", "s.u", "i.d.r", "m.e", "o.g", "u.u", "z.zt",
    "bzw", "ca", "vgl", "evtl", "ggf", "inkl", "exkl", "zzgl", "hr", "fr", "frl", "dipl", "med", "phil",
    "rer", "nat", "habil", "nr", "abs", "bd", "hrsg", "sog", "gem", "gegr", "geb", "verh", "allg", "bes",
    "entspr", "einschl", "eigtl", "ehem", "max", "min", "mind", "mio", "mrd", "tel", "str", "zw", "op.cit",
    "univ", "wiss", // French
    "m", "mm", "mme", "mlle", "pr", "p.ex", "c.-à-d", "c.à.d", "env", "éd", "chap", "av", "bd", "fasc",
    // Spanish
    "sr", "sra", "srta", "sres", "dra", "d", "dña", "ud", "uds", "vd", "vds", "p.ej", "ej", "núm", "pág",
    "págs", "aprox", "avda", "lic", "ing", "profa", "gral", "cap", "art", // Italian
    "sig", "sig.ra", "sig.na", "sigg", "dott", "dott.ssa", "prof.ssa", "avv", "arch", "on", "es", "p.es",
    "ad.es", "pag", "pagg", "cfr", "tab",
];

/// Abbreviations that may be the last word of a sentence: a capital after them begins a new one.
const MAY_END: &[&str] = &[
    "etc", "usw", "u.s.w", "usf", "ecc", "p.m", "a.m", "pm", "am", "inc", "ltd", "co", "corp", "jr", "sr",
    "jh", "jhd", "min", "sec", "sek", "std", "hrs", "hr", "uvm", "u.v.m", "jan", "feb", "aug", "sept", "oct",
    "nov", "dec", "al", "n.chr", "v.chr", "no", "temp", "avg", "tbsp", "tsp", "e.v", "ph.d", "m.d",
];

/// Words with which spoken sentences begin: after an initial, they begin a new sentence.
const STARTERS: &[&str] = &[
    "the", "i", "it", "we", "and", "but", "so", "they", "he", "she", "then", "this", "that", "these", "you",
    "there", "in", "if", "when", "because", "what", "my", "our", "yes", "yeah", "no", "well", "und", "ich",
    "wir", "das", "es", "aber", "er", "sie", "da", "dann", "die", "der", "also", "weil", "wenn", "et", "je",
    "il", "elle", "on", "nous", "mais", "donc", "c'est", "ça", "les", "y", "yo", "pero", "el", "los", "las",
    "ellos", "nosotros", "entonces", "io", "ma", "noi", "poi", "quindi", "loro", "lui", "lei",
];

/// Months, before which a number with a full stop is an ordinal.
#[rustfmt::skip]
const MONTHS: &[&str] = &[
    "januar", "jänner", "februar", "feber", "märz", "april", "mai", "juni", "juli", "august", "september",
    "oktober", "november", "dezember", "jahrhundert", "jahrhunderts", "klasse", "semester", "stock",
    "lebensjahr", "woche", "geburtstag", "weltkrieg",
];

/// German words after which a number with a full stop is an ordinal.
const BEFORE_ORDINAL: &[&str] = &[
    "am", "der", "die", "das", "den", "dem", "des", "im", "vom", "zum", "zur", "beim", "ab", "bis", "jeder",
    "jede", "jedes", "jeden", "mein", "meine", "meinem", "meinen", "meiner", "sein", "seine", "seinem",
    "seinen", "ihr", "ihre", "ihrem", "ihren", "unser", "unsere", "unserem", "einen", "einem", "ein", "eine",
];

/// How an abbreviation behaves at the end of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// The sentence continues.
    NeverEnds,
    /// The next word decides.
    MayEnd,
}

/// Looks up `token`, a word without its last full stop.
pub(super) fn abbreviation(token: &str) -> Option<Abbreviation> {
    // Longer than any abbreviation: no need to fold it.
    if token.len() > 12 {
        return None;
    }
    let token = token.to_lowercase();
    // `hr`, `sr` and `min` are in both lists: before a capital a title is more likely than an end.
    if NEVER_END.contains(&token.as_str()) {
        Some(Abbreviation::NeverEnds)
    } else if MAY_END.contains(&token.as_str()) {
        Some(Abbreviation::MayEnd)
    } else {
        None
    }
}

/// Tells whether spoken sentences often begin with `word`.
pub(super) fn is_starter(word: &str) -> bool {
    contains(STARTERS, word)
}

/// Tells whether the words on both sides of a number with a full stop make a German ordinal likely.
pub(super) fn makes_ordinal(before: &str, after: &str) -> bool {
    contains(MONTHS, after) || contains(BEFORE_ORDINAL, before)
}

fn contains(list: &[&str], word: &str) -> bool {
    list.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_of_every_language_are_known_in_any_case() {
        for token in ["Dr", "e.g", "z.B", "bzw", "p.ej", "Sig", "M", "Sra"] {
            assert_eq!(abbreviation(token), Some(Abbreviation::NeverEnds), "{token}");
        }
        for token in ["etc", "usw", "p.m"] {
            assert_eq!(abbreviation(token), Some(Abbreviation::MayEnd), "{token}");
        }
        assert_eq!(abbreviation("ward"), None);
    }

    #[test]
    fn an_ordinal_needs_a_month_or_an_article() {
        assert!(makes_ordinal("am", "Treffen"));
        assert!(makes_ordinal("war", "Mai"));
        assert!(!makes_ordinal("was", "Then"));
    }
}
