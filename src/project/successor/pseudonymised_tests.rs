//! Tests of replacing names in a whole study.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::replacer::Replacer;
use super::tests::{holds, request};
use super::*;
use crate::domain::{CoderId, NoProgress};
use crate::project::review::tests::study::at;
use crate::project::{
    FindWordsRequest, LogFilter, MissedBecause, PseudonymiseRequest, Pseudonymised, QueueOrder, Refusal,
    Reviewer,
};

const TABLE: &str =
    "name,replacement\nMaria Lopez,Eva Stone\nMaria,Eva\nZoltan,Peter\nSzeged,Northtown\n李雷,甲\n";

fn talk(folder: &Path, file: &str, speaker: &str, thing: &str) -> PathBuf {
    let answers: String = ["the rota", "my patients", "sleep", "paperwork"]
        .iter()
        .map(|about| {
            format!(
                "Interviewer: What about {about}, {speaker}?\n\n{speaker}: Maria's ward in Szeged was {about} and {thing}, said Maria  Lopez and 李雷们. \
                 Zoltan, ZOLTAN, Zoltans and zoltan went with Dr. Kovacs.\n\n"
            )
        })
        .collect();
    let path = folder.join(file);
    std::fs::write(&path, answers).unwrap();
    path
}

/// Makes a study of three people with decisions of two coders.
fn study(folder: &Path) -> (Reviewer, CoderId, CoderId) {
    let people =
        [("Zoltan.txt", "Zoltan", "tea"), ("b.txt", "Maria Lopez", "songs"), ("c.txt", "Ilka", "dogs")];
    let paths = people.map(|(file, speaker, thing)| talk(folder, file, speaker, thing)).to_vec();
    drop(Project::suggest(&request(folder, paths), &NoProgress).unwrap());
    let mut reviewer = Reviewer::open(&folder.join("study.themata"), None).unwrap();
    let ann = reviewer.add_coder("Ann", &at(0)).unwrap().coder;
    let ben = reviewer.add_coder("Ben", &at(1)).unwrap().coder;
    let text = reviewer.loaded.texts.documents()[0].text.clone();
    let n = text.chars().count();
    for decision in [
        json!({"do": "create-code", "label": "What Maria said"}),
        json!({"do": "define-code", "code": "What Maria said", "definition": "In Szeged", "example": "Zoltan, ZOLTAN"}),
        json!({"do": "code", "code": "What Maria said", "segments": [1, 2, 5]}),
        json!({"do": "write-memo", "text": "Zoltan laughs; zoltans do", "on": {"document": "Zoltan.txt"}}),
        json!({"do": "write-memo", "text": "Maria Lopez!", "on": {"participant": "Zoltan"}}),
        json!({"do": "remove-documents", "documents": ["c.txt"]}),
    ] {
        reviewer.decide(&ann, &serde_json::from_value(decision).unwrap(), Some("Zoltan"), &at(2)).unwrap();
    }
    // Spans of all lengths, also such as cut a name.
    for (start, end) in
        (0..n.min(240)).step_by(7).map(|start| (start, (start * 3 + 11) % (n - start - 1) + start + 1))
    {
        let span = json!({"do": "code-span", "code": "What Maria said", "document": "Zoltan.txt", "start": start, "end": end});
        reviewer.say(&ann, &span.to_string());
    }
    reviewer.say(&ben, r#"{"do":"reject","candidate":1}"#);
    (reviewer, ann, ben)
}

fn made(folder: &Path, table: &str, to: &str) -> Result<Pseudonymised, ProjectError> {
    let names = folder.join("names.csv");
    std::fs::write(&names, table).unwrap();
    let request = PseudonymiseRequest {
        from: folder.join("study.themata"),
        to: folder.join(to),
        table: names,
        any_case: false,
        same_replacement: false,
        reason: Some("to be shared".to_owned()),
        at: at(60),
    };
    Project::pseudonymise(&request, &NoProgress)
}

/// Returns the words of each coding, with the names of its document and code, by id.
fn codings(reviewer: &Reviewer, coder: &CoderId) -> Vec<(String, String, String)> {
    let texts = &reviewer.loaded.texts;
    let view = reviewer.state.view(coder);
    let words = |coding: &crate::domain::Coding| {
        let at = texts.place(&coding.document).unwrap();
        texts.index(at).slice(coding.span()).unwrap().to_owned()
    };
    view.codings.iter().map(|(id, of)| (id.to_string(), of.document.clone(), words(of))).collect()
}

#[test]
fn names_are_gone_and_codings_are_on_the_same_words() {
    let folder = tempfile::tempdir().unwrap();
    let (reviewer, ann, ben) = study(folder.path());
    let before = codings(&reviewer, &ann);
    let original = std::fs::read(reviewer.path()).unwrap();
    let verified = reviewer.verify().unwrap();
    let told = made(folder.path(), TABLE, "new.themata").unwrap();
    assert_eq!(std::fs::read(reviewer.path()).unwrap(), original);
    assert_eq!(told.predecessor.last_hash, verified.last_hash);
    let n: Vec<usize> = told.names.iter().map(|name| name.n_in_texts).collect();
    assert!(n.iter().all(|&n| n >= 12), "{n:?}");
    let new = folder.path().join("new.themata");
    for name in ["Maria", "Lopez", "Szeged", "李雷"] {
        assert!(holds(reviewer.path(), name) && !holds(&new, name), "{name}");
    }

    let mut copy = Reviewer::open(&new, None).unwrap();
    copy.verify().unwrap();
    let names = [
        ("Maria Lopez", "Eva Stone"),
        ("Maria", "Eva"),
        ("Zoltan", "Peter"),
        ("Szeged", "Northtown"),
        ("李雷", "甲"),
    ];
    let replacer = Replacer::of(names, false);
    let after = codings(&copy, &ann);
    assert_eq!(after.len(), before.len());
    let mut n_whole = 0;
    for ((id, _, words), (new_id, document, new_words)) in before.iter().zip(&after) {
        assert_eq!(id, new_id);
        assert!(["Peter.txt", "b.txt", "c.txt"].contains(&document.as_str()));
        // What a span cuts in the middle of a name is the whole replacement now.
        let expected = replacer.replaced(words);
        n_whole += usize::from(*new_words == expected);
        let kept = |text: &str| text.chars().filter(|c| c.is_ascii_punctuation()).count();
        assert!(kept(new_words) >= kept(&expected), "{words} → {new_words}");
    }
    assert!(n_whole * 2 > before.len(), "{n_whole} of {}", before.len());
    let texts = |reviewer: &Reviewer| -> Vec<String> {
        (0..reviewer.base.n_segments())
            .map(|at| reviewer.loaded.texts.said_at(at).unwrap().to_owned())
            .collect()
    };
    let expected: Vec<String> = texts(&reviewer).iter().map(|text| replacer.replaced(text)).collect();
    let (mut expected, mut found) = (expected, texts(&copy));
    expected.sort();
    found.sort();
    assert_eq!(found, expected, "each segment holds the same words");
    for coder in [&ann, &ben] {
        let progress = |reviewer: &Reviewer| reviewer.progress(coder);
        assert_eq!(progress(&copy), progress(&reviewer));
        copy.as_coder(coder).unwrap().queue(QueueOrder::Telling, 9).unwrap();
    }
    let n_vectors = |path: &Path| Project::open_read_only(path).unwrap().store.n_embeddings().unwrap();
    assert!(n_vectors(&new) > 0 && n_vectors(&new) <= n_vectors(reviewer.path()));
    let shown = json!([
        copy.as_coder(&ann).unwrap().codebook(None, None).unwrap(),
        copy.as_coder(&ann).unwrap().participants(),
        copy.as_coder(&ann).unwrap().interviews(),
    ])
    .to_string();
    for part in ["What Eva said", "In Northtown", "Peter, PETER", "Eva Stone", "Peter.txt"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let refused = copy.undo(&ann, None, &at(61)).unwrap_err();
    assert!(matches!(refused, ProjectError::Refused(Refusal::NothingToUndo(_))), "{refused}");
    copy.say(&ann, r#"{"do":"restore-documents","documents":["c.txt"]}"#);
    let words = FindWordsRequest { words: "Northtown".to_owned(), ..FindWordsRequest::default() };
    assert!(!copy.as_coder(&ann).unwrap().find_words(&words).unwrap().passages.is_empty());
    let log = copy.log(&LogFilter::default()).unwrap();
    assert!(log.entries[0].words.contains("5 names replaced"), "{:?}", log.entries[0]);
    copy.verify().unwrap();
}

#[test]
fn what_may_be_a_name_is_listed() {
    let folder = tempfile::tempdir().unwrap();
    drop(study(folder.path()));
    let told = made(folder.path(), TABLE, "new.themata").unwrap();
    let found: Vec<(&str, MissedBecause)> =
        told.missed.iter().map(|of| (of.word.as_str(), of.because)).collect();
    for wanted in [
        ("zoltan", MissedBecause::OtherLetters),
        ("Zoltans", MissedBecause::OtherForm),
        ("Kovacs", MissedBecause::AfterTitle),
        ("Ilka", MissedBecause::Speaker),
    ] {
        assert!(found.contains(&wanted), "{wanted:?} in {found:?}");
    }
    assert!(
        told.missed.iter().all(|of| !["Eva", "Peter", "Northtown", "Stone"].contains(&of.word.as_str())),
        "{found:?}"
    );
    let zoltan = told.missed.iter().find(|of| of.word == "zoltan").unwrap();
    assert_eq!((zoltan.n, zoltan.document.as_str(), zoltan.turn), (12, "Peter.txt", Some(2)));
    // Coders are blind: it is not said what Ann wrote.
    assert!(told.left_words.iter().all(|left| left.words.is_empty()));
}

#[test]
fn a_table_that_would_leave_a_name_or_mix_two_people_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    drop(study(folder.path()));
    let head = "name,replacement\n";
    for (rows, part) in [
        ("Maria,Zoltan\nZoltan,Eva\n", "holds the name “Zoltan”"),
        ("Maria,Ilka\n", "is already the name “Ilka”"),
        ("Maria,Eva\nZoltan,Eva\n", "stand for both “Maria” and “Zoltan”"),
        ("Maria,\n", "nothing is given to stand for “Maria”"),
        ("", "holds no name"),
    ] {
        let refused = made(folder.path(), &format!("{head}{rows}"), "new.themata").unwrap_err();
        assert!(refused.to_string().contains(part), "{refused}");
        assert!(
            !refused.remedies().is_empty() || !matches!(refused, ProjectError::Successor(_)),
            "{refused}"
        );
    }
    let refused = made(folder.path(), "name,a,b\nMaria,x,y\n", "new.themata").unwrap_err();
    assert!(refused.to_string().contains("beside the names it has a, b"), "{refused}");
    let names: BTreeSet<String> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(!names.contains("new.themata") && names.len() == 5, "{names:?}");
    std::fs::write(folder.path().join("new.themata"), "mine").unwrap();
    let refused = made(folder.path(), TABLE, "new.themata").unwrap_err();
    assert!(matches!(refused, ProjectError::Store(StoreError::InTheWay(_))), "{refused}");
}
