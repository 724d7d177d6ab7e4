//! Tests of studies that grow, with a small model of random weights.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde_json::json;

use super::correction_tests::{all_words, edit, is_nearly};
use super::*;
use crate::domain::{
    CandidateId, CandidateThemeId, CoderId, NoProgress, ProposalId, Role, SegmentId, Timestamp,
};
use crate::project::{
    CandidateLevel, ClusterParams, CompareRequest, ContextParams, EmbeddingModel, QueueOrder, Reviewer,
    StudyExportRequest,
};

pub(super) fn at() -> Timestamp {
    Timestamp("2026-01-02T08:00:00Z".to_owned())
}

/// Writes the answers of a person to a folder.
pub(super) fn talk(folder: &Path, person: usize) -> PathBuf {
    let things = ["the rota", "my patients", "the relatives", "sleep", "the students", "paperwork"];
    let ways = ["worries me", "has changed", "takes my time"];
    let answers: String = things
        .iter()
        .zip(ways.iter().cycle())
        .map(|(thing, way)| {
            format!("I: What about {thing}?\n\nP{person}: I would say that {thing} {way}, and that since {person} winters.\n\n")
        })
        .collect();
    let path = folder.join(format!("P{person}.txt"));
    std::fs::write(&path, answers).unwrap();
    path
}

pub(super) fn request(folder: &Path, people: &[usize]) -> SuggestRequest {
    let paths = people.iter().map(|&person| talk(folder, person)).collect();
    SuggestRequest {
        model: EmbeddingModel::Directory(
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/model/tiny/bert-mean"),
        ),
        cluster: ClusterParams { n_clusters: Some(4), ..ClusterParams::default() },
        ..SuggestRequest::new(paths, folder.join("study.themata"), at())
    }
}

pub(super) fn suggest(folder: &Path, people: &[usize]) -> Suggested {
    Project::suggest(&request(folder, people), &NoProgress).unwrap()
}

/// Creates a study of three people in which somebody accepted a candidate, split another, and rejected a third.
pub(super) fn study(folder: &Path) -> (PathBuf, CoderId) {
    let suggested = suggest(folder, &[1, 2, 3]);
    assert_eq!(suggested.how, SuggestedHow::Created);
    let path = folder.join("study.themata");
    let mut reviewer = Reviewer::open(&path, None).unwrap();
    let ann = reviewer.add_coder("Ann", &at()).unwrap().coder;
    reviewer.say(&ann, r#"{"do":"accept","candidate":1,"label":"Rota"}"#);
    reviewer.say(&ann, r#"{"do":"reject","candidate":2}"#);
    reviewer.say(&ann, r#"{"do":"rename","candidate":3,"label":"What takes time"}"#);
    let codes = json!({"do": "code", "code": "Rota", "segments": [5]});
    reviewer.say(&ann, &codes.to_string());
    (path, ann)
}

/// What a coder has: the state of all records, and the words of each coding.
pub(super) fn codings(reviewer: &Reviewer, coder: &CoderId) -> Vec<(String, String)> {
    let texts = &reviewer.loaded.texts;
    let words = |document: &str, span| {
        let at = texts.place(document).unwrap();
        texts.index(at).slice(span).unwrap().to_owned()
    };
    let view = reviewer.state.view(coder);
    let mut all: Vec<(String, String)> = view
        .codings
        .values()
        .map(|coding| (coding.code.to_string(), words(&coding.document, coding.span())))
        .collect();
    all.sort();
    all
}

#[test]
fn an_interview_is_added_and_what_was_decided_stays() {
    let folder = tempfile::tempdir().unwrap();
    let (path, ann) = study(folder.path());
    let mut before = Reviewer::open(&path, None).unwrap();
    let (records, coded) = (before.state.canonical(), codings(&before, &ann));
    let n_before = before.base.n_segments();
    let held: Vec<_> = before.base.segment_ids().map(|id| before.base.segment(id).cloned()).collect();
    let candidates: Vec<_> = before.base.code_ids().map(|id| before.base.code(id).cloned()).collect();

    let suggested = suggest(folder.path(), &[4]);
    let SuggestedHow::Added(added) = &suggested.how else { panic!("{:?}", suggested.how) };
    assert_eq!((added.documents.as_slice(), suggested.run), (&["P4.txt".to_owned()][..], before.run()));
    assert_eq!(added.segments.unwrap().0, SegmentId(n_before as u32 + 1));
    assert!(!added.candidates.is_empty());
    assert!(
        added.candidates.iter().all(|id| matches!(id, CandidateId::Code(ProposalId(101..)))),
        "{added:?}"
    );

    let after = Reviewer::open(&path, None).unwrap();
    assert_eq!((after.run(), after.state.canonical()), (before.run(), records.clone()));
    assert_eq!(codings(&after, &ann), coded);
    let ids = before.base.segment_ids();
    assert_eq!(ids.map(|id| after.base.segment(id).cloned()).collect::<Vec<_>>(), held);
    let ids = before.base.code_ids();
    assert_eq!(ids.map(|id| after.base.code(id).cloned()).collect::<Vec<_>>(), candidates);
    let new: Vec<_> = after.base.segment_ids().skip(n_before).collect();
    assert!(new.iter().all(|&id| &*after.base.segment(id).unwrap().document == "P4.txt"));
    let theme = &suggested.view.themes[0];
    assert_eq!(theme.theme.n_participants, 4, "of the run and those added");
    let view = after.state.view(&ann);
    assert!(
        new.iter().all(|&id| !crate::review::is_decided(&after.base, view, id)),
        "all of it is to be decided"
    );
    assert_eq!(after.progress(&ann).n_segments, n_before + new.len());

    Project::open(&path).unwrap().verify(None).unwrap();
    before.refresh().unwrap();
    assert_eq!(before.base, after.base, "a process that has the study open sees the interview");
    drop(suggested);
    suggest(folder.path(), &[5]);
    before.say(&ann, r#"{"do":"defer","candidate":4}"#);
    before.refresh().unwrap();
    assert_eq!(before.base.documents.len(), 5, "also where the interview came just before a decision");
    let log = Reviewer::open(&path, None).unwrap().project.store.operations().unwrap();
    let added_to = log.iter().filter_map(|operation| operation.detail.get("added_to"));
    assert_eq!(added_to.collect::<Vec<_>>(), [&json!(1), &json!(1)]);
}

#[test]
fn new_candidates_are_decided_on_and_everything_can_be_undone() {
    let folder = tempfile::tempdir().unwrap();
    let (path, ann) = study(folder.path());
    let first = suggest(folder.path(), &[4]);
    let SuggestedHow::Added(added) = first.how else { panic!() };
    let mut reviewer = Reviewer::open(&path, None).unwrap();
    let start = reviewer.state.canonical();
    reviewer.say(
        &ann,
        &json!({"do": "accept", "candidate": added.candidates[0], "label": "Winters"}).to_string(),
    );
    let second = suggest(folder.path(), &[5, 1]);
    let SuggestedHow::Added(more) = second.how else { panic!() };
    assert!(more.candidates.iter().all(|id| matches!(id, CandidateId::Code(ProposalId(201..)))), "{more:?}");
    reviewer.refresh().unwrap();
    reviewer.undo(&ann, None, &at()).unwrap();
    assert_eq!(reviewer.state.canonical(), start);
    for _ in 0..4 {
        reviewer.undo(&ann, None, &at()).unwrap();
    }
    assert!(reviewer.state.view(&ann).codings.is_empty() && reviewer.state.view(&ann).codes.is_empty());
    let mut again = Project::open(&path).unwrap();
    again.verify(None).unwrap();
    assert!(!again.has_decisions().unwrap());
    again = suggest(folder.path(), &[6]).project;
    let documents = again.load(None).unwrap();
    assert_eq!(
        documents.texts.documents().len(),
        6,
        "without decisions all is proposed anew, and nothing is left out"
    );
}

#[test]
fn with_nothing_new_nothing_changes() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = study(folder.path());
    let bytes = std::fs::read(&path).unwrap();
    let copy = folder.path().join("renamed.txt");
    std::fs::copy(folder.path().join("P2.txt"), &copy).unwrap();
    for people in [&[2][..], &[1, 2, 3], &[]] {
        let mut request = request(folder.path(), people);
        if people.is_empty() {
            request.paths = vec![copy.clone()];
        }
        let suggested = Project::suggest(&request, &NoProgress).unwrap();
        assert_eq!(suggested.how, SuggestedHow::Unchanged);
        drop(suggested);
        assert!(std::fs::read(&path).unwrap() == bytes, "{people:?}");
    }
}

#[test]
fn other_parameters_are_refused_and_other_words_where_all_is_proposed_anew() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = study(folder.path());
    let bytes = std::fs::read(&path).unwrap();
    let mut other = request(folder.path(), &[4]);
    other.cluster.n_clusters = Some(5);
    other.context = ContextParams { weight: 0.5, ..ContextParams::default() };
    let refused = Project::suggest(&other, &NoProgress).unwrap_err();
    let ProjectError::NeedsFresh { parameters, .. } = &refused else { panic!("{refused}") };
    assert_eq!(parameters, &["context", "n_clusters"]);
    let edited = folder.path().join("P1.txt");
    let request = request(folder.path(), &[1]);
    let text = std::fs::read_to_string(&edited).unwrap().replace("winters", "summers");
    std::fs::write(&edited, text).unwrap();
    let request = SuggestRequest { fresh: true, ..request };
    let refused = Project::suggest(&request, &NoProgress).unwrap_err();
    assert!(matches!(&refused, ProjectError::OtherWords { document } if document == "P1.txt"), "{refused}");
    assert!(std::fs::read(&path).unwrap() == bytes);
}

#[test]
fn what_is_coded_counts_in_candidates_that_are_proposed_anew() {
    let folder = tempfile::tempdir().unwrap();
    let (path, ann) = study(folder.path());
    let before = Reviewer::open(&path, None).unwrap();
    let (n_coded, coded) = (before.progress(&ann).n_coded, codings(&before, &ann));
    let mut request = request(folder.path(), &[]);
    (request.fresh, request.cluster.n_clusters) = (true, Some(3));
    let suggested = Project::suggest(&request, &NoProgress).unwrap();
    assert_eq!((suggested.how, suggested.run.0), (SuggestedHow::Anew, before.run().0 + 1));
    let after = Reviewer::open(&path, None).unwrap();
    assert_eq!((after.progress(&ann).n_coded, codings(&after, &ann)), (n_coded, coded));
    assert_eq!(after.progress(&ann).n_segments, before.progress(&ann).n_segments);
    let (codes, pairs) = after.coded(after.state.view(&ann));
    assert_eq!((codes.len(), pairs.len()), (1, n_coded), "codings of the earlier run teach in the new one");
}

#[test]
fn a_copy_that_grew_is_joined_into_only() {
    let folder = tempfile::tempdir().unwrap();
    let (path, ann) = study(folder.path());
    let copy = folder.path().join("copy.themata");
    std::fs::copy(&path, &copy).unwrap();
    suggest(folder.path(), &[4]);
    Reviewer::open(&copy, None).unwrap().say(&ann, r#"{"do":"defer","candidate":4}"#);
    let (grown, target) = (folder.path().join("grown.themata"), folder.path().join("target.themata"));
    std::fs::copy(&path, &grown).unwrap();
    let refused = Reviewer::join(&copy, &grown, &target, false, &at()).unwrap_err();
    assert!(matches!(refused, ProjectError::GrewApart { .. }), "{refused}");
    Reviewer::join(&grown, &copy, &target, false, &at()).unwrap();
    let joined = Reviewer::open(&target, None).unwrap();
    assert_eq!(joined.loaded.texts.documents().len(), 4);
    joined.verify().unwrap();
    assert_eq!(joined.progress(&ann).n_deferred, 1);
}

#[test]
fn a_study_that_grew_is_compared_taken_out_and_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let (path, ann) = study(folder.path());
    suggest(folder.path(), &[4]);
    let mut reviewer = Reviewer::open(&path, None).unwrap();
    let n_candidates = reviewer.base.code_ids().count();
    let view = reviewer.sensitivity(&NoProgress).unwrap();
    assert_eq!(view.candidates.len(), n_candidates);
    let mut session = reviewer.as_coder(&ann).unwrap();
    for candidate_level in [CandidateLevel::Code, CandidateLevel::Theme] {
        let request = CompareRequest { beside_run: Some(true), candidate_level, ..CompareRequest::default() };
        session.compare(&request, &NoProgress).unwrap();
        session.disagreements(&request, usize::MAX, &NoProgress).unwrap();
    }
    let export = session.export_study(&StudyExportRequest::default()).unwrap();
    let segments = export.segments.unwrap();
    assert_eq!(segments.len(), session.progress().progress.n_segments);
    assert!(segments.iter().filter(|row| row.document == "P4.txt").count() > 2);
    let details: Vec<Vec<String>> = export.log.unwrap().into_iter().map(|row| row.details).collect();
    let tells = |at: usize, words: &str| details[at].iter().any(|line| line.starts_with(words));
    let last = details.len() - 1;
    assert!(tells(0, "document: P1.txt") && !tells(0, "document: P4.txt"), "{:?}", details[0]);
    assert!(
        tells(last, "added to run 1 by Themata") && tells(last, "document: P4.txt"),
        "{:?}",
        details[last]
    );
    assert!(tells(last, "read: 1 document, 1 participant") && !tells(last, "document: P1.txt"));
    assert_eq!(session.interviews().documents.len(), 4);
    assert!(!session.queue(QueueOrder::Telling, usize::MAX).unwrap().items.is_empty());
}

#[test]
fn what_is_added_to_a_merged_theme_is_where_it_was_merged_into() {
    let folder = tempfile::tempdir().unwrap();
    let (path, ann) = study(folder.path());
    let mut reviewer = Reviewer::open(&path, None).unwrap();
    let themes = reviewer.base.n_themes();
    assert!(themes > 1);
    let others: Vec<String> = (2..=themes).map(|theme| CandidateThemeId(theme).to_string()).collect();
    reviewer.say(&ann, &json!({"do": "merge", "candidate": others, "into": "A"}).to_string());
    suggest(folder.path(), &[4]);
    reviewer.refresh().unwrap();
    let view = reviewer.state.view(&ann);
    for code in reviewer.base.code_ids() {
        let theme = crate::review::theme_of(&reviewer.base, view, code);
        assert_eq!(theme, Some(CandidateThemeId(1)), "candidate code {code:?}");
    }
    let listed = reviewer.as_coder(&ann).unwrap().candidates(None, None).unwrap();
    let shown: usize = listed.themes.iter().map(|theme| theme.theme.n_segments).sum();
    let in_none = reviewer.base.segment_ids().filter(|&id| {
        crate::review::place(&reviewer.base, reviewer.state.view(&ann), id).candidate.is_none()
    });
    assert_eq!(shown + in_none.count(), reviewer.base.n_segments());
}

#[cfg(feature = "bundled-model")]
#[test]
fn a_study_of_an_older_program_keeps_its_themes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("study.themata");
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/version-2.themata"), &path)
        .unwrap();
    let before = Project::open_read_only(&path).unwrap().load(None).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let asked = SuggestRequest::new(vec![talk(folder.path(), 7)], path.clone(), at());
    let refused = SuggestRequest { paths: vec![folder.path().join("none.txt")], ..asked.clone() };
    assert!(Project::suggest(&refused, &NoProgress).is_err());
    assert!(std::fs::read(&path).unwrap() == bytes, "what fails leaves the file as it was");
    let suggested = Project::suggest(&asked, &NoProgress).unwrap();
    assert!(matches!(suggested.how, SuggestedHow::Added(_)), "{:?}", suggested.how);
    let after = suggested.project.load(None).unwrap();
    assert!(before.has_two_levels());
    let labels = |run: &LoadedRun| run.themes.iter().map(|theme| theme.label.clone()).collect::<Vec<_>>();
    assert_eq!(labels(&after), labels(&before));
    suggested.project.verify(None).unwrap();
}

#[test]
fn what_was_taken_out_stays_out_of_what_is_suggested_later() {
    let folder = tempfile::tempdir().unwrap();
    let (path, ann) = study(folder.path());
    let mut reviewer = Reviewer::open(&path, None).unwrap();
    reviewer.say(&ann, r#"{"do":"remove-documents","documents":["P2.txt"]}"#);
    assert_eq!(suggest(folder.path(), &[2]).how, SuggestedHow::Unchanged, "it is not added again");

    let added = suggest(folder.path(), &[4]);
    let SuggestedHow::Added(view) = &added.how else { panic!("{:?}", added.how) };
    assert!(!serde_json::to_string(&added.view.themes).unwrap().contains("since 2 winters"));
    reviewer.refresh().unwrap();
    for id in &view.candidates {
        let found = reviewer.candidate(reviewer.state.view(&ann), *id).unwrap().theme;
        let of = |id: &SegmentId| reviewer.base.segment(*id).map(|segment| segment.document.to_string());
        assert!(found.segments.iter().all(|id| of(id).is_some_and(|name| name != "P2.txt")));
    }

    let fresh = SuggestRequest { fresh: true, ..request(folder.path(), &[]) };
    let fresh = Project::suggest(&fresh, &NoProgress).unwrap();
    assert!(!serde_json::to_string(&fresh.view).unwrap().contains("since 2 winters"));
    let documents: Vec<&str> =
        fresh.view.run.documents.iter().map(|document| document.name.as_str()).collect();
    assert_eq!(documents, ["P1.txt", "P3.txt", "P4.txt"]);
    let mut reviewer = Reviewer::open(&path, None).unwrap();
    reviewer.say(&ann, r#"{"do":"restore-documents","documents":["P2.txt"]}"#);
    let again = suggest(folder.path(), &[2]);
    let SuggestedHow::Added(again) = &again.how else { panic!("{:?}", again.how) };
    assert_eq!(again.documents, ["P2.txt"], "a run that was made without it takes it in");
    fresh.project.verify(None).unwrap();
}

#[test]
fn a_role_that_leaves_nothing_of_an_interview_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = study(folder.path());
    let bytes = std::fs::read(&path).unwrap();
    let with_role = |people: &[usize], name: &str| {
        let mut request = request(folder.path(), people);
        request.ingest.roles = [(name.to_owned(), Role::Interviewer)].into();
        Project::suggest(&request, &NoProgress).unwrap_err()
    };
    let refused = with_role(&[1], "P1");
    assert!(matches!(refused, ProjectError::NothingToCluster { .. }), "{refused}");
    for people in [&[1][..], &[4]] {
        let unknown = with_role(people, "Nobody");
        assert!(matches!(unknown, ProjectError::NoSuchSpeaker { .. }), "{unknown}");
    }
    assert!(std::fs::read(&path).unwrap() == bytes);
}

#[test]
fn people_keep_their_names_and_attributes_without_the_table() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("participants.csv");
    std::fs::write(&table, "participant,document,profession\nDr. Ray,P1.txt,nurse\nP3,P3.txt,doctor\n")
        .unwrap();
    let first = request(folder.path(), &[1, 3]);
    let first = SuggestRequest { participants: Some(table.clone()), ..first };
    Project::suggest(&first, &NoProgress).unwrap();
    let people = |project: &Project| -> Vec<(String, String)> {
        let loaded = project.load(None).unwrap();
        let speaking: BTreeSet<&str> =
            loaded.texts.rows().iter().filter_map(|row| row.participant.as_deref()).collect();
        let of = |name: &str| loaded.attributes[name].get("profession").cloned().unwrap_or_default();
        speaking.into_iter().map(|name| (name.to_owned(), of(name))).collect()
    };
    let named = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    let anew = suggest(folder.path(), &[4]);
    assert_eq!(anew.how, SuggestedHow::Anew);
    assert_eq!(people(&anew.project), named(&[("Dr. Ray", "nurse"), ("P3", "doctor"), ("P4", "")]));
    drop(anew);
    let mut reviewer = Reviewer::open(&folder.path().join("study.themata"), None).unwrap();
    let ann = reviewer.add_coder("Ann", &at()).unwrap().coder;
    reviewer.say(&ann, r#"{"do":"accept","candidate":1,"label":"Rota"}"#);
    std::fs::write(&table, "participant,document,profession\nDr. Ray,P1.txt,nurse\nP3,P3.txt,surgeon\n")
        .unwrap();
    let further = request(folder.path(), &[5]);
    let added =
        Project::suggest(&SuggestRequest { participants: Some(table.clone()), ..further }, &NoProgress)
            .unwrap();
    assert!(matches!(added.how, SuggestedHow::Added(_)));
    let known = [("Dr. Ray", "nurse"), ("P3", "surgeon"), ("P4", ""), ("P5", "")];
    assert_eq!(people(&added.project), named(&known));
    added.project.verify(None).unwrap();
    drop(added);
    let corrected = "participant,document,profession\nDr. Ray,P1.txt,midwife\nSomebody,P4.txt,nurse\n";
    std::fs::write(&table, corrected).unwrap();
    let again = SuggestRequest { participants: Some(table), ..request(folder.path(), &[1]) };
    let again = Project::suggest(&again, &NoProgress).unwrap();
    let SuggestedHow::Added(added) = &again.how else { panic!("{:?}", again.how) };
    assert_eq!(
        (added.documents.len(), &added.participants),
        (0, &vec!["Dr. Ray".to_owned(), "P4".to_owned()])
    );
    let known = [("Dr. Ray", "midwife"), ("P3", "surgeon"), ("P4", "nurse"), ("P5", "")];
    assert_eq!(people(&again.project), named(&known), "names that were given stay");
    again.project.verify(None).unwrap();
    let mut reviewer = Reviewer::open_read_only(&folder.path().join("study.themata"), None).unwrap();
    let export = reviewer.as_coder(&ann).unwrap().export_study(&StudyExportRequest::default()).unwrap();
    let log = export.log.unwrap();
    assert_eq!(log.last().unwrap().details, ["attributes of Dr. Ray, P4 changed"]);
    let with_documents = &log[log.len() - 2].details;
    assert!(with_documents.contains(&"attributes of P3 changed".to_owned()), "{with_documents:?}");
    drop(reviewer);
    let fresh = SuggestRequest { fresh: true, ..request(folder.path(), &[]) };
    let fresh = Project::suggest(&fresh, &NoProgress).unwrap();
    assert_eq!(people(&fresh.project), named(&known));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Interviews and decisions come in any order, and interviews go and come back: each coding stays on its words, and undoing everything leaves
    /// no record.
    #[test]
    fn codings_stay_on_their_words(steps in proptest::collection::vec((0_u8..6, 1_u32..40), 4..12)) {
        let folder = tempfile::tempdir().unwrap();
        suggest(folder.path(), &[1, 2]);
        let path = folder.path().join("study.themata");
        let mut reviewer = Reviewer::open(&path, None).unwrap();
        let ann = reviewer.add_coder("Ann", &at()).unwrap().coder;
        reviewer.say(&ann, r#"{"do":"create-code","label":"Nights"}"#);
        let (mut n_people, mut n_done, mut said) = (2, 1, Vec::new());
        for (step, n) in steps {
            match step {
                0 if n_people < 6 => {
                    n_people += 1;
                    suggest(folder.path(), &[n_people]);
                    reviewer.refresh().unwrap();
                    prop_assert!(codings(&reviewer, &ann).iter().all(|found| said.contains(found)));
                }
                1 if n_done > 1 => {
                    reviewer.undo(&ann, None, &at()).unwrap();
                    n_done -= 1;
                }
                4 => {
                    // A document that was corrected goes by the name of its file, too.
                    let names = [format!("P{}.txt", n as usize % n_people + 1)];
                    let session = reviewer.as_coder(&ann).unwrap();
                    let decision = session.removal(&names).or_else(|_| session.restoration(&names)).unwrap();
                    reviewer.decide(&ann, &decision, None, &at()).unwrap();
                    n_done += 1;
                }
                5 => {
                    let document = format!("P{}.txt", n as usize % n_people + 1);
                    if reviewer.interview(&document).is_ok() {
                        let path = folder.path().join(&document);
                        edit(&path, n as usize);
                        let words = all_words(&reviewer, &ann);
                        let request = SuggestRequest { paths: vec![path], ..request(folder.path(), &[]) };
                        let suggested = Project::suggest(&request, &NoProgress).unwrap();
                        let SuggestedHow::Added(added) = &suggested.how else { panic!("{:?}", suggested.how) };
                        n_done += added.corrections.len();
                        reviewer.refresh().unwrap();
                        for (id, now) in all_words(&reviewer, &ann) {
                            prop_assert!(is_nearly(&words[&id], &now), "{}: {now}", words[&id]);
                        }
                    }
                }
                _ => {
                    let segment = n % reviewer.base.n_segments() as u32 + 1;
                    let decision = json!({"do": "code", "code": "Nights", "segments": [segment]}).to_string();
                    let decision = serde_json::from_str(&decision).unwrap();
                    n_done += usize::from(reviewer.decide(&ann, &decision, None, &at()).is_ok());
                }
            }
            said.extend(codings(&reviewer, &ann));
        }
        for _ in 0..n_done {
            reviewer.undo(&ann, None, &at()).unwrap();
        }
        prop_assert!(reviewer.state.view(&ann).codes.is_empty() && reviewer.state.view(&ann).codings.is_empty());
        // Corrected words stay in the file, and out of the study.
        prop_assert!(reviewer.state.removed().iter().all(|(name, of)| name.contains("(version") && of.replaced_by.is_some()));
        reviewer.verify().unwrap();
    }
}
