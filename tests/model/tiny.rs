//! Compares tiny random models of each architecture with sentence-transformers, on every path.

use std::path::Path;

use serde_json::Value;
use themata::domain::NoProgress;
use themata::embed::{EmbedParams, Embedder, Model, ModelFiles, Prompt};

use crate::cosine;
use crate::engines::{engines, narrow};

#[test]
fn every_architecture_gives_what_sentence_transformers_gives() {
    let reference: Value = serde_json::from_str(include_str!("tiny/reference.json")).unwrap();
    let texts: Vec<&str> =
        reference["texts"].as_array().unwrap().iter().map(|t| t.as_str().unwrap()).collect();
    let models = reference["models"].as_array().unwrap();
    assert!(models.len() >= 9, "{} models", models.len());
    for model in models {
        let name = model["name"].as_str().unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/model/tiny").join(name);
        for set in model["sets"].as_array().unwrap() {
            // Pooling without the prompt's tokens is refused with an error that names it.
            if set["prompt_tokens_pooled"] == false {
                continue;
            }
            for (path, params) in engines().into_iter().chain(narrow()) {
                // rust-bert has no MPNet; another test checks that it says so.
                if name.starts_with("mpnet") && path.starts_with("rust-bert") {
                    continue;
                }
                let asked = |key: &str| set["options"][key].as_str().map(str::to_owned);
                let prompt = match (asked("prompt_name"), asked("prompt")) {
                    (Some(name), _) => Prompt::Named(name),
                    (None, Some(text)) => Prompt::Text(text),
                    (None, None) => Prompt::ModelDefault,
                };
                let params = EmbedParams { prompt, ..params };
                let files = ModelFiles::from_directory(&folder).unwrap();
                let model = Model::load(files, &params).unwrap_or_else(|error| panic!("{name}: {error}"));
                let embedded = model.embed(&texts, &NoProgress).unwrap();
                let rows = set["rows"].as_array().unwrap();
                for (i, row) in rows.iter().enumerate() {
                    let row: Vec<f32> =
                        row.as_array().unwrap().iter().map(|v| v.as_f64().unwrap() as f32).collect();
                    let cosine = cosine(embedded.embeddings.row(i), &row);
                    let least = if path == "packed bf16" { 0.999 } else { 0.999_999 };
                    assert!(cosine >= least, "{name}, {path}: {cosine} for {:?}", texts[i]);
                }
            }
        }
    }
}
