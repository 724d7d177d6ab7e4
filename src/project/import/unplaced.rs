//! The rows that have no place, as a table that can be mended and imported again.

use super::ImportReport;
use crate::project::ProjectError;
use crate::project::export::harmless;

impl ImportReport {
    /// How many codings have no place.
    #[must_use]
    pub fn n_unplaced(&self) -> usize {
        self.tables.iter().map(|table| table.unplaced.len()).sum()
    }

    /// The codings that have no place as CSV: with the quotation corrected, or with `start` and `end` filled in and the
    /// quotation taken out, the same file can be imported.
    ///
    /// # Errors
    /// [`ProjectError::Table`].
    pub fn unplaced_csv(&self) -> Result<Vec<u8>, ProjectError> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record([
            "document",
            "turn",
            "start",
            "end",
            "quote",
            "code",
            "coder",
            "memo",
            "why unplaced",
            "may stand at",
            "table",
            "row",
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
                    harmless(&row.code.join(" > ")),
                    harmless(&name(&row.coder)),
                    harmless(row.memo.as_deref().unwrap_or_default()),
                    row.reason.clone(),
                    harmless(&places.join("\n")),
                    harmless(&table.table),
                    row.row.to_string(),
                ])?;
            }
        }
        writer.into_inner().map_err(|error| ProjectError::Table(error.into_error().into()))
    }
}
