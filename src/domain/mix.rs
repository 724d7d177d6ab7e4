//! One mixing function for seeds and orders that must be the same everywhere.

/// Returns the first number of the generator SplitMix64 with this seed: seeds that differ in one bit differ in about half of all bits.
///
/// Orders and random streams follow from its values, so they must never change. Written here, since `domain` is compiled without the
/// crates that draw random numbers.
///
/// # Source
/// Steele, G. L., Lea, D. & Flood, C. H. (2014). Fast splittable pseudorandom number generators. OOPSLA 2014, 453–472.
/// <https://doi.org/10.1145/2660193.2660195>
pub(crate) fn mix(seed: u64) -> u64 {
    finish(seed.wrapping_add(0x9E37_79B9_7F4A_7C15))
}

/// Returns what SplitMix64 makes of one state.
pub(crate) fn finish(state: u64) -> u64 {
    let mut z = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_the_reference_implementation() {
        // The first two numbers of splitmix64.c with the seed 1477776061723855037.
        let seed = 1_477_776_061_723_855_037;
        assert_eq!(mix(seed), 1_985_237_415_132_408_290);
        assert_eq!(mix(seed.wrapping_add(0x9E37_79B9_7F4A_7C15)), 2_979_275_885_539_914_483);
    }
}
