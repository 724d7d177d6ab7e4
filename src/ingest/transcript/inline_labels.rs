//! Labels in the middle of lines: a whole conversation in one paragraph, as assistants and web forms give it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::found::Found;
use super::label::{fold, holds_question, like_a_name, plausible};
use super::roles::{RoleLexicon, look_up};

/// A short prefix before a colon, at the start of a line or after the end of a sentence.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)(?:^|[.?!…؟。][\x22”’')\]]*)[ \t]*(\p{L}[^\s:：.?!;,]{0,20}(?: [^\s:：.?!;,]{1,20}){0,2})[:：](?:\s|$)")
        .expect("the pattern is constant")
});

/// Returns the turns of a text in which most labels stand inside lines; nothing if it is none.
pub(super) fn inline(text: &str) -> Vec<Found> {
    let n_lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    // The search is long, so it is made only where labels can be as many as they must be.
    if text.bytes().filter(|&byte| byte == b':').count() + text.matches('：').count() < 2 * n_lines.max(2) {
        return Vec::new();
    }
    let mut found: Vec<(String, Found)> = Vec::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for captures in LABEL.captures_iter(text) {
        let (Some(whole), Some(label)) = (captures.get(0), captures.get(1)) else { continue };
        let is_label =
            plausible(label.as_str()) && (like_a_name(label.as_str()) || look_up(label.as_str()).is_some());
        if !is_label {
            continue;
        }
        let folded = fold(label.as_str());
        *counts.entry(folded.clone()).or_default() += 1;
        let head = Found {
            start: label.start(),
            label: Some(label.as_str().to_owned()),
            body: whole.end(),
            ms: None,
            of_day: false,
            emphasis: None,
        };
        found.push((folded, head));
    }
    found.retain(|(label, _)| counts[label] >= 2);
    counts.retain(|_, n| *n >= 2);
    let n_changes = found.windows(2).filter(|pair| pair[0].0 != pair[1].0).count();
    let n_often = counts.values().filter(|&&n| n >= 3).count();
    let has_role = found.iter().any(|(_, head)| {
        let known = head.label.as_deref().and_then(look_up).map(|entry| entry.known);
        matches!(known, Some(RoleLexicon::Role(_) | RoleLexicon::Voice))
    });
    let first = found.first().map_or(0, |(_, head)| head.start);
    let ends = found.iter().skip(1).map(|(_, head)| head.start).chain([text.len()]);
    let n_asking =
        found.iter().zip(ends).filter(|((_, head), end)| holds_question(&text[head.body..*end])).count();
    let is_cast = counts.len() <= 6
        && n_often >= 2
        && found.len() >= 2 * n_lines.max(2)
        && n_changes * 10 >= found.len() * 6
        && text[..first].lines().filter(|line| !line.trim().is_empty()).count() <= 2
        && (has_role || n_asking * 5 >= found.len());
    if is_cast { found.into_iter().map(|(_, head)| head).collect() } else { Vec::new() }
}
