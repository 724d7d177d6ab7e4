//! Shows long results a screen at a time, where they go to a terminal.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::{Command, Stdio};

/// The most bytes that are held back for the pager; what is longer is printed at once.
const MOST_HELD: usize = 16 << 20;

/// Standard output. On a terminal, the lines between two flushes go through the pager if they do not fit on the screen.
pub(super) struct Pager {
    out: BufWriter<io::Stdout>,
    /// The program that shows a screen at a time, with its options; `None` where there is no terminal, or none is wanted.
    command: Option<Vec<String>>,
    held: Vec<u8>,
}

impl Pager {
    /// Returns standard output, with a pager if it is a terminal and `is_wanted`: the one that the variable `PAGER` names, else `less`.
    pub(super) fn new(is_wanted: bool) -> Self {
        let named = std::env::var("PAGER").ok();
        let can_page = is_wanted && io::stdout().is_terminal() && io::stdin().is_terminal();
        let command = if can_page { command(named.as_deref()) } else { None };
        Self { out: BufWriter::new(io::stdout()), command, held: Vec::new() }
    }

    /// Shows what is held back with the pager; tells whether that worked.
    fn page(&self, command: &[String]) -> bool {
        let [program, options @ ..] = command else { return false };
        // `less` ends at once if all fits, keeps colours, and leaves the text on the screen.
        let spawned =
            Command::new(program).args(options).env("LESSCHARSET", "utf-8").stdin(Stdio::piped()).spawn();
        let Ok(mut child) = spawned else { return false };
        if let Some(mut to) = child.stdin.take() {
            // The reader may leave before the end.
            let _ = to.write_all(&self.held);
        }
        child.wait().is_ok()
    }
}

/// Returns the pager: the program that was named, with its options; none if it is empty or `cat`.
fn command(named: Option<&str>) -> Option<Vec<String>> {
    let words: Vec<String> = match named {
        None => ["less", "-F", "-R", "-X"].map(str::to_owned).to_vec(),
        Some("less") => return command(None),
        Some(named) => named.split_whitespace().map(str::to_owned).collect(),
    };
    (!words.is_empty() && words[0] != "cat").then_some(words)
}

/// Tells whether a text takes more lines than the terminal has.
fn is_long(text: &[u8]) -> bool {
    let n_lines = text.iter().filter(|&&byte| byte == b'\n').count();
    terminal_size::terminal_size().is_some_and(|(_, height)| n_lines + 1 > usize::from(height.0))
}

impl Write for Pager {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.command.is_none() {
            return self.out.write(bytes);
        }
        self.held.extend_from_slice(bytes);
        if self.held.len() > MOST_HELD {
            self.command = None;
            self.out.write_all(&std::mem::take(&mut self.held))?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let is_shown = match &self.command {
            Some(command) if is_long(&self.held) => self.page(command),
            _ => false,
        };
        let held = std::mem::take(&mut self.held);
        if !is_shown {
            self.out.write_all(&held)?;
        }
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pager_is_the_one_that_is_named() {
        let words = |named| command(named).unwrap_or_default().join(" ");
        assert_eq!(
            (words(None), words(Some("less"))),
            ("less -F -R -X".to_owned(), "less -F -R -X".to_owned())
        );
        assert_eq!(words(Some("most -s")), "most -s");
        assert_eq!((words(Some("")), words(Some("cat"))), (String::new(), String::new()));
    }

    #[test]
    fn without_a_terminal_nothing_is_held_back() {
        let pager = Pager::new(false);
        assert!(pager.command.is_none());
    }
}
