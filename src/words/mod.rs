//! Puts facts into words: notices, findings, refusals and operations, in English sentences for every front end.
//!
//! The facts are types of [`domain`](crate::domain). Most sentences are their `Display`, so that `fact.to_string()` gives them. A
//! sentence names no option and no command. What a user can do is data, a [`Remedy`](crate::domain::Remedy), and each front end puts
//! it into its own words.

mod aside;
mod contradiction;
mod difference;
mod finding;
mod lists;
mod notice;
mod operation;
mod partition;
mod refusal;
mod saturation;
mod sensitivity;
#[cfg(test)]
mod tests;
mod undefined;
mod whose_work;

pub use finding::{units, units_of};
pub use lists::{all_of, candidate, count, did_you_mean, first_of, labelled, percent, ranges};
pub use operation::{operation, unchanged_candidates};
pub use whose_work::whose_work;
