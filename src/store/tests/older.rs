//! Files as older versions wrote them.

use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

/// Rewrites the log as a program before version 3 wrote it: without digests, with an intact hash chain.
pub(crate) fn without_digests(connection: &Connection) {
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
    connection.execute("UPDATE operation SET detail = json_remove(detail, '$.digests')", []).unwrap();
    let rows: Vec<(u32, String, String, String)> = connection
        .prepare("SELECT id, kind, at, detail FROM operation ORDER BY id")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let mut previous = String::new();
    for (id, kind, at, detail) in rows {
        let hash = format!("{:x}", Sha256::digest(format!("{previous}\n{id}\n{kind}\n{at}\n{detail}\n")));
        connection
            .execute(
                "UPDATE operation SET previous_hash = ?2, hash = ?3 WHERE id = ?1",
                params![id, previous, hash],
            )
            .unwrap();
        previous = hash;
    }
    for trigger in triggers {
        connection.execute_batch(&trigger).unwrap();
    }
}

/// Converts a file of version 3 to version 2.
pub(crate) fn as_version_2(path: &std::path::Path) {
    let connection = Connection::open(path).unwrap();
    without_digests(&connection);
    connection.pragma_update(None, "user_version", 2).unwrap();
}
