//! Properties of γ for any marks.

use proptest::prelude::*;

use super::super::best_alignment;
use super::{Continuum, Mark, gamma, params};

const LENGTH: u64 = 120;

fn marks() -> impl Strategy<Value = Vec<Mark>> {
    prop::collection::vec((0..LENGTH - 20, 1..20_u64, 0..3_u32), 1..5).prop_map(|marks| {
        marks.into_iter().map(|(start, l, category)| Mark { start, end: start + l, category }).collect()
    })
}

fn continuum() -> impl Strategy<Value = Continuum> {
    prop::collection::vec(marks(), 2..5).prop_map(|coders| Continuum { length: LENGTH, coders })
}

fn changed(document: &Continuum, change: impl Fn(&Mark) -> Mark) -> Continuum {
    let coders = document.coders.iter().map(|marks| marks.iter().map(&change).collect());
    Continuum { length: document.length, coders: coders.collect() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn each_mark_is_aligned_once_and_none_costs_more_than_alone(document in continuum()) {
        let found = best_alignment(&document, &params(1.0, 1.0, 2)).unwrap();
        for (coder, marks) in document.coders.iter().enumerate() {
            let mut places: Vec<Mark> = found.unitary.iter().filter_map(|u| u.marks[coder]).map(|place| marks[place]).collect();
            places.sort_unstable();
            let mut given = marks.clone();
            given.sort_unstable();
            given.dedup();
            prop_assert_eq!(places, given);
        }
        for unitary in &found.unitary {
            prop_assert!(unitary.disorder <= unitary.marks.iter().flatten().count() as f64);
        }
        // If all marks were alone, each would cost 1, divided by the mean number of marks.
        prop_assert!((0.0..=document.coders.len() as f64 + 1e-12).contains(&found.disorder));
    }

    #[test]
    fn disorder_knows_neither_place_nor_scale_nor_names(document in continuum(), shift in 0..500_u64, scale in 1..9_u64) {
        let given = best_alignment(&document, &params(2.0, 0.5, 2)).unwrap().disorder;
        let other = changed(&document, |m| Mark {
            start: (m.start + shift) * scale, end: (m.end + shift) * scale, category: 9 - m.category,
        });
        let other = Continuum { length: (LENGTH + shift) * scale, ..other };
        prop_assert!((best_alignment(&other, &params(2.0, 0.5, 2)).unwrap().disorder - given).abs() < 1e-9);
    }

    #[test]
    fn neither_order_nor_names_show(document in continuum(), turn in 0..4_usize) {
        let second = changed(&document, |m| Mark { end: m.end + 3, ..*m });
        let documents = [document, second];
        let mut other: Vec<Continuum> = documents.iter().rev().map(|document| changed(document, |m| Mark { category: 5 + m.category, ..*m })).collect();
        for document in &mut other {
            let n_coders = document.coders.len();
            document.coders.rotate_left(turn % n_coders);
            document.coders.iter_mut().for_each(|marks| marks.reverse());
        }
        let (a, b) = (gamma(&documents, &params(1.0, 1.0, 6)), gamma(&other, &params(1.0, 1.0, 6)));
        prop_assert_eq!(&a.gamma, &b.gamma);
        prop_assert_eq!(&a.gamma_cat, &b.gamma_cat);
        for (a, b) in a.gamma_k.iter().zip(&b.gamma_k) {
            prop_assert_eq!(a.category + 5, b.category);
            prop_assert_eq!(&a.gamma_k, &b.gamma_k);
        }
    }

    #[test]
    fn the_same_marks_agree_wholly_and_nothing_exceeds_that(document in continuum()) {
        let found = gamma(std::slice::from_ref(&document), &params(1.0, 1.0, 6));
        prop_assert!(found.gamma.value().unwrap() <= 1.0);
        prop_assert!(found.gamma_cat.value().is_err() || found.gamma_cat.value().unwrap() <= 1.0);
        let n_coders = document.coders.len();
        let same = Continuum { coders: vec![document.coders[0].clone(); n_coders], ..document };
        let found = gamma(&[same], &params(1.0, 1.0, 6));
        prop_assert_eq!(found.gamma.value(), Ok(1.0));
        prop_assert!(found.gamma_cat.value().is_err() || found.gamma_cat.value() == Ok(1.0));
    }
}
