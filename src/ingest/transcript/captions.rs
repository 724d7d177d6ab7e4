//! Captions as text: what somebody says is cut into short lines, wherever the line was full, each with its time or without.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::clock::milliseconds;
use super::cues::{Cue, Voice};
use super::label::is_blank;
use super::stamps::only_stamp;

/// A time and the words of a caption in one line; programs leave out the blank between them.
static TIME_AND_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*\[?((?:\d{1,2}:)?\d{1,2}:\d{2})\]?\s*(\S.*)$").expect("the pattern is constant")
});

/// The end of a sentence and the beginning of the next.
static NEXT_SENTENCE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[.?!…] \p{Lu}").expect("the pattern is constant"));

/// The least number of captions, and the most lines of one.
const LEAST: usize = 6;
const MOST_LINES: usize = 3;
/// The lines with words among which the first time stands.
const REACH: usize = 2;
/// The least number of pairs of lines that are cut in the middle of a sentence.
const LEAST_CUT: usize = 3;

/// Tells whether lines are pieces of sentences that were cut by their length: where one ends no sentence, the next goes on in lower
/// case, and where one ends a sentence, the next does not. In a list of answers that somebody typed, both are not so.
pub(super) fn are_cut<'t>(lines: impl Iterator<Item = &'t str>) -> bool {
    let (mut n, mut n_cut, mut n_whole, mut n_odd, mut n_inside) = (0, 0, 0, 0, 0);
    let mut is_open = None;
    for line in lines.map(|line| line.trim_matches(is_blank)).filter(|line| !line.is_empty()) {
        let goes_on = line.starts_with(char::is_lowercase);
        if let Some(is_open) = is_open {
            n += 1;
            n_cut += usize::from(is_open && goes_on);
            n_whole += usize::from(!is_open && !goes_on);
            n_odd += usize::from(!is_open && goes_on);
        }
        n_inside += usize::from(NEXT_SENTENCE.is_match(line));
        is_open = Some(!line.ends_with(['.', '?', '!', '…', ':', '"', '”', '»', ')', ']']));
    }
    let n_fitting = n_cut + n_whole;
    n_cut >= LEAST_CUT
        && n_cut * 5 >= n
        && n_whole + n_inside > 1
        && n_fitting * 10 >= n * 8
        && n_odd * 10 <= n
}

/// Returns the captions of a text that is nothing but times and short lines, as the transcript of a video is copied from its page;
/// `None` for any other text.
pub(super) fn captions(text: &str) -> Option<Vec<Cue>> {
    let lines = || text.lines().map(|line| line.trim_matches(is_blank)).filter(|line| !line.is_empty());
    if !lines().take(REACH).any(|line| read(line).is_some()) {
        return None;
    }
    let mut all: Vec<(u64, Vec<&str>)> = Vec::new();
    for line in lines() {
        match (read(line), all.last_mut()) {
            // Below `0:04` may stand `4 seconds`.
            (Some((_, words)), Some((_, said))) if words.is_empty() && said.is_empty() => {}
            (Some((ms, words)), _) => {
                all.push((ms, if words.is_empty() { Vec::new() } else { vec![&line[words]] }));
            }
            (None, Some((_, said))) => said.push(line),
            (None, None) => {}
        }
    }
    let fits = |said: &[&str]| (1..=MOST_LINES).contains(&said.len());
    let n_fitting = all.iter().filter(|(_, said)| fits(said)).count();
    let rises = all.windows(2).all(|pair| pair[0].0 <= pair[1].0);
    let are_pieces = || {
        let words = || all.iter().flat_map(|(_, said)| said).copied();
        are_cut(words()) || words().filter(|line| line.starts_with(">>")).count() >= LEAST_CUT
    };
    if all.len() < LEAST || n_fitting * 10 < all.len() * 9 || !rises || !are_pieces() {
        return None;
    }
    let ends: Vec<Option<u64>> = all.iter().skip(1).map(|(ms, _)| Some(*ms)).chain([None]).collect();
    let cue = |((ms, said), end_ms): ((u64, Vec<&str>), Option<u64>)| Cue {
        start_ms: Some(ms),
        end_ms,
        voices: vec![Voice::new(None, said.join("\n"))],
    };
    Some(all.into_iter().zip(ends).map(cue).collect())
}

/// Reads a line that is a time, or begins with one: the time and where the words are.
fn read(line: &str) -> Option<(u64, Range<usize>)> {
    if let Some(time) = only_stamp(line).filter(|time| !time.of_day) {
        return Some((time.ms, 0..0));
    }
    let found = TIME_AND_WORDS.captures(line)?;
    Some((milliseconds(&found[1])?, found.get(2)?.range()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::super::{Hints, from_text};

    const SAID: &str = "How did you come to the allotment? My aunt took me along one wet Saturday, and I stayed until it got dark. \
        What does a usual week look like there? I go on Tuesdays after the shift, water the beans and sit on the bench. \
        Who else do you meet there? There is a retired baker with a shed full of tools, and two students now and then.";

    proptest! {
        /// The times and the ends of lines of captions change no word, and no turn ends with a line.
        #[test]
        fn lines_of_captions_are_one_turn(
            width in 3..6_usize,
            form in prop::sample::select(vec!["WORDS", "TIME\nWORDS", "TIME\nWORDS\n", "TIME WORDS", "TIMEWORDS", "[TIME] WORDS", "TIME\nN seconds\nWORDS"]),
        ) {
            let words: Vec<&str> = SAID.split(' ').collect();
            let mut text = String::new();
            for (n, line) in words.chunks(width).enumerate() {
                let time = format!("{}:{:02}", n * 3 / 60, n * 3 % 60);
                let line = form.replace("TIME", &time).replace("N sec", &format!("{} sec", n * 3 % 60)).replace("WORDS", &line.join(" "));
                text.push_str(&line);
                text.push('\n');
            }
            let made = from_text(text, &Hints { roles: &BTreeMap::new() });
            prop_assert_eq!(made.turns.len(), 1);
            let said = made.text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(said, SAID);
        }
    }

    #[test]
    fn lines_that_somebody_typed_are_turns() {
        for text in [
            "the bees\nI like the bench\nnothing\nno time\nit is far\nmy friends\nthe soil",
            "Good soil.\nThe bench.\nMy friends.\nNothing.\nThe bees.\nNo time.",
        ] {
            let made = from_text(text.to_owned(), &Hints { roles: &BTreeMap::new() });
            assert_eq!(made.turns.len(), text.lines().count());
        }
    }
}
