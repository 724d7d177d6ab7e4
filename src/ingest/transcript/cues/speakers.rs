//! Who speaks in cues: by the names that the source gives, and by labels in the words.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::super::Hints;
use super::super::clock::milliseconds;
use super::super::label::{fold, shown};
use super::super::label_candidates::{LabelCandidate, accepted};
use super::super::label_search::is_capitals;
use super::super::roles::{RoleLexicon, is_listed, look_up};
use super::super::turn_headers::plain_label;
use super::cue::{Cue, Voice};
use crate::domain::{MendedLabel, Notice, NoticeFact, Role};

/// Reads `Name: words` and `[SPEAKER_00]: words` inside cues that name nobody. A cue without a label continues with the speaker
/// before; where a sign tells that somebody else speaks, it is the other of two, or nobody who is named.
pub(super) fn read_labels(cues: &mut [Cue], hints: &Hints<'_>) -> Vec<Notice> {
    let mut sightings = Vec::new();
    let mut n_units = 0;
    let mut n_opening = 0;
    for voice in voices(cues) {
        n_units += 1;
        for (n, line) in voice.words.lines().enumerate() {
            if let Some(head) = plain_label(line) {
                n_opening += usize::from(n == 0);
                sightings.push(LabelCandidate {
                    label: line[head.label].to_owned(),
                    opens_unit: true,
                    asks: false,
                });
            }
        }
    }
    let mut labels = accepted(&sightings, n_units.min(sightings.len()), hints);
    if labels.is_empty() && n_opening == n_units {
        // A recogniser labels every cue, even if one person speaks.
        let all: BTreeSet<String> = sightings.iter().map(|sighting| fold(&sighting.label)).collect();
        if all.len() == 1 && sightings.first().is_some_and(|sighting| is_listed(&sighting.label)) {
            labels = all;
        }
    }
    // Live captions write a name in capitals when somebody begins, and only arrows later.
    let begun = voices(cues).filter(|voice| voice.opens_turn).filter_map(|voice| lead(&voice.words));
    let named: BTreeSet<String> =
        begun.filter(|(label, _)| is_capitals(label)).map(|(label, _)| fold(&label)).collect();
    if named.len() > 1 {
        labels.extend(named);
    }
    if labels.is_empty() {
        return Vec::new();
    }
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for LabelCandidate { label, .. } in sightings {
        let folded = fold(&label);
        if labels.contains(&folded) {
            names.entry(folded).or_insert(label);
        }
    }
    let mut cast = Cast { names, speaker: None, given: BTreeMap::new(), n_left: 0 };
    for cue in cues {
        let before = std::mem::take(&mut cue.voices);
        for voice in before {
            cue.voices.extend(by_label(&voice, &mut cast));
        }
    }
    let forgotten =
        cast.given.into_iter().map(|(label, n)| NoticeFact::LabelForgotten { label, n }).collect::<Vec<_>>();
    let left = (cast.n_left > 0).then_some(NoticeFact::PassagesWithoutSpeaker { n: cast.n_left });
    forgotten.into_iter().chain(left).map(Notice::of_run).collect()
}

/// The labels of a file, and who speaks.
struct Cast {
    /// The accepted labels by their folded form, as first written.
    names: BTreeMap<String, String>,
    speaker: Option<String>,
    /// How many passages without a label were given to whom.
    given: BTreeMap<String, usize>,
    /// How many passages without a label were given to nobody.
    n_left: usize,
}

impl Cast {
    /// Lets somebody else than the speaker before begin: the other, if there are two.
    fn change(&mut self, words: &str) {
        let before = self.speaker.take().map(|name| fold(&name));
        let mut others = self.names.iter().filter(|(folded, _)| Some(*folded) != before.as_ref());
        if let (true, Some((_, name)), None) = (before.is_some(), others.next(), others.next()) {
            self.speaker = Some(name.clone());
            *self.given.entry(name.clone()).or_default() += 1;
        } else {
            self.n_left += usize::from(!is_mark(words));
        }
    }
}

/// Splits the words of a voice at each line that begins with an accepted label.
fn by_label(voice: &Voice, cast: &mut Cast) -> Vec<Voice> {
    let mut voices: Vec<Voice> = Vec::new();
    for line in voice.words.lines() {
        let head = plain_label(line).filter(|head| cast.names.contains_key(&fold(&line[head.label.clone()])));
        let body = match head {
            Some(head) => {
                cast.speaker = Some(line[head.label].to_owned());
                voices.push(Voice::new(cast.speaker.clone(), String::new()));
                &line[head.body..]
            }
            None => line,
        };
        if voices.is_empty() {
            if voice.opens_turn {
                cast.change(&voice.words);
            }
            voices.push(Voice {
                name: cast.speaker.clone(),
                words: String::new(),
                opens_turn: voice.opens_turn,
            });
        }
        if let Some(voice) = voices.last_mut() {
            voice.words.push_str(body);
            voice.words.push('\n');
        }
    }
    voices
}

/// Tidies the names that a source gives: takes a label that the words repeat out of them, follows names that were corrected in the
/// words alone, and lets the speaker before go on where no name is given.
pub(super) fn read_names(cues: &mut [Cue], hints: &Hints<'_>) -> Vec<Notice> {
    for voice in cues.iter_mut().flat_map(|cue| &mut cue.voices) {
        if voice.name.as_deref().is_some_and(|name| !is_clean(name)) {
            voice.name = voice.name.as_deref().and_then(clean);
        }
    }
    let mut notices: Vec<Notice> = typed_labels(cues, hints).into_iter().collect();
    notices.extend(go_on(cues, hints));
    notices
}

/// Tells whether [`clean`] changes nothing of a name.
fn is_clean(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'_' | b'.' | b'-');
    !name.is_empty() && name.trim_ascii() == name && name.bytes().all(is_letter)
}

/// Returns a name without a colon at its end and brackets around it; `None` if nothing is left.
fn clean(name: &str) -> Option<String> {
    let name = shown(name);
    let mut name = name.trim_end_matches([':', '：', ' ']);
    if let Some(inner) = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        name = inner.trim();
    }
    (!name.is_empty()).then(|| name.to_owned())
}

/// The label before a colon with which the words of a voice begin, and where the words begin after it.
fn lead(words: &str) -> Option<(String, usize)> {
    let line = words.lines().next().filter(|line| line.contains([':', '：']))?;
    let head = plain_label(line)?;
    let label = words.get(head.label.clone())?.to_owned();
    let has_colon = words.get(head.label.end..head.body)?.contains([':', '：']);
    has_colon.then_some((label, head.body))
}

/// Takes labels out of the words of voices that have a name. Where the labels are other names, and stand at half of the changes of voice
/// or more, they are the corrected ones: they hold until the next label or the next voice.
fn typed_labels(cues: &mut [Cue], hints: &Hints<'_>) -> Option<Notice> {
    let mut sightings = Vec::new();
    let mut differ = false;
    let (mut n_changes, mut before) = (0, None);
    for voice in voices(cues) {
        let Some(name) = &voice.name else { continue };
        n_changes += usize::from(before != Some(name));
        before = Some(name);
        if let Some((label, _)) = lead(&voice.words) {
            differ |= fold(&label) != fold(name);
            sightings.push(LabelCandidate { label, opens_unit: true, asks: false });
        }
    }
    if sightings.is_empty() {
        return None;
    }
    let labels = match differ && sightings.len() * 2 >= n_changes {
        true => accepted(&sightings, sightings.len(), hints),
        false => BTreeSet::new(),
    };
    // The names that stand for a tag, with how often they do.
    let mut stands: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for voice in voices(cues) {
        if let (Some(name), Some((label, _))) = (&voice.name, lead(&voice.words))
            && labels.contains(&fold(&label))
        {
            *stands.entry(name.clone()).or_default().entry(label).or_default() += 1;
        }
    }
    let only = |tag: &str| match stands.get(tag) {
        Some(names) if names.len() == 1 => names.keys().next().cloned(),
        _ => None,
    };
    let mut renamed: BTreeSet<(String, String)> = BTreeSet::new();
    let mut current: Option<(String, String)> = None;
    for voice in cues.iter_mut().flat_map(|cue| &mut cue.voices) {
        let Some(tag) = voice.name.clone() else { continue };
        let found = lead(&voice.words);
        let is_same = |label: &str| fold(label) == fold(&tag);
        let name = match found.filter(|(label, _)| is_same(label) || labels.contains(&fold(label))) {
            Some((label, body)) => {
                voice.words.drain(..body);
                if is_same(&label) { tag.clone() } else { label }
            }
            None => match current.filter(|(before, _)| *before == tag) {
                Some((_, name)) => name,
                None => only(&tag).unwrap_or_else(|| tag.clone()),
            },
        };
        voice.words = without_repeated(&voice.words, &tag);
        if fold(&name) != fold(&tag) {
            renamed.insert((tag.clone(), name.clone()));
            voice.name = Some(name.clone());
        }
        current = Some((tag, name));
    }
    let labels: Vec<MendedLabel> =
        renamed.into_iter().map(|(label, taken_for)| MendedLabel { label, taken_for }).collect();
    (!labels.is_empty()).then(|| Notice::of_run(NoticeFact::VoicesRenamed { labels }))
}

/// Takes a label that repeats the voice's name out of the lines after the first.
fn without_repeated(words: &str, name: &str) -> String {
    let lines: Vec<&str> = words
        .split('\n')
        .map(|line| match lead(line) {
            Some((label, body)) if fold(&label) == fold(name) => &line[body..],
            _ => line,
        })
        .collect();
    lines.join("\n")
}

/// Gives passages without a name to the speaker before. They stay nobody's before the first name, where somebody else begins without
/// a name, and where only the interviewer has one: then they are the answers.
fn go_on(cues: &mut [Cue], hints: &Hints<'_>) -> Vec<Notice> {
    let asks = |name: &String| match hints.role(name) {
        Some(role) => role == Role::Interviewer,
        None => {
            look_up(name).is_some_and(|entry| matches!(entry.known, RoleLexicon::Role(Role::Interviewer)))
        }
    };
    let only_interviewers = voices(cues).filter_map(|voice| voice.name.as_ref()).all(asks);
    let (mut n_given, mut n_left) = (0, 0);
    let mut before: Option<String> = None;
    for voice in cues.iter_mut().flat_map(|cue| &mut cue.voices) {
        if voice.name.is_some() {
            before.clone_from(&voice.name);
            continue;
        }
        let speaks = !is_mark(&voice.words);
        if only_interviewers || voice.opens_turn || before.is_none() {
            n_left += usize::from(speaks);
            if voice.opens_turn {
                before = None;
            }
        } else {
            n_given += usize::from(speaks);
            voice.name.clone_from(&before);
        }
    }
    let mut notices = Vec::new();
    if n_given > 0 {
        notices.push(Notice::of_run(NoticeFact::SpeakerGoesOn { n: n_given }));
    }
    if n_left > 0 {
        notices.push(Notice::of_run(NoticeFact::PassagesWithoutSpeaker { n: n_left }));
    }
    notices
}

/// Tells whether there are no words, or only a note in brackets: `(1 minute pause)`.
pub(super) fn is_mark(words: &str) -> bool {
    let words = words.trim();
    let inside = words.strip_prefix(['(', '[']).and_then(|rest| rest.strip_suffix([')', ']']));
    words.is_empty() || inside.is_some_and(|inside| !inside.contains(['(', '[', ')', ']']))
}

fn voices(cues: &[Cue]) -> impl Iterator<Item = &Voice> {
    cues.iter().flat_map(|cue| &cue.voices)
}

static TIME: LazyLock<Regex> = LazyLock::new(|| {
    const CLOCK: &str = r"((?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)";
    let pattern = r"^\s*(?:\[CLOCK(?:\s*(?:-->|[-–])\s*CLOCK)?\]|\(CLOCK(?:\s*(?:-->|[-–])\s*CLOCK)?\)|#CLOCK(?:-\d)?#)(?:\s*[-–]\s)?\s*";
    Regex::new(&pattern.replace("CLOCK", CLOCK)).expect("the pattern is constant")
});

/// Takes times in brackets away from the start of words, and returns the first, in milliseconds.
pub(super) fn take_times(words: &mut String) -> Option<u64> {
    let mut first = None;
    while words.trim_start().starts_with(['[', '(', '#']) {
        let Some(found) = TIME.captures(words) else { break };
        let time = found.iter().skip(1).flatten().next().and_then(|time| milliseconds(time.as_str()));
        first = first.or(time);
        let end = found.get(0).map_or(0, |whole| whole.end());
        words.drain(..end);
    }
    first
}
