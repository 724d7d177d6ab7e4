//! Units with their words and readings, ready for front ends to show.

use std::collections::BTreeMap;

use crate::domain::{Adjudication, CodePointOffset, CoderId, DisagreementId, Document, Span};
use crate::project::ProjectError;
use crate::project::error::offset_error;
use crate::review::State;

use super::disagreements::{Pair, disagreement, kind};
use super::frame::Frame;
use super::view::{CodeReadingView, ComparedUnit, DisagreementView, ReadingView, VerdictView};

/// How much of the text before and after a unit is shown, in code points.
const SURROUNDINGS: usize = 240;

/// The verdicts of all coders by disagreement: the coder, and the verdict.
pub(super) type Verdicts<'a> = BTreeMap<DisagreementId, Vec<(&'a CoderId, &'a Adjudication)>>;

/// Collects the verdicts of these coders.
pub(super) fn verdicts<'a>(state: &'a State, of: &'a [CoderId]) -> Verdicts<'a> {
    let mut found = Verdicts::new();
    for coder in of {
        for (id, adjudication) in &state.view(coder).adjudications {
            found.entry(*id).or_default().push((coder, adjudication));
        }
    }
    found
}

/// The data needed to show units.
pub(super) struct Shown<'a> {
    pub(super) frame: &'a Frame<'a>,
    pub(super) pairs: &'a [Pair<'a>],
    pub(super) verdicts: &'a Verdicts<'a>,
    pub(super) state: &'a State,
    pub(super) path: &'a std::path::Path,
    /// The disagreements on each unit.
    found: Vec<Vec<DisagreementView>>,
}

impl<'a> Shown<'a> {
    pub(super) fn new(
        frame: &'a Frame<'a>,
        pairs: &'a [Pair<'a>],
        verdicts: &'a Verdicts<'a>,
        (state, path): (&'a State, &'a std::path::Path),
    ) -> Self {
        let mut shown = Self { frame, pairs, verdicts, state, path, found: Vec::new() };
        shown.found = (0..frame.units.all.len()).map(|unit| shown.find(unit)).collect();
        shown
    }

    /// Returns the disagreements on a unit.
    pub(super) fn disagreements(&self, unit: usize) -> &[DisagreementView] {
        &self.found[unit]
    }

    fn find(&self, unit: usize) -> Vec<DisagreementView> {
        let differ = self.pairs.iter().filter_map(|&pair| Some((pair, kind(self.frame, pair, unit)?)));
        differ
            .map(|(pair, kind)| {
                let found = disagreement(self.frame, pair, unit);
                let id = found.id();
                let given =
                    self.verdicts.get(&id).and_then(|all| all.iter().max_by_key(|(_, given)| &given.at.0));
                let verdict = given.map(|(by, given)| VerdictView {
                    verdict: given.verdict,
                    reason: given.because.clone(),
                    by: self
                        .state
                        .coders()
                        .get(by)
                        .map_or_else(|| by.to_string(), |coder| coder.name.clone()),
                    at: given.at.clone(),
                    readings_changed: !given.disagreement.is_as(&found),
                });
                let (first, second) = self.ids(pair);
                DisagreementView { id, first, second, kind, verdict }
            })
            .collect()
    }

    pub(super) fn ids(&self, pair: Pair<'_>) -> (String, String) {
        let coder = |coder: usize| self.frame.sides.coders[coder].id.to_string();
        match pair {
            Pair::Coders([a, b]) => (coder(a), coder(b)),
            Pair::Run { coder: of, run, .. } => (coder(of), format!("run-{}", run.id)),
        }
    }

    /// Returns the units marked in `shown`, in order, with their words.
    pub(super) fn units(&self, shown: &[bool]) -> Result<Vec<ComparedUnit>, ProjectError> {
        let units = &self.frame.units;
        let mut found = Vec::new();
        for (at, unit) in units.all.iter().enumerate().filter(|(at, _)| shown[*at]) {
            let document = &units.documents[unit.document];
            let text = units.texts.index(unit.document);
            let words = |span: Span| text.slice(span).map_err(|error| offset_error(self.path, error));
            let Span { start, end } = unit.span;
            let before = Span { start: CodePointOffset(start.0.saturating_sub(SURROUNDINGS)), end: start };
            let after =
                Span { start: end, end: CodePointOffset((end.0 + SURROUNDINGS).min(text.n_code_points())) };
            let turn = document.turns.get(unit.turn);
            found.push(ComparedUnit {
                id: self.frame.unit_id(at),
                document: document.name.clone(),
                participant: units.participant(unit).map(str::to_owned),
                speaker: speaker(document, unit.turn),
                turn: unit.turn + 1,
                time_ms: turn.and_then(|turn| document.time_at(start, turn)),
                start: start.0,
                end: end.0,
                before: from_a_word(words(before)?, before.start.0 > 0),
                text: words(unit.span)?.to_owned(),
                after: to_a_word(words(after)?, after.end.0 < text.n_code_points()),
                readings: self.readings(at),
                disagreements: self.disagreements(at).to_vec(),
            });
        }
        Ok(found)
    }

    fn readings(&self, unit: usize) -> Vec<ReadingView> {
        let frame = self.frame;
        let coders = frame.sides.coders.iter().enumerate().filter_map(|(coder, side)| {
            let reading = frame.reading(coder, unit)?;
            let codes = reading.labels.iter().map(|&label| {
                let of_label = reading.marked.iter().filter(|marked| marked.label == label);
                let memos: Vec<&str> =
                    of_label.flat_map(|marked| marked.memos.iter().map(String::as_str)).collect();
                CodeReadingView {
                    label: frame.sides.labels.all[label as usize].label.clone(),
                    memo: (!memos.is_empty()).then(|| memos.join("\n")),
                }
            });
            Some(ReadingView {
                side: side.id.to_string(),
                codes: codes.collect(),
                marked: reading
                    .marked
                    .iter()
                    .map(|marked| (marked.span.start.0, marked.span.end.0))
                    .collect(),
                candidate: None,
                label: None,
                noise: false,
            })
        });
        let run = frame.run.iter().map(|run| {
            let theme = run.themes[unit];
            ReadingView {
                side: format!("run-{}", run.id),
                codes: Vec::new(),
                marked: Vec::new(),
                candidate: theme.map(|theme| run.ids[theme]),
                label: theme.map(|theme| run.labels[theme].clone()),
                noise: theme.is_none(),
            }
        });
        coders.chain(run).collect()
    }
}

fn speaker(document: &Document, turn: usize) -> Option<String> {
    let speaker = document.turns.get(turn)?.speaker?;
    Some(document.speakers.get(speaker)?.label.clone())
}

/// Drops the word that was cut at the beginning.
fn from_a_word(text: &str, is_cut: bool) -> String {
    let cut = if is_cut { text.split_once(char::is_whitespace).map_or("", |(_, rest)| rest) } else { text };
    if is_cut { format!("… {cut}") } else { cut.to_owned() }
}

/// Drops the word that was cut at the end.
fn to_a_word(text: &str, is_cut: bool) -> String {
    let cut = if is_cut { text.rsplit_once(char::is_whitespace).map_or("", |(rest, _)| rest) } else { text };
    if is_cut { format!("{cut} …") } else { cut.to_owned() }
}
