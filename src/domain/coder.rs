//! Coders: the people who decide.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::timestamp::Timestamp;

/// A coder's id: a short form of the name, in small letters, digits and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CoderId(String);

/// Words that begin the keys of records of no coder.
const TAKEN: [&str; 2] = ["coder", "project"];

/// A text that is not a coder's id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a coder's id; an id has small letters and digits, with single hyphens between them")]
pub struct CoderIdError(pub String);

impl CoderId {
    /// Returns the id that is made from a name: its letters and digits in small letters, without the accents of Latin letters;
    /// everything else becomes a hyphen. If nothing is left, or the word has another meaning, it begins with `c-`.
    ///
    /// ```
    /// use themata::domain::CoderId;
    /// assert_eq!(CoderId::of_name(" Zoë M. Müller ").as_str(), "zoe-m-muller");
    /// assert_eq!(CoderId::of_name("مریم").as_str(), "مریم");
    /// assert_eq!(CoderId::of_name("Coder").as_str(), "c-coder");
    /// ```
    #[must_use]
    pub fn of_name(name: &str) -> Self {
        use unicode_normalization::UnicodeNormalization as _;
        let mut id = String::new();
        for c in name.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)) {
            if c.is_alphanumeric() {
                id.extend(c.to_lowercase().filter(|c| c.is_alphanumeric()));
            } else if !id.is_empty() && !id.ends_with('-') {
                id.push('-');
            }
        }
        let id = id.trim_end_matches('-');
        if id.is_empty() || TAKEN.contains(&id) { Self(format!("c-{id}")) } else { Self(id.to_owned()) }
    }

    /// Returns the id with a number at its end, for a coder whose id is taken.
    #[must_use]
    pub fn numbered(&self, n: usize) -> Self {
        Self(format!("{}-{n}", self.0))
    }

    /// Returns the id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for CoderId {
    type Err = CoderIdError;

    fn from_str(text: &str) -> Result<Self, CoderIdError> {
        let fits = !text.is_empty()
            && !TAKEN.contains(&text)
            && text.chars().all(|c| c == '-' || c.is_alphanumeric() && !c.is_uppercase());
        if fits { Ok(Self(text.to_owned())) } else { Err(CoderIdError(text.to_owned())) }
    }
}

impl std::fmt::Display for CoderId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for CoderId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for CoderId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A person who codes. A clustering run is never a coder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Coder {
    /// The name, as it was typed.
    pub name: String,
    /// When they were added to this project.
    pub since: Timestamp,
}

/// Whether coders see each other's decisions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Comparison {
    /// Whether the project is open for comparison. Until then coders see only their own decisions.
    pub open: bool,
}

/// The default coder: who decides when no coder is named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DefaultCoder {
    /// Their id.
    pub id: CoderId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_gives_an_id_that_can_be_read_back() {
        for name in ["Ann", "ann", "Dr. O'Neill-Ruiz", "", "!!!", "project", "Straße", "李雷", "ﬁ"] {
            let id = CoderId::of_name(name);
            assert_eq!(id.as_str().parse::<CoderId>().unwrap(), id, "{name}");
            assert!(!TAKEN.contains(&id.as_str()) && !id.as_str().contains('/'));
        }
        assert_eq!(CoderId::of_name("Ann").numbered(2).as_str(), "ann-2");
        for text in ["", "coder", "project", "a/b", "Ann", "a b"] {
            assert!(text.parse::<CoderId>().is_err(), "{text}");
        }
    }
}
