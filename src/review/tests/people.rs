//! Coders, settings, and the differences between two states.

use super::fixture::{ReviewFixture, ann, ben, read};
use crate::domain::{Action, Coder, CoderId, Record, RecordKey, Remedy, Timestamp};
use crate::review::{DifferenceKind, Refusal, State, diff, resolve_coder};

#[test]
fn coders_are_known_once_and_found_by_id_or_name() {
    let mut fixture = ReviewFixture::new();
    let again = fixture.decide(&ann(), &read(r#"{"do":"add-coder","name":"Ann"}"#));
    assert_eq!(again, Err(Refusal::CoderKnown(ann())));
    assert_eq!(resolve_coder(&fixture.state, " ANN "), Ok(ann()));
    let refusal = resolve_coder(&fixture.state, "Eve").unwrap_err();
    assert_eq!(refusal.to_string(), "there is no coder `Eve` in this project; its coders are Ann, Ben");
    let nobody = resolve_coder(&State::default(), "Eve").unwrap_err();
    assert_eq!(nobody.remedies(), [Remedy::take(Action::AddCoder)]);
}

#[test]
fn a_coder_has_one_name_however_it_is_spelt() {
    let mut fixture = ReviewFixture::new();
    let zoe = CoderId::of_name("Zoë  Müller");
    fixture.decide(&zoe, &read(r#"{"do":"add-coder","name":"Zoë  Müller"}"#)).unwrap();
    let other = zoe.numbered(2);
    for name in ["zoë müller", "Zoe\u{308} Mu\u{308}ller", " ZOË\u{a0}MÜLLER ", "Zoë\u{200c} Müller"] {
        assert_eq!(resolve_coder(&fixture.state, name), Ok(zoe.clone()), "{name:?}");
        let add = serde_json::json!({"do": "add-coder", "name": name}).to_string();
        assert_eq!(fixture.decide(&other, &read(&add)), Err(Refusal::CoderKnown(zoe.clone())), "{name:?}");
    }
    // Another name is another person.
    fixture.decide(&other, &read(r#"{"do":"add-coder","name":"Zoe Müller"}"#)).unwrap();
    assert_eq!(resolve_coder(&fixture.state, "ZOE MÜLLER"), Ok(other));
    assert_eq!(fixture.state.coders()[&zoe].name, "Zoë  Müller", "as it was typed");
}

#[test]
fn coders_of_one_name_are_told_apart_by_spelling_and_id() {
    // Older projects can hold such names.
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
    let mut fixture = ReviewFixture::new();
    assert!(!fixture.state.is_open() && fixture.state.default_coder().is_none());
    fixture.decide(&ann(), &read(r#"{"do":"set-coder","id":"ben"}"#)).unwrap();
    fixture.decide(&ben(), &read(r#"{"do":"compare"}"#)).unwrap();
    assert!(fixture.state.is_open());
    assert_eq!(fixture.state.default_coder(), Some(&ben()));
    assert_eq!(fixture.said(), "opened the project for comparison");
    // Nobody has changed Ann's setting since: she can undo it, and what Ben did later stays in effect.
    fixture.undo(&ann()).unwrap();
    assert!(fixture.state.is_open() && fixture.state.default_coder().is_none());
    fixture.decide(&ann(), &read(r#"{"do":"compare","open":false}"#)).unwrap();
    let refusal = fixture.undo(&ben()).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "operation 4 cannot be undone or redone: `project/comparison` was changed later; undo that change first"
    );
    let unknown = fixture.decide(&ann(), &read(r#"{"do":"set-coder","id":"eve"}"#));
    assert!(matches!(unknown, Err(Refusal::NoSuchCoder { .. })));
}

#[test]
fn states_differ_in_words() {
    let mut fixture = ReviewFixture::new();
    let before = fixture.state.clone();
    fixture.decide(&ann(), &read(r#"{"do":"create-code","label":"tea"}"#)).unwrap();
    let middle = fixture.state.clone();
    fixture
        .decide(&ann(), &read(r#"{"do":"define-code","code":"tea","definition":"d","example":"e"}"#))
        .unwrap();
    fixture.decide(&ann(), &read(r#"{"do":"defer","candidate":2}"#)).unwrap();
    let id = fixture.code(&ann(), "tea");
    let added = diff(&before, &middle);
    assert_eq!(added.len(), 1);
    assert_eq!((added[0].kind, added[0].coder.clone()), (DifferenceKind::Added, Some(ann())));
    assert_eq!(added[0].to_string(), format!("added code {id} “tea”"));
    let words: Vec<String> =
        diff(&middle, &fixture.state).into_iter().map(|difference| difference.to_string()).collect();
    assert_eq!(
        words,
        [
            "changed candidate 2 “night” (deferred)".to_owned(),
            format!("changed code {id} “tea”: definition, example")
        ]
    );
    assert_eq!(diff(&fixture.state, &before)[0].kind, DifferenceKind::Removed);
    assert!(diff(&before, &before).is_empty());
}
