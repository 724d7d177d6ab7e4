//! The review in a file: what holds whatever coders do, and whatever is done to the file.

mod alterations;
mod applying;
mod blindness;
mod joining;
mod learning;
mod looking;
mod regrouping;
mod sequences;
pub(in crate::project) mod study;
mod threads;
mod two_at_once;
