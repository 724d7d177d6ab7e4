//! What is known of documents when they are cut: their segments, who speaks in them, and what was set aside.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::{AsideKind, Document, Language, Notice, NoticeFact, Role, Segment};
use crate::segment::Segmentation;

use super::people::People;
use super::run_texts::Row;
use super::view::{DocumentView, RunCounts, SpeakerView};
use super::{NothingLeft, ProjectError, SuggestRequest};

/// Returns the interview of each segment, for leaving out one at a time: its participant, or its document where the
/// participant is unknown.
pub(super) fn interviews(rows: &[Row]) -> Vec<Option<usize>> {
    let mut numbers = BTreeMap::new();
    rows.iter()
        .map(|row| {
            let next = numbers.len();
            let interview = row.participant.as_deref().ok_or(row.document);
            Some(*numbers.entry(interview).or_insert(next))
        })
        .collect()
}

/// Returns the segments, with who says them.
pub(super) fn rows(documents: &[Document], cut: &[Segmentation], people: &People) -> Vec<Row> {
    let names: BTreeMap<&str, Arc<str>> =
        people.participants.iter().map(|p| (p.name.as_str(), Arc::from(p.name.as_str()))).collect();
    let of_document = |(at, (document, cut)): (usize, (&Document, &Segmentation))| -> Vec<Row> {
        let row = |segment: &Segment| Row {
            document: at,
            turn: segment.turn,
            span: segment.span,
            participant: people
                .participant(at, document.turns[segment.turn].speaker)
                .and_then(|name| names.get(name).cloned()),
        };
        cut.segments.iter().map(row).collect()
    };
    documents.iter().zip(cut).enumerate().flat_map(of_document).collect()
}

/// Names the documents that have words of which nothing is left to cluster.
pub(super) fn nothing_left(documents: &[Document], cut: &[Segmentation]) -> Vec<Notice> {
    let is_empty = |(document, cut): &(&Document, &Segmentation)| {
        cut.segments.is_empty() && !document.text.trim().is_empty()
    };
    let notice = |(document, cut): (&Document, &Segmentation)| {
        let (n_turns, n_interviewer) = (document.turns.len(), cut.n_set_aside(AsideKind::Interviewer));
        Notice::about(&document.name, NoticeFact::NothingToCluster { n_turns, n_interviewer })
    };
    documents.iter().zip(cut).filter(is_empty).map(notice).collect()
}

/// Explains why there is no segment.
pub(super) fn no_segments_error(
    request: &SuggestRequest,
    documents: &[Document],
    cut: &[Segmentation],
) -> ProjectError {
    let place = request.paths.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", ");
    let n = |kind| n_set_aside(cut, kind);
    let (interviewer, non_answers) = (n(AsideKind::Interviewer), n(AsideKind::NonAnswer));
    let others =
        [AsideKind::BackChannel, AsideKind::StageDirection, AsideKind::SmallTalk, AsideKind::Recurring];
    let back_channel: usize = others.into_iter().map(n).sum();
    let reason = if documents.iter().all(|document| document.turns.is_empty()) {
        NothingLeft::NoWords
    } else if non_answers > 0 {
        NothingLeft::NonAnswers { n_non_answers: non_answers, n_others: interviewer + back_channel }
    } else if interviewer > 0 && back_channel == 0 {
        NothingLeft::InterviewersOnly { n_turns: interviewer }
    } else {
        NothingLeft::Listening { n_interviewer: interviewer, n_back_channel: back_channel }
    };
    ProjectError::NothingToCluster { place, reason }
}

/// Returns how many turns of a kind were set aside in all documents.
fn n_set_aside(cut: &[Segmentation], kind: AsideKind) -> usize {
    cut.iter().map(|cut| cut.n_set_aside(kind)).sum()
}

/// Returns what is shown of documents: who speaks in them, in how many segments they were cut, and what was set aside.
pub(super) fn document_views(
    documents: &[Document],
    cut: &[Segmentation],
    people: &People,
    languages: &[Option<Language>],
) -> Vec<DocumentView> {
    documents
        .iter()
        .enumerate()
        .map(|(d, document)| {
            let n_turns = |speaker| document.turns.iter().filter(|turn| turn.speaker == speaker).count();
            let mut speakers: Vec<SpeakerView> = document
                .speakers
                .iter()
                .enumerate()
                .map(|(s, speaker)| SpeakerView {
                    label: Some(speaker.label.clone()),
                    role: speaker.role,
                    role_reason: speaker.role_reason.clone(),
                    participant: people.participant(d, Some(s)).map(str::to_owned),
                    n_turns: n_turns(Some(s)),
                })
                .collect();
            if n_turns(None) > 0 {
                speakers.push(SpeakerView {
                    label: None,
                    role: Role::Participant,
                    role_reason: match document.speakers.is_empty() {
                        true => "the document names nobody",
                        false => "these passages name nobody",
                    }
                    .to_owned(),
                    participant: people.participant(d, None).map(str::to_owned),
                    n_turns: n_turns(None),
                });
            }
            DocumentView {
                name: document.name.clone(),
                format: document.format,
                sha256: document.sha256.clone(),
                language: languages[d].map(|language| language.code().to_owned()),
                n_turns: document.turns.len(),
                n_segments: cut[d].segments.len(),
                set_aside: cut[d].set_aside.iter().fold(BTreeMap::new(), |mut counts, (_, kind)| {
                    *counts.entry(*kind).or_default() += 1;
                    counts
                }),
                speakers,
            }
        })
        .collect()
}

/// Counts what was read: `n_windows` has a number for each segment.
pub(super) fn counts(
    documents: &[Document],
    cut: &[Segmentation],
    people: &People,
    n_windows: &[u32],
) -> RunCounts {
    let n = |kind| n_set_aside(cut, kind);
    RunCounts {
        documents: documents.len(),
        participants: people.participants.len(),
        turns: documents.iter().map(|document| document.turns.len()).sum(),
        interviewer_turns: n(AsideKind::Interviewer),
        back_channel_turns: n(AsideKind::BackChannel),
        non_answer_turns: n(AsideKind::NonAnswer),
        stage_direction_turns: n(AsideKind::StageDirection),
        small_talk_turns: n(AsideKind::SmallTalk),
        recurring_turns: n(AsideKind::Recurring),
        empty_turns: n(AsideKind::Sign) + n(AsideKind::Other),
        segments: n_windows.len(),
        segments_in_several_windows: n_windows.iter().filter(|&&n| n > 1).count(),
    }
}
