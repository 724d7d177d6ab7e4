//! Lays out text by the width that it takes on a screen.

use textwrap::core::Word;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

pub(super) use crate::words::count;

/// The narrowest and the widest layout. Longer lines are hard to read.
const WIDTHS: (usize, usize) = (40, 120);

/// Returns the width of a layout: that of the terminal, else that of the variable `COLUMNS`, else 100; at least 40 and at most 120.
pub(super) fn width() -> usize {
    let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let named = || std::env::var("COLUMNS").ok()?.parse().ok();
    terminal.or_else(named).unwrap_or(100).clamp(WIDTHS.0, WIDTHS.1)
}

/// Returns the width of messages on standard error: as [`width`] where it is a terminal or `COLUMNS` is set; otherwise none, and a message
/// is one line, for scripts.
pub(super) fn message_width() -> Option<usize> {
    use std::io::IsTerminal;
    (std::io::stderr().is_terminal() || std::env::var_os("COLUMNS").is_some()).then(width)
}

/// Breaks a message into lines of at most `width`. Later lines are indented by two more than the first. Commands between backquotes stay
/// whole, and so does a line that is a command, so that both can be copied.
pub(super) fn wrap_message(line: &str, width: usize) -> Vec<String> {
    // A character that no text uses, as wide as a space.
    const KEPT: char = '\u{e000}';
    let indent = line.len() - line.trim_start_matches(' ').len();
    if line.width() <= width || line.trim_start().starts_with("themata ") {
        return vec![line.to_owned()];
    }
    let mut within = false;
    let kept: String = line
        .chars()
        .map(|c| {
            within ^= c == '`';
            if c == ' ' && within { KEPT } else { c }
        })
        .collect();
    let further = " ".repeat(indent + 2);
    let options = options(width).subsequent_indent(&further);
    textwrap::wrap(&kept, options).into_iter().map(|line| line.replace(KEPT, " ")).collect()
}

fn options(width: usize) -> Options<'static> {
    Options::new(width.max(1))
        .break_words(false)
        .word_separator(WordSeparator::Custom(words))
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
}

/// Cuts a text to a width at a word's end, with `…` where something is left out. White space becomes single spaces. Control
/// characters, which could command a terminal, are left out.
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

/// Cuts the beginning of a text so that what is left takes at most `width` cells, and marks the cut; a text that fits is left as it is.
pub(super) fn shorten_start(text: &str, width: usize) -> String {
    let text = plain(text);
    if text.width() <= width {
        return text;
    }
    let mut used = 1;
    let n_kept = text.chars().rev().take_while(|c| {
        used += c.width().unwrap_or(0);
        used <= width
    });
    let n_cut = text.chars().count() - n_kept.count();
    let kept: String = text.chars().skip(n_cut).collect();
    let kept = match kept.split_once(' ') {
        Some((_, words)) if words.width() * 2 > width => words,
        _ => &kept,
    };
    format!("…{kept}")
}

/// Returns a text on one line: white space becomes single spaces, and control characters, which could command a terminal, are left
/// out.
pub(super) fn plain(text: &str) -> String {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.chars().filter(|c| !c.is_control()).collect()
}

/// Returns the first characters of a text on one line, such as those of a hash. The text may be shorter, since people can edit the
/// files that hold it.
pub(super) fn beginning(text: &str, n: usize) -> String {
    plain(text).chars().take(n).collect()
}

/// Breaks a text into lines of at most `width`: at white space, and between the characters of scripts that are written without
/// spaces, such as Chinese. A longer word, such as a path, stays whole. Control characters are left out.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    textwrap::wrap(&plain(text), options(width)).into_iter().map(String::from).collect()
}

/// Returns a text without line breaks.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Breaks a text into lines of at most `width`, each after an indent of spaces.
pub(super) fn indented(text: &str, indent: usize, width: usize) -> Vec<String> {
    let lead = " ".repeat(indent);
    wrap(text, width.saturating_sub(indent)).iter().map(|line| format!("{lead}{line}")).collect()
}

/// Splits a line where it may be broken: after spaces, and between two wide characters, unless the second is punctuation.
fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let is_wide = |c: char| c.width() == Some(2);
    let mut starts = Vec::new();
    let mut before = None;
    for (at, c) in line.char_indices() {
        let begins = before.is_none_or(|before| {
            (before == ' ' && c != ' ') || (is_wide(before) && is_wide(c) && c.is_alphanumeric())
        });
        if begins {
            starts.push(at);
        }
        before = Some(c);
    }
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([line.len()]).collect();
    Box::new(starts.into_iter().zip(ends).map(|(start, end)| Word::from(&line[start..end])))
}

/// Returns a text followed by spaces up to `width`.
pub(super) fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// Returns a word as it is typed at a shell: in quotation marks where the shell would split it.
pub(super) fn shell_word(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:,+@%".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// Returns words as a sentence, with a capital letter first and a full stop last.
pub(super) fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    let is_ended = words.trim_end_matches('”').ends_with(['.', '!', '?', '…']);
    format!("{first}{}{}", chars.as_str(), if is_ended { "" } else { "." })
}

/// Returns a time within a recording as people write it: `1:02:03` or `2:03`.
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
        assert_eq!(wrap("", 6), [""]);
        assert_eq!(wrap("a study/of-nights.themata", 6), ["a", "study/of-nights.themata"]);
        assert_eq!(wrap("夜勤のあと、眠れない。", 8), ["夜勤のあ", "と、眠れ", "ない。"]);
        assert_eq!(wrap("شب‌های کشیک سخت است", 8), ["شب‌های", "کشیک سخت", "است"]);
        assert_eq!(pad("é", 3), "é  ");
        assert_eq!(wrap("a\u{1b}[31m b\u{7}", 9), ["a[31m b"], "no text commands the terminal");
        assert_eq!(wrap("a b", 0), ["a", "b"]);
    }
}
