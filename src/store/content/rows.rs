//! The encoding of rows for digests.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Params, Row};
use sha2::{Digest, Sha256};

/// A digest of rows in progress.
///
/// A row is encoded as its columns that are not null, in the order of the table: a mark, then name, type and value, each text
/// preceded by its length; then an end mark. A column that a later version adds changes nothing while it is null.
pub(super) struct Rows {
    hasher: Sha256,
}

impl Rows {
    /// Begins a digest; `what` makes the digests of different kinds of rows different.
    pub(super) fn new(what: &str) -> Self {
        let mut rows = Self { hasher: Sha256::new() };
        rows.bytes(what.as_bytes());
        rows
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.hasher.update((bytes.len() as u64).to_le_bytes());
        self.hasher.update(bytes);
    }

    /// Adds a column of the current row.
    pub(super) fn column(&mut self, name: &str, value: ValueRef<'_>) {
        if matches!(value, ValueRef::Null) {
            return;
        }
        self.hasher.update([1]);
        self.bytes(name.as_bytes());
        match value {
            ValueRef::Null => {}
            ValueRef::Integer(value) => {
                self.hasher.update(b"i");
                self.hasher.update(value.to_le_bytes());
            }
            ValueRef::Real(value) => {
                self.hasher.update(b"r");
                self.hasher.update(value.to_bits().to_le_bytes());
            }
            ValueRef::Text(text) => {
                self.hasher.update(b"t");
                self.bytes(text);
            }
            ValueRef::Blob(blob) => {
                self.hasher.update(b"b");
                self.bytes(blob);
            }
        }
    }

    /// Ends the current row.
    pub(super) fn end(&mut self) {
        self.hasher.update([0]);
    }

    /// Adds a whole row without some columns.
    pub(super) fn row(&mut self, row: &Row<'_>, names: &[String], without: &[&str]) -> rusqlite::Result<()> {
        for (at, name) in names.iter().enumerate() {
            if !without.contains(&name.as_str()) {
                self.column(name, row.get_ref(at)?);
            }
        }
        self.end();
        Ok(())
    }

    /// Returns the digest, in lower-case hexadecimal.
    pub(super) fn finish(self) -> String {
        format!("{:x}", self.hasher.finalize())
    }
}

/// Reads rows with the names of their columns.
pub(super) fn each(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    mut take: impl FnMut(&Row<'_>, &[String]) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(sql)?;
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        take(row, &names)?;
    }
    Ok(())
}

/// Reads a column as text, whatever type an altered file has there.
pub(super) fn text(row: &Row<'_>, name: &str) -> rusqlite::Result<String> {
    Ok(match row.get_ref(name)? {
        ValueRef::Text(text) | ValueRef::Blob(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::Integer(value) => value.to_string(),
        ValueRef::Real(value) => value.to_string(),
        ValueRef::Null => String::new(),
    })
}
