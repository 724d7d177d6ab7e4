//! Properties of runs and of the alphas, for any marks.

use proptest::prelude::*;

use super::super::{Run, runs, u_alpha, u_alpha_2016};
use super::{Continuum, Mark, mark};
use crate::domain::Agreement;

const LENGTH: u64 = 60;

fn marks() -> impl Strategy<Value = Vec<Mark>> {
    prop::collection::vec((0..LENGTH, 1..20_u64, 0..3_u32), 1..6)
        .prop_map(|marks| marks.into_iter().map(|(start, l, c)| mark(start, start + l, c)).collect())
}

fn continuum() -> impl Strategy<Value = Continuum> {
    prop::collection::vec(marks(), 2..5).prop_map(|coders| Continuum { length: LENGTH, coders })
}

/// Returns all figures, with their values or reasons, categories by number.
fn figures(documents: &[Continuum]) -> Vec<Agreement> {
    let (squared, shared) = (u_alpha(documents), u_alpha_2016(documents));
    let each = squared.by_category.into_iter().map(|category| category.alpha);
    let mut all = vec![squared.overall, shared.u, shared.relevance, shared.coding];
    all.extend(
        each.chain(shared.by_category.into_iter().flat_map(|category| [category.alone, category.coding])),
    );
    all
}

fn values(documents: &[Continuum]) -> Vec<Option<f64>> {
    figures(documents).iter().map(|figure| figure.value().ok()).collect()
}

fn renamed(document: &Continuum, names: impl Fn(u32) -> u32, shift: u64) -> Continuum {
    let mark = |m: &Mark| mark(m.start + shift, m.end + shift, names(m.category));
    let coders = document.coders.iter().map(|marks| marks.iter().map(mark).collect());
    Continuum { length: document.length + 2 * shift, coders: coders.collect() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn runs_are_the_text_place_by_place(document in continuum()) {
        let found = runs(&document);
        prop_assert!(found.windows(2).all(|pair| pair[0].end == pair[1].start && pair[0].sets != pair[1].sets));
        prop_assert_eq!((found[0].start, found[found.len() - 1].end), (0, LENGTH));
        for Run { start, end, sets } in found {
            for at in start..end {
                for (set, marks) in sets.iter().zip(&document.coders) {
                    let here = marks.iter().filter(|mark| (mark.start..mark.end).contains(&at));
                    let mut here: Vec<u32> = here.map(|mark| mark.category).collect();
                    here.sort_unstable();
                    here.dedup();
                    prop_assert_eq!(set, &here);
                }
            }
        }
    }

    #[test]
    fn neither_the_order_of_coders_marks_and_documents_shows(one in marks(), two in marks(), a in marks(), b in marks()) {
        let reversed = |marks: &[Mark]| marks.iter().rev().copied().collect::<Vec<_>>();
        let of = |coders: [&[Mark]; 2]| Continuum { length: LENGTH, coders: coders.map(reversed).to_vec() };
        let given = [Continuum { length: LENGTH, coders: vec![one.clone(), two.clone()] }, Continuum { length: LENGTH, coders: vec![a.clone(), b.clone()] }];
        prop_assert_eq!(values(&given), values(&[of([&b, &a]), of([&two, &one])]));
    }

    #[test]
    fn names_of_categories_do_not_show(document in continuum()) {
        let found = values(std::slice::from_ref(&document));
        let other = renamed(&document, |c| 7 + c * 3, 0);
        prop_assert_eq!(&found, &values(&[other]));
        // The order of categories changes too, so that only the figures over all categories have the same index.
        let other = values(&[renamed(&document, |c| 9 - c, 0)]);
        prop_assert_eq!(&found[..4], &other[..4]);
    }

    #[test]
    fn the_same_marks_agree_wholly_and_nothing_exceeds_that(document in continuum()) {
        for value in values(std::slice::from_ref(&document)).into_iter().flatten() {
            prop_assert!(value <= 1.0, "{value}");
        }
        let same = Continuum { coders: vec![document.coders[0].clone(); document.coders.len()], ..document };
        for figure in figures(&[same]) {
            prop_assert!(figure.value().is_err() || figure.value() == Ok(1.0), "{figure:?}");
        }
    }

    /// Checks that text before and after does not change the observed disagreement, since differences are measured by
    /// lengths.
    #[test]
    fn a_place_further_on_differs_as_much(document in continuum(), shift in 1..50_u64) {
        let within = renamed(&document, |c| c, 0);
        let within = Continuum {
            coders: within.coders.iter().map(|marks| marks.iter().map(|m| mark(m.start, m.end.min(LENGTH), m.category)).collect()).collect(),
            ..within
        };
        let later = Continuum { length: LENGTH + shift, ..renamed(&within, |c| c, shift) };
        let earlier = Continuum { length: LENGTH + shift, ..within };
        let (later, earlier) = (u_alpha(&[later]), u_alpha(&[earlier]));
        for (a, b) in later.by_category.iter().zip(&earlier.by_category) {
            prop_assert!((a.observed - b.observed).abs() < 1e-12, "{a:?} {b:?}");
        }
    }

    /// Checks that a document that all coders coded in the same way cannot lower the agreement on shared text.
    #[test]
    fn twice_the_documents_is_nearly_the_same(document in continuum()) {
        let once = u_alpha_2016(std::slice::from_ref(&document));
        let twice = u_alpha_2016(&[document.clone(), document]);
        if let (Ok(a), Ok(b)) = (once.relevance.value(), twice.relevance.value()) {
            // More units are more evidence, so less is subtracted for a small number.
            prop_assert!(b <= a + 1e-12, "{a} {b}");
        }
    }
}
