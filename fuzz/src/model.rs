//! The files of a model.

use themata::domain::NoProgress;
use themata::embed::{EmbedParams, Embedder, Model, ModelFiles, Precision};

/// The sound model: one layer, 32 numbers wide.
const SOUND: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/model/tiny/bert-dense");

/// Puts `data` in the place of one file of a sound model, loads it and embeds a few words. The first byte says which file.
pub fn model(data: &[u8]) {
    crate::contained_panics_are_no_finds();
    let Some((kind, data)) = data.split_first() else { return };
    let mut files = ModelFiles::from_directory(SOUND.as_ref()).expect("the model is there");
    let given = || data.to_vec().into();
    match kind % 9 {
        0 => files.config = given(),
        1 => files.modules = given(),
        2 => files.pooling = given(),
        3 => files.sentence_config = Some(given()),
        4 => files.tokenizer = given(),
        5 => files.weights = given(),
        6 => files.dense[0].config = data.to_vec(),
        7 => files.dense[0].weights = data.to_vec(),
        _ => files.prompts = Some(given()),
    }
    let precision = if kind & 128 == 0 { Precision::F32 } else { Precision::Bf16 };
    let Ok(model) = Model::load(files, &EmbedParams { precision, ..EmbedParams::default() }) else { return };
    let texts = ["", "Nights are long.", "شب‌کاری 😀 and so on and on"];
    if let Ok(embedded) = model.embed(&texts, &NoProgress) {
        assert_eq!(embedded.embeddings.values().len() % texts.len(), 0);
    }
}
