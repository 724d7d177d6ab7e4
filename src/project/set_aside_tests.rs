//! What is set aside of tables and transcripts, from the file to the segments.

use crate::domain::AsideKind;
use crate::ingest::{self, IngestParams, Source};
use crate::segment::{self, SegmentParams};

/// Reads a file, and returns the words of its segments and how many turns of each kind were set aside.
fn cut(name: &str, text: &str, column: Option<&str>) -> (Vec<String>, Vec<(AsideKind, usize)>) {
    let mut params = IngestParams::default();
    params.columns.text = column.into_iter().map(Into::into).collect();
    let documents = ingest::read(&Source { name, bytes: text.as_bytes() }, &params).unwrap();
    let document = &documents[0];
    let result = segment::segment(document, &SegmentParams::default().check().unwrap());
    let words =
        |span: crate::domain::Span| document.text.chars().skip(span.start.0).take(span.len()).collect();
    let kinds = AsideKind::ALL.iter().map(|kind| (*kind, result.n_set_aside(*kind))).filter(|(_, n)| *n > 0);
    (result.segments.iter().map(|segment| words(segment.span)).collect(), kinds.collect())
}

#[test]
fn answers_of_a_survey_that_say_nothing_are_set_aside() {
    let mut table =
        String::from("id,text\n0,\"We vote once a year in the hall, but honestly.\"\n1,I drink tea there.\n");
    for (i, answer) in [
        "Don't know",
        "No comment",
        "Nothing to say",
        "don't know",
        "No comment.",
        "Not applicable",
        "Not Provided",
        "N/A",
        "none",
        "Nothing to add",
    ]
    .iter()
    .enumerate()
    {
        table += &format!("{},{answer}\n", i + 2);
    }
    let (segments, aside) = cut("dk.csv", &table, None);
    assert_eq!(segments, ["We vote once a year in the hall, but honestly.", "I drink tea there."]);
    assert_eq!(aside, [(AsideKind::NonAnswer, 10)]);
}

#[test]
fn the_question_of_a_form_decides_about_nothing() {
    let table = "\"Timestamp\",\"What should be different?\",\"Any other comments?\"\n\
                 \"3/1/2026 14:00:11\",\"Nothing.\",\"\"\n\"3/2/2026 14:01:11\",\"The fees.\",\"n/a\"\n\
                 \"3/3/2026 14:02:11\",\"N/A\",\"none\"\n\"3/4/2026 14:03:11\",\"More beds\",\"-\"\n\
                 \"3/5/2026 14:04:11\",\"A shed\",\"No\"\n\"3/6/2026 14:05:11\",\"A lift\",\"nothing\"\n\
                 \"3/7/2026 14:06:11\",\"A pump\",\".\"\n\"3/8/2026 14:07:11\",\"A path\",\"Thank you for asking\"\n";
    let (segments, aside) = cut("form.csv", table, Some("Any other comments?"));
    assert_eq!((segments, aside), (vec!["Thank you for asking".to_owned()], vec![(AsideKind::NonAnswer, 6)]));
    let (segments, aside) = cut("form.csv", table, Some("What should be different?"));
    assert_eq!((segments.len(), &segments[0][..], aside), (7, "Nothing.", vec![(AsideKind::NonAnswer, 1)]));
}

#[test]
fn turns_of_a_transcript_that_are_marks_or_say_nothing_are_set_aside() {
    let mut text = String::from("Interviewer: How was it?\n\nP1: It was cold and wet.\n\n");
    for turn in [
        "(laughs)",
        "[inaudible]",
        "[empty]",
        "(0.5)",
        "...",
        "[crosstalk 00:12:31]",
        "—",
        "(sighs) (long pause)",
        "((coughs))",
        "<unintelligible>",
        "I don't know.",
        "Nothing.",
        "Mm-hm.",
        "(1 minute pause)",
    ] {
        text += &format!("Interviewer: And then?\n\nP1: {turn}\n\n");
    }
    let (segments, aside) = cut("marks.txt", &text, None);
    assert_eq!(segments, ["It was cold and wet.", "Nothing."]);
    let n = |kind| aside.iter().find(|(other, _)| *other == kind).map_or(0, |(_, n)| *n);
    assert_eq!((n(AsideKind::BackChannel), n(AsideKind::NonAnswer), n(AsideKind::Interviewer)), (1, 1, 15));
    assert_eq!(n(AsideKind::StageDirection) + n(AsideKind::Sign), 11);
}

/// Small talk and what recurs in several interviews are set aside, and can be kept.
#[test]
fn small_talk_and_what_recurs_is_set_aside() {
    let documents: Vec<crate::domain::Document> = (0..3)
        .map(|n| {
            let text = format!(
                "Please read the text on the first page aloud.\n\nI water the beans {n} times a week, and that is enough.\n\n\
                 Oh, okay. Thank you, bye!\n"
            );
            ingest::read(&Source { name: "i.txt", bytes: text.as_bytes() }, &IngestParams::default()).unwrap().remove(0)
        })
        .collect();
    let indices: Vec<_> =
        documents.iter().map(|document| crate::domain::TextIndex::new(&document.text)).collect();
    let recurring = segment::recurring_turns(&documents, &indices.iter().collect::<Vec<_>>());
    let set_aside = |keep: &[AsideKind]| {
        let params = SegmentParams { keep: keep.iter().copied().collect(), ..SegmentParams::default() };
        segment::segment_indexed(&documents[1], &indices[1], &recurring[1], &params.check().unwrap())
            .set_aside
    };
    assert_eq!(set_aside(&[]), [(0, AsideKind::Recurring), (2, AsideKind::SmallTalk)]);
    assert_eq!(set_aside(&[AsideKind::Recurring]), [(2, AsideKind::SmallTalk)]);
    assert_eq!(set_aside(&[AsideKind::SmallTalk]), [(0, AsideKind::Recurring)]);
}
