//! Builds views from the data in the project file: a result looks the same when it is made and when it is opened again.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::cluster::ClusteringOutcome;
use crate::domain::{
    CandidateId, CandidateThemeId, ClusterId, DocumentId, Exemplar, KeyTerm, Language, Notice, ParticipantId,
    Proposal, ProposalId, RunId, SegmentId, ThemeStability,
};
use crate::store::{StoredDocument, StoredParticipant, StoredProposal, StoredRun};

use super::candidate_themes::{Likeness, StoredTheme, stored_themes};
use super::error::offset_error;
use super::people::HeldNames;
use super::run_texts::{Row, RunTexts};
use super::tree::StabilityView;
use super::view::{
    NearMissView, NoiseView, ProposedView, QuoteView, RivalView, RunView, SuggestView, ThemeView,
};
use super::{Project, ProjectError};

/// The field of a run's detail that holds what the user wants in no label.
pub(super) const NEVER_IN_LABELS: &str = "never_in_labels";

/// The data that a group of segments has in addition to its members.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ProposalDetail {
    pub(super) key_terms: Vec<KeyTerm>,
    exemplars: Vec<Likeness>,
    pub(super) near_misses: Vec<Likeness>,
    rival: Option<(ProposalId, f64)>,
    notices: Vec<Notice>,
    #[serde(default)]
    pub(super) stability: Option<ThemeStability>,
    /// The share of its segments that hold a word of the label; none for a quotation, and in runs of older programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label_coverage: Option<f64>,
    /// The candidate theme that it is in, from 0; none in a run of one level.
    #[serde(default)]
    group: Option<usize>,
    /// Members that were noise before noise was assigned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    assigned: Vec<SegmentId>,
}

impl ProposalDetail {
    /// Returns the candidate theme that it is in.
    pub(super) fn theme(&self) -> Option<CandidateThemeId> {
        self.group.map(|group| CandidateThemeId(group as u32 + 1))
    }

    /// Converts a proposal's detail, replacing rows and clusters by ids.
    pub(super) fn of(
        proposal: &Proposal,
        outcome: &ClusteringOutcome,
        themes: &BTreeMap<ClusterId, ProposalId>,
        segment_id: impl Fn(usize) -> SegmentId,
    ) -> Self {
        let cluster = proposal.cluster.0 as usize;
        let coarse = outcome.tree.coarse.as_ref();
        let assigned = proposal.members.iter().map(|member| member.segment);
        Self {
            stability: outcome.stability.get(cluster).copied(),
            group: coarse.and_then(|coarse| coarse.group_of.get(cluster).copied()),
            assigned: assigned
                .filter(|row| outcome.assigned.binary_search(row).is_ok())
                .map(&segment_id)
                .collect(),
            ..Self::added(proposal, None, themes, &segment_id)
        }
    }

    /// Converts the detail of a proposal that is added to a run, in a candidate theme where the run has such. Its stability was not measured.
    pub(super) fn added(
        proposal: &Proposal,
        theme: Option<CandidateThemeId>,
        themes: &BTreeMap<ClusterId, ProposalId>,
        segment_id: impl Fn(usize) -> SegmentId,
    ) -> Self {
        let likeness = |exemplars: &[Exemplar]| {
            exemplars
                .iter()
                .map(|e| Likeness { segment: segment_id(e.segment), similarity: e.similarity })
                .collect()
        };
        Self {
            key_terms: proposal.key_terms.clone(),
            exemplars: likeness(&proposal.exemplars),
            near_misses: likeness(&proposal.near_misses),
            rival: proposal.rival.and_then(|r| Some((*themes.get(&r.cluster)?, r.similarity))),
            notices: proposal.notices.clone(),
            stability: None,
            label_coverage: proposal.label_coverage,
            group: theme.map(|theme| theme.0 as usize - 1),
            assigned: Vec::new(),
        }
    }
}

/// A run with the data that its segments refer to.
#[derive(Debug)]
pub(super) struct LoadedRun {
    pub(super) run: StoredRun,
    /// Its documents, by name and id, and the positions of its segments.
    pub(super) texts: Arc<RunTexts>,
    /// The languages of the documents, where known.
    pub(super) languages: Vec<Option<String>>,
    pub(super) participants: HashMap<u32, String>,
    /// Attributes of participants, by name.
    pub(super) attributes: BTreeMap<String, BTreeMap<String, String>>,
    /// The group of each segment: its candidate code or, in a run of one level, its candidate theme.
    pub(super) code_of: HashMap<SegmentId, ProposalId>,
    /// What the run knows of each of its groups of segments, in the order of the groups.
    pub(super) details: Vec<ProposalDetail>,
    /// The candidate themes that hold candidate codes; empty in a run of one level.
    pub(super) themes: Vec<StoredTheme>,
    /// The candidate theme of each candidate code.
    pub(super) theme_of: HashMap<ProposalId, CandidateThemeId>,
    /// The documents that were taken out of the study. Texts and segments of them are here, because vectors are read by place; candidates and
    /// quotations are without them.
    pub(super) removed: BTreeSet<String>,
}

impl LoadedRun {
    /// Puts a run together from what a project file holds of it.
    ///
    /// # Errors
    /// [`ProjectError::Damaged`] where the parts do not fit together.
    pub(super) fn of(
        path: &Path,
        found: StoredRun,
        mut stored: Vec<StoredDocument>,
        participants: Vec<StoredParticipant>,
    ) -> Result<Self, ProjectError> {
        let damaged = |problem: &dyn std::fmt::Display| ProjectError::Damaged {
            path: path.to_owned(),
            problem: problem.to_string(),
        };
        stored.sort_by(|a, b| (&a.document.name, a.id).cmp(&(&b.document.name, b.id)));
        let place: HashMap<DocumentId, usize> = stored.iter().map(|d| d.id).zip(0..).collect();
        let (documents, languages) = stored.into_iter().map(|d| (d.document, d.language)).unzip();
        let names: HashMap<ParticipantId, Arc<str>> =
            participants.iter().map(|p| (p.id, Arc::from(p.participant.name.as_str()))).collect();
        let mut rows = Vec::with_capacity(found.segments.len());
        for stored in &found.segments {
            let missing = || damaged(&format!("segment {} has no document", stored.id));
            rows.push(Row {
                document: *place.get(&stored.document).ok_or_else(missing)?,
                turn: stored.turn,
                span: stored.span,
                participant: stored.participant.and_then(|id| names.get(&id).cloned()),
            });
        }
        let details = found
            .proposals
            .iter()
            .map(|proposal| ProposalDetail::deserialize(&proposal.detail))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| damaged(&error))?;
        Ok(Self {
            texts: Arc::new(RunTexts::new(documents).with_rows(rows)),
            languages,
            code_of: found.members.iter().map(|m| (m.segment, m.proposal)).collect(),
            theme_of: details
                .iter()
                .zip(&found.proposals)
                .filter_map(|(detail, proposal)| Some((proposal.id, detail.theme()?)))
                .collect(),
            details,
            themes: stored_themes(&found.detail).map_err(|error| damaged(&error))?,
            attributes: participants
                .iter()
                .map(|p| (p.participant.name.clone(), p.participant.attributes.clone()))
                .collect(),
            participants: participants.into_iter().map(|p| (p.id.0, p.participant.name)).collect(),
            removed: BTreeSet::new(),
            run: found,
        })
    }

    /// Tells whether candidate themes hold candidate codes.
    pub(super) fn has_two_levels(&self) -> bool {
        !self.themes.is_empty()
    }

    /// Returns the languages of the documents, where they are known.
    pub(super) fn known_languages(&self) -> Vec<Option<Language>> {
        self.languages.iter().map(|code| code.as_deref()?.parse().ok()).collect()
    }

    /// Returns the groups of segments, each with what the run knows of it.
    pub(super) fn proposals(&self) -> impl Iterator<Item = (&StoredProposal, &ProposalDetail)> {
        self.run.proposals.iter().zip(&self.details)
    }

    /// Tells whether a document, by its place, is in the study: it was not taken out.
    pub(super) fn is_present(&self, document: usize) -> bool {
        !self.removed.contains(&self.texts.documents()[document].name)
    }

    /// Returns how many documents are in the study.
    pub(super) fn n_present(&self) -> usize {
        (0..self.texts.documents().len()).filter(|&at| self.is_present(at)).count()
    }

    /// Tells whether the document of a segment is in the study.
    pub(super) fn is_segment_present(&self, segment: SegmentId) -> bool {
        self.row(segment).is_none_or(|row| self.is_present(row.document))
    }

    /// Tells whether a segment, by its place, is of a document that was erased.
    pub(super) fn is_erased(&self, at: usize) -> bool {
        self.texts.rows().get(at).is_some_and(|row| self.texts.documents()[row.document].is_erased())
    }

    /// Returns how many segments are of documents that were erased.
    pub(super) fn n_erased(&self) -> usize {
        (0..self.texts.rows().len()).filter(|&at| self.is_erased(at)).count()
    }

    /// Leaves the segments of some documents out of candidates and their quotations.
    pub(super) fn leave_out(&mut self, removed: BTreeSet<String>) {
        self.removed = removed;
        if self.removed.is_empty() {
            return;
        }
        let rows = self.run.segments.iter().zip(self.texts.rows());
        let absent: BTreeSet<SegmentId> =
            rows.filter(|(_, row)| !self.is_present(row.document)).map(|(segment, _)| segment.id).collect();
        let is_here = |segment: SegmentId| !absent.contains(&segment);
        self.run.members.retain(|member| is_here(member.segment));
        self.code_of.retain(|segment, _| is_here(*segment));
        let lists = self.details.iter_mut().flat_map(|of| [&mut of.exemplars, &mut of.near_misses]);
        let of_themes = self.themes.iter_mut().flat_map(|of| [&mut of.exemplars, &mut of.near_misses]);
        lists.chain(of_themes).for_each(|list| list.retain(|of| is_here(of.segment)));
        let mut speaking: HashMap<ProposalId, BTreeSet<Arc<str>>> = HashMap::new();
        for member in &self.run.members {
            let participant = self.row(member.segment).and_then(|row| row.participant.clone());
            speaking.entry(member.proposal).or_default().extend(participant);
        }
        // Candidates of which nothing is left are not shown.
        let is_left: Vec<bool> = self.run.proposals.iter().map(|of| speaking.contains_key(&of.id)).collect();
        let mut left = is_left.iter();
        self.run.proposals.retain(|_| left.next().copied().unwrap_or(true));
        let mut left = is_left.iter();
        self.details.retain(|_| left.next().copied().unwrap_or(true));
        for proposal in &mut self.run.proposals {
            proposal.n_participants = speaking.get(&proposal.id).map_or(0, BTreeSet::len);
        }
    }

    /// Returns how a group of segments is named: by a number, or by letters in a run of one level.
    pub(super) fn name(&self, id: ProposalId) -> CandidateId {
        CandidateId::of_segments(id, self.has_two_levels())
    }

    /// Returns how many participants have segments in a candidate theme that holds candidate codes: `described` in a run as it was made. Where
    /// interviews were added, the theme holds more than it was described from, and they are counted.
    pub(super) fn n_speaking(&self, theme: CandidateThemeId, described: usize) -> usize {
        let is_as_made =
            self.run.proposals.iter().zip(1..).all(|(proposal, expected)| proposal.id.0 == expected);
        if is_as_made && self.removed.is_empty() {
            return described;
        }
        let is_own = |code: &ProposalId| self.theme_of.get(code) == Some(&theme);
        let members = self.run.members.iter().filter(|member| is_own(&member.proposal));
        let speaking = members.filter_map(|member| self.row(member.segment)?.participant.as_deref());
        speaking.collect::<BTreeSet<&str>>().len()
    }

    /// Returns the words that the user wants in no label.
    ///
    /// # Errors
    /// [`ProjectError::Damaged`] where they cannot be read.
    pub(super) fn never_in_labels(&self, path: &Path) -> Result<BTreeSet<String>, ProjectError> {
        let read = self.run.detail.get(NEVER_IN_LABELS).map(BTreeSet::deserialize).transpose();
        read.map(Option::unwrap_or_default)
            .map_err(|error| ProjectError::Damaged { path: path.to_owned(), problem: error.to_string() })
    }

    /// Returns the names of the participants, and who alone speaks in a document.
    pub(super) fn names(&self) -> HeldNames {
        let mut held = HeldNames::default();
        for row in self.texts.rows() {
            if let Some(name) = &row.participant {
                let document = &self.texts.documents()[row.document];
                let speaker = document.turns.get(row.turn).and_then(|turn| turn.speaker);
                let label = speaker.and_then(|at| document.speakers.get(at)).map(|of| of.label.as_str());
                held.add(&document.name, label, name);
            }
        }
        held
    }

    /// Returns the position of a segment.
    pub(super) fn row(&self, segment: SegmentId) -> Option<&Row> {
        // Segments are in order of number. If one is missing, the error names it instead of showing another.
        let at = self.run.segments.binary_search_by_key(&segment, |stored| stored.id).ok()?;
        self.texts.rows().get(at)
    }
}

impl Project {
    /// Returns the candidates of a run as it proposed them, of the latest if none is named, and the run's number.
    ///
    /// # Errors
    /// [`ProjectError::NoRun`] or [`ProjectError::NoSuchRun`] where there is no such run; [`ProjectError::Damaged`].
    pub fn candidates(&self, run: Option<RunId>) -> Result<(RunId, SuggestView), ProjectError> {
        let loaded = self.load(run)?;
        Ok((loaded.run.id, self.suggest_view(&loaded)?))
    }

    /// Returns a run without its documents.
    pub(super) fn stored_run(&self, run: Option<RunId>) -> Result<StoredRun, ProjectError> {
        if let Some(found) = self.store.run(run)? {
            return Ok(found);
        }
        let latest = self.store.run(None)?.map(|latest| latest.id.0);
        Err(match (run, latest) {
            (Some(run), Some(latest)) => {
                ProjectError::NoSuchRun { path: self.path().to_owned(), run: run.0, latest }
            }
            _ => ProjectError::NoRun(self.path().to_owned()),
        })
    }

    /// Reads a run, without what was taken out of the study.
    pub(super) fn load(&self, run: Option<RunId>) -> Result<LoadedRun, ProjectError> {
        let mut loaded = self.load_whole(run)?;
        loaded.leave_out(self.store.removed_documents()?.into_keys().collect());
        Ok(loaded)
    }

    /// Reads a run with all that it was made of, also what was taken out of the study since.
    pub(super) fn load_whole(&self, run: Option<RunId>) -> Result<LoadedRun, ProjectError> {
        let found = self.stored_run(run)?;
        let documents = self.store.documents(found.id)?;
        LoadedRun::of(self.path(), found, documents, self.store.participants()?)
    }

    fn suggest_view(&self, loaded: &LoadedRun) -> Result<SuggestView, ProjectError> {
        let quotes = Quotes::new(self, loaded);
        let themes = self.theme_views(loaded, &quotes)?;
        Ok(SuggestView { themes, noise: noise(loaded), run: self.run_view(loaded)? })
    }

    /// Returns all candidates of a run.
    pub(super) fn theme_views(
        &self,
        loaded: &LoadedRun,
        quotes: &Quotes<'_>,
    ) -> Result<Vec<ThemeView>, ProjectError> {
        let code = |(proposal, detail)| self.code_view(loaded, quotes, proposal, detail);
        if !loaded.has_two_levels() {
            let one = |of| Ok(ThemeView { theme: code(of)?, codes: Vec::new() });
            return loaded.proposals().map(one).collect();
        }
        let theme = |id| {
            let own = |(_, detail): &(&StoredProposal, &ProposalDetail)| detail.theme() == Some(id);
            let codes = loaded.proposals().filter(own).map(code).collect::<Result<_, _>>()?;
            Ok(ThemeView { theme: self.theme_view(loaded, quotes, id)?, codes })
        };
        let is_left = |id: &CandidateThemeId| {
            loaded.removed.is_empty() || loaded.details.iter().any(|of| of.theme() == Some(*id))
        };
        (1..=loaded.themes.len() as u32).map(CandidateThemeId).filter(is_left).map(theme).collect()
    }

    pub(super) fn run_view(&self, loaded: &LoadedRun) -> Result<RunView, ProjectError> {
        serde_json::from_value(loaded.run.detail.clone()).map_err(|error| self.damaged(&error))
    }

    /// Returns a candidate theme that holds candidate codes.
    pub(super) fn theme_view(
        &self,
        loaded: &LoadedRun,
        quotes: &Quotes<'_>,
        id: CandidateThemeId,
    ) -> Result<ProposedView, ProjectError> {
        let at = |id: CandidateThemeId| loaded.themes.get((id.0 as usize).checked_sub(1)?);
        let theme = at(id).ok_or_else(|| self.damaged(&format!("candidate theme {id} is missing")))?;
        let is_own = |code: &ProposalId| loaded.theme_of.get(code) == Some(&id);
        let place = |segment: SegmentId| {
            Some(CandidateId::Theme(*loaded.theme_of.get(loaded.code_of.get(&segment)?)?))
        };
        Ok(ProposedView {
            id: id.into(),
            label: theme.label.clone(),
            label_coverage: theme.label_coverage,
            key_terms: theme.key_terms.iter().map(|term| term.term.clone()).collect(),
            key_term_weights: theme.key_terms.iter().map(|term| term.weight).collect(),
            n_segments: loaded.run.members.iter().filter(|m| is_own(&m.proposal)).count(),
            n_participants: loaded.n_speaking(id, theme.n_participants),
            cohesion: theme.cohesion,
            stability: theme.stability.map(StabilityView::from),
            exemplars: quotes.exemplars(&theme.exemplars)?,
            near_misses: quotes.near_misses(&theme.near_misses, place)?,
            rival: theme.rival.map(|(rival, similarity)| RivalView {
                id: rival.into(),
                label: at(rival).map(|theme| theme.label.clone()).unwrap_or_default(),
                similarity,
            }),
            notices: theme.notices.clone(),
        })
    }

    /// Returns a candidate that holds segments: a candidate code or, in a run of one level, a candidate theme.
    pub(super) fn code_view(
        &self,
        loaded: &LoadedRun,
        quotes: &Quotes<'_>,
        proposal: &StoredProposal,
        detail: &ProposalDetail,
    ) -> Result<ProposedView, ProjectError> {
        let label_of = |id: ProposalId| {
            loaded.run.proposals.iter().find(|p| p.id == id).map(|p| p.label.clone()).unwrap_or_default()
        };
        let place = |segment: SegmentId| loaded.code_of.get(&segment).map(|&id| loaded.name(id));
        Ok(ProposedView {
            id: loaded.name(proposal.id),
            label: proposal.label.clone(),
            label_coverage: detail.label_coverage,
            key_terms: detail.key_terms.iter().map(|term| term.term.clone()).collect(),
            key_term_weights: detail.key_terms.iter().map(|term| term.weight).collect(),
            n_segments: loaded.run.members.iter().filter(|m| m.proposal == proposal.id).count(),
            n_participants: proposal.n_participants,
            cohesion: Some(proposal.cohesion),
            stability: detail.stability.map(StabilityView::from),
            exemplars: quotes.exemplars(&detail.exemplars)?,
            near_misses: quotes.near_misses(&detail.near_misses, place)?,
            rival: detail.rival.map(|(id, similarity)| RivalView {
                id: loaded.name(id),
                label: label_of(id),
                similarity,
            }),
            notices: detail.notices.clone(),
        })
    }

    pub(super) fn damaged(&self, problem: &dyn std::fmt::Display) -> ProjectError {
        ProjectError::Damaged { path: self.path().to_owned(), problem: problem.to_string() }
    }
}

pub(super) fn noise(loaded: &LoadedRun) -> NoiseView {
    let n = loaded.texts.rows().iter().filter(|row| loaded.is_present(row.document)).count();
    let n_segments = n - loaded.run.members.len();
    NoiseView { n_segments, share: if n == 0 { 0.0 } else { n_segments as f64 / n as f64 } }
}

/// Looks up the words of segments and their source.
pub(super) struct Quotes<'a> {
    project: &'a Project,
    loaded: &'a LoadedRun,
    /// Segments that were noise before noise was assigned.
    assigned: BTreeSet<SegmentId>,
}

impl<'a> Quotes<'a> {
    pub(super) fn new(project: &'a Project, loaded: &'a LoadedRun) -> Self {
        let assigned = loaded.details.iter().flat_map(|detail| detail.assigned.iter().copied()).collect();
        Self { project, loaded, assigned }
    }

    fn exemplars(&self, exemplars: &[Likeness]) -> Result<Vec<QuoteView>, ProjectError> {
        exemplars.iter().map(|e| self.quote(e.segment, Some(e.similarity))).collect()
    }

    fn near_misses(
        &self,
        near_misses: &[Likeness],
        place: impl Fn(SegmentId) -> Option<CandidateId>,
    ) -> Result<Vec<NearMissView>, ProjectError> {
        let view = |miss: &Likeness| {
            let quote = self.quote(miss.segment, Some(miss.similarity))?;
            Ok(NearMissView { candidate: place(miss.segment), quote })
        };
        near_misses.iter().map(view).collect()
    }

    /// Returns a segment's words and their source.
    pub(super) fn quote(
        &self,
        segment: SegmentId,
        similarity: Option<f64>,
    ) -> Result<QuoteView, ProjectError> {
        let missing = || self.project.damaged(&format!("segment {segment} has no document, turn or speaker"));
        let texts = &self.loaded.texts;
        let row = self.loaded.row(segment).ok_or_else(missing)?;
        let document = &texts.documents()[row.document];
        let turn = document.turns.get(row.turn).ok_or_else(missing)?;
        let text = texts.index(row.document).slice(row.span);
        let text = text.map_err(|error| offset_error(self.project.path(), error))?;
        let question = texts.question(row.document, row.turn);
        let question = question.map_err(|error| offset_error(self.project.path(), error))?;
        Ok(QuoteView {
            text: text.to_owned(),
            document: document.name.clone(),
            participant: row.participant.as_deref().map(str::to_owned),
            speaker: turn.speaker.and_then(|s| document.speakers.get(s)).map(|s| s.label.clone()),
            turn: row.turn + 1,
            start: row.span.start.0,
            end: row.span.end.0,
            question: question.map(str::to_owned),
            time_ms: document.time_at(row.span.start, turn),
            similarity,
            was_noise: self.assigned.contains(&segment),
        })
    }
}
