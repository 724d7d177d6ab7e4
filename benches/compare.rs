//! Measures the time of comparing codings, on an artificial study.
//!
//!     cargo bench --bench compare [-- SEGMENTS CODES CANDIDATES [FILE]]
//!
//! Two coders code all segments (by default 10,000, with 100 codes and 50 candidates of one level), most of them with one code, some
//! with two, so that codes and candidates are related. Prints a line of JSON with the seconds for each of: a comparison of the
//! first coder with the candidates, one of both coders, a list of disagreements, and a verdict. With FILE, the study is
//! made there and kept, for `themata compare -p FILE --coders ann --with-candidates --json`.

// A program of its own: it prints, and what is wrong ends it.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use serde_json::json;
use themata::domain::{
    CoderId, Decision, Document, DocumentFormat, NoProgress, OperationKind, Participant, ProposalId, Role,
    SegmentId, Span, Speaker, Timestamp, Turn,
};
use themata::project::{CompareRequest, Reviewer, RunCounts};
use themata::store::{NewOperation, NewRun, Store, StoredMember, StoredProposal, StoredSegment};

/// How many segments a document has.
const OF_DOCUMENT: usize = 250;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let mut number = |default: usize| arguments.next().map_or(default, |n| n.parse().unwrap());
    let (n_segments, n_codes, n_candidates) = (number(10_000), number(100), number(50));
    let folder = tempfile::tempdir().unwrap();
    let path = arguments.next().map_or_else(|| folder.path().join("study.themata"), Into::into);
    make(&path, n_segments, n_candidates);
    let mut reviewer = Reviewer::open(&path, None).unwrap();
    let mut random = Random(3);
    let [ann, ben] = ["Ann", "Ben"].map(|name| code(&mut reviewer, name, n_segments, n_codes, &mut random));
    decide(&mut reviewer, &ann, json!({"do": "compare"}));

    let beside =
        CompareRequest { coders: vec![ann.clone()], beside_run: Some(true), ..CompareRequest::default() };
    let list = CompareRequest { coefficients: Some(false), ..beside.clone() };
    let both = CompareRequest {
        coders: vec![ann.clone(), ben],
        beside_run: Some(false),
        ..CompareRequest::default()
    };
    let session = reviewer.as_coder(&ann).unwrap();
    let timed = |what: &str, request: &CompareRequest| {
        let start = Instant::now();
        let view = session.compare(request, &NoProgress).unwrap();
        let n_disagreements: usize = view.units.iter().map(|unit| unit.disagreements.len()).sum();
        println!(
            "{}",
            json!({"what": what, "seconds": start.elapsed().as_secs_f64(), "n_disagreements": n_disagreements})
        );
        view
    };
    timed("candidates", &beside);
    let view = timed("list", &list);
    let id = view.units.iter().find_map(|unit| unit.disagreements.first()).unwrap().id.to_string();
    let start = Instant::now();
    session.adjudication(&beside, &id, None).unwrap();
    println!("{}", json!({"what": "verdict", "seconds": start.elapsed().as_secs_f64()}));
    timed("coders", &both);
}

/// Applies codes to segments as one coder: with the code of their candidate, and sometimes with another code instead or in addition.
fn code(
    reviewer: &mut Reviewer,
    name: &str,
    n_segments: usize,
    n_codes: usize,
    random: &mut Random,
) -> CoderId {
    let coder = reviewer.add_coder(name, &at()).unwrap().coder;
    let mut segments: Vec<Vec<usize>> = vec![Vec::new(); n_codes];
    for segment in 1..=n_segments {
        let near = segment * n_codes / n_segments;
        let own = if random.below(3) == 0 { random.below(n_codes) } else { near.min(n_codes - 1) };
        segments[own].push(segment);
        if random.below(5) == 0 {
            let more = random.below(n_codes);
            if more != own {
                segments[more].push(segment);
            }
        }
    }
    for (at, segments) in segments.iter().enumerate() {
        let label = format!("code {at}");
        decide(reviewer, &coder, json!({"do": "create-code", "label": label}));
        decide(reviewer, &coder, json!({"do": "code", "code": label, "segments": segments}));
    }
    coder
}

fn decide(reviewer: &mut Reviewer, coder: &CoderId, decision: serde_json::Value) {
    let decision: Decision = serde_json::from_value(decision).unwrap();
    reviewer.as_coder(coder).unwrap().decide(&decision, None, &at()).unwrap();
}

fn at() -> Timestamp {
    Timestamp("2026-01-01T00:00:00Z".to_owned())
}

/// Numbers that look random and are always the same.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % n as u64) as usize
    }
}

fn make(path: &Path, n_segments: usize, n_candidates: usize) {
    let mut store = Store::open_or_create(path).unwrap();
    let detail = json!({
        "version": "0", "counts": RunCounts::default(),
        "parameters": {
            "model": {
                "name": "m", "sha256": "", "engine": "e", "kernel": "k", "prompt": "", "dim": 2, "max_tokens": 16, "languages": [],
            },
            "segment": {"unit": "turn", "include_interviewer": false},
            "cluster": {"algorithm": "k-means", "n_clusters": n_candidates, "seed": 0},
            "describe": {"n_key_terms": 10, "n_exemplars": 5, "n_near_misses": 5}, "language": null,
        },
        "curve": null, "silhouette": {}, "documents": [], "notices": [],
    });
    let new =
        NewOperation { kind: OperationKind::Suggest, at: at(), detail: json!({"n_themes": n_candidates}) };
    store
        .transact(&new, |change, operation| {
            let (mut documents, mut segments, mut members) = (Vec::new(), Vec::new(), Vec::new());
            for first in (0..n_segments).step_by(OF_DOCUMENT) {
                let document = document(first / OF_DOCUMENT, OF_DOCUMENT.min(n_segments - first));
                let participant =
                    Participant { name: document.speakers[0].label.clone(), attributes: BTreeMap::new() };
                let participant = change.add_participant(&participant)?;
                let id = change.add_document(&document, Some("eng"))?;
                for (turn, said) in document.turns.iter().enumerate() {
                    segments.push(StoredSegment {
                        id: SegmentId((first + turn) as u32 + 1),
                        document: id,
                        turn,
                        span: said.span,
                        participant: Some(participant),
                        n_windows: 1,
                    });
                }
                documents.push(id);
            }
            let proposals: Vec<StoredProposal> = (1..=n_candidates as u32)
                .map(|id| StoredProposal {
                    id: ProposalId(id),
                    label: format!("candidate {id}"),
                    cohesion: 0.7,
                    n_participants: 2,
                    detail: json!({"key_terms": [], "exemplars": [], "near_misses": [], "rival": null, "notices": []}),
                })
                .collect();
            // One segment in ten is noise; the last candidate holds what is left of the division.
            for segment in (0..n_segments).filter(|segment| segment % 10 != 0) {
                members.push(StoredMember {
                    segment: SegmentId(segment as u32 + 1),
                    proposal: ProposalId((segment * n_candidates / n_segments) as u32 + 1),
                    similarity: 0.7,
                });
            }
            change.add_run(
                operation,
                &NewRun { detail: &detail, documents: &documents, segments: &segments, proposals: &proposals, members: &members },
            )
        })
        .unwrap();
}

fn document(d: usize, n_turns: usize) -> Document {
    let (mut text, mut turns) = (String::new(), Vec::new());
    for turn in 0..n_turns {
        let said = format!("What I say in turn {turn} of interview {d} is no more than this.");
        turns.push(Turn { speaker: Some(0), span: Span::new(text.len(), text.len() + said.len()) });
        text.push_str(&said);
        text.push('\n');
    }
    let speaker = Speaker {
        label: format!("P{d}"),
        role: Role::Participant,
        role_reason: "answers".to_owned(),
        generic: false,
    };
    Document {
        name: format!("d{d}.txt"),
        format: DocumentFormat::Txt,
        sha256: "00".repeat(32),
        text,
        speakers: vec![speaker],
        turns,
        time_marks: Vec::new(),
        notices: Vec::new(),
    }
}
