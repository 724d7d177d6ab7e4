//! Lays out text by the width that it takes on a screen.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

pub(super) use crate::words::count;

/// Cuts a text to a width at a word's end, with `…` where something is left out; white space becomes single spaces, and
/// control characters, which could command a terminal, are left out.
pub(super) fn shorten(text: &str, width: usize) -> String {
    let text = plain(text);
    if text.width() <= width {
        return text;
    }
    let mut kept = String::new();
    let mut used = 0;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used + 1 > width {
            break;
        }
        kept.push(c);
    }
    if let Some((words, _)) = kept.rsplit_once(' ')
        && words.width() * 2 > width
    {
        kept.truncate(words.len());
    }
    kept.truncate(kept.trim_end_matches([' ', ',', ';', '–', '-']).len());
    kept + "…"
}

/// A text on one line: white space becomes single spaces, and control characters, which could command a terminal, are left out.
pub(super) fn plain(text: &str) -> String {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.chars().filter(|c| !c.is_control()).collect()
}

/// The first characters of a text on one line, as of a hash. It may be shorter, since people can edit the files that hold it.
pub(super) fn beginning(text: &str, n: usize) -> String {
    plain(text).chars().take(n).collect()
}

/// Breaks a text into lines of at most `width`, at white space; control characters are left out.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let text = plain(text);
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        if let Some(line) = lines.last_mut() {
            if line.is_empty() {
                line.push_str(word);
            } else if line.width() + 1 + word.width() <= width {
                line.push(' ');
                line.push_str(word);
            } else {
                lines.push(word.to_owned());
            }
        }
    }
    lines
}

/// A text followed by spaces up to `width`.
pub(super) fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// A word as it is typed at a shell: in quotation marks where it would fall apart.
pub(super) fn shell_word(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:,+@%".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// With a capital letter first and a full stop last.
pub(super) fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    let is_ended = words.trim_end_matches('”').ends_with(['.', '!', '?', '…']);
    format!("{first}{}{}", chars.as_str(), if is_ended { "" } else { "." })
}

/// `1:02:03` or `2:03`.
pub(super) fn clock(ms: u64) -> String {
    let s = ms / 1000;
    match s / 3600 {
        0 => format!("{}:{:02}", s / 60, s % 60),
        h => format!("{h}:{:02}:{:02}", s / 60 % 60, s % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_at_words_and_say_so() {
        assert_eq!(shorten("one  two\nthree", 20), "one two three");
        assert_eq!(shorten("one two three four", 12), "one two…");
        assert_eq!(shorten("incomprehensibilities", 8), "incompr…");
        assert_eq!(shorten("日本語日本語", 7), "日本語…");
        assert_eq!(
            (beginning("0123456789abcdef", 12), beginning("0é", 12)),
            ("0123456789ab".to_owned(), "0é".to_owned())
        );
    }

    #[test]
    fn times_read_as_people_write_them() {
        assert_eq!((clock(62_000).as_str(), clock(3_723_000).as_str()), ("1:02", "1:02:03"));
    }

    #[test]
    fn words_are_typed_and_read_as_they_are_meant() {
        assert_eq!(shell_word("a/b-1.themata"), "a/b-1.themata");
        assert_eq!(shell_word("my study's"), r"'my study'\''s'");
        assert_eq!(sentence("merged 2"), "Merged 2.");
    }

    #[test]
    fn lines_keep_to_the_width() {
        assert_eq!(wrap("a bb ccc dddd", 6), ["a bb", "ccc", "dddd"]);
        assert_eq!(pad("é", 3), "é  ");
        assert_eq!(wrap("a\u{1b}[31m b\u{7}", 9), ["a[31m b"], "no text commands the terminal");
    }
}
