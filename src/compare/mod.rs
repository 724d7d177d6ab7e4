//! Comparison: how far codings of the same text agree, how certain that is, and where they differ.
//!
//! Everything here is a pure function of codings: coders with each other ([`coefficients`], [`unitizing`], [`gamma`]),
//! clusters with codes ([`partition`]), and over the course of a study ([`saturation`]). A figure is an
//! [`Agreement`](crate::domain::Agreement): a value with its interval, or the reason why it is undefined.

pub mod coefficients;
pub mod gamma;
mod interval_params;
mod names;
pub mod partition;
pub mod resample;
pub mod saturation;
mod student;
pub mod unitizing;

pub use interval_params::IntervalParams;
pub use names::{MeasureName, coefficient_names, partition_names, segmentation_names};
pub use student::student_t;
