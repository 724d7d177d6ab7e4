//! Prints results to standard output and everything else to standard error.

use std::io::{self, Write};

use anstream::adapter::strip_str;
use anstream::{AutoStream, ColorChoice};
use anstyle::Style;
use serde::Serialize;

use super::error::CliError;
use super::hints::{self, Running};
use super::layout::{indented, message_width, width, wrap_message};
use super::pager::Pager;
use crate::domain::Remedy;

/// The styles of the program. No other file defines one.
pub(super) mod styles {
    use anstyle::{AnsiColor, Style};

    pub(in crate::cli) const STRONG: Style = Style::new().bold();
    pub(in crate::cli) const FAINT: Style = Style::new().dimmed();
    pub(in crate::cli) const NUMBER: Style = AnsiColor::Cyan.on_default().bold();
    pub(in crate::cli) const CODE: Style = AnsiColor::Green.on_default();
    pub(in crate::cli) const CODED: Style = AnsiColor::Green.on_default().underline();
    pub(in crate::cli) const MATCH: Style = AnsiColor::Yellow.on_default().bold();
    pub(in crate::cli) const WARNING: Style = AnsiColor::Yellow.on_default();
    pub(in crate::cli) const ERROR: Style = AnsiColor::Red.on_default().bold();
}

/// Returns text in a style.
pub(super) fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// How much is printed, and whether in colour.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verbosity {
    /// Print results and errors only.
    pub(super) quiet: bool,
    /// Print more than usual.
    pub(super) verbose: bool,
    /// Use colours where a terminal shows them.
    pub(super) colour: bool,
    /// Show a screen at a time on a terminal.
    pub(super) paged: bool,
}

/// The two streams, and how much is printed.
pub(super) struct Output {
    out: Pager,
    styles_out: bool,
    styles_err: bool,
    running: Running,
    pub(super) quiet: bool,
    pub(super) verbose: bool,
}

impl Output {
    pub(super) fn new(verbosity: Verbosity, running: Running) -> Self {
        let styles = |choice: ColorChoice| verbosity.colour && choice != ColorChoice::Never;
        Self {
            out: Pager::new(verbosity.paged),
            styles_out: styles(AutoStream::choice(&io::stdout())),
            styles_err: styles(AutoStream::choice(&io::stderr())),
            running,
            quiet: verbosity.quiet,
            verbose: verbosity.verbose,
        }
    }

    /// Prints a line of the result.
    pub(super) fn line(&mut self, line: &str) -> Result<(), CliError> {
        let line = line.trim_end_matches(' ');
        let written = if self.styles_out {
            writeln!(self.out, "{line}")
        } else {
            writeln!(self.out, "{}", strip_str(line))
        };
        written.map_err(to_stdout)
    }

    /// Prints a sentence of the result in as many lines as the layout's width takes, each after an indent.
    pub(super) fn sentence(&mut self, words: &str, indent: usize) -> Result<(), CliError> {
        indented(words, indent, width()).iter().try_for_each(|line| self.line(line))
    }

    /// Prints a result as JSON.
    pub(super) fn json(&mut self, value: &impl Serialize) -> Result<(), CliError> {
        // The views hold no maps with keys other than strings, so only writing can fail.
        let text = serde_json::to_string_pretty(value).map_err(|error| to_stdout(error.into()))?;
        self.bytes(text.as_bytes())?;
        self.bytes(b"\n")
    }

    /// Prints bytes as they are.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        self.out.write_all(bytes).map_err(to_stdout)
    }

    /// Writes out what is still held back of the result.
    pub(super) fn flush(&mut self) -> Result<(), CliError> {
        self.out.flush().map_err(to_stdout)
    }

    /// Prints a line that is not part of the result, unless the user wants none.
    pub(super) fn say(&self, line: &str) {
        if !self.quiet {
            self.say_anyway(line);
        }
    }

    /// Prints an error, with hints at what can be done.
    pub(super) fn error(&mut self, error: &CliError) {
        // What was printed before must not come after the error.
        let _ = self.out.flush();
        self.say_anyway(&format!("{} {error}", styled(styles::ERROR, "error:")));
        for line in self.hints(&error.remedies()) {
            self.say_anyway(&line);
        }
    }

    /// Returns the lines that hint at some remedies, for the command that is being run.
    pub(super) fn hints(&self, remedies: &[Remedy]) -> Vec<String> {
        let styled = |line: String| match line.strip_prefix("hint:") {
            Some(rest) => format!("{}{rest}", styled(styles::STRONG, "hint:")),
            None => line,
        };
        hints::lines(remedies, &self.running).into_iter().map(styled).collect()
    }

    /// Prints a line that the user must see, even where the user wants results only.
    pub(super) fn say_anyway(&self, line: &str) {
        let mut stream = io::stderr();
        let line = if self.styles_err { line.to_owned() } else { strip_str(line).to_string() };
        let lines = match message_width() {
            Some(width) => line.split('\n').flat_map(|line| wrap_message(line, width)).collect(),
            None => vec![line],
        };
        for line in lines {
            // Where standard error is closed, nothing can be told.
            let _ = writeln!(stream, "{line}");
        }
    }
}

fn to_stdout(error: io::Error) -> CliError {
    CliError::write("standard output", error)
}
