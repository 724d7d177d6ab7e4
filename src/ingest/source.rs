//! One source: the bytes of a file and its name.

/// The bytes of one file and its name.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The path shown to people, with `/`. Its ending names the format.
    pub name: &'a str,
    /// The whole content.
    pub bytes: &'a [u8],
}

impl Source<'_> {
    /// Returns the ending of the name in lower case, without the dot; empty if there is none.
    pub(super) fn ending(&self) -> String {
        ending(self.name)
    }
}

/// Returns the ending of a file's name in lower case, without the dot; empty if there is none.
pub(super) fn ending(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => ending.to_lowercase(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::ending;

    #[test]
    fn endings_are_read_in_any_case_and_below_folders() {
        assert_eq!(ending("a.b/Interview 3.DOCX"), "docx");
        assert_eq!(ending("a.b/README"), "");
        assert_eq!(ending(".hidden"), "");
    }
}
