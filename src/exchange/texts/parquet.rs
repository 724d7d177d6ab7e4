//! Reads Apache Parquet, by row group and page.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::columns::Chosen;
use super::{ColumnChoice, Texts, batches};
use crate::exchange::{ExchangeError, OtherContent};

const FORMAT: &str = "Parquet";
/// How many rows are decoded at a time; texts may be long.
const ROWS_AT_ONCE: usize = 1024;

/// Opens a file and reads its required columns.
pub(super) fn open(mut file: File, name: String, columns: &ColumnChoice) -> Result<Texts, ExchangeError> {
    let mut head = [0; 4];
    let read = file.read_exact(&mut head).and_then(|()| file.seek(SeekFrom::Start(0)));
    let other = match &head {
        _ if read.is_err() => Some(OtherContent::CutOff),
        b"PAR1" => None,
        b"PARE" => Some(OtherContent::Encrypted),
        b"ARRO" => Some(OtherContent::Arrow),
        _ => Some(OtherContent::Unknown),
    };
    if let Some(found) = other {
        return Err(ExchangeError::NotOfFormat { name, format: FORMAT, found });
    }
    let damaged = |problem| ExchangeError::Damaged { name: name.clone(), format: FORMAT, problem };
    let builder = batches::contained(|| ParquetRecordBatchReaderBuilder::try_new(file)).map_err(damaged)?;
    let schema = builder.schema().clone();
    let whole = batches::find(&name, &schema, columns)?;
    let mask = ProjectionMask::roots(builder.parquet_schema(), whole.ids.iter().copied().chain([whole.text]));
    let builder = builder.with_projection(mask).with_batch_size(ROWS_AT_ONCE);
    let reader = batches::contained(|| builder.build()).map_err(damaged)?;
    // The rows that are read have only the required columns, in the order of the file.
    let mut kept: Vec<usize> = whole.ids.iter().copied().chain([whole.text]).collect();
    kept.sort_unstable();
    kept.dedup();
    let at = |column: usize| kept.binary_search(&column).unwrap_or(0);
    let chosen = Chosen { text: at(whole.text), ids: whole.ids.iter().map(|&i| at(i)).collect() };
    let schema = arrow_array::RecordBatchReader::schema(&reader);
    Ok(batches::texts(name, FORMAT, &schema, chosen, reader))
}
