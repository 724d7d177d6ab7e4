//! Findings of comparisons, as data: [`crate::words`] puts them into sentences.

mod agreement;
mod comparison;
mod partition;
mod saturation;
mod sensitivity;

use std::fmt::Display;

use serde::{Serialize, Serializer};

pub use agreement::{AgreementFinding, NeverGiven};
pub use comparison::{CarryingRule, ComparisonNotice, ComparisonSummary, ComparisonUnit};
pub use partition::{PartitionFinding, SharePart};
pub use saturation::SaturationFinding;
pub use sensitivity::{ChangeKind, SensitivityFinding};

/// A finding about two sides of a comparison.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Finding {
    /// About two coders.
    Agreement(AgreementFinding),
    /// About a coder's codes and a run's candidate themes.
    Partition(PartitionFinding),
}

/// A finding with its sentence: its JSON holds the sentence as `message`, with `kind` and the facts.
#[derive(Clone, Debug, PartialEq)]
pub struct Said<F>(pub F);

impl<F: Display> Display for Said<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl<F: Serialize + Display> Serialize for Said<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Written<'a, F> {
            #[serde(flatten)]
            finding: &'a F,
            message: String,
        }
        Written { finding: &self.0, message: self.0.to_string() }.serialize(serializer)
    }
}
