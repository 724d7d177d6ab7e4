//! A run of two levels in a file: decisions on candidate themes and on the candidate codes in them.

use super::study::{Levels, add_run_of, at, named, read, reviewed_of};
use crate::domain::*;
use crate::project::{
    CandidateOrigin, CandidateView, CodeView, Decided, LogFilter, Preview, ProjectError, QueueOrder, Refusal,
    Reviewer,
};
use crate::store::Store;

fn two_levels(folder: &std::path::Path) -> (Reviewer, CoderId, CoderId) {
    reviewed_of(folder, Levels::Two)
}

/// Makes a decision. Checks that its preview was right, that it can be undone and redone, and that the file agrees with its log each time.
fn decided(reviewer: &mut Reviewer, coder: &CoderId, json: &str) -> (Preview, Decided) {
    let before = reviewer.state.canonical();
    let preview = reviewer.preview(coder, &read(json), &at(2)).unwrap();
    assert_eq!(reviewer.state.canonical(), before, "a preview writes nothing");
    let made = reviewer.say(coder, json);
    assert_eq!(preview.words, made.words);
    let ids: Vec<CandidateId> = preview.candidates.iter().map(|found| found.candidate).collect();
    assert_eq!((&ids, &preview.touched.segments), (&made.touched.candidates, &made.touched.segments));
    assert_eq!(preview.touched.new_candidates, made.touched.new_candidates);
    assert_eq!(
        (preview.touched.codes.len(), preview.touched.codings.len()),
        (made.touched.codes.len(), made.touched.codings.len())
    );
    for found in &preview.candidates {
        let now = reviewer.seen(coder, &found.candidate.to_string());
        assert_eq!(
            (found.verdict, &found.label, found.n_segments_after),
            (now.verdict, &now.label, now.n_segments)
        );
        assert_eq!((found.cohesion_after, found.n_participants_after), (now.cohesion, now.n_participants));
        let has_evidence = !now.label.is_empty() && !now.key_terms.is_empty() && now.cohesion.is_some();
        assert!(now.n_segments == 0 || has_evidence, "{now:?}");
    }
    let after = reviewer.state.canonical();
    reviewer.verify().unwrap();
    reviewer.undo(coder, None, &at(3)).unwrap();
    assert_eq!(reviewer.state.canonical(), before);
    reviewer.verify().unwrap();
    reviewer.redo(coder, None, &at(3)).unwrap();
    assert_eq!(reviewer.state.canonical(), after);
    reviewer.verify().unwrap();
    (preview, made)
}

/// Returns the candidate themes of a coder with their candidate codes, and the candidate codes in none: `A: 1 2 | B: 3 4 | -:`.
fn shape(reviewer: &Reviewer, coder: &CoderId) -> String {
    let list = reviewer.candidate_list(coder, coder, None).unwrap();
    let numbers =
        |codes: &[CandidateView]| codes.iter().map(|code| format!(" {}", code.id)).collect::<String>();
    let themes = list.themes.iter().map(|theme| format!("{}:{} | ", theme.theme.id, numbers(&theme.codes)));
    format!("{}-:{}", themes.collect::<String>(), numbers(&list.codes))
}

/// Returns the codebook of a coder: `ward · night (theme, 8): ward round (code, 4), night shift (code, 4)`.
fn book(reviewer: &Reviewer, coder: &CoderId) -> Vec<String> {
    let one =
        |code: &CodeView| format!("{} ({}, {})", code.code.label, code.code.level, code.n_codings_nested);
    let codes = reviewer.codebook_view(coder, coder, None).unwrap().codes;
    let with_nested = |code: &CodeView| match &code.codes[..] {
        [] => one(code),
        nested => format!("{}: {}", one(code), nested.iter().map(one).collect::<Vec<_>>().join(", ")),
    };
    codes.iter().map(with_nested).collect()
}

fn refusal(reviewer: &mut Reviewer, coder: &CoderId, json: &str) -> Refusal {
    let before = reviewer.state.canonical();
    let refused = reviewer.decide(coder, &read(json), None, &at(2)).unwrap_err();
    assert_eq!(reviewer.state.canonical(), before);
    match refused {
        ProjectError::Refused(refusal) => refusal,
        other => panic!("{json}: {other}"),
    }
}

#[test]
fn a_run_shows_its_candidate_themes_with_their_candidate_codes() {
    let folder = tempfile::tempdir().unwrap();
    let (reviewer, ann, _) = two_levels(folder.path());
    assert_eq!(shape(&reviewer, &ann), "A: 1 2 | B: 3 4 | -:");
    let list = reviewer.candidate_list(&ann, &ann, None).unwrap();
    let (progress, a) = (list.progress, &list.themes[0]);
    assert_eq!((progress.n_candidate_themes, progress.n_candidates, list.n_segments_in_none), (2, 4, 1));
    assert_eq!(
        (a.theme.label.as_str(), a.theme.n_segments, a.theme.cohesion),
        ("ward · night", 8, Some(0.7))
    );
    assert_eq!(a.theme.segments, (1..=8).map(SegmentId).collect::<Vec<_>>());
    assert_eq!((a.theme.stability.is_some(), a.codes[1].label.as_str()), (true, "night shift"));
    assert_eq!(serde_json::to_value(a).unwrap()["codes"][1]["id"], 2);
    assert_eq!(serde_json::to_value(a).unwrap()["id"], "A");

    let detail = reviewer.candidate_detail(&ann, named("A")).unwrap();
    assert_eq!((detail.theme, detail.is_as_proposed, detail.quotes.len()), (None, true, 8));
    let proposed = detail.proposed.unwrap();
    assert_eq!((proposed.exemplars.len(), proposed.rival.unwrap().id), (1, named("B")));
    assert_eq!(proposed.near_misses[0].candidate, Some(named("B")), "at the same level");
    let detail = reviewer.candidate_detail(&ann, named("3")).unwrap();
    assert_eq!((detail.theme, detail.quotes.len()), (Some(named("B")), 3));
    let unknown = reviewer.candidate_detail(&ann, named("C")).unwrap_err().to_string();
    assert!(
        unknown.contains("its candidate themes are A to B, and its candidate codes are 1 to 4"),
        "{unknown}"
    );
}

#[test]
fn a_theme_is_accepted_with_its_open_codes_and_those_accepted_before() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = two_levels(folder.path());
    let (preview, made) = decided(&mut reviewer, &ann, r#"{"do":"accept","candidate":"A"}"#);
    assert_eq!(
        made.words,
        "accepted candidate theme A “ward · night” as theme “ward · night” (2 codes nested, 8 codings)"
    );
    assert_eq!((preview.n_segments, preview.n_new_codings, preview.n_unchanged_candidates), (8, 8, 3));
    assert_eq!(made.touched.candidates, [named("A"), named("1"), named("2")]);
    let accepted = "ward · night (theme, 8): ward round (code, 4), night shift (code, 4)";
    assert_eq!(book(&reviewer, &ann), [accepted]);
    assert_eq!(reviewer.seen(&ann, "A").verdict, CandidateStatus::Accepted);
    assert_eq!(reviewer.seen(&ann, "1").verdict, CandidateStatus::Accepted);
    let progress = reviewer.progress(&ann);
    assert_eq!((progress.n_accepted, progress.n_decided, progress.n_coded), (2, 8, 8));
    let coding = reviewer.state.view(&ann).codings.values().next().unwrap().candidate.unwrap();
    assert!(matches!(coding.candidate, CandidateId::Code(_)), "a coding comes from a candidate code");

    // Of B, one code was accepted before, and one is left out.
    decided(&mut reviewer, &ann, r#"{"do":"accept","candidate":3,"label":"Tea"}"#);
    decided(&mut reviewer, &ann, r#"{"do":"defer","candidate":4}"#);
    let (_, made) = decided(&mut reviewer, &ann, r#"{"do":"accept","candidate":"B","label":"Together"}"#);
    assert_eq!(
        made.words,
        "accepted candidate theme B “tea · teaching” as theme “Together” (1 code nested, 0 codings)"
    );
    assert_eq!(book(&reviewer, &ann), [accepted, "Together (theme, 3): Tea (code, 3)"]);
    assert_eq!(reviewer.seen(&ann, "4").verdict, CandidateStatus::Deferred);
    // What is accepted later is nested under the theme that there is.
    decided(&mut reviewer, &ann, r#"{"do":"accept","candidate":4,"label":"Forms"}"#);
    assert_eq!(book(&reviewer, &ann)[1], "Together (theme, 6): Tea (code, 3), Forms (code, 3)");
    assert_eq!(
        refusal(&mut reviewer, &ann, r#"{"do":"accept","candidate":"B"}"#),
        Refusal::NothingOpen(named("B"))
    );
}

#[test]
fn a_theme_is_accepted_as_one_code() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = two_levels(folder.path());
    let json = r#"{"do":"accept","candidate":"A","as_code":true,"label":"Wards"}"#;
    let (_, made) = decided(&mut reviewer, &ann, json);
    assert_eq!(made.words, "accepted candidate theme A “ward · night” as code “Wards” (8 codings)");
    assert_eq!(book(&reviewer, &ann), ["Wards (code, 8)"]);
    assert_eq!(reviewer.seen(&ann, "2").verdict, CandidateStatus::Accepted);
}

#[test]
fn a_theme_is_rejected_deferred_and_reopened_with_its_codes() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = two_levels(folder.path());
    let (preview, made) = decided(&mut reviewer, &ann, r#"{"do":"reject","candidate":"A"}"#);
    assert_eq!(made.words, "rejected candidate theme A “ward · night” (8 segments in no candidate now)");
    assert_eq!((preview.n_segments, preview.candidates[0].n_segments_after), (8, 0));
    assert_eq!(
        (preview.candidates[0].cohesion_before, preview.candidates[0].cohesion_after),
        (Some(0.7), None)
    );
    let rejected = reviewer.seen(&ann, "A");
    assert_eq!((rejected.verdict, rejected.n_segments), (CandidateStatus::Rejected, 0));
    assert_eq!(reviewer.candidate_list(&ann, &ann, None).unwrap().n_segments_in_none, 9);
    assert_eq!(
        refusal(&mut reviewer, &ann, r#"{"do":"defer","candidate":"A"}"#),
        Refusal::NothingOpen(named("A"))
    );

    let (_, made) = decided(&mut reviewer, &ann, r#"{"do":"reopen","candidate":"A"}"#);
    assert_eq!(made.words, "reopened candidate theme A “ward · night”");
    let again = reviewer.seen(&ann, "A");
    assert_eq!((again.verdict, again.n_segments), (CandidateStatus::Open, 8));
    assert_eq!(reviewer.seen(&ann, "1").segments, [1, 2, 3, 4].map(SegmentId));

    decided(&mut reviewer, &ann, r#"{"do":"accept","candidate":3}"#);
    let (_, made) = decided(&mut reviewer, &ann, r#"{"do":"defer","candidate":"B"}"#);
    assert_eq!(made.touched.candidates, [named("4")], "an accepted code stays accepted");
    assert_eq!(reviewer.seen(&ann, "B").verdict, CandidateStatus::Deferred);
    decided(&mut reviewer, &ann, r#"{"do":"reopen","candidate":"B"}"#);
    assert_eq!(reviewer.seen(&ann, "B").verdict, CandidateStatus::Open);
}

#[test]
fn a_code_moves_to_another_theme_to_a_new_one_and_out_of_its_theme() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = two_levels(folder.path());
    let (preview, made) =
        decided(&mut reviewer, &ann, r#"{"do":"move-candidate","candidate":2,"to":{"candidate":"B"}}"#);
    let of = |reviewer: &Reviewer, id| reviewer.base.proposed_label(named(id)).unwrap().to_owned();
    let two = of(&reviewer, "2");
    assert_eq!(made.words, format!("moved candidate code 2 “{two}” to candidate theme B “tea · teaching”"));
    assert_eq!(made.touched.candidates, [named("A"), named("B"), named("2")]);
    let [a, b, moved] = &preview.candidates[..] else { panic!("{preview:?}") };
    assert_eq!((a.n_segments_before, a.n_segments_after), (8, 4));
    assert_eq!((b.n_segments_before, b.n_segments_after), (6, 10));
    assert_eq!((moved.n_segments_before, moved.n_segments_after), (4, 4));
    assert_eq!(shape(&reviewer, &ann), "A: 1 | B: 2 3 4 | -:");
    let a = reviewer.seen(&ann, "A");
    // The directions of the segments of code 1 are 0°, 5°, 10° and 14°.
    assert!(a.cohesion.unwrap() > 0.99 && a.stability.is_none(), "{a:?}");
    assert_eq!(a.label, "ward · night", "a theme keeps its label");

    let (_, made) = decided(&mut reviewer, &ann, r#"{"do":"move-candidate","candidate":[2,3],"to":"new"}"#);
    let label = reviewer.seen(&ann, "C").label;
    assert!(!label.is_empty());
    assert_eq!(
        made.words,
        format!(
            "moved candidate code 2 “{two}”, candidate code 3 “{}” to a new candidate theme: C “{label}”",
            of(&reviewer, "3")
        )
    );
    assert_eq!(made.touched.new_candidates, [named("C")]);
    assert_eq!(reviewer.seen(&ann, "C").made_by, Some(CandidateOrigin::MovedFrom(vec![named("B")])));
    assert_eq!(shape(&reviewer, &ann), "A: 1 | B: 4 | C: 2 3 | -:");

    let (_, made) = decided(&mut reviewer, &ann, r#"{"do":"move-candidate","candidate":1,"to":"none"}"#);
    assert!(made.words.ends_with("” to no candidate theme"), "{}", made.words);
    assert_eq!(shape(&reviewer, &ann), "A: | B: 4 | C: 2 3 | -: 1");
    let emptied = reviewer.seen(&ann, "A");
    assert_eq!((emptied.verdict, emptied.n_segments, emptied.cohesion), (CandidateStatus::Emptied, 0, None));
    assert_eq!(reviewer.candidate_detail(&ann, named("1")).unwrap().theme, None);
    assert_eq!(reviewer.progress(&ann).n_candidate_themes, 2);
    // Back to where the run put it: nothing is left of the moves but the themes' own records.
    decided(&mut reviewer, &ann, r#"{"do":"move-candidate","candidate":[1,2],"to":{"candidate":"A"}}"#);
    decided(&mut reviewer, &ann, r#"{"do":"move-candidate","candidate":3,"to":{"candidate":"B"}}"#);
    assert_eq!(shape(&reviewer, &ann), "A: 1 2 | B: 3 4 | C: | -:");
    assert!(reviewer.state.view(&ann).groupings.is_empty());
}

#[test]
fn themes_are_merged_and_their_codes_move() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = two_levels(folder.path());
    let (preview, made) = decided(&mut reviewer, &ann, r#"{"do":"merge","candidate":["B"],"into":"A"}"#);
    assert_eq!(
        made.words,
        "merged candidate theme B “tea · teaching” into candidate theme A “ward · night” (2 candidate codes moved)"
    );
    assert_eq!(made.touched.candidates, ["A", "B", "3", "4"].map(named));
    assert_eq!((preview.candidates[0].n_segments_after, preview.candidates[1].n_segments_after), (14, 0));
    assert_eq!(preview.n_unchanged_candidates, 2);
    assert_eq!(shape(&reviewer, &ann), "A: 1 2 3 4 | B: | -:");
    let merged = reviewer.seen(&ann, "B");
    assert_eq!((merged.verdict, merged.merged_into), (CandidateStatus::Merged, Some(named("A"))));
    let settled = refusal(&mut reviewer, &ann, r#"{"do":"reject","candidate":"B"}"#);
    assert!(settled.to_string().contains("decide on candidate theme A"), "{settled}");
    let levels = refusal(&mut reviewer, &ann, r#"{"do":"merge","candidate":[1],"into":"A"}"#);
    assert_eq!(levels, Refusal::TwoLevels { first: named("A"), other: named("1") });
    // Codes of one theme are merged as before, and the theme keeps its segments.
    let (preview, made) = decided(&mut reviewer, &ann, r#"{"do":"merge","candidate":[2],"into":1}"#);
    assert_eq!(
        made.words,
        "merged candidate code 2 “night shift” into candidate code 1 “ward round” (4 segments moved)"
    );
    assert_eq!(
        preview.candidates.iter().map(|found| found.candidate).collect::<Vec<_>>(),
        ["1", "2"].map(named)
    );
    assert_eq!(reviewer.seen(&ann, "A").n_segments, 14);
}

#[test]
fn a_theme_is_split_by_its_codes_and_no_letters_are_given_twice() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = two_levels(folder.path());
    let split = r#"{"do":"split","candidate":"A","codes":[[2]]}"#;
    let (preview, made) = decided(&mut reviewer, &ann, split);
    let label = reviewer.seen(&ann, "C").label;
    assert!(made.words.starts_with("split 1 part off candidate theme A “ward · night” ("), "{}", made.words);
    assert!(made.words.ends_with(&format!("): C “{label}”")), "{}", made.words);
    assert_eq!(made.touched.new_candidates, [named("C")]);
    let new = preview.candidates.iter().find(|found| found.candidate == named("C")).unwrap();
    assert_eq!((new.n_segments_before, new.n_segments_after, new.n_participants_after), (0, 4, 3));
    assert_eq!(shape(&reviewer, &ann), "A: 1 | B: 3 4 | C: 2 | -:");
    assert_eq!(reviewer.seen(&ann, "C").made_by, Some(CandidateOrigin::SplitOf(named("A"))));
    reviewer.undo(&ann, None, &at(4)).unwrap();
    reviewer.say(&ann, r#"{"do":"split","candidate":"B","codes":[[3]]}"#);
    assert_eq!(shape(&reviewer, &ann), "A: 1 2 | B: 4 | D: 3 | -:");
    reviewer.verify().unwrap();
    let elsewhere = refusal(&mut reviewer, &ann, r#"{"do":"split","candidate":"A","codes":[[3]]}"#);
    let (code, theme) = (named("3"), named("A"));
    assert_eq!(elsewhere, Refusal::CodeElsewhere { code, theme, found: Some(named("D")) });
    let parts = refusal(&mut reviewer, &ann, r#"{"do":"split","candidate":"A","parts":[[1]]}"#);
    assert!(matches!(parts, Refusal::WrongLevel { needs: NeedsLevel::Segments, .. }), "{parts}");
    let alternatives = reviewer.split_alternatives(&ann, named("A"), None);
    assert!(matches!(alternatives, Err(ProjectError::Refused(Refusal::WrongLevel { .. }))));
    assert!(!reviewer.split_alternatives(&ann, named("1"), None).unwrap().is_empty());
}

#[test]
fn a_theme_gets_another_label() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = two_levels(folder.path());
    let (_, made) = decided(&mut reviewer, &ann, r#"{"do":"rename","candidate":"A","label":"Wards"}"#);
    assert_eq!(made.words, "renamed candidate theme A “ward · night” to “Wards”");
    decided(&mut reviewer, &ann, r#"{"do":"accept","candidate":"A"}"#);
    assert!(book(&reviewer, &ann)[0].starts_with("Wards (theme, 8): "));
}

#[test]
fn new_codes_are_in_the_theme_of_most_of_their_segments() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = two_levels(folder.path());
    let (_, made) = decided(&mut reviewer, &ann, r#"{"do":"move","segments":[1,5,9],"to":"new"}"#);
    assert_eq!(made.touched.new_candidates, [named("5")]);
    assert!(made.touched.candidates.contains(&named("A")) && made.touched.candidates.contains(&named("B")));
    assert_eq!(shape(&reviewer, &ann), "A: 1 2 5 | B: 3 4 | -:");
    assert_eq!((reviewer.seen(&ann, "A").n_segments, reviewer.seen(&ann, "B").n_segments), (9, 5));
    decided(&mut reviewer, &ann, r#"{"do":"suggest-again","groups":[[15],[12,13]]}"#);
    assert_eq!(shape(&reviewer, &ann), "A: 1 2 5 | B: 3 4 7 | -: 6");
    decided(&mut reviewer, &ann, r#"{"do":"split","candidate":2,"parts":[[6,7]]}"#);
    assert_eq!(shape(&reviewer, &ann), "A: 1 2 5 8 | B: 3 4 7 | -: 6");
}

#[test]
fn another_coder_sees_nothing_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, ben) = two_levels(folder.path());
    let seen = |reviewer: &Reviewer| {
        let list = reviewer.candidate_list(&ben, &ben, None).unwrap();
        (list.themes, list.codes, list.progress)
    };
    let before = seen(&reviewer);
    for decision in [
        r#"{"do":"move-candidate","candidate":2,"to":"new"}"#,
        r#"{"do":"rename","candidate":"C","label":"Nights"}"#,
        r#"{"do":"accept","candidate":"C"}"#,
        r#"{"do":"merge","candidate":["B"],"into":"A"}"#,
        r#"{"do":"reject","candidate":"A"}"#,
    ] {
        reviewer.say(&ann, decision);
    }
    assert_eq!(seen(&reviewer), before);
    assert!(matches!(reviewer.candidate_list(&ben, &ann, None), Err(ProjectError::Blind { .. })));
    let log = reviewer.log_of(Some(&ben), &LogFilter::default()).unwrap().entries;
    assert_eq!(log.last().unwrap().words, "5 operations of another coder");
    let of_c = LogFilter { candidate: Some(named("C")), ..LogFilter::default() };
    assert!(reviewer.log_of(Some(&ben), &of_c).unwrap().entries.is_empty());
    let numbers = |coder: &CoderId, name: &str| -> Vec<u32> {
        let filter = LogFilter { candidate: Some(named(name)), ..LogFilter::default() };
        reviewer.log_of(Some(coder), &filter).unwrap().entries.iter().map(|entry| entry.operation.0).collect()
    };
    assert_eq!(numbers(&ann, "C"), [4, 5, 6]);
    assert_eq!(numbers(&ann, "B"), [7]);
    assert_eq!(numbers(&ann, "2"), [4, 6]);
    // The letters that a coder's new theme gets tell nothing of another coder's themes.
    let made = reviewer.say(&ben, r#"{"do":"split","candidate":"A","codes":[[1]]}"#);
    assert_eq!(made.touched.new_candidates, [named("C")]);
    reviewer.say(&ben, r#"{"do":"compare"}"#);
    let of_ann = reviewer.candidate_list(&ben, &ann, None).unwrap();
    assert_eq!(of_ann.themes[2].theme.label, "Nights");
    reviewer.verify().unwrap();
}

#[test]
fn the_queue_offers_candidate_codes_and_regrouping_finds_them() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = two_levels(folder.path());
    let queue = reviewer.queue(&ann, QueueOrder::Telling).unwrap();
    assert_eq!((queue[0].candidate, queue[0].segment), (Some(named("1")), None));
    reviewer.say(&ann, r#"{"do":"reject","candidate":"A"}"#);
    let found = reviewer.suggest_again(&ann, &super::learning::two(), &NoProgress).unwrap();
    assert_eq!((found.n_rejected, found.n_grouped), (8, 7));
    // A candidate theme that the coder named keeps its candidate codes.
    reviewer.say(&ann, r#"{"do":"rename","candidate":"B","label":"Breaks"}"#);
    let found = reviewer.suggest_again(&ann, &super::learning::two(), &NoProgress).unwrap();
    assert_eq!((found.kept, found.n_grouped), (vec![named("3"), named("4")], 1));
    reviewer.undo(&ann, None, &at(4)).unwrap();
    let lines = r#"{"do":"reopen","candidate":"a"}
{"do":"accept","candidate":["A",3]}"#;
    reviewer.apply(lines, Some(&ann), &at(5), false).unwrap();
    let tea = "tea (code, 3)";
    assert!(
        book(&reviewer, &ann)[0].starts_with("ward · night (theme, 8): ") && book(&reviewer, &ann)[1] == tea
    );
    let unknown = reviewer.apply(r#"{"do":"defer","candidate":"C"}"#, Some(&ann), &at(5), false).unwrap_err();
    assert!(unknown.to_string().contains("there is no candidate theme C in run 1"), "{unknown}");
    reviewer.verify().unwrap();
}

#[test]
fn copies_with_decisions_on_themes_are_joined() {
    let folder = tempfile::tempdir().unwrap();
    let (mut first, ann, ben) = two_levels(folder.path());
    let path = folder.path().join("second.themata");
    Store::copy(first.path(), &path).unwrap();
    add_run_of(&mut Store::open(first.path()).unwrap(), Levels::Two, 2, "2026-01-02T09:00:00Z");
    add_run_of(&mut Store::open(&path).unwrap(), Levels::Two, 3, "2026-01-02T09:00:00Z");
    first.say(&ann, r#"{"do":"move-candidate","candidate":2,"to":{"candidate":"B"}}"#);
    let mut second = Reviewer::open(&path, None).unwrap();
    assert_eq!(second.run(), RunId(2));
    second.say(&ben, r#"{"do":"move-candidate","candidate":1,"to":"new"}"#);
    second.say(&ben, r#"{"do":"accept","candidate":"C","label":"Rounds"}"#);
    second.say(&ben, r#"{"do":"write-memo","on":{"candidate":{"run":2,"candidate":"C"}},"text":"mine"}"#);
    let output = folder.path().join("joined.themata");
    let report = Reviewer::join(first.path(), &path, &output, false, &at(50)).unwrap();
    assert_eq!(report.renumbered_runs, [(RunId(2), RunId(3))]);
    let mut joined = Reviewer::open(&output, Some(RunId(3))).unwrap();
    joined.verify().unwrap();
    assert_eq!(shape(&joined, &ben), "A: 2 | B: 3 4 | C: 1 | -:");
    let view = joined.state.view(&ben);
    let rounds = view.codes.values().find(|code| code.label == "Rounds").unwrap();
    let c = CandidateRef { run: RunId(3), candidate: named("C") };
    assert_eq!((rounds.from, &view.memos.values().next().unwrap().on), (Some(c), &MemoTarget::Candidate(c)));
    let made = joined.say(&ben, r#"{"do":"move-candidate","candidate":2,"to":"new"}"#);
    assert_eq!(made.touched.new_candidates, [named("D")]);
    joined.verify().unwrap();
    assert_eq!(shape(&Reviewer::open(&output, Some(RunId(1))).unwrap(), &ann), "A: 1 | B: 2 3 4 | -:");

    // The same candidate code in two places is a contradiction.
    let mut second = Reviewer::open(&path, Some(RunId(1))).unwrap();
    second.say(&ann, r#"{"do":"move-candidate","candidate":2,"to":"none"}"#);
    let error =
        Reviewer::join(first.path(), &path, &folder.path().join("none.themata"), false, &at(50)).unwrap_err();
    let ProjectError::Contradictions(found) = &error else { panic!("{error}") };
    assert_eq!(found.len(), 1);
    assert!(error.to_string().contains("moved candidate code 2 to candidate theme B"), "{error}");
}
