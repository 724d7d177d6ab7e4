//! Reports: files for the readers of a study.
//!
//! What is shown comes from the module `project`, as a [`Table`] of cells or as a [`Paper`] of paragraphs, quotations and tables. Each
//! format has a writer: `workbook` (XLSX), `word_document` (DOCX) and [`html_page`].

pub mod comparison;
#[cfg(feature = "report")]
mod error;
mod html_page;
mod markup;
mod paper;
mod table;
#[cfg(feature = "report")]
mod word_document;
#[cfg(feature = "report")]
mod workbook;

#[cfg(feature = "report")]
pub use error::ReportError;
pub use html_page::html_page;
pub use paper::{Block, Grid, GridColumn, MarginNote, Paper, Piece, TurnBlock};
pub use table::{Cell, Column, Table};
#[cfg(feature = "report")]
pub use word_document::word_document;
#[cfg(feature = "report")]
pub use workbook::workbook;
