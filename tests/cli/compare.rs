//! Comparing the two codings of the shipped study, with each other and with its candidate themes.

use std::path::Path;

use serde_json::Value;

use crate::{TestFolder, balint, embedded_demo, interviews};

/// The shipped study with both codings, open for comparison.
fn coded() -> TestFolder {
    let place = embedded_demo();
    let codings = Path::new(&balint()).join("codings");
    let table = |name: &str| codings.join(name).display().to_string();
    place.ok(&["import", "-p", "s.themata", &table("coder-1.csv"), &table("coder-2.csv")]);
    let message = place.refused(2, &["compare", "-p", "s.themata"]);
    assert!(message.contains("blind") && message.contains("themata coder open"), "{message}");
    place.ok(&["coder", "open", "-p", "s.themata", "--coder", "Mina Tavell"]);
    place
}

fn figure(view: &Value, pair: usize, key: &str) -> f64 {
    let figure = &view["pairs"][pair]["coefficients"][key];
    let (low, high) = (&figure["interval"]["low"], &figure["interval"]["high"]);
    let value = figure["value"].as_f64().unwrap();
    assert!(low.as_f64().unwrap() <= value && value <= high.as_f64().unwrap(), "{key}: {figure}");
    value
}

#[test]
fn two_codings_are_compared_listed_and_decided_on() {
    let place = coded();
    let view = place.json(&["compare", "-p", "s.themata", "--json"]);
    let unit = &view["unit"];
    assert_eq!((unit["kind"].as_str(), unit["n_units"].as_u64()), (Some("segment"), Some(500)));
    assert_eq!(view["sides"].as_array().unwrap().len(), 2);
    // The study's README says that they share a code on some seven tenths of the passages that either coded.
    assert!((0.7..0.9).contains(&figure(&view, 0, "percent")));
    assert!((0.65..0.85).contains(&figure(&view, 0, "cohen_kappa")));
    assert!(figure(&view, 0, "krippendorff_alpha_masi") > figure(&view, 0, "krippendorff_alpha_nominal"));
    assert_eq!(view["pairs"][0]["per_code"].as_array().unwrap().len(), 20);
    let segmentation = &view["pairs"][0]["segmentation"];
    for key in ["relevance_alpha", "coding_alpha", "u_alpha", "gamma"] {
        assert!(segmentation[key]["value"].as_f64().unwrap() > 0.3, "{key}");
    }
    for finding in view["pairs"][0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .chain(segmentation["findings"].as_array().unwrap())
    {
        assert!(finding["kind"].is_string() && finding["message"].is_string(), "{finding}");
    }
    let median = view["pairs"][0]["median_code_alpha"].as_f64().unwrap();
    let names = view["measures"].as_array().unwrap();
    for key in view["pairs"][0]["coefficients"].as_object().unwrap().keys() {
        assert!(
            names.iter().any(|measure| measure["key"] == key.as_str() && measure["name"].is_string()),
            "{key}"
        );
    }
    // The grid holds every unit that both worked on; rows and columns are the same codes.
    let grid = &view["pairs"][0]["grid"];
    assert_eq!((grid["rows"].as_array().unwrap().len(), grid["same_labels"].as_bool()), (21, Some(true)));
    let table = place.ok(&["compare", "-p", "s.themata"]);
    for words in [
        "Joris Helm and Mina Tavell",
        "Krippendorff's α, MASI",
        "bootstrap over 10 interviews",
        "Pausing before",
        &format!("The median α of the codes is {median:.2}."),
    ] {
        assert!(table.contains(words), "{words}: {table}");
    }
    // The same again, to the byte.
    assert_eq!(table, place.ok(&["compare", "-p", "s.themata", "--threads", "1"]));

    let n = view["pairs"][0]["disagreements"]
        .as_object()
        .unwrap()
        .values()
        .map(|n| n.as_u64().unwrap())
        .sum::<u64>();
    let listed = place.json(&["disagreements", "-p", "s.themata", "--json"]);
    assert_eq!((listed["n_disagreements"].as_u64(), listed["n_decided"].as_u64()), (Some(n), Some(0)));
    let first = &listed["disagreements"][0];
    let id = first["id"].as_str().unwrap();
    let text = place.ok(&["disagreements", "-p", "s.themata", "--limit", "1"]);
    assert!(text.contains(id) && text.contains("Joris Helm:") && text.contains("Mina Tavell:"), "{text}");
    let verdict = ["verdict", "-p", "s.themata", id, "second", "--coder", "Joris Helm"];
    assert!(place.refused(2, &verdict).contains("--reason"));
    place.ok(&[&verdict[..], &["--reason", "the definition says so"]].concat());
    let decided = place.json(&["disagreements", "-p", "s.themata", "--json"]);
    assert_eq!(decided["n_decided"], 1);
    assert_eq!(decided["disagreements"][0]["verdict"]["reason"], "the definition says so");
    let undecided = place.json(&["disagreements", "-p", "s.themata", "--undecided", "--json"]);
    assert_eq!(undecided["n_disagreements"].as_u64(), Some(n - 1));
    assert!(place.ok(&["log", "-p", "s.themata", "--coder", "Joris Helm"]).contains("gave a verdict on"));
    place.ok(&["undo", "-p", "s.themata", "--coder", "Joris Helm"]);
    assert_eq!(place.json(&["disagreements", "-p", "s.themata", "--json"])["n_decided"], 0);
    assert!(
        place
            .refused(
                2,
                &["verdict", "-p", "s.themata", "zzzzzzzz", "both", "--reason", "x", "--coder", "Joris Helm"]
            )
            .contains("disagreements")
    );

    // A page that needs nothing else, and is not replaced unasked.
    place.ok(&["compare", "-p", "s.themata", "--html", "c.html"]);
    let page = std::fs::read_to_string(place.path().join("c.html")).unwrap();
    assert!(page.starts_with("<!") && page.contains("Pausing before reacting") && !page.contains("https://"));
    place.refused(6, &["compare", "-p", "s.themata", "--html", "c.html"]);
    place.ok(&["compare", "-p", "s.themata", "--html", "c.html", "--force"]);

    // Other units and levels of the same codings.
    for unit in ["turn", "sentence", "character"] {
        let other = place.json(&["compare", "-p", "s.themata", "--unit", unit, "--json"]);
        assert!((0.4..0.8).contains(&figure(&other, 0, "krippendorff_alpha_masi")), "{unit}");
    }
    let themes = place.json(&["compare", "-p", "s.themata", "--level", "theme", "--json"]);
    assert!(figure(&themes, 0, "percent") > figure(&view, 0, "percent"));

    // A reflexive study.
    place.ok(&["approach", "-p", "s.themata", "reflexive", "--coder", "Mina Tavell"]);
    assert!(place.ok(&["approach", "-p", "s.themata"]).contains("reflexive"));
    let table = place.ok(&["compare", "-p", "s.themata"]);
    assert!(table.contains("places where readings differ") && !table.contains('κ'), "{table}");
    assert!(place.ok(&["compare", "-p", "s.themata", "--coefficients"]).contains('κ'));
}

#[test]
fn a_coder_beside_candidate_themes_and_what_cannot_be_compared() {
    let place = coded();
    let view = place.json(&["compare", "-p", "s.themata", "--coders", "Mina Tavell", "--json"]);
    let partition = &view["pairs"][0]["partition"];
    for key in ["ari", "ami", "v_measure", "fowlkes_mallows"] {
        let figure = &partition["measures"][key];
        let (value, low, high) = (&figure["value"], &figure["interval"]["low"], &figure["interval"]["high"]);
        assert!(low.as_f64() <= value.as_f64() && value.as_f64() <= high.as_f64(), "{key}: {figure}");
    }
    let of_themes =
        ["compare", "-p", "s.themata", "--coders", "Mina Tavell", "--candidate-level", "theme", "--json"];
    let of_themes = place.json(&of_themes)["pairs"][0]["partition"]["measures"]["ari"]["value"].clone();
    assert!(of_themes.is_f64() && of_themes != partition["measures"]["ari"]["value"], "{of_themes}");
    // What chance comes to stands beside what it is not taken off.
    assert!(partition["measures"]["v_measure"]["by_chance"]["mean"].as_f64().unwrap() > 0.1);
    assert!(partition["measures"]["ari"]["by_chance"].is_null());
    let table = place.ok(&["compare", "-p", "s.themata", "--coders", "Mina Tavell"]);
    assert!(table.contains("best matching, one to one") && table.contains("optimistic"), "{table}");

    let message = place.refused(2, &["compare", "-p", "s.themata", "--with-candidates", "--unit", "turn"]);
    assert!(message.contains("--unit"), "{message}");
    assert!(place.refused(2, &["compare", "-p", "s.themata", "--code", "Nothing"]).contains("the codes are"));
    assert!(place.refused(2, &["compare", "-p", "s.themata", "--participant", "P99"]).contains("P99"));
    assert!(
        place.refused(2, &["compare", "-p", "s.themata", "--coders", "Nobody"]).contains("its coders are")
    );
    assert!(place.refused(2, &["compare", "-p", "s.themata", "--draws", "3"]).contains("--draws"));
    place.refused(4, &["compare", "-p", "s.themata", "--runs", "1,9"]);
    assert!(place.refused(2, &["compare", "-p", "s.themata", "--runs", "1"]).contains("two or more"));
    let twice = ["compare", "-p", "s.themata", "--coders", "Mina Tavell,Mina Tavell"];
    assert!(place.refused(2, &twice).contains("twice"));
    place.ok(&["coder", "add", "-p", "s.themata", "Cy"]);
    let message = place.refused(2, &["compare", "-p", "s.themata", "--coders", "Cy,Mina Tavell"]);
    assert!(message.contains("Cy has coded nothing") && message.contains("themata import"), "{message}");
    // A name may hold a comma, and the next step names coders by their ids, which hold none.
    place.ok(&["coder", "add", "-p", "s.themata", "Lee, Ann"]);
    assert!(
        place
            .refused(2, &["coder", "add", "-p", "s.themata", " LEE,  ann"])
            .contains("already a coder `lee-ann`")
    );
    for coders in [
        &["--coders", "Lee, Ann"][..],
        &["--coders", "mina tavell,Lee, Ann"],
        &["--coders", "Lee, Ann", "--coders", "Cy"],
    ] {
        let message = place.refused(2, &[&["compare", "-p", "s.themata"], coders].concat());
        assert!(message.contains("has coded nothing"), "{message}");
    }
    let output = place.run(&["disagreements", "-p", "s.themata", "--limit", "1"]);
    let said = String::from_utf8_lossy(&output.stderr).replace('\n', " ");
    assert!(said.contains("--coders joris-helm,mina-tavell"), "{said}");
}

#[test]
fn codes_of_two_coders_are_matched_by_hand() {
    let place = interviews();
    place.ok(&["coder", "add", "-q", "-p", "s.themata", "Ben"]);
    for (coder, code, segments) in [
        ("Ann", "Night work", "1-5"),
        ("Ann", "Us = team", "6-8"),
        ("Ben", "Working at night", "1-4,6"),
        ("Ben", "Colleagues", "7,8"),
    ] {
        place.ok(&["code", "create", "-q", "-p", "s.themata", "--coder", coder, code]);
        place.ok(&["code", "apply", "-q", "-p", "s.themata", "--coder", coder, code, segments]);
    }
    place.ok(&["coder", "open", "-q", "-p", "s.themata", "--coder", "Ann"]);
    let compare = ["compare", "-p", "s.themata", "--coder", "Ann"];
    // Four of the five segments of each code have the other. The other two codes share only two segments, so nothing is said of them.
    let said = place.run(&compare);
    let hint = String::from_utf8_lossy(&said.stderr).replace('\n', " ");
    let command =
        "themata compare -p s.themata --coder Ann --match 'Night work=Working at night'` counts them as one";
    assert!(hint.contains(command) && !hint.contains("Colleagues"), "{hint}");

    let by_hand = ["--match", "night work=Working at night", "--match", "\"Us = team\" = Colleagues"];
    let matched = [&compare[..], &by_hand].concat();
    let view = place.json(&[&matched[..], &["--json"]].concat());
    assert_eq!(view["matched"][0]["label"], "Night work = Working at night");
    assert_eq!(view["matched"][1]["first"][0], "Us = team");
    assert_eq!(view["notices"][0]["kind"], "matched-by-hand");
    let pair = &view["pairs"][0];
    assert_eq!((&pair["share_no_label"], &pair["partition"]), (&Value::Bool(false), &Value::Null));
    let counts = |code: &Value| {
        ["both", "first_only", "second_only", "neither"].map(|key| code[key].as_u64().unwrap())
    };
    // In the two interviews that both coded.
    let n = view["pairs"][0]["summary"]["n_neither"].as_u64().unwrap() + 8;
    assert_eq!(counts(&pair["per_code"][0]), [4, 1, 1, n - 6]);
    assert_eq!(counts(&pair["per_code"][1]), [2, 1, 0, n - 3]);
    let text = place.ok(&[&matched[..], &["--html", "c.html"]].concat()).replace('\n', " ");
    for words in ["counting 2 codes matched by hand.", "Night work = Working at night", "better than it is"] {
        assert!(text.split_whitespace().collect::<Vec<_>>().join(" ").contains(words), "{words}: {text}");
    }
    let page = std::fs::read_to_string(place.path().join("c.html")).unwrap();
    assert!(page.contains("Us = team = Colleagues") && page.contains("night work=Working at night"));

    // The next command matches the same codes.
    let list = [&["disagreements", "-p", "s.themata", "--coder", "Ann"], &by_hand[..]].concat();
    let output = place.run(&list);
    let said = String::from_utf8_lossy(&output.stderr).replace('\n', " ");
    assert!(said.contains("--match '\"Us = team\"=Colleagues'"), "{said}");
    let found = place.json(&[&list[..], &["--json"]].concat());
    assert_eq!(found["n_disagreements"], 2);
    let id = found["disagreements"][0]["id"].as_str().unwrap();
    let verdict = ["verdict", "-p", "s.themata", id, "first", "--reason", "as defined", "--coder", "Ann"];
    place.ok(&[&verdict[..], &by_hand].concat());
    assert_eq!(place.json(&[&list[..], &["--json"]].concat())["n_decided"], 1);

    for (asked, words) in [
        ("Night work", "there is no = between two codes"),
        ("Us = team=Colleagues", "put a label that holds = in double quotes"),
        ("Nigth work=Colleagues", "Ann has no code `Nigth work`; did you mean “Night work”?"),
        ("Colleagues=Night work", "Name the code of Ann first"),
    ] {
        let message = place.refused(2, &[&compare[..], &["--match", asked]].concat()).replace('\n', " ");
        let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(message.contains(words) && message.contains("--match"), "{message}");
    }
}
