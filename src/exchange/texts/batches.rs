//! Splits and joins Arrow's record batches to batches of even size.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, Field, FieldRef, Schema};
use arrow_select::concat::concat;

use super::batch::{BATCH_ROWS, LONGEST_TEXT, TextBatch, Texts};
use super::columns::ColumnChoice;
use super::columns::{Chosen, Column};
use super::strings::{TextArray, is_text, plain, plain_type};
use crate::exchange::ExchangeError;
use crate::exchange::error::SourcePosition;

/// Finds the columns of a schema.
pub(super) fn find(name: &str, schema: &Schema, columns: &ColumnChoice) -> Result<Chosen, ExchangeError> {
    let found: Vec<Column> = schema
        .fields()
        .iter()
        .map(|field| Column {
            name: field.name().clone(),
            other_type: (!is_text(field.data_type())).then(|| field.data_type().to_string()),
        })
        .collect();
    columns.find(name, &found)
}

/// Returns the rows of record batches; `chosen` are their columns.
pub(super) fn texts(
    name: String,
    format: &'static str,
    schema: &Schema,
    chosen: Chosen,
    records: impl Iterator<Item = Result<RecordBatch, ArrowError>> + Send + 'static,
) -> Texts {
    let ids: Vec<FieldRef> = chosen.ids.iter().map(|&i| plain_field(schema.field(i))).collect();
    Texts {
        text_column: Some(schema.field(chosen.text).name().clone()),
        ids,
        batches: Box::new(Batches {
            name,
            format,
            records: Box::new(records.fuse()),
            chosen,
            current: None,
            n_rows: 0,
        }),
    }
}

/// Converts a panic of a reader to an error, since a damaged file can make a reader count past its end.
pub(super) fn contained<T, E: ToString>(read: impl FnOnce() -> Result<T, E>) -> Result<T, String> {
    // After an error, nothing that the closure holds is used again.
    match catch_unwind(AssertUnwindSafe(read)) {
        // Some messages go on for several lines about memory locations.
        Ok(result) => result.map_err(|error| {
            let message = error.to_string();
            message.lines().next().unwrap_or_default().trim_end_matches('.').to_owned()
        }),
        Err(_) => Err("its parts are inconsistent".to_owned()),
    }
}

fn plain_field(field: &Field) -> FieldRef {
    Arc::new(
        Field::new(field.name(), plain_type(field.data_type()).clone(), true)
            .with_metadata(field.metadata().clone()),
    )
}

struct Batches {
    name: String,
    format: &'static str,
    records: Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + Send>,
    chosen: Chosen,
    /// The rows that were read and not yet returned.
    current: Option<RecordBatch>,
    n_rows: u64,
}

impl Batches {
    fn batch(&mut self) -> Result<TextBatch, ExchangeError> {
        let mut batch = TextBatch::new(self.n_rows, Vec::new());
        let mut ids: Vec<Vec<ArrayRef>> = vec![Vec::new(); self.chosen.ids.len()];
        let mut n_bytes = 0;
        while !batch.is_full(n_bytes) {
            let Some(record) = self.current.take() else {
                match contained(|| self.records.next().transpose()) {
                    Ok(Some(record)) => self.current = Some(record),
                    Ok(None) => break,
                    Err(problem) => return Err(self.damaged(problem)),
                }
                continue;
            };
            let n = record.num_rows().min(BATCH_ROWS - batch.texts.len());
            let piece = record.slice(0, n);
            let texts = TextArray::new(piece.column(self.chosen.text))
                .map_err(|error| self.damaged(error.to_string()))?;
            let mut n_taken = 0;
            while n_taken < n && !batch.is_full(n_bytes) {
                let text = texts.get(n_taken);
                let n_of_text = text.map_or(0, str::len);
                if n_of_text > LONGEST_TEXT {
                    let place = SourcePosition::Row(self.n_rows);
                    return Err(ExchangeError::TooLong {
                        name: self.name.clone(),
                        place,
                        limit: LONGEST_TEXT,
                    });
                }
                n_bytes += n_of_text;
                batch.texts.push(text.map(str::to_owned));
                n_taken += 1;
                self.n_rows += 1;
            }
            for (pieces, &i) in ids.iter_mut().zip(&self.chosen.ids) {
                let values = piece.column(i).slice(0, n_taken);
                pieces.push(plain(&values).map_err(|error| self.damaged(error.to_string()))?);
            }
            if n_taken < record.num_rows() {
                self.current = Some(record.slice(n_taken, record.num_rows() - n_taken));
            }
        }
        for pieces in ids {
            let pieces: Vec<&dyn arrow_array::Array> = pieces.iter().map(AsRef::as_ref).collect();
            if !pieces.is_empty() {
                batch.ids.push(concat(&pieces).map_err(|error| self.damaged(error.to_string()))?);
            }
        }
        Ok(batch)
    }

    fn damaged(&self, problem: String) -> ExchangeError {
        ExchangeError::Damaged { name: self.name.clone(), format: self.format, problem }
    }
}

impl Iterator for Batches {
    type Item = Result<TextBatch, ExchangeError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.batch() {
            Ok(batch) => (!batch.texts.is_empty()).then_some(Ok(batch)),
            Err(error) => Some(Err(error)),
        }
    }
}
