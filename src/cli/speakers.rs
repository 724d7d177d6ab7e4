//! Who was found speaking, and which role was assumed.

use std::collections::BTreeMap;

use super::layout::{count, shorten, wrap};
use super::output::{styled, styles};
use crate::domain::Role;
use crate::project::{DocumentView, SpeakerView};

/// So many documents are shown one by one unless more is asked for.
const SHOWN: usize = 12;
/// So many speakers of a document are shown one by one unless more is asked for.
const SHOWN_SPEAKERS: usize = 4;
/// A table of answers has a speaker for each: nobody reads more than this.
const MOST_SPEAKERS: usize = 40;

/// The lines that say who speaks.
pub(super) fn lines(documents: &[DocumentView], all: bool) -> Vec<String> {
    let n_segments = documents.iter().map(|document| document.n_segments).sum();
    let mut lines = vec![format!(
        "Read {}, {} to cluster. Who speaks:",
        count(documents.len(), "document", "documents"),
        count(n_segments, "segment", "segments")
    )];
    let shown = if all || documents.len() <= SHOWN { documents.len() } else { SHOWN - 2 };
    let width =
        documents.iter().take(shown).map(|document| document.name.chars().count()).max().unwrap_or(0).min(32);
    for document in &documents[..shown] {
        let name = super::layout::pad(&shorten(&document.name, width), width);
        lines.push(format!("  {}  {}", styled(styles::STRONG, &name), speakers(document, all)));
    }
    if shown < documents.len() {
        lines.push(format!(
            "  and {} more documents, in all: {}",
            documents.len() - shown,
            summary(documents)
        ));
        lines.push("  (-v shows them all)".to_owned());
    }
    lines
}

fn speakers(document: &DocumentView, all: bool) -> String {
    if document.speakers.is_empty() {
        return "nobody: it holds no words".to_owned();
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
    let label = speaker.label.as_deref().unwrap_or("(nobody named)");
    let is = match (&speaker.participant, speaker.role) {
        (_, Role::Interviewer) => "interviewer".to_owned(),
        (Some(name), _) if Some(name) == speaker.label.as_ref() => "participant".to_owned(),
        (Some(name), _) => format!("participant {name}"),
        (None, _) => "participant".to_owned(),
    };
    let reason = styled(styles::FAINT, &format!("({})", speaker.role_reason));
    format!("{label} = {is} {reason}")
}

/// Which labels were taken for what, over all documents.
fn summary(documents: &[DocumentView]) -> String {
    let mut counts: BTreeMap<(Role, &str), usize> = BTreeMap::new();
    for speaker in documents.iter().flat_map(|document| &document.speakers) {
        *counts.entry((speaker.role, speaker.label.as_deref().unwrap_or("(nobody named)"))).or_default() += 1;
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
