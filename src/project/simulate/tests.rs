use super::*;
use crate::domain::NoProgress;

/// Returns four bundles of ten directions in three dimensions. Each has its own label, except for two segments with their
/// neighbour's.
fn study() -> (Embeddings, Vec<usize>) {
    let (mut values, mut labels) = (Vec::new(), Vec::new());
    for i in 0..40_usize {
        let bundle = i % 4;
        let turn = ((i / 4) as f32 * 0.7).to_radians() * 6.0 + (bundle as f32 * 90.0).to_radians();
        let tilt = ((i / 4) as f32 * 1.3).to_radians();
        values.extend([turn.cos() * tilt.cos(), turn.sin() * tilt.cos(), tilt.sin()]);
        labels.push(if i == 8 || i == 13 { (bundle + 1) % 4 } else { bundle });
    }
    (Embeddings::new(values, 3).unwrap(), labels)
}

fn run() -> Vec<SimulatedMethod> {
    let (embeddings, labels) = study();
    let machine = Machine { embeddings: &embeddings, seed: 1, progress: &NoProgress };
    courses(&machine, &labels, SimulationMethod::ALL).unwrap()
}

#[test]
fn without_a_machine_all_agree_after_as_many_decisions_as_there_are_segments() {
    let by_hand = &run()[0];
    assert_eq!((by_hand.method, by_hand.n_decisions, by_hand.n_single), (SimulationMethod::ByHand, 40, 40));
    let last = by_hand.curve.last().unwrap();
    assert_eq!((last.decisions, last.coded_share), (40, 1.0));
    assert!((last.ari - 1.0).abs() < 1e-12 && (last.ami - 1.0).abs() < 1e-12);
    assert_eq!(by_hand.reached[2].decisions, Some(40));
    assert_eq!(by_hand.reached[2].factor, Some(1.0));
}

#[test]
fn each_way_costs_what_it_says_and_ends_in_full_agreement() {
    for way in run() {
        let parts = way.n_accepted + way.n_corrected + way.n_single;
        assert_eq!(parts, way.n_decisions, "{:?}", way.method);
        assert_eq!(way.reached[2].decisions, Some(way.n_decisions), "{:?}", way.method);
        assert!(way.n_corrected + way.n_single <= 40);
        let last = way.curve.last().unwrap();
        assert!((last.ami - 1.0).abs() < 1e-12, "{:?}", way.method);
    }
}

#[test]
fn proposals_cost_a_decision_a_theme_and_one_a_segment_that_is_wrong() {
    let ways = run();
    let proposals = &ways[1];
    assert_eq!(proposals.n_single, 0, "every segment is in a theme");
    assert_eq!(proposals.n_corrected, 2, "the two with their neighbour's label");
    assert!(proposals.n_decisions < 20, "{}", proposals.n_decisions);
    assert!(proposals.reached[2].factor.unwrap() > 2.0);
    assert_eq!(run(), ways, "the same result again");
}

#[test]
fn likeness_is_measured_on_what_is_not_coded() {
    let (embeddings, labels) = study();
    let found = measured(&embeddings, &labels, &NoProgress).unwrap();
    assert_eq!((found[0].score, found[0].n_coded, found[0].n_asked), ("nearest", 10, 30));
    assert!(found.iter().all(|found| (0.0..=1.0).contains(&found.right_share)));
}
