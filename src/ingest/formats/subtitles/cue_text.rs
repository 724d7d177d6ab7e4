//! The text inside a cue: voices, tags and entities.

use std::sync::LazyLock;

use regex::Regex;

use crate::ingest::references::decoded;
use crate::ingest::transcript::cues::Voice;

static TAG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"<(/?)([A-Za-z][A-Za-z0-9]*)?(?:\.[^\s<>]*)?([^<>]*)>|\{\\[^{}\n]*\}")
        .expect("the pattern is constant")
});

/// Returns the voices of a cue, in order; those without words are left out.
pub(super) fn voices(payload: &str) -> Vec<Voice> {
    let mut voices = Vec::new();
    let mut voice = Voice::default();
    let mut from = 0;
    for found in TAG.captures_iter(payload) {
        let Some(whole) = found.get(0) else { continue };
        let closes = found.get(1).is_some_and(|slash| !slash.is_empty());
        let name = found.get(2).map(|name| name.as_str());
        let rest = found.get(3).map_or("", |rest| rest.as_str());
        if !is_tag(name, rest, whole.as_str()) {
            continue;
        }
        voice.words.push_str(&decoded(&payload[from..whole.start()]));
        from = whole.end();
        if name == Some("v") {
            let speaker = decoded(&rest.split_whitespace().collect::<Vec<_>>().join(" "));
            let name = (!closes && !speaker.is_empty()).then_some(speaker);
            voices.push(std::mem::replace(&mut voice, Voice::new(name, String::new())));
        }
    }
    voice.words.push_str(&decoded(&payload[from..]));
    voices.push(voice);
    voices.retain(|voice| !voice.words.trim().is_empty());
    voices
}

/// Tells whether a match is a tag: `<i>`, `</c>`, `<00:00:01.000>` and `{\an8}` are; `<3` is not.
fn is_tag(name: Option<&str>, rest: &str, whole: &str) -> bool {
    let time = rest.starts_with(|c: char| c.is_ascii_digit()) && rest.contains(':');
    name.is_some() || whole.starts_with('{') || whole == "</>" || whole.starts_with("<.") || time
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(payload: &str) -> Vec<(Option<String>, String)> {
        voices(payload).into_iter().map(|voice| (voice.name, voice.words)).collect()
    }

    #[test]
    fn voices_with_classes_over_lines() {
        let found = pairs("<v.loud.first Mary  Ann>One <i>two</i>\nthree</v>\n<v Tom &amp; Jo>Four");
        assert_eq!(found[0], (Some("Mary Ann".into()), "One two\nthree".into()));
        assert_eq!(found[1], (Some("Tom & Jo".into()), "Four".into()));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn tags_go_and_signs_stay() {
        let found = pairs(
            "{\\an8}I <3 it <c.red>a</c> <00:00:01.000><c>b</c> 1 &lt; 2 &amp;lt; &#233; &unknown; <UNIN/>x > y",
        );
        assert_eq!(found, [(None, "I <3 it a b 1 < 2 &lt; é &unknown; x > y".to_owned())]);
        assert!(pairs("<v Ann></v>").is_empty());
    }
}
