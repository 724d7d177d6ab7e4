//! Read-only commands: they change no byte of a project, and work in folders without write access.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;

use crate::TestFolder;

/// A project that a program of file version 2 made (`tests/fixtures/README.md`).
pub(crate) fn version_2() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/version-2.themata")
}

/// What a folder holds, to the byte.
fn all(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), std::fs::read(&path).unwrap()))
        .collect()
}

/// Every command that only looks, and every trial.
const LOOKING: [&[&str]; 40] = [
    &["set-aside", "-p", "s.themata"],
    &["show", "-p", "s.themata"],
    &["show", "-p", "s.themata", "1"],
    &["read", "-p", "s.themata"],
    &["read", "-p", "s.themata", "P02"],
    &["read", "-p", "s.themata", "--around", "1"],
    &["find", "-p", "s.themata", "night"],
    &["find", "-p", "s.themata", "night", "--json"],
    &["export", "-p", "s.themata", "-f", "csv"],
    &["export", "-p", "s.themata", "-f", "json"],
    &["candidate", "list", "-p", "s.themata"],
    &["candidate", "list", "-p", "s.themata", "--as-of", "4"],
    &["candidate", "show", "-p", "s.themata", "1"],
    &["code", "list", "-p", "s.themata"],
    &["code", "show", "-p", "s.themata", "Nights on call"],
    &["memo", "list", "-p", "s.themata"],
    &["coder", "list", "-p", "s.themata"],
    &["queue", "-p", "s.themata"],
    &["progress", "-p", "s.themata"],
    &["log", "-p", "s.themata"],
    &["log", "verify", "-p", "s.themata"],
    &["diff", "-p", "s.themata", "4"],
    &["diff", "-p", "s.themata", "t.themata"],
    &["compare", "-p", "s.themata", "--coders", "Ann Lee", "--with-candidates"],
    &["disagreements", "-p", "s.themata", "--coders", "Ann Lee", "--with-candidates"],
    &["saturation", "-p", "s.themata"],
    &["sensitivity", "-p", "s.themata"],
    &["approach", "-p", "s.themata"],
    &["suggest", "--for", "Nights on call", "--project", "s.themata"],
    &["suggest", "--again", "--project", "s.themata", "--dry-run"],
    &["candidate", "defer", "-p", "s.themata", "4", "--dry-run"],
    &["candidate", "split", "-p", "s.themata", "4", "--dry-run"],
    &["candidate", "merge", "-p", "s.themata", "4", "--into", "5", "--dry-run"],
    &["code", "create", "-p", "s.themata", "New", "--dry-run"],
    &["memo", "write", "-p", "s.themata", "New", "--dry-run"],
    &["coder", "set", "-p", "s.themata", "Ben", "--dry-run"],
    &["coder", "open", "-p", "s.themata", "--dry-run"],
    &["undo", "-p", "s.themata", "--dry-run"],
    &["apply", "-p", "s.themata", "d.jsonl", "--dry-run"],
    &["import", "-p", "s.themata", "c.csv", "--coder", "Ben", "--dry-run"],
];

/// A folder with the project of version 2, and what the commands need beside it.
fn study() -> TestFolder {
    let place = TestFolder::new();
    place.write("s.themata", std::fs::read(version_2()).unwrap());
    place.write("t.themata", std::fs::read(version_2()).unwrap());
    place.write("d.jsonl", "{\"do\": \"create-code\", \"label\": \"New\"}\n");
    place.write("c.csv", "document,quote,code\nP02.txt,I had a drink after.,Drink\n");
    place
}

/// What must stay the same: what each coder sees of the codebook, and who the coders are.
fn decisions(place: &TestFolder, project: &str) -> Vec<Value> {
    let seen = |coder: &str| {
        let mut seen = place.json(&["code", "list", "-p", project, "--json", "--coder", coder]);
        // When it was looked at, as the number of the last operation.
        seen.as_object_mut().unwrap().remove("operation");
        seen
    };
    vec![seen("Ann Lee"), seen("Ben"), place.json(&["coder", "list", "-p", project, "--json"])]
}

#[test]
fn looking_changes_no_byte_and_leaves_no_file() {
    let place = study();
    let before = all(place.path());
    for args in LOOKING {
        place.ok(args);
        assert!(all(place.path()) == before, "{args:?} changed the folder");
    }
    // The same once it is of this program's version.
    place.ok(&["memo", "write", "-p", "s.themata", "Upgraded."]);
    let before = all(place.path());
    assert_eq!(before.len(), 4);
    for args in LOOKING {
        place.ok(args);
        assert!(all(place.path()) == before, "{args:?} changed the folder");
    }
}

#[test]
fn a_project_of_version_2_is_upgraded_and_keeps_its_decisions() {
    let place = study();
    let listed = decisions(&place, "s.themata");
    let before = records(&version_2());
    assert!(before.len() > 40, "{} records", before.len());
    place.ok(&["memo", "write", "-p", "s.themata", "Upgraded."]);
    place.ok(&["undo", "-p", "s.themata"]);
    assert_eq!(records(&place.path().join("s.themata")), before, "to the byte");
    assert_eq!(decisions(&place, "s.themata"), listed);
    // What the program that made it printed.
    let made = std::fs::read_to_string(version_2().with_extension("json")).unwrap();
    let made: Value = serde_json::from_str(&made).unwrap();
    for project in ["s.themata", "t.themata"] {
        let verified = place.json(&["log", "verify", "-p", project, "--json"]);
        assert_eq!(verified["codebook_sha256"], made["verified"]["codebook_sha256"], "to the byte");
    }
    for (coder, seen) in ["Ann Lee", "Ben"].iter().zip(&listed) {
        assert_eq!(&seen["codings"], &made[coder]["codings"]);
        let labels = |list: &Value| {
            list["codes"].as_array().unwrap().iter().map(|code| code["label"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(labels(seen), labels(&made[coder]));
    }
    assert_eq!(listed[2]["coders"][0]["default"], true);
}

/// The review's records as they stand in a file.
fn records(path: &Path) -> Vec<(String, String)> {
    themata::store::Store::open_read_only(path).unwrap().record_texts().unwrap()
}

#[test]
fn whoever_opens_a_project_to_look_at_it_cannot_change_it() {
    use themata::project::{ProjectError, Reviewer};
    let place = study();
    let path = place.path().join("s.themata");
    let before = all(place.path());
    let mut reviewer = Reviewer::open_read_only(&path, None).unwrap();
    let at = themata::domain::Timestamp("2026-01-01T00:00:00Z".to_owned());
    let error = reviewer.add_coder("Cy", &at).unwrap_err();
    assert!(matches!(error, ProjectError::Store(themata::store::StoreError::ReadOnly(_))), "{error}");
    let message = error.to_string();
    assert!(message.contains("s.themata") && message.contains("Open it for changes"), "{message}");
    assert!(all(place.path()) == before);
}

/// Runs the program as somebody who may not write here. `None` where this system does not let a test do that.
#[cfg(unix)]
fn as_reader(place: &TestFolder, args: &[&str]) -> Option<Output> {
    use std::os::unix::process::CommandExt as _;
    const NOBODY: u32 = 65534;
    let program = assert_cmd::cargo::cargo_bin!("themata");
    // The folder of the build may be one that nobody else can enter.
    let beside = place
        .path()
        .with_file_name(format!("{}-program", place.path().file_name().unwrap().to_str().unwrap()));
    let is_root = std::fs::read_to_string("/proc/self/status")
        .is_ok_and(|status| status.lines().any(|line| line.starts_with("Uid:\t0\t")));
    let mut command = std::process::Command::new(if is_root { &beside } else { program });
    if is_root {
        std::fs::copy(program, &beside).unwrap();
        command.uid(NOBODY).gid(NOBODY);
    }
    let output = command.current_dir(place.path()).args(args).output();
    let _ = std::fs::remove_file(&beside);
    output
        .map_err(|error| println!("SKIPPED: the program cannot be run as somebody else here ({error})"))
        .ok()
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// Makes a folder and what is in it readable and nothing else, does something, and makes it writable again.
#[cfg(unix)]
fn locked<T>(place: &TestFolder, file_mode: u32, work: impl FnOnce() -> T) -> T {
    for path in all(place.path()).keys() {
        set_mode(path, file_mode);
    }
    set_mode(place.path(), 0o555);
    let done = work();
    set_mode(place.path(), 0o755);
    done
}

#[cfg(unix)]
#[test]
fn a_project_is_shown_from_a_folder_that_cannot_be_written() {
    let of_version_2 = study();
    let upgraded = study();
    upgraded.ok(&["memo", "write", "-p", "s.themata", "Upgraded."]);
    for place in [of_version_2, upgraded] {
        let before = all(place.path());
        for args in [LOOKING[0], LOOKING[4], LOOKING[7], LOOKING[14], LOOKING[24], LOOKING[32]] {
            for mode in [0o444, 0o666] {
                let Some(output) = locked(&place, mode, || as_reader(&place, args)) else { return };
                assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
                assert!(all(place.path()) == before, "{args:?}");
            }
        }
        for mode in [0o444, 0o666] {
            let decide = ["candidate", "defer", "-p", "s.themata", "4"];
            let Some(output) = locked(&place, mode, || as_reader(&place, &decide)) else { return };
            let message = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(4), "{message}");
            assert!(message.contains("s.themata") && message.contains("may write there"), "{message}");
            assert!(all(place.path()) == before, "{message}");
        }
    }
}

/// What a killed process left cannot be used where nothing can be written: the message names both files and the way out.
#[cfg(unix)]
#[test]
fn a_journal_that_cannot_be_recovered_is_named_with_the_remedy() {
    for ending in ["-journal", "-wal"] {
        let place = study();
        let path = place.path().join("s.themata");
        {
            let made = study();
            let made = made.path().join("s.themata");
            let other = rusqlite::Connection::open(&made).unwrap();
            let mode = if ending == "-wal" { "WAL" } else { "DELETE" };
            other.pragma_update(None, "journal_mode", mode).unwrap();
            other.pragma_update(None, "cache_size", 1).unwrap();
            other.execute_batch("BEGIN").unwrap();
            for i in 0..200 {
                let filler = "x".repeat(9_000);
                other.execute_batch(&format!("INSERT INTO record VALUES ('coder/{i}', '{filler}')")).unwrap();
            }
            if ending == "-wal" {
                other.execute_batch("COMMIT").unwrap();
            }
            let beside = |path: &Path| PathBuf::from(format!("{}{ending}", path.display()));
            std::fs::copy(&made, &path).unwrap();
            std::fs::copy(beside(&made), beside(&path)).unwrap();
        }
        let before = all(place.path());
        for args in [&["show", "-p", "s.themata"][..], &["candidate", "defer", "-p", "s.themata", "4"]] {
            for mode in [0o444, 0o666] {
                let Some(output) = locked(&place, mode, || as_reader(&place, args)) else { return };
                let message = String::from_utf8_lossy(&output.stderr);
                assert_eq!(output.status.code(), Some(4), "{message}");
                for words in [&format!("s.themata{ending}"), "Copy both files together to a folder"] {
                    assert!(message.contains(words), "{args:?}, {mode:o}: {message}");
                }
                assert!(all(place.path()) == before, "{message}");
            }
        }
    }
}
