//! The cache of embeddings: the same model never embeds the same words twice.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::{Change, Store, StoreError};
use crate::domain::ModelFingerprint;

/// A stored vector of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct CachedEmbedding {
    /// Its values.
    pub vector: Vec<f32>,
    /// In how many windows the model read the text.
    pub n_windows: u32,
}

/// A text's vector as it is in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEmbedding {
    /// Its key: the model's number and the hash of the words.
    pub place: (i64, Vec<u8>),
    /// In how many windows the model read the text.
    pub n_windows: i64,
    /// Its values, four bytes each.
    pub bytes: Vec<u8>,
}

impl Change<'_> {
    /// Reads vectors, as [`Store::embeddings`] does, while a change is in progress.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read, or a vector does not have the model's width.
    pub fn embeddings(
        &self,
        model: &ModelFingerprint,
        texts: &[&str],
    ) -> Result<Vec<Option<CachedEmbedding>>, StoreError> {
        embeddings(self.transaction, self.path, model, texts)
    }
}

impl Store {
    /// Reads the stored vectors of texts; `None` for a text without one of this model.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read, or a vector does not have the model's width.
    pub fn embeddings(
        &self,
        model: &ModelFingerprint,
        texts: &[&str],
    ) -> Result<Vec<Option<CachedEmbedding>>, StoreError> {
        embeddings(&self.connection, &self.path, model, texts)
    }

    /// Reads the stored vectors of texts as they are in the file, even if they were altered; `None` for a text without one of
    /// this model.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn stored_embeddings(
        &self,
        model: &ModelFingerprint,
        texts: &[&str],
    ) -> Result<Vec<Option<StoredEmbedding>>, StoreError> {
        let sqlite = |error| self.sqlite(error);
        let Some(model_id) = model_id(&self.connection, model).map_err(sqlite)? else {
            return Ok(texts.iter().map(|_| None).collect());
        };
        let mut find = self.connection.prepare(include_str!("find.sql")).map_err(sqlite)?;
        let mut read = |text: &&str| {
            let text = digest(text);
            find.query_row(params![model_id, text], |row| {
                let (n_windows, bytes) = (row.get(0)?, row.get(1)?);
                Ok(StoredEmbedding { place: (model_id, text.clone()), n_windows, bytes })
            })
            .optional()
        };
        texts.iter().map(|text| read(text).map_err(sqlite)).collect()
    }

    /// Returns how many vectors are stored.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn n_embeddings(&self) -> Result<usize, StoreError> {
        self.connection
            .query_row("SELECT count(*) FROM embedding", [], |row| row.get(0))
            .map_err(|error| self.sqlite(error))
    }

    /// Stores all vectors that another project holds and this one does not.
    ///
    /// # Errors
    /// [`StoreError`]; then none is stored.
    pub fn keep_embeddings_of(&mut self, other: &Self) -> Result<(), StoreError> {
        let path = self.path.clone();
        let sqlite = |error| StoreError::sqlite(&path, error);
        let transaction = self.begin()?;
        {
            let mut read =
                other.connection.prepare(include_str!("all.sql")).map_err(|error| other.sqlite(error))?;
            let mut rows = read.query([]).map_err(|error| other.sqlite(error))?;
            let mut know = transaction
                .prepare("INSERT OR IGNORE INTO model (fingerprint) VALUES (?1)")
                .map_err(sqlite)?;
            let mut add = transaction.prepare(include_str!("add.sql")).map_err(sqlite)?;
            while let Some(row) = rows.next().map_err(|error| other.sqlite(error))? {
                let copied = (|| {
                    let (model, n_windows): (String, u32) = (row.get(0)?, row.get(2)?);
                    let (text, vector): (Vec<u8>, Vec<u8>) = (row.get(1)?, row.get(3)?);
                    know.execute([&model])?;
                    add.execute(params![model, text, n_windows, vector])
                })();
                copied.map_err(sqlite)?;
            }
        }
        transaction.commit().map_err(sqlite)
    }

    /// Stores the vectors of texts, all or none.
    ///
    /// # Errors
    /// [`StoreError`]; then none is stored.
    pub fn keep_embeddings<'a>(
        &mut self,
        model: &ModelFingerprint,
        rows: impl Iterator<Item = (&'a str, &'a [f32], u32)>,
    ) -> Result<(), StoreError> {
        let path = self.path.clone();
        let sqlite = |error| StoreError::sqlite(&path, error);
        let transaction = self.begin()?;
        transaction
            .execute("INSERT OR IGNORE INTO model (fingerprint) VALUES (?1)", [key(model)])
            .map_err(sqlite)?;
        let model_id: i64 = transaction
            .query_row("SELECT id FROM model WHERE fingerprint = ?1", [key(model)], |row| row.get(0))
            .map_err(sqlite)?;
        {
            let mut keep = transaction.prepare(include_str!("keep.sql")).map_err(sqlite)?;
            for (text, vector, n_windows) in rows {
                let bytes: Vec<u8> = vector.iter().flat_map(|value| value.to_le_bytes()).collect();
                keep.execute(params![model_id, digest(text), n_windows, bytes]).map_err(sqlite)?;
            }
        }
        transaction.commit().map_err(sqlite)
    }
}

fn embeddings(
    connection: &Connection,
    path: &Path,
    model: &ModelFingerprint,
    texts: &[&str],
) -> Result<Vec<Option<CachedEmbedding>>, StoreError> {
    let sqlite = |error| StoreError::sqlite(path, error);
    let Some(model_id) = model_id(connection, model).map_err(sqlite)? else {
        return Ok(vec![None; texts.len()]);
    };
    let mut find = connection.prepare(include_str!("find.sql")).map_err(sqlite)?;
    texts
        .iter()
        .map(|text| {
            let row: Option<(u32, Vec<u8>)> = find
                .query_row(params![model_id, digest(text)], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()
                .map_err(sqlite)?;
            row.map(|(n_windows, bytes)| {
                if bytes.len() != model.dim * 4 {
                    let problem = format!("an embedding of {} bytes", bytes.len());
                    return Err(StoreError::damaged(path, problem));
                }
                let vector =
                    bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
                Ok(CachedEmbedding { vector, n_windows })
            })
            .transpose()
        })
        .collect()
}

fn model_id(connection: &Connection, model: &ModelFingerprint) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT id FROM model WHERE fingerprint = ?1";
    connection.query_row(sql, [key(model)], |row| row.get(0)).optional()
}

fn digest(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

/// Computes the key of a model from all that changes its vectors: the files, the engine, the prompt and the window. The model's
/// name, its languages and the kernels, which all give the same bits, are not part of it.
fn key(model: &ModelFingerprint) -> String {
    serde_json::json!({
        "sha256": model.sha256,
        "engine": model.engine,
        "prompt": model.prompt,
        "dim": model.dim,
        "max_tokens": model.max_tokens,
    })
    .to_string()
}
