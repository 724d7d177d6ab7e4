//! References to characters as HTML writes them: `&amp;`, `&#8212;`, `&eacute;`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::domain::NoticeFact;

static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"&(?:#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z][A-Za-z0-9]{1,7}));")
        .expect("the pattern is constant")
});

/// So many references are several: a text that holds fewer may be about them.
const SEVERAL: usize = 3;
/// How often a text may have been encoded.
const MOST_PASSES: usize = 3;

/// Returns a text with the characters that its references stand for; unknown references stay as they are.
pub(super) fn decoded(text: &str) -> String {
    let resolve = |found: &Captures<'_>| character(found).map_or_else(|| found[0].to_owned(), String::from);
    match text.contains('&') {
        true => REFERENCE.replace_all(text, resolve).into_owned(),
        false => text.to_owned(),
    }
}

/// Decodes the references in the texts of one file, if they were put there by a program: there are several, and hardly an ampersand
/// stands for itself. A text that talks of references is left as it is: they stand in quotation marks, or it speaks of HTML and no
/// reference stands inside a word. Returns what was done; `None` if there are no references.
pub(super) fn mend(texts: &mut [&mut String]) -> Option<NoticeFact> {
    let seen = Seen::of(texts)?;
    if !seen.are_a_programs() {
        return Some(NoticeFact::ReferencesKept { n: seen.n, first: seen.first });
    }
    for _ in 0..MOST_PASSES {
        for text in texts.iter_mut().filter(|text| text.contains('&')) {
            **text = decoded(text);
        }
        if !Seen::of(texts).is_some_and(|again| again.are_a_programs()) {
            break;
        }
    }
    Some(NoticeFact::ReferencesDecoded { n: seen.n, first: seen.first })
}

/// What is seen of references in texts.
#[derive(Default)]
struct Seen {
    /// The first reference.
    first: String,
    /// How many references there are.
    n: usize,
    /// How many stand between two letters: `don&#39;t`.
    n_inside: usize,
    /// How many stand in quotation marks or backticks.
    n_quoted: usize,
    /// How many ampersands begin no reference.
    n_bare: usize,
    speaks_of_html: bool,
}

impl Seen {
    /// Returns `None` if there are no references.
    fn of(texts: &[&mut String]) -> Option<Self> {
        let mut seen = Self::default();
        for text in texts.iter().filter(|text| text.contains('&')) {
            let mut n = 0;
            for found in REFERENCE.captures_iter(text) {
                let Some(whole) = found.get(0).filter(|_| character(&found).is_some()) else { continue };
                n += 1;
                if seen.first.is_empty() {
                    whole.as_str().clone_into(&mut seen.first);
                }
                let before = text[..whole.start()].chars().next_back();
                let after = text[whole.end()..].chars().next();
                let both = |is: fn(char) -> bool| before.is_some_and(is) && after.is_some_and(is);
                seen.n_inside += usize::from(both(char::is_alphabetic));
                seen.n_quoted += usize::from(both(is_quote));
            }
            seen.n += n;
            seen.n_bare += text.matches('&').count() - n;
        }
        if seen.n == 0 {
            return None;
        }
        seen.speaks_of_html = texts.iter().any(|text| text.to_lowercase().contains("html"));
        Some(seen)
    }

    fn are_a_programs(&self) -> bool {
        self.n >= SEVERAL
            && self.n_bare * 4 <= self.n
            && self.n_quoted * 10 <= self.n
            && (!self.speaks_of_html || self.n_inside >= SEVERAL)
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '`' | '"' | '\'' | '“' | '”' | '„' | '‘' | '’' | '«' | '»' | '‹' | '›')
}

/// Returns the character that a reference stands for.
fn character(found: &Captures<'_>) -> Option<char> {
    let number = |group: usize, radix| u32::from_str_radix(found.get(group)?.as_str(), radix).ok();
    if let Some(number) = number(1, 10).or_else(|| number(2, 16)) {
        // HTML reads the numbers of the control characters as those of windows-1252.
        if let Ok(byte @ 0x80..=0x9f) = u8::try_from(number) {
            let bytes = [byte];
            return encoding_rs::WINDOWS_1252.decode(&bytes).0.chars().next();
        }
        return char::from_u32(number).filter(|&c| !c.is_control() || c.is_whitespace());
    }
    NAMES.get(found.get(3)?.as_str()).copied()
}

/// The names of HTML 4 for characters that are written in transcripts.
static NAMES: LazyLock<BTreeMap<&'static str, char>> = LazyLock::new(|| {
    // The names of U+00A0 to U+00FF, in order.
    let latin = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro \
        para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave \
        Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml \
        Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth \
        ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";
    let others = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("lrm", '\u{200e}'),
        ("rlm", '\u{200f}'),
        ("zwnj", '\u{200c}'),
        ("zwj", '\u{200d}'),
        ("ensp", '\u{2002}'),
        ("emsp", '\u{2003}'),
        ("thinsp", '\u{2009}'),
        ("ndash", '–'),
        ("mdash", '—'),
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("sbquo", '‚'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("bdquo", '„'),
        ("lsaquo", '‹'),
        ("rsaquo", '›'),
        ("hellip", '…'),
        ("bull", '•'),
        ("euro", '€'),
        ("trade", '™'),
        ("OElig", 'Œ'),
        ("oelig", 'œ'),
        ("Scaron", 'Š'),
        ("scaron", 'š'),
        ("Yuml", 'Ÿ'),
        ("rarr", '→'),
        ("larr", '←'),
        ("minus", '−'),
        ("le", '≤'),
        ("ge", '≥'),
        ("ne", '≠'),
    ];
    latin.split_whitespace().zip('\u{a0}'..='\u{ff}').chain(others).collect()
});

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mended(text: &str) -> (String, Option<bool>) {
        let mut text = text.to_owned();
        let told = mend(&mut [&mut text]).map(|fact| matches!(fact, NoticeFact::ReferencesDecoded { .. }));
        (text, told)
    }

    #[test]
    fn references_of_every_form() {
        assert_eq!(
            decoded(
                "caf&eacute; &#8212; &#x2019; &#146; &AMP; &unknown; &#0; &#x110000; &yuml;&nbsp;&Auml;&times;"
            ),
            "café — ’ ’ &AMP; &unknown; &#0; &#x110000; ÿ\u{a0}Ä×"
        );
    }

    #[test]
    fn several_are_decoded_and_a_text_about_them_is_not() {
        let programs = "I don&#39;t know &#8212; R&amp;D, perhaps.";
        assert_eq!(mended(programs), ("I don't know — R&D, perhaps.".to_owned(), Some(true)));
        let twice = "I don&amp;#39;t know &amp;amp; can&amp;#39;t say.";
        assert_eq!(mended(twice).0, "I don't know & can't say.");
        for kept in [
            "In HTML you write &amp; for an ampersand.",
            "We learnt HTML: &amp; and &lt; and &gt; are escaped.",
            "You type \"&amp;\" for it, and &lt; and &gt; for those.",
            "R&D writes &amp; and &lt; and &gt; there.",
            "One &amp; only",
        ] {
            assert_eq!(mended(kept), (kept.to_owned(), Some(false)), "{kept}");
        }
        for none in ["R&D & more; so", "&unknown; &x; &#0; &foo;", ""] {
            assert_eq!(mended(none), (none.to_owned(), None), "{none}");
        }
    }

    proptest! {
        /// What a program encodes is what comes back; what nobody encoded stays.
        #[test]
        fn encoded_words_come_back(words in prop::collection::vec("[a-zé'&—<]{1,6}", 3..30)) {
            let said = words.join(" ");
            let encode = |c: char| match c {
                '&' => "&amp;".to_owned(),
                '<' => "&lt;".to_owned(),
                '\'' => "&#39;".to_owned(),
                '—' => "&mdash;".to_owned(),
                c => c.to_string(),
            };
            let encoded: String = said.chars().map(encode).collect();
            let n = REFERENCE.find_iter(&encoded).count();
            prop_assert_eq!(decoded(&encoded), said.clone());
            let (text, told) = mended(&encoded);
            prop_assert_eq!(told, (n > 0).then_some(n >= SEVERAL));
            prop_assert_eq!(&text, if n >= SEVERAL { &said } else { &encoded });
            let (text, told) = mended(&said);
            prop_assert_eq!((text, told), (said, None));
        }
    }
}
