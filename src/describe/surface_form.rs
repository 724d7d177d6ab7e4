//! Surface forms: terms as they are most often written in the text.

use std::collections::{BTreeMap, HashMap};

use super::corpus::{Corpus, Word};
use super::phrases::{Term, for_each_term};
use crate::domain::Language;

/// Finds the most frequent form of each of some terms among some rows; equal numbers by spelling.
///
/// A capital at the beginning of a sentence, and a segment all in capitals, do not show how a word is written: such forms are
/// counted in lower case (German keeps its capitals), and only if no other form is found.
pub(super) fn surfaces(corpus: &Corpus<'_>, rows: &[usize], terms: &[Term]) -> Vec<String> {
    let mut forms: HashMap<Term, BTreeMap<String, (usize, usize)>> =
        terms.iter().map(|&term| (term, BTreeMap::new())).collect();
    for &row in rows {
        let segment = &corpus.segments[row];
        let shouted = is_shouted(segment.text);
        for_each_term(&corpus.words[row], |term, words| {
            if let Some(forms) = forms.get_mut(&term) {
                let (form, certain) = form_of(segment.text, segment.language, words, shouted);
                let count = forms.entry(form).or_default();
                count.0 += usize::from(certain);
                count.1 += 1;
            }
        });
    }
    terms
        .iter()
        .map(|term| {
            let forms = forms.get(term).into_iter().flatten();
            // `max_by` takes the last of equals: the order is reversed so that the first spelling is taken.
            let best = forms.rev().max_by_key(|(_, counts)| **counts);
            best.map_or_else(|| term.spelled(corpus), |(form, _)| form.clone())
        })
        .collect()
}

fn form_of(text: &str, language: Option<Language>, words: &[Word], shouted: bool) -> (String, bool) {
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return (String::new(), false);
    };
    let written = text.get(first.start..last.end).unwrap_or_default();
    let written = written.split_whitespace().collect::<Vec<_>>().join(" ");
    if shouted {
        return (written.to_lowercase(), false);
    }
    let mut letters = written.chars();
    let capital = letters.next().filter(|c| c.is_uppercase());
    let only_first = !letters.next().is_some_and(char::is_uppercase);
    match capital {
        Some(capital) if first.initial && only_first => {
            if language == Some(Language::GERMAN) {
                return (written, false);
            }
            let rest = &written[capital.len_utf8()..];
            (capital.to_lowercase().chain(rest.chars()).collect(), false)
        }
        _ => (written, true),
    }
}

/// Tells whether a text of three words or more has no small letter although its script has them.
fn is_shouted(text: &str) -> bool {
    text.split_whitespace().nth(2).is_some()
        && text.chars().any(char::is_uppercase)
        && !text.chars().any(char::is_lowercase)
}
