//! Finds the string literals of a Rust source, precisely enough for the checks of this test.

/// A string literal as the program has it, escapes undone, and the line where it begins, from 1.
#[derive(Debug, PartialEq, Eq)]
pub struct Literal {
    pub line: usize,
    pub text: String,
}

/// Returns all string literals outside comments. Byte strings are passed over: nobody reads them.
pub fn literals(source: &str) -> Vec<Literal> {
    let chars: Vec<char> = source.chars().collect();
    let mut scanner = Scanner { chars: &chars, at: 0, line: 1 };
    let mut found = Vec::new();
    while let Some(c) = scanner.peek(0) {
        let before = scanner.at.checked_sub(1).and_then(|at| chars.get(at));
        let begins_word = before.is_none_or(|c| !c.is_alphanumeric() && *c != '_');
        match c {
            '/' if scanner.peek(1) == Some('/') => scanner.skip_line(),
            '/' if scanner.peek(1) == Some('*') => scanner.skip_block_comment(),
            '\'' => scanner.skip_char_or_lifetime(),
            '"' => {
                let line = scanner.line;
                found.push(Literal { line, text: scanner.cooked() });
            }
            'r' | 'b' | 'c' if begins_word => {
                let line = scanner.line;
                match scanner.prefixed() {
                    Some((text, true)) => found.push(Literal { line, text }),
                    Some((_, false)) => {}
                    None => scanner.step(),
                }
            }
            _ => scanner.step(),
        }
    }
    found
}

struct Scanner<'s> {
    chars: &'s [char],
    at: usize,
    line: usize,
}

impl Scanner<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn step(&mut self) {
        self.line += usize::from(self.peek(0) == Some('\n'));
        self.at += 1;
    }

    fn skip_line(&mut self) {
        while self.peek(0).is_some_and(|c| c != '\n') {
            self.step();
        }
    }

    fn skip_block_comment(&mut self) {
        let mut depth = 0;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => depth += 1,
                (Some('*'), Some('/')) => depth -= 1,
                (None, _) => return,
                _ => {
                    self.step();
                    continue;
                }
            }
            self.step();
            self.step();
            if depth == 0 {
                return;
            }
        }
    }

    /// `'a'`, `'\''` and `'"'` are characters, `'a` is a lifetime.
    fn skip_char_or_lifetime(&mut self) {
        self.step();
        match (self.peek(0), self.peek(1)) {
            (Some('\\'), _) => {
                self.step();
                self.step();
                while self.peek(0).is_some_and(|c| c != '\'') {
                    self.step();
                }
                self.step();
            }
            (Some(_), Some('\'')) => {
                self.step();
                self.step();
            }
            _ => {}
        }
    }

    /// A literal with a prefix, and whether it is text. `None`: there is none here, and nothing was passed over.
    fn prefixed(&mut self) -> Option<(String, bool)> {
        let mut ahead = 0;
        let mut is_text = true;
        if let Some('b' | 'c') = self.peek(0) {
            is_text = false;
            ahead = 1;
        }
        let is_raw = self.peek(ahead) == Some('r');
        ahead += usize::from(is_raw);
        let n_hashes = (0..).take_while(|n| is_raw && self.peek(ahead + n) == Some('#')).count();
        if self.peek(ahead + n_hashes) != Some('"') {
            return None;
        }
        self.at += ahead + n_hashes;
        if !is_raw {
            return Some((self.cooked(), is_text));
        }
        self.step();
        let mut text = String::new();
        while let Some(c) = self.peek(0) {
            if c == '"' && (1..=n_hashes).all(|n| self.peek(n) == Some('#')) {
                self.at += 1 + n_hashes;
                break;
            }
            text.push(c);
            self.step();
        }
        Some((text, is_text))
    }

    /// A literal without prefix, from its first quotation mark on.
    fn cooked(&mut self) -> String {
        self.step();
        let mut text = String::new();
        while let Some(c) = self.peek(0) {
            self.step();
            match c {
                '"' => break,
                '\\' => self.escape(&mut text),
                _ => text.push(c),
            }
        }
        text
    }

    /// What follows a backslash. A line that ends in one goes on at the next word.
    fn escape(&mut self, text: &mut String) {
        let escaped = self.peek(0);
        self.step();
        match escaped {
            Some('\n') => {
                while self.peek(0).is_some_and(char::is_whitespace) {
                    self.step();
                }
            }
            Some('n' | 't' | 'r') => text.push(' '),
            Some('u') => {
                let mut code = 0;
                while let Some(c) = self.peek(0) {
                    self.step();
                    code = c.to_digit(16).map_or(code, |digit| code * 16 + digit);
                    if c == '}' {
                        break;
                    }
                }
                text.extend(char::from_u32(code));
            }
            Some('x') => {
                let digits: String = self.chars.iter().skip(self.at).take(2).collect();
                text.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
                self.at += 2;
            }
            Some(other) => text.push(other),
            None => {}
        }
    }
}

/// The first option or command of the program that a text names.
pub fn named_of_command_line(text: &str) -> Option<&str> {
    let option = text.match_indices("--").find(|(at, _)| {
        let before = text[..*at].chars().next_back();
        let after = text[at + 2..].chars().next();
        after.is_some_and(|c| c.is_ascii_lowercase()) && before.is_none_or(|c| c != '-' && c != '!')
    });
    let command = text.match_indices("themata").find(|(at, word)| {
        let before = text[..*at].chars().next_back();
        let mut after = text[at + word.len()..].chars();
        let is_followed = after.next() == Some(' ') && after.next().is_some_and(|c| c.is_ascii_lowercase());
        let is_program = before.is_none_or(|c| !c.is_alphanumeric() && !"./_-:".contains(c));
        is_program && (is_followed || before == Some('`'))
    });
    let (at, _) = option.or(command)?;
    let end = text[at..].char_indices().nth(40).map_or(text.len(), |(end, _)| at + end);
    Some(&text[at..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<(usize, String)> {
        literals(source).into_iter().map(|found| (found.line, found.text)).collect()
    }

    #[test]
    fn literals_are_found_wherever_they_are() {
        let source = r####"
            // "in a comment" isn't one
            /* "nor /* here" */ "nor there" */
            let a = "plain"; let b = ["two", r"raw \ one"];
            let c = r##"with "# inside"##;
            let d = 'a'; let e: &'static str = "after a lifetime"; let f = '"'; let g = '\''; let h = "after quotes";
            let i = b"bytes"; let j = br#"raw "bytes"#; let k = c"c string";
            let l = "escaped \" and \\"; let m = "\u{2d}\x2dtext-column";
            let n = "goes \
                     on";
            let o = for_each("x"); // r"no"
        "####;
        let expected = [
            (4, "plain"),
            (4, "two"),
            (4, r"raw \ one"),
            (5, r##"with "# inside"##),
            (6, "after a lifetime"),
            (6, "after quotes"),
            (8, r#"escaped " and \"#),
            (8, "--text-column"),
            (9, "goes on"),
            (11, "x"),
        ];
        assert_eq!(texts(source), expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn options_and_commands_are_told_from_other_words() {
        for text in [
            "name one with --text-column",
            "--coder",
            "(--unit)",
            "`--force`",
            "run `themata suggest` again",
            "`themata`",
            "themata coder open",
        ] {
            assert!(named_of_command_line(text).is_some(), "{text}");
        }
        for text in [
            "00:01 --> 00:02",
            "-----begin",
            "a -- b",
            "<!--comment",
            "a Themata project",
            "study.themata is open",
            "--",
            "--{name}",
        ] {
            assert_eq!(named_of_command_line(text), None, "{text}");
        }
    }
}
