//! `themata import`

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::error::CliError;
use super::import_unplaced::Target;
use super::layout::{count, plain, shell_word, shorten, width, wrap};
use super::output::{Output, styled, styles};
use super::project_arg::{self, ProjectArg};
use super::review::{OperationArgs, now};
use super::terminal_progress::TerminalProgress;
use crate::domain::RunId;
use crate::project::{
    CodingColumns, CodingParams, CodingTool, ImportOutcome, ImportReport, ImportRequest, IngestParams,
    OffsetUnit, Reviewer, TableReport, UnplacedRow,
};

/// Import codings that people made with other programs
///
/// Reads the exports of Taguette, QualCoder, MAXQDA, NVivo, ATLAS.ti and Dedoose, and any table with one row per coding (columns
/// document, quote, code, coder …) or one column per code. Finds each coding in the documents by its position or its words: the exact
/// words, the words without regard to white space and quotation marks, or very similar words if only one place has them. Codings that
/// cannot be located are listed, never guessed. The codings of a table and coder are one operation of the log, which `themata undo`
/// undoes as a whole.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata import coder-1.csv coder-2.csv --codebook codebook.csv\n  \
                  themata import maxqda.xlsx --dry-run\n  \
                  themata import segments.tsv --coder Ann --unplaced left.csv\n  \
                  themata import codes.xlsx --quote-column Passage --code-column Label --coder Ann")]
pub(super) struct ImportArgs {
    #[command(flatten)]
    pub(super) project: ProjectArg,
    /// Tables of coded segments, .csv .tsv .xlsx, and .txt .docx of NVivo
    #[arg(required = true, value_name = "TABLE")]
    pub(super) tables: Vec<PathBuf>,
    /// The name of the coder; added to the project if new [default: as the table says, else the project's coder]
    #[arg(long, value_name = "NAME")]
    pub(super) coder: Option<String>,
    /// A table of the codes with their definitions
    #[arg(long, value_name = "FILE")]
    pub(super) codebook: Option<PathBuf>,
    /// Write the codings that could not be located to this table, .csv or .tsv, to correct and import it
    #[arg(long, value_name = "FILE")]
    pub(super) unplaced: Option<PathBuf>,
    /// Replace that file if it exists; never the project, a table or the codebook
    #[arg(long, requires = "unplaced")]
    pub(super) force: bool,
    #[command(flatten)]
    pub(super) operation: OperationArgs,

    /// The program that wrote the tables
    #[arg(long, value_enum, default_value_t = ToolArg::Auto, help_heading = "Reading")]
    format: ToolArg,
    /// The column that names the document
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    document_column: Option<String>,
    /// The column that holds the code or codes
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    code_column: Option<String>,
    /// The column that holds the quote
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    quote_column: Option<String>,
    /// The column that holds the position where the quote begins
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    start_column: Option<String>,
    /// The column that holds the position where the quote ends
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    end_column: Option<String>,
    /// The unit of these columns; those in -cr are of a file whose lines end in CR LF
    #[arg(long, value_enum, value_name = "UNIT", help_heading = "Reading")]
    offset_unit: Option<UnitArg>,
    /// The column that holds the coder
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    coder_column: Option<String>,
    /// The column that holds the coder's notes
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    memo_column: Option<String>,
    /// The text between the codes of a cell, or none for one code per cell [default: a line break, ; or |, and a comma between known codes]
    #[arg(long, value_name = "TEXT", help_heading = "Reading")]
    separator: Option<String>,
    /// The text between a code and the code above it, or none [default: > or \, as in the table]
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, help_heading = "Reading")]
    path_separator: Option<String>,
    /// The sheet of a workbook [default: the first sheet with codings]
    #[arg(long, value_name = "NAME", help_heading = "Reading")]
    sheet: Option<String>,
    /// The encoding of text files, such as windows-1252 [default: recognised]
    #[arg(long, value_name = "NAME", help_heading = "Reading")]
    encoding: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ToolArg {
    Auto,
    Taguette,
    Qualcoder,
    Maxqda,
    Nvivo,
    Atlas,
    Dedoose,
    Plain,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum UnitArg {
    Codepoint,
    Utf16,
    Byte,
    CodepointCr,
    Utf16Cr,
    ByteCr,
    Paragraph,
    Turn,
    Line,
}

impl ImportArgs {
    /// Returns the files that are read, each with what it is.
    fn inputs<'a>(&'a self, project: &'a Path) -> impl Iterator<Item = (&'a Path, &'static str)> {
        let tables =
            self.tables.iter().map(|table| (table.as_path(), "it is a table that is to be imported"));
        let codebook = self.codebook.iter().map(|book| (book.as_path(), "it is the codebook"));
        std::iter::once((project, "it is the project")).chain(tables).chain(codebook)
    }

    /// Returns the request for the project.
    pub(super) fn request(&self) -> ImportRequest {
        ImportRequest {
            tables: self.tables.clone(),
            coder: self.coder.clone(),
            codebook: self.codebook.clone(),
            sheet: self.sheet.clone(),
            params: CodingParams {
                tool: match self.format {
                    ToolArg::Auto => None,
                    ToolArg::Taguette => Some(CodingTool::Taguette),
                    ToolArg::Qualcoder => Some(CodingTool::QualCoder),
                    ToolArg::Maxqda => Some(CodingTool::Maxqda),
                    ToolArg::Nvivo => Some(CodingTool::Nvivo),
                    ToolArg::Atlas => Some(CodingTool::Atlas),
                    ToolArg::Dedoose => Some(CodingTool::Dedoose),
                    ToolArg::Plain => Some(CodingTool::Plain),
                },
                columns: CodingColumns {
                    document: self.document_column.clone(),
                    code: self.code_column.clone(),
                    quote: self.quote_column.clone(),
                    start: self.start_column.clone(),
                    end: self.end_column.clone(),
                    coder: self.coder_column.clone(),
                    memo: self.memo_column.clone(),
                },
                unit: self.offset_unit.map(|unit| match unit {
                    UnitArg::Codepoint => OffsetUnit::Codepoint,
                    UnitArg::Utf16 => OffsetUnit::Utf16,
                    UnitArg::Byte => OffsetUnit::Byte,
                    UnitArg::CodepointCr => OffsetUnit::CodepointCr,
                    UnitArg::Utf16Cr => OffsetUnit::Utf16Cr,
                    UnitArg::ByteCr => OffsetUnit::ByteCr,
                    UnitArg::Paragraph => OffsetUnit::Paragraph,
                    UnitArg::Turn => OffsetUnit::Turn,
                    UnitArg::Line => OffsetUnit::Line,
                }),
                separator: self.separator.clone(),
                path_separator: self.path_separator.clone(),
                ..CodingParams::default()
            },
            ingest: IngestParams { encoding: self.encoding.clone(), ..IngestParams::default() },
            reason: self.operation.reason.clone(),
            dry_run: self.operation.dry_run,
        }
    }
}

/// How many codings that could not be located are shown without `-v`.
const SHOWN: usize = 10;
/// How many possible places of each are shown.
const PLACES: usize = 3;

pub(super) fn run(args: &ImportArgs, output: &mut Output) -> Result<(), CliError> {
    if args.tables.iter().any(|table| project_arg::is_project(table)) {
        return Err(CliError::Usage(
            "a project is not a table: name the project with -p, and the tables without an option",
        ));
    }
    let project = args.project.path()?;
    let target = args.unplaced.as_deref().map(|path| Target::of(path, args.force, args.inputs(&project)));
    let target = target.transpose()?;
    let open = if args.operation.dry_run { Reviewer::open_trial } else { Reviewer::open };
    let mut reviewer = open(&project, args.operation.run.map(RunId))?;
    let outcome = reviewer.import(&args.request(), &now(), &TerminalProgress::new(output))?;
    match outcome {
        ImportOutcome::Imported(report) => {
            say(args, target.as_ref(), &report, output)?;
            after(args, &report, &reviewer, output);
            Ok(())
        }
        ImportOutcome::NothingPlaced { report, error } => {
            // Where no coding was located, the user needs the rows most.
            say(args, target.as_ref(), &report, output)?;
            Err(error.into())
        }
    }
}

/// Writes the codings that could not be located, and prints what was imported.
fn say(
    args: &ImportArgs,
    target: Option<&Target<'_>>,
    report: &ImportReport,
    output: &mut Output,
) -> Result<(), CliError> {
    if let Some(target) = target.filter(|_| !report.dry_run) {
        target.write(report)?;
    }
    if args.operation.json {
        output.json(report)?
    } else {
        print(report, output)?
    }
    output.flush()?;
    left_over(args, report, output);
    Ok(())
}

fn print(report: &ImportReport, output: &mut Output) -> Result<(), CliError> {
    if report.dry_run {
        output.line(&styled(styles::STRONG, "Nothing was written. It would do this:"))?;
    }
    for (i, table) in report.tables.iter().enumerate() {
        if i > 0 {
            output.line("")?;
        }
        one(table, output)?;
    }
    Ok(())
}

fn one(table: &TableReport, output: &mut Output) -> Result<(), CliError> {
    let width = width();
    let codings = count(table.n_codings, "coding", "codings");
    let rows = count(table.n_rows, "row", "rows");
    output.line(&format!(
        "{}: {codings} in {rows}, read as {}",
        styled(styles::STRONG, &plain(&table.table)),
        table.tool.name()
    ))?;
    for line in wrap(&taken_for(table), width.saturating_sub(2)) {
        output.line(&format!("  {}", styled(styles::FAINT, &line)))?;
    }
    for notice in &table.notices {
        for line in wrap(&notice.to_string(), width.saturating_sub(2)) {
            output.line(&format!("  {}", styled(styles::FAINT, &line)))?;
        }
    }
    for (n, one, many) in [
        (table.n_uncoded, "row has no code and was skipped", "rows have no code and were skipped"),
        (
            table.n_not_text,
            "row codes a picture or a recording and was skipped",
            "rows code pictures or recordings and were skipped",
        ),
    ] {
        if n > 0 {
            output.line(&format!("  {}", count(n, one, many)))?;
        }
    }
    let placed = table.placed;
    output.line(&format!(
        "  located {} of {}: {} exact, {} normalised, {} fuzzy, {} by position",
        placed.n(),
        table.n_codings,
        placed.exact,
        placed.normalised,
        placed.fuzzy,
        placed.position
    ))?;
    if table.n_contradicted > 0 {
        let (one, many) = (
            "of them has its words at another place than the table says; the words were followed",
            "of them have their words at another place than the table says; the words were followed",
        );
        output.line(&format!("  {}", count(table.n_contradicted, one, many)))?;
    }
    for coder in &table.coders {
        let known = if coder.is_new { ", a new coder" } else { "" };
        let there = match coder.n_doubled {
            0 => String::new(),
            n => format!("; {} imported before", count(n, "coding was", "codings were")),
        };
        output.line(&format!(
            "  {}{known}: {}, {} created or completed, {}{there}",
            plain(&coder.name),
            count(coder.n_codings, "new coding", "new codings"),
            count(coder.n_codes, "code", "codes"),
            count(coder.n_memos, "memo", "memos"),
        ))?;
    }
    let all = output.verbose;
    let near = if all { table.nearly.len() } else { table.nearly.len().min(SHOWN) };
    for nearly in &table.nearly[..near] {
        let place = &nearly.place;
        output.line(&format!(
            "  ~ row {}, {:.0} % similar: {}",
            nearly.row,
            place.ratio * 100.0,
            shorten(&nearly.quote, width.saturating_sub(24))
        ))?;
        output.line(&format!("      located at: {}", shorten(&place.words, width.saturating_sub(18))))?;
    }
    more(table.nearly.len() - near, output)?;
    let shown = if all { table.unplaced.len() } else { table.unplaced.len().min(SHOWN) };
    for row in &table.unplaced[..shown] {
        unplaced(row, width, output)?;
    }
    more(table.unplaced.len() - shown, output)
}

/// Returns which columns were read as what.
fn taken_for(table: &TableReport) -> String {
    let mut words: Vec<String> = table
        .columns
        .iter()
        .map(|column| format!("{} from `{}`", column.field.name(), column.heading))
        .collect();
    if !table.code_columns.is_empty() {
        let n = count(table.code_columns.len(), "column", "columns");
        words.push(format!("codes from {n} (`{}`)", table.code_columns.join("`, `")));
    }
    if let Some(separator) = &table.path_separator {
        words.push(format!("levels of codes separated by `{separator}`"));
    }
    if let Some(unit) = table.offset_unit {
        let ends = if unit.is_of_characters() { " from 0, with the end after the last" } else { "" };
        words.push(format!("positions in {}{ends}", unit.name()));
    }
    if !table.unread_columns.is_empty() {
        words.push(format!("not read: `{}`", table.unread_columns.join("`, `")));
    }
    words.join(", ")
}

fn unplaced(row: &UnplacedRow, width: usize, output: &mut Output) -> Result<(), CliError> {
    let quote = row.quote.as_deref().unwrap_or("(no words)");
    output.line(&format!(
        "  {} row {}, {}: {}",
        styled(styles::WARNING, "!"),
        row.row,
        plain(&row.code.join(" > ")),
        shorten(quote, width.saturating_sub(30).max(30))
    ))?;
    for line in wrap(&row.reason, width.saturating_sub(6)) {
        output.line(&format!("      {line}"))?;
    }
    for place in row.candidates.iter().take(PLACES) {
        let turn = place.turn.map_or_else(String::new, |turn| format!(" turn {turn}"));
        let head = format!("{}{turn}, {}–{}", plain(&place.document), place.start, place.end);
        let words = shorten(&place.words, width.saturating_sub(head.chars().count() + 12).max(20));
        output.line(&format!("      {}", styled(styles::FAINT, &format!("{head}: {words}"))))?;
    }
    match row.candidates.len().saturating_sub(PLACES) {
        0 => Ok(()),
        n => output.line(&styled(styles::FAINT, &format!("      and {n} more"))),
    }
}

fn more(n: usize, output: &mut Output) -> Result<(), CliError> {
    match n {
        0 => Ok(()),
        n => output.line(&styled(styles::FAINT, &format!("  and {n} more (-v lists them)"))),
    }
}

/// Tells what to do about the codings that could not be located.
fn left_over(args: &ImportArgs, report: &ImportReport, output: &Output) {
    let n = report.n_unplaced();
    if n == 0 {
        if let (Some(path), false) = (&args.unplaced, report.dry_run) {
            let words = format!("{} holds no rows: every coding was located.", path.display());
            output.say(&styled(styles::FAINT, &words));
        }
        return;
    }
    let (one, many) = (
        "coding could not be located in the documents and was not imported",
        "codings could not be located in the documents and were not imported",
    );
    let way = match &args.unplaced {
        Some(path) => format!(
            "{} {} such codings. In that file, correct the quote, or add its start, or replace it by start and end; then \
             import that file",
            path.display(),
            if report.dry_run { "would hold" } else { "holds" }
        ),
        None => {
            "Write such codings to a file with --unplaced FILE, correct that file and import it".to_owned()
        }
    };
    let words = format!("{}. {way}.", count(n, one, many));
    output.say_anyway(&format!("{} {words}", styled(styles::WARNING, "warning:")));
}

/// Tells what can be done next.
fn after(args: &ImportArgs, report: &ImportReport, reviewer: &Reviewer, output: &Output) {
    let coders = || report.tables.iter().flat_map(|table| &table.coders);
    if report.dry_run || coders().all(|coder| coder.operation.is_none()) {
        return;
    }
    let typed = args.project.typed();
    if coders().any(|coder| coder.is_new) && reviewer.default_coder().is_none() && reviewer.coders().len() > 1
    {
        let words = format!(
            "This project has several coders. Say which one you are with --coder NAME, or once for all with \
             `themata coder set NAME{typed}`."
        );
        output.say(&styled(styles::FAINT, &words));
    }
    let mut names: Vec<&str> =
        coders().filter(|coder| coder.operation.is_some()).map(|coder| coder.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let name = match names.as_slice() {
        [only] => shell_word(only),
        _ => "NAME".to_owned(),
    };
    let undo = format!("Undo the import of a coder with `themata undo{typed} --coder {name}`.");
    output.say(&styled(styles::FAINT, &undo));
}
