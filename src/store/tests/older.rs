//! Files as older versions wrote them.

use rusqlite::{Connection, params};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::domain::CandidateThemeId;

/// Rewrites the log as a program before version 3 wrote it: without digests, with an intact hash chain.
pub(crate) fn without_digests(connection: &Connection) {
    rewrite(connection, |mut detail| {
        if let Value::Object(fields) = &mut detail {
            fields.shift_remove("digests");
        }
        detail
    });
}

/// Rewrites the details of all operations, with an intact hash chain.
fn rewrite(connection: &Connection, change: impl Fn(Value) -> Value) {
    let triggers: Vec<String> = connection
        .prepare("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    connection
        .execute_batch("DROP TRIGGER operation_is_never_edited; DROP TRIGGER operation_is_never_deleted;")
        .unwrap();
    let rows: Vec<(u32, String, String, String)> = connection
        .prepare("SELECT id, kind, at, detail FROM operation ORDER BY id")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let mut previous = String::new();
    for (id, kind, at, detail) in rows {
        let detail = change(serde_json::from_str(&detail).unwrap()).to_string();
        let hash = format!("{:x}", Sha256::digest(format!("{previous}\n{id}\n{kind}\n{at}\n{detail}\n")));
        connection
            .execute(
                "UPDATE operation SET previous_hash = ?2, hash = ?3, detail = ?4 WHERE id = ?1",
                params![id, previous, hash, detail],
            )
            .unwrap();
        previous = hash;
    }
    for trigger in triggers {
        connection.execute_batch(&trigger).unwrap();
    }
}

/// Gives the log and the records the words that programs before version 4 wrote: a candidate was a `theme`, the candidate of a coding its
/// `proposal`, and every candidate had a number.
fn with_old_words(connection: &Connection) {
    rewrite(connection, old_words);
    let records: Vec<(String, String)> = connection
        .prepare("SELECT key, value FROM record")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for (key, value) in records {
        let old = old_words(serde_json::from_str(&value).unwrap()).to_string();
        connection
            .execute(
                "UPDATE record SET key = ?2, value = ?3 WHERE key = ?1",
                params![key, key.replace("/candidate/", "/theme/"), old],
            )
            .unwrap();
    }
}

/// Returns a value with the words that programs before version 4 wrote.
fn old_words(value: Value) -> Value {
    let fields = match value {
        Value::Object(fields) => fields,
        Value::Array(values) => return values.into_iter().map(old_words).collect(),
        other => return other,
    };
    let is_coding = fields.contains_key("document") && fields.contains_key("code");
    let decision = fields.get("do").and_then(Value::as_str).map(str::to_owned);
    let renamed = fields.into_iter().map(|(name, value)| {
        let value = match (name.as_str(), value) {
            ("candidate" | "into", Value::String(letters)) => match letters.parse::<CandidateThemeId>() {
                Ok(theme) => Value::from(theme.0),
                Err(_) => Value::String(letters),
            },
            ("key", Value::String(key)) => Value::String(key.replace("/candidate/", "/theme/")),
            (_, value) => old_words(value),
        };
        let name = match (name.as_str(), decision.as_deref()) {
            ("candidate", Some("merge")) | ("groups", Some("suggest-again")) => "themes",
            ("candidate", _) if is_coding => "proposal",
            ("candidate", _) => "theme",
            ("last_code", _) => "last_theme",
            _ => name.as_str(),
        };
        (name.to_owned(), value)
    });
    Value::Object(renamed.collect::<Map<_, _>>())
}

/// Converts a file of version 4 to version 3. It must hold no run of two levels on whose candidate themes a coder decided.
pub(crate) fn as_version_3(path: &std::path::Path) {
    let connection = Connection::open(path).unwrap();
    with_old_words(&connection);
    connection.pragma_update(None, "user_version", 3).unwrap();
}

/// Converts a file of version 4 to version 2.
pub(crate) fn as_version_2(path: &std::path::Path) {
    as_version_3(path);
    let connection = Connection::open(path).unwrap();
    without_digests(&connection);
    connection.pragma_update(None, "user_version", 2).unwrap();
}
