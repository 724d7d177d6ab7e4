//! Each decision by hand, and random sequences of decisions, on a log in memory.

mod codes;
mod codings;
pub(crate) mod fixture;
pub(crate) mod generate;
mod import;
mod learning;
mod levels;
mod people;
mod properties;
mod regroup;
mod scheduling;
mod verdicts;
