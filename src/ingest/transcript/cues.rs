//! Makes turns from timed pieces of speech, as subtitles and recognisers give them.

use std::collections::BTreeSet;

use super::assemble::{TurnDraft, assemble};
use super::label::fold;
use super::label_candidates::{LabelCandidate, accepted};
use super::turn_headers::plain_label;
use super::{Hints, Transcript};
use crate::domain::{LeftOut, Notice, NoticeFact};

/// Cues of one speaker with a shorter pause between them are one turn.
const GAP_MS: u64 = 2_000;

/// Words of one voice inside a cue; line ends are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::ingest) struct Voice {
    /// The name, if a voice span gives one.
    pub(in crate::ingest) name: Option<String>,
    /// The words, tags removed and entities decoded.
    pub(in crate::ingest) words: String,
}

/// One cue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::ingest) struct Cue {
    /// When it begins, if known.
    pub(in crate::ingest) start_ms: Option<u64>,
    /// When it ends, if known.
    pub(in crate::ingest) end_ms: Option<u64>,
    /// What is said in it; lines are separated by line ends.
    pub(in crate::ingest) voices: Vec<Voice>,
}

/// Makes turns from cues: drops lines that rolling captions repeat, reads labels, joins the cues of one speaker.
///
/// The text is the words of each turn, with one space between cues and a line end between turns; a time mark is set where
/// each cue begins.
pub(in crate::ingest) fn from_cues(mut cues: Vec<Cue>, hints: &Hints<'_>) -> Transcript {
    let mut notices = Vec::new();
    let n_dropped = drop_rolling(&mut cues);
    if n_dropped > 0 {
        notices.push(Notice::of_run(NoticeFact::LeftOut { n: n_dropped, what: LeftOut::RepeatedCaptions }));
    }
    if cues.iter().flat_map(|cue| &cue.voices).all(|voice| voice.name.is_none()) {
        read_labels(&mut cues, hints);
    }
    let mut text = String::new();
    let mut drafts: Vec<TurnDraft> = Vec::new();
    let mut marks = Vec::new();
    let mut last_end = None;
    for cue in cues {
        for voice in cue.voices {
            let words = voice.words.split_whitespace().collect::<Vec<_>>().join(" ");
            if words.is_empty() {
                continue;
            }
            let near = match (last_end, cue.start_ms) {
                (Some(end), Some(start)) => start < end + GAP_MS,
                _ => true,
            };
            let same = |draft: &TurnDraft| match (&draft.label, &voice.name) {
                (Some(before), Some(now)) => before == now || fold(before) == fold(now),
                (before, now) => before.is_none() && now.is_none(),
            };
            let joins = near && drafts.last().is_some_and(same);
            if !text.is_empty() {
                text.push(if joins { ' ' } else { '\n' });
            }
            marks.extend(cue.start_ms.map(|ms| (text.len(), ms)));
            let start = text.len();
            text.push_str(&words);
            match drafts.last_mut().filter(|_| joins) {
                Some(draft) => draft.bytes.end = text.len(),
                None => drafts.push(TurnDraft { label: voice.name, bytes: start..text.len() }),
            }
        }
        last_end = cue.end_ms.or(cue.start_ms).max(last_end);
    }
    if !drafts.is_empty() && drafts.iter().all(|draft| draft.label.is_none()) {
        notices.push(Notice::of_run(NoticeFact::NoSpeakersNamed));
    }
    assemble(text, drafts, &marks, notices, hints)
}

/// Reads `Name: words` and `[SPEAKER_00]: words` inside cues. A cue without a label continues with the speaker before.
fn read_labels(cues: &mut [Cue], hints: &Hints<'_>) {
    let mut sightings = Vec::new();
    let mut n_units = 0;
    for voice in cues.iter().flat_map(|cue| &cue.voices) {
        n_units += 1;
        for line in voice.words.lines() {
            if let Some(head) = plain_label(line) {
                sightings.push(LabelCandidate { label: line[head.label].to_owned(), opens_unit: true });
            }
        }
    }
    let labels = accepted(&sightings, n_units.min(sightings.len()), hints);
    if labels.is_empty() {
        return;
    }
    let mut speaker = None;
    for cue in cues {
        let before = std::mem::take(&mut cue.voices);
        for voice in before {
            cue.voices.extend(by_label(&voice.words, &labels, &mut speaker));
        }
    }
}

/// Splits the words of a cue at each line that begins with an accepted label.
fn by_label(words: &str, labels: &BTreeSet<String>, speaker: &mut Option<String>) -> Vec<Voice> {
    let mut voices: Vec<Voice> = Vec::new();
    for line in words.lines() {
        let head = plain_label(line).filter(|head| labels.contains(&fold(&line[head.label.clone()])));
        let body = match head {
            Some(head) => {
                *speaker = Some(line[head.label].to_owned());
                voices.push(Voice { name: speaker.clone(), words: String::new() });
                &line[head.body..]
            }
            None => line,
        };
        if voices.is_empty() {
            voices.push(Voice { name: speaker.clone(), words: String::new() });
        }
        if let Some(voice) = voices.last_mut() {
            voice.words.push_str(body);
            voice.words.push('\n');
        }
    }
    voices
}

/// Drops lines that a cue repeats from the one before, if the file's captions roll: at least three cues, and three
/// in ten, begin with the lines with which the cue before ended. In other files a repeated line was said twice. Returns the
/// number of lines dropped.
fn drop_rolling(cues: &mut [Cue]) -> usize {
    let lines: Vec<Vec<String>> = cues
        .iter()
        .map(|cue| {
            let lines = cue.voices.iter().flat_map(|voice| voice.words.lines());
            lines
                .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
                .filter(|line| !line.is_empty())
                .collect()
        })
        .collect();
    let filled: Vec<usize> = (0..cues.len()).filter(|&i| !lines[i].is_empty()).collect();
    let repeated: Vec<(usize, usize)> = filled
        .windows(2)
        .map(|pair| (pair[1], overlap(&lines[pair[0]], &lines[pair[1]])))
        .filter(|&(_, n)| n > 0)
        .collect();
    let rolls = repeated.len() >= 3 && repeated.len() * 10 >= filled.len() * 3;
    if !rolls {
        return 0;
    }
    let mut n_dropped = 0;
    for &(i, n) in &repeated {
        // Rolling captions have one voice.
        if let [voice] = cues[i].voices.as_mut_slice() {
            voice.words = lines[i][n..].join("\n");
            n_dropped += n;
        }
    }
    n_dropped
}

/// Counts the lines at the end of one cue that are also at the beginning of the next; captions roll by a few.
fn overlap(before: &[String], now: &[String]) -> usize {
    (1..=before.len().min(now.len()).min(8))
        .rev()
        .find(|&n| before[before.len() - n..] == now[..n])
        .unwrap_or(0)
}
