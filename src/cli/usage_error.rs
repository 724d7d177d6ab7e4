//! Says in plain words what is wrong with a value that was typed.

use std::error::Error as _;
use std::ffi::OsString;
use std::num::{IntErrorKind, ParseFloatError, ParseIntError};
use std::path::Path;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::project_arg;
use crate::domain::CandidateIdError;

/// Returns the error with a message on what to type, where clap gives that of the number's parser, or where a project was typed as an
/// argument. `typed` are the words of the command line, from the name of the program on.
pub(super) fn in_plain_words(error: clap::Error, program: &Command, typed: &[OsString]) -> clap::Error {
    let of_argument = [ErrorKind::UnknownArgument, ErrorKind::InvalidValue, ErrorKind::ValueValidation];
    if of_argument.contains(&error.kind())
        && let Some(project) = project_as_argument(program, typed)
    {
        let option = project_arg::typed(project);
        let message = format!(
            "the project is not an argument: name it with{option}, or leave it out where the folder holds no other\n\n\
             For more information, try '--help'.\n"
        );
        return clap::Error::raw(error.kind(), message);
    }
    if error.kind() != ErrorKind::ValueValidation {
        return error;
    }
    if let Some(source) = error.source().filter(|source| source.is::<CandidateIdError>()) {
        let message = format!("{source}\n\nFor more information, try '--help'.\n");
        return clap::Error::raw(ErrorKind::ValueValidation, message);
    }
    let Some(wanted) = wanted(&error) else { return error };
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        _ => None,
    };
    let (Some(arg), Some(value)) = (context(ContextKind::InvalidArg), context(ContextKind::InvalidValue))
    else {
        return error;
    };
    let message =
        format!("`{value}` is not a value of {arg}: {wanted}\n\nFor more information, try '--help'.\n");
    clap::Error::raw(ErrorKind::ValueValidation, message)
}

/// Returns a project file that was typed as an argument of a command that takes it as an option.
fn project_as_argument<'t>(program: &Command, typed: &'t [OsString]) -> Option<&'t Path> {
    let mut command = program;
    for word in typed.iter().skip(1).filter_map(|word| word.to_str()) {
        command = command.find_subcommand(word).unwrap_or(command);
    }
    let is_option = command.get_arguments().any(|arg| arg.get_id() == "project" && arg.get_long().is_some());
    let is_value = |before: &OsString| before.to_string_lossy().starts_with('-');
    let words = typed.windows(2).filter(|pair| is_option && !is_value(&pair[0]));
    words.map(|pair| Path::new(&pair[1])).find(|word| project_arg::is_project(word))
}

fn wanted(error: &clap::Error) -> Option<&'static str> {
    let source = error.source()?;
    if source.is::<ParseFloatError>() {
        return Some("write a number, such as 0.5");
    }
    Some(match source.downcast_ref::<ParseIntError>()?.kind() {
        IntErrorKind::Zero => "write a whole number from 1",
        IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => "write a smaller number",
        _ => "write a whole number, such as 3",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::command;

    #[track_caller]
    fn message(line: &str) -> String {
        let typed: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        let error = command().try_get_matches_from(&typed).unwrap_err();
        in_plain_words(error, &command(), &typed).to_string()
    }

    #[test]
    fn a_number_that_is_none_is_named_with_what_to_write() {
        let of_run = message("themata show --run three -p s.themata");
        assert!(
            of_run.contains("`three` is not a value of --run <N>: write a whole number, such as 3"),
            "{of_run}"
        );
        assert!(!of_run.contains("invalid digit"), "{of_run}");
        let of_candidate = message("themata log --candidate 3rd -p s.themata");
        assert!(of_candidate.contains("`3rd` names no candidate: write the letter"), "{of_candidate}");
    }

    #[test]
    fn a_project_that_is_typed_as_an_argument_is_named_with_its_option() {
        for line in [
            "themata show s.themata",
            "themata show s.themata 3",
            "themata progress s.themata --json",
            "themata log verify s.themata",
            "themata coder add s.themata Ann",
            "themata candidate accept s.themata 3",
            "themata approach s.themata",
        ] {
            let message = message(line);
            assert!(message.contains("name it with -p s.themata"), "{line}: {message}");
        }
        for line in [
            "themata log --candidate 3rd -p s.themata",
            "themata join a.themata b.themata c.themata -o d.themata",
        ] {
            assert!(!message(line).contains("name it with"), "{line}");
        }
    }

    #[test]
    fn other_errors_stay_as_they_are() {
        assert!(message("themata shwo -p s.themata").contains("a similar subcommand exists: 'show'"));
        assert!(message("themata suggest a.txt --threads 0").contains("write a whole number from 1"));
        assert!(
            message("themata suggest a.txt --threads 99999999999999999999")
                .contains("write a smaller number")
        );
    }
}
