//! Reads files into documents, with who said what and when.
//!
//! [`collect`] finds the transcripts of a folder, [`read_file`] and [`read()`] turn one of them into
//! [`Document`](crate::domain::Document)s, [`participants()`] reads the table of participants. Nothing here
//! panics on any input, unpacks to disk, or guesses in silence: each assumption is a notice, and what cannot be read is an
//! error that names the file, the place and the remedy.

mod content;
mod detect;
mod digits;
mod document;
mod encoding;
mod error;
mod folder;
mod formats;
mod line_numbers;
mod mac_roman;
mod params;
mod participants;
mod read;
mod read_table;
#[cfg(test)]
mod recordings_tests;
mod references;
mod set_aside;
mod source;
mod transcript;

pub use error::{ArchiveProblem, IngestError, PdfProblem, RtfProblem, TableProblem, XmlProblem};
pub use folder::{Collected, FoundFile, collect, read_bytes, read_file};
pub use formats::table::{Table, TableRow, text_columns};
pub use formats::{endings, reads_ending};
pub use params::{ColumnNames, IngestParams, Limits};
pub use participants::{ParticipantTable, participants};
pub use read::read;
pub use read_table::read_table;
pub use set_aside::set_aside;
pub use source::Source;
