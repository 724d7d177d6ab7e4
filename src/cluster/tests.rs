//! Clustering against scikit-learn, and against itself: any order of rows, any number of threads.

use proptest::prelude::*;
use serde::Deserialize;

use super::canonical::Canonical;
use super::*;
use crate::domain::{Algorithm, ClusterId, Clustering, Embeddings, NoProgress, StabilityLevel};

/// Numbers between −1 and 1 from a small generator, so that no test depends on a crate's stream.
struct Lcg(u64);

impl Lcg {
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 40) as f32 / (1u64 << 23) as f32) - 1.0
    }

    fn below(&mut self, n: usize) -> usize {
        self.next();
        (self.0 >> 33) as usize % n
    }
}

type Row = Vec<f32>;

fn unit(mut row: Row) -> Row {
    let norm = row.iter().map(|v| v * v).sum::<f32>().sqrt();
    row.iter_mut().for_each(|v| *v /= norm);
    row
}

/// Returns `n` rows around `k` centres, about every fifth a duplicate of an earlier one.
fn blobs(n: usize, dim: usize, k: usize, spread: f32) -> Vec<Row> {
    let mut random = Lcg(n as u64 * 31 + dim as u64);
    let centres: Vec<Row> = (0..k).map(|_| unit((0..dim).map(|_| random.next()).collect())).collect();
    let mut rows: Vec<Row> = Vec::new();
    for i in 0..n {
        let row = if i % 5 == 4 {
            rows[random.below(i)].clone()
        } else {
            let noise = spread / (dim as f32).sqrt();
            unit(centres[i % k].iter().map(|v| v + noise * random.next()).collect())
        };
        rows.push(row);
    }
    rows
}

fn embeddings(rows: &[Row]) -> Embeddings {
    Embeddings::new(rows.concat(), rows[0].len()).unwrap()
}

fn shuffled(n: usize, random: &mut Lcg) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    for i in (1..n).rev() {
        order.swap(i, random.below(i + 1));
    }
    order
}

fn ask(algorithm: Algorithm) -> ClusterParams {
    ClusterParams { algorithm, seed: 11, ..ClusterParams::default() }
}

fn run(rows: &[Row], params: ClusterParams) -> Result<ClusteringOutcome, ClusterError> {
    let params = params.check(rows.len()).map_err(ClusterError::from)?;
    cluster(&embeddings(rows), &[], &params, &NoProgress)
}

#[test]
fn variations_are_those_that_the_facts_name() {
    let rows = blobs(60, 8, 4, 0.3);
    for &algorithm in Algorithm::ALL {
        for stability in run(&rows, ask(algorithm)).unwrap().stability {
            assert_eq!(stability.seeds.is_some(), algorithm.facts().is_seeded, "{algorithm}");
            assert_eq!(stability.numbers.is_some(), algorithm.takes("n_clusters"), "{algorithm}");
            assert!(stability.resamples.is_some(), "{algorithm}");
        }
    }
}

#[test]
fn a_grouping_alone_is_that_of_the_whole_outcome() {
    let rows = blobs(90, 12, 5, 1.2);
    for &algorithm in Algorithm::ALL {
        let takes_noise = algorithm.leaves_noise();
        for assign_noise in [false, takes_noise] {
            let params = ClusterParams { assign_noise, ..ask(algorithm) };
            let alone =
                group(&embeddings(&rows), &params.clone().check(rows.len()).unwrap(), &NoProgress).unwrap();
            let whole = run(&rows, params).unwrap();
            assert_eq!(alone, whole.clustering, "{algorithm}");
            assert_eq!(whole.parameters.assign_noise, takes_noise.then_some(assign_noise), "{algorithm}");
        }
    }
    let same = vec![rows[0].clone(); 4];
    let alone = group(&embeddings(&same), &ask(Algorithm::Auto).check(4).unwrap(), &NoProgress).unwrap();
    assert_eq!(alone, run(&same, ask(Algorithm::Auto)).unwrap().clustering);
}

#[test]
fn a_hundred_orders_of_the_rows_give_one_answer() {
    let rows = blobs(90, 12, 5, 1.2);
    for &algorithm in Algorithm::ALL {
        let groups: Vec<Option<usize>> = (0..rows.len()).map(|i| (i % 9 > 0).then_some(i % 4)).collect();
        let run = |rows: &[Row], groups: &[Option<usize>]| {
            let params = ask(algorithm).check(rows.len()).unwrap();
            cluster(&embeddings(rows), groups, &params, &NoProgress)
        };
        let first = run(&rows, &groups).unwrap();
        assert!(first.clustering.n_clusters >= 2, "{algorithm}");
        assert!(first.stability.iter().all(|stability| stability.interviews.is_some()), "{algorithm}");
        let mut random = Lcg(5);
        for _ in 0..100 {
            let order = shuffled(rows.len(), &mut random);
            let permuted: Vec<Row> = order.iter().map(|&i| rows[i].clone()).collect();
            let permuted_groups: Vec<Option<usize>> = order.iter().map(|&i| groups[i]).collect();
            let mut expected = first.clone();
            expected.clustering.assignments =
                order.iter().map(|&i| first.clustering.assignments[i]).collect();
            // To the bit: silhouette, curve, stability, tree, numbers and notices too.
            assert_eq!(run(&permuted, &permuted_groups).unwrap(), expected, "{algorithm}");
        }
    }
}

#[test]
fn identical_rows_share_a_cluster() {
    let rows = blobs(120, 8, 4, 1.5);
    for &algorithm in Algorithm::ALL {
        let found = run(&rows, ask(algorithm)).unwrap().clustering.assignments;
        for i in 0..rows.len() {
            for j in 0..i {
                assert!(rows[i] != rows[j] || found[i] == found[j], "{algorithm}: {i} and {j}");
            }
        }
    }
}

#[test]
fn one_two_and_four_threads_give_the_same_bits() {
    let rows = blobs(700, 48, 9, 2.0);
    for &algorithm in Algorithm::ALL {
        let mut answers = [1, 2, 4].map(|n_threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
            pool.install(|| run(&rows, ask(algorithm)).unwrap())
        });
        assert_eq!(answers[0], answers[1], "{algorithm}");
        assert_eq!(answers[0], answers[2], "{algorithm}");
        // `==` on floats would let −0 pass for 0: the printed form does not.
        let printed = answers.each_mut().map(|answer| format!("{answer:?}"));
        assert!(printed[0] == printed[1] && printed[0] == printed[2]);
    }
}

#[test]
fn another_seed_is_another_stream_and_is_kept() {
    let rows = blobs(60, 12, 3, 0.5);
    let params = |seed| ClusterParams { n_clusters: Some(3), seed, ..ask(Algorithm::KMeans) };
    let (one, two) = (run(&rows, params(1)).unwrap(), run(&rows, params(2)).unwrap());
    assert_eq!((one.parameters.seed, two.parameters.seed), (1, 2));
    // Three clear groups: every seed finds them.
    assert_eq!(one.clustering, two.clustering);
    assert_eq!(one.clustering.n_clusters, 3);
}

#[test]
fn clear_groups_are_found_without_being_told() {
    let rows = blobs(200, 24, 6, 0.6);
    let found = run(&rows, ask(Algorithm::KMeans)).unwrap();
    assert_eq!(found.clustering.n_clusters, 6);
    let curve = found.curve.unwrap();
    assert_eq!((curve.chosen, curve.points.len(), curve.points[0].x), (6.0, 8, 2.0));
    assert!(curve.reason.starts_with("6 is the smallest number from 3 to 9"), "{}", curve.reason);
    assert_eq!(found.parameters.n_clusters, Some(6));
    let json = serde_json::to_value(&found.parameters).unwrap();
    assert_eq!(json["algorithm"], "k-means");
    assert!(json.get("min_points").is_none());

    let found = run(&rows, ask(Algorithm::Dbscan)).unwrap();
    assert_eq!(found.clustering.n_clusters, 6);
    assert!(found.curve.unwrap().reason.starts_with("the k-distance curve for min_points 3"));
}

#[test]
fn the_smallest_corpora() {
    let rows = blobs(30, 6, 3, 0.6);
    for &algorithm in Algorithm::ALL {
        assert!(matches!(
            cluster(
                &Embeddings::new(vec![], 6).unwrap(),
                &[],
                &ask(algorithm).check(0).unwrap(),
                &NoProgress
            ),
            Err(ClusterError::NoSegments)
        ));
        for together in [&rows[..1], &rows[..2], &vec![rows[0].clone(); 7][..]] {
            let found = run(together, ask(algorithm)).unwrap();
            assert_eq!(found.clustering.assignments, vec![Some(ClusterId(0)); together.len()]);
            assert_eq!((found.silhouette, found.notices.len()), (None, 1));
            assert!(found.silhouette_undefined.unwrap().contains("at least 2"));
        }
        for n in [3, 4, 5, 30] {
            let found = run(&rows[..n], ask(algorithm)).unwrap();
            assert_eq!(found.clustering.assignments.len(), n);
            assert!(
                found.notices.iter().any(|notice| notice.to_string().contains(&format!("on {n} segments")))
            );
        }
    }
    let found = run(&rows[..3], ask(Algorithm::KMeans)).unwrap();
    assert_eq!(found.clustering.n_clusters, 2);
    let same = vec![rows[0].clone(); 7];
    let asked = ClusterParams { n_clusters: Some(2), ..ask(Algorithm::KMeans) };
    assert!(matches!(run(&same, asked), Err(ClusterError::TooFewDistinct { n_distinct: 1, .. })));
}

#[test]
fn asking_for_the_number_that_was_chosen_gives_the_same_clustering() {
    let rows = blobs(150, 16, 7, 2.5);
    let chosen = run(&rows, ask(Algorithm::KMeans)).unwrap();
    let asked = ClusterParams { n_clusters: chosen.parameters.n_clusters, ..ask(Algorithm::KMeans) };
    let asked = run(&rows, asked).unwrap();
    assert_eq!((&asked.clustering, &asked.parameters), (&chosen.clustering, &chosen.parameters));
    assert_eq!(asked.curve, None);
}

#[test]
fn a_run_cut_short_says_so() {
    let rows = blobs(300, 24, 7, 4.0);
    let params = KMeansParams { n_runs: 1, max_n_iterations: 1, ..KMeansParams::new(7, 3) };
    let cut = k_means(&embeddings(&rows), &params.clone().check(300).unwrap()).unwrap();
    assert!(!cut.converged);
    let params = KMeansParams { max_n_iterations: 300, ..params };
    assert!(k_means(&embeddings(&rows), &params.check(300).unwrap()).unwrap().converged);
}

#[derive(Deserialize)]
struct Oracle {
    dim: usize,
    rows: Vec<f32>,
    k_means: Vec<OracleKMeans>,
    dbscan: Vec<OracleDbscan>,
    agglomerative: Vec<OracleAgglomerative>,
    hdbscan: Vec<OracleHdbscan>,
}

#[derive(Deserialize)]
struct OracleAgglomerative {
    linkage: String,
    labels: Vec<usize>,
}

#[derive(Deserialize)]
struct OracleHdbscan {
    min_cluster_size: usize,
    min_samples: usize,
    labels: Vec<i64>,
}

#[derive(Deserialize)]
struct OracleKMeans {
    starts: Vec<OracleStart>,
    labels: Vec<usize>,
    silhouettes: Vec<f64>,
}

#[derive(Deserialize)]
struct OracleStart {
    rows: Vec<usize>,
    labels: Vec<usize>,
    inertia: f64,
}

#[derive(Deserialize)]
struct OracleDbscan {
    eps: f64,
    min_samples: usize,
    labels: Vec<i64>,
    cores: Vec<usize>,
}

fn oracle() -> (Oracle, Embeddings) {
    let oracle: Oracle = serde_json::from_str(include_str!("../../tests/oracle/cluster.json")).unwrap();
    let embeddings = Embeddings::new(oracle.rows.clone(), oracle.dim).unwrap();
    (oracle, embeddings)
}

/// Tells whether two partitions are the same, whatever the names of their parts.
fn same_partition<A: PartialEq, B: PartialEq>(a: &[A], b: &[B]) -> bool {
    a.len() == b.len() && (0..a.len()).all(|i| (0..i).all(|j| (a[i] == a[j]) == (b[i] == b[j])))
}

// linfa takes damped steps, so from a start between two groups it may end elsewhere than Lloyd's steps do.
// From most starts it is the same partition; the best of the same starts always is.
#[test]
fn k_means_equals_scikit_learn_from_the_same_centres() {
    let (oracle, embeddings) = oracle();
    let canonical = Canonical::new(&embeddings);
    let (mut n_starts, mut n_same) = (0, 0);
    for case in &oracle.k_means {
        let k = case.starts[0].rows.len();
        let found: Vec<k_means::Partition> = case
            .starts
            .iter()
            .map(|start| {
                // Rows are sorted inside, so each start is found by what it holds.
                let place = |&row: &usize| {
                    (0..canonical.n()).find(|&place| canonical.row(place) == embeddings.row(row)).unwrap()
                };
                let places: Vec<usize> = start.rows.iter().map(place).collect();
                let found = k_means::fit(&canonical, &KMeansParams::new(k, 0), &places, &NoProgress).unwrap();
                assert!(found.converged);
                n_starts += 1;
                if same_partition(&canonical.to_input(&found.labels), &start.labels) {
                    assert!((found.inertia - start.inertia).abs() < 1e-6);
                    n_same += 1;
                }
                found
            })
            .collect();
        let best = found.into_iter().reduce(k_means::Partition::better).unwrap();
        let least = case.starts.iter().map(|start| start.inertia).fold(f64::INFINITY, f64::min);
        assert!(best.inertia < least * 1.05, "k = {k}: {} {least}", best.inertia);
        // With more clusters than the data have groups, several partitions are as good.
        if k <= 5 {
            assert!(same_partition(&canonical.to_input(&best.labels), &case.labels), "k = {k}");
        }
    }
    assert!(n_same * 10 >= n_starts * 7, "{n_same} of {n_starts}");
}

#[test]
fn silhouettes_equal_scikit_learn() {
    let (oracle, embeddings) = oracle();
    for case in &oracle.k_means {
        let labels: Vec<_> = case.labels.iter().map(|&label| Some(ClusterId(label as u32))).collect();
        let found = silhouette(&embeddings, &labels).unwrap();
        for (found, expected) in found.per_segment.iter().zip(&case.silhouettes) {
            assert!((found.unwrap() - expected).abs() < 1e-6);
        }
        let mean = case.silhouettes.iter().sum::<f64>() / case.silhouettes.len() as f64;
        assert!((found.mean - mean).abs() < 1e-6);
    }
}

#[test]
fn dbscan_equals_scikit_learn_but_for_border_segments() {
    let (oracle, embeddings) = oracle();
    for case in &oracle.dbscan {
        let params = DbscanParams { tolerance: case.eps, min_points: case.min_samples };
        let found = dbscan(&embeddings, &params.check().unwrap()).unwrap();
        let noise: Vec<bool> = found.assignments.iter().map(Option::is_none).collect();
        let expected: Vec<bool> = case.labels.iter().map(|&label| label < 0).collect();
        assert_eq!(noise, expected, "eps {}", case.eps);
        let ours: Vec<_> = case.cores.iter().map(|&row| found.assignments[row]).collect();
        let theirs: Vec<_> = case.cores.iter().map(|&row| case.labels[row]).collect();
        assert!(same_partition(&ours, &theirs), "eps {}", case.eps);
        assert_eq!(found.n_clusters as i64, case.labels.iter().max().unwrap() + 1);
    }
}

#[test]
fn agglomeration_equals_scikit_learn() {
    let (oracle, embeddings) = oracle();
    for case in &oracle.agglomerative {
        let k = case.labels.iter().max().unwrap() + 1;
        let run = if case.linkage == "ward" { ward } else { average_linkage };
        let found = run(&embeddings, k).unwrap();
        assert_eq!(found.n_clusters, k);
        assert!(same_partition(&found.assignments, &case.labels), "{} {k}", case.linkage);
    }
    assert!(matches!(ward(&embeddings, 1), Err(ClusterError::Parameter(_))));
}

#[test]
fn hdbscan_equals_scikit_learn() {
    let (oracle, embeddings) = oracle();
    for case in &oracle.hdbscan {
        let found = hdbscan(&embeddings, case.min_samples, case.min_cluster_size).unwrap();
        let expected: Vec<Option<i64>> =
            case.labels.iter().map(|&label| (label >= 0).then_some(label)).collect();
        assert!(
            same_partition(&found.assignments, &expected),
            "{} {}: {:?} {:?}",
            case.min_cluster_size,
            case.min_samples,
            found.assignments.iter().map(|id| id.map(|id| id.0)).collect::<Vec<_>>(),
            expected
        );
    }
}

#[test]
fn auto_finds_clear_groups_and_any_other_number() {
    let rows = blobs(240, 24, 6, 0.6);
    let found = run(&rows, ask(Algorithm::Auto)).unwrap();
    assert_eq!(found.clustering.n_clusters, 6);
    let curve = found.curve.unwrap();
    assert_eq!((curve.criterion.as_str(), curve.chosen), ("stability", 6.0));
    assert!(curve.reason.starts_with("6 is the smallest number on which samples"), "{}", curve.reason);
    let others: Vec<&str> = curve.others.iter().map(|other| other.criterion.as_str()).collect();
    assert_eq!(others, ["silhouette", "calinski_harabasz"]);
    assert!(found.stability.iter().all(|stability| stability.resamples.unwrap() > 0.99));
    assert_eq!(found.stability[0].verdict(), Some(StabilityLevel::Holds));
    assert_eq!(found.tree.merges.len(), 5);
    for k in [2, 3, 5, 8, 17] {
        let asked = ClusterParams { n_clusters: Some(k), ..ask(Algorithm::Auto) };
        let found = run(&rows, asked).unwrap();
        assert_eq!(found.clustering.n_clusters, k);
        assert_eq!(found.curve, None);
        assert_eq!(found.stability.len(), k);
    }
}

// Four groups drawn apart less and less: the mean stability of the themes falls as they overlap.
#[test]
fn stability_falls_as_groups_overlap() {
    for algorithm in [Algorithm::Auto, Algorithm::KMeans, Algorithm::Ward] {
        let means: Vec<f64> = [0.5, 2.0, 3.5, 6.0]
            .iter()
            .map(|&spread| {
                let params = ClusterParams { n_clusters: Some(4), ..ask(algorithm) };
                let found = run(&blobs(200, 24, 4, spread), params).unwrap();
                let values: Vec<f64> = found.stability.iter().filter_map(|s| s.resamples).collect();
                values.iter().sum::<f64>() / values.len() as f64
            })
            .collect();
        assert!(means[0] > 0.99, "{algorithm} {means:?}");
        assert!(means.windows(2).all(|pair| pair[0] >= pair[1] - 0.02), "{algorithm} {means:?}");
        assert!(means[3] < 0.7, "{algorithm} {means:?}");
    }
}

#[test]
fn the_coarse_level_joins_what_lies_together() {
    // Nine groups in three triples: the centres of a triple lie near each other.
    let mut random = Lcg(77);
    let main: Vec<Row> = (0..3).map(|_| unit((0..24).map(|_| random.next()).collect())).collect();
    let centres: Vec<Row> =
        (0..9).map(|i| unit(main[i / 3].iter().map(|v| v + 0.09 * random.next()).collect())).collect();
    let rows: Vec<Row> =
        (0..270).map(|i| unit(centres[i % 9].iter().map(|v| v + 0.02 * random.next()).collect())).collect();
    let found = run(&rows, ClusterParams { n_clusters: Some(9), ..ask(Algorithm::Auto) }).unwrap();
    let coarse = found.tree.coarse.unwrap();
    assert_eq!(coarse.n_groups, 3);
    for i in 0..9 {
        for j in 0..i {
            let group = |row: usize| coarse.group_of[found.clustering.assignments[row].unwrap().0 as usize];
            assert_eq!(group(i) == group(j), i / 3 == j / 3);
        }
    }
    let asked = ClusterParams { n_clusters: Some(9), n_groups: Some(2), ..ask(Algorithm::Ward) };
    let coarse = run(&rows, asked).unwrap().tree.coarse.unwrap();
    assert_eq!((coarse.n_groups, coarse.curve), (2, None));
}

#[test]
fn noise_is_given_to_the_nearest_theme_where_asked() {
    let rows = blobs(120, 8, 4, 1.5);
    for algorithm in [Algorithm::Dbscan, Algorithm::Hdbscan] {
        let plain = run(&rows, ask(algorithm)).unwrap();
        let noise: Vec<usize> =
            (0..rows.len()).filter(|&row| plain.clustering.assignments[row].is_none()).collect();
        assert!(!noise.is_empty() && plain.assigned.is_empty());
        let asked = run(&rows, ClusterParams { assign_noise: true, ..ask(algorithm) }).unwrap();
        assert_eq!(asked.assigned, noise);
        assert!(asked.clustering.assignments.iter().all(Option::is_some));
        assert!(asked.notices.iter().any(|notice| notice.to_string().contains("marked")));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    // Any small rows, with many the same, give an answer or a typed refusal, numbered as promised, and the same
    // when the rows come backwards.
    #[test]
    fn any_rows_any_order(picks in prop::collection::vec((0_usize..9, 0_u8..4), 1..40), k in 2_usize..6) {
        let rows: Vec<Row> = picks
            .iter()
            .map(|&(degrees, fine)| {
                let angle = (degrees as f32 * 40.0 + f32::from(fine)).to_radians();
                unit(vec![angle.cos(), angle.sin()])
            })
            .collect();
        let backwards: Vec<Row> = rows.iter().rev().cloned().collect();
        for params in [
            ask(Algorithm::KMeans),
            ask(Algorithm::Dbscan),
            ClusterParams { n_clusters: Some(k), ..ask(Algorithm::KMeans) },
            ClusterParams { tolerance: Some(0.01), ..ask(Algorithm::Dbscan) },
            ask(Algorithm::Auto),
            ClusterParams { n_clusters: Some(k), ..ask(Algorithm::Auto) },
            ask(Algorithm::Communities),
            ask(Algorithm::Ward),
            ClusterParams { n_clusters: Some(k), ..ask(Algorithm::Average) },
            ClusterParams { assign_noise: true, ..ask(Algorithm::Hdbscan) },
        ] {
            match (run(&rows, params.clone()), run(&backwards, params)) {
                (Ok(mut found), Ok(mirrored)) => {
                    check_numbers(&found.clustering);
                    found.clustering.assignments.reverse();
                    found.assigned = found.assigned.iter().rev().map(|row| rows.len() - 1 - row).collect();
                    prop_assert_eq!(found, mirrored);
                }
                (Err(one), Err(two)) => prop_assert_eq!(one.to_string(), two.to_string()),
                (one, two) => prop_assert!(false, "{:?} {:?}", one, two),
            }
        }
    }
}

fn check_numbers(clustering: &Clustering) {
    let mut sizes = vec![0; clustering.n_clusters];
    clustering.assignments.iter().flatten().for_each(|id| sizes[id.0 as usize] += 1);
    assert!(sizes.iter().all(|&size| size > 0) && sizes.is_sorted_by(|a, b| a >= b), "{sizes:?}");
}
