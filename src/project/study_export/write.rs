//! Writes an export in a format.

use super::{StudyExport, StudyFormat};
use crate::domain::escape_formula;
use crate::exchange::TableWriter;
use crate::project::ProjectError;
use crate::report::{self, Cell};

impl StudyExport {
    /// Returns the export in a format. In text with commas, a cell that a spreadsheet would take for a formula begins with an apostrophe; in
    /// workbooks, cells have types, and the words stay as they are.
    ///
    /// # Errors
    /// [`ProjectError::StudyExport`] where the format does not suit the part; [`ProjectError::Report`] where the format has no room.
    pub fn to_bytes(&self, format: StudyFormat) -> Result<Vec<u8>, ProjectError> {
        self.about.part.check(format)?;
        match format {
            StudyFormat::Csv => self.to_csv(),
            StudyFormat::Xlsx => {
                Ok(report::workbook(&self.about.project, &self.about.as_of.0, &self.tables())?)
            }
            StudyFormat::Json => {
                // The rows hold no maps with keys other than strings, and no value that JSON lacks.
                let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
                bytes.push(b'\n');
                Ok(bytes)
            }
            StudyFormat::Docx => Ok(report::word_document(&self.paper())?),
            StudyFormat::Html => Ok(report::html_page(&self.paper()).into_bytes()),
        }
    }

    fn to_csv(&self) -> Result<Vec<u8>, ProjectError> {
        let table = self.table();
        let mut writer = TableWriter::new(b',');
        writer.write_row(table.columns.iter().map(|column| escape_formula(&column.heading)))?;
        let cell = |cell: &Cell| match cell {
            Cell::Text(text) => escape_formula(text),
            other => other.to_string(),
        };
        for row in &table.rows {
            writer.write_row(row.iter().map(cell))?;
        }
        Ok(writer.finish()?)
    }
}
