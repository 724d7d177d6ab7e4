//! The place of one row.

use super::Anchors;
use super::document::{self, Prepared};
use super::edges::{self, Core};
use super::fuzzy;
use super::hint;
use super::normal::Normal;
use super::unplaced::{Candidate, Unplaced, UnplacedReason as Reason};
use crate::domain::{Anchored, ByteOffset, CodePointOffset, Span};
use crate::exchange::codings::rows::CodedRow;

/// The least likeness of words to be taken as the same.
const ALIKE: f64 = 0.9;
/// By how much the second best place must be worse.
const APART: f64 = 0.02;
/// The least likeness of a place that is shown to people as one that may be meant.
const WORTH_SHOWING: f64 = 0.6;
/// Words of fewer letters are never looked for by likeness: almost anything is like them.
const SHORTEST: usize = 10;
/// So many candidates are listed.
const LISTED: usize = 20;

/// Where a row stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The document's name.
    pub document: String,
    /// Its span there.
    pub span: Span,
    /// How it was found.
    pub anchored: Anchored,
}

impl Anchors<'_> {
    /// Finds the place of a row: see [`Anchors::place_all`].
    ///
    /// # Errors
    /// [`Unplaced`], with the places that may be meant.
    pub fn place(&self, row: &CodedRow) -> Result<Placed, Unplaced> {
        let document = self.document(row).map_err(|unplaced| self.with_places(unplaced, row))?;
        let placed =
            |span: Span, anchored| Placed { document: document.document.name.to_owned(), span, anchored };
        let Some(quote) = row.quote.as_deref().map(str::trim).filter(|quote| !quote.is_empty()) else {
            return Ok(placed(by_position(document, row)?, Anchored::Position));
        };
        let wanted = Normal::of_text(quote);
        if let Some(span) = position_of(document, row, &wanted) {
            return Ok(placed(span, Anchored::Position));
        }
        let (mut anchored, mut spans) = places(document, quote, &wanted);
        if let Some(rest) = without_foreign_label(quote).filter(|_| spans.is_empty()) {
            // The label is no speaker's of this document, so people should see the place.
            (anchored, spans) = (Anchored::Fuzzy, places(document, rest, &Normal::of_text(rest)).1);
        }
        if spans.is_empty() {
            return Ok(placed(nearly(document, quote, row)?, Anchored::Fuzzy));
        }
        match narrowed(document, row, &spans) {
            Some(span) => Ok(placed(span, anchored)),
            None => Err(Unplaced {
                reason: Reason::SeveralPlaces(spans.len()),
                candidates: spans
                    .iter()
                    .take(LISTED)
                    .map(|span| Candidate::at(document, *span, 1.0))
                    .collect(),
            }),
        }
    }

    /// Where a row whose document is not known may stand: wherever its words do, as they are.
    fn with_places(&self, mut unplaced: Unplaced, row: &CodedRow) -> Unplaced {
        let Some(quote) = row.quote.as_deref().map(str::trim) else { return unplaced };
        if matches!(unplaced.reason, Reason::UnknownDocument(_) | Reason::NoDocument)
            && quote.chars().count() >= SHORTEST
        {
            let places = self.documents.iter().flat_map(|document| {
                let spans = places(document, quote, &Normal::of_text(quote)).1;
                spans.into_iter().map(|span| Candidate::at(document, span, 1.0))
            });
            unplaced.candidates = places.take(LISTED).collect();
        }
        unplaced
    }

    fn document(&self, row: &CodedRow) -> Result<&Prepared<'_>, Unplaced> {
        let names: Vec<&str> =
            [&row.document, &row.participant].into_iter().flatten().map(String::as_str).collect();
        let Some(&first) = names.first() else {
            return match self.documents.as_slice() {
                [only] => Ok(only),
                _ => Err(Unplaced::because(Reason::NoDocument)),
            };
        };
        let mut several: Vec<usize> = Vec::new();
        for &name in &names {
            match document::find(&self.documents, name) {
                // Where the document's name may be several, the participant must decide among these.
                Ok(found) if several.is_empty() || several.contains(&found) => {
                    return Ok(&self.documents[found]);
                }
                Ok(_) => {}
                Err(found) if several.is_empty() => several = found,
                Err(_) => {}
            }
        }
        let names = several.iter().map(|&i| self.documents[i].document.name.to_owned()).collect::<Vec<_>>();
        Err(Unplaced::because(match several.is_empty() {
            true => Reason::UnknownDocument(first.to_owned()),
            false => Reason::SeveralDocuments { name: first.to_owned(), documents: names },
        }))
    }
}

/// The span of a row that quotes nothing.
fn by_position(document: &Prepared<'_>, row: &CodedRow) -> Result<Span, Unplaced> {
    let spans = match (row.position, row.turns) {
        (Some(position), _) => hint::spans(document, position),
        (None, Some((first, last))) => hint::turns(document, first, last).into_iter().collect(),
        (None, None) => return Err(Unplaced::because(Reason::Nothing)),
    };
    let mut spans: Vec<Span> = spans.into_iter().filter_map(|span| document.trimmed(span)).collect();
    spans.dedup();
    match spans.as_slice() {
        [] => Err(Unplaced::because(Reason::NoSuchPosition)),
        &[only] => Ok(only),
        several => Err(Unplaced {
            reason: Reason::TwoPositions,
            candidates: several.iter().map(|span| Candidate::at(document, *span, 1.0)).collect(),
        }),
    }
}

/// The span that a row's position says, where the words there are those that it quotes.
fn position_of(document: &Prepared<'_>, row: &CodedRow, wanted: &Normal) -> Option<Span> {
    hint::spans(document, row.position?).into_iter().find_map(|span| {
        let span = document.trimmed(span)?;
        let there = Normal::of((span.start.0..span.end.0).map(|at| (at, document.chars[at])));
        (!wanted.text.is_empty() && there.text == wanted.text).then_some(span)
    })
}

/// All places of some words, by the strictest way that finds any.
fn places(document: &Prepared<'_>, quote: &str, wanted: &Normal) -> (Anchored, Vec<Span>) {
    let exact = whole_words(document, exactly(document, quote));
    if !exact.is_empty() {
        return (Anchored::Exact, exact);
    }
    let (whole, spoken) = (document.whole(), document.spoken());
    let bare = document.without_labels(quote);
    let plain = Normal::of_text(&bare);
    let found = by_normal_form(document, (whole, spoken), (wanted, quote), (&plain, &bare));
    if !found.1.is_empty() {
        return found;
    }
    by_normal_form(document, document.lower(), (&wanted.lower(), quote), (&plain.lower(), &bare))
}

/// All places of some words in normal forms of the text and of what is said in it: of the quotation first, then of it without
/// labels.
fn by_normal_form(
    document: &Prepared<'_>,
    (whole, spoken): (&Normal, &Normal),
    (wanted, quote): (&Normal, &str),
    (plain, bare): (&Normal, &str),
) -> (Anchored, Vec<Span>) {
    let (trimmed, plain_trimmed) = (wanted.trimmed(), plain.trimmed());
    let ways = [
        (whole, wanted, quote, Core::Kept),
        (spoken, wanted, quote, Core::Kept),
        (spoken, plain, bare, Core::Kept),
        (whole, &trimmed, quote, Core::Letters),
        (spoken, &trimmed, quote, Core::Letters),
        (spoken, &plain_trimmed, bare, Core::Letters),
    ];
    for (normal, wanted, quote, core) in ways {
        let found = normal.places(wanted).into_iter().map(|(start, end)| Span::new(start, end)).collect();
        let found = whole_words(document, found);
        if found.is_empty() {
            continue;
        }
        let spans: Vec<Span> =
            found.into_iter().map(|span| edges::with_marks(document, span, quote, core)).collect();
        if core == Core::Letters && is_cut(quote) {
            // What a coder or program left out is not known, so people should see the place.
            return (
                Anchored::Fuzzy,
                spans.into_iter().map(|span| edges::to_words(document, span)).collect(),
            );
        }
        return (Anchored::Normalised, spans);
    }
    (Anchored::Normalised, Vec::new())
}

/// What follows `B:` or `Interviewer 2:` at the beginning of a quotation, where it is long enough to be known by itself.
fn without_foreign_label(quote: &str) -> Option<&str> {
    let (label, rest) = quote.split_once([':', '：'])?;
    let is_label = label.chars().count() <= 30 && label.split_whitespace().count() <= 3;
    let rest = rest.trim();
    (is_label && rest.chars().filter(|c| c.is_alphanumeric()).count() >= SHORTEST).then_some(rest)
}

/// Whether dots stand at an end of a quotation for what was left out.
fn is_cut(quote: &str) -> bool {
    let quote = quote.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '…'));
    quote.starts_with("..") || quote.ends_with("..") || quote.starts_with('…') || quote.ends_with('…')
}

/// All places of some words as they are.
fn exactly(document: &Prepared<'_>, quote: &str) -> Vec<Span> {
    let text = document.document.text;
    let step = quote.chars().next().map_or(1, char::len_utf8);
    let length = quote.chars().count();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find(quote)) {
        let byte = from + at;
        if let Ok(CodePointOffset(start)) = document.index.code_point(ByteOffset(byte)) {
            found.push(Span::new(start, start + length));
        }
        from = byte + step;
    }
    found
}

/// The places that begin and end where words do; all where none does. Nobody marks the `no` in `know`.
fn whole_words(document: &Prepared<'_>, spans: Vec<Span>) -> Vec<Span> {
    let cut = |at: usize| edges::within_word(&document.chars, at);
    let whole: Vec<Span> =
        spans.iter().copied().filter(|span| !cut(span.start.0) && !cut(span.end.0)).collect();
    if whole.is_empty() { spans } else { whole }
}

/// Whether a character is a letter or digit of a script that puts space between words.
pub(super) fn spaced(c: char) -> bool {
    let unspaced = matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}');
    c.is_alphanumeric() && !unspaced
}

/// The one place among several: the only one there is, or the only one where position, turn or paragraph say.
fn narrowed(document: &Prepared<'_>, row: &CodedRow, spans: &[Span]) -> Option<Span> {
    if let &[only] = spans {
        return Some(only);
    }
    let turns = row.turns.and_then(|(first, last)| hint::turns(document, first, last));
    let positions = row.position.map(|position| hint::spans(document, position)).unwrap_or_default();
    positions.into_iter().chain(turns).find_map(|hint| {
        let inside = |span: &&Span| span.start < hint.end && hint.start < span.end;
        let mut there = spans.iter().filter(inside);
        match (there.next(), there.next()) {
            (Some(only), None) => Some(*only),
            _ => None,
        }
    })
}

/// A place as it is shown, and how much the words there are like those of a row.
pub(super) fn candidate(document: &Prepared<'_>, span: Span, row: &CodedRow) -> Candidate {
    let there = Normal::of((span.start.0..span.end.0).map(|at| (at, document.chars[at])));
    let quote = row.quote.as_deref().unwrap_or_default();
    let best = [quote.to_owned(), document.without_labels(quote)].into_iter().filter_map(|quote| {
        let wanted = Normal::of_text(&quote).trimmed();
        let near = fuzzy::nearest(&wanted.chars, &there.chars, wanted.chars.len(), 1).first().copied()?;
        Some(1.0 - near.distance as f64 / wanted.chars.len() as f64)
    });
    Candidate::at(document, span, best.fold(0.0, f64::max))
}

/// The one place that is nearly some words.
fn nearly(document: &Prepared<'_>, quote: &str, row: &CodedRow) -> Result<Span, Unplaced> {
    let nowhere = |candidates| Err(Unplaced { reason: Reason::Nowhere, candidates });
    let plain = document.without_labels(quote);
    let mut shown: Vec<(Span, f64)> = Vec::new();
    let mut ways = vec![(document.whole(), quote), (document.spoken(), plain.as_str())];
    ways.extend(without_foreign_label(quote).map(|rest| (document.whole(), rest)));
    for (normal, quote) in ways {
        let wanted = Normal::of_text(quote).trimmed();
        let length = wanted.chars.len();
        if length < SHORTEST {
            continue;
        }
        let ratio = |distance: usize| 1.0 - distance as f64 / length as f64;
        let limit = length - (WORTH_SHOWING * length as f64).ceil() as usize;
        let near: Vec<(Span, f64)> = fuzzy::nearest(&wanted.chars, &normal.chars, limit, LISTED)
            .into_iter()
            .filter_map(|near| {
                let (start, end) = edges::aligned(&wanted, quote, normal, near.start, near.end);
                let (start, end) = normal.source(start, end)?;
                let span = edges::to_words(document, Span::new(start, end));
                let span = edges::with_marks(document, span, quote, Core::Letters);
                Some((span, ratio(near.distance)))
            })
            .collect();
        let Some(&(_, best)) = near.first() else { continue };
        if !(best >= ALIKE) {
            shown = if shown.is_empty() { near } else { shown };
            continue;
        }
        let equals: Vec<Span> =
            near.iter().filter(|(_, ratio)| !(best - ratio > APART)).map(|(span, _)| *span).collect();
        return narrowed(document, row, &equals).ok_or_else(|| Unplaced {
            reason: Reason::SeveralNear(equals.len()),
            candidates: near.iter().map(|(span, ratio)| Candidate::at(document, *span, *ratio)).collect(),
        });
    }
    nowhere(shown.iter().take(3).map(|(span, ratio)| Candidate::at(document, *span, *ratio)).collect())
}
