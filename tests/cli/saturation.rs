//! How many new codes each further interview adds to a coder's codes.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{TestFolder, interviews};

/// A segment of each interview, by name.
fn segment_of_each(place: &TestFolder) -> BTreeMap<String, String> {
    let quotes = (1..=4).flat_map(|theme| {
        let theme = place.json(&["candidate", "show", "-p", "s.themata", &theme.to_string(), "--json"]);
        theme["quotes"].as_array().unwrap().clone()
    });
    quotes.map(|quote| (quote["participant"].as_str().unwrap().to_owned(), quote["id"].to_string())).collect()
}

/// Codes of a study: 2, 1, 1 and none new in the base, then 1 and none at all.
fn coded() -> TestFolder {
    let place = interviews();
    let first = segment_of_each(&place);
    place.ok(&["code", "create", "-q", "-p", "s.themata", "Work", "--level", "category"]);
    for code in ["a", "b", "c", "d", "e"] {
        place.ok(&["code", "create", "-q", "-p", "s.themata", code, "--under", "Work"]);
    }
    for (name, codes) in [
        ("P1", &["a", "b"][..]),
        ("P2", &["c"]),
        ("P3", &["d", "a"]),
        ("P4", &["a"]),
        ("P5", &["e"]),
        ("P6", &["b"]),
        ("P10", &["a"]),
    ] {
        for code in codes {
            place.ok(&["code", "apply", "-q", "-p", "s.themata", code, &first[name]]);
        }
    }
    place
}

fn texts(list: &Value, key: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|entry| entry[key].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_study_that_is_saturated() {
    let place = coded();
    let found = place.json(&["saturation", "-p", "s.themata", "--json"]);
    // As people count; interviews in which nothing was coded say nothing.
    let names = ["P1", "P2", "P3", "P4", "P5", "P6", "P10"];
    assert_eq!(texts(&found["interviews"], "name"), names);
    assert_eq!(found["not_worked_on"], serde_json::json!(["P7", "P8"]));
    let documents = found["interviews"][0]["documents"].as_array().unwrap();
    assert!(documents.len() == 1 && documents[0].as_str().unwrap().ends_with("P1.txt"), "{documents:?}");
    assert_eq!(found["order"], "document-names");
    let news = found["saturation"]["interviews"].as_array().unwrap();
    let n_new: Vec<u64> = news.iter().map(|interview| interview["n_new"].as_u64().unwrap()).collect();
    assert_eq!(n_new, [2, 1, 1, 0, 1, 0, 0]);
    assert_eq!(news[5]["ratio"], 0.25);
    assert_eq!(found["saturation"]["label"], "≤5 % at 5+2");
    assert_eq!(found["saturation"]["reached_after"]["value"], 5.0);
    assert_eq!(found["saturation"]["over_orders"]["n_orders"], 1000);
    let shown = place.ok(&["saturation", "-p", "s.themata"]);
    for words in [
        "≤5 % at 5+2: after 5 interviews, the next 2 brought no new code",
        "It depends on the order",
        "Left out: P7, P8. Ann coded nothing in their documents",
        "Each row is a participant",
        "--order FILE",
        "cannot show saturation",
    ] {
        assert!(shown.replace('\n', " ").contains(words), "{words}: {shown}");
    }
    let again = place.json(&["saturation", "-p", "s.themata", "--json", "--threads", "1"]);
    assert_eq!(found, again);
}

#[test]
fn level_order_and_bounds_are_asked_for() {
    let place = coded();
    let category = place.json(&["saturation", "-p", "s.themata", "--level", "category", "--json"]);
    assert_eq!((&category["saturation"]["n_codes"], &category["n_other_level"]), (&1.into(), &0.into()));
    let themes = place.json(&["saturation", "-p", "s.themata", "--level", "theme", "--json"]);
    assert_eq!(themes["n_other_level"], 9);
    assert_eq!(themes["saturation"]["reached_after"]["undefined_because"], "there is nothing to compare");
    place.write("held.txt", "P5\nP10\nP1\nP2\n\nP3\nP4\nP6\nP7\nP8\n");
    let held = place.json(&["saturation", "-p", "s.themata", "--order", "held.txt", "--json"]);
    assert_eq!((&held["order"], &held["interviews"][0]["name"]), (&"given".into(), &"P5".into()));
    // e, a, b, c, then d: in the run that ends with P4; the next two bring nothing.
    assert_eq!(held["saturation"]["label"], "≤5 % at 5+2");
    assert_eq!(
        held["saturation"]["over_orders"],
        plain(&place)["saturation"]["over_orders"],
        "random orders begin from no order"
    );
    let none = place.json(&["saturation", "-p", "s.themata", "--base", "8", "--threshold", "0", "--json"]);
    assert_eq!(
        none["saturation"]["reached_after"]["undefined_because"],
        "there are 7 interviews, and the base and one run need 10"
    );
    // An order by documents, of which those that were not worked on may be missing.
    let document = |name: &str| {
        let found = plain(&place);
        let mut interviews = found["interviews"].as_array().unwrap().iter();
        let interview = interviews.find(|interview| interview["name"] == name).unwrap();
        interview["documents"][0].as_str().unwrap().to_owned()
    };
    let by_document = ["P5", "P10", "P1", "P2", "P3", "P4"].map(document).join("\n");
    place.write("held.txt", format!("{by_document}\nP6\n"));
    let by_document = place.json(&["saturation", "-p", "s.themata", "--order", "held.txt", "--json"]);
    assert_eq!(by_document, held);
}

#[test]
fn interviews_without_a_coding_prove_nothing() {
    let place = interviews();
    let first = segment_of_each(&place);
    place.ok(&["code", "create", "-q", "-p", "s.themata", "a"]);
    place.ok(&["code", "apply", "-q", "-p", "s.themata", "a", &first["P1"]]);
    let found = plain(&place);
    assert_eq!(found["not_worked_on"].as_array().unwrap().len(), 8);
    assert!(found["saturation"]["label"].is_null());
    let shown = place.ok(&["saturation", "-p", "s.themata"]).replace('\n', " ");
    assert!(shown.contains("Saturation cannot be shown"), "{shown}");
    assert!(!shown.contains("Braun"), "{shown}");
    place.ok(&["approach", "-p", "s.themata", "reflexive", "-q"]);
    let shown = place.ok(&["saturation", "-p", "s.themata"]).replace('\n', " ");
    assert!(shown.contains("Braun & Clarke object to saturation in reflexive studies"), "{shown}");
}

fn plain(place: &TestFolder) -> Value {
    place.json(&["saturation", "-p", "s.themata", "--json"])
}

#[test]
fn what_cannot_be_asked() {
    let place = coded();
    place.write("short.txt", "P1\nP2\n");
    place.write("wrong.txt", "P1\nP1\n");
    place.write("other.txt", "Nobody\n");
    for (code, args, words) in [
        (3, &["saturation", "-p", "s.themata", "--order", "short.txt"][..], "does not name"),
        (3, &["saturation", "-p", "s.themata", "--order", "wrong.txt"], "twice"),
        (
            3,
            &["saturation", "-p", "s.themata", "--order", "other.txt"],
            "`Nobody`, which is neither an interview nor a document",
        ),
        (3, &["saturation", "-p", "s.themata", "--order", "none.txt"], "none.txt"),
        (2, &["saturation", "-p", "s.themata", "--threshold", "150%"], "--threshold"),
        (2, &["saturation", "-p", "s.themata", "--threshold", "some"], "5%"),
        (2, &["saturation", "-p", "s.themata", "--base", "0"], "--base"),
        (2, &["saturation", "-p", "s.themata", "--run-length", "0"], "--run-length"),
        (2, &["saturation", "-p", "s.themata", "--orders", "99"], "--orders"),
        (2, &["saturation", "-p", "s.themata", "--orders", "10000000000"], "100 to 1000000"),
        (4, &["saturation", "-p", "none.themata"], "none.themata"),
    ] {
        let message = place.refused(code, args);
        assert!(message.contains(words), "{words}: {message}");
    }
    // Who works blind sees no other coder's codes.
    place.ok(&["coder", "add", "-p", "s.themata", "Bea", "-q"]);
    assert!(
        place
            .refused(2, &["saturation", "-p", "s.themata", "--coder", "Bea", "--of", "Ann"])
            .contains("blind")
    );
}
