//! What can be typed of `import`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::project::{CodingColumns, CodingParams, CodingTool, ImportRequest, IngestParams, OffsetUnit};

/// Bring in human codings: tables of coded segments of other programs
///
/// Reads what Taguette, QualCoder, MAXQDA, NVivo, ATLAS.ti and Dedoose export, and any table with a row a coding (columns document,
/// quote, code, coder …) or a column a code. Each coding is placed in the text by its position or its words: as they are, without
/// regard to white space and quotation marks, or nearly, where one place stands out. What cannot be placed is listed, never guessed.
/// Each table and coder is one entry of the log, which `themata undo` takes back whole.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  themata import study.themata coder-1.csv coder-2.csv --codebook codebook.csv\n  \
                  themata import study.themata maxqda.xlsx --dry-run\n  \
                  themata import study.themata segments.tsv --coder Ann --unplaced left.csv\n  \
                  themata import study.themata codes.xlsx --quote-column Passage --code-column Label --coder Ann"
)]
pub(super) struct ImportArgs {
    /// The project file
    pub(super) project: PathBuf,
    /// Tables of coded segments, .csv .tsv .xlsx, and .txt .docx of NVivo
    #[arg(required = true, value_name = "TABLE")]
    pub(super) tables: Vec<PathBuf>,
    /// Whose codings they are, by name; made known where nobody has it [default: whom the table names, else the project's coder]
    #[arg(long, value_name = "NAME")]
    pub(super) coder: Option<String>,
    /// A table of the codes with their definitions
    #[arg(long, value_name = "FILE")]
    pub(super) codebook: Option<PathBuf>,
    /// Write what could not be placed as a table, .csv or .tsv, that can be mended and imported
    #[arg(long, value_name = "FILE")]
    pub(super) unplaced: Option<PathBuf>,
    /// Replace that file where it exists; never the project, a table or the codebook
    #[arg(long, requires = "unplaced")]
    pub(super) force: bool,
    /// Why; kept in the log
    #[arg(long, value_name = "TEXT")]
    pub(super) reason: Option<String>,
    /// The number of a run [default: the latest]
    #[arg(long, value_name = "N")]
    pub(super) run: Option<u32>,
    /// Say what it would do, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,

    /// The program that wrote the tables
    #[arg(long, value_enum, default_value_t = ToolArg::Auto, help_heading = "Reading")]
    format: ToolArg,
    /// The column that names the document
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    document_column: Option<String>,
    /// The column that holds the code or codes
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    code_column: Option<String>,
    /// The column that holds the words
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    quote_column: Option<String>,
    /// The column that says where the words begin
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    start_column: Option<String>,
    /// The column that says where they end
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    end_column: Option<String>,
    /// What these columns count
    #[arg(long, value_enum, value_name = "UNIT", help_heading = "Reading")]
    offset_unit: Option<UnitArg>,
    /// The column that says who coded
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    coder_column: Option<String>,
    /// The column that holds the coder's notes
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    memo_column: Option<String>,
    /// What stands between several codes of a cell, or none for one code a cell [default: a line break, ; or |, and a comma between known codes]
    #[arg(long, value_name = "TEXT", help_heading = "Reading")]
    separator: Option<String>,
    /// What stands between a code and the one above it, or none [default: > or \, as the table has it]
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, help_heading = "Reading")]
    path_separator: Option<String>,
    /// The sheet of a workbook [default: the first that holds codings]
    #[arg(long, value_name = "NAME", help_heading = "Reading")]
    sheet: Option<String>,
    /// The encoding of text files, as windows-1252 [default: found out]
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
    Paragraph,
    Turn,
    Line,
}

impl ImportArgs {
    /// As the project takes it.
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
                    UnitArg::Paragraph => OffsetUnit::Paragraph,
                    UnitArg::Turn => OffsetUnit::Turn,
                    UnitArg::Line => OffsetUnit::Line,
                }),
                separator: self.separator.clone(),
                path_separator: self.path_separator.clone(),
                ..CodingParams::default()
            },
            ingest: IngestParams { encoding: self.encoding.clone(), ..IngestParams::default() },
            reason: self.reason.clone(),
            dry_run: self.dry_run,
        }
    }
}
