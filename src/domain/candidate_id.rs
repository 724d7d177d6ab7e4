//! How candidates are named: candidate themes by letters, candidate codes by numbers.

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ids::{ProposalId, RunId};

/// The most letters of a candidate theme; four letters name more than 400,000 themes.
const MOST_LETTERS: usize = 4;

/// A candidate theme of a run, counted from 1 and written in letters: A, B, … Z, AA, AB and so on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CandidateThemeId(pub u32);

/// A candidate as it is named: a candidate theme by its letters, a candidate code by its number.
///
/// As JSON it is `"B"` or `15`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CandidateId {
    /// A candidate theme.
    Theme(CandidateThemeId),
    /// A candidate code.
    Code(ProposalId),
}

/// A text that names no candidate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` names no candidate: write the letter of a candidate theme, such as B, or the number of a candidate code, such as 15"
)]
pub struct CandidateIdError(pub String);

impl std::fmt::Display for CandidateThemeId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut letters = Vec::new();
        let mut left = self.0;
        while left > 0 {
            letters.push(char::from(b'A' + ((left - 1) % 26) as u8));
            left = (left - 1) / 26;
        }
        letters.iter().rev().try_for_each(|letter| write!(f, "{letter}"))
    }
}

impl std::str::FromStr for CandidateThemeId {
    type Err = CandidateIdError;

    /// Reads letters; small ones are taken as capitals.
    fn from_str(text: &str) -> Result<Self, CandidateIdError> {
        let letters = text.as_bytes();
        let is_known =
            (1..=MOST_LETTERS).contains(&letters.len()) && letters.iter().all(u8::is_ascii_alphabetic);
        if !is_known {
            return Err(CandidateIdError(text.to_owned()));
        }
        let value = |letter: &u8| u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        Ok(Self(letters.iter().fold(0, |number, letter| number * 26 + value(letter))))
    }
}

impl CandidateId {
    /// Returns how a candidate that holds segments is named in its run: by a number, or by letters in a run of one level.
    #[must_use]
    pub fn of_segments(id: ProposalId, has_two_levels: bool) -> Self {
        if has_two_levels { Self::Code(id) } else { Self::Theme(CandidateThemeId(id.0)) }
    }
}

impl std::fmt::Display for CandidateId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Theme(theme) => theme.fmt(f),
            Self::Code(code) => code.fmt(f),
        }
    }
}

impl std::str::FromStr for CandidateId {
    type Err = CandidateIdError;

    fn from_str(text: &str) -> Result<Self, CandidateIdError> {
        let text = text.trim();
        match text.parse() {
            Ok(number) if !text.starts_with('+') => Ok(Self::Code(ProposalId(number))),
            _ => text.parse().map(Self::Theme),
        }
    }
}

impl From<CandidateThemeId> for CandidateId {
    fn from(theme: CandidateThemeId) -> Self {
        Self::Theme(theme)
    }
}

impl Serialize for CandidateThemeId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CandidateThemeId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl Serialize for CandidateId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Theme(theme) => theme.serialize(serializer),
            Self::Code(code) => code.serialize(serializer),
        }
    }
}

/// Reads a candidate from a number or letters, and several from a list.
struct OneCandidate;

impl Visitor<'_> for OneCandidate {
    type Value = CandidateId;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a candidate, such as \"B\" or 15")
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<CandidateId, E> {
        let number =
            u32::try_from(number).map_err(|_| E::invalid_value(de::Unexpected::Unsigned(number), &self))?;
        Ok(CandidateId::Code(ProposalId(number)))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<CandidateId, E> {
        text.parse().map_err(E::custom)
    }
}

impl<'de> Deserialize<'de> for CandidateId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneCandidate)
    }
}

/// One candidate or several: as JSON `"B"`, `15`, or a list such as `[1, 17, 19]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidates(pub Vec<CandidateId>);

impl<I: Into<CandidateId>> From<I> for Candidates {
    fn from(candidate: I) -> Self {
        Self(vec![candidate.into()])
    }
}

impl From<ProposalId> for CandidateId {
    fn from(code: ProposalId) -> Self {
        Self::Code(code)
    }
}

impl Serialize for Candidates {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0[..] {
            [only] => only.serialize(serializer),
            several => several.serialize(serializer),
        }
    }
}

struct OneOrMany;

impl<'de> Visitor<'de> for OneOrMany {
    type Value = Candidates;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a candidate, such as \"B\" or 15, or a list of candidates")
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Candidates, E> {
        OneCandidate.visit_u64(number).map(Into::into)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Candidates, E> {
        OneCandidate.visit_str::<E>(text).map(Into::into)
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Candidates, A::Error> {
        let mut candidates = Vec::new();
        while let Some(candidate) = list.next_element()? {
            candidates.push(candidate);
        }
        Ok(Candidates(candidates))
    }
}

impl<'de> Deserialize<'de> for Candidates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrMany)
    }
}

/// A candidate of a run: where a code, a coding or a memo came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CandidateRef {
    /// The run.
    pub run: RunId,
    /// The candidate in it. Older files call it `theme`.
    #[serde(alias = "theme")]
    pub candidate: CandidateId,
}

#[cfg(test)]
mod schemas {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

    use super::{CandidateId, CandidateThemeId, Candidates};

    impl JsonSchema for CandidateThemeId {
        fn schema_name() -> Cow<'static, str> {
            "CandidateThemeId".into()
        }

        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({"type": "string", "description": "A candidate theme, by its letters: A, B, … Z, AA, AB and so on."})
        }
    }

    impl JsonSchema for CandidateId {
        fn schema_name() -> Cow<'static, str> {
            "CandidateId".into()
        }

        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({
                "description": "A candidate as it is typed: a candidate theme by its letters (\"B\"), a candidate code by its number (15).",
                "type": ["string", "integer"]
            })
        }
    }

    impl JsonSchema for Candidates {
        fn schema_name() -> Cow<'static, str> {
            "Candidates".into()
        }

        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            let one = generator.subschema_for::<CandidateId>();
            json_schema!({
                "description": "One candidate (\"B\" or 15), or a list of several.",
                "anyOf": [one.clone(), {"type": "array", "items": one}]
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn themes_are_lettered_as_columns_of_a_spreadsheet() {
        for (number, letters) in [
            (1, "A"),
            (2, "B"),
            (26, "Z"),
            (27, "AA"),
            (28, "AB"),
            (52, "AZ"),
            (53, "BA"),
            (702, "ZZ"),
            (703, "AAA"),
        ] {
            assert_eq!(CandidateThemeId(number).to_string(), letters);
            assert_eq!(letters.parse(), Ok(CandidateThemeId(number)));
            assert_eq!(letters.to_lowercase().parse(), Ok(CandidateThemeId(number)));
        }
    }

    #[test]
    fn a_candidate_is_a_number_or_letters() {
        let read = |json: &str| serde_json::from_str::<CandidateId>(json);
        assert_eq!(read("15").unwrap(), CandidateId::Code(ProposalId(15)));
        assert_eq!(read("\"B\"").unwrap(), CandidateId::Theme(CandidateThemeId(2)));
        assert_eq!(read("\"15\"").unwrap(), CandidateId::Code(ProposalId(15)));
        for wrong in ["\"\"", "\"A1\"", "\"ABCDE\"", "\"+3\"", "-1", "1.5", "null", "4294967296", "\"é\""] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        let error = read("\"B2\"").unwrap_err().to_string();
        assert!(
            error.starts_with("`B2` names no candidate: write the letter of a candidate theme"),
            "{error}"
        );
    }

    #[test]
    fn one_candidate_or_several_are_written_as_they_are_read() {
        for json in ["15", "\"B\"", "[1,17,\"C\"]", "[]"] {
            let candidates: Candidates = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&candidates).unwrap(), json);
        }
        let one: Candidates = serde_json::from_str("[4]").unwrap();
        assert_eq!(one, Candidates::from(ProposalId(4)));
    }

    #[test]
    fn older_files_call_a_candidate_a_theme() {
        let read: CandidateRef = serde_json::from_str(r#"{"run":1,"theme":3}"#).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), r#"{"run":1,"candidate":3}"#);
    }
}
