//! Alters the file in many ways: every alteration is found and named.

use rusqlite::Connection;

use super::study::{at, reviewed};
use crate::project::Reviewer;

/// Creates a reviewed study of eight operations.
fn study(folder: &std::path::Path) -> Reviewer {
    let (mut reviewer, ann, ben) = reviewed(folder);
    reviewer.say(&ann, r#"{"do":"accept","candidate":1}"#);
    reviewer.say(&ben, r#"{"do":"reject","candidate":2}"#);
    reviewer.say(&ann, r#"{"do":"write-memo","on":"project","text":"why"}"#);
    reviewer.say(&ann, r#"{"do":"merge","candidate":[3],"into":2}"#);
    reviewer.undo(&ann, None, &at(3)).unwrap();
    reviewer
}

/// Returns the error of `verify` after a change behind the program's back.
fn after(reviewer: &Reviewer, sql: &str) -> String {
    let copy = tempfile::tempdir().unwrap();
    let path = copy.path().join("copy.themata");
    crate::store::Store::copy(reviewer.path(), &path).unwrap();
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch("DROP TRIGGER operation_is_never_edited; DROP TRIGGER operation_is_never_deleted;")
        .unwrap();
    connection.execute_batch(sql).unwrap();
    drop(connection);
    match Reviewer::open(&path, None) {
        Ok(altered) => {
            altered.verify().map_or_else(|error| error.to_string(), |verified| format!("{verified:?}"))
        }
        Err(error) => error.to_string(),
    }
}

#[test]
fn whatever_is_altered_in_an_entry_is_found_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let reviewer = study(folder.path());
    let n = reviewer.verify().unwrap().n_operations;
    assert_eq!(n, 8);
    for entry in 1..=n {
        for set in [
            "at = at || ' '",
            "kind = CASE kind WHEN 'undo' THEN 'redo' ELSE 'undo' END",
            "kind = 'nonsense'",
            "detail = replace(detail, '\"', '\"\"')",
            "detail = json_set(detail, '$.coder', 'ben')",
            "detail = ' ' || detail",
            "previous_hash = 'x' || previous_hash",
            "hash = 'x' || hash",
        ] {
            // Setting `ben` alters nothing where the detail says `ben` already.
            if set.contains("ben") && [3, 5].contains(&entry) {
                continue;
            }
            let said = after(&reviewer, &format!("UPDATE operation SET {set} WHERE id = {entry}"));
            let named = said.contains(&format!("{entry} of its log"));
            assert!(named, "{entry}, {set}: {said}");
        }
    }
}

#[test]
fn entries_that_are_missing_or_swapped_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let reviewer = study(folder.path());
    let off = "PRAGMA foreign_keys = off;";
    for entry in 1..=8 {
        let said = after(&reviewer, &format!("{off} DELETE FROM operation WHERE id = {entry}"));
        // The records that the last one changed are still there.
        let expected = if entry == 8 {
            "the record `ann/".to_owned()
        } else {
            format!("{entry} of its log was altered")
        };
        assert!(said.contains(&expected), "{entry}: {said}");
    }
    let swapped = "UPDATE operation SET id = 100 WHERE id = 5; UPDATE operation SET id = 5 WHERE id = 6; UPDATE operation SET id = 6 WHERE id = 100;";
    let said = after(&reviewer, &format!("{off} {swapped}"));
    assert!(said.contains("5 of its log was altered"), "{said}");
}

#[test]
fn a_record_that_is_not_what_the_log_comes_to_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let reviewer = study(folder.path());
    let records = reviewer.project.store.record_texts().unwrap();
    assert!(records.len() > 10);
    for (key, _) in &records {
        for sql in [
            format!("DELETE FROM record WHERE key = '{key}'"),
            format!("UPDATE record SET value = value || ' ' WHERE key = '{key}'"),
        ] {
            let said = after(&reviewer, &sql);
            assert!(said.contains(&format!("`{key}` is not what the log gives")), "{sql}: {said}");
        }
    }
    let said = after(
        &reviewer,
        r#"INSERT INTO record VALUES ('ann/code/00000000', '{"label":"x","level":"code","position":0}')"#,
    );
    assert!(said.contains("`ann/code/00000000` is not what"), "{said}");
    let said = after(&reviewer, "UPDATE record SET value = '{}' WHERE key LIKE 'ann/code/%'");
    assert!(said.contains("the record `ann/code/"), "{said}");
}
