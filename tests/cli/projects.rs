//! Which project a command uses, and what next commands are told to type.

use crate::{TestFolder, interviews};

/// What a command says besides its result.
fn said(place: &TestFolder, args: &[&str]) -> String {
    let output = place.run(args);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{args:?}: {said}");
    said
}

/// A folder with two projects, `s.themata` with the coders Ann and Ben, and its copy `old.themata`.
fn two_projects() -> TestFolder {
    let place = interviews();
    place.ok(&["coder", "add", "Ben", "-q"]);
    place.ok(&["copy", "s.themata", "old.themata", "-q"]);
    place
}

#[test]
fn the_only_project_of_the_folder_is_used() {
    let place = interviews();
    let named = place.json(&["show", "--json", "-p", "s.themata"]);
    assert_eq!(place.json(&["show", "--json"]), named);
    assert_eq!(place.json(&["log", "verify", "--json"])["n_runs"], 1);
    place.ok(&["candidate", "accept", "2", "--label", "Rota"]);
    assert!(place.ok(&["code", "show", "Rota"]).contains("Rota"));
    // Folders and files with other endings do not count.
    std::fs::create_dir(place.path().join("old.themata")).unwrap();
    place.write("s.themata.bak", "");
    place.ok(&["progress"]);
}

#[test]
fn without_a_project_it_is_said_how_to_make_or_name_one() {
    let place = TestFolder::new();
    for args in [&["show"][..], &["coder", "add", "Ann"], &["suggest", "--again"], &["log", "verify"]] {
        let message = place.refused(4, args);
        for words in ["holds no project", "themata suggest FOLDER", "-p FILE"] {
            assert!(message.contains(words), "{args:?}: {message}");
        }
    }
}

#[test]
fn of_several_projects_one_must_be_named() {
    let place = two_projects();
    let message = place.refused(2, &["progress", "--coder", "Ann"]);
    assert!(
        message.contains("several projects (old.themata, s.themata)") && message.contains("-p old.themata"),
        "{message}"
    );
    place.ok(&["candidate", "accept", "1", "--coder", "Ann", "-p", "s.themata"]);
    let accepted = |project: &str| {
        place.json(&["progress", "--coder", "Ann", "--json", "--project", project])["n_accepted"].clone()
    };
    assert_eq!((accepted("s.themata"), accepted("old.themata")), (1.into(), 0.into()));
}

#[test]
fn a_project_as_an_argument_is_answered_with_its_option() {
    let place = interviews();
    for args in [
        &["show", "s.themata"][..],
        &["show", "s.themata", "3"],
        &["coder", "add", "s.themata", "Ben"],
        &["candidate", "accept", "s.themata", "3"],
        &["code", "list", "s.themata"],
        &["export", "s.themata", "-f", "csv"],
    ] {
        let message = place.refused(2, args);
        assert!(message.contains("name it with -p s.themata"), "{args:?}: {message}");
    }
    for args in [&["import", "s.themata", "t.csv"][..], &["diff", "s.themata", "2"]] {
        let message = place.refused(2, args);
        assert!(message.contains("-p"), "{args:?}: {message}");
    }
    assert_eq!(place.json(&["coder", "list", "--json"])["coders"].as_array().unwrap().len(), 1);
}

#[test]
fn next_commands_name_project_and_coder_as_they_were_named() {
    let place = interviews();
    assert!(said(&place, &["candidate", "defer", "1"]).contains("`themata undo`"));
    assert!(said(&place, &["undo", "-p", "s.themata"]).contains("`themata redo -p s.themata`"));
    let message = place.refused(2, &["candidate", "show", "99", "--coder", "Ann"]);
    assert!(message.contains("hint: themata show --coder Ann\n"), "{message}");
    let message = place.refused(2, &["code", "show", "Nihgts", "--coder", "Ann", "-p", "s.themata"]);
    assert!(message.contains("hint: themata code list -p s.themata --coder Ann"), "{message}");

    let place = two_projects();
    place.write("talks/talk.txt", crate::transcript(20));
    let made = said(&place, &["suggest", "talks", "--codes", "3", "--unit", "turn"]);
    for words in ["themata show A -p talks.themata", "themata coder add 'Your Name' -p talks.themata"] {
        assert!(made.contains(words), "{words}: {made}");
    }
}

#[test]
fn a_new_project_that_stands_alone_needs_no_option() {
    let place = TestFolder::new();
    place.write("talk.txt", crate::transcript(20));
    let made = said(&place, &["suggest", "talk.txt", "--unit", "turn"]);
    assert!(made.contains("  themata show A   ") && !made.contains("-p "), "{made}");
    place.ok(&["show", "A"]);
    place.ok(&["show", "1"]);
}
