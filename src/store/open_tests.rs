//! Journals, read-only opening and permissions of project files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::tests::{add, folder, new_operation};
use super::*;

/// Reads all files of a folder, byte for byte.
fn all(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), std::fs::read(&path).unwrap()))
        .collect()
}

/// Reads the journal mode in a file's header: 1 for a rollback journal, 2 for a write-ahead log.
fn journal_mode(path: &Path) -> [u8; 2] {
    std::fs::read(path).unwrap()[18..20].try_into().unwrap()
}

fn project(folder: &Path) -> PathBuf {
    let path = folder.join("s.themata");
    add(&mut Store::open_or_create(&path).unwrap());
    path
}

/// Makes a project as an older program leaves it after a normal end: in write-ahead log mode, without the log.
fn project_in_wal(folder: &Path) -> PathBuf {
    let path = project(folder);
    let connection = Connection::open(&path).unwrap();
    connection.pragma_update(None, "journal_mode", "WAL").unwrap();
    drop(connection);
    assert_eq!((journal_mode(&path), all(folder).len()), ([2, 2], 1));
    path
}

/// Makes the same as a killed process leaves it: one operation is only in the log.
fn project_with_log(folder: &Path) -> PathBuf {
    let made = super::tests::folder();
    let path = project_in_wal(made.path());
    let connection = Connection::open(&path).unwrap();
    connection.pragma_update(None, "wal_autocheckpoint", 0).unwrap();
    connection
        .execute_batch(&format!("INSERT INTO record VALUES ('coder/ann', '{}')", "x".repeat(9_000)))
        .unwrap();
    copy_both(&path, folder, "-wal")
}

/// Makes a project as a process leaves it that was killed while writing: half a change in the file, and its journal.
fn project_with_journal(folder: &Path) -> PathBuf {
    let made = super::tests::folder();
    let path = project(made.path());
    let connection = Connection::open(&path).unwrap();
    connection.pragma_update(None, "cache_size", 1).unwrap();
    connection.execute_batch("BEGIN IMMEDIATE; UPDATE document SET text = 'gone'").unwrap();
    for i in 0..200 {
        let record = format!("INSERT INTO record VALUES ('coder/{i}', '{}')", "x".repeat(9_000));
        connection.execute_batch(&record).unwrap();
    }
    copy_both(&path, folder, "-journal")
}

/// Copies a project and the file next to it, while the writing process has both open.
fn copy_both(path: &Path, folder: &Path, ending: &str) -> PathBuf {
    for file in [path.to_owned(), open::beside(path, ending)] {
        assert!(std::fs::metadata(&file).unwrap().len() > 0, "{}", file.display());
        std::fs::copy(&file, folder.join(file.file_name().unwrap())).unwrap();
    }
    folder.join("s.themata")
}

#[test]
fn a_project_is_one_file_without_a_write_ahead_log() {
    let folder = folder();
    let path = project(folder.path());
    let mut store = Store::open(&path).unwrap();
    store.transact(&new_operation(), |_, _| Ok(())).unwrap();
    assert_eq!((journal_mode(&path), all(folder.path()).len()), ([1, 1], 1), "while it is open, too");
    let synchronous: i64 =
        store.connection.pragma_query_value(None, "synchronous", |row| row.get(0)).unwrap();
    assert_eq!(synchronous, 3, "EXTRA");
}

#[test]
fn a_file_that_an_older_program_left_in_its_log_mode_is_converted() {
    let folder = folder();
    let path = project_in_wal(folder.path());
    let mut store = Store::open(&path).unwrap();
    store.transact(&new_operation(), |_, _| Ok(())).unwrap();
    assert_eq!(journal_mode(&path), [1, 1]);
    assert_eq!((store.operations().unwrap().len(), all(folder.path()).len()), (2, 1));
}

#[test]
fn a_file_that_an_older_program_has_open_is_used_as_it_is_and_converted_later() {
    let folder = folder();
    let path = project_in_wal(folder.path());
    let other = Connection::open(&path).unwrap();
    other.query_row("SELECT count(*) FROM operation", [], |_| Ok(())).unwrap();
    Store::open(&path).unwrap().transact(&new_operation(), |_, _| Ok(())).unwrap();
    assert_eq!(Store::open_read_only(&path).unwrap().operations().unwrap().len(), 2);
    drop(other);
    drop(Store::open(&path).unwrap());
    assert_eq!((journal_mode(&path), all(folder.path()).len()), ([1, 1], 1));
}

#[test]
fn what_a_killed_process_left_is_recovered_whoever_opens_the_project_next() {
    for read_only in [false, true] {
        let open = if read_only { Store::open_read_only } else { Store::open };
        let folder_of_log = folder();
        let path = project_with_log(folder_of_log.path());
        let store = open(&path).unwrap();
        assert_eq!(store.record_texts().unwrap()[0].0, "coder/ann", "what was acknowledged is there");
        drop(store);
        assert_eq!(all(folder_of_log.path()).len(), 1, "the log is gone, read only: {read_only}");

        let folder_of_journal = folder();
        let path = project_with_journal(folder_of_journal.path());
        assert!(
            std::fs::read(&path).unwrap().windows(9).any(|bytes| bytes == b"xxxxxxxxx"),
            "half a change is there"
        );
        let store = open(&path).unwrap();
        assert!(store.record_texts().unwrap().is_empty(), "what was half done is taken back");
        assert!(
            store.documents(store.run(None).unwrap().unwrap().id).unwrap()[0].document.text.starts_with("I:")
        );
        drop(store);
        assert_eq!(all(folder_of_journal.path()).len(), 1, "the journal is gone, read only: {read_only}");
    }
}

/// Makes a file as the first version left it, with a participant.
fn project_of_version_1(folder: &Path) -> PathBuf {
    let path = folder.join("s.themata");
    let connection = Connection::open(&path).unwrap();
    connection.execute_batch(include_str!("schema/0001.sql")).unwrap();
    connection.pragma_update(None, "user_version", 1).unwrap();
    connection.pragma_update(None, "application_id", 0x5468_6d41).unwrap();
    connection.execute_batch("INSERT INTO participant (name) VALUES ('P01')").unwrap();
    path
}

#[test]
fn looking_changes_no_byte_and_leaves_no_file() {
    let older_in_wal = |folder: &Path| {
        let path = project_of_version_1(folder);
        Connection::open(&path).unwrap().pragma_update(None, "journal_mode", "WAL").unwrap();
        path
    };
    type Make<'a> = &'a dyn Fn(&Path) -> PathBuf;
    let cases: [(&str, Make<'_>); 4] = [
        ("as this program leaves it", &project),
        ("in an older program's log mode", &project_in_wal),
        ("of an older version", &project_of_version_1),
        ("of an older version in its log mode", &older_in_wal),
    ];
    for (what, make) in cases {
        for mode in [0o644, 0o444] {
            // A folder whose name has characters with a meaning in the name of a database.
            let outer = folder();
            let folder = outer.path().join("50% of #3?");
            std::fs::create_dir(&folder).unwrap();
            let path = make(&folder);
            set_mode(&path, mode);
            let before = all(&folder);
            let mut store = Store::open_read_only(&path).unwrap();
            assert_eq!(store.participants().unwrap()[0].participant.name, "P01", "{what}");
            assert!(store.records().unwrap().is_empty());
            let n = store.operations().unwrap().len();
            assert_eq!(all(&folder), before, "{what}, while it is open");
            let error = store.transact(&new_operation(), |_, _| Ok(())).unwrap_err();
            assert!(matches!(&error, StoreError::ReadOnly(of) if *of == path), "{error}");
            let words = [("one", &[0.6_f32, 0.8][..], 1)];
            let error = store.keep_embeddings(&super::tests::fingerprint(), words.into_iter()).unwrap_err();
            assert!(
                error.to_string().contains("s.themata") && error.to_string().contains("Open it"),
                "{error}"
            );
            drop(store);
            let mut trial = Store::open_trial(&path).unwrap();
            trial.transact(&new_operation(), |_, _| Ok(())).unwrap();
            assert_eq!(trial.operations().unwrap().len(), n + 1);
            drop(trial);
            Store::copy(&path, &outer.path().join("copy.themata")).unwrap();
            assert_eq!(all(&folder), before, "{what}, mode {mode:o}");
            let copy = outer.path().join("copy.themata");
            assert_eq!(journal_mode(&copy), [1, 1]);
            assert_eq!(Store::open(&copy).unwrap().operations().unwrap().len(), n);
        }
    }
}

#[test]
fn a_project_that_cannot_be_looked_at_says_why_and_is_left_alone() {
    let folder = folder();
    let path = project(folder.path());
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    std::fs::write(folder.path().join("letter"), "Dear Sir or Madam, this is no database.").unwrap();
    std::fs::write(folder.path().join("empty"), "").unwrap();
    let before = all(folder.path());
    let error = |name: &str| Store::open_read_only(&folder.path().join(name)).unwrap_err();
    assert!(matches!(error("s.themata"), StoreError::Newer { found: 99, .. }));
    assert!(matches!(error("letter"), StoreError::NotAProject { .. }));
    assert!(error("empty").to_string().contains("an empty file"));
    assert!(matches!(error("none"), StoreError::Missing(_)));
    assert!(Store::open_read_only(folder.path()).unwrap_err().to_string().contains("a folder"));
    assert_eq!(all(folder.path()), before);
}

#[test]
fn who_reads_waits_for_who_writes() {
    let folder = folder();
    let path = project(folder.path());
    let (begun, wait) = std::sync::mpsc::channel();
    let writer = {
        let path = path.clone();
        std::thread::spawn(move || {
            let other = Connection::open(&path).unwrap();
            other.execute_batch("BEGIN EXCLUSIVE").unwrap();
            begun.send(()).unwrap();
            std::thread::sleep(std::time::Duration::from_millis(300));
            other.execute_batch("INSERT INTO record VALUES ('coder/ann', '{}'); COMMIT").unwrap();
        })
    };
    wait.recv().unwrap();
    let store = Store::open_read_only(&path).unwrap();
    assert_eq!(store.record_texts().unwrap().len(), 1, "it waited until the change was made");
    writer.join().unwrap();
}

#[test]
fn a_copy_is_whole_while_another_process_writes() {
    let folder = folder();
    let path = project(folder.path());
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut store = Store::open(&path).unwrap();
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                store.transact(&new_operation(), |_, _| Ok(())).unwrap();
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
        });
        for i in 0..10 {
            let copy = folder.path().join(format!("{i}.themata"));
            let copied = Store::copy(&path, &copy).unwrap();
            let operations = Store::open_read_only(&copy).unwrap().operations().unwrap();
            let last = operations.last().unwrap();
            assert_eq!((last.id, &last.hash), (copied.last_operation, &copied.last_hash));
            assert_eq!(std::fs::metadata(&copy).unwrap().len(), copied.n_bytes);
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        writer.join().unwrap();
    });
    // A change in progress is not in the copy, and does not prevent the copy.
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE; INSERT INTO record VALUES ('coder/ann', '{}')").unwrap();
    let copy = folder.path().join("late.themata");
    Store::copy(&path, &copy).unwrap();
    assert!(Store::open_read_only(&copy).unwrap().record_texts().unwrap().is_empty());
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: u32) {}

#[cfg(unix)]
#[test]
fn a_new_project_and_a_copy_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    let path = project(folder.path());
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    set_mode(&path, 0o664);
    let copy = folder.path().join("copy.themata");
    Store::copy(&path, &copy).unwrap();
    assert_eq!(mode(&copy), 0o600);
    Store::open(&path).unwrap().transact(&new_operation(), |_, _| Ok(())).unwrap();
    assert_eq!(mode(&path), 0o664, "permissions that somebody chose stay");
}
