//! Where the words of a document are in its corrected words.
//!
//! The words of both texts are compared as a sequence, by Myers' algorithm on the parts between words that occur once in each (patience
//! diff). Case and punctuation do not count, so that a passage is found again where only these were corrected. Where the same words stand
//! twice and one of both was taken out or put in, a whole line or sentence is taken for it rather than parts of two.

use std::ops::Range;

use similar::{Algorithm, capture_diff_slices};

use crate::domain::{CodePointOffset, Span};

/// The least share of the words of a passage that are still there: with fewer, the passage has no place in the corrected words.
const LEAST_KEPT: f64 = 0.5;

/// The words of a text, folded, with their places.
struct Words {
    folded: Vec<String>,
    /// The words as they are.
    whole: Vec<String>,
    places: Vec<Span>,
    /// Whether a word begins a line, a sentence, or neither.
    beginnings: Vec<Beginning>,
}

/// What a word begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Beginning {
    Nothing,
    Sentence,
    Line,
}

impl Words {
    fn of(text: &str) -> Self {
        let mut words =
            Self { folded: Vec::new(), whole: Vec::new(), places: Vec::new(), beginnings: Vec::new() };
        let (mut word, mut n, mut beginning) = (String::new(), 0, Beginning::Line);
        // A line break after the text ends its last word.
        for c in text.chars().chain(['\n']) {
            if !c.is_whitespace() {
                word.push(c);
            } else {
                if !word.is_empty() {
                    words.places.push(Span::new(n - word.chars().count(), n));
                    words.beginnings.push(beginning);
                    let ends_sentence = word.trim_end_matches(is_closing).ends_with(is_sentence_end);
                    beginning = if ends_sentence { Beginning::Sentence } else { Beginning::Nothing };
                    let plain: String =
                        word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
                    // A sign alone is a word of its own.
                    words.folded.push(if plain.is_empty() { word.clone() } else { plain });
                    words.whole.push(std::mem::take(&mut word));
                }
                if c == '\n' {
                    beginning = Beginning::Line;
                }
            }
            n += 1;
        }
        words
    }

    fn len(&self) -> usize {
        self.folded.len()
    }

    /// Returns what a word begins; the end of the text begins a line.
    fn beginning(&self, at: usize) -> Beginning {
        self.beginnings.get(at).copied().unwrap_or(Beginning::Line)
    }

    /// Returns by how many words a stretch is to be moved so that it begins where a line or a sentence does. The words at its ends allow moves
    /// from `-back` to `on`.
    fn best_move(&self, start: usize, len: usize, back: usize, on: usize) -> isize {
        let mut least = 0;
        while least < back && self.folded[start - 1 - least] == self.folded[start + len - 1 - least] {
            least += 1;
        }
        let mut most = 0;
        while most < on && self.folded[start + most] == self.folded[start + len + most] {
            most += 1;
        }
        let moves = -(least as isize)..=most as isize;
        // Among equals the least move.
        moves.max_by_key(|by| (self.beginning(start.wrapping_add_signed(*by)), -by.abs())).unwrap_or(0)
    }

    /// Returns the words that a span touches.
    fn within(&self, span: Span) -> Range<usize> {
        let first = self.places.partition_point(|place| place.end <= span.start);
        let end = self.places.partition_point(|place| place.start < span.end);
        first..end.max(first)
    }
}

/// Tells whether a character may stand between the end of a sentence and the next word.
fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '"' | '\'' | '”' | '“' | '’' | '»' | '«')
}

fn is_sentence_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '؟' | '۔' | '。' | '！' | '？')
}

/// Two texts, compared word by word.
pub(super) struct Alignment {
    before: Words,
    after: Words,
    /// For each word before, the same word after.
    same: Vec<Option<usize>>,
}

impl Alignment {
    /// Compares a text with its corrected form.
    pub(super) fn of(before: &str, after: &str) -> Self {
        let (before, after) = (Words::of(before), Words::of(after));
        let mut stretches: Vec<(Range<usize>, Range<usize>)> =
            capture_diff_slices(Algorithm::Patience, &before.folded, &after.folded)
                .iter()
                .map(|op| (op.old_range(), op.new_range()))
                .collect();
        let is_same = |(old, new): &(Range<usize>, Range<usize>)| {
            old.len() == new.len() && before.folded[old.clone()] == after.folded[new.clone()]
        };
        for at in 0..stretches.len() {
            let (old, new) = stretches[at].clone();
            let neighbour = |at: Option<usize>| at.and_then(|at| stretches.get(at)).filter(|of| is_same(of));
            let back = neighbour(at.checked_sub(1)).map_or(0, |(old, _)| old.len());
            let on = neighbour(Some(at + 1)).map_or(0, |(old, _)| old.len());
            let by = match (old.is_empty(), new.is_empty()) {
                (false, true) => before.best_move(old.start, old.len(), back, on),
                (true, false) => after.best_move(new.start, new.len(), back, on),
                _ => 0,
            };
            if by != 0 {
                let moved = |range: &Range<usize>| {
                    range.start.wrapping_add_signed(by)..range.end.wrapping_add_signed(by)
                };
                stretches[at] = (moved(&old), moved(&new));
                if let Some((old_before, new_before)) = at.checked_sub(1).map(|at| &mut stretches[at]) {
                    (old_before.end, new_before.end) =
                        (old_before.end.wrapping_add_signed(by), new_before.end.wrapping_add_signed(by));
                }
                if let Some((old_after, new_after)) = stretches.get_mut(at + 1) {
                    (old_after.start, new_after.start) =
                        (old_after.start.wrapping_add_signed(by), new_after.start.wrapping_add_signed(by));
                }
            }
        }
        let mut same = vec![None; before.len()];
        for (old, new) in stretches.into_iter().filter(is_same) {
            for (old, new) in old.zip(new) {
                same[old] = Some(new);
            }
        }
        Self { before, after, same }
    }

    /// Returns where a passage is now; `None` where fewer than half of its words are left.
    ///
    /// A word that was replaced at an edge of the passage is part of it, a word that was inserted there is not.
    pub(super) fn place(&self, span: Span) -> Option<Span> {
        let words = self.before.within(span);
        let kept: Vec<usize> = words.clone().filter(|&at| self.same[at].is_some()).collect();
        let (&first, &last) = (kept.first()?, kept.last()?);
        if (kept.len() as f64) < LEAST_KEPT * words.len() as f64 {
            return None;
        }
        let (start, end) = (self.same[first]?, self.same[last]?);
        let n_lost = (first - words.start, words.end - 1 - last);
        // The words between the passage and what is the same before and after it.
        let before = self.same[..words.start].iter().rev().flatten().next().map_or(0, |at| at + 1);
        let after =
            self.same[words.end..].iter().flatten().next().copied().unwrap_or(self.after.places.len());
        let start = start - n_lost.0.min(start.saturating_sub(before));
        let end = end + n_lost.1.min(after.saturating_sub(end + 1));
        let place = Span { start: self.after.places[start].start, end: self.after.places[end].end };
        let place = self.without_joined(words.clone(), n_lost, place, start..end);
        Some(self.without_signs(span, words, place))
    }

    /// Returns where a segment is now, as [`Alignment::place`] does: the whole segment among `now` that has the same words.
    pub(super) fn place_of_segment<T>(&self, span: Span, now: &[(T, Span)]) -> Option<Span> {
        let place = self.place(span)?;
        let words = self.after.within(place);
        let whole = now.iter().map(|(_, of)| *of).find(|of| self.after.within(*of) == words);
        Some(whole.unwrap_or(place))
    }

    /// Returns which segments of the corrected words take the place of which: at least half of one is covered by the words of the other.
    pub(super) fn successors<T: Copy>(&self, before: &[(T, Span)], now: &[(T, Span)]) -> Vec<(T, T)> {
        let mut found = Vec::new();
        let places: Vec<(T, Span)> =
            before.iter().filter_map(|(id, span)| Some((*id, self.place(*span)?))).collect();
        for (id, span) in now {
            let shared = |of: &Span| of.end.0.min(span.end.0).saturating_sub(of.start.0.max(span.start.0));
            // Among equals the first.
            let most = places.iter().rev().max_by_key(|(_, place)| shared(place));
            if let Some((from, place)) = most
                && 2 * shared(place) >= span.len()
            {
                found.push((*from, *id));
            }
        }
        found
    }

    /// Leaves out what a correction joined to the first or the last word from outside the passage: in `fresh.And`, a passage ends with `fresh.`
    fn without_joined(
        &self,
        words: Range<usize>,
        n_lost: (usize, usize),
        place: Span,
        at: Range<usize>,
    ) -> Span {
        let (first, last) = (&self.after.whole[at.start], &self.after.whole[at.end]);
        let is_sign = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric());
        let old = &self.before.whole[words];
        let before = |word: &String| {
            first.strip_suffix(word.as_str()).filter(|rest| is_sign(rest.chars().next_back()))
        };
        let after = |word: &String| {
            let rest = last.strip_prefix(word.as_str()).filter(|rest| !rest.is_empty());
            rest.filter(|_| is_sign(word.chars().next_back()))
        };
        let mut place = place;
        if let Some(joined) = old.iter().take(n_lost.0).find_map(before) {
            place.start.0 += joined.chars().count();
        }
        if let Some(joined) = old.iter().rev().take(n_lost.1).find_map(after) {
            place.end.0 -= joined.chars().count();
        }
        place
    }

    /// Leaves out what a passage left out of its first and last word: a passage may begin behind a quotation mark and end before a full stop.
    fn without_signs(&self, span: Span, words: Range<usize>, place: Span) -> Span {
        let (first, last) = (self.before.places[words.start], self.before.places[words.end - 1]);
        let at_start = span.start.0.saturating_sub(first.start.0);
        let at_end = last.end.0.saturating_sub(span.end.0);
        let is_same = |old: Span, new: Span| old.len() == new.len();
        let now = self.after.within(place);
        let (new_first, new_last) = (self.after.places[now.start], self.after.places[now.end - 1]);
        let start = if is_same(first, new_first) { place.start.0 + at_start } else { place.start.0 };
        let end = if is_same(last, new_last) { place.end.0 - at_end } else { place.end.0 };
        if start < end { Span { start: CodePointOffset(start), end: CodePointOffset(end) } } else { place }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand_xoshiro::Xoshiro256PlusPlus;
    use rand_xoshiro::rand_core::{RngCore, SeedableRng};

    use super::*;

    fn words_of(text: &str, span: Span) -> String {
        text.chars().skip(span.start.0).take(span.len()).collect()
    }

    fn span_of(text: &str, words: &str) -> Span {
        let at = text.find(words).unwrap();
        let start = text[..at].chars().count();
        Span::new(start, start + words.chars().count())
    }

    #[test]
    fn a_passage_is_found_in_the_corrected_words() {
        let before = "P: I was realy tired after the nigth. Yes.\n\nI: And then?\n\nP: Yes. I slept, “like a stone”, all day.";
        let after = "Interview 1\n\nP: I was really tired after the night. Yes.\n\nI: Hm. And then?\n\nP: Yes. I slept, “like a stone”, all the day.";
        let place = |words: &str| {
            Alignment::of(before, after).place(span_of(before, words)).map(|span| words_of(after, span))
        };
        for (passage, now) in [
            ("I was realy tired after the nigth.", "I was really tired after the night."),
            ("realy tired", "really tired"),
            ("after the nigth", "after the night"),
            ("like a stone", "like a stone"),
            ("Yes. I slept", "Yes. I slept"),
            ("stone”, all day.", "stone”, all the day."),
        ] {
            assert_eq!(place(passage).as_deref(), Some(now), "{passage}");
        }
        assert_eq!(place("realy"), None, "a word of which nothing is left");
    }

    #[test]
    fn what_was_taken_out_has_no_place() {
        let before = "One two three four. Five six seven eight. Nine ten.";
        let after = "One two three four. Nine ten.";
        let alignment = Alignment::of(before, after);
        assert_eq!(alignment.place(span_of(before, "Five six seven eight.")), None);
        let kept = alignment.place(span_of(before, "Nine ten.")).unwrap();
        assert_eq!(words_of(after, kept), "Nine ten.");
        assert_eq!(Alignment::of(before, "").place(Span::new(0, 3)), None);
        assert_eq!(Alignment::of("", after).place(Span::new(0, 0)), None);
    }

    #[test]
    fn a_whole_line_is_taken_out_rather_than_parts_of_two() {
        let before = "P: I like the work, and the people too.\n\nP: I like the pay, and the people too.\n\nP: That is all.";
        let after = "P: I like the work, and the people too.\n\nP: That is all.";
        let alignment = Alignment::of(before, after);
        let place = |words: &str| alignment.place(span_of(before, words)).map(|span| words_of(after, span));
        assert_eq!(place("the work, and the people too.").as_deref(), Some("the work, and the people too."));
        assert_eq!(place("the pay, and the people too."), None);
        let back =
            Alignment::of(after, before).place(span_of(after, "the work, and the people too.")).unwrap();
        assert_eq!(words_of(before, back), "the work, and the people too.");
    }

    /// A text of which each character knows where it stood before the edits.
    struct Edited {
        characters: Vec<(char, Option<usize>)>,
        random: Xoshiro256PlusPlus,
    }

    impl Edited {
        fn below(&mut self, n: usize) -> usize {
            usize::try_from(self.random.next_u64() % n.max(1) as u64).unwrap()
        }

        fn text(&self) -> String {
            self.characters.iter().map(|(c, _)| c).collect()
        }

        fn insert(&mut self, at: usize, text: &str) {
            self.characters.splice(at..at, text.chars().map(|c| (c, None)));
        }

        /// Returns the stretches that a character ends: words or sentences.
        fn stretches(&self, ends: impl Fn(char) -> bool) -> Vec<Range<usize>> {
            let mut found = Vec::new();
            let mut start = 0;
            for (at, (c, _)) in self.characters.iter().enumerate() {
                if ends(*c) {
                    found.push(start..at + 1);
                    start = at + 1;
                }
            }
            found.retain(|of| {
                self.characters[of.clone()].iter().filter(|(c, _)| c.is_alphanumeric()).count() > 1
            });
            found
        }

        /// Makes one edit, as people who proof-read a transcript do.
        fn edit(&mut self, kind: usize) {
            let words = self.stretches(char::is_whitespace);
            let word = words[self.below(words.len())].clone();
            let sentences = self.stretches(|c| matches!(c, '.' | '?' | '!' | '\n'));
            let sentence = sentences[self.below(sentences.len())].clone();
            match kind % 7 {
                // A typing error.
                0 => self.characters.swap(word.start, word.start + 1),
                1 => drop(self.characters.remove(word.start)),
                // Another name, wherever it stands.
                2 => {
                    let name: Vec<char> =
                        self.characters[word.start..word.end - 1].iter().map(|(c, _)| *c).collect();
                    for of in words.iter().rev() {
                        let of = of.start..of.end - 1;
                        if self.characters[of.clone()].iter().map(|(c, _)| *c).eq(name.iter().copied()) {
                            self.characters.drain(of.clone());
                            self.insert(of.start, "[colleague]");
                        }
                    }
                }
                // A word out, a sentence out, a sentence in, and a paragraph in.
                3 => drop(self.characters.drain(word)),
                4 => drop(self.characters.drain(sentence)),
                5 => self.insert(sentence.end, " And that is how it was, at least for me."),
                _ => self.insert(word.start, "\n\n[pause]\n\n"),
            }
        }
    }

    /// What became of passages.
    #[derive(Debug, Default)]
    struct Tally {
        n: usize,
        moved: usize,
        listed: usize,
        wrong: Vec<(String, String)>,
    }

    #[test]
    fn after_two_hundred_edits_no_passage_is_on_other_words() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/balint");
        let (mut one_by_one, mut ten_at_once) = (Tally::default(), Tally::default());
        for (name, seed) in [("P02.txt", 1), ("P04.txt", 2)] {
            let text = std::fs::read_to_string(folder.join(name)).unwrap();
            let whole: Vec<(char, Option<usize>)> =
                text.chars().enumerate().map(|(at, c)| (c, Some(at))).collect();
            let mut edited =
                Edited { characters: whole.clone(), random: Xoshiro256PlusPlus::seed_from_u64(seed) };
            let mut passages = edited.stretches(|c| matches!(c, '.' | '?' | '!' | '\n'));
            // Passages that somebody marked with the mouse.
            for _ in 0..100 {
                let words = edited.stretches(char::is_whitespace);
                let first = edited.below(words.len() - 12);
                let last = first + edited.below(12);
                passages.push(words[first].start..words[last].end - 1);
            }
            for (n_at_once, tally) in [(1, &mut one_by_one), (10, &mut ten_at_once)] {
                for round in 0..100 / n_at_once {
                    edited.characters.clone_from(&whole);
                    (0..n_at_once).for_each(|at| edited.edit(round + at));
                    let now = edited.text();
                    let alignment = Alignment::of(&text, &now);
                    let is_word = |(c, from): &(char, Option<usize>)| from.filter(|_| c.is_alphanumeric());
                    let mut left = vec![0; whole.len()];
                    edited.characters.iter().filter_map(is_word).for_each(|at| left[at] = 1);
                    for passage in &passages {
                        tally.n += 1;
                        let Some(place) = alignment.place(Span::new(passage.start, passage.end)) else {
                            tally.listed += 1;
                            continue;
                        };
                        let there = edited.characters[place.start.0..place.end.0].iter().filter_map(is_word);
                        let (of_it, others): (Vec<usize>, Vec<usize>) =
                            there.partition(|at| passage.contains(at));
                        // All that is left of its words, and no words that stood elsewhere.
                        let is_right =
                            of_it.len() == left[passage.clone()].iter().sum::<usize>() && others.is_empty();
                        if is_right {
                            tally.moved += 1;
                        } else {
                            let before = words_of(&text, Span::new(passage.start, passage.end));
                            tally.wrong.push((before, words_of(&now, place)));
                        }
                    }
                }
            }
        }
        let tallies = format!("one by one: {one_by_one:?}, ten at once: {ten_at_once:?}");
        assert!(one_by_one.wrong.is_empty() && ten_at_once.wrong.is_empty(), "{tallies}");
        println!("{tallies}");
    }

    proptest! {
        // Whatever is inserted elsewhere, a passage keeps its exact words.
        #[test]
        fn what_was_not_touched_keeps_its_words(
            words in prop::collection::vec("[a-zé]{1,6}[.,]?", 4..40),
            new in prop::collection::vec("[A-Z]{7,9}", 0..5),
            at in 0_usize..100, first in 0_usize..100, len in 1_usize..10,
        ) {
            let before = words.join(" ");
            let (first, at) = (first % words.len(), at % (words.len() + 1));
            let end = (first + len).min(words.len());
            prop_assume!(at <= first || at >= end);
            let mut after = words.clone();
            after.splice(at..at, new);
            let after = after.join(" ");
            let passage = words[first..end].join(" ");
            let start = words[..first].iter().map(|word| word.chars().count() + 1).sum::<usize>();
            let span = Span::new(start, start + passage.chars().count());
            let place = Alignment::of(&before, &after).place(span);
            prop_assert_eq!(place.map(|place| words_of(&after, place)), Some(passage));
        }
    }
}
