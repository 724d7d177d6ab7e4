use std::path::PathBuf;

use rusqlite::Connection;
use serde_json::json;

pub(crate) mod older;

use super::*;
use crate::domain::{
    Document, DocumentFormat, DocumentId, ModelFingerprint, OperationKind, Participant, ProposalId, Role,
    RunId, SegmentId, Span, Speaker, TimeMark, Timestamp, Turn,
};

pub(super) fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

pub(super) fn new_operation() -> NewOperation {
    NewOperation {
        kind: OperationKind::Suggest,
        at: Timestamp("2026-01-02T03:04:05Z".to_owned()),
        detail: json!({"themes": 3}),
    }
}

fn document() -> Document {
    Document {
        name: "wards/P01.txt".to_owned(),
        format: DocumentFormat::Txt,
        sha256: "ab".repeat(32),
        text: "I: Why?\nP: Because. \u{1F642}".to_owned(),
        speakers: vec![speaker("I", Role::Interviewer), speaker("P", Role::Participant)],
        turns: vec![
            Turn { speaker: Some(0), span: Span::new(3, 7) },
            Turn { speaker: Some(1), span: Span::new(11, 21) },
        ],
        time_marks: vec![TimeMark { at: crate::domain::CodePointOffset(11), ms: 1500 }],
        notices: Vec::new(),
    }
}

fn speaker(label: &str, role: Role) -> Speaker {
    Speaker { label: label.to_owned(), role, role_reason: "labelled so".to_owned(), generic: true }
}

pub(super) fn fingerprint() -> ModelFingerprint {
    ModelFingerprint {
        name: "m".to_owned(),
        sha256: "cd".repeat(32),
        engine: "e".to_owned(),
        kernel: "k".to_owned(),
        prompt: String::new(),
        dim: 2,
        max_tokens: 16,
        languages: Vec::new(),
    }
}

pub(super) fn add(store: &mut Store) -> RunId {
    store
        .transact(&new_operation(), |change, operation| {
            let document = change.add_document(&document(), Some("eng"))?;
            let participant = change.add_participant(&Participant {
                name: "P01".to_owned(),
                attributes: [("years".to_owned(), "12".to_owned())].into(),
            })?;
            let segment = StoredSegment {
                id: SegmentId(1),
                document,
                turn: 1,
                span: Span::new(11, 21),
                participant: Some(participant),
                n_windows: 1,
            };
            let proposal = StoredProposal {
                id: ProposalId(1),
                label: "because".to_owned(),
                cohesion: 0.5,
                n_participants: 1,
                detail: json!({"key_terms": []}),
            };
            let member =
                StoredMember { segment: SegmentId(1), proposal: ProposalId(1), similarity: 0.1 + 0.2 };
            change.add_run(
                operation,
                &NewRun {
                    detail: &json!({"seed": 1}),
                    documents: &[document],
                    segments: &[segment],
                    proposals: &[proposal],
                    members: &[member],
                },
            )
        })
        .unwrap()
}

#[test]
fn what_is_kept_comes_back_the_same() {
    let folder = folder();
    let path = folder.path().join("s.themata");
    let mut store = Store::open_or_create(&path).unwrap();
    let first = add(&mut store);
    let second = add(&mut store);
    drop(store);

    let store = Store::open(&path).unwrap();
    let run = store.run(None).unwrap().unwrap();
    assert_eq!((first, second, run.id), (RunId(1), RunId(2), RunId(2)));
    assert_eq!(run.members[0].similarity, 0.1 + 0.2);
    assert_eq!(run.segments[0].span, Span::new(11, 21));
    let documents = store.documents(run.id).unwrap();
    assert_eq!(documents.len(), 1);
    assert_eq!(documents[0].document, document());
    assert_eq!(documents[0].id, DocumentId(1), "the same reading is kept once");
    assert_eq!(store.participants().unwrap()[0].participant.attributes["years"], "12");
    assert_eq!(store.operations().unwrap().len(), 2);
    assert!(store.run(Some(RunId(9))).unwrap().is_none());
}

#[test]
fn embeddings_are_kept_by_words_and_model() {
    let folder = folder();
    let mut store = Store::open_or_create(&folder.path().join("s.themata")).unwrap();
    let model = fingerprint();
    store.keep_embeddings(&model, [("one", &[0.6f32, 0.8][..], 1)].into_iter()).unwrap();
    let found = store.embeddings(&model, &["two", "one"]).unwrap();
    assert!(found[0].is_none());
    assert_eq!(found[1], Some(CachedEmbedding { vector: vec![0.6, 0.8], n_windows: 1 }));
    let other = ModelFingerprint { sha256: "ef".repeat(32), ..model };
    assert!(store.embeddings(&other, &["one"]).unwrap()[0].is_none());
}

#[test]
fn a_change_that_fails_leaves_nothing_behind() {
    let folder = folder();
    let path = folder.path().join("s.themata");
    let mut store = Store::open_or_create(&path).unwrap();
    add(&mut store);
    let error = store
        .transact(&new_operation(), |change, _| {
            change.add_participant(&Participant { name: "ghost".to_owned(), attributes: [].into() })?;
            Err::<(), _>(StoreError::damaged(&path, "on purpose"))
        })
        .unwrap_err();
    assert!(error.to_string().contains("on purpose"));
    assert_eq!(store.participants().unwrap().len(), 1);
    assert_eq!(store.operations().unwrap().len(), 1);
}

#[test]
fn a_full_disk_is_named_and_loses_nothing() {
    let folder = folder();
    let path = folder.path().join("s.themata");
    let mut store = Store::open_or_create(&path).unwrap();
    add(&mut store);
    let pages: i64 = store.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    // To SQLite, a limit on the number of pages is the same as a full disk: it reports the same error.
    store.connection.pragma_update(None, "max_page_count", pages + 1).unwrap();
    let vector = vec![0.5f32; 2];
    let texts: Vec<String> = (0..5000).map(|i| i.to_string()).collect();
    let error = store
        .keep_embeddings(&fingerprint(), texts.iter().map(|t| (t.as_str(), vector.as_slice(), 1)))
        .unwrap_err();
    assert!(matches!(error, StoreError::Full(_)), "{error}");
    let message = error.to_string();
    assert!(message.contains("s.themata") && message.contains("Free some space"), "{message}");
    assert!(store.embeddings(&fingerprint(), &["1"]).unwrap()[0].is_none(), "all or none");
    drop(store);
    assert!(Store::open(&path).unwrap().run(None).unwrap().is_some());
}

#[test]
fn a_second_writer_is_told_to_wait() {
    let folder = folder();
    let path = folder.path().join("s.themata");
    let mut store = Store::open_or_create(&path).unwrap();
    add(&mut store);
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    store.connection.busy_timeout(std::time::Duration::from_millis(50)).unwrap();
    let error = store.transact(&new_operation(), |_, _| Ok(())).unwrap_err();
    assert!(matches!(error, StoreError::Busy(_)), "{error}");
    other.execute_batch("ROLLBACK").unwrap();
    store.transact(&new_operation(), |_, _| Ok(())).unwrap();
    assert_eq!(store.operations().unwrap().len(), 2);
}

#[test]
fn files_that_are_no_project_are_refused_and_left_alone() {
    let folder = folder();
    let check = |name: &str, bytes: &[u8], says: &str| {
        let path: PathBuf = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        for error in [Store::open(&path).unwrap_err(), Store::open_or_create(&path).unwrap_err()] {
            let message = error.to_string();
            assert!(message.contains(name) && message.contains(says), "{message}");
        }
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
    };
    check(
        "letter.themata",
        b"Dear Sir or Madam, this is a letter and no database at all.",
        "not a Themata project",
    );
    check("empty.themata", b"", "an empty file");
    let other = folder.path().join("other.db");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    check("other.db", &std::fs::read(&other).unwrap(), "another program's database");
    let error = Store::open(&folder.path().join("none.themata")).unwrap_err();
    assert!(error.to_string().contains("there is no such project"), "{error}");
    assert!(Store::open(folder.path()).unwrap_err().to_string().contains("a folder"));
}

#[test]
fn a_project_of_a_newer_version_is_refused_and_left_alone() {
    let folder = folder();
    let path = folder.path().join("s.themata");
    add(&mut Store::open_or_create(&path).unwrap());
    let connection = Connection::open(&path).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    let before = std::fs::read(&path).unwrap();
    let error = Store::open_or_create(&path).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 99, known: 4, .. }), "{error}");
    assert!(error.to_string().contains("newer"), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn the_log_is_append_only_and_an_altered_entry_is_found() {
    let folder = folder();
    let path = folder.path().join("s.themata");
    let mut store = Store::open_or_create(&path).unwrap();
    add(&mut store);
    add(&mut store);
    assert!(store.connection.execute("UPDATE operation SET detail = '{}'", []).is_err());
    assert!(store.connection.execute("DELETE FROM operation", []).is_err());
    store
        .connection
        .execute_batch(
            "DROP TRIGGER operation_is_never_edited; UPDATE operation SET at = 'never' WHERE id = 2;",
        )
        .unwrap();
    let error = store.operations().unwrap_err();
    assert!(error.to_string().contains("operation 2"), "{error}");
}

#[test]
fn a_log_whose_numbers_are_used_up_takes_no_further_operation() {
    let folder = folder();
    let path = folder.path().join("s.themata");
    let mut store = Store::open_or_create(&path).unwrap();
    add(&mut store);
    store
        .connection
        .execute_batch("PRAGMA foreign_keys = OFF; DROP TRIGGER operation_is_never_edited; UPDATE operation SET id = 4294967295;")
        .unwrap();
    assert!(store.last_operation().is_err());
}

#[test]
fn a_project_of_the_first_version_is_upgraded_and_keeps_all_it_held() {
    let folder = folder();
    let path = folder.path().join("s.themata");
    add(&mut Store::open_or_create(&path).unwrap());
    // What the second version added is removed: a file as the first version left it.
    let connection = Connection::open(&path).unwrap();
    older::without_digests(&connection);
    connection.execute_batch("DROP TABLE record; PRAGMA user_version = 1").unwrap();
    drop(connection);
    let mut store = Store::open(&path).unwrap();
    assert_eq!(store.operations().unwrap().len(), 1);
    assert!(store.run(None).unwrap().is_some());
    assert!(store.records().unwrap().is_empty());
    let version: i64 = store.connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version, 4);
    store.transact(&new_operation(), |_, _| Ok(())).unwrap();
}

#[test]
fn records_come_back_as_they_were_put() {
    use crate::domain::{Coder, CoderId, Record, RecordChange, RecordKey};
    let folder = folder();
    let mut store = Store::open_or_create(&folder.path().join("s.themata")).unwrap();
    let key = RecordKey::Coder(CoderId::of_name("Ann"));
    let record = Record::Coder(Coder { name: "Ann".to_owned(), since: Timestamp("now".to_owned()) });
    let change = RecordChange { key: key.clone(), before: None, after: Some(record.clone()) };
    store.transact(&new_operation(), |at, _| at.put(&change)).unwrap();
    assert_eq!(store.records().unwrap(), [(key, record)]);
    assert_eq!(store.record_texts().unwrap()[0].1, r#"{"name":"Ann","since":"now"}"#);
    store.transact(&new_operation(), |at, _| at.put(&change.clone().reversed())).unwrap();
    assert!(store.records().unwrap().is_empty());
    store.connection.execute("INSERT INTO record VALUES ('coder/ann', '{}')", []).unwrap();
    assert!(store.records().unwrap_err().to_string().contains("`coder/ann`"));
}

#[test]
fn only_what_came_after_is_read_and_a_broken_chain_is_named() {
    let folder = folder();
    let mut store = Store::open_or_create(&folder.path().join("s.themata")).unwrap();
    for _ in 0..3 {
        store.transact(&new_operation(), |_, _| Ok(())).unwrap();
    }
    let since = |store: &mut Store, id| {
        let at = Timestamp("2026-01-02T03:04:06Z".to_owned());
        store
            .write(&at, |change| change.operations_since(crate::domain::OperationId(id)))
            .map(|found| found.len())
    };
    assert_eq!(
        (since(&mut store, 0).unwrap(), since(&mut store, 2).unwrap(), since(&mut store, 3).unwrap()),
        (3, 1, 0)
    );
    assert_eq!(store.operation(crate::domain::OperationId(2)).unwrap().id.0, 2);
    assert!(store.operation(crate::domain::OperationId(4)).is_err());
    store
        .connection
        .execute_batch(
            "DROP TRIGGER operation_is_never_edited; UPDATE operation SET previous_hash = 'x' WHERE id = 3",
        )
        .unwrap();
    assert!(since(&mut store, 2).unwrap_err().to_string().contains("operation 3"));
}

#[test]
fn a_copy_holds_all_and_leaves_the_original_alone() {
    let folder = folder();
    let path = folder.path().join("s.themata");
    let mut store = Store::open_or_create(&path).unwrap();
    add(&mut store);
    let copy = folder.path().join("copy.themata");
    Store::copy(&path, &copy).unwrap();
    let copied = Store::open(&copy).unwrap();
    assert_eq!(copied.operations().unwrap(), store.operations().unwrap());
    assert!(copied.run(None).unwrap().is_some());
    assert!(matches!(Store::copy(&path, &copy), Err(StoreError::InTheWay(_))));
    assert!(matches!(Store::copy(&folder.path().join("none"), &copy), Err(StoreError::Missing(_))));
    std::fs::write(folder.path().join("letter"), "Dear Sir").unwrap();
    let letter = Store::copy(&folder.path().join("letter"), &folder.path().join("o")).unwrap_err();
    assert!(letter.to_string().contains("not a Themata project"), "{letter}");
}
