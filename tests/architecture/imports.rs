//! Which files of the crate import which, read off the source.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

/// The path of a file's module: `["ingest", "formats", "table"]`.
pub type Module = Vec<String>;

/// What each file imports of the others.
#[derive(Debug)]
pub struct Imports {
    of: BTreeMap<Module, BTreeSet<Module>>,
}

impl Imports {
    /// Reads the imports of files: the paths below `src`, and the code without comments and tests.
    ///
    /// A re-export (`pub use`) is not an import: the name is followed to the file that defines it. Paths inside the code, as in
    /// `super::detect::format(…)`, count as imports do.
    pub fn read<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let restricted = Regex::new(r"pub\(in [^)]*\)").unwrap();
        let statement = Regex::new(r"(?m)^\s*(pub(?:\([^)]*\))?\s+)?use\s+([^;]+);").unwrap();
        let inline = Regex::new(r"(?:^|[^\w:])((?:crate|super|self|[a-z_]\w*)(?:::\w+)+)").unwrap();
        let files: Vec<(Module, String)> = files
            .map(|(path, code)| (module(path), restricted.replace_all(code, "pub").into_owned()))
            .collect();
        let modules: BTreeSet<&Module> = files.iter().map(|(module, _)| module).collect();

        let mut exported: BTreeMap<(Module, String), Module> = BTreeMap::new();
        let mut named: Vec<(&Module, Vec<String>)> = Vec::new();
        for (module, code) in &files {
            for found in statement.captures_iter(code) {
                for path in paths(&found[2]) {
                    if found.get(1).is_none() {
                        named.push((module, path));
                    } else if let Some((from, rest)) = resolve(&modules, module, &path)
                        && let Some(name) = rest.last()
                    {
                        exported.insert((module.clone(), name.clone()), from);
                    }
                }
            }
            let rest = statement.replace_all(code, "");
            named.extend(
                inline
                    .captures_iter(&rest)
                    .map(|found| (module, found[1].split("::").map(str::to_owned).collect())),
            );
        }

        let mut of: BTreeMap<Module, BTreeSet<Module>> =
            modules.iter().map(|module| ((*module).clone(), BTreeSet::new())).collect();
        for (module, path) in named {
            let Some((mut from, rest)) = resolve(&modules, module, &path) else { continue };
            // A name may be exported by several modules above the one that defines it.
            while let Some(defining) =
                rest.first().and_then(|name| exported.get(&(from.clone(), name.clone())))
                && *defining != from
            {
                from.clone_from(defining);
            }
            if from != *module {
                of.entry(module.clone()).or_default().insert(from);
            }
        }
        Self { of }
    }

    /// Returns the circles inside one folder of `src`: the files of each, which all lead to each other.
    pub fn circles(&self, folder: &str) -> Vec<Vec<String>> {
        let inside = |module: &&Module| module.first().is_some_and(|first| first == folder);
        let reached: BTreeMap<&Module, BTreeSet<&Module>> = self
            .of
            .keys()
            .filter(inside)
            .map(|start| {
                let mut seen = BTreeSet::new();
                let mut open = vec![start];
                while let Some(module) = open.pop() {
                    open.extend(self.of[module].iter().filter(inside).filter(|next| seen.insert(*next)));
                }
                (start, seen)
            })
            .collect();
        let mut circles: BTreeSet<Vec<String>> = BTreeSet::new();
        for (start, seen) in &reached {
            if seen.contains(start) {
                let circle = seen.iter().filter(|other| reached[*other].contains(start));
                circles.insert(circle.map(|module| module.join("::")).collect());
            }
        }
        circles.into_iter().collect()
    }
}

/// Returns the module of a file.
fn module(path: &str) -> Module {
    let mut parts: Module = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| last == "mod" || last == "lib") {
        parts.pop();
    }
    parts
}

/// Returns the paths that the tree of a `use` names.
fn paths(tree: &str) -> Vec<Vec<String>> {
    let Some((before, rest)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        return vec![path.split("::").map(|part| part.trim().to_owned()).filter(|p| !p.is_empty()).collect()];
    };
    let inside = rest.rsplit_once('}').map_or(rest, |(inside, _)| inside);
    let mut depth = 0;
    let parts = inside.split(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    let parts: Vec<&str> = parts.map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.into_iter().flat_map(|part| paths(&format!("{}{part}", before.trim()))).collect()
}

/// Returns the module that a path leads to, and the names that are left of it; `None` for paths into other crates.
fn resolve(modules: &BTreeSet<&Module>, from: &Module, path: &[String]) -> Option<(Module, Vec<String>)> {
    let mut at = from.clone();
    let mut rest = path.iter().peekable();
    match rest.peek()?.as_str() {
        "crate" => {
            at.clear();
            rest.next();
        }
        "self" => {
            rest.next();
        }
        "super" => {
            while rest.next_if(|part| *part == "super").is_some() {
                at.pop();
            }
        }
        child => {
            at.push(child.to_owned());
            if !modules.contains(&at) {
                return None;
            }
            at.pop();
        }
    }
    while let Some(part) = rest.peek() {
        at.push((*part).clone());
        if !modules.contains(&at) {
            at.pop();
            break;
        }
        rest.next();
    }
    Some((at, rest.cloned().collect()))
}

#[test]
fn circles_are_found_through_re_exports() {
    let files = [
        ("a/mod.rs", "mod b;\nmod c;\npub use b::B;\n"),
        ("a/b.rs", "use super::c;\npub struct B(c::C);\n"),
        ("a/c.rs", "use crate::a::{B, d::{self, D}};\n"),
        ("a/d.rs", "use std::fmt;\n"),
    ];
    let imports = Imports::read(files.into_iter());
    assert_eq!(imports.circles("a"), [["a::b".to_owned(), "a::c".to_owned()]]);
    let files = [files[0], ("a/b.rs", "pub struct B;\n"), files[2], files[3]];
    assert!(Imports::read(files.into_iter()).circles("a").is_empty());
}
