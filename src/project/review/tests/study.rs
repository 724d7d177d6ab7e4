//! A small study in a file: fifteen segments of three participants, four groups of segments, one segment in none. The groups are candidate
//! themes, or candidate codes of two candidate themes.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::domain::*;
use crate::project::{CandidateView, Reviewer, RunCounts};
use crate::segment;
use crate::store::{NewOperation, NewRun, Store, StoredMember, StoredProposal, StoredSegment};

/// Each segment's words, the direction of its vector in degrees, and its group.
const SAID: [(&str, f32, Option<u32>); 15] = [
    ("The ward round took all morning and nobody sat down.", 0.0, Some(1)),
    ("A ward round is where you learn to listen to patients.", 5.0, Some(1)),
    ("On the ward round we talk over the bed of the patient.", 10.0, Some(1)),
    ("The round on the ward begins before I am awake.", 14.0, Some(1)),
    ("Night shifts leave me alone with every decision.", 90.0, Some(2)),
    ("In a night shift the corridor is quiet and I am afraid.", 95.0, Some(2)),
    ("After the night shift I cannot sleep at home.", 100.0, Some(2)),
    ("A night shift is long when a child is ill.", 104.0, Some(2)),
    ("We drink tea together and the day is lighter.", 180.0, Some(3)),
    ("Tea with the nurses is where I hear what happened.", 185.0, Some(3)),
    ("Without tea there would be no team at all.", 190.0, Some(3)),
    ("Paperwork eats the time that I wanted for teaching.", 270.0, Some(4)),
    ("Teaching is what keeps me here in spite of paperwork.", 275.0, Some(4)),
    ("The paperwork follows me into teaching hours.", 280.0, Some(4)),
    ("My dog waits at the door.", 330.0, None),
];

/// The levels of a run's candidates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::project) enum Levels {
    /// The groups are candidate themes A to D.
    One,
    /// The groups are candidate codes 1 to 4: 1 and 2 are in candidate theme A, 3 and 4 in B.
    Two,
    /// The same as a program before version 4 of the file kept it.
    TwoOfOlder,
}

/// The label of each candidate theme that holds candidate codes.
const THEME_LABELS: [&str; 2] = ["ward · night", "tea · teaching"];

impl Levels {
    /// Adds the candidate themes that hold candidate codes to a run's detail.
    fn add_themes(self, detail: &mut serde_json::Value) {
        let stability = json!({"resamples": 0.7, "seeds": null, "numbers": null, "interviews": null, "worst_interview": null});
        let theme = |label: &str, exemplar: u32, near_miss: u32, rival: &str| {
            json!({
                "label": label, "key_terms": [{"term": label, "weight": 0.25}], "n_participants": 3, "cohesion": 0.7,
                "exemplars": [{"segment": exemplar, "similarity": 0.8}],
                "near_misses": [{"segment": near_miss, "similarity": 0.3}],
                "rival": [rival, -0.5], "notices": [], "stability": stability,
            })
        };
        let group = |label: &str, letter: &str, themes: [u32; 2], n_segments: u32| {
            json!({
                "letter": letter, "label": label, "key_terms": [label], "themes": themes, "n_segments": n_segments, "n_participants": 3,
            })
        };
        let [a, b] = THEME_LABELS;
        match self {
            Self::One => {}
            Self::Two => detail["candidate_themes"] = json!([theme(a, 4, 9, "B"), theme(b, 11, 8, "A")]),
            Self::TwoOfOlder => {
                let groups = [group(a, "A", [1, 2], 8), group(b, "B", [3, 4], 6)];
                detail["tree"] = json!({"merges": [], "groups": groups, "curve": null});
            }
        }
    }
}

/// Creates the study in a folder, with a run of one level.
pub(in crate::project) fn study(folder: &Path) -> PathBuf {
    study_of(folder, Levels::One)
}

/// Creates the study in a folder.
pub(in crate::project) fn study_of(folder: &Path, levels: Levels) -> PathBuf {
    let path = folder.join("study.themata");
    let mut store = Store::open_or_create(&path).unwrap();
    add_run_of(&mut store, levels, 1, "2026-01-01T08:00:00Z");
    path
}

/// Adds the run of one level again, with another seed by which it can be distinguished.
pub(in crate::project) fn add_run(store: &mut Store, seed: u64, at: &str) {
    add_run_of(store, Levels::One, seed, at);
}

/// Adds a run.
pub(in crate::project) fn add_run_of(store: &mut Store, levels: Levels, seed: u64, at: &str) {
    let fingerprint = fingerprint();
    let words: Vec<String> =
        SAID.iter().map(|(text, ..)| segment::text_for_embedding(text).into_owned()).collect();
    let vectors: Vec<[f32; 2]> =
        SAID.iter().map(|(_, degrees, _)| [degrees.to_radians().cos(), degrees.to_radians().sin()]).collect();
    let rows = words.iter().zip(&vectors).map(|(words, vector)| (words.as_str(), vector.as_slice(), 1));
    store.keep_embeddings(&fingerprint, rows).unwrap();
    let read: Vec<_> = (0..3).map(document).map(|of| json!({"name": of.name, "sha256": of.sha256})).collect();
    let new = NewOperation {
        kind: OperationKind::Suggest,
        at: Timestamp(at.to_owned()),
        detail: json!({
            "version": "0", "parameters": parameters(&fingerprint, seed), "n_themes": 4, "documents": read,
        }),
    };
    let mut detail = json!({
        "version": "0", "parameters": parameters(&fingerprint, seed), "counts": RunCounts::default(), "curve": null,
        "silhouette": {"mean": null}, "documents": [], "notices": [],
    });
    levels.add_themes(&mut detail);
    store
        .transact(&new, |change, operation| {
            let mut documents = Vec::new();
            let mut segments = Vec::new();
            for d in 0..3 {
                let document = document(d);
                let id = change.add_document(&document, Some("eng"))?;
                let participant = change
                    .add_participant(&Participant { name: format!("P{d}"), attributes: attributes(d) })?;
                for (turn, said) in document.turns.iter().enumerate() {
                    let segment = SegmentId((turn * 3 + d) as u32 + 1);
                    segments.push(StoredSegment {
                        id: segment,
                        document: id,
                        turn,
                        span: said.span,
                        participant: Some(participant),
                        n_windows: 1,
                    });
                }
                documents.push(id);
            }
            segments.sort_by_key(|segment| segment.id);
            let labels = ["ward round", "night shift", "tea", "paperwork · teaching"];
            let proposals: Vec<StoredProposal> = labels
                .iter()
                .zip(1..)
                .map(|(label, id)| StoredProposal {
                    id: ProposalId(id),
                    label: (*label).to_owned(),
                    cohesion: 0.99,
                    n_participants: 3,
                    detail: json!({
                        "key_terms": [{"term": label, "weight": 0.5}], "exemplars": [],
                        "near_misses": if id == 1 { json!([{"segment": 14, "similarity": 0.2}]) } else { json!([]) },
                        "rival": null, "notices": [],
                        "group": (levels != Levels::One).then_some((id - 1) / 2),
                        "stability": {"resamples": 0.2 * f64::from(id), "seeds": null, "numbers": null, "interviews": null, "worst_interview": null},
                    }),
                })
                .collect();
            let members: Vec<StoredMember> = SAID
                .iter()
                .zip(1..)
                .filter_map(|((_, _, theme), id)| {
                    let proposal = ProposalId((*theme)?);
                    Some(StoredMember { segment: SegmentId(id), proposal, similarity: 0.9 })
                })
                .collect();
            change.add_run(
                operation,
                &NewRun { detail: &detail, documents: &documents, segments: &segments, proposals: &proposals, members: &members },
            )
        })
        .unwrap();
}

pub(in crate::project) fn parameters(model: &ModelFingerprint, seed: u64) -> serde_json::Value {
    json!({
        "model": model,
        "segment": {"unit": "turn", "include_interviewer": false},
        "cluster": {"algorithm": "k-means", "n_clusters": 4, "seed": seed},
        "describe": {"n_key_terms": 10, "n_exemplars": 5, "n_near_misses": 5},
        "language": null,
    })
}

/// Returns the attributes of a participant.
fn attributes(d: usize) -> std::collections::BTreeMap<String, String> {
    let profession = if d == 0 { "nurse" } else { "doctor" };
    [("profession".to_owned(), profession.to_owned())].into()
}

/// Returns the document of a participant: every third segment.
fn document(d: usize) -> Document {
    let mut text = String::new();
    let mut turns = Vec::new();
    for (said, ..) in SAID.iter().skip(d).step_by(3) {
        let start = text.chars().count();
        text.push_str(said);
        turns.push(Turn { speaker: Some(0), span: Span::new(start, start + said.chars().count()) });
        text.push('\n');
    }
    Document {
        name: format!("P{d}.txt"),
        format: DocumentFormat::Txt,
        sha256: "ab".repeat(32),
        text,
        speakers: vec![Speaker {
            label: format!("P{d}"),
            role: Role::Participant,
            role_reason: "answers".to_owned(),
            generic: false,
        }],
        turns,
        time_marks: Vec::new(),
        notices: Vec::new(),
    }
}

/// Returns the fingerprint of the model that made the vectors of the study.
pub(in crate::project) fn fingerprint() -> ModelFingerprint {
    ModelFingerprint {
        name: "m".to_owned(),
        sha256: "cd".repeat(32),
        engine: "e".to_owned(),
        kernel: "k".to_owned(),
        prompt: String::new(),
        dim: 2,
        max_tokens: 16,
        languages: Vec::new(),
    }
}

/// Returns a time on the day of the review.
pub(in crate::project) fn at(minute: u32) -> Timestamp {
    Timestamp(format!("2026-01-02T{:02}:{:02}:00Z", 8 + minute / 60, minute % 60))
}

/// Opens the study for review by Ann and Ben, with a run of one level.
pub(in crate::project) fn reviewed(folder: &Path) -> (Reviewer, CoderId, CoderId) {
    reviewed_of(folder, Levels::One)
}

/// Opens the study for review by Ann and Ben.
pub(in crate::project) fn reviewed_of(folder: &Path, levels: Levels) -> (Reviewer, CoderId, CoderId) {
    let mut reviewer = Reviewer::open(&study_of(folder, levels), None).unwrap();
    let ann = reviewer.add_coder("Ann", &at(0)).unwrap().coder;
    let ben = reviewer.add_coder("Ben", &at(1)).unwrap().coder;
    (reviewer, ann, ben)
}

pub(in crate::project) fn read(json: &str) -> Decision {
    serde_json::from_str(json).unwrap()
}

/// Returns the candidate that letters or a number name.
pub(in crate::project) fn named(name: &str) -> CandidateId {
    name.parse().unwrap()
}

impl Reviewer {
    /// Makes a decision whose time and reason do not matter.
    pub(in crate::project) fn say(&mut self, coder: &CoderId, json: &str) -> crate::project::Decided {
        self.decide(coder, &read(json), None, &at(2)).unwrap()
    }

    /// Returns a candidate of a coder by its letters or its number, without its candidate codes.
    pub(in crate::project) fn seen(&self, coder: &CoderId, name: &str) -> CandidateView {
        self.candidate(self.state.view(coder), named(name)).unwrap().theme
    }
}
