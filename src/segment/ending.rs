//! Decides from the text before and after a place whether a sentence ends there.

use unicode_segmentation::UnicodeSegmentation;

use super::abbreviations::{Abbreviation, abbreviation, is_starter, makes_ordinal};

/// How the sentences of a text begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// With a capital, if the script has capitals: a lower-case letter shows that the sentence continues.
    Capitalised,
    /// In lower case: the letter after a full stop says nothing.
    LowerCase,
}

/// Counts of what follows the full stops of a text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct StyleCount {
    n_upper: usize,
    n_lower: usize,
}

impl StyleCount {
    /// Counts the first letter of `text` and the letters after a full stop and white space. A lower-case letter after `?`, `!`
    /// or an ellipsis says little, and is not counted.
    pub(super) fn add(&mut self, text: &str) {
        let (mut ended, mut stopped, mut white) = (true, true, true);
        let mut word_start = 0;
        for (at, c) in text.char_indices() {
            if c.is_whitespace() {
                white = true;
            } else if matches!(c, '.' | '?' | '!') {
                let word = text[word_start..at].trim_matches(|c: char| !c.is_alphanumeric());
                stopped = c == '.' && word.chars().nth(1).is_some() && abbreviation(word).is_none();
                ended = stopped || c != '.';
                white = false;
                word_start = at;
            } else if !is_closer(c) && !is_opener(c) {
                if white {
                    self.n_upper += usize::from(ended && c.is_uppercase());
                    self.n_lower += usize::from(stopped && c.is_lowercase());
                    word_start = at;
                }
                (ended, stopped, white) = (false, false, false);
            }
        }
    }
}

/// Returns the style that the counts suggest: capitals without evidence.
pub(super) fn style(count: &StyleCount) -> Style {
    if count.n_lower > count.n_upper { Style::LowerCase } else { Style::Capitalised }
}

/// The kind of a place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The end of a sentence; its terminator is at this byte of `before`.
    Ends(usize),
    /// The middle of a sentence.
    GoesOn,
}

/// Tells whether `before`, which ends without white space, is a complete sentence, and `after`, which begins without white
/// space, begins another.
pub(super) fn stop_before(before: &str, after: &str, style: Style) -> Stop {
    if after.starts_with(goes_on) || begins_with_closer(after) {
        return Stop::GoesOn;
    }
    let core =
        before.trim_end_matches(|c: char| is_closer(c) || c == ' ' || c == '\u{a0}' || c == '\u{202f}');
    let closed = core.len() < before.len();
    let body = core.trim_end_matches(|c: char| is_terminator(c) || c == ' ');
    let run = &core[body.len()..];
    let Some(last) = core.chars().next_back().filter(|&c| is_terminator(c)) else {
        return Stop::GoesOn;
    };
    // `(?)`, `(...)`, `[…]`: a remark, not an end.
    if closed && body.ends_with(['(', '[', '{']) {
        return Stop::GoesOn;
    }
    let next = after.chars().find(|&c| !is_opener(c));
    let lower = next.is_some_and(char::is_lowercase) && style == Style::Capitalised;
    let n_dots: usize = run.chars().map(|c| if c == '…' { 3 } else { usize::from(c == '.') }).sum();
    let goes_on = if run.contains(is_question_or_exclamation) {
        // "Why?" she asked.
        closed && lower
    } else if n_dots >= 2 {
        lower || ellipsis_goes_on(body, after, next)
    } else if n_dots == 1 {
        full_stop_goes_on(body, after, lower, next)
    } else {
        false
    };
    if goes_on { Stop::GoesOn } else { Stop::Ends(core.len() - last.len_utf8()) }
}

/// Tells whether the words after an ellipsis belong to the same sentence, even without a lower-case letter.
fn ellipsis_goes_on(body: &str, after: &str, next: Option<char>) -> bool {
    let word = last_token(body);
    // Persian "and …" means "and so on"; a repeated word is a hesitation; a number is in the middle of a thought.
    word == "و"
        || next.is_some_and(char::is_numeric)
        || (!word.is_empty() && word.to_lowercase() == first_word(after).to_lowercase())
}

/// Tells whether the words after a single full stop belong to the same sentence.
fn full_stop_goes_on(body: &str, after: &str, lower: bool, next: Option<char>) -> bool {
    let token = last_token(body);
    let earlier = last_token(body[..body.len() - token.len()].trim_end());
    let next_word = first_word(after);
    let n_letters = token.chars().count();
    if token.is_empty() {
        return lower;
    }
    if token.chars().all(char::is_numeric) {
        // `1. First`, `am 3. Mai`, `3. 5. 2020`.
        return lower
            || body.len() == token.len()
            || (n_letters <= 2 && (makes_ordinal(earlier, next_word) || next.is_some_and(char::is_numeric)));
    }
    match abbreviation(token) {
        Some(Abbreviation::NeverEnds) => return true,
        Some(Abbreviation::MayEnd) => {
            return next.is_some_and(|c| c.is_lowercase() || (c.is_numeric() && token.len() == 2));
        }
        None => {}
    }
    if n_letters == 1 && next.is_some() {
        return single_letter_goes_on(token, earlier, next_word);
    }
    if is_dotted(token) {
        // U.S., J.K., ق.م
        return !is_starter(next_word) && next.is_some_and(|c| !c.is_numeric());
    }
    // A lower-case letter after a word that is not an abbreviation and does not look like one (short, ending in a consonant):
    // hasty typing, and still an end.
    lower && n_letters < 4 && !token.to_lowercase().ends_with(|c| "aeiouyàáéèíìóòúù".contains(c))
}

/// Tells whether `J.`, `z.`, `ص.` is an initial or half of an abbreviation.
fn single_letter_goes_on(token: &str, earlier: &str, next_word: &str) -> bool {
    let is_half = earlier.ends_with('.') && earlier.chars().count() == 2;
    let Some(letter) = token.chars().next() else { return false };
    if letter.is_uppercase() {
        // `z. B.` continues whatever follows.
        let after_half = is_half && earlier.starts_with(char::is_lowercase);
        let name = next_word.starts_with(char::is_uppercase) && !is_starter(next_word);
        return after_half || (name && letter != 'I');
    }
    // French "il y en a.", Spanish "y", Italian "è" are words.
    if letter.is_lowercase() && "aeiouyàèéìòù".contains(letter) {
        return is_half;
    }
    letter.is_alphabetic() && letter != 'و'
}

/// Tells whether a word is letters with full stops between them.
fn is_dotted(token: &str) -> bool {
    token.contains('.') && token.split('.').all(|part| part.chars().count() == 1)
}

/// Returns the last token of a text, without opening brackets and quotes.
fn last_token(text: &str) -> &str {
    let from = text
        .rfind(char::is_whitespace)
        .map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    text[from..].trim_start_matches(|c: char| is_opener(c) || !c.is_alphanumeric())
}

/// Returns the first word of a text, if it is near.
fn first_word(text: &str) -> &str {
    let first = text.char_indices().take(64).find(|(_, c)| c.is_alphanumeric());
    let from = first.map_or(text.len(), |(at, _)| at);
    let word = text[from..].split(char::is_whitespace).next().unwrap_or_default();
    word.unicode_words().next().unwrap_or_default()
}

/// Tells whether a character ends a sentence, in the scripts of most transcripts and the most frequent others of UAX #29.
pub(super) fn is_terminator(c: char) -> bool {
    is_question_or_exclamation(c) || matches!(c, '.' | '…' | '؛' | '۔' | '。' | '｡' | '।' | '॥' | '։' | '።')
}

/// Tells whether a character ends a question.
pub(super) fn is_question_mark(c: char) -> bool {
    matches!(c, '?' | '؟' | '？' | '⁇' | '⁈' | '⁉' | '‽' | '՞' | '፧')
}

fn is_question_or_exclamation(c: char) -> bool {
    is_question_mark(c) || matches!(c, '!' | '‼' | '！' | '՜')
}

/// Tells whether a character closes a quote or bracket, and so stays with the sentence before.
pub(super) fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '”'
            | '’'
            | '“'
            | '‘'
            | '»'
            | '«'
            | '›'
            | '‹'
            | ')'
            | ']'
            | '}'
            | '*'
            | '_'
            | '」'
            | '』'
            | '）'
    )
}

/// Tells whether a character may come before the first word of a sentence.
fn is_opener(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '„'
            | '‘'
            | '‚'
            | '”'
            | '’'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '('
            | '['
            | '{'
            | '*'
            | '_'
            | '¿'
            | '¡'
            | '—'
            | '–'
            | '-'
            | '#'
            | '<'
            | '>'
    )
}

/// Tells whether the sentence continues after this punctuation mark.
fn goes_on(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '،' | '-' | '–' | '—' | '、') || is_terminator(c)
}

/// Tells whether a text begins with what closes the sentence before: `»` followed by white space or the end. German `»Ja`
/// opens.
fn begins_with_closer(after: &str) -> bool {
    let rest = after.trim_start_matches(is_closer);
    let closers = &after[..after.len() - rest.len()];
    after.starts_with([')', ']', '}'])
        || (!closers.is_empty() && rest.chars().next().is_none_or(|c| c.is_whitespace() || goes_on(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style_of(text: &str) -> Style {
        let mut count = StyleCount::default();
        count.add(text);
        style(&count)
    }

    #[test]
    fn the_style_is_read_from_full_stops_and_the_first_letter() {
        assert_eq!(style_of("oui. je suis venue hier."), Style::LowerCase);
        assert_eq!(style_of("She left. \"Why?\" he asked. (We stayed.)"), Style::Capitalised);
        assert_eq!(style_of("What? no, approx. ten of them... and so on."), Style::Capitalised);
        assert_eq!(style_of(""), Style::Capitalised);
    }
}
