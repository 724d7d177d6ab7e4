//! Adds interviews to a study in which coders have decided: what they decided on stays as it is, and the new segments get candidates of their
//! own beside the old ones.

mod candidates;
#[cfg(test)]
mod correction_tests;
mod grown;
mod keep;
mod parameters;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::cluster;
use crate::describe::{self, DescribeParams};
use crate::domain::{Embeddings, Language, Notice};
use crate::embed::Embedder;
use crate::segment::Segmentation;

use self::candidates::{Groups, Numbering};
use self::grown::{Grown, cut_new, held_rows};
pub(super) use self::parameters::{cluster_params, segment_params};

use self::keep::{Kept, changed_attributes, keep, keep_attributes};
use super::addition::{AdditionPlan, AdditionView};
use super::cut_documents;
use super::earlier::{self, Corrected, United};
use super::embedding;
use super::error::offset_error;
use super::load_view::LoadedRun;
use super::names_in_labels::names_of;
use super::people;
use super::run_texts::RunTexts;
use super::segment_vectors::Segments;
use super::sources::{self, Sources};
use super::suggested::{Suggested, SuggestedHow};
use super::view::RunView;
use super::{Listener, Project, ProjectError, SuggestRequest, languages};

/// Adds the documents of a request to the latest run of a study, or finds that there is nothing new.
///
/// All segments, old and new, are grouped as those of the run were, and the new segments of each group are a new candidate: the old candidates
/// keep theirs. A new candidate is put in the candidate theme to whose segments it is nearest. No coder's decisions have a part in this.
/// A segment of a corrected document is in the candidate of the segment whose place it takes.
///
/// # Errors
/// Those of [`Project::suggest`]; [`ProjectError::NeedsFresh`] where parameters were given that are not those of the run.
pub(super) fn grow(
    project: Project,
    loaded: LoadedRun,
    request: &SuggestRequest,
    listener: &dyn Listener,
) -> Result<Grew, ProjectError> {
    let before = project.run_view(&loaded)?;
    let run = loaded.run.id;
    let encoder = embedding::load(&request.model, &request.embed)?;
    let is_same_model = encoder.fingerprint() == &before.parameters.model;
    let differing = parameters::differing(request, &before, &loaded, is_same_model);
    if !differing.is_empty() {
        return Err(ProjectError::NeedsFresh { path: project.path().to_owned(), parameters: differing });
    }

    let mut sources = sources::read(request, listener)?;
    let mut notices = std::mem::take(&mut sources.notices);
    let mut read = std::mem::take(&mut sources.documents);
    let replaced = project.replaced_documents()?;
    earlier::leave_out(&loaded.removed, &replaced, &mut read, &mut notices);
    let mut united = earlier::unite(loaded.texts.documents(), read, &replaced, &mut notices);
    earlier::say_taken_out(&loaded.removed, &mut notices);
    united.correct_roles(&loaded, request);
    let corrected = united.corrected.clone();
    let is_correction = |name: &String| corrected.iter().any(|of| of.now == *name);
    listener.addition(&AdditionPlan {
        added: united.new.iter().filter(|name| !is_correction(name)).cloned().collect(),
        corrected: corrected.iter().map(|of| of.before.clone()).collect(),
        n_documents: loaded.n_present(),
        is_anew: false,
    });
    if let Some((label, found)) = people::unmatched(&united.documents, request.ingest.roles.keys()) {
        return Err(ProjectError::NoSuchSpeaker { label, found });
    }
    if united.new.is_empty() {
        let people = people::identify(
            loaded.texts.documents(),
            sources.participants.as_ref(),
            &loaded.names(),
            &mut notices,
        );
        listener.notices(&notices);
        let changed = changed_attributes(&loaded.texts, &loaded, &people);
        if !changed.is_empty() {
            let participants = changed.iter().map(|participant| participant.name.clone()).collect();
            drop(project);
            let mut project = Project::open(&request.project)?;
            keep_attributes(&mut project, request, &before, &changed, run)?;
            let view = project.candidates(Some(run))?.1;
            let added = AdditionView { participants, ..AdditionView::default() };
            let suggested = Suggested { run, how: SuggestedHow::Added(added), n_embedded: 0, view, project };
            return Ok(Grew { suggested, corrected });
        }
        let view = project.candidates(Some(run))?.1;
        let how = match corrected.is_empty() {
            true => SuggestedHow::Unchanged,
            // They were read before, and the codings have not followed yet.
            false => SuggestedHow::Added(AdditionView::default()),
        };
        return Ok(Grew { suggested: Suggested { run, how, n_embedded: 0, view, project }, corrected });
    }

    let adding = Adding { before: &before, replaced: &replaced, listener };
    let (grown, cut) = adding.read(loaded, united, &sources, &mut notices)?;
    let all = cut_documents::document_views(grown.texts.documents(), &cut, &grown.people, &grown.languages);
    let (new_documents, new_cut) = (grown.new_documents(), of(&cut, &grown.new));
    notices.extend(cut_documents::nothing_left(&new_documents, &new_cut));
    if new_cut.iter().all(|cut| cut.segments.is_empty()) {
        return Err(cut_documents::no_segments_error(request, &new_documents, &new_cut));
    }
    let views = of(&all, &grown.new);
    listener.documents(&views);
    notices.extend(languages::foreign(
        &new_documents,
        &of(&grown.languages, &grown.new),
        encoder.fingerprint(),
    ));
    listener.notices(&notices);

    let stop_words = languages::for_stop_words(&grown.texts, &grown.languages);
    let segments = Segments {
        texts: &grown.texts,
        stop_words: &stop_words,
        context: before.parameters.context,
        project: &request.project,
    };
    // Only now: what fails before leaves the file as it was, also one of an older version.
    drop(project);
    let mut project = Project::open(&request.project)?;
    let (embedded, guide) = segments.embed(&mut project.store, &encoder, listener)?;
    let mut segments =
        grown.texts.described(&stop_words).map_err(|error| offset_error(&request.project, error))?;
    guide.put_to(&mut segments);
    let mut never_in_labels = request.describe.never_in_labels.clone();
    never_in_labels.extend(grown.loaded.never_in_labels(&request.project)?);
    let names = names_of(&grown.texts).map_err(|error| offset_error(&request.project, error))?;
    let describe_params = DescribeParams {
        never_in_labels: never_in_labels.iter().cloned().chain(names).collect(),
        ..request.describe.clone()
    };
    let groups = adding.group(&project, &grown, &embedded.embeddings, &corrected)?;
    let described = describe::describe(
        &segments,
        &embedded.embeddings,
        &groups.clustering,
        &describe_params.check()?,
        listener,
    )?;
    let mut after = before.clone();
    let counts = grown.counts(&new_documents, &new_cut, &embedded);
    after.counts.add(&counts);
    after.counts.participants = grown.people.participants.len();
    after.documents.extend(views.iter().cloned());
    after.documents.sort_by(|a, b| a.name.cmp(&b.name));
    after.notices.extend(notices);
    after.notices.sort();
    after.notices.dedup();
    after.guide = groups.follow(&guide);
    listener.check_cancelled()?;
    let kept = Kept {
        grown: &grown,
        corrected: &corrected,
        embedded: &embedded,
        groups: &groups,
        described: &described,
        views: &views,
        counts: &counts,
        after: &after,
        never_in_labels: &never_in_labels,
    };
    let addition = keep(&mut project, request, &kept)?;
    let view = project.candidates(Some(run))?.1;
    let n_embedded = embedded.n_embedded;
    let suggested = Suggested { run, how: SuggestedHow::Added(addition), n_embedded, view, project };
    Ok(Grew { suggested, corrected })
}

/// A study to which interviews were added.
pub(super) struct Grew {
    pub(super) suggested: Suggested,
    /// The corrected documents among them; their codings have not followed yet.
    pub(super) corrected: Vec<Corrected>,
}

/// Interviews that are being added.
struct Adding<'a> {
    /// The run before the addition.
    before: &'a RunView,
    /// For each document that was corrected earlier the one with the corrected words.
    replaced: &'a BTreeMap<String, String>,
    listener: &'a dyn Listener,
}

impl Adding<'_> {
    /// Puts the new documents beside those of the run, finds who speaks in them, and cuts them.
    fn read(
        &self,
        loaded: LoadedRun,
        united: United,
        sources: &Sources,
        notices: &mut Vec<Notice>,
    ) -> Result<(Grown, Vec<Segmentation>), ProjectError> {
        // A document that the study holds stays as it is: segments refer to its turns.
        let held = |name: &str| loaded.texts.place(name).map(|at| loaded.texts.documents()[at].clone());
        let documents =
            united.documents.iter().cloned().map(|read| held(&read.name).unwrap_or(read)).collect();
        let texts = RunTexts::new(documents);
        let documents = texts.documents();
        let mut names = loaded.names();
        for (before, now) in
            self.replaced.iter().chain(united.corrected.iter().map(|of| (&of.before, &of.now)))
        {
            names.correct(before, now);
        }
        let people = people::identify(documents, sources.participants.as_ref(), &names, notices);
        let found = languages::languages(&texts, self.before.parameters.language);
        let languages: Vec<Option<Language>> = documents
            .iter()
            .zip(found)
            .map(|(document, found)| match loaded.texts.place(&document.name) {
                Some(held) => loaded.languages[held].as_deref()?.parse().ok(),
                None => found,
            })
            .collect();
        let params = parameters::segment_params(&self.before.parameters.segment);
        let cut = cut_new(&texts, &united.new, params, self.listener)?;
        let new = (0..documents.len()).filter(|&at| united.new.contains(&documents[at].name)).collect();
        let mut rows = held_rows(&loaded, &texts);
        rows.extend(cut_documents::rows(documents, &cut, &people));
        Ok((Grown { texts: texts.with_rows(rows), loaded, languages, people, new }, cut))
    }

    /// Groups all segments: in the groups of the run and new ones.
    fn group(
        &self,
        project: &Project,
        grown: &Grown,
        embeddings: &Embeddings,
        corrected: &[Corrected],
    ) -> Result<Groups, ProjectError> {
        let rows = grown.texts.rows();
        let is_given = self.before.curve.is_none();
        let params = parameters::cluster_params(&self.before.parameters.cluster, is_given);
        let mut interviews = cut_documents::interviews(rows);
        let mut grouped = Cow::Borrowed(embeddings);
        // What was erased is in no group.
        let is_held = |at: &usize| !grown.texts.documents()[rows[*at].document].is_erased();
        let held: Vec<usize> = (0..rows.len()).filter(is_held).collect();
        if held.len() < rows.len() {
            (interviews, grouped) = (of(&interviews, &held), Cow::Owned(embeddings.select(&held)));
        }
        let params = params.check(held.len())?;
        let mut outcome = cluster::cluster(&grouped, &interviews, &params, self.listener)?;
        let mut assignments = vec![None; rows.len()];
        held.iter().zip(&outcome.clustering.assignments).for_each(|(&at, of)| assignments[at] = *of);
        outcome.clustering.assignments = assignments;
        let last = last_number(project, &grown.loaded)?;
        let numbering = Numbering { last, inherited: grown.inherited(corrected) };
        Ok(Groups::of(&grown.loaded, &outcome, embeddings, &numbering))
    }
}

/// Returns the highest number that the run or a coder gave to a candidate that holds segments.
fn last_number(project: &Project, loaded: &LoadedRun) -> Result<u32, ProjectError> {
    let of_run = loaded.run.proposals.iter().map(|proposal| proposal.id.0);
    let heads = project.store.operation_heads()?;
    let of_coders =
        heads.iter().filter(|head| head.run == Some(loaded.run.id)).filter_map(|head| head.last_code);
    Ok(of_run.chain(of_coders.map(|id| id.0)).max().unwrap_or(0))
}

/// Returns the values at some places.
fn of<T: Clone>(values: &[T], places: &[usize]) -> Vec<T> {
    places.iter().map(|&at| values[at].clone()).collect()
}
