//! The table of participants.

use std::collections::BTreeMap;

use super::detect;
use super::error::{IngestError, TableProblem};
use super::formats::table::{self, headings, headings::Field};
use super::params::IngestParams;
use super::source::Source;
use crate::domain::{Notice, Participant};

/// The participants and what is known of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParticipantTable {
    /// The participants, in the order of the table.
    pub participants: Vec<Participant>,
    /// The heading of the column that names them.
    pub id_column: String,
    /// The headings of their attributes, in the order of the table.
    pub attributes: Vec<String>,
    /// How the table was read.
    pub notices: Vec<Notice>,
}

/// Reads a table of participants (`.csv`, `.tsv`, `.xlsx`). The column that names the participant is recognised by its
/// heading (`participant`, `id`, `name`, `document` and the like in six languages); every other column is an
/// attribute. An empty cell means that the attribute is not known.
///
/// # Errors
/// [`IngestError::Table`], with the line, if a row is ragged, has no participant or a repeated one; and if
/// no column names the participant, or two columns have the same heading.
pub fn participants(source: &Source<'_>, params: &IngestParams) -> Result<ParticipantTable, IngestError> {
    let format = detect::format(source)?.format;
    let table = table::open(source, format, params)?;
    if let Some(heading) = twice(&table.headings) {
        return Err(table.failed(None, TableProblem::TwiceTheHeading { heading }));
    }
    let by_heading = || {
        [Field::Participant, Field::Speaker, Field::Document]
            .into_iter()
            .find_map(|field| headings::find(field, &table.headings, &[]))
    };
    let named = params.columns.participant.as_deref().map(headings::normal);
    let by_name = named
        .and_then(|wanted| table.headings.iter().position(|heading| headings::normal(heading) == wanted));
    let Some(id) = by_name.or_else(by_heading) else {
        let columns = table::listed(&table.headings);
        return Err(table.failed(None, TableProblem::NoIdColumn { columns }));
    };
    let id_column = table.headings[id].trim().to_owned();
    let mut first: BTreeMap<String, u64> = BTreeMap::new();
    let mut participants = Vec::new();
    for row in &table.rows {
        let failed = |problem| Err(table.failed(Some(table.place(row.number)), problem));
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let name = row.cells.get(id).map_or("", |cell| cell.trim()).to_owned();
        if name.is_empty() {
            return failed(TableProblem::NoId { column: id_column });
        }
        if let Some(&number) = first.get(&name) {
            return failed(TableProblem::TwiceTheParticipant { id: name, first: table.place(number) });
        }
        first.insert(name.clone(), row.number);
        let attributes = table
            .headings
            .iter()
            .zip(&row.cells)
            .enumerate()
            .filter(|(i, (heading, cell))| *i != id && !heading.trim().is_empty() && !cell.trim().is_empty())
            .map(|(_, (heading, cell))| (heading.trim().to_owned(), cell.trim().to_owned()))
            .collect();
        participants.push(Participant { name, attributes });
    }
    let attributes = table
        .headings
        .iter()
        .enumerate()
        .filter(|(i, heading)| *i != id && !heading.trim().is_empty())
        .map(|(_, heading)| heading.trim().to_owned())
        .collect();
    Ok(ParticipantTable { participants, id_column, attributes, notices: table.notices })
}

fn twice(headings: &[String]) -> Option<String> {
    let mut seen = std::collections::BTreeSet::new();
    headings
        .iter()
        .map(|heading| heading.trim())
        .find(|heading| !heading.is_empty() && !seen.insert(*heading))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, text: &str) -> Result<ParticipantTable, IngestError> {
        participants(&Source { name, bytes: text.as_bytes() }, &IngestParams::default())
    }

    fn message(text: &str) -> String {
        read("participants.csv", text).unwrap_err().to_string()
    }

    #[test]
    fn attributes_are_kept_as_written() {
        let table =
            read("p.csv", "\u{feff}Years;Participant;Specialty\n12;P1;Internal medicine\n;P2;\n\n;;\n")
                .unwrap();
        assert_eq!(table.id_column, "Participant");
        assert_eq!(table.attributes, ["Years", "Specialty"]);
        assert_eq!(table.participants.len(), 2);
        assert_eq!(table.participants[0].attributes["Years"], "12");
        assert!(table.participants[1].attributes.is_empty());
        let table = read("p.tsv", "شناسه\tسن\nش۱\t۴۱\n").unwrap();
        assert_eq!(table.participants[0].name, "ش۱");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        assert_eq!(
            message("age,sex\n40,f\n"),
            "participants.csv: no column says who the participant is; its columns are `age`, `sex`. Call one of them `participant`"
        );
        assert_eq!(
            message("id,age\nP1,40\nP2,41\nP1,42\n"),
            "participants.csv, line 4: \"P1\" is here and in line 2; keep one row for each participant"
        );
        assert_eq!(
            message("id,age\nP1,40\n,41\n"),
            "participants.csv, line 3: a row without a participant; fill in the column \"id\" or delete the row"
        );
        assert!(message("id,age\nP1,40,x\n").contains("line 2: 3 cells where the heading has 2"));
        assert!(message("id,age,age\nP1,40,x\n").contains("two columns are called \"age\""));
        let error = read("p.txt", "id\n").unwrap_err().to_string();
        assert!(error.contains("must be .csv, .tsv or .xlsx"), "{error}");
    }
}
