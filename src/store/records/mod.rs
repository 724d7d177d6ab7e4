//! Records: what coders decided, one row per thing.

use std::collections::BTreeMap;

use rusqlite::params;

use super::{Change, Store, StoreError};
use crate::domain::{Record, RecordChange, RecordKey, RemovedDocument};

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

    /// Reads which documents were taken out of the study, by name.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn removed_documents(&self) -> Result<BTreeMap<String, RemovedDocument>, StoreError> {
        let sqlite = |error| self.sqlite(error);
        // The byte after the slash is 0.
        let sql = "SELECT key, value FROM record WHERE key > 'project/removed/' AND key < 'project/removed0'";
        let mut found = self.connection.prepare_cached(sql).map_err(sqlite)?;
        let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
        let rows = found.query_map([], row).map_err(sqlite)?;
        let mut removed = BTreeMap::new();
        for row in rows {
            let (key, value) = row.map_err(sqlite)?;
            if let Ok(RecordKey::Removed(name)) = key.parse() {
                let read = serde_json::from_str(&value);
                removed.insert(name, read.map_err(|error| StoreError::damaged(&self.path, error))?);
            }
        }
        Ok(removed)
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
