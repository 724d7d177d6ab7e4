//! Signs that somebody else speaks, without a name: marks of recognisers, and the dashes of subtitles.

use std::sync::LazyLock;

use regex::Regex;

use super::cue::{Cue, Voice};

static MARK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\[speaker[ _]turn\]").expect("the pattern is constant"));
static DASH: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*[-–—‐]\s*").expect("the pattern is constant"));

/// Cuts the voices where whisper.cpp marks that somebody else goes on; the marks are no words.
pub(super) fn cut_at_marks(cues: &mut [Cue]) {
    let mut opens = false;
    for cue in cues {
        if !opens && !cue.voices.iter().any(|voice| MARK.is_match(&voice.words)) {
            continue;
        }
        for voice in std::mem::take(&mut cue.voices) {
            for (n, words) in MARK.split(&voice.words).enumerate() {
                opens |= n > 0;
                if !words.trim().is_empty() {
                    let opens_turn = std::mem::take(&mut opens) || (n == 0 && voice.opens_turn);
                    cue.voices.push(Voice { name: voice.name.clone(), words: words.to_owned(), opens_turn });
                }
            }
        }
    }
}

/// Cuts voices without a name at lines that begin with a dash, as subtitles mark that somebody else speaks, if a cue has two
/// such lines. The dashes are no words.
pub(super) fn cut_at_dashes(cues: &mut [Cue]) {
    let is_dialogue =
        |voice: &Voice| voice.words.lines().filter(|line| after_dash(line).is_some()).count() > 1;
    let found =
        cues.iter().any(|cue| cue.voices.iter().any(|voice| voice.name.is_none() && is_dialogue(voice)));
    if !found {
        return;
    }
    for cue in cues {
        for voice in std::mem::take(&mut cue.voices) {
            if voice.name.is_some() {
                cue.voices.push(voice);
                continue;
            }
            let mut open = Voice { words: String::new(), ..voice.clone() };
            for line in voice.words.lines() {
                let rest = after_dash(line);
                if rest.is_some() {
                    let next = Voice { opens_turn: true, ..Voice::default() };
                    cue.voices.push(std::mem::replace(&mut open, next));
                }
                open.words.push_str(rest.unwrap_or(line));
                open.words.push('\n');
            }
            cue.voices.push(open);
        }
        cue.voices.retain(|voice| !voice.words.trim().is_empty());
    }
}

/// Returns what follows a dash at the start of a line, if a sentence can begin there.
fn after_dash(line: &str) -> Option<&str> {
    let rest = &line[DASH.find(line)?.end()..];
    rest.chars().next().is_some_and(|c| !c.is_lowercase() && !matches!(c, '-' | '–' | '—')).then_some(rest)
}
