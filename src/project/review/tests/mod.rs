mod alterations;
mod applying;
mod joining;
mod looking;
mod regrouping;
mod sequences;
mod study;
mod two_at_once;
