//! Suggested labels: a few phrases that stand for the segments, or a quotation.

use std::collections::{BTreeMap, BTreeSet};

use super::corpus::Corpus;
use super::exemplars::says_little;
use super::naming::Naming;
use super::stop_words::Weight;
use super::surface_form::surfaces;
use crate::domain::LabelKey;

const SEPARATOR: &str = " · ";
/// How many words of an exemplar are quoted.
const QUOTED_WORDS: usize = 8;
/// The shortest of this many exemplars is quoted: the first stand for most segments.
const QUOTABLE: usize = 3;
/// A wording names a candidate if it is in one of this many of its segments, and in at least this many.
const STOCK_SHARE: usize = 10;
const STOCK_SEGMENTS: usize = 3;
/// A wording that says nothing by itself ("No.") names a candidate only if it is in this share of its segments, as 1 in this many.
const EMPTY_STOCK_SHARE: usize = 2;
/// A quotation should have this many words that are not masked.
const MIN_QUOTED_WORDS: usize = 3;
/// A quotation says something if it has this many different words that are no stop words, among those that are quoted.
const TELLING_WORDS: usize = 2;

/// A label, and in how many segments of its candidate a word of it occurs; `None` if it is a quotation.
pub(super) struct Label {
    pub(super) text: String,
    pub(super) n_with_word: Option<usize>,
}

/// Makes a label from phrases if they may name the candidate, because enough segments hold a word of them; otherwise it quotes the shortest of the
/// first exemplars, which claims less.
///
/// `rows` are the candidate's, the nearest to its centre first; `exemplars` are those of them to quote first. A candidate whose
/// most frequent wording ("Nothing at all") is in a tenth of the segments, and in more than hold a word of the phrases, is called by it; one of
/// stop words alone ("No.") must be in half of them. A quotation that says something by itself comes before one that does not. A text with a
/// word that must not be shown is not quoted.
pub(super) fn label(
    corpus: &Corpus<'_>,
    naming: &Naming,
    may_name: bool,
    rows: &[usize],
    exemplars: &[usize],
) -> Label {
    let may_quote = |row: &usize| corpus.words[*row].iter().all(|word| word.weight != Weight::Never);
    let is_readable = |row: &usize| {
        may_quote(row)
            && !says_little(corpus, *row, MIN_QUOTED_WORDS)
            && !is_masked(corpus.segments[*row].text)
    };
    let quotation = |row: usize| Label { text: quoted(corpus.segments[row].text), n_with_word: None };
    let is_telling = |row: &usize| is_readable(row) && n_quoted_content(corpus, *row) >= TELLING_WORDS;
    // The sort is stable: of equal lengths the first exemplar.
    let shortest = |mut exemplars: Vec<usize>| {
        exemplars.sort_by_key(|&row| corpus.segments[row].text.chars().count());
        exemplars
    };
    let mut quotable = shortest(exemplars.iter().copied().filter(is_telling).take(QUOTABLE).collect());
    quotable.extend(rows.iter().copied().filter(is_telling));
    quotable.extend(shortest(exemplars.iter().copied().filter(is_readable).take(QUOTABLE).collect()));
    quotable.extend(rows.iter().copied().filter(is_readable));
    quotable.extend(rows.iter().copied().filter(may_quote));
    let share_of = |row: usize| match n_quoted_content(corpus, row) {
        0 => EMPTY_STOCK_SHARE,
        _ => STOCK_SHARE,
    };
    if let Some((row, n_alike)) = commonest_wording(corpus, rows)
        && n_alike > naming.n_with_word
        && share_of(row) * n_alike >= rows.len()
        && n_alike >= STOCK_SEGMENTS
        && may_quote(&row)
    {
        return quotation(row);
    }
    let has_words = |row: &usize| !corpus.segments[*row].text.trim().is_empty();
    match quotable.into_iter().find(has_words) {
        Some(row) if !may_name => quotation(row),
        _ => phrases(corpus, naming, rows),
    }
}

/// Makes a label from phrases, whatever share of the segments hold a word of them.
fn phrases(corpus: &Corpus<'_>, naming: &Naming, rows: &[usize]) -> Label {
    let text = surfaces(corpus, rows, &naming.terms).join(SEPARATOR);
    Label { text, n_with_word: (!naming.terms.is_empty()).then_some(naming.n_with_word) }
}

/// Finds the wording that most rows share: its first row, and how many share it; `None` if no two rows do. Case, spaces and
/// punctuation do not count. Of equals, the one with the first row to quote.
fn commonest_wording(corpus: &Corpus<'_>, rows: &[usize]) -> Option<(usize, usize)> {
    let mut wordings: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (place, &row) in rows.iter().enumerate() {
        let words: Vec<String> = corpus.segments[row]
            .text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        wordings.entry(words.join(" ")).or_insert((place, 0)).1 += 1;
    }
    let most = wordings.into_values().min_by_key(|&(place, n)| (std::cmp::Reverse(n), place))?;
    (most.1 > 1).then(|| (rows[most.0], most.1))
}

/// Counts the different words among those that would be quoted that are no stop words, fillers or numbers.
fn n_quoted_content(corpus: &Corpus<'_>, row: usize) -> usize {
    let text = corpus.segments[row].text;
    let end = quoted_end(text);
    let content = corpus.words[row].iter().filter(|word| word.weight == Weight::Content && word.end <= end);
    content
        .filter_map(|word| text.get(word.start..word.end))
        .map(str::to_lowercase)
        .collect::<BTreeSet<_>>()
        .len()
}

/// Returns where the words that would be quoted end, in bytes.
fn quoted_end(text: &str) -> usize {
    let last = text.split_whitespace().take(QUOTED_WORDS).last();
    last.map_or(0, |word| word.as_ptr() as usize + word.len() - text.as_ptr() as usize)
}

/// Tells whether the words that would be quoted are masked in part (`XXXX`).
fn is_masked(text: &str) -> bool {
    let is_masked = |word: &str| word.len() > 1 && word.chars().all(|c| matches!(c, 'x' | 'X' | '.' | ','));
    text.split_whitespace().take(QUOTED_WORDS).any(is_masked)
}

fn quoted(text: &str) -> String {
    let mut words = text.split_whitespace();
    let beginning: Vec<&str> = words.by_ref().take(QUOTED_WORDS).collect();
    let more = if words.next().is_some() { " …" } else { "" };
    if beginning.is_empty() { String::new() } else { format!("“{}{more}”", beginning.join(" ")) }
}

/// Makes labels different from one another ([`LabelKey`]) and not empty: equal ones get further terms, and finally a number.
pub(super) fn tell_apart(labels: Vec<String>, further: &[Vec<String>]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    labels
        .into_iter()
        .enumerate()
        .map(|(at, label)| {
            let label = if label.is_empty() { "without words".to_owned() } else { label };
            let terms = further.get(at).map_or(&[][..], Vec::as_slice);
            let said = label.to_lowercase();
            let longer = terms.iter().filter(|term| !said.contains(&term.to_lowercase()));
            let longer = longer.map(|term| format!("{label}{SEPARATOR}{term}"));
            let numbered = (2..).map(|n: usize| format!("{label} ({n})"));
            let free = std::iter::once(label.clone())
                .chain(longer)
                .chain(numbered)
                .find(|candidate| !taken.contains(&LabelKey::of(candidate)))
                .unwrap_or_else(|| label.clone());
            taken.insert(LabelKey::of(&free));
            free
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_labels_are_told_apart() {
        let labels = ["ward", "Ward", "ward", "", ""].map(str::to_owned).to_vec();
        let further = [vec![], vec!["ward".to_owned(), "tea".to_owned()], vec![]];
        assert_eq!(
            tell_apart(labels, &further),
            ["ward", "Ward · tea", "ward (2)", "without words", "without words (2)"]
        );
    }

    #[test]
    fn a_quotation_shows_that_it_goes_on() {
        assert_eq!(quoted("So it was, was it not, so it was"), "“So it was, was it not, so it …”");
        assert_eq!(quoted("So  it was"), "“So it was”");
        assert_eq!(quoted(" "), "");
    }
}
