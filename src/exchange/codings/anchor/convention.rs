//! Detects how a table counts its positions, by whether they fall on word boundaries.

use std::collections::BTreeMap;

use super::document::{Prepared, find};
use super::place::spaced;
use super::place::within_word;
use super::unplaced::UnplacedReason;
use crate::exchange::codings::cells::{OffsetUnit, Position};
use crate::exchange::codings::rows::CodedRow;

/// With fewer positions than this, nothing can be concluded about how they are counted.
const TOO_FEW: usize = 3;
/// Another way of counting is taken as right if at least this share of ends falls on word boundaries.
const FITS: f64 = 0.8;
/// By how much the way of counting that was used must be worse.
const WORSE: f64 = 0.25;
/// From this share on, there is no doubt about how the positions of a table are counted.
const CLEAR: f64 = 0.95;
/// So many more ends must fall on word boundaries, where another way of counting leaves no doubt.
const GAINED: f64 = 3.0;
/// Below this share, positions are not those of words: by chance, about one end in five falls on a word boundary.
const CUTS: f64 = 0.5;

/// A way of counting characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Way {
    unit: OffsetUnit,
    /// The number of the first character.
    base: usize,
    /// Whether the end is the last character of the segment, not the one after it.
    is_end_last: bool,
}

/// The documents in which positions are not used, and why.
#[derive(Debug, Default)]
pub(super) struct Misfits {
    /// The reason for all documents of the table.
    all: Option<UnplacedReason>,
    /// The reason for single documents, by their index, where the table has several conventions.
    of_document: BTreeMap<usize, UnplacedReason>,
}

impl Misfits {
    /// Examines the positions of rows without a quotation: elsewhere the quoted words decide.
    pub(super) fn of(documents: &[Prepared<'_>], rows: &[CodedRow]) -> Self {
        let mut places: BTreeMap<usize, Vec<(&Prepared<'_>, Position)>> = BTreeMap::new();
        for row in rows {
            let position = row.position.filter(|position| {
                let has_quote = row.quote.as_deref().is_some_and(|quote| !quote.trim().is_empty());
                !has_quote && position.unit.is_none_or(OffsetUnit::is_of_characters)
            });
            if let (Some(position), Some(at)) = (position, document_of(documents, row)) {
                places.entry(at).or_default().push((&documents[at], position));
            }
        }
        let all: Vec<_> = places.values().flatten().copied().collect();
        let verdict = misfit(&all);
        if matches!(verdict, Some(UnplacedReason::OtherCount(_))) || is_clear(&all) {
            return Self { all: verdict, of_document: BTreeMap::new() };
        }
        // Files of one study may have different line ends, so that each document needs a verdict of its own.
        let of_document = places.iter().filter_map(|(at, places)| {
            let alone = if places.len() < TOO_FEW { verdict.clone() } else { misfit(places) };
            Some((*at, alone?))
        });
        Self { all: None, of_document: of_document.collect() }
    }

    /// Returns why the position of a row is not used; `None` if it may be used.
    pub(super) fn of_row(&self, documents: &[Prepared<'_>], row: &CodedRow) -> Option<&UnplacedReason> {
        if self.of_document.is_empty() {
            return self.all.as_ref();
        }
        self.of_document.get(&document_of(documents, row)?)
    }
}

/// Returns the document of a row.
fn document_of(documents: &[Prepared<'_>], row: &CodedRow) -> Option<usize> {
    match [&row.document, &row.participant].into_iter().flatten().next() {
        Some(name) => find(documents, name).ok(),
        None => (documents.len() == 1).then_some(0),
    }
}

/// Returns the way of counting in which positions are read.
fn taken(places: &[(&Prepared<'_>, Position)]) -> Option<Way> {
    let (_, position) = places.first()?;
    let unit = position.unit.unwrap_or(OffsetUnit::Codepoint);
    Some(Way { unit, base: 0, is_end_last: false })
}

/// Tells whether nearly all positions fall on word boundaries as they are read.
fn is_clear(places: &[(&Prepared<'_>, Position)]) -> bool {
    taken(places).is_none_or(|way| score(places, way) >= CLEAR)
}

/// Returns why positions are not used: another way of counting fits clearly better than the one in which they are read, or none
/// fits. `None` if they fit, or if they are too few.
fn misfit(places: &[(&Prepared<'_>, Position)]) -> Option<UnplacedReason> {
    if places.len() < TOO_FEW {
        return None;
    }
    let taken = taken(places)?;
    let now = score(places, taken);
    if now >= 1.0 {
        return None;
    }
    let unit = taken.unit;
    let others = || OffsetUnit::OF_CHARACTERS.into_iter().filter(move |other| *other != unit);
    let mut best = (now, taken);
    // In order of preference: only another unit, then another end, then another base, then both.
    let ways = others()
        .map(|unit| (unit, 0, false))
        .chain([(unit, 0, true), (unit, 1, true), (unit, 1, false)])
        .chain(others().flat_map(|unit| [(unit, 0, true), (unit, 1, true), (unit, 1, false)]));
    for (unit, base, is_end_last) in ways {
        let way = Way { unit, base, is_end_last };
        let there = score(places, way);
        if there > best.0 {
            best = (there, way);
        }
    }
    let (fits, way) = best;
    // In a text with few special characters, two ways of counting differ in its last part only.
    let n_gained = (fits - now) * 2.0 * places.len() as f64;
    if (fits >= FITS && fits - now > WORSE) || (fits >= CLEAR && n_gained > GAINED - 0.5) {
        return Some(UnplacedReason::OtherCount(way.remedy(unit, now, fits)));
    }
    (now < CUTS).then(|| UnplacedReason::NoCount { fits: (100.0 * now).round() as u8 })
}

impl Way {
    fn remedy(self, taken: OffsetUnit, now: f64, fits: f64) -> String {
        let mut steps = Vec::new();
        if self.unit != taken {
            steps.push(format!("choose {} as what positions count", self.unit.name()));
        }
        if self.base == 1 {
            steps.push("subtract 1 from each start".to_owned());
        }
        match (self.base, self.is_end_last) {
            (0, true) => steps.push("add 1 to each end".to_owned()),
            (1, false) => steps.push("subtract 1 from each end".to_owned()),
            _ => {}
        }
        format!(
            "{:.0} % of the ends fall on word boundaries if counted in {} from {}, with {} as the end, but {:.0} % as they were read ({} \
             from 0, with the character after the last as the end). Either {}, or add the quoted words",
            100.0 * fits,
            self.unit.name(),
            self.base,
            if self.is_end_last { "the last character" } else { "the character after the last" },
            100.0 * now,
            taken.name(),
            steps.join(" and ")
        )
    }
}

/// Returns the share of beginnings and ends that fall on word boundaries.
fn score(places: &[(&Prepared<'_>, Position)], way: Way) -> f64 {
    let on_edges = places.iter().map(|&(document, position)| {
        let point = |at: usize, add: usize| document.point_of(way.unit, (at + add).checked_sub(way.base)?);
        let start = point(position.start, 0).is_some_and(|at| begins(&document.chars, at));
        let end =
            point(position.end, usize::from(way.is_end_last)).is_some_and(|at| ends(&document.chars, at));
        usize::from(start) + usize::from(end)
    });
    on_edges.sum::<usize>() as f64 / (2 * places.len()) as f64
}

/// Tells whether a segment may begin here: not within a word, and not with white space or a closing mark.
fn begins(chars: &[char], at: usize) -> bool {
    chars.get(at).is_some_and(|c| !c.is_whitespace() && !matches!(c, '.' | ',' | '?' | '!' | ';' | ':'))
        && !within_word(chars, at)
}

/// Tells whether a segment may end here: before white space or between letters of a script that does not separate words
/// by spaces, and not after white space.
fn ends(chars: &[char], at: usize) -> bool {
    let Some(&last) = at.checked_sub(1).and_then(|at| chars.get(at)) else { return false };
    let unspaced = |c: char| c.is_alphabetic() && !spaced(c);
    !last.is_whitespace()
        && chars.get(at).is_none_or(|&next| next.is_whitespace() || unspaced(last) || unspaced(next))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{AnchorDocument, Anchors, UnplacedReason};
    use crate::domain::NoProgress;
    use crate::exchange::codings::{CodedRow, OffsetUnit, Position};

    fn document<'a>(name: &'a str, text: &'a str) -> AnchorDocument<'a> {
        AnchorDocument { name, text, turns: &[], speakers: vec![], participants: vec![] }
    }

    /// Returns a row with the position of some words, counted in a unit; `said` is the unit that the table names.
    fn row(name: &str, text: &str, words: &str, unit: OffsetUnit, said: Option<OffsetUnit>) -> CodedRow {
        let length = |text: &str| text.chars().map(|c| unit.length(c).unwrap()).sum::<usize>();
        let before = length(&text[..text.find(words).unwrap()]);
        CodedRow {
            number: 2,
            document: Some(name.to_owned()),
            participant: None,
            code: Vec::new(),
            quote: None,
            position: Some(Position { unit: said, start: before, end: before + length(words) }),
            turns: None,
            coder: None,
            memo: None,
        }
    }

    /// Places rows, and returns the words of each, or the reason why it has no place.
    fn placed(documents: &[(&str, &str)], rows: &[CodedRow]) -> Vec<Result<String, UnplacedReason>> {
        let anchors = Anchors::new(documents.iter().map(|(name, text)| document(name, text)));
        let words = |name: &str, start: usize, n: usize| {
            let (_, text) = documents.iter().find(|(other, _)| *other == name).unwrap();
            text.chars().skip(start).take(n).collect::<String>()
        };
        let places = anchors.place_all(rows, &NoProgress).unwrap();
        let place = |place: Result<super::super::AnchoredQuote, super::super::Unplaced>| {
            place
                .map(|found| words(&found.document, found.span.start.0, found.span.len()))
                .map_err(|unplaced| unplaced.reason)
        };
        places.into_iter().map(place).collect()
    }

    const TALK: &str = "I: How was it?\n\nP: I go down on Tuesday and Thursday after work.\n\nI: And the others?\n\nP: There is an \
                        older man with a shed full of tools.\n\nI: The money?\n\nP: We vote once a year in the community hall.\n";
    const WORDS: [&str; 3] = ["Tuesday and Thursday", "a shed full of tools", "once a year"];

    #[test]
    fn counts_of_the_raw_file_are_refused_and_named() {
        for (unit, name) in [
            (
                OffsetUnit::CodepointCr,
                "choose code points of a file whose lines end in CR LF as what positions count",
            ),
            (OffsetUnit::ByteCr, "lines end in CR LF"),
        ] {
            let counted = |said| WORDS.map(|words| row("int2.txt", TALK, words, unit, Some(said)));
            for place in placed(&[("int2.txt", TALK)], &counted(OffsetUnit::Codepoint)) {
                let reason = place.unwrap_err();
                assert!(matches!(reason, UnplacedReason::OtherCount(_)), "{reason}");
                assert!(reason.to_string().contains(name), "{reason}");
            }
            assert_eq!(
                placed(&[("int2.txt", TALK)], &counted(unit)),
                WORDS.map(|words| Ok(words.to_owned()))
            );
        }
        let german = TALK.replace("year", "Jahr für Jahr").replace("go", "gehe früh").replace("old", "ält");
        let words = ["Tuesday and Thursday", "a shed full of tools", "once a Jahr"];
        let rows = words.map(|words| row("a", &german, words, OffsetUnit::Byte, Some(OffsetUnit::Codepoint)));
        for place in placed(&[("a", &german)], &rows) {
            let reason = place.unwrap_err().to_string();
            assert!(reason.contains("choose bytes as what positions count"), "{reason}");
        }
    }

    #[test]
    fn positions_that_cut_words_in_every_count_are_refused() {
        let rows: Vec<CodedRow> = [(21, 40), (66, 71), (110, 122), (130, 155)]
            .map(|(start, end)| CodedRow {
                position: Some(Position { unit: Some(OffsetUnit::Codepoint), start, end }),
                ..row("a", TALK, "We vote", OffsetUnit::Codepoint, None)
            })
            .to_vec();
        for place in placed(&[("a", TALK)], &rows) {
            let reason = place.unwrap_err();
            assert!(matches!(reason, UnplacedReason::NoCount { .. }), "{reason}");
        }
        // A coder who marks parts of words now and then is believed.
        let mut rows =
            WORDS.map(|words| row("a", TALK, words, OffsetUnit::Codepoint, Some(OffsetUnit::Codepoint)));
        rows[0].position.as_mut().unwrap().end -= 2;
        assert!(placed(&[("a", TALK)], &rows).iter().all(Result::is_ok));
    }

    #[test]
    fn files_with_other_line_ends_in_one_table_are_told_apart() {
        let code_points = OffsetUnit::Codepoint;
        let rows: Vec<CodedRow> = WORDS
            .iter()
            .map(|words| row("a", TALK, words, code_points, Some(code_points)))
            .chain(
                WORDS.iter().map(|words| row("b", TALK, words, OffsetUnit::CodepointCr, Some(code_points))),
            )
            .collect();
        let places = placed(&[("a", TALK), ("b", TALK)], &rows);
        assert!(places[..3].iter().all(Result::is_ok), "{places:?}");
        assert!(
            places[3..].iter().all(|place| matches!(place, Err(UnplacedReason::OtherCount(_)))),
            "{places:?}"
        );
    }

    proptest! {
        /// Checks that positions come out at the same words in whatever unit they are counted, if the table names it; and that
        /// they are never placed at other words if it does not.
        #[test]
        fn positions_in_any_unit_come_out_at_the_same_words(
            lines in prop::collection::vec(prop::collection::vec("[a-zéßش]{2,9}", 4..9), 10..15), at in 0..6_usize,
            smiles in prop::collection::vec(any::<bool>(), 15),
        ) {
            // Each word is made the only one of its kind.
            let lines: Vec<Vec<String>> = lines.iter().enumerate()
                .map(|(i, line)| line.iter().enumerate().map(|(j, word)| format!("w{i}x{j}{word}")).collect())
                .collect();
            let end = |i: usize| if smiles[i] { " 🙂🙂\n" } else { "\n" };
            let text: String = lines.iter().enumerate().map(|(i, line)| line.join(" ") + end(i)).collect();
            let words: Vec<String> = lines.iter().map(|line| line[1..3].join(" ")).collect();
            let unit = OffsetUnit::OF_CHARACTERS[at];
            let rows = |said| words.iter().map(|words| row("a", &text, words, unit, Some(said))).collect::<Vec<_>>();
            let there = placed(&[("a", &text)], &rows(unit));
            prop_assert_eq!(there, words.iter().map(|words| Ok(words.clone())).collect::<Vec<_>>());
            let taken = placed(&[("a", &text)], &rows(OffsetUnit::Codepoint));
            let is_right = |(place, words): &(&Result<String, UnplacedReason>, &String)| {
                place.as_ref().is_ok_and(|there| there == *words)
            };
            let n_right = taken.iter().zip(&words).filter(is_right).count();
            let n_wrong = taken.iter().filter(|place| place.is_ok()).count() - n_right;
            // One or two positions may fall on other words by chance.
            prop_assert!(n_wrong < 3, "{taken:?}");
        }
    }
}
