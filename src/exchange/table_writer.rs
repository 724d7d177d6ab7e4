//! Writes tables of text cells that spreadsheets open: CSV, or with another delimiter.

/// A table cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("the table cannot be written: {0}")]
pub struct TableWriteError(#[from] csv::Error);

/// Writes the rows of a table as text in UTF-8.
#[derive(Debug)]
pub struct TableWriter(csv::Writer<Vec<u8>>);

impl TableWriter {
    /// Begins a table whose cells are separated by `delimiter`, in ASCII.
    #[must_use]
    pub fn new(delimiter: u8) -> Self {
        Self(csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new()))
    }

    /// Writes a row. Cells are quoted where needed.
    ///
    /// # Errors
    /// [`TableWriteError`] where the row has another number of cells than the first one.
    pub fn write_row<C: AsRef<[u8]>>(
        &mut self,
        cells: impl IntoIterator<Item = C>,
    ) -> Result<(), TableWriteError> {
        Ok(self.0.write_record(cells)?)
    }

    /// Returns the bytes of the table.
    ///
    /// # Errors
    /// [`TableWriteError`] where the last bytes cannot be written.
    pub fn finish(self) -> Result<Vec<u8>, TableWriteError> {
        self.0.into_inner().map_err(|error| TableWriteError(error.into_error().into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_hold_the_delimiter_are_quoted() {
        let mut table = TableWriter::new(b';');
        table.write_row(["a", "b;c"]).unwrap();
        assert_eq!(table.finish().unwrap(), b"a;\"b;c\"\n");
    }

    #[test]
    fn rows_of_another_length_are_refused() {
        let mut table = TableWriter::new(b';');
        table.write_row(["a", "b"]).unwrap();
        let refused = table.write_row(["d"]).unwrap_err();
        assert!(refused.to_string().starts_with("the table cannot be written"), "{refused}");
    }
}
