//! Tests of transcripts that are corrected in a study with decisions.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;

use super::tests::{at, codings, request, study};
use super::*;
use crate::domain::{CandidateId, CoderId, CodingId, NoProgress, Role, SegmentId};
use crate::project::{CorrectionView, ReadPlace, Reviewer, RolesRequest, WithoutRemovedRequest};

/// Changes the text of an interview in the folder, and reads it again.
fn correct(folder: &Path, change: impl Fn(String) -> String) -> Vec<CorrectionView> {
    let path = folder.join("P1.txt");
    let text = change(std::fs::read_to_string(&path).unwrap());
    std::fs::write(&path, text).unwrap();
    let request = SuggestRequest { paths: vec![path], ..request(folder, &[]) };
    match Project::suggest(&request, &NoProgress).unwrap().how {
        SuggestedHow::Added(added) => added.corrections,
        _ => Vec::new(),
    }
}

/// Changes the text of an interview: an error in a word, an answer more, or an answer less.
pub(super) fn edit(path: &Path, n: usize) {
    let text = std::fs::read_to_string(path).unwrap();
    let mut parts: Vec<String> = text.split("\n\n").map(str::to_owned).collect();
    let answers: Vec<usize> = (0..parts.len()).filter(|at| parts[*at].starts_with('P')).collect();
    let at = answers[n / 3 % answers.len()];
    match n % 3 {
        0 => parts[at] = parts[at].replacen("would", &format!("wuold{n}"), 1) + " Yes.",
        1 => parts.insert(
            at + 1,
            format!("{}: Something else, the {n}th time, about the weather outside.", &parts[at][..2]),
        ),
        _ if answers.len() > 2 => drop(parts.remove(at)),
        _ => parts[at] += " No.",
    }
    std::fs::write(path, parts.join("\n\n")).unwrap();
}

/// Tells whether at least half of the words of a passage are in another, in their order.
pub(super) fn is_nearly(words: &str, now: &str) -> bool {
    let of = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (words, now) = (of(words), of(now));
    let mut rest = now.iter();
    let kept = words
        .iter()
        .filter(|word| rest.clone().any(|other| other == *word) && rest.any(|other| other == *word));
    2 * kept.count() >= words.len()
}

/// The words of each coding of a coder, also of those that have no place.
pub(super) fn all_words(reviewer: &Reviewer, coder: &CoderId) -> BTreeMap<CodingId, String> {
    let texts = &reviewer.loaded.texts;
    let words = |document: &str, span| {
        let at = texts.place(document).unwrap();
        texts.index(at).slice(span).unwrap().to_owned()
    };
    let all = reviewer.state.view(coder).all_codings();
    all.map(|(id, coding)| (id, words(&coding.document, coding.span()))).collect()
}

#[test]
fn codings_of_all_coders_move_with_their_words() {
    let folder = tempfile::tempdir().unwrap();
    let (path, ann) = study(folder.path());
    let mut reviewer = Reviewer::open(&path, None).unwrap();
    let ben = reviewer.add_coder("Ben", &at()).unwrap().coder;
    let in_p1 = segments_of(&reviewer, "P1.txt");
    let [rota, patients, ..] = in_p1[..] else { panic!("{in_p1:?}") };
    let span = |words: &str| {
        let text = &reviewer.loaded.texts.documents()[0].text;
        let start = text.find(words).unwrap();
        json!({"do": "code-span", "code": "Sleep", "document": "P1.txt", "start": start, "end": start + words.len()})
    };
    let (sleep, paperwork) = (span("sleep worries me").to_string(), span("paperwork takes").to_string());
    reviewer.say(&ann, &json!({"do": "code", "code": "Rota", "segments": [rota]}).to_string());
    reviewer.say(
        &ann,
        &json!({"do": "write-memo", "on": {"segment": {"run": 1, "id": rota}}, "text": "strong"}).to_string(),
    );
    reviewer.say(&ben, r#"{"do":"create-code","label":"Sleep"}"#);
    reviewer.say(&ben, &sleep);
    reviewer.say(&ben, &paperwork);
    reviewer.say(&ben, &json!({"do": "reject", "candidate": 1}).to_string());
    let held: Vec<_> = [&ann, &ben].map(|coder| all_words(&reviewer, coder)).into();
    let (n_segments, n_coded) = (reviewer.progress(&ann).n_segments, reviewer.progress(&ann).n_coded);
    let candidate_of = |reviewer: &Reviewer, id| reviewer.base.code_of(id);
    let (of_rota, of_patients) = (candidate_of(&reviewer, rota), candidate_of(&reviewer, patients));

    // A typing error, a sentence more, a heading, and an answer out.
    let sleep_code = codings(&reviewer, &ben)[0].0.clone();
    let corrections = correct(folder.path(), |text| {
        let text = text
            .replace("the rota worries me", "the new rota worries me much")
            .replace("What about", "And what about");
        let gone = text.find("I: And what about paperwork?").unwrap();
        format!("Interview 1\n\n{}", &text[..gone])
    });
    let [correction] = &corrections[..] else { panic!("{corrections:?}") };
    assert_eq!((correction.document.as_str(), correction.now.as_str()), ("P1.txt", "P1 (version 2).txt"));
    reviewer.refresh().unwrap();
    assert_eq!(reviewer.progress(&ann).n_segments, n_segments - 1, "the answer that was taken out");
    let of_ann = all_words(&reviewer, &ann);
    let changed: Vec<_> = of_ann.iter().filter(|(id, words)| held[0][*id] != **words).collect();
    assert_eq!(changed.len(), 1, "{changed:?}");
    assert!(changed[0].1.contains("the new rota worries me much"), "{changed:?}");
    let listed = reviewer.as_coder(&ben).unwrap().unplaced();
    let unplaced: Vec<&str> = listed.iter().map(|of| of.text.as_str()).collect();
    assert_eq!(unplaced, ["paperwork takes"]);
    assert_eq!(codings(&reviewer, &ben), [(sleep_code, "sleep worries me".to_owned())]);
    let of_p1 = codings_in(&reviewer, &ann, "P1.txt");
    assert_eq!(of_p1, reviewer.as_coder(&ann).unwrap().unplaced().len());
    assert_eq!(correction.n_unplaced, of_p1);
    assert_eq!(reviewer.progress(&ann).n_coded, n_coded - of_p1);

    // The segments that take the place of others are in their candidates, and memos are on them.
    let now = segments_of(&reviewer, "P1 (version 2).txt");
    assert_eq!(now.len(), in_p1.len() - 1);
    assert_eq!((candidate_of(&reviewer, now[0]), candidate_of(&reviewer, now[1])), (of_rota, of_patients));
    let memo = reviewer.state.view(&ann).memos.values().next().unwrap();
    assert_eq!(json!(memo.on), json!({"segment": {"run": 1, "id": now[0]}}));
    let read = reviewer.as_coder(&ann).unwrap().read(&ReadPlace::Whole("P1.txt".to_owned())).unwrap();
    assert_eq!(read.interview.document, "P1 (version 2).txt");
    // What was measured of the candidates holds: their words are still there.
    let list = reviewer.as_coder(&ann).unwrap().candidates(None, None).unwrap();
    let all = list.themes.iter().map(|theme| &theme.theme).chain(&list.codes);
    all.filter(|of| of.n_segments > 0).for_each(|of| assert!(of.cohesion.is_some(), "{of:?}"));
    reviewer.verify().unwrap();

    // Undo gives the words as they were alone, each coder's own codings with them, and reveals nothing of the other.
    let corrected = [&ann, &ben].map(|coder| all_words(&reviewer, coder));
    reviewer.undo(&ann, None, &at()).unwrap();
    assert_eq!(all_words(&reviewer, &ann), held[0]);
    assert_eq!(reviewer.progress(&ann).n_segments, n_segments);
    assert_eq!(reviewer.progress(&ann).n_coded, n_coded);
    reviewer.undo(&ben, None, &at()).unwrap();
    assert_eq!(all_words(&reviewer, &ben), held[1]);
    reviewer.redo(&ann, None, &at()).unwrap();
    reviewer.redo(&ben, None, &at()).unwrap();
    assert_eq!([&ann, &ben].map(|coder| all_words(&reviewer, coder)), corrected);
    reviewer.undo(&ben, None, &at()).unwrap();
    reviewer.undo(&ann, None, &at()).unwrap();
    // The same file again is the same correction.
    let again = correct(folder.path(), |text| text);
    assert_eq!(again, corrections);
    reviewer.refresh().unwrap();
    assert_eq!([&ann, &ben].map(|coder| all_words(&reviewer, coder)), corrected);
    assert!(correct(folder.path(), |text| text).is_empty(), "nothing new changes nothing");
    reviewer.verify().unwrap();
}

fn segments_of(reviewer: &Reviewer, document: &str) -> Vec<SegmentId> {
    let base = &reviewer.base;
    let is_in = |id: &SegmentId| base.segment(*id).is_some_and(|segment| &*segment.document == document);
    base.segment_ids().filter(is_in).collect()
}

fn codings_in(reviewer: &Reviewer, coder: &CoderId, document: &str) -> usize {
    reviewer.state.view(coder).all_codings().filter(|(_, coding)| coding.document == document).count()
}

#[test]
fn a_document_is_corrected_again_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let (path, ann) = study(folder.path());
    let mut reviewer = Reviewer::open(&path, None).unwrap();
    let code = |segment: SegmentId| json!({"do": "code", "code": "All", "segments": [segment]}).to_string();
    let in_p1 = segments_of(&reviewer, "P1.txt");
    reviewer.say(&ann, r#"{"do":"create-code","label":"All"}"#);
    in_p1.iter().for_each(|id| drop(reviewer.say(&ann, &code(*id))));
    let held = codings(&reviewer, &ann);
    let first = std::fs::read_to_string(folder.path().join("P1.txt")).unwrap();
    let without = |text: String| {
        let (from, to) =
            (text.find("I: What about sleep").unwrap(), text.find("I: What about the students").unwrap());
        format!("{}{}", &text[..from], &text[to..])
    };
    let names: Vec<String> = [
        correct(folder.path(), without),
        // The answer is back, with an error corrected elsewhere.
        correct(folder.path(), |_| first.replace("paperwork takes", "paper work takes")),
        correct(folder.path(), |_| first.clone()),
    ]
    .into_iter()
    .map(|corrections| {
        format!("{}: {} moved, {} not", corrections[0].now, corrections[0].n_moved, corrections[0].n_unplaced)
    })
    .collect();
    reviewer.refresh().unwrap();
    let n = codings_in(&reviewer, &ann, "P1.txt");
    // The answer that was taken out has two segments.
    assert_eq!(names[0], format!("P1 (version 2).txt: {} moved, 2 not", n - 2));
    assert_eq!(names[1], format!("P1 (version 3).txt: {} moved, 0 not", n - 2));
    assert_eq!(names[2], format!("P1.txt: {n} moved, 0 not"));
    assert_eq!(codings(&reviewer, &ann), held, "as before the first correction");
    assert!(reviewer.as_coder(&ann).unwrap().unplaced().is_empty());
    let listed = reviewer.as_coder(&ann).unwrap().interviews();
    assert_eq!(listed.documents.len(), 3);
    let replaced: Vec<_> =
        listed.removed.iter().map(|of| (of.document.as_str(), of.replaced_by.as_deref())).collect();
    assert_eq!(
        replaced,
        [("P1 (version 2).txt", Some("P1 (version 3).txt")), ("P1 (version 3).txt", Some("P1.txt"))]
    );
    reviewer.verify().unwrap();
    // Three corrections, and what came back with the second.
    for _ in 0..4 {
        reviewer.undo(&ann, None, &at()).unwrap();
    }
    assert_eq!(codings(&reviewer, &ann), held);
    reviewer.verify().unwrap();
}

#[test]
fn a_correction_goes_with_new_interviews_and_with_candidates_proposed_anew() {
    let folder = tempfile::tempdir().unwrap();
    let (path, ann) = study(folder.path());
    let text = std::fs::read_to_string(folder.path().join("P1.txt")).unwrap().replace("winters", "summers");
    let both = request(folder.path(), &[1, 4]);
    std::fs::write(folder.path().join("P1.txt"), text).unwrap();
    let suggested = Project::suggest(&both, &NoProgress).unwrap();
    let SuggestedHow::Added(added) = &suggested.how else { panic!("{:?}", suggested.how) };
    assert_eq!(added.documents, ["P1 (version 2).txt", "P4.txt"]);
    assert_eq!(added.corrections.len(), 1);
    assert!(added.candidates.iter().all(|id| matches!(id, CandidateId::Code(id) if id.0 > 100)), "{added:?}");
    drop(suggested);
    let coded = codings(&Reviewer::open(&path, None).unwrap(), &ann);
    let anew = SuggestRequest { fresh: true, ..request(folder.path(), &[]) };
    let suggested = Project::suggest(&anew, &NoProgress).unwrap();
    let mut names: Vec<&str> = suggested.view.run.documents.iter().map(|of| of.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["P1 (version 2).txt", "P2.txt", "P3.txt", "P4.txt"]);
    drop(suggested);
    let mut reviewer = Reviewer::open(&path, None).unwrap();
    assert_eq!(codings(&reviewer, &ann), coded);
    assert_eq!(
        correct(folder.path(), |text| text.replace("summers", "autumns"))[0].now,
        "P1 (version 3).txt"
    );
    reviewer.refresh().unwrap();
    assert_eq!(codings(&reviewer, &ann).len(), coded.len());
    let out = reviewer.as_coder(&ann).unwrap().removal(&["P1".to_owned()]).unwrap();
    assert_eq!(json!(out)["documents"], json!(["P1 (version 3).txt"]));
    reviewer.decide(&ann, &out, None, &at()).unwrap();
    assert!(correct(folder.path(), |text| text.replace("autumns", "springs")).is_empty(), "it was taken out");
    reviewer.verify().unwrap();
}

#[test]
fn codings_that_another_copy_made_meanwhile_follow_when_documents_are_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let (path, ann) = study(folder.path());
    let copy = folder.path().join("copy.themata");
    Project::copy(&path, &copy).unwrap();
    let mut other = Reviewer::open(&copy, None).unwrap();
    let is_open = |id: &SegmentId| {
        &*other.base.segment(*id).unwrap().document == "P1.txt"
            && !crate::review::is_decided(&other.base, other.state.view(&ann), *id)
    };
    let open = other.base.segment_ids().find(is_open).unwrap();
    other.say(&ann, &json!({"do": "code", "code": "Rota", "segments": [open]}).to_string());
    let coded = codings(&other, &ann);
    drop(other);
    correct(folder.path(), |text| text.replace("winters", "long winters"));
    let joined = folder.path().join("joined.themata");
    Reviewer::join(&path, &copy, &joined, false, &at()).unwrap();
    let mut reviewer = Reviewer::open(&joined, None).unwrap();
    assert!(!reviewer.as_coder(&ann).unwrap().unplaced().is_empty());
    Project::suggest(&SuggestRequest { project: joined, ..request(folder.path(), &[5]) }, &NoProgress)
        .unwrap();
    reviewer.refresh().unwrap();
    assert!(reviewer.as_coder(&ann).unwrap().unplaced().is_empty());
    assert_eq!(codings(&reviewer, &ann).len(), coded.len());
    reviewer.verify().unwrap();
}

#[test]
fn another_role_is_a_correction_in_which_codings_stay() {
    let folder = tempfile::tempdir().unwrap();
    let (path, ann) = study(folder.path());
    let held = codings(&Reviewer::open(&path, None).unwrap(), &ann);
    let roles = |label: &str, role, documents: &[&str]| RolesRequest {
        roles: BTreeMap::from([(label.to_owned(), role)]),
        documents: documents.iter().map(|name| (*name).to_owned()).collect(),
        model: request(folder.path(), &[]).model,
        embed: crate::embed::EmbedParams::default(),
        project: path.clone(),
        at: at(),
    };
    let refused = Project::correct_roles(&roles("Q", Role::Participant, &[]), &NoProgress).unwrap_err();
    assert!(matches!(refused, ProjectError::NoSuchSpeaker { .. }), "{refused}");
    let refused = Project::correct_roles(&roles("I", Role::Participant, &["P9"]), &NoProgress).unwrap_err();
    assert!(matches!(refused, ProjectError::Refused(_)), "{refused}");

    let now = Project::correct_roles(&roles("i", Role::Participant, &["P1"]), &NoProgress).unwrap();
    let SuggestedHow::Added(added) = &now.how else { panic!("{:?}", now.how) };
    assert_eq!(added.documents, ["P1 (version 2).txt"]);
    let corrected = now.view.run.documents.iter().find(|of| of.name == added.documents[0]).unwrap();
    let names: Vec<_> =
        corrected.speakers.iter().map(|of| (of.label.as_deref(), of.participant.as_deref())).collect();
    assert_eq!(
        names,
        [(Some("I"), Some("P1: I")), (Some("P1"), Some("P1"))],
        "people are named after the file"
    );
    drop(now);
    let mut reviewer = Reviewer::open(&path, None).unwrap();
    assert_eq!(codings(&reviewer, &ann), held);
    reviewer.verify().unwrap();
    // What was set stays set when the words are corrected.
    correct(folder.path(), |text| text.replace("winters", "summers"));
    reviewer.refresh().unwrap();
    let place = reviewer.loaded.texts.place("P1 (version 3).txt").unwrap();
    let speakers = &reviewer.loaded.texts.documents()[place].speakers;
    assert!(speakers.iter().all(|of| of.role == Role::Participant), "{speakers:?}");
    drop(reviewer);
    let same = Project::correct_roles(&roles("I", Role::Participant, &["P1"]), &NoProgress).unwrap();
    assert_eq!(same.how, SuggestedHow::Unchanged);
}

#[test]
fn a_copy_without_the_words_as_they_were_can_be_corrected_again() {
    let folder = tempfile::tempdir().unwrap();
    let (path, ann) = study(folder.path());
    correct(folder.path(), |text| text.replace("winters", "summers"));
    let roles = RolesRequest {
        roles: BTreeMap::from([("I".to_owned(), Role::Participant)]),
        documents: vec!["P2".to_owned()],
        model: request(folder.path(), &[]).model,
        embed: crate::embed::EmbedParams::default(),
        project: path.clone(),
        at: at(),
    };
    drop(Project::correct_roles(&roles, &NoProgress).unwrap());
    let held = codings(&Reviewer::open(&path, None).unwrap(), &ann);
    let to = folder.path().join("new.themata");
    let copy = WithoutRemovedRequest { from: path, to: to.clone(), reason: None, at: at() };
    Project::copy_without_removed(&copy, &NoProgress).unwrap();

    let reviewer = Reviewer::open(&to, None).unwrap();
    assert_eq!(codings(&reviewer, &ann), held);
    let texts = &reviewer.loaded.texts;
    for name in ["P1.txt", "P2.txt"] {
        assert_eq!(texts.documents()[texts.place(name).unwrap()].text, "", "{name}");
    }
    drop(reviewer);
    let file = folder.path().join("P1.txt");
    std::fs::write(&file, std::fs::read_to_string(&file).unwrap().replace("summers", "autumns")).unwrap();
    let again = SuggestRequest { paths: vec![file], project: to.clone(), ..request(folder.path(), &[]) };
    let suggested = Project::suggest(&again, &NoProgress).unwrap();
    let SuggestedHow::Added(added) = &suggested.how else { panic!("{:?}", suggested.how) };
    assert_eq!(added.corrections[0].document, "P1 (version 2).txt");
    drop(suggested);
    let reviewer = Reviewer::open(&to, None).unwrap();
    assert_eq!(codings(&reviewer, &ann).len(), held.len());
    reviewer.verify().unwrap();
}
