//! `docs/command-line.md`, made of clap's definitions.

use clap::{Arg, ArgAction, Command};

use super::{GROUPS, MADE_BY, assert_up_to_date, escaped, sentence};
use crate::documents::markdown::slug;

const HEAD: &str = "\
# Command line

Every command with its arguments and options, as `themata COMMAND --help` prints them.

`<X>` must be given, `[X]` may be left out, and `...` means that there may be several. Options may stand before or after the arguments.
A command that uses a project takes the one project file in this folder; `-p FILE` names another. What
the commands print with `--json` is in [json.md](json.md), the lines that `themata apply` reads are in [decisions.md](decisions.md), and the exit codes are in
[exit-codes.md](exit-codes.md).
";

#[test]
fn the_reference_of_the_command_line_is_up_to_date() {
    // The reference is that of the whole program.
    if cfg!(feature = "download") {
        assert_up_to_date("command-line.md", &page());
    }
}

/// The program's definition, with names and options of all commands filled in.
pub(super) fn program() -> Command {
    let mut program = themata::cli::command();
    program.build();
    program
}

fn page() -> String {
    let program = program();
    let find = |name: &str| program.find_subcommand(name).unwrap_or_else(|| panic!("no command `{name}`"));
    let named: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| *names).copied().collect();
    for command in visible(&program) {
        assert!(
            named.contains(&command.get_name()),
            "`{}` is in no group of the reference",
            command.get_name()
        );
    }
    let shared = shared_options(&program);

    let mut page = format!("{HEAD}\n{MADE_BY}\n");
    for (title, names) in GROUPS {
        page += &format!("- [{title}](#{})\n", slug(title));
        for name in names {
            let command = find(name);
            page += &format!("  - {}: {}\n", link(command), shown(&about(command)));
        }
    }
    page += "- [Options of every command](#options-of-every-command)\n- [Options of many commands](#options-of-many-commands)\n";
    for (title, names) in GROUPS {
        page += &format!("\n## {title}\n");
        for name in names {
            write_command(find(name), 3, &shared, &mut page);
        }
    }
    page += "\n## Options of every command\n\n";
    page += &program.get_arguments().filter(|arg| is_shown(arg)).map(option).collect::<String>();
    page += "- `-h`, `--help`: Print help: `-h` in short, `--help` in full.\n- `-V`, `--version`: Print the version. Of `themata` alone.\n";
    page +=
        "\n## Options of many commands\n\nThe description of a command names those of them that it has.\n\n";
    page += &shared.concat();
    page
}

/// The options that six commands or more have in the same words. They are described once.
fn shared_options(program: &Command) -> Vec<String> {
    fn count(command: &Command, found: &mut Vec<(String, usize)>) {
        for arg in command.get_arguments().filter(|arg| is_shown(arg) && !arg.is_global_set()) {
            if arg.is_positional() || arg.get_help_heading().is_some() {
                continue;
            }
            let option = option(arg);
            match found.iter_mut().find(|(seen, _)| *seen == option) {
                Some((_, n)) => *n += 1,
                None => found.push((option, 1)),
            }
        }
        command.get_subcommands().for_each(|command| count(command, found));
    }
    let mut found = Vec::new();
    count(program, &mut found);
    let mut shared: Vec<String> =
        found.into_iter().filter(|(_, n)| *n >= 6).map(|(option, _)| option).collect();
    shared.sort();
    shared
}

fn write_command(command: &Command, level: usize, shared: &[String], page: &mut String) {
    let name = command.get_bin_name().unwrap();
    *page += &format!("\n{} {name}\n\n{}\n", "#".repeat(level), long_about(command));
    let aliases: Vec<String> = command.get_visible_aliases().map(|alias| format!("`{alias}`")).collect();
    if !aliases.is_empty() {
        *page += &format!("\nAlso called {}.\n", aliases.join(", "));
    }
    let inner: Vec<&Command> = visible(command).collect();
    let is_group = command.is_subcommand_required_set();
    if !is_group {
        let usage = command.clone().render_usage().to_string();
        let usage: Vec<&str> = usage.trim_start_matches("Usage:").lines().map(str::trim).collect();
        *page += &format!("\n```text\n{}\n```\n", usage.join("\n"));
    }
    let links = inner.iter().map(|command| format!("- {}: {}\n", link(command), shown(&about(command))));
    write_list(if is_group { None } else { Some("Commands") }, links, page);

    let args: Vec<&Arg> =
        command.get_arguments().filter(|arg| is_shown(arg) && !arg.is_global_set()).collect();
    let (positionals, options): (Vec<&Arg>, Vec<&Arg>) =
        args.into_iter().partition(|arg| arg.is_positional());
    write_list(Some("Arguments"), positionals.into_iter().map(option), page);
    let is_shared = |arg: &&Arg| arg.get_help_heading().is_none() && shared.contains(&option(arg));
    let (of_many, own): (Vec<&Arg>, Vec<&Arg>) = options.into_iter().partition(is_shared);
    for heading in headings(&own) {
        let below = own.iter().filter(|arg| arg.get_help_heading() == heading);
        write_list(Some(heading.unwrap_or("Options")), below.map(|arg| option(arg)), page);
    }
    if !of_many.is_empty() {
        let specs: Vec<String> = of_many.iter().map(|arg| spec(arg)).collect();
        let own = if own.is_empty() { "Options" } else { "And" };
        *page += &format!("\n{own} [of many commands](#options-of-many-commands): {}\n", specs.join(", "));
    }
    let examples = examples(command);
    if !examples.is_empty() {
        *page += &format!("\n{examples}");
    }
    for command in inner {
        write_command(command, level + 1, shared, page);
    }
}

/// Writes a list below its title; nothing where it is empty.
fn write_list(title: Option<&str>, items: impl Iterator<Item = String>, page: &mut String) {
    let items: String = items.collect();
    if !items.is_empty() {
        *page += &title.map(|title| format!("\n{title}:\n")).unwrap_or_default();
        *page += &format!("\n{items}");
    }
}

/// The headings of options in the order of the help: first those without one.
fn headings<'a>(args: &[&'a Arg]) -> Vec<Option<&'a str>> {
    let mut headings: Vec<Option<&str>> = Vec::new();
    for heading in args.iter().map(|arg| arg.get_help_heading()) {
        if !headings.contains(&heading) {
            headings.push(heading);
        }
    }
    headings.sort_by_key(|heading| heading.is_some());
    headings
}

/// An argument or option, with its help, its default and its values.
fn option(arg: &Arg) -> String {
    let help = arg.get_long_help().or_else(|| arg.get_help()).map(ToString::to_string).unwrap_or_default();
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    // A default that is no value is told in the help, as clap writes one that is.
    let (help, told) = match help.rsplit_once(" [default: ") {
        Some((help, told)) if told.ends_with(']') => (help.to_owned(), told.strip_suffix(']')),
        _ => (help.clone(), None),
    };
    let mut text = format!("- {}: {}", spec(arg), sentence(&shown(&help)));
    let values = arg.get_action().takes_values();
    if arg.is_required_set() && !arg.is_positional() {
        text += " Must be given.";
    }
    let defaults = arg.get_default_values().iter().filter(|_| values && !arg.is_hide_default_value_set());
    let defaults: Vec<String> = defaults.map(|value| format!("`{}`", value.to_string_lossy())).collect();
    match (defaults.is_empty(), told) {
        (false, _) => text += &format!(" Default: {}.", defaults.join(" ")),
        (true, Some(told)) => text += &format!(" Default: {}.", shown(told)),
        (true, None) => {}
    }
    if let Some(aliases) = arg.get_visible_aliases() {
        let aliases: Vec<String> = aliases.iter().map(|alias| format!("`--{alias}`")).collect();
        text += &format!(" Also called {}.", aliases.join(", "));
    }
    text.push('\n');
    if values {
        for value in arg.get_possible_values().iter().filter(|value| !value.is_hide_set()) {
            let help = value.get_help().map(|help| format!(": {}", sentence(&shown(&help.to_string()))));
            text += &format!("  - `{}`{}\n", value.get_name(), help.unwrap_or_default());
        }
    }
    text
}

/// How an argument or option is typed.
fn spec(arg: &Arg) -> String {
    let values: Vec<String> = if arg.get_action().takes_values() {
        let names = arg.get_value_names().unwrap_or_default();
        names.iter().map(|name| format!("<{name}>")).collect()
    } else {
        Vec::new()
    };
    let is_repeated = matches!(arg.get_action(), ArgAction::Append);
    if arg.is_positional() {
        let name = values.join(" ");
        let name = if arg.is_required_set() { name } else { format!("[{}]", &name[1..name.len() - 1]) };
        return format!("`{name}{}`", if is_repeated { "..." } else { "" });
    }
    let short = arg.get_short().map(|short| format!("`-{short}`"));
    let value = if values.is_empty() { String::new() } else { format!(" {}", values.join(" ")) };
    let long = arg.get_long().map(|long| format!("`--{long}{value}`"));
    short.into_iter().chain(long).collect::<Vec<_>>().join(", ")
}

/// The examples of a command's help as a block. A line may say behind two spaces what it does.
fn examples(command: &Command) -> String {
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let lines = help.lines().filter_map(|line| line.strip_prefix("  "));
    let lines: Vec<(&str, Option<&str>)> = lines
        .map(|line| match line.split_once("  ") {
            Some((command, comment)) => (command, Some(comment.trim())),
            None => (line, None),
        })
        .collect();
    if lines.is_empty() {
        return String::new();
    }
    let longest =
        lines.iter().filter(|line| line.1.is_some()).map(|line| line.0.chars().count()).max().unwrap_or(0);
    let lines = lines.iter().map(|(command, comment)| match comment {
        Some(comment) => format!("{command:longest$}   # {comment}\n"),
        None => format!("{command}\n"),
    });
    format!("```sh no-run\n{}```\n", lines.collect::<String>())
}

/// Help as Markdown, with options as code.
fn shown(help: &str) -> String {
    let mut is_code = false;
    let words = help.split(' ').map(|word| {
        let was_code = is_code;
        is_code ^= word.matches('`').count() % 2 == 1;
        let option = word.trim_end_matches([',', '.', ';', ':', ')']);
        if was_code || !option.starts_with("--") {
            word.to_owned()
        } else {
            word.replacen(option, &format!("`{option}`"), 1)
        }
    });
    escaped(&words.collect::<Vec<_>>().join(" "))
}

fn link(command: &Command) -> String {
    let name = command.get_bin_name().unwrap();
    format!("[`{}`](#{})", name.trim_start_matches("themata "), slug(name))
}

fn about(command: &Command) -> String {
    command.get_about().map(ToString::to_string).unwrap_or_default()
}

/// The long help of a command, in paragraphs.
fn long_about(command: &Command) -> String {
    let text = command.get_long_about().or_else(|| command.get_about()).map(ToString::to_string);
    let text = text.unwrap_or_default();
    text.split("\n\n").map(|part| sentence(&shown(part))).collect::<Vec<_>>().join("\n\n")
}

fn is_shown(arg: &Arg) -> bool {
    !arg.is_hide_set() && !["help", "version"].contains(&arg.get_id().as_str())
}

fn visible(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|command| !command.is_hide_set() && command.get_name() != "help")
}

#[test]
fn options_are_shown_as_code() {
    assert_eq!(
        shown("With --dry-run, `suggest --again` and --into: *two*"),
        "With `--dry-run`, `suggest --again` and `--into`: \\*two\\*"
    );
}
