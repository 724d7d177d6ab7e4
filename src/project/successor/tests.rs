//! Tests of copies without what was taken out.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::domain::{CandidateStatus, CoderId, NoProgress, OperationId, OperationKind, SegmentId};
use crate::project::review::tests::documents::seen;
use crate::project::review::tests::study::{Levels, at, read, reviewed_of};
use crate::project::{
    ClusterParams, EmbeddingModel, ExportPart, LeftWords, LogEnd, LogFilter, LogPosition, ReadPlace, Refusal,
    Reviewer, StudyExportRequest, SuggestRequest, SuggestedHow,
};

fn copied(from: &Path, to: &Path) -> Result<CopyReport, ProjectError> {
    let reason = Some("withdrew consent".to_owned());
    let request = WithoutRemovedRequest { from: from.to_owned(), to: to.to_owned(), reason, at: at(30) };
    Project::copy_without_removed(&request, &NoProgress)
}

/// Tells whether a file holds these bytes anywhere, in UTF-8 or as the blob of a hash.
pub(super) fn holds(path: &Path, text: &str) -> bool {
    let bytes = std::fs::read(path).unwrap();
    let lower = bytes.to_ascii_lowercase();
    let wanted = text.to_ascii_lowercase();
    lower.windows(wanted.len()).any(|window| window == wanted.as_bytes())
}

/// Returns all that a coder sees, without the number of the operation that made a coding and the name of what was taken out.
fn shown(reviewer: &mut Reviewer, coder: &CoderId) -> String {
    fn plain(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                if fields.contains_key("made") {
                    fields.insert("operation".to_owned(), Value::Null);
                }
                fields.values_mut().for_each(plain);
            }
            Value::Array(items) => items.iter_mut().for_each(plain),
            _ => {}
        }
    }
    let mut all: Value = serde_json::from_str(&seen(reviewer, coder)).unwrap();
    let session = reviewer.as_coder(coder).unwrap();
    all.as_array_mut().unwrap().push(json!(session.progress().progress));
    let memos = StudyExportRequest { part: ExportPart::Memos, of: None, without_text: false };
    let mut memos = json!(session.export_study(&memos).unwrap());
    memos["about"] = Value::Null;
    all.as_array_mut().unwrap().push(memos);
    plain(&mut all);
    all.to_string()
        .replace("\"P1.txt\"", "\"erased document 1\"")
        .replace(r#""erased":false"#, r#""erased":true"#)
}

#[test]
fn all_but_the_erased_document_is_as_it_was_for_each_coder() {
    for levels in [Levels::One, Levels::Two, Levels::TwoOfOlder] {
        let folder = tempfile::tempdir().unwrap();
        let (mut reviewer, ann, ben) = reviewed_of(folder.path(), levels);
        for decision in [
            r#"{"do":"accept","candidate":1,"label":"Rounds"}"#,
            r#"{"do":"code","code":"Rounds","segments":[5,7]}"#,
            r#"{"do":"code-span","code":"Rounds","document":"P1.txt","start":2,"end":7}"#,
            r#"{"do":"code-span","code":"Rounds","document":"P2.txt","start":2,"end":7}"#,
            r#"{"do":"split","candidate":2,"parts":[[5,6]]}"#,
            r#"{"do":"define-code","code":"Rounds","example":"learn to listen to patients"}"#,
            r#"{"do":"write-memo","text":"of alonely P1","on":{"document":"P1.txt"}}"#,
            r#"{"do":"write-memo","text":"P1 follows","on":{"participant":"P1"}}"#,
            r#"{"do":"write-memo","text":"follows","on":{"segment":{"run":1,"id":14}}}"#,
            r#"{"do":"write-memo","text":"stays","on":{"segment":{"run":1,"id":3}}}"#,
        ] {
            reviewer.decide(&ann, &read(decision), Some("because of Zoltan"), &at(3)).unwrap();
        }
        reviewer.say(&ben, r#"{"do":"reject","candidate":3}"#);
        reviewer.say(&ben, r#"{"do":"write-memo","text":"Ben's own","on":"project"}"#);
        reviewer.say(&ann, r#"{"do":"remove-documents","documents":["P1.txt"]}"#);
        let before = [&ann, &ben].map(|coder| shown(&mut reviewer, coder));
        let n_before = reviewer.last_operation().0;
        let last_hash = reviewer.verify().unwrap().last_hash;
        let original = std::fs::read(reviewer.path()).unwrap();

        let new = folder.path().join("new.themata");
        let report = copied(reviewer.path(), &new).unwrap();
        assert_eq!(std::fs::read(reviewer.path()).unwrap(), original);
        let left_out = report.left_out.clone().unwrap();
        assert_eq!(left_out.predecessor, LogEnd { n_operations: n_before, last_hash: last_hash.clone() });
        assert_eq!((left_out.n_documents, left_out.n_segments, left_out.n_participants), (1, 5, 1));
        assert_eq!((left_out.n_examples, left_out.left_words.len()), (1, 0), "{left_out:?}");
        for word in ["learn", "listen", "alone", "child", "follows", "P1", "Zoltan"] {
            assert!(holds(reviewer.path(), word) && !holds(&new, word), "{word}, {levels:?}");
        }
        assert!(holds(&new, &last_hash) && holds(&new, "withdrew consent"));

        let mut copy = Reviewer::open(&new, None).unwrap();
        let example = r#""example":"learn to listen to patients""#;
        let after = [&ann, &ben].map(|coder| shown(&mut copy, coder));
        assert!(before[0].contains(example) && !before[1].contains("Rounds") && !after[1].contains("Rounds"));
        // Key terms that nobody else says are gone, and nothing else is.
        let without = |before: String| {
            let gone = [
                "child", "alone", "decision", "leave", "follows", "hours", "team", "long", "ill", "learn",
                "listen",
            ];
            gone.iter().fold(before.replace(example, r#""example":"""#), |all, term| {
                all.replace(&format!("\"{term}\","), "").replace(&format!(",\"{term}\"]"), "]")
            })
        };
        for (after, before) in after.iter().zip(before.clone().map(without)) {
            assert_eq!(*after, before, "{levels:?}");
        }
        copy.verify().unwrap();
        assert!(matches!(
            copy.undo(&ann, None, &at(31)).unwrap_err(),
            ProjectError::Refused(Refusal::NothingToUndo(_))
        ));
        // Numbers of candidates go on.
        let split = copy.say(&ann, r#"{"do":"split","candidate":4,"parts":[[12]]}"#);
        let made: Vec<String> = split.touched.candidates.iter().map(ToString::to_string).collect();
        assert!(!made.contains(&"5".to_owned()) && !made.contains(&"E".to_owned()), "{made:?}");
        copy.undo(&ann, None, &at(32)).unwrap();
        let whole = [&ann, &ben].map(|coder| shown(&mut copy, coder));
        assert_eq!(whole, after);
        let log = copy.log(&LogFilter::default()).unwrap();
        assert_eq!(log.entries[0].kind, Some(OperationKind::Successor));
        assert_eq!(log.entries[0].reason.as_deref(), Some("withdrew consent"));
        assert_eq!(
            copy.diff(&LogPosition::Operation(OperationId(1)), &LogPosition::Now).unwrap().differences,
            []
        );

        let restore = read(r#"{"do":"restore-documents","documents":["erased document 1"]}"#);
        let refused = copy.decide(&ann, &restore, None, &at(33)).unwrap_err();
        assert!(matches!(refused, ProjectError::Refused(Refusal::ErasedDocument { .. })), "{refused}");
        let place = ReadPlace::Segment { segment: SegmentId(2), n_around: 1 };
        let refused = copy.as_coder(&ann).unwrap().read(&place).unwrap_err();
        assert!(matches!(refused, ProjectError::Refused(Refusal::ErasedSegment { .. })), "{refused}");
        let refused = copy.sensitivity(&NoProgress).unwrap_err();
        assert!(matches!(refused, ProjectError::Successor(SuccessorProblem::Erased { .. })), "{refused}");
        assert!(matches!(
            copied(&new, &folder.path().join("third.themata")).unwrap_err(),
            ProjectError::Successor(SuccessorProblem::NothingRemoved(_))
        ));
        copy.say(&ben, r#"{"do":"remove-documents","documents":["P2.txt"]}"#);
        let third = folder.path().join("third.themata");
        assert_eq!(copied(&new, &third).unwrap().left_out.unwrap().n_documents, 1);
        let mut third = Reviewer::open(&third, None).unwrap();
        let removed = third.as_coder(&ann).unwrap().interviews().removed;
        assert_eq!(removed.len(), 2);
        third.verify().unwrap();
    }
}

#[test]
fn what_coders_wrote_is_told_and_not_changed() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, ben) = reviewed_of(folder.path(), Levels::Two);
    reviewer.say(&ann, r#"{"do":"create-code","label":"Child"}"#);
    reviewer.say(&ben, r#"{"do":"write-memo","text":"They listen alone.","on":"project"}"#);
    reviewer.say(&ann, r#"{"do":"rename","candidate":2,"label":"Alone at night"}"#);
    reviewer.say(&ann, r#"{"do":"remove-documents","documents":["P1.txt"]}"#);
    let left = |reviewer: &Reviewer, name: &str| {
        copied(reviewer.path(), &folder.path().join(name)).unwrap().left_out.unwrap().left_words
    };
    let blind = left(&reviewer, "blind.themata");
    let hidden = |coder: &CoderId| LeftWords { coder: coder.clone(), places: Vec::new(), words: Vec::new() };
    assert_eq!(blind, [hidden(&ann), hidden(&ben)]);
    reviewer.say(&ben, r#"{"do":"compare"}"#);
    let open = left(&reviewer, "open.themata");
    assert_eq!(
        (&open[0].words[..], open[0].places.len()),
        (&["alone".to_owned(), "child".to_owned()][..], 2)
    );
    assert_eq!(open[1].words, ["alone", "listen"]);
    let copy = Reviewer::open(&folder.path().join("open.themata"), None).unwrap();
    assert_eq!(copy.seen(&ann, "2").label, "Alone at night");
}

#[test]
fn where_it_cannot_be_made_nothing_is_left_behind() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed_of(folder.path(), Levels::Two);
    let new = folder.path().join("new.themata");
    let refused = copied(reviewer.path(), &new).unwrap_err();
    assert!(matches!(refused, ProjectError::Successor(SuccessorProblem::NothingRemoved(_))), "{refused}");
    assert!(!refused.remedies().is_empty());
    reviewer.say(&ann, r#"{"do":"remove-documents","documents":["P1.txt"]}"#);

    struct Never;
    impl Progress for Never {
        fn start(&self, _: crate::domain::Stage, _: Option<u64>) {}
        fn advance(&self, _: u64) {}
        fn finish(&self) {}
        fn is_cancelled(&self) -> bool {
            true
        }
    }
    let request =
        WithoutRemovedRequest { from: reviewer.path().to_owned(), to: new.clone(), reason: None, at: at(30) };
    let cancelled = Project::copy_without_removed(&request, &Never).unwrap_err();
    assert!(matches!(cancelled, ProjectError::Cancelled), "{cancelled}");
    let names = || -> BTreeSet<String> {
        let entries = std::fs::read_dir(folder.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    assert_eq!(names(), BTreeSet::from(["study.themata".to_owned()]));
    std::fs::write(&new, "mine").unwrap();
    let refused = copied(reviewer.path(), &new).unwrap_err();
    assert!(matches!(refused, ProjectError::Store(StoreError::InTheWay(_))), "{refused}");
    assert_eq!(std::fs::read(&new).unwrap(), b"mine");
    assert_eq!(names().len(), 2);
}

/// Writes an interview with somebody who has a word of their own in every answer.
fn talk(folder: &Path, person: &str, own: &str) -> PathBuf {
    let things = ["the rota", "my patients", "the relatives", "sleep", "the students", "paperwork"];
    let answers: String = things
        .iter()
        .map(|thing| {
            format!("Interviewer: What about {thing}?\n\n{person}: I would say that {thing} and the {own} take my time, {own} most of all.\n\n")
        })
        .collect();
    let path = folder.join(format!("{person}.txt"));
    std::fs::write(&path, answers).unwrap();
    path
}

pub(super) fn request(folder: &Path, paths: Vec<PathBuf>) -> SuggestRequest {
    SuggestRequest {
        model: EmbeddingModel::Directory(
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/model/tiny/bert-mean"),
        ),
        cluster: ClusterParams { n_clusters: Some(3), ..ClusterParams::default() },
        ..SuggestRequest::new(paths, folder.join("study.themata"), at(0))
    }
}

#[test]
fn a_study_goes_on_in_the_copy_and_labels_of_erased_words_are_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let own = [("Borbala", "garden"), ("Zoltan", "zither"), ("Ilka", "kitchen")];
    let paths = own.map(|(person, own)| talk(folder.path(), person, own));
    let made = Project::suggest(&request(folder.path(), paths.to_vec()), &NoProgress).unwrap();
    let named = json!(made.view.themes).to_string();
    assert!(named.to_lowercase().contains("zither"), "{named}");
    let sha256 = made.view.run.documents.iter().find(|of| of.name == "Zoltan.txt").unwrap().sha256.clone();
    drop(made);
    let path = folder.path().join("study.themata");
    let mut reviewer = Reviewer::open(&path, None).unwrap();
    let ann = reviewer.add_coder("Ann", &at(1)).unwrap().coder;
    let candidates = reviewer.as_coder(&ann).unwrap().candidates(None, None).unwrap();
    let codes = candidates.themes.iter().flat_map(|theme| theme.codes.iter().chain([&theme.theme]));
    let open: Vec<_> = codes.filter(|of| of.verdict == CandidateStatus::Open).map(|of| of.id).collect();
    reviewer.say(&ann, &json!({"do": "defer", "candidate": open[0]}).to_string());
    reviewer.say(&ann, r#"{"do":"remove-documents","documents":["Zoltan.txt"]}"#);
    let new = folder.path().join("new.themata");
    let report = copied(&path, &new).unwrap();
    let left_out = report.left_out.unwrap();
    assert!(!left_out.relabelled.is_empty());
    for word in ["zither", "zoltan", &sha256] {
        assert!(holds(&path, word) && !holds(&new, word), "{word}");
    }
    let n_vectors = |path: &Path| Project::open_read_only(path).unwrap().store.n_embeddings().unwrap();
    assert!(n_vectors(&new) < n_vectors(&path));

    let mut copy = Reviewer::open(&new, None).unwrap();
    let shown = json!(copy.as_coder(&ann).unwrap().candidates(None, None).unwrap());
    for label in &left_out.relabelled {
        assert!(!label.label.is_empty() && shown.to_string().contains(&label.label), "{label:?}");
    }
    copy.as_coder(&ann).unwrap().suggest_again(&ClusterParams::default(), &NoProgress).unwrap();
    copy.verify().unwrap();
    drop(copy);

    // Another interview is added, and then all is proposed anew.
    let n_before = Reviewer::open(&new, None).unwrap().base.n_segments();
    let fourth = talk(folder.path(), "Piroska", "bicycle");
    let mut more = request(folder.path(), vec![fourth]);
    more.project.clone_from(&new);
    let suggested = Project::suggest(&more, &NoProgress).unwrap();
    let SuggestedHow::Added(added) = &suggested.how else { panic!("{:?}", suggested.how) };
    assert_eq!(added.segments.unwrap().0, SegmentId(n_before as u32 + 1));
    suggested.project.verify(None).unwrap();
    (more.fresh, more.paths) = (true, Vec::new());
    drop(suggested);
    let fresh = Project::suggest(&more, &NoProgress).unwrap();
    let names: Vec<&str> = fresh.view.run.documents.iter().map(|of| of.name.as_str()).collect();
    assert_eq!((fresh.how, names), (SuggestedHow::Anew, vec!["Borbala.txt", "Ilka.txt", "Piroska.txt"]));
    fresh.project.verify(None).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn no_word_of_an_interview_is_left_that_no_other_says(words in proptest::collection::vec("[b-df-hj-np-tv-z]{9}", 6)) {
        let folder = tempfile::tempdir().unwrap();
        let said: String = words.iter().map(|word| format!("Reka: It is {word} that I mean when I say so.\n\n")).collect();
        let out = folder.path().join("out.txt");
        std::fs::write(&out, said).unwrap();
        let paths = vec![talk(folder.path(), "Borbala", "garden"), talk(folder.path(), "Ilka", "kitchen"), out];
        drop(Project::suggest(&request(folder.path(), paths), &NoProgress).unwrap());
        let path = folder.path().join("study.themata");
        let mut reviewer = Reviewer::open(&path, None).unwrap();
        let ann = reviewer.add_coder("Ann", &at(1)).unwrap().coder;
        reviewer.say(&ann, r#"{"do":"remove-documents","documents":["out.txt"]}"#);
        let new = folder.path().join("new.themata");
        copied(&path, &new).unwrap();
        for word in words.iter().map(String::as_str).chain(["Reka", "out.txt"]) {
            prop_assert!(holds(&path, word), "{} is in the study", word);
            prop_assert!(!holds(&new, word), "{}", word);
        }
        Reviewer::open(&new, None).unwrap().verify().unwrap();
    }
}
