//! Splits the bytes of RTF into tokens (RTF 1.9.1, "RTF Syntax").

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// A byte of text in the current code page, plain or as `\'hh`.
    Byte(u8),
    /// A backslash and one character that is not a letter.
    Symbol(u8),
    /// A control word with its number.
    Word(&'a [u8], Option<i32>),
}

pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        // A byte order mark or blank lines may come before the first brace.
        let at = bytes.iter().position(|&byte| byte == b'{').unwrap_or(bytes.len());
        Self { bytes, at }
    }

    /// Returns how many bytes were read.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            return Some(match byte {
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\r' | b'\n' | 0 => continue,
                b'\t' => Token::Word(b"tab", None),
                b'\\' => match self.control() {
                    Some(token) => token,
                    None => continue,
                },
                byte => Token::Byte(byte),
            });
        }
    }

    fn control(&mut self) -> Option<Token<'a>> {
        let first = *self.bytes.get(self.at)?;
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            return match first {
                b'\'' => {
                    let hex =
                        self.bytes.get(self.at..self.at + 2).and_then(|hex| std::str::from_utf8(hex).ok());
                    let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok())?;
                    self.at += 2;
                    Some(Token::Byte(byte))
                }
                // A backslash before a line end is a paragraph's end.
                b'\r' | b'\n' => Some(Token::Word(b"par", None)),
                symbol => Some(Token::Symbol(symbol)),
            };
        }
        let word = self.while_(u8::is_ascii_alphabetic);
        let sign = self.at;
        if self.bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        let digits = self.while_(u8::is_ascii_digit);
        let number = if digits.is_empty() {
            self.at = sign;
            None
        } else {
            std::str::from_utf8(&self.bytes[sign..self.at]).ok().and_then(|number| number.parse().ok())
        };
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        if word == b"bin" {
            let n = number.and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
            self.at = self.at.saturating_add(n).min(self.bytes.len());
            return None;
        }
        Some(Token::Word(word, number))
    }

    fn while_(&mut self, is_part: impl Fn(&u8) -> bool) -> &'a [u8] {
        let rest = &self.bytes[self.at..];
        let n = rest.iter().take_while(|byte| is_part(byte)).count();
        self.at += n;
        &rest[..n]
    }
}
