//! Reads and checks the parts of a sentence-transformer: `modules.json`, the Dense modules and the prompts.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::error::EmbedError;
use super::params::Prompt;

/// One item of `modules.json`.
#[derive(Debug, Deserialize)]
struct Module {
    path: String,
    #[serde(rename = "type")]
    kind: String,
}

/// The modules of a sentence-transformer, in the order in which they are applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Modules {
    /// The folder of the transformer's files; usually empty, which means the model's own folder.
    pub(super) transformer: String,
    /// The folder of the pooling module.
    pub(super) pooling: String,
    /// The modules after the pooling.
    pub(super) after: Vec<After>,
}

/// A module that is applied to the pooled vector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// A linear layer with an activation, by the folder of its files.
    Dense(String),
    /// Scales to length 1.
    Normalize,
}

impl Modules {
    /// Reads `modules.json`, and returns an error that names an unsupported module.
    pub(super) fn parse(bytes: &[u8], file: &str) -> Result<Self, EmbedError> {
        let modules: Vec<Module> = parse(bytes, file)?;
        let unsupported = |feature: String| Err(EmbedError::Unsupported { file: file.to_owned(), feature });
        let malformed =
            |problem: &str| Err(EmbedError::Malformed { file: file.to_owned(), problem: problem.to_owned() });
        let kind = |module: &Module| module.kind.rsplit('.').next().unwrap_or_default().to_owned();
        for module in &modules {
            let leaves = module.path.split(['/', '\\']).any(|part| part == ".." || part.contains(':'));
            if leaves || module.path.starts_with(['/', '\\']) {
                return malformed("a module's folder lies outside the model's");
            }
        }
        let mut modules = modules.into_iter();
        let transformer = match modules.next() {
            Some(module) if kind(&module) == "Transformer" => module.path,
            Some(module) => return unsupported(format!("the module {}", module.kind)),
            None => return malformed("it names no module"),
        };
        let pooling = match modules.next() {
            Some(module) if kind(&module) == "Pooling" => module.path,
            Some(module) if kind(&module) != "Normalize" => {
                return unsupported(format!("the module {} before pooling", module.kind));
            }
            _ => {
                return malformed(
                    "it has no Pooling module, so it does not say how token vectors become one vector",
                );
            }
        };
        let mut after = Vec::new();
        for module in modules {
            after.push(match kind(&module).as_str() {
                "Dense" => After::Dense(module.path),
                "Normalize" => After::Normalize,
                _ => return unsupported(format!("the module {}", module.kind)),
            });
        }
        Ok(Self { transformer, pooling, after })
    }
}

impl Modules {
    /// Returns the model's files, and whether each is required.
    pub(super) fn files(&self) -> Vec<(String, bool)> {
        let inside = |folder: &str, file: &str| match folder {
            "" => file.to_owned(),
            folder => format!("{folder}/{file}"),
        };
        let mut files = vec![
            ("modules.json".to_owned(), true),
            ("config_sentence_transformers.json".to_owned(), false),
            ("README.md".to_owned(), false),
            (inside(&self.transformer, "config.json"), true),
            (inside(&self.transformer, "sentence_bert_config.json"), false),
            (inside(&self.transformer, "tokenizer.json"), true),
            (inside(&self.transformer, "model.safetensors"), true),
            (inside(&self.pooling, "config.json"), true),
        ];
        for module in &self.after {
            if let After::Dense(folder) = module {
                files.push((inside(folder, "config.json"), true));
                files.push((inside(folder, "model.safetensors"), true));
            }
        }
        files
    }
}

/// The contents of a Dense module's `config.json`, checked.
#[derive(Debug)]
pub(super) struct DenseConfig {
    pub(super) n_in: usize,
    pub(super) n_out: usize,
    pub(super) bias: bool,
    pub(super) activation: Activation,
}

/// What a Dense module applies to each of its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Activation {
    /// Nothing.
    Identity,
    /// The hyperbolic tangent.
    Tanh,
    /// max(0, x).
    Relu,
}

#[derive(Deserialize)]
struct RawDense {
    in_features: usize,
    out_features: usize,
    #[serde(default = "yes")]
    bias: bool,
    #[serde(default = "tanh")]
    activation_function: String,
}

fn yes() -> bool {
    true
}

fn tanh() -> String {
    "torch.nn.modules.activation.Tanh".to_owned()
}

impl DenseConfig {
    /// Reads and checks a Dense module's configuration.
    pub(super) fn parse(bytes: &[u8], file: &str) -> Result<Self, EmbedError> {
        let raw: RawDense = parse(bytes, file)?;
        let activation = match raw.activation_function.rsplit('.').next() {
            Some("Identity") => Activation::Identity,
            Some("Tanh") => Activation::Tanh,
            Some("ReLU") => Activation::Relu,
            _ => {
                return Err(EmbedError::Unsupported {
                    file: file.to_owned(),
                    feature: format!("the activation {} of a Dense module", raw.activation_function),
                });
            }
        };
        if raw.in_features == 0 || raw.out_features == 0 {
            return Err(EmbedError::Malformed {
                file: file.to_owned(),
                problem: "the Dense module has no input or no output".to_owned(),
            });
        }
        Ok(Self { n_in: raw.in_features, n_out: raw.out_features, bias: raw.bias, activation })
    }
}

/// The prompts of `config_sentence_transformers.json`.
#[derive(Default, Deserialize)]
struct RawPrompts {
    #[serde(default)]
    prompts: BTreeMap<String, Option<String>>,
    #[serde(default)]
    default_prompt_name: Option<String>,
}

/// Returns the text that is put before each text, by the user's choice and the model's configuration; empty for none.
pub(super) fn prompt(asked: &Prompt, bytes: Option<&[u8]>, file: &str) -> Result<String, EmbedError> {
    let raw: RawPrompts = match bytes {
        Some(bytes) => parse(bytes, file)?,
        None => RawPrompts::default(),
    };
    let name = match asked {
        Prompt::Text(text) => return Ok(text.clone()),
        Prompt::Named(name) => name,
        Prompt::ModelDefault => match &raw.default_prompt_name {
            Some(name) => name,
            None => return Ok(String::new()),
        },
    };
    match raw.prompts.get(name) {
        Some(prompt) => Ok(prompt.clone().unwrap_or_default()),
        None => Err(EmbedError::NoSuchPrompt {
            file: file.to_owned(),
            name: name.clone(),
            known: match raw.prompts.keys().map(String::as_str).collect::<Vec<_>>() {
                names if names.is_empty() => "none".to_owned(),
                names => names.join(", "),
            },
        }),
    }
}

/// Reads JSON; an error names the file.
pub(super) fn parse<T: DeserializeOwned>(bytes: &[u8], file: &str) -> Result<T, EmbedError> {
    serde_json::from_slice(bytes)
        .map_err(|error| EmbedError::Malformed { file: file.to_owned(), problem: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_read_in_their_order() {
        let modules = br#"[{"path":"","type":"sentence_transformers.models.Transformer"},
            {"path":"1_Pooling","type":"sentence_transformers.models.Pooling"},
            {"path":"2_Dense","type":"sentence_transformers.models.Dense"},
            {"path":"3_Normalize","type":"sentence_transformers.models.Normalize"}]"#;
        let modules = Modules::parse(modules, "m/modules.json").unwrap();
        assert_eq!(modules.after, [After::Dense("2_Dense".to_owned()), After::Normalize]);
        assert_eq!(modules.pooling, "1_Pooling");
    }

    #[test]
    fn a_module_that_is_not_supported_is_refused_by_name() {
        let refused = |kinds: &[&str]| {
            let list: Vec<_> = kinds
                .iter()
                .map(|kind| serde_json::json!({"path": "", "type": format!("s.models.{kind}")}))
                .collect();
            let bytes = serde_json::to_vec(&list).unwrap();
            Modules::parse(&bytes, "m/modules.json").unwrap_err().to_string()
        };
        for (kinds, says) in [
            (&["Transformer", "Pooling", "LSTM"][..], "models.LSTM"),
            (&["WordEmbeddings", "Pooling"], "models.WordEmbeddings"),
            (&["Transformer", "CNN", "Pooling"], "models.CNN before pooling"),
            (&["Transformer"], "no Pooling module"),
            (&[], "no module"),
        ] {
            let error = refused(kinds);
            assert!(error.contains("m/modules.json") && error.contains(says), "{error}");
        }
    }

    #[test]
    fn the_prompt_is_the_models_own_unless_another_is_asked_for() {
        let config =
            br#"{"prompts": {"query": "query: ", "passage": "passage: "}, "default_prompt_name": "passage"}"#;
        let prompt = |asked: Prompt, bytes| super::prompt(&asked, bytes, "m/c.json");
        assert_eq!(prompt(Prompt::ModelDefault, Some(config)).unwrap(), "passage: ");
        assert_eq!(prompt(Prompt::Named("query".to_owned()), Some(config)).unwrap(), "query: ");
        assert_eq!(prompt(Prompt::Text("x ".to_owned()), Some(config)).unwrap(), "x ");
        assert_eq!(prompt(Prompt::ModelDefault, None).unwrap(), "");
        let error = prompt(Prompt::Named("qurey".to_owned()), Some(config)).unwrap_err().to_string();
        assert!(error.contains("qurey") && error.contains("passage, query"), "{error}");
    }

    #[test]
    fn an_activation_that_is_not_supported_is_refused_by_name() {
        let config = br#"{"in_features": 4, "out_features": 2, "activation_function": "torch.nn.modules.activation.SELU"}"#;
        let error = DenseConfig::parse(config, "m/2_Dense/config.json").unwrap_err().to_string();
        assert!(error.contains("SELU") && error.contains("2_Dense"), "{error}");
    }
}
