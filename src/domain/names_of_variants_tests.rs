//! The names that `strum` gives to variants are those that serde writes.

use std::fmt::Display;

use serde::Serialize;
use strum::VariantArray;

use super::*;

fn displayed_as_written<T: VariantArray + Display + Serialize + 'static>() {
    for variant in T::VARIANTS {
        assert_eq!(serde_json::to_value(variant).unwrap(), variant.to_string());
    }
}

#[test]
fn variants_are_displayed_as_serde_writes_them() {
    displayed_as_written::<Algorithm>();
    displayed_as_written::<Anchored>();
    displayed_as_written::<AsideKind>();
    displayed_as_written::<CandidateStatus>();
    displayed_as_written::<CodeLevel>();
    displayed_as_written::<OperationKind>();
    displayed_as_written::<Role>();
    for unit in ComparisonUnit::VARIANTS {
        assert_eq!(serde_json::to_value(unit).unwrap(), unit.name());
    }
    for algorithm in Algorithm::ALL {
        assert_eq!(algorithm.to_string(), <&str>::from(algorithm));
    }
}
