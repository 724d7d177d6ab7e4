//! Published values, definitions taken character by character, and what coders who mark at random come to.

mod definition;
mod properties;
mod published;
mod random;

use super::{Continuum, Mark};

fn mark(start: u64, end: u64, category: u32) -> Mark {
    Mark { start, end, category }
}
