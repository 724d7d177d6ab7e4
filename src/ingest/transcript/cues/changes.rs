//! Signs that somebody else speaks, without a name: marks of recognisers, the arrows of live captions, and the dashes of subtitles.

use std::sync::LazyLock;

use regex::Regex;

use super::super::label::holds_question;
use super::super::sides::{VOICES, alternate};
use super::cue::{Cue, Voice};
use super::speakers::is_mark;
use crate::domain::{Notice, NoticeFact};

static MARK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\[speaker[ _]turn\]").expect("the pattern is constant"));
static ARROWS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:^|\s)>{2,3}\s*").expect("the pattern is constant"));
static DASH: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*[-–—‐]\s*").expect("the pattern is constant"));

/// The least number of lines that begin with arrows in a file in which arrows are no words.
const LEAST_ARROWS: usize = 2;

/// Cuts the voices where whisper.cpp marks that somebody else goes on; the marks are no words.
pub(super) fn cut_at_marks(cues: &mut [Cue]) {
    cut_at(cues, &MARK);
}

/// Cuts the voices without a name at arrows (`>>`), with which live captions mark that somebody else speaks, if several lines
/// begin with them. The arrows are no words.
pub(super) fn cut_at_arrows(cues: &mut [Cue]) {
    let lines = cues.iter().flat_map(|cue| &cue.voices).flat_map(|voice| voice.words.lines());
    if lines.filter(|line| line.trim_start().starts_with(">>")).take(LEAST_ARROWS).count() == LEAST_ARROWS {
        cut_at(cues, &ARROWS);
    }
}

/// Cuts the voices without a name at a sign that somebody else speaks, and takes the sign away.
fn cut_at(cues: &mut [Cue], sign: &Regex) {
    let mut opens = false;
    for cue in cues {
        let is_cut = |voice: &Voice| voice.name.is_none() && sign.is_match(&voice.words);
        if !opens && !cue.voices.iter().any(is_cut) {
            continue;
        }
        for voice in std::mem::take(&mut cue.voices) {
            if voice.name.is_some() {
                opens = false;
                cue.voices.push(voice);
                continue;
            }
            for (n, words) in sign.split(&voice.words).enumerate() {
                opens |= n > 0;
                if !words.trim().is_empty() {
                    let opens_turn = std::mem::take(&mut opens) || (n == 0 && voice.opens_turn);
                    cue.voices.push(Voice { name: None, words: words.to_owned(), opens_turn });
                }
            }
        }
    }
}

/// Gives the turns of cues in which signs alone tell who speaks to two voices, if every other turn asks; returns a notice of it.
pub(super) fn alternate_voices(cues: &mut [Cue]) -> Option<Notice> {
    let all = || cues.iter().flat_map(|cue| &cue.voices);
    if all().any(|voice| voice.name.is_some()) || !all().any(|voice| voice.opens_turn) {
        return None;
    }
    // What stands before the first sign is a turn, unless it is only a note in brackets.
    let mut asks: Vec<bool> = Vec::new();
    let mut of_turn: Vec<Option<usize>> = Vec::new();
    for voice in all() {
        let begins = voice.opens_turn || (asks.is_empty() && !is_mark(&voice.words));
        if begins {
            asks.push(false);
        }
        if let Some(last) = asks.last_mut() {
            *last |= holds_question(&voice.words);
        }
        of_turn.push(asks.len().checked_sub(1));
    }
    if !alternate(&asks) {
        return None;
    }
    for (voice, turn) in cues.iter_mut().flat_map(|cue| &mut cue.voices).zip(of_turn) {
        voice.name = turn.map(|turn| VOICES[turn % 2].to_owned());
    }
    Some(Notice::of_run(NoticeFact::VoicesAlternate { n: asks.len() }))
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
