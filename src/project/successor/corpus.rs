//! Words that are looked up in texts: whether a word or a quotation is still said anywhere.

use std::collections::HashSet;

/// The words of some texts.
#[derive(Debug, Default)]
pub(super) struct Corpus {
    words: HashSet<String>,
    /// The texts in small letters, with single spaces.
    texts: String,
}

impl Corpus {
    /// Adds a text.
    pub(super) fn add(&mut self, text: &str) {
        self.words.extend(words(text));
        self.texts.push_str(&plain(text));
        self.texts.push('\n');
    }

    /// Tells whether the letters of a word occur, as a word or in one: some scripts do not part words.
    pub(super) fn has(&self, word: &str) -> bool {
        self.words.contains(word) || self.texts.contains(word)
    }

    /// Tells whether a quotation occurs, whatever its case and white space.
    pub(super) fn says(&self, quotation: &str) -> bool {
        self.texts.contains(&plain(quotation))
    }
}

/// Returns the words of a text in small letters.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

fn plain(text: &str) -> String {
    text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case_and_inside_others() {
        let mut corpus = Corpus::default();
        corpus.add("The  Party was\nlate. 夜勤が長い");
        assert!(corpus.has("party") && corpus.has("art") && corpus.has("夜勤"));
        assert!(!corpus.has("zurich"));
        assert!(corpus.says("party WAS late") && !corpus.says("late party"));
    }
}
