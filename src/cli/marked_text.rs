//! A text on one line in which places are marked, broken into lines.

use std::ops::Range;

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::layout::wrap;
use super::output::styled;

/// A text with marked places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MarkedText {
    /// On one line, without control characters.
    text: String,
    /// In bytes, in order; they do not overlap.
    marks: Vec<Range<usize>>,
}

/// A line of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MarkedLine {
    /// The line with its styles.
    pub(super) styled: String,
    /// How many cells it takes.
    pub(super) width: usize,
}

impl MarkedText {
    /// Takes a text and the places to mark, in code points. Places are cut to the text; those that overlap are joined.
    pub(super) fn of(text: &str, places: impl IntoIterator<Item = Range<usize>>) -> Self {
        let mut plain = String::with_capacity(text.len());
        let mut is_gap = false;
        // For each code point of the text, the byte at which it begins in the plain text.
        let mut at = Vec::with_capacity(text.len() + 1);
        for c in text.chars() {
            if c.is_whitespace() {
                is_gap = true;
            } else if !c.is_control() {
                if is_gap && !plain.is_empty() {
                    plain.push(' ');
                }
                is_gap = false;
                at.push(plain.len());
                plain.push(c);
                continue;
            }
            at.push(plain.len());
        }
        at.push(plain.len());
        let byte = |code_point: usize| at[code_point.min(at.len() - 1)];
        let mut marks: Vec<Range<usize>> =
            places.into_iter().map(|place| byte(place.start)..byte(place.end)).collect();
        for mark in &mut marks {
            let within = &plain[mark.clone()];
            let lead = within.len() - within.trim_start().len();
            *mark = mark.start + lead..mark.start + lead + within.trim().len();
        }
        marks.retain(|mark| !mark.is_empty());
        marks.sort_by_key(|mark| (mark.start, mark.end));
        let mut joined: Vec<Range<usize>> = Vec::with_capacity(marks.len());
        for mark in marks {
            match joined.last_mut() {
                Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
                _ => joined.push(mark),
            }
        }
        Self { text: plain, marks: joined }
    }

    /// Cuts the text to about `limit` characters around the first mark, at the ends of words, with `…` where something is left out.
    pub(super) fn around_first_mark(self, limit: usize) -> Self {
        if self.text.chars().count() <= limit {
            return self;
        }
        let first = self.marks.first().cloned().unwrap_or(0..0);
        let starts: Vec<usize> =
            self.text.char_indices().map(|(at, _)| at).chain([self.text.len()]).collect();
        let at = starts.partition_point(|&start| start < first.start);
        let from = at.saturating_sub(limit / 3).min((starts.len() - 1).saturating_sub(limit));
        let to = (from + limit).min(starts.len() - 1);
        // The character before tells whether a word begins here.
        let start = match from.checked_sub(1).map(|before| starts[before]) {
            None => 0,
            Some(before) if before < first.start => {
                let space = self.text[before..first.start].find(' ');
                space.map_or(starts[from], |space| before + space + 1)
            }
            Some(_) => first.start,
        };
        let end = match starts[to] {
            end if end == self.text.len() => end,
            end => {
                let least = first.end.min(end);
                self.text[least..end].rfind(' ').map_or(end, |space| least + space)
            }
        };
        let (before, after) =
            (if start > 0 { "…" } else { "" }, if end < self.text.len() { "…" } else { "" });
        let shift = |byte: usize| byte.clamp(start, end) - start + before.len();
        let marks = self.marks.iter().map(|mark| shift(mark.start)..shift(mark.end));
        Self {
            marks: marks.filter(|mark| !mark.is_empty()).collect(),
            text: format!("{before}{}{after}", &self.text[start..end]),
        }
    }

    /// Puts words before and after the text.
    pub(super) fn between(self, before: &str, after: &str) -> Self {
        let shift = |mark: &Range<usize>| mark.start + before.len()..mark.end + before.len();
        Self { marks: self.marks.iter().map(shift).collect(), text: format!("{before}{}{after}", self.text) }
    }

    /// Returns the text in lines of at most `width`, in a style, with marked places in another.
    pub(super) fn lines(&self, width: usize, style: Style, marked: Style) -> Vec<MarkedLine> {
        let mut from = 0;
        let mut lines = Vec::new();
        for line in wrap(&self.text, width) {
            let start = from + self.text[from..].find(&line).unwrap_or(0);
            let end = (start + line.len()).min(self.text.len());
            from = end;
            lines.push(MarkedLine { styled: self.piece(start..end, style, marked), width: line.width() });
        }
        lines
    }

    fn piece(&self, line: Range<usize>, style: Style, marked: Style) -> String {
        let in_style = |style: Style, text: &str| match text {
            "" => String::new(),
            text => styled(style, text),
        };
        let (mut shown, mut at) = (String::new(), line.start);
        for mark in &self.marks {
            let (start, end) = (mark.start.clamp(at, line.end), mark.end.clamp(at, line.end));
            if start < end {
                shown += &in_style(style, &self.text[at..start]);
                shown += &in_style(marked, &self.text[start..end]);
                at = end;
            }
        }
        shown + &in_style(style, &self.text[at..line.end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::output::styles;

    /// Returns the lines with marked places in brackets.
    fn shown(text: &MarkedText, width: usize) -> Vec<String> {
        let marked = styles::MATCH;
        let lines = text.lines(width, Style::new(), marked);
        let (on, off) = (marked.render().to_string(), marked.render_reset().to_string());
        lines.into_iter().map(|line| line.styled.replace(&on, "[").replace(&off, "]")).collect()
    }

    #[test]
    fn places_are_marked_across_lines_and_white_space() {
        let text = MarkedText::of("One two\n  three\u{7} é four", [4..15, 18..99, 13..14]);
        assert_eq!(shown(&text, 9), ["One [two]", "[three] é", "[four]"]);
        assert_eq!(text.lines(9, Style::new(), Style::new())[1].width, 7);
        assert_eq!(shown(&MarkedText::of("", std::iter::once(0..3)), 9), [""]);
        assert_eq!(shown(&MarkedText::of("شب‌های کشیک", std::iter::once(7..11)), 40), ["شب‌های [کشیک]"]);
        assert_eq!(shown(&MarkedText::of("ab", std::iter::once(0..1)).between("“", "”"), 9), ["“[a]b”"]);
    }

    #[test]
    fn a_long_text_is_cut_around_its_first_mark() {
        let text = "one two three four five six seven eight nine ten";
        let cut =
            |place: Range<usize>| shown(&MarkedText::of(text, [place]).around_first_mark(20), 60).remove(0);
        assert_eq!(cut(0..3), "[one] two three four…");
        assert_eq!(cut(19..23), "…four [five] six…");
        assert_eq!(cut(45..48), "…seven eight nine [ten]");
        assert_eq!(shown(&MarkedText::of("a b", std::iter::once(0..1)).around_first_mark(3), 9), ["[a] b"]);
    }
}
