//! The table that Arrow and Parquet hold: the identifying columns, the vector, and the number of windows of each row.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use arrow_array::{
    ArrayRef, FixedSizeListArray, Float32Array, Int32Array, Int64Array, RecordBatch, StringArray,
};
use arrow_buffer::NullBuffer;
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Schema, SchemaRef};

use super::{VectorParams, VectorRows};
use crate::exchange::ExchangeError;

/// The key of the model's fingerprint, which is JSON.
pub(super) const MODEL_KEY: &str = "themata.model";

/// The columns that are written: the input's identifying columns, else `row`; `text` if requested; `embedding`, a list of
/// `dim` numbers; `n_windows`. Whole numbers are signed, since Spark has no unsigned numbers.
pub(super) struct Table {
    pub(super) schema: SchemaRef,
    /// The model's fingerprint as JSON.
    pub(super) model: String,
    pub(super) dim: usize,
    vector: FieldRef,
    has_ids: bool,
    with_text: bool,
}

impl Table {
    /// Defines the columns; `value` is the name of a vector's values.
    pub(super) fn new(
        params: &VectorParams,
        ids: &[FieldRef],
        value: &'static str,
    ) -> Result<Self, ExchangeError> {
        let dim = params.model.dim;
        let vector = Arc::new(Field::new(value, DataType::Float32, true));
        let mut fields: Vec<FieldRef> = match ids {
            [] => vec![Arc::new(Field::new("row", DataType::Int64, false))],
            ids => ids.to_vec(),
        };
        if params.with_text {
            fields.push(Arc::new(Field::new("text", DataType::Utf8, true)));
        }
        let list = DataType::FixedSizeList(vector.clone(), dim as i32);
        fields.push(Arc::new(Field::new("embedding", list, true)));
        fields.push(Arc::new(Field::new("n_windows", DataType::Int32, true)));
        for (i, field) in fields.iter().enumerate() {
            if fields[..i].iter().any(|other| other.name() == field.name()) {
                return Err(ExchangeError::Clash { column: field.name().clone() });
            }
        }
        // A fingerprint consists of strings and numbers, so it can always be written as JSON.
        let model = serde_json::to_string(&params.model).unwrap_or_default();
        let metadata = HashMap::from([(MODEL_KEY.to_owned(), model.clone())]);
        let schema = Arc::new(Schema::new(fields).with_metadata(metadata));
        Ok(Self { schema, model, dim, vector, has_ids: !ids.is_empty(), with_text: params.with_text })
    }

    /// Makes a record batch of the rows.
    pub(super) fn record(&self, rows: VectorRows) -> Result<RecordBatch, ArrowError> {
        let VectorRows { batch, values, n_windows } = rows;
        let n_rows = batch.texts.len();
        let first = batch.first_row as i64;
        let mut columns: Vec<ArrayRef> = if self.has_ids {
            batch.ids
        } else {
            vec![Arc::new(Int64Array::from_iter_values(first..first + n_rows as i64))]
        };
        let nulls = NullBuffer::from_iter(batch.texts.iter().map(Option::is_some));
        if self.with_text {
            columns.push(Arc::new(StringArray::from(batch.texts)));
        }
        let values = Arc::new(Float32Array::from(values));
        let nulls = (nulls.null_count() > 0).then_some(nulls);
        let vectors = FixedSizeListArray::try_new(self.vector.clone(), self.dim as i32, values, nulls)?;
        columns.push(Arc::new(vectors));
        let n_windows = n_windows.into_iter().map(|n| n.map(|n| n as i32));
        columns.push(Arc::new(n_windows.collect::<Int32Array>()));
        RecordBatch::try_new(self.schema.clone(), columns)
    }
}

/// Returns the operating system's error, if there is one.
pub(super) fn cause(error: ArrowError) -> io::Error {
    match error {
        ArrowError::IoError(_, cause) => cause,
        ArrowError::ExternalError(cause) => match cause.downcast::<io::Error>() {
            Ok(cause) => *cause,
            Err(cause) => io::Error::other(cause.to_string()),
        },
        other => io::Error::other(other.to_string()),
    }
}
