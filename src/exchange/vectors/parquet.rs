//! Writes Apache Parquet, in row groups of some megabytes, since a row group is held in memory until it is complete.

use std::io;

use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;

use super::table::{MODEL_KEY, Table, cause};
use super::target::Target;
use super::{VectorRows, VectorWriter};
use crate::exchange::ExchangeError;

/// How many bytes of vectors a row group holds.
const GROUP_BYTES: usize = 8 << 20;

struct Parquet {
    writer: ArrowWriter<Target>,
    table: Table,
    place: String,
}

/// Opens a file or a stream.
pub(super) fn open(target: Target, table: Table) -> Result<Box<dyn VectorWriter>, ExchangeError> {
    let place = target.place();
    let n_rows = (GROUP_BYTES / (table.dim * size_of::<f32>()).max(1)).max(1);
    let vectors = || ColumnPath::from(vec!["embedding".to_owned(), "list".to_owned(), "element".to_owned()]);
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(n_rows))
        .set_key_value_metadata(Some(vec![KeyValue::new(MODEL_KEY.to_owned(), table.model.clone())]))
        // Values of vectors do not repeat, and their minimum and maximum are of no use.
        .set_column_dictionary_enabled(vectors(), false)
        .set_column_statistics_enabled(vectors(), EnabledStatistics::None)
        .build();
    match ArrowWriter::try_new(target, table.schema.clone(), Some(properties)) {
        Ok(writer) => Ok(Box::new(Parquet { writer, table, place })),
        Err(error) => Err(ExchangeError::Write { place, cause: parquet_cause(error) }),
    }
}

impl VectorWriter for Parquet {
    fn write(&mut self, rows: VectorRows) -> Result<(), ExchangeError> {
        let written = self
            .table
            .record(rows)
            .map_err(cause)
            .and_then(|record| self.writer.write(&record).map_err(parquet_cause));
        written.map_err(|cause| ExchangeError::Write { place: self.place.clone(), cause })
    }

    fn finish(self: Box<Self>) -> Result<(), ExchangeError> {
        match self.writer.into_inner() {
            Ok(target) => target.finish(),
            Err(error) => Err(ExchangeError::Write { place: self.place, cause: parquet_cause(error) }),
        }
    }
}

/// Returns the operating system's error, if there is one.
fn parquet_cause(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(cause) => *cause,
            Err(cause) => io::Error::other(cause.to_string()),
        },
        other => io::Error::other(other.to_string()),
    }
}
