//! Coders, settings, and what two states differ in.

use super::desk::{Desk, ann, ben, read};
use crate::domain::{Action, Coder, CoderId, Record, RecordKey, Remedy, Timestamp};
use crate::review::{DifferenceKind, Refusal, State, diff, resolve_coder};

#[test]
fn coders_are_known_once_and_found_by_id_or_name() {
    let mut desk = Desk::new();
    let again = desk.decide(&ann(), &read(r#"{"do":"add-coder","name":"Ann"}"#));
    assert_eq!(again, Err(Refusal::CoderKnown(ann())));
    assert_eq!(resolve_coder(&desk.state, " ANN "), Ok(ann()));
    let refusal = resolve_coder(&desk.state, "Eve").unwrap_err();
    assert_eq!(refusal.to_string(), "there is no coder `Eve` in this project; its coders are Ann, Ben");
    let nobody = resolve_coder(&State::default(), "Eve").unwrap_err();
    assert_eq!(nobody.remedies(), [Remedy::take(Action::AddCoder)]);
}

#[test]
fn a_coder_has_one_name_however_it_is_spelt() {
    let mut desk = Desk::new();
    let zoe = CoderId::of_name("Zoë  Müller");
    desk.decide(&zoe, &read(r#"{"do":"add-coder","name":"Zoë  Müller"}"#)).unwrap();
    let other = zoe.numbered(2);
    for name in ["zoë müller", "Zoe\u{308} Mu\u{308}ller", " ZOË\u{a0}MÜLLER ", "Zoë\u{200c} Müller"] {
        assert_eq!(resolve_coder(&desk.state, name), Ok(zoe.clone()), "{name:?}");
        let add = serde_json::json!({"do": "add-coder", "name": name}).to_string();
        assert_eq!(desk.decide(&other, &read(&add)), Err(Refusal::CoderKnown(zoe.clone())), "{name:?}");
    }
    // Another name is another person.
    desk.decide(&other, &read(r#"{"do":"add-coder","name":"Zoe Müller"}"#)).unwrap();
    assert_eq!(resolve_coder(&desk.state, "ZOE MÜLLER"), Ok(other));
    assert_eq!(desk.state.coders()[&zoe].name, "Zoë  Müller", "as it was typed");
}

#[test]
fn coders_of_one_name_are_told_apart_by_spelling_and_id() {
    // Older projects hold such.
    let coder = |id: &str, name: &str| {
        let since = Timestamp("2026-01-01T00:00:00Z".to_owned());
        let record = Record::Coder(Coder { name: name.to_owned(), since });
        (RecordKey::Coder(id.parse().unwrap()), record)
    };
    let state = State::of_records(vec![coder("zoe", "Zoë"), coder("zoe-2", "Zoe\u{308}")]);
    assert_eq!(resolve_coder(&state, "Zoë"), Ok("zoe".parse().unwrap()));
    assert_eq!(resolve_coder(&state, "Zoe\u{308}"), Ok("zoe-2".parse().unwrap()));
    assert_eq!(resolve_coder(&state, "zoe-2"), Ok("zoe-2".parse().unwrap()));
    assert!(matches!(resolve_coder(&state, "ZOË"), Err(Refusal::Ambiguous { .. })));
}

#[test]
fn the_projects_settings_are_decisions_too() {
    let mut desk = Desk::new();
    assert!(!desk.state.is_open() && desk.state.default_coder().is_none());
    desk.decide(&ann(), &read(r#"{"do":"set-coder","id":"ben"}"#)).unwrap();
    desk.decide(&ben(), &read(r#"{"do":"compare"}"#)).unwrap();
    assert!(desk.state.is_open());
    assert_eq!(desk.state.default_coder(), Some(&ben()));
    assert_eq!(desk.said(), "opened the project for comparison");
    // Ann's setting was changed by nobody else since: she can take it back; what Ben did later stands.
    desk.undo(&ann()).unwrap();
    assert!(desk.state.is_open() && desk.state.default_coder().is_none());
    desk.decide(&ann(), &read(r#"{"do":"compare","open":false}"#)).unwrap();
    let refusal = desk.undo(&ben()).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "operation 4 cannot be undone or redone: `project/comparison` was changed since; undo that change first"
    );
    let unknown = desk.decide(&ann(), &read(r#"{"do":"set-coder","id":"eve"}"#));
    assert!(matches!(unknown, Err(Refusal::NoSuchCoder { .. })));
}

#[test]
fn states_differ_in_words() {
    let mut desk = Desk::new();
    let before = desk.state.clone();
    desk.decide(&ann(), &read(r#"{"do":"create-code","label":"tea"}"#)).unwrap();
    let middle = desk.state.clone();
    desk.decide(&ann(), &read(r#"{"do":"define-code","code":"tea","definition":"d","example":"e"}"#))
        .unwrap();
    desk.decide(&ann(), &read(r#"{"do":"defer","theme":2}"#)).unwrap();
    let id = desk.code(&ann(), "tea");
    let added = diff(&before, &middle);
    assert_eq!(added.len(), 1);
    assert_eq!((added[0].kind, added[0].coder.clone()), (DifferenceKind::Added, Some(ann())));
    assert_eq!(added[0].to_string(), format!("added code {id} “tea”"));
    let words: Vec<String> =
        diff(&middle, &desk.state).into_iter().map(|difference| difference.to_string()).collect();
    assert_eq!(
        words,
        [
            "changed candidate theme 2 “night” (deferred)".to_owned(),
            format!("changed code {id} “tea”: definition, example")
        ]
    );
    assert_eq!(diff(&desk.state, &before)[0].kind, DifferenceKind::Removed);
    assert!(diff(&before, &before).is_empty());
}
