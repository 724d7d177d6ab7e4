//! Tests of labels, names and exemplars in whole descriptions.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::domain::{
    Algorithm, ClusterId, Clustering, Embeddings, Language, NoProgress, NoticeFact, Proposal,
};

/// A segment's text, its participant, its direction in the plane in degrees, and its cluster.
type Row<'t> = (&'t str, &'t str, f32, u32);

fn levels(rows: &[Row<'_>], themes: &[u32], language: Language, never: &[&str]) -> DescribedLevels {
    let segment = |row: &Row<'_>| -> (String, String) { (row.0.to_owned(), row.1.to_owned()) };
    let owned: Vec<(String, String)> = rows.iter().map(segment).collect();
    let segments: Vec<DescribedSegment<'_>> = owned
        .iter()
        .map(|(text, who)| DescribedSegment {
            text,
            participant: Some(who),
            document: "d1",
            question: None,
            language: Some(language),
        })
        .collect();
    let values = rows.iter().flat_map(|row| [row.2.to_radians().cos(), row.2.to_radians().sin()]).collect();
    let clustering = |of: &dyn Fn(u32) -> u32| Clustering {
        algorithm: Algorithm::KMeans,
        assignments: rows.iter().map(|row| Some(ClusterId(of(row.3)))).collect(),
        n_clusters: rows.iter().map(|row| of(row.3) as usize + 1).max().unwrap_or(0),
        converged: true,
    };
    let groups = clustering(&|code| themes.get(code as usize).copied().unwrap_or(0));
    let params = DescribeParams {
        never_in_labels: never.iter().map(|&name| name.to_owned()).collect::<BTreeSet<_>>(),
        ..DescribeParams::default()
    };
    describe_levels(
        &segments,
        &Embeddings::new(values, 2).unwrap(),
        &clustering(&|code| code),
        (!themes.is_empty()).then_some(&groups),
        &params.check().unwrap(),
        &NoProgress,
    )
    .unwrap()
}

fn codes(rows: &[Row<'_>], never: &[&str]) -> Vec<Proposal> {
    levels(rows, &[], Language::ENGLISH, never).codes
}

fn wards() -> Vec<Row<'static>> {
    vec![
        ("The ward round took all morning", "A", 0.0, 0),
        ("A ward round with Hale is calm", "B", 4.0, 0),
        ("Hale asked nobody on the ward", "C", 8.0, 0),
        ("Hale and the ward round again", "D", 1.0, 0),
        ("Relatives shouted in the corridor", "A", 90.0, 1),
        ("The relatives need somebody", "B", 94.0, 1),
        ("Relatives, and their questions", "C", 97.0, 1),
        ("The canteen closes at two", "A", 180.0, 2),
        ("Soup in the canteen", "B", 183.0, 2),
    ]
}

#[test]
fn a_label_says_what_most_segments_say() {
    let described = codes(&wards(), &[]);
    assert!(described[0].label.contains("ward round"), "{}", described[0].label);
    assert_eq!(described[0].label_coverage, Some(1.0));
    assert!(described[1].label.starts_with("relatives"), "{}", described[1].label);
    let apart = [
        ("We had tea", "A", 0.0, 0),
        ("The bus was late", "B", 3.0, 0),
        ("Nobody phoned me", "C", 6.0, 0),
        ("My knee hurts", "D", 9.0, 0),
        ("A long winter it was", "E", 12.0, 0),
        ("Rain came through the roof, of all things, that evening", "F", 0.0, 0),
        ("Eleven jars of honey", "G", 5.0, 0),
        ("Her garden had a pear tree", "H", 7.0, 0),
        ("Fog on the river", "I", 2.0, 0),
        ("Tea and tea", "J", 3.0, 0),
    ];
    let quoted = &codes(&apart, &[])[0];
    assert!(quoted.label.starts_with('“'), "{}", quoted.label);
    assert_eq!(quoted.label_coverage, None);
}

#[test]
fn names_are_in_no_label_and_no_term() {
    assert!(codes(&wards(), &[])[0].key_terms.iter().any(|term| term.term.contains("Hale")));
    for described in codes(&wards(), &["Dr. Marian Hale"]) {
        assert!(!described.label.contains("Hale"), "{}", described.label);
        assert!(described.key_terms.iter().all(|term| !term.term.contains("Hale")));
    }
    let persian = [("کریمی در بخش بود", "A", 0.0, 0), ("کریمی و بخش جراحی", "B", 2.0, 0)];
    let found = levels(&persian, &[], Language::PERSIAN, &["علی کریمی"]).codes;
    assert!(!found[0].label.contains("کریمی") && found[0].label.contains("بخش"), "{}", found[0].label);
    let french = [("Dupont et la réunion", "A", 0.0, 0), ("La réunion de Dupont", "B", 2.0, 0)];
    let found = levels(&french, &[], Language::FRENCH, &["Mme Dupont"]).codes;
    assert_eq!(found[0].label, "réunion");
}

#[test]
fn a_theme_is_named_from_its_codes() {
    let described = levels(&wards(), &[0, 0, 1], Language::ENGLISH, &["Hale"]);
    let [wards, canteen] = &described.themes[..] else { panic!("{:?}", described.themes) };
    assert!(wards.label.contains("ward round") && wards.label.contains("relatives"), "{}", wards.label);
    assert_eq!(canteen.label.split(' ').next(), Some("canteen"));
    assert_eq!(
        described.codes,
        levels(&super::label_tests::wards(), &[], Language::ENGLISH, &["Hale"]).codes
    );
}

#[test]
fn one_pronoun_is_told() {
    let mut rows: Vec<Row<'_>> =
        ["She left the ward", "Her chair was empty", "It was hers", "She's gone", "I saw her", "she slept"]
            .iter()
            .zip("ABCDEF".split("").skip(1))
            .map(|(text, who)| (*text, who, 0.0, 0))
            .collect();
    rows.extend(["The soup", "A spoon", "Bread", "She ate"].map(|text| (text, "A", 90.0, 1)));
    let described = codes(&rows, &[]);
    let facts =
        |at: usize| described[at].notices.iter().map(|notice| notice.fact.clone()).collect::<Vec<_>>();
    let told = NoticeFact::OnePronoun { pronoun: "she".to_owned(), n: 6, n_segments: 6 };
    assert!(facts(0).contains(&told), "{:?}", facts(0));
    assert!(!facts(1).iter().any(|fact| matches!(fact, NoticeFact::OnePronoun { .. })));
}

#[test]
fn exemplars_show_the_breadth() {
    // Three directions in one candidate, all from one speaker: one exemplar of each, though two are much rarer.
    let texts: Vec<String> = (0..12).map(|at| format!("remark number {at} of this long talk here")).collect();
    let rows: Vec<Row<'_>> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| {
            let degrees = match at {
                10 => 60.0,
                11 => -60.0,
                at => at as f32 * 0.1,
            };
            (text.as_str(), "A", degrees, 0)
        })
        .collect();
    let chosen: BTreeSet<usize> =
        codes(&rows, &[])[0].exemplars.iter().take(3).map(|exemplar| exemplar.segment).collect();
    assert!(chosen.contains(&10) && chosen.contains(&11), "{chosen:?}");
}

fn text() -> impl Strategy<Value = String> {
    let words =
        ["ward", "round", "Hale", "tea", "night", "long", "calm", "Hales", "Hale's", "the", "of", ","];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..12).prop_map(|words| words.join(" "))
}

proptest! {
    /// Checks for any texts: no name is shown, and a label stands for at least half of the segments, that of a theme for at
    /// least a quarter, unless nothing can be quoted.
    #[test]
    fn labels_keep_their_rules(
        texts in prop::collection::vec((text(), 0..360_u16, 0..4_u32), 1..40)
    ) {
        let rows: Vec<Row<'_>> =
            texts.iter().map(|(text, degrees, code)| (text.as_str(), "A", f32::from(*degrees), *code)).collect();
        let described = levels(&rows, &[0, 0, 1, 1], Language::ENGLISH, &["Dr. Hale"]);
        let codes = described.codes.iter().map(|code| (code, 0.5));
        for (candidate, least) in codes.chain(described.themes.iter().map(|theme| (theme, 0.25))) {
            let terms = candidate.key_terms.iter().map(|term| &term.term);
            prop_assert!(terms.chain([&candidate.label]).all(|shown| !shown.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|w| w.starts_with("hale"))), "{}", candidate.label);
            if let Some(share) = candidate.label_coverage {
                prop_assert!(share > 0.0 && share <= 1.0);
                let texts: Vec<&str> = candidate.members.iter().map(|member| rows[member.segment].0).collect();
                let may_quote = texts.iter().any(|text| !text.contains("Hale") && !text.trim().is_empty());
                prop_assert!(share >= least || !may_quote, "{share} {}", candidate.label);
            }
        }
    }
}
