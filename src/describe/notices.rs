//! What a theme rests on, where that is little.

use std::collections::BTreeMap;

use super::corpus::Voice;
use crate::domain::{Notice, NoticeKind};

/// Below this many segments a share says nothing, and a theme rests on little.
const FEW: usize = 3;

/// Notices on a theme: few segments; one voice only; one voice in more than half of the segments.
pub(super) fn notices(label: &str, voices: &BTreeMap<Voice<'_>, usize>) -> Vec<Notice> {
    let n_segments: usize = voices.values().sum();
    let mut messages = Vec::new();
    if n_segments < FEW {
        let segments = if n_segments == 1 { "one segment" } else { "two segments" };
        messages.push(format!("rests on {segments} only; read it as a remark, not as a pattern"));
    } else if let Some((voice, n)) = voices.iter().rev().max_by_key(|(_, n)| **n) {
        let who = match voice {
            Voice::Participant(name) => format!("participant {name}"),
            Voice::Document(name) => format!("document {name}"),
        };
        if voices.len() == 1 {
            messages
                .push(format!("all {n_segments} segments come from {who}; it may be that person's matter"));
        } else if 2 * n > n_segments {
            messages.push(format!(
                "{n} of {n_segments} segments come from {who}; see whether it holds for others"
            ));
        }
    }
    messages
        .into_iter()
        .map(|message| Notice { kind: NoticeKind::Evidence, about: Some(label.to_owned()), message })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(counts: &[(&'static str, usize)]) -> Vec<String> {
        let voices = counts.iter().map(|&(name, n)| (Voice::Participant(name), n)).collect();
        notices("tea", &voices).into_iter().map(|notice| notice.message).collect()
    }

    #[test]
    fn little_evidence_is_said() {
        assert!(said(&[("A", 1)])[0].starts_with("rests on one segment"));
        assert!(said(&[("A", 1), ("B", 1)])[0].starts_with("rests on two segments"));
        assert!(said(&[("A", 3)])[0].starts_with("all 3 segments come from participant A"));
        assert!(said(&[("A", 1), ("B", 2)])[0].starts_with("2 of 3 segments come from participant B"));
        assert_eq!(said(&[("A", 2), ("B", 2)]), [""; 0], "half is not more than half");
    }
}
