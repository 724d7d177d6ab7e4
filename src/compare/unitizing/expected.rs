//! The distance expected by chance between units of one category, squared (Krippendorff 1995, 2004).

/// The lengths of all coders' units of one category over all documents, and of the gaps between them.
#[derive(Clone, Debug, Default)]
pub(super) struct Lengths {
    pub(super) units: Vec<u64>,
    pub(super) gaps: Vec<u64>,
}

impl Lengths {
    /// Adds one coder's units of the category in a document of `length`: in the order of the text, without overlap.
    pub(super) fn add(&mut self, units: impl Iterator<Item = (u64, u64)>, length: u64) {
        let mut at = 0;
        for (start, end) in units {
            self.units.push(end - start);
            if start > at {
                self.gaps.push(start - at);
            }
            at = end;
        }
        if length > at {
            self.gaps.push(length - at);
        }
    }

    /// Computes Σ over units of l², for all places that a unit could take and its distances from the existing units
    /// there.
    ///
    /// This is 2 · Σ_g [ (N − 1) · (2l³ − 3l² + l) / 3 + l² · Σ_gaps max(0, gap − l + 1) ], a whole number.
    pub(super) fn squared_difference(&self) -> u128 {
        let mut gaps = self.gaps.clone();
        gaps.sort_unstable();
        // The sum of the gaps from each gap on.
        let mut from: Vec<u128> = vec![0; gaps.len() + 1];
        for (i, &gap) in gaps.iter().enumerate().rev() {
            from[i] = from[i + 1] + u128::from(gap);
        }
        let others = (self.units.len() as u128).saturating_sub(1);
        let each = self.units.iter().map(|&length| {
            let l = u128::from(length);
            let first = gaps.partition_point(|&gap| gap < length);
            let places = from[first] - (gaps.len() - first) as u128 * (l - 1);
            others * (l * (l - 1) * (2 * l - 1) / 3) + l * l * places
        });
        2 * each.sum::<u128>()
    }

    /// Computes Σ l · (l − 1): the pairs of places within one unit, which chance cannot separate.
    pub(super) fn pairs_within(&self) -> u128 {
        self.units.iter().map(|&length| u128::from(length) * u128::from(length - 1)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_units_in_ten_places_by_hand() {
        let mut lengths = Lengths::default();
        lengths.add([(0, 3)].into_iter(), 10);
        lengths.add([(4, 6)].into_iter(), 10);
        assert_eq!((lengths.units.as_slice(), lengths.gaps.as_slice()), (&[3, 2][..], &[7, 4, 4][..]));
        // For the unit of 3: (2·27 − 3·9 + 3) / 3 = 10, and 9 · (5 + 2 + 2); of 2: (16 − 12 + 2) / 3 = 2, and 4 · (6 + 3
        // + 3).
        assert_eq!(lengths.squared_difference(), 2 * (10 + 81 + 2 + 48));
        assert_eq!(lengths.pairs_within(), 6 + 2);
    }
}
