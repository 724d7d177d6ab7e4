//! Imports human codings from other programs: reads tables, finds their quotations in the study's documents, and keeps the
//! result as decisions of the coders who made the codings.

mod coders;
mod mended;
mod read;
mod report;
mod request;

pub use report::{CoderImport, ImportReport, NearPlace, PlacedCounts, TableReport, UnplacedRow};
pub use request::ImportRequest;

use std::collections::BTreeMap;

use crate::domain::{Import, ImportedCoding, LabelKey, NameKey, Progress, Stage, Timestamp};
use crate::exchange::{AnchoredQuote, Anchors, CodebookRow, CodedRow, Unplaced, code_tree};

use self::read::ReadTable;
use super::error::distinct;
use super::{ProjectError, Reviewer};

/// The outcome of [`Reviewer::import`].
#[derive(Debug)]
#[must_use]
pub enum ImportOutcome {
    /// Codings were imported, or would be after a trial.
    Imported(ImportReport),
    /// No row of any table has a position in the documents, and nothing was changed.
    NothingPlaced {
        /// Every row, and why it has no position.
        report: ImportReport,
        /// The same as an error, with remedies.
        error: ProjectError,
    },
}

impl ImportOutcome {
    /// Returns the report; where nothing was placed, the error.
    ///
    /// # Errors
    /// [`ProjectError::NothingPlaced`].
    pub fn into_result(self) -> Result<ImportReport, ProjectError> {
        match self {
            Self::Imported(report) => Ok(report),
            Self::NothingPlaced { error, .. } => Err(error),
        }
    }
}

/// The rows of one coder in one table, with their places.
struct Portion<'t> {
    table: usize,
    /// The coder's name.
    coder: String,
    rows: Vec<(&'t CodedRow, &'t AnchoredQuote)>,
}

impl Reviewer {
    /// Imports tables of coded segments: one operation for each table and coder, all in one transaction.
    ///
    /// Codings that the coder has already are not made again; codes of the same path are used. Rows that cannot be placed are
    /// left out and reported, with the places where they may belong. Where no row can be placed, the outcome is
    /// [`ImportOutcome::NothingPlaced`].
    ///
    /// ```
    /// use themata::domain::{NoProgress, Timestamp};
    /// use themata::project::{ImportRequest, Reviewer};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = tempfile::tempdir()?;
    /// # let table = folder.path().join("codings.csv");
    /// std::fs::write(&table, "document,code,quote,coder\nP02.txt,Family,My wife.,Eve\n")?;
    /// let request = ImportRequest { tables: vec![table], ..ImportRequest::default() };
    /// let at = Timestamp("2026-11-27T09:00:00Z".to_owned());
    /// // A trial changes nothing in the file; `Reviewer::open` keeps the codings.
    /// let mut study = Reviewer::open_trial("tests/fixtures/version-2.themata".as_ref(), None)?;
    /// let report = study.import(&request, &at, &NoProgress)?.into_result()?;
    /// assert_eq!((report.tables[0].placed.n(), report.n_unplaced()), (1, 0));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`ProjectError::Ingest`] or [`ProjectError::Exchange`] where a table cannot be read or understood;
    /// [`ProjectError::SeveralCoders`] where one coder is named for codings of several; [`ProjectError::WhoseCodings`] where
    /// the coder of some codings is unknown; [`ProjectError::Refused`] where a coder's name cannot be added;
    /// [`ProjectError::Overtaken`]; [`ProjectError::Store`]; [`ProjectError::Cancelled`]. Nothing is changed then.
    pub fn import(
        &mut self,
        request: &ImportRequest,
        at: &Timestamp,
        progress: &dyn Progress,
    ) -> Result<ImportOutcome, ProjectError> {
        progress.start(Stage::Reading, Some(request.tables.len() as u64));
        let codebook = read::codebook(request)?;
        let documents = self.anchor_documents();
        let names: Vec<String> = documents.iter().map(|document| document.name.to_owned()).collect();
        let mut params = request.params.clone();
        params.one_document = documents.len() == 1;
        let labels = codebook.iter().filter_map(|row| row.code.last());
        params.known_codes.extend(labels.map(|step| LabelKey::of(&step.label)));
        let tables: Vec<ReadTable> = request
            .tables
            .iter()
            .map(|path| {
                progress.check_cancelled()?;
                let table = read::table(path, request, &params)?;
                progress.advance(1);
                Ok(table)
            })
            .collect::<Result<_, ProjectError>>()?;
        progress.finish();
        let anchors = Anchors::new(documents);
        let n_rows = tables.iter().map(|table| table.codings.rows.len() as u64).sum();
        progress.start(Stage::Anchoring, Some(n_rows));
        let placed: Vec<Vec<Result<AnchoredQuote, Unplaced>>> = tables
            .iter()
            .map(|table| anchors.place_all(&table.codings.rows, progress))
            .collect::<Result<_, _>>()?;
        progress.finish();
        let mut reports: Vec<TableReport> = tables
            .iter()
            .zip(&placed)
            .map(|(table, places)| TableReport::of(table, places, &anchors, request))
            .collect();
        drop(anchors);
        if placed.iter().flatten().all(Result::is_err) {
            let problem = report::in_words(&reports, &names, request);
            let unplaced = reports.iter().flat_map(|table| &table.unplaced);
            let remedies = distinct(unplaced.flat_map(|row| row.kind.remedies()));
            let report = ImportReport { dry_run: request.dry_run, tables: reports };
            let error = ProjectError::NothingPlaced { problem, remedies };
            return Ok(ImportOutcome::NothingPlaced { report, error });
        }
        let portions = self.portions(request, &tables, &placed)?;
        let imports = portions
            .iter()
            .map(|portion| (portion.coder.clone(), import(portion, &tables[portion.table], &codebook)))
            .collect();
        let done = self.keep_imports(imports, request.reason.as_deref(), at, request.dry_run, progress)?;
        for (portion, imported) in portions.iter().zip(done) {
            reports[portion.table].coders.push(CoderImport::of(&portion.coder, portion.rows.len(), imported));
        }
        Ok(ImportOutcome::Imported(ImportReport { dry_run: request.dry_run, tables: reports }))
    }

    /// Collects the placed rows by table and coder.
    fn portions<'t>(
        &self,
        request: &ImportRequest,
        tables: &'t [ReadTable],
        placed: &'t [Vec<Result<AnchoredQuote, Unplaced>>],
    ) -> Result<Vec<Portion<'t>>, ProjectError> {
        let mut portions = Vec::new();
        for (at, (table, places)) in tables.iter().zip(placed).enumerate() {
            let mut by_coder: BTreeMap<Option<NameKey>, Vec<(&CodedRow, &AnchoredQuote)>> = BTreeMap::new();
            for (row, place) in table.codings.rows.iter().zip(places) {
                if let Ok(place) = place {
                    by_coder.entry(row.coder.as_deref().map(NameKey::of)).or_default().push((row, place));
                }
            }
            let names = coders::names(&table.codings.rows);
            if let Some(coder) = &request.coder {
                if by_coder.keys().flatten().count() > 1 {
                    let coders = names.into_values().collect();
                    return Err(ProjectError::SeveralCoders { table: table.name.clone(), coders });
                }
                let rows = by_coder.into_values().flatten().collect();
                portions.push(Portion { table: at, coder: coder.clone(), rows });
                continue;
            }
            for (coder, rows) in by_coder {
                let coder = coder
                    .and_then(|coder| names.get(&coder).cloned())
                    .or_else(|| self.sole_coder().map(|id| id.to_string()));
                let coder = coder.ok_or_else(|| ProjectError::WhoseCodings {
                    table: table.name.clone(),
                    problem: coders::nobody(table, &rows.iter().map(|(row, _)| row.number).collect()),
                })?;
                portions.push(Portion { table: at, coder, rows });
            }
        }
        portions.retain(|portion| !portion.rows.is_empty());
        Ok(portions)
    }
}

/// Builds the decision that keeps some rows.
fn import(portion: &Portion<'_>, table: &ReadTable, codebook: &[CodebookRow]) -> Import {
    let paths: Vec<_> = portion.rows.iter().map(|(row, _)| row.code.clone()).collect();
    let (codes, of_rows) = code_tree(&paths, codebook);
    let codings = portion
        .rows
        .iter()
        .zip(of_rows)
        .map(|((row, place), code)| ImportedCoding {
            code,
            document: place.document.clone(),
            start: place.span.start.0,
            end: place.span.end.0,
            anchored: place.anchored,
            memo: row.memo.clone(),
        })
        .collect();
    Import {
        source: table.name.clone(),
        sha256: table.sha256.clone(),
        tool: table.codings.tool.name().to_owned(),
        codes,
        codings,
    }
}
