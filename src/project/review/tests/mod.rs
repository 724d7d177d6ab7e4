//! Tests of the review in a file: what holds after any decisions, and after any change to the file.

mod alterations;
mod applying;
mod blindness;
pub(in crate::project) mod documents;
mod joining;
mod learning;
mod levels;
mod looking;
mod reading;
mod regrouping;
mod sequences;
pub(in crate::project) mod study;
mod threads;
mod two_at_once;
