//! Changes project files by SQL: each column, each row, each table.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::study::{study, verify, verify_deep};

/// Columns that can only be verified by computing the vectors again.
const FOUND_BY_VECTORS: [(&str, &str); 4] = [
    ("embedding", "text_sha256"),
    ("embedding", "n_windows"),
    ("embedding", "vector"),
    ("model", "fingerprint"),
];

struct Column {
    name: String,
    of_type: String,
    is_nullable: bool,
    /// Its position in the primary key, from 1.
    in_key: Option<usize>,
    is_unique: bool,
}

impl Column {
    /// Returns SQL for a value that differs from the column's.
    fn other(&self) -> String {
        let name = &self.name;
        let other = match self.of_type.as_str() {
            "INTEGER" => format!("{name} + 1000"),
            "REAL" => format!("{name} + 0.25"),
            "TEXT" => format!("{name} || 'x'"),
            // The last byte of a vector's first value: its sign and exponent.
            "BLOB" => format!("CAST(substr({name}, 1, 3) || x'17' || substr({name}, 5) AS BLOB)"),
            other => panic!("{name} is of type {other}"),
        };
        let from_null = if self.of_type == "TEXT" { "'x'" } else { "1" };
        format!("coalesce({other}, {from_null})")
    }
}

fn tables(connection: &Connection) -> Vec<String> {
    let mut all =
        connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").unwrap();
    all.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

fn columns(connection: &Connection, table: &str) -> Vec<Column> {
    let unique: Vec<String> = connection
        .prepare(
            "SELECT i.name FROM pragma_index_list(?1) AS l JOIN pragma_index_info(l.name) AS i \
             WHERE l.\"unique\" AND l.origin = 'u'",
        )
        .unwrap()
        .query_map([table], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let mut all =
        connection.prepare("SELECT name, type, \"notnull\", pk FROM pragma_table_info(?1)").unwrap();
    all.query_map([table], |row| {
        let (name, pk): (String, usize) = (row.get(0)?, row.get(3)?);
        let is_unique = unique.contains(&name);
        let is_nullable = !row.get::<_, bool>(2)? && pk == 0;
        Ok(Column {
            is_unique,
            of_type: row.get(1)?,
            is_nullable,
            in_key: Some(pk).filter(|&pk| pk > 0),
            name,
        })
    })
    .unwrap()
    .collect::<Result<_, _>>()
    .unwrap()
}

/// Returns a copy of a file with a change behind the program's back; triggers are removed only for that time. `None` where the
/// database itself refuses the change.
fn altered(original: &Path, folder: &Path, sql: &str) -> Option<PathBuf> {
    let path = folder.join("altered.themata");
    for ending in ["", "-wal", "-shm", "-journal"] {
        let _ = std::fs::remove_file(folder.join(format!("altered.themata{ending}")));
    }
    std::fs::copy(original, &path).unwrap();
    let connection = Connection::open(&path).unwrap();
    let triggers: Vec<(String, String)> = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    connection.execute_batch("PRAGMA foreign_keys = off; PRAGMA ignore_check_constraints = on").unwrap();
    for (name, _) in &triggers {
        connection.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    let is_done = connection.execute(sql, []);
    for (_, sql) in &triggers {
        connection.execute_batch(sql).unwrap();
    }
    match is_done {
        Ok(n) => {
            assert_eq!(n, 1, "{sql}");
            Some(path)
        }
        Err(error) => {
            assert!(error.to_string().contains("constraint failed"), "{sql}: {error}");
            None
        }
    }
}

/// Tells whether a message names what was altered in a table.
fn names(message: &str, table: &str) -> bool {
    message.contains(&format!("`{table}`"))
        || table == "operation" && message.contains("of its log was altered")
        // The missing last operation is detected by its changes.
        || table == "operation" && message.contains("is not what the log gives")
        || table == "record" && message.contains("the record `")
}

#[test]
fn every_change_of_every_table_is_found_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let original = study(folder.path());
    verify(&original).unwrap();
    verify_deep(&original).unwrap();
    let connection = Connection::open(&original).unwrap();
    let mut n_changes = 0;
    for table in tables(&connection) {
        let columns = columns(&connection, &table);
        let mut key: Vec<&Column> = columns.iter().filter(|column| column.in_key.is_some()).collect();
        key.sort_by_key(|column| column.in_key);
        let key_names = key.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ");
        let n: usize =
            connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap();
        assert!(n > 0, "the study must fill the table {table}");
        for row in [0, n - 1] {
            let of_row = format!(
                "WHERE ({key_names}) = (SELECT {key_names} FROM {table} ORDER BY {key_names} LIMIT 1 OFFSET {row})"
            );
            let mut changes: Vec<(String, bool)> = Vec::new();
            for column in &columns {
                let by_vectors = FOUND_BY_VECTORS.contains(&(&table, &column.name));
                let set = |value: &str| format!("UPDATE {table} SET {} = {value} {of_row}", column.name);
                changes.push((set(&column.other()), by_vectors));
                if column.is_nullable {
                    let is_null = format!("SELECT {} IS NULL FROM {table} {of_row}", column.name);
                    if !connection.query_row(&is_null, [], |row| row.get::<_, bool>(0)).unwrap() {
                        changes.push((set("NULL"), by_vectors));
                    }
                }
            }
            changes.push((format!("DELETE FROM {table} {of_row}"), table == "embedding"));
            let copied: Vec<String> = columns
                .iter()
                .map(|column| {
                    let is_last_of_key = column.in_key.is_some_and(|at| at == key.len());
                    if is_last_of_key || column.is_unique { column.other() } else { column.name.clone() }
                })
                .collect();
            changes.push((
                format!("INSERT INTO {table} SELECT {} FROM {table} {of_row}", copied.join(", ")),
                table == "embedding",
            ));
            for (sql, by_vectors) in changes {
                let Some(path) = altered(&original, folder.path(), &sql) else { continue };
                n_changes += 1;
                match verify(&path) {
                    Err(error) => {
                        let message = error.to_string();
                        assert!(names(&message, &table), "{sql}: {message}");
                    }
                    Ok(_) => {
                        assert!(by_vectors, "{sql}: nothing was found");
                        match verify_deep(&path) {
                            Err(error) => {
                                let message = error.to_string();
                                assert!(message.contains("the vector of segment"), "{sql}: {message}");
                            }
                            Ok(verified) => {
                                assert!(sql.starts_with("INSERT"), "{sql}: nothing was found");
                                assert_eq!(verified.n_unused, 1, "{sql}");
                            }
                        }
                    }
                }
            }
        }
    }
    assert!(n_changes > 150, "{n_changes} changes");
}

#[test]
fn what_was_altered_is_named_in_the_words_of_the_study() {
    let folder = tempfile::tempdir().unwrap();
    let original = study(folder.path());
    for (sql, said) in [
        (
            "UPDATE document SET text = replace(text, 'ashamed', 'relieved') WHERE id = 1",
            "the words of P0.txt are not what operation 1 recorded (table `document`)",
        ),
        (
            "UPDATE participant SET name = 'Ann' WHERE id = 1",
            "the participant P0, which operation 1 recorded, is missing",
        ),
        (
            "UPDATE speaker SET role = 'participant' WHERE document_id = 1 AND position = 0",
            "the speakers of P0.txt or their roles are not what operation 1 recorded (table `speaker`)",
        ),
        (
            "UPDATE turn SET speaker = 0 WHERE document_id = 2 AND position = 1",
            "the turns of P1.txt are not what operation 1 recorded (table `turn`)",
        ),
        (
            "UPDATE segment SET start_at = start_at + 2 WHERE id = 3",
            "the segments of P1.txt in run 1 are not what operation 1 recorded (table `segment`)",
        ),
        (
            "UPDATE member SET proposal_id = 2 WHERE segment_id = 1",
            "the segments in candidate 1 of run 1 are not what operation 1 recorded (table `member`)",
        ),
        (
            "UPDATE run SET detail = json_set(detail, '$.parameters.cluster.seed', 2)",
            "the parameters and results of run 1 are not what operation 1 recorded (table `run`)",
        ),
        (
            "UPDATE attribute SET value = '35' WHERE name = 'age' AND participant_id = 1",
            "the attribute age of participant P0 is not what operation 1 recorded (table `attribute`)",
        ),
        (
            "UPDATE proposal SET label = 'shame' WHERE id = 2",
            "the label or evidence of candidate 2 of run 1 is not what operation 1 recorded (table `proposal`)",
        ),
        (
            "INSERT INTO attribute VALUES (2, 'sex', 'f')",
            "the attribute sex of participant P1 is recorded by no operation (table `attribute`)",
        ),
    ] {
        let path = altered(&original, folder.path(), sql).unwrap();
        let message = verify(&path).unwrap_err().to_string();
        assert!(message.contains(said), "{sql}: {message}");
    }
    // One change is reported as one line, where nothing else depends on it.
    let sql = "UPDATE document SET text = text || 'x' WHERE id = 1";
    let path = altered(&original, folder.path(), sql).unwrap();
    let message = verify(&path).unwrap_err().to_string();
    assert_eq!(message.lines().filter(|line| line.starts_with("  ")).count(), 1, "{message}");
}

#[test]
fn tables_triggers_and_comments_are_those_of_the_version() {
    let folder = tempfile::tempdir().unwrap();
    let original = study(folder.path());
    for (sql, said) in [
        (
            "DROP TRIGGER operation_is_never_edited",
            "the trigger `operation_is_never_edited` of the database is missing",
        ),
        ("DROP INDEX member_of_proposal", "the index `member_of_proposal` of the database is missing"),
        ("CREATE TABLE notes (x)", "the table `notes` is in the database, and this version makes none"),
        (
            "PRAGMA writable_schema = on; UPDATE sqlite_schema SET sql = replace(sql, 'code points', 'bytes') WHERE name = 'turn'",
            "the table `turn` of the database is not what this version makes",
        ),
    ] {
        let path = folder.path().join("altered.themata");
        std::fs::copy(&original, &path).unwrap();
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let message = verify(&path).unwrap_err().to_string();
        assert!(message.contains(said), "{sql}: {message}");
    }
}
