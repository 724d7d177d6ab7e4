//! Suggests candidates from transcripts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::json;

use crate::cluster::{self, ClusteringOutcome};
use crate::domain::{
    Cancelled, Document, Language, Notice, NoticeFact, OperationId, OperationKind, Proposal, ProposalId,
    RunId,
};
use crate::embed::Embedder;
use crate::segment::{self, Segmentation};
use crate::store::{NewOperation, NewRun, Store, StoreError, StoredMember, StoredProposal};

use super::addition::{AdditionPlan, AdditionView};
use super::candidate_themes::{self, StoredTheme};
use super::cut_documents::{self, counts, document_views, interviews, no_segments_error, nothing_left};
use super::earlier;
use super::embedding::{self, EmbeddedTexts};
use super::error::offset_error;
use super::grow;
use super::grow::Grew;
use super::load_view::{LoadedRun, NEVER_IN_LABELS, ProposalDetail};
use super::names_in_labels::names_of;
use super::people::{self, People};
use super::review::Reviewer;
use super::roles::with_roles;
use super::run_texts::{Row, RunTexts};
use super::segment_vectors::Segments;
use super::sources;
use super::stored_rows::{segment_id, stored_members, stored_proposal, stored_segments};
use super::suggest_detail::SuggestDetail;
use super::suggested::{Suggested, SuggestedHow};
use super::view::{RunParameters, RunView, SilhouetteView, UsedDescribeParameters, UsedSegmentParameters};
use super::{Listener, Project, ProjectError, SuggestRequest, languages, tree};

impl Project {
    /// Suggests candidate themes and codes: reads transcripts, cuts them into segments, embeds, clusters and describes these, and stores
    /// all of it in the project file. Creates the file if there is none.
    ///
    /// The result depends only on documents and parameters: not on the order in which files were named, the number of threads,
    /// or the earlier content of the project.
    ///
    /// ```no_run
    /// use themata::domain::{NoProgress, Timestamp};
    /// use themata::project::{ClusterParams, Project, ProjectError, SuggestRequest};
    ///
    /// # fn main() -> Result<(), ProjectError> {
    /// let at = Timestamp("2026-11-26T09:00:00Z".to_owned());
    /// let request = SuggestRequest {
    ///     cluster: ClusterParams { n_groups: Some(4), ..ClusterParams::default() },
    ///     ..SuggestRequest::new(vec!["interviews".into()], "study.themata".into(), at)
    /// };
    /// let suggested = Project::suggest(&request, &NoProgress)?;
    /// for theme in &suggested.view.themes {
    ///     println!("{}: {} ({} candidate codes)", theme.theme.id, theme.theme.label, theme.codes.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`ProjectError::Ingest`], [`ProjectError::Files`], [`ProjectError::NothingToCluster`], [`ProjectError::NoSuchSpeaker`],
    /// [`ProjectError::Parameter`], [`ProjectError::Cluster`], [`ProjectError::Embed`] or [`ProjectError::Store`], with file,
    /// place and remedy. Nothing stored is changed then, except that embeddings already computed are kept.
    /// [`ProjectError::Cancelled`] where the listener cancels: a project file that did not exist before is removed.
    pub fn suggest(request: &SuggestRequest, listener: &dyn Listener) -> Result<Suggested, ProjectError> {
        let is_new = !request.project.exists();
        let suggested = Self::make_suggestions(request, listener);
        if is_new && matches!(suggested, Err(ProjectError::Cancelled)) {
            remove_unused(&request.project)?;
        }
        suggested
    }

    fn make_suggestions(
        request: &SuggestRequest,
        listener: &dyn Listener,
    ) -> Result<Suggested, ProjectError> {
        let segment_params = request.segment.clone().check()?;
        request.describe.clone().check()?;
        let context = request.context.check()?;
        // For reading until something is written: what fails leaves the file as it was, also one of an older version.
        let existing =
            request.project.exists().then(|| Project::open_read_only(&request.project)).transpose()?;
        let latest = existing.as_ref().map(Project::latest).transpose()?.flatten();
        let has_decisions = existing.as_ref().map(Project::has_decisions).transpose()?.unwrap_or(false);
        let (existing, latest) = match (existing, latest) {
            (Some(project), Some(loaded)) if has_decisions && !request.fresh => {
                return follow(grow::grow(project, loaded, request, listener)?, request);
            }
            both => both,
        };

        let mut sources = sources::read(request, listener)?;
        let mut notices = sources.notices;
        let replaced = existing.as_ref().map(Project::replaced_documents).transpose()?.unwrap_or_default();
        // What is not named stays in the study.
        if let Some(loaded) = &latest {
            earlier::leave_out(&loaded.removed, &replaced, &mut sources.documents, &mut notices);
            let read = std::mem::take(&mut sources.documents);
            let held = loaded.texts.documents();
            let mut united = match has_decisions {
                true => earlier::unite(held, read, &replaced, &mut notices),
                // Nothing refers to the words as they were.
                false => earlier::replace(held, read, &mut notices),
            };
            earlier::say_taken_out(&loaded.removed, &mut notices);
            if let Some(document) = united.corrected.first() {
                return Err(ProjectError::OtherWords { document: document.before.clone() });
            }
            if !has_decisions {
                for document in &mut united.documents {
                    if let Some(corrected) = with_roles(document, request) {
                        *document = corrected;
                    }
                }
            }
            if has_decisions {
                listener.addition(&AdditionPlan {
                    added: united.new.into_iter().collect(),
                    corrected: Vec::new(),
                    n_documents: loaded.n_present(),
                    is_anew: true,
                });
            }
            united.documents.retain(|document| !loaded.removed.contains(&document.name));
            sources.documents = united.documents;
        }
        let texts = RunTexts::new(sources.documents);
        let documents = texts.documents();
        if let Some((label, found)) = people::unmatched(documents, request.ingest.roles.keys()) {
            return Err(ProjectError::NoSuchSpeaker { label, found });
        }
        let mut held = latest.as_ref().map(LoadedRun::names).unwrap_or_default();
        replaced.iter().for_each(|(before, now)| held.correct(before, now));
        let people = people::identify(documents, sources.participants.as_ref(), &held, &mut notices);
        let languages = languages::languages(&texts, request.language);
        let recurring = texts.recurring();
        let cut: Vec<Segmentation> = documents
            .iter()
            .enumerate()
            .map(|(at, document)| {
                listener.check_cancelled()?;
                Ok(segment::segment_indexed(document, &texts.index(at), &recurring[at], &segment_params))
            })
            .collect::<Result<_, Cancelled>>()?;
        notices.extend(nothing_left(documents, &cut));
        let views = document_views(documents, &cut, &people, &languages);
        listener.documents(&views);
        listener.notices(&notices);

        let rows = cut_documents::rows(documents, &cut, &people);
        let texts = texts.with_rows(rows);
        let (documents, rows) = (texts.documents(), texts.rows());
        let words = texts.words().map_err(|error| offset_error(&request.project, error))?;
        if rows.is_empty() {
            return Err(no_segments_error(request, documents, &cut));
        }
        let cluster_params = request.cluster.clone().check(rows.len())?;
        check_distinct(request, &words)?;
        listener.check_cancelled()?;

        let encoder = embedding::load(&request.model, &request.embed)?;
        let foreign = languages::foreign(documents, &languages, encoder.fingerprint());
        listener.notices(&foreign);
        notices.extend(foreign);
        let how = if existing.is_none() { SuggestedHow::Created } else { SuggestedHow::Anew };
        drop(existing);
        let mut store = Store::open_or_create(&request.project)?;
        let stop_words = languages::for_stop_words(&texts, &languages);
        let segments =
            Segments { texts: &texts, stop_words: &stop_words, context, project: &request.project };
        let (embedded, guide) = segments.embed(&mut store, &encoder, listener)?;
        let mut described =
            texts.described(&stop_words).map_err(|error| offset_error(&request.project, error))?;
        if let Some(notice) = windows_notice(&embedded, encoder.fingerprint().max_tokens) {
            listener.notices(std::slice::from_ref(&notice));
            notices.push(notice);
        }

        let outcome = cluster::cluster(&embedded.embeddings, &interviews(rows), &cluster_params, listener)?;
        guide.put_to(&mut described);
        let mut describe_params = request.describe.clone();
        let names = names_of(&texts).map_err(|error| offset_error(&request.project, error))?;
        describe_params.never_in_labels.extend(names);
        let describe_params = describe_params.check()?;
        notices.extend(outcome.notices.iter().cloned());
        let (proposals, themes) = candidate_themes::describe(
            &outcome,
            &described,
            &embedded.embeddings,
            &describe_params,
            listener,
        )?;
        let run_view = RunView {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            parameters: RunParameters {
                model: encoder.fingerprint().clone(),
                segment: UsedSegmentParameters::of(&request.segment),
                context,
                cluster: outcome.parameters.clone(),
                describe: UsedDescribeParameters {
                    n_key_terms: request.describe.n_key_terms,
                    n_exemplars: request.describe.n_exemplars,
                    n_near_misses: request.describe.n_near_misses,
                    n_never_in_labels: request.describe.never_in_labels.len(),
                },
                language: request.language,
            },
            counts: counts(documents, &cut, &people, &embedded.n_windows),
            curve: outcome.curve.clone(),
            tree: tree::tree_view(&outcome),
            guide: guide.measure(
                &outcome.clustering.assignments,
                outcome.tree.coarse.as_ref().map(|coarse| coarse.group_of.as_slice()),
            ),
            silhouette: SilhouetteView {
                mean: outcome.silhouette,
                undefined_because: outcome.silhouette_undefined.clone(),
            },
            documents: views,
            notices,
        };
        // From here on everything is kept.
        listener.check_cancelled()?;
        let run = store_run(
            &mut store,
            request,
            &Kept {
                documents,
                languages: &languages,
                people: &people,
                rows,
                embedded: &embedded,
                outcome: &outcome,
                proposals: &proposals,
                themes: &themes,
                run_view: &run_view,
            },
        )?;
        let project = Self { store };
        // Read back from the file, so that a result looks the same when it is made and when it is opened again.
        let view = project.candidates(Some(run))?.1;
        Ok(Suggested { run, how, n_embedded: embedded.n_embedded, view, project })
    }
}

/// Lets codings follow the corrected words of documents.
fn follow(grew: Grew, request: &SuggestRequest) -> Result<Suggested, ProjectError> {
    let Grew { suggested, corrected } = grew;
    if corrected.is_empty() && suggested.project.replaced_documents()?.is_empty() {
        return Ok(suggested);
    }
    let Suggested { run, how, n_embedded, project, .. } = suggested;
    drop(project);
    let mut reviewer = Reviewer::open(&request.project, Some(run))?;
    let corrections = reviewer.correct(&corrected, &request.at)?;
    reviewer.place_codings(&request.at)?;
    drop(reviewer);
    let project = Project::open(&request.project)?;
    let view = project.candidates(Some(run))?.1;
    let how = match how {
        SuggestedHow::Added(added) => SuggestedHow::Added(AdditionView { corrections, ..added }),
        other => other,
    };
    Ok(Suggested { run, how, n_embedded, view, project })
}

/// Removes a project file that was created for a cancelled action, unless another process has used it meanwhile.
fn remove_unused(path: &Path) -> Result<(), ProjectError> {
    if !path.exists() {
        return Ok(());
    }
    let store = Store::open(path)?;
    let is_unused = store.last_operation()? == OperationId(0);
    drop(store);
    if is_unused {
        std::fs::remove_file(path)
            .map_err(|error| StoreError::NotWritable { path: path.to_owned(), problem: error.to_string() })?;
    }
    Ok(())
}

/// Refuses more candidates than there are different texts, before anything is embedded.
fn check_distinct(request: &SuggestRequest, words: &[&str]) -> Result<(), ProjectError> {
    let cluster = &request.cluster;
    let given = [("n_clusters", cluster.n_clusters), ("n_groups", cluster.n_groups)];
    let most = given.into_iter().filter_map(|(parameter, n)| Some((n?, parameter))).max();
    let Some((n, parameter)) = most else { return Ok(()) };
    let n_distinct = words.iter().collect::<BTreeSet<_>>().len();
    if n > n_distinct {
        return Err(crate::domain::ParameterError {
            parameter,
            rule: format!("at most the number of different segments ({n_distinct})"),
            received: n.to_string(),
        }
        .into());
    }
    Ok(())
}

fn windows_notice(embedded: &EmbeddedTexts, max_tokens: usize) -> Option<Notice> {
    let n = embedded.n_windows.iter().filter(|&&n| n > 1).count();
    (n > 0).then(|| Notice::of_run(NoticeFact::LongSegments { n, max_tokens }))
}

/// The data that a run stores in the project file.
struct Kept<'a> {
    documents: &'a [Document],
    languages: &'a [Option<Language>],
    people: &'a People,
    rows: &'a [Row],
    embedded: &'a EmbeddedTexts,
    outcome: &'a ClusteringOutcome,
    proposals: &'a [Proposal],
    themes: &'a [StoredTheme],
    run_view: &'a RunView,
}

fn store_run(store: &mut Store, request: &SuggestRequest, kept: &Kept<'_>) -> Result<RunId, ProjectError> {
    let view = kept.run_view;
    let operation = NewOperation {
        kind: OperationKind::Suggest,
        at: request.at.clone(),
        detail: json!(SuggestDetail::of(
            &view.parameters,
            &view.documents,
            &view.counts,
            kept.proposals.len()
        )),
    };
    let mut detail = json!(kept.run_view);
    let never = &request.describe.never_in_labels;
    if !never.is_empty() {
        detail[NEVER_IN_LABELS] = json!(never);
    }
    if !kept.themes.is_empty() {
        detail[candidate_themes::FIELD] = json!(kept.themes);
    }
    let themes: BTreeMap<_, _> =
        (1..).map(ProposalId).zip(kept.proposals).map(|(id, proposal)| (proposal.cluster, id)).collect();
    let ids = || (1..).map(ProposalId).zip(kept.proposals);
    let run = store.transact(&operation, |change, operation| {
        let mut documents = BTreeMap::new();
        for (at, (document, language)) in kept.documents.iter().zip(kept.languages).enumerate() {
            documents.insert(at, change.add_document(document, language.map(Language::code))?);
        }
        let mut participants = BTreeMap::new();
        for participant in &kept.people.participants {
            participants.insert(participant.name.as_str(), change.add_participant(participant)?);
        }
        let segments = stored_segments(kept.rows, 0, &kept.embedded.n_windows, &documents, &participants);
        let proposals: Vec<StoredProposal> = ids()
            .map(|(id, proposal)| {
                let detail = ProposalDetail::of(proposal, kept.outcome, &themes, segment_id);
                stored_proposal(id, proposal, &detail)
            })
            .collect();
        let members: Vec<StoredMember> =
            ids().flat_map(|(id, proposal)| stored_members(id, proposal)).collect();
        let documents: Vec<_> = documents.into_values().collect();
        change.add_run(
            operation,
            &NewRun {
                detail: &detail,
                documents: &documents,
                segments: &segments,
                proposals: &proposals,
                members: &members,
            },
        )
    })?;
    Ok(run)
}
