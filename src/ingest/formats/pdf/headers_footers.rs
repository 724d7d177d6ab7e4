//! Headers, footers and page numbers, which belong to the paper and not to the interview.

use super::lines::Line;
use crate::ingest::transcript::numbers_as_one;

/// The most lines of a header or footer.
const MOST_LINES: usize = 3;

/// Removes the first and last lines that are the same, apart from digits, on all pages but one; returns how many.
pub(super) fn remove(pages: &mut [Vec<Line>]) -> usize {
    let mut n_removed = 0;
    for edge in [Edge::Top, Edge::Bottom] {
        for _ in 0..MOST_LINES {
            let n = remove_edge(pages, edge);
            n_removed += n;
            if n == 0 {
                break;
            }
        }
    }
    n_removed
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    Top,
    Bottom,
}

/// Returns the outermost line by height, not by order: footers are often drawn first.
fn outermost(page: &[Line], edge: Edge) -> Option<usize> {
    let by_height = |a: &(usize, &Line), b: &(usize, &Line)| a.1.y.total_cmp(&b.1.y).then(b.0.cmp(&a.0));
    let lines = page.iter().enumerate();
    match edge {
        Edge::Top => lines.max_by(by_height),
        Edge::Bottom => lines.min_by(by_height),
    }
    .map(|(i, _)| i)
}

fn remove_edge(pages: &mut [Vec<Line>], edge: Edge) -> usize {
    let found: Vec<Option<(usize, String, f64)>> = pages
        .iter()
        .map(|page| outermost(page, edge).map(|i| (i, numbers_as_one(page[i].text.chars()), page[i].y)))
        .collect();
    let filled: Vec<&(usize, String, f64)> = found.iter().flatten().collect();
    if filled.len() < 2 {
        return 0;
    }
    // The first page, or the last, may have none.
    let needed = if filled.len() > 2 { filled.len() - 1 } else { 2 };
    let is_furniture = |key: &str, y: f64| {
        let alike = |other: &&&(usize, String, f64)| other.1 == key && (other.2 - y).abs() < 30.0;
        filled.iter().filter(alike).count() >= needed
    };
    let furniture: Vec<Option<usize>> = found
        .iter()
        .map(|line| line.as_ref().filter(|(_, key, y)| is_furniture(key, *y)).map(|line| line.0))
        .collect();
    let mut n_removed = 0;
    for (page, line) in pages.iter_mut().zip(furniture) {
        if let Some(line) = line {
            page.remove(line);
            n_removed += 1;
        }
    }
    n_removed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(lines: &[(&str, f64)]) -> Vec<Line> {
        let line = |&(text, y): &(&str, f64)| Line {
            text: text.to_owned(),
            x0: 0.0,
            x1: 100.0,
            y,
            size: 10.0,
            first_word: 20.0,
            is_rtl: false,
            words: Vec::new(),
            is_labelled: false,
        };
        lines.iter().map(line).collect()
    }

    #[test]
    fn numbers_and_titles_go_and_words_stay() {
        let mut pages = vec![
            page(&[("- 9 -", 20.0), ("Study 3", 800.0), ("a", 700.0)]),
            page(&[("- 10 -", 20.0), ("Study 3", 800.0), ("Study 4", 780.0), ("b", 60.0)]),
            page(&[("c", 700.0), ("- 11 -", 20.0)]),
        ];
        assert_eq!(remove(&mut pages), 5);
        let left: Vec<Vec<&str>> =
            pages.iter().map(|page| page.iter().map(|line| line.text.as_str()).collect()).collect();
        assert_eq!(left, [vec!["a"], vec!["Study 4", "b"], vec!["c"]]);
        let mut alone = vec![page(&[("42", 20.0)])];
        assert_eq!(remove(&mut alone), 0, "one page alone repeats nothing");
    }
}
