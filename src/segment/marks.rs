//! Marks that transcribers write between the words: times, pauses, laughter, inaudible words.

use std::borrow::Cow;
use std::ops::Range;

use super::mark_words::{is_mark_word, is_modifier};

/// The longest mark, in bytes: a bracket that closes later is speech.
const LONGEST: usize = 120;

/// Returns the words of a segment for embedding: without transcription marks, and with white space collapsed.
///
/// Removed are times (`[00:01:02]`, `#00:01:02-3#`), pauses (`(.)`, `(0.5)`), comments (`((…))`), brackets about sound or
/// hearing in English, German, French, Spanish, Italian and Persian (`[inaudible 00:03]`, `(laughs)`, `(unv.)`), tags
/// (`<UNSURE>x</UNSURE>` leaves `x`), Jefferson's marks for pitch, volume, pace, breath and length (`↑ ↓ °…° >…< <…> .hh
/// lo::ng`), and the stars and underscores of Markdown. Speech in brackets, and a replaced name such as `[name]`, stay.
///
/// ```
/// use themata::segment::text_for_embedding;
/// assert_eq!(text_for_embedding("It was [laughs] a (0.5) ward (which I hated)."), "It was a ward (which I hated).");
/// ```
#[must_use]
pub fn text_for_embedding(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if !is_suspect(text) {
        return Cow::Borrowed(text);
    }
    let marks = marks(text);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for mark in marks.iter().cloned().chain(std::iter::once(text.len()..text.len())) {
        push_speech(&mut out, text, at..mark.start, at > 0);
        at = mark.end;
    }
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// Finds the bracketed marks, as byte ranges in order.
pub(super) fn marks(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let end = match bytes[at] {
            b'(' if bytes.get(at + 1) == Some(&b'(') => comment(text, at).or_else(|| bracket(text, at, ')')),
            b'(' => bracket(text, at, ')'),
            b'[' => bracket(text, at, ']'),
            b'{' => bracket(text, at, '}'),
            b'#' => time_between_hashes(text, at),
            b'<' => tag(text, at),
            _ => None,
        };
        match end {
            Some(end) => {
                found.push(at..end);
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// Tells whether a text may hold a mark or white space to collapse; any other is embedded as it is.
fn is_suspect(text: &str) -> bool {
    let drawn = |c: char| {
        matches!(c, '(' | '[' | '{' | '*' | '#' | '<' | '>' | '_' | '↑' | '↓' | '°' | ':')
            || (c.is_whitespace() && c != ' ')
    };
    // One pass: every word of every transcript comes by here.
    let mut before = '\0';
    text.chars().any(|c| {
        let pair = matches!((before, c), (' ', ' ') | ('h' | '.' | '·', 'h'));
        before = c;
        pair || drawn(c)
    })
}

/// Returns the text between `open` and the next `close`, and the end of the mark.
fn inside(text: &str, open: usize, close: char) -> Option<(&str, usize)> {
    let inner = open + 1;
    let mut limit = (inner + LONGEST).min(text.len());
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let length = text[inner..limit].find(close)?;
    Some((&text[inner..inner + length], inner + length + close.len_utf8()))
}

/// Finds the end of `((…))`: all of it is the transcriber's comment.
fn comment(text: &str, open: usize) -> Option<usize> {
    let (_, end) = inside(text, open + 1, ')')?;
    text[end..].starts_with(')').then_some(end + 1)
}

/// Finds the end of a bracket with a pause, a time, or only words about sound and hearing.
fn bracket(text: &str, open: usize, close: char) -> Option<usize> {
    let (inner, end) = inside(text, open, close)?;
    let mut any_mark = false;
    let mut any_word = false;
    for word in
        inner.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '/' | '-' | '–' | '—' | '_'))
    {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if word.is_empty() {
            continue;
        }
        any_word = true;
        if is_time(word) || is_mark_word(word) {
            any_mark = true;
        } else if !(is_modifier(word) || word.chars().all(|c| c.is_numeric() || c == '.')) {
            return None;
        }
    }
    let is_mark = if any_word {
        any_mark || (close == ')' && is_pause(inner))
    } else {
        // `(.)`, `(?)`, `[...]`, `( )`; an empty `[]` or `{}` is not one.
        close == ')' || (close == ']' && !inner.is_empty())
    };
    is_mark.then_some(end)
}

/// Tells whether a text is a pause: `0.5`, `3`, `12,5`, `3 sec`. At most two digits before the point, so that a year is none.
fn is_pause(inner: &str) -> bool {
    let number = inner.trim().trim_end_matches(|c: char| c.is_alphabetic() || c == '.' || c == ' ');
    let whole = number.split(['.', ',']).next().unwrap_or_default();
    !number.is_empty()
        && number.chars().all(|c| c.is_numeric() || c == '.' || c == ',')
        && whole.chars().count() <= 2
}

/// Tells whether a word is a time: `1:02`, `00:01:02`, `00:01:02.345`.
fn is_time(word: &str) -> bool {
    let mut n_parts = 0;
    for part in word.split(':') {
        n_parts += 1;
        let digits = part.split(['.', ',']).next().unwrap_or_default();
        if !(1..=2).contains(&digits.len())
            || !part.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',')
        {
            return false;
        }
    }
    n_parts == 2 || n_parts == 3
}

/// Finds the end of a time as f4 and MAXQDA write it: `#00:01:02-3#`.
fn time_between_hashes(text: &str, open: usize) -> Option<usize> {
    let (inner, end) = inside(text, open, '#')?;
    let clock = inner.split('-').next().unwrap_or_default();
    (is_time(clock) && inner.len() <= 16).then_some(end)
}

/// Finds the end of a tag: `<UNIN/>`, `<UNSURE>`, `</i>`; not `<slow>`, which marks pace.
fn tag(text: &str, open: usize) -> Option<usize> {
    const MARKUP: &[&str] = &["b", "br", "c", "em", "font", "i", "p", "s", "span", "strong", "u", "v"];
    let (inner, end) = inside(text, open, '>')?;
    let name = inner.trim_start_matches('/').trim_end_matches('/');
    let name = name.split([' ', '.']).next().unwrap_or_default();
    let named = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    let is_tag = named
        && (inner.starts_with('/')
            || inner.ends_with('/')
            || (name.len() > 1 && !name.contains(|c: char| c.is_ascii_lowercase()) && name == inner)
            || MARKUP.contains(&name)
            || is_mark_word(name)
            || closes(text, end, name));
    is_tag.then_some(end)
}

/// Tells whether `</name>` follows nearby.
fn closes(text: &str, from: usize, name: &str) -> bool {
    let mut limit = (from + 8 * LONGEST).min(text.len());
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    text[from..limit]
        .match_indices("</")
        .any(|(at, _)| text[from + at + 2..].strip_prefix(name).is_some_and(|rest| rest.starts_with('>')))
}

/// Appends the words between two marks.
fn push_speech(out: &mut String, text: &str, range: Range<usize>, after_mark: bool) {
    let mut pending = after_mark && !out.is_empty();
    let stretch = &text[range.clone()];
    // White space outside separates words; a mark by itself does not join two words.
    for (start, token) in tokens(stretch) {
        if is_breath(token) {
            pending = true;
            continue;
        }
        let token_start = out.len();
        let separate = start > 0 || pending;
        let mut chars = token.char_indices().peekable();
        let mut before: Option<char> = None;
        let mut cleaned = String::with_capacity(token.len());
        while let Some((at, c)) = chars.next() {
            let after = chars.peek().map(|&(_, next)| next);
            if !is_drawn(token, at, c, before, after) {
                cleaned.push(c);
            }
            before = Some(c);
        }
        if cleaned.is_empty() {
            continue;
        }
        let hugs = after_mark && start == leading_space(stretch) && cleaned.starts_with(is_hugging);
        if separate && token_start > 0 && !hugs {
            out.push(' ');
        }
        out.push_str(&cleaned);
        pending = false;
    }
}

/// Counts the bytes of white space at the beginning of a stretch.
fn leading_space(stretch: &str) -> usize {
    stretch.len() - stretch.trim_start().len()
}

/// Tells whether punctuation is joined to the word before it once the mark between them is removed.
fn is_hugging(c: char) -> bool {
    matches!(c, ',' | '.' | ';' | '!' | '?' | '؟' | '،' | '؛' | '…' | ')' | ']')
}

/// Splits a stretch at white space into tokens with their byte positions.
fn tokens(stretch: &str) -> impl Iterator<Item = (usize, &str)> {
    let base = stretch.as_ptr() as usize;
    stretch.split_whitespace().map(move |token| (token.as_ptr() as usize - base, token))
}

/// Tells whether a token is breath in Jefferson's notation: `hh`, `.hh`, `.h`, `hhh.`.
fn is_breath(token: &str) -> bool {
    let h = token.trim_matches(|c: char| matches!(c, '.' | ',' | '·' | '°' | '>' | '<'));
    let all_h = !h.is_empty() && h.bytes().all(|b| b == b'h');
    all_h && (h.len() > 1 || token.starts_with(['.', '·']))
}

/// Tells whether the character at `at` is notation and not part of a word.
fn is_drawn(token: &str, at: usize, c: char, before: Option<char>, after: Option<char>) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '↑' | '↓' => true,
        '°' => !before.is_some_and(char::is_numeric),
        '<' | '>' => letter(before) || letter(after),
        // Emphasis at the edge of a word; inside a word `snake_case`, `2*3`, `Lehrer*innen`.
        '*' | '_' => !(word(before) && word(after)) && token.chars().any(char::is_alphanumeric),
        ':' => is_drawl(token, at),
        _ => false,
    }
}

/// Tells whether a colon lengthens a sound: `lo::ng`, `ye:ah`; not `Lehrer:in`, `12:30`, `namely:`.
fn is_drawl(token: &str, at: usize) -> bool {
    const GENDER: &[&str] =
        &["in", "innen", "r", "n", "e", "er", "en", "em", "es", "m", "s", "ns", "rs", "x"];
    let before = &token[..at];
    let after = &token[at + 1..];
    if before.ends_with(':') || after.starts_with(':') {
        return before.trim_end_matches(':').ends_with(char::is_alphabetic);
    }
    let head = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let tail = after.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    head.ends_with(['a', 'e', 'i', 'o', 'u', 'ä', 'ö', 'ü'])
        && head.chars().count() <= 4
        && tail.starts_with(char::is_lowercase)
        && !GENDER.contains(&tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(text: &str, words: &str) {
        assert_eq!(text_for_embedding(text), words);
    }

    #[test]
    fn what_could_not_be_heard_is_left_out() {
        becomes("I was [inaudible] there", "I was there");
        becomes("I was [inaudible 00:03] there [crosstalk].", "I was there.");
        becomes("Das war (unv.) gut (lacht), ja", "Das war gut, ja");
        becomes("(unverständlich, 2 Sek.) Ich", "Ich");
        becomes("C'était (rires) bien [inaudible]", "C'était bien");
        becomes("من [نامفهوم] آن‌جا بودم (خنده).", "من آن‌جا بودم.");
        becomes("((long pause)) Well ((door slams)) yes", "Well yes");
        becomes("[long pause] {laughs} so", "so");
    }

    #[test]
    fn times_and_pauses_are_left_out() {
        becomes("So (0.5) I (.) went (3) home (2 sec).", "So I went home.");
        becomes("Yes. #00:01:02-3# Then [00:01:02] no", "Yes. Then no");
        becomes("c'est, (. ) bien", "c'est, bien");
        becomes("it was (...) hard [...] then", "it was hard then");
    }

    #[test]
    fn tags_go_and_their_words_stay() {
        becomes("<UNSURE>Hello how</UNSURE> um <UNIN/>", "Hello how um");
        becomes("<i>really</i> good<br/>yes <unsure>maybe</unsure>", "really good yes maybe");
    }

    #[test]
    fn jefferson_marks_go() {
        becomes(
            "↑no ↓way °quiet° >very fast< <slow down> .hh so lo::ng ye:ah hhh",
            "no way quiet very fast slow down so long yeah",
        );
        becomes("38°C and 20° outside", "38°C and 20° outside");
    }

    #[test]
    fn emphasis_goes() {
        becomes("I **really** mean *it*, _truly_ ***so***", "I really mean it, truly so");
        becomes("snake_case 2*3 Lehrer*innen * a", "snake_case 2*3 Lehrer*innen * a");
    }

    #[test]
    fn speech_stays() {
        for text in [
            "The ward (which I hated) closed.",
            "In the report (2019) she (my boss) said: yes",
            "I went to [name of hospital] at 12:30",
            "Die Kolleg:innen, jede:r und Ärzt:innen",
            "a < b and p > 0.05, I <3 it ->",
            "(I laughed a lot)",
            "he, she and the others",
            "می‌خواستم بروم",
            "[]",
        ] {
            becomes(text, text);
            assert!(matches!(text_for_embedding(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn white_space_is_collapsed() {
        becomes("  one\n two\u{a0} three\t ", "one two three");
        becomes("[laughs]", "");
        becomes("", "");
        becomes("(unclosed [brackets {here <and *there", "(unclosed [brackets {here and there");
    }
}
