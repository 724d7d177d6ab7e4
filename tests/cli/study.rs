//! The study that the project ships, from files to themes and back to the words.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::{TestFolder, balint, embedded_demo};

#[test]
fn the_first_command_of_the_readme_gives_candidate_themes_and_a_project_file() {
    let place = TestFolder::new();
    let output = place.run(&["suggest", &balint()]);
    let (said, table) =
        (String::from_utf8(output.stderr).unwrap(), String::from_utf8(output.stdout).unwrap());
    assert!(output.status.success(), "{said}");
    for words in
        ["10 documents", "Interviewer = interviewer", "Dr. Teller = participant P03", "balint.themata"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    for words in ["  A  ", "  1  ", "Candidate", "Segments", "Participants", "Stability"] {
        assert!(table.contains(words), "{words}: {table}");
    }
    assert!(!table.contains('\u{1b}'), "no colours where nobody looks");
    let quoted = place.ok(&["show", "--quotes"]);
    for words in ["turn ", "Why this number"] {
        assert!(quoted.contains(words), "{words}: {quoted}");
    }
    assert!(place.path().join("balint.themata").is_file());
    assert!(!place.path().join("balint.themata-wal").exists(), "one file for one study");
}

#[test]
fn every_quote_leads_back_to_its_words() {
    let place = embedded_demo();
    let view = place.json(&["show", "-p", "s.themata", "--as-suggested", "--json"]);
    let themes = view["themes"].as_array().unwrap();
    assert!(themes.len() >= 3, "{} themes", themes.len());
    assert_eq!(view["run"]["counts"]["participants"], 10);
    assert_eq!(view["noise"]["n_segments"], 0, "k-means leaves nothing out");
    let export = place.json(&["export", "-p", "s.themata", "--format", "json"]);
    let mut n = 0;
    let themes = export["themes"].as_array().unwrap();
    for theme in themes {
        assert_eq!(theme["segments"], serde_json::json!([]), "they are in its candidate codes");
    }
    for code in themes.iter().flat_map(|theme| theme["codes"].as_array().unwrap()) {
        let segments = code["segments"].as_array().unwrap();
        assert_eq!(code["n_segments"], segments.len());
        let people: BTreeSet<&str> = segments.iter().map(|s| s["participant"].as_str().unwrap()).collect();
        assert_eq!(code["n_participants"], people.len());
        n += segments.len();
        for segment in segments {
            let length = segment["end"].as_u64().unwrap() - segment["start"].as_u64().unwrap();
            assert_eq!(segment["text"].as_str().unwrap().chars().count() as u64, length);
            assert!(segment["turn"].as_u64().unwrap() >= 1);
            let name = segment["document"].as_str().unwrap();
            if name.ends_with(".txt") {
                // A text is stored as it was: positions are those of the file, by code points.
                let file = std::fs::read_to_string(Path::new(&balint()).join(name)).unwrap();
                let at: String = file
                    .chars()
                    .skip(segment["start"].as_u64().unwrap() as usize)
                    .take(length as usize)
                    .collect();
                assert_eq!(at, segment["text"].as_str().unwrap(), "{name}");
            }
        }
    }
    assert_eq!(view["run"]["counts"]["segments"], n);
}

#[test]
fn attributes_of_participants_reach_the_table() {
    let place = embedded_demo();
    let csv = place.ok(&["export", "-p", "s.themata", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let head: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(&head[..5], ["theme", "theme_label", "code", "code_label", "document"]);
    let column =
        head.iter().position(|name| name == "specialty").expect("the table of participants was found");
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert!(rows.len() > 200);
    assert!(rows.iter().all(|row| !row[column].is_empty() && !row[0].is_empty() && !row[2].is_empty()));
}

/// The two coders' codings that come with the study: each quote stands in its turn, once in its document.
#[test]
fn every_coding_that_is_shipped_is_found_in_its_turn() {
    use themata::domain::TextIndex;
    use themata::ingest::{IngestParams, collect, read_file};
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    for study in ["balint", "balint-persian"] {
        let mut documents = BTreeMap::new();
        for file in collect(&data.join(study)).unwrap().files {
            for document in read_file(&file, &IngestParams::default()).unwrap() {
                documents.insert(document.name.clone(), document);
            }
        }
        assert_eq!(documents.len(), if study == "balint" { 10 } else { 1 }, "{:?}", documents.keys());
        for document in documents.values() {
            let index = TextIndex::new(&document.text);
            let n: usize = document
                .turns
                .iter()
                .map(|turn| index.slice(turn.span).unwrap().split_whitespace().count())
                .sum();
            assert!(n >= 1200, "{}: {n} words", document.name);
        }
        let mut codes = BTreeSet::new();
        for row in csv::Reader::from_path(data.join("balint/codings/codebook.csv")).unwrap().records() {
            codes.insert(row.unwrap()[0].to_owned());
        }
        for coder in ["coder-1.csv", "coder-2.csv"] {
            let mut n = 0;
            for row in csv::Reader::from_path(data.join(study).join("codings").join(coder)).unwrap().records()
            {
                let row = row.unwrap();
                let document = &documents[&row[0]];
                let turn = &document.turns[row[2].parse::<usize>().unwrap() - 1];
                let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                let said = plain(TextIndex::new(&document.text).slice(turn.span).unwrap());
                assert!(said.contains(&plain(&row[3])), "{} turn {}: {}", &row[0], &row[2], &row[3]);
                assert_eq!(plain(&document.text).matches(&plain(&row[3])).count(), 1, "{}", &row[3]);
                assert!(codes.contains(&row[4]), "{}", &row[4]);
                n += 1;
            }
            assert!(n > 20, "{coder}: {n} codings");
        }
    }
}

#[test]
fn a_language_that_the_model_was_not_made_for_is_named() {
    let place = TestFolder::new();
    let persian = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/balint-persian").display().to_string();
    let output = place.run(&["suggest", &persian, "-p", "s.themata", "--json"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    assert!(said.contains("P11.txt") && said.contains("Persian") && said.contains("English"), "{said}");
    let view: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(view["run"]["documents"][0]["language"], "fas");
    let notices = view["run"]["notices"].as_array().unwrap();
    assert!(notices.iter().any(|notice| notice["kind"] == "language"), "{notices:?}");
    let speakers = view["run"]["documents"][0]["speakers"].as_array().unwrap();
    assert!(
        speakers.iter().any(|s| s["role"] == "interviewer")
            && speakers.iter().any(|s| s["participant"] == "P11")
    );
}
