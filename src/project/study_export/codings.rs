//! The codings, a row each, and those that a filter lets through.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::codebook::code_lines;
use super::origins::Origins;
use super::places::Places;
use super::whose::Whose;
use super::{Collected, ExportAbout, ExportPart, StudyExportProblem};
use crate::domain::{
    CandidateId, CandidateRef, Certainty, CodeId, CodeLevel, CoderId, CodingId, CodingMade, Content,
    LabelKey, MemoTarget, NameKey, Named, Names as _, OperationId, ProposalId, SegmentId, Timestamp,
};
use crate::project::ProjectError;
use crate::project::review::Reviewer;
use crate::review::{self, CoderState};

/// A coding with its words and where it is from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CodingRow {
    /// Its id.
    pub coding: CodingId,
    /// The coder.
    pub coder: CoderId,
    /// The coder's name.
    pub coder_name: String,
    /// The code.
    pub code: CodeId,
    /// The code's label with those above it, the highest first.
    pub code_path: Vec<String>,
    /// The code's level.
    pub level: CodeLevel,
    /// The document.
    pub document: String,
    /// SHA-256 of the source of the document; null where the run does not hold it.
    pub document_sha256: Option<String>,
    /// The participant who says it; null where unknown.
    pub participant: Option<String>,
    /// The participant's attributes; empty where no text is taken out.
    pub attributes: BTreeMap<String, String>,
    /// The label of the speaker in the document; null where unknown, and where no text is taken out.
    pub speaker: Option<String>,
    /// The turn in which it begins, from 1; null where it is in none.
    pub turn: Option<usize>,
    /// When it is said, in milliseconds from the start of the recording; null where the document has no times.
    pub time_ms: Option<u64>,
    /// Its first code point in the document's text, from 0.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// The words, as in the document; null where no text is taken out.
    pub text: Option<String>,
    /// The question before it; null where nobody asked, and where no text is taken out.
    pub question: Option<String>,
    /// Its segment in the run; null where it is none.
    pub segment: Option<SegmentId>,
    /// The condensed meaning unit; null where there is none, and where no text is taken out.
    pub condensed: Option<String>,
    /// Manifest or latent; null where the coder does not say.
    pub content: Option<Content>,
    /// How certain the coder is; null where they do not say.
    pub certainty: Option<Certainty>,
    /// Whether it speaks against the code.
    pub negative: bool,
    /// The memos on it and on its segment; empty where no text is taken out.
    pub memos: Vec<String>,
    /// The candidate that it came from; null where it came from none.
    pub candidate: Option<CandidateRef>,
    /// The candidate's label in its own run, as this coder has it; null where the log of another run does not tell, and where no text is taken
    /// out.
    pub candidate_label: Option<String>,
    /// How it was made: singly, or with the whole candidate.
    pub made: CodingMade,
    /// The operation that made it; null where the log does not tell.
    pub operation: Option<OperationId>,
    /// When it was made; null where the log does not tell.
    pub at: Option<Timestamp>,
}

/// Which codings to find. A field that is empty lets all through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CodingFilter {
    /// The one coder whose codings they are; by default those of all coders whom the session's coder may see.
    pub of: Option<CoderId>,
    /// Only codings with one of these codes, or with a code nested under one.
    pub codes: Vec<Named>,
    /// Only codings of participants with all of these values of attributes. Of several values of one attribute, one is enough.
    pub attributes: Vec<AttributeValue>,
    /// Only codings in this document, given by its name, the beginning of it, or the participant.
    pub document: Option<String>,
    /// Only codings of this participant.
    pub participant: Option<String>,
}

/// A value of an attribute of participants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AttributeValue {
    /// The attribute.
    pub attribute: String,
    /// The value.
    pub value: String,
}

/// The codings that a filter lets through.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CodingList {
    /// Whose they are.
    pub about: ExportAbout,
    /// How many codings there are without the filter.
    pub n_all: usize,
    /// The codings, by coder, document and place.
    pub codings: Vec<CodingRow>,
}

impl Reviewer {
    /// Returns the codings that a filter lets through, for a viewer.
    pub(in crate::project) fn coding_list(
        &self,
        viewer: &CoderId,
        filter: &CodingFilter,
    ) -> Result<CodingList, ProjectError> {
        let whose = Whose::of(self, viewer, filter.of.as_ref())?;
        let origins = Origins::read(self, &whose.coders)?;
        let collected = Collected {
            reviewer: self,
            places: Places(&self.loaded.texts),
            origins,
            whose,
            without_text: false,
        };
        let codes = collected.codes_within(&filter.codes)?;
        let wanted = collected.wanted_values(&filter.attributes)?;
        let mut codings = collected.coding_rows();
        let document = filter.document.as_deref().map(|typed| self.coded_document(&codings, typed));
        let document = document.transpose()?;
        let participant = filter.participant.as_deref().map(|name| self.base.participant(name));
        let participant = participant.transpose()?;
        let n_all = codings.len();
        codings.retain(|row| {
            (filter.codes.is_empty() || codes.contains(&(row.coder.clone(), row.code)))
                && document.as_ref().is_none_or(|wanted| row.document == *wanted)
                && participant.as_ref().is_none_or(|wanted| {
                    row.participant.as_deref().is_some_and(|name| NameKey::of(name) == *wanted)
                })
                && wanted.iter().all(|(attribute, values)| {
                    row.attributes.get(attribute).is_some_and(|value| values.contains(&LabelKey::of(value)))
                })
        });
        Ok(CodingList { about: collected.about(ExportPart::Codings)?, n_all, codings })
    }

    /// Returns the name of the document that a name means: one of the run, otherwise one of other runs in which codings are.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where the name fits no document, or several.
    fn coded_document(&self, codings: &[CodingRow], typed: &str) -> Result<String, ProjectError> {
        match self.interview(typed) {
            Ok(at) => Ok(self.loaded.texts.documents()[at].name.clone()),
            Err(error) => {
                let key = NameKey::of(typed);
                let coded = codings.iter().map(|row| &row.document);
                coded.into_iter().find(|name| NameKey::of(name) == key).cloned().ok_or(error)
            }
        }
    }
}

impl Collected<'_> {
    /// Returns the codes that are named, with all codes nested under them, of each coder.
    fn codes_within(&self, named: &[Named]) -> Result<BTreeSet<(CoderId, CodeId)>, ProjectError> {
        let mut found = BTreeSet::new();
        for named in named {
            let mut refused = None;
            let before = found.len();
            for coder in &self.whose.coders {
                let view = self.reviewer.state.view(coder);
                match review::resolve_code(view, named) {
                    Ok(code) => {
                        let lines = code_lines(view);
                        let within = lines.into_iter().find(|line| line.id == code).map(|line| line.within);
                        found.extend(within.into_iter().flatten().map(|code| (coder.clone(), code)));
                    }
                    Err(refusal) => refused = Some(refusal),
                }
            }
            if let Some(refusal) = refused.filter(|_| found.len() == before) {
                return Err(refusal.into());
            }
        }
        Ok(found)
    }

    /// Returns the attributes asked for, as participants have them, with the keys of the values that are wanted.
    fn wanted_values(
        &self,
        asked: &[AttributeValue],
    ) -> Result<BTreeMap<String, BTreeSet<LabelKey>>, ProjectError> {
        let mut known: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (attribute, value) in self.reviewer.loaded.attributes.values().flatten() {
            known.entry(attribute).or_default().insert(value);
        }
        let mut wanted: BTreeMap<String, BTreeSet<LabelKey>> = BTreeMap::new();
        for AttributeValue { attribute, value } in asked {
            let key = LabelKey::of(attribute);
            let Some((name, values)) = known.iter().find(|(name, _)| LabelKey::of(name) == key) else {
                let known = known.keys().map(|&name| name.to_owned()).collect();
                return Err(
                    StudyExportProblem::NoSuchAttribute { attribute: attribute.clone(), known }.into()
                );
            };
            if !values.iter().any(|known| LabelKey::of(known) == LabelKey::of(value)) {
                let known = values.iter().map(|&value| value.to_owned()).collect();
                let (attribute, value) = (attribute.clone(), value.clone());
                return Err(StudyExportProblem::NoSuchValue { attribute, value, known }.into());
            }
            wanted.entry((*name).to_owned()).or_default().insert(LabelKey::of(value));
        }
        Ok(wanted)
    }

    pub(super) fn coding_rows(&self) -> Vec<CodingRow> {
        self.whose.coders.iter().flat_map(|coder| self.codings_of(coder)).collect()
    }

    fn codings_of(&self, coder: &CoderId) -> Vec<CodingRow> {
        let view = self.reviewer.state.view(coder);
        let mut memos: BTreeMap<&MemoTarget, Vec<&str>> = BTreeMap::new();
        for memo in view.memos.values().filter(|_| !self.without_text) {
            memos.entry(&memo.on).or_default().push(&memo.text);
        }
        let run = self.reviewer.run();
        let label = |of: CandidateRef| self.said(self.candidate_label(view, of).as_deref());
        let mut labels: BTreeMap<CandidateRef, Option<String>> = BTreeMap::new();
        let row = |found: crate::domain::CodebookCoding| {
            let coding = found.coding;
            let place = self.places.at(&coding.document, coding.span());
            let participant = place.participant;
            let attributes = participant.filter(|_| !self.without_text);
            let attributes = attributes.and_then(|name| self.reviewer.loaded.attributes.get(name));
            let origin = self.origins.coding(coder, found.id);
            let targets = [Some(MemoTarget::Coding(found.id)), coding.segment.map(MemoTarget::Segment)];
            let notes = targets.iter().flatten().filter_map(|on| memos.get(on)).flatten();
            CodingRow {
                coding: found.id,
                coder: coder.clone(),
                coder_name: self.reviewer.name_of(coder).to_owned(),
                code: coding.code,
                code_path: view.path_of(coding.code),
                level: view.codes.get(&coding.code).map(|code| code.level).unwrap_or_default(),
                document_sha256: Some(place.sha256.to_owned()).filter(|hash| !hash.is_empty()),
                participant: participant.map(str::to_owned),
                attributes: attributes.cloned().unwrap_or_default(),
                speaker: self.said(place.speaker),
                turn: place.turn,
                time_ms: place.time_ms,
                start: coding.start.0,
                end: coding.end.0,
                text: self.said(Some(place.text)),
                question: self.said(place.question),
                segment: coding.segment.filter(|at| at.run == run).map(|at| at.id),
                condensed: self.said(coding.condensed.as_deref()),
                content: coding.content,
                certainty: coding.certainty,
                negative: coding.negative,
                memos: notes.map(|&text| text.to_owned()).collect(),
                candidate: coding.candidate,
                candidate_label: coding
                    .candidate
                    .and_then(|of| labels.entry(of).or_insert_with(|| label(of)).clone()),
                made: origin.map_or(CodingMade::Unknown, |origin| origin.made),
                operation: origin.map(|origin| origin.operation),
                at: origin.map(|origin| origin.at.clone()),
                document: coding.document,
            }
        };
        review::codebook(view).codings.into_iter().map(row).collect()
    }

    /// Returns a candidate's label in its own run. Of another run than the one at hand, the coder's decisions tell it.
    fn candidate_label(&self, view: &CoderState, of: CandidateRef) -> Option<String> {
        let CandidateRef { run, candidate } = of;
        if run == self.reviewer.run() {
            return review::candidate_label(&self.reviewer.base, view, candidate);
        }
        let of_segments = |id| view.candidates.get(&(run, id)).map(|found| &found.label);
        let label = match candidate {
            CandidateId::Code(id) => of_segments(id),
            CandidateId::Theme(theme) if self.reviewer.names().has_one_level(run) => {
                of_segments(ProposalId(theme.0))
            }
            CandidateId::Theme(theme) => view.candidate_themes.get(&(run, theme)).map(|found| &found.label),
        };
        label.cloned()
    }
}
