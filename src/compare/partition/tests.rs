use proptest::prelude::*;
use serde_json::Value;

use super::b_cubed::Sharing;
use super::figures::values;
use super::segments::Counted;
use super::*;
use crate::compare::IntervalParams;
use crate::domain::{
    Contingency, NoProgress, SegmentWith, Undefined, adjusted_mutual_info, adjusted_rand_index,
};

/// Calls [`super::compare`], which is never cancelled here.
fn compare(
    rows: &[CodedSegment],
    codes: &[String],
    clusters: &[String],
    params: &PartitionParams,
) -> PartitionComparison {
    super::compare(rows, codes, clusters, params, &NoProgress).unwrap()
}

fn row(codes: &[u32], cluster: Option<u32>, group: u32) -> CodedSegment {
    CodedSegment { codes: codes.to_vec(), cluster, group }
}

fn labels(word: &str, n: usize) -> Vec<String> {
    (0..n).map(|i| format!("{word} {}", i + 1)).collect()
}

/// Returns parameters without intervals and permutations.
fn plain() -> PartitionParams {
    let interval = IntervalParams::new(0, 100, 0.95).unwrap();
    PartitionParams { interval, n_permutations: 0, ..PartitionParams::default() }
}

fn few() -> PartitionParams {
    let interval = IntervalParams::new(0, 100, 0.95).unwrap();
    PartitionParams { interval, n_permutations: 30, ..PartitionParams::default() }
}

/// Reads the rows of a case of `tests/oracle/partition.json`.
fn read(case: &Value) -> Vec<CodedSegment> {
    let segment = |text: &str| {
        let (codes, cluster) = text.split_once(':').unwrap();
        let codes: Vec<u32> =
            codes.split(',').filter(|code| !code.is_empty()).map(|code| code.parse().unwrap()).collect();
        row(&codes, cluster.parse().ok(), 0)
    };
    case["rows"].as_str().unwrap().split(' ').map(segment).collect()
}

#[test]
fn values_equal_scikit_learn_and_the_definition_of_b_cubed() {
    let oracle: Value = serde_json::from_str(include_str!("../../../tests/oracle/partition.json")).unwrap();
    let (mut n_values, mut n_undefined) = (0, 0);
    let mut check =
        |name: &str, found: Result<f64, Undefined>, expected: &Value| match (found, expected.as_f64()) {
            (Ok(found), Some(expected)) => {
                n_values += 1;
                assert!((found - expected).abs() < 1e-9, "{name}: {found} {expected}");
            }
            // scikit-learn returns a number, 1 or 0, if a partition has only one part.
            (Err(_), Some(expected)) => {
                n_undefined += 1;
                assert!(expected == 0.0 || expected == 1.0, "{name}: {expected}");
            }
            _ => {}
        };
    for case in oracle["cases"].as_array().unwrap() {
        let rows = read(case);
        let all = Counted::new(&rows, 9, 9, &plain());
        let found = values(&all, &Sharing::new(&all), &all.all(), 9);
        for at in 0..3 {
            check("b_cubed", found[6 + at].clone(), &case["b_cubed"][at]);
        }
        let single: Vec<CodedSegment> =
            rows.into_iter().filter(|row| row.codes.len() == 1 && row.cluster.is_some()).collect();
        let alone = Counted::new(&single, 9, 9, &plain());
        let alone_found = values(&alone, &Sharing::new(&alone), &alone.all(), 9);
        let of = &case["single"];
        let names = ["ari", "ami", "nmi", "homogeneity", "completeness", "v_measure"];
        for (at, name) in names.into_iter().enumerate() {
            check(name, alone_found[at].clone(), &of[name]);
            // Segments with several codes, and noise, are not used by these measures.
            assert_eq!(found[at], alone_found[at]);
        }
        check("fowlkes_mallows", alone_found[9].clone(), &of["fowlkes_mallows"]);
        check("accuracy", alone_found[10].clone(), &of["accuracy"]);
        check("kappa", alone_found[12].clone(), &of["kappa"]);
        let (a, b): (Vec<usize>, Vec<usize>) =
            single.iter().map(|row| (row.codes[0] as usize, row.cluster.unwrap() as usize)).unzip();
        let table = Contingency::new(&a, &b);
        assert!((v_measure(&table) - of["v_measure"].as_f64().unwrap()).abs() < 1e-9);
        assert!((matched_accuracy(&table) - of["accuracy"].as_f64().unwrap()).abs() < 1e-9);
        assert!((adjusted_rand_index(&table) - of["ari"].as_f64().unwrap()).abs() < 1e-9);
        assert!((adjusted_mutual_info(&table) - of["ami"].as_f64().unwrap()).abs() < 1e-9);
    }
    assert!(n_values > 2_000 && n_undefined < 300, "{n_values} values, {n_undefined} undefined");
}

/// Makes a small grid: three codes, three clusters, noise, a segment without a code, and one with two codes.
fn study() -> Vec<CodedSegment> {
    let mut rows = Vec::new();
    let mut add = |n: usize, codes: &[u32], cluster: Option<u32>| {
        (0..n).for_each(|i| rows.push(row(codes, cluster, i as u32)));
    };
    add(5, &[0], Some(0));
    add(4, &[0], Some(1));
    add(1, &[0], None);
    add(6, &[1], Some(2));
    add(3, &[2], Some(2));
    add(1, &[1, 2], Some(2));
    add(2, &[], Some(1));
    rows
}

#[test]
fn a_comparison_by_hand() {
    let clusters = ["theme 3", "theme 7", "theme 5"].map(str::to_owned);
    let codes = ["Nights on call", "A", "B"].map(str::to_owned);
    let found = compare(&study(), &codes, &clusters, &plain());
    assert_eq!(
        found.counts,
        PartitionCounts {
            n_segments: 22,
            n_one_code: 19,
            n_several_codes: 1,
            n_uncoded: 2,
            n_noise: 1,
            n_one_code_noise: 1,
            n_measured: 18,
            n_coded: 20,
            n_groups: 6,
        }
    );
    assert_eq!(found.grid.cells, [[5, 4, 0, 1], [0, 0, 7, 0], [0, 0, 4, 0], [0, 2, 0, 0]]);
    assert_eq!(found.grid.rows.iter().map(|line| line.n).collect::<Vec<_>>(), [10, 7, 4, 2]);
    // The segment with two codes is in two rows, and once in its column.
    assert_eq!(found.grid.columns.iter().map(|line| line.n).collect::<Vec<_>>(), [5, 6, 10, 1]);
    assert_eq!(found.grid.rows[3].label, "(no code)");
    let pairs = &found.matching.pairs;
    assert_eq!(pairs.len(), 2);
    assert_eq!((pairs[0].code_label.as_str(), pairs[0].cluster_label.as_str()), ("A", "theme 5"));
    assert_eq!((pairs[0].precision, pairs[0].recall), (0.7, 1.0));
    // Noise lowers recall: 5 of 10.
    assert_eq!((pairs[1].precision, pairs[1].recall), (1.0, 0.5));
    // 5 + 7 of the 19 coded segments in a cluster; F1 of 2·7/17, 2·5/15 and a missed 0.
    assert_eq!(found.matching.accuracy.agreement.value(), Ok(12.0 / 19.0));
    let f1 = found.matching.mean_f1.agreement.value().unwrap();
    assert!((f1 - (14.0 / 17.0 + 10.0 / 15.0) / 3.0).abs() < 1e-12);
    // 5 + 6 of 18 agree; by chance 9·5 + 6·9 of 18².
    let (observed, by_chance) = (11.0 / 18.0, (45.0 + 54.0) / 324.0);
    let kappa = found.matching.kappa_after_matching.agreement.value().unwrap();
    assert!((kappa - (observed - by_chance) / (1.0 - by_chance)).abs() < 1e-12);
    let said: Vec<String> = found.findings.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "`Nights on call` was split: 50 % in theme 3, 40 % in theme 7 (10 segments)",
            "theme 5 merges `A` (70 %) and `B` (40 %); it has 10 coded segments",
            "`B` was missed: no cluster matches it; 4 of its 4 segments are in theme 5",
            "theme 7 matches no code: 4 of its 4 coded segments have `Nights on call`",
        ]
    );
    assert_eq!(found.rests_on.len(), 4);
    assert!(found.rests_on[0].to_string().contains("computed on 18 of 22 segments"), "{:?}", found.rests_on);
}

#[test]
fn noise_and_no_code_count_where_asked() {
    let (codes, clusters) = (labels("code", 3), labels("theme", 3));
    let with = |include_noise, include_uncoded| {
        compare(&study(), &codes, &clusters, &PartitionParams { include_noise, include_uncoded, ..plain() })
    };
    let n = |found: &PartitionComparison| (found.counts.n_measured, found.counts.n_coded);
    assert_eq!(n(&with(false, false)), (18, 20));
    assert_eq!(n(&with(true, false)), (19, 20));
    assert_eq!(n(&with(true, true)), (21, 22));
    // The grid is the same, and neither noise nor segments without a code are ever matched.
    assert_eq!(with(true, true).grid, with(false, false).grid);
    assert_eq!(with(true, true).matching.pairs.len(), 2);
    assert_eq!(with(true, true).matching.accuracy.agreement.value(), Ok(12.0 / 22.0));
}

#[test]
fn what_is_undefined_says_why() {
    let nothing = compare(&[], &labels("code", 2), &labels("theme", 2), &few());
    let why = |figure: &Figure| figure.agreement.value().unwrap_err().to_string();
    assert_eq!(why(&nothing.measures.ari), "no segment has exactly one code and a cluster");
    assert_eq!(why(&nothing.matching.accuracy), "no segment has a code and a cluster");
    assert_eq!(why(&nothing.measures.b_cubed.recall), "no segment has a code");
    let same = compare(&vec![row(&[0], Some(0), 0); 9], &labels("code", 1), &labels("theme", 1), &few());
    assert!(why(&same.measures.ari).contains("the values do not vary"));
    assert!(why(&same.matching.kappa_after_matching).contains("the values do not vary"));
    assert_eq!(same.measures.fowlkes_mallows.agreement.value(), Ok(1.0));
    let single: Vec<CodedSegment> = (0..4).map(|i| row(&[i], Some(i / 2), 0)).collect();
    let single = compare(&single, &labels("code", 4), &labels("theme", 2), &few());
    assert_eq!(why(&single.measures.fowlkes_mallows), "no two segments share a code");
    // One interview: no interval, and no number in its place.
    assert!(single.measures.ari.agreement.interval().is_none());
    let several =
        compare(&vec![row(&[0, 1], Some(0), 0); 3], &labels("code", 2), &labels("theme", 1), &few());
    assert_eq!(why(&several.measures.v_measure), "no segment has exactly one code and a cluster");
    // There is one cluster, and both codes share it: precision 1, recall a half.
    assert_eq!(several.measures.b_cubed.recall.agreement.value(), Ok(0.5));
    assert_eq!(several.measures.b_cubed.f1.agreement.value(), Ok(2.0 / 3.0));
}

#[test]
fn random_codes_come_to_what_chance_gives() {
    // Clusters independent of the codes: the value is in the middle of the permutations.
    let rows: Vec<CodedSegment> = (0..120).map(|i| row(&[i % 4], Some(i / 4 % 6), i % 10)).collect();
    let params = PartitionParams { n_permutations: 300, ..few() };
    let found = compare(&rows, &labels("code", 4), &labels("theme", 6), &params);
    let chance = found.measures.v_measure.by_chance.unwrap();
    assert!(chance.share_at_or_above > 0.95, "{chance:?}");
    assert!(found.measures.ari.by_chance.is_none(), "chance is taken off already");
    // Clusters equal to the codes: no permutation comes close.
    let rows: Vec<CodedSegment> = (0..120).map(|i| row(&[i % 4], Some(i % 4), i % 10)).collect();
    let found = compare(&rows, &labels("code", 4), &labels("theme", 4), &params);
    for figure in [&found.measures.nmi, &found.matching.accuracy, &found.matching.kappa_after_matching] {
        let chance = figure.by_chance.unwrap();
        assert_eq!((figure.agreement.value(), chance.share_at_or_above), (Ok(1.0), 0.0));
        assert!(chance.high < 0.5 && chance.mean < chance.high, "{chance:?}");
    }
    let kappa = found.matching.kappa_after_matching.by_chance.unwrap();
    assert!(kappa.mean > 0.02, "κ after matching is above 0 by chance: {kappa:?}");
}

#[test]
fn json_has_a_fixed_shape() {
    let found = compare(&study(), &labels("code", 3), &labels("theme", 3), &few());
    let json = serde_json::to_value(&found).unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        keys(&json),
        ["counts", "grid", "measures", "matching", "split", "merged", "findings", "rests_on"]
    );
    assert_eq!(
        keys(&json["measures"]),
        ["ari", "ami", "nmi", "homogeneity", "completeness", "v_measure", "b_cubed", "fowlkes_mallows"]
    );
    assert_eq!(keys(&json["measures"]["nmi"]), ["value", "interval", "undefined_because", "by_chance"]);
}

#[test]
fn several_runs_by_hand() {
    use RunMembership::{Absent, In, Noise};
    let names = ["a", "b", "c"].map(str::to_owned);
    let found = runs(
        &names,
        &[
            vec![In(0), In(0), In(1), In(1), Noise],
            vec![In(3), In(3), In(1), In(1), Noise],
            vec![In(0), In(0), In(0), In(1), Absent],
        ],
    );
    assert_eq!((found.pairs[0].n_shared, found.pairs[0].n_measured), (5, 4));
    assert_eq!((found.pairs[1].n_shared, found.pairs[1].n_measured), (4, 4));
    assert_eq!(found.pairs[0].ami.value(), Ok(1.0));
    assert_eq!((found.nearest, found.most_different), (Some(0), Some(2)));
    // The third segment: a and b put the fourth in its group, c the first and second: 1 in two of three pairs. The fifth
    // is noise in both groupings that contain it, so they agree.
    let of: Vec<(usize, usize)> =
        found.contested.iter().map(|contested| (contested.segment, contested.n_pairs)).collect();
    assert_eq!(of, [(2, 3), (3, 3), (0, 3), (1, 3)]);
    assert!((found.contested[0].disagreement - 2.0 / 3.0).abs() < 1e-12);
    assert!((found.contested[2].disagreement - 1.0 / 3.0).abs() < 1e-12);
    let two = runs(&names[..2], &[vec![In(0)], vec![Absent]]);
    assert_eq!((two.nearest, two.most_different), (None, None));
    assert_eq!(two.pairs[0].ari.value(), Err(&Undefined::NoSegment { with: SegmentWith::ClusterInBoth }));
    assert!(two.contested.is_empty());
}

prop_compose! {
    fn any_rows()(n in 1_usize..40, k in 1_u32..6, m in 1_u32..6, several in any::<bool>(), noise in any::<bool>())
        (rows in prop::collection::vec((0..k, 0..k, 0..m, 0_u32..10, 0_u32..6), n),
         (several, noise) in Just((several, noise))) -> Vec<CodedSegment> {
        rows.into_iter().map(|(a, b, cluster, other, group)| {
            let codes = match other { 0 => vec![], 1..4 if several => vec![a, b], _ => vec![a] };
            row(&codes, (!noise || other != 9).then_some(cluster), group)
        }).collect()
    }
}

/// Lists every figure with its interval and chance value, as text.
fn all_figures(found: &PartitionComparison) -> String {
    serde_json::to_string(&(&found.measures, &found.matching.accuracy, &found.matching.kappa_after_matching))
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn row_order_changes_nothing(rows in any_rows()) {
        let (codes, clusters) = (labels("code", 6), labels("theme", 6));
        let mut turned = rows.clone();
        turned.reverse();
        let third = turned.len() / 3;
        turned.rotate_left(third);
        prop_assert_eq!(compare(&rows, &codes, &clusters, &few()), compare(&turned, &codes, &clusters, &few()));
    }

    #[test]
    fn names_change_no_figure(rows in any_rows()) {
        // Other numbers for codes and clusters. Each segment has at most one code, since sets of several codes can be
        // distinguished.
        let mut rows = rows;
        rows.iter_mut().for_each(|row| row.codes.truncate(1));
        let renamed: Vec<CodedSegment> = rows
            .iter()
            .map(|row| CodedSegment {
                codes: row.codes.iter().map(|code| (code * 5 + 3) % 7).collect(),
                cluster: row.cluster.map(|cluster| (cluster * 3 + 2) % 7),
                group: row.group,
            })
            .collect();
        let (codes, clusters) = (labels("code", 7), labels("theme", 7));
        let (a, b) = (compare(&rows, &codes, &clusters, &few()), compare(&renamed, &codes, &clusters, &few()));
        prop_assert_eq!(&a.measures, &b.measures);
        prop_assert_eq!(&a.matching.accuracy, &b.matching.accuracy);
        prop_assert_eq!(a.counts, b.counts);
    }

    #[test]
    fn threads_change_nothing(rows in any_rows()) {
        let (codes, clusters) = (labels("code", 6), labels("theme", 6));
        let with = |n| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n).build().unwrap();
            pool.install(|| all_figures(&compare(&rows, &codes, &clusters, &few())))
        };
        prop_assert_eq!(with(1), with(4));
    }

    #[test]
    fn figures_keep_to_their_bounds(rows in any_rows()) {
        let found = compare(&rows, &labels("code", 6), &labels("theme", 6), &few());
        let measures = &found.measures;
        for figure in [
            &measures.nmi, &measures.homogeneity, &measures.completeness, &measures.v_measure,
            &measures.b_cubed.precision, &measures.b_cubed.recall, &measures.b_cubed.f1, &measures.fowlkes_mallows,
            &found.matching.accuracy, &found.matching.mean_f1,
        ] {
            if let Ok(value) = figure.agreement.value() {
                prop_assert!((0.0..=1.0 + 1e-12).contains(&value), "{}", value);
            }
        }
        for figure in [&measures.ari, &measures.ami, &found.matching.kappa_after_matching] {
            if let Ok(value) = figure.agreement.value() {
                prop_assert!((-1.0..=1.0 + 1e-12).contains(&value), "{}", value);
            }
        }
    }

    #[test]
    fn the_codes_as_clusters_are_found_whole(rows in any_rows()) {
        let same: Vec<CodedSegment> = rows
            .iter()
            .filter(|row| !row.codes.is_empty())
            .map(|row| CodedSegment { codes: vec![row.codes[0]], cluster: Some(row.codes[0]), group: row.group })
            .collect();
        let found = compare(&same, &labels("code", 6), &labels("theme", 6), &plain());
        for figure in [&found.measures.ari, &found.measures.ami, &found.measures.v_measure, &found.matching.mean_f1] {
            if let Ok(value) = figure.agreement.value() {
                prop_assert!((value - 1.0).abs() < 1e-12);
            }
        }
        prop_assert!(found.split.is_empty() && found.merged.is_empty() && found.findings.is_empty());
    }

    #[test]
    fn two_groupings_are_symmetric(rows in any_rows()) {
        let placed = |cluster: Option<u32>| cluster.map_or(RunMembership::Noise, RunMembership::In);
        let a: Vec<RunMembership> = rows.iter().map(|row| placed(row.cluster)).collect();
        let b: Vec<RunMembership> = rows.iter().map(|row| placed(row.codes.first().copied())).collect();
        let names = labels("run", 2);
        let (one, two) = (runs(&names, &[a.clone(), b.clone()]), runs(&names, &[b, a]));
        prop_assert_eq!(&one.pairs[0].ari, &two.pairs[0].ari);
        prop_assert_eq!(&one.contested, &two.contested);
    }
}
