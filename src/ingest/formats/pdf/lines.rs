//! Makes lines of words from characters and their positions.

use unicode_normalization::UnicodeNormalization;

use super::direction;
use super::glyphs::Glyph;

/// A gap this wide, in em, separates two words: the narrowest blank of a justified line is about a fifth of an em.
const WORD_GAP: f64 = 0.15;
/// How far apart the baselines of one line may be, in em: less than a line, more than an index.
const SAME_LINE: f64 = 0.4;

/// A line of a page; lengths in points, y grows upwards.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) x0: f64,
    pub(super) x1: f64,
    pub(super) y: f64,
    pub(super) size: f64,
    /// The width of its first word in the direction of reading.
    pub(super) first_word: f64,
    pub(super) is_rtl: bool,
    /// Its first words; none where it is read from right to left.
    pub(super) words: Vec<WordStart>,
    /// Whether it begins with a label that hangs left of the words.
    pub(super) is_labelled: bool,
}

/// Where a word begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct WordStart {
    pub(super) x: f64,
    /// How far it is from the word before.
    pub(super) gap: f64,
}

/// How many of the first words of a line may follow a label.
const N_WORD_STARTS: usize = 6;

/// Returns the lines of a page in the order in which they are drawn, and how many characters are unknown. Word processors and
/// browsers draw in the order of reading, columns and tables included.
pub(super) fn lines(glyphs: &[Glyph]) -> (Vec<Line>, usize) {
    let mut lines = Vec::new();
    let mut open: Vec<&Glyph> = Vec::new();
    for glyph in glyphs {
        // A lone blank starts no line: some programs draw it at the start of the next line.
        if open.last().is_some_and(|last| !same_line(last, glyph)) {
            lines.extend(line(&std::mem::take(&mut open)));
        }
        open.push(glyph);
    }
    lines.extend(line(&open));
    let n_unknown = glyphs.iter().filter(|glyph| glyph.text.is_empty()).count();
    (lines, n_unknown)
}

fn same_line(last: &Glyph, next: &Glyph) -> bool {
    (last.y - next.y).abs() <= SAME_LINE * last.size.max(next.size)
}

fn is_blank(glyph: &Glyph) -> bool {
    let blank = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200d}');
    !glyph.text.is_empty() && glyph.text.chars().all(blank)
}

fn line(drawn: &[&Glyph]) -> Option<Line> {
    let mut glyphs: Vec<&Glyph> = drawn.to_vec();
    glyphs.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    // Bold is sometimes made by drawing a character twice.
    glyphs.dedup_by(|b, a| {
        a.text == b.text
            && a.x1 > a.x0
            && (b.x0 - a.x0).abs() < 0.08 * a.size
            && (b.y - a.y).abs() < 0.08 * a.size
    });
    let inked: Vec<&&Glyph> = glyphs.iter().filter(|glyph| !is_blank(glyph)).collect();
    let (first, last) = (inked.first()?, inked.last()?);
    let size = inked.iter().map(|glyph| glyph.size).fold(0.0, f64::max);
    let pieces = pieces(&glyphs);
    let texts: Vec<&str> = pieces.iter().map(|piece| piece.text.as_str()).collect();
    let (order, is_rtl) = direction::reading_order(&texts);
    let text: String = order.iter().map(|&i| texts[i]).collect();
    let text =
        text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let first_word = order
        .iter()
        .map(|&i| &pieces[i])
        .skip_while(|piece| piece.text == " ")
        .take_while(|piece| piece.text != " ")
        .map(|piece| piece.width)
        .sum();
    let words = if is_rtl { Vec::new() } else { word_starts(&pieces) };
    (!text.is_empty()).then_some(Line {
        text,
        x0: first.x0,
        x1: last.x1.max(last.x0),
        y: first.y,
        size,
        first_word,
        is_rtl,
        words,
        is_labelled: false,
    })
}

fn word_starts(pieces: &[Piece]) -> Vec<WordStart> {
    let mut starts = Vec::new();
    let mut gap = Some(0.0);
    for piece in pieces {
        match (piece.text.as_str(), gap) {
            (" ", _) => gap = Some(piece.width),
            (_, Some(width)) => {
                starts.push(WordStart { x: piece.x, gap: width });
                gap = None;
            }
            _ => {}
        }
        if starts.len() == N_WORD_STARTS {
            break;
        }
    }
    starts
}

/// A character, ligature or blank of a line.
struct Piece {
    text: String,
    width: f64,
    x: f64,
}

fn pieces(glyphs: &[&Glyph]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::with_capacity(glyphs.len() + glyphs.len() / 5);
    // The character before, where it ends, and whether a blank was drawn since.
    let mut before: Option<(&Glyph, f64)> = None;
    let mut blank = false;
    for glyph in glyphs {
        if is_blank(glyph) {
            blank = true;
            continue;
        }
        if let Some((last, end)) = before {
            let is_wide = glyph.x0 - end > WORD_GAP * glyph.size;
            // Some programs give the blank and the zero-width joiner one name: the gap tells them apart.
            let parts = match blank {
                true if !is_wide && is_arabic(last) && is_arabic(glyph) => Some("\u{200c}"),
                true => Some(" "),
                false => is_wide.then_some(" "),
            };
            if let Some(parts) = parts {
                pieces.push(Piece { text: parts.to_owned(), width: (glyph.x0 - end).max(0.0), x: end });
            }
        }
        blank = false;
        pieces.push(Piece { text: plain(&glyph.text), width: glyph.x1 - glyph.x0, x: glyph.x0 });
        before = Some((glyph, before.map_or(glyph.x1, |(_, end)| end.max(glyph.x1))));
    }
    pieces
}

fn is_arabic(glyph: &Glyph) -> bool {
    let arabic = |c| matches!(c, '\u{0620}'..='\u{06d3}' | '\u{0750}'..='\u{077f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    glyph.text.chars().all(arabic)
}

/// Letters without the forms that only printing needs.
fn plain(text: &str) -> String {
    if text.is_empty() {
        return "\u{fffd}".to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{fb00}'..='\u{fb06}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => {
                plain.extend(std::iter::once(c).nfkc());
            }
            // The order of reading is restored without these.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            c if c.is_control() => {}
            c => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, x0: f64, y: f64) -> Glyph {
        Glyph { text: text.to_owned(), x0, x1: x0 + 5.0, y, size: 10.0 }
    }

    #[test]
    fn gaps_are_blanks_and_heights_are_lines() {
        let glyphs = [at("a", 0.0, 90.0), at("ﬁ", 5.5, 90.0), at("b", 13.0, 91.0), at("c", 0.0, 70.0)];
        let (found, n_unknown) = lines(&glyphs);
        let texts: Vec<&str> = found.iter().map(|line| line.text.as_str()).collect();
        assert_eq!((texts, n_unknown), (vec!["afi b", "c"], 0));
        assert_eq!((found[0].x0, found[0].x1, found[0].first_word), (0.0, 18.0, 10.0));
    }

    #[test]
    fn a_blank_without_width_is_a_joiner_between_arabic_letters() {
        // As on paper: two letters that touch, a blank drawn between them, and a word's distance.
        let glyphs = [
            at("م", 0.0, 9.0),
            at("\u{200c}", 5.0, 9.0),
            at("ر", 8.0, 9.0),
            at(" ", 13.0, 9.0),
            at("ب", 13.0, 9.0),
        ];
        assert_eq!(lines(&glyphs).0[0].text, "ب\u{200c}ر م");
    }

    #[test]
    fn bold_drawn_twice_is_read_once() {
        let glyphs = [at("l", 0.0, 9.0), at("l", 5.0, 9.0), at("l", 0.2, 9.0), at("l", 5.2, 9.0)];
        assert_eq!(lines(&glyphs).0[0].text, "ll");
    }

    #[test]
    fn unknown_characters_are_counted_and_shown() {
        let (found, n_unknown) = lines(&[at("", 0.0, 9.0), at("a", 5.0, 9.0)]);
        assert_eq!((found[0].text.as_str(), n_unknown), ("\u{fffd}a", 1));
    }
}
