//! The simulated analyst.

use crate::TestFolder;

fn coded() -> String {
    let mut table = "text\tlabel\n".to_owned();
    for i in 0..60 {
        let (text, label) = match i % 3 {
            0 => ("The food on the ward was cold and tasteless", "food"),
            1 => ("Parking at the hospital cost far too much money", "parking"),
            _ => ("The surgeon explained my operation very clearly", "surgeon"),
        };
        table += &format!("{text}, number {i}\t{label}\n");
    }
    table
}

#[test]
fn decisions_are_counted_with_and_without_a_machine() {
    let place = TestFolder::new();
    place.write("coded.tsv", coded());
    let args = ["simulate", "coded.tsv", "--text", "text", "--label", "label"];
    let found = place.json(&[&args[..], &["--json"]].concat());
    let names: Vec<&str> = found.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["methods", "likeness", "assumed", "n_texts", "n_left_out", "n_labels", "seed"]);
    let methods = found["methods"].as_array().unwrap();
    let names: Vec<&str> = methods.iter().map(|method| method["method"].as_str().unwrap()).collect();
    assert_eq!(names, ["by-hand", "proposals", "learning"]);
    assert_eq!(methods[0]["n_decisions"], 60);
    for method in methods {
        let n = |name: &str| method[name].as_u64().unwrap();
        assert_eq!(n("n_accepted") + n("n_corrected") + n("n_single"), n("n_decisions"));
        let last = method["curve"].as_array().unwrap().last().unwrap();
        let point: Vec<&str> = last.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(point, ["decisions", "ari", "ami", "coded_share"]);
        assert_eq!(
            (last["decisions"].as_u64(), last["coded_share"].as_f64()),
            (Some(n("n_decisions")), Some(1.0))
        );
        assert!((last["ami"].as_f64().unwrap() - 1.0).abs() < 1e-9);
        assert_eq!(method["reached"][2]["decisions"], n("n_decisions"));
    }
    assert!(methods[1]["n_decisions"].as_u64().unwrap() < 20, "{}", methods[1]);
    assert_eq!(found["likeness"][1]["score"], "ridge");
    assert_eq!(place.json(&[&args[..], &["--json"]].concat()), found, "the same once more");

    let shown = place.ok(&[&args[..], &["--method", "proposals"]].concat());
    assert!(
        shown.contains("by hand") && shown.contains("proposals") && !shown.contains("learning  "),
        "{shown}"
    );
    assert!(shown.contains("an analyst without error"), "{shown}");
    place.refused(2, &["simulate", "coded.tsv", "--text", "text"]);
}
