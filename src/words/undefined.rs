//! Says in words why a figure has no value.

use std::fmt::{Display, Formatter, Result};

use crate::domain::{Excess, SegmentWith, Undefined};

impl Display for Undefined {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Nothing => f.write_str("there is nothing to compare"),
            Self::TooFewCoders { n_coders } => match n_coders {
                1 => f.write_str("it needs two coders or more, and there is 1"),
                n => write!(f, "it needs two coders or more, and there are {n}"),
            },
            Self::TwoCodersOnly { n_coders } => match n_coders {
                1 => f.write_str("it is defined for two coders, and there is 1"),
                n => write!(f, "it is defined for two coders, and there are {n}"),
            },
            Self::NoOverlap => f.write_str("no unit has values of two coders"),
            Self::UnequalValues { fewest, most } => write!(
                f,
                "it needs the same number of values on every unit, and some units have {fewest} and others {most}"
            ),
            Self::NothingCoded { coder } => write!(f, "{coder} coded nothing of what is compared"),
            Self::OneCategory { category } => write!(
                f,
                "every value is `{category}`: without variation, chance alone would give complete agreement"
            ),
            Self::NoVariation => {
                f.write_str("the values do not vary: chance alone would give complete agreement")
            }
            Self::NotNumeric { value, level } => {
                write!(f, "`{value}` is not a number of the {level} level")
            }
            Self::ForSets => f.write_str(
                "it needs a list of all categories, which sets of codes do not have; see each code by itself",
            ),
            Self::NoSets => f.write_str("the values are not sets of codes"),
            Self::CodersDiffer { fewest, most } => write!(
                f,
                "it needs the same coders in every document, and some have {fewest} and others {most}"
            ),
            Self::OverlappingMarks { coder } => {
                write!(f, "{coder} gave the same place two categories, and this measure allows one at most")
            }
            Self::NothingAligned => f.write_str("no mark of one coder is aligned with a mark of another"),
            Self::TooMuch { what, limit } => write!(f, "{what}; it is computed for {limit} at most"),
            Self::NoSegment { with } => write!(f, "no segment has {with}"),
            Self::NoPair { what } => write!(f, "no two segments share a {what}"),
            Self::TooFewInterviews { n_interviews, wanted } => match n_interviews {
                1 => write!(f, "there is 1 interview, and the base and one run need {wanted}"),
                n => write!(f, "there are {n} interviews, and the base and one run need {wanted}"),
            },
            Self::EmptyBase { base } => write!(f, "the {base} interviews of the base hold no code"),
            Self::NotReached { n_interviews } => {
                write!(f, "it was not reached within {n_interviews} interviews")
            }
        }
    }
}

impl Display for Excess {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Values { n } => write!(f, "there are {n} different values"),
            Self::Marks { n } => write!(f, "there are {n} marks on one document"),
            Self::Steps { n_marks } => {
                write!(
                    f,
                    "{n_marks} marks are so close to one another that aligning them takes too many steps"
                )
            }
            Self::Groups => {
                f.write_str("too many groups of marks that are close to one another could be aligned")
            }
        }
    }
}

impl Display for SegmentWith {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Self::Code => "a code",
            Self::CodeAndCluster => "a code and a cluster",
            Self::OneCodeAndCluster => "exactly one code and a cluster",
            Self::ClusterInBoth => "a cluster in both groupings",
        })
    }
}
