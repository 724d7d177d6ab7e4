//! Turns remedies into hints: which option to give or to leave out, and which command to type.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command};

use super::layout::{indented, shell_word, width};
use super::project_arg::{self, ProjectArg};
use crate::domain::{Action, Remedy};
use crate::project::SuggestRequest;

/// Parameters whose options have other names. A hint names the first option that the running command has.
const OPTIONS: [(&str, &[&str]); 15] = [
    ("beside_run", &["with_candidates"]),
    ("group_column", &["group"]),
    ("id_columns", &["id_column"]),
    ("label_column", &["label"]),
    ("n_clusters", &["codes", "clusters"]),
    ("n_draws", &["draws"]),
    ("n_groups", &["themes"]),
    ("n_orders", &["orders"]),
    ("source_format", &["input_format"]),
    ("speakers", &["speaker"]),
    ("target", &["output", "html", "unplaced"]),
    ("target_format", &["output_format"]),
    ("text_column", &["text"]),
    ("tool", &["format"]),
    ("unit", &["offset_unit"]),
];

/// The command that is being run.
#[derive(Clone, Debug)]
pub(super) struct Running {
    /// Returns the whole program's command line, in which options are looked up.
    program: fn() -> Command,
    /// Its name, such as `["coder", "open"]`.
    names: Vec<String>,
    /// The options that were typed and that a next command keeps: the project, the coder and the run.
    typed: Typed,
}

/// Options that a next command keeps, if it has them.
#[derive(Clone, Debug, Default)]
struct Typed {
    project: Option<PathBuf>,
    coder: Option<String>,
    run: Option<u32>,
}

impl Running {
    /// Returns the command of a program that was typed.
    pub(super) fn of(program: fn() -> Command, matches: &ArgMatches) -> Self {
        let mut names = Vec::new();
        let mut matches = matches;
        while let Some((name, inner)) = matches.subcommand() {
            names.push(name.to_owned());
            matches = inner;
        }
        let mut typed = Typed {
            project: matches.try_get_one("project").ok().flatten().cloned(),
            coder: matches.try_get_one("coder").ok().flatten().cloned(),
            run: matches.try_get_one("run").ok().flatten().copied(),
        };
        match names.first().map(String::as_str) {
            // Without the option, the project is named after the first path; a next command may find another.
            Some("suggest") if typed.project.is_none() => {
                let paths: Vec<PathBuf> = matches.get_many("paths").into_iter().flatten().cloned().collect();
                let made = (!paths.is_empty()).then(|| SuggestRequest::default_project(&paths));
                typed.project = made.filter(|made| !project_arg::needed_for(made).is_empty());
            }
            Some("copy") => typed.project = matches.get_one("from").cloned(),
            // Here it is the coder of a table, who may not be in the project.
            Some("import") => typed.coder = None,
            _ => {}
        }
        Self { program, names, typed }
    }
}

/// Returns the hints for some remedies, each once, as lines. A parameter for which the running command has no option gives no
/// hint.
pub(super) fn lines(remedies: &[Remedy], running: &Running) -> Vec<String> {
    if remedies.is_empty() {
        return Vec::new();
    }
    let mut program = (running.program)();
    program.build();
    let running_command =
        running.names.iter().try_fold(&program, |command, name| command.find_subcommand(name));
    let mut hints: Vec<Hint> = Vec::new();
    for remedy in remedies {
        let option = |parameter| option(running_command?, parameter);
        let hint = match remedy {
            Remedy::Give { parameter, value } => {
                option(parameter).map(|arg| Hint::giving(arg, value.as_deref()))
            }
            Remedy::LeaveOut { parameter } => option(parameter).map(Hint::leaving_out),
            Remedy::Take { action, on } => {
                Some(Hint::typing(&program, *action, on.as_deref(), &running.typed))
            }
        };
        hints.extend(hint.filter(|hint| !hints.contains(hint)));
    }
    hints.iter().flat_map(|hint| hint.laid_out(width())).collect()
}

/// Returns the option of a command that gives a parameter.
fn option<'c>(command: &'c Command, parameter: &str) -> Option<&'c Arg> {
    let others = OPTIONS.iter().find(|(name, _)| *name == parameter).map_or(&[][..], |(_, ids)| ids);
    let mut ids = std::iter::once(parameter).chain(others.iter().copied());
    ids.find_map(|id| command.get_arguments().find(|arg| arg.get_id() == id && arg.get_long().is_some()))
}

impl Typed {
    /// Returns the options that a command keeps, each after a space.
    fn kept(&self, action: Action, command: &Command) -> String {
        let has =
            |name: &str| command.get_arguments().any(|arg| arg.get_id() == name && arg.get_long().is_some());
        // `suggest` finds no project by itself, and has no coder and no run where it reads transcripts.
        let is_suggest = action == Action::Suggest;
        let found = || ProjectArg::default().path().ok().filter(|_| is_suggest);
        let project = self.project.clone().or_else(found).filter(|_| has("project"));
        let mut kept = project.as_deref().map(project_arg::typed).unwrap_or_default();
        if let Some(run) = self.run.filter(|_| has("run") && !is_suggest) {
            kept += &format!(" --run {run}");
        }
        // The coder of a table is not who looks or decides.
        let names_who = has("coder") && !is_suggest && action != Action::Import;
        if let Some(coder) = self.coder.as_deref().filter(|_| names_who) {
            kept += &format!(" --coder {}", shell_word(coder));
        }
        kept
    }
}

/// A hint: what to type, and its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Hint {
    typed: String,
    meaning: String,
}

impl Hint {
    fn giving(arg: &Arg, value: Option<&str>) -> Self {
        let meaning = meaning(arg);
        let Some(value) = value.filter(|_| arg.get_action().takes_values()) else {
            let choices: Vec<String> = match arg.get_action().takes_values() {
                true => arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect(),
                false => Vec::new(),
            };
            let choices =
                if choices.is_empty() { String::new() } else { format!(" ({})", choices.join(", ")) };
            return Self { typed: arg.to_string(), meaning: meaning + &choices };
        };
        Self { typed: format!("{} {}", long(arg), shell_word(value)), meaning }
    }

    fn leaving_out(arg: &Arg) -> Self {
        Self { typed: format!("leave out {}", long(arg)), meaning: meaning(arg) }
    }

    fn typing(program: &Command, action: Action, on: Option<&str>, typed: &Typed) -> Self {
        let (names, rest) = command_of(action);
        let command = names.iter().try_fold(program, |command, name| command.find_subcommand(name));
        let about = command.and_then(Command::get_about).map(ToString::to_string).unwrap_or_default();
        let on = on.map(shell_word);
        let rest = on.as_deref().into_iter().chain(rest.iter().copied().skip(usize::from(on.is_some())));
        let words: Vec<&str> = [&[program.get_name()], names].concat().into_iter().chain(rest).collect();
        let words = words.join(" ");
        let options = command.map(|command| typed.kept(action, command)).unwrap_or_default();
        Self { typed: words + &options, meaning: first_line(&about) }
    }

    /// Returns the hint on one line if it fits, else with its meaning below it, indented.
    fn laid_out(&self, width: usize) -> Vec<String> {
        let Self { typed, meaning } = self;
        let line = format!("hint: {typed}  {meaning}");
        if line.chars().count() <= width || meaning.is_empty() {
            return vec![line.trim_end().to_owned()];
        }
        std::iter::once(format!("hint: {typed}")).chain(indented(meaning, 6, width)).collect()
    }
}

fn long(arg: &Arg) -> String {
    format!("--{}", arg.get_long().unwrap_or_default())
}

/// Returns the first line of an option's help, without the default at its end.
fn meaning(arg: &Arg) -> String {
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let line = first_line(&help);
    line.split(" [default").next().unwrap_or_default().to_owned()
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim().to_owned()
}

/// Returns the command that takes an action: its name, and its arguments.
fn command_of(action: Action) -> (&'static [&'static str], &'static [&'static str]) {
    match action {
        Action::Suggest => (&["suggest"], &["FOLDER"]),
        Action::ListCandidates => (&["show"], &[]),
        Action::ListDocuments => (&["read"], &[]),
        Action::SuggestFresh => (&["suggest"], &["--fresh"]),
        Action::RemoveDocument => (&["document", "remove"], &["DOCUMENT"]),
        Action::RestoreDocument => (&["document", "restore"], &["DOCUMENT"]),
        Action::ShowCandidate => (&["show"], &["CANDIDATE"]),
        Action::ReopenCandidate => (&["candidate", "reopen"], &["CANDIDATE"]),
        Action::AddCoder => (&["coder", "add"], &["NAME"]),
        Action::SetCoder => (&["coder", "set"], &["NAME"]),
        Action::OpenComparison => (&["coder", "open"], &[]),
        Action::ListCodes => (&["code", "list"], &[]),
        Action::ShowCode => (&["code", "show"], &["CODE"]),
        Action::ApplyCode => (&["code", "apply"], &["CODE", "SEGMENTS"]),
        Action::AcceptCandidate => (&["candidate", "accept"], &["CANDIDATE"]),
        Action::UnnestCode => (&["code", "unnest"], &["CODE"]),
        Action::ListMemos => (&["memo", "list"], &[]),
        Action::ShowLog => (&["log"], &[]),
        Action::Import => (&["import"], &["TABLE"]),
        Action::ListDisagreements => (&["disagreements"], &[]),
        Action::AddModel => (&["model", "add"], &["DIR"]),
        Action::RemoveModel => (&["model", "remove"], &["NAME"]),
        Action::Embed => (&["embed"], &["FILE", "--output", "OUTPUT"]),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use clap::{CommandFactory, FromArgMatches};

    use super::*;
    use crate::cli::args::Cli;

    fn running(words: &[&str]) -> Running {
        let matches = Cli::command().try_get_matches_from([&["themata"], words].concat()).unwrap();
        Running::of(Cli::command, &matches)
    }

    fn hints(remedies: &[Remedy], words: &[&str]) -> Vec<String> {
        lines(remedies, &running(words))
    }

    #[test]
    fn an_option_is_shown_as_the_help_shows_it() {
        let suggest = ["suggest", "a", "-p", "my study.themata"];
        assert_eq!(
            hints(&[Remedy::give("text_column"), Remedy::give("text_column")], &suggest),
            ["hint: --text-column <COLUMN>  The column that holds the text, in a table (may be repeated)"],
            "each hint is given once"
        );
        assert_eq!(
            hints(&[Remedy::give_value("n_clusters", "4")], &suggest),
            ["hint: --codes 4  The number of candidate codes, with auto, k-means, ward or average"]
        );
        assert_eq!(
            hints(&[Remedy::leave_out("min_points"), Remedy::give("include_interviewer")], &suggest),
            [
                "hint: leave out --min-points",
                "      The number of neighbours that make a region dense, with dbscan or hdbscan (min_samples)",
                "hint: --include-interviewer  Also cluster what interviewers say"
            ]
        );
        assert_eq!(hints(&[Remedy::give("keep_first")], &suggest), [""; 0], "suggest has no such option");
        assert_eq!(hints(&[Remedy::give("paths")], &suggest), [""; 0], "this is not an option");
        assert_eq!(
            hints(&[Remedy::give("offset_unit")], &["import", "t.csv"]),
            [
                "hint: --offset-unit <UNIT>",
                "      The unit of these columns; those in -cr are of a file whose lines end in CR LF (codepoint,",
                "      utf16, byte, codepoint-cr, utf16-cr, byte-cr, paragraph, turn, line)"
            ]
        );
    }

    #[test]
    fn a_command_is_shown_as_it_is_typed() {
        let blind = [Remedy::take(Action::OpenComparison)];
        let open = |words: &[&str]| hints(&blind, words)[0].split("  ").next().unwrap().to_owned();
        assert_eq!(open(&["compare"]), "hint: themata coder open");
        assert_eq!(
            open(&["compare", "-p", "my study.themata", "--coder", "Ann Lee", "--run", "2"]),
            "hint: themata coder open -p 'my study.themata' --run 2 --coder 'Ann Lee'"
        );
        // The next command would not find the project that this one makes.
        assert_eq!(open(&["suggest", "a"]), "hint: themata coder open -p a.themata");
        assert_eq!(open(&["copy", "a.themata", "b.themata"]), "hint: themata coder open -p a.themata");
    }

    #[test]
    fn a_command_is_given_the_options_that_it_has() {
        let typed = ["candidate", "list", "-p", "s.themata", "--coder", "Ann", "--run", "2"];
        for (action, words) in [
            (Action::Suggest, "suggest FOLDER -p s.themata"),
            (Action::AddCoder, "coder add NAME -p s.themata"),
            (Action::ListCandidates, "show -p s.themata --run 2 --coder Ann"),
            (Action::Import, "import TABLE -p s.themata --run 2"),
            (Action::ListMemos, "memo list -p s.themata --run 2 --coder Ann"),
            (Action::AddModel, "model add DIR"),
        ] {
            let shown = hints(&[Remedy::take(action)], &typed)[0].clone();
            let shown = shown.split("  ").next().unwrap();
            assert_eq!(shown, format!("hint: themata {words}"));
        }
    }

    #[test]
    fn every_action_has_a_command_that_can_be_typed() {
        for action in ACTIONS {
            let (names, rest) = command_of(action);
            let typed = [&["themata"], names, rest].concat().into_iter().map(|word| match word {
                "CANDIDATE" | "SEGMENTS" => "3",
                other => other,
            });
            let matches = Cli::command().try_get_matches_from(typed).unwrap();
            Cli::from_arg_matches(&matches).unwrap();
            let hint = Hint::typing(&Cli::command(), action, None, &Typed::default());
            assert!(!hint.meaning.is_empty(), "{action:?}");
        }
    }

    /// All actions.
    const ACTIONS: [Action; 21] = [
        Action::SuggestFresh,
        Action::RemoveDocument,
        Action::RestoreDocument,
        Action::Suggest,
        Action::ListCandidates,
        Action::ListDocuments,
        Action::AddCoder,
        Action::SetCoder,
        Action::OpenComparison,
        Action::ListCodes,
        Action::ShowCode,
        Action::ApplyCode,
        Action::AcceptCandidate,
        Action::UnnestCode,
        Action::ListMemos,
        Action::ShowLog,
        Action::Import,
        Action::ListDisagreements,
        Action::AddModel,
        Action::RemoveModel,
        Action::Embed,
    ];

    /// Parameters for which the command line has no option, with the reason.
    const WITHOUT_OPTION: [(&str, &str); 8] = [
        ("beta", "unitizing agreement is measured with the published costs"),
        ("n_samples", "unitizing agreement is measured with the published number of samples"),
        ("min", "bounds of a choice are given in the library only"),
        ("max", "bounds of a choice are given in the library only"),
        ("n_key_terms", "the number of key terms is given in the library only"),
        ("near_miss_margin", "the margin of near misses is given in the library only"),
        ("question_column", "this column is recognised by its heading"),
        ("rank", "the axis of a curve, not a parameter"),
    ];

    /// Returns the names of all options of all commands.
    fn option_ids() -> BTreeSet<String> {
        fn collect(command: &Command, ids: &mut BTreeSet<String>) {
            let options = command.get_arguments().filter(|arg| arg.get_long().is_some());
            ids.extend(options.map(|arg| arg.get_id().to_string()));
            command.get_subcommands().for_each(|inner| collect(inner, ids));
        }
        let mut program = Cli::command();
        program.build();
        let mut ids = BTreeSet::new();
        collect(&program, &mut ids);
        ids
    }

    #[test]
    fn every_parameter_of_a_remedy_has_an_option() {
        let ids = option_ids();
        for (_, options) in OPTIONS {
            for id in options {
                assert!(ids.contains(*id), "no command has the option `{id}`");
            }
        }
        let named = parameters_named();
        assert!(named.len() > 30, "only {} parameters are found in the sources", named.len());
        for (name, file) in named {
            let known = ids.contains(&name)
                || OPTIONS.iter().any(|(parameter, _)| *parameter == name)
                || WITHOUT_OPTION.iter().any(|(parameter, _)| *parameter == name);
            assert!(known, "{file}: no option gives the parameter `{name}`");
        }
    }

    /// Finds the parameters that the library's remedies name, each with a file that names it.
    fn parameters_named() -> std::collections::BTreeMap<String, String> {
        let mut named = std::collections::BTreeMap::new();
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                if path.extension().is_none_or(|ending| ending != "rs") || path.ends_with("cli/hints.rs") {
                    continue;
                }
                let text = fs::read_to_string(&path).unwrap();
                for name in names_in(&text) {
                    named.entry(name).or_insert_with(|| path.display().to_string());
                }
            }
        }
        named
    }

    /// Finds the names of parameters in string literals: behind what takes a parameter, and all names of columns.
    fn names_in(text: &str) -> Vec<String> {
        let takes =
            ["give(", "give_value(", "leave_out(", "parameter: ", "refuse(", "refused(", "check_n_clusters("];
        let is_name =
            |text: &&str| !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        let mut found = Vec::new();
        for start in takes.map(|start| format!("{start}\"")) {
            for (at, _) in text.match_indices(&start) {
                let name = text[at + start.len()..].split('"').next().filter(is_name);
                found.extend(name.map(str::to_owned));
            }
        }
        for end in ["_column\"", "_columns\""] {
            for (at, _) in text.match_indices(end) {
                let name = text[..at + end.len() - 1].rsplit('"').next().filter(is_name);
                found.extend(name.map(str::to_owned));
            }
        }
        found
    }
}
