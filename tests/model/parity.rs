//! Compares 300 segments in many languages and scripts with sentence-transformers, on every path.

use safetensors::SafeTensors;
use serde_json::Value;
use themata::domain::NoProgress;
use themata::embed::{Embedder, Model, ModelFiles};

use crate::cosine;
use crate::engines::{engines, narrow};

struct Reference {
    texts: Vec<String>,
    n_windows: Vec<usize>,
    /// By the bundled weights, converted from half to single precision.
    shipped: Vec<f32>,
    /// By the full-precision weights.
    full: Vec<f32>,
}

fn reference() -> Reference {
    let json: Value = serde_json::from_str(include_str!("parity.json")).unwrap();
    let file = include_bytes!("parity.safetensors");
    let tensors = SafeTensors::deserialize(file).unwrap();
    let values = |name: &str| -> Vec<f32> {
        let tensor = tensors.tensor(name).unwrap();
        assert_eq!(tensor.shape(), [300, 384]);
        tensor.data().chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()
    };
    let rows = json["rows"].as_array().unwrap();
    Reference {
        texts: rows.iter().map(|row| row["text"].as_str().unwrap().to_owned()).collect(),
        n_windows: rows.iter().map(|row| row["windows"].as_array().map_or(1, Vec::len)).collect(),
        shipped: values("shipped"),
        full: values("full"),
    }
}

#[test]
fn every_path_gives_what_sentence_transformers_gives() {
    let reference = reference();
    assert_eq!(reference.texts.len(), 300);
    let texts: Vec<&str> = reference.texts.iter().map(String::as_str).collect();
    for (path, params) in engines().into_iter().chain(narrow()) {
        let model = Model::load(ModelFiles::bundled().unwrap(), &params).unwrap();
        let embedded = model.embed(&texts, &NoProgress).unwrap();
        let (mut least, mut least_to_full) = (1.0f64, 1.0f64);
        for (i, text) in texts.iter().enumerate() {
            let row = embedded.embeddings.row(i);
            let range = i * 384..(i + 1) * 384;
            let near = cosine(row, &reference.shipped[range.clone()]);
            let bound = if path == "packed bf16" { 0.9999 } else { 0.999_999 };
            assert!(near >= bound, "{path}: {near} for {text:?}");
            assert_eq!(embedded.n_windows[i] as usize, reference.n_windows[i], "{text:?}");
            least = least.min(near);
            least_to_full = least_to_full.min(cosine(row, &reference.full[range]));
        }
        println!(
            "{path}: least cosine {least:.8} to the shipped weights, {least_to_full:.8} to the full ones"
        );
        assert!(least_to_full >= if path == "packed bf16" { 0.9999 } else { 0.999_99 });
    }
}
