//! The files of a sentence-transformer: compiled in, or from a local directory.

use std::borrow::Cow;
use std::path::Path;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::error::EmbedError;

/// The bytes of one model's files.
#[derive(Clone, Debug)]
pub struct ModelFiles {
    /// The model's name.
    pub name: String,
    /// Where the files are, for messages; `bundled` for the model compiled in.
    pub place: String,
    /// `config.json`.
    pub config: Cow<'static, [u8]>,
    /// `modules.json`.
    pub modules: Cow<'static, [u8]>,
    /// The pooling module's `config.json`.
    pub pooling: Cow<'static, [u8]>,
    /// `sentence_bert_config.json`, where there is one.
    pub sentence_config: Option<Cow<'static, [u8]>>,
    /// `tokenizer.json`.
    pub tokenizer: Cow<'static, [u8]>,
    /// `model.safetensors`.
    pub weights: Cow<'static, [u8]>,
    /// The languages the model was made for, as ISO 639 codes; empty where it does not say.
    pub languages: Vec<String>,
    /// SHA-256 over the six files, in lower-case hexadecimal.
    pub sha256: String,
}

/// One entry of `modules.json`.
#[derive(Debug, Deserialize)]
pub(super) struct Module {
    pub(super) path: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
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

/// SHA-256 of the bundled model's files: kept here so that starting need not read 45 MB; a test computes it anew.
#[cfg(feature = "bundled-model")]
const BUNDLED_SHA256: &str = "9889ee93522019e72ed85a80aff9b6129d8ffaa84d8af5047b3dd2933f9e126f";

impl ModelFiles {
    /// The model compiled into the program: all-MiniLM-L6-v2, made for English.
    ///
    /// # Errors
    /// [`EmbedError::NoBundledModel`] where the feature `bundled-model` is off.
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
            languages: vec!["eng".to_owned()],
            sha256: BUNDLED_SHA256.to_owned(),
        })
    }

    /// The model compiled into the program: here none.
    ///
    /// # Errors
    /// [`EmbedError::NoBundledModel`], since the feature `bundled-model` is off.
    #[cfg(not(feature = "bundled-model"))]
    pub fn bundled() -> Result<Self, EmbedError> {
        Err(EmbedError::NoBundledModel)
    }

    /// The model of a local sentence-transformer directory.
    ///
    /// # Errors
    /// [`EmbedError`] where a file is missing or `modules.json` is malformed or names a module that is not supported.
    pub fn from_directory(directory: &Path) -> Result<Self, EmbedError> {
        let file = |name: &str| directory.join(name).display().to_string();
        let read = |name: &str| {
            std::fs::read(directory.join(name))
                .map(Cow::Owned)
                .map_err(|source| EmbedError::Unreadable { file: file(name), source })
        };
        let modules: Cow<'static, [u8]> = read("modules.json")?;
        let pooling_path = parse_modules(&modules, &file("modules.json"))?
            .into_iter()
            .find(|module| module.kind.ends_with(".Pooling"))
            .map(|module| module.path)
            .ok_or_else(|| EmbedError::Malformed {
                file: file("modules.json"),
                problem: "it has no Pooling module, so how token vectors become one is not known".to_owned(),
            })?;
        let sentence_config = match std::fs::read(directory.join("sentence_bert_config.json")) {
            Ok(bytes) => Some(Cow::Owned(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(source) => {
                return Err(EmbedError::Unreadable { file: file("sentence_bert_config.json"), source });
            }
        };
        let mut files =
            Self {
                name: directory.canonicalize().ok().as_deref().unwrap_or(directory).file_name().map_or_else(
                    || directory.display().to_string(),
                    |name| name.to_string_lossy().into_owned(),
                ),
                place: directory.display().to_string(),
                config: read("config.json")?,
                pooling: read(&format!("{pooling_path}/config.json"))?,
                modules,
                sentence_config,
                tokenizer: read("tokenizer.json")?,
                weights: read("model.safetensors")?,
                languages: std::fs::read_to_string(directory.join("README.md"))
                    .map(|readme| languages_of(&readme))
                    .unwrap_or_default(),
                sha256: String::new(),
            };
        files.sha256 = files.digest();
        Ok(files)
    }

    /// A file's place, for messages.
    pub(super) fn file(&self, name: &str) -> String {
        format!("{}/{name}", self.place)
    }

    /// SHA-256 over the six files, each preceded by its length.
    pub(super) fn digest(&self) -> String {
        let mut hasher = Sha256::new();
        let empty: &[u8] = &[];
        for bytes in [
            &*self.config,
            &self.modules,
            &self.pooling,
            self.sentence_config.as_deref().unwrap_or(empty),
            &self.tokenizer,
            &self.weights,
        ] {
            hasher.update((bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        }
        format!("{:x}", hasher.finalize())
    }
}

/// Reads `modules.json` and refuses, by name, a module that is not supported.
pub(super) fn parse_modules(bytes: &[u8], file: &str) -> Result<Vec<Module>, EmbedError> {
    let modules: Vec<Module> = serde_json::from_slice(bytes)
        .map_err(|error| EmbedError::Malformed { file: file.to_owned(), problem: error.to_string() })?;
    for module in &modules {
        let known = [".Transformer", ".Pooling", ".Normalize"].iter().any(|kind| module.kind.ends_with(kind));
        if !known {
            return Err(EmbedError::Unsupported {
                file: file.to_owned(),
                feature: format!("the module {}", module.kind),
            });
        }
    }
    Ok(modules)
}

/// The languages in the head of a model card: `language: en`, `language: [en, de]`, or a list of lines `- en`.
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
    // "multilingual" is no language that a document could be in; with it the card does not say.
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

    #[test]
    fn a_module_that_is_not_supported_is_refused_by_name() {
        let modules = br#"[{"path":"","type":"sentence_transformers.models.Transformer"},
            {"path":"2_Dense","type":"sentence_transformers.models.Dense"}]"#;
        let error = parse_modules(modules, "m/modules.json").unwrap_err().to_string();
        assert!(error.contains("m/modules.json") && error.contains("models.Dense"), "{error}");
    }
}
