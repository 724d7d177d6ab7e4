//! Splits texts into tokens, and long texts into windows.

use std::panic::catch_unwind;

use tokenizers::Tokenizer;

use super::config::ModelConfig;
use super::error::EmbedError;
use super::model_files::ModelFiles;

/// A tokenizer with the model's window.
pub(super) struct Tokens {
    tokenizer: Tokenizer,
    /// The prompt before each window's text.
    prompt: String,
    lower_case: bool,
    max_tokens: usize,
    /// How many of a window's tokens are the model's special tokens, such as `[CLS]` and `[SEP]`, and the prompt's
    /// tokens.
    n_marks: usize,
}

/// Reads a tokenizer without padding and truncation, and counts the tokens of the prompt with the model's special tokens.
fn read(bytes: &[u8], prompt: &str) -> tokenizers::Result<(Tokenizer, usize)> {
    let mut tokenizer = Tokenizer::from_bytes(bytes)?;
    tokenizer.with_padding(None);
    tokenizer.with_truncation(None)?;
    let n_marks = tokenizer.encode_fast(prompt, true)?.len();
    // The first word with which an unknown or special token is looked up may be the first that fails.
    tokenizer.encode("a \u{10ffff}", true)?;
    Ok((tokenizer, n_marks))
}

impl Tokens {
    /// Loads the tokenizer. Its own truncation and padding are switched off: a tokenizer file may limit texts to 128
    /// tokens although the model takes 256, and padding is never needed here.
    pub(super) fn load(files: &ModelFiles, config: &ModelConfig, prompt: String) -> Result<Self, EmbedError> {
        let max_tokens = config.max_tokens;
        let malformed =
            |problem: String| EmbedError::Malformed { file: files.file("tokenizer.json"), problem };
        // Some files that are no tokenizer make its reader panic, others panic when the first text is split.
        let read = catch_unwind(|| read(&files.tokenizer, &prompt).map_err(|error| error.to_string()));
        let damaged = |_| Err("it is damaged: a part of it is not what its type says".to_owned());
        let (tokenizer, n_marks) = read.unwrap_or_else(damaged).map_err(malformed)?;
        if max_tokens < n_marks + 8 {
            return Err(malformed(format!(
                "a window of {max_tokens} tokens, with {n_marks} special tokens and tokens of the prompt, has no space for words"
            )));
        }
        Ok(Self { tokenizer, prompt, lower_case: config.lower_case, max_tokens, n_marks })
    }

    /// Returns the greatest token id plus one.
    pub(super) fn n_vocabulary(&self) -> usize {
        self.tokenizer.get_vocab(true).values().max().map_or(0, |&id| id as usize + 1)
    }

    /// Splits a text into windows, each with the prompt and the model's special tokens; one window if the text fits.
    ///
    /// A longer text is cut into the fewest windows that hold it, of even length; cuts are moved back to the beginning of
    /// a word.
    ///
    /// As in sentence-transformers, white space around a text is removed before it is split into tokens: some tokenizers
    /// would otherwise include it.
    pub(super) fn windows(&self, text: &str) -> Result<Vec<Vec<u32>>, EmbedError> {
        let text = trimmed(text);
        let ids = self.ids(text)?;
        if ids.len() <= self.max_tokens {
            return Ok(vec![ids]);
        }
        let room = self.max_tokens - self.n_marks;
        let n_tokens = ids.len().saturating_sub(self.n_marks).max(1);
        let whole = self.tokenizer.encode(text, true).map_err(|error| refused(text, &error))?;
        // More windows are tried if moving the cuts back to beginnings of words made one too long.
        for n_windows in n_tokens.div_ceil(room)..=n_tokens {
            if let Some(windows) = self.cut(text, &whole, n_windows)? {
                return Ok(windows);
            }
        }
        Err(refused(text, &"no part of it fits into a window"))
    }

    /// Cuts a text into `n_windows`; returns `None` if a window cannot hold its part.
    fn cut(
        &self,
        text: &str,
        whole: &tokenizers::Encoding,
        n_windows: usize,
    ) -> Result<Option<Vec<Vec<u32>>>, EmbedError> {
        let places: Vec<(usize, bool)> = whole
            .get_offsets()
            .iter()
            .zip(whole.get_word_ids())
            .scan(None, |before, (&(start, end), &word)| {
                let begins = word != *before;
                *before = word;
                Some((start, end, word, begins))
            })
            .filter(|&(start, end, word, _)| word.is_some() && end > start)
            .map(|(start, _, _, begins)| (start, begins))
            .collect();
        let n = places.len();
        let mut cuts = vec![0];
        let mut last_at = 0;
        for window in 1..n_windows {
            let aim = window * n / n_windows;
            let from = window.saturating_sub(1) * n / n_windows;
            // The last beginning of a word at or before the aim; within one long word, the aim itself.
            let at = (from + 1..=aim).rev().find(|&i| places[i].1).unwrap_or(aim);
            // If a window already has too many tokens by this count, it need not be tokenised.
            if at - last_at > self.max_tokens {
                return Ok(None);
            }
            last_at = at;
            if let Some(&(byte, _)) = places.get(at)
                && text.is_char_boundary(byte)
                && cuts.last().is_some_and(|&last| last < byte)
            {
                cuts.push(byte);
            }
        }
        cuts.push(text.len());
        let mut windows = Vec::with_capacity(n_windows);
        for pair in cuts.windows(2) {
            let ids = self.ids(&text[pair[0]..pair[1]])?;
            if ids.len() > self.max_tokens {
                return Ok(None);
            }
            windows.push(ids);
        }
        Ok(Some(windows))
    }

    fn ids(&self, text: &str) -> Result<Vec<u32>, EmbedError> {
        let with_prompt;
        let mut whole = text;
        if !self.prompt.is_empty() {
            with_prompt = format!("{}{text}", self.prompt);
            whole = &with_prompt;
        }
        let lower;
        let mut whole = trimmed(whole);
        if self.lower_case {
            lower = whole.to_lowercase();
            whole = &lower;
        }
        let encoding = self.tokenizer.encode_fast(whole, true).map_err(|error| refused(text, &error))?;
        Ok(encoding.get_ids().to_vec())
    }
}

/// Removes white space around a text, including the information separators (U+001C to U+001F), as Python does.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}'))
}

fn refused(text: &str, problem: &dyn std::fmt::Display) -> EmbedError {
    EmbedError::Tokens { beginning: text.chars().take(40).collect(), problem: problem.to_string() }
}
