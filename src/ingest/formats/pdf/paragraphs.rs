//! Joins lines into paragraphs: line breaks that only the width of the paper made are undone.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::lines::Line;

/// Lines whose distance is more than this many times the usual one belong to different paragraphs.
const WIDER: f64 = 1.3;
/// The change of type size that makes a heading.
const OTHER_SIZE: f64 = 1.15;
/// The width of a blank, in em.
const BLANK: f64 = 0.25;

/// A speaker's label or a time at the start of a line.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(\p{L}[\p{L}\p{M}\p{N}\u{200c}\u{a0}'’.()_&/\- ]{0,39}?) ?[:：](?:\s|$)")
        .expect("the pattern is constant")
});
static TIME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[\[(]?\d{1,2}:\d{2}(?::\d{2})?\b").expect("the pattern is constant"));

/// The joined text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Paragraphs {
    /// One line for each paragraph.
    pub(super) text: String,
    /// How many words were cut by a hyphen at the end of a line.
    pub(super) n_hyphens: usize,
}

/// Joins the lines of all pages.
pub(super) fn join(pages: &[Vec<Line>]) -> Paragraphs {
    let layout = Layout::of(pages);
    let mut found = Paragraphs::default();
    let mut above: Option<(&Line, usize)> = None;
    for (n_page, page) in pages.iter().enumerate() {
        for line in page {
            match above {
                None => found.text.push_str(&line.text),
                Some((last, page)) if layout.breaks(last, line, page == n_page) => {
                    found.text.push('\n');
                    found.text.push_str(&line.text);
                }
                Some(_) => found.go_on(&line.text),
            }
            above = Some((line, n_page));
        }
    }
    found
}

impl Paragraphs {
    /// Adds the next line of a paragraph.
    fn go_on(&mut self, next: &str) {
        let begins = next.chars().next();
        let mut before = self.text.chars().rev();
        match before.next() {
            Some('\u{ad}') => {
                self.text.pop();
                self.n_hyphens += 1;
            }
            Some(hyphen @ ('-' | '\u{2010}')) => {
                let word: String = before.take_while(|c| !c.is_whitespace()).collect();
                let n_letters = word.chars().take_while(|c| c.is_alphabetic()).count();
                // `brother-in-` | `law` and `Haus-` | `und Garten` keep their hyphens.
                let is_compound = word.contains(hyphen);
                let is_shared = matches!(
                    first_word(next),
                    "und" | "oder" | "bzw." | "and" | "or" | "et" | "ou" | "y" | "o"
                );
                if n_letters == 0 || is_shared {
                    self.text.push(' ');
                } else if n_letters >= 2 && !is_compound && begins.is_some_and(char::is_lowercase) {
                    self.text.pop();
                    self.n_hyphens += 1;
                }
            }
            _ => self.text.push(' '),
        }
        self.text.push_str(next);
    }
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or("")
}

fn label(line: &Line) -> Option<&str> {
    let label = LABEL.captures(&line.text)?.get(1)?.as_str().trim();
    (label.split_whitespace().count() <= 5).then_some(label)
}

/// Usual distances and ends of lines in a document.
struct Layout {
    /// The distance of lines, in em.
    leading: f64,
    /// How often a label begins a line.
    labels: BTreeMap<String, usize>,
    /// The ends of all lines, left and right.
    spans: Vec<(f64, f64)>,
}

impl Layout {
    fn of(pages: &[Vec<Line>]) -> Self {
        let mut labels = BTreeMap::new();
        for label in pages.iter().flatten().filter_map(label) {
            *labels.entry(label.to_owned()).or_insert(0) += 1;
        }
        let mut steps: Vec<f64> = pages.iter().flat_map(|page| page.windows(2)).filter_map(step).collect();
        steps.sort_by(f64::total_cmp);
        // Lines are closer within a paragraph than between paragraphs, so the lower third is taken and not the middle.
        let leading = steps.get(steps.len() / 3).copied().unwrap_or(1.2);
        let mut spans: Vec<(f64, f64)> = pages.iter().flatten().map(|line| (line.x0, line.x1)).collect();
        spans.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        spans.dedup();
        Self { leading, labels, spans }
    }

    /// Tells whether a new paragraph begins at `line`.
    fn breaks(&self, last: &Line, line: &Line, same_page: bool) -> bool {
        if line.is_labelled {
            return true;
        }
        let ratio = last.size.max(line.size) / last.size.min(line.size);
        if !(ratio < OTHER_SIZE) {
            return true;
        }
        if same_page && step(&[last.clone(), line.clone()]).is_some_and(|step| step > WIDER * self.leading) {
            return true;
        }
        let had_room = self.had_room(last, line);
        if TIME.is_match(&line.text) && (had_room || line.text.starts_with(['[', '('])) {
            return true;
        }
        match label(line) {
            Some(label) => {
                had_room || ends_sentence(&last.text) || self.labels.get(label).is_some_and(|n| *n > 1)
            }
            None => had_room,
        }
    }

    /// Tells whether the first word of `line` would have fitted on the line before, so that the break was made on purpose.
    fn had_room(&self, last: &Line, line: &Line) -> bool {
        let width = line.first_word + BLANK * last.size;
        // Only lines of the same column show how long a line can be.
        let column = self.spans.iter().filter(|(x0, x1)| {
            let shared = x1.min(last.x1) - x0.max(last.x0);
            shared > 0.5 * (last.x1 - last.x0)
        });
        if last.is_rtl {
            let left = column.map(|(x0, _)| *x0).fold(last.x0, f64::min);
            last.x0 - width > left
        } else {
            let right = column.map(|(_, x1)| *x1).fold(last.x1, f64::max);
            last.x1 + width < right
        }
    }
}

/// Returns the distance of two lines downwards, in em; `None` if the second is not below the first.
fn step(pair: &[Line]) -> Option<f64> {
    let [above, below] = pair else { return None };
    let step = (above.y - below.y) / above.size.max(below.size);
    (step > 0.5).then_some(step)
}

fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '\'', ')', ']', '”', '’', '»', '“']);
    text.ends_with(['.', '!', '?', '…', '؟', '。', '।'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(texts: &[&str]) -> Vec<Line> {
        let line = |(i, text): (usize, &&str)| Line {
            text: (*text).to_owned(),
            x0: 50.0,
            x1: 50.0 + 5.0 * text.chars().count() as f64,
            y: 700.0 - 12.0 * i as f64,
            size: 10.0,
            first_word: 5.0 * first_word(text).chars().count() as f64,
            is_rtl: false,
            words: Vec::new(),
            is_labelled: false,
        };
        texts.iter().enumerate().map(line).collect()
    }

    #[test]
    fn wrapped_lines_are_joined_and_labels_begin_paragraphs() {
        let pages = [
            page(&[
                "Ann: When did you first come to the old house here",
                "by the river?",
                "Bob: It must have been in the winter of that year,",
            ]),
            page(&["when the river was frozen and nobody came. I said:", "Ann: stay.", "Bob: Yes."]),
        ];
        assert_eq!(
            join(&pages).text,
            "Ann: When did you first come to the old house here by the river?\nBob: It must have been in the winter of \
             that year, when the river was frozen and nobody came. I said:\nAnn: stay.\nBob: Yes."
        );
    }

    #[test]
    fn a_wrapped_word_with_a_colon_is_no_label() {
        let pages = [page(&[
            "Ann: We knew only one thing about all of it, and",
            "that: nobody would ever come back to us again here",
        ])];
        assert_eq!(join(&pages).text.lines().count(), 1);
    }

    #[test]
    fn hyphens_at_the_end_of_lines() {
        let joined = |above: &str, below: &str| {
            let mut found = Paragraphs { text: above.to_owned(), n_hyphens: 0 };
            found.go_on(below);
            (found.text, found.n_hyphens)
        };
        assert_eq!(joined("we under-", "stood"), ("we understood".to_owned(), 1));
        assert_eq!(joined("we under\u{ad}", "stood"), ("we understood".to_owned(), 1));
        assert_eq!(joined("brother-in-", "law"), ("brother-in-law".to_owned(), 0));
        assert_eq!(joined("Haus-", "und Hof"), ("Haus- und Hof".to_owned(), 0));
        assert_eq!(joined("Rhein-", "Main"), ("Rhein-Main".to_owned(), 0));
        assert_eq!(joined("an e-", "mail"), ("an e-mail".to_owned(), 0));
        assert_eq!(joined("so -", "yes"), ("so - yes".to_owned(), 0));
    }
}
