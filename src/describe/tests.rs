use proptest::prelude::*;

use super::*;
use crate::domain::{
    Algorithm, ClusterId, Clustering, Embeddings, Language, NoProgress, NoticeKind, Proposal,
};

/// A text, its participant, its direction in the plane in degrees, and its cluster.
type Row = (String, Option<String>, f32, Option<u32>);

fn row(text: &str, participant: &str, degrees: f32, cluster: u32) -> Row {
    (text.to_owned(), Some(participant.to_owned()), degrees, Some(cluster))
}

fn describe_rows(rows: &[Row], params: DescribeParams) -> Vec<Proposal> {
    let segments: Vec<DescribedSegment<'_>> = rows
        .iter()
        .map(|(text, participant, _, _)| DescribedSegment {
            text,
            participant: participant.as_deref(),
            document: "d1",
            question: None,
            language: Some(Language::ENGLISH),
        })
        .collect();
    let values = rows.iter().flat_map(|row| [row.2.to_radians().cos(), row.2.to_radians().sin()]).collect();
    let clustering = Clustering {
        algorithm: Algorithm::KMeans,
        assignments: rows.iter().map(|row| row.3.map(ClusterId)).collect(),
        n_clusters: rows.iter().filter_map(|row| row.3).max().map_or(0, |max| max as usize + 1),
        converged: true,
    };
    describe(
        &segments,
        &Embeddings::new(values, 2).unwrap(),
        &clustering,
        &params.check().unwrap(),
        &NoProgress,
    )
    .unwrap()
}

fn study() -> Vec<Row> {
    vec![
        row("The ward round took the whole of the morning again.", "A", 0.0, 0),
        row("Um, I mean, the ward rounds are kind of endless, you know.", "A", 1.0, 0),
        row("Nobody on the ward round asked the patient anything.", "B", 4.0, 0),
        row("A ward round without the consultant is a calm one.", "C", 8.0, 0),
        row("Yeah, ward rounds.", "D", 0.5, 0),
        row("Relatives shouted at us in the corridor that night.", "A", 90.0, 1),
        row("It's the relatives who need somebody to listen first.", "B", 94.0, 1),
        row("Between the relatives and the ward round I was torn.", "B", 47.0, 1),
    ]
}

fn terms(proposal: &Proposal) -> Vec<&str> {
    proposal.key_terms.iter().map(|term| term.term.as_str()).collect()
}

#[test]
fn a_study_is_described() {
    let themes = describe_rows(&study(), DescribeParams::default());
    assert_eq!(terms(&themes[0]), ["ward round"], "one term for ward, round and their plurals; no filler");
    assert_eq!(themes[0].label, "ward round");
    assert_eq!(terms(&themes[1])[0], "relatives");
    assert_eq!((themes[0].n_participants, themes[1].n_participants), (4, 2));
    let (ours, theirs) = (themes[0].rival.unwrap(), themes[1].rival.unwrap());
    assert_eq!((ours.cluster, theirs.cluster), (ClusterId(1), ClusterId(0)));
    assert_eq!(ours.similarity.to_bits(), theirs.similarity.to_bits());
}

#[test]
fn exemplars_come_from_different_people_and_are_long_enough() {
    let params = DescribeParams { n_exemplars: 4, ..Default::default() };
    let themes = describe_rows(&study(), params);
    let rows: Vec<usize> = themes[0].exemplars.iter().map(|exemplar| exemplar.segment).collect();
    // The centre is at 2.7°: A's nearest is row 1, then B, C; then A's second; D's remark is too short.
    assert_eq!(rows, [2, 1, 3, 0]);
}

#[test]
fn near_misses_lie_between() {
    let themes = describe_rows(&study(), DescribeParams { near_miss_margin: 0.3, ..Default::default() });
    let misses: Vec<usize> = themes[0].near_misses.iter().map(|miss| miss.segment).collect();
    assert_eq!(misses, [7]);
    assert!(themes[1].near_misses.is_empty());
    let strict = describe_rows(&study(), DescribeParams { near_miss_margin: 0.0, ..Default::default() });
    assert!(strict[0].near_misses.is_empty());
}

#[test]
fn noise_near_a_theme_is_a_near_miss_of_it() {
    let mut rows = study();
    rows.push(("Rounds on our ward are for the students mostly.".to_owned(), None, 3.0, None));
    let themes = describe_rows(&rows, DescribeParams::default());
    assert_eq!(themes[0].near_misses.first().map(|miss| miss.segment), Some(8));
    assert!(themes.iter().all(|theme| theme.members.iter().all(|member| member.segment != 8)));
}

#[test]
fn members_are_nearest_first_and_cohesion_is_their_mean() {
    let rows = [row("One remark here", "A", 0.0, 0), row("Another remark there", "B", 60.0, 0)];
    let themes = describe_rows(&rows, DescribeParams::default());
    // Both are 30° from the centre.
    assert!((themes[0].cohesion - 30.0_f64.to_radians().cos()).abs() < 1e-6);
    assert_eq!(themes[0].rival, None);
    let about: Vec<_> =
        themes[0].notices.iter().map(|notice| (notice.kind(), notice.about.as_deref())).collect();
    assert_eq!(about, [(NoticeKind::Evidence, Some(themes[0].label.as_str()))]);
}

#[test]
fn opposite_rows_have_no_direction_and_no_cohesion() {
    let rows = [row("North of it", "A", 0.0, 0), row("South of it", "B", 180.0, 0)];
    let themes = describe_rows(&rows, DescribeParams::default());
    assert!(themes[0].cohesion.abs() < 1e-6, "{}", themes[0].cohesion);
}

#[test]
fn little_and_odd_input_is_described_too() {
    assert!(describe_rows(&[], DescribeParams::default()).is_empty());
    let alone = describe_rows(&[row("Um, yeah.", "A", 0.0, 0)], DescribeParams::default());
    assert_eq!(alone[0].label, "“Um, yeah.”", "no term is left, so its words are quoted");
    let wordless = describe_rows(&[row("…", "A", 0.0, 0), row("", "A", 9.0, 1)], DescribeParams::default());
    assert_ne!(wordless[0].label, wordless[1].label);
    let same: Vec<Row> = (0..30).map(|_| row("The handover went well.", "A", 5.0, 0)).collect();
    let themes = describe_rows(&same, DescribeParams::default());
    assert_eq!(themes[0].exemplars.len(), 1, "one text is shown once");
    assert!(themes[0].label.contains("handover"), "{}", themes[0].label);
    let gap =
        describe_rows(&[row("Only the second cluster has words", "A", 0.0, 1)], DescribeParams::default());
    assert_eq!(gap.len(), 1);
    assert_eq!(gap[0].cluster, ClusterId(1));
}

#[test]
fn terms_are_shown_as_written_most_often() {
    let rows: Vec<Row> = [
        "GP letters matter. ",
        "Letters from the GP.",
        "The GP letters, again",
        "MY GP LETTERS CAME LATE",
        "Balint helped",
        "In Balint we sat",
        "The Balint hour",
    ]
    .iter()
    .zip("ABCDEFG".chars())
    .map(|(text, who)| row(text, &who.to_string(), 0.0, 0))
    .collect();
    let themes = describe_rows(&rows, DescribeParams::default());
    let shown = terms(&themes[0]);
    assert!(shown.contains(&"GP letters") && shown.contains(&"Balint"), "{shown:?}");
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let words = prop::sample::select(vec![
        "ward",
        "round",
        "Rounds",
        "the",
        "relatives",
        "um",
        "shouted",
        "of",
        "calm",
        ".",
        "night",
        "print",
        "printer",
    ]);
    let text = prop::collection::vec(words, 0..9).prop_map(|words| words.join(" "));
    let who =
        prop::option::of(prop::sample::select(vec!["A", "B", "C"])).prop_map(|who| who.map(str::to_owned));
    prop::collection::vec((text, who, 0.0_f32..360.0, prop::option::of(0_u32..4)), 0..40)
}

proptest! {
    #[test]
    fn the_order_of_rows_changes_nothing(rows in rows(), keys in prop::collection::vec(any::<u32>(), 40)) {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(|&at| keys[at]);
        let shuffled: Vec<Row> = order.iter().map(|&at| rows[at].clone()).collect();
        let ours = describe_rows(&rows, DescribeParams::default());
        let mut theirs = describe_rows(&shuffled, DescribeParams::default());
        let content = |rows: &[Row], at: usize| format!("{:?}", rows[at]);
        prop_assert_eq!(ours.len(), theirs.len());
        for (ours, theirs) in ours.iter().zip(&mut theirs) {
            for (mine, other) in ours.members.iter().zip(&theirs.members) {
                prop_assert_eq!(content(&rows, mine.segment), content(&shuffled, other.segment));
            }
            for (mine, other) in ours.exemplars.iter().chain(&ours.near_misses).zip(theirs.exemplars.iter().chain(&theirs.near_misses)) {
                prop_assert_eq!(content(&rows, mine.segment), content(&shuffled, other.segment));
                prop_assert_eq!(mine.similarity.to_bits(), other.similarity.to_bits());
            }
            theirs.members.clone_from(&ours.members);
            theirs.exemplars.clone_from(&ours.exemplars);
            theirs.near_misses.clone_from(&ours.near_misses);
            prop_assert_eq!(ours, &*theirs);
            prop_assert_eq!(ours.cohesion.to_bits(), theirs.cohesion.to_bits());
        }
    }

    #[test]
    fn no_text_makes_it_panic(texts in prop::collection::vec(("\\PC{0,40}|[a-z'’\\-. \u{200c}ی]{0,30}", 0_u32..3), 1..8), code in "[a-z]{2}") {
        let language = code.parse::<Language>().ok();
        let segments: Vec<DescribedSegment<'_>> = texts
            .iter()
            .map(|(text, _)| DescribedSegment { text, participant: None, document: "d", question: None, language })
            .collect();
        let embeddings = Embeddings::new([1.0, 0.0].repeat(texts.len()), 2).unwrap();
        let clustering = Clustering {
            algorithm: Algorithm::Dbscan,
            assignments: texts.iter().map(|text| Some(ClusterId(text.1))).collect(),
            n_clusters: 3,
            converged: true,
        };
        let params = DescribeParams::default().check().unwrap();
        let themes = describe(&segments, &embeddings, &clustering, &params, &NoProgress).unwrap();
        let labels: std::collections::BTreeSet<_> = themes.iter().map(|theme| theme.label.to_lowercase()).collect();
        prop_assert_eq!(labels.len(), themes.len(), "labels are distinct");
        prop_assert!(themes.iter().all(|theme| !theme.label.is_empty()));
        prop_assert!(themes.iter().flat_map(|theme| &theme.key_terms).all(|term| term.weight.is_finite() && !term.term.is_empty()));
    }
}

#[test]
fn one_thing_has_one_term() {
    let rows: Vec<Row> = [
        "the printer jammed",
        "a printer again",
        "printing jammed",
        "print it",
        "scatter plots of age",
        "a scatter plot",
        "plots of age",
        "those plots",
        "one plot more",
        "line plots",
    ]
    .iter()
    .zip("ABCDEFGHIJ".chars())
    .map(|(text, who)| row(text, &who.to_string(), 0.0, 0))
    .collect();
    let themes = describe_rows(&rows, DescribeParams::default());
    let shown = terms(&themes[0]);
    assert_eq!(shown.iter().filter(|term| term.contains("print")).count(), 1, "{shown:?}");
    assert!(shown.contains(&"plots"), "most often so: {shown:?}");
    assert!(
        shown.iter().any(|term| term.contains("scatter plot")) && !shown.contains(&"scatter"),
        "{shown:?}"
    );
}

#[test]
fn a_theme_without_words_of_its_own_is_quoted() {
    // Forty segments, each on another subject, and one word twice.
    let rows: Vec<Row> = (0..40)
        .map(|at| {
            let letters: String = [at / 26, at % 26].iter().map(|&i| char::from(b'a' + i as u8)).collect();
            row(
                &format!("so {letters}{letters}ka was {}", if at < 1 { "tea tea" } else { "it" }),
                "A",
                0.0,
                0,
            )
        })
        .collect();
    let themes = describe_rows(&rows, DescribeParams::default());
    assert!(themes[0].label.starts_with('“'), "{}", themes[0].label);
}

#[test]
fn a_theme_of_stock_answers_is_called_by_the_commonest_of_them() {
    let mut rows: Vec<Row> = (0..9).map(|_| row("Nothing at all.", "A", 0.0, 0)).collect();
    for (text, who) in ["nothing at all", "not a thing, excellent", "no, nothing, fab", "an excellent day"]
        .iter()
        .zip("BCDE".chars())
    {
        rows.push(row(text, &who.to_string(), 0.0, 0));
    }
    rows.extend((0..9).map(|_| row("The parking was dear.", "F", 90.0, 1)));
    let themes = describe_rows(&rows, DescribeParams::default());
    assert_eq!(
        themes[0].label.to_lowercase().trim_matches(['“', '”', '.']),
        "nothing at all",
        "{}",
        themes[0].label
    );
    assert!(themes[1].label.contains("parking"), "{}", themes[1].label);
}

#[test]
fn two_segments_do_not_name_a_theme_of_fifteen() {
    let rows: Vec<Row> = (0..18)
        .map(|at| {
            let text = if at < 2 {
                format!("the soggy toast, tea {at}")
            } else {
                format!("cup {at} of tea was cold")
            };
            row(&text, &char::from(b'A' + at).to_string(), 0.0, 0)
        })
        .chain((0..6).map(|at| row(&format!("parking space {at}"), "Z", 90.0, 1)))
        .collect();
    let themes = describe_rows(&rows, DescribeParams::default());
    assert!(!themes[0].label.contains("soggy"), "{}", themes[0].label);
    assert!(themes[0].label.contains("tea"), "{}", themes[0].label);
}

proptest! {
    /// Checks that a theme described alone, against the counts of all segments, is the same as among all.
    #[test]
    fn one_theme_is_described_as_among_all(
        rows in prop::collection::vec(("(ward|round|tea|night|long|calm|the|of| |, ){3,12}", 0..4_u32, 0..360_u16, 0..4_u32), 1..40)
    ) {
        let rows: Vec<Row> = rows
            .into_iter()
            .map(|(text, who, degrees, cluster)| {
                (text, Some(who.to_string()), f32::from(degrees), Some(cluster).filter(|&c| c < 3))
            })
            .collect();
        let all = describe_rows(&rows, DescribeParams::default());
        let segment = |row: &Row| -> (String, Option<String>) { (row.0.clone(), row.1.clone()) };
        let owned: Vec<_> = rows.iter().map(segment).collect();
        let described: Vec<DescribedSegment<'_>> = owned
            .iter()
            .map(|(text, who)| DescribedSegment {
                text,
                participant: who.as_deref(),
                document: "d1",
                question: None,
                language: Some(Language::ENGLISH),
            })
            .collect();
        let background = Background::read(&described, &DescribeParams::default().check().unwrap());
        let noise = usize::from(rows.iter().any(|row| row.3.is_none()));
        for theme in &all {
            let inside: Vec<usize> = (0..rows.len()).filter(|&i| rows[i].3 == Some(theme.cluster.0)).collect();
            let segments: Vec<_> = inside.iter().map(|&i| described[i]).collect();
            let values = inside
                .iter()
                .flat_map(|&i| [rows[i].2.to_radians().cos(), rows[i].2.to_radians().sin()])
                .collect();
            let embeddings = Embeddings::new(values, 2).unwrap();
            let params = DescribeParams::default().check().unwrap();
            let alone = background.describe(&segments, &embeddings, all.len() + noise, &params).unwrap();
            prop_assert_eq!(&alone.key_terms, &theme.key_terms);
            prop_assert_eq!(alone.cohesion, theme.cohesion);
            prop_assert_eq!(alone.n_participants, theme.n_participants);
            prop_assert_eq!(alone.members.len(), theme.members.len());
        }
    }
}
