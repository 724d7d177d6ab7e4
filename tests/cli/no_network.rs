//! A whole study without a network: the program may use only sockets inside the machine, and is killed if it opens another.

use std::collections::BTreeMap;
use std::os::unix::process::CommandExt;
use std::process::{Command, Output};

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
};

use super::{TestFolder, balint};

/// Kills a program that opens an internet socket (socket(2) with AF_INET or AF_INET6).
fn filter() -> BpfProgram {
    let family = |family: i32| {
        let condition =
            SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, family as u64).unwrap();
        SeccompRule::new(vec![condition]).unwrap()
    };
    let rules = vec![family(libc::AF_INET), family(libc::AF_INET6)];
    SeccompFilter::new(
        BTreeMap::from([(libc::SYS_socket, rules)]),
        SeccompAction::Allow,
        SeccompAction::KillProcess,
        std::env::consts::ARCH.try_into().unwrap(),
    )
    .unwrap()
    .try_into()
    .unwrap()
}

fn without_network(place: &TestFolder, args: &[&str]) -> Output {
    let filter = filter();
    let mut command = Command::new(env!("CARGO_BIN_EXE_themata"));
    command.current_dir(place.path()).args(args);
    // SAFETY: between fork and exec only the filter is set, which makes system calls and nothing else.
    unsafe {
        command.pre_exec(move || seccompiler::apply_filter(&filter).map_err(std::io::Error::other));
    }
    command.output().unwrap()
}

#[test]
fn a_whole_study_opens_no_connection() {
    let place = TestFolder::new();
    let shelf = place.path().join("models").display().to_string();
    let tiny = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/model/tiny/xlm-roberta-cls");
    for args in [
        &["suggest", &balint(), "--project", "s.themata"][..],
        &["suggest", &balint(), "--project", "s.themata", "--algorithm", "dbscan"],
        &["show", "-p", "s.themata"],
        &["show", "-p", "s.themata", "1"],
        &["export", "-p", "s.themata", "--format", "csv"],
        &["model", "add", tiny, "--models-dir", &shelf],
        &["model", "list", "--models-dir", &shelf],
        &["model", "check", "--models-dir", &shelf],
        &[
            "suggest",
            &balint(),
            "--project",
            "t.themata",
            "--model",
            "xlm-roberta-cls",
            "--models-dir",
            &shelf,
        ],
        &["model", "remove", "xlm-roberta-cls", "--models-dir", &shelf],
        &["completions", "bash"],
    ] {
        let output = without_network(&place, args);
        let message = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args:?}: {} {message}", output.status);
    }
}

/// That the filter works: the one command that uses the network does not survive it.
#[cfg(feature = "download")]
#[test]
fn the_command_that_uses_the_network_is_killed() {
    use std::os::unix::process::ExitStatusExt;
    let place = TestFolder::new();
    let output = without_network(
        &place,
        &["model", "add", "--download", "a/b", "--hub", "http://127.0.0.1:9", "--models-dir", "models"],
    );
    assert_eq!(output.status.signal(), Some(libc::SIGSYS));
}
