//! The program as a user runs it: commands in, words and exit codes out.

// Tests may unwrap, print and take what they know.
#![allow(clippy::unwrap_used, clippy::print_stdout, unreachable_pub)]

mod agree;
mod bad_input;
mod commands;
mod compare;
mod documents;
mod embed;
mod embed_formats;
mod evaluate;
mod files;
mod import;
#[cfg(target_os = "linux")]
mod interrupt;
mod looking;
mod model;
#[cfg(target_os = "linux")]
mod no_network;
mod projects;
mod reference;
mod review;
mod same_answer;
mod saturation;
mod sensitivity;
mod simulate;
mod sizes;
mod study;

use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::OnceLock;

use assert_cmd::Command;
use serde_json::Value;

/// The program in a folder of its own, so that no test sees another's project file.
struct TestFolder {
    folder: tempfile::TempDir,
}

impl TestFolder {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Returns the program with arguments, in a layout that does not depend on who runs the tests.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::cargo_bin("themata").unwrap();
        command.current_dir(self.path()).args(args).env_remove("COLUMNS");
        command
    }

    /// Runs with bytes on standard input.
    fn piped(&self, args: &[&str], bytes: &[u8]) -> Output {
        self.command(args).write_stdin(bytes).output().unwrap()
    }

    /// Runs what must succeed and gives standard output.
    fn ok(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.ok(args)).unwrap()
    }

    /// Runs what must be refused with an exit code and gives the message.
    fn refused(&self, code: i32, args: &[&str]) -> String {
        let output = self.run(args);
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{args:?}: {message}");
        assert!(message.contains("error"), "{message}");
        assert!(!message.contains("panicked"), "{message}");
        message
    }
}

/// The invented study that the project ships.
fn balint() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/balint").display().to_string()
}

/// The shipped study's project with one run in its own folder, as `s.themata`. Further runs there find the embeddings, which take most
/// of the time.
fn embedded_demo() -> TestFolder {
    static PROJECT: OnceLock<Vec<u8>> = OnceLock::new();
    made_once(&PROJECT, |place| {
        place.ok(&["suggest", "-q", &balint(), "-p", "s.themata"]);
    })
}

/// Returns a folder of its own with a copy of the project `s.themata`, which is made the first time.
fn made_once(project: &OnceLock<Vec<u8>>, make: impl FnOnce(&TestFolder)) -> TestFolder {
    let bytes = project.get_or_init(|| {
        let place = TestFolder::new();
        make(&place);
        std::fs::read(place.path().join("s.themata")).unwrap()
    });
    let place = TestFolder::new();
    place.write("s.themata", bytes);
    place
}

/// A project of nine interviews with five answers each, P1 to P8 and P10, in four candidate codes (1, 3 and 4 in candidate
/// theme A, 2 in B), with the coder Ann.
fn interviews() -> TestFolder {
    static PROJECT: OnceLock<Vec<u8>> = OnceLock::new();
    made_once(&PROJECT, |place| {
        let answers: Vec<String> = transcript(45).split_inclusive("\n\n").map(str::to_owned).collect();
        for (of, name) in answers.chunks(10).zip(["P1", "P10", "P2", "P3", "P4", "P5", "P6", "P7", "P8"]) {
            place.write(&format!("talks/{name}.txt"), of.concat());
        }
        place.ok(&["suggest", "-q", "talks", "-p", "s.themata", "--codes", "4", "--unit", "turn"]);
        place.ok(&["coder", "add", "-p", "s.themata", "Ann", "-q"]);
    })
}

/// How many candidate codes a run proposed, in all of its candidate themes.
fn n_codes(view: &Value) -> usize {
    view["themes"].as_array().unwrap().iter().map(|theme| theme["codes"].as_array().unwrap().len()).sum()
}

/// A transcript of one question and `n` different answers.
fn transcript(n: usize) -> String {
    let things =
        ["the rota", "my patients", "the relatives", "sleep", "the students", "the group", "paperwork"];
    let ways = ["worries me", "has changed", "takes my time", "is what I talk about", "makes me laugh"];
    let ends = ["most of all on Mondays", "since the winter", "when I am on call", "more than I say at home"];
    (0..n)
        .map(|i| {
            let thing = things[i % things.len()];
            let way = ways[(i / things.len()) % ways.len()];
            let end = ends[(i / (things.len() * ways.len())) % ends.len()];
            format!(
                "Interviewer: And then?\n\nParticipant: I would say that {thing} {way} {end}, number {i}.\n\n"
            )
        })
        .collect()
}
