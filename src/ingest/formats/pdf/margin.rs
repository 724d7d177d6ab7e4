//! The numbers of lines in the margin of a page, which belong to the paper and not to the interview.

use super::lines::Line;
use crate::ingest::line_numbers;

/// The fewest numbers that make a column of their own.
const FEWEST: usize = 4;

/// Removes the numbers of lines from all pages; returns how many there were.
pub(super) fn remove(pages: &mut [Vec<Line>]) -> usize {
    remove_columns(pages) + remove_from_lines(pages)
}

/// Removes numbers that stand before the words of the same line.
fn remove_from_lines(pages: &mut [Vec<Line>]) -> usize {
    let texts: Vec<&str> = pages.iter().flatten().map(|line| line.text.as_str()).collect();
    let Some(widths) = line_numbers::widths(&texts) else { return 0 };
    let mut n_removed = 0;
    let mut widths = widths.into_iter();
    for page in pages {
        page.retain_mut(|line| {
            let Some(width) = widths.next().flatten() else { return true };
            n_removed += 1;
            // The characters of a line are about equally wide.
            let n_chars = line.text.chars().count().max(1) as f64;
            let mean = (line.x1 - line.x0) / n_chars;
            let n_cut = line.text[..width].chars().count() as f64;
            let n_words = line.text[..width].split_whitespace().count();
            line.text.drain(..width);
            line.words.drain(..n_words.min(line.words.len()));
            line.x0 = line.words.first().map_or(line.x0 + mean * n_cut, |word| word.x);
            let first_word = line.text.split_whitespace().next().unwrap_or_default();
            line.first_word = mean * first_word.chars().count() as f64;
            !line.text.is_empty()
        });
    }
    n_removed
}

/// Removes numbers that are drawn as lines of their own at the left of all words of a page.
fn remove_columns(pages: &mut [Vec<Line>]) -> usize {
    let mut n_removed = 0;
    for page in pages {
        let number = |line: &Line| line.text.trim().parse::<u32>().ok().filter(|_| line.text.len() <= 5);
        let left = page
            .iter()
            .filter(|line| number(line).is_none())
            .map(|line| line.x0)
            .fold(f64::INFINITY, f64::min);
        let mut column: Vec<(usize, f64, u32)> = page
            .iter()
            .enumerate()
            .filter(|(_, line)| line.x1 <= left)
            .filter_map(|(i, line)| Some((i, line.y, number(line)?)))
            .collect();
        column.sort_by(|a, b| b.1.total_cmp(&a.1));
        let n_rising =
            column.windows(2).filter(|pair| matches!(pair[1].2.wrapping_sub(pair[0].2), 1 | 5)).count();
        if column.len() < FEWEST || n_rising * 10 < (column.len() - 1) * 9 {
            continue;
        }
        let mut at: Vec<usize> = column.into_iter().map(|(i, ..)| i).collect();
        at.sort_unstable();
        n_removed += at.len();
        for i in at.into_iter().rev() {
            page.remove(i);
        }
    }
    n_removed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, x0: f64, y: f64) -> Line {
        let width = 5.0 * text.chars().count() as f64;
        Line {
            text: text.to_owned(),
            x0,
            x1: x0 + width,
            y,
            size: 10.0,
            first_word: 10.0,
            is_rtl: false,
            words: Vec::new(),
            is_labelled: false,
        }
    }

    fn texts(pages: &[Vec<Line>]) -> Vec<&str> {
        pages.iter().flatten().map(|line| line.text.as_str()).collect()
    }

    #[test]
    fn numbers_on_the_line_of_their_words() {
        let words = ["I: Why?", "P: I was young and", "had no garden.", "", "I: And?", "P: I grew."];
        let page: Vec<Line> = words
            .iter()
            .enumerate()
            .map(|(i, words)| line(format!("{} {words}", i + 1).trim(), 40.0, 700.0 - 14.0 * i as f64))
            .collect();
        let mut pages = [page.clone(), page];
        assert_eq!(remove(&mut pages), 12);
        let filled: Vec<&str> = words.into_iter().filter(|words| !words.is_empty()).collect();
        assert_eq!(texts(&pages), [filled.clone(), filled].concat());
        assert!((pages[0][0].x0 - 50.0).abs() < 0.1 && (pages[0][0].first_word - 10.0).abs() < 0.1);
    }

    #[test]
    fn numbers_drawn_as_a_column() {
        let mut page: Vec<Line> =
            (1..=6).map(|n| line(&n.to_string(), 20.0, 700.0 - 14.0 * f64::from(n))).collect();
        page.extend((1..=6).map(|n| line(&format!("line {n}"), 50.0, 700.0 - 14.0 * f64::from(n))));
        page.push(line("7", 300.0, 20.0));
        let mut pages = [page];
        assert_eq!(remove(&mut pages), 6);
        assert_eq!(texts(&pages), ["line 1", "line 2", "line 3", "line 4", "line 5", "line 6", "7"]);
    }
}
