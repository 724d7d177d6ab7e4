//! The files of a sentence-transformer: compiled in, or from a local directory.

use std::borrow::Cow;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::error::EmbedError;
use super::modules::{After, Modules};

/// The bytes of one model's files.
#[derive(Clone, Debug)]
pub struct ModelFiles {
    /// The model's name.
    pub name: String,
    /// Where the files are, for messages; `bundled` for the bundled model.
    pub place: String,
    /// `config.json`.
    pub config: Cow<'static, [u8]>,
    /// `modules.json`.
    pub modules: Cow<'static, [u8]>,
    /// The pooling module's `config.json`.
    pub pooling: Cow<'static, [u8]>,
    /// `sentence_bert_config.json`, if there is one.
    pub sentence_config: Option<Cow<'static, [u8]>>,
    /// `tokenizer.json`.
    pub tokenizer: Cow<'static, [u8]>,
    /// `model.safetensors`.
    pub weights: Cow<'static, [u8]>,
    /// The Dense modules, in order.
    pub dense: Vec<DenseFiles>,
    /// `config_sentence_transformers.json`, which names prompts, if there is one.
    pub prompts: Option<Cow<'static, [u8]>>,
    /// The languages for which the model was made, as ISO 639 codes; empty if it does not say.
    pub languages: Vec<String>,
    /// SHA-256 of the files that determine its vectors, in lower-case hexadecimal.
    pub sha256: String,
}

/// The files of a Dense module.
#[derive(Clone, Debug)]
pub struct DenseFiles {
    /// Its folder.
    pub folder: String,
    /// Its `config.json`.
    pub config: Vec<u8>,
    /// Its `model.safetensors`.
    pub weights: Vec<u8>,
}

#[cfg(feature = "bundled-model")]
macro_rules! bundled {
    ($file:literal) => {
        Cow::Borrowed(
            include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/all-MiniLM-L6-v2/", $file))
                .as_slice(),
        )
    };
}

/// SHA-256 of the bundled model's files. It is stored here so that starting need not read 45 MB; a test checks it.
#[cfg(feature = "bundled-model")]
const BUNDLED_SHA256: &str = "9889ee93522019e72ed85a80aff9b6129d8ffaa84d8af5047b3dd2933f9e126f";

impl ModelFiles {
    /// Returns the model compiled into the program: all-MiniLM-L6-v2, made for English.
    ///
    /// # Errors
    /// [`EmbedError::NoBundledModel`] if the feature `bundled-model` is off.
    #[cfg(feature = "bundled-model")]
    pub fn bundled() -> Result<Self, EmbedError> {
        Ok(Self {
            name: "all-MiniLM-L6-v2".to_owned(),
            place: "bundled".to_owned(),
            config: bundled!("config.json"),
            modules: bundled!("modules.json"),
            pooling: bundled!("1_Pooling/config.json"),
            sentence_config: Some(bundled!("sentence_bert_config.json")),
            tokenizer: bundled!("tokenizer.json"),
            weights: bundled!("model.safetensors"),
            dense: Vec::new(),
            prompts: None,
            languages: vec!["eng".to_owned()],
            sha256: BUNDLED_SHA256.to_owned(),
        })
    }

    /// Returns the model compiled into the program; in this build there is none.
    ///
    /// # Errors
    /// Always [`EmbedError::NoBundledModel`], since the feature `bundled-model` is off.
    #[cfg(not(feature = "bundled-model"))]
    pub fn bundled() -> Result<Self, EmbedError> {
        Err(EmbedError::NoBundledModel)
    }

    /// Reads the model of a local sentence-transformer directory.
    ///
    /// # Errors
    /// [`EmbedError`] if a file is missing, or if `modules.json` is malformed or names an unsupported module.
    pub fn from_directory(directory: &Path) -> Result<Self, EmbedError> {
        let file = |name: &str| directory.join(name).display().to_string();
        let unreadable = |name: &str, source| EmbedError::Unreadable { file: file(name), source };
        let read =
            |name: &str| std::fs::read(directory.join(name)).map_err(|source| unreadable(name, source));
        let read_if_there = |name: &str| match std::fs::read(directory.join(name)) {
            Ok(bytes) => Ok(Some(Cow::Owned(bytes))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(unreadable(name, source)),
        };
        let modules = read("modules.json")?;
        let layout = Modules::parse(&modules, &file("modules.json"))?;
        let of_transformer = |name: &str| match layout.transformer.as_str() {
            "" => name.to_owned(),
            folder => format!("{folder}/{name}"),
        };
        let mut dense = Vec::new();
        for module in &layout.after {
            if let After::Dense(folder) = module {
                dense.push(DenseFiles {
                    folder: folder.clone(),
                    config: read(&format!("{folder}/config.json"))?,
                    weights: read(&format!("{folder}/model.safetensors"))?,
                });
            }
        }
        let whole = directory.canonicalize();
        let name = whole.as_deref().unwrap_or(directory).file_name();
        let mut files = Self {
            name: name
                .map_or_else(|| directory.display().to_string(), |name| name.to_string_lossy().into_owned()),
            place: directory.display().to_string(),
            config: read(&of_transformer("config.json"))?.into(),
            pooling: read(&format!("{}/config.json", layout.pooling))?.into(),
            modules: modules.into(),
            sentence_config: read_if_there(&of_transformer("sentence_bert_config.json"))?,
            tokenizer: read(&of_transformer("tokenizer.json"))?.into(),
            weights: read(&of_transformer("model.safetensors"))?.into(),
            dense,
            prompts: read_if_there("config_sentence_transformers.json")?,
            languages: std::fs::read_to_string(directory.join("README.md"))
                .map(|readme| languages_of(&readme))
                .unwrap_or_default(),
            sha256: String::new(),
        };
        files.sha256 = files.digest();
        Ok(files)
    }

    /// Returns a file's path for messages.
    pub(super) fn file(&self, name: &str) -> String {
        format!("{}/{name}", self.place)
    }

    /// Computes SHA-256 of the files, each preceded by its length. The prompts are omitted, since the prompt that is used
    /// is recorded separately.
    pub(super) fn digest(&self) -> String {
        let mut hasher = Sha256::new();
        let empty: &[u8] = &[];
        let files = [
            &*self.config,
            &self.modules,
            &self.pooling,
            self.sentence_config.as_deref().unwrap_or(empty),
            &self.tokenizer,
            &self.weights,
        ];
        let dense = self.dense.iter().flat_map(|dense| [&*dense.config, &dense.weights]);
        for bytes in files.into_iter().chain(dense) {
            hasher.update((bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        }
        format!("{:x}", hasher.finalize())
    }
}

/// Returns the languages in the header of a model card: `language: en`, `language: [en, de]`, or a list of lines `- en`.
fn languages_of(readme: &str) -> Vec<String> {
    let mut lines = readme.lines();
    if lines.next().map(str::trim) != Some("---") {
        return Vec::new();
    }
    let mut languages = Vec::new();
    let mut in_list = false;
    for line in lines.take_while(|line| line.trim() != "---") {
        if let Some(value) = line.strip_prefix("language:") {
            let value = value.trim().trim_matches(['[', ']']);
            in_list = value.is_empty();
            languages.extend(value.split(',').map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned));
        } else if in_list {
            match line.trim_start().strip_prefix("- ") {
                Some(language) => languages.push(language.trim().to_owned()),
                None => in_list = false,
            }
        }
    }
    // "multilingual" is not a language of a document; if it is listed, the languages are unknown.
    if languages.iter().any(|language| language == "multilingual") { Vec::new() } else { languages }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(feature = "bundled-model")]
    fn the_bundled_digest_is_that_of_the_files() {
        let files = ModelFiles::bundled().unwrap();
        assert_eq!(files.digest(), files.sha256);
    }

    #[test]
    fn languages_are_read_from_the_model_card() {
        assert_eq!(languages_of("---\nlanguage: en\nlicense: x\n---\n"), ["en"]);
        assert_eq!(languages_of("---\nlanguage:\n- en\n- de\nlicense: x\n---\n- fr"), ["en", "de"]);
        assert_eq!(languages_of("---\nlanguage: [en, fa]\n---\n"), ["en", "fa"]);
        assert!(languages_of("---\nlanguage:\n- multilingual\n- ar\n---\n").is_empty());
        assert!(languages_of("# A model\nlanguage: en").is_empty());
    }
}
