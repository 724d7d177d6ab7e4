//! Keeps the interviews that were added to a run, as one operation.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::candidates::Groups;
use super::grown::Grown;
use crate::domain::{
    Decision, Language, OperationKind, Participant, Proposal, Record, RecordChange, RecordKey,
    RemovedDocument, ReviewDetail, RunId,
};
use crate::project::addition::AdditionView;
use crate::project::earlier::Corrected;
use crate::project::embedding::EmbeddedTexts;
use crate::project::load_view::{LoadedRun, NEVER_IN_LABELS, ProposalDetail};
use crate::project::people::People;
use crate::project::run_texts::RunTexts;
use crate::project::stored_rows::{segment_id, stored_members, stored_proposal, stored_segments};
use crate::project::suggest_detail::SuggestDetail;
use crate::project::view::{DocumentView, RunCounts, RunView};
use crate::project::{Project, ProjectError, SuggestRequest};
use crate::review::State;
use crate::store::{Change, NewOperation, NewRun, RunAddition, StoreError, StoredMember, StoredProposal};

/// What is kept of added interviews.
pub(super) struct Kept<'a> {
    pub(super) grown: &'a Grown,
    /// Which of the new documents are corrections.
    pub(super) corrected: &'a [Corrected],
    pub(super) embedded: &'a EmbeddedTexts,
    pub(super) groups: &'a Groups,
    /// The description of each group.
    pub(super) described: &'a [Proposal],
    /// The new documents, and what was counted in them.
    pub(super) views: &'a [DocumentView],
    pub(super) counts: &'a RunCounts,
    /// The run after the addition.
    pub(super) after: &'a RunView,
    /// What the user wants in no label.
    pub(super) never_in_labels: &'a BTreeSet<String>,
}

/// Adds documents, segments and candidates to the run.
///
/// # Errors
/// [`ProjectError::Store`], also where another process has meanwhile added interviews.
pub(super) fn keep(
    project: &mut Project,
    request: &SuggestRequest,
    kept: &Kept<'_>,
) -> Result<AdditionView, ProjectError> {
    let Kept { grown, corrected, embedded, groups, described, views, counts, after, never_in_labels } = kept;
    let (run, n_held) = (grown.loaded.run.id, grown.n_held());
    let documents: Vec<_> = grown.new.iter().map(|&at| &grown.texts.documents()[at]).collect();
    let rows = grown.texts.rows();
    let new: Vec<_> = groups.added(described).collect();
    let n_new = rows.len() - n_held;
    // A table that is given now may also say more of people who spoke before.
    let mut changed = changed_attributes(&grown.texts, &grown.loaded, &grown.people);
    changed.retain(|participant| grown.loaded.attributes.contains_key(&participant.name));
    let view = AdditionView {
        documents: documents.iter().map(|document| document.name.clone()).collect(),
        segments: (n_new > 0).then(|| (segment_id(n_held), segment_id(rows.len() - 1))),
        candidates: new.iter().map(|(id, ..)| grown.loaded.name(*id)).collect(),
        n_in_none: groups.n_in_none(n_held),
        participants: changed.iter().map(|participant| participant.name.clone()).collect(),
        corrections: Vec::new(),
    };
    let operation = NewOperation {
        kind: OperationKind::Suggest,
        at: request.at.clone(),
        detail: json!(SuggestDetail {
            added_to: Some(run),
            segments: view.segments,
            participants: view.participants.clone(),
            ..SuggestDetail::of(&after.parameters, views, counts, new.len())
        }),
    };
    // All else stays as it is: older programs keep candidate themes there in another form.
    let mut detail = grown.loaded.run.detail.clone();
    detail["documents"] = json!(after.documents);
    detail["counts"] = json!(after.counts);
    detail["guide"] = json!(after.guide);
    detail["notices"] = json!(after.notices);
    if !never_in_labels.is_empty() {
        detail[NEVER_IN_LABELS] = json!(never_in_labels);
    }
    let ids = groups.ids();
    let proposals: Vec<StoredProposal> = new
        .iter()
        .map(|&(id, theme, proposal)| {
            stored_proposal(id, proposal, &ProposalDetail::added(proposal, theme, &ids, segment_id))
        })
        .collect();
    let inherited = groups.held(described).flat_map(|(id, proposal)| stored_members(id, proposal));
    let members: Vec<StoredMember> = new
        .iter()
        .flat_map(|&(id, _, proposal)| stored_members(id, proposal))
        .chain(inherited.filter(|member| member.segment.0 as usize > n_held))
        .collect();
    let hidden = hide(project, request, grown, corrected)?;
    let add = |change: &Change<'_>| {
        let mut ids = BTreeMap::new();
        for &at in &grown.new {
            let language = grown.languages[at].map(Language::code);
            ids.insert(at, change.add_document(&grown.texts.documents()[at], language)?);
        }
        let speaking: BTreeSet<&str> =
            rows.iter().skip(n_held).filter_map(|row| row.participant.as_deref()).collect();
        let mut participants = BTreeMap::new();
        for participant in &grown.people.participants {
            if speaking.contains(participant.name.as_str()) {
                participants.insert(participant.name.as_str(), change.add_participant(participant)?);
            }
        }
        for participant in &changed {
            change.add_participant(participant)?;
        }
        let segments = stored_segments(rows, n_held, &embedded.n_windows, &ids, &participants);
        let documents: Vec<_> = ids.into_values().collect();
        let added = NewRun {
            detail: &detail,
            documents: &documents,
            segments: &segments,
            proposals: &proposals,
            members: &members,
        };
        change.add_to_run(&RunAddition { run, n_segments: n_held, added })
    };
    project.store.write(&request.at, |change| -> Result<(), StoreError> {
        change.append_after(&operation, |_| add(change))?;
        for (operation, changes) in &hidden {
            change.append(operation)?;
            changes.iter().try_for_each(|of| change.put(of))?;
        }
        Ok(())
    })?;
    Ok(view)
}

/// Returns the operations by which the corrected words of documents are out of the study until the coders' codings follow: with both in the
/// study, the same words would count twice.
fn hide(
    project: &Project,
    request: &SuggestRequest,
    grown: &Grown,
    corrected: &[Corrected],
) -> Result<Vec<(NewOperation, Vec<RecordChange>)>, ProjectError> {
    let state = State::of_records(project.store.records()?);
    let Some(by) = state.first_coder() else { return Ok(Vec::new()) };
    let is_new = |of: &&Corrected| {
        let new = |&at: &usize| grown.texts.documents()[at].name == of.now;
        grown.new.iter().any(new)
    };
    let hidden = corrected.iter().filter(is_new).map(|of| {
        let removed = RemovedDocument {
            by: by.clone(),
            at: request.at.clone(),
            replaced_by: Some(of.before.clone()),
            erased: false,
        };
        let key = RecordKey::Removed(of.now.clone());
        let changes = vec![RecordChange { key, before: None, after: Some(Record::Removed(removed)) }];
        let detail = ReviewDetail {
            coder: by.clone(),
            reason: Some(format!("it takes the place of {}", of.before)),
            run: Some(grown.loaded.run.id),
            last_code: None,
            last_candidate_theme: None,
            decision: Some(Decision::RemoveDocuments { documents: vec![of.now.clone()] }),
            undoes: None,
            redoes: None,
            changes: changes.clone(),
            joined: None,
            set_aside: None,
        };
        let (kind, at) = (OperationKind::Correct, request.at.clone());
        (NewOperation { kind, at, detail: json!(detail) }, changes)
    });
    Ok(hidden.collect())
}

/// Returns the participants of whom the table says something else than the study holds, under the names that the study has given them.
pub(super) fn changed_attributes(texts: &RunTexts, loaded: &LoadedRun, people: &People) -> Vec<Participant> {
    let given: BTreeMap<&str, &BTreeMap<String, String>> =
        people.participants.iter().map(|of| (of.name.as_str(), &of.attributes)).collect();
    let mut changed: BTreeMap<&str, &BTreeMap<String, String>> = BTreeMap::new();
    for row in texts.rows() {
        let Some(name) = row.participant.as_deref() else { continue };
        let speaker = texts.documents()[row.document].turns[row.turn].speaker;
        let given = people.participant(row.document, speaker).and_then(|now| given.get(now));
        let held = loaded.attributes.get(name);
        let is_other = |(attribute, value)| held.and_then(|held| held.get(attribute)) != Some(value);
        if let Some(given) = given.filter(|given| given.iter().any(is_other)) {
            changed.insert(name, given);
        }
    }
    let participant = |(name, attributes): (&str, &BTreeMap<String, String>)| Participant {
        name: name.to_owned(),
        attributes: attributes.clone(),
    };
    changed.into_iter().map(participant).collect()
}

/// Keeps attributes of participants, as one operation.
pub(super) fn keep_attributes(
    project: &mut Project,
    request: &SuggestRequest,
    before: &RunView,
    changed: &[Participant],
    run: RunId,
) -> Result<(), ProjectError> {
    let nothing = SuggestDetail::of(&before.parameters, &[], &RunCounts::default(), 0);
    let participants = changed.iter().map(|participant| participant.name.clone()).collect();
    let detail = json!(SuggestDetail { counts: None, added_to: Some(run), participants, ..nothing });
    let operation = NewOperation { kind: OperationKind::Suggest, at: request.at.clone(), detail };
    project.store.transact(&operation, |change, _| {
        for participant in changed {
            change.add_participant(participant)?;
        }
        Ok(())
    })?;
    Ok(())
}
