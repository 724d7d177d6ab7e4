//! Few or no segments: a sensible result that states how little evidence it has, or a clear refusal.

use crate::{TestFolder, n_codes, transcript};

#[test]
fn thirty_segments() {
    let place = TestFolder::new();
    place.write("small.txt", transcript(30));
    let view = place.json(&["suggest", "small.txt", "--json", "--unit", "turn"]);
    assert_eq!(view["run"]["counts"]["segments"], 30);
    let n = n_codes(&view);
    assert!((2..=6).contains(&n), "{n} candidate codes of 30 segments");
    assert!(view["themes"].as_array().unwrap().len() < n, "in fewer candidate themes");
    let notices = view["run"]["notices"].to_string();
    assert!(notices.contains("rests on 30 segments"), "{notices}");
    for notice in view["run"]["notices"].as_array().unwrap() {
        let (kind, fact, message) = (&notice["kind"], &notice["fact"], &notice["message"]);
        assert!(kind.is_string() && fact.is_string() && message.is_string(), "{notice}");
    }
    // They are the same when the project is opened again.
    let project = place.json(&["show", "-p", "small.themata", "--as-suggested", "--json"]);
    assert_eq!(project["run"]["notices"], view["run"]["notices"]);
    assert_eq!(project["themes"], view["themes"]);
}

#[test]
fn three_segments() {
    let place = TestFolder::new();
    place.write("few.txt", transcript(3));
    let view = place.json(&["suggest", "few.txt", "--json", "--unit", "turn"]);
    assert_eq!(view["run"]["counts"]["segments"], 3);
    assert!(view["run"]["notices"].to_string().contains("rests on 3 segments"));
}

#[test]
fn one_segment() {
    let place = TestFolder::new();
    place
        .write("one.txt", "Interviewer: And?\n\nParticipant: I was afraid of that patient, and I said so.\n");
    let view = place.json(&["suggest", "one.txt", "--json"]);
    let themes = view["themes"].as_array().unwrap();
    assert_eq!(themes.len(), 1);
    assert_eq!((&themes[0]["n_segments"], &themes[0]["codes"]), (&1.into(), &serde_json::json!([])));
    assert!(themes[0]["rival"].is_null());
    assert!(view["run"]["silhouette"]["mean"].is_null(), "undefined is no number");
    assert!(view["run"]["silhouette"]["undefined_because"].is_string());
}

#[test]
fn no_segment() {
    let place = TestFolder::new();
    place.write(
        "none.txt",
        "Interviewer: Hello.\n\nParticipant: Mm-hm.\n\nInterviewer: Okay.\n\nParticipant: Yeah.\n",
    );
    let message = place.refused(3, &["suggest", "none.txt"]);
    assert!(message.contains("none.txt") && message.contains("no segment to cluster"), "{message}");
    assert!(message.contains("--speaker"), "{message}");
    assert!(!place.path().join("none.themata").exists(), "a refusal leaves no file behind");
    place.write("empty.txt", "");
    let message = place.refused(3, &["suggest", "empty.txt"]);
    assert!(message.contains("empty.txt") && message.contains("no words"), "{message}");
}

#[test]
fn all_segments_the_same() {
    let place = TestFolder::new();
    place.write("same.csv", format!("text\n{}", "I would rather not say anything about it.\n".repeat(40)));
    let view = place.json(&["suggest", "same.csv", "--json"]);
    assert_eq!(view["themes"].as_array().unwrap().len(), 1);
    assert_eq!(view["themes"][0]["n_segments"], 40);
    let message = place.refused(2, &["suggest", "same.csv", "--codes", "2"]);
    let rule = "the number of candidate codes must be at most the number of different segments (1)";
    assert!(message.contains(rule) && message.contains("hint: --codes <K>"), "{message}");
}

#[test]
fn candidate_themes_are_as_many_as_were_asked_for_or_it_is_refused() {
    let place = TestFolder::new();
    place.write("same.csv", format!("text\n{}", "I would rather not say anything about it.\n".repeat(40)));
    let message = place.refused(2, &["suggest", "same.csv", "--themes", "2"]);
    assert!(message.contains("--themes"), "{message}");
    place.write("talk.txt", transcript(40));
    let view = place.json(&["suggest", "talk.txt", "--json", "--unit", "turn", "--themes", "5"]);
    assert_eq!(view["themes"].as_array().unwrap().len(), 5);
}

#[test]
fn an_empty_file_among_others_is_said_to_be_empty() {
    let place = TestFolder::new();
    place.write("folder/one.txt", transcript(20));
    place.write("folder/two.txt", "");
    let output = place.run(&["suggest", "folder"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    assert!(said.contains("two.txt") && said.contains("holds no words"), "{said}");
}

#[test]
fn a_text_longer_than_the_window_is_said_to_be() {
    let place = TestFolder::new();
    let long = "and then we talked about the rota and about who had been on call that night ".repeat(60);
    place.write(
        "long.txt",
        format!("Interviewer: So?\n\nParticipant: {long}\n\nInterviewer: And?\n\nParticipant: It ended.\n"),
    );
    let view = place.json(&["suggest", "long.txt", "--json", "--unit", "turn"]);
    assert_eq!(view["run"]["counts"]["segments_in_several_windows"], 1);
    assert!(view["run"]["notices"].to_string().contains("longer than the model's window of 256 tokens"));
}
