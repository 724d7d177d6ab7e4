//! Says in plain words what is wrong with a value that was typed.

use std::error::Error as _;
use std::num::{IntErrorKind, ParseFloatError, ParseIntError};

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Returns the error with a message on what to type, where clap gives that of the number's parser.
pub(super) fn in_plain_words(error: clap::Error) -> clap::Error {
    if error.kind() != ErrorKind::ValueValidation {
        return error;
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
        let error = command().try_get_matches_from(line.split(' ')).unwrap_err();
        in_plain_words(error).to_string()
    }

    #[test]
    fn a_number_that_is_none_is_named_with_what_to_write() {
        let message = message("themata show s.themata three");
        assert!(
            message.contains("`three` is not a value of [CANDIDATE]: write a whole number, such as 3"),
            "{message}"
        );
        assert!(!message.contains("invalid digit"), "{message}");
    }

    #[test]
    fn other_errors_stay_as_they_are() {
        assert!(message("themata shwo s.themata").contains("a similar subcommand exists: 'show'"));
        assert!(message("themata suggest a.txt --threads 0").contains("write a whole number from 1"));
        assert!(
            message("themata suggest a.txt --threads 99999999999999999999")
                .contains("write a smaller number")
        );
    }
}
