//! Records: what coders decided, one row per thing.

use std::collections::BTreeSet;

use rusqlite::params;

use super::{Change, Store, StoreError};
use crate::domain::{Record, RecordChange, RecordKey};

impl Change<'_> {
    /// Stores what a record holds after a change.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be written.
    pub fn put(&self, change: &RecordChange) -> Result<(), StoreError> {
        let sqlite = |error| self.sqlite(error);
        let key = change.key.to_string();
        let prepare = |sql| self.transaction.prepare_cached(sql).map_err(sqlite);
        match &change.after {
            Some(record) => prepare(include_str!("put.sql"))?.execute(params![key, record.text()]),
            None => prepare("DELETE FROM record WHERE key = ?1")?.execute([key]),
        }
        .map_err(sqlite)?;
        Ok(())
    }
}

impl Store {
    /// Reads all records, by key.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] names the first record that this program cannot have written.
    pub fn records(&self) -> Result<Vec<(RecordKey, Record)>, StoreError> {
        let texts = self.record_texts()?;
        let damaged = |problem: &dyn std::fmt::Display| StoreError::damaged(&self.path, problem);
        texts
            .into_iter()
            .map(|(key, text)| {
                let key: RecordKey = key.parse().map_err(|error| damaged(&error))?;
                let value = serde_json::from_str(&text)
                    .map_err(|error| damaged(&format!("the record `{key}` is not JSON ({error})")))?;
                let record = Record::read(&key, value).map_err(|error| damaged(&error))?;
                Ok((key, record))
            })
            .collect()
    }

    /// Reads the names of the documents that were taken out of the study.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn removed_documents(&self) -> Result<BTreeSet<String>, StoreError> {
        let sqlite = |error| self.sqlite(error);
        // The byte after the slash is 0.
        let sql = "SELECT key FROM record WHERE key > 'project/removed/' AND key < 'project/removed0'";
        let mut found = self.connection.prepare_cached(sql).map_err(sqlite)?;
        let keys = found.query_map([], |row| row.get::<_, String>(0)).map_err(sqlite)?;
        let mut names = BTreeSet::new();
        for key in keys {
            if let Ok(RecordKey::Removed(name)) = key.map_err(sqlite)?.parse() {
                names.insert(name);
            }
        }
        Ok(names)
    }

    /// Reads the text of all records as it is in the file, by key.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn record_texts(&self) -> Result<Vec<(String, String)>, StoreError> {
        let sqlite = |error| self.sqlite(error);
        let mut all =
            self.connection.prepare("SELECT key, value FROM record ORDER BY key").map_err(sqlite)?;
        let mut rows = all.query([]).map_err(sqlite)?;
        let mut texts = Vec::new();
        while let Some(row) = rows.next().map_err(sqlite)? {
            let key =
                String::from_utf8_lossy(row.get_ref(0).and_then(|key| Ok(key.as_bytes()?)).map_err(sqlite)?);
            let value = row.get(1).map_err(|error| {
                StoreError::damaged(&self.path, format!("the record `{key}` cannot be read ({error})"))
            })?;
            texts.push((key.into_owned(), value));
        }
        Ok(texts)
    }
}
