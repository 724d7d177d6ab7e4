//! The rules of the house, read off the source: which room may use which, who owns which dependency, how long files are.

// Tests may unwrap, print and take what they know.
#![allow(clippy::unwrap_used, clippy::print_stdout, unreachable_pub)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const ROOMS: [&str; 13] = [
    "domain", "ingest", "segment", "embed", "cluster", "describe", "review", "compare", "report", "exchange",
    "store", "project", "cli",
];
/// The longest file that is allowed, its tests included.
const LONGEST: usize = 600;
/// The median file's length that is allowed.
const MEDIAN: usize = 150;

struct Source {
    path: PathBuf,
    room: Option<String>,
    text: String,
    /// The text without comments and without what is compiled for tests only.
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let inside = path.strip_prefix(&root).unwrap();
                let room = (inside.components().count() > 1)
                    .then(|| inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned());
                let is_test = path.to_str().unwrap().ends_with("tests.rs")
                    || inside.components().any(|part| part.as_os_str() == "tests");
                let code = if is_test { String::new() } else { code_of(&text) };
                found.push(Source { path: inside.to_owned(), room, text, code });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(found.len() > 50, "only {} files found", found.len());
    found
}

/// The lines that are neither comments nor, from `#[cfg(test)] mod` on, tests.
fn code_of(text: &str) -> String {
    let mut code = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim() == "#[cfg(test)]"
            && lines.peek().is_some_and(|next| next.trim().starts_with("mod tests {"))
        {
            break;
        }
        if !line.trim_start().starts_with("//") {
            code.push_str(line);
            code.push('\n');
        }
    }
    code
}

/// The rooms that a file names: `crate::room`, or `super::room` from a room's own top.
fn rooms_used(source: &Source) -> Vec<String> {
    ROOMS
        .iter()
        .filter(|room| Some(**room) != source.room.as_deref())
        .filter(|room| {
            source.code.match_indices(&format!("crate::{room}")).any(|(at, found)| {
                !source.code[at + found.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
            })
        })
        .map(|room| (*room).to_owned())
        .collect()
}

#[test]
fn every_folder_of_src_is_a_room() {
    for source in sources() {
        match &source.room {
            Some(room) => assert!(ROOMS.contains(&room.as_str()), "{room} is no room of the house"),
            None => assert!(["lib.rs", "main.rs"].contains(&source.path.to_str().unwrap())),
        }
    }
}

#[test]
fn rooms_use_only_what_they_may() {
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("domain", &[][..]),
        ("ingest", &["domain"]),
        ("segment", &["domain"]),
        ("embed", &["domain"]),
        ("cluster", &["domain"]),
        ("describe", &["domain"]),
        ("review", &["domain"]),
        ("compare", &["domain"]),
        ("report", &["domain"]),
        ("exchange", &["domain"]),
        ("store", &["domain"]),
        (
            "project",
            &[
                "domain", "ingest", "segment", "embed", "cluster", "describe", "review", "compare", "report",
                "exchange", "store",
            ],
        ),
        ("cli", &["domain", "project"]),
    ]);
    for source in sources() {
        let Some(room) = &source.room else { continue };
        for used in rooms_used(&source) {
            assert!(
                allowed[room.as_str()].contains(&used.as_str()),
                "src/{}: the room {room} may not use {used}",
                source.path.display()
            );
        }
    }
}

#[test]
fn grouped_imports_of_the_crate_are_not_a_way_around() {
    for source in sources() {
        assert!(
            !source.code.contains("crate::{"),
            "src/{}: name the room in each import",
            source.path.display()
        );
        assert!(
            !source.code.contains("crate::*"),
            "src/{}: name the room in each import",
            source.path.display()
        );
    }
}

#[test]
fn each_dependency_has_its_owner() {
    let owners: &[(&str, &[&str])] = &[
        ("rusqlite", &["store"]),
        ("linfa", &["cluster"]),
        ("linfa_clustering", &["cluster"]),
        ("linfa_nn", &["cluster"]),
        ("ndarray", &["cluster"]),
        ("gemm", &["embed", "cluster"]),
        ("safetensors", &["embed"]),
        ("tokenizers", &["embed"]),
        ("pulp", &["embed"]),
        ("bytemuck", &["embed"]),
        ("ureq", &["embed"]),
        ("dirs", &["cli"]),
        ("rust_bert", &["embed"]),
        ("tch", &["embed"]),
        ("clap", &["cli"]),
        ("clap_complete", &["cli"]),
        ("ctrlc", &["cli"]),
        ("indicatif", &["cli"]),
        ("anstream", &["cli"]),
        ("anstyle", &["cli"]),
        ("jiff", &["cli"]),
        ("terminal_size", &["cli"]),
        ("quick_xml", &["ingest", "exchange"]),
        ("zip", &["ingest", "exchange"]),
        ("calamine", &["ingest", "exchange"]),
        ("encoding_rs", &["ingest"]),
        ("chardetng", &["ingest"]),
        ("whatlang", &["describe"]),
        ("stop_words", &["describe"]),
        ("rust_stemmers", &["describe"]),
        ("arrow_array", &["exchange"]),
        ("arrow_buffer", &["exchange"]),
        ("arrow_ipc", &["exchange"]),
        ("arrow_schema", &["exchange"]),
        ("arrow_select", &["exchange"]),
        ("parquet", &["exchange"]),
        ("tempfile", &["exchange"]),
        ("libc", &["cli"]),
        ("csv", &["ingest", "exchange", "project"]),
        ("pathfinding", &["compare"]),
    ];
    for source in sources() {
        for (name, rooms) in owners {
            let used = source.code.lines().any(|line| {
                let line = line.trim_start();
                line.starts_with(&format!("use {name}::"))
                    || line.starts_with(&format!("use {name};"))
                    || mentions_crate(line, name)
            });
            let room = source.room.as_deref().unwrap_or("");
            assert!(
                !used || rooms.contains(&room),
                "src/{}: {name} belongs to {rooms:?}",
                source.path.display()
            );
        }
    }
}

/// Whether a line names a crate by path, and not a module or a field of that name.
fn mentions_crate(line: &str, name: &str) -> bool {
    line.match_indices(&format!("{name}::")).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !matches!(before, Some(c) if c.is_alphanumeric() || c == '_' || c == ':')
    })
}

#[test]
fn the_library_never_prints_nor_reads_environment_or_clock() {
    let forbidden = [
        "println!",
        "eprintln!",
        "print!(",
        "eprint!(",
        "std::env::",
        "env::var",
        "SystemTime",
        "Instant::now",
        "io::stdin",
        "io::stdout",
        "io::stderr",
        "process::exit",
    ];
    for source in sources() {
        if source.room.as_deref() == Some("cli") || source.room.is_none() {
            continue;
        }
        for word in forbidden {
            assert!(!source.code.contains(word), "src/{}: only cli may use {word}", source.path.display());
        }
    }
}

#[test]
fn nothing_touches_the_network_but_the_file_that_fetches_models() {
    for source in sources() {
        if source.path == Path::new("embed/shelf/hub.rs") {
            continue;
        }
        for word in ["std::net", "TcpStream", "UdpSocket", "reqwest", "ureq", "hyper::"] {
            assert!(!source.code.contains(word), "src/{}: {word}", source.path.display());
        }
    }
}

/// Rule 6: only a decision by a named coder makes a coding. No function takes a cluster or a proposal and gives a code.
#[test]
fn no_cluster_becomes_a_code() {
    for source in sources() {
        for machine in ["Proposal", "Clustering", "ClusterId"] {
            for human in ["Code", "Coding"] {
                for way in [format!("From<{machine}> for {human}"), format!("From<&{machine}> for {human}")] {
                    assert!(!source.code.contains(&way), "src/{}: {way}", source.path.display());
                }
            }
        }
    }
}

#[test]
fn files_are_short_and_doors_are_named() {
    let mut lengths: Vec<usize> = Vec::new();
    for source in sources() {
        let n = source.text.lines().count();
        assert!(n <= LONGEST, "src/{}: {n} lines, above {LONGEST}", source.path.display());
        assert!(
            source.text.starts_with("//!") || source.path.to_str().unwrap().ends_with("tests.rs"),
            "src/{}: no word on what it is for",
            source.path.display()
        );
        let name = source.path.file_stem().unwrap().to_str().unwrap();
        assert!(
            !["utils", "util", "helpers", "misc", "common"].contains(&name),
            "src/{}",
            source.path.display()
        );
        assert!(!source.code.contains("Other(String)"), "src/{}: name the error", source.path.display());
        lengths.push(n);
    }
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    assert!(median <= MEDIAN, "the median file has {median} lines, above {MEDIAN}");
}

#[test]
fn all_unsafe_code_says_why_it_is_sound() {
    for source in sources() {
        let lines: Vec<&str> = source.text.lines().collect();
        for (i, line) in lines.iter().enumerate() {
            let line = line.trim_start();
            if line.starts_with("unsafe {") || line.contains("= unsafe {") {
                let explained = lines[i.saturating_sub(6)..i].iter().any(|l| l.contains("SAFETY:"));
                assert!(explained, "src/{}:{}: unsafe without SAFETY", source.path.display(), i + 1);
            }
        }
    }
}
