//! The vectors that a new file needs: those of the segments that stay, and of the questions before them.

use std::collections::BTreeMap;

use super::contents::Contents;
use super::model_vectors::ModelVectors;
use crate::project::context::Questions;
use crate::project::error::offset_error;
use crate::project::{ProjectError, load_view::LoadedRun};
use crate::store::Store;

/// Returns the vectors of what is in `after`, as `store` holds them for the same segments of `before`.
pub(super) fn of(
    store: &Store,
    before: &Contents,
    after: &Contents,
) -> Result<Vec<ModelVectors>, ProjectError> {
    let mut models: Vec<ModelVectors> = Vec::new();
    for (was, is) in before.runs.iter().zip(&after.runs) {
        let model = before.view(was)?.parameters.model;
        let (was, is) = (before.loaded(was)?, after.loaded(is)?);
        let mut now_of: BTreeMap<String, String> = BTreeMap::new();
        for (was, is) in texts(before, &was)?.into_iter().zip(texts(after, &is)?) {
            if let (Some(was), Some(is)) = (was, is) {
                now_of.entry(was).or_insert(is);
            }
        }
        let at = models.iter().position(|known| known.model == model).unwrap_or_else(|| {
            models.push(ModelVectors { model: model.clone(), of_text: BTreeMap::new() });
            models.len() - 1
        });
        let words: Vec<&str> = now_of.keys().map(String::as_str).collect();
        let found = store.embeddings(&model, &words)?;
        for (now, vector) in now_of.values().zip(found) {
            if let Some(vector) = vector {
                models[at].of_text.entry(now.clone()).or_insert(vector);
            }
        }
    }
    Ok(models)
}

/// Returns the words of each segment and then the question before each, as the model reads them; `None` for what was erased or is not there.
fn texts(contents: &Contents, loaded: &LoadedRun) -> Result<Vec<Option<String>>, ProjectError> {
    let error = |error| offset_error(&contents.path, error);
    let words = loaded.texts.words().map_err(error)?;
    let questions = Questions::of(&loaded.texts, 0..words.len()).map_err(error)?;
    let own =
        words.iter().enumerate().map(|(at, words)| (!loaded.is_erased(at)).then(|| (*words).to_owned()));
    let asked = questions.of_row.iter().map(|of| of.map(|of| questions.texts[of].to_string()));
    Ok(own.chain(asked).collect())
}
