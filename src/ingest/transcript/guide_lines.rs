//! Headings and questions of the guide that have a word and a number or letter, stand between turns and ask nothing: `Question 3: Teamwork`,
//! `Section B. Working together`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::label::is_blank;
use super::question_words::QUESTION_WORDS;
use super::topics::is_topic;
use super::turn_headers::head;
use crate::domain::AsideKind;

/// Words that number parts, in nine languages.
const PARTS: &str = "topic|theme|part|section|chapter|block|module|thema|themenblock|fragenblock|teil|abschnitt|kapitel|thème|partie|chapitre|\
    bloc|volet|tema|parte|sección|bloque|capítulo|apartado|sezione|capitolo|blocco|seção|secção|deel|onderdeel|blok|hoofdstuk|\
    موضوع|بخش|قسمت|فصل|محور";

static MARKED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^[*_]*(?:((?i:{QUESTION_WORDS}))|(?i:{PARTS}))\s+(?:\p{{Nd}}{{1,2}}(?:[.]\p{{Nd}}{{1,2}})?[a-e]?|[A-H]|[IVX]{{1,4}})[*_]*\s*(?:[:：.)．）、–—-][*_]*\s*(\S.*))?$"
    ))
    .expect("the pattern is constant")
});

/// The longest heading, in words.
const MOST_WORDS: usize = 14;

/// Returns the lines between turns that are marked as a question or a part, with what they are. Each stands directly above a label, and
/// below a line that has ended. Several numbered lines in one turn are what somebody says.
pub(super) fn guide_lines(text: &str, lines: &[Range<usize>]) -> Vec<(usize, AsideKind)> {
    let words = |i: usize| text[lines[i].clone()].trim_matches(is_blank);
    let mut found = Vec::new();
    for i in 0..lines.len() {
        let line = words(i);
        // Nearly all lines begin otherwise, or are longer.
        if line.is_empty() || line.len() > 200 {
            continue;
        }
        let Some(kind) = marked(line) else { continue };
        let next = (i + 1..lines.len()).map(words).find(|line| !line.is_empty());
        let is_above_label = next.is_some_and(|next| {
            head(next).is_some_and(|head| head.body < next.len()) && numbering(next).is_none()
        });
        let above = (0..i).rev().map(words).find(|line| !line.is_empty());
        let is_below_list = above.is_some_and(|above| numbering(above).is_some())
            || (kind == AsideKind::Question && is_in_list((0..i).rev().map(words)));
        let has_gap = i == 0 || words(i - 1).is_empty();
        let is_apart = has_gap || above.is_some_and(ends_sentence);
        if is_above_label && is_apart && !is_below_list {
            found.push((i, kind));
        }
    }
    found
}

/// Tells whether a line with the number of a question stands in one turn with another. `above` are the lines above it, the next first.
pub(super) fn is_in_list<'t>(above: impl Iterator<Item = &'t str>) -> bool {
    for line in above {
        let is_question = numbering(line).is_some_and(|(kind, _)| kind == AsideKind::Question);
        if is_question || head(line).is_some() {
            return is_question;
        }
    }
    false
}

/// Tells what a line is by its word and number, and by what stands behind them: an answer can have the number of its question.
pub(in crate::ingest) fn marked(line: &str) -> Option<AsideKind> {
    if line.split_whitespace().nth(MOST_WORDS).is_some() {
        return None;
    }
    let (kind, rest) = numbering(line)?;
    (kind != AsideKind::Question || is_topic(rest)).then_some(kind)
}

/// Returns what the word and the number at the beginning of a line number, and the rest of the line.
pub(super) fn numbering(line: &str) -> Option<(AsideKind, &str)> {
    let found = MARKED.captures(line.trim_matches(is_blank))?;
    let kind = if found.get(1).is_some() { AsideKind::Question } else { AsideKind::Heading };
    Some((kind, found.get(2).map_or("", |rest| rest.as_str())))
}

/// Tells whether words end as a sentence does, so that others may speak below them.
pub(super) fn ends_sentence(words: &str) -> bool {
    words
        .trim_end_matches(|c| is_blank(c) || matches!(c, '"' | '”' | '»' | ')' | ']' | '*' | '_' | '’'))
        .ends_with(['.', '?', '!', '…', '؟', '。', '？', '！', '–', '—', '-'])
}
