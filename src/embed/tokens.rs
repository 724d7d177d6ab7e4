//! Cuts texts into tokens, and long ones into windows.

use tokenizers::Tokenizer;

use super::config::ModelConfig;
use super::error::EmbedError;
use super::model_files::ModelFiles;

/// A tokenizer together with the model's window.
pub(super) struct Tokens {
    tokenizer: Tokenizer,
    /// What is put before each window's text.
    prompt: String,
    lower_case: bool,
    max_tokens: usize,
    /// How many of a window's tokens are the model's own marks, such as `[CLS]` and `[SEP]`, and the prompt's.
    n_marks: usize,
}

impl Tokens {
    /// Loads the tokenizer. Its own truncation and padding are switched off: a tokenizer file may say 128 where the
    /// model takes 256, and padding is never wanted here.
    pub(super) fn load(files: &ModelFiles, config: &ModelConfig, prompt: String) -> Result<Self, EmbedError> {
        let max_tokens = config.max_tokens;
        let malformed =
            |problem: String| EmbedError::Malformed { file: files.file("tokenizer.json"), problem };
        let mut tokenizer =
            Tokenizer::from_bytes(&files.tokenizer).map_err(|error| malformed(error.to_string()))?;
        tokenizer.with_padding(None);
        tokenizer.with_truncation(None).map_err(|error| malformed(error.to_string()))?;
        let n_marks =
            tokenizer.encode_fast(prompt.as_str(), true).map_err(|error| malformed(error.to_string()))?.len();
        if max_tokens < n_marks + 8 {
            return Err(malformed(format!(
                "a window of {max_tokens} tokens, {n_marks} of them marks and the prompt, leaves no room for words"
            )));
        }
        Ok(Self { tokenizer, prompt, lower_case: config.lower_case, max_tokens, n_marks })
    }

    /// One more than the greatest token id.
    pub(super) fn n_vocabulary(&self) -> usize {
        self.tokenizer.get_vocab(true).values().max().map_or(0, |&id| id as usize + 1)
    }

    /// The windows of a text, each with the prompt and the model's marks: one where it fits.
    ///
    /// A longer text is cut into the fewest windows that hold it, of even length, moved back to where a word begins.
    ///
    /// As in sentence-transformers, white space around a text is left out before it is cut into tokens: some tokenizers
    /// would see it.
    pub(super) fn windows(&self, text: &str) -> Result<Vec<Vec<u32>>, EmbedError> {
        let text = trimmed(text);
        let ids = self.ids(text)?;
        if ids.len() <= self.max_tokens {
            return Ok(vec![ids]);
        }
        let room = self.max_tokens - self.n_marks;
        let n_tokens = ids.len().saturating_sub(self.n_marks).max(1);
        let whole = self.tokenizer.encode(text, true).map_err(|error| refused(text, &error))?;
        // More windows are tried where moving cuts back to word beginnings made one too long.
        for n_windows in n_tokens.div_ceil(room)..=n_tokens {
            if let Some(windows) = self.cut(text, &whole, n_windows)? {
                return Ok(windows);
            }
        }
        Err(refused(text, &"no window holds any part of it"))
    }

    /// Cuts a text into `n_windows`; `None` where a window does not hold its share.
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
            // The last beginning of a word at or before the aim; inside one endless word, the aim itself.
            let at = (from + 1..=aim).rev().find(|&i| places[i].1).unwrap_or(aim);
            // Where a window holds too much already by this count, it need not be cut into tokens to see it.
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

/// Without the white space around it, the separators of information (U+001C to U+001F) counted as such, as Python does.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}'))
}

fn refused(text: &str, problem: &dyn std::fmt::Display) -> EmbedError {
    EmbedError::Tokens { beginning: text.chars().take(40).collect(), problem: problem.to_string() }
}
