//! Codings by hand, and memos.

use super::fixture::{ReviewFixture, ann, read};
use crate::domain::*;
use crate::review::Refusal;

fn coded() -> (ReviewFixture, CodingId) {
    let mut fixture = ReviewFixture::new();
    fixture.decide(&ann(), &read(r#"{"do":"create-code","label":"tea"}"#)).unwrap();
    fixture
        .decide(&ann(), &read(r#"{"do":"code-span","code":"tea","document":"a.txt","start":3,"end":60}"#))
        .unwrap();
    let id = *fixture.view(&ann()).codings.keys().next().unwrap();
    (fixture, id)
}

#[test]
fn any_span_is_coded_and_with_several_codes() {
    let (mut fixture, id) = coded();
    let coding = &fixture.view(&ann()).codings[&id];
    assert_eq!((coding.span(), coding.segment, coding.candidate), (Span::new(3, 60), None, None));
    fixture.decide(&ann(), &read(r#"{"do":"create-code","label":"rest"}"#)).unwrap();
    fixture
        .decide(&ann(), &read(r#"{"do":"code-span","code":"rest","document":"a.txt","start":3,"end":60}"#))
        .unwrap();
    assert_eq!(fixture.view(&ann()).codings.len(), 2);
    // A span that is a segment names the segment.
    fixture
        .decide(&ann(), &read(r#"{"do":"code-span","code":"rest","document":"b.txt","start":10,"end":19}"#))
        .unwrap();
    let on_segment = fixture.view(&ann()).codings.values().find(|coding| coding.document == "b.txt").unwrap();
    assert_eq!(on_segment.segment, Some(SegmentRef { run: RunId(1), id: SegmentId(8) }));
}

#[test]
fn spans_and_segments_that_cannot_be_are_refused() {
    let (mut fixture, _) = coded();
    let mut refused = |json: &str| fixture.decide(&ann(), &read(json)).unwrap_err().to_string();
    let span = refused(r#"{"do":"code-span","code":"tea","document":"a.txt","start":3,"end":61}"#);
    assert!(span.contains("3–61") && span.contains("60 code points"), "{span}");
    let empty = refused(r#"{"do":"code-span","code":"tea","document":"a.txt","start":3,"end":3}"#);
    assert!(empty.contains("one or more"), "{empty}");
    let document = refused(r#"{"do":"code-span","code":"tea","document":"c.txt","start":3,"end":4}"#);
    assert!(document.contains("no document `c.txt`"), "{document}");
    let again = refused(r#"{"do":"code-span","code":"tea","document":"a.txt","start":3,"end":60}"#);
    assert_eq!(again, "a.txt 3–60 is already coded with `tea`");
    assert!(refused(r#"{"do":"code","code":"tea","segments":[99]}"#).contains("no segment 99"));
}

#[test]
fn a_coding_is_qualified() {
    let (mut fixture, id) = coded();
    for json in [
        r#"{"do":"condense","coding":"ID","text":" a pause "}"#,
        r#"{"do":"content","coding":"ID","content":"latent"}"#,
        r#"{"do":"certainty","coding":"ID","certainty":"unsure"}"#,
        r#"{"do":"negative-coding","coding":"ID"}"#,
    ] {
        fixture.decide(&ann(), &read(&json.replace("ID", &id.as_str()[..5]))).unwrap();
    }
    let coding = &fixture.view(&ann()).codings[&id];
    assert_eq!(coding.condensed.as_deref(), Some("a pause"));
    assert_eq!((coding.content, coding.certainty), (Some(Content::Latent), Some(Certainty::Unsure)));
    assert!(coding.negative);
    for json in [
        r#"{"do":"condense","coding":"ID","text":null}"#,
        r#"{"do":"content","coding":"ID","content":null}"#,
        r#"{"do":"certainty","coding":"ID","certainty":null}"#,
        r#"{"do":"negative-coding","coding":"ID","negative":false}"#,
    ] {
        fixture.decide(&ann(), &read(&json.replace("ID", id.as_str()))).unwrap();
    }
    let coding = &fixture.view(&ann()).codings[&id];
    assert_eq!(
        (coding.condensed.as_ref(), coding.content, coding.certainty, coding.negative),
        (None, None, None, false)
    );
    fixture.decide(&ann(), &read(&r#"{"do":"uncode","codings":["ID"]}"#.replace("ID", id.as_str()))).unwrap();
    assert!(fixture.view(&ann()).codings.is_empty());
    let gone = fixture.decide(&ann(), &read(r#"{"do":"uncode","codings":["zzzz"]}"#)).unwrap_err();
    assert!(matches!(gone, Refusal::NoSuch { what: "coding", .. }));
}

#[test]
fn memos_are_written_on_anything_that_there_is() {
    let (mut fixture, id) = coded();
    let code = fixture.code(&ann(), "tea");
    for on in [
        r#""project""#.to_owned(),
        r#"{"document":"a.txt"}"#.to_owned(),
        r#"{"participant":"P1"}"#.to_owned(),
        r#"{"candidate":{"run":1,"candidate":2}}"#.to_owned(),
        r#"{"segment":{"run":1,"id":12}}"#.to_owned(),
        format!(r#"{{"code":"{code}"}}"#),
        format!(r#"{{"coding":"{id}"}}"#),
    ] {
        fixture
            .decide(&ann(), &read(&format!(r#"{{"do":"write-memo","on":{on},"text":"because"}}"#)))
            .unwrap();
    }
    assert_eq!(fixture.view(&ann()).memos.len(), 7);
    for on in [
        r#"{"document":"c.txt"}"#,
        r#"{"participant":"P9"}"#,
        r#"{"candidate":{"run":1,"candidate":9}}"#,
        r#"{"candidate":{"run":2,"candidate":1}}"#,
        r#"{"segment":{"run":1,"id":13}}"#,
        r#"{"code":"00000000"}"#,
    ] {
        let json = format!(r#"{{"do":"write-memo","on":{on},"text":"because"}}"#);
        assert!(fixture.decide(&ann(), &read(&json)).is_err(), "{on}");
    }
    let memo = *fixture.view(&ann()).memos.keys().next().unwrap();
    fixture.decide(&ann(), &read(&format!(r#"{{"do":"edit-memo","memo":"{memo}","text":"so"}}"#))).unwrap();
    assert_eq!(fixture.view(&ann()).memos[&memo].text, "so");
    fixture.decide(&ann(), &read(&format!(r#"{{"do":"delete-memo","memo":"{memo}"}}"#))).unwrap();
    assert_eq!(fixture.view(&ann()).memos.len(), 6);
    // The memo on a coding is deleted with it.
    fixture.decide(&ann(), &read(&format!(r#"{{"do":"uncode","codings":["{id}"]}}"#))).unwrap();
    assert!(fixture.view(&ann()).memos.values().all(|memo| memo.on != MemoTarget::Coding(id)));
}
