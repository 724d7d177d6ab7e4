//! Numbers in the margin, as editors, QDA programs and courts set them at the left or the right of each line or of each fifth:
//! layout, not speech.

use std::collections::BTreeMap;

use super::digits::digit;

/// The fewest numbers that show a numbering of each line.
const FEWEST: usize = 5;
/// The fewest numbers that show a numbering of each fifth line.
const FEWEST_FIFTHS: usize = 3;

/// A text without its margin.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stripped {
    /// The text.
    pub(super) text: String,
    /// How many numbers were removed.
    pub(super) n_numbers: usize,
    /// How many lines of page heads and feet between the numbered lines were removed.
    pub(super) n_furniture: usize,
}

/// The number at the start or end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Number {
    /// The page of `00001:01`.
    page: Option<u32>,
    n: u32,
    /// Where the number ends at the left, or begins at the right, in bytes of the line.
    inner: usize,
    n_digits: usize,
    /// Whether the line holds nothing else.
    is_alone: bool,
}

/// Reads the number of a line on one side.
type ReadNumber = fn(&str) -> Option<Number>;
/// Returns the words of each line beside the numbers; the last argument tells whether each line has one.
type Words = for<'l> fn(&[&'l str], &[Option<Number>], bool) -> Vec<&'l str>;

/// Returns a text without the numbers in its margin; `None` if it has none. Numbers are a margin if they rise by one from line to
/// line, or by five from fifth to fifth line, on nearly all lines; they may begin again on each page.
pub(super) fn strip(text: &str) -> Option<Stripped> {
    let sides: [(ReadNumber, Words); 2] = [(number, right_of), (number_at_right, left_of)];
    // Most texts have no number at the start or end of a line in their first lines.
    let is_early = |read: ReadNumber| {
        let early = text.split('\n').filter(|line| !is_empty(line)).take(40);
        early.filter(|line| read(line).is_some()).count() >= FEWEST_FIFTHS
    };
    sides.into_iter().filter(|(read, _)| is_early(*read)).find_map(|(read, words)| {
        let lines: Vec<&str> = text.split('\n').collect();
        let numbers = margin(&lines, read)?;
        Some(stripped(&lines, &numbers, words))
    })
}

fn stripped(lines: &[&str], numbers: &[Option<Number>], words: Words) -> Stripped {
    let every_line = numbers.iter().flatten().count() * 2 > lines.len();
    let furniture = if every_line { furniture(lines, numbers) } else { vec![false; lines.len()] };
    let words = words(lines, numbers, every_line);
    let kept: Vec<&str> = words
        .into_iter()
        .zip(&furniture)
        .filter(|(_, furniture)| !**furniture)
        .map(|(words, _)| words)
        .collect();
    Stripped {
        text: kept.join("\n"),
        n_numbers: numbers.iter().flatten().count(),
        n_furniture: furniture.iter().filter(|&&is_furniture| is_furniture).count(),
    }
}

/// Returns the words at the right of the numbers.
fn right_of<'l>(lines: &[&'l str], numbers: &[Option<Number>], every_line: bool) -> Vec<&'l str> {
    let mut gaps: BTreeMap<usize, usize> = BTreeMap::new();
    for (line, number) in lines.iter().zip(numbers) {
        let Some(number) = number.filter(|number| !number.is_alone) else { continue };
        let gap = gaps.entry(number.n_digits).or_insert(usize::MAX);
        *gap = (*gap).min(leading(&line[number.inner..]));
    }
    let indent = lines
        .iter()
        .zip(numbers)
        .filter(|(line, number)| number.is_none() && !is_empty(line))
        .map(|(line, _)| leading(line))
        .min()
        .unwrap_or(0);
    let words = |(line, number): (&&'l str, &Option<Number>)| match number {
        Some(number) => {
            let gap = gaps.get(&number.n_digits).copied().unwrap_or(0);
            after_blanks(&line[number.inner..], gap)
        }
        None if every_line => line,
        None => after_blanks(line, indent),
    };
    lines.iter().zip(numbers).map(words).collect()
}

/// Returns the words at the left of the numbers.
fn left_of<'l>(lines: &[&'l str], numbers: &[Option<Number>], _: bool) -> Vec<&'l str> {
    let words = |(line, number): (&&'l str, &Option<Number>)| match number {
        Some(number) => line[..number.inner].trim_end_matches(is_blank),
        None => line,
    };
    lines.iter().zip(numbers).map(words).collect()
}

/// Returns, for each line of a numbered text, where the words begin after the number, in bytes; `None` for a text whose lines
/// are not numbered.
pub(super) fn widths(lines: &[&str]) -> Option<Vec<Option<usize>>> {
    let numbers = margin(lines, number)?;
    let width = |(line, number): (&&str, &Option<Number>)| {
        number.map(|number| number.inner + leading_bytes(&line[number.inner..]))
    };
    Some(lines.iter().zip(&numbers).map(width).collect())
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

fn is_digit(c: char) -> bool {
    digit(c).is_some()
}

fn is_empty(line: &str) -> bool {
    line.chars().all(is_blank)
}

fn leading(line: &str) -> usize {
    line.chars().take_while(|&c| is_blank(c)).count()
}

fn leading_bytes(line: &str) -> usize {
    line.len() - line.trim_start_matches(is_blank).len()
}

/// Returns a line without at most `n` blanks at its start.
fn after_blanks(line: &str, n: usize) -> &str {
    let end = line.char_indices().take_while(|&(i, c)| is_blank(c) && line[..i].chars().count() < n).last();
    end.map_or(line, |(i, c)| &line[i + c.len_utf8()..])
}

/// Reads digits: their value, and how many they are; `None` if there are none, or more than `most`.
fn value(digits: &str, most: usize) -> Option<(u32, usize)> {
    let n = digits.chars().count();
    let value = digits.chars().filter_map(digit).fold(0, |value, digit| value * 10 + digit);
    (1..=most).contains(&n).then_some((value, n))
}

/// The fewest digits of a number before a colon: fewer may be a time or number what is said.
const DIGITS_BEFORE_COLON: usize = 3;

/// Reads the number at the start of a line, with nothing but white space after it: `12`, `12 |`, `[12]`, `0012:`, `00001:01`.
fn number(line: &str) -> Option<Number> {
    let blanks = leading_bytes(line);
    let start = blanks + usize::from(line[blanks..].starts_with('['));
    let digits_end = |from: usize| line.len() - line[from..].trim_start_matches(is_digit).len();
    let mut end = digits_end(start);
    let (first, n_first) = value(&line[start..end], 5)?;
    let (mut page, mut n, mut n_digits) = (None, first, n_first);
    let is_blank_behind = |at: usize| line[at..].chars().next().is_none_or(is_blank);
    let bar = line.len() - line[end..].trim_start_matches([' ', '\t']).len();
    if start > blanks {
        end += usize::from(line[end..].starts_with(']'));
        if !line[..end].ends_with(']') {
            return None;
        }
    } else if line[bar..].starts_with(['|', '│']) {
        end = bar + line[bar..].chars().next().map_or(0, char::len_utf8);
    } else if line[end..].starts_with(':') && n_first >= DIGITS_BEFORE_COLON && is_blank_behind(end + 1) {
        end += 1;
    } else if line[end..].starts_with(':') {
        let second_end = digits_end(end + 1);
        let (second, n_second) = value(&line[end + 1..second_end], 2)?;
        (page, n, n_digits, end) = (Some(first), second, n_first + n_second, second_end);
    }
    let found = Number { page, n, inner: end, n_digits, is_alone: is_empty(&line[end..]) };
    is_blank_behind(end).then_some(found)
}

/// Reads the number at the end of a line, behind a gap that no sentence has.
fn number_at_right(line: &str) -> Option<Number> {
    let line = line.trim_end_matches(is_blank);
    let words = line.trim_end_matches(is_digit);
    let inner = words.len();
    let (n, n_digits) = value(&line[inner..], 5)?;
    let is_apart = words.ends_with('\t') || words.ends_with("  ") || is_empty(words);
    is_apart.then(|| Number { page: None, n, inner, n_digits, is_alone: is_empty(words) })
}

/// Tells whether the numbers are years with which sentences begin, by the Western or the Persian calendar: `1998 was hard`, `1999 I left`.
fn are_years(lines: &[&str], numbers: &[Option<Number>]) -> bool {
    let is_year = |(line, number): (&&str, &Option<Number>)| {
        number.is_none_or(|number| {
            let rest = &line[number.inner..];
            let is_sentence = rest.starts_with(' ') && leading(rest) == 1;
            let is_persian = line.trim_start().starts_with(['۱', '١']);
            let years = if is_persian { 1250..1500 } else { 1800..2100 };
            let may_be_year = years.contains(&number.n);
            number.page.is_none() && may_be_year && is_sentence
        })
    };
    lines.iter().zip(numbers).all(is_year)
}

/// Returns the numbers in the margin, by line.
fn margin(lines: &[&str], read: ReadNumber) -> Option<Vec<Option<Number>>> {
    let mut numbers: Vec<Option<Number>> = lines.iter().map(|line| read(line)).collect();
    // The number of a page stands alone, and the count begins again after it.
    let mut next: Option<Number> = None;
    let mut n_pages = 0;
    for number in numbers.iter_mut().rev() {
        let Some(this) = *number else { continue };
        if this.is_alone && next.is_some_and(|next| next.n == 1) {
            *number = None;
            n_pages += 1;
        } else {
            next = Some(this);
        }
    }
    let n_filled = lines.iter().filter(|line| !is_empty(line)).count() - n_pages;
    if are_years(lines, &numbers) {
        return None;
    }
    if each_line(lines, &numbers, n_filled) {
        return Some(numbers);
    }
    fifths(lines, numbers, n_filled)
}

/// Tells whether nearly each line has a number, one more than the line before.
fn each_line(lines: &[&str], numbers: &[Option<Number>], n_filled: usize) -> bool {
    let found: Vec<(usize, Number)> =
        numbers.iter().enumerate().filter_map(|(i, number)| Some((i, (*number)?))).collect();
    if found.len() < FEWEST || found.len() * 10 < n_filled * 8 {
        return false;
    }
    let mut n_rising = 0;
    let mut n_restarts = 0;
    for pair in found.windows(2) {
        let ((i, before), (j, after)) = (pair[0], pair[1]);
        if before.page.is_some() != after.page.is_some() {
            continue;
        }
        // An empty line may count although its number is not shown.
        let n_empty = lines[i + 1..j].iter().filter(|line| is_empty(line)).count();
        let step = after.n.wrapping_sub(before.n);
        let same_page = before.page == after.page;
        n_rising += usize::from(same_page && step >= 1 && step as usize <= 1 + n_empty);
        let next_page = match (before.page, after.page) {
            (Some(before), Some(after)) => after == before + 1,
            _ => true,
        };
        n_restarts += usize::from(after.n <= 1 && before.n > 1 && next_page);
    }
    let n_steps = found.len() - 1;
    (n_rising + n_restarts) * 10 >= n_steps * 9 && n_restarts * 4 <= n_steps && n_rising >= FEWEST - 1
}

/// Returns the numbers of each fifth line.
fn fifths(lines: &[&str], mut numbers: Vec<Option<Number>>, n_filled: usize) -> Option<Vec<Option<Number>>> {
    for number in &mut numbers {
        *number = number.filter(|number| number.page.is_none() && (number.n % 5 == 0 || number.n == 1));
    }
    let found: Vec<(usize, Number)> =
        numbers.iter().enumerate().filter_map(|(i, number)| Some((i, (*number)?))).collect();
    if found.len() < FEWEST_FIFTHS || found.len() * 8 < n_filled.saturating_sub(8) {
        return None;
    }
    let mut n_good = 0;
    for pair in found.windows(2) {
        let ((i, before), (j, after)) = (pair[0], pair[1]);
        let n_filled = lines[i..j].iter().filter(|line| !is_empty(line)).count();
        let step = after.n.wrapping_sub(before.n) as usize;
        let restarts = after.n <= 5 && after.n <= before.n && before.n > 5;
        n_good += usize::from(restarts || ((step == 5 || step == 4) && (j - i == step || n_filled == step)));
    }
    (n_good * 10 >= (found.len() - 1) * 9).then_some(numbers)
}

/// Finds heads and feet of pages among the lines without a number: numbers alone, lines that recur apart from digits, and lines
/// where the numbering begins again.
fn furniture(lines: &[&str], numbers: &[Option<Number>]) -> Vec<bool> {
    let bare = |i: usize| numbers[i].is_none() && !is_empty(lines[i]);
    let mut alike: BTreeMap<String, usize> = BTreeMap::new();
    for i in (0..lines.len()).filter(|&i| bare(i)) {
        *alike.entry(without_digits(lines[i])).or_default() += 1;
    }
    let mut furniture = vec![false; lines.len()];
    let mut before: Option<Number> = None;
    let mut open: Vec<usize> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        if bare(i) {
            let key = without_digits(line);
            furniture[i] = key == "#" || alike.get(&key).is_some_and(|&n| n > 1);
            open.push(i);
        } else if let Some(number) = numbers[i] {
            if before.is_some_and(|before| number.n <= before.n) {
                for &at in &open {
                    furniture[at] = true;
                }
            }
            open.clear();
            before = Some(number);
        }
    }
    furniture
}

/// Replaces every number in a line by one sign, and white space by one blank.
fn without_digits(line: &str) -> String {
    let mut key = String::with_capacity(line.len());
    for c in line.trim().chars() {
        let c = if c.is_numeric() { '#' } else { c };
        let repeats = (c == '#' && key.ends_with('#')) || (c.is_whitespace() && key.ends_with(' '));
        if !repeats {
            key.push(if c.is_whitespace() { ' ' } else { c });
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(of: &str) -> String {
        strip(of).expect("numbered").text
    }

    #[test]
    fn each_line_is_numbered() {
        assert_eq!(
            text("  1  I: Why?\n  2  \n  3  P1: We went\n  4  home, and\n  5  slept.\n  6  \n  7  I: Oh.\n"),
            "I: Why?\n\nP1: We went\nhome, and\nslept.\n\nI: Oh.\n"
        );
        assert_eq!(text("1\ta\n2\tb\n3\tc\n4\td\n5\te\n6\t  f"), "a\nb\nc\nd\ne\n  f");
        assert_eq!(text("۱ a\n۲ b\n۳ c\n۴ d\n۵ e\n۶ f"), "a\nb\nc\nd\ne\nf");
        assert_eq!(text("a  ٨\nb  ٩\nc  ١٠\nd  ١١\ne  ١٢\nf  ١٣"), "a\nb\nc\nd\ne\nf");
        assert_eq!(
            text("00001:01 a\n00001:02 b\n00001:03 c\n00002:01 d\n00002:02 e\n00002:03 f"),
            "a\nb\nc\nd\ne\nf"
        );
    }

    #[test]
    fn numbers_that_begin_again_with_heads_and_feet_between() {
        let stripped = strip(
            "      1\n 1  Q. a\n 2  A. b\n 3  c\n  ARCHIVE 1-800\n      2\n 1  d\n 2  e\n 3  Q. f\n 4  g",
        )
        .unwrap();
        assert_eq!(stripped.text, "Q. a\nA. b\nc\nd\ne\nQ. f\ng");
        assert_eq!((stripped.n_numbers, stripped.n_furniture), (7, 3));
    }

    #[test]
    fn each_fifth_line_is_numbered() {
        let lines: Vec<String> = (1..=17)
            .map(|n| if n % 5 == 0 { format!("{n:>3} line {n}") } else { format!("    line {n}") })
            .collect();
        let words: Vec<String> = (1..=17).map(|n| format!("line {n}")).collect();
        assert_eq!(text(&lines.join("\n")), words.join("\n"));
    }

    #[test]
    fn numbers_at_the_right() {
        assert_eq!(
            text("I: Why?      1\nP1: We went  2\nhome, and    3\nslept.       4\n\nI: Oh.       5\n"),
            "I: Why?\nP1: We went\nhome, and\nslept.\n\nI: Oh.\n"
        );
        assert_eq!(text("a\t1\nb\t2\nc\t3\nd\t4\ne\t5\nf\t6"), "a\nb\nc\nd\ne\nf");
        let lines: Vec<String> = (1..=17)
            .map(|n| if n % 5 == 0 { format!("line {n:<9}{n:>3}") } else { format!("line {n}") })
            .collect();
        let words: Vec<String> = (1..=17).map(|n| format!("line {n}")).collect();
        assert_eq!(text(&lines.join("\n")), words.join("\n"));
    }

    proptest! {
        #[test]
        fn a_margin_on_either_side_is_no_words(
            words in prop::collection::vec("[a-z]{1,6}( [a-z]{1,6}){0,4}", 6..30),
            first in 1..400_u32,
            at_right: bool,
            gap in prop::sample::select(vec!["\t", "   "]),
            dress in prop::sample::select(vec!["", "[]", " |", ":"]),
        ) {
            let line = |(words, n): (&String, u32)| match dress {
                _ if at_right => format!("{words}{gap}{n}"),
                "[]" => format!("[{n}]{gap}{words}"),
                ":" => format!("{n:04}:{gap}{words}"),
                dress => format!("{n}{dress}{gap}{words}"),
            };
            let numbered: Vec<String> = words.iter().zip(first..).map(line).collect();
            prop_assert_eq!(text(&numbered.join("\n")), words.join("\n"));
        }

        #[test]
        fn years_are_words(
            first in 1800..2050_u32,
            n in 5..30_u32,
            gap in prop::sample::select(vec!["\n", "\n\n"]),
        ) {
            let lines: Vec<String> = (first..first + n).map(|year| format!("{year} was a good year.")).collect();
            prop_assert_eq!(strip(&lines.join(gap)), None);
        }
    }

    #[test]
    fn numbers_that_are_speech_stay() {
        for words in [
            "1 apple\n3 pears\n2 plums\n9 figs\n4 dates\n6 nuts",
            "1. one\n2. two\n3. three\n4. four\n5. five\n6. six",
            "00:01 a\n00:05 b\n00:09 c\n00:15 d\n00:21 e\n00:30 f",
            "1 a\n2 b\n3 c\n4 d",
            "1: a\n2: b\n3: c\n4: d\n5: e\n6: f",
            "[1 a\n[2 b\n[3 c\n[4 d\n[5 e\n[6 f",
            "[1] Why?\n[2] So.\n[1] And?\n[2] Thus.\n[1] Oh?\n[2] Yes.",
            "1998: I left.\n1999: I came.\n2000: I sat.\n2001: I ran.\n2002: I sang.\n2003: I won.",
            "I: Why?\n\nP: 1987\n\nI: And?\n\nP: 1988\n\nI: So?\n\nP: 1989",
            "",
        ] {
            assert_eq!(strip(words), None, "{words}");
        }
    }
}
