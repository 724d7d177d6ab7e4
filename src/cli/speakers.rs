//! Lists the speakers that were found, with the role that each was given.

use std::collections::BTreeMap;

use unicode_width::UnicodeWidthStr;

use super::layout::{count, pad, shorten, wrap};
use super::output::{styled, styles};
use crate::domain::{AsideKind, Role};
use crate::project::{DocumentView, SpeakerView};

/// How many documents are shown one by one without `-v`.
const SHOWN: usize = 12;
/// How many speakers of a document are shown one by one without `-v`.
const SHOWN_SPEAKERS: usize = 4;
/// How many speakers of a document are shown at most: a table of answers has one for each answer.
const MOST_SPEAKERS: usize = 40;

/// Returns the lines that list the speakers.
pub(super) fn lines(documents: &[DocumentView], all: bool) -> Vec<String> {
    let n_segments = documents.iter().map(|document| document.n_segments).sum();
    let mut lines = vec![format!(
        "Read {}, {} to cluster. Who speaks:",
        count(documents.len(), "document", "documents"),
        count(n_segments, "segment", "segments")
    )];
    let shown = if all || documents.len() <= SHOWN { documents.len() } else { SHOWN - 2 };
    let width = documents.iter().take(shown).map(|document| document.name.width()).max().unwrap_or(0).min(32);
    for document in &documents[..shown] {
        let name = pad(&shorten(&document.name, width), width);
        lines.push(format!("  {}  {}", styled(styles::STRONG, &name), speakers(document, all)));
    }
    if shown < documents.len() {
        lines.push(format!(
            "  and {}; all together: {}",
            count(documents.len() - shown, "more document", "more documents"),
            summary(documents)
        ));
        lines.push("  (-v shows all documents)".to_owned());
    }
    lines.extend(set_aside(documents));
    lines
}

/// Returns how many turns of participants were set aside, by what they are; `None` where there is none.
fn set_aside(documents: &[DocumentView]) -> Option<String> {
    let mut counts: BTreeMap<AsideKind, usize> = BTreeMap::new();
    for (kind, n) in documents.iter().flat_map(|document| &document.set_aside) {
        *counts.entry(*kind).or_default() += n;
    }
    let parts: Vec<String> = [
        AsideKind::BackChannel,
        AsideKind::SmallTalk,
        AsideKind::Recurring,
        AsideKind::NonAnswer,
        AsideKind::StageDirection,
        AsideKind::Sign,
    ]
    .into_iter()
    .filter_map(|kind| {
        let (one, many) = kind.nouns();
        counts.get(&kind).map(|n| count(*n, one, many))
    })
    .collect();
    (!parts.is_empty()).then(|| format!("Set aside: {} (`themata set-aside` lists them).", parts.join(", ")))
}

fn speakers(document: &DocumentView, all: bool) -> String {
    if document.speakers.is_empty() {
        return "no speaker: the document is empty".to_owned();
    }
    let n = document.speakers.len();
    let most = if all { MOST_SPEAKERS } else { SHOWN_SPEAKERS };
    let shown = if n <= most { n } else { most - 1 };
    let mut parts: Vec<String> = document.speakers[..shown].iter().map(speaker).collect();
    if shown < n {
        parts.push(format!("and {} more", n - shown));
    }
    parts.join(" · ")
}

fn speaker(speaker: &SpeakerView) -> String {
    let label = speaker.label.as_deref().unwrap_or("(no name)");
    let is = match (&speaker.participant, speaker.role) {
        (_, Role::Interviewer) => "interviewer".to_owned(),
        (Some(name), _) if Some(name) == speaker.label.as_ref() => "participant".to_owned(),
        (Some(name), _) => format!("participant {name}"),
        (None, _) => "participant".to_owned(),
    };
    let reason = styled(styles::FAINT, &format!("({})", speaker.role_reason));
    format!("{label} = {is} {reason}")
}

/// Returns which labels were taken for which role, over all documents.
fn summary(documents: &[DocumentView]) -> String {
    let mut counts: BTreeMap<(Role, &str), usize> = BTreeMap::new();
    for speaker in documents.iter().flat_map(|document| &document.speakers) {
        *counts.entry((speaker.role, speaker.label.as_deref().unwrap_or("(no name)"))).or_default() += 1;
    }
    let of = |role: Role| -> String {
        let mut labels: Vec<(&str, usize)> =
            counts.iter().filter(|((r, _), _)| *r == role).map(|((_, label), n)| (*label, *n)).collect();
        labels.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        match labels.len() {
            0 => format!("no {role}"),
            1..=5 => {
                let labels = labels.iter().map(|(l, n)| format!("{l} ({n})")).collect::<Vec<_>>().join(", ");
                format!("{role}: {labels}")
            }
            n => format!("{n} {role}s"),
        }
    };
    wrap(&format!("{}; {}", of(Role::Interviewer), of(Role::Participant)), 200).join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::DocumentFormat;

    #[test]
    fn one_line_says_what_was_set_aside() {
        let document = |set_aside: &[(AsideKind, usize)]| DocumentView {
            name: "a.txt".to_owned(),
            format: DocumentFormat::Txt,
            sha256: String::new(),
            language: None,
            n_turns: 90,
            n_segments: 3,
            set_aside: set_aside.iter().copied().collect(),
            speakers: Vec::new(),
        };
        let first = document(&[(AsideKind::BackChannel, 50), (AsideKind::Interviewer, 20)]);
        let second = document(&[
            (AsideKind::BackChannel, 9),
            (AsideKind::NonAnswer, 14),
            (AsideKind::StageDirection, 1),
        ]);
        let last = |documents: &[DocumentView]| lines(documents, false).pop().unwrap();
        assert_eq!(
            last(&[first, second]),
            "Set aside: 59 back-channel turns, 14 non-answers, 1 stage direction (`themata set-aside` lists them)."
        );
        assert!(!last(&[document(&[(AsideKind::Interviewer, 20)])]).contains("Set aside"));
    }
}
