//! A table of texts with their human labels.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::describe::detect_language;
use crate::domain::{Embeddings, LabelKey, Language, NameKey, Progress, Stage};
use crate::embed::Embedder;
use crate::exchange::{self, ColumnChoice, TextFormat, TextParams, TextSource};
use crate::ingest;

use super::context::ContextParams;
use super::{LabelsProblem, ProjectError};

/// How many texts tell the language of a table.
const SOME_TEXTS: usize = 200;

/// A table, and the columns to read.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LabelledTable {
    /// The table.
    pub table: PathBuf,
    /// Its format.
    pub format: TextFormat,
    /// The column with the texts.
    pub text_column: String,
    /// The column with the human labels.
    pub label_column: String,
    /// The column with the participant or interview; `None` if there is none.
    #[serde(default)]
    pub group_column: Option<String>,
    /// The column with the context of each text, such as the question that it answers; `None` if there is none.
    #[serde(default)]
    pub context_column: Option<String>,
    /// How far the vector of a text carries its context.
    #[serde(default)]
    pub context: ContextParams,
    /// The folder for a temporary copy of a stream whose format must be read from its end.
    pub scratch: PathBuf,
}

/// The table's rows that have both text and label.
pub(super) struct Labelled {
    pub(super) texts: Vec<String>,
    pub(super) labels: Vec<usize>,
    pub(super) groups: Option<Vec<usize>>,
    /// The different contexts; none without a column of contexts.
    pub(super) contexts: Vec<String>,
    /// For each text, its context as an index into `contexts`; `None` where the cell is empty.
    pub(super) context_of: Vec<Option<usize>>,
    context: ContextParams,
    pub(super) n_labels: usize,
    pub(super) n_groups: usize,
    pub(super) n_left_out: usize,
}

/// Returns the form of a file of texts, by its ending.
///
/// # Errors
/// [`ProjectError`] that says whether the file is packed, a transcript, or of no known form.
pub fn text_format_of(path: &Path) -> Result<TextFormat, ProjectError> {
    Ok(TextFormat::of(path, ingest::reads_ending)?)
}

impl LabelledTable {
    /// Returns the names of the parameters that name the columns, in the order in which the columns are asked for.
    fn parameters(&self) -> Vec<&'static str> {
        let mut parameters = vec!["text_column", "label_column"];
        parameters.extend(self.group_column.is_some().then_some("group_column"));
        parameters.extend(self.context_column.is_some().then_some("context_column"));
        parameters
    }

    /// Reads the rows that have both text and label.
    ///
    /// # Errors
    /// [`ProjectError::Exchange`] where the table cannot be read or lacks a column; [`ProjectError::Labels`] where it holds
    /// fewer than two labels.
    pub(super) fn read(&self) -> Result<Labelled, ProjectError> {
        let name = self.table.display().to_string();
        let mut ids = vec![self.label_column.clone()];
        ids.extend(self.group_column.clone());
        let context_at = ids.len();
        ids.extend(self.context_column.clone());
        let columns = ColumnChoice {
            text: Some(self.text_column.clone()),
            ids,
            parameters: self.parameters(),
            recognise: ingest::text_columns,
        };
        let params = TextParams { format: self.format, columns, scratch: self.scratch.clone() };
        let mut table = Labelled {
            texts: Vec::new(),
            labels: Vec::new(),
            groups: self.group_column.is_some().then(Vec::new),
            contexts: Vec::new(),
            context_of: Vec::new(),
            context: self.context.check()?,
            n_labels: 0,
            n_groups: 0,
            n_left_out: 0,
        };
        let (mut label_numbers, mut group_numbers) = (BTreeMap::new(), BTreeMap::new());
        let mut context_numbers = BTreeMap::new();
        for batch in exchange::read_texts(TextSource::File(self.table.clone()), &params)? {
            let batch = batch?;
            let labels = batch.id_texts(&name, 0, &self.label_column, "label_column")?;
            let groups = match &self.group_column {
                Some(column) => batch.id_texts(&name, 1, column, "group_column")?,
                None => vec![None; labels.len()],
            };
            let contexts = match &self.context_column {
                Some(column) => batch.id_texts(&name, context_at, column, "context_column")?,
                None => vec![None; labels.len()],
            };
            for (((text, label), group), context) in
                batch.texts.into_iter().zip(labels).zip(groups).zip(contexts)
            {
                let (Some(text), Some(label)) = (text.filter(|text| !text.trim().is_empty()), label) else {
                    table.n_left_out += 1;
                    continue;
                };
                let next = label_numbers.len();
                table.labels.push(*label_numbers.entry(LabelKey::of(&label)).or_insert(next));
                table.texts.push(text);
                let context = context.filter(|context| context.contains(char::is_alphanumeric));
                table.context_of.push(context.map(|context| {
                    *context_numbers.entry(context).or_insert_with_key(|context| {
                        table.contexts.push(context.clone());
                        table.contexts.len() - 1
                    })
                }));
                if let Some(groups) = &mut table.groups {
                    let next = group_numbers.len();
                    groups.push(*group_numbers.entry(group.as_deref().map(NameKey::of)).or_insert(next));
                }
            }
        }
        (table.n_labels, table.n_groups) = (label_numbers.len(), group_numbers.len());
        if table.n_labels < 2 {
            let problem = LabelsProblem::FewLabels {
                column: self.label_column.clone(),
                n_labels: table.n_labels,
                n_texts: table.texts.len(),
            };
            return Err(ProjectError::Labels { name, problem });
        }
        Ok(table)
    }
}

impl Labelled {
    /// Embeds the texts, each with its context.
    ///
    /// # Errors
    /// [`ProjectError::Embed`]; [`ProjectError::Cancelled`].
    pub(super) fn embed(
        &self,
        model: &dyn Embedder,
        progress: &dyn Progress,
    ) -> Result<Embeddings, ProjectError> {
        let own = embed(model, &self.texts, progress)?;
        if self.contexts.is_empty() || self.context.weight <= 0.0 {
            return Ok(own);
        }
        let contexts = embed(model, &self.contexts, progress)?;
        let some: String = self.texts.iter().take(SOME_TEXTS).map(|text| format!("{text}\n")).collect();
        let language = detect_language(&some).language.unwrap_or(Language::ENGLISH);
        let weights = self.context.weights(self.texts.iter().map(|text| (text.as_str(), language)));
        Ok(own.with_others(&contexts, &self.context_of, &weights))
    }
}

/// Embeds texts, each different one once.
fn embed(
    model: &dyn Embedder,
    texts: &[String],
    progress: &dyn Progress,
) -> Result<Embeddings, ProjectError> {
    let mut numbers = BTreeMap::new();
    let mut distinct: Vec<&str> = Vec::new();
    let rows: Vec<usize> = texts
        .iter()
        .map(|text| {
            *numbers.entry(text.as_str()).or_insert_with(|| {
                distinct.push(text);
                distinct.len() - 1
            })
        })
        .collect();
    progress.start(Stage::Embedding, Some(distinct.len() as u64));
    let embedded = model.embed(&distinct, progress)?.embeddings;
    progress.finish();
    Ok(embedded.select(&rows))
}
