//! How much candidates change with another seed, number, algorithm or set of interviews.

use serde_json::Value;

use crate::interviews;

fn of_kind<'v>(found: &'v Value, kind: &str) -> Vec<&'v Value> {
    found["changes"].as_array().unwrap().iter().filter(|change| change["kind"] == kind).collect()
}

#[test]
fn candidate_codes_are_laid_beside_other_groupings() {
    let place = interviews();
    let before = std::fs::read(place.path().join("s.themata")).unwrap();
    let found = place.json(&["sensitivity", "-p", "s.themata", "--json"]);
    assert_eq!((&found["n_candidates"], &found["n_candidates_given"]), (&4.into(), &true.into()));
    assert_eq!(
        (&found["numbers_cut_from_one"], &found["n_candidates_chosen_anew"]),
        (&true.into(), &false.into())
    );
    let to: Vec<&str> =
        of_kind(&found, "number").iter().map(|change| change["to"].as_str().unwrap()).collect();
    assert_eq!(to, ["2 candidates", "3 candidates", "5 candidates", "6 candidates"]);
    for (change, n) in of_kind(&found, "number").iter().zip([2, 3, 5, 6]) {
        assert_eq!(change["n_candidates"], n);
    }
    let to: Vec<&str> =
        of_kind(&found, "algorithm").iter().map(|change| change["to"].as_str().unwrap()).collect();
    assert_eq!(to, ["communities", "k-means", "ward", "average", "hdbscan"]);
    assert_eq!(of_kind(&found, "seed").len(), 4);
    let left: Vec<&Value> = of_kind(&found, "interview");
    assert_eq!((left.len(), left[0]["to"].as_str().unwrap()), (9, "without P1"));
    // What was left out is not compared.
    assert!(left.iter().all(|change| change["n_measured"] == 40), "{left:?}");
    for change in found["changes"].as_array().unwrap() {
        let ami = &change["ami"];
        assert!(ami["value"].is_f64() || ami["undefined_because"].is_string(), "{change}");
    }
    let candidates = found["candidates"].as_array().unwrap();
    let ids: Vec<&Value> = candidates.iter().map(|candidate| &candidate["id"]).collect();
    assert_eq!(ids, [1, 2, 3, 4], "the candidates that hold segments");
    for candidate in candidates {
        for kind in ["seed", "number", "algorithm", "interview"] {
            let (mean, least) =
                (candidate[kind]["mean"].as_f64().unwrap(), candidate[kind]["least"].as_f64().unwrap());
            assert!((0.0..=1.0).contains(&least) && least <= mean && mean <= 1.0, "{candidate}");
            assert!(candidate[kind]["least_with"].is_string());
        }
        let most = &candidate["moves_most"];
        assert!(
            most["jaccard"].is_null() || most["with"] == candidate["interview"]["least_with"],
            "{candidate}"
        );
        assert!((0.0..=1.0).contains(&most["share"].as_f64().unwrap()), "{candidate}");
    }
    assert_eq!(place.json(&["sensitivity", "-p", "s.themata", "--json", "--threads", "1"]), found);
    assert_eq!(std::fs::read(place.path().join("s.themata")).unwrap(), before, "nothing is written");
}

#[test]
fn the_table_says_it_in_words() {
    let place = interviews();
    let shown = place.ok(&["sensitivity", "-p", "s.themata"]).replace('\n', " ");
    for words in [
        "another algorithm: ward",
        "one interview left out: without P",
        "that change them less",
        "With another seed (4 tried): AMI with this run",
        "Found again: mean and least",
        "0 is chance",
        "cut from the same grouping at the same seed",
        "A candidate rests on one interview if that interview holds all of its segments",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let all = place.ok(&["sensitivity", "-v", "-p", "s.themata"]);
    assert_eq!(all.matches("one interview left out: without").count(), 9);
    assert_eq!(all.matches("changes most without P").count(), 4);
    assert!(place.refused(4, &["sensitivity", "-p", "none.themata"]).contains("none.themata"));
    assert!(place.refused(4, &["sensitivity", "-p", "s.themata", "--run", "7"]).contains("run 7"));
}
