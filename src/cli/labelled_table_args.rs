//! Options that name a table of texts that people have labelled.

use std::path::PathBuf;

use clap::Args;

use super::embed::InputFormatArg;
use super::error::CliError;
use crate::project::{ContextParams, LabelledTable, text_format_of};

/// A table of texts that people have labelled.
#[derive(Debug, Args)]
pub(super) struct LabelledArgs {
    /// The table, .csv, .tsv, .parquet or .arrow
    #[arg(value_name = "TABLE")]
    pub(super) table: PathBuf,
    /// The column that holds the texts
    #[arg(long, value_name = "COLUMN")]
    text: String,
    /// The column that holds the human label of each text
    #[arg(long, value_name = "COLUMN")]
    label: String,
    /// The column that holds the participant or interview of each text
    #[arg(long, value_name = "COLUMN")]
    group: Option<String>,
    /// The column that holds the context of each text, such as the question that it answers
    #[arg(long, value_name = "COLUMN")]
    context_column: Option<String>,
    /// The weight of the context of a text: 0 leaves the context out, 2 is the most; the text's own words weigh 1
    #[arg(long, allow_negative_numbers = true, value_name = "W", default_value_t = ContextParams::default().weight, requires = "context_column")]
    context: f64,
    /// The format of the table [default: by the file's ending]
    #[arg(long, value_enum, value_name = "FORMAT")]
    input_format: Option<InputFormatArg>,
}

impl LabelledArgs {
    /// Returns the table for the project.
    pub(super) fn labelled(&self) -> Result<LabelledTable, CliError> {
        let format = match self.input_format {
            Some(format) => format.into(),
            None => text_format_of(&self.table)?,
        };
        Ok(LabelledTable {
            table: self.table.clone(),
            format,
            text_column: self.text.clone(),
            label_column: self.label.clone(),
            group_column: self.group.clone(),
            context_column: self.context_column.clone(),
            context: ContextParams { weight: self.context, ..ContextParams::default() },
            scratch: std::env::temp_dir(),
        })
    }
}
