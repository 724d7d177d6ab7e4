//! What is said of tables that may not be what they seem.

use proptest::prelude::*;

use super::*;
use crate::compare::coefficients::IntervalParams;
use crate::domain::NoticeFact;
use crate::project::LabelsProblem;

fn request(table: std::path::PathBuf, coders: &[&str], level: Level) -> AgreeRequest {
    AgreeRequest {
        table,
        sheet: None,
        coders: coders.iter().map(|&name| name.to_owned()).collect(),
        unit: None,
        group: None,
        level,
        separator: ";".to_owned(),
        order: Vec::new(),
        missing: Vec::new(),
        empty_is_none: false,
        interval: IntervalParams::new(1, 100, 0.95).unwrap(),
    }
}

fn measured(table: &str, coders: &[&str], level: Level, missing: &[&str]) -> Result<Agreed, ProjectError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.csv");
    std::fs::write(&path, table).unwrap();
    let mut request = request(path, coders, level);
    request.missing = missing.iter().map(|&text| text.to_owned()).collect();
    agree(&request)
}

fn looks_missing_in(found: &Agreed) -> Vec<String> {
    let of = |fact: &NoticeFact| match fact {
        NoticeFact::ValuesLookMissing { values, .. } => values.clone(),
        _ => Vec::new(),
    };
    found.notices.iter().flat_map(|notice| of(&notice.fact)).collect()
}

#[test]
fn values_that_look_missing_are_pointed_out_and_not_taken() {
    let table = "u,a,b\n0,1,1\n1,2,2\n2,99,2\n3,1,-\n4,2,.\n5,#N/A,1\n6,1,2\n7,2,2\n8,nan,nan\n9,NaN,1\n";
    let found = measured(table, &["a", "b"], Level::Nominal, &[]).unwrap();
    assert_eq!(looks_missing_in(&found), ["#N/A", "-", ".", "99", "NaN", "nan"]);
    assert_eq!(found.n_missing, 0);
    let remedies: Vec<_> = found.notices.iter().flat_map(|notice| notice.remedies()).collect();
    assert_eq!(remedies, [crate::domain::Remedy::give_value("missing", "#N/A,-,.,99,NaN,nan")]);
    let named = ["#N/A", "-", ".", "99", "NaN", "nan"];
    let found = measured(table, &["a", "b"], Level::Nominal, &named).unwrap();
    assert_eq!((looks_missing_in(&found).len(), found.n_missing), (0, 7));
    assert_eq!(found.categories.unwrap(), ["1", "2"]);
    let irr = "item,rater1,rater2\n0,1,1\n1,1,NA\n2,NA,NA\n3,1,1\n";
    let found = measured(irr, &["rater1", "rater2"], Level::Nominal, &[]).unwrap();
    assert_eq!(
        found.notices[0].to_string(),
        "`NA` looks like a missing value, but counts as a value, in 3 cells; if no value was given there, name it as missing"
    );
}

#[test]
fn values_that_differ_in_capitals_are_one_category_and_told() {
    let found =
        measured("u,a,b\n0,Yes,yes\n1,No,No \n2,Yes, Yes\n3,no,No\n", &["a", "b"], Level::Nominal, &[])
            .unwrap();
    assert_eq!(found.categories.unwrap(), ["No", "Yes"]);
    assert_eq!(found.notices.len(), 2);
}

#[test]
fn a_total_and_decimal_commas_are_told() {
    let found =
        measured("u;a;b\n1;3,5;3,5\n2;4,0;4\n3;2,5;3,0\nTotal;10;10,5\n", &["a", "b"], Level::Interval, &[])
            .unwrap();
    let said: Vec<String> = found.notices.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "row 5, `Total`, looks like a total, but counts as a unit; delete it from the table if it is one",
            "6 numbers were read with a decimal comma: `3,5` is 3.5"
        ]
    );
    assert_eq!(found.n_units, 4);
    for ambiguous in ["u;a;b\n1;1,000;2,000\n", "u;a;b\n1;1,5;2.5\n", "u;a;b\n1;1,2,3;2\n"] {
        let error = measured(ambiguous, &["a", "b"], Level::Interval, &[]).unwrap_err().to_string();
        assert!(error.contains("is not a number"), "{error}");
    }
}

#[test]
fn a_table_with_coders_in_rows_is_told_which_layout_is_wanted() {
    let long = "unit,coder,code\n0,ann,y\n0,ben,y\n1,ann,x\n1,ben,x\n";
    for coders in [["ann", "ben"], ["rater1", "rater2"]] {
        let error = measured(long, &coders, Level::Nominal, &[]).unwrap_err();
        let ProjectError::Labels { problem, .. } = &error else { panic!("{error}") };
        assert!(matches!(problem, LabelsProblem::CodersInRows { is_long: true, .. }), "{error}");
        assert!(
            error.to_string().contains("one row for each unit and one column for each coder; make a pivot"),
            "{error}"
        );
    }
    let error =
        measured(",u1,u2\nann,x,y\nben,x,x\n", &["ann", "ben"], Level::Nominal, &[]).unwrap_err().to_string();
    assert!(
        error.contains("each row holds all values of one coder") && error.contains("swap rows and columns"),
        "{error}"
    );
    let error = measured("u,a,b\n1,x,y\n", &["ann", "ben"], Level::Nominal, &[]).unwrap_err().to_string();
    assert!(error.contains("no column is called `ann`; its columns are"), "{error}");
}

proptest! {
    /// Checks that a value that looks missing either is named as missing and changes nothing, or is among the categories and told.
    #[test]
    fn a_value_that_looks_missing_never_changes_the_categories_in_silence(
        rows in prop::collection::vec((0_usize..3, 0_usize..3), 3..9), at in any::<prop::sample::Index>(),
        token in prop::sample::select(vec!["NA", "None", "nan", "NaN", "#N/A", "-", ".", "n/a", "NULL", "missing", "?", "<NA>"]),
        is_named in any::<bool>(), of_second in any::<bool>(),
    ) {
        let values = ["fine", "bad", "mixed"];
        let mut table = String::from("a,b\n");
        let with = at.index(rows.len());
        let mut plain = String::from("a,b\n");
        for (i, (a, b)) in rows.iter().enumerate() {
            let (mut first, mut second) = (values[*a], values[*b]);
            if i == with {
                *(if of_second { &mut second } else { &mut first }) = "";
            }
            plain += &format!("{first},{second}\n");
            let filled = |value: &'static str| if value.is_empty() { token } else { value };
            table += &format!("{},{}\n", filled(first), filled(second));
        }
        let missing: &[&str] = if is_named { &[token] } else { &[] };
        let found = measured(&table, &["a", "b"], Level::Nominal, missing).unwrap();
        let without = measured(&plain, &["a", "b"], Level::Nominal, &[]).unwrap();
        if is_named {
            prop_assert_eq!(found.categories, without.categories);
            prop_assert!(found.notices.is_empty());
        } else {
            prop_assert!(found.categories.as_ref().unwrap().iter().any(|category| category == token));
            prop_assert_eq!(looks_missing_in(&found), [token]);
        }
    }
}
