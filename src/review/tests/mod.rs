mod codes;
mod codings;
pub(crate) mod desk;
pub(crate) mod generate;
mod people;
mod properties;
mod regroup;
mod scheduling;
mod verdicts;
