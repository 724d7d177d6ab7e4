//! Reading interviews, and finding words and meanings in them.

use super::learning::NamesModel;
use super::study::{Levels, fingerprint, reviewed, reviewed_of};
use crate::domain::*;
use crate::project::{
    EmbedParams, EmbeddingModel, FindMeaningRequest, FindWordsRequest, ProjectError, ReadPlace, Refusal,
};

/// Returns a search for words in all documents.
fn words(words: &str) -> FindWordsRequest {
    FindWordsRequest { words: words.to_owned(), ..FindWordsRequest::default() }
}

#[test]
fn an_interview_is_read_with_the_coders_codings_and_candidates() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, ben) = reviewed_of(folder.path(), Levels::Two);
    reviewer.say(&ann, r#"{"do":"accept","candidate":1}"#);
    reviewer.say(&ann, r#"{"do":"code-span","code":"ward round","document":"P1.txt","start":2,"end":70}"#);
    reviewer.say(&ann, r#"{"do":"negative","segments":[8]}"#);
    reviewer.say(&ben, r#"{"do":"create-code","label":"Secret"}"#);
    reviewer.say(&ben, r#"{"do":"code","code":"Secret","segments":[2]}"#);
    let session = reviewer.as_coder(&ann).unwrap();
    let view = session.read(&ReadPlace::Whole("P1.txt".to_owned())).unwrap();
    assert!(view.is_whole && view.around.is_none());
    assert_eq!((view.interview.n_turns, view.interview.n_segments, view.interview.n_coded), (5, 5, 1));
    assert_eq!(view.interview.participants, ["P1"]);
    assert_eq!(view.parts.iter().map(|part| part.turn).collect::<Vec<_>>(), [1, 2, 3, 4, 5].map(Some));
    let first = &view.parts[0];
    assert_eq!(
        (first.segments[0].id, first.segments[0].verdict),
        (SegmentId(2), Some(CandidateStatus::Accepted))
    );
    let labels: Vec<(&str, Option<SegmentId>)> =
        first.codings.iter().map(|coding| (coding.label.as_str(), coding.segment)).collect();
    assert_eq!(
        labels,
        [("ward round", Some(SegmentId(2))), ("ward round", None)],
        "Ben's coding is not shown"
    );
    assert_eq!(view.parts[1].codings.len(), 1, "a coding that began in the turn before");
    let eighth = &view.parts[2].segments[0];
    assert_eq!((eighth.id, eighth.negative), (SegmentId(8), true));
    assert_eq!(eighth.candidate_label.as_deref(), Some("night shift"));
}

#[test]
fn some_turns_are_read_and_those_that_do_not_exist_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed(folder.path());
    let session = reviewer.as_coder(&ann).unwrap();
    let turns =
        |first, last, n_around| ReadPlace::Turns { interview: "p2".to_owned(), first, last, n_around };
    let read = |place: &ReadPlace| -> Vec<usize> {
        session.read(place).unwrap().parts.iter().filter_map(|part| part.turn).collect()
    };
    assert_eq!(read(&turns(3, 3, 1)), [2, 3, 4]);
    assert_eq!(read(&turns(4, 99, 0)), [4, 5]);
    assert_eq!(read(&turns(1, 1, 99)), [1, 2, 3, 4, 5]);
    let around = ReadPlace::Segment { segment: SegmentId(15), n_around: 1 };
    assert_eq!(read(&around), [4, 5]);
    assert_eq!(session.read(&around).unwrap().around, Some(SegmentId(15)));
    for wrong in [turns(0, 2, 0), turns(6, 6, 3)] {
        let refused = session.read(&wrong).unwrap_err();
        assert!(
            matches!(refused, ProjectError::Refused(Refusal::NoSuchTurn { n_turns: 5, .. })),
            "{refused}"
        );
    }
    for segment in [0, 16] {
        let wrong = ReadPlace::Segment { segment: SegmentId(segment), n_around: 0 };
        let refused = session.read(&wrong).unwrap_err();
        assert!(matches!(refused, ProjectError::Refused(Refusal::NoSuchSegment { .. })), "{refused}");
    }
}

#[test]
fn an_interview_is_named_by_its_document_or_its_participant() {
    let folder = tempfile::tempdir().unwrap();
    let (reviewer, ..) = reviewed(folder.path());
    let named = |name: &str| reviewer.interview(name);
    for name in ["P1.txt", "P1", "p1.TXT", " p 1 ", "p1.t"] {
        assert_eq!(named(name).unwrap(), 1, "{name}");
    }
    let refused = named("p").unwrap_err();
    assert!(
        matches!(&refused, ProjectError::Refused(Refusal::Ambiguous { candidates, .. }) if candidates.len() == 3),
        "{refused}"
    );
    let refused = named("P1.txr").unwrap_err();
    assert!(refused.to_string().contains("“P1.txt”"), "{refused}");
    for name in ["", "…", "Zed"] {
        let refused = named(name).unwrap_err();
        assert!(
            matches!(&refused, ProjectError::Refused(Refusal::NoSuchDocument { similar, .. }) if similar.is_empty()),
            "{refused}"
        );
    }
}

#[test]
fn words_are_found_with_their_segments() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed(folder.path());
    reviewer.say(&ann, r#"{"do":"create-code","label":"Nights"}"#);
    reviewer.say(&ann, r#"{"do":"code","code":"Nights","segments":[5]}"#);
    let session = reviewer.as_coder(&ann).unwrap();
    let found = session.find_words(&words("night  SHIFT")).unwrap();
    assert_eq!((found.n_places, found.n_passages, found.n_segments, found.n_documents), (4, 4, 4, 3));
    // In the order of the documents, not of the segments.
    let segments: Vec<u32> = found.passages.iter().filter_map(|passage| Some(passage.segment?.0)).collect();
    assert_eq!(segments, [7, 5, 8, 6]);
    let fifth = &found.passages[1];
    assert_eq!((fifth.codes.as_slice(), fifth.turn), (&["Nights".to_owned()][..], Some(2)));
    let place = fifth.places[0];
    assert_eq!((place.start - fifth.start, place.end - fifth.start), (0, 11));
    let whole = FindWordsRequest { whole_words: true, ..words("night shift") };
    assert_eq!(session.find_words(&whole).unwrap().n_places, 3);
    let one = FindWordsRequest { interview: Some("P1".to_owned()), limit: Some(1), ..words("night shift") };
    let found = session.find_words(&one).unwrap();
    assert_eq!((found.n_passages, found.passages.len(), found.n_documents), (2, 1, 1));
    let uncoded = FindWordsRequest { uncoded: true, ..words("night shift") };
    assert_eq!(session.find_words(&uncoded).unwrap().n_segments, 3);
    // Words coded by hand code no segment, here as in the progress.
    reviewer.say(&ann, r#"{"do":"code-span","code":"Nights","document":"P1.txt","start":60,"end":200}"#);
    let session = reviewer.as_coder(&ann).unwrap();
    assert_eq!(session.find_words(&uncoded).unwrap().n_segments, 3);
    assert_eq!(session.progress().progress.n_coded, 1);
    assert_eq!(session.find_words(&words("zebra")).unwrap().n_passages, 0);
    for nothing in ["", " — ?"] {
        let refused = session.find_words(&words(nothing)).unwrap_err();
        assert!(matches!(refused, ProjectError::Refused(Refusal::NothingToFind { .. })), "{refused}");
    }
}

#[test]
fn segments_near_in_meaning_are_found_by_the_model_of_the_run_only() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed(folder.path());
    let request = |text: &str, uncoded| FindMeaningRequest {
        text: text.to_owned(),
        interview: None,
        uncoded,
        limit: 2,
        model: (EmbeddingModel::Bundled, EmbedParams::default()),
    };
    let model = NamesModel(fingerprint());
    let found = reviewer.find_meaning_with(&ann, &request("Ward", false), &model).unwrap();
    let hits = |found: &crate::project::FoundByMeaning| -> Vec<u32> {
        found.hits.iter().map(|hit| hit.segment.id.0).collect()
    };
    // The model puts it at 5 degrees: segment 2 is there, segments 1 and 3 are 5 degrees away.
    assert_eq!((hits(&found), found.n_segments), (vec![2, 1], 15));
    assert!((found.hits[0].similarity - 1.0).abs() < 1e-6);
    reviewer.say(&ann, r#"{"do":"create-code","label":"Rounds"}"#);
    reviewer.say(&ann, r#"{"do":"code","code":"Rounds","segments":[2]}"#);
    let found = reviewer.find_meaning_with(&ann, &request("Ward", true), &model).unwrap();
    assert_eq!((hits(&found), found.n_segments), (vec![1, 3], 14));
    let other = NamesModel(ModelFingerprint { sha256: "ef".repeat(32), ..fingerprint() });
    let refused = reviewer.find_meaning_with(&ann, &request("Ward", false), &other).unwrap_err();
    assert!(matches!(refused, ProjectError::OtherModel { .. }), "{refused}");
    let refused = reviewer.as_coder(&ann).unwrap().find_meaning(&request("…", false)).unwrap_err();
    assert!(matches!(refused, ProjectError::Refused(Refusal::NothingToFind { .. })), "{refused}");
}

#[test]
fn a_project_without_coders_is_read_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut reviewer = crate::project::Reviewer::open(&super::study::study(folder.path()), None).unwrap();
    let mut nobody = reviewer.as_nobody().unwrap();
    assert_eq!(nobody.interviews().documents.len(), 3);
    let refused =
        nobody.decide(&super::study::read(r#"{"do":"reject","candidate":1}"#), None, &super::study::at(3));
    assert!(refused.is_err(), "nobody decides nothing");
    let (mut reviewer, ..) = reviewed(tempfile::tempdir().unwrap().path());
    assert!(matches!(reviewer.as_nobody(), Err(ProjectError::NobodyNamed { .. })));
}
