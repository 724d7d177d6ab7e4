//! The worked examples of the papers.

use super::super::{u_alpha, u_alpha_2016};
use super::{Continuum, mark};

fn units(of: &[(u64, u64)], category: u32, stretch: u64) -> Vec<super::Mark> {
    of.iter().map(|&(start, length)| mark(start * stretch, (start + length) * stretch, category)).collect()
}

/// Returns the four pairs of codings of Krippendorff (1995), p. 57: 24 places, stretched.
fn of_1995(stretch: u64) -> Continuum {
    let codings: [[&[(u64, u64)]; 2]; 4] = [
        [&[(2, 8), (14, 6)], &[(4, 4), (15, 2)]],
        [&[(0, 18)], &[(0, 2), (2, 1), (3, 1), (4, 1), (5, 1), (6, 3), (9, 1)]],
        [&[(2, 6), (10, 2), (14, 4), (20, 2)], &[(0, 2), (4, 4), (10, 4), (16, 2), (20, 2)]],
        [&[(0, 2), (2, 8), (10, 4), (14, 6), (20, 4)], &[(0, 4), (4, 4), (8, 7), (15, 2), (17, 7)]],
    ];
    let coder = |which: usize| {
        codings.iter().zip(0..).flat_map(|(pair, category)| units(pair[which], category, stretch)).collect()
    };
    Continuum { length: 24 * stretch, coders: vec![coder(0), coder(1)] }
}

/// Checks the observed disagreements to the five digits that are printed, and the alphas to 0.02, since the paper's Dₑ
/// has a sign error that Krippendorff (2004) corrects.
#[test]
fn krippendorff_1995() {
    let found = u_alpha(&[of_1995(50_000)]);
    let printed = [(0.03125, 0.553), (2.26736, -0.926), (0.02777, 0.679), (0.38715, 0.066)];
    for (category, (observed, alpha)) in found.by_category.iter().zip(printed) {
        assert!((category.observed - observed).abs() < 1e-5, "{category:?}");
        assert!((category.alpha.value().unwrap() - alpha).abs() < 0.02, "{category:?} {alpha}");
    }
}

#[test]
fn krippendorff_2004() {
    let one = [units(&[(75, 70), (220, 30)], 0, 1), units(&[(30, 60), (150, 50)], 1, 1)].concat();
    let two = [units(&[(70, 80), (205, 20), (250, 20)], 0, 1), units(&[(30, 60), (150, 50)], 1, 1)].concat();
    let document = Continuum { length: 300, coders: vec![one, two] };
    let found = u_alpha(std::slice::from_ref(&document));
    assert!((found.overall.value().unwrap() - 0.8591).abs() < 5e-4, "{found:?}");
    let [c, k] = &found.by_category[..] else { panic!("{found:?}") };
    assert!((c.observed - 0.0144).abs() < 5e-5 && (c.expected - 0.0532).abs() < 5e-5, "{c:?}");
    assert!((c.alpha.value().unwrap() - 0.7286).abs() < 5e-5, "{c:?}");
    assert!(k.observed == 0.0 && (k.expected - 0.0490).abs() < 5e-5, "{k:?}");
    assert_eq!(k.alpha.value(), Ok(1.0));
    // Marks of c and k overlap, which the family of 2016 does not allow.
    let family = u_alpha_2016(&[document]);
    assert!(family.u.value().is_err() && family.relevance.value().is_ok());
    assert!(family.by_category.iter().all(|category| category.alone.value().is_ok()));
}
