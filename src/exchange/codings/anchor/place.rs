//! Finds the place of one row.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::anchors::Anchors;
use super::document::{self, Forms, Prepared};
use super::normal::{Normal, same};
use super::unplaced::{Candidate, Unplaced, UnplacedReason as Reason};
use super::{ellipsis, fuzzy, garbled, hint};
use crate::domain::{Anchored, ByteOffset, CodePointOffset, Span};
use crate::exchange::codings::rows::CodedRow;

/// The least similarity at which words are taken as the same.
const ALIKE: f64 = 0.9;
/// By how much less similar the second-best place must be.
const APART: f64 = 0.02;
/// The least similarity of a place that is shown to a person as possible.
const WORTH_SHOWING: f64 = 0.6;
/// Quotations with fewer letters are never searched for by similarity: almost any text is similar to them.
const SHORTEST: usize = 10;
/// How many candidates are listed at most.
const LISTED: usize = 20;

/// The place of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnchoredQuote {
    /// The document's name.
    pub document: String,
    /// The span in it.
    pub span: Span,
    /// How it was found.
    pub anchored: Anchored,
}

impl Anchors<'_> {
    /// Finds the place of a row: see [`Anchors::place_all`].
    ///
    /// # Errors
    /// [`Unplaced`], with the places that may be meant.
    pub fn place(&self, row: &CodedRow) -> Result<AnchoredQuote, Unplaced> {
        let document = self.document(row).map_err(|unplaced| self.with_places(unplaced, row))?;
        let placed = |span: Span, anchored| AnchoredQuote {
            document: document.document.name.to_owned(),
            span,
            anchored,
        };
        let Some(quote) = row.quote.as_deref().map(str::trim).filter(|quote| !quote.is_empty()) else {
            return Ok(placed(by_position(document, row)?, Anchored::Position));
        };
        let wanted = Normal::of_text(quote);
        if let Some(span) = position_of(document, row, &wanted) {
            return Ok(placed(span, Anchored::Position));
        }
        let (mut anchored, mut spans) = places(document, quote, &wanted);
        let mended = if spans.is_empty() { garbled::mended(quote) } else { Vec::new() };
        for mended in &mended {
            let there = places(document, mended, &Normal::of_text(mended)).1;
            if spans.is_empty() && !there.is_empty() {
                (anchored, spans) = (Anchored::Normalised, there);
            }
        }
        let quote = mended.first().map_or(quote, String::as_str);
        if let Some(rest) = without_foreign_label(quote).filter(|_| spans.is_empty()) {
            // The label is not that of a speaker of this document, so a person should check the place.
            (anchored, spans) = (Anchored::Fuzzy, places(document, rest, &Normal::of_text(rest)).1);
        }
        if spans.is_empty() {
            // What the coder left out is not known, so a person should check the place.
            let find = |part: &str| places(document, part, &Normal::of_text(part)).1;
            (anchored, spans) = (Anchored::Fuzzy, ellipsis::stretches(quote, find));
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

    /// Adds the places where the words of a row occur, if its document is not known.
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
                // If the document's name is ambiguous, the participant must decide among the documents that it may mean.
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

/// Returns the span of a row without a quotation.
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

/// Returns the span of a row's position, if the words there are those of the quotation.
fn position_of(document: &Prepared<'_>, row: &CodedRow, wanted: &Normal) -> Option<Span> {
    hint::spans(document, row.position?).into_iter().find_map(|span| {
        let span = document.trimmed(span)?;
        let there = Normal::of((span.start.0..span.end.0).map(|at| (at, document.chars[at])));
        (!wanted.text.is_empty() && there.text == wanted.text).then_some(span)
    })
}

/// Finds all places of some words, by the strictest method that finds any.
fn places(document: &Prepared<'_>, quote: &str, wanted: &Normal) -> (Anchored, Vec<Span>) {
    let exact = whole_words(document, exactly(document, quote));
    if !exact.is_empty() {
        return (Anchored::Exact, exact);
    }
    let bare = document.without_labels(quote);
    let plain = Normal::of_text(&bare);
    let (quoted, unlabelled) = (Words { text: quote, normal: wanted }, Words { text: &bare, normal: &plain });
    let found = by_normal_form(document, document.forms(), quoted, unlabelled);
    if !found.1.is_empty() {
        return found;
    }
    let (wanted, plain) = (wanted.lower(), plain.lower());
    let (quoted, unlabelled) = (Words { normal: &wanted, ..quoted }, Words { normal: &plain, ..unlabelled });
    by_normal_form(document, document.lower(), quoted, unlabelled)
}

/// Words that are looked for.
#[derive(Clone, Copy)]
struct Words<'a> {
    text: &'a str,
    normal: &'a Normal,
}

/// Returns all places of a quotation in normal forms of the text and of what is said in it: of the quotation first, then of it
/// without labels.
fn by_normal_form(
    document: &Prepared<'_>,
    Forms { whole, spoken }: Forms<'_>,
    quoted: Words<'_>,
    unlabelled: Words<'_>,
) -> (Anchored, Vec<Span>) {
    let (trimmed, plain_trimmed) = (quoted.normal.trimmed(), unlabelled.normal.trimmed());
    let quoted_letters = Words { normal: &trimmed, ..quoted };
    let ways = [
        (whole, quoted, Core::Kept),
        (spoken, quoted, Core::Kept),
        (spoken, unlabelled, Core::Kept),
        (whole, quoted_letters, Core::Letters),
        (spoken, quoted_letters, Core::Letters),
        (spoken, Words { normal: &plain_trimmed, ..unlabelled }, Core::Letters),
    ];
    for (form, Words { text: quote, normal: wanted }, core) in ways {
        let found = form.places(wanted).into_iter().map(|(start, end)| Span::new(start, end)).collect();
        let found = whole_words(document, found);
        if found.is_empty() {
            continue;
        }
        let spans: Vec<Span> =
            found.into_iter().map(|span| with_marks(document, span, quote, core)).collect();
        if core == Core::Letters && is_cut(quote) {
            // What the coder or a program left out is not known, so a person should check the place.
            return (Anchored::Fuzzy, spans.into_iter().map(|span| to_words(document, span)).collect());
        }
        return (Anchored::Normalised, spans);
    }
    (Anchored::Normalised, Vec::new())
}

/// Returns what follows `B:` or `Interviewer 2:` at the beginning of a quotation, if it is long enough to be searched for
/// alone.
fn without_foreign_label(quote: &str) -> Option<&str> {
    let (label, rest) = quote.split_once([':', '：'])?;
    let is_label = label.chars().count() <= 30 && label.split_whitespace().count() <= 3;
    let rest = rest.trim();
    (is_label && rest.chars().filter(|c| c.is_alphanumeric()).count() >= SHORTEST).then_some(rest)
}

/// Tells whether a quotation begins or ends with dots that mark an omission.
fn is_cut(quote: &str) -> bool {
    let quote = quote.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '…'));
    quote.starts_with("..") || quote.ends_with("..") || quote.starts_with('…') || quote.ends_with('…')
}

/// Finds all exact occurrences of some words.
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

/// Returns the places that begin and end at word boundaries; all places if none does. A coder does not mark the `no` in
/// `know`.
fn whole_words(document: &Prepared<'_>, spans: Vec<Span>) -> Vec<Span> {
    let cut = |at: usize| within_word(&document.chars, at);
    let whole: Vec<Span> =
        spans.iter().copied().filter(|span| !cut(span.start.0) && !cut(span.end.0)).collect();
    if whole.is_empty() { spans } else { whole }
}

/// Tells whether a character is a letter or digit of a script that separates words by spaces.
pub(super) fn spaced(c: char) -> bool {
    let unspaced = matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}');
    c.is_alphanumeric() && !unspaced
}

/// Returns the only place, or the only one that agrees with the row's position, turn or paragraph.
fn narrowed(document: &Prepared<'_>, row: &CodedRow, spans: &[Span]) -> Option<Span> {
    if let &[only] = spans {
        return Some(only);
    }
    let turns = row.turns.and_then(|(first, last)| hint::turns(document, first, last));
    let positions = row.position.map(|position| hint::spans(document, position)).unwrap_or_default();
    positions.into_iter().chain(turns).find_map(|hint| {
        let mut there = spans.iter().filter(|span| span.touches(hint));
        match (there.next(), there.next()) {
            (Some(only), None) => Some(*only),
            _ => None,
        }
    })
}

/// Returns a place for display, with the similarity of its words to those of a row.
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

/// Finds the only place that is similar enough to some words.
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
                let (start, end) = aligned(&wanted, quote, normal, near.start, near.end);
                let (start, end) = normal.source(start, end)?;
                let span = to_words(document, Span::new(start, end));
                let span = with_marks(document, span, quote, Core::Letters);
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

/// Which part of a quotation was searched for; the marks around it are compared with the text afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Core {
    /// All characters that the normal form keeps.
    Kept,
    /// From the first letter or digit to the last one.
    Letters,
}

impl Core {
    fn holds(self, c: char) -> bool {
        match self {
            Self::Kept => same(c).is_some(),
            Self::Letters => c.is_alphanumeric(),
        }
    }
}

/// Extends the place of a quotation's core by the marks around it that both the quotation and the text have: a closing
/// quotation mark or full stop belongs to the place if it is quoted.
pub(super) fn with_marks(document: &Prepared<'_>, span: Span, quote: &str, core: Core) -> Span {
    let chars = &document.chars;
    let around = |c: &char| !core.holds(*c);
    let before: Vec<char> = quote.chars().take_while(around).collect();
    let after: Vec<char> = quote.chars().rev().take_while(around).collect();
    let (mut start, mut end) = (span.start.0, span.end.0);
    while chars.get(end).is_some_and(|c| is_combining_mark(*c)) {
        end += 1;
    }
    for mark in after.iter().rev().copied().nfkd().filter(|c| !c.is_whitespace()) {
        let blank = chars[end..].iter().take_while(|c| is_blank(**c)).count();
        if chars.get(end + blank).is_some_and(|c| is_same_mark(*c, mark)) {
            end += blank + 1;
        }
    }
    let before: Vec<char> = before.iter().copied().nfkd().filter(|c| !c.is_whitespace()).collect();
    for mark in before.into_iter().rev() {
        let blank = chars[..start].iter().rev().take_while(|c| is_blank(**c)).count();
        let at = (start - blank).checked_sub(1);
        if let Some(at) = at.filter(|&at| is_same_mark(chars[at], mark)) {
            start = at;
        }
    }
    Span::new(start, end)
}

/// Tells whether a character is white space within a line: French punctuation is separated from words by such space.
fn is_blank(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Tells whether programs write one of these characters for the other.
fn is_same_mark(there: char, quoted: char) -> bool {
    let kind = |c: char| match c {
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}'
        | 'ـ' => Some(0),
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{fe58}' => Some(1),
        c if same(c).is_none() && !c.is_whitespace() && !c.is_control() => Some(2),
        _ => None,
    };
    match (kind(there), kind(quoted)) {
        (None, None) => std::iter::once(there).nfkd().next() == Some(quoted),
        (there, quoted) => there == quoted,
    }
}

/// Extends a place to word boundaries where it cuts a word.
pub(super) fn to_words(document: &Prepared<'_>, span: Span) -> Span {
    let chars = &document.chars;
    let (mut start, mut end) = (span.start.0, span.end.0.min(chars.len()));
    while start > 0 && within_word(chars, start) {
        start -= 1;
    }
    while within_word(chars, end) {
        end += 1;
    }
    Span::new(start, end)
}

/// Tells whether a boundary between characters lies inside a word.
pub(super) fn within_word(chars: &[char], at: usize) -> bool {
    match (at.checked_sub(1).and_then(|at| chars.get(at)), chars.get(at)) {
        (Some(&before), Some(&after)) => {
            (spaced(before) || is_combining_mark(before)) && (spaced(after) || is_combining_mark(after))
        }
        _ => false,
    }
}

/// Returns the part of a stretch that corresponds to the quotation, as a pair of positions in `text`. Edit distance
/// tolerates a foreign beginning or end of the quotation, such as a speaker's label, by matching it with as many
/// characters of the text. These characters are dropped, unless they are whole words that match whole words.
pub(super) fn aligned(
    wanted: &Normal,
    quote: &str,
    text: &Normal,
    start: usize,
    end: usize,
) -> (usize, usize) {
    let pairs = alignment(&wanted.chars, &text.chars[start..end]);
    let quote: Vec<char> = quote.chars().collect();
    // Each equal character adds 1, each different one subtracts 1; everything before the lowest sum is foreign.
    let lowest = |scores: &mut dyn Iterator<Item = bool>| {
        let (mut sum, mut least, mut at) = (0_i64, 0_i64, 0_usize);
        for (same, n) in scores.zip(1..) {
            sum += if same { 1 } else { -1 };
            if sum < least {
                (least, at) = (sum, n);
            }
        }
        at
    };
    let first = lowest(&mut pairs.iter().map(|pair| pair.same));
    let last = lowest(&mut pairs.iter().rev().map(|pair| pair.same));
    if first + last >= pairs.len() {
        return (start, end);
    }
    let letters = |part: &[Pair]| {
        let mut there = part.iter().filter_map(|pair| pair.there).map(|at| text.chars[start + at]);
        there.all(char::is_alphanumeric)
    };
    let apart = |quoted: Option<usize>, before: bool| {
        let at = quoted
            .and_then(|at| wanted.source(at, at + 1))
            .map(|(at, after)| if before { at } else { after });
        at.is_some_and(|at| !within_word(&quote, at) && (at == 0 || at == quote.len() || is_gap(&quote, at)))
    };
    let (head, tail) = (&pairs[..first], &pairs[pairs.len() - last..]);
    let body = &pairs[first..pairs.len() - last];
    let kept_head = letters(head) && apart(body.first().and_then(|pair| pair.quoted), true);
    let kept_tail = letters(tail) && apart(body.last().and_then(|pair| pair.quoted), false);
    let from = if kept_head { Some(0) } else { body.iter().find_map(|pair| pair.there) };
    let last = || body.iter().rev().find_map(|pair| pair.there).map(|at| at + 1);
    let to = if kept_tail { Some(end - start) } else { last() };
    (start + from.unwrap_or(0), start + to.unwrap_or(end - start))
}

/// Tells whether there is white space on either side of a boundary.
fn is_gap(chars: &[char], at: usize) -> bool {
    chars[at - 1].is_whitespace() || chars[at].is_whitespace()
}

/// A character of a quotation and its counterpart in a text; either may be missing.
#[derive(Clone, Copy)]
struct Pair {
    quoted: Option<usize>,
    there: Option<usize>,
    same: bool,
}

/// Aligns the characters of two texts with the fewest differences.
fn alignment(quoted: &[char], there: &[char]) -> Vec<Pair> {
    let low = |c: char| c.to_lowercase().next().unwrap_or(c);
    let width = there.len() + 1;
    let mut least = vec![0_u32; (quoted.len() + 1) * width];
    for (distance, j) in least.iter_mut().take(width).zip(0..) {
        *distance = j;
    }
    for i in 1..=quoted.len() {
        least[i * width] = i as u32;
        for j in 1..width {
            let changed = least[(i - 1) * width + j - 1] + u32::from(low(quoted[i - 1]) != low(there[j - 1]));
            let one = least[(i - 1) * width + j].min(least[i * width + j - 1]) + 1;
            least[i * width + j] = changed.min(one);
        }
    }
    let (mut i, mut j) = (quoted.len(), there.len());
    let mut pairs = Vec::with_capacity(i.max(j));
    while i > 0 || j > 0 {
        let at = least[i * width + j];
        if i > 0 && j > 0 {
            let same = low(quoted[i - 1]) == low(there[j - 1]);
            if least[(i - 1) * width + j - 1] + u32::from(!same) == at {
                (i, j) = (i - 1, j - 1);
                pairs.push(Pair { quoted: Some(i), there: Some(j), same });
                continue;
            }
        }
        if i > 0 && least[(i - 1) * width + j] + 1 == at {
            i -= 1;
            pairs.push(Pair { quoted: Some(i), there: None, same: false });
        } else {
            j -= 1;
            pairs.push(Pair { quoted: None, there: Some(j), same: false });
        }
    }
    pairs.reverse();
    pairs
}
