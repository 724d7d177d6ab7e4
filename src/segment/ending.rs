//! Whether a sentence ends here: what stands before and after a place decides.

use unicode_segmentation::UnicodeSegmentation;

use super::abbreviations::{Abbreviation, abbreviation, is_starter, makes_ordinal};

/// How sentences begin in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// With a capital, where the script has them: a lower-case letter says that the sentence goes on.
    Capitalised,
    /// In lower case: the letter after a full stop says nothing.
    LowerCase,
}

/// What follows the full stops of a text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct StyleCount {
    n_upper: usize,
    n_lower: usize,
}

impl StyleCount {
    /// Counts the first letter of `text` and the letters after a full stop and white space. A lower-case letter after
    /// `?`, `!` or an ellipsis says little, and is not counted.
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

/// The style that the counts speak for. Capitals where there is nothing to go by.
pub(super) fn style(count: &StyleCount) -> Style {
    if count.n_lower > count.n_upper { Style::LowerCase } else { Style::Capitalised }
}

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The end of a sentence, whose terminator is at this byte of `before`.
    Ends(usize),
    /// The middle of one.
    GoesOn,
}

/// Whether `before`, which ends without white space, is a whole sentence and `after`, which begins without, another.
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

/// Whether words after an ellipsis belong to the same sentence, though no lower-case letter says so.
fn ellipsis_goes_on(body: &str, after: &str, next: Option<char>) -> bool {
    let word = last_token(body);
    // Persian "and …" stands for "and so on"; a word said again is a hesitation; a number is mid-thought.
    word == "و"
        || next.is_some_and(char::is_numeric)
        || (!word.is_empty() && word.to_lowercase() == first_word(after).to_lowercase())
}

/// Whether words after one full stop belong to the same sentence.
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
    // A lower-case letter after a word that is no known abbreviation and not like one, short and ending in a
    // consonant: typed in haste, and an end all the same.
    lower && n_letters < 4 && !token.to_lowercase().ends_with(|c| "aeiouyàáéèíìóòúù".contains(c))
}

/// Whether `J.`, `z.`, `ص.` is an initial or half an abbreviation.
fn single_letter_goes_on(token: &str, earlier: &str, next_word: &str) -> bool {
    let is_half = earlier.ends_with('.') && earlier.chars().count() == 2;
    let Some(letter) = token.chars().next() else { return false };
    if letter.is_uppercase() {
        // `z. B.` goes on whatever follows.
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

/// Letters with full stops between them.
fn is_dotted(token: &str) -> bool {
    token.contains('.') && token.split('.').all(|part| part.chars().count() == 1)
}

/// The last token of a text, without opening brackets and quotes.
fn last_token(text: &str) -> &str {
    let from = text
        .rfind(char::is_whitespace)
        .map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    text[from..].trim_start_matches(|c: char| is_opener(c) || !c.is_alphanumeric())
}

/// The first word of a text, if it is near.
fn first_word(text: &str) -> &str {
    let first = text.char_indices().take(64).find(|(_, c)| c.is_alphanumeric());
    let from = first.map_or(text.len(), |(at, _)| at);
    let word = text[from..].split(char::is_whitespace).next().unwrap_or_default();
    word.unicode_words().next().unwrap_or_default()
}

/// Characters that end a sentence, in the scripts that transcripts use and those that UAX #29 adds most often.
pub(super) fn is_terminator(c: char) -> bool {
    is_question_or_exclamation(c) || matches!(c, '.' | '…' | '؛' | '۔' | '。' | '｡' | '।' | '॥' | '։' | '።')
}

fn is_question_or_exclamation(c: char) -> bool {
    matches!(c, '?' | '!' | '؟' | '‼' | '⁇' | '⁈' | '⁉' | '‽' | '？' | '！' | '՞' | '՜' | '፧')
}

/// Characters that close what was opened, and stay with the sentence before.
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

/// Characters before the first word of a sentence.
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

/// Punctuation after which the sentence before goes on.
fn goes_on(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '،' | '-' | '–' | '—' | '、') || is_terminator(c)
}

/// Whether a text begins with what closes the sentence before: `»` and then white space or the end. German `»Ja` opens.
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
