//! Imported codings.

use super::fixture::{ReviewFixture, ann, read};
use crate::domain::*;
use crate::review::Refusal;

fn import(codes: &str, codings: &str) -> Decision {
    read(&format!(r#"{{"do":"import","source":"ann.csv","codes":[{codes}],"codings":[{codings}]}}"#))
}

const TREE: &str = r#"{"path":["Group"],"level":"category"},
    {"path":["Group","Safe"],"definition":"Nothing leaves the room."}"#;

fn coding(code: usize, start: usize, end: usize) -> String {
    format!(r#"{{"code":{code},"document":"b.txt","start":{start},"end":{end},"anchored":"exact"}}"#)
}

#[test]
fn codes_and_codings_come_in_one_operation_and_go_in_one() {
    let mut fixture = ReviewFixture::new();
    let before = fixture.state.canonical();
    let both = [coding(1, 10, 19), coding(1, 2, 30)].join(",");
    fixture.decide(&ann(), &import(TREE, &both)).unwrap();
    let view = fixture.view(&ann());
    let (safe, code) = view.codes.iter().find(|(_, code)| code.label == "Safe").unwrap();
    assert_eq!(view.codes[&code.parent.unwrap()].level, CodeLevel::Category);
    assert_eq!(code.definition, "Nothing leaves the room.");
    let codings: Vec<&Coding> = view.codings_of(*safe).map(|(_, coding)| coding).collect();
    assert_eq!(codings.len(), 2);
    let segment = codings.iter().find(|coding| coding.start.0 == 10).unwrap();
    assert_eq!(segment.segment, Some(SegmentRef { run: RunId(1), id: SegmentId(8) }));
    let source = CodingSource { file: "ann.csv".to_owned(), anchored: Anchored::Exact };
    assert_eq!(segment.source, Some(source));
    assert_eq!(fixture.said(), "imported 2 codings with 1 code from ann.csv");
    fixture.undo(&ann()).unwrap();
    assert_eq!(fixture.state.canonical(), before);
}

#[test]
fn what_is_there_already_is_not_doubled() {
    let mut fixture = ReviewFixture::new();
    fixture.decide(&ann(), &import(TREE, &[coding(1, 10, 19), coding(1, 10, 19)].join(","))).unwrap();
    assert_eq!(fixture.view(&ann()).codings.len(), 1);
    let again = import(&TREE.replace("Safe", "SAFE ").replace("Nothing", "All"), &coding(1, 10, 19));
    assert_eq!(fixture.decide(&ann(), &again), Err(Refusal::NoChange), "a definition is not overwritten");
    let noted = coding(1, 10, 19).replace("\"exact\"", "\"exact\",\"memo\":\" why \"");
    fixture.decide(&ann(), &import(TREE, &noted)).unwrap();
    let view = fixture.view(&ann());
    assert_eq!((view.codings.len(), view.codes.len()), (1, 2));
    assert_eq!(view.memos.values().next().unwrap().text, "why");
    assert_eq!(fixture.decide(&ann(), &import(TREE, &noted)), Err(Refusal::NoChange));
}

#[test]
fn a_code_that_stands_above_others_from_now_on_rises() {
    let mut fixture = ReviewFixture::new();
    fixture.decide(&ann(), &import(r#"{"path":["group"]}"#, &coding(0, 0, 5))).unwrap();
    fixture.decide(&ann(), &import(TREE, &coding(1, 0, 5))).unwrap();
    let view = fixture.view(&ann());
    let group = view.codes.values().find(|code| code.label == "group").unwrap();
    assert_eq!((group.level, view.codes.len()), (CodeLevel::Category, 2));
}

#[test]
fn an_import_that_cannot_be_is_refused_whole() {
    let mut fixture = ReviewFixture::new();
    let before = fixture.state.canonical();
    let mut refused =
        |codes: &str, codings: &str| fixture.decide(&ann(), &import(codes, codings)).unwrap_err().to_string();
    assert!(refused(TREE, &coding(2, 0, 5)).contains("names code 2 of the import, which lists 2"));
    assert!(refused(TREE, &coding(1, 0, 61)).contains("60 code points"));
    assert!(refused(TREE, &coding(1, 4, 4)).contains("one or more"));
    assert!(refused(TREE, &coding(1, 0, 5).replace("b.txt", "x")).contains("no document `x`"));
    assert!(refused(r#"{"path":["A","B"]}"#, "").contains("list each code after the code above it"));
    assert!(refused(r#"{"path":["A"]},{"path":["A","B"]}"#, "").contains("cannot be nested under a code"));
    assert!(refused(r#"{"path":[]}"#, "").contains("label is empty"));
    assert_eq!(refused("", ""), Refusal::NoChange.to_string());
    assert_eq!(fixture.state.canonical(), before);
}

#[test]
fn a_label_that_is_only_spelt_otherwise_makes_no_second_code() {
    for (there, imported) in [
        ("Night  shifts", " NIGHT SHIFTS"),
        ("Café", "Cafe\u{301}"),
        ("شب‌کاری", "شبكاري"),
        ("Straße", "STRASSE"),
        ("گروه ۳", "گروه 3"),
    ] {
        let mut fixture = ReviewFixture::new();
        let create = serde_json::json!({"do": "create-code", "label": there, "level": "code"});
        fixture.decide(&ann(), &read(&create.to_string())).unwrap();
        let code = serde_json::json!({"path": [imported]}).to_string();
        fixture.decide(&ann(), &import(&code, &coding(0, 0, 5))).unwrap();
        let view = fixture.view(&ann());
        let labels: Vec<&str> = view.codes.values().map(|code| code.label.as_str()).collect();
        assert_eq!(labels, [there.trim()], "{imported}");
        assert_eq!(view.codings.len(), 1);
        // Under another code too, and next to the same label further down.
        let path = serde_json::json!({"path": [imported], "level": "category"}).to_string();
        let below = serde_json::json!({"path": [there, "Rest"]}).to_string();
        fixture.decide(&ann(), &import(&format!("{path},{below}"), "")).unwrap();
        assert_eq!(fixture.view(&ann()).codes.len(), 2, "{imported}");
    }
    // An accent makes a different word.
    let mut fixture = ReviewFixture::new();
    fixture.decide(&ann(), &import(r#"{"path":["Café"]},{"path":["Cafe"]}"#, "")).unwrap();
    assert_eq!(fixture.view(&ann()).codes.len(), 2);
}
