//! Moments.

use serde::{Deserialize, Serialize};

/// A moment, as RFC 3339 in UTC. The library never reads the clock: a front end passes it in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Timestamp(pub String);
