//! The `themata` program: a thin binary over the library's [`themata::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    themata::cli::main()
}
