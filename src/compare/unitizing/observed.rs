//! The distance between two coders' units of one category, squared (Krippendorff 1995, 2004).

use super::Mark;

/// Computes Σ δ² over the units of two coders in one document, all of one category, in the order of the text and without
/// overlap.
///
/// For two units that share text, δ² is the squared distance of their beginnings plus that of their ends; for a unit that
/// shares text with none, it is its squared length.
pub(super) fn squared_difference(a: &[Mark], b: &[Mark]) -> u128 {
    let square = |x: u64, y: u64| u128::from(x.abs_diff(y)).pow(2);
    let mut sum = unmet(a, b) + unmet(b, a);
    let mut from = 0;
    for unit in a {
        while b.get(from).is_some_and(|other| other.end <= unit.start) {
            from += 1;
        }
        for other in b[from..].iter().take_while(|other| other.start < unit.end) {
            sum += square(unit.start, other.start) + square(unit.end, other.end);
        }
    }
    sum
}

/// Computes Σ l² over the units that lie within a gap of the other coder.
fn unmet(units: &[Mark], others: &[Mark]) -> u128 {
    let mut from = 0;
    let mut sum = 0;
    for unit in units {
        while others.get(from).is_some_and(|other| other.end <= unit.start) {
            from += 1;
        }
        if others.get(from).is_none_or(|other| other.start >= unit.end) {
            sum += u128::from(unit.length()).pow(2);
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(of: &[(u64, u64)]) -> Vec<Mark> {
        of.iter().map(|&(start, length)| Mark { start, end: start + length, category: 0 }).collect()
    }

    /// Checks the eight figures of the metric in Krippendorff (2004), given as beginning and length.
    #[test]
    fn the_metric_is_that_of_the_paper() {
        for (a, b, expected) in [
            (&[(5, 6)][..], &[(2, 2), (12, 3)][..], 36 + 4 + 9),
            (&[(5, 6)], &[(4, 2)], 26),
            (&[(5, 6)], &[(5, 2)], 16),
            (&[(5, 6)], &[(6, 2)], 10),
            (&[(5, 6)], &[(7, 2)], 8),
            (&[(5, 6)], &[(6, 4)], 2),
            (&[(5, 6)], &[(5, 6)], 0),
            (&[(225, 70), (370, 30)], &[(220, 80), (355, 20), (400, 20)], 50 + 850 + 400),
        ] {
            let (a, b) = (units(a), units(b));
            assert_eq!(squared_difference(&a, &b), expected, "{a:?} {b:?}");
            assert_eq!(squared_difference(&b, &a), expected, "{b:?} {a:?}");
        }
    }
}
