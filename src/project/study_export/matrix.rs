//! Codes by participants, and by values of participants' attributes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::Collected;
use super::codebook::code_lines;
use crate::domain::{CodeId, CodeLevel, CoderId};

/// How many codings each code has of each participant, and of each value of an attribute.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MatrixView {
    /// The participants, by name: the columns of `by_participant`.
    pub participants: Vec<ParticipantColumn>,
    /// The values of attributes, by attribute and value: the columns of `by_attribute`.
    pub attributes: Vec<AttributeColumn>,
    /// The codes, parents before children; themes are those at the top.
    pub rows: Vec<MatrixRow>,
}

/// A participant in a matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ParticipantColumn {
    /// The name.
    pub participant: String,
    /// How many segments of the run are theirs.
    pub n_segments: usize,
}

/// A value of an attribute in a matrix.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AttributeColumn {
    /// The attribute.
    pub attribute: String,
    /// The value.
    pub value: String,
    /// How many participants have it.
    pub n_participants: usize,
}

/// A code in a matrix. All counts are of its codings and those of all codes nested under it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MatrixRow {
    /// The coder whose code it is.
    pub coder: CoderId,
    /// The coder's name.
    pub coder_name: String,
    /// Its id.
    pub code: CodeId,
    /// Its level.
    pub level: CodeLevel,
    /// Its label with those above it, the highest first.
    pub path: Vec<String>,
    /// How many codings, also those of no known participant.
    pub n_codings: usize,
    /// How many participants.
    pub n_participants: usize,
    /// How many codings of each participant.
    pub by_participant: Vec<usize>,
    /// How many codings of no known participant: those of `n_codings` that are in no column of `by_participant`.
    pub n_no_participant: usize,
    /// How many codings of participants with each value of an attribute.
    pub by_attribute: Vec<usize>,
}

impl MatrixView {
    /// Tells whether some codings are of no known participant.
    pub(super) fn has_no_participant(&self) -> bool {
        self.rows.iter().any(|row| row.n_no_participant > 0)
    }
}

impl MatrixRow {
    /// Returns how many codings of each participant, then how many of none.
    pub(super) fn of_everybody(&self) -> Vec<usize> {
        self.by_participant.iter().copied().chain([self.n_no_participant]).collect()
    }
}

/// The heading of the counts of codings of no known participant.
pub(super) const NO_PARTICIPANT: &str = "no participant";

impl Collected<'_> {
    pub(super) fn matrix(&self) -> MatrixView {
        let loaded = &self.reviewer.loaded;
        let mut n_segments: BTreeMap<&str, usize> = BTreeMap::new();
        for row in loaded.texts.rows().iter().filter(|row| loaded.is_present(row.document)) {
            if let Some(participant) = &row.participant {
                *n_segments.entry(participant).or_default() += 1;
            }
        }
        let column: HashMap<&str, usize> = n_segments.keys().copied().zip(0..).collect();
        let mut holders: BTreeMap<(&str, &str), BTreeSet<usize>> = BTreeMap::new();
        for (name, attributes) in &loaded.attributes {
            let Some(&at) = column.get(name.as_str()) else { continue };
            for (attribute, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
                holders.entry((attribute, value)).or_default().insert(at);
            }
        }
        let rows = self.whose.coders.iter().flat_map(|coder| self.matrix_of(coder, &column, &holders));
        MatrixView {
            rows: rows.collect(),
            participants: n_segments
                .iter()
                .map(|(name, n)| ParticipantColumn { participant: (*name).to_owned(), n_segments: *n })
                .collect(),
            attributes: holders
                .iter()
                .map(|((attribute, value), holders)| AttributeColumn {
                    attribute: (*attribute).to_owned(),
                    value: (*value).to_owned(),
                    n_participants: holders.len(),
                })
                .collect(),
        }
    }

    fn matrix_of(
        &self,
        coder: &CoderId,
        column: &HashMap<&str, usize>,
        holders: &BTreeMap<(&str, &str), BTreeSet<usize>>,
    ) -> Vec<MatrixRow> {
        let view = self.reviewer.state.view(coder);
        let mut own: BTreeMap<CodeId, Vec<usize>> = BTreeMap::new();
        for coding in view.codings.values() {
            let participant = self.places.at(&coding.document, coding.span()).participant;
            if let Some(&at) = participant.and_then(|name| column.get(name)) {
                own.entry(coding.code).or_insert_with(|| vec![0; column.len()])[at] += 1;
            }
        }
        let row = |line: super::codebook::CodeLine| {
            let mut by_participant = vec![0; column.len()];
            for counts in line.within.iter().filter_map(|id| own.get(id)) {
                by_participant.iter_mut().zip(counts).for_each(|(sum, n)| *sum += n);
            }
            let n_codings = line.within.iter().map(|&id| view.n_codings(id)).sum();
            let of_holders = |all: &BTreeSet<usize>| all.iter().map(|&at| by_participant[at]).sum();
            MatrixRow {
                coder: coder.clone(),
                coder_name: self.reviewer.name_of(coder).to_owned(),
                code: line.id,
                level: view.codes.get(&line.id).map(|code| code.level).unwrap_or_default(),
                path: view.path_of(line.id),
                n_codings,
                n_no_participant: n_codings.saturating_sub(by_participant.iter().sum()),
                n_participants: by_participant.iter().filter(|&&n| n > 0).count(),
                by_attribute: holders.values().map(of_holders).collect(),
                by_participant,
            }
        };
        code_lines(view).into_iter().map(row).collect()
    }
}
