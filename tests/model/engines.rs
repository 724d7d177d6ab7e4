//! The engines under test, and tests of rust-bert alone.

use themata::embed::{EmbedParams, Kernel, Model, ModelFiles, Precision};

/// Returns each bfloat16 path of this processor, with the required closeness to single precision.
pub fn narrow() -> Vec<(&'static str, EmbedParams)> {
    let params = EmbedParams { precision: Precision::Bf16, ..EmbedParams::default() };
    let is_here = Model::load(ModelFiles::bundled().unwrap(), &params).is_ok();
    if is_here { vec![("packed bf16", params)] } else { Vec::new() }
}

/// Returns each engine of this build in single precision, on each kind of device of this machine, with its name in
/// messages.
pub fn engines() -> Vec<(&'static str, EmbedParams)> {
    let portable = EmbedParams { kernel: Some(Kernel::Portable), ..EmbedParams::default() };
    let packed = [("packed", EmbedParams::default()), ("packed portable", portable)];
    #[cfg(feature = "rust-bert")]
    let others = rust_bert::engines();
    #[cfg(not(feature = "rust-bert"))]
    let others = Vec::new();
    packed.into_iter().chain(others).collect()
}

#[cfg(not(feature = "rust-bert"))]
#[test]
fn a_program_without_rust_bert_says_how_to_get_it() {
    use themata::embed::Engine;
    let params = EmbedParams { engine: Engine::RustBert, ..EmbedParams::default() };
    let error = Model::load(ModelFiles::bundled().unwrap(), &params).unwrap_err().to_string();
    for word in ["built without the engine rust-bert", "the feature `rust-bert`"] {
        assert!(error.contains(word), "{error}");
    }
}

#[cfg(feature = "rust-bert")]
mod rust_bert {
    use std::path::Path;

    use themata::domain::NoProgress;
    use themata::embed::{EmbedError, EmbedParams, Embedder, Engine, Kernel, Model, ModelFiles, Precision};

    use crate::{bundled, cosine, reference};

    pub fn params() -> EmbedParams {
        EmbedParams { engine: Engine::RustBert, ..EmbedParams::default() }
    }

    pub fn engines() -> Vec<(&'static str, EmbedParams)> {
        let mut engines = vec![("rust-bert", params())];
        let on_gpu = on("cuda");
        if a_gpu_is_here() && Model::load(ModelFiles::bundled().unwrap(), &on_gpu).is_ok() {
            engines.push(("rust-bert on a GPU", on_gpu));
        }
        engines
    }

    fn on(device: &str) -> EmbedParams {
        EmbedParams { device: Some(device.to_owned()), ..params() }
    }

    /// Tells whether there is a GPU: then `cuda` is not refused.
    fn a_gpu_is_here() -> bool {
        Path::new("/dev/nvidia0").exists()
    }

    fn refused(params: &EmbedParams, says: &[&str]) {
        let error = Model::load(ModelFiles::bundled().unwrap(), params).unwrap_err();
        assert!(matches!(error, EmbedError::Unavailable { .. }), "{error:?}");
        for word in says {
            assert!(error.to_string().contains(word), "{error}");
        }
    }

    #[test]
    fn the_fingerprint_names_engine_and_device() {
        let fingerprint = bundled(&params()).fingerprint().clone();
        assert_eq!(fingerprint.engine, "rust-bert 0.23 libtorch 2.4 cpu f32");
        assert_eq!(fingerprint.kernel, "libtorch cpu");
        assert_eq!(*bundled(&on("cpu")).fingerprint(), fingerprint);
    }

    #[test]
    fn both_engines_give_the_same_vectors() {
        let reference = reference();
        let texts: Vec<&str> = reference.iter().map(|(text, _)| text.as_str()).collect();
        let packed = bundled(&EmbedParams::default()).embed(&texts, &NoProgress).unwrap();
        let other = bundled(&params()).embed(&texts, &NoProgress).unwrap();
        for (row, text) in texts.iter().enumerate() {
            let cosine = cosine(packed.embeddings.row(row), other.embeddings.row(row));
            assert!(cosine >= 0.999_999_9, "{cosine} for {text:?}");
        }
    }

    #[test]
    fn threads_and_order_change_no_bit_and_company_no_more_than_noise() {
        let reference = reference();
        let texts: Vec<&str> = reference.iter().map(|(text, _)| text.as_str()).collect();
        let model = bundled(&params());
        let together = model.embed(&texts, &NoProgress).unwrap();
        for n_threads in [1, 3] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
            assert_eq!(together, pool.install(|| model.embed(&texts, &NoProgress).unwrap()), "{n_threads}");
        }
        let reversed: Vec<&str> = texts.iter().rev().copied().collect();
        let backwards = model.embed(&reversed, &NoProgress).unwrap();
        let mut n_same = 0;
        for (row, text) in texts.iter().enumerate() {
            assert_eq!(
                backwards.embeddings.row(texts.len() - 1 - row),
                together.embeddings.row(row),
                "{text:?}"
            );
            let alone = model.embed(&[text], &NoProgress).unwrap();
            let cosine = cosine(alone.embeddings.row(0), together.embeddings.row(row));
            assert!(cosine >= 0.999_999, "{cosine} for {text:?}");
            n_same += usize::from(alone.embeddings.row(0) == together.embeddings.row(row));
        }
        println!("the same to the bit, alone and together: {n_same} of {}", texts.len());
    }

    #[test]
    fn devices_that_are_not_there_are_refused_with_what_to_do() {
        for name in ["gpu", "cuda:", "cuda:x", "cuda:-1", "CPU", ""] {
            refused(&on(name), &["no device", name, "cpu, cuda and cuda:N"]);
        }
        for name in ["cuda", "cuda:99"] {
            if name == "cuda:99" || !a_gpu_is_here() {
                refused(&on(name), &["device", name]);
            }
        }
    }

    #[test]
    fn options_of_the_packed_engine_are_refused() {
        refused(&EmbedParams { precision: Precision::Bf16, ..params() }, &["f32 only", "not in bf16"]);
        refused(
            &EmbedParams { kernel: Some(Kernel::Portable), ..params() },
            &["cannot use portable", "rust-bert"],
        );
    }

    /// Returns a copy of the bundled model with one setting of config.json changed.
    fn changed(from: &str, to: &str) -> ModelFiles {
        let mut files = ModelFiles::bundled().unwrap();
        let config = String::from_utf8(files.config.to_vec()).unwrap();
        assert!(config.contains(from), "{config}");
        files.config = config.replace(from, to).into_bytes().into();
        files
    }

    #[test]
    fn mpnet_is_refused_by_name() {
        let error = Model::load(changed("\"bert\"", "\"mpnet\""), &params()).unwrap_err();
        assert!(matches!(error, EmbedError::Unavailable { .. }), "{error:?}");
        for word in ["MPNet", "config.json", "packed engine"] {
            assert!(error.to_string().contains(word), "{error}");
        }
    }

    /// Checks that scaled weights replace the fixed epsilon of rust-bert's layer norms by the model's own.
    #[test]
    fn any_epsilon_gives_what_the_packed_engine_gives() {
        let texts = ["We sat in the room and no one said a word.", "Okay.", "I had to sit on the floor."];
        for eps in ["1e-5", "0.1"] {
            let files = changed("\"layer_norm_eps\": 1e-12", &format!("\"layer_norm_eps\": {eps}"));
            let packed = Model::load(files.clone(), &EmbedParams::default()).unwrap();
            let other = Model::load(files, &params()).unwrap();
            let (packed, other) =
                (packed.embed(&texts, &NoProgress).unwrap(), other.embed(&texts, &NoProgress).unwrap());
            for (row, text) in texts.iter().enumerate() {
                let cosine = cosine(packed.embeddings.row(row), other.embeddings.row(row));
                assert!(cosine >= 0.999_999_9, "{eps}: {cosine} for {text:?}");
            }
        }
        let none = changed("\"layer_norm_eps\": 1e-12", "\"layer_norm_eps\": 0.0");
        assert!(Model::load(none, &params()).is_err());
    }
}
