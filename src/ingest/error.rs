//! Errors of reading: every message names the file, the place and what to do.

use crate::domain::{Notice, OtherFile, Remedy, io_cause};

/// A file or folder that cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IngestError {
    /// The operating system refuses the file or folder.
    #[error("{name}: cannot be opened ({}); check that it exists and that you may read it", io_cause(.cause))]
    Unreadable {
        /// The file or folder.
        name: String,
        /// The operating system's message.
        #[source]
        cause: std::io::Error,
    },
    /// The file is larger than the limit.
    #[error("{name}: {size} bytes, above the limit of {limit}; split it into smaller files")]
    TooLarge {
        /// The file.
        name: String,
        /// Its size in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// No format has the file's ending.
    #[error("{name}: {} cannot be read; {}known endings are {known}", ending_in_words(ending), way_in_words(*other))]
    UnknownFormat {
        /// The file.
        name: String,
        /// Its ending in lower case, without the dot.
        ending: String,
        /// What files with this ending are, if it is well known; it says how to get at their words.
        other: Option<OtherFile>,
        /// The endings that are known.
        known: String,
    },
    /// A folder holds no transcript.
    #[error("{name}: no transcripts in this folder{}; known endings are {known}", aside_in_words(left_aside))]
    NoTranscripts {
        /// The folder.
        name: String,
        /// The files that were seen and set aside, each with the reason.
        left_aside: Vec<Notice>,
        /// The endings that are known.
        known: String,
    },
    /// The content is not of the format that the ending names.
    #[error("{name}: ends in .{ending}, but holds {looks_like}; {remedy}")]
    NotWhatItSays {
        /// The file.
        name: String,
        /// Its ending in lower case, without the dot.
        ending: String,
        /// What the content looks like.
        looks_like: &'static str,
        /// The remedy.
        remedy: &'static str,
    },
    /// No such encoding.
    #[error(
        "{name}: no encoding is called {label:?}; use a label such as utf-8, utf-16le, windows-1252 or windows-1256"
    )]
    UnknownEncoding {
        /// The file.
        name: String,
        /// The label given.
        label: String,
    },
    /// Bytes that are not valid in the encoding.
    #[error("{name}: byte {byte} cannot be read as {encoding}; save the file as UTF-8, or name its encoding")]
    Undecodable {
        /// The file.
        name: String,
        /// The encoding tried.
        encoding: &'static str,
        /// The first byte that does not fit, counted from 0.
        byte: usize,
    },
    /// A zip container (docx, odt, xlsx) is broken or dangerous.
    #[error("{name}{}: {problem}", entry_in_words(entry.as_deref()))]
    Archive {
        /// The file.
        name: String,
        /// The entry of the container, if the problem is in one.
        entry: Option<String>,
        /// What is wrong.
        problem: ArchiveProblem,
    },
    /// An XML part is broken or dangerous.
    #[error("{name}, entry {entry}, byte {byte}: {problem}; open the file in its program and save it again")]
    Xml {
        /// The file.
        name: String,
        /// The entry of the container.
        entry: String,
        /// The position in the entry, in bytes.
        byte: u64,
        /// What is wrong.
        problem: XmlProblem,
    },
    /// An RTF file is broken or dangerous.
    #[error("{name}, byte {byte}: {problem}; open the file in its program and save it again")]
    Rtf {
        /// The file.
        name: String,
        /// The position in bytes.
        byte: usize,
        /// What is wrong.
        problem: RtfProblem,
    },
    /// A PDF without text.
    #[error("{name}: {problem}")]
    Pdf {
        /// The file.
        name: String,
        /// What is wrong.
        problem: PdfProblem,
    },
    /// A cue of a subtitle file is malformed.
    #[error("{name}, line {line}: {message}")]
    Cue {
        /// The file.
        name: String,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong, with the remedy.
        message: String,
    },
    /// A JSON file is not a transcript.
    #[error("{name}: {message}")]
    Json {
        /// The file.
        name: String,
        /// What is wrong, with place and remedy.
        message: String,
    },
    /// A table cannot be read.
    #[error("{name}{}: {problem}", place_in_words(place.as_deref()))]
    Table {
        /// The file.
        name: String,
        /// The line, row or sheet.
        place: Option<String>,
        /// What is wrong.
        problem: TableProblem,
    },
}

/// What can be wrong with a zip container.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ArchiveProblem {
    /// The container's end or table of contents is missing.
    #[error(
        "the file is cut off or damaged ({0}); copy it again from where it came from, or open and save it again"
    )]
    Damaged(String),
    /// A part is locked with a password.
    #[error("it is locked with a password; save a copy without one")]
    Locked,
    /// More entries than allowed.
    #[error(
        "it holds {n_entries} entries, above the limit of {limit}; this is not a file of a word processor"
    )]
    TooManyEntries {
        /// How many entries.
        n_entries: usize,
        /// How many are allowed.
        limit: usize,
    },
    /// It unpacks to more than allowed.
    #[error(
        "it unpacks to more than {limit} bytes (a zip bomb?); do not open it, or save it in smaller files"
    )]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// It unpacks to suspiciously many times its size.
    #[error(
        "it unpacks to more than {limit} times its size (a zip bomb?); do not open it, or save its text as .txt"
    )]
    Ratio {
        /// The limit.
        limit: u64,
    },
    /// The text is in files that the document embeds.
    #[error("it holds its text as embedded HTML; open it in Word and save it again as .docx")]
    EmbeddedText,
    /// The part that holds the text is not there.
    #[error(
        "the part that holds the text is missing, so this is not a valid {expected} file; save it again as {expected}"
    )]
    MissingPart {
        /// What the ending promised.
        expected: &'static str,
    },
}

/// What can be wrong with an XML part.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum XmlProblem {
    /// Not well-formed.
    #[error("not well-formed XML ({0})")]
    Malformed(String),
    /// The part ends inside an element.
    #[error("the XML ends before its elements are closed")]
    CutOff,
    /// Elements nested too deep.
    #[error("XML elements nested deeper than {0}")]
    TooDeep(usize),
    /// A document type declaration.
    #[error("a document type declaration, which such files never need and which is refused for safety")]
    Doctype,
    /// A reference to an entity that XML itself does not define.
    #[error("a reference to the entity {0:?}, which is refused for safety")]
    Entity(String),
    /// Neither UTF-8 nor UTF-16.
    #[error("neither UTF-8 nor UTF-16")]
    Encoding,
}

/// What can be wrong with an RTF file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RtfProblem {
    /// Groups nested too deep.
    #[error("RTF groups nested deeper than {0}")]
    TooDeep(usize),
    /// The file ends inside a group.
    #[error("the file ends before its {0} open groups are closed, so it is cut off")]
    CutOff(usize),
}

/// Why a PDF gives no text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PdfProblem {
    /// Pages are pictures.
    #[error(
        "none of its {n_pages} pages holds text, so it is a scan; recognise the text first, for instance with \
         `ocrmypdf scan.pdf text.pdf`, and read the result"
    )]
    Scan {
        /// How many pages.
        n_pages: usize,
    },
    /// Locked with a password.
    #[error("the PDF is encrypted; save a copy without a password, for instance by printing it to a new PDF")]
    Encrypted,
    /// Locked in a way that cannot be opened.
    #[error("the PDF is encrypted in a way that is not supported; print it to a new PDF and read that")]
    UnknownEncryption,
    /// Not a PDF that can be read.
    #[error(
        "the PDF is cut off or damaged; open it in a viewer and print it to a new PDF, or save its text as .txt"
    )]
    Damaged,
    /// Reading it takes too long or too much.
    #[error("the PDF has {n_pages} pages, above the limit of {limit}; split it")]
    TooManyPages {
        /// How many pages.
        n_pages: usize,
        /// How many are allowed.
        limit: usize,
    },
    /// Reading it did not end in time.
    #[error("the PDF could not be read within {seconds} seconds; save its text as .txt")]
    TooSlow {
        /// The time given.
        seconds: u64,
    },
    /// More text than allowed.
    #[error("the PDF holds more than {limit} characters; split it")]
    TooMuchText {
        /// The limit in characters.
        limit: usize,
    },
}

/// What can be wrong with a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableProblem {
    /// No column holds the words.
    #[error(
        "no column is recognised as the text; its columns are {columns}. Choose the column that holds the text"
    )]
    NoTextColumn {
        /// The headings found.
        columns: String,
    },
    /// Several columns could hold the words.
    #[error(
        "the text could be in {candidates}; its columns are {columns}. Choose the column that holds the text"
    )]
    AmbiguousTextColumn {
        /// The headings that would do.
        candidates: String,
        /// All headings found.
        columns: String,
    },
    /// Several columns have a heading that is needed once.
    #[error("two columns are called {heading:?}; rename one of them")]
    TwiceTheHeading {
        /// The heading.
        heading: String,
    },
    /// The user named a column that is not there.
    #[error("no column is called {wanted:?}; its columns are {columns}")]
    NoSuchColumn {
        /// The heading asked for.
        wanted: String,
        /// The parameter that named it, as `text_column`.
        parameter: &'static str,
        /// The headings found.
        columns: String,
    },
    /// The workbook has no such sheet.
    #[error("no sheet is called {wanted:?}; its sheets are {sheets}")]
    NoSuchSheet {
        /// The sheet asked for.
        wanted: String,
        /// The sheets found.
        sheets: String,
    },
    /// A row has more or fewer cells than the heading.
    #[error(
        "{n_found} cells where the heading has {n_expected}; put quotation marks around a cell that holds the delimiter {delimiter:?}"
    )]
    Ragged {
        /// How many cells the row has.
        n_found: usize,
        /// How many the heading has.
        n_expected: usize,
        /// What separates cells.
        delimiter: char,
    },
    /// A quotation mark is never closed.
    #[error("a quotation mark is opened and never closed; close it, or double the marks inside a cell")]
    OpenQuote,
    /// There is no heading, since there is nothing.
    #[error("the table is empty; its first row must name the columns, one of them the text")]
    Empty,
    /// The workbook cannot be read.
    #[error("the workbook cannot be read ({0}); open it in its program and save it again as .xlsx")]
    Workbook(String),
    /// No column says whom a row is about.
    #[error(
        "no column says who the participant is; its columns are {columns}. Call one of them `participant`"
    )]
    NoIdColumn {
        /// The headings found.
        columns: String,
    },
    /// Two rows for one participant.
    #[error("{id:?} is here and in {first}; keep one row for each participant")]
    TwiceTheParticipant {
        /// The participant.
        id: String,
        /// Where they stood first.
        first: String,
    },
    /// A row without a participant.
    #[error("a row without a participant; fill in the column {column:?} or delete the row")]
    NoId {
        /// The column that names participants.
        column: String,
    },
    /// A participants' table in a format that is no table.
    #[error("a participants' table must be .csv, .tsv or .xlsx; save it as one of these")]
    NotATable,
    /// More text than allowed.
    #[error("the table holds more than {limit} bytes of text; split it")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
}

impl IngestError {
    /// Returns what the user can do, other than mending the file.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::UnknownEncoding { .. } | Self::Undecodable { .. } => vec![Remedy::give("encoding")],
            Self::Table { problem, .. } => problem.remedies(),
            _ => Vec::new(),
        }
    }
}

impl TableProblem {
    /// Returns what the user can do, other than mending the table.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::NoTextColumn { .. } | Self::AmbiguousTextColumn { .. } => vec![Remedy::give("text_column")],
            Self::NoSuchColumn { parameter, .. } => vec![Remedy::give(parameter)],
            Self::NoSuchSheet { .. } => vec![Remedy::give("sheet")],
            Self::NoIdColumn { .. } => vec![Remedy::give("participant_column")],
            _ => Vec::new(),
        }
    }
}

/// The most files whose reasons are given where a folder holds no transcript.
const NAMED: usize = 12;

/// Returns why the files of a folder are not transcripts: one file after the other, after a colon.
fn aside_in_words(left_aside: &[Notice]) -> String {
    let named: Vec<String> = left_aside
        .iter()
        .take(NAMED)
        .map(|notice| format!("{} {notice}", notice.about.as_deref().unwrap_or_default()))
        .collect();
    let more = match left_aside.len().saturating_sub(NAMED) {
        0 => String::new(),
        n => format!(". And {n} more"),
    };
    if named.is_empty() { String::new() } else { format!(": {}{more}", named.join(". ")) }
}

fn ending_in_words(ending: &str) -> String {
    if ending.is_empty() { "a file without an ending".to_owned() } else { format!("a .{ending} file") }
}

fn way_in_words(other: Option<OtherFile>) -> String {
    other.map(|other| format!("{other}; ")).unwrap_or_default()
}

fn entry_in_words(entry: Option<&str>) -> String {
    entry.map(|entry| format!(", entry {entry}")).unwrap_or_default()
}

fn place_in_words(place: Option<&str>) -> String {
    place.map(|place| format!(", {place}")).unwrap_or_default()
}
