//! Reports: files for the readers of a study.

pub mod comparison;
