//! Published values, definitions applied character by character, and the alphas of coders who mark at random.

mod definition;
mod properties;
mod published;
mod random;

use super::{Continuum, Mark};

fn mark(start: u64, end: u64, category: u32) -> Mark {
    Mark { start, end, category }
}
