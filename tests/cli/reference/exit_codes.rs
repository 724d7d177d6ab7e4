//! `docs/exit-codes.md`, made of [`ExitReason`].

use themata::cli::ExitReason;

use super::schema::row;
use super::{MADE_BY, assert_up_to_date};
use crate::interviews;

const HEAD: &str = "\
# Exit codes

Every command ends with one of these codes. A code keeps its meaning from version to version. What went wrong is printed to standard error: a
message that names the file and the place, and a hint where another option or command helps. An action that fails or is cancelled leaves the project
file as it was.
";

const TAIL: &str = "
- A program that reads the output and stops early, as `head` does, is no error: the code is 0.
- Code 6 may come after a decision was made, where only the report of it could not be printed. `themata log` shows whether it was.
- Ctrl-C cancels a long action: `suggest`, `embed`, `evaluate`, `simulate`, `sensitivity`, `compare`, `import` and `model add --download`. A second
  Ctrl-C ends the program at once, and so does the first during any other command. The project is whole in each case.
- Any other code, such as 101, means that the program crashed. Please report it with the command and the message.
";

/// For each code a command that ends with it, and when; the commands are run in a folder with `study.themata`, `segments.csv` and `notes.txt`.
const EXAMPLES: [(ExitReason, Option<&str>, &str); 9] = [
    (ExitReason::Done, Some("themata show"), ""),
    (ExitReason::Unexpected, None, "none is known"),
    (ExitReason::Option, Some("themata show --thema 3"), "there is no such option"),
    (ExitReason::Option, Some("themata candidate accept 99"), "there is no candidate 99"),
    (ExitReason::Input, Some("themata suggest nowhere/"), "there is no such folder"),
    (ExitReason::Project, Some("themata show -p notes.txt"), "the file is not a project"),
    (ExitReason::Model, Some("themata suggest notes.txt --model nowhere"), "there is no such model"),
    (
        ExitReason::Output,
        Some("themata export --format csv --output segments.csv"),
        "`segments.csv` exists already",
    ),
    (ExitReason::Cancelled, None, "Ctrl-C during `themata suggest interviews/`"),
];

#[test]
fn the_reference_of_exit_codes_is_up_to_date() {
    let mut page = format!("{HEAD}\n{MADE_BY}\n| code | when | what to do | example |\n|---|---|---|---|\n");
    for reason in ExitReason::ALL {
        let examples = EXAMPLES.iter().filter(|example| example.0 == reason).map(|example| match *example {
            (_, Some(command), "") => format!("`{command}`"),
            (_, Some(command), when) => format!("`{command}`, where {when}"),
            (_, None, when) => when.to_owned(),
        });
        let examples: Vec<String> = examples.collect();
        assert!(!examples.is_empty(), "{reason:?} has no example");
        page +=
            &row(&[&format!("{}", reason.code()), reason.meaning(), reason.remedy(), &examples.join("<br>")]);
    }
    page += TAIL;
    assert_up_to_date("exit-codes.md", &page);
}

#[test]
fn examples_of_exit_codes_end_with_them() {
    let place = interviews();
    std::fs::rename(place.path().join("s.themata"), place.path().join("study.themata")).unwrap();
    place.write("segments.csv", "");
    place.write("notes.txt", "Nothing of a project.");
    for (reason, command, _) in EXAMPLES {
        let Some(command) = command else { continue };
        let words = shlex::split(command).unwrap();
        let words: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
        let output = place.run(&words);
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(i32::from(reason.code())), "{command}: {message}");
    }
}
