//! The columns of one table, found by their headings or named by the user.

use super::headings::{self, Field};
use super::raw_table::listed;
use crate::domain::TakenColumn;
use crate::ingest::error::TableProblem;
use crate::ingest::params::ColumnNames;

/// The column of each field, as an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) text: usize,
    pub(super) speaker: Option<usize>,
    pub(super) participant: Option<usize>,
    pub(super) document: Option<usize>,
    pub(super) time: Option<usize>,
    pub(super) question: Option<usize>,
}

impl Columns {
    /// Finds the columns: those that the user names first, then the text, then the others.
    pub(super) fn find(headings: &[String], names: &ColumnNames) -> Result<Self, TableProblem> {
        let named = |name: &Option<String>, parameter| match name {
            Some(wanted) => by_name(headings, wanted, parameter).map(Some),
            None => Ok(None),
        };
        let mut text = named(&names.text, "text_column")?;
        let mut speaker = named(&names.speaker, "speaker_column")?;
        let mut participant = named(&names.participant, "participant_column")?;
        let mut document = named(&names.document, "document_column")?;
        let mut time = named(&names.time, "time_column")?;
        let mut question = named(&names.question, "question_column")?;

        let mut taken: Vec<usize> =
            [text, speaker, participant, document, time, question].into_iter().flatten().collect();
        if text.is_none() {
            text = match headings::find_text(headings, &taken).as_slice() {
                [] => return Err(TableProblem::NoTextColumn { columns: listed(headings) }),
                [only] => Some(*only),
                several => {
                    let candidates: Vec<String> = several.iter().map(|&i| headings[i].clone()).collect();
                    let (candidates, columns) = (listed(&candidates), listed(headings));
                    return Err(TableProblem::AmbiguousTextColumn { candidates, columns });
                }
            };
            taken.extend(text);
        }
        let Some(text) = text else {
            return Err(TableProblem::NoTextColumn { columns: listed(headings) });
        };
        for (column, field) in [
            (&mut speaker, Field::Speaker),
            (&mut participant, Field::Participant),
            (&mut document, Field::Document),
            (&mut time, Field::Time),
            (&mut question, Field::Question),
        ] {
            if column.is_none() {
                *column = headings::find(field, headings, &taken);
                taken.extend(*column);
            }
        }
        Ok(Self { text, speaker, participant, document, time, question })
    }

    /// Returns which heading was taken for which field.
    pub(super) fn taken(&self, headings: &[String]) -> Vec<TakenColumn> {
        let fields = [
            ("text", Some(self.text)),
            ("speaker", self.speaker),
            ("participant", self.participant),
            ("document", self.document),
            ("time", self.time),
        ];
        let taken = |(field, column): (&str, Option<usize>)| {
            let heading = headings.get(column?)?.trim().to_owned();
            Some(TakenColumn { field: field.to_owned(), heading })
        };
        fields.into_iter().filter_map(taken).collect()
    }
}

fn by_name(headings: &[String], wanted: &str, parameter: &'static str) -> Result<usize, TableProblem> {
    let exact = headings.iter().position(|heading| heading.trim() == wanted.trim());
    let alike = || {
        let wanted = headings::normal(wanted);
        headings.iter().position(|heading| !wanted.is_empty() && headings::normal(heading) == wanted)
    };
    exact.or_else(alike).ok_or_else(|| TableProblem::NoSuchColumn {
        wanted: wanted.to_owned(),
        parameter,
        columns: listed(headings),
    })
}
