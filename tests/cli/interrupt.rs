//! Ctrl-C during an action.

use std::io::Read as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{TestFolder, interviews, transcript};

/// What a shell reports for a program that Ctrl-C ended.
const CANCELLED: Option<i32> = Some(130);

fn start(place: &TestFolder, args: &[&str]) -> Child {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("themata"));
    command.current_dir(place.path()).args(args);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

fn press(child: &Child) {
    // SAFETY: the process is a child that has not been waited for, so that its number is no other's.
    assert_eq!(unsafe { libc::kill(child.id() as i32, libc::SIGINT) }, 0);
}

fn said(child: &mut Child) -> String {
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    said
}

fn names(place: &TestFolder) -> Vec<String> {
    let entries = std::fs::read_dir(place.path()).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn ctrl_c_cancels_a_suggest_and_leaves_nothing() {
    let place = TestFolder::new();
    place.write("talk.txt", transcript(4000));
    let before = names(&place);
    let args = ["suggest", "talk.txt", "-p", "s.themata"];
    let mut child = start(&place, &args);
    // Once the file is there, embedding is under way; with such words it takes seconds.
    let began = Instant::now();
    while !place.path().join("s.themata").exists() {
        assert!(child.try_wait().unwrap().is_none() && began.elapsed() < Duration::from_secs(120));
        std::thread::sleep(Duration::from_millis(5));
    }
    press(&child);
    let (said, status) = (said(&mut child), child.wait().unwrap());
    assert_eq!(status.code(), CANCELLED, "{said}");
    assert!(said.contains("cancelled"), "{said}");
    assert_eq!(names(&place), before);
}

#[test]
fn ctrl_c_at_any_moment_leaves_a_study_whole() {
    let place = interviews();
    let began = Instant::now();
    place.ok(&["sensitivity", "-p", "s.themata", "--json"]);
    let (whole, usual) = (std::fs::read(place.path().join("s.themata")).unwrap(), began.elapsed());
    let mut n_cancelled = 0;
    for part in 0..10 {
        let mut child = start(&place, &["sensitivity", "-p", "s.themata", "--json"]);
        std::thread::sleep(usual * part / 10);
        // It may have ended by itself; it is waited for below, so that the number is still its own.
        press(&child);
        let (said, status) = (said(&mut child), child.wait().unwrap());
        // Before it listens, Ctrl-C ends it as it ends any program, without a code.
        assert!(
            status.success() || status.code().is_none() || status.code() == CANCELLED,
            "{status:?}: {said}"
        );
        n_cancelled += u32::from(status.code() == CANCELLED);
        assert_eq!(names(&place), ["s.themata"]);
        assert!(std::fs::read(place.path().join("s.themata")).unwrap() == whole);
    }
    println!("{n_cancelled} of 10 were cancelled");
    place.ok(&["log", "verify", "-p", "s.themata"]);
}

#[test]
fn a_second_ctrl_c_ends_what_waits() {
    let place = TestFolder::new();
    // Waits for input that never comes, where it cannot ask whether to go on.
    let mut child = start(&place, &["embed", "-", "--output", "v.npy"]);
    std::thread::sleep(Duration::from_secs(3));
    press(&child);
    let began = Instant::now();
    while child.try_wait().unwrap().is_none() {
        assert!(began.elapsed() < Duration::from_secs(60), "it goes on");
        std::thread::sleep(Duration::from_millis(300));
        // A machine under load can take two signals for one.
        if child.try_wait().unwrap().is_none() {
            press(&child);
        }
    }
    assert!(!place.path().join("v.npy").exists());
}
