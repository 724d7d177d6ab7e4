//! Puts contradictions between two copies of a project into sentences.

use std::fmt::{Display, Formatter, Result};

use crate::domain::{Contradiction, OneSide};

impl Display for OneSide {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "operation {} ({}, {}: {})", self.operation, self.coder, self.at.0, self.words)
    }
}

impl Display for Contradiction {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.first {
            Some(first) => write!(f, "{} contradicts {first} of the first copy: `{}`", self.second, self.key),
            None => write!(f, "{} depends on an operation that contradicts: `{}`", self.second, self.key),
        }
    }
}
