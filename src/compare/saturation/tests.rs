use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::domain::Undefined;

fn interviews(n_new: &[u32]) -> Vec<BTreeSet<u32>> {
    let mut next = 0;
    n_new
        .iter()
        .map(|n| {
            next += n;
            (next - n..next).collect()
        })
        .collect()
}

fn found(interviews: &[BTreeSet<u32>], params: SaturationParams) -> Saturation {
    saturation(interviews, &params.check().unwrap())
}

#[test]
fn a_study_by_hand() {
    let news = interviews(&[16, 9, 7, 5, 4, 3, 1, 0, 0]);
    let five = found(&news, SaturationParams::default());
    let ratios: Vec<Option<f64>> = five.interviews.iter().map(|interview| interview.ratio).collect();
    let of_base = |n: f64| Some(n / 37.0);
    assert_eq!(ratios[..5], [None; 5]);
    assert_eq!(ratios[5..], [of_base(7.0), of_base(4.0), of_base(1.0), of_base(0.0)]);
    assert_eq!((five.n_base, five.n_codes, five.interviews[6].n_so_far), (37, 45, 45));
    assert_eq!(five.label.as_deref(), Some("≤5 % at 6+2"));
    let none = found(&news, SaturationParams { threshold: 0.0, ..SaturationParams::default() });
    assert_eq!(none.label.as_deref(), Some("0 % at 7+2"));
    // A base of 6 has 44 codes, and the first run of 2 brings 1.
    let six = found(&news, SaturationParams { base: 6, ..SaturationParams::default() });
    assert_eq!((six.n_base, six.label.as_deref()), (44, Some("≤5 % at 6+2")));
    let three = found(&news, SaturationParams { run_length: 3, ..SaturationParams::default() });
    // 8, 4 and 1 of 37, in runs of three that end at 7, 8 and 9.
    assert_eq!(three.label.as_deref(), Some("≤5 % at 6+3"));
    let odd = found(&news, SaturationParams { threshold: 0.125, ..SaturationParams::default() });
    assert_eq!(odd.label.as_deref(), Some("≤12.5 % at 5+2"));
}

#[test]
fn codes_that_come_again_are_not_new() {
    let set = |codes: &[u32]| codes.iter().copied().collect::<BTreeSet<u32>>();
    let study = [set(&[1, 2]), set(&[2, 3]), set(&[1, 3]), set(&[2]), set(&[4, 1]), set(&[])];
    let params = SaturationParams { base: 2, run_length: 2, ..SaturationParams::default() };
    let found = found(&study, params);
    let n_new: Vec<usize> = found.interviews.iter().map(|interview| interview.n_new).collect();
    assert_eq!(n_new, [2, 1, 0, 0, 1, 0]);
    assert_eq!(found.reached_after.value(), Ok(2.0));
}

#[test]
fn what_is_undefined_says_why() {
    let why = |n_new: &[u32]| {
        let found = found(&interviews(n_new), SaturationParams::default());
        assert!(found.label.is_none());
        found.reached_after.value().unwrap_err().clone()
    };
    assert_eq!(why(&[]), Undefined::Nothing);
    assert_eq!(why(&[0; 9]), Undefined::Nothing);
    assert_eq!(why(&[3, 2, 1, 1, 0]), Undefined::TooFewInterviews { n_interviews: 5, wanted: 6 });
    assert_eq!(why(&[0, 0, 0, 0, 3, 3, 0]), Undefined::EmptyBase { base: 4 });
    assert_eq!(why(&[1; 8]), Undefined::NotReached { n_interviews: 8 });
    assert_eq!(why(&[1; 8]).to_string(), "it was not reached within 8 interviews");
    let large = SaturationParams { base: usize::MAX, ..SaturationParams::default() };
    assert!(found(&interviews(&[1; 8]), large).reached_after.value().is_err());
}

#[test]
fn words_say_what_was_found() {
    let five = found(&interviews(&[16, 9, 7, 5, 4, 3, 1, 0]), SaturationParams::default());
    assert_eq!(
        five.findings[0].to_string(),
        "≤5 % at 6+2: after 6 interviews, the next 2 brought 1 new code, 3 % of the 37 that the first 4 held"
    );
    assert!(
        five.findings[1].to_string().starts_with("It depends on the order: ")
            && five.findings[1].to_string().contains(" random orders of the interviews "),
        "{}",
        five.findings[1].to_string()
    );
    assert!(five.findings[2].to_string().contains("Clusters cannot show saturation"));
    let never = found(&interviews(&[1; 8]), SaturationParams::default());
    assert_eq!(
        never.findings[0].to_string(),
        "Saturation cannot be shown: it was not reached within 8 interviews; the last run brought 50 % of the codes that the base held"
    );
    assert_eq!(
        never.findings[1].to_string(),
        "No other order changes that: none of 1000 random orders of the interviews reaches it"
    );
    let same: Vec<BTreeSet<u32>> = vec![(0..5).collect(); 8];
    assert_eq!(
        found(&same, SaturationParams::default()).findings[1].to_string(),
        "It hardly depends on the order: 90 % or more of 1000 random orders of the interviews take 4"
    );
}

#[test]
fn orders_that_never_reach_it_do_not_lower_the_bounds() {
    // Every interview brings one code of its own: saturation is not reached in any order.
    let never = found(&interviews(&[1; 12]), SaturationParams::default()).over_orders;
    assert_eq!((never.n_orders, never.n_reached, never.n_undefined), (1000, 0, 0));
    assert_eq!(never.reached_after.median.value(), Err(&Undefined::NotReached { n_interviews: 12 }));
    assert_eq!(never.ratios[5].as_ref().unwrap().median.value(), Ok(0.5));
    assert!(never.ratios[4].is_none());
    // All interviews have the same codes: saturation is reached at once in every order.
    let same: Vec<BTreeSet<u32>> = vec![(0..5).collect(); 12];
    let at_once = found(&same, SaturationParams::default()).over_orders;
    assert_eq!((at_once.n_reached, at_once.reached_after.high.value()), (1000, Ok(4.0)));
    // One of eight interviews brings a code: in 4 of 8 orders it is in the base, otherwise the base is empty.
    let one = found(&interviews(&[1, 0, 0, 0, 0, 0, 0, 0]), SaturationParams::default()).over_orders;
    assert!((400..600).contains(&one.n_undefined), "{}", one.n_undefined);
    assert_eq!(one.n_reached + one.n_undefined, 1000);
}

#[test]
fn each_rule_of_a_parameter() {
    let good = SaturationParams::default();
    assert!(good.check().is_ok());
    let refused = |params: SaturationParams| params.check().unwrap_err().parameter;
    assert_eq!(refused(SaturationParams { base: 0, ..good }), "base");
    assert_eq!(refused(SaturationParams { run_length: 0, ..good }), "run_length");
    for threshold in [f64::NAN, -0.1, 1.0, f64::INFINITY] {
        assert_eq!(refused(SaturationParams { threshold, ..good }), "threshold");
    }
    for n_orders in [0, 99, 1_000_001, usize::MAX] {
        assert_eq!(refused(SaturationParams { n_orders, ..good }), "n_orders");
    }
    assert!(SaturationParams { n_orders: 100, ..good }.check().is_ok());
    assert!(SaturationParams { n_orders: 1_000_000, ..good }.check().is_ok());
}

fn any_study() -> impl Strategy<Value = Vec<BTreeSet<u32>>> {
    prop::collection::vec(prop::collection::btree_set(0_u32..15, 0..6), 0..14)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_given_does_not_show_in_random_orders(study in any_study(), turn in 0_usize..14) {
        let params = SaturationParams { n_orders: 100, ..SaturationParams::default() };
        let mut turned = study.clone();
        turned.reverse();
        let turn = turn % turned.len().max(1);
        turned.rotate_left(turn);
        prop_assert_eq!(found(&study, params).over_orders, found(&turned, params).over_orders);
    }

    #[test]
    fn a_wider_threshold_is_reached_no_later(study in any_study()) {
        let at = |threshold| {
            let params = SaturationParams { threshold, n_orders: 100, ..SaturationParams::default() };
            found(&study, params).reached_after.value().ok()
        };
        if let Some(strict) = at(0.0) {
            prop_assert!(at(0.05).unwrap() <= strict && at(0.2).unwrap() <= at(0.05).unwrap());
        }
    }

    #[test]
    fn news_add_up(study in any_study()) {
        let found = found(&study, SaturationParams { n_orders: 100, ..SaturationParams::default() });
        let n_new: usize = found.interviews.iter().map(|interview| interview.n_new).sum();
        let all: BTreeSet<u32> = study.iter().flatten().copied().collect();
        prop_assert_eq!((n_new, found.n_codes), (all.len(), all.len()));
    }
}
