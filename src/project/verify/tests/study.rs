//! A tiny study in which no table is empty, and a model that computes vectors instantly.

use std::path::{Path, PathBuf};

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::domain::*;
use crate::embed::{EmbedError, Embedded, Embedder};
use crate::project::review::tests::study::parameters;
use crate::project::{DeepVerified, Project, ProjectError, Reviewer, RunCounts, Verified};
use crate::segment;
use crate::store::{NewOperation, NewRun, Store, StoredMember, StoredProposal, StoredSegment};

/// Question and answer of each interview.
const SAID: [[&str; 3]; 2] = [
    ["What do you feel then?", "I was ashamed before the whole ward.", "Nobody had told me where to stand."],
    ["And at night?", "At night I am alone with the decision.", "I was relieved when the morning came."],
];

/// A model whose vectors are computed from the hash of the words.
pub(super) struct HashModel(ModelFingerprint);

impl HashModel {
    pub(super) fn new() -> Self {
        Self(ModelFingerprint {
            name: "hash".to_owned(),
            sha256: "cd".repeat(32),
            engine: "packed f32".to_owned(),
            kernel: "portable".to_owned(),
            prompt: String::new(),
            dim: 4,
            max_tokens: 16,
            languages: Vec::new(),
        })
    }

    fn vector(text: &str) -> Vec<f32> {
        let hash = Sha256::digest(text);
        let values: Vec<f32> = hash[..4].iter().map(|&byte| f32::from(byte) + 1.0).collect();
        let length = values.iter().map(|v| v * v).sum::<f32>().sqrt();
        values.into_iter().map(|v| v / length).collect()
    }
}

impl Embedder for HashModel {
    fn fingerprint(&self) -> &ModelFingerprint {
        &self.0
    }

    fn embed(&self, texts: &[&str], _: &dyn Progress) -> Result<Embedded, EmbedError> {
        let values = texts.iter().flat_map(|text| Self::vector(text)).collect();
        Ok(Embedded { embeddings: Embeddings::new(values, 4)?, n_windows: vec![1; texts.len()] })
    }
}

/// Makes a study of two interviews, one run and a coder's decisions.
pub(super) fn study(folder: &Path) -> PathBuf {
    let path = folder.join("study.themata");
    let mut store = Store::open_or_create(&path).unwrap();
    add_run(&mut store, 1, "34");
    drop(store);
    let mut reviewer = Reviewer::open(&path, None).unwrap();
    let at = at(1);
    let ann = reviewer.add_coder("Ann", &at).unwrap().coder;
    reviewer.say(&ann, r#"{"do":"accept","candidate":1}"#);
    reviewer.say(&ann, r#"{"do":"write-memo","on":"project","text":"why"}"#);
    path
}

/// Adds a run; `age` is the first participant's age in its table of participants.
pub(super) fn add_run(store: &mut Store, seed: u64, age: &str) {
    let model = HashModel::new();
    let documents = [document(0), document(1)];
    let words: Vec<String> = documents
        .iter()
        .flat_map(|d| {
            let index = TextIndex::new(&d.text);
            d.turns[1..]
                .iter()
                .map(|turn| segment::text_for_embedding(index.slice(turn.span).unwrap()).into_owned())
                .collect::<Vec<_>>()
        })
        .collect();
    let vectors: Vec<Vec<f32>> = words.iter().map(|words| HashModel::vector(words)).collect();
    let rows = words.iter().zip(&vectors).map(|(words, vector)| (words.as_str(), vector.as_slice(), 1));
    store.keep_embeddings(model.fingerprint(), rows).unwrap();
    let new = NewOperation {
        kind: OperationKind::Suggest,
        at: at(0),
        detail: json!({"n_themes": 2, "documents": [{}, {}], "seed": seed}),
    };
    let detail = json!({
        "version": "0", "parameters": parameters(model.fingerprint(), seed), "counts": RunCounts::default(), "curve": null,
        "silhouette": {"mean": null}, "documents": [], "notices": [],
    });
    store
        .transact(&new, |change, operation| {
            let (mut ids, mut segments) = (Vec::new(), Vec::new());
            for (d, document) in documents.iter().enumerate() {
                let id = change.add_document(document, Some("eng"))?;
                let attributes = [
                    ("age".to_owned(), if d == 0 { age.to_owned() } else { "51".to_owned() }),
                    ("ward".to_owned(), "surgery".to_owned()),
                ];
                let participant = change.add_participant(&Participant {
                    name: format!("P{d}"),
                    attributes: attributes.into(),
                })?;
                for turn in 1..3 {
                    segments.push(StoredSegment {
                        id: SegmentId((d * 2 + turn) as u32),
                        document: id,
                        turn,
                        span: document.turns[turn].span,
                        participant: Some(participant),
                        n_windows: 1,
                    });
                }
                ids.push(id);
            }
            let proposals: Vec<StoredProposal> = [(1, "ward"), (2, "night")]
                .into_iter()
                .map(|(id, label)| StoredProposal {
                    id: ProposalId(id),
                    label: label.to_owned(),
                    cohesion: 0.75,
                    n_participants: 1,
                    detail: json!({
                        "key_terms": [{"term": label, "weight": 0.5}], "exemplars": [], "near_misses": [], "rival": null,
                        "notices": [],
                    }),
                })
                .collect();
            let members: Vec<StoredMember> = (1..=4)
                .map(|id| StoredMember {
                    segment: SegmentId(id),
                    proposal: ProposalId(id.div_ceil(2)),
                    similarity: 0.5,
                })
                .collect();
            change.add_run(
                operation,
                &NewRun { detail: &detail, documents: &ids, segments: &segments, proposals: &proposals, members: &members },
            )
        })
        .unwrap();
}

fn document(d: usize) -> Document {
    let mut text = String::new();
    let mut turns = Vec::new();
    for (i, said) in SAID[d].into_iter().enumerate() {
        let start = text.chars().count();
        text.push_str(said);
        text.push('\n');
        turns.push(Turn { speaker: Some(i.min(1)), span: Span::new(start, start + said.chars().count()) });
    }
    let speaker = |label: &str, role| Speaker {
        label: label.to_owned(),
        role,
        role_reason: "labelled so".to_owned(),
        generic: false,
    };
    Document {
        name: format!("P{d}.txt"),
        format: DocumentFormat::Txt,
        sha256: format!("{d}b").repeat(32),
        time_marks: vec![TimeMark { at: turns[1].span.start, ms: 1500 }],
        text,
        speakers: vec![speaker("I", Role::Interviewer), speaker(&format!("P{d}"), Role::Participant)],
        turns,
        notices: Vec::new(),
    }
}

pub(super) fn at(minute: u32) -> Timestamp {
    Timestamp(format!("2026-01-02T08:{minute:02}:00Z"))
}

/// Calls `verify` on a file.
pub(super) fn verify(path: &Path) -> Result<Verified, ProjectError> {
    Project::open(path)?.verify(None)
}

/// Calls `verify` on a file and its vectors.
pub(super) fn verify_deep(path: &Path) -> Result<DeepVerified, ProjectError> {
    let project = Project::open(path)?;
    project.compare_vectors(&NoProgress, |_, _| Ok(Box::new(HashModel::new())))
}
