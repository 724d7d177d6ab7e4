//! Algorithms against a human coding.

use crate::TestFolder;

/// Three matters, two participants, a label each.
fn coded(quotes: bool) -> String {
    let mut table = "text\tlabel\twho\n".to_owned();
    for i in 0..90 {
        let (text, label) = match i % 3 {
            0 => ("The food on the ward was cold and tasteless", "food"),
            1 => ("Parking at the hospital cost far too much money", "parking"),
            _ => ("The surgeon explained my operation very clearly", "surgeon"),
        };
        let mark = if quotes && i == 4 { "\"" } else { "" };
        table += &format!("{mark}{text}, number {i}\t{label}\tp{}\n", i % 5);
    }
    table
}

#[test]
fn every_algorithm_is_measured() {
    let place = TestFolder::new();
    place.write("coded.tsv", coded(false));
    let args = ["evaluate", "coded.tsv", "--text", "text", "--label", "label", "--group", "who"];
    let found = place.json(&[&args[..], &["--algorithm", "all", "--json"]].concat());
    let results = found["results"].as_array().unwrap();
    let names: Vec<&str> = results.iter().map(|result| result["algorithm"].as_str().unwrap()).collect();
    assert_eq!(names, ["auto", "k-means", "ward", "average", "communities", "dbscan", "hdbscan"]);
    for result in results {
        for measure in ["noise_share", "ari", "ami", "v_measure", "accuracy", "seconds"] {
            assert!(result[measure].is_f64(), "{result}");
        }
    }
    assert!(results[0]["ami"].as_f64().unwrap() > 0.6, "{}", results[0]);
    for result in results {
        let levels = result["levels"].as_array().unwrap();
        let names: Vec<&str> = levels.iter().map(|level| level["level"].as_str().unwrap()).collect();
        assert!(names == ["code", "theme"] || names == ["theme"], "{result}");
        // The fields of the result are those of the finer level.
        for measure in ["n_clusters", "noise_share", "ari", "ami", "v_measure", "accuracy"] {
            assert_eq!(levels[0][measure], result[measure], "{measure}");
        }
    }
    assert!(found["random_baseline"]["ami"].as_f64().unwrap().abs() < 0.1);
    assert!(found["supervised_ceiling"]["accuracy"].as_f64().unwrap() > 0.95);
    assert_eq!(
        (found["n_texts"].as_u64(), found["n_labels"].as_u64(), found["n_groups"].as_u64()),
        (Some(90), Some(3), Some(5))
    );
    let asked = place.json(&[&args[..], &["--as-many-as-labels", "--json"]].concat());
    assert_eq!(asked["results"][0]["n_clusters"], 3);
    let asked = place.json(&[&args[..], &["--clusters", "5", "--json"]].concat());
    assert_eq!(asked["results"][0]["n_clusters"], 5);
    let table = place.ok(&args);
    assert!(table.contains("trained on the labels") && table.contains("random labels"), "{table}");
}

#[test]
fn a_mark_that_nothing_closes_swallows_no_row() {
    let place = TestFolder::new();
    place.write("coded.tsv", coded(true));
    let found = place.json(&["evaluate", "coded.tsv", "--text", "text", "--label", "label", "--json"]);
    assert_eq!(found["n_texts"], 90);
}

#[test]
fn tables_that_cannot_be_measured_against() {
    let place = TestFolder::new();
    place.write("one.csv", "text,label\nhello there,a\ngood bye,a\n,b\n");
    for (args, code, parts) in [
        (vec!["evaluate", "none.csv", "--text", "text", "--label", "label"], 3, vec!["none.csv"]),
        (
            vec!["evaluate", "one.csv", "--text", "text", "--label", "code"],
            3,
            vec!["one.csv", "no column is called `code`", "--label"],
        ),
        (
            vec!["evaluate", "one.csv", "--text", "text", "--label", "label"],
            3,
            vec!["one.csv", "one label", "2 texts"],
        ),
    ] {
        let error = place.refused(code, &args);
        for part in parts {
            assert!(error.contains(part), "{args:?}: {error}");
        }
    }
}
