//! Makes turns from timed pieces of speech, as subtitles and recognisers give them.

mod changes;
mod cue;
mod rolling;
mod speakers;
#[cfg(test)]
mod tests;

use super::assemble::{TurnDraft, assemble};
use super::label::fold;
use super::{Hints, Transcript};
use crate::domain::{LeftOut, Notice, NoticeFact};
pub(in crate::ingest) use cue::{Cue, Voice};

/// Cues of one speaker with a shorter pause between them are one turn.
const GAP_MS: u64 = 2_000;

/// Makes turns from cues: drops what rolling captions repeat, reads names, labels and other signs of who speaks, and joins the cues
/// of one speaker.
///
/// The text is the words of each turn, with one space between cues and a line end between turns; a time mark is set where
/// each cue begins.
pub(in crate::ingest) fn from_cues(mut cues: Vec<Cue>, hints: &Hints<'_>) -> Transcript {
    let mut notices = Vec::new();
    let dropped = rolling::drop_repeated(&mut cues);
    for (n, what) in
        [(dropped.n_lines, LeftOut::RepeatedCaptions), (dropped.n_words, LeftOut::RepeatedCaptionWords)]
    {
        if n > 0 {
            notices.push(Notice::of_run(NoticeFact::LeftOut { n, what }));
        }
    }
    changes::cut_at_marks(&mut cues);
    changes::cut_at_arrows(&mut cues);
    if cues.iter().flat_map(|cue| &cue.voices).any(|voice| voice.name.is_some()) {
        notices.extend(speakers::read_names(&mut cues, hints));
    } else {
        notices.extend(speakers::read_labels(&mut cues, hints));
        changes::cut_at_dashes(&mut cues);
        notices.extend(changes::alternate_voices(&mut cues));
    }
    let mut text = String::new();
    let mut drafts: Vec<TurnDraft> = Vec::new();
    let mut marks = Vec::new();
    let mut last_end = None;
    for cue in cues {
        for mut voice in cue.voices {
            let written_ms = speakers::take_times(&mut voice.words);
            let start_ms = cue.start_ms.or(written_ms);
            let words = voice.words.split_whitespace().collect::<Vec<_>>().join(" ");
            if words.is_empty() {
                continue;
            }
            let near = match (last_end, start_ms) {
                (Some(end), Some(start)) => start < end + GAP_MS,
                _ => true,
            };
            let same = |draft: &TurnDraft| match (&draft.label, &voice.name) {
                (Some(before), Some(now)) => before == now || fold(before) == fold(now),
                (before, now) => before.is_none() && now.is_none(),
            };
            let joins = near && !voice.opens_turn && drafts.last().is_some_and(same);
            if !text.is_empty() {
                text.push(if joins { ' ' } else { '\n' });
            }
            marks.extend(start_ms.map(|ms| (text.len(), ms)));
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
