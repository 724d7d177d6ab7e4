//! The files that the program writes: complete, replacing nothing else, and readable only by their owner.

use std::path::Path;

use crate::looking::version_2;
use crate::{TestFolder, interviews, transcript};

#[test]
fn a_copy_is_whole_and_replaces_nothing() {
    let place = interviews();
    let report = place.json(&["copy", "s.themata", "copy.themata", "--json"]);
    let verified = place.json(&["log", "verify", "-p", "copy.themata", "--json"]);
    assert_eq!(report["n_operations"], verified["n_operations"]);
    assert_eq!(report["last_hash"], verified["last_hash"]);
    assert_eq!(report["n_bytes"], std::fs::metadata(place.path().join("copy.themata")).unwrap().len());
    place.write("there.themata", "mine");
    let message = place.refused(6, &["copy", "s.themata", "there.themata"]);
    assert!(message.contains("there.themata") && message.contains("Choose another name"), "{message}");
    assert_eq!(std::fs::read(place.path().join("there.themata")).unwrap(), b"mine");
    place.refused(4, &["copy", "none.themata", "new.themata"]);
    place.refused(4, &["copy", "s.themata", "no/such/new.themata"]);
    let said = place.ok(&["copy", "s.themata", "second.themata"]);
    assert!(said.contains("Copied to second.themata: 2 operations"), "{said}");
    let help = place.ok(&["copy", "--help"]);
    assert!(help.contains("instead of cp"), "{help}");
}

#[test]
fn a_copy_without_what_was_taken_out_holds_none_of_it() {
    let place = interviews();
    let copy = ["copy", "s.themata", "new.themata", "--without-removed"];
    let refused = place.refused(2, &copy);
    assert!(
        refused.contains("themata document remove") && refused.contains("--without-removed"),
        "{refused}"
    );
    place.ok(&["document", "remove", "P1.txt", "-p", "s.themata"]);
    let said = place.ok(&[&copy[..], &["--reason", "consent was withdrawn"]].concat());
    for part in ["Left out: 1 document", "The log of the copy begins anew", "s.themata still holds"] {
        assert!(said.replace('\n', " ").contains(part), "{said}");
    }
    let bytes = std::fs::read(place.path().join("new.themata")).unwrap();
    assert!(!bytes.windows(6).any(|window| window == b"P1.txt"));
    let listed = place.ok(&["document", "list", "-p", "new.themata"]);
    assert!(listed.contains("erased document 1") && !listed.contains("P1.txt"), "{listed}");
    let log = place.ok(&["log", "-p", "new.themata"]);
    assert!(
        log.contains("made from another without 1 document") && log.contains("consent was withdrawn"),
        "{log}"
    );
    let refused = place.refused(2, &["document", "restore", "erased document 1", "-p", "new.themata"]);
    assert!(refused.contains("was erased"), "{refused}");
    let refused = place.refused(2, &["sensitivity", "-p", "new.themata"]);
    assert!(refused.contains("themata suggest --fresh"), "{refused}");
    place.ok(&["log", "verify", "-p", "new.themata"]);
}

#[test]
fn a_file_with_names_replaced_holds_none_and_says_what_is_left_to_do() {
    let place = interviews();
    place.write("names.csv", "name,replacement\nMondays,market days\nP10,Q10\n");
    let make = ["pseudonymise", "new.themata", "--table", "names.csv", "-p", "s.themata"];
    let said = place.ok(&make).split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "of 2 names replaced in the texts",
        "The log of the new file begins anew",
        "s.themata still holds the names",
    ] {
        assert!(said.contains(part), "{said}");
    }
    let bytes = std::fs::read(place.path().join("new.themata")).unwrap();
    let holds = |words: &str| bytes.windows(words.len()).any(|window| window == words.as_bytes());
    assert!(holds("market days") && holds("Q10.txt") && !holds("Mondays") && !holds("P10"));
    assert!(place.ok(&["document", "list", "-p", "new.themata"]).contains("Q10.txt"));
    assert!(place.ok(&["log", "-p", "new.themata"]).contains("2 names replaced"));
    place.ok(&["log", "verify", "-p", "new.themata"]);
    place.refused(6, &make);
    place.write("names.csv", "name,replacement\nMondays,x\nP10,x\n");
    let refused = place.refused(2, &["pseudonymise", "b.themata", "--table", "names.csv", "-p", "s.themata"]);
    assert!(refused.contains("--same-replacement"), "{refused}");
}

/// A copy of an older file is of that version, and the original stays as it was.
#[test]
fn what_is_copied_is_not_upgraded() {
    let place = TestFolder::new();
    let bytes = std::fs::read(version_2()).unwrap();
    place.write("s.themata", &bytes);
    place.ok(&["copy", "s.themata", "copy.themata"]);
    assert!(std::fs::read(place.path().join("s.themata")).unwrap() == bytes);
    let version = |name: &str| -> i64 {
        let connection = rusqlite::Connection::open(place.path().join(name)).unwrap();
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
    };
    assert_eq!(version("copy.themata"), 2);
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 2);
}

#[test]
fn force_replaces_the_file_that_is_named_and_no_other() {
    let place = interviews();
    for (args, name) in [
        (&["export", "-p", "s.themata", "--force", "--output"][..], "out.json"),
        (&["embed", "a.txt", "--force", "--output"], "out.npy"),
        (&["import", "-p", "s.themata", "c.csv", "--force", "--unplaced"], "left.csv"),
    ] {
        place.write("a.txt", "some words\n");
        place.write("c.csv", "document,quote,code,coder\nP1.txt,Nobody ever said this.,Drink,Ann\n");
        let (part, other) = (format!("{name}.part"), format!("{name}.other"));
        for file in [name, &part, &other] {
            place.write(file, "mine");
        }
        let n = std::fs::read_dir(place.path()).unwrap().count();
        place.run(&[args, &[name]].concat());
        let read = |name: &str| std::fs::read(place.path().join(name)).unwrap();
        assert_ne!(read(name), b"mine", "{args:?}");
        assert_eq!((read(&part), read(&other)), (b"mine".to_vec(), b"mine".to_vec()), "{args:?}");
        assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), n, "{args:?}");
        // What cannot be written leaves all of it as it was.
        std::fs::remove_file(place.path().join(name)).unwrap();
        std::fs::create_dir(place.path().join(name)).unwrap();
        assert!(!place.run(&[args, &[name]].concat()).status.success());
        assert_eq!((read(&part), read(&other)), (b"mine".to_vec(), b"mine".to_vec()), "{args:?}");
        assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), n, "{args:?}");
    }
}

#[cfg(unix)]
#[test]
fn what_holds_words_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = TestFolder::new();
    place.write("talk.txt", transcript(20));
    place.write("c.csv", "document,quote,code,coder\ntalk.txt,Nobody ever said this.,Drink,Ann\n");
    let mode = |name: &str| std::fs::metadata(place.path().join(name)).unwrap().permissions().mode() & 0o777;
    // Others may read what the user makes, as the masks of most systems have it.
    let run = |args: &[&str]| {
        let output = std::process::Command::new("sh")
            .args([
                "-c",
                "umask 022; exec \"$0\" \"$@\"",
                assert_cmd::cargo::cargo_bin!("themata").to_str().unwrap(),
            ])
            .args(args)
            .current_dir(place.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    run(&["-q", "suggest", "talk.txt", "-p", "s.themata", "--themes", "3", "--unit", "turn"]);
    run(&["coder", "add", "-p", "s.themata", "Ann", "-q"]);
    run(&["candidate", "accept", "-p", "s.themata", "1"]);
    run(&["export", "-p", "s.themata", "-o", "out.json"]);
    run(&["export", "-p", "s.themata", "-o", "forced.json", "--force"]);
    run(&["embed", "talk.txt", "--with-text", "-o", "out.parquet"]);
    run(&["compare", "-p", "s.themata", "--coders", "Ann", "--with-candidates", "--html", "page.html"]);
    run(&["copy", "s.themata", "copy.themata"]);
    run(&["join", "s.themata", "copy.themata", "--output", "both.themata"]);
    for name in
        ["s.themata", "out.json", "forced.json", "out.parquet", "page.html", "copy.themata", "both.themata"]
    {
        assert_eq!(mode(name), 0o600, "{name}");
    }
    let left = std::process::Command::new(assert_cmd::cargo::cargo_bin!("themata"))
        .args(["import", "-p", "s.themata", "c.csv", "--unplaced", "left.csv"])
        .current_dir(place.path())
        .output()
        .unwrap();
    assert_eq!(mode("left.csv"), 0o600, "{}", String::from_utf8_lossy(&left.stderr));

    // Permissions that somebody chose stay.
    for name in ["s.themata", "out.json"] {
        let path = place.path().join(name);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    }
    run(&["export", "-p", "s.themata", "-o", "out.json", "--force"]);
    run(&["candidate", "defer", "-p", "s.themata", "2"]);
    assert_eq!((mode("s.themata"), mode("out.json")), (0o640, 0o640));
}

/// A file without bytes on the disk that says it has that many.
fn huge(path: &Path, n_bytes: u64) {
    std::fs::File::create(path).unwrap().set_len(n_bytes).unwrap();
}

#[test]
fn what_is_read_has_a_limit_everywhere() {
    let place = interviews();
    place.write("talk.txt", transcript(10));
    huge(&place.path().join("people.csv"), 600 << 20);
    let message =
        place.refused(3, &["suggest", "talk.txt", "-p", "t.themata", "--participants", "people.csv"]);
    assert!(message.contains("people.csv") && message.contains("limit of 536870912"), "{message}");
    assert!(!place.path().join("t.themata").exists());

    let before = std::fs::read(place.path().join("s.themata")).unwrap();
    let lines = vec![b'\n'; (64 << 20) + 1];
    for (output, place_name) in [
        (place.piped(&["apply", "-p", "s.themata", "-"], &lines), "standard input"),
        (
            {
                place.write("d.jsonl", &lines);
                place.run(&["apply", "-p", "s.themata", "d.jsonl"])
            },
            "d.jsonl",
        ),
    ] {
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(3), "{message}");
        assert!(message.contains(place_name) && message.contains("67108864 bytes"), "{message}");
    }
    assert!(std::fs::read(place.path().join("s.themata")).unwrap() == before);
}
