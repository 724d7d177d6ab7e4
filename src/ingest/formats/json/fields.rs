//! The fields of a passage or a word: who, when and what.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::ingest::transcript::clock::milliseconds;

/// Returns when a passage or word begins, in milliseconds.
pub(super) fn start_ms(object: &Map<String, Value>) -> Option<u64> {
    time(object, ["start", "startTime", "start_time"], "from", 0)
}

/// Returns when a passage or word ends, in milliseconds.
pub(super) fn end_ms(object: &Map<String, Value>) -> Option<u64> {
    time(object, ["end", "endTime", "end_time"], "to", 1)
}

fn time(object: &Map<String, Value>, names: [&str; 3], side: &str, at: usize) -> Option<u64> {
    let offset = || object.get("offsets")?.get(side)?.as_f64().and_then(whole);
    let clock = || milliseconds(object.get("timestamps")?.get(side)?.as_str()?.trim());
    let named = || names.iter().find_map(|name| seconds(object.get(*name)?));
    let pair = || seconds(object.get("timestamp")?.get(at)?);
    offset().or_else(clock).or_else(named).or_else(pair)
}

/// Reads a time in seconds, or as on a clock.
fn seconds(value: &Value) -> Option<u64> {
    let seconds = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => match milliseconds(text.trim()) {
            Some(ms) => return Some(ms),
            None => text.trim().trim_end_matches('s').parse().ok()?,
        },
        _ => return None,
    };
    whole(seconds * 1000.0)
}

/// Rounds to milliseconds; `None` for a time below zero or above a century.
fn whole(ms: f64) -> Option<u64> {
    (0.0..3.2e12).contains(&ms).then(|| ms.round() as u64)
}

/// Returns the name of who speaks.
pub(super) fn speaker(object: &Map<String, Value>) -> Option<Cow<'_, str>> {
    let name = match object.get("speaker").or_else(|| object.get("speaker_id"))? {
        Value::String(name) => Cow::Borrowed(name.trim()),
        Value::Number(number) => Cow::Owned(format!("Speaker {number}")),
        _ => return None,
    };
    (!name.is_empty()).then_some(name)
}

/// Returns the words of a passage, one by one, if it lists them.
pub(super) fn words(object: &Map<String, Value>) -> impl DoubleEndedIterator<Item = &Map<String, Value>> {
    object.get("words").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

/// Returns what a word is.
pub(super) fn word(object: &Map<String, Value>) -> Option<&str> {
    ["word", "punctuated_word", "text"].iter().find_map(|name| object.get(*name)?.as_str())
}
