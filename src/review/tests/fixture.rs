//! A study of twelve segments in three candidate themes, and a log in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::sync::Arc;

use crate::domain::*;
use crate::review::*;

/// Builds a run: segments 1–4 in theme 1, 5–8 in theme 2, 9–11 in theme 3, and 12 in none; participants P1 to P3 in turn.
pub(crate) fn base() -> RunSnapshot {
    let segments = (0..12)
        .map(|i| RunSegment {
            document: Arc::from(if i < 6 { "a.txt" } else { "b.txt" }),
            span: Span::new(i % 6 * 10, i % 6 * 10 + 9),
            participant: Some(Arc::from(["P1", "P2", "P3"][i % 3])),
        })
        .collect();
    let theme = |label: &str, members: std::ops::RangeInclusive<u32>, stability| ProposedTheme {
        label: label.to_owned(),
        evidence: ThemeEvidence {
            key_terms: vec![KeyTerm { term: label.to_owned(), weight: 0.5 }],
            cohesion: Some(0.5),
            n_participants: 3,
        },
        stability,
        members: members.map(SegmentId).collect(),
        near_misses: Vec::new(),
    };
    let mut themes = vec![
        theme("ward", 1..=4, Some(StabilityLevel::Holds)),
        theme("night", 5..=8, Some(StabilityLevel::DoNotRely)),
        theme("tea", 9..=11, Some(StabilityLevel::Wavers)),
    ];
    themes[0].near_misses = vec![SegmentId(6)];
    let documents = BTreeMap::from([("a.txt".to_owned(), 60), ("b.txt".to_owned(), 60)]);
    RunSnapshot::new(RunId(1), segments, themes, documents, ["P1", "P2", "P3"].map(str::to_owned).into())
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
    pub(crate) fn empty() -> Self {
        let (state, history) = (State::default(), History::default());
        Self { base: base(), state, history, log: Vec::new(), in_effect: Vec::new() }
    }

    /// Makes a log in which Ann and Ben are known.
    pub(crate) fn new() -> Self {
        let mut fixture = Self::empty();
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
        let next_theme = self.history.next_theme(coder, self.base.run, self.base.n_themes());
        let operation = OperationId(self.log.len() as u32 + 1);
        let context =
            Context { coder, at: &at, reason: Some("because"), operation, previous_hash: &hash, next_theme };
        let outcome = decide(&self.state, &self.base, &context, decision)?;
        let last_theme = outcome.last_theme();
        let changes = outcome.complete(|touched| Ok::<_, Infallible>(evidence(touched))).unwrap();
        if changes.is_empty() {
            return Err(Refusal::NoChange);
        }
        let detail = ReviewDetail { last_theme, decision: Some(decision.clone()), ..detail(coder, &changes) };
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

    pub(crate) fn theme(&self, coder: &CoderId, theme: u32) -> CandidateTheme {
        candidate(&self.base, self.view(coder), ProposalId(theme)).unwrap()
    }

    pub(crate) fn members(&self, coder: &CoderId, theme: u32) -> Vec<u32> {
        members(&self.base, self.view(coder), ProposalId(theme))
            .into_iter()
            .map(|segment| segment.0)
            .collect()
    }

    /// Finds the code with a label.
    pub(crate) fn code(&self, coder: &CoderId, label: &str) -> CodeId {
        let mut found = self.view(coder).codes.iter().filter(|(_, code)| code.label == label);
        *found.next().unwrap().0
    }

    /// Returns the last operation in words.
    pub(crate) fn said(&self) -> String {
        let (operation, detail) = self.log.last().unwrap();
        crate::words::operation(operation.kind, detail, &self.state)
    }
}

/// Computes evidence that depends only on the segments, as the project's does.
fn evidence(touched: &RegroupedTheme) -> (String, ThemeEvidence) {
    let evidence = ThemeEvidence {
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
        last_theme: None,
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
