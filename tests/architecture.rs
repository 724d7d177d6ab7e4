//! Checks the dependency rules of `docs/design.md` in the source: which module may use which, which module owns which
//! dependency, how long files are.

// Tests may unwrap, print and take what they know.
#![allow(clippy::unwrap_used, clippy::print_stdout, unreachable_pub)]

#[path = "architecture/imports.rs"]
mod imports;
#[path = "architecture/literals.rs"]
mod literals;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const MODULES: [&str; 15] = [
    "domain",
    "output_file",
    "words",
    "ingest",
    "segment",
    "embed",
    "cluster",
    "describe",
    "review",
    "compare",
    "report",
    "exchange",
    "store",
    "project",
    "cli",
];
/// The longest file that is allowed, its tests included.
const LONGEST: usize = 600;

struct Source {
    path: PathBuf,
    module: Option<String>,
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
                let module = (inside.components().count() > 1)
                    .then(|| inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned());
                let is_test = path.to_str().unwrap().ends_with("tests.rs")
                    || inside.components().any(|part| part.as_os_str() == "tests");
                let code = if is_test { String::new() } else { code_of(&text) };
                found.push(Source { path: inside.to_owned(), module, text, code });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(found.len() > 50, "only {} files found", found.len());
    found
}

/// Returns the lines that are neither comments nor tests, which begin at `#[cfg(test)] mod`.
fn code_of(text: &str) -> String {
    let mut code = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim() == "#[cfg(test)]"
            && lines.peek().is_some_and(|next| next.trim().ends_with("mod tests {"))
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

/// Lists the modules that a file names: by `crate::module`, or by enough `super::` to leave its own module.
fn modules_used(source: &Source) -> Vec<String> {
    MODULES
        .iter()
        .filter(|module| Some(**module) != source.module.as_deref())
        .filter(|module| {
            [format!("crate::{module}"), format!("{}{module}", "super::".repeat(depth(source)))].iter().any(
                |name| {
                    source.code.match_indices(name.as_str()).any(|(at, found)| {
                        let (before, after) = (&source.code[..at], &source.code[at + found.len()..]);
                        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
                        !before.ends_with(is_part)
                            && !after.starts_with(|c: char| c.is_alphanumeric() || c == '_')
                    })
                },
            )
        })
        .map(|module| (*module).to_owned())
        .collect()
}

/// Counts the `super::` that lead from a file's module to the top of the crate.
fn depth(source: &Source) -> usize {
    let n = source.path.components().count();
    if source.path.ends_with("mod.rs") { n - 1 } else { n }
}

#[test]
fn every_folder_of_src_is_a_module() {
    for source in sources() {
        match &source.module {
            Some(module) => assert!(MODULES.contains(&module.as_str()), "{module} is not among the modules"),
            None => assert!(["lib.rs", "main.rs"].contains(&source.path.to_str().unwrap())),
        }
    }
}

#[test]
fn modules_use_only_what_they_may() {
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("domain", &[][..]),
        // Writes files for those who make them. It knows nothing of what is in them.
        ("output_file", &[]),
        ("ingest", &["domain"]),
        ("segment", &["domain"]),
        ("embed", &["domain", "output_file"]),
        ("cluster", &["domain"]),
        ("describe", &["domain"]),
        ("review", &["domain"]),
        ("compare", &["domain"]),
        ("report", &["domain"]),
        ("exchange", &["domain", "output_file"]),
        ("store", &["domain", "output_file"]),
        ("words", &["domain"]),
        (
            "project",
            &[
                "domain",
                "output_file",
                "ingest",
                "segment",
                "embed",
                "cluster",
                "describe",
                "review",
                "compare",
                "report",
                "exchange",
                "store",
                "words",
            ],
        ),
        ("cli", &["domain", "project", "words"]),
    ]);
    for source in sources() {
        let Some(module) = &source.module else { continue };
        for used in modules_used(&source) {
            assert!(
                allowed[module.as_str()].contains(&used.as_str()),
                "src/{}: the module {module} may not use {used}",
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
            "src/{}: name the module in each import",
            source.path.display()
        );
        assert!(
            !source.code.contains("crate::*"),
            "src/{}: name the module in each import",
            source.path.display()
        );
    }
}

/// Dependencies that every module may use.
const USED_BY_ALL: [&str; 4] = ["serde", "serde_json", "strum", "thiserror"];
/// Dependencies that only the build script uses.
const BUILD_ONLY: [&str; 1] = ["torch_sys"];
/// The modules that may use each of the other dependencies.
const OWNERS: &[(&str, &[&str])] = &[
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
    ("textwrap", &["cli"]),
    ("quick_xml", &["ingest"]),
    ("zip", &["ingest", "report"]),
    ("rust_xlsxwriter", &["report"]),
    ("calamine", &["ingest"]),
    ("encoding_rs", &["ingest"]),
    ("chardetng", &["ingest"]),
    ("whatlang", &["describe"]),
    ("similar", &["project"]),
    ("stop_words", &["describe"]),
    ("rust_stemmers", &["describe"]),
    ("arrow_array", &["exchange"]),
    ("arrow_buffer", &["exchange"]),
    ("arrow_ipc", &["exchange"]),
    ("arrow_schema", &["exchange"]),
    ("arrow_select", &["exchange"]),
    ("parquet", &["exchange"]),
    ("tempfile", &["output_file", "exchange"]),
    ("libc", &["cli"]),
    ("csv", &["ingest", "exchange"]),
    ("pathfinding", &["compare"]),
    ("strsim", &["review"]),
    ("hayro_interpret", &["ingest"]),
    ("regex", &["ingest"]),
    ("sha2", &["domain", "ingest", "embed", "review", "store", "project"]),
    ("unicode_segmentation", &["segment", "describe"]),
    ("half", &["embed"]),
    ("hdbscan", &["cluster"]),
    ("kodama", &["cluster"]),
    ("leiden_rs", &["cluster"]),
    ("linfa_linalg", &["cluster"]),
    ("rand", &["cluster", "compare"]),
    ("rand_xoshiro", &["cluster", "compare", "project"]),
    ("rayon", &["embed", "cluster", "describe", "compare", "exchange", "project", "cli"]),
    ("unicode_width", &["cli"]),
    ("caseless", &["domain"]),
    ("unicode_normalization", &["domain", "ingest", "describe", "exchange"]),
];

#[test]
fn every_dependency_is_among_the_owners() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let mut is_dependency = false;
    let mut found = Vec::new();
    for line in manifest.lines() {
        if let Some(section) = line.strip_prefix('[') {
            let section = section.trim_end_matches(']');
            is_dependency = section == "dependencies"
                || (section.starts_with("target.") && section.ends_with(".dependencies"));
        } else if let Some((name, _)) =
            line.split_once('=').filter(|_| is_dependency && !line.starts_with('#'))
        {
            found.push(name.trim().replace('-', "_"));
        }
    }
    let owned: Vec<&str> =
        OWNERS.iter().map(|(name, _)| *name).chain(USED_BY_ALL).chain(BUILD_ONLY).collect();
    for name in &found {
        assert_eq!(
            owned.iter().filter(|owned| *owned == name).count(),
            1,
            "{name} of Cargo.toml needs its owners here, once"
        );
    }
    for name in owned {
        assert!(found.iter().any(|found| found == name), "{name} is no dependency of Cargo.toml any more");
    }
}

#[test]
fn each_dependency_has_its_owner() {
    for source in sources() {
        for (name, modules) in OWNERS {
            let used = source.code.lines().any(|line| {
                let line = line.trim_start();
                line.starts_with(&format!("use {name}::"))
                    || line.starts_with(&format!("use {name};"))
                    || mentions_crate(line, name)
            });
            let module = source.module.as_deref().unwrap_or("");
            assert!(
                !used || modules.contains(&module),
                "src/{}: {name} belongs to {modules:?}",
                source.path.display()
            );
        }
    }
}

/// Tells whether a line names a crate by path, and not a module or a field of that name.
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
        if source.module.as_deref() == Some("cli") || source.module.is_none() {
            continue;
        }
        for word in forbidden {
            assert!(!source.code.contains(word), "src/{}: only cli may use {word}", source.path.display());
        }
    }
}

/// Checks that sentences name no option and no command: what a user can do is data, and only the command line knows its own
/// names.
#[test]
fn sentences_name_no_option_and_no_command() {
    let modules = ["words", "domain", "review", "compare", "describe"];
    let is_option = |line: &str| {
        line.match_indices("--").any(|(at, _)| line[at + 2..].starts_with(|c: char| c.is_ascii_lowercase()))
    };
    for source in sources()
        .iter()
        .filter(|source| source.module.as_deref().is_some_and(|module| modules.contains(&module)))
    {
        for line in source.code.lines() {
            let name = source.path.display();
            assert!(!is_option(line) && !line.contains("`themata "), "src/{name}: {line}");
        }
    }
}

#[test]
fn nothing_touches_the_network_but_the_file_that_fetches_models() {
    for source in sources() {
        if source.path == Path::new("embed/registry/hub.rs") {
            continue;
        }
        for word in ["std::net", "TcpStream", "UdpSocket", "reqwest", "ureq", "hyper::"] {
            assert!(!source.code.contains(word), "src/{}: {word}", source.path.display());
        }
    }
}

/// Checks that one module writes every file of the program, so that none is left half-written, replaces another, or is readable
/// by all.
#[test]
fn files_are_written_by_one_module() {
    for source in sources() {
        if source.module.as_deref() == Some("output_file") {
            continue;
        }
        for word in
            ["fs::write", "File::create", "OpenOptions", "fs::copy", ".persist(", "persist_noclobber("]
        {
            assert!(
                !source.code.contains(word),
                "src/{}: only output_file may use {word}",
                source.path.display()
            );
        }
    }
}

/// Checks rule 6: only a decision by a named coder makes a coding. No function takes a cluster or a proposal and returns a
/// code.
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
fn files_are_short_and_say_what_they_are_for() {
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
    }
}

/// Modules whose files import each other in circles all the same, and why.
const CIRCLES: &[(&str, &str)] = &[("store", "`Store` is defined beside the parts that add methods to it")];

#[test]
fn files_of_a_module_import_each_other_without_circles() {
    let sources = sources();
    let files = sources.iter().filter(|source| !source.code.is_empty());
    let paths: Vec<(String, &str)> = files
        .map(|source| (source.path.to_str().unwrap().replace('\\', "/"), source.code.as_str()))
        .collect();
    let imports = imports::Imports::read(paths.iter().map(|(path, code)| (path.as_str(), *code)));
    for module in MODULES {
        let circles = imports.circles(module);
        match CIRCLES.iter().find(|(of, _)| *of == module) {
            None => {
                assert!(circles.is_empty(), "src/{module}: files import each other in circles: {circles:#?}")
            }
            Some(_) => {
                assert!(!circles.is_empty(), "src/{module} has no circles any more: drop its line in CIRCLES")
            }
        }
    }
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

/// Strings of the library that name an option or a command nevertheless: file, the words, and why this is allowed.
const NAMED_ALL_THE_SAME: &[(&str, &str, &str)] = &[];

/// Checks that only the command line writes hints that name options and commands: every front end shows the library's strings.
#[test]
fn no_string_of_the_library_names_an_option_or_a_command() {
    let mut found = Vec::new();
    for source in sources() {
        if source.module.as_deref() == Some("cli") || source.module.is_none() || source.code.is_empty() {
            continue;
        }
        let path = source.path.to_str().unwrap().replace('\\', "/");
        let text = source.text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for literal in literals::literals(text) {
            let Some(words) = literals::named_of_command_line(&literal.text) else { continue };
            let is_allowed =
                |(file, part, _): &(&str, &str, &str)| *file == path && literal.text.contains(part);
            if !NAMED_ALL_THE_SAME.iter().any(is_allowed) {
                found.push(format!("src/{path}:{}: {words}", literal.line));
            }
        }
    }
    assert!(found.is_empty(), "leave these to the command line:\n{}", found.join("\n"));
}
