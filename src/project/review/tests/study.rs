//! A small study in a file: fifteen segments of three participants, four candidate themes, one segment in none.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::domain::*;
use crate::project::{Reviewer, RunCounts};
use crate::segment;
use crate::store::{NewOperation, NewRun, Store, StoredMember, StoredProposal, StoredSegment};

/// Each segment's words, the direction of its vector in degrees, and its candidate theme.
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

/// Creates the study in a folder.
pub(in crate::project) fn study(folder: &Path) -> PathBuf {
    let path = folder.join("study.themata");
    let mut store = Store::open_or_create(&path).unwrap();
    add_run(&mut store, 1, "2026-01-01T08:00:00Z");
    path
}

/// Adds the same run again; the vectors of its first `skip` themes are reversed so that it can be distinguished.
pub(in crate::project) fn add_run(store: &mut Store, seed: u64, at: &str) {
    let fingerprint = fingerprint();
    let words: Vec<String> =
        SAID.iter().map(|(text, ..)| segment::text_for_embedding(text).into_owned()).collect();
    let vectors: Vec<[f32; 2]> =
        SAID.iter().map(|(_, degrees, _)| [degrees.to_radians().cos(), degrees.to_radians().sin()]).collect();
    let rows = words.iter().zip(&vectors).map(|(words, vector)| (words.as_str(), vector.as_slice(), 1));
    store.keep_embeddings(&fingerprint, rows).unwrap();
    let new = NewOperation {
        kind: OperationKind::Suggest,
        at: Timestamp(at.to_owned()),
        detail: json!({"n_themes": 4, "documents": [{}, {}, {}], "seed": seed}),
    };
    let detail = json!({
        "version": "0", "parameters": parameters(&fingerprint, seed), "counts": RunCounts::default(), "curve": null,
        "silhouette": {"mean": null}, "documents": [], "notices": [],
    });
    store
        .transact(&new, |change, operation| {
            let mut documents = Vec::new();
            let mut segments = Vec::new();
            for d in 0..3 {
                let document = document(d);
                let id = change.add_document(&document, Some("eng"))?;
                let participant = change
                    .add_participant(&Participant { name: format!("P{d}"), attributes: Default::default() })?;
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

fn fingerprint() -> ModelFingerprint {
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

/// Opens the study for review by Ann and Ben.
pub(in crate::project) fn reviewed(folder: &Path) -> (Reviewer, CoderId, CoderId) {
    let mut reviewer = Reviewer::open(&study(folder), None).unwrap();
    let ann = reviewer.add_coder("Ann", &at(0)).unwrap().coder;
    let ben = reviewer.add_coder("Ben", &at(1)).unwrap().coder;
    (reviewer, ann, ben)
}

pub(in crate::project) fn read(json: &str) -> Decision {
    serde_json::from_str(json).unwrap()
}

impl Reviewer {
    /// Makes a decision whose time and reason do not matter.
    pub(in crate::project) fn say(&mut self, coder: &CoderId, json: &str) -> crate::project::Decided {
        self.decide(coder, &read(json), None, &at(2)).unwrap()
    }
}
