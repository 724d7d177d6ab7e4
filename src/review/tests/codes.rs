//! Codes: the tree, names, merging, splitting, deleting, copying.

use super::fixture::{ReviewFixture, ann, ben, read};
use crate::domain::*;
use crate::review::{Refusal, codebook};

fn tree(fixture: &ReviewFixture) -> String {
    fn lines(entries: &[CodebookEntry], depth: usize, out: &mut String) {
        for entry in entries {
            out.push_str(&format!("{}{}({}) ", "-".repeat(depth), entry.code.label, entry.n_codings));
            lines(&entry.codes, depth + 1, out);
        }
    }
    let mut out = String::new();
    lines(&codebook(fixture.view(&ann())).codes, 0, &mut out);
    out.trim().to_owned()
}

fn make(fixture: &mut ReviewFixture, label: &str, level: &str, under: Option<&str>) {
    let json = serde_json::json!({"do": "create-code", "label": label, "level": level, "under": under});
    fixture.decide(&ann(), &read(&json.to_string())).unwrap();
}

fn small_tree() -> ReviewFixture {
    let mut fixture = ReviewFixture::new();
    make(&mut fixture, "work", "theme", None);
    make(&mut fixture, "ward", "category", Some("work"));
    make(&mut fixture, "night", "category", Some("work"));
    make(&mut fixture, "tea", "code", Some("ward"));
    make(&mut fixture, "rest", "code", Some("ward"));
    fixture
}

#[test]
fn levels_rise_and_codes_are_ordered() {
    let mut fixture = small_tree();
    assert_eq!(tree(&fixture), "work(0) -ward(0) --tea(0) --rest(0) -night(0)");
    fixture.decide(&ann(), &read(r#"{"do":"reorder-code","code":"rest","place":1}"#)).unwrap();
    fixture.decide(&ann(), &read(r#"{"do":"reorder-code","code":"ward","place":9}"#)).unwrap();
    assert_eq!(tree(&fixture), "work(0) -night(0) -ward(0) --rest(0) --tea(0)");
    fixture.decide(&ann(), &read(r#"{"do":"nest-code","code":"tea","under":"night"}"#)).unwrap();
    fixture.decide(&ann(), &read(r#"{"do":"nest-code","code":"ward","under":null}"#)).unwrap();
    assert_eq!(tree(&fixture), "work(0) -night(0) --tea(0) ward(0) -rest(0)");

    let mut refused = |json: &str| fixture.decide(&ann(), &read(json)).unwrap_err();
    let level = refused(r#"{"do":"nest-code","code":"night","under":"ward"}"#);
    assert!(level.to_string().starts_with("a category cannot be nested under a category"), "{level}");
    let cycle = refused(r#"{"do":"nest-code","code":"work","under":"night"}"#);
    assert_eq!(cycle, Refusal::Cycle("work".to_owned()));
    let below = refused(r#"{"do":"nest-code","code":"ward","under":null,"level":"code"}"#);
    assert!(matches!(below, Refusal::Level { .. }), "{below}");
    let same = refused(r#"{"do":"reorder-code","code":"rest","place":1}"#);
    assert_eq!(same, Refusal::NoChange);
}

#[test]
fn a_code_is_named_by_id_beginning_or_label() {
    let mut fixture = small_tree();
    let id = fixture.code(&ann(), "tea");
    for name in [id.to_string(), id.as_str()[..6].to_owned(), "TEA".to_owned()] {
        let json = format!(r#"{{"do":"define-code","code":"{name}","definition":"{name}"}}"#);
        fixture.decide(&ann(), &read(&json)).unwrap();
        assert_eq!(fixture.view(&ann()).codes[&id].definition, name);
    }
    make(&mut fixture, "tea", "code", Some("night"));
    let refusal = fixture.decide(&ann(), &read(r#"{"do":"delete-code","code":"tea"}"#)).unwrap_err();
    assert!(matches!(&refusal, Refusal::Ambiguous { candidates, .. } if candidates.len() == 2), "{refusal}");
    let refusal = fixture.decide(&ann(), &read(r#"{"do":"delete-code","code":"coffee"}"#)).unwrap_err();
    assert_eq!(refusal.to_string(), "there is no code `coffee`");
    assert_eq!(refusal.remedies(), [Remedy::take(Action::ListCodes)]);
    let other = fixture.decide(&ben(), &read(&format!(r#"{{"do":"delete-code","code":"{id}"}}"#)));
    assert!(other.is_err(), "another coder's code is not there");
}

#[test]
fn a_definition_is_given_field_by_field_and_taken_away() {
    let mut fixture = small_tree();
    let id = fixture.code(&ann(), "tea");
    fixture
        .decide(&ann(), &read(r#"{"do":"define-code","code":"tea","definition":"d","example":"e"}"#))
        .unwrap();
    fixture
        .decide(&ann(), &read(r#"{"do":"define-code","code":"tea","definition":"","inclusion":"i"}"#))
        .unwrap();
    let code = &fixture.view(&ann()).codes[&id];
    assert_eq!((code.definition.as_str(), code.inclusion.as_str(), code.example.as_str()), ("", "i", "e"));
    fixture.decide(&ann(), &read(r##"{"do":"colour-code","code":"tea","colour":"#AABBCC"}"##)).unwrap();
    fixture.decide(&ann(), &read(r#"{"do":"rename-code","code":"tea","label":"Tea"}"#)).unwrap();
    assert_eq!(fixture.view(&ann()).codes[&id].colour.as_ref().unwrap().to_string(), "#aabbcc");
    fixture.decide(&ann(), &read(r#"{"do":"colour-code","code":"tea","colour":null}"#)).unwrap();
    assert_eq!(fixture.view(&ann()).codes[&id].colour, None);
}

#[test]
fn deleting_takes_codings_and_memos_along_and_lifts_what_is_below() {
    let mut fixture = small_tree();
    fixture.decide(&ann(), &read(r#"{"do":"code","code":"ward","segments":[1,2]}"#)).unwrap();
    let ward = fixture.code(&ann(), "ward");
    let memo = format!(r#"{{"do":"write-memo","on":{{"code":"{ward}"}},"text":"why"}}"#);
    fixture.decide(&ann(), &read(&memo)).unwrap();
    let before = fixture.state.canonical();
    fixture.decide(&ann(), &read(r#"{"do":"delete-code","code":"ward"}"#)).unwrap();
    assert_eq!(tree(&fixture), "work(0) -night(0) -tea(0) -rest(0)");
    assert!(fixture.view(&ann()).codings.is_empty() && fixture.view(&ann()).memos.is_empty());
    assert_eq!(fixture.said(), "deleted code “ward” (2 codings)");
    fixture.undo(&ann()).unwrap();
    assert_eq!(fixture.state.canonical(), before, "recoverable");
}

#[test]
fn merging_codes_joins_codings_of_one_span() {
    let mut fixture = small_tree();
    fixture.decide(&ann(), &read(r#"{"do":"code","code":"tea","segments":[1,2]}"#)).unwrap();
    fixture.decide(&ann(), &read(r#"{"do":"code","code":"rest","segments":[2,3]}"#)).unwrap();
    let rest = fixture.code(&ann(), "rest");
    let (on_two, _) = fixture.view(&ann()).codings_of(rest).find(|(_, c)| c.start.0 == 10).unwrap();
    let condense = format!(r#"{{"do":"condense","coding":"{on_two}","text":"calm"}}"#);
    fixture.decide(&ann(), &read(&condense)).unwrap();
    let memo = format!(r#"{{"do":"write-memo","on":{{"coding":"{on_two}"}},"text":"why"}}"#);
    fixture.decide(&ann(), &read(&memo)).unwrap();
    fixture.decide(&ann(), &read(r#"{"do":"accept","candidate":3,"into":"rest"}"#)).unwrap();
    fixture.decide(&ann(), &read(r#"{"do":"merge-codes","codes":["rest"],"into":"tea"}"#)).unwrap();
    assert_eq!(tree(&fixture), "work(0) -ward(0) --tea(6) -night(0)");
    let tea = fixture.code(&ann(), "tea");
    let joined = fixture
        .view(&ann())
        .codings_of(tea)
        .find(|(_, coding)| coding.start.0 == 10 && coding.document == "a.txt");
    let (kept, coding) = joined.unwrap();
    assert_eq!(coding.condensed.as_deref(), Some("calm"));
    assert_eq!(fixture.view(&ann()).memos.values().next().unwrap().on, MemoTarget::Coding(kept));
    assert_eq!(fixture.candidate(&ann(), 3).code, Some(tea), "the accepted theme follows");
    let parent = fixture.decide(&ann(), &read(r#"{"do":"merge-codes","codes":["ward"],"into":"tea"}"#));
    assert_eq!(parent.unwrap_err(), Refusal::Cycle("ward".to_owned()));
}

#[test]
fn splitting_a_code_moves_codings_to_codes_beside_it() {
    let mut fixture = small_tree();
    fixture.decide(&ann(), &read(r#"{"do":"code","code":"tea","segments":[1,2,3]}"#)).unwrap();
    let tea = fixture.code(&ann(), "tea");
    let ids: Vec<String> = fixture.view(&ann()).codings_of(tea).map(|(id, _)| id.to_string()).collect();
    let split = serde_json::json!({"do": "split-code", "code": "tea", "parts": [{"label": "green", "codings": [ids[0]]}]});
    fixture.decide(&ann(), &read(&split.to_string())).unwrap();
    assert_eq!(tree(&fixture), "work(0) -ward(0) --tea(2) --rest(0) --green(1) -night(0)");
    let refusal = fixture.decide(&ann(), &read(&split.to_string())).unwrap_err();
    assert!(refusal.to_string().contains("name codings of the code that you split"), "{refusal}");
}

#[test]
fn copying_takes_codes_and_never_codings() {
    let mut fixture = small_tree();
    fixture.decide(&ann(), &read(r#"{"do":"code","code":"tea","segments":[1]}"#)).unwrap();
    fixture.decide(&ben(), &read(r#"{"do":"create-code","label":"Ward","level":"category"}"#)).unwrap();
    fixture.decide(&ben(), &read(r#"{"do":"copy-codes","from":"ann"}"#)).unwrap();
    let view = fixture.view(&ben());
    assert_eq!((view.codes.len(), view.codings.len()), (5, 0), "ward is there already");
    let parent = |label: &str| {
        let code = view.codes[&fixture.code(&ben(), label)].clone();
        code.parent.map(|parent| view.codes[&parent].label.clone())
    };
    assert_eq!(parent("tea").as_deref(), Some("Ward"));
    assert_eq!(parent("night").as_deref(), Some("work"));
    assert_ne!(fixture.code(&ben(), "tea"), fixture.code(&ann(), "tea"));
    assert_eq!(fixture.decide(&ben(), &read(r#"{"do":"copy-codes","from":"ann"}"#)), Err(Refusal::NoChange));
}

#[test]
fn a_code_is_found_renamed_merged_and_copied_however_its_label_is_spelt() {
    let mut fixture = ReviewFixture::new();
    make(&mut fixture, "شب‌کاری", "code", None);
    make(&mut fixture, "Café", "code", None);
    let night = fixture.code(&ann(), "شب‌کاری");
    let named = Named("شبكاري".to_owned());
    assert_eq!(crate::review::resolve_code(fixture.view(&ann()), &named), Ok(night));
    assert!(crate::review::resolve_code(fixture.view(&ann()), &Named("Cafe".to_owned())).is_err());
    // A label with another spelling is a new label all the same: it is stored as typed.
    fixture.decide(&ann(), &read(r#"{"do":"rename-code","code":"CAFE\u0301","label":"CAFÉ"}"#)).unwrap();
    assert_eq!(fixture.view(&ann()).codes[&fixture.code(&ann(), "CAFÉ")].label, "CAFÉ");
    fixture.decide(&ben(), &read(r#"{"do":"create-code","label":"cafe\u0301","level":"code"}"#)).unwrap();
    fixture.decide(&ben(), &read(r#"{"do":"copy-codes","from":"ann"}"#)).unwrap();
    assert_eq!(fixture.view(&ben()).codes.len(), 2, "what Ben calls café is there already");
    fixture.decide(&ann(), &read(r#"{"do":"merge-codes","codes":["شبـکاري"],"into":"café"}"#)).unwrap();
    assert_eq!(fixture.view(&ann()).codes.len(), 1);
}

#[test]
fn a_new_code_needs_a_label_of_its_own_where_it_stands() {
    let mut fixture = small_tree();
    let tea = fixture.code(&ann(), "tea");
    for json in [
        r#"{"do":"create-code","label":" TEA "}"#,
        r#"{"do":"create-code","label":"tea","under":"ward"}"#,
        r#"{"do":"create-code","label":"tea","level":"theme"}"#,
    ] {
        let refused = fixture.decide(&ann(), &read(json)).unwrap_err();
        assert_eq!(refused, Refusal::LabelTaken { label: "tea".to_owned(), code: tea }, "{json}");
    }
    make(&mut fixture, "tea", "code", Some("night"));
    assert_eq!(tree(&fixture), "work(0) -ward(0) --tea(0) --rest(0) -night(0) --tea(0)");
    // Another coder's labels do not count.
    fixture.decide(&ben(), &read(r#"{"do":"create-code","label":"tea"}"#)).unwrap();
}

#[test]
fn a_mistyped_name_is_answered_with_those_that_are_like_it() {
    let mut fixture = small_tree();
    let refused = |fixture: &mut ReviewFixture, json: &str| {
        fixture.decide(&ann(), &read(json)).unwrap_err().to_string()
    };
    let code = refused(&mut fixture, r#"{"do":"delete-code","code":"nigth"}"#);
    assert_eq!(code, "there is no code `nigth`; did you mean “night”?");
    let document = fixture.base.documents.keys().next().unwrap().clone();
    let typed = document.to_uppercase();
    let span = format!(r#"{{"do":"code-span","code":"tea","document":"{typed}","start":0,"end":1}}"#);
    let place = refused(&mut fixture, &span);
    let says = format!("there is no document `{typed}` in this run; did you mean “{document}”");
    assert!(place.starts_with(&says), "{place}");
}

#[test]
fn of_two_codes_of_one_label_the_one_that_is_spelt_so_is_meant() {
    let mut fixture = ReviewFixture::new();
    make(&mut fixture, "Nights", "code", None);
    make(&mut fixture, "evenings", "code", None);
    fixture.decide(&ann(), &read(r#"{"do":"rename-code","code":"evenings","label":"nights"}"#)).unwrap();
    let found = |fixture: &ReviewFixture, name: &str| {
        crate::review::resolve_code(fixture.view(&ann()), &Named(name.to_owned()))
    };
    assert_eq!(found(&fixture, "Nights"), Ok(fixture.code(&ann(), "Nights")));
    assert_eq!(found(&fixture, " nights "), Ok(fixture.code(&ann(), "nights")));
    let refusal = found(&fixture, "NIGHTS").unwrap_err().to_string();
    assert!(refusal.contains("“Nights”") && refusal.contains("“nights”"), "{refusal}");
}
