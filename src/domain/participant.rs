//! Participants: who was interviewed, and their properties.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Somebody who was interviewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Participant {
    /// How they are called in results: never more than the files say.
    pub name: String,
    /// Their attributes (years of experience, specialty …) as written in the participants' table.
    pub attributes: BTreeMap<String, String>,
}
