//! Measures the time of decisions, and of opening, on an artificial study of 50,000 segments with 200 codes.
//!
//!     cargo bench --bench review [-- SEGMENTS]
//!
//! Makes a project of 400 candidates of one level in a temporary file, accepts 200 of them, and makes 2,000 decisions of all kinds on
//! the rest and on the codes, each with its transaction on the disk. Prints a line of JSON for each kind of decision, with the
//! median, the 99th percentile and the longest in milliseconds; one line for all together; and the time of opening. Each line
//! also has the processor time alone, which neither the disk nor other programs lengthen (Linux). `TMPDIR=/dev/shm` leaves the
//! disk out. The words of a study are read at the first decision that regroups segments: that time has a line of its own.

// A program of its own: it prints, and what is wrong ends it.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::time::Instant;

use serde_json::json;
use themata::domain::{
    CandidateId, CoderId, Decision, Document, DocumentFormat, ModelFingerprint, OperationKind, Participant,
    ProposalId, Role, SegmentId, Span, Speaker, Timestamp, Turn,
};
use themata::project::{ProjectError, Reviewer, RunCounts};
use themata::segment::text_for_embedding;
use themata::store::{NewOperation, NewRun, Store, StoredMember, StoredProposal, StoredSegment};

const DIM: usize = 384;
const CANDIDATES: usize = 400;
const CODES: u32 = 200;
const DECISIONS: usize = 2_000;
/// How many segments a document has.
const OF_DOCUMENT: usize = 100;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let n_segments = arguments.next().map_or(50_000, |n| n.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("study.themata");
    make(&path, n_segments);

    let mut reviewer = Reviewer::open(&path, None).unwrap();
    let ann = reviewer.add_coder("Ann", &at()).unwrap().coder;
    let mut session = reviewer.as_coder(&ann).unwrap();
    for id in 1..=CODES {
        let accept = Decision::Accept {
            candidate: CandidateId::Code(ProposalId(id)).into(),
            into: None,
            label: None,
            level: None,
            as_code: true,
        };
        session.decide(&accept, None, &at()).unwrap();
    }
    drop(reviewer);
    let mut opening: Vec<Took> = (0..5)
        .map(|_| {
            let start = Clock::start();
            let mut reviewer = Reviewer::open(&path, None).unwrap();
            assert_eq!(reviewer.as_coder(&ann).unwrap().progress().progress.n_codes, CODES as usize);
            start.took()
        })
        .collect();
    print("opening", &mut opening);

    let mut reviewer = Reviewer::open(&path, None).unwrap();
    let start = Clock::start();
    decide(&mut reviewer, &ann, &json!({"do": "move", "segments": [n_segments], "to": "none"}));
    print("first regrouping", &mut [start.took()]);
    measure(&mut reviewer, &ann, n_segments);
    let start = Clock::start();
    let verified = reviewer.verify().unwrap();
    println!(
        "{}",
        json!({"what": "verify", "ms": start.took().ms, "n_operations": verified.n_operations, "n_records": verified.n_records})
    );
}

/// Makes decisions of all kinds in turn and prints how long they took.
fn measure(reviewer: &mut Reviewer, ann: &CoderId, n_segments: usize) {
    let mut random = Random(7);
    let mut times: BTreeMap<String, Vec<Took>> = BTreeMap::new();
    let mut session = reviewer.as_coder(ann).unwrap();
    let codes: Vec<String> =
        session.codebook(None, None).unwrap().codes.iter().map(|entry| entry.id.to_string()).collect();
    let n_members = n_segments / CANDIDATES;
    for i in 0..DECISIONS {
        let candidate = CODES as usize + 1 + random.below(CANDIDATES - CODES as usize);
        let other = CODES as usize + 1 + random.below(CANDIDATES - CODES as usize);
        let code = &codes[random.below(codes.len())];
        let segment = CODES as usize * n_members + random.below(n_segments - CODES as usize * n_members) + 1;
        let decision = match i % 16 {
            0 => json!({"do": "move", "segments": [segment], "to": {"candidate": candidate}}),
            1 => {
                let id = CandidateId::Code(ProposalId(candidate as u32));
                let members = session.candidate(id).unwrap().theme.segments;
                json!({"do": "split", "candidate": candidate, "parts": [members[..members.len() / 2]]})
            }
            2 => json!({"do": "merge", "candidate": [candidate], "into": other}),
            3 => json!({"do": "reject", "candidate": candidate}),
            4 => json!({"do": "accept", "candidate": candidate, "as_code": true}),
            5 => json!({"do": "defer", "candidate": candidate}),
            6 => json!({"do": "rename", "candidate": candidate, "label": format!("candidate {i}")}),
            7 => json!({"do": "define-code", "code": code, "definition": format!("as of {i}")}),
            8 => json!({"do": "code", "code": code, "segments": [segment]}),
            9 => json!({"do": "reorder-code", "code": code, "place": 1 + random.below(codes.len())}),
            10 => {
                json!({"do": "write-memo", "on": {"segment": {"run": 1, "id": segment}}, "text": "Why this?"})
            }
            11 => json!({"do": "merge-codes", "codes": [code], "into": codes[random.below(codes.len())]}),
            12 => json!({"do": "delete-code", "code": code}),
            13 => {
                json!({"do": "code-span", "code": code, "document": "d7.txt", "start": random.below(900), "end": 1000})
            }
            // What takes something away is taken back, so that the study stays as large as it is.
            _ => json!(null),
        };
        let start = Clock::start();
        let (what, done) = if decision.is_null() {
            ("undo".to_owned(), session.undo(None, &at()).map(|_| ()))
        } else {
            let read: Decision = serde_json::from_value(decision).unwrap();
            (read.word().to_owned(), session.decide(&read, None, &at()).map(|_| ()))
        };
        let took = start.took();
        match done {
            Ok(()) => times.entry(what).or_default().push(took),
            // A candidate that was settled before, or a code that is gone: asked for, refused, not counted.
            Err(ProjectError::Refused(_)) => {}
            Err(error) => panic!("{error}"),
        }
        // Back to where it was for what changes much.
        if matches!(i % 16, 2..=4 | 11 | 12) {
            let start = Clock::start();
            if session.undo(None, &at()).is_ok() {
                times.entry("undo".to_owned()).or_default().push(start.took());
            }
        }
    }
    let mut all: Vec<Took> = times.values().flatten().copied().collect();
    for (what, times) in &mut times {
        print(what, times);
    }
    print("all", &mut all);
}

fn print(what: &str, times: &mut [Took]) {
    let mut of = |time: fn(&Took) -> f64| {
        times.sort_by(|a, b| time(a).total_cmp(&time(b)));
        let at = |share: f64| {
            let value =
                time(&times[((times.len() as f64 * share).ceil() as usize).clamp(1, times.len()) - 1]);
            (value * 1e3).round() / 1e3
        };
        json!({"median": at(0.5), "p99": at(0.99), "longest": at(1.0)})
    };
    let (ms, cpu_ms) = (of(|took| took.ms), of(|took| took.cpu_ms));
    println!("{}", json!({"what": what, "n": times.len(), "ms": ms, "cpu_ms": cpu_ms}));
}

/// How long something took, in milliseconds.
#[derive(Clone, Copy)]
struct Took {
    ms: f64,
    /// On the processor; 0 where the system does not say.
    cpu_ms: f64,
}

struct Clock {
    start: Instant,
    cpu_ms: f64,
}

impl Clock {
    fn start() -> Self {
        Self { cpu_ms: cpu_ms(), start: Instant::now() }
    }

    fn took(&self) -> Took {
        let ms = self.start.elapsed().as_secs_f64() * 1e3;
        Took { ms, cpu_ms: cpu_ms() - self.cpu_ms }
    }
}

/// Returns the processor time of this thread, on Linux.
fn cpu_ms() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).unwrap_or(0.0) / 1e6
}

fn decide(reviewer: &mut Reviewer, ann: &CoderId, decision: &serde_json::Value) {
    let decision = serde_json::from_value(decision.clone()).unwrap();
    reviewer.as_coder(ann).unwrap().decide(&decision, None, &at()).unwrap();
}

fn at() -> Timestamp {
    Timestamp("2026-01-01T00:00:00Z".to_owned())
}

/// Numbers that look random and are always the same.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
}

/// Makes thirty words: the frequent ones of all candidates and some of the candidate's own.
fn sentence(random: &mut Random, candidate: usize) -> String {
    let mut words = Vec::with_capacity(30);
    for i in 0..30 {
        let word = if i % 3 == 0 {
            format!("own{}of{candidate}", random.below(20))
        } else {
            let rank = random.below(60) * random.below(60);
            format!("word{rank}")
        };
        words.push(word);
    }
    words.join(" ") + "."
}

fn make(path: &std::path::Path, n_segments: usize) {
    let mut random = Random(1);
    let n_members = n_segments / CANDIDATES;
    let candidate_of = |segment: usize| (segment / n_members).min(CANDIDATES - 1);
    let fingerprint = ModelFingerprint {
        name: "made-up".to_owned(),
        sha256: "00".repeat(32),
        engine: "none".to_owned(),
        kernel: String::new(),
        prompt: String::new(),
        dim: DIM,
        max_tokens: 256,
        languages: vec!["eng".to_owned()],
    };
    let said: Vec<String> = (0..n_segments).map(|i| sentence(&mut random, candidate_of(i))).collect();
    let mut store = Store::open_or_create(path).unwrap();
    let mut uniform = || random.next() as f32 / (1_u64 << 30) as f32 - 1.0;
    let centres: Vec<f32> = (0..CANDIDATES * DIM).map(|_| uniform()).collect();
    for chunk in (0..n_segments).collect::<Vec<_>>().chunks(5_000) {
        let rows: Vec<(String, Vec<f32>)> = chunk
            .iter()
            .map(|&i| {
                let centre = &centres[candidate_of(i) * DIM..(candidate_of(i) + 1) * DIM];
                let mut row: Vec<f32> = centre.iter().map(|value| value + uniform()).collect();
                let norm = row.iter().map(|value| value * value).sum::<f32>().sqrt();
                row.iter_mut().for_each(|value| *value /= norm);
                (text_for_embedding(&said[i]).into_owned(), row)
            })
            .collect();
        let rows = rows.iter().map(|(words, row)| (words.as_str(), row.as_slice(), 1));
        store.keep_embeddings(&fingerprint, rows).unwrap();
    }
    let detail = json!({
        "version": "0", "curve": null, "silhouette": {}, "counts": RunCounts::default(),
        "parameters": {
            "model": fingerprint, "segment": {"unit": "turn", "include_interviewer": false},
            "cluster": {"algorithm": "k-means", "n_clusters": CANDIDATES, "seed": 0},
            "describe": {"n_key_terms": 10, "n_exemplars": 5, "n_near_misses": 5}, "language": null,
        },
        "documents": [], "notices": [],
    });
    let new =
        NewOperation { kind: OperationKind::Suggest, at: at(), detail: json!({"n_themes": CANDIDATES}) };
    store
        .transact(&new, |change, operation| {
            let (mut documents, mut segments) = (Vec::new(), Vec::new());
            for (d, said) in said.chunks(OF_DOCUMENT).enumerate() {
                let participant =
                    change.add_participant(&Participant { name: format!("P{d}"), attributes: BTreeMap::new() })?;
                let document = document(d, said);
                let id = change.add_document(&document, Some("eng"))?;
                for (turn, said) in document.turns.iter().enumerate() {
                    segments.push(StoredSegment {
                        id: SegmentId((d * OF_DOCUMENT + turn) as u32 + 1),
                        document: id,
                        turn,
                        span: said.span,
                        participant: Some(participant),
                        n_windows: 1,
                    });
                }
                documents.push(id);
            }
            let proposals: Vec<StoredProposal> = (1..=CANDIDATES as u32)
                .map(|id| StoredProposal {
                    id: ProposalId(id),
                    label: format!("candidate {id}"),
                    cohesion: 0.7,
                    n_participants: 2,
                    detail: json!({"key_terms": [], "exemplars": [], "near_misses": [], "rival": null, "notices": []}),
                })
                .collect();
            let members: Vec<StoredMember> = (0..n_segments)
                .map(|i| StoredMember {
                    segment: SegmentId(i as u32 + 1),
                    proposal: ProposalId(candidate_of(i) as u32 + 1),
                    similarity: 0.7,
                })
                .collect();
            change.add_run(
                operation,
                &NewRun { detail: &detail, documents: &documents, segments: &segments, proposals: &proposals, members: &members },
            )
        })
        .unwrap();
}

fn document(d: usize, said: &[String]) -> Document {
    let (mut text, mut turns) = (String::new(), Vec::new());
    for said in said {
        turns.push(Turn { speaker: Some(0), span: Span::new(text.len(), text.len() + said.len()) });
        text.push_str(said);
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
