//! Writes Apache Arrow's IPC, as a file or a stream; not compressed, so that it can be memory-mapped.

use std::io::BufWriter;

use arrow_array::RecordBatch;
use arrow_ipc::writer::{FileWriter, StreamWriter};
use arrow_schema::ArrowError;

use super::table::{Table, cause};
use super::target::Target;
use super::{VectorFormat, VectorRows, VectorWriter};
use crate::exchange::ExchangeError;

enum Ipc {
    File(FileWriter<BufWriter<Target>>),
    Stream(StreamWriter<BufWriter<Target>>),
}

struct Arrow {
    ipc: Ipc,
    table: Table,
    place: String,
}

/// Opens a file or a stream.
pub(super) fn open(
    target: Target,
    format: VectorFormat,
    table: Table,
) -> Result<Box<dyn VectorWriter>, ExchangeError> {
    let place = target.place();
    let buffered = BufWriter::with_capacity(1 << 16, target);
    let ipc = match format {
        VectorFormat::Arrows => StreamWriter::try_new(buffered, &table.schema).map(Ipc::Stream),
        _ => FileWriter::try_new(buffered, &table.schema).map(Ipc::File),
    };
    match ipc {
        Ok(ipc) => Ok(Box::new(Arrow { ipc, table, place })),
        Err(error) => Err(ExchangeError::Write { place, cause: cause(error) }),
    }
}

impl Ipc {
    fn write(&mut self, record: &RecordBatch) -> Result<(), ArrowError> {
        match self {
            Self::File(writer) => writer.write(record),
            Self::Stream(writer) => writer.write(record),
        }
    }

    /// Writes the end.
    fn into_target(self) -> Result<Target, ArrowError> {
        let buffered = match self {
            Self::File(writer) => writer.into_inner(),
            Self::Stream(writer) => writer.into_inner(),
        }?;
        Ok(buffered.into_inner().map_err(|error| error.into_error())?)
    }
}

impl VectorWriter for Arrow {
    fn write(&mut self, rows: VectorRows) -> Result<(), ExchangeError> {
        let written = self.table.record(rows).and_then(|record| self.ipc.write(&record));
        written.map_err(|error| ExchangeError::Write { place: self.place.clone(), cause: cause(error) })
    }

    fn finish(self: Box<Self>) -> Result<(), ExchangeError> {
        match self.ipc.into_target() {
            Ok(target) => target.finish(),
            Err(error) => Err(ExchangeError::Write { place: self.place, cause: cause(error) }),
        }
    }
}
