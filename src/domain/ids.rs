//! Typed ids: a segment's number can never be taken for a document's.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(
    /// A document within one project, counted from 1.
    DocumentId
);
id!(
    /// A participant within one project, counted from 1.
    ParticipantId
);
id!(
    /// A segment within one run, counted from 1.
    SegmentId
);
id!(
    /// A cluster within one clustering, counted from 0; cluster 0 is the largest.
    ClusterId
);
id!(
    /// A group of segments that a run proposes or a coder makes, counted from 1: a candidate code or, in a run of one level, a
    /// candidate theme.
    ProposalId
);
id!(
    /// One run of the pipeline within one project, counted from 1.
    RunId
);
id!(
    /// An operation of the log, counted from 1.
    OperationId
);

/// Crockford's base 32: digits and small letters without `i`, `l`, `o` and `u`, which are easily misread.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// How many characters an id has.
const LENGTH: usize = 8;

/// A text that is not an id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an id: an id has 8 small letters and digits, without i, l, o and u")]
pub struct ShortIdError(pub String);

fn encode(digest: [u8; 5]) -> [u8; LENGTH] {
    let bits = digest.iter().fold(0_u64, |bits, &byte| bits << 8 | u64::from(byte));
    std::array::from_fn(|at| ALPHABET[(bits >> (35 - 5 * at)) as usize & 31])
}

fn parse(text: &str) -> Result<[u8; LENGTH], ShortIdError> {
    match <[u8; LENGTH]>::try_from(text.as_bytes()) {
        Ok(bytes) if bytes.iter().all(|byte| ALPHABET.contains(byte)) => Ok(bytes),
        _ => Err(ShortIdError(text.to_owned())),
    }
}

macro_rules! short_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; LENGTH]);

        impl $name {
            /// Returns the id made from 40 bits of a digest.
            #[must_use]
            pub fn from_digest(digest: [u8; 5]) -> Self {
                Self(encode(digest))
            }

            /// Returns the id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                // Only letters and digits of the alphabet are accepted.
                std::str::from_utf8(&self.0).unwrap_or_default()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = ShortIdError;

            fn from_str(text: &str) -> Result<Self, ShortIdError> {
                parse(text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

short_id!(
    /// A code of one coder.
    CodeId
);
short_id!(
    /// A coding of one coder.
    CodingId
);
short_id!(
    /// A memo of one coder.
    MemoId
);

short_id!(
    /// A stretch of text that two sides read differently.
    DisagreementId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_its_digest_in_base_32() {
        // 40 bits: five of 1 and 35 of 0; the second byte's last bit is the 16th, 1 in the fourth character's group.
        assert_eq!(CodeId::from_digest([0xf8, 0, 0, 0, 0]).to_string(), "z0000000");
        assert_eq!(CodeId::from_digest([0, 0, 0, 0, 31]).to_string(), "0000000z");
        assert_eq!(CodeId::from_digest([0, 1, 0, 0, 0]).to_string(), "000g0000");
    }

    #[test]
    fn what_is_no_id_is_refused() {
        assert_eq!("0123abcd".parse::<MemoId>().unwrap().as_str(), "0123abcd");
        for text in ["", "0123abc", "0123abcde", "0123abci", "0123ABCD", "0123 abc", "é123abc"] {
            assert!(text.parse::<MemoId>().unwrap_err().to_string().contains(text), "{text}");
        }
    }
}
