//! `docs/json.md`, made of the schemas of results and requests, which tests of the library keep up to date.

use std::collections::{BTreeMap, BTreeSet};

use clap::Command;
use serde_json::Value;

use super::schema::{Types, in_words, read, referred, row, told};
use super::{GROUPS, MADE_BY, assert_up_to_date, command_line, decisions, sentence};
use crate::documents::markdown::slug;

const HEAD: &str = r#"# JSON

What the commands print with `--json`, for scripts and other programs. The descriptions of fields come from the program's own types.

```sh
themata suggest data/balint
themata show --json > candidates.json
themata show B --json > candidate-theme-B.json
themata show 8 --json > candidate-code-8.json
```

```sh no-run
themata show --json | jq -r '.themes[] | "\(.id) \(.label): \(.n_segments) segments"'
themata show --json | jq -r '.themes[] | .id as $theme | .codes[] | "\($theme) \(.id) \(.label)"'
```

The candidates are `themes`, each with its `codes`:

```json
{"themes": [{"id": "D", "label": "The working day", "codes": [{"id": 8, "label": "sleep · night · home"}]}]}
```

In a run of one level, `codes` is empty, and the candidate themes hold segments themselves.
"#;

const RULES: &str = r#"
## What holds everywhere

- **One value.** A command prints one object to standard output (`model list` prints a list). Progress, hints and errors go to standard error and are
  no JSON. Whether a command succeeded is in its [exit code](exit-codes.md).
- **Shapes only grow.** A field keeps its name, its type and its meaning. New fields, and new values of `kind`, `fact` and their like, may come with a new
  version: skip what you do not know.
- **Facts and a sentence.** Notices are `{"kind", "about", "fact", …, "message"}`: the fact with its own fields, and the sentence that says it. Findings and
  diagnostics are `{"kind", …, "message"}`. Use the facts in scripts; the sentences may be reworded.
- **Undefined is null, with a reason.** A figure that has no value is `null`, never NaN and never 0 in its place. `undefined_because` beside it says why in
  words, and `undefined` holds the [kind of reason](#undefined) with its facts.
- **Positions.** `start` and `end` count code points of the document's text, from 0; `end` is one past the last. `turn` counts from 1. `time_ms` is null where
  no time is known.
- **Names.** Within a run, a candidate theme has letters, as text (`"B"`), and candidate codes and segments have numbers (`15`). Codes, codings, memos and disagreements have ids of eight letters and digits. `coder` is a coder's id.
- **Same input, same output.** The same files and options give the same JSON with the same version, to the byte.
- **Tables.** `themata export --format csv` writes a row for each segment, and `themata export WHAT -o FILE.csv` the rows of a part. Cells that a spreadsheet would take for a formula begin with an apostrophe.
"#;

const REQUESTS: &str = "
## Requests of the library

A program that uses the library can read the parameters of an action from JSON. The command line makes the same requests from its options.
";

/// For each schema of a result the commands that print it. All others with `--json` and `--dry-run` are decisions.
const PRINTED_BY: [(&str, &[&str]); 43] = [
    ("suggest", &["suggest PATH", "speaker role", "show --as-suggested"]),
    ("export", &["export --format json"]),
    ("export WHAT", &["export WHAT --format json"]),
    ("suggest --again", &["suggest --again"]),
    ("suggest --for", &["suggest --for CODE"]),
    ("read", &["read", "document list"]),
    ("read INTERVIEW", &["read INTERVIEW"]),
    ("document unplaced", &["document unplaced"]),
    ("speaker list", &["speaker list"]),
    ("participant list", &["participant list"]),
    ("find", &["find WORDS"]),
    ("find --meaning", &["find WORDS --meaning"]),
    ("candidate list", &["show", "candidate list"]),
    ("candidate show", &["show CANDIDATE", "candidate show"]),
    ("candidate split --dry-run", &["candidate split --dry-run"]),
    ("code list", &["code list"]),
    ("code show", &["code show"]),
    ("codings", &["codings"]),
    ("memo list", &["memo list"]),
    ("queue", &["queue"]),
    ("progress", &["progress"]),
    ("undo --dry-run", &["undo --dry-run", "redo --dry-run"]),
    ("log", &["log"]),
    ("log verify", &["log verify"]),
    ("diff", &["diff"]),
    ("apply", &["apply", "apply --dry-run"]),
    ("coder list", &["coder list"]),
    ("copy", &["copy"]),
    ("pseudonymise", &["pseudonymise"]),
    ("join", &["join"]),
    ("import", &["import", "import --dry-run"]),
    ("compare", &["compare"]),
    ("disagreements", &["disagreements"]),
    ("approach", &["approach"]),
    ("agree", &["agree"]),
    ("saturation", &["saturation"]),
    ("sensitivity", &["sensitivity"]),
    ("evaluate", &["evaluate"]),
    ("set-aside", &["set-aside"]),
    ("simulate", &["simulate"]),
    ("embed", &["embed"]),
    ("model list", &["model list"]),
    ("model check", &["model check"]),
];

/// The schemas of what decisions print, which many commands share.
const DECIDED: [&str; 2] = ["a decision", "a decision --dry-run"];

/// A result, and where the page describes it.
struct Printed {
    schema: Value,
    /// Its heading, which is also what the table of commands calls it.
    heading: String,
    group: &'static str,
    /// The commands that print it, as they are typed.
    commands: Vec<String>,
}

#[test]
fn the_reference_of_json_is_up_to_date() {
    let (results, all) = read("results.json");
    let (requests, request_types) = read("requests.json");
    let printed = printed(&results);
    let mut types = Types { all, links: BTreeMap::new(), optional: "May be absent." };
    let mut inputs = Types { all: request_types, links: BTreeMap::new(), optional: "May be left out." };

    let places = places(&printed, &requests, &types, &inputs);
    types.links = links(&printed, &places, &types, &inputs);
    inputs.links = types.links.clone();

    let mut page = format!(
        "{HEAD}\n{MADE_BY}{RULES}\n## Which command prints what\n\n| command with `--json` | prints |\n|---|---|\n"
    );
    for result in &printed {
        let commands: Vec<String> = result.commands.iter().map(|command| format!("`{command}`")).collect();
        let commands =
            if commands.is_empty() { "these with `--dry-run`".to_owned() } else { commands.join(", ") };
        let what = match referred(&result.schema) {
            Some(name) => told(&types.all[name]).trim_end_matches('.').to_owned(),
            None => result.heading.trim_start_matches("themata ").to_owned(),
        };
        let link = format!("[{what}](#{})", slug(&result.heading));
        page += &row(&[&commands, &link]);
    }
    page += "\nThen: [types used by several commands](#types-used-by-several-commands), [requests of the library](#requests-of-the-library), \
             [single values](#single-values).\n";
    for (title, _) in GROUPS {
        let of_group: Vec<&Printed> = printed.iter().filter(|result| result.group == title).collect();
        if of_group.is_empty() {
            continue;
        }
        page += &format!("\n## {title}\n");
        for result in of_group {
            write_result(result, &types, &mut page);
            for name in &places[&result.heading] {
                page += &format!("\n#### {name}\n\n{}", types.described(name));
            }
        }
    }
    page += "\n## Types used by several commands\n";
    for name in &places[SHARED] {
        page += &format!("\n### {name}\n\n{}", types.described(name));
    }
    page += REQUESTS;
    for (name, schema) in &requests {
        let of = referred(schema).unwrap();
        if of == "Decision" {
            page += "\n### Request: decision\n\nOne of the [decisions in a file](decisions.md).\n";
        } else {
            page += &format!("\n### Request: {name}\n\n{}", inputs.described(of));
        }
    }
    for name in &places[REQUESTED] {
        page += &format!("\n#### {name}\n\n{}", inputs.described(name));
    }
    page += "\n## Single values\n\nTypes that are one string or number.\n\n| type | JSON | meaning |\n|---|---|---|\n";
    let mut single: Vec<String> = Vec::new();
    for (name, _) in types.links.iter().filter(|(_, link)| *link == "#single-values") {
        let schema = types.all.get(name).unwrap_or_else(|| &inputs.all[name]);
        single.push(row(&[&in_words(name), &types.type_of(schema), &sentence(&told(schema))]));
    }
    single.sort();
    page += &single.concat();
    assert_up_to_date("json.md", &page);
}

/// What is printed, in the order of the commands.
fn printed(results: &serde_json::Map<String, Value>) -> Vec<Printed> {
    let group_of = |command: &str| {
        let name = command.split(' ').next().unwrap();
        GROUPS.iter().find(|(_, names)| names.contains(&name)).unwrap().0
    };
    let mut all: Vec<Printed> = PRINTED_BY
        .iter()
        .map(|(name, commands)| Printed {
            schema: results[*name].clone(),
            heading: format!("themata {name}"),
            group: group_of(name),
            commands: commands.iter().map(|command| (*command).to_owned()).collect(),
        })
        .collect();
    let headings = ["A decision", "A decision with --dry-run"];
    for ((name, heading), commands) in
        DECIDED.into_iter().zip(headings).zip([commands_that_decide(), Vec::new()])
    {
        let schema = results[name].clone();
        all.push(Printed { schema, heading: heading.to_owned(), group: "Review", commands });
    }
    assert_eq!(all.len(), results.len(), "a result of tests/schemas/results.json is not among the commands");
    all.sort_by_key(|result| GROUPS.iter().position(|(title, _)| *title == result.group));
    all
}

/// The commands that print what a decision did.
fn commands_that_decide() -> Vec<String> {
    fn with_json(command: &Command, found: &mut Vec<(String, bool)>) {
        let has = |id: &str| command.get_arguments().any(|arg| arg.get_id() == id);
        if has("json") {
            let name = command.get_bin_name().unwrap().trim_start_matches("themata ").to_owned();
            found.push((name, has("dry_run")));
        }
        command.get_subcommands().for_each(|command| with_json(command, found));
    }
    let mut all = Vec::new();
    with_json(&command_line::program(), &mut all);
    let is_named = |name: &str| {
        let of = |command: &&str| {
            command.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        PRINTED_BY.iter().any(|(_, commands)| commands.iter().any(of))
    };
    // Some commands decide and also print something else, or have no trial.
    let also = ["candidate split", "undo", "redo", "approach", "coder add"];
    let decides =
        |(name, has_trial): &(String, bool)| also.contains(&&**name) || *has_trial && !is_named(name);
    for command in &all {
        assert!(decides(command) || is_named(&command.0), "what does `themata {} --json` print?", command.0);
    }
    all.into_iter().filter(decides).map(|(name, _)| name).collect()
}

fn write_result(result: &Printed, types: &Types, page: &mut String) {
    let commands: Vec<String> =
        result.commands.iter().map(|command| format!("`themata {command}`")).collect();
    *page += &format!("\n### {}\n", result.heading);
    if result.group != "Review" && result.commands.len() > 1 {
        *page += &format!("\nPrinted by {}.\n", commands.join(" and by "));
    }
    *page += &format!("\n```text\n{}\n```\n\n", types.outline(&result.schema));
    match referred(&result.schema) {
        Some(name) => *page += &types.described(name),
        None => *page += &format!("{}.\n", types.type_of(&result.schema)),
    }
}

/// Where types are described that more than one command prints.
const SHARED: &str = "shared";
/// Where types are described that only requests have.
const REQUESTED: &str = "requests";

/// Returns which types are described where: below the heading of the one result that holds them, or among those of several results.
fn places(
    printed: &[Printed],
    requests: &serde_json::Map<String, Value>,
    types: &Types,
    inputs: &Types,
) -> BTreeMap<String, Vec<String>> {
    // Decisions have a page of their own.
    let closed = ["Decision"];
    let own: BTreeSet<&str> =
        printed.iter().filter_map(|result| referred(&result.schema)).chain(closed).collect();
    let mut holders: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for result in printed {
        for name in types.reached(&result.schema, &closed) {
            if !own.contains(&*name) && !types.is_single_value(&name) {
                holders.entry(name).or_default().push(&result.heading);
            }
        }
    }
    let mut places: BTreeMap<String, Vec<String>> =
        printed.iter().map(|result| (result.heading.clone(), Vec::new())).collect();
    places.insert(SHARED.to_owned(), Vec::new());
    for (name, held_by) in &holders {
        let place = if let [one] = held_by[..] { one } else { SHARED };
        places.get_mut(place).unwrap().push(name.clone());
    }
    let requested: BTreeSet<&str> = requests.values().filter_map(referred).collect();
    let reached: BTreeSet<String> =
        requests.values().flat_map(|schema| inputs.reached(schema, &closed)).collect();
    let only_requested = reached.into_iter().filter(|name| {
        !requested.contains(&**name) && !holders.contains_key(name) && !inputs.is_single_value(name)
    });
    places.insert(REQUESTED.to_owned(), only_requested.collect());
    places
}

/// Returns the target of a link to each type.
fn links(
    printed: &[Printed],
    places: &BTreeMap<String, Vec<String>>,
    types: &Types,
    inputs: &Types,
) -> BTreeMap<String, String> {
    let mut links: BTreeMap<String, String> = decisions::links(inputs)
        .into_iter()
        .map(|(name, anchor)| (name, format!("decisions.md#{anchor}")))
        .collect();
    links.insert("Decision".to_owned(), "decisions.md".to_owned());
    for all in [&types, &inputs] {
        let single = all.all.keys().filter(|name| all.is_single_value(name));
        links.extend(single.map(|name| (name.clone(), "#single-values".to_owned())));
    }
    for result in printed {
        if let Some(name) = referred(&result.schema) {
            links.insert(name.to_owned(), format!("#{}", slug(&result.heading)));
        }
    }
    for name in places.values().flatten() {
        links.insert(name.clone(), format!("#{}", slug(name)));
    }
    links
}
