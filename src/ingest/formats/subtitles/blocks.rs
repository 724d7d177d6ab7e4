//! The lines of a subtitle file, made into cues.

use super::cue_text::voices;
use super::error::CueError;
use super::time_line::{Times, is_number, is_time_line, start_of, times};
use crate::domain::{LeftOut, Notice, NoticeFact};
use crate::ingest::transcript::cues::Cue;

/// The two syntaxes, which differ in what ends a cue and what stands between cues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    /// Cues have numbers; there are no comments.
    Srt,
    /// Cues have names of any kind; only an empty line ends them; there are comments and styles.
    Vtt,
}

/// Cues, and what was assumed to read them.
pub(super) struct Cues {
    pub(super) cues: Vec<Cue>,
    pub(super) notices: Vec<Notice>,
}

/// Returns the cues from line `from` on, counted from 0.
///
/// A line with times begins a cue; the number or name above it belongs to it. Everything up to the next cue was said, whether blank lines
/// are in it or not: what is not right below the times is counted.
///
/// # Errors
/// [`CueError`] if lines come before the first times, or the times of more than half of the cues cannot be read.
pub(super) fn cues(lines: &[&str], from: usize, syntax: Syntax) -> Result<Cues, CueError> {
    let lines = Lines { all: lines, from, syntax };
    let comments = lines.comments();
    let is_comment = |i: usize| comments.get(i).copied().unwrap_or(false);
    let timed: Vec<usize> = (from..lines.all.len())
        .filter(|&i| !is_comment(i) && is_time_line(lines.all[i], lines.above(i)))
        .collect();
    let numbered = timed.first().is_some_and(|&i| lines.above(i).is_some_and(is_number));
    let heads: Vec<usize> = timed.iter().map(|&i| lines.head(i, numbered)).collect();
    let mut read = Reading::default();
    lines.before_first(heads.first().copied(), &is_comment, &mut read)?;
    if let (Syntax::Srt, Some(&head), Some(&first)) = (syntax, heads.first(), timed.first()) {
        let is_words = |i: usize| !is_number(lines.all[i]) && !is_name(lines.all[i]);
        read.n_before += usize::from(head < first && is_words(head));
    }
    let number = |k: usize| -> Option<u64> {
        let i = *timed.get(k)?;
        (heads[k] < i).then(|| lines.all[heads[k]].trim().parse().ok()).flatten()
    };
    let mut cues = Vec::with_capacity(timed.len());
    let mut errors = Vec::new();
    for (k, &i) in timed.iter().enumerate() {
        let Times { start_ms, end_ms, error } = times(lines.all[i], i + 1);
        errors.extend(error);
        let end = heads.get(k + 1).copied().unwrap_or(lines.all.len());
        let mut payload: Vec<&str> = Vec::new();
        let mut after_blank = false;
        for j in (i + 1..end).filter(|&j| !is_comment(j)) {
            let line = lines.all[j];
            if line.trim().is_empty() {
                after_blank |= lines.ends_cue(line);
                continue;
            }
            if after_blank && is_left_number(line, number(k), (k + 1 < timed.len()).then(|| number(k + 1))) {
                read.n_numbers += 1;
                continue;
            }
            read.n_continued += usize::from(after_blank && !payload.is_empty());
            payload.push(line);
        }
        cues.push(Cue { start_ms, end_ms, voices: voices(&payload.join("\n")) });
    }
    read.n_unreadable = errors.len();
    match errors.into_iter().next() {
        Some(first) if read.n_unreadable * 2 > cues.len() => return Err(first),
        _ => {}
    }
    Ok(Cues { cues, notices: read.notices() })
}

/// Tells whether a number is left of a cue without times: it follows the number of the cue before, and the next cue has the
/// number after it. `next` is `None` at the end of the file.
fn is_left_number(line: &str, before: Option<u64>, next: Option<Option<u64>>) -> bool {
    let (true, Some(before), Ok(number)) = (is_number(line), before, line.trim().parse::<u64>()) else {
        return false;
    };
    before.checked_add(1) == Some(number)
        && next.is_none_or(|next| next.is_some() && next == number.checked_add(1))
}

#[derive(Default)]
struct Reading {
    n_continued: usize,
    n_numbers: usize,
    n_before: usize,
    n_unreadable: usize,
}

impl Reading {
    fn notices(&self) -> Vec<Notice> {
        let left_out = |n, what| NoticeFact::LeftOut { n, what };
        let facts = [
            (self.n_before, left_out(self.n_before, LeftOut::LinesBeforeCues)),
            (self.n_continued, NoticeFact::CuesContinued { n: self.n_continued }),
            (self.n_numbers, left_out(self.n_numbers, LeftOut::CueNumbers)),
            (self.n_unreadable, left_out(self.n_unreadable, LeftOut::UnreadableTimes)),
        ];
        facts.into_iter().filter(|(n, _)| *n > 0).map(|(_, fact)| Notice::of_run(fact)).collect()
    }
}

struct Lines<'a> {
    all: &'a [&'a str],
    from: usize,
    syntax: Syntax,
}

impl Lines<'_> {
    /// Returns the line before a line of the body.
    fn above(&self, i: usize) -> Option<&str> {
        (i > self.from).then(|| self.all[i - 1])
    }

    /// Tells whether a blank line ends a cue: in WebVTT, only an empty one.
    fn ends_cue(&self, line: &str) -> bool {
        match self.syntax {
            Syntax::Srt => line.trim().is_empty(),
            Syntax::Vtt => line.is_empty(),
        }
    }

    /// Tells which lines are comments, styles or regions of WebVTT; each runs to the next blank line.
    fn comments(&self) -> Vec<bool> {
        let mut comments = vec![false; self.all.len()];
        if self.syntax == Syntax::Srt {
            return comments;
        }
        for i in self.from..self.all.len() {
            let line = self.all[i];
            let goes_on = i > self.from && comments[i - 1];
            let opens = self.above(i).is_none_or(|above| above.trim().is_empty()) && opens_comment(line);
            comments[i] = !line.trim().is_empty() && (goes_on || opens);
        }
        comments
    }

    /// Returns where a cue begins: at its number or name, which is right above its times, or at the times. `numbered` tells whether the
    /// first cue has a number: if not, a number that follows words was said.
    fn head(&self, timed: usize, numbered: bool) -> usize {
        let Some(above) = self.above(timed) else { return timed };
        let before = self.above(timed - 1);
        let opens = before.is_none_or(|before| self.ends_cue(before));
        let opens_loosely = before.is_none_or(|before| before.trim().is_empty());
        let belongs = if above.trim().is_empty() || is_time_line(above, before) {
            false
        } else if is_number(above) {
            opens_loosely || numbered
        } else {
            match self.syntax {
                Syntax::Srt => before.is_none(),
                Syntax::Vtt => opens || (opens_loosely && is_name(above)),
            }
        };
        timed - usize::from(belongs)
    }

    /// Accounts for the lines before the first cue.
    fn before_first(
        &self,
        first: Option<usize>,
        is_comment: &dyn Fn(usize) -> bool,
        read: &mut Reading,
    ) -> Result<(), CueError> {
        let end = first.unwrap_or(self.all.len());
        let filled: Vec<usize> =
            (self.from..end).filter(|&i| !is_comment(i) && !self.all[i].trim().is_empty()).collect();
        let Some(&at) = filled.iter().find(|&&i| !is_number(self.all[i])) else {
            // Numbers without times or words are left of empty cues.
            read.n_numbers += filled.len();
            return Ok(());
        };
        Err(CueError {
            line: at + 1,
            message: format!(
                "“{}” was found where a cue's times are expected, as in 00:00:01.000 --> 00:00:04.000; add the times, or \
                 remove the line if it was not said",
                start_of(self.all[at])
            ),
        })
    }
}

fn opens_comment(line: &str) -> bool {
    let word = line.split([' ', '\t']).next().unwrap_or_default();
    word == "NOTE" || matches!(line.trim_end(), "STYLE" | "REGION")
}

/// Tells whether a line looks like the name of a cue: one word with a digit in it.
fn is_name(line: &str) -> bool {
    let line = line.trim();
    !line.contains(char::is_whitespace) && line.contains(|c: char| c.is_ascii_digit())
}
