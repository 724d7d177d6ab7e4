//! Reports: what a study's readers are given, as files.

pub mod comparison;
