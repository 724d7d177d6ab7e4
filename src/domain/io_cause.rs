//! What the operating system refused, in words.

use std::io::{Error, ErrorKind};

/// Returns why a file or folder could not be read or written, in words that people use, without the system's number.
///
/// A cause of our own, which is not the system's, is returned as it is.
#[must_use]
pub fn io_cause(error: &Error) -> String {
    let is_of_system = error.raw_os_error().is_some() || error.to_string().contains("(os error ");
    let words = match error.kind() {
        _ if !is_of_system => return error.to_string(),
        ErrorKind::NotFound => "there is no such file or folder",
        ErrorKind::PermissionDenied => "the system does not permit it",
        ErrorKind::AlreadyExists => "it exists already",
        ErrorKind::IsADirectory => "it is a folder",
        ErrorKind::NotADirectory => "a part of its path is a file, not a folder",
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::ReadOnlyFilesystem => "the disk can only be read",
        ErrorKind::InvalidFilename => "the system does not accept its name",
        _ => return without_number(&error.to_string()),
    };
    words.to_owned()
}

fn without_number(words: &str) -> String {
    match words.split_once(" (os error ") {
        Some((before, after)) => {
            let rest = after.split_once(')').map_or("", |(_, rest)| rest);
            format!("{before}{rest}")
        }
        None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_speaks_without_its_number() {
        let missing = std::fs::File::open("no/such/file").unwrap_err();
        assert_eq!(io_cause(&missing), "there is no such file or folder");
        let at_path =
            Error::new(ErrorKind::NotFound, "No such file or directory (os error 2) at path \"a.part\"");
        assert_eq!(io_cause(&at_path), "there is no such file or folder");
        assert_eq!(io_cause(&Error::other("row too long")), "row too long");
        assert_eq!(without_number("Input/output error (os error 5) at 3"), "Input/output error at 3");
    }
}
