//! Notices for candidates with little evidence.

use std::collections::BTreeMap;

use super::corpus::SpeakerKey;
use crate::domain::{EvidenceSource, Notice, NoticeFact};

/// With fewer segments than this, shares are meaningless and a candidate has little evidence.
const FEW: usize = 3;

/// Makes the notices of a candidate: few segments; one speaker only; one speaker in more than half of the segments.
pub(super) fn notices(label: &str, voices: &BTreeMap<SpeakerKey<'_>, usize>) -> Vec<Notice> {
    let n_segments: usize = voices.values().sum();
    if n_segments < FEW {
        return vec![Notice::about(label, NoticeFact::FewSegmentsInTheme { n: n_segments })];
    }
    let Some((voice, &n)) = voices.iter().rev().max_by_key(|(_, n)| **n) else { return Vec::new() };
    if 2 * n <= n_segments {
        return Vec::new();
    }
    let source = match voice {
        SpeakerKey::Participant(name) => EvidenceSource::Participant((*name).to_owned()),
        SpeakerKey::Document(name) => EvidenceSource::Document((*name).to_owned()),
    };
    vec![Notice::about(label, NoticeFact::OneSource { source, n, n_segments })]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(counts: &[(&'static str, usize)]) -> Vec<String> {
        let voices = counts.iter().map(|&(name, n)| (SpeakerKey::Participant(name), n)).collect();
        notices("tea", &voices).into_iter().map(|notice| notice.to_string()).collect()
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
