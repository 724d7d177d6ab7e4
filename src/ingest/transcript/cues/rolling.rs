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
/// and that one goes on with something new. Of two cues, the second repeats three words or more that end no sentence, or whole lines, and goes on. In other files a repeated line was said twice.
pub(super) fn drop_repeated(cues: &mut [Cue]) -> Dropped {
    let mut dropped = Dropped::default();
    for Repeat { cue, n_words, n_lines } in repeats(cues) {
        // Rolling captions have one voice.
        let [voice] = cues[cue].voices.as_mut_slice() else { continue };
        voice.words = after_words(&voice.words, n_words).to_owned();
        if n_lines > 0 {
            dropped.n_lines += n_lines;
        } else {
            dropped.n_words += n_words;
        }
    }
    dropped
}

/// What a cue repeats from the one before.
struct Repeat {
    /// The cue.
    cue: usize,
    /// How many of its first words.
    n_words: usize,
    /// How many lines these are; 0 if they end inside a line.
    n_lines: usize,
}

/// Finds what is repeated; nothing if the captions do not roll.
fn repeats(cues: &[Cue]) -> Vec<Repeat> {
    let said: Vec<Said<'_>> = cues.iter().map(Said::of).collect();
    let filled: Vec<usize> = (0..cues.len()).filter(|&i| !said[i].words.is_empty()).collect();
    let repeats: Vec<Repeat> = filled
        .windows(2)
        .filter_map(|pair| {
            let n_words = said[pair[0]].overlap(&said[pair[1]]);
            let n_lines = lines_of(said[pair[1]].lines.iter(), n_words).unwrap_or(0);
            (n_words > 0).then_some(Repeat { cue: pair[1], n_words, n_lines })
        })
        .collect();
    let often = repeats.len() >= 3 && repeats.len() * 10 >= filled.len() * 3;
    let all = repeats.len() >= 2 && repeats.len() + 1 == filled.len();
    let goes_on = repeats.iter().any(|repeat| repeat.n_words < said[repeat.cue].words.len());
    // Of two cues, a sentence may have been said twice.
    let rolls_once = filled.len() == 2
        && repeats.iter().any(|repeat| {
            let (first, is_line) = (&said[filled[0]].words, repeat.n_lines > 0);
            let is_open = !first.last().is_some_and(|word| word.ends_with(['.', '?', '!', '…', '؟', '。']));
            repeat.n_words >= FEWEST && (is_line || is_open)
        });
    if often || ((all || rolls_once) && goes_on) { repeats } else { Vec::new() }
}

/// The words of a cue, and how many are on each of its lines that is not blank.
struct Said<'a> {
    words: Vec<&'a str>,
    lines: Vec<usize>,
}

impl<'a> Said<'a> {
    fn of(cue: &'a Cue) -> Self {
        let (mut words, mut lines) = (Vec::new(), Vec::new());
        for line in cue.voices.iter().flat_map(|voice| voice.words.lines()) {
            let before = words.len();
            words.extend(line.split_whitespace());
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
        let same = |n: usize| before[before.len() - n] == now[0] && before[before.len() - n..] == now[..n];
        let are_lines = |n: usize| {
            lines_of(self.lines.iter().rev(), n).is_some() && lines_of(next.lines.iter(), n).is_some()
        };
        let most = before.len().min(now.len());
        (1..=most).rev().find(|&n| same(n) && (n >= FEWEST || are_lines(n))).unwrap_or(0)
    }
}

/// Counts the lines that some words are; `None` if they end inside a line, or are more lines than captions have.
fn lines_of<'n>(lines: impl Iterator<Item = &'n usize>, n_words: usize) -> Option<usize> {
    let mut sum = 0;
    for (i, n) in lines.take(MOST_LINES).enumerate() {
        sum += n;
        if sum >= n_words {
            return (sum == n_words).then_some(i + 1);
        }
    }
    None
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
