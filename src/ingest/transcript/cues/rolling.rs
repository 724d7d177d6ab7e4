//! Rolling captions: cues that repeat what the cue before ended with.

use super::cue::Cue;

/// The fewest words that count as repeated inside a line; fewer may have been said twice.
const FEWEST: usize = 3;
/// The most lines by which captions roll.
const MOST_LINES: usize = 8;

/// What was dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Dropped {
    /// Whole lines.
    pub(super) n_lines: usize,
    /// Words of lines that go on with something new.
    pub(super) n_words: usize,
}

/// Drops what a cue repeats from the one before, if the file's captions roll: at least three cues, and three in ten, begin
/// with the lines, or with three words or more, with which the cue before ended. In a file of a few cues it is enough that all do,
/// and that one goes on with something new. In other files a repeated line was said twice.
pub(super) fn drop_repeated(cues: &mut [Cue]) -> Dropped {
    let said: Vec<Said> = cues.iter().map(Said::of).collect();
    let filled: Vec<usize> = (0..cues.len()).filter(|&i| !said[i].words.is_empty()).collect();
    let repeated: Vec<(usize, usize)> = filled
        .windows(2)
        .map(|pair| (pair[1], said[pair[0]].overlap(&said[pair[1]])))
        .filter(|&(_, n)| n > 0)
        .collect();
    let often = repeated.len() >= 3 && repeated.len() * 10 >= filled.len() * 3;
    let all = repeated.len() >= 2 && repeated.len() + 1 == filled.len();
    let goes_on = repeated.iter().any(|&(i, n)| n < said[i].words.len());
    let mut dropped = Dropped::default();
    if !(often || all && goes_on) {
        return dropped;
    }
    let cuts: Vec<(usize, usize, usize)> =
        repeated.into_iter().map(|(i, n)| (i, n, said[i].n_lines_of(n))).collect();
    for (i, n, n_lines) in cuts {
        // Rolling captions have one voice.
        let [voice] = cues[i].voices.as_mut_slice() else { continue };
        voice.words = after_words(&voice.words, n).to_owned();
        if n_lines > 0 {
            dropped.n_lines += n_lines;
        } else {
            dropped.n_words += n;
        }
    }
    dropped
}

/// The words of a cue, and how many are on each of its lines that is not blank.
struct Said {
    words: Vec<String>,
    lines: Vec<usize>,
}

impl Said {
    fn of(cue: &Cue) -> Self {
        let (mut words, mut lines) = (Vec::new(), Vec::new());
        for line in cue.voices.iter().flat_map(|voice| voice.words.lines()) {
            let before = words.len();
            words.extend(line.split_whitespace().map(str::to_owned));
            if words.len() > before {
                lines.push(words.len() - before);
            }
        }
        Self { words, lines }
    }

    /// Counts the words at the end of this cue that are also at the beginning of the next: as many as possible, if they are whole
    /// lines of both or at least [`FEWEST`].
    fn overlap(&self, next: &Self) -> usize {
        let (before, now) = (&self.words, &next.words);
        let most = before.len().min(now.len());
        let same = |n: usize| before[before.len() - n..] == now[..n];
        let in_lines = |lines: &mut dyn Iterator<Item = &usize>| -> Vec<usize> {
            lines
                .take(MOST_LINES)
                .scan(0, |sum, n| {
                    *sum += n;
                    Some(*sum)
                })
                .collect()
        };
        let (ends, starts) = (in_lines(&mut self.lines.iter().rev()), in_lines(&mut next.lines.iter()));
        (1..=most)
            .rev()
            .find(|&n| (n >= FEWEST || (ends.contains(&n) && starts.contains(&n))) && same(n))
            .unwrap_or(0)
    }

    /// Counts the lines that the first words are; 0 if they end inside a line.
    fn n_lines_of(&self, n_words: usize) -> usize {
        let mut sum = 0;
        for (i, n) in self.lines.iter().enumerate() {
            sum += n;
            if sum == n_words {
                return i + 1;
            }
        }
        0
    }
}

/// Returns a text after its first words.
fn after_words(text: &str, n: usize) -> &str {
    let mut rest = text;
    for _ in 0..n {
        rest = rest.trim_start();
        rest = &rest[rest.find(char::is_whitespace).unwrap_or(rest.len())..];
    }
    rest
}
