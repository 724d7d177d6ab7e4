//! The rows that have no place, as a table that can be mended and imported again.

use super::ImportReport;
use super::mended::{self, SEPARATOR_HEADING, WHY_HEADING};
use crate::project::ProjectError;

impl ImportReport {
    /// How many codings have no place.
    #[must_use]
    pub fn n_unplaced(&self) -> usize {
        self.tables.iter().map(|table| table.unplaced.len()).sum()
    }

    /// The codings that have no place as a table in text: with the quotation corrected, or with `start` filled in, or with
    /// `start` and `end` filled in and the quotation taken out, the same file can be imported.
    ///
    /// Where all have a place it holds its headings alone. Cells are separated by `delimiter`, in ASCII.
    ///
    /// # Errors
    /// [`ProjectError::Table`].
    pub fn unplaced_table(&self, delimiter: u8) -> Result<Vec<u8>, ProjectError> {
        let separator = self.level_separator();
        let harmless = mended::guarded;
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        writer.write_record([
            "document",
            "turn",
            "start",
            "end",
            "quote",
            "code",
            "coder",
            "memo",
            WHY_HEADING,
            "may stand at",
            "table",
            "row",
            SEPARATOR_HEADING,
        ])?;
        for table in &self.tables {
            let name = |coder: &Option<String>| match (coder, table.coders.as_slice()) {
                (Some(coder), _) => coder.clone(),
                (None, [only]) => only.name.clone(),
                _ => String::new(),
            };
            for row in &table.unplaced {
                let places: Vec<String> = row
                    .candidates
                    .iter()
                    .map(|place| {
                        let turn = place.turn.map_or_else(String::new, |turn| format!(" turn {turn}"));
                        format!("{}{turn}, {}–{}: {}", place.document, place.start, place.end, place.words)
                    })
                    .collect();
                writer.write_record([
                    harmless(row.document.as_deref().unwrap_or_default()),
                    row.turn.map(|turn| turn.to_string()).unwrap_or_default(),
                    String::new(),
                    String::new(),
                    harmless(row.quote.as_deref().unwrap_or_default()),
                    harmless(&row.code.join(separator)),
                    harmless(&name(&row.coder)),
                    harmless(row.memo.as_deref().unwrap_or_default()),
                    row.reason.clone(),
                    harmless(&places.join("\n")),
                    harmless(&table.table),
                    row.row.to_string(),
                    separator.trim().to_owned(),
                ])?;
            }
        }
        writer.into_inner().map_err(|error| ProjectError::Table(error.into_error().into()))
    }

    /// What stands between the levels of codes: a sign that no label holds.
    fn level_separator(&self) -> &'static str {
        let held = |sign: &str| {
            let mut rows = self.tables.iter().flat_map(|table| &table.unplaced);
            rows.any(|row| row.code.iter().any(|label| label.contains(sign.trim())))
        };
        [" > ", " » ", " › ", " ⟩ "].into_iter().find(|sign| !held(sign)).unwrap_or(" ⟫ ")
    }
}
