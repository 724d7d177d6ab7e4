//! The line of a cue that holds its times.

use std::sync::LazyLock;

use regex::Regex;

use super::error::CueError;
use crate::ingest::transcript::clock::milliseconds;

static TIME_LINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(\d{1,6}[:.,;]\d\S*)\s*(?:-{1,3}\s?>|[–—]\s?>|→)\s*(\S*)(.*)$")
        .expect("the pattern is constant")
});

/// The times of a cue, in milliseconds, and what is wrong with them.
pub(super) struct Times {
    pub(super) start_ms: Option<u64>,
    pub(super) end_ms: Option<u64>,
    pub(super) error: Option<CueError>,
}

/// Tells whether a line begins like the times of a cue: with a time and an arrow. What is after the times are settings, unless the line
/// stands among words: then somebody says them. `above` is the line before it.
pub(super) fn is_time_line(line: &str, above: Option<&str>) -> bool {
    if !line.trim_start().starts_with(char::is_numeric) || !line.contains(['>', '→']) {
        return false;
    }
    let Some(found) = TIME_LINE.captures(line) else { return false };
    let settings = found.get(3).map_or("", |rest| rest.as_str());
    let is_setting = |word: &str| word.contains([':', '%']) || word.starts_with('{');
    let among_words = above
        .is_some_and(|above| !above.trim().is_empty() && !is_number(above) && !TIME_LINE.is_match(above));
    !among_words || settings.split_whitespace().all(is_setting)
}

/// Reads the times of a line; `number` is its number, counted from 1. A time that cannot be read is left out, and so is an end before the
/// start.
pub(super) fn times(line: &str, number: usize) -> Times {
    let found = TIME_LINE.captures(line);
    let side = |n: usize| milliseconds(found.as_ref()?.get(n)?.as_str());
    let error = |message: String| Some(CueError { line: number, message });
    match (side(1), side(2)) {
        (Some(start), Some(end)) if end < start => {
            let message =
                format!("the cue ends before it starts (“{}”); correct one of its times", start_of(line));
            Times { start_ms: Some(start), end_ms: None, error: error(message) }
        }
        (Some(start), Some(end)) => Times { start_ms: Some(start), end_ms: Some(end), error: None },
        (start_ms, end_ms) => {
            let message = format!(
                "“{}” is not a pair of times; write them as 00:00:01.000 --> 00:00:04.000, with minutes and seconds below 60",
                start_of(line)
            );
            Times { start_ms, end_ms, error: error(message) }
        }
    }
}

/// Tells whether a line holds a number and nothing else.
pub(super) fn is_number(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.chars().all(char::is_numeric)
}

/// Returns the start of a line, for messages.
pub(super) fn start_of(line: &str) -> String {
    let line = line.trim();
    let start: String = line.chars().take(50).collect();
    if start.len() < line.len() { format!("{start}…") } else { start }
}
