//! Agreement: the value of a coefficient with its interval, or why it has no value.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

/// Why a figure has no value. Neither NaN nor 0 nor −1 is given in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Undefined {
    /// Nothing was compared.
    Nothing,
    /// Fewer than two coders.
    TooFewCoders {
        /// How many there are.
        n_coders: usize,
    },
    /// More than two coders.
    TwoCodersOnly {
        /// How many there are.
        n_coders: usize,
    },
    /// No unit has the values of two coders.
    NoOverlap,
    /// Fleiss' coefficient needs the same number of values on every unit.
    UnequalValues {
        /// The fewest on one unit.
        fewest: usize,
        /// The most on one unit.
        most: usize,
    },
    /// A coder gave no value.
    NothingCoded {
        /// The coder.
        coder: String,
    },
    /// All values are of one category, so chance alone would give complete agreement.
    OneCategory {
        /// The category.
        category: String,
    },
    /// The values do not vary.
    NoVariation,
    /// The categories are not numbers, or have no order, and the level of measurement needs them to.
    NotNumeric {
        /// The value.
        value: String,
        /// The level of measurement.
        level: &'static str,
    },
    /// The categories are sets, and the coefficient needs the list of all categories.
    ForSets,
    /// The categories are not sets.
    NoSets,
    /// Not every document has the same coders.
    CodersDiffer {
        /// The fewest coders of one document.
        fewest: usize,
        /// The most coders of one document.
        most: usize,
    },
    /// A coder's marks overlap, and a place may have only one category.
    OverlappingMarks {
        /// The coder.
        coder: String,
    },
    /// No coder's mark found a counterpart.
    NothingAligned,
    /// The figure is not computed for more than a limit.
    TooMuch {
        /// What exceeds the limit.
        what: Excess,
        /// The limit.
        limit: usize,
    },
    /// No segment has what the figure needs.
    NoSegment {
        /// What a segment would need.
        with: SegmentWith,
    },
    /// No two segments share a part of a partition, so there is no pair to find again.
    NoPair {
        /// What two segments would share.
        what: &'static str,
    },
    /// There are fewer interviews than a base and one run need.
    TooFewInterviews {
        /// How many there are.
        n_interviews: usize,
        /// How many are needed.
        wanted: usize,
    },
    /// The interviews of the base hold no code, so no number of new codes can be compared with it.
    EmptyBase {
        /// How many interviews are in the base.
        base: usize,
    },
    /// No run of interviews stays within the threshold.
    NotReached {
        /// How many interviews there are.
        n_interviews: usize,
    },
}

impl std::error::Error for Undefined {}

/// What there is too much of to compute a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "of", rename_all = "kebab-case")]
pub enum Excess {
    /// Different values.
    Values {
        /// How many.
        n: usize,
    },
    /// Marks on one document.
    Marks {
        /// How many.
        n: usize,
    },
    /// Steps to align marks that are close to one another.
    Steps {
        /// How many marks.
        n_marks: usize,
    },
    /// Groups of marks that could be aligned.
    Groups,
}

/// What a segment must have to be counted by a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SegmentWith {
    /// A code.
    Code,
    /// A code and a cluster.
    CodeAndCluster,
    /// Exactly one code, and a cluster.
    OneCodeAndCluster,
    /// A cluster in both groupings.
    ClusterInBoth,
}

/// How an interval was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum IntervalMethod {
    /// Percentiles of the values over interviews resampled with replacement.
    Bootstrap,
    /// Student's t on the pseudo-values with each interview left out in turn.
    Jackknife,
}

/// An interval for a figure: the bounds between which other interviews of the same kind would give it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Interval {
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
    /// The confidence level, as 0.95.
    pub level: f64,
    /// How it was found.
    pub method: IntervalMethod,
    /// How many interviews, or other groups of units, were drawn from.
    pub n_groups: usize,
    /// How many draws were made, or values left out.
    pub n_draws: usize,
    /// How many of these gave no value; they are not counted.
    pub n_undefined: usize,
}

/// A figure of agreement: its value with an interval where there is one, or why it is undefined.
///
/// As JSON `{"value", "interval", "undefined_because"}`, with null for what does not apply. A figure without a value has
/// `undefined` too: the kind of reason and its facts.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    value: Result<f64, Undefined>,
    interval: Option<Interval>,
}

impl Agreement {
    /// Returns a figure without an interval. A value that is not finite is an error of the formula and becomes
    /// [`Undefined::NoVariation`].
    #[must_use]
    pub fn new(value: Result<f64, Undefined>) -> Self {
        let value =
            value.and_then(|value| if value.is_finite() { Ok(value) } else { Err(Undefined::NoVariation) });
        Self { value, interval: None }
    }

    /// Adds the interval; an undefined figure gets none.
    #[must_use]
    pub fn with_interval(mut self, interval: Option<Interval>) -> Self {
        self.interval = interval.filter(|_| self.value.is_ok());
        self
    }

    /// Returns the value.
    ///
    /// # Errors
    /// Why there is no value.
    pub fn value(&self) -> Result<f64, &Undefined> {
        self.value.as_ref().copied()
    }

    /// Returns the interval; `None` without one.
    #[must_use]
    pub fn interval(&self) -> Option<&Interval> {
        self.interval.as_ref()
    }
}

impl Serialize for Agreement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let undefined = self.value.as_ref().err();
        let mut fields = serializer.serialize_struct("Agreement", 3 + usize::from(undefined.is_some()))?;
        fields.serialize_field("value", &self.value.as_ref().ok())?;
        fields.serialize_field("interval", &self.interval)?;
        fields.serialize_field("undefined_because", &undefined.map(ToString::to_string))?;
        if let Some(undefined) = undefined {
            fields.serialize_field("undefined", undefined)?;
        }
        fields.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_a_value_or_a_reason() {
        let text = |figure: &Agreement| serde_json::to_string(figure).unwrap();
        assert_eq!(
            text(&Agreement::new(Ok(0.5))),
            r#"{"value":0.5,"interval":null,"undefined_because":null}"#
        );
        let undefined = Agreement::new(Ok(f64::NAN));
        assert_eq!(undefined.value(), Err(&Undefined::NoVariation));
        assert!(
            text(&undefined)
                .starts_with(r#"{"value":null,"interval":null,"undefined_because":"the values do not vary"#)
        );
    }
}
