//! The same input gives the same answer to the byte.

use std::path::Path;

use crate::{TestFolder, balint};

#[test]
fn order_of_files_threads_and_repetition_change_nothing() {
    let place = TestFolder::new();
    let mut files: Vec<String> = ["P01.docx", "P02.txt", "P05.txt", "P06.vtt", "P09.txt"]
        .iter()
        .map(|name| Path::new(&balint()).join(name).display().to_string())
        .collect();
    let run = |files: &[String], project: &str, more: &[&str]| {
        let mut args = vec!["suggest", "--json", "-q", "-p", project];
        args.extend(files.iter().map(String::as_str));
        args.extend(more);
        place.ok(&args)
    };
    let first = run(&files, "a.themata", &["--threads", "1"]);
    assert_eq!(first, run(&files, "b.themata", &["--threads", "2"]), "threads");
    assert_eq!(first, run(&files, "a.themata", &[]), "again, into the same project, from kept embeddings");
    files.reverse();
    assert_eq!(first, run(&files, "c.themata", &[]), "files the other way round");
    files.swap(0, 2);
    files.push(files[1].clone());
    assert_eq!(first, run(&files, "d.themata", &["--threads", "3"]), "one of them named twice");
    assert_eq!(first, place.ok(&["show", "-p", "a.themata", "--as-suggested", "--json"]), "opened again");
    assert_ne!(first, run(&files, "b.themata", &["--codes", "3"]));
    let dbscan =
        |project: &str, threads| run(&files, project, &["--algorithm", "dbscan", "--threads", threads]);
    assert_eq!(dbscan("c.themata", "1"), dbscan("d.themata", "2"));
}

#[test]
fn embeddings_kept_from_other_runs_change_nothing() {
    let place = TestFolder::new();
    let file = |name: &str| Path::new(&balint()).join(name).display().to_string();
    let (one, two) = (file("P02.txt"), file("P09.txt"));
    place.ok(&["suggest", "-q", "-p", "grown.themata", &one]);
    let grown = place.ok(&["suggest", "-q", "--json", "-p", "grown.themata", &one, &two]);
    assert_eq!(grown, place.ok(&["suggest", "-q", "--json", "-p", "fresh.themata", &one, &two]));
}

#[test]
fn identical_texts_share_their_candidates() {
    let place = TestFolder::new();
    let mut rows = "participant,text\n".to_owned();
    for i in 0..60 {
        let text = match i % 6 {
            0 => "The food on the ward was cold again.",
            1 => "Nobody explained the medication to me.",
            2 => "The nurses were kind and patient with my mother.",
            3 => "Parking took longer than the appointment itself.",
            4 => "The waiting room was crowded and loud that day.",
            _ => "My surgeon drew a picture for me and that helped.",
        };
        rows += &format!("p{},{text}\n", i / 2);
    }
    place.write("answers.csv", rows);
    for algorithm in ["auto", "k-means", "ward", "average", "communities", "dbscan", "hdbscan"] {
        let project = format!("{algorithm}.themata");
        place.ok(&["suggest", "-q", "answers.csv", "-p", &project, "--algorithm", algorithm]);
        let export = place.ok(&["export", "-p", &project, "--format", "csv"]);
        let mut candidates_of = std::collections::BTreeMap::new();
        let mut reader = csv::Reader::from_reader(export.as_bytes());
        let head = reader.headers().unwrap().clone();
        let [theme, code, text] =
            ["theme", "code", "text"].map(|name| head.iter().position(|column| column == name).unwrap());
        for row in reader.records() {
            let row = row.unwrap();
            let candidates = (row[theme].to_owned(), row[code].to_owned());
            let found = candidates_of.entry(row[text].to_owned()).or_insert_with(|| candidates.clone());
            assert_eq!(*found, candidates, "{algorithm}: {}", &row[text]);
        }
        assert_eq!(candidates_of.len(), 6);
    }
}
