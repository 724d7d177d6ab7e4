//! A study of twelve segments in three candidate codes and two candidate themes, and a log in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::sync::Arc;

use crate::domain::*;
use crate::review::*;

/// Builds a run: segments 1–4 in candidate code 1, 5–8 in code 2, 9–11 in code 3, and 12 in none; participants P1 to P3 in turn. Codes 1 and
/// 2 are in candidate theme A, code 3 in B.
pub(crate) fn base() -> RunSnapshot {
    let theme = |label: &str, n_participants| ProposedTheme {
        label: label.to_owned(),
        evidence: CandidateEvidence {
            key_terms: vec![KeyTerm { term: label.to_owned(), weight: 0.25 }],
            cohesion: Some(0.25),
            n_participants,
        },
        stability: Some(StabilityLevel::Holds),
    };
    base_with(vec![theme("work", 3), theme("rest", 3)])
}

/// Builds the same run with one level: the candidate themes A, B and C hold the segments.
pub(crate) fn one_level_base() -> RunSnapshot {
    base_with(Vec::new())
}

fn base_with(candidate_themes: Vec<ProposedTheme>) -> RunSnapshot {
    let segments = (0..12)
        .map(|i| RunSegment {
            document: Arc::from(if i < 6 { "a.txt" } else { "b.txt" }),
            span: Span::new(i % 6 * 10, i % 6 * 10 + 9),
            participant: Some(Arc::from(["P1", "P2", "P3"][i % 3])),
        })
        .collect();
    let code = |label: &str, members: std::ops::RangeInclusive<u32>, stability, theme| ProposedCode {
        theme: Some(CandidateThemeId(theme)),
        label: label.to_owned(),
        evidence: CandidateEvidence {
            key_terms: vec![KeyTerm { term: label.to_owned(), weight: 0.5 }],
            cohesion: Some(0.5),
            n_participants: 3,
        },
        stability,
        members: members.map(SegmentId).collect(),
        near_misses: Vec::new(),
    };
    let mut codes = vec![
        code("ward", 1..=4, Some(StabilityLevel::Holds), 1),
        code("night", 5..=8, Some(StabilityLevel::DoNotRely), 1),
        code("tea", 9..=11, Some(StabilityLevel::Wavers), 2),
    ];
    codes[0].near_misses = vec![SegmentId(6)];
    let documents = BTreeMap::from([("a.txt".to_owned(), 60), ("b.txt".to_owned(), 60)]);
    let people = ["P1", "P2", "P3"].map(str::to_owned).into();
    let codes = (1..).map(ProposalId).zip(codes).collect();
    RunSnapshot::new(RunId(1), segments, codes, candidate_themes, documents, people)
}

/// What coders do, with a log in memory.
#[derive(Clone)]
pub(crate) struct ReviewFixture {
    pub(crate) base: RunSnapshot,
    pub(crate) state: State,
    pub(crate) history: History,
    pub(crate) log: Vec<(Operation, ReviewDetail)>,
    /// The operations in effect, in the order in which they took effect.
    pub(crate) in_effect: Vec<OperationId>,
}

impl ReviewFixture {
    /// Makes an empty log.
    pub(crate) fn empty(base: RunSnapshot) -> Self {
        let (state, history) = (State::default(), History::default());
        Self { base, state, history, log: Vec::new(), in_effect: Vec::new() }
    }

    /// Makes a log in which Ann and Ben are known.
    pub(crate) fn new() -> Self {
        Self::of(base())
    }

    /// Makes a log on a run, in which Ann and Ben are known.
    pub(crate) fn of(base: RunSnapshot) -> Self {
        let mut fixture = Self::empty(base);
        for name in ["Ann", "Ben"] {
            let add = Decision::AddCoder { name: name.to_owned() };
            fixture.decide(&CoderId::of_name(name), &add).unwrap();
        }
        fixture
    }

    pub(crate) fn decide(
        &mut self,
        coder: &CoderId,
        decision: &Decision,
    ) -> Result<Vec<RecordChange>, Refusal> {
        let at = Timestamp(format!("2026-01-01T00:00:{:02}Z", self.log.len()));
        let hash = self.log.last().map(|(operation, _)| operation.hash.clone()).unwrap_or_default();
        let next_code = self.history.next_code(coder, self.base.run, self.base.last_code());
        let next_theme = self.history.next_theme(coder, self.base.run, self.base.n_themes());
        let operation = OperationId(self.log.len() as u32 + 1);
        let (previous_hash, reason) = (&hash[..], Some("because"));
        let context = Context { coder, at: &at, reason, operation, previous_hash, next_code, next_theme };
        let outcome = decide(&self.state, &self.base, &context, decision)?;
        let (last_code, last_candidate_theme) = (outcome.last_code(), outcome.last_theme());
        let changes = outcome.complete(|touched| Ok::<_, Infallible>(evidence(touched))).unwrap();
        if changes.is_empty() {
            return Err(Refusal::NoChange);
        }
        let decision = Some(decision.clone());
        let detail = ReviewDetail { last_code, last_candidate_theme, decision, ..detail(coder, &changes) };
        self.append(OperationKind::Decide, detail);
        Ok(changes)
    }

    pub(crate) fn undo(&mut self, coder: &CoderId) -> Result<(), Refusal> {
        let target = self.history.to_undo(coder).ok_or_else(|| Refusal::NothingToUndo(coder.clone()))?;
        let since =
            self.log[target.0 as usize - 1..].iter().map(|(operation, detail)| (operation.id, detail));
        if let Some(key) = changed_later(target, since) {
            return Err(Refusal::ChangedSince { operation: target.0, key: key.to_string() });
        }
        let changes = self.log[target.0 as usize - 1].1.changes.clone();
        let changes: Vec<RecordChange> = changes.into_iter().map(RecordChange::reversed).collect();
        self.fits(target, &changes)?;
        self.append(OperationKind::Undo, ReviewDetail { undoes: Some(target), ..detail(coder, &changes) });
        Ok(())
    }

    pub(crate) fn redo(&mut self, coder: &CoderId) -> Result<(), Refusal> {
        let target = self.history.to_redo(coder).ok_or_else(|| Refusal::NothingToRedo(coder.clone()))?;
        let changes = self.log[target.0 as usize - 1].1.changes.clone();
        self.fits(target, &changes)?;
        self.append(OperationKind::Redo, ReviewDetail { redoes: Some(target), ..detail(coder, &changes) });
        Ok(())
    }

    fn fits(&self, target: OperationId, changes: &[RecordChange]) -> Result<(), Refusal> {
        self.state.contradiction(changes).map_or(Ok(()), |change| {
            Err(Refusal::ChangedSince { operation: target.0, key: change.key.to_string() })
        })
    }

    fn append(&mut self, kind: OperationKind, detail: ReviewDetail) {
        let id = OperationId(self.log.len() as u32 + 1);
        for change in &detail.changes {
            self.state.apply(change);
        }
        match kind {
            OperationKind::Undo => self.in_effect.retain(|&standing| Some(standing) != detail.undoes),
            _ => self.in_effect.push(detail.redoes.unwrap_or(id)),
        }
        let operation = Operation {
            id,
            kind,
            at: Timestamp(format!("2026-01-01T00:00:{:02}Z", id.0)),
            detail: serde_json::Value::Null,
            previous_hash: String::new(),
            // Any hash that differs between operations will do here.
            hash: format!("{:x}", id.0.wrapping_mul(2_654_435_761)),
        };
        self.history.push(Entry::of(&operation, &detail));
        self.log.push((operation, detail));
    }

    pub(crate) fn view(&self, coder: &CoderId) -> &CoderState {
        self.state.view(coder)
    }

    pub(crate) fn candidate(&self, coder: &CoderId, id: u32) -> CandidateCode {
        candidate(&self.base, self.view(coder), ProposalId(id)).unwrap()
    }

    pub(crate) fn theme(&self, coder: &CoderId, letters: &str) -> CandidateTheme {
        candidate_theme(&self.base, self.view(coder), letters.parse().unwrap()).unwrap()
    }

    /// Returns the status of a candidate theme and the numbers of its candidate codes.
    pub(crate) fn status(&self, coder: &CoderId, letters: &str) -> (CandidateStatus, Vec<u32>) {
        let (id, view) = (letters.parse().unwrap(), self.view(coder));
        let codes = codes_of(&self.base, view, id);
        (theme_status(&self.base, view, id), codes.into_iter().map(|code| code.0).collect())
    }

    pub(crate) fn members(&self, coder: &CoderId, id: u32) -> Vec<u32> {
        members(&self.base, self.view(coder), ProposalId(id)).into_iter().map(|segment| segment.0).collect()
    }

    /// Finds the code with a label.
    pub(crate) fn code(&self, coder: &CoderId, label: &str) -> CodeId {
        let mut found = self.view(coder).codes.iter().filter(|(_, code)| code.label == label);
        *found.next().unwrap().0
    }

    /// Returns the last operation in words.
    pub(crate) fn said(&self) -> String {
        let (operation, detail) = self.log.last().unwrap();
        let one_level = Some(self.base.run).filter(|_| !self.base.has_two_levels()).into_iter().collect();
        let names = NamesInRuns { state: &self.state, one_level: &one_level, base: Some(&self.base) };
        crate::words::operation(operation.kind, detail, &names)
    }
}

/// Computes evidence that depends only on the segments, as the project's does.
fn evidence(touched: &Regrouped) -> (String, CandidateEvidence) {
    let evidence = CandidateEvidence {
        key_terms: vec![KeyTerm { term: format!("{:?}", touched.segments), weight: 1.0 }],
        cohesion: Some(1.0 / touched.segments.len() as f64),
        n_participants: touched.segments.iter().map(|s| s.0 % 3).collect::<BTreeSet<_>>().len(),
    };
    (format!("of {}", touched.segments.len()), evidence)
}

fn detail(coder: &CoderId, changes: &[RecordChange]) -> ReviewDetail {
    ReviewDetail {
        coder: coder.clone(),
        reason: None,
        run: Some(RunId(1)),
        last_code: None,
        last_candidate_theme: None,
        decision: None,
        undoes: None,
        redoes: None,
        changes: changes.to_vec(),
        joined: None,
        set_aside: None,
    }
}

pub(crate) fn ann() -> CoderId {
    CoderId::of_name("Ann")
}

pub(crate) fn ben() -> CoderId {
    CoderId::of_name("Ben")
}

pub(crate) fn read(json: &str) -> Decision {
    serde_json::from_str(json).unwrap()
}
