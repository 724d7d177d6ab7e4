//! Coefficients of agreement on any table.

use crate::TestFolder;

/// Krippendorff 2004, p. 230, with two units an interview.
fn four_coders() -> String {
    let coders = ["123321412...", "123322412 5.3", ".33323422 51.", "12332441251."];
    let coders: Vec<Vec<char>> =
        coders.iter().map(|row| row.chars().filter(|c| *c != ' ').collect()).collect();
    let mut table = "unit,interview,A,B,C,D\n".to_owned();
    for unit in 0..12 {
        let cells: Vec<String> = coders.iter().map(|row| row[unit].to_string().replace('.', "")).collect();
        table += &format!("u{unit},i{},{}\n", unit / 2, cells.join(","));
    }
    table
}

#[test]
fn coefficients_have_values_intervals_or_reasons() {
    let place = TestFolder::new();
    place.write("codings.csv", four_coders());
    let args = ["agree", "codings.csv", "--coders", "A,B,C,D", "--unit", "unit"];
    let found = place.json(&[&args[..], &["--json"]].concat());
    let value = |name: &str| found["coefficients"][name]["value"].as_f64();
    assert!((value("krippendorff_alpha").unwrap() - 0.743_421_052_631_579).abs() < 1e-12);
    assert!(value("percent").is_some() && value("gwet_ac1").is_some());
    assert_eq!(value("cohen_kappa"), None);
    let reason = found["coefficients"]["cohen_kappa"]["undefined_because"].as_str().unwrap();
    assert!(reason.contains("two coders"), "{reason}");
    assert!(found["coefficients"]["fleiss_kappa"]["undefined_because"].is_string());
    let interval = &found["coefficients"]["krippendorff_alpha"]["interval"];
    assert_eq!((&interval["method"], &interval["n_groups"]), (&"bootstrap".into(), &12.into()));
    assert_eq!((&interval["n_draws"], &interval["level"]), (&2000.into(), &0.95.into()));
    for (name, expected) in
        [("n_units", 12), ("n_coders", 4), ("n_categories", 5), ("n_missing", 7), ("seed", 1)]
    {
        assert_eq!(found[name], expected, "{name}");
    }
    assert_eq!(found["level"], "nominal");
    assert_eq!(found["intervals_over"], "units");
    assert_eq!(found["pairwise"]["pairs"].as_array().unwrap().len(), 6);
    assert_eq!(found["pairwise"]["coefficient"], "cohen_kappa");
    assert_eq!(found["pairwise"]["differs_most"], "C");
    assert!(!found["diagnostics"].as_array().unwrap().is_empty());

    let words = place.ok(&args);
    for part in ["Krippendorff's α, nominal", "0.743", "single units", "--group", "C differs most", ".800"] {
        assert!(words.contains(part), "{part}: {words}");
    }
    // Below eight interviews: the jackknife.
    let grouped = place.json(&[&args[..], &["--group", "interview", "--json"]].concat());
    let interval = &grouped["coefficients"]["krippendorff_alpha"]["interval"];
    assert_eq!((&interval["method"], &interval["n_groups"]), (&"jackknife".into(), &6.into()));
    assert_eq!(grouped["intervals_over"], "groups");
    // The order of rows does not show.
    let table = four_coders();
    let (head, rows) = table.split_once('\n').unwrap();
    let turned: Vec<&str> = rows.lines().rev().collect();
    place.write("codings.csv", format!("{head}\n{}\n", turned.join("\n")));
    assert_eq!(place.json(&[&args[..], &["--json"]].concat()), found);
}

#[test]
fn each_level_has_its_alpha() {
    let place = TestFolder::new();
    place.write("codings.csv", four_coders());
    let args = ["agree", "codings.csv", "--coders", "A,B,C,D", "--json", "--draws", "200"];
    for (level, expected) in [("ordinal", 0.815_388), ("interval", 0.849_107), ("ratio", 0.797_403)] {
        let found = place.json(&[&args[..], &["--level", level]].concat());
        let value = found["coefficients"]["krippendorff_alpha"]["value"].as_f64().unwrap();
        assert!((value - expected).abs() < 1e-6, "{level}: {value}");
        assert!(found["coefficients"]["gwet_ac2"]["value"].is_f64());
    }
    place.write("words.tsv", "a\tb\nlow\tlow\nhigh\tmid\nmid\tNA\nhigh\thigh\n");
    let args = ["agree", "words.tsv", "--coders", "a,b", "--level", "ordinal", "--missing", "NA", "--json"];
    let found = place.json(&[&args[..], &["--order", "low,mid,high"]].concat());
    assert_eq!(found["categories"], serde_json::json!(["low", "mid", "high"]));
    assert_eq!(found["n_missing"], 1);
    let error = place.refused(2, &args);
    assert!(error.contains("--order") && error.contains("high, low, mid"), "{error}");
}

#[test]
fn sets_of_codes_are_measured_together_and_each() {
    let place = TestFolder::new();
    place.write(
        "sets.csv",
        "a;b\n;\nA;\nA;A\nA;B\n\"A|B\";A\n\"A|B\";\"A|C\"\n\"A|B|C\";\"C|B|A\"\nC;A|C\nC;A|C\n",
    );
    let args =
        ["agree", "sets.csv", "--coders", "a,b", "--level", "set", "--separator", "|", "--empty-is-none"];
    let found = place.json(&[&args[..], &["--json"]].concat());
    let value = |name: &str| found["coefficients"][name]["value"].as_f64().unwrap();
    // What neither coded counts.
    assert_eq!(found["n_units"], 9);
    assert!((value("krippendorff_alpha_masi") - 0.2731).abs() < 5e-5);
    assert!((value("krippendorff_alpha_jaccard") - 0.3156).abs() < 5e-5);
    assert_eq!(found["categories"], serde_json::json!(["A", "B", "C"]));
    let codes = found["codes"].as_array().unwrap();
    assert_eq!(codes.len(), 3);
    assert_eq!(codes[0]["prevalence"]["n_alone"], serde_json::json!([2, 2]));
    assert!(codes[0]["coefficients"]["cohen_kappa"]["value"].is_f64());
    let words = place.ok(&args);
    assert!(words.contains("Agreement on each code") && words.contains("Jaccard"), "{words}");
    // Without the option an empty cell is no value.
    let found = place.json(&[&args[..8], &["--json"]].concat());
    assert_eq!((&found["n_units"], &found["n_missing"]), (&8.into(), &1.into()));
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let place = TestFolder::new();
    place.write("t.csv", "id,who,a,b\nu1,i1,1,1\nu2,i1,2,x\nu2,,3,3\n");
    place.write("empty.csv", "a,b\n");
    for (args, code, parts) in [
        (vec!["none.csv", "--coders", "a,b"], 3, vec!["none.csv"]),
        (
            vec!["t.csv", "--coders", "a,c"],
            3,
            vec!["t.csv", "no column is called `c`", "--coders", "`id`, `who`, `a`, `b`"],
        ),
        (vec!["t.csv", "--coders", "a"], 2, vec!["--coders", "two columns"]),
        (vec!["t.csv", "--coders", "a,a"], 2, vec!["--coders", "twice"]),
        (
            vec!["t.csv", "--coders", "a,b", "--level", "interval"],
            3,
            vec!["line 3", "column `b`", "`x`", "--missing"],
        ),
        (vec!["t.csv", "--coders", "a,b", "--unit", "id"], 3, vec!["line 4", "`u2`", "line 3"]),
        (vec!["t.csv", "--coders", "a,b", "--group", "who"], 3, vec!["line 4", "`who` is empty"]),
        (vec!["t.csv", "--coders", "a,b", "--order", "1,2,3"], 3, vec!["line 3", "`x`", "--order"]),
        (vec!["t.csv", "--coders", "a,b", "--draws", "5"], 2, vec!["--draws", "100"]),
        (vec!["t.csv", "--coders", "a,b", "--empty-is-none"], 2, vec!["--empty-is-none", "set"]),
        (vec!["t.csv", "--coders", "a,b", "--level", "often"], 2, vec!["often"]),
        (vec!["empty.csv", "--coders", "a,b"], 3, vec!["empty.csv", "no rows"]),
    ] {
        let error = place.refused(code, &[&["agree"], &args[..]].concat());
        for part in parts {
            assert!(error.contains(part), "{args:?}: {error}");
        }
    }
}

#[test]
fn a_whole_number_is_one_category_however_a_program_writes_it() {
    let place = TestFolder::new();
    // A column with a gap comes out of some programs as 1.0, 2.0.
    place.write("n.csv", "A,B\n1,1.0\n2,2.0\n3,\n1,1.0\n");
    let found = place.json(&["agree", "n.csv", "--coders", "A,B", "--json"]);
    assert_eq!(found["coefficients"]["percent"]["value"], 1.0);
    assert_eq!(found["n_categories"], 3);
    assert!(
        place.refused(2, &["agree", "n.csv", "--coders", "A,B", "--draws", "99999999"]).contains("--draws")
    );
}
