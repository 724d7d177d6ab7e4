//! The documents of a study, prepared for placing the rows of a table in them.

use std::sync::OnceLock;

use super::normal::Normal;
use crate::domain::{Span, TextIndex, Turn, plain_words};
use crate::exchange::codings::cells::OffsetUnit;

/// A document of a study.
#[derive(Clone, Debug)]
pub struct AnchorDocument<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
    /// Its turns.
    pub turns: &'a [Turn],
    /// The labels of its speakers.
    pub speakers: Vec<&'a str>,
    /// The participants interviewed in it, as results name them.
    pub participants: Vec<&'a str>,
}

/// The normal forms of a document.
#[derive(Clone, Copy)]
pub(super) struct Forms<'a> {
    /// That of the whole text.
    pub(super) whole: &'a Normal,
    /// That of what is said in it, without speakers' labels and time marks.
    pub(super) spoken: &'a Normal,
}

/// A document with its indexes for searching.
#[derive(Debug)]
pub(super) struct Prepared<'a> {
    pub(super) document: AnchorDocument<'a>,
    pub(super) index: TextIndex<'a>,
    pub(super) chars: Vec<char>,
    whole: OnceLock<Normal>,
    spoken: OnceLock<Normal>,
    /// The normal forms of the whole text and of the spoken words, in lower case.
    lower: OnceLock<(Normal, Normal)>,
    /// For each unit of characters, the number of units before each code point and before the end.
    before: [OnceLock<Vec<u32>>; OffsetUnit::OF_CHARACTERS.len()],
}

impl<'a> Prepared<'a> {
    pub(super) fn new(document: AnchorDocument<'a>) -> Self {
        let (whole, spoken) = (OnceLock::new(), OnceLock::new());
        let (lower, before) = (OnceLock::new(), std::array::from_fn(|_| OnceLock::new()));
        let (index, chars) = (TextIndex::new(document.text), document.text.chars().collect());
        Self { index, chars, document, whole, spoken, lower, before }
    }

    /// Returns the normal form of its text.
    pub(super) fn whole(&self) -> &Normal {
        self.whole.get_or_init(|| Normal::of(self.chars.iter().copied().enumerate()))
    }

    /// Returns the normal form of its spoken words, without speakers' labels and time marks.
    pub(super) fn spoken(&self) -> &Normal {
        self.spoken.get_or_init(|| {
            let within = |turn: &Turn| turn.span.start.0..turn.span.end.0.min(self.chars.len());
            Normal::of(self.document.turns.iter().flat_map(within).map(|at| (at, self.chars[at])))
        })
    }

    /// Returns both normal forms.
    pub(super) fn forms(&self) -> Forms<'_> {
        Forms { whole: self.whole(), spoken: self.spoken() }
    }

    /// Returns both normal forms in small letters.
    pub(super) fn lower(&self) -> Forms<'_> {
        let (whole, spoken) = self.lower.get_or_init(|| (self.whole().lower(), self.spoken().lower()));
        Forms { whole, spoken }
    }

    /// Returns the code point that begins after `n` units of characters; `None` within a code point, beyond the end, or if the
    /// unit does not count characters. A place between CR and LF is the line end.
    pub(super) fn point_of(&self, unit: OffsetUnit, n: usize) -> Option<usize> {
        if unit == OffsetUnit::Codepoint {
            return (n <= self.chars.len()).then_some(n);
        }
        let at = OffsetUnit::OF_CHARACTERS.iter().position(|other| *other == unit)?;
        let before = self.before[at].get_or_init(|| {
            let mut sum = 0;
            let lengths = self.chars.iter().filter_map(|c| unit.length(*c));
            let sums = lengths.map(|length| {
                sum += length as u32;
                sum
            });
            std::iter::once(0).chain(sums).collect()
        });
        let n = u32::try_from(n).ok()?;
        match before.binary_search(&n) {
            Ok(at) => Some(at),
            Err(after) => {
                let at = after.checked_sub(1)?;
                (self.chars.get(at) == Some(&'\n') && n == before[at] + 1).then_some(at)
            }
        }
    }

    /// Returns the words of a quotation without the labels of this document's speakers: `Ann: Yes.` becomes `Yes.`
    pub(super) fn without_labels(&self, quote: &str) -> String {
        let mut labels = self.document.speakers.clone();
        labels.sort_by_key(|label| std::cmp::Reverse(label.len()));
        let mut kept = String::new();
        let mut rest = quote;
        let mut after_space = true;
        while let Some(c) = rest.chars().next() {
            let label = labels.iter().filter(|label| after_space && !label.is_empty());
            let ends = |label: &&&str| {
                let after = rest.strip_prefix(**label)?.trim_start();
                after.strip_prefix([':', '：'])
            };
            if let Some(after) = label.clone().find_map(|label| ends(&label)) {
                rest = after;
                kept.push(' ');
                continue;
            }
            after_space = c.is_whitespace();
            kept.push(c);
            rest = &rest[c.len_utf8()..];
        }
        kept
    }

    /// Returns the turn that contains a position or precedes it, from 1.
    pub(super) fn turn_at(&self, at: usize) -> Option<usize> {
        let n = self.document.turns.partition_point(|turn| turn.span.start.0 <= at);
        (n > 0).then_some(n)
    }

    /// Returns a span without white space at its ends; `None` if nothing is left.
    pub(super) fn trimmed(&self, span: Span) -> Option<Span> {
        let (mut start, mut end) = (span.start.0, span.end.0.min(self.chars.len()));
        while start < end && self.chars[start].is_whitespace() {
            start += 1;
        }
        while start < end && self.chars[end - 1].is_whitespace() {
            end -= 1;
        }
        (start < end).then(|| Span::new(start, end))
    }
}

/// Finds the document that a table names: returns its index, or the indices of all documents that the name may mean.
pub(super) fn find(documents: &[Prepared<'_>], name: &str) -> Result<usize, Vec<usize>> {
    let file = |name: &str| name.rsplit(['/', '\\']).next().unwrap_or(name).trim().to_owned();
    let stem = |name: &str| {
        let file = file(name);
        let cut = file.rsplit_once('.').filter(|(stem, ending)| {
            !stem.is_empty() && ending.chars().count() <= 4 && !ending.contains(' ')
        });
        plain_words(cut.map_or(file.as_str(), |(stem, _)| stem))
    };
    let wanted = without_number(name.trim());
    let path = |name: &str| {
        let folders = name.trim().replace('\\', "/");
        let folders: Vec<&str> = folders.split('/').filter(|part| !part.is_empty()).collect();
        let above = folders.split_last().map_or(&[][..], |(_, above)| above);
        (above.iter().map(|part| plain_words(part)).collect::<Vec<_>>(), stem(name))
    };
    let all = |is: &dyn Fn(&AnchorDocument<'_>) -> bool| -> Vec<usize> {
        (0..documents.len()).filter(|&i| is(&documents[i].document)).collect()
    };
    let steps: [&dyn Fn(&AnchorDocument<'_>) -> bool; 7] = [
        &|document| document.name == name.trim(),
        &|document| document.name == wanted,
        &|document| !path(wanted).0.is_empty() && path(document.name) == path(wanted),
        &|document| file(document.name) == file(wanted),
        &|document| !stem(wanted).is_empty() && stem(document.name) == stem(wanted),
        &|document| !wanted.is_empty() && stem(document.name) == plain_words(wanted),
        &|document| {
            let called = |participant: &&str| plain_words(participant) == plain_words(wanted);
            !plain_words(wanted).is_empty() && document.participants.iter().any(called)
        },
    ];
    for is in steps {
        match all(is).as_slice() {
            [] => {}
            &[only] => return Ok(only),
            several => return Err(several.to_vec()),
        }
    }
    Err(Vec::new())
}

/// Returns a name without the number that ATLAS.ti writes before it: `D 1: P01` and `1: P01` are `P01`.
fn without_number(name: &str) -> &str {
    let Some((number, rest)) = name.split_once(':') else { return name };
    let number = number.strip_prefix('D').unwrap_or(number).trim();
    let is_number = !number.is_empty() && number.chars().all(char::is_numeric);
    if is_number && !rest.trim().is_empty() { rest.trim() } else { name }
}
