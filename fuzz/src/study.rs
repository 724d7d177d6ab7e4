//! Decisions on a study, and study files that somebody made to do harm.

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::types::Value;
use tempfile::TempDir;
use themata::domain::{CandidateId, CandidateThemeId, CoderId, NoProgress, ProposalId, Timestamp};
use themata::project::{CompareRequest, LogFilter, Project, Reviewer, read_decisions};

/// A small study: two interviews, six candidate codes in two candidate themes, two coders.
const STUDY: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/version-2.themata"));

/// Makes the decisions of `data` on a copy of a study. What can be made must verify, and can be undone.
pub fn decisions(data: &[u8]) {
    thread_local!(static REVIEWER: RefCell<Option<Reviewer>> = const { RefCell::new(None) });
    let Ok(lines) = read_decisions(data, "decisions") else { return };
    let at = Timestamp("2026-01-01T00:00:00Z".to_owned());
    let n_made = REVIEWER.with_borrow_mut(|reviewer| {
        let reviewer = reviewer.get_or_insert_with(|| {
            let mut reviewer = trial();
            // The study is of an older version: the first change to it is recording its hashes, which stays.
            let _ = reviewer.apply("", None, &at, true);
            reviewer
        });
        let ann = reviewer.coder("Ann Lee").expect("she is a coder");
        let last = reviewer.last_operation();
        let applied = reviewer.apply(&lines, Some(&ann), &at, true);
        assert_eq!(reviewer.last_operation(), last, "a dry run leaves nothing");
        applied.map_or(0, |applied| applied.operations.len())
    });
    if n_made == 0 {
        return;
    }
    let mut reviewer = trial();
    let ann = reviewer.coder("Ann Lee").expect("she is a coder");
    let applied = reviewer.apply(&lines, Some(&ann), &at, false).expect("as in the dry run");
    reviewer.verify().expect("the log vouches for what was decided");
    for made in applied.operations.iter().rev() {
        // What another coder did since may stand in the way.
        let _ = reviewer.as_coder(&made.coder).map(|mut session| session.undo(None, &at));
    }
    reviewer.verify().expect("the log vouches for what was taken back");
}

fn trial() -> Reviewer {
    with_file(STUDY, |path| Reviewer::open_trial(path, None).expect("the study is sound"))
}

/// Opens a study file and looks at all that it holds.
///
/// The first byte is 0 where the rest is the file. Otherwise one value of a sound file is replaced: the next three bytes say which table,
/// column and row, and the rest is the value.
pub fn project_file(data: &[u8]) {
    match data {
        [0, file @ ..] => with_file(file, look),
        [_, table, column, row, value @ ..] => {
            with_file(STUDY, |path| {
                replace(path, usize::from(*table), usize::from(*column), i64::from(*row), value);
                look(path);
            });
        }
        _ => {}
    }
}

/// Replaces one value. What the tables' rules refuse is not replaced.
fn replace(path: &Path, table: usize, column: usize, row: i64, value: &[u8]) {
    let open = Connection::open(path).expect("the study is sound");
    let texts = |query: &str| -> Vec<String> {
        let mut query = open.prepare(query).expect("a query");
        let rows = query.query_map([], |row| row.get(0)).expect("it runs");
        rows.map(|row| row.expect("a text")).collect()
    };
    // The log refuses changes by triggers, which whoever made the file does not keep.
    for trigger in texts("SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
        open.execute_batch(&format!("DROP TRIGGER {trigger}")).expect("it is there");
    }
    let tables =
        texts("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%' ORDER BY name");
    let table = &tables[table % tables.len()];
    let columns = texts(&format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid"));
    let column = &columns[column % columns.len()];
    let kind =
        texts(&format!("SELECT type FROM pragma_table_info('{table}') WHERE name = '{column}'")).remove(0);
    let keys =
        texts(&format!("SELECT group_concat(name) FROM pragma_table_info('{table}') WHERE pk > 0")).remove(0);
    let value = match kind.as_str() {
        "TEXT" => Value::Text(String::from_utf8_lossy(value).into_owned()),
        "BLOB" => Value::Blob(value.to_vec()),
        _ => {
            let mut bytes = [0; 8];
            let n = value.len().min(8);
            bytes[..n].copy_from_slice(&value[..n]);
            if kind == "REAL" {
                Value::Real(f64::from_le_bytes(bytes))
            } else {
                Value::Integer(i64::from_le_bytes(bytes))
            }
        }
    };
    let _ = open.execute(
        &format!(
            "UPDATE {table} SET {column} = ?1 WHERE ({keys}) IN (SELECT {keys} FROM {table} \
             LIMIT 1 OFFSET ?2 % (SELECT max(count(*), 1) FROM {table}))"
        ),
        (value, row),
    );
    open.close().expect("it closes");
}

/// Looks at a study as front ends do.
fn look(path: &Path) {
    let Ok(project) = Project::open_read_only(path) else { return };
    let _ = project.candidates(None);
    let _ = project.export(None);
    let _ = project.export_csv(None);
    let _ = project.verify(None);
    drop(project);
    let Ok(mut reviewer) = Reviewer::open_trial(path, None) else { return };
    let _ = reviewer.log(&LogFilter::default());
    let _ = reviewer.proposed_candidates();
    let coders: Vec<CoderId> = reviewer.coders().keys().cloned().collect();
    let at = Timestamp("2026-01-01T00:00:00Z".to_owned());
    for coder in &coders {
        let Ok(mut session) = reviewer.as_coder(coder) else { continue };
        let _ = session.candidates(None, None);
        for candidate in [CandidateThemeId(1).into(), CandidateId::Code(ProposalId(1))] {
            let _ = session.candidate_detail(candidate);
        }
        let _ = session.codebook(None, None);
        let _ = session.memos(None);
        let _ = session.progress();
        let _ = session.compare(&CompareRequest::default(), &NoProgress);
        let _ = session.undo(None, &at);
    }
}

/// Gives a file with these bytes to `work`.
fn with_file<T>(bytes: &[u8], work: impl FnOnce(&Path) -> T) -> T {
    thread_local!(static FOLDER: RefCell<Option<TempDir>> = const { RefCell::new(None) });
    let path: PathBuf = FOLDER.with_borrow_mut(|folder| {
        folder.get_or_insert_with(|| tempfile::tempdir().expect("a folder")).path().join("study.themata")
    });
    for ending in ["-journal", "-wal", "-shm"] {
        let mut name = path.clone().into_os_string();
        name.push(ending);
        let _ = fs::remove_file(name);
    }
    fs::write(&path, bytes).expect("the folder takes it");
    work(&path)
}
