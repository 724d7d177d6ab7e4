//! Compares the bundled model with sentence-transformers, and checks the properties of every embedder on every engine.

// Tests may unwrap, print, and make items public that only the test program uses.
#![allow(clippy::unwrap_used, clippy::print_stdout, unreachable_pub)]

mod engines;
mod parity;
mod tiny;

use serde_json::Value;
use themata::domain::NoProgress;
use themata::embed::{EmbedParams, Embedder, Model, ModelFiles};

fn encoder() -> Model {
    bundled(&EmbedParams::default())
}

fn bundled(params: &EmbedParams) -> Model {
    Model::load(ModelFiles::bundled().unwrap(), params).unwrap()
}

/// Returns the bundled model on each engine under test.
fn encoders() -> Vec<(&'static str, Model)> {
    engines::engines().into_iter().map(|(engine, params)| (engine, bundled(&params))).collect()
}

fn reference() -> Vec<(String, Vec<f32>)> {
    let file = include_str!("reference.json");
    let value: Value = serde_json::from_str(file).unwrap();
    let rows = value["rows"].as_array().unwrap();
    rows.iter()
        .map(|row| {
            let vector = row["vector"].as_array().unwrap();
            let text = row["text"].as_str().unwrap().to_owned();
            (text, vector.iter().map(|v| v.as_f64().unwrap() as f32).collect())
        })
        .collect()
}

fn cosine(a: &[f32], b: &[f32]) -> f64 {
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(&x, &y)| f64::from(x) * f64::from(y)).sum::<f64>();
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

/// Checks the half-precision weights against the full-precision reference, which also measures the loss from half
/// precision.
#[test]
fn embeddings_stay_with_those_of_the_full_precision_model() {
    let reference = reference();
    let texts: Vec<&str> = reference.iter().map(|(text, _)| text.as_str()).collect();
    for (engine, encoder) in encoders() {
        let embedded = encoder.embed(&texts, &NoProgress).unwrap();
        let mut least = 1.0f64;
        for (row, (text, vector)) in reference.iter().enumerate() {
            let cosine = cosine(embedded.embeddings.row(row), vector);
            assert!(cosine >= 0.9999, "{engine}: {cosine} for {text:?}");
            least = least.min(cosine);
        }
        println!("least cosine to the full-precision embeddings, {engine}: {least:.7}");
        assert!(least >= 0.999_995, "{engine}: half precision costs more than was measured: {least}");
    }
}

#[test]
fn a_text_alone_equals_itself_in_any_company_to_the_bit() {
    let reference = reference();
    let texts: Vec<&str> = reference.iter().map(|(text, _)| text.as_str()).collect();
    let encoder = encoder();
    let together = encoder.embed(&texts, &NoProgress).unwrap();
    let reversed: Vec<&str> = texts.iter().rev().copied().collect();
    let backwards = encoder.embed(&reversed, &NoProgress).unwrap();
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let on_one = one_thread.install(|| encoder.embed(&texts, &NoProgress).unwrap());
    assert_eq!(together, on_one);
    for (row, text) in texts.iter().enumerate() {
        let alone = encoder.embed(&[text], &NoProgress).unwrap();
        assert_eq!(alone.embeddings.row(0), together.embeddings.row(row), "{text:?}");
        let mirrored = texts.len() - 1 - row;
        assert_eq!(backwards.embeddings.row(mirrored), together.embeddings.row(row), "{text:?}");
    }
}

#[test]
fn a_text_longer_than_the_window_is_never_cut_off() {
    let sentence = "The clinic was full and the telephone kept ringing while I tried to listen to her. ";
    let long = sentence.repeat(40);
    let ending = format!("{long}And then, at the very end, a lion walked into the ward.");
    let one_word = "a".repeat(50_000);
    let words = "ab ".repeat(20_000);
    for (engine, encoder) in encoders() {
        let embedded = encoder.embed(&[sentence, &long, &ending], &NoProgress).unwrap();
        assert_eq!(embedded.n_windows[0], 1, "{engine}");
        assert!(embedded.n_windows[1] >= 3, "{engine}: {:?}", embedded.n_windows);
        let same = cosine(embedded.embeddings.row(1), embedded.embeddings.row(2));
        assert!(same < 0.9999, "{engine}: the end of a long text counts: {same}");
        let embedded = encoder.embed(&[&one_word, &words], &NoProgress).unwrap();
        assert_eq!(embedded.embeddings.n_segments(), 2, "{engine}");
        assert!(embedded.n_windows[1] > 70, "{engine}");
    }
}

#[test]
fn identical_texts_have_identical_vectors_and_nothing_gives_nothing() {
    for (engine, encoder) in encoders() {
        let embedded = encoder.embed(&["one", "two", "one"], &NoProgress).unwrap();
        assert_eq!(embedded.embeddings.row(0), embedded.embeddings.row(2), "{engine}");
        assert_eq!(encoder.embed(&[], &NoProgress).unwrap().embeddings.n_segments(), 0, "{engine}");
    }
}

#[test]
fn the_manifest_holds_for_the_files_shipped() {
    use sha2::{Digest, Sha256};
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("models/all-MiniLM-L6-v2");
    let manifest: Value =
        serde_json::from_slice(&std::fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    let files = manifest["files"].as_object().unwrap();
    assert!(files.len() >= 10);
    for (name, sha256) in files {
        let found = format!("{:x}", Sha256::digest(std::fs::read(folder.join(name)).unwrap()));
        assert_eq!(&found, sha256.as_str().unwrap(), "{name}");
    }
}

/// Checks that the bundled model's directory is read like any other sentence-transformer directory.
#[test]
fn a_directory_gives_what_the_bundled_model_gives() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("models/all-MiniLM-L6-v2");
    let texts = ["a difficult relative", "the rota"];
    for (engine, params) in engines::engines() {
        let files = ModelFiles::from_directory(&folder).unwrap();
        let (from_directory, bundled) = (Model::load(files, &params).unwrap(), bundled(&params));
        let one = from_directory.embed(&texts, &NoProgress).unwrap();
        assert_eq!(one, bundled.embed(&texts, &NoProgress).unwrap(), "{engine}");
        assert_eq!(from_directory.fingerprint().sha256, bundled.fingerprint().sha256, "{engine}");
    }
}

#[test]
fn models_that_cannot_be_used_are_refused_by_file_and_reason() {
    let shipped = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("models/all-MiniLM-L6-v2");
    let check = |change: &dyn Fn(&std::path::Path), says: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "config.json",
            "modules.json",
            "sentence_bert_config.json",
            "tokenizer.json",
            "model.safetensors",
        ] {
            std::fs::copy(shipped.join(name), folder.path().join(name)).unwrap();
        }
        std::fs::create_dir(folder.path().join("1_Pooling")).unwrap();
        std::fs::copy(shipped.join("1_Pooling/config.json"), folder.path().join("1_Pooling/config.json"))
            .unwrap();
        change(folder.path());
        for (engine, params) in engines::engines() {
            let load = |files| Model::load(files, &params);
            let error = ModelFiles::from_directory(folder.path()).and_then(load).unwrap_err().to_string();
            for word in says {
                assert!(error.contains(word), "{engine}: {error}");
            }
        }
    };
    let edit = |name: &'static str, from: &'static str, to: &'static str| {
        move |folder: &std::path::Path| {
            let path = folder.join(name);
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(text.contains(from));
            std::fs::write(path, text.replace(from, to)).unwrap();
        }
    };
    check(&edit("config.json", "\"bert\"", "\"t5\""), &["config.json", "model type t5"]);
    check(&edit("config.json", "\"gelu\"", "\"relu\""), &["config.json", "activation relu"]);
    check(
        &edit("config.json", "\"num_attention_heads\": 12", "\"num_attention_heads\": 7"),
        &["384", "7 heads"],
    );
    check(
        &edit("config.json", "\"num_hidden_layers\": 6", "\"num_hidden_layers\": 9"),
        &["encoder.layer.6", "missing"],
    );
    check(&edit("modules.json", "models.Pooling", "models.LSTM"), &["modules.json", "models.LSTM"]);
    check(
        &edit(
            "1_Pooling/config.json",
            "\"pooling_mode_mean_tokens\": true",
            "\"pooling_mode_mean_tokens\": false",
        ),
        &["1_Pooling/config.json", "pooling"],
    );
    check(
        &edit("config.json", "\"vocab_size\": 30522", "\"vocab_size\": 100"),
        &["model.safetensors", "word_embeddings", "shape"],
    );
    // The reader of tokenizers panics at this; the program does not.
    check(
        &edit("tokenizer.json", "\"prefix\":\"##\",\"cleanup\":true}", r#""prefix":,"cleanup":true}"#),
        &["tokenizer.json", "it is damaged"],
    );
    // This one is read, and panics when the first text is split: the template names a token that is not listed.
    check(
        &edit("tokenizer.json", r#""special_tokens":{"[CLS]":{"#, r#""special_tokens":{"[CLASS]":{"#),
        &["tokenizer.json", "it is damaged"],
    );
    check(
        &|folder| std::fs::remove_file(folder.join("tokenizer.json")).unwrap(),
        &["tokenizer.json", "cannot be read"],
    );
    check(
        &|folder| {
            let path = folder.join("model.safetensors");
            let bytes = std::fs::read(&path).unwrap();
            std::fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
        },
        &["model.safetensors"],
    );
}
