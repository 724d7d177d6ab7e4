//! Finds quotations from which the coder left words out in the middle: `I was afraid [...] and left.`

use crate::domain::Span;

/// The signs that mark words left out, the longest first.
const SIGNS: [&str; 10] = ["[. . .]", "(. . .)", "[...]", "(...)", "[…]", "(…)", "[..]", "(..)", "...", "…"];
/// A part with fewer letters and digits occurs at too many places.
const SHORTEST: usize = 6;
/// The most characters that may be left out at one place.
const MOST_LEFT_OUT: usize = 3000;

/// Returns the stretches that begin with the first part of a quotation and end with its last part, with its other parts between
/// them in order. Empty if the quotation has one part only, or if a part is too short or not found. `places` finds all places of some
/// words.
pub(super) fn stretches(quote: &str, places: impl Fn(&str) -> Vec<Span>) -> Vec<Span> {
    let parts = parts(quote);
    let letters = |part: &&str| part.chars().filter(|c| c.is_alphanumeric()).count();
    if parts.len() < 2 || parts.iter().any(|part| letters(part) < SHORTEST) {
        return Vec::new();
    }
    let mut found: Vec<Span> = Vec::new();
    for (i, part) in parts.iter().enumerate() {
        let there = places(part);
        if i == 0 {
            found = there;
            continue;
        }
        let next = |before: &Span| {
            let after = there
                .iter()
                .filter(|span| span.start >= before.end && span.start.0 - before.end.0 <= MOST_LEFT_OUT);
            after.min_by_key(|span| span.start).map(|span| Span { start: before.start, end: span.end })
        };
        found = found.iter().filter_map(next).collect();
    }
    // Of several beginnings with one end, the last one is meant: it leaves out least.
    found.sort_by_key(|span| (span.end, std::cmp::Reverse(span.start)));
    found.dedup_by_key(|span| span.end);
    found
}

/// Splits a quotation where words are left out.
fn parts(quote: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < quote.len() {
        let rest = &quote[at..];
        let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
        let length = match sign {
            Some(sign) => {
                parts.push(&quote[start..at]);
                let dots = &rest[sign.len()..];
                sign.len() + dots.len() - dots.trim_start_matches('.').len()
            }
            None => rest.chars().next().map_or(1, char::len_utf8),
        };
        at += length;
        start = if sign.is_some() { at } else { start };
    }
    parts.push(&quote[start.min(quote.len())..]);
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_is_split_where_words_are_left_out() {
        assert_eq!(parts("I go [...] home. […] Then (. . .) out"), ["I go", "home.", "Then", "out"]);
        assert_eq!(parts("… I go.... home …"), ["I go", "home"]);
        assert_eq!(parts("I go home. Yes (really)."), ["I go home. Yes (really)."]);
        assert!(parts("[...]").is_empty());
    }
}
