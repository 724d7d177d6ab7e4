//! Candidate themes that hold candidate codes. The run has A “work” with codes 1 “ward” and 2 “night”, and B “rest” with code 3 “tea”.

use super::fixture::{ReviewFixture, ann, ben, one_level_base, read};
use crate::domain::*;
use crate::review::Refusal;

use CandidateStatus::{Accepted, Deferred, Emptied, Merged, Open, Rejected};

fn decide(fixture: &mut ReviewFixture, json: &str) -> Vec<RecordChange> {
    fixture.decide(&ann(), &read(json)).unwrap()
}

fn refusal(fixture: &mut ReviewFixture, json: &str) -> String {
    fixture.decide(&ann(), &read(json)).unwrap_err().to_string()
}

fn code<'f>(fixture: &'f ReviewFixture, label: &str) -> &'f Code {
    &fixture.view(&ann()).codes[&fixture.code(&ann(), label)]
}

#[test]
fn accepting_a_theme_nests_its_open_codes_and_those_accepted_before() {
    let mut fixture = ReviewFixture::new();
    decide(&mut fixture, r#"{"do":"split","candidate":2,"parts":[[5]]}"#);
    assert_eq!(fixture.status(&ann(), "A"), (Open, vec![1, 2, 4]), "a part is in the theme of the whole");
    decide(&mut fixture, r#"{"do":"accept","candidate":1,"label":"Rounds"}"#);
    decide(&mut fixture, r#"{"do":"defer","candidate":4}"#);
    let before = fixture.state.canonical();
    decide(&mut fixture, r#"{"do":"accept","candidate":"A","label":"Work"}"#);
    let work = fixture.code(&ann(), "Work");
    assert_eq!(code(&fixture, "Work").level, CodeLevel::Theme);
    assert_eq!(code(&fixture, "Work").from.unwrap().candidate.to_string(), "A");
    assert_eq!((code(&fixture, "Rounds").parent, code(&fixture, "night").parent), (Some(work), Some(work)));
    assert_eq!((code(&fixture, "Rounds").position, code(&fixture, "night").position), (0, 1));
    assert_eq!(fixture.view(&ann()).n_codings(work), 0, "codings hang on the codes");
    assert_eq!(fixture.view(&ann()).codings.len(), 4 + 3);
    assert_eq!(fixture.candidate(&ann(), 4).verdict, Deferred, "it stays out");
    assert_eq!(fixture.status(&ann(), "A").0, Accepted);
    assert_eq!(
        fixture.said(),
        "accepted candidate theme A “work” as theme “Work” (2 codes nested, 3 codings)"
    );
    // What is opened again and accepted later goes under the same theme.
    decide(&mut fixture, r#"{"do":"reopen","candidate":4}"#);
    decide(&mut fixture, r#"{"do":"accept","candidate":4}"#);
    assert_eq!(code(&fixture, "of 1").parent, Some(work));
    for _ in 0..3 {
        fixture.undo(&ann()).unwrap();
    }
    assert_eq!(fixture.state.canonical(), before);
    assert_eq!(fixture.view(&ben()).codes.len(), 0);
}

#[test]
fn a_theme_is_accepted_into_a_theme_or_as_one_code() {
    let mut fixture = ReviewFixture::new();
    decide(&mut fixture, r#"{"do":"create-code","label":"Work","level":"theme"}"#);
    decide(&mut fixture, r#"{"do":"accept","candidate":"A","into":"Work"}"#);
    let work = fixture.code(&ann(), "Work");
    assert_eq!((code(&fixture, "ward").parent, code(&fixture, "night").parent), (Some(work), Some(work)));
    assert_eq!(
        refusal(&mut fixture, r#"{"do":"accept","candidate":"A"}"#),
        "no candidate code of candidate theme A is open; reopen those that you want to decide on again"
    );
    fixture.undo(&ann()).unwrap();
    decide(&mut fixture, r#"{"do":"accept","candidate":"A","as_code":true,"label":"Work at night"}"#);
    let one = fixture.code(&ann(), "Work at night");
    assert_eq!(
        (code(&fixture, "Work at night").level, fixture.view(&ann()).n_codings(one)),
        (CodeLevel::Code, 8)
    );
    assert_eq!(
        (fixture.candidate(&ann(), 1).code, fixture.candidate(&ann(), 2).code),
        (Some(one), Some(one))
    );
    assert!(
        refusal(&mut fixture, r#"{"do":"accept","candidate":"B","into":"Work at night"}"#)
            .contains("cannot be nested")
    );
}

#[test]
fn several_are_decided_on_at_once() {
    let mut fixture = ReviewFixture::new();
    decide(&mut fixture, r#"{"do":"accept","candidate":[1,"B"]}"#);
    let labels: Vec<&str> = fixture.view(&ann()).codes.values().map(|code| code.label.as_str()).collect();
    assert_eq!(labels.len(), 3, "{labels:?}");
    fixture.undo(&ann()).unwrap();
    decide(&mut fixture, r#"{"do":"reject","candidate":[1,3]}"#);
    assert_eq!((fixture.status(&ann(), "A").0, fixture.status(&ann(), "B").0), (Open, Rejected));
    assert_eq!(
        fixture.said(),
        "rejected candidate code 1 “ward”, candidate code 3 “tea” (7 segments in no candidate now)"
    );
    let one_label = refusal(&mut fixture, r#"{"do":"accept","candidate":[2,3],"label":"x"}"#);
    assert!(one_label.starts_with("one label is given for 2 candidates"), "{one_label}");
    assert_eq!(
        refusal(&mut fixture, r#"{"do":"defer","candidate":["A",2]}"#),
        "candidate 2 is named twice; name it once"
    );
    fixture.undo(&ann()).unwrap();
    for twice in [r#"{"do":"accept","candidate":["A",1]}"#, r#"{"do":"accept","candidate":[2,"A"]}"#] {
        assert!(refusal(&mut fixture, twice).contains("is named twice"), "{twice}");
    }
    // Two candidates of one label cannot become codes beside each other.
    decide(&mut fixture, r#"{"do":"rename","candidate":3,"label":"Ward"}"#);
    assert!(
        refusal(&mut fixture, r#"{"do":"accept","candidate":[1,3]}"#)
            .contains("there is already a code `ward`")
    );
}

#[test]
fn verdicts_on_a_theme_act_on_its_open_codes() {
    let mut fixture = ReviewFixture::new();
    decide(&mut fixture, r#"{"do":"accept","candidate":1}"#);
    decide(&mut fixture, r#"{"do":"reject","candidate":"A"}"#);
    assert_eq!(
        (fixture.candidate(&ann(), 1).verdict, fixture.candidate(&ann(), 2).verdict),
        (Accepted, Rejected)
    );
    assert_eq!(fixture.status(&ann(), "A").0, Accepted, "code by code");
    assert_eq!(
        fixture.theme(&ann(), "A").evidence.cohesion,
        Some(0.25),
        "described again, from the four segments left"
    );
    assert!(refusal(&mut fixture, r#"{"do":"defer","candidate":"A"}"#).contains("reopen those"));
    decide(&mut fixture, r#"{"do":"reopen","candidate":"A"}"#);
    assert_eq!(fixture.members(&ann(), 2), [5, 6, 7, 8]);
    decide(&mut fixture, r#"{"do":"defer","candidate":"A"}"#);
    assert_eq!(fixture.status(&ann(), "A").0, Deferred);
    assert_eq!(fixture.candidate(&ann(), 1).verdict, Accepted);
    // The status of B is not touched by any of these.
    assert_eq!(fixture.status(&ann(), "B"), (Open, vec![3]));
    let unchanged = fixture.decide(&ann(), &read(r#"{"do":"reopen","candidate":"B"}"#));
    assert_eq!(unchanged, Err(Refusal::NoChange));
}

#[test]
fn a_theme_whose_code_is_gone_opens_again() {
    let mut fixture = ReviewFixture::new();
    decide(&mut fixture, r#"{"do":"accept","candidate":"B","label":"Rest"}"#);
    decide(&mut fixture, r#"{"do":"delete-code","code":"tea"}"#);
    decide(&mut fixture, r#"{"do":"delete-code","code":"Rest"}"#);
    decide(&mut fixture, r#"{"do":"reopen","candidate":"B"}"#);
    assert_eq!(fixture.status(&ann(), "B"), (Open, vec![3]));
    assert_eq!((fixture.theme(&ann(), "B").code, fixture.candidate(&ann(), 3).code), (None, None));
}

#[test]
fn codes_move_to_a_theme_to_a_new_one_and_to_none() {
    let mut fixture = ReviewFixture::new();
    let first = fixture.state.canonical();
    let changes = decide(&mut fixture, r#"{"do":"move-candidate","candidate":2,"to":{"candidate":"B"}}"#);
    assert_eq!((fixture.status(&ann(), "A").1, fixture.status(&ann(), "B").1), (vec![1], vec![2, 3]));
    assert_eq!(changes.len(), 3, "the grouping, and both themes: their evidence follows");
    assert_eq!(fixture.said(), "moved candidate code 2 “night” to candidate theme B “rest”");
    assert_eq!(fixture.candidate(&ann(), 2).label, "night", "the code itself stays as it is");
    decide(&mut fixture, r#"{"do":"move-candidate","candidate":[1,3],"to":"new"}"#);
    assert_eq!(fixture.status(&ann(), "C"), (Open, vec![1, 3]));
    let made = fixture.theme(&ann(), "C");
    assert_eq!(made.made_by, Some(ThemeMadeBy::MovedFrom(["A", "B"].map(|id| id.parse().unwrap()).to_vec())));
    assert_eq!((made.label.as_str(), fixture.status(&ann(), "A").0), ("of 7", Emptied));
    assert_eq!(
        fixture.said(),
        "moved candidate code 1 “ward”, candidate code 3 “tea” to a new candidate theme: C “of 7”"
    );
    decide(&mut fixture, r#"{"do":"move-candidate","candidate":2,"to":"none"}"#);
    assert_eq!(fixture.status(&ann(), "B").0, Emptied);
    // Back where the run had it, a code needs no record.
    decide(&mut fixture, r#"{"do":"move-candidate","candidate":2,"to":{"candidate":"A"}}"#);
    assert!(!fixture.view(&ann()).groupings.contains_key(&(RunId(1), ProposalId(2))));
    while fixture.undo(&ann()).is_ok() {}
    assert_eq!(fixture.state.canonical().lines().filter(|line| line.starts_with("ann/")).count(), 0);
    assert!(first.contains("coder/ben"));
}

#[test]
fn themes_are_merged_split_and_renamed() {
    let mut fixture = ReviewFixture::new();
    decide(&mut fixture, r#"{"do":"rename","candidate":"B","label":" Breaks "}"#);
    assert_eq!(fixture.said(), "renamed candidate theme B “rest” to “Breaks”");
    decide(&mut fixture, r#"{"do":"merge","candidate":"B","into":"A"}"#);
    assert_eq!((fixture.status(&ann(), "A"), fixture.status(&ann(), "B").0), ((Open, vec![1, 2, 3]), Merged));
    assert_eq!(fixture.theme(&ann(), "A").label, "work");
    assert_eq!(fixture.theme(&ann(), "A").evidence.cohesion, Some(1.0 / 11.0));
    assert_eq!(
        fixture.said(),
        "merged candidate theme B “Breaks” into candidate theme A “work” (1 candidate code moved)"
    );
    assert!(
        refusal(&mut fixture, r#"{"do":"accept","candidate":"B"}"#)
            .contains("decide on candidate theme A, into which it was merged")
    );
    decide(&mut fixture, r#"{"do":"split","candidate":"A","codes":[[2,3]]}"#);
    assert_eq!((fixture.status(&ann(), "A").1, fixture.status(&ann(), "C").1), (vec![1], vec![2, 3]));
    assert_eq!(fixture.theme(&ann(), "C").made_by, Some(ThemeMadeBy::SplitOf("A".parse().unwrap())));
    assert_eq!(fixture.said(), "split 1 part off candidate theme A “work” (2 candidate codes): C “of 7”");
    let whole = fixture.decide(&ann(), &read(r#"{"do":"split","candidate":"C","codes":[[2,3]]}"#));
    assert_eq!(whole, Err(Refusal::NoChange));
}

#[test]
fn what_is_for_the_other_level_is_refused_with_what_to_name() {
    let mut fixture = ReviewFixture::new();
    for (json, says) in [
        (
            r#"{"do":"merge","candidate":["B"],"into":1}"#,
            "candidate code 1 and candidate theme B are on two levels",
        ),
        (r#"{"do":"merge","candidate":[1],"into":"B"}"#, "are on two levels"),
        (
            r#"{"do":"move","segments":[1],"to":{"candidate":"B"}}"#,
            "candidate theme B holds candidate codes, not segments",
        ),
        (r#"{"do":"add","segments":[12],"candidate":"A"}"#, "name one of its candidate codes"),
        (r#"{"do":"split","candidate":"A","parts":[[1]]}"#, "holds candidate codes, not segments"),
        (r#"{"do":"split","candidate":1,"codes":[[1]]}"#, "candidate code 1 holds no candidate codes"),
        (
            r#"{"do":"move-candidate","candidate":"A","to":"new"}"#,
            "candidate theme A is not a candidate code",
        ),
        (
            r#"{"do":"move-candidate","candidate":1,"to":{"candidate":3}}"#,
            "candidate code 3 holds no candidate codes",
        ),
        (
            r#"{"do":"split","candidate":"A","codes":[[3]]}"#,
            "candidate code 3 is not in candidate theme A; it is in candidate theme B",
        ),
        (
            r#"{"do":"reject","candidate":"D"}"#,
            "there is no candidate theme D in run 1; its candidate themes are A to B, and its candidate codes are 1 to 3",
        ),
    ] {
        let found = refusal(&mut fixture, json);
        assert!(found.contains(says), "{json}: {found}");
    }
    decide(&mut fixture, r#"{"do":"reject","candidate":2}"#);
    assert!(
        refusal(&mut fixture, r#"{"do":"move-candidate","candidate":2,"to":"new"}"#)
            .contains("is rejected; reopen it first")
    );
}

#[test]
fn in_a_run_of_one_level_letters_name_what_holds_segments() {
    let mut fixture = ReviewFixture::of(one_level_base());
    decide(&mut fixture, r#"{"do":"accept","candidate":"A"}"#);
    assert_eq!(code(&fixture, "ward").level, CodeLevel::Theme, "a candidate theme becomes a theme");
    assert_eq!(code(&fixture, "ward").from.unwrap().candidate.to_string(), "A");
    assert_eq!(fixture.said(), "accepted candidate theme A “ward” as theme “ward” (4 codings)");
    decide(&mut fixture, r#"{"do":"split","candidate":"B","parts":[[5,6]]}"#);
    assert_eq!(fixture.said(), "split 1 part off candidate theme B “night” (2 segments): D “of 2”");
    decide(&mut fixture, r#"{"do":"merge","candidate":["C"],"into":"D"}"#);
    assert_eq!(fixture.members(&ann(), 4), [5, 6, 9, 10, 11]);
    // As logs of older versions name it.
    decide(&mut fixture, r#"{"do":"defer","candidate":4}"#);
    assert_eq!(fixture.said(), "deferred candidate theme D “of 2”");
    decide(&mut fixture, r#"{"do":"accept","candidate":"B","as_code":true}"#);
    assert_eq!(code(&fixture, "night").level, CodeLevel::Code);
    let none = refusal(&mut fixture, r#"{"do":"move-candidate","candidate":"D","to":"new"}"#);
    assert!(none.contains("candidate theme D is not a candidate code"), "{none}");
    assert!(
        fixture
            .state
            .records()
            .all(|(key, _)| !matches!(key, RecordKey::Grouping(..) | RecordKey::CandidateTheme(..)))
    );
}

#[test]
fn merging_codes_of_the_codebook_takes_the_accepted_theme_along() {
    let mut fixture = ReviewFixture::new();
    decide(&mut fixture, r#"{"do":"accept","candidate":"B","label":"Rest"}"#);
    decide(&mut fixture, r#"{"do":"create-code","label":"Breaks","level":"theme"}"#);
    decide(&mut fixture, r#"{"do":"merge-codes","codes":["Rest"],"into":"Breaks"}"#);
    assert_eq!(fixture.theme(&ann(), "B").code, Some(fixture.code(&ann(), "Breaks")));
    assert_eq!(fixture.status(&ann(), "B").0, Accepted);
}

#[test]
fn the_code_of_a_candidate_moves_with_it() {
    let mut fixture = ReviewFixture::new();
    decide(&mut fixture, r#"{"do":"accept","candidate":["A","B"]}"#);
    let (work, rest) = (fixture.code(&ann(), "work"), fixture.code(&ann(), "rest"));
    let before = fixture.state.canonical();
    decide(&mut fixture, r#"{"do":"move-candidate","candidate":2,"to":{"candidate":"B"}}"#);
    assert_eq!((code(&fixture, "night").parent, code(&fixture, "ward").parent), (Some(rest), Some(work)));
    assert_eq!(code(&fixture, "night").position, 1, "after the codes that are there");
    decide(&mut fixture, r#"{"do":"move-candidate","candidate":2,"to":"none"}"#);
    assert_eq!(code(&fixture, "night").parent, None);
    for _ in 0..2 {
        fixture.undo(&ann()).unwrap();
    }
    assert_eq!(fixture.state.canonical(), before);
    // What the coder nested elsewhere stays there.
    decide(&mut fixture, r#"{"do":"create-code","label":"Mine","level":"theme"}"#);
    decide(&mut fixture, r#"{"do":"nest-code","code":"night","under":"Mine"}"#);
    decide(&mut fixture, r#"{"do":"move-candidate","candidate":2,"to":{"candidate":"B"}}"#);
    assert_eq!(code(&fixture, "night").parent, Some(fixture.code(&ann(), "Mine")));
}

#[test]
fn the_code_that_several_candidates_became_stays() {
    let mut fixture = ReviewFixture::new();
    decide(&mut fixture, r#"{"do":"accept","candidate":1,"label":"Both"}"#);
    decide(&mut fixture, r#"{"do":"accept","candidate":2,"into":"Both"}"#);
    decide(&mut fixture, r#"{"do":"accept","candidate":"B"}"#);
    decide(&mut fixture, r#"{"do":"move-candidate","candidate":2,"to":{"candidate":"B"}}"#);
    assert_eq!(code(&fixture, "Both").parent, None);
}

#[test]
fn a_candidate_code_that_goes_into_a_theme_becomes_a_code_under_it() {
    let mut fixture = ReviewFixture::new();
    decide(&mut fixture, r#"{"do":"create-code","label":"Work","level":"theme"}"#);
    decide(&mut fixture, r#"{"do":"accept","candidate":3,"into":"Work"}"#);
    let work = fixture.code(&ann(), "Work");
    assert_eq!((code(&fixture, "tea").parent, fixture.view(&ann()).n_codings(work)), (Some(work), 0));
    assert_eq!(fixture.said(), "accepted candidate code 3 “tea” as code “tea” (3 codings)");
}

#[test]
fn a_second_acceptance_of_a_theme_says_what_it_adds() {
    let mut fixture = ReviewFixture::new();
    decide(&mut fixture, r#"{"do":"defer","candidate":2}"#);
    decide(&mut fixture, r#"{"do":"accept","candidate":"A"}"#);
    decide(&mut fixture, r#"{"do":"reopen","candidate":2}"#);
    decide(&mut fixture, r#"{"do":"accept","candidate":"A"}"#);
    assert_eq!(fixture.said(), "accepted candidate theme A “work” (1 code nested under “work”, 4 codings)");
}

#[test]
fn candidates_are_named_by_letter_number_or_label() {
    let mut fixture = ReviewFixture::new();
    let find = |fixture: &ReviewFixture, typed: &str| {
        crate::review::resolve_candidate(&fixture.base, fixture.view(&ann()), typed).map(|id| id.to_string())
    };
    for (typed, id) in [("A", "A"), ("b", "B"), (" 3 ", "3"), ("Night", "2"), ("REST", "B")] {
        assert_eq!(find(&fixture, typed).as_deref(), Ok(id), "{typed}");
    }
    let slip = find(&fixture, "nihgt").unwrap_err();
    assert_eq!(slip.to_string(), "there is no candidate `nihgt`; did you mean “night”?");
    assert_eq!(slip.remedies(), [Remedy::take(Action::ListCandidates)]);
    decide(&mut fixture, r#"{"do":"rename","candidate":3,"label":"Ward"}"#);
    assert_eq!(
        find(&fixture, "ward").unwrap_err().to_string(),
        "`ward` is the label of several candidates: 1, 3; name one by its letter or number"
    );
    assert_eq!(find(&fixture, "tea").unwrap_err().to_string(), "there is no candidate `tea`");
}

#[test]
fn a_settled_candidate_is_refused_with_the_next_step() {
    let mut fixture = ReviewFixture::new();
    decide(&mut fixture, r#"{"do":"reject","candidate":2}"#);
    let refused = fixture.decide(&ann(), &read(r#"{"do":"accept","candidate":2}"#)).unwrap_err();
    assert_eq!(refused.remedies(), [Remedy::take_on(Action::ReopenCandidate, 2)]);
    decide(&mut fixture, r#"{"do":"accept","candidate":1}"#);
    let id = fixture.code(&ann(), "ward");
    let refused = fixture.decide(&ann(), &read(r#"{"do":"accept","candidate":1}"#)).unwrap_err();
    assert_eq!(refused.remedies(), [Remedy::take_on(Action::ShowCode, id)]);
}
